#!/bin/sh
# badinput.t - what bad input gets: words with the tool, the operand and the
# offset, the right status, and nothing lost of what was found or recorded
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$BIN:$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

ASAN_OPTIONS=${ASAN_OPTIONS-}

card='Card number: 4539578763621486 exp 09/28'
printf '%s\n' "$card" >good.dd
mkdir folder
: >empty
printf x >one
found() { # N WORDS: so many findings are in .out
	is "$(grep -c '^{"type":"finding"' .out)" "$1" "$2"
}

# Operands that are nothing, or not what they claim to be.
run 4 "a file that is not there" fxscan --json missing.dd
has .err '^fxscan: missing\.dd: .*No such file' "is named, with the reason"
is_empty .out "and gives no line"
run 3 "the next operand goes on" fxscan --json missing.dd good.dd
found 1 "and its finding is there"
run 0 "a directory without a file" fxscan --json folder
is_empty .out "has no source"
is_empty .err "and is no mistake"
run 0 "an empty file" fxscan --json empty
json .out '.[-1] | .status == "complete" and .bytes == 0 and .sha256 ==
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"' \
	"is a source of no bytes"
run 0 "a file of one byte" fxscan --json one
json .out '.[-1].bytes == 1' "is a source of one"
cp good.dd text.E01
run 4 "text named as an E01" fxscan --json text.E01
has .err '^fxscan: text\.E01: is named like an E01 image' "is told to be none"
run 0 "and --raw reads it" fxscan --json --raw text.E01
found 1 "for what it is"
for t in fxscan fxcat; do
	run 4 "$t of a qcow2 image" sh -c "qemu-img create -q -f qcow2 q.qcow2 1M &&
		$t q.qcow2 $([ $t = fxcat ] && echo 0)"
	has .err "^$t: q\\.qcow2: .*QEMU" "is refused in words"
done

# A disk with sectors that cannot be read.
python3 - <<'PY'
line = b"\nCard number: %s exp 09/28 cvv 417\n"
pans = (b"4539578763621486", b"5555555555554444", b"4111111111111111")
data = bytearray(8 << 20)
for at, pan in zip((1 << 20, 4 << 20, 7 << 20), pans):
    text = line % pan
    data[at:at + len(text)] = text
open("bad.dd", "wb").write(data)
PY
if ${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o badread.so \
	"$top/tests/helper/preload/badread.c" -ldl 2>.cc; then
	from=$((4194304 - 512)) to=$((4194304 + 1024))
	cat >shim <<-SHIM
		#!/bin/sh
		BADREAD=$tmp/bad.dd:$from:$to LD_PRELOAD=$tmp/badread.so
		ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
		export BADREAD LD_PRELOAD ASAN_OPTIONS
		exec "\$@"
	SHIM
	chmod +x shim
	run 3 "three unreadable sectors" ./shim fxscan --json bad.dd
	cp .out bad.jsonl
	has .err "^fxscan: bad\\.dd: .*offset $from" "are told with their offset"
	json .out "[.[] | select(.type == \"error\") | [.offset, .length]] ==
		[[$from, $((to - from))]]" "as one range, to the sector"
	found 2 "and what lies before and behind is found"
	json .out '.[-1] | .status == "complete" and .errors == 1 and
		.bytes == 8388608' "in a run that is complete but for that"
	fxkey new bad >.out 2>&1
	fxrecord --init --case 1 --agency lab.example --examiner e --key bad.key \
		bad.evd >.out 2>&1
	# shellcheck disable=SC2016
	run 0 "it is recorded" sh -c 'fxrecord --key bad.key bad.evd <bad.jsonl'
	is "$(sqlite3 bad.evd "SELECT count(*) FROM record WHERE kind='error'")" \
		1 "with the range that could not be read"
	case_ok bad.evd bad.pub
	cp bad.dd keep.dd
	run 3 "fxcat across it" ./shim fxcat bad.dd $((from - 16))+64
	has .err "^fxcat: bad\\.dd: .*offset $from" "tells so"
	is "$(wc -c <.out)" 64 "and keeps its length"
else
	skip "unreadable sectors" "no C compiler for the preloaded library"
fi

# Output that is lost.
run 4 "fxscan to a full disk" sh -c 'fxscan --json good.dd >/dev/full'
has .err '^fxscan: .*No space left' "says so"
run 4 "fxcat to a full disk" sh -c 'fxcat good.dd 0 >/dev/full'
has .err '^fxcat: .*No space left' "says so"
python3 -c "
for i in range(4000): print('$card')" >many.dd
# A reader that goes away: no signal, no endless run, and a word.
# shellcheck disable=SC2016 # the inner shell expands it
run 0 "fxscan into a closed pipe" bash -c 'set -o pipefail
	fxscan --json many.dd 2>pipe.err | head -n 1 >pipe.out
	echo ${PIPESTATUS[0]} >pipe.rc; true'
is "$(cat pipe.rc)" 4 "ends with 4"
has pipe.err '^fxscan: .*Broken pipe' "and says so"

# Cases.
fxkey new lab >.out 2>&1
fxscan --json good.dd >good.jsonl 2>.err
fxscan --json many.dd >many.jsonl 2>.err
start() { # CASE
	rm -f "$1".*
	fxrecord --init --case 1 --agency lab.example --examiner e --key lab.key \
		"$1.evd" >.out 2>.err || tell .err
}
count() { # CASE: how many findings are on record
	sqlite3 "$1" "SELECT count(*) FROM record WHERE kind='finding'"
}
intact() { # CASE WORDS
	case_ok "$1.evd" lab.pub
	run 0 "$2" fxverify --key lab.pub "$1.evd"
	has .out INTACT "INTACT"
}
cp good.dd text.evd
sqlite3 other.evd 'CREATE TABLE t(x); INSERT INTO t VALUES(1)'
cp text.evd text.keep
cp other.evd other.keep
for c in text other; do
	# shellcheck disable=SC2016
	run 4 "fxrecord to a file that is no case ($c)" sh -c \
		"fxrecord --key lab.key $c.evd <good.jsonl"
	has .err "^fxrecord: $c\\.evd: not a case file" "says so"
	cmp -s $c.evd $c.keep
	tap_say $? "and does not touch it"
	run 4 "fxverify of it" fxverify --key lab.pub $c.evd
	has .out "CANNOT CHECK: .*not an evidence file" "says so"
done
run 4 "fxverify of a missing case" fxverify --key lab.pub missing.evd
run 4 "fxrecord to a missing case" sh -c \
	'fxrecord --key lab.key missing.evd <good.jsonl'
has .err '^fxrecord: missing\.evd: ' "is named"
[ ! -e missing.evd ]
tap_say $? "and not made"

start text
run 4 "text where findings are expected" sh -c \
	'fxrecord --key lab.key text.evd <good.dd'
has .err '^fxrecord: .*line 1' "is told with its line"
intact text "and the case is as it was"
start cut
head -c $(($(wc -c <many.jsonl) / 2)) many.jsonl >cut.jsonl
run 3 "findings that break off" sh -c 'fxrecord --key lab.key cut.evd <cut.jsonl'
has .err '^fxrecord: .*(broke off|interrupted|ended)' "are told"
is "$(count cut.evd)" "$(head -n -1 cut.jsonl | grep -c '"type":"finding"')" \
	"and all that were whole are on record"
is "$(sqlite3 cut.evd "SELECT body FROM record WHERE kind='run.end'" |
	jq -r .status)" interrupted "in a run that is called interrupted"
