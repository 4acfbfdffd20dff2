#!/bin/sh
# cells.t - recall in every state of every file system, by every decoder: of
# each what can be reached is found, as the file's whose it is, and what cannot
# is named.  The nightly run has every decoder and pair of decoders in each
# state of each file system; this one has each of them somewhere.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$PATH:/usr/sbin:/sbin
export MTOOLS_SKIP_CHECK=1 SOURCE_DATE_EPOCH=1775000000
here=$top/tests/e2e
for c in blkls ifind fls mkfs.fat mcopy mke2fs debugfs; do
	command -v $c >/dev/null || skip_all "no $c"
done
cd "$tmp" || exit 99

python3 "$here/cells.py" make "$tmp" ${NIGHT:+night} >log 2>&1
tap_say $? "$(wc -l <truth) cards on $(find . -name '*.img' | wc -l) disks" ||
	tell log
for k in exfat ntfs ufs iso9660; do
	grep -q "^$k" truth || skip "$k" "no tool makes it here"
done

# What was done by hand is right for those who know the file system.
for f in fat*.img ext*.img exfat*.img; do
	[ -f "$f" ] || continue
	tail -c +1048577 "$f" >volume
	case $f in
	fat*) fsck.fat -n volume ;;
	ext*) e2fsck -fn volume ;;
	exfat*) fsck.exfat -n volume ;;
	esac >fsck 2>&1
	tap_say $? "$f: its fsck has no complaint" || tell fsck
done
for f in ntfs*.img; do
	[ -f "$f" ] || continue
	tail -c +1048577 "$f" >volume
	awk -F '\t' -v n="${f%.img}" '$1 == n && $12 == "allocated" {
		print $11 }' truth | grep -v ':' | awk 'NR % 9 == 0' |
		while read -r name; do
			ntfscat volume "$name" >one 2>err || cat err
			ntfsinfo -F "$name" volume >info 2>&1 || tell info
			inode=$(fls -p -r volume | awk -F '\t' -v n="${name#/}" '
				$2 == n { sub(":", "", $1); print $1 }')
			icat volume "${inode#* }" | cmp - one 2>&1
		done >found
	is_empty found "$f: ntfscat reads the same as icat"
done
rm -f volume

for f in *.img; do
	"$BIN/fxscan" --min 0 "$f" >"${f%.img}.out" 2>err ||
		echo "$f: status $?"
	# An archive that a seam cuts has lost its end, as it lies.
	grep '"type":"\(error\|limit\)"' "${f%.img}.out" |
		grep -v '"why":"\(end missing\|volume\)"'
done >found
is_empty found "all are scanned, without an error, and no limit but a seam's"
python3 "$here/cells.py" check "$tmp" >said 2>err
tap_say $? "what is found is held against what is there" || tell err
sed -n 's/^ROW./# /p' said
grep -E '^BAD.*missed:' said >found
is_empty found "what can be reached is found, all of it"
awk '$1 == "OWN" { print "# right owner:", $2, "of", $3
	bad = $2 * 100 < $3 * 99 } END { exit bad }' said
tap_say $? "at least 99 % have the right owner" || grep owner: said | tell /dev/stdin
grep 'twice:' said >found
is_empty found "nothing is told by the image and again by the file"

python3 "$here/cells.py" ask "$tmp" >found 2>asked
is_empty found "ifind names the same owner of $(wc -l <asked) findings"
for f in *.img; do
	[ "$f" = plain.img ] || python3 "$here/cells.py" names "$tmp" "${f%.img}"
done >found 2>err
# A sanitizer's build runs its readers without seccomp, and says so.
grep -v 'the reader runs without' err >>found
is_empty found "fls and fxls list the same files"

# Of what no tool makes here, other people's images.
shared=${SHARED-$top/../shared}/images
if [ -n "${NIGHT-}" ] && [ -f "$shared/images.tar.xz" ]; then
	mkdir others
	tar -C others -xJf "$shared/images.tar.xz"
	find others -name '*.raw' -o -name '*.dd' | sort | while read -r f; do
		fls -r -p "$f" >list 2>/dev/null && echo "$f"
	done >alone
	while read -r f; do
		mv "$f" other.img
		python3 "$here/cells.py" names "$tmp" other 0 | sed "s,^,$f: ,"
	done <alone >found 2>err
	grep -v 'the reader runs without' err >>found
	is_empty found "fls and fxls agree on $(wc -l <alone) shared images"
else
	skip "shared images" "they are for the nightly run"
fi

# The path of a finding leads back to it.
grep '^CAT' said | awk -F '\t' -v some="$([ "$MODE" = release ] || echo 7)" '
	$4 ~ /^V/ && (!some || NR % some == 0) { print $2, $4, $5 }' >cats
while read -r image path card; do
	[ "$("$BIN/fxcat" "$image.img" "$path" 2>err | tr -d ' -')" = "$card" ] ||
		echo "$image $path is not $card"
done <cats >found
is_empty found "fxcat shows each of $(wc -l <cats) cards by its path"
finish
