#!/bin/sh
# volumes.t - partition tables and file systems of many kinds, whole, damaged
# and made to mislead: what is there is listed, what is not is said, and
# nothing runs without end.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$PATH:/usr/sbin:/sbin
export SOURCE_DATE_EPOCH=1775000000 MTOOLS_SKIP_CHECK=1
cd "$tmp" || exit 99

# lists STATUS FILE WORDS: fxls ends in bounded time, with that status (a
# pattern); lines are in .out, words in .err.
lists() {
	timeout 240 "$BIN/fxls" --json "$2" >.out 2>.err
	rc=$?
	echo "$rc" | grep -qxE "$1"
	tap_say $? "$3: status $rc" || tell .err
}
volumes() { # the number, offset and file system of each
	jq -r 'select(.type=="volume")|[.volume,.offset/512,.fs // "-"]|
		join(":")' .out | tr '\n' ' '
}
paths() {
	jq -r 'select(.type=="file" and .path)|.path' .out | grep -v '\$' |
		sort | tr '\n' ' '
}

mkdir -p src/dir/sub
echo one >src/one
echo two >src/dir/two
echo three >src/dir/sub/three
truncate -s 2M ext.img
mke2fs -q -t ext2 -b 1024 -d src ext.img
# disk LABEL ENTRIES: disk.raw of 16 MiB, an ext2 at sector 4096 and at 12288.
disk() {
	rm -f disk.raw
	truncate -s 16M disk.raw
	printf 'label: %s\nunit: sectors\n%s\n' "$1" "$2" |
		sfdisk -q disk.raw >log 2>&1 || tell log
	for at in 4096 12288; do
		dd if=ext.img of=disk.raw bs=512 seek=$at conv=notrunc \
			status=none
	done
}

disk gpt 'start=4096, size=4096
start=12288, size=4096'
lists 0 disk.raw "GPT"
is "$(volumes)" "1:4096:ext2 2:12288:ext2 " "GPT: its volumes"
is "$(paths)" "/ / /dir /dir /dir/sub /dir/sub /dir/sub/three \
/dir/sub/three /dir/two /dir/two /lost+found /lost+found /one /one " \
	"GPT: the files of both"
disk dos 'start=4096, size=4096, type=83
start=10240, size=16384, type=5
start=12288, size=4096, type=83'
lists 0 disk.raw "DOS with an extended partition"
is "$(volumes)" "1:4096:ext2 2:12288:ext2 " "extended: its volumes"

# The table of the extended partition points to itself.
python3 - <<'PY'
import struct
f = open("disk.raw", "r+b")
f.seek(10240 * 512 + 446 + 16)
f.write(struct.pack("<B3sB3sII", 0, b"\0" * 3, 5, b"\0" * 3, 0, 4096))
PY
lists '0|3' disk.raw "an extended partition that loops"
has .out '"volume":1' "loop: the first volume is there"
# Partitions that overlap, and one behind the end.
disk dos 'start=4096, size=12000, type=83
start=20000, size=200, type=83'
python3 - <<'PY'
import struct
f = open("disk.raw", "r+b")
f.seek(446 + 16)
f.write(struct.pack("<B3sB3sII", 0, b"\0" * 3, 0x83, b"\0" * 3, 12288, 4096))
f.write(struct.pack("<B3sB3sII", 0, b"\0" * 3, 0x83, b"\0" * 3, 30000, 90000))
PY
lists '0|3' disk.raw "partitions that overlap, and reach too far"
has .out '"offset":6291456,"length":2097152,.*"fs":"ext2"' \
	"overlap: the second is read"
timeout 100 "$BIN/fxls" --regions disk.raw 2>.err |
	jq -r 'select(.type=="region")|[.offset,.length]|@tsv' |
	awk '$1 != at { print "hole at", at } { at = $1 + $2 }
	END { if (at != 16777216) print "ends at", at }' >found
is_empty found "overlap: each byte has one owner"

# A label of Sun, and of BSD inside a DOS partition.
disk sun 'start=0, size=4096
start=4096, size=4096, type=83' 2>log
lists '0|3' disk.raw "a Sun label"

