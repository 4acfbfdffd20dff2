#!/usr/bin/env python3
"""cells.py - a card in every state of every file system, by every decoder

usage: cells.py make FOLDER [night]  images, and FOLDER/truth
       cells.py check FOLDER         says what is wrong; prints the table
       cells.py ask FOLDER           whose blocks, by ifind; from FOLDER/said
       cells.py names FOLDER IMAGE   the files by fls and by fxls: differences

FOLDER has an image of each kind and batch, with FOLDER/NAME.out, what fxscan
says of it, and plain.img, where all that is packed lies beside each other: what
fxscan tells of a cell there, and how often, it has to tell anywhere.
"""
import collections
import itertools
import json
import os
import re
import struct
import subprocess
import sys

import decode
import disks

GONE = 'deleted in fragments'
ALL = ('allocated', 'deleted', 'slack', 'unallocated', 'gap', 'fragmented',
       GONE)
NTFS = ALL + ('resident', 'deleted resident', 'stream', 'deleted stream',
              'compressed', 'deleted compressed', 'stored')
ROOM = {'resident': 600, 'deleted resident': 600}
MOST = 24 << 10  # bytes of a cell: files that lie in many pieces need room
# Of a file in one of these states the raw pass can see some bytes as they lie.
APART = ('fragmented', GONE)

KEEPS_START = ('a deleted entry keeps its first cluster and its size alone, '
               'and libtsk takes what is free from there on')
LOST = {
    ('fat12', GONE): KEEPS_START,
    ('fat16', GONE): KEEPS_START,
    ('fat32', GONE): KEEPS_START,
    ('exfat', GONE): KEEPS_START,
    ('ext3', GONE): 'a deleted inode has lost its blocks; no journal is read',
    ('ext4', GONE): 'a deleted inode has lost its blocks; no journal is read',
}
NONE = {
    'ufs': 'a deleted inode has lost its blocks, as on ext4',
    'iso9660': 'nothing is deleted on it, and every file lies in one piece',
    'resident': 'files lie in records on NTFS alone',
    'stream': 'alternate streams are read on NTFS alone',
    'compressed': 'files are packed on NTFS alone',
}
LABEL = b'card number: '


def states(kind):
    if kind.name == 'iso9660':
        return ('allocated', 'slack', 'gap')
    if kind.name == 'ufs':
        return ('allocated', 'slack', 'unallocated', 'gap', 'fragmented')
    return NTFS if kind.name == 'ntfs' else ALL


def plain(card):
    return decode.text(card)


CELLS = [(('plain',), plain)] + list(decode.cells())
# The seam before, at and behind each digit.
SEAMS = [(('seam%+d' % k,), plain) for k in range(-1, 18)]
numbers = itertools.count(1)


def item(kind, state, cell, short):
    """One card, packed; None: it cannot lie there."""
    names, make = cell
    decode.small = short
    n = next(numbers)
    card = decode.luhn('453957%09d' % (n * 7654321 % 10**9))
    i = disks.Item(state, 'cell-%05d.bin' % (n * 7919 % 100000), None)
    i.blob, i.card, i.cell, i.host = make(card), card, names, None
    i.cut, i.short = 0, int(short)
    i.align = decode.PLACES.get(names[0], 0)
    i.kind = kind.name
    if not fits(kind, i):
        return None
    return i if fill(kind, i, n) else None


def fits(kind, i):
    """Can so many bytes lie there, where a page is a page of the image, too?"""
    if i.align > 512 and (kind.block % i.align or 'fat' in kind.name):
        return False
    if i.state in ROOM:
        return len(i.blob) <= ROOM[i.state] and not i.align
    if i.state == 'slack':
        return max(i.align, 99) + len(i.blob) <= kind.block
    return len(i.blob) <= MOST


def pad(i, n):
    """Bytes before the blob, for one that begins at a sector or anywhere."""
    n = n // i.align * i.align if i.align else n
    return b'.' * (n - 1) + b'\n' * (n > 0)


