#!/usr/bin/env python3
"""decode.py - each decoder alone and in each other: a card in every cell

usage: decode.py make IMAGE TRUTH     writes both
       decode.py check TRUTH FINDINGS TABLE
                                      says what is wrong; TABLE gets the recall

Packed by python's standard library, by the tools themselves, or by fxpack; a
line of TRUTH is: card, where its cell lies (two offsets), decoders of its path.
cells.py takes its cells from here, too.  Each run makes the same bytes, as long
as the tools are the same: archives of the hour decode, or do not, by chance.
"""
import base64, bz2, email.message, gzip, html, io, json, lzma, os, random, re
import sqlite3, struct, subprocess, sys, tarfile, zipfile, zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'helper'))
import hive as registry


DATE = 1767225600  # of what is packed: 2026


def tool(*argv):
    return lambda data: subprocess.run(
        argv, input=data, stdout=subprocess.PIPE, check=True).stdout


def archive(*argv):
    """A tool that packs the file a.bin into the file named last."""
    def pack(data):
        with open(scratch + '/a.bin', 'wb') as f:
            f.write(data)
        os.utime(f.name, (DATE, DATE))
        if os.path.exists(scratch + '/' + argv[-1]):
            os.remove(scratch + '/' + argv[-1])
        subprocess.run(argv + ('a.bin',), cwd=scratch,
                       stdout=subprocess.DEVNULL, check=True)
        with open(scratch + '/' + argv[-1], 'rb') as f:
            return f.read()
    return pack


def luhn(body):
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return body + str(-total % 10)


scratch = '.'  # a folder for what tools pack
small = False  # cells as short as they can be
rand = random.Random(2026)
random.seed(2026)  # mail's own boundaries are of the module's
WORDS = [''.join(rand.choices('abcdefghijklmnoprstuvw', k=rand.randint(3, 9)))
         for _ in range(120)]


def filler(n):
    out = b''
    while len(out) < n:
        out += ' '.join(rand.choices(WORDS, k=9)).encode() + b'.\n'
    return out[:n - 1] + b'\n'


def text(card):
    return (filler(60 if small else 900) +
            b'card number: %s exp 12/27 cvv 123\n' % card.encode() +
            filler(20 if small else 600))


def no_literal(data):
    """Part of a card goes before it: then it is packed in more than one piece.

    In one piece it would lie in the packed data as it is, and be told there.
    """
    card = re.search(rb'453957\d{10}', data)
    return (b'no. ' + card[0][4:12] + b'.\n' if card else b'') + data


def two_pages():
    """What a decoder by pages has to see before it takes them for its own."""
    return b'.' * 10000 if small else filler(8192)


def pages(data, size=4096):
    return data + bytes(-len(data) % size)


def zipped(data, name='a.bin'):
    return zip_of({name: data})


def zip_of(members):
    f = io.BytesIO()
    with zipfile.ZipFile(f, 'w') as z:
        for name, data in members.items():
            z.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return f.getvalue()


def tarred(data):
    f = io.BytesIO()
    with tarfile.open(fileobj=f, mode='w', format=tarfile.USTAR_FORMAT) as t:
        info = tarfile.TarInfo('a.bin')
        info.size = len(data)
        t.addfile(info, io.BytesIO(data))
    return f.getvalue()


def vint(n):
    return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + vint(n >> 7)


def rar_packed(data):
    """Literals in codes of 8 and 9 bits, as tests/independent/packed.py does."""
    code = ['0000'] * 20
    code[8] = code[9] = '0010'
    code[19] = '0001'
    bits = ''.join(code) + '11' * 128 + '10' * 128 + '01111111' + '00011001'
    bits += ''.join(format(256 + c, '09b') if c < 128 else format(c - 128, '08b')
                    for c in data)
    flags = 0xD0 | (len(bits) - 1) % 8
    bits += '0' * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, 'big')
    size = len(body).to_bytes(3, 'little')
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1] ^ size[2]]) + size + body


