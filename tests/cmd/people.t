#!/bin/sh
# people.t - what people state in a case: hand-overs, reviews, corrections
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

start() { # FINDINGS
	rm -f case.evd case.evd.ckpt case.vault
	fxrecord --init --case 2026-0417 --agency lab.example --exhibit A1 \
		--examiner "badge 1234" --key lab.key case.evd >init 2>&1
	"$top/tests/helper/stream.sh" "$1" |
		fxrecord -q --key lab.key case.evd >init 2>&1
}
state() { # OPTION...: into case.evd
	fxrecord --key lab.key "$@" case.evd
}
# heads: messages, with what is another in each run left out.
# shellcheck disable=SC2317 # golden calls it
heads() {
	"$@" 2>&1 | sed -E 's,(head lab[^ ]* [0-9]+) .*,\1 ROOT,'
}
# kept RC WORDS OPTION...: that is refused, and the case is not changed.
kept() {
	sha256sum case.evd case.evd.ckpt case.vault >before
	rc=$1 words=$2
	shift 2
	run "$rc" "$words" fxrecord --key lab.key "$@" case.evd </dev/null
	sha256sum case.evd case.evd.ckpt case.vault | cmp -s - before
	tap_say $? "$words: the case is as it was"
}
# last FILTER WORDS: what the last record says.
last() {
	sqlite3 -batch -readonly case.evd \
		'SELECT body FROM record ORDER BY seq DESC LIMIT 1' >body
	json body ".[0] | $1" "$2"
}
fxkey new lab >print
start 5 # records 3 to 7, and 8 is the end

### A hand-over.
golden people-custody 0 heads state --custody --from "police, J. Doe" \
	--to "lab.example, badge 1234" --what "exhibit A1" --why "examination" \
	--seal-no 0042
last '.kind == "custody" and .from == "police, J. Doe" and
	.to == "lab.example, badge 1234" and .what == "exhibit A1" and
	.why == "examination" and .seal_no == "0042" and .seq == 9' "recorded"
is "$(sed -n 2p case.evd.ckpt)" 10 "signed at once"
run 0 "one without a seal" state -q --custody \
	--from "lab.example, badge 1234" --to court \
	--what "exhibit A1" --why trial
is_empty .err "quietly"
last 'has("seal_no") == false' "says nothing of one"
run 0 "by another than who has it" state -q --custody --from expert --to lab \
	--what "exhibit A1" --why back
is "$(cat .err)" "fxrecord: case.evd: warning: by record 10 it is court who has\
 exhibit A1, not expert: a verifier will tell of a gap" "is warned of"

### Reviews.
golden people-review 0 heads state --review 3,5-8 --verdict accepted \
	--by "badge 7" --why "seen on the image"
last '.kind == "review" and .of == 7 and .verdict == "accepted" and
	.by == "badge 7" and .why == "seen on the image"' "each is a record"
run 0 "a second opinion" state -q --review 3 --review 4 --verdict rejected \
	--by "badge 8" --why "an order number"
printf '7\trejected\tno card: a test number\n6\tnote\tlook again\tbadge 9\n' >tsv
golden people-reviews 0 heads state --reviews tsv --by "badge 8"
last '.of == 6 and .verdict == "note" and .by == "badge 9"' \
	"a line's own name counts"
echo '{"of":5,"verdict":"note","why":"a\u001fb"}' >bad.json
kept 4 "a control character in JSON" --reviews bad.json --by me
has .err '^fxrecord: bad.json: line 1: its why holds the character U\+001F, which does not show$' \
	"told"
printf '{"of":5,"verdict":"note","why":"Ζωή \\"x\\""}\n' |
	state -q --reviews - --by me
last '.why == "Ζωή \"x\""' "JSON Lines, from standard input"

### Corrections.
golden people-correct 0 heads state --correct 11 --why "it was the lab"
last '.kind == "correct" and .of == 11 and .why == "it was the lab"' "recorded"
run 0 "of the case itself" state -q --correct 0 --why "the order is W-2026-118"
case_ok case.evd lab.pub
golden people-verify 0 sh -c "fxverify --key lab.pub case.evd |
	sed -n '/^What people/,\$p' | sed -E 's/(of 20)[0-9: -]+ UTC/\\1.. UTC/'"
run 0 "--json" fxverify --json --key lab.pub case.evd
json .out '.[0] | .reviews == {"findings": 5, "reviewed": 5, "accepted": 2,
	"rejected": 3, "corrected": 2} and (.custody | length == 1 and
	(.[0] | .what == "exhibit A1" and .to == "court" and .times == 2 and
	.gaps == 0 and .record == 10)) and (.stated | length == 4)' "the same"

