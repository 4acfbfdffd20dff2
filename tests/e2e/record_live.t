#!/bin/sh
# record_live.t - a case while it is written: slow scans, signals, others who
# write to it or read it at the same time
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

stream() { # N [NAME [END]]
	"$top/tests/helper/stream.sh" "$@"
}
rows() { # SQL: what the case says
	sqlite3 -batch -readonly case.evd ".timeout 10000" "$1"
}
fresh() {
	# A pipe that an earlier writer still holds may still hold its lines.
	rm -f case.evd case.evd.ckpt case.vault pipe
	mkfifo pipe
	fxrecord --init --case 1 --agency lab.example --examiner x \
		--key lab.key case.evd >/dev/null 2>&1
}
# await SECONDS CMD...: until CMD succeeds, but no longer.
await() {
	tries=$(($1 * 10))
	shift
	until "$@" 2>/dev/null; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}
count() {
	rows 'SELECT count(*) FROM record'
}
came() { # N: N records came since begin
	[ "$(count)" -ge $((before + $1)) ]
}
# begin: fxrecord reads from the pipe that is open as 3.
begin() {
	before=$(count)
	fxrecord --key lab.key case.evd <pipe >out 2>err &
	pid=$!
	exec 3>pipe
}
status() { # of the last run
	rows "SELECT body FROM record WHERE kind='run.end' ORDER BY seq DESC
		LIMIT 1" | jq -r .status
}
fxkey new lab >/dev/null
stream 3 seized.dd cut >cut.in
stream 3 | tail -n 1 >end.in

### What a slow scan finds is on disk before it goes on.
fresh
begin
cat cut.in >&3
await 20 came 5
tap_say $? "findings are on disk while the scan goes on"
printf '%s' '{"type":"finding","kind":"card.pan","value":"45395700' >&3
sleep 2
printf '%s\n' '00000004","offset":1,"length":16,"path":"1","encoding":"ascii","score":31,"why":[]}' >&3
await 20 came 6
tap_say $? "so is one whose line came in two pieces"
sed 's/"card.pan":3/"card.pan":4/' end.in >&3
exec 3>&-
wait "$pid"
is $? 0 "and the run is complete"
is "$(status)" complete "and says so"

### Signals.
for sig in INT TERM HUP; do
	begin
	cat cut.in >&3
	await 20 came 5
	kill -s "$sig" "$pid"
	wait "$pid"
	is $? 3 "SIG$sig: a scan that says nothing more"
	exec 3>&-
	is "$(status)" interrupted "SIG$sig: is interrupted"
	has err 'stopped by a signal' "SIG$sig: it is told"
	is "$(sed -n 2p case.evd.ckpt)" "$(count)" \
		"SIG$sig: and all is signed"
done
begin
cat cut.in >&3
await 20 came 5
kill -s INT "$pid"
sleep 1
sed 's/complete/interrupted/' end.in >&3
exec 3>&-
wait "$pid"
is $? 3 "SIGINT: a scan that ends in good order"
is "$(rows "SELECT body FROM record WHERE kind='run.end' ORDER BY seq DESC
	LIMIT 1" | jq -r '.status + " " + (.bytes | tostring)')" \
	"interrupted 316" "SIGINT: its end line is recorded"
begin
cat cut.in >&3
await 20 came 5
# Two that come before it is given the processor are one.
for _ in 1 2 3; do
	kill -s INT "$pid"
	sleep 0.5
done
wait "$pid"
is $? 130 "a second SIGINT ends it at once"
exec 3>&-
run 0 "and the next start" fxrecord --recover --key lab.key case.evd
has .err 'was not ended|nothing to mend' "mends what it left"
begin
(
	cat cut.in
	while echo '{"type":"limit","path":"0-ZIP-0","why":"ratio"}'; do
		sleep 0.1
	done
) >&3 2>/dev/null &
feeder=$!
exec 3>&-
await 20 came 5
kill -s INT "$pid"
wait "$pid"
is $? 3 "SIGINT: a scan that does not stop is not followed for ever"
kill "$feeder" 2>/dev/null
wait "$feeder" 2>/dev/null

### Two writers: one chain, or a sentence.
fresh
begin
cat cut.in >&3
await 20 came 5
stream 1 >one
run 4 "a second writer" fxrecord --wait 0 --key lab.key case.evd <one
has .err 'case.evd: another fxrecord is writing' "is told"
run 4 "a copy of what is being written" fxrecord --close copy.evd case.evd
has .err 'another fxrecord is writing' "is told, too"
fxrecord --wait 60 --key lab.key case.evd <one >/dev/null 2>&1 3>&- &
second=$!
sleep 0.5
cat end.in >&3
exec 3>&-
wait "$pid"
is $? 0 "the first one ends"
wait "$second"
is $? 0 "and the second, which waited, goes on"
is "$(rows "SELECT count(*) FROM record WHERE kind='run.end' AND
	instr(body,'complete') > 0")" 2 "both are whole"
fresh
stream 1000 >thousand
pids=
for i in 1 2 3 4 5 6 7 8; do
	fxrecord -q --wait 300 --key lab.key case.evd <thousand &
	pids="$pids $!"
done
bad=0
for i in $pids; do
	wait "$i" || bad=$((bad + 1))
done
is "$bad" 0 "T21 eight writers at once"
is "$(rows "SELECT count(*)||' '||max(seq)||' '||sum(kind='finding') FROM record")" \
	"8025 8024 8000" "T21 make one chain of all that they had"
run 0 "which is whole" fxrecord --recover --key lab.key case.evd

### Somebody reads while it is written, and for longer than a moment.
mkfifo hold
(
	echo 'BEGIN; SELECT count(*) FROM record;'
	echo '.system touch held'
	cat hold
) | sqlite3 case.evd >/dev/null &
reader=$!
await 20 test -e held
begin
cat cut.in >&3
await 20 grep -q 'waiting for another' err
echo 'COMMIT;' >hold
wait "$reader"
cat end.in >&3
exec 3>&-
wait "$pid"
is $? 0 "a reader makes it wait, not fail"
has err 'waiting for another program that reads the case' "it is told"
is "$(status)" complete "and the run is whole"
case_ok case.evd lab.pub
finish