def rar(data):
    """Of version 5: no free tool packs it."""
    def head(*fields):
        h = b''.join(x if isinstance(x, bytes) else vint(x) for x in fields)
        h = vint(len(h)) + h
        return struct.pack('<I', zlib.crc32(h)) + h
    packed = rar_packed(data)
    return (b'Rar!\x1a\x07\x01\0' + head(1, 0, 0) +
            head(2, 2, len(packed), 4, len(data), 0o100644,
                 struct.pack('<I', zlib.crc32(data)), 3 << 7, 1, 5, b'a.bin') +
            packed + head(5, 0, 0))


def in_columns(s, n=76, end=b'\n'):
    return end.join(s[i:i + n] for i in range(0, len(s), n)) + end


def qp(data):
    s = b''.join(b'=%02X' % c for c in data)
    return in_columns(s, 72, b'=\r\n')


def pdf(data):
    z = zlib.compress(data)
    return (b'%%PDF-1.7\n5 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode'
            b'/Length %d>>\nstream\n' % len(z)) + z + b'\nendstream\nendobj\n'


def pdf_page(card):
    show = '-20'.join('(%s)' % card[i:i + 3] for i in range(0, 16, 3))
    page = 'BT /F1 12 Tf 72 720 Td (card number: ) Tj [%s] TJ ( exp 12/27) Tj ET' % show
    z = zlib.compress(page.encode())
    return (b'%%PDF-1.7\n5 0 obj\n<</Filter/FlateDecode/Length 6 0 R>>\n'
            b'stream\r\n') + z + b'\r\nendstream\nendobj\n'


def ooxml(card):
    words = filler(20 if small else 200).decode()
    return zip_of({
        '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
        'xl/sharedStrings.xml': '<?xml version="1.0"?><sst>'
            '<si><t>%s</t></si><si><t>card number: %s exp 12/27</t></si>'
            '</sst>' % (words, card)})


def sqlite(card):
    name = scratch + '/cell.db'
    if os.path.exists(name):
        os.remove(name)
    db = sqlite3.connect(name)
    db.execute('pragma page_size=1024')
    db.execute('create table cards(what text, number integer, expiry text)')
    for i in range(5):
        db.execute('insert into cards values (?, ?, ?)', (WORDS[i], i, 'x'))
    db.execute("insert into cards values ('card number', ?, 'exp 12/27')",
               (int(card),))
    db.commit()
    db.close()
    with open(name, 'rb') as f:
        return f.read()


def tar_of(form, name):
    def make(card):
        f = io.BytesIO()
        with tarfile.open(fileobj=f, mode='w', format=form) as t:
            data = text(card)
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
        return f.getvalue()
    return make


def tar_sparse(card):
    """Text behind a hole, and in front of one."""
    here = os.path.dirname(os.path.abspath(sys.argv[2]))
    with open(here + '/a.bin', 'wb') as f:
        f.seek(1 << 20)
        f.write(text(card))
        f.truncate(3 << 20)
    return tool('tar', '-cSC', here, '--format=gnu', '--owner=:0', '--group=:0',
                '--mode=0644', '--mtime=@%d' % DATE, 'a.bin')(b'')


def deb(card):
    """A package of Debian: ar, and a tar packed by xz in it."""
    out = b'!<arch>\n'
    for name, data in (('debian-binary', b'2.0\n'),
                       ('data.tar.xz', lzma.compress(tarred(text(card))))):
        out += ('%-16s%-12d%-6d%-6d%-8o%-10d`\n' %
                (name, 0, 0, 0, 0o100644, len(data))).encode()
        out += data + b'\n' * (len(data) % 2)
    return out


def cpio(card):
    out = b''
    for name, data in ((b'a.txt\0', text(card)), (b'TRAILER!!!\0', b'')):
        out += b'070701' + b''.join(b'%08x' % n for n in (
            1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0))
        for part in name, data:
            out += part
            out += bytes(-len(out) % 4)
    return gzip.compress(out, mtime=0)


