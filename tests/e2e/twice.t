#!/bin/sh
# twice.t - what a stream holds as it is, and what text shows with its escapes,
# is told once: where it lies.  What that does not tell is told as decoded.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99
command -v python3 >/dev/null || skip_all "no python3"

# Files, and in `want` for each card in them: file, card, decoders of the paths
# that are told of it ("-" for none), in order.
cat >make.py <<'EOF'
import gzip, io, json, os, random, subprocess, zipfile, zlib
random.seed(11)
want = open('want', 'w')
def card():
    p = '4539' + ''.join(random.choice('0123456789') for _ in range(11))
    s = sum(int(c) * (2 - i % 2) // 10 + int(c) * (2 - i % 2) % 10
            for i, c in enumerate(reversed(p)))
    return p + str(-s % 10)
def line(c):
    return b'\ncard number: %s exp 12/27 cvv 123\n' % c.encode()
def tell(name, c, *ways):
    print(name, c, *ways, file=want)
def put(name, data):
    with open(name, 'wb') as f:
        f.write(data)
def tool(name, data, *argv):
    put('in', data)
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
def some(n, size=5000):
    cs = [card() for _ in range(n)]
    return cs, b''.join(random.randbytes(size) + line(c) for c in cs) + \
        random.randbytes(size)
def all_raw(name, cs):
    for c in cs:
        tell(name, c, '-')

# Streams that hold what does not get smaller as it is.
for name, argv in (('a.xz', 'xz -k -c in'), ('a.zst', 'zstd -q -c in')):
    cs, data = some(30)
    put('in', data)
    with open(name, 'wb') as f:
        subprocess.run(argv.split(), check=True, stdout=f)
    all_raw(name, cs)
for name, pack in (('a.gz', lambda d: gzip.compress(d, 0)),
                   ('a.zlib', lambda d: zlib.compress(d, 0))):
    cs, data = some(20, 2000)
    put(name, pack(data))
    all_raw(name, cs)
cs, data = some(20, 9000)
tool('a.7z', data, '7z', 'a', '-bd', '-mx0', 'a.7z', 'in')
all_raw('a.7z', cs)
cs, data = some(20)
tool('a.cab', data, 'gcab', '-c', '-n', 'a.cab', 'in')
all_raw('a.cab', cs)

# A deflated stream in what is stored: its decoding is told once.
cs, data = some(20)
inner = gzip.compress(bytes(random.choices(b'abcdefgh', k=20000)) + b''.join(map(line, cs)))
tool('b.7z', inner, '7z', 'a', '-bd', '-mx0', 'b.7z', 'in')
for c in cs:
    tell('b.7z', c, 'GZIP')
# One that is longer than a chunk of xz, whose headers lie in it.
cs, data = some(60, 6000)
inner = gzip.compress(data)
put('in', inner)
with open('b.xz', 'wb') as f:
    subprocess.run(['xz', '-k', '-c', 'in'], check=True, stdout=f)
for c in cs:
    tell('b.xz', c, 'one')

# The second of two is a copy of the first, which lies there once.
c = card()
put('in', random.randbytes(300) + line(c) + b'and again' + line(c) +
    random.randbytes(300))
with open('c.lz4', 'wb') as f:
    subprocess.run(['lz4', '-q', '-c', 'in'], check=True, stdout=f)
tell('c.lz4', c, 'LZ4', '-')
c = card()
data = random.randbytes(3000) + line(c) + random.randbytes(3000)
put('c.gz', gzip.compress(data, 0)[:-8] + b'' + gzip.compress(data, 0)[-8:])
tell('c.gz', c, '-')
# What a header of blocks cuts is told as decoded, and what lies behind is not.
c, d = card(), card()
put('c.zlib', zlib.compress(random.randbytes(65535 - 20) + line(c) +
                            random.randbytes(3000) + line(d) +
                            random.randbytes(3000), 0))
tell('c.zlib', c, 'ZLIB')
tell('c.zlib', d, '-')

# Texts with escapes.
def group(c, by):
    return by.join(c[i:i + 4] for i in range(0, 16, 4))
def text(name, make, *ways, enc='utf-8'):
    c = card()
    put(name, make(c).encode(enc))
    tell(name, c, *ways)
text('d.url', lambda c: 'pan=%s&cvv=123&q=%%41' % group(c, '%20'), '-')
text('d.wide', lambda c: 'pan=%s&cvv=123&q=%%41' % group(c, '%20'), '-',
     enc='utf-16-le')
text('d.other', lambda c: 'pan=%s&cvv=123&q=%%41' % group(c, '%20'), '-',
     enc='utf-16-be')
text('d.hidden', lambda c: 'pan=' + c[:7] + '%3' + c[7] + c[8:] + '&cvv=123', 'PERCENT')
# What is stored, in all encodings.
for enc in 'utf-8', 'utf-16-le', 'utf-16-be':
    c = card()
    put('f.' + enc, gzip.compress(('lorem ipsum ' * 40 + line(c).decode() +
                                   'dolor sit amet').encode(enc), 0))
    tell('f.' + enc, c, '-')
