"""paths.py BIN TOP - findings in what was decoded, by their paths

The images are packed by Python.  What stands in each decoded stream is found by
fxscan on that stream alone; so the paths are not those of its own recursion,
and fxcat and fxverify must lead there all the same.
"""
import base64
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
import zlib

import evd
from ask import (BIN, INTACT, TAMPERED, CANNOT, done, expect, ok)

HELPER = os.environ['HELPER']
NEAR = 65536  # more than a decoder of text looks back
TEXT = ('PERCENT', 'ENTITY', 'ESCAPE', 'QP')
PACKED = ('GZIP', 'ZLIB', 'ZIP')
CARDS = ('card 4539578763621486 exp 12/27 cvv 123 JANE ROE\n',
         'visa card number 4012 8888 8888 1881 valid thru 10/29\n',
         'card: 5555555555554444 exp 01/28\n')


def zipped(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('cards.txt', data)
    return out.getvalue()


def quoted(data):
    """Each byte that is no letter, as forms and scripts write it."""
    return ''.join(f'%{b:02X}' if not chr(b).isalpha() else chr(b)
                   for b in data).encode()


def entities(data):
    return ''.join(f'&#{b};' if not chr(b).isalpha() else chr(b)
                   for b in data).encode()


def escapes(data):
    return b'"' + ''.join(f'\\u{b:04x}' if not chr(b).isalpha() else chr(b)
                          for b in data).encode() + b'"'


def qp(data):
    return ''.join(f'={b:02X}' if not chr(b).isalpha() else chr(b)
                   for b in data).encode()


MAKERS = {'GZIP': gzip.compress, 'ZLIB': zlib.compress, 'ZIP': zipped,
          'BASE64': base64.b64encode, 'HEX': lambda d: d.hex().encode(),
          'PERCENT': quoted, 'ENTITY': entities, 'ESCAPE': escapes, 'QP': qp}


def known():
    """The decoders that this program has."""
    run = subprocess.run([f'{BIN}/fxcat', '/dev/null', '0-NONE-0'],
                         capture_output=True)
    return run.stderr.decode().split('decoders are ')[1].split()


def tool(name, *args, **how):
    return subprocess.run([f'{BIN}/{name}', *args], capture_output=True, **how)


def scan(*args, **how):
    run = tool('fxscan', '--json', '-e', 'card.pan', *args, **how)
    return [json.loads(line) for line in run.stdout.splitlines()]


def findings(data):
    return [f for f in scan('--raw', '-', input=data)
            if f['type'] == 'finding' and f['path'] == str(f['offset'])]


def starts(name, data):
    """(offset, output) of each decoding that may begin in data."""
    out = subprocess.run([f'{HELPER}/fxdecode', '-a', name], input=data,
                         capture_output=True, check=True).stdout
    at, got = 0, []
    while at < len(out):
        line = out.index(b'\n', at)
        off, _, n, _, _ = out[at:line].split(b' ', 4)
        got.append((int(off), out[line + 1:line + 1 + int(n)]))
        at = line + 1 + int(n) + 1
    return got


class Disk:
    """Text between which packed pieces lie; found: of their findings."""

    def __init__(self):
        self.data, self.found = bytearray(), []
        self.fill()

    def fill(self):
        rng = random.Random(len(self.data))
        more = 65536 - len(self.data) % 65536
        self.data += bytes(rng.choices(b'abcdefghij \n', k=more))

    def add(self, *names):
        """Cards packed by the makers of names, the last one outermost."""
        plain = ('\n'.join(f'line {i} of some text here\n' + CARDS[i % 3]
                           for i in range(9))).encode()
        packed = plain
        for name in reversed(names):
            packed = MAKERS[name](packed)
        before = len(self.data) - NEAR
        self.data += b' \n<' + packed + b'>\n '
        self.fill()
        return self.follow(names, '', before, bytes(self.data[before:]), None)

    def follow(self, names, path, base, stream, begin):
        """Paths of what the decoders of names make of a stream, whose byte 0
        has the number base; begin: of the outermost decoding, in the image."""
        n = 0
        for off, plain in starts(names[0], stream):
            start = f'{path}{base + off}-{names[0]}-'
            first = base + off if begin is None else begin
            if len(names) > 1:
                n += self.follow(names[1:], start, 0, plain, first)
                continue
            for f in findings(plain):
                text = plain[f['offset']:f['offset'] + f['length']]
                f.update(path=f'{start}{f["offset"]}', offset=first)
                self.found.append((f, text))
                n += 1
        return n


def case_of(disk, key, name):
    """A case of all findings in the image, at their paths."""
    with open(name, 'wb') as f:
        f.write(disk.data)
    lines = [l for l in scan('--raw', name) if l['type'] in ('source', 'end')]
    lines[-1]['findings'] = {'card.pan': len(disk.found)}
    lines[-1]['below'] = {}
    case = evd.Case(key)
    case.genesis()
    case.scanned(1, 1, lines[:1] + [f for f, _ in disk.found] + lines[-1:])
    case.head()
    return case


def shown(disk, name, step=1):
    bad = []
    for f, text in disk.found[::step]:
        run = tool('fxcat', name, f'{f["path"]}+{f["length"]}')
        if run.returncode != 0 or run.stdout != text or run.stderr:
            bad.append((f['path'], run))
    ok(not bad, f'fxcat shows the bytes of findings in {name}',
       bad[:3])


def attacks(disk, case, key):
    """The record in the middle, changed; signed again, as its maker could."""
    which = len(disk.found) // 2
    f, seq = disk.found[which][0], 3 + which
    start, name, last = f['path'].rsplit('-', 2)
    args = ('--key', key.pub, '--image', 'disk.raw', 'attack.evd')

    def invent(what, status, pattern, **members):
        other = case.copy()
        other.edit(seq, **members)
        other.rehash()
        other.resign()
        other.write('attack.evd')
        expect(what, status, [pattern], *args)

    def says(path, more='', level='TAMPERED'):
        return rf'^{level}: record {seq}: no such data at {path}{more}'
    kind = r' \(but something of that kind\)$'
    no = 'ZLIB' if name != 'ZLIB' else 'GZIP'
    for path in (f'{start}-{name}-{int(last) + 1}',
                 f'{start}-{name}-{int(last) + (1 << 40)}'):
        invent(f'another place: {path}', TAMPERED, says(path, '$'), path=path)
    there, tail = re.fullmatch(r'(.*?)(\d+)', start).groups()
    path = f'{there}{int(tail) + 70000}-{name}-{last}'
    off = f['offset'] + (0 if there else 70000)
    invent('another start', TAMPERED, says(path), path=path, off=off)
    path = f'{there}{int(tail) + (1 << 40)}-{name}-{last}'
    invent('a start past the end', TAMPERED, 'past (its|the) end', path=path,
           off=f['offset'] + (0 if there else 1 << 40))
    invent('a decoder that is not here', CANNOT,
           rf'^CANNOT CHECK: record {seq}: nothing here decodes the path '
           r'.*: no decoder here is called NONE$', path=f'{start}-NONE-{last}')
    for other in known():
        if other != name and other in MAKERS:
            path = f'{start}-{other}-{last}'
            invent(f'another decoder: {other}', TAMPERED, says(path), path=path)
            break
    invent('too many decoders', CANNOT, 'more than 8 decoders',
           path=start + f'-{name}-{last}' * 9)
    invent('a file, where there is none', TAMPERED, 'no volume 1$',
           path=f'V1/5@{last}')
    invent('no path', TAMPERED, 'does not lead to its offset', path='here')
    invent('another offset', TAMPERED, 'does not lead to its offset',
           off=f['offset'] + 1)
    invent('the plain path', TAMPERED, says('offset ' + str(f['offset']), '$'),
           path=str(f['offset']))
    invent('another length', TAMPERED, says(f['path'], kind),
           len=f['length'] + 1)
    invent('another mask', TAMPERED, says(f['path'], kind),
           mask='411111******1111')
    invent('another encoding', TAMPERED, says(f['path'], kind), enc='utf16le')
    invent('another score', INTACT, '^NOTE: run 1: 1 findings derive with',
           score=99)


def vault(disk, case, key):
    case.write('case.evd')
    case.write_vault('case.vault')
    args = ('--key', key.pub, '--image', 'disk.raw', '--identity',
            'custodian.agekey', '--vault')
    expect('each finding is derived with its value', INTACT,
           [f'^  {len(disk.found)} of them have there the very value'],
           *args, 'case.vault', 'case.evd')
    other, seq = case.copy(), 3 + len(disk.found) // 2
    fake = evd.Case(key)
    commit = {**other.record(seq)['commit'],
              **fake.commit(seq, {'value': '4539570000001486'})}
    other.edit(seq, commit=commit)
    other.openings = [o for o in other.openings if o[:2] != [seq, 'value']]
    other.openings += fake.openings
    other.rehash()
    other.resign()
    other.seal_vault()
    other.write('attack.evd')
    other.write_vault('attack.vault')
    path = disk.found[len(disk.found) // 2][0]['path']
    expect('hidden digits are invented', TAMPERED,
           [rf'^TAMPERED: record {seq}: the value at {path} is not the one in'],
           *args, 'attack.vault', 'attack.evd')


def own(key):
    """What fxscan finds itself, by its own paths."""
    lines = [l for l in scan('disk.raw') if l['type'] in
             ('source', 'finding', 'end')]
    disk = Disk()
    disk.found = [(l, None) for l in lines if l['type'] == 'finding']
    deep = [f for f, _ in disk.found if '-' in f['path']]
    if not deep:
        print('# fxscan decodes nothing')
        return
    case = evd.Case(key)
    case.genesis()
    case.scanned(1, 1, lines)
    case.head()
    case.write('attack.evd')
    case.write_vault('attack.vault')
    n = len(disk.found)
    expect(f'each of {n} findings of fxscan, {len(deep)} of them decoded',
           INTACT, [f'^  {n} of the {n} findings', f'^  {n} of them have there the very value'],
           '--key', key.pub, '--image', 'disk.raw', '--identity',
           'custodian.agekey', '--vault', 'attack.vault',
           'attack.evd')
    out = tool('fxverify', '--key', key.pub, '--image', 'disk.raw',
               'attack.evd').stdout
    ok(b'another score' not in out, 'with the same scores and reasons', out)
    bad = []
    for f in deep[::3]:
        run = tool('fxcat', 'disk.raw', f'{f["path"]}+{f["length"]}')
        text = run.stdout.replace(b'\0', b'').decode('latin-1')
        if (run.returncode != 0 or len(run.stdout) != f['length'] or
                re.sub(r'\D', '', text) != f['value']):
            bad.append((f['path'], f['value'], run))
    ok(not bad, 'fxcat shows the bytes of the decoded ones', bad[:3])


def inodes(image):
    """Metadata address of each file that fls(1) lists."""
    out = subprocess.run(['fls', '-r', '-p', '-F', image], capture_output=True,
                         check=True).stdout.decode()
    return {path: address for address, path in
            re.findall(r'^r/r ([0-9-]+):\t(.*)$', out, re.M)}


def files(key):
    """Files of a file system: plain, and packed where there is a decoder."""
    os.mkdir('src')
    plain = ''.join(f'line {i} of a file\n' + CARDS[i % 3]
                    for i in range(200)).encode()
    contents = {'plain.txt': plain}
    if 'GZIP' in known():
        contents['packed.gz'] = gzip.compress(plain[:5000])
    for name, data in contents.items():
        with open(f'src/{name}', 'wb') as f:
            f.write(data)
    subprocess.run('truncate -s 4M files.raw && '
                   'mke2fs -q -t ext4 -d src files.raw', shell=True, check=True)
    disk = Disk()
    with open('files.raw', 'rb') as f:
        disk.data = f.read()
    for name, address in inodes('files.raw').items():
        data, begin = contents[name], disk.data.find(contents[name][:1024])
        place = f'V0/{address}@'
        if name == 'packed.gz':
            disk.follow(['GZIP'], place, 0, data, begin)
            continue
        for f in findings(data):
            text = data[f['offset']:f['offset'] + f['length']]
            f.update(path=f'{place}{f["offset"]}', offset=begin)
            disk.found.append((f, text))
    ok(len(disk.found) > 200, f'{len(disk.found)} findings in files')
    shown(disk, 'files.raw', 20)
    case = case_of(disk, key, 'files.raw')
    case.write('attack.evd')
    args = ('--key', key.pub, '--image', 'files.raw', 'attack.evd')
    expect('each finding in a file is derived again', INTACT,
           [f'^  {len(disk.found)} of the {len(disk.found)} findings'], *args)
    f = disk.found[0][0]
    seq, path, no = 3, f['path'], 'does not lead to its offset'
    for members, status, why in (
            (dict(path=path + '1'), TAMPERED, f'no such data at {path}1$'),
            (dict(path='V1' + path[2:]), TAMPERED, 'no volume 1$'),
            (dict(path='V0/999999@0'), TAMPERED, 'no file V0/999999$'),
            (dict(path='V0/2@0'), TAMPERED, ''),
            (dict(off=1), TAMPERED, no),
            (dict(off=f['offset'] + (1 << 40)), TAMPERED, 'beyond|' + no),
            (dict(mask='411111******1111'), TAMPERED, 'something of that')):
        other = case.copy()
        other.edit(seq, **members)
        other.rehash()
        other.resign()
        other.write('attack.evd')
        expect(f'in a file: {members}', status, [why], *args)
    for path, rc in (('V0/12', 0), ('V0/999999', 4), ('V7/12', 4)):
        run = tool('fxcat', 'files.raw', path)
        ok(run.returncode == rc and bool(run.stdout) == (rc == 0),
           f'fxcat {path}: exit {rc}', run)
    run = tool('fxcat', '-', 'V0/12', stdin=open('files.raw', 'rb'))
    ok(run.returncode == 4 and run.stderr, 'fxcat: a file in a stream', run)


def main():
    key, disk = evd.Key('lab'), Disk()
    names = [n for n in MAKERS if n in known()]
    for name in MAKERS:
        if name not in names:
            print(f'# {name} is not there')
    for chain in [(a,) for a in names] + [(a, b) for a in names for b in names]:
        n = disk.add(*chain)
        # What is in escapes is text, else they are none.
        if chain[0] not in TEXT or chain[-1] not in PACKED:
            ok(n > 0, f'{"-".join(chain)}: {n} findings')
    case = case_of(disk, key, 'disk.raw')
    case.write('case.evd')
    expect('each finding is derived again', INTACT,
           [f'^  {len(disk.found)} of the {len(disk.found)} findings'],
           '--key', key.pub, '--image', 'disk.raw', 'case.evd')
    shown(disk, 'disk.raw')
    vault(disk, case, key)
    attacks(disk, case, key)
    own(key)
    files(key)
    return done()


sys.exit(main())