def mbox(encoding, charset):
    """A message in a message in a mailbox, its text encoded as mail does."""
    def make(card):
        inner = email.message.EmailMessage()
        inner['Subject'] = 'card'
        words = 'card number: %s exp 12/27 cvv 123 \u20ac\n' % card
        inner.set_content(filler(400).decode() + words, charset=charset,
                          cte=encoding)
        outer = email.message.EmailMessage()
        outer['From'] = 'a@example.com'
        outer.set_content('see below\n')
        outer.add_attachment(inner)
        return b'From a Mon Jan  1 00:00:00 2024\n' + bytes(outer)
    return make


def sqlite_page(card):
    """What is left of a database when its first page is gone."""
    return sqlite(card)[1024:]


def pst(card):
    """Two blocks that a list joins, in the midst of the number."""
    words = text(card)
    cut = words.index(card.encode()) + 7
    out, rows = bytearray(4096), b''
    for ident, data in ((4, words[:cut]), (8, words[cut:]),
                        (14, struct.pack('<BBHIQQ', 1, 1, 2, len(words), 4, 8))):
        rows += struct.pack('<QQHHI', ident, len(out), len(data), 2, 0)
        out += data + bytes(-(len(data) + 16) % 64)
        out += struct.pack('<HHIQ', len(data), 0, 0, ident)
    def page(at, ident, entries, count, level):
        out[at:at + len(entries)] = entries
        out[at + 488:at + 492] = bytes([count, 20, 24, level])
        out[at + 496:at + 498] = b'\x80\x80'
        out[at + 504:at + 512] = struct.pack('<Q', ident)
    out[:12] = b'!BDN\0\0\0\0SM\x17\0'
    out[232:248] = struct.pack('<QQ', 7, 1024)
    out[512:514] = b'\x80\0' # not disguised
    page(1024, 7, struct.pack('<QQQ', 4, 9, 2048), 1, 1)
    page(2048, 9, rows, 3, 0)
    return bytes(out)


def ost(card):
    """The same with pages of 4096 bytes, the first block compressed."""
    words = text(card)
    cut = words.index(card.encode()) + 7
    out, rows = bytearray(12288), b''
    for ident, data, packed in (
            (4, words[:cut], zlib.compress(words[:cut])),
            (8, words[cut:], words[cut:]),
            (14, *[struct.pack('<BBHIQQ', 1, 1, 2, len(words), 4, 8)] * 2)):
        rows += struct.pack('<QQHHI', ident, len(out), len(packed), len(data), 2)
        out += packed + bytes(-(len(packed) + 24) % 512)
        out += struct.pack('<HHIQHHI', len(packed), 0, 0, ident, 0, len(data), 0)
    def page(at, ident, entries, count, level):
        out[at:at + len(entries)] = entries
        out[at + 4056:at + 4062] = struct.pack('<HHBB', count, 169, 24, level)
        out[at + 4072:at + 4074] = b'\x80\x80'
        out[at + 4080:at + 4088] = struct.pack('<Q', ident)
    out[:12] = b'!BDN\0\0\0\0SO\x24\0'
    out[232:248] = struct.pack('<QQ', 7, 4096)
    out[512:514] = b'\x80\0' # not disguised
    page(4096, 7, struct.pack('<QQQ', 4, 9, 8192), 1, 1)
    page(8192, 9, rows, 3, 0)
    return bytes(out)


def wide(data):
    return data.decode().encode('utf-16-le')


def hive(card):
    """The card lies across two segments of a value that was deleted."""
    data = b'card number: %s exp 12/27 cvv 123\n' % card.encode()
    at = registry.SEGMENT - 20
    big = filler(at) + data + filler(2000)
    made = registry.make({'Software': {'Shop': {
        'Name': registry.sz('x' * 40), 'Saved': (registry.BINARY, big)}}})
    return registry.free(made, b'vk', b'db', big[:32], big[registry.SEGMENT:][:32])


