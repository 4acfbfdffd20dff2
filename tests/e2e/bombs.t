#!/bin/sh
# What grows, nests or loops without end when it is unpacked: bounded time and
# memory, a limit line for what was not followed, and nothing behind it lost.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
bombs=$top/tests/e2e/bombs.py
most=524288 # KiB, issue and fxscan.1
[ "$MODE" = release ] || most=4194304 # a sanitizer's shadow is memory, too
# It ends of itself, so that this is for what hangs.  Under TSan layers.zip has
# 25 times the work that it is in a release: 155 s, with a core to itself.
seconds=300
[ "$MODE" != tsan ] || seconds=1500

python3 "$bombs" "$tmp" 2>"$tmp/.err" || {
	tell "$tmp/.err"
	skip_all 'python3, mkfs.fat, mtools and ntfs-3g make the files'
}

# defused FILE: its scan ends in time, complete, in little memory, and finds
# the card that stands in clear behind all of it.
defused() { # FILE [OPTION ...]
	file=$1
	shift
	set -- --progress none "$@" "$file"
	run 0 "$file" timeout $seconds python3 "$bombs" --run "$BIN/fxscan" -j2 "$@"
	set -- "$file"
	peak=$(tail -n 1 "$tmp/.err")
	[ "$peak" -le $most ] 2>/dev/null
	tap_say $? "$1: $peak KiB of memory at most"
	json "$tmp/.out" '.[-1].status == "complete"' "$1: to its end"
	cp "$tmp/.out" "$tmp/$1.lines"
}
behind() { # FILE
	json "$tmp/$1.lines" 'any(.[]; .type == "finding" and
		.path == (.offset | tostring) and .value == "4539578763621486")' \
		"$1: the card behind it is found"
}
limits() { # FILE REASON: a limit line gives that reason; the end counts them
	json "$tmp/$1.lines" "any(.[]; .type == \"limit\" and .why == \"$2\")" \
		"$1: a limit line says \"$2\""
	json "$tmp/$1.lines" '.[-1].limits > 0 and
		.[-1].limits == ([.[] | select(.type == "limit")] | length)' \
		"$1: the end line counts the limits"
}

for f in zeros.z layers.zip nested.gz quine.gz loops.pdf extended.dd; do
	defused "$f"
	behind "$f"
done
limits zeros.z ratio
limits layers.zip total
limits nested.gz depth
limits quine.gz depth
defused loops.db --min 0
defused fat.dd
defused ntfs.dd
json "$tmp/fat.dd.lines" 'any(.[]; .type == "finding" and
	.value == "4539578763621486")' 'fat.dd: the card in it is found'
json "$tmp/ntfs.dd.lines" 'any(.[]; .type == "finding" and
	.value == "4539578763621486" and .file.path == "/card.txt")' \
	'ntfs.dd: the card in it is found, and whose it is'
if command -v fls >/dev/null; then
	fls "$tmp/ntfs.dd" 11 | grep -q '^d/d 5-' &&
		fls "$tmp/ntfs.dd" | grep -q '^d/d 11-'
	tap_say $? "ntfs.dd: the root is in a folder that is in the root"
else
	skip 'ntfs.dd: the root is in itself' 'fls looks at it'
fi
json "$tmp/loops.db.lines" 'any(.[]; .type == "finding" and
	.value == "4539578763621486")' 'loops.db: the numbers in it are found'
json "$tmp/loops.pdf.lines" 'any(.[]; .type == "finding" and
	(.path | test("-PDF-")))' 'loops.pdf: the honest stream is read'
finish
