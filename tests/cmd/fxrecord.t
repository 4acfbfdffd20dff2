#!/bin/sh
# fxrecord.t - findings become records: whole, masked, signed; nothing else does
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

stream() { # N [NAME [END]]
	"$top/tests/helper/stream.sh" "$@"
}
rows() { # FILE SQL: what a case or a vault says
	sqlite3 -batch -readonly "$1" "$2"
}
record() { # [OPTION...]: standard input into case.evd
	fxrecord --key lab.key "$@" case.evd
}
start() { # [OPTION...]: a new case.evd
	rm -f case.evd case.evd.ckpt case.vault
	fxrecord --init --case 2026-0417 --agency lab.example \
		--examiner "badge 1234" --exhibit A1 "$@" --key lab.key \
		case.evd >init.out 2>init.err
}
# kept RC WORDS INPUT CMD...: CMD ends with RC, and the case is not changed.
kept() {
	sha256sum case.evd case.evd.ckpt case.vault >before 2>&1
	rc=$1 words=$2 input=$3
	shift 3
	run "$rc" "$words" "$@" <"$input"
	sha256sum case.evd case.evd.ckpt case.vault 2>&1 | cmp -s - before
	tap_say $? "$words: the case is as it was"
}
# example N: the Nth example of fxevidence(5), as a script.
example() {
	mandoc -Tascii -O width=78 "$top/cmd/fxevidence.5" |
		sed "s/.$(printf '\b')//g" |
		sed -n '/^EXAMPLES/,/^SEE ALSO/{/^           /p;/^     [^ ]/s/.*/@/p;}' |
		awk -v n="$1" '/^@/ { if (!gap) k++; gap = 1; next }
			{ gap = 0 } k == n { print substr($0, 12) }'
}
# sound: the chain and the head of case.evd, as the manual checks them.
sound() {
	sh chain.sh >chain.out 2>&1
	is_empty chain.out "$1: the chain holds, by sh, sqlite3 and openssl"
	sh head.sh >head.out 2>&1
	has head.out '^Signature Verified Successfully' \
		"$1: the head is signed, by openssl"
	sed 6d note | cmp -s - case.evd.ckpt
	tap_say $? "$1: and stands in the .ckpt file"
	is "$(rows case.evd 'SELECT max(size) FROM checkpoint')" \
		"$(rows case.evd 'SELECT count(*) FROM record')" \
		"$1: it covers all records"
	case_ok case.evd lab.pub
}
# last FILTER WORDS: the last record.
last() {
	rows case.evd 'SELECT body FROM record ORDER BY seq DESC LIMIT 1' >body
	json body ".[0] | $1" "$2"
}
fxkey new lab >print
fxkey new other >other.print
example 1 >chain.sh
example 2 >head.sh
example 3 >opening.sh
# The manual's python3 is one that has the module.
mkdir bin && ln -s "$(command -v "$(python_with Cryptodome)")" bin/python3
PATH=$tmp/bin:$PATH

### A new case.
start --legal W-2026-118
tap_say $? "--init"
is "$(sed -n 's/^origin //p' init.out)" lab.example/2026-0417/A1 "the log"
is "$(sed -n 's/^fingerprint //p' init.out)" "$(cat print)" "the key"
is "$(sed -n 's/^key //p' init.out)" \
	"$(fxkey show --name lab.example/2026-0417/A1 lab.pub)" "for a verifier"
has init.err 'lab.agekey opens the values of this case: move it' \
	"the identity is told of"
is "$(stat -c %a lab.agekey)" 600 "which is its owner's"
is "$(sed -n 's/^custodian //p' init.out)" "$(age-keygen -y lab.agekey)" \
	"and age knows it"
is "$(stat -c %a case.vault)" 600 "and is its owner's"
file case.evd >out
has out 'application id 1163283505, user version 1' "file(1) knows it"
rows case.evd 'SELECT body FROM record' >genesis
json genesis '.[0] | .case == "2026-0417" and .agency == "lab.example" and
	.examiner == "badge 1234" and .legal == "W-2026-118" and
	.exhibit == "A1" and .alg == "sha256/rfc6962/ed25519" and .seq == 0 and
	.origin == "lab.example/2026-0417/A1"' "the genesis"
sound "a new case"
mandoc -Tascii -O width=78 "$top/cmd/fxevidence.5" |
	sed "s/.$(printf '\b')//g" |
	sed -n '/^     CREATE TABLE record/,/^$/s/^     //p' >ddl
rows case.evd "SELECT sql||';' FROM sqlite_schema ORDER BY rowid" |
	diff - ddl >out
