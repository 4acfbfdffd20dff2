#!/bin/sh
# licence.t - driving licences on a disk: as readers give them, in UTF-16,
# packed, deleted, as a form's text; recorded and masked.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

# card NUMBER: a card of Oregon, whole to the byte.
card() {
	printf 'DLDAQ%s\nDCSQUIMBY\nDACZELDA\nDADNONE\nDBB03281974\n' "$1"
	printf 'DBD04252023\nDBA04252031\nDAG9 ELM ST\nDAIBEND\nDAJOR\nDCGUSA\r'
}
# text NUMBER: with its header.
text() {
	printf '@\n\036\rANSI 636029100001DL0031%04d' "$(card "$1" | wc -c)"
	card "$1"
}
mkdir files
{
	text A1000001 >files/plain.bin &&
		text A1000002 | iconv -f ASCII -t UTF-16LE >files/wide.txt &&
		text A1000003 >packed.bin &&
		(cd files && zip -q packed.zip ../packed.bin) &&
		text A1000004 | tr '\n\036\r' '   ' >files/blanks.txt &&
		text A1000005 | sed 's/DL0031..../DL00310288/' >files/forged.bin &&
		text A1000006 >gone.bin &&
		truncate -s 4M disk.raw && mkfs.fat disk.raw &&
		mcopy -i disk.raw files/* :: &&
		mcopy -i disk.raw gone.bin ::gone.bin && mdel -i disk.raw ::gone.bin
} >log 2>&1
tap_say $? "a disk with licences" || tell log
"$BIN/fxscan" disk.raw >found.jsonl 2>err
is $? 0 "is scanned"

# one NUMBER FILTER WORDS: the licence was found there, alone.
one() {
	jq -r "select(.kind == \"id.licence\" and ($2)) | .value" found.jsonl >got
	is "$(cat got)" "US-OR $1" "$3"
}
one A1000001 '.file.path == "/plain.bin" and .attrs.lint == null' "as it is"
one A1000002 '.encoding == "utf16le"' "in UTF-16"
one A1000003 '.path | test("ZIP")' "in a zip file"
one A1000004 '.file.path == "/blanks.txt" and .attrs.surname == "QUIMBY"' \
	"its signs made blanks"
one A1000005 '.attrs.lint == "subfile-length"' "with a form's length"
one A1000006 '.file.state == "deleted"' "in a deleted file"
json found.jsonl 'map(select(.kind == "id.licence")) | length == 6 and
	(map(.attrs.birth == "1974-03-28") | all)' "and no other"

"$BIN/fxscan" --table disk.raw >table 2>&1
run 0 "a key" "$BIN/fxkey" new lab
run 0 "a case" "$BIN/fxrecord" --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
run 0 "they are recorded" sh -c "'$BIN/fxrecord' --key lab.key case.evd <found.jsonl"
sqlite3 -batch -readonly case.evd "SELECT body FROM record WHERE kind='finding'" >records
json records 'map(select(.class == "id.licence")) | length == 6 and
	(map(.mask == "US-OR ********" and .attrs.birth == null and
	.attrs.jurisdiction == "US-OR" and .commit.birth != null) | all)' \
	"their jurisdiction alone is shown"
{
	cat table records
	strings case.evd
} | grep -E 'A100000|QUIMBY|ELM ST|1974-03-28' >leaks
is_empty leaks "nothing of the person is shown or recorded"
run 0 "and found again" "$BIN/fxverify" --image disk.raw --key lab.pub \
	--vault case.vault --identity lab.agekey --expect case.evd.ckpt case.evd
case_ok case.evd lab.pub
finish
