#!/bin/sh
# acquisition.t - the log of an acquisition, recorded and held against the image
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99
logs=$top/testdata/fuzz/acquisition # written by the tools, for this disk
{
	echo 'card: 4111111111111111 exp 12/27 cvv 123'
	yes fxkit
} | head -c 65536 >disk.raw

start() {
	rm -f case.evd case.evd.ckpt case.vault
	fxrecord --init --case 2026-0417 --agency lab.example \
		--examiner "badge 1234" --key lab.key case.evd >init 2>&1
}
# scan RC WORDS IMAGE HASHES [OPTION...]: a run is recorded, and what came of it.
scan() {
	rc=$1 words=$2 image=$3 hashes=$4
	shift 4
	fxscan --hash "$hashes" "$image" >lines 2>scan.err
	run "$rc" "$words" fxrecord --key lab.key "$@" case.evd <lines
}
# last KIND FILTER WORDS: the last record of that kind.
last() {
	sqlite3 -batch -readonly case.evd "SELECT body FROM record
		WHERE kind = '$1' ORDER BY seq DESC LIMIT 1" >body
	json body ".[0] | $2" "$3"
}
fxkey new lab >print
start

### What tools of others wrote.
# took LOG HASHES FILTER: it is read, and the disk is what it is of.
took() {
	scan 0 "$1" disk.raw "$2" --exhibit A1 --acquisition "$logs/$1"
	has .err ': run [0-9]* read the image that was acquired' "$1: told"
	last source "$3" "$1: recorded"
	last source ".acq.log == \"$(sha256sum "$logs/$1" | cut -d' ' -f1)\"" \
		"$1: with its own SHA-256"
	last run.end '.acquired == "match"' "$1: and what came of it"
}
took dc3dd.log sha256 '.acq | .format == "dc3dd" and .tool == "dc3dd 7.2.646"
	and .size == 65536 and (.digests | keys == ["md5", "sha1", "sha256"]) and
	.state == "completed" and .started == "2026-11-22 12:46:20 +0000"'
took dc3dd.hlog md5,sha1 '.acq | .format == "dc3dd" and has("size") == false'
took dcfldd.log sha256 '.acq | .format == "dcfldd" and has("tool") == false'
took ewfacquire.log sha1 '.acq | .format == "ewfacquire"'
took ewfacquire.out sha256 '.acq | .tool == "ewfacquire 20140813" and
	.ended == "Nov 22, 2026 12:46:20" and .state == "SUCCESS"'
took ewfacquirestream.out md5 '.acq | .case == "2026-0417" and
	.exhibit == "A1" and .examiner == "badge 1234"'
took ftkimager.txt md5,sha1 '.acq | .tool == "FTK Imager 4.5.0.3" and
	.exhibit == "A1" and .examiner == "José" and
	.started == "Fri Nov 20 12:28:20 2026"'
mkdir wide
{
	printf '\377\376'
	iconv -f UTF-8 -t UTF-16LE "$logs/ftkimager.txt"
} >wide/ftkimager.txt
logs=wide
took ftkimager.txt md5,sha1 '.acq | .format == "ftkimager" and
	.examiner == "José"'
logs=$top/testdata/fuzz/acquisition
took guymager.info sha256 '.acq | .tool == "guymager 0.8.13-2" and
	.size == 65536 and .ended == "2026-11-20 11:53:38" and
	.state == "Finished successfully" and .digests.md5[:4] == "7a1b"'
scan 0 "another exhibit's number" disk.raw md5 --exhibit B2 \
	--acquisition "$logs/ewfacquirestream.out"
has .err 'ewfacquirestream.out is of exhibit A1, not of B2$' "is told of"
case_ok case.evd lab.pub
run 0 "fxverify" fxverify --key lab.pub case.evd
has .out '10 of 10 runs read the image that was acquired' 'fxverify: all did'

### An image that is acquired now.
ewfacquire -u -q -t e -d sha1,sha256 -E A2 -l e.log disk.raw >e.out 2>&1
start
scan 0 "an E01 file and its log" e.E01 sha256 --acquisition e.log \
	--write-blocker "T35u 4539578763621486"
has .err 'acquired \(MD5, SHA-1, SHA-256 of the acquisition log\)$' \
	"fxscan makes the digests that the file has, too"
last source '.acq.blocker == "T35u 453957******1486"' \
	"no card number comes in by the write blocker"