is_empty out "its schema is the one in fxevidence(5)"
is "$(jq -r .schema genesis)" "$(sed 's/;$//' ddl | openssl sha256 -r |
	cut -d' ' -f1)" "of which the genesis holds the hash"
kept 4 "--init again" /dev/null fxrecord --init --case 1 --agency a \
	--examiner x --key lab.key case.evd
has .err "^fxrecord: case.evd: is there already\$" "it is told"

### A run.
stream 5 >five
run 0 "five findings" record <five
has .err 'run 1, seized.dd: complete: 5 findings, 0 errors, 0 limits' \
	"it is told"
has .err 'head lab.example/2026-0417/A1 9 [A-Za-z0-9+/]{43}=' "with its head"
sound "a run"
is "$(rows case.evd 'SELECT kind FROM record' | tr '\n' ' ')" \
	"genesis source run.begin finding finding finding finding finding run.end " \
	"the records"
last '.status == "complete" and .findings == {"card.pan": 5} and
	.bytes == 516 and .run == 1 and .src == 1' "the end of the run"
rows case.evd "SELECT body FROM record WHERE kind='finding'" >findings
json findings '.[0] | .mask == "453957******0004" and .class == "card.pan" and
	.attrs == {"scheme": "visa"} and
	(.commit | keys) == ["cvv", "expiry", "value"]' "a finding, masked"
sed -n 's/.*"value":"\([0-9]*\)".*/\1/p' five >pans
grep -aFf pans case.evd case.evd.ckpt >out
is_empty out "no number stands in the case in clear"
grep -aE '2027-12|"739"' case.evd >out
is_empty out "nor does what is private"
is "$(rows case.vault 'SELECT count(*) FROM opening')" 15 "the openings"
sh opening.sh | cut -c1-64 | uniq -c | tr -s ' ' >out
has out '^ 2 [0-9a-f]{64}$' "one opens its commitment, by age, python3 and openssl"
grep -aFf pans case.vault >out
is_empty out "nor does one stand in the vault"
grep -aE '2027-12|739' case.vault >out
is_empty out "nor what is private"
while read -r pan; do
	printf %s "$pan" | openssl sha256 -r
	echo "$pan" | openssl sha256 -r
	printf 'value\0%s' "$pan" | openssl sha256 -r
	printf 'value\0%s' "$pan" | openssl sha256 -r -mac HMAC -macopt \
		"hexkey:$(jq -r .key genesis)"
done <pans | cut -c1-64 >guesses
rows case.evd 'SELECT body FROM record' | grep -Ff guesses >out
is_empty out "no hash in a record tells a number that is guessed"
grep -oE '"value":"[0-9a-f]{64}"' findings | sort | uniq -d >out
is_empty out "no two commitments are the same"

### Streams that are not whole.
stream 3 cut.dd cut >cut.in
run 3 "a stream that breaks off" record <cut.in
has .err 'run 2: the stream of findings broke off' "it is told"
last '.status == "interrupted" and .findings == {"card.pan": 3} and
	(has("bytes") | not)' "and recorded"
{
	stream 3 bad.dd cut
	echo '{"type":"finding","kind":"card.pan"}'
	stream 1
} >bad
run 3 "a line that is no finding" record <bad
has .err "line 6: 'value' is missing" "the line is named"
last '.status == "interrupted" and .findings == {"card.pan": 3}' \
	"what came before it is recorded"
head -c 1000 five >half
run 3 "a line that is cut" record <half
has .err 'line 5: the line ends too early' "it is named"
stream 2 | sed 's/"card.pan":2/"card.pan":3/' >more.in
run 3 "an end line that announces more" record <more.in
has .err 'announces 3 of card.pan, 2 came' "it is told"
last '.status == "interrupted" and .findings == {"card.pan": 2}' \
	"and recorded as interrupted"
stream 2 | sed 's/"card.pan":2/"card.pan":1/' >fewer
run 3 "an end line that announces fewer" record <fewer
stream 2 | sed 's/"errors":0/"errors":1/' >errors
run 3 "an end line that announces another count of errors" record <errors
stream 2 stopped.dd interrupted >stopped
run 3 "a scan that was interrupted" record <stopped
last '.status == "interrupted" and .bytes == 216' "with what it tells"
stream 2 bad.dd failed >failed.in
run 3 "a scan that failed" record <failed.in
last '.status == "failed"' "is recorded as that"
{
	stream 2 one.dd cut
	stream 3 two.dd
} >unended
run 3 "a source line where an end line is due" record <unended
is "$(rows case.evd "SELECT body FROM record WHERE kind='run.end'" | tail -n 2 |
	jq -r .status | tr '\n' ' ')" "interrupted complete " "two runs"
