#!/bin/sh
# pdf.t - streams of PDF files against others: what python packs, and what
# ghostscript and qpdf write and pdftotext reads.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
fxdecode=$HELPER/fxdecode

# A file in which each stream hides a card in a way of its own.  The packers
# are python's, or written here from the format.
cat >"$tmp/make.py" <<'END'
import base64, subprocess, sys, zlib

def lzw(data, early):
    table = {bytes([i]): i for i in range(256)}
    codes, bits, w, width = [], 258, b'', 9
    out, n, have = bytearray(), 0, 0
    def put(code, width):
        nonlocal n, have
        n = n << width | code
        have += width
        while have >= 8:
            have -= 8
            out.append(n >> have & 255)
        n &= (1 << have) - 1
    put(256, 9)
    for c in data:
        c = bytes([c])
        if w + c in table:
            w += c
            continue
        put(table[w], width)
        table[w + c] = len(table) + 2
        if len(table) + 1 + early >= (1 << width) and width < 12:
            width += 1
        if len(table) + 2 == 4095:
            put(256, width)
            table = {bytes([i]): i for i in range(256)}
            width = 9
        w = c
    put(table[w], width)
    # the reader, one entry behind, has that one now
    if len(table) + 2 + early >= (1 << width) and width < 12:
        width += 1
    put(257, width)
    if have:
        out.append(n << (8 - have) & 255)
    return bytes(out)

def runs(data):
    out = b''
    for i in range(0, len(data), 5):
        piece = data[i:i + 5]
        out += bytes([len(piece) - 1]) + piece
    return out + bytes([257 - 60]) + b' ' + b'\x80'

def a85(data):
    return base64.a85encode(data, wrapcol=70) + b'~>'

def hexa(data):
    h = data.hex().encode()
    return b'\n'.join(h[i:i + 64] for i in range(0, len(h), 64)) + b'>'

