#!/bin/sh
# threats.t - threats of fxevidence(5) that no other test shows: a clock that is
# set (T12), a program that is another (T28), text that is hostile (T30)
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

fresh() {
	rm -f case.evd* case.vault*
	fxrecord --init --case 1 --agency lab.example --examiner x \
		--key lab.key case.evd >.out 2>&1
}
begun() { # SQL that is true when the records so far are on disk
	sqlite3 -batch -readonly case.evd "$1" 2>&1
}
fxkey new lab >.out
sh "$top/tests/helper/stream.sh" 3 >whole
sed '$d' whole >begin
tail -n 1 whole >end

### T12: the wall clock is set while a run is recorded, and between two.
# step SECONDS: the clock is set during a run, and back again behind it.
step() {
	fresh
	echo 0 >clock
	rm -f pipe && mkfifo pipe
	./shim fxrecord -q --key lab.key case.evd <pipe 2>.err &
	exec 3>pipe
	cat begin >&3
	tries=200
	until [ "$(begun 'SELECT count(*) > 5 FROM record')" = 1 ] ||
		[ "$tries" -eq 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
	done
	echo "$1" >clock
	cat end >&3
	exec 3>&-
	wait $!
	is $? 0 "T12 the clock is set by $1 s: the run is recorded"
	echo 0 >clock
}
told() { # SECONDS: that this is said; whatever moments passed meanwhile
	has .out "^NOTE: between records 2 and 6 the clock went $1 s, the machine ran [0-9] s\$" \
		"T12 which the machine's own clock shows"
}
if ${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o clock.so \
	"$top/tests/helper/preload/clock.c" 2>.cc; then
	cat >shim <<-SHIM
		#!/bin/sh
		CLOCK=$tmp/clock LD_PRELOAD=$tmp/clock.so
		ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0
		export CLOCK LD_PRELOAD ASAN_OPTIONS
		exec "\$@"
	SHIM
	chmod +x shim
	step -3600
	run 0 "T12 it stays intact" fxverify --key lab.pub case.evd
	has .out '^NOTE: clock stepped back 3(600|59[0-9]) s at record 6$' \
		"T12 the step is told"
	told '-3(600|59[0-9])'
	step 86400
	run 0 "T12 a day ahead" fxverify --key lab.pub case.evd
	told '864[0-9][0-9]'
	fxrecord -q --key lab.key case.evd <whole
	run 0 "T12 and back, behind the run" fxverify --key lab.pub case.evd
	has .out '^NOTE: clock stepped back 86(400|39[0-9]) s at record 7$' \
		"T12 is told"
	has .out '^NOTE: between records 6 and 8 the clock went -86' \
		"T12 twice"
	has .out '^  Nobody else vouches for any time' \
		"T12 and nobody vouches for a clock"
else
	skip "T12 a clock that is set" "no compiler that makes libraries"
fi

### T28: which program it was stands in the record, by its hash.
{
	printf 'card 4111 1111 1111 1111 exp 12/27 cvv 123\n'
	head -c 4000 /dev/zero
} >seized.dd
(cd "$BIN" && sha256sum fxscan) >manifest
cp "$BIN/fxscan" trojan
printf 'x' >>trojan
fresh
fxscan --json seized.dd | fxrecord -q --key lab.key case.evd
./trojan --json seized.dd | fxrecord -q --key lab.key case.evd
sqlite3 -batch -readonly case.evd \
	"SELECT body FROM record WHERE kind='run.begin'" >runs
jq -r '.exe_sha256 + "  fxscan"' runs >tools
is "$(sed -n 1p tools)" "$(cat manifest)" "T28 the program is that of the manifest"
is "$(sed -n 2p tools)" "$(sha256sum <trojan | sed 's/-$/fxscan/')" \
	"T28 another one has its own hash"
[ "$(sed -n 2p tools)" != "$(cat manifest)" ]
tap_say $? "T28 which the manifest does not have"
for what in version build libs.libtsk libs.glibc options.carvers; do
	[ "$(jq -r ".$what | tostring | length > 2" runs | sort -u)" = true ]
	tap_say $? "T28 so have its $what"
done
run 0 "T28 what it found can be derived again" fxverify --key lab.pub \
	--image seized.dd --require key,image case.evd

### T30: what is found, and what files are called, is written by suspects.
esc=$(printf '\033') rlo=$(printf '\342\200\256')
evil="${esc}]0;x${esc}\\${esc}[2J<script>alert(1)</script>$rlo=cmd|' /C calc'!A1.dd"
harmless() { # WORDS FILE: nothing in it steers a terminal
	LC_ALL=C tr -d '\n\40-\176\200-\377' <"$2" >steers
	is_empty steers "T30 $1: nothing in it steers a terminal"
}
shown() { # WORDS FILE: nor is it shown in another order
	harmless "$@"
	grep -F "$rlo" "$2" >order
	is_empty order "T30 $1: it is shown in its order"
}
fxrecord --init --case 2 --agency lab.example --examiner "$evil" \
	--legal "$evil" --key lab.key evil.evd >said 2>&1
is $? 2 "T30 fxrecord takes no such name"
shown "fxrecord --init" said
fxrecord --init --case 2 --agency lab.example --examiner x --no-vault \
	--key lab.key evil.evd >said 2>&1
python3 -B "$top/tests/helper/oldwords.py" lab evil.evd examiner "$evil" \
	legal "$evil"
is $? 0 "T30 other writers do"
fxscan --table --name "$evil" - <seized.dd >said 2>&1
shown "fxscan --table" said
fxscan --json --name "$evil" - <seized.dd >lines
harmless "fxscan --json" lines
fxrecord --key lab.key evil.evd <lines >said 2>&1
is $? 0 "T30 it is recorded"
has said '(script|1 finding)' "T30 with its name"
shown "fxrecord" said
run 3 "T30 fxverify" fxverify -v evil.evd
shown "fxverify" .out
has .out 'examiner .*<script>alert' "T30 nothing of it is lost"
fxverify --json evil.evd >said
harmless "fxverify --json" said
json said 'length == 1 and .[0].status == 3' "T30 and it is JSON"
sqlite3 -batch -readonly evil.evd 'SELECT body FROM record' >said
harmless "the records themselves" said
case_ok evil.evd lab.pub
finish