(stream 1 && stream 2 b.dd && stream 0 c.dd) >three
run 0 "three sources" record <three
is "$(grep -c ': complete: ' .err)" 3 "three runs"
{
	stream 1
	echo '{"type":"limit","path":"0-ZIP-0","why":"ratio"}'
} >trailing
run 3 "a line behind the end line" record <trailing
has .err 'line 5: not a source line, behind an end line' "it is named"
stream 1 | sed '2d' >norun
run 0 "no run line" record <norun
{
	stream 1 | sed '$d'
	echo '{"type":"error","offset":7,"length":9,"why":"read error"}'
	echo '{"type":"limit","path":"0-ZIP-0","why":"ratio"}'
	stream 1 | sed -n '$s/"limits":0,"errors":0/"limits":1,"errors":1/p'
} >trouble
run 0 "errors and limits" record <trouble
has .err '1 finding, 1 error, 1 limit$' "are counted"
rows case.evd "SELECT body FROM record WHERE kind IN ('error','limit')
	ORDER BY seq DESC LIMIT 2" >body
json body '.[0].why == "ratio" and .[0].path == "0-ZIP-0" and
	.[1].off == 7 and .[1].len == 9' "and recorded"
sound "all of these"

### What is no stream of findings is not recorded.
: >empty
kept 4 "nothing" empty record
has .err 'no findings came on standard input' "it is told"
echo hello >text
kept 4 "a text" text record
sed 1d five >headless
kept 4 "findings without a source line" headless record
has .err 'line 1: not a source line' "it is told"
head -c 1100000 /dev/zero | tr '\0' a >long
kept 4 "a line without an end" long record
kept 4 "a folder" . record

### Names that hold a number.
stream 1 4539578763621486.dd >named
run 0 "a source whose name is a number" record --exhibit B2 <named
grep -aq 4539578763621486 case.evd
tap_say $((!$?)) "its name is masked"
rows case.evd "SELECT body FROM record WHERE kind IN ('source','run.begin')
	ORDER BY seq DESC LIMIT 2" >body
json body '.[0].argv == ["fxscan", "453957******1486.dd"] and
	.[1].name == "453957******1486.dd" and .[1].exhibit == "B2"' \
	"everywhere"

### Other keys, other files.
kept 4 "another key" five fxrecord --key other.key case.evd
has .err "signed by another key, $(cat print)" "the right one is told"
kept 4 "a public key" five fxrecord --key lab.pub case.evd
golden fxrecord-nokey 4 fxrecord --key none.key case.evd
golden fxrecord-none 4 fxrecord --key lab.key none.evd
golden fxrecord-text 4 fxrecord --key lab.key text
golden fxrecord-empty 4 fxrecord --key lab.key empty
golden fxrecord-folder 4 fxrecord --key lab.key .
sqlite3 db.evd 'CREATE TABLE a(b)'
golden fxrecord-database 4 fxrecord --key lab.key db.evd
golden fxrecord-usage 2 fxrecord
golden fxrecord-keyless 2 fxrecord case.evd
golden fxrecord-both 2 fxrecord --init --recover --key lab.key case.evd
golden fxrecord-uninit 2 fxrecord --case 1 --key lab.key case.evd
golden fxrecord-init 2 fxrecord --init --case 1 --key lab.key new.evd
golden fxrecord-space 2 fxrecord --init --case "1 2" --agency a \
	--examiner x --key lab.key new.evd
golden fxrecord-wait 2 fxrecord --wait x --key lab.key case.evd
golden fxrecord-closekey 2 fxrecord --close copy.evd --key lab.key case.evd
if [ -w /dev/full ]; then
	# shellcheck disable=SC2016 # the arguments are for the inner shell
	run 4 "--init whose words are lost" sh -c 'fxrecord --init --case 1 \
		--agency a --examiner x --key lab.key full.evd >/dev/full'
else
	skip "--init whose words are lost" "no /dev/full"
fi
(record <five; echo $? >rc) 2>&1 | true
is "$(cat rc)" 0 "nobody reads what it tells"

# A case must never become the descriptor that words go to, or come from.
if [ "$MODE" = memcheck ]; then # Valgrind ends where it cannot speak
	skip "a standard error that is closed" "not under Valgrind"
	skip "and standard output with it" "not under Valgrind"
else
	record <five 2>&-
	is $? 0 "a standard error that is closed"
	record <five >&- 2>&-
	is $? 0 "and standard output with it"
fi
kept 4 "a standard input that is closed" empty sh -c \
	'exec fxrecord --key lab.key case.evd <&-'
run 0 "the case after all that" fxrecord --recover --key lab.key case.evd
has .err 'nothing to mend' "is whole"
sound "closed descriptors"