scan 0 "the file alone" e.E01 sha256
has .err 'acquired \(MD5, SHA-1 of the image file\)$' "it has digests"
case_ok case.evd lab.pub

### A log of another image.
printf 'MD5 hash calculated over data:\t%032d\n' 0 >wrong.log
head -c 65000 disk.raw >other.raw
start
scan 3 "another image" other.raw md5,sha256 --acquisition "$logs/dc3dd.log"
has .err ': run 1 did not read the image that was acquired: the acquisition log states MD5 7a1bcb57932eb3f37a64856345ab1470, the bytes read have [0-9a-f]{32}$' \
	"what differs is told"
last run.end '.acquired == "mismatch"' "and recorded"
scan 3 "quietly" other.raw md5 -q --acquisition "$logs/dc3dd.log"
has .err 'did not read the image' "that is not left out"
scan 3 "no digest in common" disk.raw sha256 \
	--acquisition "$logs/ewfacquirestream.out"
has .err 'states MD5, the run has SHA-256; scan with --hash md5,sha1,sha256$' \
	"and what to do"
last run.end '.acquired == "uncompared"' "is recorded as that"
grep -v '^SHA256' "$logs/guymager.info" >md5.info
scan 3 "size alone" other.raw sha1 --acquisition md5.info
has .err 'states 65536 bytes, 65000 were read' "tells too"
fxscan --range 0-4096 disk.raw >lines
run 3 "a range" fxrecord --key lab.key --acquisition "$logs/dc3dd.log" \
	case.evd <lines
has .err 'the run has no digest of the whole' "has no digest to compare"
fxscan --hash md5 disk.raw other.raw >lines
run 3 "two sources" fxrecord --key lab.key --acquisition "$logs/dc3dd.log" \
	case.evd <lines
has .err 'source 7 has no acquisition log: the one given is recorded with source 6' \
	"one log is of one of them"
scan 3 "the log of another disk, beside an E01 file" e.E01 sha256 \
	--acquisition wrong.log
has .err 'source 8: the acquisition log states MD5 0{32}, the image file 7a1b' \
	"shows before the image is read"
case_ok case.evd lab.pub 3
run 3 "fxverify" fxverify --key lab.pub case.evd
has .out '^NOT PROVEN: run 1 did not read the image that was acquired: ' \
	"fxverify: the image is another"
has .out '^NOTE: run 3 could not be compared with the acquisition: ' \
	"fxverify: one was not compared"
has .out 'That what 4 of 8 runs found was on the exhibit: they read another' \
	"and says what follows"
has .out 'That 2 of 8 runs read the image that was acquired: they recorded no' \
	"and of those not compared"

### What is no log, and what is hostile.
# refused RC WORDS ARGUMENT...: and nothing is recorded.
refused() {
	sha256sum case.evd case.vault >before
	rc=$1 words=$2
	shift 2
	run "$rc" "$words" fxrecord --key lab.key "$@" case.evd <lines
	sha256sum case.evd case.vault | cmp -s - before
	tap_say $? "$words: the case is as it was"
}
refused 4 "an image" --acquisition disk.raw
has .err '^fxrecord: disk.raw: it is no acquisition log of a known tool$' "told"
refused 4 "no file" --acquisition none.log
refused 4 "a folder" --acquisition .
head -c 1048577 /dev/zero | tr '\0' '\n' >long.log
refused 4 "a log without end" --acquisition long.log
has .err 'long.log: longer than 1048576 bytes$' "told"
sed 's/hash calculated over data/x/; s/^MD5.*:/Total (md5):/' wrong.log |
	cat "$logs/dcfldd.log" - >two.log
refused 4 "two digests" --acquisition two.log
has .err 'two.log: line 5: it is another digest than before: md5$' "told"
refused 2 "a write blocker alone" --write-blocker x
refused 2 "a log to mend with" --recover --acquisition wrong.log
start
sed 's/badge 1234/4539578763621486 \x1b[2J\xe2\x80\xaePDF/' \
	"$logs/ewfacquirestream.out" >evil.log
scan 0 "a log with a card number and with what moves a cursor" disk.raw md5 \
	--acquisition evil.log
last source '.acq.examiner == "453957******1486 \u001b[2J\u202ePDF"' \
	"is masked, and else recorded as it is"
run 0 "fxverify bears it" fxverify --key lab.pub case.evd
grep -c "$(printf '\033')" .err .out >escapes
has escapes '^.err:0$' "nothing of it gets to the terminal"
finish
