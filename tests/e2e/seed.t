#!/bin/sh
# seed.t - phrases of wallets on a disk: plain, in UTF-16, packed, deleted; of
# which nothing is shown and nothing recorded.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

# phrase WORDS N: one that is made from N.
phrase() {
	python3 - "$top/libforensic/check/bip39.def" "$@" <<'END'
import hashlib, re, sys
words = re.findall(r"W\((\w+)\)", open(sys.argv[1]).read())
n = int(sys.argv[2])
entropy = hashlib.sha256(b"seed.t " + sys.argv[3].encode()).digest()[: n * 4 // 3]
bits = int.from_bytes(entropy + hashlib.sha256(entropy).digest()[:1], "big")
bits >>= 8 - n // 3
print(*(words[bits >> 11 * (n - 1 - i) & 2047] for i in range(n)))
END
}
mkdir files
{
	phrase 12 1 >plain && phrase 24 2 >wide && phrase 18 3 >packed &&
		phrase 12 4 >gone &&
		printf 'My wallet: %s.\n' "$(cat plain)" >files/plain.txt &&
		iconv -t UTF-16LE wide >files/wide.txt &&
		tr ' ' '\n' <packed | nl -s '. ' >numbers.txt &&
		(cd files && zip -q packed.zip ../numbers.txt) &&
		sed 's/ /, /g' gone >gone.txt &&
		truncate -s 4M disk.raw && mkfs.fat disk.raw &&
		mcopy -i disk.raw files/* :: &&
		mcopy -i disk.raw gone.txt ::gone.txt && mdel -i disk.raw ::gone.txt
} >log 2>&1
tap_say $? "a disk with phrases" || tell log
"$BIN/fxscan" disk.raw >found.jsonl 2>err
is $? 0 "is scanned"

# one FILE FILTER WORDS: the phrase of FILE was found there.
one() {
	jq -r "select(.kind == \"wallet.seed\" and ($2)) | .value" found.jsonl >got
	is "$(cat got)" "$(cat "$1")" "$3"
}
one plain '.file.path == "/plain.txt" and (.why | any(. == "near:wallet"))' \
	"in a sentence"
one wide '.encoding == "utf16le"' "in UTF-16"
one packed '.path | test("ZIP")' "numbered, in a zip file"
one gone '.file.state == "deleted"' "with commas, in a deleted file"
json found.jsonl 'map(select(.kind == "wallet.seed")) | length == 4' \
	"and no other"

cat plain wide packed gone | tr ' ' '\n' | sort -u >words
"$BIN/fxscan" --table disk.raw >table 2>&1
grep -c 'wallet.seed' table >count
is "$(cat count)" 4 "a table has them"
run 0 "a key" "$BIN/fxkey" new lab
run 0 "a case" "$BIN/fxrecord" --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
run 0 "they are recorded" sh -c "'$BIN/fxrecord' --key lab.key case.evd <found.jsonl"
sqlite3 -batch -readonly case.evd "SELECT body FROM record WHERE kind='finding'" >records
json records 'map(select(.class == "wallet.seed")) |
	length == 4 and (map(.mask == "********") | all)' "and hidden"
# A word by itself may be a word of ours: two in a row are the phrase's.
for f in plain wide packed gone; do
	tr ' ' '\n' <$f | paste -d ' ' - - | grep ' '
done >pairs
cat table records >shown
strings case.evd >>shown
grep -F -f pairs shown >leaks
is_empty leaks "no two words of them are shown or recorded"
run 0 "and found again" "$BIN/fxverify" --image disk.raw --key lab.pub \
	--vault case.vault --identity lab.agekey --expect case.evd.ckpt case.evd
case_ok case.evd lab.pub
finish
