#!/bin/sh
# lz.t - LZNT1 and XPHUFF against others: what libntfs-3g packs, and sleuthkit
# unpacks; what wimlib packs.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
fxdecode=$HELPER/fxdecode
PATH=$PATH:/usr/sbin:/sbin

# Text that packs well and not so well, and a program.
python3 - "$tmp/plain" <<'END'
import random, sys
random.seed(7)
with open(sys.argv[1], 'w') as f:
    for i in range(6000):
        f.write('%d;4111111111111111;%02d/27;%s\n' % (
            i, i % 12 + 1, ''.join(random.choices('abcdefgh', k=i % 60))))
END
head -c 300000 "$(command -v python3 | xargs readlink -f)" >>"$tmp/plain"

# units FILE: FILE is what fxdecode -a says; do its pieces make up the plain
# text, each 64 KiB further on, and does each go on into the next?
cat >"$tmp/units.py" <<'END'
import sys
out = open(sys.argv[1], 'rb').read()
plain = open(sys.argv[2], 'rb').read()
at, units, joined = 0, {}, 0
while at < len(out):
    nl = out.index(b'\n', at)
    start, used, n, end, limit = out[at:nl].split()
    data = out[nl + 1:nl + 1 + int(n)]
    at = nl + 2 + int(n)
    if end != b'ok':
        print(start, 'is', end)
    for k in range(0, len(plain), 65536):
        if plain[k:k + len(data)] == data[:len(plain) - k]:
            units[k] = start
            joined += len(data) > 65536
            break
    else:
        print(start, 'is no unit of the file')
whole = [k for k in range(0, len(plain), 65536)]
print(*['%d is missing' % k for k in whole if k not in units], sep='\n', end='')
if joined == 0:
    print('none goes on into the next')
END

if command -v mkntfs >/dev/null && command -v icat >/dev/null; then
	truncate -s 12M "$tmp/disk"
	mkntfs -F -q -f -C -c 4096 -p 0 "$tmp/disk" >"$tmp/log" 2>&1 &&
		ntfscp -f "$tmp/disk" "$tmp/plain" plain >>"$tmp/log" 2>&1
	tap_say $? "an NTFS volume with a compressed file" || tell "$tmp/log"
	inode=$(ifind -f ntfs -n plain "$tmp/disk")
	icat -f ntfs "$tmp/disk" "$inode" | cmp - "$tmp/plain" >"$tmp/found" 2>&1
	is_empty "$tmp/found" "sleuthkit reads it"
	"$fxdecode" -a LZNT1 <"$tmp/disk" >"$tmp/units"
	python3 "$tmp/units.py" "$tmp/units" "$tmp/plain" >"$tmp/found"
	is_empty "$tmp/found" "its units that are packed are found where they lie"
else
	skip "LZNT1 of libntfs-3g" "no mkntfs or sleuthkit"
fi

# Chunks of a resource in a WIM file: wimlib packs each by itself.
cat >"$tmp/wim.py" <<'END'
import struct, subprocess, sys
fxdecode, wim, blobs, plain = sys.argv[1:]
wim, plain = open(wim, 'rb').read(), open(plain, 'rb').read()
facts = {}
for block in open(blobs).read().split('\n\n'):
    f = dict(l.split('=', 1) for l in block.splitlines() if '=' in l)
    f = {k.strip(): v.split()[0] for k, v in f.items() if v.strip()}
    if f.get('Uncompressed size') == str(len(plain)):
        facts = f
at, n = int(facts['Offset in WIM']), (len(plain) + 65535) // 65536
ends = list(struct.unpack_from('<%dI' % (n - 1), wim, at))
ends = [0] + ends + [int(facts['Compressed size']) - 4 * (n - 1)]
packed = 0
for i in range(n):
    want = plain[i * 65536:(i + 1) * 65536]
    data = wim[at + 4 * (n - 1) + ends[i]:at + 4 * (n - 1) + ends[i + 1]]
    if len(data) == len(want):
        continue
    packed += 1
    for bad in False, True:
        mam = b'MAM\4' + struct.pack('<I', len(want)) + data[:len(data) // 2 if bad else None]
        r = subprocess.run([fxdecode, 'XPHUFF'], input=mam, capture_output=True)
        if bad and (r.returncode != 1 or not want.startswith(r.stdout)):
            print('chunk', i, 'cut:', r.returncode)
        if not bad and (r.returncode != 0 or r.stdout != want):
            print('chunk', i, 'differs:', r.returncode)
if packed == 0:
    print('nothing was packed')
END
if command -v wimlib-imagex >/dev/null; then
	mkdir "$tmp/in" && cp "$tmp/plain" "$tmp/in"
	wimlib-imagex capture "$tmp/in" "$tmp/wim" --compress=xpress \
		--chunk-size=65536 --no-acls >"$tmp/log" 2>&1 &&
		wimlib-imagex info "$tmp/wim" --blobs >"$tmp/blobs" 2>>"$tmp/log"
	tap_say $? "wimlib packs it" || tell "$tmp/log"
	python3 "$tmp/wim.py" "$fxdecode" "$tmp/wim" "$tmp/blobs" "$tmp/plain" \
		>"$tmp/found" 2>&1
	is_empty "$tmp/found" "each chunk unpacks, and a half of it to a beginning"
else
	skip "Huffman codes of wimlib" "no wimlib-imagex"
fi
finish
