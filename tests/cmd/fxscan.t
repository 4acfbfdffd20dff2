#!/bin/sh
# fxscan: what it writes, to whom, what it says of bad input, how it ends.
# shellcheck disable=SC2016 # jq has variables of its own
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan

# A file with cards in ASCII and UTF-16, a track, and a number that stands alone.
{
	printf 'Card: 4539 5787 6362 1486 Exp: 12/27 CVV: 123 Name: John Doe\n'
	head -c 70000 /dev/zero | tr '\0' .
	printf '\n%s\n' 'B4012888888881881^DOE/JOHN^27122011000000000000?'
	printf ';4012888888881881=27122011000012345678?\n'
	head -c 70001 /dev/zero
	printf 'Credit card number: 5425233430109903 expires 04/2028\n' |
		iconv -t utf-16le
	head -c 9000 /dev/zero
	printf '\n6011 1111 1111 1117\n'
	head -c 9000 /dev/zero
} >"$tmp/cards.raw"
: >"$tmp/empty.raw"
printf x >"$tmp/one.raw"
printf 'nothing to see here\n' >"$tmp/text.raw"
# More findings than a pipe or a small disk holds.
for _ in 1 2 3 4 5 6 7 8 9 10; do
	printf 'Card: 4539 5787 6362 1486 Exp: 12/27 CVV: 123\n'
done >"$tmp/ten"
for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$tmp/ten"; done >"$tmp/hundred"
for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$tmp/hundred"; done >"$tmp/many.raw"

# same FILE: what two scans must agree in: all but the run line and the times.
same() {
	grep -v '^{"type":"run"' "$1" |
		sed -E 's/"(started|ended)":"[^"]*"/"\1":""/'
}
# core FILE: the findings, and the end line without its time.
core() {
	grep -E '^\{"type":"(finding|error|limit|end)"' "$1" |
		sed -E 's/"ended":"[^"]*"/"ended":""/'
}

run 0 "a file" "$scan" cards.raw
cp "$tmp/.out" "$tmp/cards.jsonl"
is_empty "$tmp/.err" "no words"
json "$tmp/cards.jsonl" 'length > 4' "jq reads every line"
json "$tmp/cards.jsonl" \
	'.[0].type=="source" and .[1].type=="run" and .[-1].type=="end"' \
	"source, run ... end"
json "$tmp/cards.jsonl" \
	'[.[2:-1][]|.type=="finding"]|all' "and findings between"
json "$tmp/cards.jsonl" \
	'.[0]|.v==1 and .tool=="fxscan" and .path=="cards.raw" and .format=="raw" and .sector==512' \
	"the source line tells the source"
json "$tmp/cards.jsonl" \
	'.[0].options|keys==["carvers","context","decoders","min","raw"] and .context==32 and .min==12 and .raw==0 and (.carvers|index("card.pan"))' \
	"and the options"
json "$tmp/cards.jsonl" '.[1]|.argv[1]=="cards.raw" and .libs.libtsk and .libs.libewf and .libs.libcrypto' \
	"the run line tells the command and libraries"
if [ "$MODE" != memcheck ]; then
	is "$(jq -r 'select(.type=="run").exe_sha256' "$tmp/cards.jsonl")" \
		"$(sha256sum <"$scan" | cut -d' ' -f1)" "and the program's digest"
fi
json "$tmp/cards.jsonl" '[.[]|select(.type=="finding")|.offset] as $o|$o==($o|sort)' \
	"in order of offset"
json "$tmp/cards.jsonl" \
	'[.[]|select(.type=="finding" and .value=="4539578763621486" and .offset==6 and .length==19 and .path=="6" and .encoding=="ascii" and .kind=="card.pan" and .score>=20)]|length==1' \
	"a card in groups"
json "$tmp/cards.jsonl" \
	'[.[]|select(.type=="finding" and .value=="4539578763621486")][0].attrs|.scheme=="visa" and .expiry=="2027-12" and .cvv=="123"' \
	"with its fields"
json "$tmp/cards.jsonl" \
	'[.[]|select(.type=="finding" and .value=="5425233430109903" and .encoding=="utf16le" and .length==32)]|length==1' \
	"a card in UTF-16"
json "$tmp/cards.jsonl" \
	'.[-1] as $e|[.[]|select(.type=="finding").kind]|group_by(.)|map({(.[0]):length})|add==$e.findings' \
	"the end line counts them"
