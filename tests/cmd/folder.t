#!/bin/sh
# fxscan on a folder: each file is a source, links are not followed, names that
# are hostile do no harm, sets of segments are one source.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan

bad=$(printf 'z\n\033[31m')
mkdir -p "$tmp/d/a/b" "$tmp/d/$bad" "$tmp/empty" "$tmp/outside"
printf 'Card: 4539 5787 6362 1486 Exp: 12/27\n' >"$tmp/card"
cp "$tmp/card" "$tmp/d/a/b/one.txt"
cp "$tmp/card" "$tmp/d/a/two.txt"
cp "$tmp/card" "$tmp/d/$bad/$(printf 'x\377')"
cp "$tmp/card" "$tmp/outside/never.txt"
: >"$tmp/d/a/nothing"
ln -s ../outside "$tmp/d/folder-link"
ln -s ../outside/never.txt "$tmp/d/file-link"
ln -s . "$tmp/d/loop"
mkfifo "$tmp/d/a/fifo"
{ head -c 3000 /dev/zero && cat "$tmp/card"; } >"$tmp/whole"
split -b 1024 -a 3 -d "$tmp/whole" "$tmp/d/set.raw."

run 0 'a folder' "$scan" d
cp "$tmp/.out" "$tmp/lines"
has "$tmp/.err" '^fxscan: d: 3 symbolic links in it were not followed$' \
	'says that links were not followed'
has "$tmp/.err" '^fxscan: d: 1 devices, pipes and sockets in it were not read$' \
	'says that a pipe was not read'
jq -c 'select(.type == "source") | .path' "$tmp/lines" >"$tmp/paths"
cat >"$tmp/want" <<END
"d/a/b/one.txt"
"d/a/nothing"
"d/a/two.txt"
"d/set.raw.000"
{"hex":"642f7a0a1b5b33316d2f78ff"}
END
diff "$tmp/want" "$tmp/paths" >"$tmp/differ"
is_empty "$tmp/differ" 'every file is a source, in order; a set is one'
json "$tmp/lines" 'map(select(.type == "finding")) | length == 4' \
	'one finding in each that holds a card'
json "$tmp/lines" 'map(select(.type == "finding"))[2].offset == 3006' \
	'the set is read as one image'
json "$tmp/lines" 'map(select(.type == "end" and .status == "complete")) |
	length == 5' 'each ends complete'

run 0 'a folder, as a table' "$scan" --table d
grep -c "$(printf '\033')" "$tmp/.out" "$tmp/.err" | grep -v ':0$' >"$tmp/escapes"
is_empty "$tmp/escapes" 'no control reaches the terminal'
run 0 'a link to a folder is meant' "$scan" d/folder-link
has "$tmp/.out" '"path":"d/folder-link/never.txt"' 'its files are read'
run 0 'under -q, a folder with a card' "$scan" -q d
run 1 'under -q, an empty folder' "$scan" -q empty
run 0 'an empty folder' "$scan" empty
is_empty "$tmp/.out" 'holds no source'

# A file that is refused does not keep the others from being read.
printf 'QFI\373\000\000\000\003' >"$tmp/d/a/disk.qcow2"
run 3 'a folder with an image that is not read' "$scan" d
has "$tmp/.err" '^fxscan: d/a/disk.qcow2: ' 'names it'
json "$tmp/.out" 'map(select(.type == "finding")) | length == 4' \
	'all the others are read'
mkdir "$tmp/only"
mv "$tmp/d/a/disk.qcow2" "$tmp/only"
run 4 'a folder of which nothing can be read' "$scan" only

(cd "$tmp" && "$scan" d >/dev/full) 2>"$tmp/.err"
is $? 4 'a full disk ends it'
is "$(grep -c 'cannot write' "$tmp/.err")" 1 'and is said once'

# The lines of a folder are a stream that fxrecord takes, source by source.
(cd "$tmp" && "$BIN/fxkey" new lab && "$BIN/fxrecord" --init --case F-1 \
	--agency lab.example --examiner e --key lab.key case.evd) >"$tmp/.out" 2>&1
