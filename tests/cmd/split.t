#!/bin/sh
# fxbatch --split: large images in ranges, whose lines are those of a scan of
# the whole, byte for byte, whatever breaks off and however often.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export MTOOLS_SKIP_CHECK=1
PATH=$PATH:/usr/sbin:/sbin
batch=$BIN/fxbatch
here=$top/tests/e2e
cd "$tmp" || exit 99
for c in python3 mkfs.fat mcopy mdel mke2fs debugfs jq; do
	command -v $c >/dev/null || skip_all "no $c"
done
"$BIN/fxkey" new lab >/dev/null 2>&1
set -- --case B-1 --agency lab.example --examiner 'badge 1' --no-vault --min 0
mkdir img

# Cards that end, begin and lie across the borders of ranges; a column of them,
# each with the next as its neighbour; a member of gzip that goes on for three
# ranges; one in it that crosses where it did not in the file.
python3 - "$here" <<'END'
import gzip, random, sys, zlib
sys.path.insert(0, sys.argv[1])
MIB = 1 << 20
rnd = random.Random(7)
card = b'4539578763621486'
out = bytearray(b'.' * (4 * MIB + 9000))
for border in (MIB,):
    for at in (border - 4000, border - 16, border - 7, border, border + 30):
        if all(c == 46 for c in out[at - 1:at + 17]):
            out[at:at + 16] = card
column = b''.join(b'%s\n' % c for c in [card, b'5425233430109903'] * 300)
out[4 * MIB - 5000:4 * MIB - 5000 + len(column)] = column
text = bytearray(rnd.choice(b'abcdefgh \n') for _ in range(4 * MIB))
for at in range(1000, len(text) - 100, 400000):
    text[at:at + 26] = b' 4556737586899855 12/27  '+ b'\n'
packed = gzip.compress(bytes(text), 1, mtime=0)
at = MIB + 20000
assert 2 * MIB < at + MIB < at + len(packed) < 4 * MIB - 9000, len(packed)
out[at:at + len(packed)] = packed
wide = 'Kartennummer 4916338506082832'.encode('utf-16-le')
out[MIB - 6031:MIB - 6031 + len(wide)] = wide
open('img/raw.raw', 'wb').write(out)
END
# FAT, with files in fragments, numbers and members across the seams.
python3 "$here/pieces.py" fill fill 60 2048
python3 "$here/pieces.py" files fat 2048
truncate -s 2200K img/fat.raw
mkfs.fat -F 12 -s 4 --invariant img/fat.raw >/dev/null
mcopy -i img/fat.raw fill/f* ::/
for i in fill/f??[13579]; do mdel -i img/fat.raw "::/${i#fill/}"; done
mcopy -i img/fat.raw fat/across.txt fat/packed.gz ::/
if [ -n "${NIGHT-}" ]; then
	python3 "$here/pieces.py" fill many 60 4096
	python3 "$here/pieces.py" files ext 4096
	truncate -s 2200K img/ext.raw
	mke2fs -q -t ext4 -b 4096 -d many img/ext.raw >>cmd.log 2>&1
	(for i in many/f??[13579]; do echo "rm ${i#many/}"; done
		echo "write ext/across.txt across.txt"
		echo "write ext/packed.gz packed.gz"
		echo "write ext/hole.txt hole.txt") >cmd
	debugfs -w -f cmd img/ext.raw >/dev/null 2>&1
	# Every decoder, in files of every state, of all file systems.
	mkdir cells && python3 "$here/cells.py" make "$tmp/cells" >>cmd.log 2>&1
	mv cells/*.img img/
fi
# E01 with chunks that are damaged on both sides of a border, and behind it.
if command -v ewfacquirestream >/dev/null; then
	head -c 3000000 img/raw.raw | ewfacquirestream -q -c none -f encase6 \
		-t img/bad >log 2>&1
	head -c 100000 /dev/zero | dd of=img/bad.E01 bs=1 seek=1010000 \
		conv=notrunc 2>>log
	printf 'XXXX' | dd of=img/bad.E01 bs=1 seek=2500000 conv=notrunc 2>>log
else
	skip "an E01" "no ewfacquirestream"
fi
printf 'small, with 4539 5787 6362 1486' >img/small.raw

# What was said of an exhibit, and of which the digest of its lines is.
said() { # FOLDER EXHIBIT
	unit=$(jq -r --arg e "$2" -n '[inputs] | (.[] |
		select(.type == "image" and .exhibit == $e).image) as $i |
		[.[] | select(.type == "unit" and .image == $i).unit] | max' \
		"$1/plan")
	jq -c '[.bytes,.sha256,.lines,.findings,.errors,.limits]' \
		"$1/units/$unit.done"
}
same() { # FOLDER WORDS: its cases are those of the images as a whole
	for f in img/*; do
		e=${f##*/} e=${e%.*}
		said whole "$e" >a.said 2>&1
		said "$1" "$e" >b.said 2>&1
		cmp -s a.said b.said || cat a.said b.said
		"$BIN/fxdiff" -q "whole/$e.evd" "$1/$e.evd" ||
			echo "$e: fxdiff"
	done >found 2>&1
	is_empty found "$2"
}
units() { # FOLDER ACT: their numbers
	jq -r --arg a "$2" 'select(.type == "unit" and .act == $a).unit' \
		"$1/plan"
}