json "$tmp/cards.jsonl" '.[-1]|.status=="complete" and .errors==0 and .limits==0' \
	"and says complete"
is "$(jq -r 'select(.type=="end")|[.sha256,.bytes]|@tsv' "$tmp/cards.jsonl")" \
	"$(sha256sum <"$tmp/cards.raw" | cut -d' ' -f1)	$(wc -c <"$tmp/cards.raw")" \
	"the digest is that of the file"
sed -n 's/.*"offset":\([0-9]*\),"length":\([0-9]*\),.*/\1 \2/p' \
	"$tmp/cards.jsonl" >"$tmp/places"
while read -r off len; do
	"$BIN/fxcat" "$tmp/cards.raw" "$off+$len" | wc -c | grep -qx "$len" ||
		echo "no bytes at $off+$len"
done <"$tmp/places" >"$tmp/found"
is_empty "$tmp/found" "fxcat shows the bytes of each"

json "$tmp/cards.jsonl" 'map(keys_unsorted) as $k|$k[0]==["type","v","tool","version","build","options","path","format","sector","started"] and ($k[1]-["notes"])==["type","exe_sha256","libs","argv","host","user","boot"] and $k[2]==["type","kind","value","offset","length","path","encoding","score","why","attrs","context"] and $k[-1]==["type","status","bytes","sha256","findings","below","limits","errors","ended"]' \
	"the members are in their order"
run 0 "fxhist reads it" "$BIN/fxhist" cards.jsonl
is_empty "$tmp/.err" "without a word"

# The same again.
same "$tmp/cards.jsonl" >"$tmp/same"
for j in 1 2 7; do
	run 0 "-j$j" "$scan" -j$j cards.raw
	same "$tmp/.out" | cmp -s - "$tmp/same"
	tap_say $? "-j$j: the same bytes"
done
for isa in portable sse2 avx2 avx512; do
	run 0 "FX_ISA=$isa" env FX_ISA=$isa "$scan" cards.raw
	same "$tmp/.out" | cmp -s - "$tmp/same"
	tap_say $? "FX_ISA=$isa: the same bytes"
done
core "$tmp/cards.jsonl" >"$tmp/core"
run 0 "standard input" sh -c "cat cards.raw | '$scan' -"
core "$tmp/.out" | cmp -s - "$tmp/core"
tap_say $? "standard input: the same findings"
json "$tmp/.out" '.[0]|.path=="stdin" and .format=="stream"' "its name"
run 0 "--raw" "$scan" --raw cards.raw
core "$tmp/.out" | cmp -s - "$tmp/core"
tap_say $? "--raw: the same findings"
json "$tmp/.out" '.[0].options.raw==1' "and the option"
run 0 "--name" sh -c "'$scan' --name Passwords.txt - <cards.raw"
json "$tmp/.out" '.[0].path=="Passwords.txt"' "--name names standard input"

# Options that change findings.
run 0 "--min 0" "$scan" --min 0 cards.raw
cp "$tmp/.out" "$tmp/all"
json "$tmp/all" '.[-1].below=={}' "--min 0: nothing is below"
jq -s --slurpfile d "$tmp/cards.jsonl" \
	'def n: to_entries|map(.value)|add // 0; (.[-1].findings|n) == ($d[-1].findings|n) + ($d[-1].below|n)' \
	"$tmp/all" >"$tmp/sum"
is "$(cat "$tmp/sum")" true "nothing is lost below the threshold"
json "$tmp/all" '[.[]|select(.value=="6011111111111117")]|length==1' \
	"--min 0: the lone number too"
run 0 "--min 99" "$scan" --min 99 cards.raw
json "$tmp/.out" '.[-1].findings=={} and (.[-1].below["card.pan"]>0)' \
	"--min 99: all are below"
run 0 "--context 0" "$scan" --context 0 cards.raw
json "$tmp/.out" '[.[]|has("context")|not]|all' "--context 0: none"
json "$tmp/cards.jsonl" '[.[]|select(.type=="finding")]|map(has("context"))|all' \
	"context else"
json "$tmp/cards.jsonl" '.[2].context|contains("Card: 4539 5787 6362 1486 Exp: 12/27")' \
	"on both sides"
run 0 "--hash" "$scan" --hash md5,sha1 cards.raw
is "$(jq -r 'select(.type=="end")|.md5,.sha1' "$tmp/.out")" \
	"$(md5sum <"$tmp/cards.raw" | cut -d' ' -f1)
