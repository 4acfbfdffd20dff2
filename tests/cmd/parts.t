#!/bin/sh
# fxscan --volume and --files: what of a disk is scanned, and what is not.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan
for tool in mke2fs debugfs sfdisk; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done

card() { # DIGITS: a line with a card that ends in them
	printf 'Card: 4539 5787 6362 %s Exp: 12/27\n' "$1"
}
# Two volumes; in each a file that stays and one that goes; a card in the gap.
for v in 1 2; do
	mkdir "$tmp/tree$v"
	card 1486 >"$tmp/tree$v/stays.txt"
	head -c 9000 /dev/zero | tr '\0' "$v" >>"$tmp/tree$v/stays.txt"
	card 1486 >>"$tmp/tree$v/stays.txt"
	card 1486 >"$tmp/tree$v/goes.txt"
	mke2fs -q -F -t ext2 -b 1024 -d "$tmp/tree$v" "$tmp/v$v.raw" 2M \
		>/dev/null 2>&1
	debugfs -w -R 'rm goes.txt' "$tmp/v$v.raw" >/dev/null 2>&1
done
truncate -s 8M "$tmp/disk.raw"
printf 'label: dos\nstart=2048,size=4096,type=83\nstart=8192,size=4096,type=83\n' |
	sfdisk -q "$tmp/disk.raw" >/dev/null 2>&1
dd if="$tmp/v1.raw" of="$tmp/disk.raw" bs=512 seek=2048 conv=notrunc 2>/dev/null
dd if="$tmp/v2.raw" of="$tmp/disk.raw" bs=512 seek=8192 conv=notrunc 2>/dev/null
card 1486 | dd of="$tmp/disk.raw" bs=512 seek=7000 conv=notrunc 2>/dev/null

states() { # so many of each volume and state, in order
	jq -r 'select(.type == "finding") | "\(.file.volume // "-") \(.file.state)"' \
		"$tmp/.out" | sort | uniq -c | awk '{ print $2, $3, $1 }' |
		paste -sd, -
}
run 0 'all of the disk' "$scan" disk.raw
is "$(states)" '- gap 1,1 allocated 2,1 deleted 1,2 allocated 2,2 deleted 1' \
	'all that there is'
run 0 'one volume' "$scan" --volume 2 disk.raw
is "$(states)" '2 allocated 2,2 deleted 1' 'is it alone'
json "$tmp/.out" '.[-1].ranges == "4194304-6291456" and .[-1].bytes == 2097152 and
	.[0].options.volume == 2' 'and the lines say so'
run 0 'files alone' "$scan" --files disk.raw
is "$(states)" '1 allocated 2,2 allocated 2' 'are those that stand'
json "$tmp/.out" '.[0].options.files == 1 and (.[-1] | has("sha256") | not) and
	(.[-1] | has("ranges"))' 'and the lines say so'
run 0 'files of one volume' "$scan" --files --volume 1 disk.raw
is "$(states)" '1 allocated 2' 'are both at once'
run 0 'a range of a volume' "$scan" --volume 1 --range 0-1100000 disk.raw
json "$tmp/.out" '.[-1].ranges == "1048576-1100000"' 'is what is in both'
run 0 'a file system without a table' "$scan" --volume 0 --files v1.raw
is "$(states)" '0 allocated 2' 'is volume 0'

run 4 'a volume that is not there' "$scan" --volume 7 disk.raw
has "$tmp/.err" '^fxscan: disk.raw: it has no volume 7' 'says so'
printf 'no file system\n' >"$tmp/text"
run 4 'files of what has none' "$scan" --files text
has "$tmp/.err" '^fxscan: text: no allocated file is known' 'says so'
run 4 'a volume of a stream' sh -c "'$scan' --volume 1 - <disk.raw"
has "$tmp/.err" 'a stream has no volumes and files' 'says so'
run 2 'with --raw' "$scan" --raw --files disk.raw
run 2 'no number' "$scan" --volume x disk.raw
run 0 'under -q, a volume with a card' "$scan" -q --volume 1 disk.raw
run 1 'under -q, a sector that has none' "$scan" -q --range 0-512 disk.raw

# Whatever it cannot learn of the files, the source has its line before that.
# With few files allowed it is the reader of volumes that does not start.
for n in 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	(cd "$tmp" && sh -c "ulimit -n $n && exec '$scan' --json disk.raw") \
		>"$tmp/few.$n" 2>/dev/null
done
head -qn 1 "$tmp"/few.* | grep -v '^{"type":"source"' >"$tmp/found"
is_empty "$tmp/found" 'a source line comes first'
grep -q '"why":"cannot start [a-z]* reader' "$tmp"/few.*
tap_say $? 'where its reader of volumes could not be started, too'
finish