def png(data, columns, kinds):
    rows, above = b'', bytes(columns)
    data += b' ' * (-len(data) % columns)
    for i in range(0, len(data), columns):
        row, kind = data[i:i + columns], kinds[i // columns % len(kinds)]
        left, corner = b'\0' + row[:-1], b'\0' + above[:-1]
        if kind == 0:
            guess = bytes(columns)
        elif kind == 1:
            guess = left
        elif kind == 2:
            guess = above
        elif kind == 3:
            guess = bytes((a + b) // 2 for a, b in zip(left, above))
        else:
            def paeth(a, b, c):
                p = a + b - c
                return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            guess = bytes(paeth(*x) for x in zip(left, above, corner))
        rows += bytes([kind]) + bytes((x - g) & 255 for x, g in zip(row, guess))
        above = row
    return rows

def luhn(body):
    s = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        s += d - 9 if d > 9 else d
    return body + str(-s % 10)

cards = iter(luhn('453957%09d' % (k * 7654321 % 10**9)) for k in range(1, 1000))
truth = []
def page(show='(%s) Tj'):
    card = next(cards)
    truth.append(card)
    if callable(show):
        ops = show(card)
    else:
        ops = show % card
    filler = ' '.join('0 -14 Td (line %d of some length) Tj' % i for i in range(60))
    return ('BT /F1 12 Tf 72 720 Td %s %s ET' % (ops, filler)).encode()

streams = []
def add(dict, data):
    streams.append((dict, data))
flate = '/Filter /FlateDecode'
add(flate, zlib.compress(page()))
add('/Filter /LZWDecode', lzw(page(), 1))
add('/Filter /LZWDecode /DecodeParms << /EarlyChange 0 >>', lzw(page(), 0))
add('/Filter [/ASCII85Decode /FlateDecode]', a85(zlib.compress(page())))
add('/Filter /ASCIIHexDecode', hexa(page()))
add('/Filter /RunLengthDecode', runs(page()))
add('/Filter [/AHx /A85 /RL /LZW /Fl]', hexa(a85(runs(lzw(zlib.compress(page()), 1)))))
for kinds in [2], [0, 1, 2, 3, 4]:
    add(flate + ' /DecodeParms << /Predictor 12 /Columns 31 >>',
        zlib.compress(png(page(), 31, kinds)))
add('/Filter [/LZW] /DecodeParms [<< /Predictor 15 /Columns 7 >>]',
    lzw(png(page(), 7, [1, 4]), 1))
add(flate, zlib.compress(page(lambda c: '[' + '-35'.join('(%s)' % x for x in c) + '] TJ')))
add(flate, zlib.compress(page(lambda c: '[(%s)12(%s)-60(%s)-.5(%s)] TJ' % (c[:3], c[3:4], c[4:11], c[11:]))))
add(flate, zlib.compress(page(lambda c: '<%s> Tj' % c.encode().hex())))
add(flate, zlib.compress(page(lambda c: '(' + ''.join('\\%03o' % ord(x) for x in c) + ') Tj')))
add(flate, zlib.compress(page(lambda c: '(%s) Tj (%s) Tj' % (c[:9], c[9:]))))
add(flate, zlib.compress(page(lambda c: ' '.join('(%s) Tj 6.67 0 Td' % x for x in c))))
add('', page(lambda c: '(%s\\\n%s) Tj' % (c[:9], c[9:])))
add('/Type /ObjStm /N 1 /First 4 ' + flate, zlib.compress(b'1 0 (%s)' % page()))
add('/Type /Metadata /Subtype /XML ' + flate, zlib.compress(page()))
add('/Type /EmbeddedFile ' + flate, zlib.compress(b'a;b\n' + page()))
out = bytearray(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')
for i, (dict, data) in enumerate(streams):
    length = ['%d' % len(data), '%d 0 R' % (900 + i), '7'][i % 3]
    eol = [b'\n', b'\r\n'][i % 2]
    out += b'%d 0 obj\n<< /Length %s %s >>\nstream%s' % (
        i + 1, length.encode(), dict.encode(), eol)
    out += data + b'\nendstream\nendobj\n'
open(sys.argv[1], 'wb').write(out)
open(sys.argv[2], 'w').write('\n'.join(truth) + '\n')
END
python3 "$tmp/make.py" "$tmp/made.pdf" "$tmp/truth"
tap_say $? "a file with $(wc -l <"$tmp/truth") streams"
"$fxdecode" -a PDF <"$tmp/made.pdf" >"$tmp/out"
grep -c '^[0-9]* [0-9]* [0-9]* ok -$' "$tmp/out" >"$tmp/n"
is "$(cat "$tmp/n")" "$(wc -l <"$tmp/truth")" "each of them begins, and is read to its end"
while read -r card; do
	tr -d ' \n' <"$tmp/out" | grep -q "$card" && grep -qa "$card" "$tmp/out" ||
		echo "$card is not found"
done <"$tmp/truth" >"$tmp/found"
is_empty "$tmp/found" "every card is found"
while read -r card; do
	grep -qa "$card" "$tmp/made.pdf" && echo "$card"
done <"$tmp/truth" >"$tmp/found"
is_empty "$tmp/found" "none of them can be read in the file itself"

# A page by ghostscript, as other tools write it; pdftotext says what is on it.
cat >"$tmp/page.ps" <<'END'
%!PS
/Helvetica findfont 12 scalefont setfont
72 720 moveto (Card 4111 1111 1111 1111 exp 12/27) show
72 700 moveto (kerned ) show 0.4 0 (5555555555554444) ashow
72 680 moveto (left) show 300 680 moveto (right 378282246310005) show
72 660 moveto 1 1 16 { pop (6) show } for
/Courier findfont 9 scalefont setfont
72 640 moveto (6011-1111-1111-1117) show
showpage
END
cards='4111 1111 1111 1111|5555555555554444|378282246310005|6666666666666666|6011-1111-1111-1117'
if command -v gs >/dev/null && command -v qpdf >/dev/null &&
	command -v pdftotext >/dev/null; then
	(cd "$tmp" && gs -q -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o a.pdf page.ps &&
		gs -q -dBATCH -dNOPAUSE -dCompressPages=false -sDEVICE=pdfwrite -o b.pdf page.ps &&
		qpdf --object-streams=generate a.pdf c.pdf &&
		qpdf --stream-data=uncompress --normalize-content=y a.pdf d.pdf &&
		qpdf --linearize a.pdf e.pdf &&
		qpdf --encrypt '' x 256 -- a.pdf secret.pdf) >"$tmp/log" 2>&1
	tap_say $? "a page as ghostscript and qpdf write it" || tell "$tmp/log"
	for f in a b c d e; do
		pdftotext -layout "$tmp/$f.pdf" - | grep -oE "$cards" | sort >"$tmp/want"
		"$fxdecode" -a PDF <"$tmp/$f.pdf" | grep -aoE "$cards" | sort >"$tmp/got"
		is "$(grep -c . "$tmp/want")" 5 "$f: pdftotext reads five cards"
		diff "$tmp/want" "$tmp/got" >"$tmp/found"
		is_empty "$tmp/found" "$f: and so do we, no more and no less"
	done
	"$fxdecode" -a PDF <"$tmp/secret.pdf" | grep -aE "$cards" >"$tmp/found"
	is_empty "$tmp/found" "an encrypted file gives none"
else
	skip "pages of other tools" "no gs, qpdf or pdftotext"
fi
finish