helper = os.environ.get('HELPER', '.')
# Any bytes in, bytes of which the decoder makes them again.
OUTER = {
    'GZIP': lambda d: gzip.compress(d, mtime=0),
    'ZLIB': zlib.compress,
    'ZIP': zipped,
    'BZIP2': bz2.compress,
    'XZ': lzma.compress,
    'LZMA': lambda d: lzma.compress(d, lzma.FORMAT_ALONE),
    'ZSTD': tool('zstd', '-q', '-c'),
    'LZ4': lambda d: tool('lz4', '-q', '-c')(no_literal(d)),
    'SEVENZIP': archive('7z', 'a', '-bd', 'a.7z'),
    'CAB': archive('gcab', '-c', '-z', 'a.cab'),
    'RAR': rar,
    'TAR': tarred,
    'BASE64': lambda d: in_columns(base64.b64encode(d)),
    'HEX': lambda d: in_columns(d.hex().encode()),
    'HEXDUMP': tool('xxd'),
    'QP': qp,
    'PERCENT': lambda d: b''.join(b'%%%02X' % c for c in d),
    'PDF': pdf,
    'LZNT1': lambda d: tool(helper + '/fxpack', 'lznt1')(two_pages() + d),
    'XPRESS': lambda d: tool(helper + '/fxpack', 'xpress')(pages(two_pages() + d)),
    'XPHUFF': tool(helper + '/fxpack', 'mam'),
}
# Text in.
OUTER_TEXT = {
    'ENTITY': lambda d: b''.join(b'&#%d;' % c for c in d),
    'ESCAPE': lambda d: b''.join(b'\\u%04x' % c for c in d),
}
sets = tool(helper + '/fxpack', 'sets')
# A card in.
INNER = {
    'SQLITE': sqlite,
    'HIVE': hive,
    'wide64': lambda card: wide(in_columns(base64.b64encode(text(card)), 64)),
    'wide\\u': lambda card: wide(OUTER_TEXT['ESCAPE'](text(card))),
    'ooxml': ooxml,
    'pdf text': pdf_page,
    'PST': pst,
    'ost': ost,
    'page': sqlite_page,
    'sets': lambda card: sets(pages(text(card))),
}
# A card in, and not packed again.
ALONE = {
    'deb': deb,
    'cpio': cpio,
    'pax': tar_of(tarfile.PAX_FORMAT, '\u00fc' * 150),
    'gnu tar': tar_of(tarfile.GNU_FORMAT, 'long/' * 50 + 'name'),
    'sparse tar': tar_sparse,
    'mail': mbox('base64', 'utf-8'),
    'mail, wide': mbox('base64', 'utf-16'),
}
BINARY = set(OUTER) - {'BASE64', 'HEX', 'HEXDUMP', 'QP', 'PERCENT'}
# Members of a tar lie as they are: none of a path is its own.
CHAIN = {'ooxml': 'ZIP', 'pdf text': 'PDF', 'page': 'SQLITE',
         'ost': 'PST', 'wide64': 'BASE64', 'wide\\u': 'ESCAPE',
         'sets': 'XPHUFF', 'TAR': '', 'deb': 'XZ', 'cpio': 'GZIP',
         'pax': '', 'gnu tar': '', 'sparse tar': '', 'mail': 'BASE64',
         'mail, wide': 'BASE64'}
# What begins at a sector of a file, or a page.
PLACES = {'LZNT1': 512, 'SQLITE': 512, 'page': 512, 'TAR': 512, 'sets': 4096}