run 0 'it is recorded' sh -c "'$scan' d | '$BIN/fxrecord' --key lab.key case.evd"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
case_ok "$tmp/case.evd" "$tmp/lab.pub"

# And is verified with the folder in the place of each image: here as it was,
# then with two files of the same bytes, one of which was changed.
# shellcheck disable=SC2317 # run calls it
verify() {
	"$BIN/fxverify" --key lab.pub --vault case.vault \
		--identity lab.agekey --image d case.evd
}
cd "$tmp" || exit 99
run 0 'it is verified with the folder' verify
has .out 'findings were found again in the image' 'which derives its findings'
cp d/a/two.txt d/a/twin.txt
rm -f case.*
"$BIN/fxrecord" --init --case F-2 --agency lab.example --examiner e \
	--key lab.key case.evd >.out 2>&1
"$scan" d 2>.err | "$BIN/fxrecord" --key lab.key case.evd >.out 2>&1
run 0 'two files of the same bytes are two images' verify
echo >>d/a/twin.txt
run 4 'a file that was changed' verify
has .out 'd/a/twin.txt is not an image this case examined' 'is named'
rm d/a/twin.txt

# A signal while the first of several is scanned: what it tells is more than a
# pipe and the scan itself hold, so that the signal comes before its end.
mkdir "$tmp/many"
yes "$(cat "$tmp/card")" | head -n 20000 | gzip >"$tmp/many/a.gz"
cp "$tmp/card" "$tmp/many/b.txt"
cp "$tmp/card" "$tmp/many/c.txt"
mkfifo "$tmp/pipe"
# stopped WORDS OPERAND ...: told of them up to and behind a signal, in lines
stopped() {
	words=$1
	shift
	(cd "$tmp" && exec env --default-signal=INT "$scan" -j 1 "$@" \
		>pipe 2>.err) &
	pid=$!
	exec 3<"$tmp/pipe"
	while read -r line <&3; do
		printf '%s\n' "$line"
		case $line in *'"type":"finding"'*) break ;; esac
	done >"$tmp/lines"
	kill -INT $pid
	cat <&3 >>"$tmp/lines"
	exec 3<&-
	wait $pid 2>/dev/null
	is $? 130 "$words"
}
stopped 'a signal ends the scan of a pipe to come' many/a.gz d/a/fifo
json "$tmp/lines" 'map(select(.type == "source")) | map(.format) ==
	["raw", "stream"]' 'which is not opened, but told'
stopped 'a signal ends the scan of a folder' many d/a/two.txt
has "$tmp/.err" '^fxscan: a signal ended the scan: 3 images were not scanned$' \
	'says how many were not scanned'
has "$tmp/lines" '"path":"0-GZIP-[0-9]*","why":"interrupted"' \
	'tells where the decoding was halted'
jq -r 'select(.type == "source").path, select(.type == "end").status' \
	"$tmp/lines" | tr '\n' ' ' >"$tmp/told"
is "$(cat "$tmp/told")" 'many/a.gz interrupted many/b.txt interrupted ' \
	'its source is not complete, the next one is not begun'
json "$tmp/lines" '.[-1].bytes == 0 and .[-1].findings == {}' \
	'which has no bytes'
run 3 'they are recorded' "$BIN/fxrecord" --key lab.key case.evd <"$tmp/lines"
run 0 'and verified' "$BIN/fxverify" --key lab.pub case.evd
has "$tmp/.out" 'What 2 runs that did not complete would have found' \
	'which says that runs did not complete'

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 0755 "$tmp" && chmod 0 "$tmp/d/a/b"
	run 3 'a folder inside that may not be read' setpriv --reuid 65534 \
		--regid 65534 --clear-groups "$scan" d
	has "$tmp/.err" '^fxscan: d/a/b: Permission denied$' 'is named'
	chmod 0755 "$tmp/d/a/b"
else
	skip 'a folder that may not be read' 'needs root and setpriv'
fi
finish
