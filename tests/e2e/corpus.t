#!/bin/sh
# corpus.t - images of other people's test suites: the right bytes, or a sentence
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
shared=${SHARED-$top/../shared}/images
[ -f "$shared/images.tar.xz" ] || skip_all "no ../shared/images"
tar xJf "$shared/images.tar.xz" 2>err || skip_all "they cannot be unpacked"

# bytes FORMAT COMMAND...: $file is of that format; its bytes are those that
# COMMAND writes to ./want.
bytes() {
	format=$1
	shift
	"$HELPER/fximg" -o got "$file" >log 2>err
	rc=$?
	rm -f want
	"$@" >cmd.log 2>&1
	[ $rc -eq 0 ] && [ "$(sed -n 's/^format //p' log)" = "$format" ] &&
		cmp -s want got
	tap_say $? "$file: $format, all bytes" || tell err
}

refused() {
	"$HELPER/fximg" -o got "$file" >log 2>err
	rc=$?
	[ $rc -eq 4 ] && grep -qE -e "$1" err
	tap_say $? "$file: refused, $1" || tell err
}

# INDEX.tsv counts two segments for some sets that were stored without the
# second one.
partly() {
	"$HELPER/fximg" -o got "$file" >log 2>err
	rc=$?
	[ $rc -eq 3 ] && grep -q '^gap .* segment missing$' log
	tap_say $? "$file: what the missing segment held is told" || tell err
}

# shellcheck disable=SC2317 # called by bytes
qemu() {
	qemu-img convert -f "$1" -O raw "$file" want
}

# shellcheck disable=SC2317
export_ewf() {
	ewfexport -u -q -t want "$file"
	mv want.raw want
}

tail -n +2 "$shared/INDEX.tsv" >index
while IFS='	' read -r file size format _ _ sum _; do
	if [ ! -f "$file" ]; then
		skip "$file" "not among them"
		continue
	fi
	case $format:$file in
	qcow*) refused qcow ;;
	ewf:*split.E01) partly ;;
	raw:*.splitraw.000) # its second half is not there: nobody can tell
		"$HELPER/fximg" "$file" >log 2>err
		is "$? $(sed -n 's/^sha256 //p' log)" "0 $sum" "$file: as it is"
		;;
	ewf:*) bytes ewf export_ewf ;;
	*:*differential.vhd*) refused differencing ;;
	vhdi:*/image.vhd) # its header's checksum is wrong: qemu reads it not
		"$HELPER/fximg" -o got "$file" >log 2>err
		cmp -s got dfvfs-*/test_data/*mynd.dd ||
			cmp -s got plaso-*/test_data/*mynd.dd ||
			grep -q '^bytes 104448$' log
		tap_say $? "$file: read"
		;;
	vhdi:*) bytes vhd qemu vpc ;;
	vhdx:*) bytes vhdx qemu vhdx ;;
	vmdk:*) bytes vmdk qemu vmdk ;;
	*:*/luks*) refused LUKS ;;
	*:*.hds) refused Parallels ;;
	*:*.sparseimage) refused 'sparse image' ;;
	dmg*:*_zlib.dmg | dmg*:*spotlight*) refused DMG ;;
	*)
		"$HELPER/fximg" "$file" >log 2>err
		is "$? $(sed -n 's/^format //p;s/^bytes //p;s/^sha256 //p' \
			log | tr '\n' ' ')" "0 raw $size $sum " "$file: as it is"
		;;
	esac
done <index
finish