text('d.html', lambda c: '<td>card &amp;</td><td>&lt;' + group(c, ' ') + '&gt;</td>', '-')
text('d.nbsp', lambda c: '<td>card %s</td>' % group(c, '&nbsp;'), 'ENTITY')
text('d.json', lambda c: json.dumps({'a\n': 'card number ' + c + '\tx\u00e9'}), '-')
text('d.qp', lambda c: 'Card =C3=A9 number =\n%s=\n and more=2C' % group(c, ' '), '-')
text('d.xml', lambda c: '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats'
     '.org/spreadsheetml/2006/main"><si><t>card</t></si><si><t>%s</t></si></sst>' % c, '-')
# The end of a line of base64 is none of quoted-printable; a track that ends with
# "=" is one, and goes on in the next line.
import base64
c = card()
data = b'lorem ipsum dolor sit amet ' * 9 + line(c)
put('d.base64', base64.encodebytes(data + b' ' * (-(len(data) - 40) % 57)) + bytes(600))
tell('d.base64', c, 'BASE64')
def sum6(t): # the check character behind a track (ISO/IEC 7811-2)
    x = 0
    for ch in t:
        x ^= ord(ch) - 32 & 63
    return chr(x + 32)
c = card()
for i in range(100000):
    track = '%%B%s^%s/ANNA^2812201%09d?' % (c, 'MUSTER' + 'X' * (i % 2), i * 7919)
    if sum6(track) == '=':
        break
put('d.track', (' ' * 10 + track + '=\n' + 'lorem ipsum').encode())
tell('d.track', c, '-')
# What the escapes hide says more of it.
text('d.more', lambda c: 'pan=%s%%0Aexp%%3A12%%2F27' % c, '-', 'PERCENT')
# So it is inside of another.
c = card()
put('e.gz', gzip.compress(b'pan=%s&cvv=123&q=%%41' % group(c, '%20').encode() * 1))
tell('e.gz', c, 'GZIP')
EOF
python3 make.py >log 2>&1
tap_say $? "files are made" || tell log

# told FILE: path and value of each finding, in order
told() {
	fxscan --context 0 "$@" | jq -r 'select(.type=="finding" and
		(.kind=="card.pan" or .kind=="card.track1")) |
		"\(.attrs.pan // .value) \(.path)"'
}
for f in ?.*; do
	[ "$f" = make.py ] || told -j 1 "$f" >"$f.told"
done
ways() { # FILE CARD: decoders of its paths
	sed -n "s/^$2 //p" "$1.told" | sed -E 's/^[0-9]+$/-/; s/(^|-)[0-9]+(-|$)/ /g
		s/^ *//; s/ *$//' | tr '\n' ' ' | sed 's/ $//'
}
cut -d ' ' -f 1 want | uniq >names
while read -r f; do
	grep "^$f " want | while read -r _ c how; do
		got=$(ways "$f" "$c")
		[ "$how" = one ] && case $got in
		- | GZIP | "XZ GZIP") continue ;;
		esac
		[ "$got" = "$how" ] || echo "$c: $got, not $how: $(grep "^$c" "$f.told" | tr '\n' ' ')"
	done >bad
	is_empty bad "$f: $(grep -c "^$f " want) cards, each where it lies" ||
		head -n 5 bad | tell /dev/stdin
done <names

# So it is wherever they begin.
how() { # the decoders alone: text with escapes begins with what is before it
	sed -E 's/ [0-9]+/ /; s/-[0-9]+/-/g' "$@"
}
for f in a.7z a.gz b.7z c.lz4 c.zlib d.nbsp d.url d.track d.wide f.*8; do
	{
		head -c 70001 /dev/zero
		cat "$f"
	} >moved
	how "$f.told" >as_it_was
	told moved | how | cmp -s - as_it_was || echo "$f"
done >bad
is_empty bad "the same behind other bytes" || tell bad

# The path of each shows it, and threads change nothing.
for f in a.xz c.lz4 b.7z b.xz c.zlib d.url; do
	told -j 3 "$f" | cmp - "$f.told"
	fxcat "$f" "$(sed -n '1s/.* //p' "$f.told")+16" >.cat 2>&1
	[ -s .cat ] || echo "$f: no bytes"
done >bad 2>&1
is_empty bad "the same by three threads"
# What the place itself would not tell is told as decoded.
fxscan --min 20 d.more | jq -r 'select(.type=="finding").path' >found
is "$(cat found)" "20-PERCENT-4" "the better one where the other is too low"
printf '4539%%205787%%206362%%201486\n' >p
fxscan --min 0 p | jq -c 'select(.type=="end").findings' >found
is "$(cat found)" '{"card.pan":1}' "and counted once"
fxscan --min 99 p | jq -c 'select(.type=="end").below' >found
is "$(cat found)" '{"card.pan":1}' "so is what is below"
finish