$(sha1sum <"$tmp/cards.raw" | cut -d' ' -f1)" "--hash: both"
for names in card.track2 track2; do
	run 0 "-e $names" "$scan" -e $names cards.raw
	json "$tmp/.out" '(.[0].options.carvers==["card.track2"]) and (.[-1].findings=={"card.track2":1})' \
		"-e $names: no other"
done
run 0 "-e group, -x" "$scan" -x card.track1 -e card,pan -x track2 cards.raw
json "$tmp/.out" '.[0].options.carvers==["card.browser","card.emv","card.pan"]' "-x wins over -e"

# Yes or no.
run 0 "-q: found" "$scan" -q cards.raw
is_empty "$tmp/.out" "-q: no output"
run 1 "-q: not found" "$scan" -q text.raw
run 0 "-q: found in one of two" "$scan" -q text.raw cards.raw
run 4 "-q: nothing to read" "$scan" -q gone.raw
run 3 "-q: not found, and not all was read" "$scan" -q gone.raw text.raw
run 0 "-v" "$scan" -v text.raw
has "$tmp/.err" "text.raw: complete, 20 bytes" "-v: a summary"

# Bad input.
run 4 "a missing file" "$scan" gone.raw
is "$(cat "$tmp/.err")" "fxscan: gone.raw: cannot open: No such file or directory" \
	"is named"
is_empty "$tmp/.out" "and nothing written"
run 3 "a missing file among others" "$scan" gone.raw cards.raw text.raw
core "$tmp/.out" | head -n "$(wc -l <"$tmp/core")" | cmp -s - "$tmp/core"
tap_say $? "the others are scanned"
json "$tmp/.out" '[.[]|select(.type=="end")]|length==2' "each to its end"
run 0 "an empty file" "$scan" empty.raw
json "$tmp/.out" '.[-1]|.bytes==0 and .status=="complete" and .sha256=="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"' \
	"has the digest of nothing"
run 0 "one byte" "$scan" one.raw
json "$tmp/.out" '.[-1].bytes==1' "one byte"
run 0 "a text" "$scan" text.raw
json "$tmp/.out" '.[-1]|.bytes==20 and .findings=={}' "a text has no findings"
name=$(printf 'a\377b\033[2J.raw')
cp "$tmp/text.raw" "$tmp/$name"
run 0 "a name that is no UTF-8" "$scan" "$name"
json "$tmp/.out" '.[0].path.hex=="61ff621b5b324a2e726177" and .[1].argv[1].hex' \
	"is given in hex"
run 4 "a name that steers terminals" "$scan" "$name.gone"
! grep -q "$(printf '\033')" "$tmp/.err"
tap_say $? "is shown without its escape"

# Containers: their own digests, damage, their own bytes.
{
	cat "$tmp/cards.raw"
	head -c 1048576 /dev/zero | tr '\0' z
} | head -c 1048576 >"$tmp/disk.raw"
(cd "$tmp" && ewfacquire -q -u -t disk -d sha1 -f encase6 -c none disk.raw) \
	>/dev/null 2>&1
run 0 "an E01" "$scan" disk.E01
core "$tmp/.out" >"$tmp/e01"
cp "$tmp/.out" "$tmp/e01.jsonl"
json "$tmp/.out" '.[0].format=="ewf" and .[0].stored.md5==.[-1].md5 and .[0].stored.sha1==.[-1].sha1' \
	"its digests are computed, and hold"
run 0 "what is in it" "$scan" --hash md5,sha1 disk.raw
core "$tmp/.out" | cmp -s - "$tmp/e01"
tap_say $? "gives the same findings"
run 0 "--raw of a container" "$scan" --raw disk.E01
has "$tmp/.err" "disk.E01: a container, scanned as the bytes of its file" "is said"
is "$(jq -r 'select(.type=="end").bytes' "$tmp/.out")" \
	"$(wc -c <"$tmp/disk.E01")" "--raw of a container: all its bytes"
cp "$tmp/disk.E01" "$tmp/bad.E01"
printf DAMAGED | dd of="$tmp/bad.E01" bs=1 seek=600000 conv=notrunc 2>/dev/null
run 3 "a damaged E01" "$scan" bad.E01
json "$tmp/.out" '[.[]|select(.type=="error")] as $e|$e[0].length==32768 and ($e|map(.why)[1:])==["stored SHA-1 differs from the bytes read","stored MD5 differs from the bytes read"] and .[-1].errors==3' \
	"tells the range and that the digests differ"
