#!/bin/sh
# fxscan --known and --skip-known: files whose digest is in a list are marked,
# or left out and counted.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan
for tool in mke2fs debugfs sha1sum; do
	command -v $tool >/dev/null || skip_all "needs $tool"
done

mkdir "$tmp/d"
{
	echo 'a test of payment, as it is installed everywhere'
	echo 'Card: 4539 5787 6362 1486 Exp: 12/27'
} >"$tmp/d/known.txt"
printf 'Card: 4539 5787 6362 1486 Exp: 12/27\n' >"$tmp/d/new.txt"
{
	cat "$tmp/d/known.txt"
	head -c 3000000 /dev/zero
	echo 'Card: 4539 5787 6362 1486 Exp: 12/27'
} >"$tmp/d/big.bin"
mke2fs -q -F -t ext2 -b 1024 -d "$tmp/d" "$tmp/disk.raw" 8M >/dev/null 2>&1
(cd "$tmp/d" && sha1sum known.txt) >"$tmp/sha1"
(cd "$tmp/d" && sha256sum big.bin) >"$tmp/sha256"
(cd "$tmp/d" && md5sum known.txt big.bin) | tr a-f A-F >"$tmp/md5"
printf '# none of them\n%040d\n' 0 >"$tmp/other"

marked() { # names of files with findings, those known with a star
	jq -r 'select(.type == "finding") | .file.path +
		(if .file.known == 1 then "*" else "" end)' "$tmp/.out" |
		sort | uniq -c | awk '{ print $2 "=" $1 }' | paste -sd' ' -
}
run 0 'no list' "$scan" disk.raw
is "$(marked)" '/big.bin=2 /known.txt=1 /new.txt=1' 'marks nothing'
run 0 'a list of SHA-1' "$scan" --known sha1 disk.raw
is "$(marked)" '/big.bin=2 /known.txt*=1 /new.txt=1' 'marks the file in it'
json "$tmp/.out" ".[0].options.known == \"$(sha256sum <"$tmp/sha1" |
	cut -d' ' -f 1)\"" 'the options name the list by its digest'
run 0 'two lists' "$scan" --known sha1 --known sha256 disk.raw
is "$(marked)" '/big.bin*=2 /known.txt*=1 /new.txt=1' 'mark what is in either'
run 0 'MD5 in upper case' "$scan" --known md5 disk.raw
is "$(marked)" '/big.bin*=2 /known.txt*=1 /new.txt=1' 'is read, too'
run 0 'a list of others' "$scan" --known other disk.raw
is "$(marked)" '/big.bin=2 /known.txt=1 /new.txt=1' 'marks nothing'

run 0 'known files left out' "$scan" --known md5 --skip-known disk.raw
is "$(marked)" '/new.txt=1' 'are not told'
json "$tmp/.out" '.[-1].findings == {"card.pan":1} and
	.[-1].known == {"card.pan":3} and .[0].options.skip_known == 1' \
	'but counted'
cp "$tmp/.out" "$tmp/lines"
run 1 'under -q, a disk with cards in known files alone' sh -c "
	(cd d && md5sum new.txt) | cat - md5 >all
	'$scan' -q --known all --skip-known disk.raw"

run 0 'a folder' "$scan" --known md5 --skip-known d
json "$tmp/.out" 'map(select(.type == "source") | .path) == ["d/new.txt"]' \
	'has one file that is not known'
has "$tmp/.err" '^fxscan: d: 2 known files in it were not scanned$' 'and says so'

# A card in the slack of a known file is not that file's.
inode=$(debugfs -R 'blocks known.txt' "$tmp/disk.raw" 2>/dev/null | awk '{ print $1 }')
printf 'Card: 5425 2334 3010 9903 Exp: 12/27\n' |
	dd of="$tmp/disk.raw" bs=1 seek=$((inode * 1024 + 512)) conv=notrunc 2>/dev/null
run 0 'a card in the slack of a known file' "$scan" --known md5 --skip-known disk.raw
json "$tmp/.out" 'map(select(.type == "finding")) | map([.value, .file.state]) ==
	[["5425233430109903", "slack"], ["4539578763621486", "allocated"]]' \
	'is told'
json "$tmp/.out" 'all(.[]; .file.known != 1)' 'and not called known'

run 2 '--skip-known alone' "$scan" --skip-known disk.raw
run 4 'a list that is not there' "$scan" --known none disk.raw
has "$tmp/.err" '^fxscan: none: ' 'is named'
printf '%040d\nno digest\n' 0 >"$tmp/bad"
run 2 'a list that is none' "$scan" --known bad disk.raw
has "$tmp/.err" '^fxscan: bad: line 2: a line without a digest$' 'names the line'

(cd "$tmp" && "$BIN/fxkey" new lab && "$BIN/fxrecord" --init --case K-1 \
	--agency lab.example --examiner e --key lab.key case.evd) >"$tmp/.out" 2>&1
run 0 'both are recorded' sh -c "{ cat lines && '$scan' --known md5 disk.raw; } |
	'$BIN/fxrecord' --key lab.key case.evd"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
case_ok "$tmp/case.evd" "$tmp/lab.pub"
finish