def fill(kind, i, n):
    """What stands in the file around the packed card."""
    size = len(i.blob)
    # long enough to lie in no record of NTFS
    i.data = pad(i, n % 900) + i.blob + b'\n' + b'.' * 999
    if i.state in APART:
        cut = 1 + n * 13 % max(1, size - 1)
        if i.cell[0].startswith('seam'):
            cut = i.blob.index(LABEL) + len(LABEL) + int(i.cell[0][4:])
        if i.align:
            if size <= i.align:
                return False
            cut = i.align * (1 + n % ((size - 1) // i.align))
        i.cut = cut
        i.data = pad(i, -cut % getattr(kind, 'piece', kind.block)) + \
            i.blob + b'\n' + b'.' * 99
    elif i.state == 'slack':
        i.host = b'host of %s\n' % i.name.encode()
        i.data = b'.' * (2 * kind.block) + i.host
    elif 'resident' in i.state:
        i.data = pad(i, max(0, 140 - size // 2)) + i.blob
    elif 'compressed' in i.state:
        i.data = pad(i, 5120) + i.data + b'b' * 90000
    elif i.state == 'stored':
        noise = b''.join(struct.pack('<Q', (k + n) * 0x9E3779B97F4A7C15 &
                                     0xFFFFFFFFFFFFFFFF) for k in range(7040))
        i.data = noise + i.data + noise
    elif 'stream' in i.state:
        i.data = pad(i, 1024) + i.data
    return True


def plan(night):
    """(name of the image, its kind, its items), of all images"""
    some, lost = itertools.cycle(CELLS), itertools.cycle(CELLS)
    for kind in disks.KINDS:
        names = disks.TOOLS[kind.name[:3]].split()
        if not all(any(os.access(d + '/' + t, os.X_OK) for d in
                       os.environ['PATH'].split(':')) for t in names):
            continue
        if not night:
            yield kind.name, kind, sample(kind, some, lost)
            continue
        for k in range(0, len(CELLS), 62):
            yield '%s-%d' % (kind.name, k // 62), kind, [
                i for state in states(kind) for c in CELLS[k:k + 62]
                for i in [item(kind, state, c, state not in APART)] if i]


def sample(kind, some, lost):
    out = []
    for state in states(kind):
        got = 0
        while got < 8:
            cell = next(lost if (kind.name, state) in LOST else some)
            names = cell[0]
            long = state in APART and (len(out) % 2 == 0 or
                                       names[0] in decode.PLACES)
            i = item(kind, state, cell, not long)
            if i:
                got += 1
                out.append(i)
    if 'fragmented' in states(kind):
        out += [item(kind, 'fragmented', c, len(c[0][0]) % 2 == 0)
                for c in SEAMS]
    return out


def free_runs(path, unit):
    """(offset, bytes) of free space that nothing lies in, the last first"""
    out = subprocess.run(['blkls', '-l', path], stdout=subprocess.PIPE,
                         check=True).stdout.decode()
    with open(path, 'rb') as f:
        data = f.read()
    free = [int(x) * unit for x in re.findall(r'^(\d+)\|f', out, re.M)]
    runs, last, zeros = [], -1, bytes(unit)
    for at in free:
        if data[at:at + unit] != zeros:
            continue
        if at == last:
            runs[-1][1] += unit
        else:
            runs.append([at, unit])
        last = at + unit
    return sorted(runs, key=lambda r: -r[1])


def lay(d, at, i):
    """Put the blob at a place, or behind it where that has to be a sector."""
    at = -(-at // i.align) * i.align if i.align else at | 1
    if at > len(d):
        d += bytes(at - len(d))
    if i.state != 'slack':
        d[at - 8:at] = b'\xa5' * 7 + b'\n'
    d[at:at + len(i.blob)] = i.blob
    i.at = at
    return at + len(i.blob)


def lay_slack(d, kind, items):
    for i in disks.of(items, 'slack'):
        at = d.index(i.host) + len(i.host)
        end = lay(d, at + 8, i)
        assert (at - 1) // kind.block == (end - 1) // kind.block


def make_image(folder, name, kind, items):
    work = folder + '/work'
    subprocess.run(['rm', '-rf', work], check=True)
    os.mkdir(work)
    path = folder + '/' + name + '.img'
    kind.make(path, work, items, 1 if len(items) < 200 else 3)
    unit = 512 if 'fat' in kind.name else kind.block
    runs = free_runs(path, unit) if disks.of(items, 'unallocated') else []
    with open(path, 'rb') as f:
        d = bytearray(f.read())
    lay_slack(d, kind, items)
    at = end = 0
    for i in disks.of(items, 'unallocated'):
        if at + len(i.blob) + 2048 > end:
            # far from where the clusters of deleted files are guessed to be
            at, end = runs[0][0] + runs[0][1] // 2, sum(runs.pop(0))
        at = lay(d, at, i) + 600
    head = bytearray(1 << 20)
    at = 64 * 512
    for i in disks.of(items, 'gap'):
        at = lay(head, at, i) + 600
    struct.pack_into('<B3sB3sII', head, 446, 0, b'\0\0\0', 0x83, b'\0\0\0',
                     2048, len(d) // 512)
    head[510:512] = b'\x55\xaa'
    d = head + d
    with open(path, 'wb') as f:
        disks.write(f, d)
    where(d, items)


def find(d, what, last):
    at = d.find(what, last)
    return at if at >= 0 else d.find(what)


def where(d, items):
    """Where in the image what lies in one piece begins."""
    last = 0  # most files come in order
    for i in items:
        if i.state == 'gap':
            continue
        if i.state in ('slack', 'unallocated'):
            i.at += 1 << 20
        elif i.state in APART:
            i.at = last = find(d, i.blob[:i.cut], last)
        elif 'compressed' in i.state or i.state == 'stored':
            i.at = -1
        else:
            i.at = last = find(d, i.blob, last)


def owner(kind, i):
    """What the file of a finding has to be: its path, and its state"""
    if i.state in ('unallocated', 'gap'):
        return '', i.state
    folder = '/cells/' if kind.name.startswith('fat') else '/'
    stream = ':hidden' if 'stream' in i.state else ''
    if i.state.startswith('deleted'):
        # what has no blocks any more owns none
        if kind.name in ('ext3', 'ext4'):
            return '', 'unallocated'
        return folder + i.name + stream, 'deleted'
    return folder + i.name + stream, \
        'slack' if i.state == 'slack' else 'allocated'


def make(folder, night=''):
    decode.scratch = folder
    plains = bytearray(1000)
    with open(folder + '/truth', 'w') as t:
        for name, kind, items in plan(night):
            make_image(folder, name, kind, items)
            for i in items:
                path, state = owner(kind, i)
                chain = '-'.join(filter(None, (
                    decode.CHAIN.get(n, n) for n in i.cell
                    if n != 'plain' and n[:4] != 'seam')))
                print(name, kind.name, i.state, '/'.join(i.cell), i.card,
                      chain, i.at, len(i.blob), i.cut, path, state, i.short, sep='\t', file=t)
                lay(plains, len(plains) + 600, i)
    with open(folder + '/plain.img', 'wb') as f:
        f.write(plains + bytes(4096))


def findings(name):
    out = collections.defaultdict(list)
    for o in decode.read_findings(name):
        f = o.get('file', {})
        out[o['value']].append(
            (decode.chain_of(o['path'].split('@')[-1]), f.get('path', ''),
             f.get('state', ''), o['offset'], o['path'], o['length']))
    return out


def judge(row, got, want):
    """Is it found, by its decoders, where it lies, and as often as in plain?"""
    _, kind, state, cell, card, chain, at, size, cut, path, fstate, _ = row
    at, size, cut = int(at), int(size), int(cut)
    good = [g for g in got if g[0] in decode.chains(chain)]
    # Behind a seam many a decoder can take up what is left of a stream.
    if state in APART and chain:
        got = [g for g in got if g[4][0] == 'V' or at <= g[3] < at + cut]
    elif 'resident' in state:
        got = [g for g in got if g[4][0] == 'V' or g[3] % 1024 < 510]
    wrong = [g for g in got or good if g[2] != fstate or g[1] != path and
             not (g[1].startswith('/$OrphanFiles/') and fstate == 'deleted')]
    if at >= 0 and state not in APART and 'resident' not in state:
        wrong += [g for g in got if not at <= g[3] < at + size]
    if wrong and (kind, state) not in LOST:
        yield 'owner', '%s %s %s, not %s %s' % (
            wrong[0][4], wrong[0][1], wrong[0][2], path, fstate)
    if at >= 0 and state not in APART and 'resident' not in state:
        got = [g for g in got if at <= g[3] < at + size]
    # One way through the decoders, from the image and from the file
    ways = [re.sub('^V[^@]*@', '', g[4]).lstrip('0123456789') for g in got]
    if (len(got) > len(want) if 'compressed' in state or state == 'stored'
            else len(set(ways)) < len(ways)):
        yield 'twice', ' and '.join(g[4] for g in got)
    if good:
        yield 'hit', good[0][4] + '+' + str(good[0][5])
    else:
        yield 'missed', ' '.join(g[4] for g in got) or 'nothing'


def check(folder):
    with open(folder + '/truth') as f:
        rows = [line.rstrip('\n').split('\t') for line in f]
    plain_found = findings(folder + '/plain.out')
    table = collections.defaultdict(lambda: [0, 0])
    owned, short = [0, 0], 0
    seen, asked = set(), {}
    for name, group in itertools.groupby(rows, lambda r: r[0]):
        found = findings(folder + '/' + name + '.out')
        for row in group:
            kind, state, cell, card = row[1:5]
            key = (kind, state)
            if row[-1] == '1' and not plain_found[card]:
                short += 1  # taken for no stream of its own, wherever it lies
                continue
            table[key][1] += 1
            seen |= set(cell.split('/')) | {kind, state}
            told = dict(judge(row, found[card], plain_found[card]))
            owned[1] += 1
            owned[0] += 'owner' not in told
            table[key][0] += 'hit' in told
            for what in ('owner', 'twice', 'missed'):
                if what in told and not (what == 'missed' and key in LOST):
                    print('BAD\t%s %s %s: %s: %s' % (kind, state, cell, what,
                                                     told[what]))
            if 'hit' in told and 'owner' not in told:
                asked[key] = (name, told['hit'], card)
    for (kind, state), (name, path, card) in asked.items():
        print('CAT\t%s\t%s\t%s\t%s' % (name, state, path, card))
    for (kind, state), (hit, n) in table.items():
        why = LOST.get((kind, state))
        print('ROW\t%-8s %-22s %4d of %4d%s' % (
            kind, state, hit, n, '  unreachable: ' + why if why else ''))
    for name, why in NONE.items():
        print('ROW\t%s: %s' % (name, why))
    if short * 50 > len(rows):
        print('BAD\tmissed: %d too short' % short)
    print('ROW\t%d too short to be taken for packed' % short)
    print('OWN\t%d\t%d' % tuple(owned))
    for n in {n for c, _ in CELLS for n in c} - seen:
        print('BAD\t%s has no cell' % n)


def ask(folder):
    """Whose the first block of what was found is, by fxscan and by ifind"""
    with open(folder + '/said') as f:
        rows = [r.rstrip('\n').split('\t')[1:] for r in f if r[:3] == 'CAT']
    for name, state, path, card in rows:
        kind = [k for k in disks.KINDS if k.name == name.split('-')[0]][0]
        if path[0] == 'V' or state == 'gap':
            continue
        image = folder + '/' + name + '.img'
        off = int(re.match(r'\d+', path)[0]) - (1 << 20)
        unit = 512 if 'fat' in kind.name else kind.block
        said = subprocess.run(
            ['ifind', '-o', '2048', '-d', str(off // unit), image],
            stdout=subprocess.PIPE).stdout.decode().strip()
        ours = [o['file'].get('inode', '-') for o in
                decode.read_findings(folder + '/' + name + '.out')
                if o['value'] == card]
        if said.startswith('Inode not'):
            said = '-'
        # what lies in a record is $MFT's for ifind
        if said not in ours and not ('resident' in state and said[:2] == '0-'):
            print('%s %s: %s is of %s, says ifind, not of %s' % (
                name, state, path, said, ours))
        print('asked', file=sys.stderr)


def fls_names(image, sector):
    out = subprocess.run(['fls', '-r', '-p', '-o', sector, image],
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    for line in out.splitlines():
        m = re.match(r'(\S)/(\S) (\* )?([0-9-]+)(\(realloc\))?:\t(.*)$', line)
        yield (m[4], '/' + m[6], 'deleted' if m[3] else 'allocated')


def fxls_names(image):
    out = subprocess.run([os.environ['BIN'] + '/fxls', '--json', image],
                         stdout=subprocess.PIPE, check=True).stdout
    for line in out.splitlines():
        o = json.loads(line)
        if o['type'] == 'file':
            yield (o.get('inode', ''), o.get('path', ''), o['state'])


def names(folder, name, sector='2048'):
    image = folder + '/' + name + '.img'
    one, two = set(fls_names(image, sector)), set(fxls_names(image))
    for n in sorted(one - two):
        print('fls alone', *n)
    # fls lists no root directory, and nothing that has no name
    for n in sorted(two - one):
        if n[1] not in ('/', ''):
            print('fxls alone', *n)


if __name__ == '__main__':
    {'make': make, 'check': check, 'ask': ask,
     'names': names}[sys.argv[1]](*sys.argv[2:])