has "$tmp/.err" "bad.E01: 32768 bytes at offset [0-9]+ cannot be read" "in words, too"
has "$tmp/.err" "bad.E01: stored MD5 differs from the bytes read" "both of it"
grep '"type":"finding"' "$tmp/.out" >"$tmp/a"
grep '"type":"finding"' "$tmp/e01.jsonl" >"$tmp/b"
cmp -s "$tmp/a" "$tmp/b"
tap_say $? "loses no finding beside the damage"
run 3 "-q: no finding, some bytes not read" "$scan" -q --min 99 bad.E01
run 0 "-q: a finding, whatever was not read" "$scan" -q bad.E01

# usage PATTERN OPTIONS...: exit 2, words, and nothing read.
usage() {
	say=$1
	shift
	run 2 "$*" "$scan" "$@"
	has "$tmp/.err" "$say" "$*: says why"
	is_empty "$tmp/.out" "$*: writes nothing"
}
usage "^usage:"
usage "no carver or group 'foo'; carvers: bank.*card.emv card.pan.*; groups: bank card" -e foo text.raw
usage "no carver or group ''" -e card, text.raw
usage "no carver or group 'fo'" -x fo text.raw
usage "no carver is left" -e card -x card text.raw
usage "-j: '0' is not a number from 1 to 64" -j 0 text.raw
usage "-j: '65'" -j 65 text.raw
usage "--min: '-1'" --min -1 text.raw
usage "--min: '100'" --min 100 text.raw
usage "--context: '257'" --context 257 text.raw
usage "--hash: no algorithm 'crc32'" --hash md5,crc32 text.raw
usage "--progress: 'dots'" --progress dots text.raw
usage "--name names standard input" --name x text.raw
usage "can be read once" - text.raw -

# The table.
run 0 "--table" "$scan" --table cards.raw
cp "$tmp/.out" "$tmp/table"
has "$tmp/table" "^cards.raw: raw, [0-9]+ bytes$" "the table names its source"
has "$tmp/table" "^ +OFFSET KIND +CLASS +VALUE +ABOUT +WHY$" "has titles"
has "$tmp/table" "^ +6 card.pan +confirmed 453957\*{6}1486 +visa .*luhn" \
	"a masked row"
has "$tmp/table" "^sha256 [0-9a-f]{64}$" "the digest"
! grep -E '4539578763621486|4539 5787|888888888|5425233430109903|123\b|JOHN|Doe|2027' \
	"$tmp/table" >"$tmp/found"
is_empty "$tmp/found" "nothing private in clear"
run 0 "the last of --table and --json" "$scan" --table --json text.raw
json "$tmp/.out" 'length==3' "counts"
run 0 "a name in the table" "$scan" --table "$name"
! grep -q "$(printf '\033')" "$tmp/.out"
tap_say $? "steers no terminal"

# What could not be decoded has rows, too, but not without end.
if (cd "$tmp" && zip -q -P secret enc.zip text.raw); then
	run 0 "--table of what is encrypted" "$scan" --table enc.zip
	has "$tmp/.out" "^ +0 limit +encrypted, at 0-ZIP-0$" "a row says why"
	has "$tmp/.out" "^0 findings, 1 limit; complete" "and it is counted"
	! grep -q 'not shown' "$tmp/.out"
	tap_say $? "nothing is left out"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
		cat "$tmp/enc.zip"
	done >"$tmp/enc.raw"
	run 0 "many of them" "$scan" --table enc.raw
	is "$(grep -c ' limit  *encrypted, at [0-9]*-ZIP-0$' "$tmp/.out")" 20 \
		"the first have rows"
	has "$tmp/.out" \
		"^limits and errors of decodings not shown: 3 .--json has all.$" \
		"the others a number"
	has "$tmp/.out" "^0 findings, 23 limits" "all are counted"
	run 0 "lines of them" "$scan" enc.raw
	is "$(grep -c '"type":"limit"' "$tmp/.out")" 23 "are all there"
else
	skip "what is encrypted" "no zip"
fi

# Output that cannot be written.
run 4 "a full device" sh -c "'$scan' cards.raw >/dev/full"
is "$(cat "$tmp/.err")" \
	"fxscan: cannot write to standard output: No space left on device" \
	"is said once"
run 0 "a closed pipe" sh -c "{ '$scan' many.raw; echo \$? >rc; } | head -n 1"
is "$(cat "$tmp/rc")" 4 "a closed pipe: status 4"
is "$(cat "$tmp/.err")" "fxscan: cannot write to standard output: Broken pipe" \
	"a closed pipe: one sentence"