run 0 "by who has it but for what was corrected" state -q --custody \
	--from court --to archive --what "exhibit A1" --why "trial is over"
is_empty .err "no warning"

### Ten thousand findings at once: one head.
start 10000
seq 3 10002 | sed 's/$/\taccepted\tseen/' >many
run 0 "10000 reviews" state --reviews many --by "badge 7"
has .err ': records 10004 to 20003: 10000 reviews$' "told in a line"
is "$(sqlite3 -batch -readonly case.evd 'SELECT group_concat(size) FROM
	checkpoint')" 1,10004,20004 "signed once"
run 0 "a range" state -q --review 0-99,10001-20003 --verdict note --by x --why y
is "$(sqlite3 -batch -readonly case.evd "SELECT count(*) FROM record
	WHERE kind = 'review'")" 10099 "is of the findings in it"
case_ok case.evd lab.pub

# Twice as many, on a disk that has room for the first half.
cat many many >twice
mkdir small
size=$((($(stat -c %s case.evd) + $(stat -c %s case.vault)) / 1024 + 5300))
if mount -t tmpfs -o size=${size}k tmpfs small 2>/dev/null; then
	cp case.evd case.evd.ckpt case.vault small
	run 4 "a disk that gets full" fxrecord --key lab.key --reviews twice \
		--by "badge 7" small/case.evd
	has .err ': 10000 of the reviews are on disk; the next start signs them$' \
		"how many are kept is told"
	cp small/case.evd small/case.evd.ckpt small/case.vault .
	umount small
	run 0 "the next start" fxrecord --recover --key lab.key case.evd
	run 0 "fxverify" fxverify --key lab.pub case.evd
	is "$(sqlite3 -batch -readonly case.evd "SELECT count(*) FROM record
		WHERE kind = 'review'")" 20099 "they are all there"
else
	skip "a disk that gets full" "cannot mount a file system"
fi

### What may not be.
start 5
golden people-none 4 state --review 40 --verdict note --by x --why y
kept 4 "a review of a source" --review 1 --verdict note --by x --why y
has .err 'record 1 is of the kind source: only findings are reviewed$' "told"
kept 4 "one of many is none" --review 3,8 --verdict note --by x --why y
kept 4 "a range without findings" --review 0-2 --verdict note --by x --why y
kept 4 "a range past the end" --review 3-9 --verdict note --by x --why y
kept 2 "a range backwards" --review 5-3 --verdict note --by x --why y
kept 2 "no number" --review 3, --verdict note --by x --why y
kept 2 "a number past all" --review 99999999999999999999 --verdict note \
	--by x --why y
kept 2 "no verdict" --review 3 --verdict maybe --by x --why y
kept 2 "nobody" --review 3 --verdict note --by '' --why y
kept 4 "a correction of a finding" --correct 3 --why x
has .err 'record 3 is of the kind finding: review it$' "told"
kept 4 "of an end" --correct 8 --why x
kept 4 "of what is not there" --correct 9 --why x
kept 2 "two acts" --correct 1 --why x --custody
kept 2 "no reason" --correct 1
kept 2 "half a hand-over" --custody --from a --to b --why x
kept 4 "a list that is none" --reviews lab.key --by x
printf '3\taccepted\tx\n8\taccepted\tx\n' >half
kept 4 "a list of which one line is wrong" --reviews half --by x
has .err '^fxrecord: half: line 2: record 8 is of the kind run.end: only findings' \
	"the line is told"
printf '3\taccepted\tx\n' >nobody
kept 4 "a list by nobody" --reviews nobody
has .err 'line 1: does not say by, nor does --by$' "told"

### What people type.
esc=$(printf '\033[2J')
kept 2 "an escape" --custody --from "$esc" --to b --what c --why d
rlo=$(printf '\342\200\256')
kept 2 "an override" --custody --from "a${rlo}b" --to b --what c --why d
has .err '--from holds the character U.202E, which does not show$' "told"
kept 2 "two lines" --custody --from a --to b --what c --why "d
e"
kept 2 "bytes that are no text" --correct 1 --why "$(printf 'Zo\353')"
head -c 100000 /dev/zero | tr '\0' a >long
kept 2 "100 KB" --correct 1 --why "$(cat long)"
has .err '--why is longer than 4096 bytes$' "told"
{ printf '3\tnote\t' && head -c 1000000 /dev/zero | tr '\0' a; } >line
kept 4 "1 MB in a line" --reviews line --by x
run 0 "Hebrew, with a mark" state -q --custody --from "$(printf \
	'\327\251\327\234\327\225\327\235\342\200\217!')" --to b --what c --why d
