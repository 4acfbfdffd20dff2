#!/bin/sh
# decode_scan.t - packed data in an image: found, in order, the same by every
# number of threads and from a stream; and as another program unpacks it
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99
command -v python3 >/dev/null || skip_all "no python3"

# An image of noise with text, plain and packed, and the list of what is there:
# path and number.
python3 - <<'EOF'
import gzip, random, zlib
random.seed(7)
def card():
    p = '4539' + ''.join(random.choice('0123456789') for _ in range(11))
    s = sum(int(c) * (2 - i % 2) // 10 + int(c) * (2 - i % 2) % 10
        for i, c in enumerate(reversed(p)))
    return p + str(-s % 10)
want = []
def text(path, n, at=0):
    out = b''
    for i in range(n):
        c = card()
        want.append('%s%d %s' % (path, at + len(out) + 13, c))
        out += b'card number: %s exp 12/27 cvv 123\n' % c.encode()
    return out
img = bytearray(random.randbytes(5 << 20))
def put(o, b):
    img[o:o + len(b)] = b
put(1000, text('', 3, 1000))
put(100000, gzip.compress(text('100000-GZIP-', 5), mtime=0))
inner = gzip.compress(text('200001-GZIP-1000-GZIP-', 2), mtime=0)
put(200001, gzip.compress(b'x' * 1000 + inner + b'y' * 9, mtime=0))
# across blocks of 1 MiB, and longer than any window
put(1048476, gzip.compress(text('1048476-GZIP-', 20000), mtime=0))
z = zlib.compress(text('3000000-ZLIB-', 4000))
put(3000000, z[:len(z) // 2]) # cut: its first half is there
d = zlib.decompressobj()
cut = len(d.decompress(z[:len(z) // 2]))
want = [w for w in want if not w.startswith('3000000') or
    int(w.split()[0].split('-')[2]) + 16 + 30 < cut]
put(3000000 + len(z) // 2, b'\xff' * 4096)
open('a.img', 'wb').write(img)
open('want', 'w').write('\n'.join(want) + '\n')
EOF


same() { # GOT WANT WORDS: two files are the same
	diff "$1" "$2" >.diff 2>&1
	tap_say $? "$3" || tell .diff
}
list() {
	jq -r 'select(.type=="finding" and .kind=="card.pan")|.path+" "+.value' "$@"
}
lines() { # what does not depend on the time or the name
	jq -c 'select(.type!="source" and .type!="run")|del(.ended)'
}

run 0 "a scan" fxscan -j 1 a.img
cp .out one
list one >got
grep -v '^3000000' want >want.whole
grep -v '^3000000' got >got.whole
same got.whole want.whole \
	"what another program packed is found where it is, and in order"
grep '^3000000' want | head -n 1000 >want.cut
grep '^3000000' got | head -n 1000 >got.cut
same got.cut want.cut "and what stands before a cut"
is "$(jq -r 'select(.type=="end")|"\(.limits) \(.errors)"' one)" "0 0" \
	"damaged data is no error"
is "$(jq -s 'map(select(.type=="finding")|.offset)|.==sort' one)" true \
	"offsets ascend"
lines <one >one.lines
for j in 2 7; do
	fxscan -j "$j" a.img | lines >more.lines
	same more.lines one.lines "the same lines with -j $j"
done
fxscan --raw a.img | lines >more.lines
same more.lines one.lines "and with --raw"
fxscan -j 3 - <a.img | lines >more.lines
same more.lines one.lines "the same from a stream"
{
	head -c 1048700 a.img
	sleep 1
	tail -c +1048701 a.img
} | fxscan -j 2 - | lines >more.lines
same more.lines one.lines "that pauses inside of a decoding"

### Paths lead to the bytes.
list one | awk 'NR % 4001 < 3' >some
while read -r path value; do
	is "$(fxcat a.img "$path+16" 2>&1)" "$value" "fxcat $path"
done <some

### Not decoding.
run 0 "--no-decode" fxscan --no-decode a.img
list .out | grep -e - >got
is_empty got "nothing is decoded"
is "$(jq -c 'select(.type=="source")|.options.decoders' .out)" "[]" \
	"and the options say so"
is "$(jq 'select(.type=="source")|.options.decoders|index("GZIP 1")!=null' one)" \
	true "else they name the decoders and their versions"

### Where a stream is kept.
run 4 "no folder for a stream" sh -c "TMPDIR=$tmp/none fxscan - <a.img"
has .err 'TMPDIR' "the message names TMPDIR"
has .err '--no-decode' "and what needs none"
run 0 "which it does not" sh -c "TMPDIR=$tmp/none fxscan --no-decode - <a.img"
mkdir here
run 0 "a folder of one's own" sh -c "TMPDIR=$tmp/here fxscan - <a.img"
ls -A here >left
is_empty left "nothing stays in it"

finish
