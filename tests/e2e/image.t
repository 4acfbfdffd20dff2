#!/bin/sh
# image.t - images of every kind, whole and damaged, against other programs
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
py=$top/tests/e2e/image.py

# read RC WORDS FILE: fximg reads FILE into ./got and tells into ./log.
read_image() {
	"$HELPER/fximg" -o got "$3" >log 2>err
	rc=$?
	[ $rc -eq "$1" ]
	tap_say $? "$2: exit $rc, want $1" || tell log
	[ $rc -eq "$1" ] || tell err
}

# good FORMAT FILE [SOURCE]: FILE is of that format and has SOURCE's bytes.
good() {
	read_image 0 "$2" "$2"
	[ "$(sed -n 's/^format //p' log)" = "$1" ] && cmp -s "${3-src}" got
	tap_say $? "$2: all bytes, as $1" || tell log
}

# refused WORDS FILE: a sentence that says what it is.
refused() {
	read_image 4 "$2 is refused" "$2"
	has err "^fximg: [^:]*: .*$1" "and the words say what it is"
}

# damaged FILE WANT WORDS: just WANT ("BYTES REASONS") is lost.
damaged() {
	rc=3
	[ "${2%% *}" = 0 ] && rc=0
	read_image $rc "$3" "$1"
	is "$(python3 "$py" judge src got log 2>&1)" "$2" "$3: what is lost"
}

flip() {
	python3 "$py" flip "$1" "$2"
}

python3 "$py" make src
cp src src.raw # some tools want a suffix
md5=$(md5sum src | cut -d' ' -f1)
size=$(wc -c <src)

# --- E01 -------------------------------------------------------------------
acquire() { # NAME OPTIONS
	name=$1
	shift
	ewfacquire -u -q -t "$name" "$@" src.raw >acquire.log 2>&1 || tell acquire.log
	set -- "$name".[EeSs]01
	e01=$1
}
for f in ewf smart ftk encase2 encase3 encase4 encase5 encase6 encase7 linen5 \
	linen6 linen7 ewfx; do
	acquire "v-$f" -f "$f" -c fast -S 1048576
	good ewf "$e01"
	has log "^stored md5 $md5\$" "$f: the MD5 in it"
done
for c in none empty-block fast best; do
	acquire "c-$c" -c "$c" -d sha1
	good ewf "$e01"
	has log "^stored sha1 $(sha1sum src | cut -d' ' -f1)\$" "$c: the SHA-1"
done
acquire b16 -b 16
good ewf b16.E01
acquire b32768 -b 32768 # one chunk is larger than the window
good ewf b32768.E01
acquire many -c none -S 1048576
good ewf many.E01
ewfexport -u -q -t exported many.E01 >/dev/null 2>&1
cmp -s exported.raw got
tap_say $? "the bytes are those of ewfexport"
if command -v img_cat >/dev/null; then
	img_cat many.E01 >exported 2>/dev/null
	cmp -s exported got
	tap_say $? "and of img_cat"
fi
ewfacquirestream -q -t optical -P 2048 <src >acquire.log 2>&1
read_image 0 "sectors of 2048 bytes" optical.E01
has log '^sector 2048$' "the sector is told"
"$HELPER/fximg" -a -b 4096 -s 1000001 -n 3000000 -o got many.E01 >log 2>err
tail -c +1000002 src | head -c 3000000 | cmp -s - got
tap_say $? "a second handle, small reads across segments"

# --- E01, damaged ----------------------------------------------------------
# Flipped bytes: what libewf reads at all it reads at wrong offsets, or not.
acquire two -c fast -S 1048576
for kind in header header2 volume sectors table table2 next; do
	at=$(python3 "$py" section two.E01 $kind 1)
	mkdir x && cp two.E0* x
	flip x/two.E01 $((at + 20))
	damaged x/two.E01 '0 ' "descriptor of $kind"
	rm -r x
done
mkdir x && cp two.E0* x
flip x/two.E01 0
flip x/two.E02 1
damaged x/two.E01 '0 ' "the signatures"
rm -r x
for kind in header header2 volume table table2; do
	at=$(python3 "$py" section two.E01 $kind 1)
	mkdir x && cp two.E0* x
	flip x/two.E01 $((at + 76 + 30))
	damaged x/two.E01 '0 ' "content of $kind"
	rm -r x
done
mkdir x && cp two.E0* x
flip x/two.E01 $(($(python3 "$py" section two.E01 table 1) + 120))
flip x/two.E01 $(($(python3 "$py" section two.E01 table2 1) + 120))
damaged x/two.E01 '0 ' "both tables"
rm -r x
mkdir x && cp two.E0* x
flip x/two.E02 $(($(python3 "$py" section two.E02 hash 1) + 80))
damaged x/two.E01 '0 ' "the hash"
is "$(grep -c '^stored' log)" 0 "which is not given then"
rm -r x
mkdir x && cp two.E0* x
flip x/two.E01 500000
flip x/two.E02 400000
damaged x/two.E01 '65536 chunk checksum' "two chunks"
rm -r x
mkdir x && cp many.E0* x
flip x/many.E03 500000
damaged x/many.E01 '32768 chunk checksum' "a plain chunk"
rm -r x

