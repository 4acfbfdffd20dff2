#!/bin/sh
# decode_text.t - thousands of texts that Python's own library has encoded, and
# what our decoders make of them
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

python3 "$top/tests/independent/decode_text.py" >"$tmp/got" 2>&1
is $? 0 "the texts are made and decoded"
while IFS= read -r line; do
	case $line in
	*": OK "*) tap_say 0 "$line" ;;
	*) tap_say 1 "$(echo "$line" | cut -c 1-400 | tr -d '#')" ;;
	esac
done <"$tmp/got"
finish
