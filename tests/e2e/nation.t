#!/bin/sh
# nation.t - numbers of persons as an independent library makes them, each under
# its label in its country's language: in UTF-8, UTF-16, the country's own code
# page, packed, deleted; with the right country, recorded without a digit.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$PATH:/usr/sbin:/sbin
python=$(python_with stdnum) || skip_all "no python3 with stdnum"
cd "$tmp" || exit 99

mkdir files
{
	"$python" "$top/tests/e2e/nation.py" files &&
		(cd files && zip -q packed.zip plain.txt && base64 csv.txt >b64.txt) &&
		truncate -s 4M disk.raw && mkfs.fat disk.raw &&
		mcopy -i disk.raw files/packed.zip files/b64.txt files/wide.txt \
			files/page-*.txt :: &&
		mcopy -i disk.raw files/plain.txt ::gone.txt &&
		mdel -i disk.raw ::gone.txt
} >log 2>&1
tap_say $? "a disk with numbers of persons" || tell log
"$BIN/fxscan" -e id.national disk.raw >found.jsonl 2>err
is $? 0 "is scanned"

# all FILE FILTER WORDS: each number of FILE was found where jq's FILTER says,
# and its country is one of those told.
all() {
	grep "^$1" files/truth | cut -d ' ' -f 2- | LC_ALL=C sort >want
	jq -r "select(.kind == \"id.national\" and ($2)) |
		(.attrs.country | split(\",\"))[] + \" \" + .value" found.jsonl |
		LC_ALL=C sort -u >got
	LC_ALL=C comm -23 want got >missed
	is "$(wc -l <missed) of $(wc -l <want)" "0 of 37" "$3"
	tell missed
}
all plain.txt '.path | test("ZIP")' "in a zip file"
all csv.txt '.path | test("BASE64")' "in base64, in quotes"
all wide.txt '.encoding == "utf16le"' "in UTF-16, under capitals"
all page- '.file.path // "" | test("^/PAGE-"; "i")' "in code pages"
all plain.txt '.file.state == "deleted"' "in a deleted file"

# What is told besides them: a country too many, but no other number.
cut -d ' ' -f 3 files/truth | LC_ALL=C sort -u >want
jq -r 'select(.kind == "id.national") | .value' found.jsonl |
	LC_ALL=C sort -u | LC_ALL=C comm -13 want - >found
is_empty found "and none that is not there"
jq -r 'select(.kind == "id.national") | .attrs.country' found.jsonl |
	sort | uniq -c >countries
is "$(grep -c , countries)" 1 "two countries share one label, the others none"
tell countries

run 0 "a key" "$BIN/fxkey" new lab
run 0 "a case" "$BIN/fxrecord" --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
run 0 "they are recorded" sh -c "'$BIN/fxrecord' --key lab.key case.evd <found.jsonl"
strings -n 7 case.evd | grep -F -f want >leaks
is_empty leaks "no number stands in the case file in clear"
run 0 "and found again" "$BIN/fxverify" --image disk.raw --key lab.pub \
	--vault case.vault --identity lab.agekey --expect case.evd.ckpt case.evd
case_ok case.evd lab.pub
finish