has_bad=0
[ ! -e img/bad.E01 ] || has_bad=3
run $has_bad 'as a whole' "$batch" run -q "$@" --key lab.key -o whole img
for s in 1M ${NIGHT:+2M 3145728}; do
	run $has_bad "in ranges of $s" "$batch" run -q "$@" --split "$s" -j 3 \
		--key lab.key -o "r$s" img
	same "r$s" "ranges of $s: the same lines, byte for byte"
done
[ -n "${NIGHT-}" ] || is "$(units r1M range | wc -l)" "$((5 + 3 + has_bad))" \
	'ranges of 1M: what is smaller is one unit, and all else is in ranges'
is "$(find r1M/units -mindepth 1 -type d | wc -l)" 0 'nothing lies about'
jq -e '.errors >= 2' whole/units/1.done >/dev/null || [ $has_bad = 0 ]
tap_say $? 'the damage shows'
case_ok "$tmp/r1M/raw.evd" "$tmp/lab.pub"
case_ok "$tmp/r1M/batch.evd" "$tmp/lab.pub" $has_bad
run 0 'and verifies with its image' "$BIN/fxverify" -q --key lab.pub \
	--image img/raw.raw r1M/raw.evd
sqlite3 -readonly r1M/raw.evd "SELECT body FROM record WHERE
	kind = 'run.begin'" >begin
sum=$(tail -n 1 r1M/plan | jq -r .sha256)
has begin "5 ranges of 1048576 bytes, joined by fxbatch: plan $sum" \
	'its run tells how it was done'
is "$(grep -c -e --range begin)" 0 'and names no range'
sqlite3 -readonly r1M/batch.evd "SELECT body FROM record WHERE
	kind = 'batch'" >begin
json begin '.[0].split == 1048576' 'so does the parent case'

# By numbers, in any order; what is not yet whole is not joined.
mkdir one && head -c 2200000 img/raw.raw >cut.raw && cp cut.raw one/raw.raw
run 0 'a plan' "$batch" plan -q "$@" --split 1M -o w one
run 0 'the units' "$batch" status --waiting w
is "$(cat .out)" 1-4 'that can be begun'
run 0 'one that joins, too early' "$batch" work --units 5 --key lab.key w
run 0 'two, and that' "$batch" work -q --units 5,2-3 --key lab.key w
run 3 'a merge names those that lack' "$batch" merge --key lab.key w
is "$(grep -c 'no result' .err)" 3 'two, and what joins them'
is "$(cat w/units/*/kept | strings -n 10 | grep -c 4539578763621486)" 0 \
	'values do not lie there in clear'
