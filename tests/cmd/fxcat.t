#!/bin/sh
# fxcat: the bytes, what it says when they are not there, how it exits.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

printf 'hello world' >"$tmp/h.raw"
: >"$tmp/empty.raw"
printf x >"$tmp/one.raw"
head -c 3000000 /dev/zero | tr '\0' z >"$tmp/big.raw"
printf end >>"$tmp/big.raw"
cat=$BIN/fxcat

# shows WANT WORDS OPERANDS...: exactly this on standard output, and no words.
shows() {
	bytes=$1 case=$2
	shift 2
	run 0 "$case" "$cat" "$@"
	is "$(cat "$tmp/.out")" "$bytes" "$case: the bytes"
	is_empty "$tmp/.err" "$case: no words"
}

# refuses RC PATTERN WORDS OPERANDS...: no byte, and a sentence.
refuses() {
	status=$1 say=$2 case=$3
	shift 3
	run "$status" "$case" "$cat" -- "$@"
	is_empty "$tmp/.out" "$case: no bytes"
	has "$tmp/.err" "$say" "$case: says so"
	is "$(wc -l <"$tmp/.err")" 1 "$case: in one sentence"
}

shows "hello world" "the whole image" h.raw 0
shows "world" "from an offset" h.raw 6
shows "ello" "a length" h.raw 1+4
shows "" "no length at all" h.raw 3+0
shows "d" "the last byte" h.raw 10
shows "" "an empty image" empty.raw 0
shows x "one byte" one.raw 0
shows "end" "past some blocks" big.raw 3000000
shows "end" "a length to the very end" big.raw 3000000+3
run 0 "all of many blocks" "$cat" big.raw 0
cmp -s "$tmp/big.raw" "$tmp/.out"
tap_say $? "are the same bytes"
run 0 "a stream" sh -c "cat big.raw | '$cat' - 2999999+2"
is "$(cat "$tmp/.out")" ze "is skipped forward"
run 0 "a stream from its start" sh -c "'$cat' - 0 <h.raw"
is "$(cat "$tmp/.out")" "hello world" "is there"

refuses 4 "offset 11 is past its end" "just past the end" h.raw 11
refuses 4 "offset 9007199254740991 is past" "far past the end" \
	h.raw 9007199254740991
refuses 4 "past its end" "past the end with a length" h.raw 12+1
refuses 4 "^fxcat: 6-NONE-457: no decoder here is called NONE; decoders are " \
	"a decoder that is none" h.raw 6-NONE-457
refuses 4 "no volume 2$" "a file in a volume that is not there" h.raw \
	V2/4711-128-3@0
refuses 4 "more than 8 decoders" "too many decoders" h.raw \
	0-A-0-A-0-A-0-A-0-A-0-A-0-A-0-A-0-A-0
refuses 4 "No such file" "no such image" gone.raw 0
refuses 4 "is a directory" "a directory" . 0
for p in '' x -1 01 1- 1-gzip-2 0x10 9007199254740992 V2 '1 '; do
	refuses 2 "not a forensic path, at character" "no path: '$p'" h.raw "$p"
done
for p in 1+x 1+-1 1+ 1+1.0 '1+ 4' 1+0x10; do
	refuses 2 "is not a number" "no length: '$p'" h.raw "$p"
done
run 2 "no operand" "$cat"
run 2 "one operand" "$cat" h.raw
run 2 "three operands" "$cat" h.raw 0 0
run 2 "an unknown option" "$cat" --nope h.raw 0
run 0 "--help" "$cat" --help
run 0 "--version" "$cat" --version

run 3 "a length past the end" "$cat" h.raw 6+50
is "$(cat "$tmp/.out")" world "gives what there is"
has "$tmp/.err" "45 bytes short" "and says what is not"
run 4 "a full disk" sh -c "'$cat' h.raw 0 >/dev/full"
has "$tmp/.err" "cannot write to standard output: No space" "is said"
run 0 "a reader that leaves" sh -c \
	"{ '$cat' big.raw 0; echo \$? >rc; } | head -c 1"
is "$(cat "$tmp/rc")" 4 "a reader that leaves: status 4"
is_empty "$tmp/.err" "a reader that leaves: no words"

truncate -s 1M "$tmp/big.raw"
(cd "$tmp" && ewfacquire -q -u -t disk -d sha1 -f encase6 -c none big.raw) \
	>/dev/null 2>&1
run 0 "a container" "$cat" disk.E01 0
cmp -s "$tmp/.out" "$tmp/big.raw"
tap_say $? "gives the bytes in it"
printf DAMAGED | dd of="$tmp/disk.E01" bs=1 seek=600000 conv=notrunc 2>/dev/null
run 3 "a damaged one" "$cat" disk.E01 0
has "$tmp/.err" "^fxcat: disk.E01: 32768 bytes at offset [0-9]+ cannot be read .*: zeros" \
	"tells the range"
is "$(tr -d z <"$tmp/.out" | wc -c)" 32768 "and has zeros there"
is "$(wc -c <"$tmp/.out")" 1048576 "and all else where it was"
shows zzzz "beside the damage" disk.E01 1048572
run 0 "--raw of a container" "$cat" --raw disk.E01 1+2
is "$(cat "$tmp/.out")" VF "shows its own bytes"

# What a scan does not follow is not unpacked here, either.
head -c 100000000 /dev/zero | gzip -nc >"$tmp/zeros.gz"
run 3 "a bomb" sh -c "'$cat' zeros.gz 0-GZIP-0 | wc -c >n; '$cat' zeros.gz 0-GZIP-0 >/dev/null"
has "$tmp/.err" "^fxcat: zeros.gz: 0-GZIP ends early: limit: ratio" "is told"
n=$(cat "$tmp/n")
[ "$n" -gt 67108864 ] && [ "$n" -lt 80000000 ]
tap_say $? "what a scan would have seen is there: $n"
run 4 "behind that" "$cat" zeros.gz 0-GZIP-90000000+1
has "$tmp/.err" "past its end: 0-GZIP ends early: limit: ratio" "is told, too"

printf 'evil\033[2Jname' >"$tmp/name"
run 4 "a name that steers terminals" sh -c "'$cat' \"\$(cat name)\" 0"
! grep -q "$(printf '\033')" "$tmp/.err"
tap_say $? "is shown without its escape"
finish
