#!/bin/sh
# disk.sh - a disk of many files: fxscan with all on, beside hashing it and
# beside recovering its files with The Sleuth Kit
#
# usage: BIN=... sh tests/bench/disk.sh [FILES]
set -eu
files=${1:-100000}
dir=$(mktemp -d "${TMPDIR:-/var/tmp}/fx-disk.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 98' HUP INT TERM

for tool in mke2fs tsk_recover fls; do
	command -v $tool >/dev/null || {
		echo "disk: $tool is not here"
		exit 0
	}
done
# Text files, as /usr has them, whole: of a gzip file that is cut short the rest
# decodes to chance, and there is no end to that.  Every hundredth is compressed
# with a card in it.
python3 - "$dir/tree" "$files" <<'END'
import gzip, os, sys
root, n = sys.argv[1], int(sys.argv[2])
texts, size = [], 0
for d, _, names in sorted(os.walk("/usr/share/doc")):
    for name in sorted(names):
        try:
            path = os.path.join(d, name)
            if os.path.islink(path) or os.path.getsize(path) > 65536:
                continue
            with open(path, "rb") as f:
                texts.append(f.read())
        except OSError:
            continue
        size += len(texts[-1])
    if size > 64 << 20:
        break
card = b"Card: 4539 5787 6362 1486 Exp: 12/27\n"
for i in range(n):
    folder = os.path.join(root, "%03d" % (i // 1000))
    if i % 1000 == 0:
        os.makedirs(folder)
    text = texts[i % len(texts)]
    if i % 100 == 0:
        text = gzip.compress(text + card, mtime=0)
    with open(os.path.join(folder, "%06d" % i), "wb") as f:
        f.write(text)
END
used=$(du -sm "$dir/tree" | cut -f 1)
mke2fs -q -F -t ext4 -N $((files + files / 10 + 1000)) -d "$dir/tree" \
	"$dir/disk.raw" "$((used + used / 4 + 64))M" >/dev/null 2>&1
rm -rf "$dir/tree"
cat "$dir/disk.raw" >/dev/null

now() {
	date +%s.%N
}
# timed NAME COMMAND...: seconds by the wall, and what it is to the hash
timed() {
	what=$1
	shift
	start=$(now)
	"$@" >"$dir/out" 2>"$dir/err" || {
		echo "disk: $what: exit $?"
		head -n 5 "$dir/err"
		exit 4
	}
	end=$(now)
	[ -n "${base-}" ] || base=$(echo "$start $end" | awk '{ print $2 - $1 }')
	echo "$start $end $base" | awk -v what="$what" '{
		printf "%-32s %8.2f s %8.2f\n", what, $2 - $1, ($2 - $1) / $3 }'
}
echo "ext4, $files files, $(du -m --apparent-size "$dir/disk.raw" | cut -f 1) MiB; ratio to the hash"
timed "openssl dgst -sha256" openssl dgst -sha256 "$dir/disk.raw"
timed "tsk_recover -e" tsk_recover -e "$dir/disk.raw" "$dir/recovered"
rm -rf "$dir/recovered"
timed "fls -r -p" fls -r -p "$dir/disk.raw"
timed "fxscan --raw --no-decode" "$BIN/fxscan" --raw --no-decode "$dir/disk.raw"
timed "fxscan --raw" "$BIN/fxscan" --raw "$dir/disk.raw"
timed "fxscan" "$BIN/fxscan" "$dir/disk.raw"
tail -n 1 "$dir/out" | jq -c '{findings, limits, errors}'