mkdir x && cp many.E0* x
truncate -s 500000 x/many.E03
damaged x/many.E01 '524288 segment truncated' "a segment cut in the middle"
rm -r x
mkdir x && cp many.E0* x
truncate -s 50000 x/many.E07
damaged x/many.E01 '165376 segment truncated' "the last segment cut"
rm -r x
mkdir x && cp two.E0* x
truncate -s 100 x/two.E01
read_image 3 "a first segment of which nothing is left" x/two.E01
has log "^size $size\$" "the second one knows the size"
rm x/two.E02
refused 'how large' x/two.E01
truncate -s 5 x/two.E01
refused 'named like an E01' x/two.E01
rm -r x
mkdir x && cp many.E0* x
rm x/many.E07
damaged x/many.E01 '198144 segment missing' "the last segment is not there"
rm x/many.E04
damaged x/many.E01 '3245568 segment missing' \
	"nor the fourth: what is between has no place"
rm -r x
mkdir x && cp many.E0* x
rm x/many.E01
refused 'segment 2 of an E01' x/many.E02
rm -r x
mkdir x && cp many.E0* x
cp two.E02 x/many.E02
damaged x/many.E01 '5277184 container damaged' \
	"a segment of another image of the same size"
head -c 3000000 src >less.raw
ewfacquire -u -q -t less -c none -S 1048576 less.raw >acquire.log 2>&1
cp less.E02 x/many.E02
damaged x/many.E01 '1015808 segment missing' "a segment of another image"
rm -r x

# --- raw, split, streams ---------------------------------------------------
good raw src
split -b 1000000 -d -a 3 --numeric-suffixes=1 src cut.
good split cut.001
rm cut.003
damaged cut.001 '1000000 segment missing' "a piece is not there"
split -b 700001 src parts.
good split parts.aa
"$HELPER/fximg" -o got - <src >log 2>err
cmp -s src got
tap_say $? "standard input"
has log '^format stream$' "is a stream"
mkfifo pipe
(cat src >pipe) &
good stream pipe
: >empty
good raw empty empty
echo "notes on evidence" >text.E01
refused 'named like an E01' text.E01
printf x >one
good raw one one
run 0 "/dev/full is endless zeros" "$HELPER/fximg" -n 5000000 -o got /dev/full
has .out '^bytes 5000000$' "as many as asked"

# --- AFF -------------------------------------------------------------------
if command -v affconvert >/dev/null; then
	affconvert -q -s64k -oa.aff src.raw >/dev/null 2>&1
	good aff a.aff
	has log "^stored md5 $md5\$" "AFF: the MD5 in it"
	affcat a.aff >exported 2>/dev/null
	cmp -s exported got
	tap_say $? "the bytes are those of affcat"
	affconvert -q -x -ob.aff src.raw >/dev/null 2>&1
	good aff b.aff
	cp a.aff x.aff
	affsegment -dpage3 x.aff >/dev/null 2>&1
	damaged x.aff '65536 page missing' "AFF: a page is not there"
	cp a.aff x.aff
	flip x.aff 700000
	damaged x.aff '65536 container damaged' "AFF: a page is spoilt"
	AFFLIB_PASSPHRASE=x affconvert -q -s64k -oc.aff src.raw >/dev/null 2>&1
	refused encrypted c.aff
else
	skip "AFF images" "no affconvert here"
fi

# --- VMDK, VHD, VHDX -------------------------------------------------------
convert() { # FILE FORMAT [OPTIONS]
	qemu-img convert -q -f raw -O "$2" ${3:+-o "$3"} src "$1"
}
for s in monolithicSparse monolithicFlat streamOptimized twoGbMaxExtentSparse \
	twoGbMaxExtentFlat; do
	convert $s.vmdk vmdk subformat=$s
	good vmdk $s.vmdk
done
mkdir other && cp monolithicSparse.vmdk other/renamed.vmdk
refused 'renamed: its descriptor calls it monolithicSparse.vmdk' \
	other/renamed.vmdk
ln -s renamed.vmdk other/monolithicSparse.vmdk
good vmdk other/monolithicSparse.vmdk
rm twoGbMaxExtentSparse-s001.vmdk
refused 'extent twoGbMaxExtentSparse-s001.vmdk is missing' \
	twoGbMaxExtentSparse.vmdk