intact cut "which the verifier takes as such"
has .out 'NOTE: run 1 was interrupted' "with a note"

# Interrupted by the user: fxscan ends in order, fxrecord keeps what came.
truncate -s 6G slow.dd
dd if=many.dd of=slow.dd conv=notrunc status=none
start int
mkfifo fifo
fxrecord --key lab.key int.evd <fifo >rec.out 2>rec.err &
rec=$!
env --default-signal=INT fxscan --json --progress none slow.dd >fifo \
	2>scan.err &
scan=$!
sleep 1
kill -INT $scan 2>.err
tap_say $? "fxscan is at work when SIGINT comes"
wait $scan
is $? 130 "it ends as by that signal"
wait $rec
is $? 3 "fxrecord ends with 3"
is "$(sqlite3 int.evd "SELECT body FROM record WHERE kind='run.end'" |
	jq -r .status)" interrupted "the run is on record as interrupted"
is "$(count int.evd)" "$(grep -c '"type":"finding"' many.jsonl)" \
	"and no finding is lost"
intact int "the case verifies"
rm slow.dd

# Two writers at once: one chain, and nothing of either lost.
start two
(fxrecord --key lab.key two.evd <many.jsonl >two.1 2>&1; echo $? >two.1rc) &
(fxrecord --key lab.key two.evd <many.jsonl >two.2 2>&1; echo $? >two.2rc) &
wait
ok=0
for i in 1 2; do
	case $(cat two.${i}rc) in
	0) ok=$((ok + 1)) ;;
	*)
		has two.$i '^fxrecord: two\.evd: ' "the writer refused is told"
		;;
	esac
done
[ $ok -ge 1 ]
tap_say $? "$ok of two writers at once did their work"
is "$(count two.evd)" "$((ok * $(grep -c '"type":"finding"' many.jsonl)))" \
	"and its findings are on record, once"
intact two "the case verifies"

# No room for the case: what was acknowledged stays.
mkdir small
if mount -t tmpfs -o size=1m none small 2>.err; then
	start small/case
	run 0 "record one finding on a small disk" sh -c \
		'fxrecord --key lab.key small/case.evd <good.jsonl'
	run 4 "record more than it holds" sh -c \
		'fxrecord --key lab.key small/case.evd <many.jsonl'
	has .err '^fxrecord: small/case\.evd: .*(full|space)' "says why"
	cp -r small kept
	umount small
	run 0 "with room again, the next start repairs" sh -c \
		'fxrecord --key lab.key kept/case.evd <good.jsonl'
	[ "$(count kept/case.evd)" -ge 2 ]
	tap_say $? "what was acknowledged is there"
	intact kept/case "the case verifies"
else
	skip "a full disk under a case" "mount is not permitted"
fi
finish
