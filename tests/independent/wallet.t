#!/bin/sh
# wallet.t - addresses and phrases that other code makes, whole and damaged
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

python=$(python_with "Cryptodome.Hash.keccak, mnemonic") ||
	skip_all "no python3 with pycryptodome and mnemonic"
rounds=100
[ -z "${NIGHT-}" ] || rounds=2000
"$python" "$top/tests/independent/wallet.py" $rounds >"$tmp/cases"
cut -f 1 "$tmp/cases" | LC_ALL=C sort -u >"$tmp/schemes"
is "$(wc -l <"$tmp/schemes")" 11 "schemes"
while read -r s; do
	grep -P "^$s\t" "$tmp/cases" | cut -f 2,3 >"$tmp/of"
	cut -f 1 "$tmp/of" | "$BIN/fxcheck" "$s" |
		awk -F '\t' '{ print $1 "\t" ($2 == "valid") }' | diff "$tmp/of" - \
		>"$tmp/found"
	is_empty "$tmp/found" "$s: the same of $(wc -l <"$tmp/of") values"
done <"$tmp/schemes"
finish