# File systems alone.
if command -v mkfs.exfat >/dev/null; then
	truncate -s 8M exfat.img
	mkfs.exfat exfat.img >log 2>&1
	lists 0 exfat.img "exFAT without a label"
	is "$(volumes)" "0:0:exfat " "exFAT: is volume 0"
else
	skip "exFAT" "no mkfs.exfat"
fi
if command -v genisoimage >/dev/null; then
	genisoimage -quiet -R -J -o iso.img src 2>log
	lists 0 iso.img "ISO 9660"
	is "$(volumes)" "0:0:iso9660 " "ISO: is volume 0"
	has .out '"path":"/dir/sub/three"' "ISO: a file"
else
	skip "ISO 9660" "no genisoimage"
fi
for t in ext3 ext4; do
	truncate -s 8M $t.img
	mke2fs -q -t $t -d src $t.img
	lists 0 $t.img "$t"
	is "$(volumes)" "0:0:$t " "$t: is volume 0"
done
# A part cut out of an ext file system begins with a copy of its superblock:
# addresses in it count from elsewhere.  A whole one with that copy is read.
truncate -s 24M ext4.img
mke2fs -q -F -t ext4 -b 1024 -d src ext4.img
dd if=ext4.img of=part.img bs=8M skip=1 status=none
lists 3 part.img "ext4: a part of one"
has .err 'it is ext whose first superblock .* is not there' "it is said"
is "$(volumes)" "0:0:- " "no file system is invented there"
cp ext4.img copy.img
dd if=ext4.img of=copy.img bs=1024 skip=8193 seek=1 count=1 conv=notrunc \
	status=none
lists 0 copy.img "ext4: the copy of its superblock put back"
has .out '"path":"/dir/sub/three"' "its files are there"
debugfs -w -R 'clri <2>' copy.img >log 2>&1
lists 0 copy.img "ext4: that, and no root directory"
has .out '"inode":"1[2-9]",.*"kind":"file"' "its files are there, without names"

# Text over inodes, some of which claim gigabytes in themselves by that.
python3 - <<'PY'
import struct
d = bytearray(open("ext4.img", "rb").read())
size = struct.unpack_from("<H", d, 1024 + 88)[0]
table = struct.unpack_from("<I", d, 2 * 1024 + 8)[0] * 1024
text = b"words of a letter, and a number of 16 digits; " * 8
for i in range(100, 400):
    d[table + i * size:table + (i + 1) * size] = text[i % 40:][:size]
open("spoilt.img", "wb").write(d)
PY
lists 3 spoilt.img "ext4: text over its inodes"
has .err '[0-9]+ of its inodes claim more than they can hold' "it is said"
is "$(grep -c stopped .err)" 0 "without any that runs into a limit"
has .out '"path":"/dir/sub/three"' "the others are read"
# A file that keeps its bytes in its inode, and claims four gigabytes and 100.
truncate -s 4M inline.img
if mke2fs -q -F -t ext4 -O inline_data -I 256 -d src inline.img 2>/dev/null; then
	debugfs -w -R 'sif /dir/sub/three size 4294967396' inline.img >log 2>&1
	lists 3 inline.img "ext4: a claim of more than 32 bits"
	has .err '1 of its inodes claim more than they can hold' "it is said"
else
	skip "ext4: a claim of more than 32 bits" "mke2fs has no inline_data"
fi
rm part.img copy.img spoilt.img inline.img
truncate -s 8M ext4.img
mke2fs -q -F -t ext4 -d src ext4.img

for bits in 12 16 32; do
	size=4
	[ "$bits" = 12 ] || size=$((bits * 3))
	truncate -s ${size}M fat.img
	mkfs.fat -F $bits fat.img >log 2>&1
	mcopy -s -i fat.img src/dir ::
	lists 0 fat.img "FAT$bits"
	is "$(volumes)" "0:0:fat$bits " "FAT$bits: is volume 0"
	has .out '"path":"/dir/sub/three"' "FAT$bits: a file"
	rm fat.img