sed 's,"monolithicFlat-flat,"/etc/../x-flat,' monolithicFlat.vmdk >evil.vmdk
refused 'another folder' evil.vmdk
sed 's,parentCID=ffffffff,parentCID=12345678,' monolithicFlat.vmdk >child.vmdk
refused snapshot child.vmdk
mkdir x && cp monolithicSparse.vmdk x
truncate -s 3000000 x/monolithicSparse.vmdk
read_image 3 "a VMDK that is cut" x/monolithicSparse.vmdk
lost=$(python3 "$py" judge src got log)
[ "${lost#* }" = "container damaged" ] && [ "${lost% c*}" -lt 5500000 ]
tap_say $? "what is lost is told: $lost"
rm -r x

convert d.vhd vpc force_size=on
good vhd d.vhd
convert f.vhd vpc subformat=fixed,force_size=on
good vhd f.vhd
convert d.vhdx vhdx
good vhdx d.vhdx
convert f.vhdx vhdx subformat=fixed
good vhdx f.vhdx
truncate -s 7M d.vhdx
read_image 3 "a VHDX that is cut" d.vhdx
lost=$(python3 "$py" judge src got log)
tap_say $? "what is lost is told: $lost"

# --- what is not read, in words --------------------------------------------
for f in qcow qcow2 qed VDI Parallels; do
	qemu-img create -q -f "$(echo $f | tr VDIP vdip)" i.$f 1M 2>err &&
		refused "${f%2} image" i.$f
done
qemu-img create -q --object secret,id=s,data=x -f luks \
	-o key-secret=s,iter-time=10 i.luks 1M 2>err && refused LUKS i.luks
python3 "$py" aff4 i.aff4
refused AFF4 i.aff4
mkdir folder
refused directory folder
refused 'No such file' nothing
convert i.qcow2 qcow2
"$HELPER/fximg" -r -o got i.qcow2 >log 2>err
cmp -s i.qcow2 got
tap_say $? "but the bytes of any can be had"
has log 'raw 1' "and that is told"
"$HELPER/fximg" - <two.E01 >log 2>err
has err 'stream is an EWF' "an E01 on standard input is refused"

# --- sectors that cannot be read -------------------------------------------
cc -shared -fPIC -o bad.so "$top/tests/helper/preload/badread.c" -ldl 2>err
bad() { # FROM TO FILE
	LD_PRELOAD=$tmp/bad.so BADREAD=$3:$1:$2 \
		ASAN_OPTIONS=verify_asan_link_order=0 \
		"$HELPER/fximg" -o got "$3" >log 2>err
}
bad 1050112 1052160 src
is "$? $(python3 "$py" judge src got log 2>&1)" "3 2048 read error" \
	"bad sectors of a disk"
bad $((size - 512)) "$size" src
is "$? $(python3 "$py" judge src got log 2>&1)" "3 512 read error" \
	"the last one"
bad 400000 400001 many.E01
is "$? $(python3 "$py" judge src got log 2>&1)" "3 32768 read error" \
	"a bad sector under an E01"
bad 0 "$size" src
is "$? $(python3 "$py" judge src got log 2>&1)" "3 $size read error" \
	"a disk that gives nothing"

# --- readers that are killed -----------------------------------------------
# Children of process $1, the oldest first.
children() {
	for s in /proc/[0-9]*/stat; do
		read -r pid _ _ parent _ 2>/dev/null <"$s" || continue
		[ "$parent" = "$1" ] && echo "$pid"
	done | sort -n
}
rm -f pipe && mkfifo pipe
"$HELPER/fximg" -b 65536 -o pipe many.E01 >log 2>err &
parent=$!
exec 3<pipe
dd bs=65536 count=4 iflag=fullblock <&3 >got 2>/dev/null
readers=$(children $parent)
kill -9 "$(echo "$readers" | head -n 1)"
cat <&3 >>got
exec 3<&-
wait $parent
is "$? $(python3 "$py" judge src got log 2>&1)" "0 0 " \
	"one killed reader loses nothing"
"$HELPER/fximg" -b 65536 -o pipe many.E01 >log 2>err &
parent=$!
exec 3<pipe
dd bs=65536 count=4 iflag=fullblock <&3 >got 2>/dev/null
readers=$(children $parent)
# shellcheck disable=SC2086
kill -9 $readers
cat <&3 >>got
exec 3<&-
wait $parent
rc=$?
lost=$(python3 "$py" judge src got log 2>&1)
is "$rc ${lost#* }" "3 reader died: signal 9 (Killed)" \
	"all readers killed: the rest is a gap ($lost)"
"$HELPER/fximg" -b 65536 -o pipe many.E01 >log 2>err &
parent=$!
exec 3<pipe
dd bs=65536 count=4 iflag=fullblock <&3 >got 2>/dev/null
readers=$(children $parent)
kill -INT "$(echo "$readers" | head -n 1)"
kill -9 $parent
wait $parent 2>/dev/null
exec 3<&-
n=0
left=x
while [ -n "$left" ] && [ $n -lt 50 ]; do
	left=
	for pid in $readers; do
		[ -e "/proc/$pid" ] && left=$pid && sleep 0.1
	done
	n=$((n + 1))
done
is "$left" '' "readers do not outlive their parent"

finish
