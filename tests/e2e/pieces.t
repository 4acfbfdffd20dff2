#!/bin/sh
# pieces.t - what does not lie in one piece is found, once: fragments, holes,
# NTFS's guarded bytes and compressed files, for any number of threads.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export MTOOLS_SKIP_CHECK=1
PATH=$PATH:/usr/sbin:/sbin
here=$top/tests/e2e
scan=$BIN/fxscan

for c in python3 mkfs.fat mcopy mdel mke2fs debugfs jq; do
	command -v $c >/dev/null || skip_all "no $c"
done

# once IMAGE NAME VALUE PATH WORDS: it is told once, at a path that matches.
once() {
	json "$tmp/$1.out" "[.[]|select(.type==\"finding\" and .value==\"$3\" and .file.path==\"$2\")]|length==1 and (.[0].path|test(\"^$4\$\"))" \
		"$1: $5"
}

# scanned IMAGE: its findings do not depend on the number of threads.
scanned() {
	run 0 "$1" "$scan" --json -j1 "$1"
	grep '"type":"finding"' "$tmp/.out" >"$tmp/$1.out"
	for j in 2 5; do
		run 0 "$1 -j$j" "$scan" --json -j$j "$1"
		grep '"type":"finding"' "$tmp/.out" | cmp -s - "$tmp/$1.out"
		tap_say $? "$1: -j$j tells the same"
	done
}

# FAT: every second of some files of one cluster is deleted, then ours come.
cd "$tmp" || exit 99
python3 "$here/pieces.py" fill fill 60 2048
python3 "$here/pieces.py" files fat 2048
truncate -s 16M fat.img
mkfs.fat -F 16 -s 4 --invariant fat.img >/dev/null
mcopy -i fat.img fill/f* ::/
for i in fill/f??[13579]; do mdel -i fat.img "::/${i#fill/}"; done
mcopy -i fat.img fat/across.txt fat/packed.gz ::/
scanned fat.img
once fat.img /across.txt 4539578763621486 'V0/[0-9]+@2040' \
	"a number across the seam of two clusters"
once fat.img /across.txt 5425233430109903 '[0-9]+' \
	"one that lies in a cluster is the image's"
if "$scan" -h | grep -q no-decode; then
	once fat.img /packed.gz 4556737586899855 '[0-9]+-GZIP-18' \
		"what comes before the seam of a gzip member is the image's"
	once fat.img /packed.gz 5398228707871527 'V0/[0-9]+@0-GZIP-[0-9]+' \
		"what comes behind it is the file's"
else
	skip "fat.img: a gzip member" "this fxscan does not decode"
fi
run 0 "-q knows it, too" "$scan" -q -e card.pan fat.img
path=$(jq -r 'select(.value=="4539578763621486")|.path' fat.img.out)
run 0 "fxcat follows the path" "$BIN/fxcat" fat.img "$path+16"
is "$(cat .out)" 4539578763621486 "and shows the bytes"

# The same file, deleted: FAT forgets where it went on, and says so to nobody.
cp fat.img gone.img
mdel -i gone.img ::/across.txt
run 0 "a deleted file in fragments" "$scan" --json gone.img
tap_say 0 "gone.img: its scan ends well, whatever it finds"

# ext4: fragments by debugfs, and a hole behind whose run other digits lie.
python3 "$here/pieces.py" fill many 60 4096
python3 "$here/pieces.py" files ext 4096
for i in many/*; do
	printf '99999999999999999999' | dd of="$i" conv=notrunc 2>/dev/null
done
truncate -s 8M ext.img
mke2fs -q -t ext4 -b 4096 -d many ext.img
(for i in many/f??[13579]; do echo "rm ${i#many/}"; done
	echo "write ext/across.txt across.txt"
	echo "write ext/packed.gz packed.gz"
	echo "write ext/hole.txt hole.txt") >cmd
debugfs -w -f cmd ext.img >/dev/null 2>&1
scanned ext.img
once ext.img /across.txt 4539578763621486 'V0/[0-9]+@4088' \
	"a number across the seam of two blocks"
once ext.img /hole.txt 4916338506082832 'V0/[0-9]+@4080' \
	"a number that ends at a hole, digits behind it on the disk"

# NTFS: a small file in its record, a compressed one, one with a hole.
if ! command -v mkntfs >/dev/null || ! command -v ntfs-3g >/dev/null; then
	skip "NTFS" "no ntfs-3g"
	finish
fi
truncate -s 16M ntfs.img
mkntfs -F -q -f -c 4096 ntfs.img >/dev/null 2>&1
mkdir mnt
if ! ntfs-3g -o compression ntfs.img mnt 2>/dev/null; then
	skip "NTFS" "no FUSE"
	finish
fi
python3 "$here/pieces.py" files nt 4096
mkdir mnt/packed
python3 -c '
import os, struct
os.setxattr("mnt/packed", "system.ntfs_attrib_be", struct.pack(">L", 0x810))'
cp nt/small.txt mnt/small.txt
(
	head -c 40000 /dev/zero | tr '\0' 'a'
	cat nt/across.txt
	head -c 90000 /dev/zero | tr '\0' 'b'
) >mnt/packed/text.txt
fusermount -u mnt 2>/dev/null || umount mnt
scanned ntfs.img
json ntfs.img.out '[.[]|select(.file.path=="/small.txt" and (.path|test("^V0/[0-9]+-128-[0-9]+@[0-9]+$")))]|length==1' \
	"ntfs.img: the number that the record's guard spoils"
json ntfs.img.out '[.[]|select(.file.path=="/small.txt")]|length==24' \
	"ntfs.img: all others are the image's"
json ntfs.img.out '[.[]|select(.file.path=="/packed/text.txt" and (.path|test("^V0/[0-9]+-128-[0-9]+@")))|.value]|sort==["4539578763621486","5425233430109903"]' \
	"ntfs.img: what a compressed file holds"
json ntfs.img.out '[.[]|select(.type=="finding" and .file.path=="/packed/text.txt")]|length==2' \
	"ntfs.img: and that once, not as LZNT1 too"
finish
