#!/bin/sh
# mkdisk.sh - a seized disk made by real tools, and the truth about it
#
#	HELPER=... mkdisk.sh DIR
#
# Leaves DIR/disk.raw (136 MiB, sparse) and DIR/truth.tsv: offset, length, kind,
# value, encoding, class, and where each value lies.  A DOS partition table with
# FAT16, NTFS and ext4, each with files kept and files deleted again; values at
# the first and the last byte, and across block boundaries both in gaps between
# partitions and inside files.  Nothing is mounted but, where /dev/fuse allows
# it, the NTFS volume, to delete there as a user would.
#
# SEIZED, if set, is a folder where it was made before: then DIR is a copy.
set -eu
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
[ $# -eq 1 ] || {
	echo "usage: mkdisk.sh DIR" >&2
	exit 2
}
dir=$1
mkdir -p "$dir"
cd "$dir"
rm -rf fat ntfs ext raw ./*.img ./*.tsv raw.place disk.raw
if [ -n "${SEIZED-}" ] && [ -f "$SEIZED/made" ]; then
	cp -R --sparse=always "$SEIZED/." .
	cat made
	exit
fi
export SOURCE_DATE_EPOCH=1775000000 TZ=UTC MTOOLS_SKIP_CHECK=1

# First sectors and sizes, in MiB: gaps of some 25 MiB before, between, behind.
size=136 fat=24 fatsize=16 ntfs=66 ntfssize=20 ext=86 extsize=20

for fs in fat ntfs ext; do
	case $fs in
	fat) seed=1 ;;
	ntfs) seed=2 ;;
	ext) seed=3 ;;
	esac
	"$HELPER/fxgen" "$seed" $fs
	"$HELPER/fxdecoy" "1$seed" $fs
	python3 "$here/mkdisk.py" pagefile "$seed" $fs/pagefile.sys
	find $fs -exec touch -d @$SOURCE_DATE_EPOCH {} +
done
"$HELPER/fxgen" -p 4 raw

# FAT16: mtools writes, and deletes, without mounting.
truncate -s ${fatsize}M fat.img
mkfs.fat -F 16 -s 4 --invariant -n SEIZED fat.img >/dev/null
mmd -i fat.img ::/docs
mcopy -m -i fat.img fat/[!o]* ::/docs
mcopy -m -i fat.img fat/old-* ::/docs
mdel -i fat.img '::/docs/old-*'

# ext4: filled when made, then debugfs deletes.
truncate -s ${extsize}M ext.img
mke2fs -q -t ext4 -d ext -L seized -U 6d0f52a1-93ad-4d1c-9a2b-1c2b3a4d5e6f \
	-E hash_seed=6d0f52a1-93ad-4d1c-9a2b-1c2b3a4d5e6f,root_owner=0:0 ext.img
(cd ext && ls old-*) | sed 's,^,rm /,' >rm.cmd
debugfs -w -f rm.cmd ext.img >/dev/null 2>&1
rm rm.cmd

# NTFS: ntfscp writes; a FUSE mount deletes, else what would have been deleted
# is laid into clusters that sleuthkit says are free.
truncate -s ${ntfssize}M ntfs.img
mkntfs -F -q -f -c 4096 -L SEIZED -p $((ntfs * 2048)) ntfs.img >/dev/null 2>&1
for f in ntfs/[!o]*; do
	ntfscp -q ntfs.img "$f" "${f#ntfs/}" >/dev/null
done
mkdir -p mnt
if ntfs-3g ntfs.img mnt 2>/dev/null; then
	cp ntfs/old-* mnt/
	sync -f mnt
	rm mnt/old-*
	fusermount -u mnt 2>/dev/null || umount mnt
	echo fuse >ntfs.how
else
	blkls -l -f ntfs ntfs.img | python3 "$here/mkdisk.py" free ntfs.img ntfs
	echo "free clusters" >ntfs.how
fi
rmdir mnt

truncate -s ${size}M disk.raw
sfdisk -q --no-reread disk.raw <<TABLE
label: dos
label-id: 0x20260417
unit: sectors
start=$((fat * 2048)), size=$((fatsize * 2048)), type=6
start=$((ntfs * 2048)), size=$((ntfssize * 2048)), type=7
start=$((ext * 2048)), size=$((extsize * 2048)), type=83
TABLE
for fs in fat ntfs ext; do
	case $fs in
	fat) at=$fat ;;
	ntfs) at=$ntfs ;;
	ext) at=$ext ;;
	esac
	dd if=$fs.img of=disk.raw bs=1M seek="$at" conv=notrunc,sparse \
		status=none
	rm $fs.img
done
python3 "$here/mkdisk.py" place
