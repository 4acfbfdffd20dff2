#!/bin/sh
# record_crash.t - T20: a case that is being written survives kill -9 at any
# moment and a write that fails at any place: it opens, its chain holds, the next
# start mends it and says so, and nothing that was acknowledged is lost
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
# What is tried here is the order of writes, not the disk: memory serves.
[ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
# Leaks can't be looked for under a tracer.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
cd "$tmp" || exit 99

stream() { # N [NAME [END]]
	"$top/tests/helper/stream.sh" "$@"
}
record() { # [OPTION...]: standard input into case.evd
	fxrecord --key lab.key "$@" case.evd
}
rows() { # SQL: what the case says; v is its vault
	sqlite3 -batch -readonly case.evd "ATTACH 'case.vault' AS v; $1"
}
# One process for all its runs; what it asks is on 8, its answers on 9.
mkfifo ask answer
python3 "$top/tests/helper/again.py" "$top/tests/independent/verify.py" \
	<ask >answer 8>&- 9>&- &
exec 8>ask 9<answer
# independent: verify.py finds the case in order; else says what not.
independent() {
	printf 'case.evd\tlab.pub\n' >&8
	: >independent
	while IFS= read -r line <&9; do
		case $line in
		'= 0') return ;;
		'= '*) break ;;
		esac
		printf '%s\n' "$line" >>independent
	done
	echo "verify.py: ${line:-no answer}"
	cat independent
}
# mended: the case opens, and has all that it must have; else says what not.
mended() {
	record --recover >recover 2>&1 || {
		echo "--recover ends with $?"
		cat recover
		return
	}
	[ ! -e case.evd-journal ] || echo "a journal is left"
	fxverify -q --key lab.pub case.evd || echo "fxverify ends with $?"
	independent
	rows "SELECT 'the database: '||integrity_check
			FROM pragma_integrity_check WHERE integrity_check<>'ok';
		SELECT 'finding '||seq||' lacks openings' FROM record r
			WHERE kind='finding' AND 3 <> (SELECT count(*) FROM
			v.opening o WHERE o.seq=r.seq AND o.leaf=r.leaf);
		SELECT 'opening '||seq||' lacks its record' FROM v.opening o
			WHERE NOT EXISTS (SELECT 1 FROM record r
			WHERE r.seq=o.seq AND r.leaf=o.leaf);
		SELECT n||' runs have no end' FROM (SELECT
			sum((kind='run.begin')-(kind='run.end')) n FROM record)
			WHERE n<>0;
		SELECT 'the tail is not signed' WHERE
			(SELECT count(*) FROM record) <>
			(SELECT max(size) FROM checkpoint);
		SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1" >told
	head -n 5 told | cmp -s - case.evd.ckpt || cat told
	# With what it must have as a minimum, which the head above covers.
	[ "$(sed -n 2p case.evd.ckpt)" -ge "${size-1}" ] ||
		echo "records are lost"
}
# chain: the chain holds, as fxevidence(5) checks it; else says where not.
chain() {
	want=$(printf %064d 0)
	sqlite3 -batch -readonly case.evd \
		'SELECT lower(hex(leaf)), body FROM record ORDER BY seq' |
		while IFS='|' read -r leaf body; do
			got=$( (printf '\0'; printf %s "$body") |
				openssl sha256 -r)
			prev=${body##*',"prev":"'}
			[ "${got%% *}" = "$leaf" ] || echo "changed: $body"
			[ "${prev%%'"'*}" = "$want" ] || echo "moved: $body"
			want=$leaf
		done
}
fresh() {
	rm -f case.evd* case.vault*
	fxrecord --init --case 1 --agency lab.example --examiner x \
		--key lab.key case.evd >/dev/null 2>&1
}
fxkey new lab >/dev/null

### kill -9 at random moments of a long stream, whole runs in between.
fresh
stream 8000 >long
stream 2 >short
hits=0 whole=0 i=0
: >found
while [ "$i" -lt 25 ]; do
	i=$((i + 1))
	fxrecord --key lab.key case.evd <long >/dev/null 2>&1 &
	n=$(od -An -N2 -tu2 /dev/urandom)
	sleep "$(printf '0.%03d' $((n % 200)))"
	kill -9 $! 2>/dev/null && hits=$((hits + 1))
	wait $! 2>/dev/null
	mended >>found
	if [ $((i % 5)) -eq 0 ] && record -q <short 2>>found; then
		whole=$((whole + 1))
	fi
done
is_empty found "the case is whole after each of $hits kills"
[ "$hits" -ge 20 ]
tap_say $? "most of them met a writer"
is "$(rows "SELECT count(*) FROM record WHERE kind='run.end' AND
	instr(body, '\"findings\":{\"card.pan\":2}') > 0")" "$whole" \
	"runs that were acknowledged are there"
fresh
mkfifo slow
fxrecord --key lab.key case.evd <slow >/dev/null 2>&1 &
exec 3>slow
stream 30 cut.dd cut >&3
until [ "$(rows 'SELECT count(*) FROM record' 2>/dev/null || echo 0)" -gt 30 ]; do
	sleep 0.1
done
kill -9 $!
wait $! 2>/dev/null
exec 3>&-
run 0 "the next start after a kill" record <short
has .err 'run 1 was not ended: it now is, as interrupted' "ends the run"
has .err 'records 1 to [0-9]* were not signed: they are whole, and now are' \
	"signs the tail"
has .err 'run 2, seized.dd: complete: 2 findings' "and goes on"

### Every place where something is written, one after the other.
case $MODE in
release | debug | asan) ;;
*) no="not in this mode" ;;
esac
strace -o trace true 2>/dev/null || no="no strace, or it may not trace"
calls='write pwrite64 fdatasync fsync ftruncate unlink rename renameat2 fchmod'
many=9 # of the calls that are many, one in so many is tried
[ -z "${NIGHT-}" ] || many=1