def cells():
    outer = dict(OUTER, **OUTER_TEXT)
    inner = dict({k: (lambda f: lambda card: f(text(card)))(f)
                  for k, f in outer.items()}, **INNER)
    for i, make in dict(inner, **ALONE).items():
        yield (i,), make
    for o, wrap in outer.items():
        for i, make in inner.items():
            if o in OUTER_TEXT and (i in BINARY or i in INNER):
                continue
            yield (o, i), (lambda w, m: lambda card: w(m(card)))(wrap, make)


def make(image, truth):
    global scratch
    scratch = os.path.dirname(os.path.abspath(image))
    number = 0
    with open(image, 'wb') as f, open(truth, 'w') as t:
        f.write(filler(1000))
        for names, cell in cells():
            number += 7654321
            card = luhn('453957%09d' % (number % 10**9))
            data = cell(card)
            # what begins at a sector or a page, and all else at odd places
            at, place = f.tell() + 600, PLACES.get(names[0])
            at = at + -at % place if place else at | 1
            # no member of a tar begins at a page of the image by chance
            at += 512 if names[0] == 'TAR' and at % 4096 == 4096 - 512 else 0
            f.write(bytes(at - f.tell()) + data)
            chain = '-'.join(filter(None, (CHAIN.get(n, n) for n in names)))
            t.write('%s\t%d\t%d\t%s\t%s\n' % (card, at, at + len(data), chain, '/'.join(names)))
        f.write(bytes(4096))


def read_findings(name):
    with open(name, 'rb') as f:
        for line in f:
            o = json.loads(line)
            if o['type'] == 'finding' and o['kind'] == 'card.pan':
                yield o


def chain_of(path):
    return '-'.join(p for p in path.split('-') if not p.isdigit())


# What they cannot make smaller they hold as it is: it is told where it lies.
STORES = ('GZIP', 'ZLIB', 'ZIP', 'XZ', 'ZSTD', 'LZ4', 'SEVENZIP', 'CAB', 'RAR', 'PDF',
          'LZNT1')


def chains(chain):
    """By which decoders that may be found which was packed by these"""
    outer, _, inner = chain.partition('-')
    return (chain, inner) if outer in STORES and inner else (chain,)


def check(truth, findings, table):
    found = {}
    for o in read_findings(findings):
        found.setdefault(o['value'], []).append(o)
    hit, names = {}, []
    with open(truth) as f:
        rows = [line.rstrip('\n').split('\t') for line in f]
    for card, start, end, chain, cell in rows:
        got = [o for o in found.get(card, [])
               if int(start) <= o['offset'] < int(end)]
        good = [o for o in got if chain_of(o['path']) in chains(chain)]
        # what lz4 leaves of lines of base64 may be others
        if len(good) > 1 and cell != 'LZ4/BASE64':
            print('%s: %s is told twice' % (cell, card))
        hit[cell] = len(good)
        if not good:
            print('%s: %s is not found%s' % (cell, card, ''.join(
                ', but at ' + o['path'] for o in got)))
        for o in good[:1]:
            print('cat\t%s\t%s' % (o['path'] + '+' + str(o['length']), card),
                  file=sys.stderr)
    for value in set(found) - {r[0] for r in rows}:
        if max(o['score'] for o in found[value]) >= 20:
            print('%s is no card of ours' % value)
    heads = [c.split('/')[0] for c in hit if '/' not in c]
    with open(table, 'w') as t:
        t.write('%-9s alone %s\n' % ('', ' '.join('%.6s' % h.ljust(6) for h in heads)))
        for o in heads:
            if o in INNER or o in ALONE:
                t.write('%-9s %5d\n' % (o, hit[o]))
                continue
            t.write('%-9s %5d %s\n' % (o, hit[o], ' '.join(
                str(hit.get(o + '/' + i, '-')).ljust(6) for i in heads)))
        t.write('%d of %d cells\n' % (sum(n > 0 for n in hit.values()), len(hit)))


if __name__ == '__main__':
    {'make': make, 'check': check}[sys.argv[1]](*sys.argv[2:])
