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

# The same in a text, UTF-16 too: all that are whole and no other.
grep -v '^wallet:bip39' "$tmp/cases" | cut -f 2,3 >"$tmp/of"
sed 's/^/pay /; s/\t.*/./' "$tmp/of" >"$tmp/text"
awk '$2 { print $1 }' "$tmp/of" | LC_ALL=C sort >"$tmp/want"
for enc in UTF-8 UTF-16LE UTF-16BE; do
	iconv -f UTF-8 -t $enc "$tmp/text" >"$tmp/in"
	"$BIN/fxscan" --json -e wallet.address "$tmp/in" |
		jq -r 'select(.type == "finding").value' | LC_ALL=C sort |
		diff "$tmp/want" - >"$tmp/found"
	is_empty "$tmp/found" "$enc: $(wc -l <"$tmp/want") addresses are found"
done
finish
