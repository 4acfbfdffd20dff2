#!/bin/sh
# bank.t - accounts on a disk: plain, in UTF-16, packed, deleted; recorded,
# masked and proven.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

mkdir files
{
	python3 "$top/tests/e2e/bank.py" "$top/libforensic/check/iban.def" files &&
		(cd files && zip -q packed.zip plain.txt && base64 groups.csv >b64.txt) &&
		printf 'BIC: COBADEFFXXX\nrouting number: 111000025\n' >files/codes.txt &&
		printf 'Kontonummer: 8601.11.17947\n' >>files/codes.txt &&
		truncate -s 4M disk.raw && mkfs.fat disk.raw &&
		mcopy -i disk.raw files/packed.zip files/b64.txt files/wide.txt \
			files/pain.xml files/mt940.txt files/codes.txt :: &&
		mcopy -i disk.raw files/groups.csv ::gone.csv && mdel -i disk.raw ::gone.csv
} >log 2>&1
tap_say $? "a disk with accounts" || tell log
"$BIN/fxscan" disk.raw >found.jsonl 2>err
is $? 0 "is scanned"

# have FILTER: values of IBANs found that jq's FILTER takes.
have() {
	jq -r "select(.kind == \"bank.iban\" and ($1)) | .value" found.jsonl |
		sort -u
}
# all FILE FILTER WORDS: each IBAN of FILE was found there.
all() {
	sed -n "s/^$1 //p" files/truth | sort >want
	have "$2" | comm -23 want - >missed
	is "$(wc -l <missed) of $(wc -l <want)" "0 of 89" "$3"
	tell missed
}
all plain.txt '.path | test("ZIP")' "in a zip file"
all groups.csv '.path | test("BASE64")' "in base64"
all groups.csv '.file.state == "deleted"' "in a deleted file, in groups"
all wide.txt '.encoding == "utf16le"' "in UTF-16"
all pain.xml '.file.path == "/pain.xml"' "in a payment message of XML"
all mt940.txt '.file.path == "/mt940.txt"' "in statements of SWIFT"
sed 's/.* //' files/truth | sort -u >want
have true | comm -13 want - >found
is_empty found "and none that is not there"
json found.jsonl 'map(select(.kind == "bank.bic" and .value == "COBADEFFXXX")) |
	length == 1' "the bank's code"
json found.jsonl 'map(select(.kind == "bank.routing" and
	.value == "111000025")) | length == 1' "a routing number"
json found.jsonl 'map(select(.kind == "bank.account" and
	.value == "86011117947" and .attrs.country == "NO")) | length == 1' \
	"a domestic account"

# Each stands where it is said to be.
jq -r 'select(.kind == "bank.iban" and .encoding == "ascii") |
	"\(.path)+\(.length) \(.value)"' found.jsonl | awk 'NR % 40 == 0' >places
while read -r place value; do
	is "$("$BIN/fxcat" disk.raw "$place" | tr -d ' ')" "$value" "$place"
done <places

"$BIN/fxhist" --by country --json found.jsonl >hist
json hist 'map(select(.country != null)) | length == 90' \
	"are counted by country, that of the routing number too"
"$BIN/fxhist" --by bank --json found.jsonl >hist
json hist 'map(select(.bank == "COBA" and .country == "DE")) | length == 1' \
	"and by bank"

run 0 "a key" "$BIN/fxkey" new lab
run 0 "a case" "$BIN/fxrecord" --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
run 0 "they are recorded" sh -c "'$BIN/fxrecord' --key lab.key case.evd <found.jsonl"
sed 's/.* //; s/^....//' files/truth | sort -u >clear
strings -n 12 case.evd | grep -F -f clear >leaks
is_empty leaks "no account stands in the case file in clear"
sqlite3 -batch -readonly case.evd "SELECT body FROM record WHERE kind='finding'" >records
json records 'map(select(.mask == "NO*************" or .mask == "***********")) |
	length >= 6 and (map(.attrs.country == "NO") | all)' \
	"Norwegian ones show their country alone"
json records 'map(select(.class == "bank.iban" or .class == "bank.account")) |
	(map(.attrs.bank == null and .attrs.branch == null) | all) and
	(map(.commit.bank != null) | any)' "and none its bank"
json records 'map(select(.class == "bank.iban" and .mask[0:2] == "AT")) |
	length >= 5 and (map(.mask | test("^AT[0-9*]{2}[*]{12}([0-9]{4})$")) | any)' \
	"a long one its last digits"
run 0 "and found again" "$BIN/fxverify" --image disk.raw --key lab.pub \
	--vault case.vault --identity lab.agekey --expect case.evd.ckpt case.evd
case_ok case.evd lab.pub
finish
