#!/bin/sh
# fxdiff.t - two scans of one disk compared: the same for any number of threads,
# and what another choice of detectors makes.  Cases that no fxrecord wrote are
# compared in tests/e2e/diffs.t.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

golden fxdiff-none 2 "$BIN/fxdiff"
golden fxdiff-one 2 "$BIN/fxdiff" a.evd
golden fxdiff-onerun 2 "$BIN/fxdiff" --run 1 a.evd b.evd
golden fxdiff-run 2 "$BIN/fxdiff" --run 0 --run 1 a.evd
golden fxdiff-missing 4 "$BIN/fxdiff" missing.evd b.evd

# Cards as they are, packed, packed twice, and in files of a file system.
mkdir files && {
	for pan in 4111111111111111 5555555555554444 378282246310005; do
		echo "card $pan|12|28|123|Max Mustermann"
	done
	echo 'IBAN DE89370400440532013000'
} >files/cards.txt
{
	cat files/cards.txt
	gzip -c files/cards.txt
	gzip -c files/cards.txt | base64
	head -c 70000 /dev/zero
	(cd files && zip -q - cards.txt) | cat
} >a.bin
truncate -s 90112 a.bin
run 0 "a key" fxkey new lab
# case_of NAME OPTIONS...: a case of one scan; run calls it
# shellcheck disable=SC2317
case_of() {
	name=$1
	shift
	fxrecord --init --case "$name" --agency lab.example --examiner e \
		--exhibit A1 --key lab.key "$name.evd" &&
		fxscan --json "$@" a.bin | fxrecord --key lab.key "$name.evd"
}
run 0 "a scan" case_of a -j 1
run 0 "another" case_of b -j 4
run 0 "one without IBANs" case_of c -x iban
run 0 "one that finds more" case_of d --min 0
n=$(sqlite3 -readonly a.evd "SELECT count(*) FROM record WHERE kind='finding'")
[ "$n" -ge 12 ]
tap_say $? "$n findings"

run 0 "the same" fxdiff --key lab.pub a.evd b.evd
has .out "^$n the same, 0 differ, 0 only in the first, 0 only in the second\$" \
	"all of them"
is "$(tail -n 1 .out)" "same findings" "which is the last word"
is_empty .err "no message"
run 0 "told by nothing" fxdiff -q a.evd b.evd
is_empty .out "-q: no word"
run 0 "a case without a run" fxrecord --init --case e --agency lab.example \
	--examiner e --key lab.key e.evd
run 3 "and another: nothing is compared" fxdiff e.evd e.evd
has .err 'neither case has a run that can be compared' "that is said"
run 1 "T27 a class was left out" fxdiff a.evd c.evd
has .out '^carvers: "bank.iban" \| -$' "the options show why"
has .out '^<  +[0-9]+  bank.iban  DE\*+' "the findings are listed"
! grep -q '^[!>]' .out
tap_say $? "nothing else is"
is "$(tail -n 1 .out)" "different findings" "which is the last word"
run 1 "the other way round" fxdiff c.evd a.evd
has .out '^>  +[0-9]+  bank.iban  ' "the marks are turned"
run 1 "-q: they differ" fxdiff -q a.evd c.evd
is_empty .out "-q: no word"
fxdiff a.evd d.evd >out
rc=$?
[ $rc -eq 0 ] || [ $rc -eq 1 ]
tap_say $? "with possible ones: exit $rc"
! grep -q '^[!<]' out
tap_say $? "has all that the other has"

run 0 "a second run in one case" sh -c \
	'fxscan --json a.bin | fxrecord --key lab.key c.evd'
run 0 "is the one that is compared" fxdiff a.evd c.evd
has .out '^c.evd: run 1: a later run over the same source is compared$' \
	"which is told"
run 1 "two runs of one case" fxdiff --run 1 --run 2 c.evd
has .out '^>  +[0-9]+  bank.iban  ' "differ in what was left out"
run 1 "as JSON" fxdiff --json --run 1 --run 2 c.evd
json .out '(.[0] | .type == "pair" and .first.run == 1 and .second.run == 2 and
	.first.begin.tool == "fxscan" and .first.end.status == "complete") and
	(map(select(.type == "told") | .name) == ["carvers"]) and
	(map(select(.type == "only")) | length > 0 and
	all(.second.value.class == "bank.iban" and .first.value == null)) and
	(.[-1] | .type == "result" and .status == 1 and .pairs == 1)' \
	"line by line"
run 4 "output that is lost" sh -c 'fxdiff a.evd b.evd >/dev/full'
finish