done

# Directories that contain themselves.
cp ext.img loop.img
debugfs -w -R 'ln /dir /dir/sub/again' loop.img >log 2>&1
lists '0|3' loop.img "ext2: a directory in itself"
is "$(paths | tr ' ' '\n' | grep -c three)" 1 "ext2 loop: read once"
truncate -s 4M fat.img
mkfs.fat -F 12 --invariant fat.img >log 2>&1
mcopy -s -i fat.img src/dir ::
python3 - <<'PY'
d = bytearray(open("fat.img", "rb").read())
at = d.index(b"SUB        \x10")
top = d.index(b"DIR        \x10")
d[at + 26:at + 28] = d[top + 26:top + 28]
open("fat.img", "wb").write(d)
PY
lists '0|3' fat.img "FAT: a directory in itself"

# Encrypted and unread volumes: a sentence, with the way on.
for what in 'LUKS\272\276' '\353X\220-FVE-FS-' 'XFSB'; do
	disk dos 'start=4096, size=4096, type=83
start=12288, size=4096, type=83'
	dd if=/dev/zero of=disk.raw bs=512 seek=4096 count=256 conv=notrunc \
		status=none
	# shellcheck disable=SC2059 # a format, it is
	printf "$what" | dd of=disk.raw bs=512 seek=4096 conv=notrunc \
		status=none
	lists 3 disk.raw "$what"
	# A sanitizer's build runs its readers without seccomp, and says so.
	[ "$MODE" = release ] || sed -i '/the reader runs without/d' .err
	is "$(wc -l <.err)" 1 "$what: one sentence"
	has .err 'volume 1: it is .*; ' "$what: with the way on"
	is "$(volumes)" "1:4096:- 2:12288:ext2 " "$what: the other is read"
done
printf '4539578763621486\n' | dd of=disk.raw bs=512 seek=5000 conv=notrunc \
	status=none
run 3 "a volume of which nothing is known is scanned" "$BIN/fxscan" \
	--min 0 disk.raw
is "$(jq -r 'select(.type=="finding")|.offset,.file' .out | tr '\n' ' ')" \
	"2560000 null " "what lies there is found, and nobody's"
has .out '"type":"error","why":"volume 1: it is an XFS' "and it is an error"

# Cut short and spoilt at random: an end, a status, words.
cat >spoil.py <<'PY'
import random, sys
src, out, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
d = bytearray(open(src, "rb").read())
r = random.Random(seed)
used = [i for i in range(0, len(d), 512) if any(d[i:i + 512])][:200]
for _ in range(r.choice([1, 4, 40])):
    at = r.choice(used) + r.randrange(64 if r.random() < .7 else 512)
    if at < len(d):
        d[at] = r.choice([0, 1, 0x7f, 0x80, 0xff, r.randrange(256)])
if seed % 5 == 0:
    del d[r.randrange(len(d) // 4, len(d)):]
open(out, "wb").write(d)
PY
shared=${SHARED-$top/../shared}/images
mkdir shared
[ ! -f "$shared/images.tar.xz" ] || tar -C shared -xJf "$shared/images.tar.xz"
truncate -s 8M ntfs.img
mkntfs -F -q -f -c 4096 ntfs.img >log 2>&1
n=3
[ -z "${NIGHT-}" ] || n=100
for f in ntfs.img ext4.img fat.img $(find shared -name apfs.raw \
	-o -name hfsplus.raw -o -name iso9660.raw -o -name ufs2.raw | sort); do
	name=${f##*/}
	for seed in $(seq $n); do
		python3 spoil.py "$f" spoilt "$seed"
		timeout 240 "$BIN/fxls" --regions spoilt >.out 2>.err
		rc=$?
		case $rc in
		0) ;;
		3 | 4) [ -s .err ] || echo "$name $seed: $rc, no words" ;;
		*) echo "$name $seed: status $rc" && head -n 3 .err ;;
		esac
	done >found
	is_empty found "$name spoilt $n times: an end, and words"
done
finish