[ "$(cat w/units/*/kept | wc -c)" -gt 4000 ]
tap_say $? 'but sealed'
run 0 'a merge joins' sh -c "'$batch' work -q --units 1,4 --key lab.key w &&
	'$batch' merge -q --key lab.key w"
"$BIN/fxscan" --min 0 one/raw.raw >cut.lines
grep -v '^{"type":"\(source\|run\|end\)"' cut.lines | sha256sum >sum
json w/units/5.done ".[0].lines == \"$(cut -d ' ' -f 1 sum)\"" \
	'and its lines are those of the scanner'
is "$(find w/units -name '*.claim' | wc -l)" 5 'and nothing was done twice'

# Everything is killed, again and again; what is done stays so.
done_of() {
	find k/units -maxdepth 1 -name '*.done' | wc -l
}
mkdir some && cp img/raw.raw img/small.raw some/
[ -z "${NIGHT-}" ] || cp img/* some/
"$batch" plan -q "$@" --split 1M -o k some >.out
for k in 1 2; do
	setsid "$batch" run -q -j 1 --key lab.key -o k 2>>log.k &
	pid=$!
	spin=0
	while [ "$(done_of)" -lt $((k * 3)) ] && [ $spin -lt 600 ]; do
		sleep 0.02
		spin=$((spin + 1))
	done
	kill -9 "$pid"
	wait "$pid" 2>/dev/null
	for f in k/units/*.done; do
		printf '%s %s\n' "$f" "$(stat -c %i "$f")"
	done >kept
done
[ "$(wc -l <kept)" -ge 6 ] && [ "$(done_of)" -lt "$(jq -r \
	'select(.type == "end").units' k/plan)" ]
tap_say $? 'twice everything was killed in the middle'
: >k/.0123456789abcdef
run 0 'it goes on' "$batch" run -q --key lab.key -o k
said whole raw >a.said
said k raw | cmp -s - a.said
tap_say $? 'the same lines'
while read -r f inode; do
	[ "$(stat -c %i "$f")" = "$inode" ] || echo "$f"
done <kept >found
is_empty found 'no range was done again'
is "$(find k -links +1 -type f | wc -l)" 0 'no file has two names'
is "$(find k -name '.*' -type f | wc -l)" 0 'no half file is left'

# An image that is written to between its ranges.
for how in bytes-not-time time; do
	rm -rf c
	cp cut.raw one/raw.raw
	touch -d 2026-01-01 one/raw.raw
	"$batch" plan -q "$@" --split 1M -o c one >.out
	"$batch" work -q --units 1-2 --key lab.key c
	case $how in bytes*) printf 5 | dd of=one/raw.raw bs=1 seek=2150000 \
		conv=notrunc 2>/dev/null ;; esac
	case $how in
	*-time) touch -d 2026-01-01 one/raw.raw ;;
	time) touch one/raw.raw ;;
	esac
	run 3 "an image that is changed: $how" "$batch" run -q --key lab.key -o c
	[ ! -e c/raw.evd ]
	tap_say $? "$how: there is no case of it"
	sqlite3 -readonly c/batch.evd "SELECT body FROM record WHERE
		kind = 'child'" >child
	json child '.[0] | .status == "failed" and .why == "changed"' \
		"$how: that is on file"
	is "$(find c/units -mindepth 2 -name kept)" c/units/1.1/kept \
		"$how: what ranges found, which nobody can join, is gone"
	run 3 "$how: asked again" "$batch" run -q --key lab.key -o c
	has .err 'were not the same when|was written to between' \
		"$how: it says the same"
done
has child 'was written to between the reading' 'and which way'
# The second file of a set, and its time is set back: behind a range that is
# done, before all of it is read.
rm -rf c set && mkdir set
head -c 1048576 cut.raw >set/p.001
tail -c +1048577 cut.raw >set/p.002
"$batch" plan -q "$@" --split 1M -o c set >.out
"$batch" work -q --units 2 --key lab.key c
cp -p set/p.002 kept.002
printf 5 | dd of=set/p.002 bs=1 seek=1100000 conv=notrunc 2>/dev/null
touch -r kept.002 set/p.002
run 3 'a set that is changed' "$batch" run -q --key lab.key -o c
sqlite3 -readonly c/batch.evd "SELECT body FROM record WHERE
	kind = 'child'" >child
json child '.[0] | .status == "failed" and .why == "changed"' \
	'what a range was read from, though not in it, is not as it was'
cp cut.raw one/raw.raw
rm -rf c && "$batch" plan -q "$@" --split 1M -o c one >.out
printf 5 >>one/raw.raw
run 3 'one that has grown' "$batch" run -q --key lab.key -o c
has .err 'bytes were read, .* were planned' 'is told'

# What joins ranges does not wait for ever for one that failed.
cp cut.raw one/raw.raw
rm -rf c && "$batch" plan -q "$@" --split 1M -o c one >.out
mv one/raw.raw away
run 3 'an image that is gone' "$batch" run -q --key lab.key -o c
run 3 'nothing of it' "$batch" status c
has .out '^0 units done, 5 failed, 0 waiting' 'waits'
run 3 'as JSON' "$batch" status --json c
json .out 'map(.state? // empty) == ["failed","failed","failed","failed",
	"failed"] and .[4].why == "missing" and .[-1].failed == 5 and
	.[4].words == "unit 1 failed, which it joins"' 'nor in the list'
run 3 'what joins them, asked for' "$batch" work -q --units 5 --key lab.key c
mv away one/raw.raw
run 0 'once it is back' "$batch" run -q --key lab.key -o c
run 0 'all of it is done' "$batch" status c

# Kept lines that are damaged are not joined.
cp cut.raw one/raw.raw
rm -rf c && "$batch" plan -q "$@" --split 1M -o c one >.out
"$batch" work -q --units 1-4 --key lab.key c
printf X | dd of=c/units/3.1/kept bs=1 seek=900 conv=notrunc 2>/dev/null
run 3 'lines that are damaged' "$batch" merge -q --key lab.key c
[ ! -e c/raw.evd ]
tap_say $? 'make no case'

# Ranges that were scanned on two machines: the case names both.
if unshare -u true 2>.err; then
	cp cut.raw one/raw.raw
	rm -rf c && "$batch" plan -q "$@" --split 1M -o c one >.out
	for h in n1 n2; do
		# shellcheck disable=SC2016 # they are the other shell's
		unshare -u sh -c 'hostname "$1" && "$2" work -q --units "$3" \
			--key lab.key c' - $h "$batch" "$([ $h = n1 ] &&
			echo 1-2 || echo 3-5)"
	done
	run 0 'two machines' "$batch" merge -q --key lab.key c
	sqlite3 -readonly c/raw.evd "SELECT body FROM record WHERE
		kind = 'run.begin'" >run
	json run '.[0] | .host == "n1" and (.notes |
		test("; scanned on n1, n2(;|$)"))' 'are told, both'
else
	skip 'two machines' 'no other name can be had'
fi

run 2 'a size below nothing' "$batch" plan "$@" --split -1M -o none one
has .err "^fxbatch: --split: '-1M' is not a number" 'is told as it is'
printf 'path\texhibit\ncut.raw\t4111111111111111\n' >card.tsv
run 4 'an exhibit called like a card' "$batch" plan "$@" -o none card.tsv
has .err 'line 2: cut.raw: the exhibit holds what looks like a value' 'is told'
printf 'path\texhibit\tcase\ncut.raw\tA1\t4111111111111111\n' >card.tsv
run 4 'a case called so' "$batch" plan "$@" -o none card.tsv
run 2 'a batch called so' "$batch" plan "$@" --case 4111111111111111 -o none one
has .err '^fxbatch: --case holds what looks like a value' 'is told'
for bad in 0 1 1000000 1048577 x 1.5M; do
	run 2 "ranges of $bad" "$batch" plan "$@" --split $bad -o none one
done
finish