cat >"$tmp/slow.py" <<'END'
# A reader that made the pipe non-blocking and takes its time.
import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(w, False)
p = subprocess.Popen(sys.argv[1:], stdout=w)
os.close(w)
time.sleep(0.5)
while True:
    b = os.read(r, 65536)
    if not b:
        break
    sys.stdout.buffer.write(b)
sys.exit(p.wait())
END
run 0 "a slow, non-blocking pipe" python3 slow.py "$scan" many.raw
json "$tmp/.out" '(length==1003) and .[-1].findings["card.pan"]==1000' \
	"loses nothing"
mkdir "$tmp/small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=64k none "$tmp/small" 2>/dev/null
then
	run 4 "a full disk" sh -c "'$scan' many.raw >small/out"
	has "$tmp/.err" "^fxscan: cannot write to standard output: No space" "is said"
	umount "$tmp/small"
else
	skip "a full disk" "cannot mount a file system"
fi

# Signals. The scan waits for more of its input when they come.
stopped() { # SIGNAL STATUS
	rm -f "$tmp/.out" # of the run before: its findings are none of ours
	mkfifo "$tmp/fifo"
	(cat "$tmp/ten" && head -c 3000000 /dev/zero &&
		exec sleep 90) >"$tmp/fifo" 2>/dev/null &
	feeder=$!
	env --default-signal="$1" "$scan" - <"$tmp/fifo" >"$tmp/.out" 2>"$tmp/.err" &
	pid=$!
	n=0
	while ! grep -q '"type":"finding"' "$tmp/.out" 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 800 ] || break
		sleep 0.1
	done
	kill -"$1" $pid
	wait $pid 2>/dev/null
	is $? "$2" "SIG$1: ends by it"
	{
		kill $feeder
		wait $feeder
	} 2>/dev/null
	json "$tmp/.out" '.[-1]|.type=="end" and .status=="interrupted"' \
		"SIG$1: the end line says so"
	json "$tmp/.out" '.[-1] as $e|[.[]|select(.type=="finding")]|length==$e.findings["card.pan"] and length>0' \
		"SIG$1: what was found is there"
	rm -f "$tmp/fifo"
}
stopped INT 130
stopped TERM 143

# On a terminal: a table, and progress that goes away.
if command -v script >/dev/null; then
	cat >"$tmp/slow" <<-END
		stty cols 80
		(head -c 2500000 /dev/zero; sleep 0.4; cat cards.raw
		    head -c 2500000 /dev/zero; sleep 0.4; head -c 2500000 /dev/zero) |
		    '$scan' -
	END
	run 0 "a terminal" script -qec "sh '$tmp/slow'" /dev/null
	tr -d '\r' <"$tmp/.out" >"$tmp/pty"
	has "$tmp/pty" "stdin  [0-9.]+ MB  [0-9.]+ [kM]B/s  [0-9]+ hits?" \
		"shows progress"
	has "$tmp/pty" "453957\*{6}1486" "and a masked table"
	! grep -q '4539578763621486' "$tmp/pty"
	tap_say $? "nothing in clear"
	# What stays on the screen: the last state of each line.
	sed "s/.*$(printf '\033')\[K//" "$tmp/pty" >"$tmp/screen"
	! grep -E "MB/s|$(printf '\033')" "$tmp/screen" >"$tmp/found"
	is_empty "$tmp/found" "no progress is left between the lines"
	awk 'length > 80' "$tmp/screen" >"$tmp/found"
	is_empty "$tmp/found" "80 columns are enough"
	run 0 "--progress none" script -qec "'$scan' --progress none cards.raw" /dev/null
	! grep -q "$(printf '\033')" "$tmp/.out"
	tap_say $? "shows none"
	run 0 "--json on a terminal" script -qec "'$scan' --json --progress none cards.raw" /dev/null
	tr -d '\r' <"$tmp/.out" >"$tmp/pty"
	core "$tmp/pty" | cmp -s - "$tmp/core"
	tap_say $? "is the same JSON"
else
	skip "a terminal" "no script(1)"
fi
run 0 "--progress json" "$scan" --progress json cards.raw
json "$tmp/.err" '.[-1]|.type=="progress" and .path=="cards.raw" and .bytes==.size and .hits>0 and .errors==0' \
	"is JSON on stderr"
json "$tmp/.out" '.[-1].type=="end"' "and not on stdout"
finish