# each WORDS WHAT SETUP CHECK CMD...: for each call that writes and each time it
# is made: SETUP; CMD, with WHAT done to the call; and CHECK, which says what is
# wrong and may look at $rc.
each() {
	words=$1 what=$2 setup=$3 check=$4
	shift 4
	if [ -n "${no-}" ]; then
		skip "$words" "$no"
		return
	fi
	places=0
	: >found
	for call in $calls; do
		at=1 step=1
		if [ "$call" = pwrite64 ]; then
			step=$many
			at=$((1 + $(od -An -N1 -tu1 /dev/urandom) % many))
		fi
		while :; do
			$setup
			strace -f -qq -o trace -e "trace=$call" \
				-e "inject=$call:$what:when=$at" \
				"$@" <short >out 2>err
			rc=$?
			grep -qE 'INJECTED|SIGKILL' trace || break
			$check >say 2>&1
			sed "s/^/$call $at: /" say >>found
			places=$((places + 1))
			at=$((at + step))
		done
	done
	is_empty found "$words, at $places places"
	[ "$places" -ge 20 ]
	tap_say $? "$words: there are such places"
}
base() {
	rm -f case.evd* case.vault*
	cp -p base/* .
}
none() {
	rm -f case.evd* case.vault*
}
init='fxrecord --init --case 1 --agency lab.example --examiner x --key lab.key'
fresh
record -q <short
mkdir base
cp -p case.evd case.evd.ckpt case.vault base
size=$(rows 'SELECT count(*) FROM record')

killed() {
	[ "$rc" -ge 128 ] || echo "it ends with $rc"
	mended
}
each "killed" signal=KILL base killed fxrecord -q --key lab.key case.evd
[ -n "${no-}" ] || {
	chain >found
	is_empty found "the chain holds, by sh, sqlite3 and openssl"
}
failed() {
	# The last call may be one that need not succeed, and then all is well.
	if [ "$rc" -eq 0 ]; then
		[ ! -s err ] || cat err
		[ "$(sed -n 2p case.evd.ckpt)" -gt "$size" ] ||
			echo "it ends with 0, and the head is not there"
	elif [ "$rc" -ne 4 ] || [ ! -s err ]; then
		echo "it ends with $rc"
	fi
	mended
}
for e in ENOSPC EIO; do
	each "$e" "error=$e" base failed fxrecord -q --key lab.key case.evd
done

### A case that is begun is there as a whole, or not at all.
begun() {
	if [ -e case.evd ]; then
		mended
	elif ! $init case.evd >out 2>&1; then
		echo "it cannot be begun again"
		cat out
	fi
}
size=1
# shellcheck disable=SC2086 # words of a command
each "killed while a case is begun" signal=KILL none begun $init case.evd

### A disk that is full, and a folder that cannot be written.
stream 30000 >long
mkdir small
if mount -t tmpfs -o size=14m tmpfs small 2>/dev/null; then
	fresh
	mv case.evd case.evd.ckpt case.vault small
	run 4 "a full disk" fxrecord --key lab.key small/case.evd <long
	has .err 'small/case.evd: the disk is full' "it is told"
	has .err 'records are on disk; the next start mends' \
		"with what is safe"
	rm -f case.evd* case.vault*
	cp -p small/case.* .
	umount small
	mended >found
	is_empty found "what was recorded before is whole"
	[ "$(rows 'SELECT count(*) FROM record')" -gt 2 ]
	tap_say $? "and it is not nothing"
else
	skip "a full disk" "a tmpfs cannot be mounted"
fi
fresh
# shellcheck disable=SC2016 # the arguments are for the inner shell
run 4 "a file that may not grow" sh -c 'trap "" XFSZ; ulimit -f 2000
	exec fxrecord --key lab.key case.evd' <long
mended >found
is_empty found "what was recorded before is whole"
base
mkdir locked
mv case.evd case.evd.ckpt case.vault locked
chmod 555 locked
as=
[ "$(id -u)" -ne 0 ] || as='setpriv --reuid=65534 --clear-groups'
chmod 755 .
chmod 644 lab.key
if $as test -x "$BIN/fxrecord" -a -r "$tmp/lab.key" 2>/dev/null; then
	chmod 666 locked/*
	# shellcheck disable=SC2086 # words of a command, or none
	run 4 "a folder that cannot be written" $as fxrecord --key lab.key \
		locked/case.evd <short
	has .err 'locked/case' "it is told"
	chmod 755 locked
	mv locked/* .
	mended >found
	is_empty found "and the case is whole"
else
	skip "a folder that cannot be written" "nobody may run the tools"
fi
finish