### The closed copy.
sha256sum case.evd case.evd.ckpt case.vault >before
run 0 "--close" fxrecord --close copy.evd case.evd
sha256sum case.evd case.evd.ckpt case.vault | cmp -s - before
tap_say $? "the case is as it was"
is "$(stat -c %a copy.evd)" 444 "nobody writes to the copy"
cmp -s copy.evd.ckpt case.evd.ckpt
tap_say $? "it has the head"
for t in record checkpoint; do
	rows case.evd "SELECT * FROM $t" >a
	rows copy.evd "SELECT * FROM $t" | cmp -s - a
	tap_say $? "and each $t"
done
for act in '--recover' '--custody --from a --to b --what c --why d'; do
	# shellcheck disable=SC2086 # one word each
	run 4 "nobody writes to the copy: $act" fxrecord $act --key lab.key \
		copy.evd
	has .err '(a closed copy, which nobody may|denied)' "it is told"
done
cmp -s copy.evd.ckpt case.evd.ckpt
tap_say $? "and its head is as it was"
run 4 "--close to what is there" fxrecord --close copy.evd case.evd
has .err 'copy.evd is there already' "it is told"
run 4 "--close of no case" fxrecord --close copy2.evd text
[ ! -e copy2.evd ] && [ ! -e copy2.evd.new ] && [ ! -e copy2.evd.ckpt ]
tap_say $? "nothing is left"
run 0 "--recover of what is whole" fxrecord --recover --key lab.key case.evd
has .err 'nothing to mend' "it is told"
run 0 "-q" fxrecord --recover -q --key lab.key case.evd
is_empty .err "says nothing"
run 0 "-v" fxrecord --recover -v --key lab.key case.evd
has .err ': head lab.example/2026-0417/A1 [0-9]+ ' "tells the head"

### Vaults.
chmod 644 case.vault
run 0 "a vault that others can read" record <five
has .err 'case.vault can be read by others' "it is told"
chmod 600 case.vault
printf '\0\0\0\1' | dd of=case.vault bs=1 seek=60 conv=notrunc status=none
kept 4 "a vault of the form that was in clear" five record
has .err 'case.vault: a vault of version 1, which holds values in clear' \
	"it is told"
mv case.vault away.vault
kept 4 "a vault that is gone" five record
has .err 'case.evd: its vault is not there: put it back; if it is lost, fxrecord --recover --new-vault begins another one: case.vault$' \
	"it is told what to do"
kept 4 "--recover alone" five fxrecord --recover --key lab.key case.evd
fxkey new stranger >.out
kept 4 "a new vault, by a key that is not the case's" five fxrecord --recover \
	--new-vault --key stranger.key case.evd
[ ! -e case.vault ]
tap_say $? "none of these made one"
run 2 "--new-vault belongs to --recover" record --new-vault <five
run 0 "--recover --new-vault" fxrecord --recover --new-vault --key lab.key \
	case.evd
has .err 'case.vault was not there: a new one holds no earlier openings' \
	"it is told"
is "$(stat -c %a case.vault)" 600 "the new one is its owner's"
kept 4 "--new-vault where one is" five fxrecord --recover --new-vault \
	--key lab.key case.evd
has .err 'its vault is there, case.vault: no new one is wanted' "it is told"
run 0 "recording goes on with it" record <five

### A report on error rates.
start
printf '{"type":"errors","v":1,"kinds":[]}\n' >report.json
run 0 "a report on error rates" record --errors report.json <five
is "$(rows case.evd "SELECT json_extract(body, '\$.validation') FROM record
	WHERE json_extract(body, '\$.kind') = 'run.begin'")" \
	"$(sha256sum report.json | cut -d' ' -f1)" "its digest begins the run"
case_ok case.evd lab.pub
echo '{"type":"source","v":1}' >other.json
kept 4 "one that is none" five record --errors other.json
has .err 'other.json: no report of fxbench' "it is told"
kept 4 "one that is not there" five record --errors none.json
kept 2 "--errors without findings" five record --recover --errors report.json

### Copies that are older than what is known.
start
cp case.evd old.evd
record -q <five
cp old.evd case.evd
kept 4 "an older copy" five record
has .err 'not its newest copy' "it is told"

### A case that was changed.
start
record -q <five
sqlite3 case.evd "DROP TRIGGER record_noupdate; UPDATE record SET body=
	replace(body, '453957******0004', '453957******0005') WHERE seq=3;
	CREATE TRIGGER record_noupdate BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT,'record: append-only'); END"
kept 4 "a record that was changed" five record
has .err 'record 3 was changed' "it is told"
finish