last '.from == "שלום\u200f!"' "is kept as it is"
run 0 "a card number and a password" state --correct 1 \
	--why "4539 5787 6362 1486 is mine"
has .err '^fxrecord: --why held what looks like a value: it is recorded masked$' \
	"is told of"
last '.why == "453957******1486 is mine"' "and masked"
printf '3\trejected\t4539578763621486 is an order\n' |
	state --reviews - --by x 2>.err
has .err 'standard input: 1 texts held what looks like a value' "in a list, too"
last '.why == "453957******1486 is an order"' "masked there"
case_ok case.evd lab.pub

before=$(sed -n 2p case.evd.ckpt)
run 0 "a finding named three times" state -q --review 4,4,3-5 --review 4 \
	--verdict note --by x --why y
is "$(sed -n 2p case.evd.ckpt)" $((before + 3)) "is reviewed once"

### The same of whatever words enter a case.
# taken MEMBER WORDS OPTION...: a card number in it is masked, and told of.
taken() {
	member=$1 words=$2
	shift 2
	run 0 "$words with a card number" state "$@"
	has .err 'held what looks like a value: it is recorded masked$' \
		"$words: told"
	last ".$member == \"453957******1486\"" "$words: masked"
}
pan='4539 5787 6362 1486'
for o in --why --by --legal; do
	set -- --erase 3 --field value --why x --by y --legal z
	kept 2 "an erasure, its $o empty" "$@" $o ''
	kept 2 "an erasure, its $o an escape" "$@" $o "$esc"
done
kept 2 "an erasure of no field" --erase 3 --field '' --why x
fxkey custodian second >print
sed -n 's/.*\(age1[0-9a-z]*\).*/\1/p' print >second
new=$(head -n 1 second)
kept 2 "a custodian, for no reason" --custodian "$new" --why ''
kept 2 "a custodian, for a long one" --custodian "$new" --why "$(cat long)"
kept 2 "filed nowhere" --anchor-filed ''
kept 2 "filed with an override" --anchor-filed "a${rlo}b"
kept 2 "an exhibit of a run without a name" --exhibit ''
kept 2 "one with an override" --exhibit "a${rlo}b"
fxkey new next >print
kept 2 "a new key, for an escape" --rotate next.key --why "$esc"
taken why "a custodian" --custodian "$new" --why "$pan"
taken why "an erasure" --erase 3 --field value --why "$pan" --by "$pan" \
	--legal "$pan"
last '.who == .why and .legal == .why' "all of them"
run 0 "filed under a card number" state --anchor-filed "$pan"
is "$(sqlite3 -batch -readonly case.evd "SELECT CAST(data AS TEXT) FROM anchor
	WHERE type = 'filed'")" '453957******1486' "masked"
"$top/tests/helper/stream.sh" 1 >one
fxrecord --exhibit "$pan" --key lab.key case.evd <one >.out 2>.err
has .err '^fxrecord: --exhibit held what looks like a value' "an exhibit: told"
is "$(sqlite3 -batch -readonly case.evd "SELECT json_extract(body, '\$.exhibit')
	FROM record WHERE kind = 'source' ORDER BY seq DESC LIMIT 1")" \
	'453957******1486' "and masked"
taken reason "a new key" --rotate next.key --why "$pan"
run 0 "no card number is left in the file" sh -c \
	'! tr -d " " <case.evd | grep -aq 4539578763621486'
run 0 "it verifies" fxverify --key lab.pub case.evd

### A case that begins.
# shellcheck disable=SC2317 # run calls it
begin() { # OPTION...
	fxrecord --init --case 1 --agency lab --examiner me --key lab.key \
		"$@" new.evd
}
for o in --case --agency --exhibit; do
	run 2 "a log called a card number by $o" begin $o 4539578763621486
	has .err "^fxrecord: $o holds what looks like a value: it names the log" \
		"told"
done
for o in --case --agency --exhibit --examiner --legal; do
	run 2 "an empty $o" begin $o ''
	run 2 "an override in $o" begin $o "a${rlo}b"
done
[ ! -e new.evd ] && [ ! -e new.vault ]
tap_say $? "nothing is begun"
run 0 "a card number of who and why" begin --examiner "$pan" --legal "$pan"
sqlite3 -batch -readonly new.evd 'SELECT body FROM record' >body
json body '.[0] | .examiner == "453957******1486" and .legal == .examiner' \
	"masked"

cp case.evd copy.evd
chmod 444 case.evd
fxkey new other >print
run 4 "another key" fxrecord --key other.key --correct 1 --why x copy.evd
finish
