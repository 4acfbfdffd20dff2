"""
disks.py - volumes whose files lie as they are told to: made by the tools of
their file systems, and touched by hand only where no tool does it

A maker is called with an image, a folder, items, and how many times the usual
room they need.  An item has a state (see cells.py), a name and data.  What a
maker does by hand is said at the place; fsck of the kind, or ntfscat, is asked
about it in cells.t.
"""
import os
import random
import re
import struct
import subprocess

MIB = 1 << 20


def run(*argv, **more):
    p = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       **more)
    if p.returncode != 0:
        raise OSError('%s: %s' % (' '.join(argv[:9]), p.stderr.decode()))
    return p.stdout


def save(path, data):
    with open(path, 'wb') as f:
        f.write(data)
    os.utime(path, (1775000000, 1775000000))


def blank(path, size):
    with open(path, 'wb') as f:
        f.truncate(size)


def write(f, data):
    """Leave holes for what is zeros: there may be a hundred images."""
    zeros = bytes(1 << 16)
    f.truncate(0)
    f.truncate(len(data))
    for at in range(0, len(data), len(zeros)):
        piece = data[at:at + len(zeros)]
        if piece != zeros[:len(piece)]:
            f.seek(at)
            f.write(piece)


class Bytes:
    """An image in memory, for what is done by hand."""

    def __init__(self, path):
        self.path = path
        with open(path, 'rb') as f:
            self.d = bytearray(f.read())

    def save(self):
        with open(self.path, 'r+b') as f:
            write(f, self.d)

    def u16(self, at):
        return struct.unpack_from('<H', self.d, at)[0]

    def u32(self, at):
        return struct.unpack_from('<I', self.d, at)[0]

    def u64(self, at):
        return struct.unpack_from('<Q', self.d, at)[0]

    def noise(self, at, n):
        """What lies between fragments is to be nobody's."""
        k = at // 512 * 7 % 30000
        self.d[at:at + n] = NOISE[k:k + n]

    def bit(self, at, n, value=None):
        """Bit n of a bitmap at a place."""
        if value is None:
            return self.d[at + n // 8] >> n % 8 & 1
        self.d[at + n // 8] &= ~(1 << n % 8) & 0xFF
        self.d[at + n // 8] |= value << n % 8


NOISE = random.Random(7).randbytes(1 << 16)


def of(items, *states):
    return [i for i in items if i.state in states]


class Fat:
    """mkfs.fat, mcopy, mdel; scattered by clusters that are bad for a while"""

    def __init__(self, bits, mib, sectors):
        self.bits, self.mib, self.sectors = bits, mib, sectors
        self.name = 'fat%d' % bits
        self.block = sectors * 512

    def table(self, b):
        """Where the tables are, how many, and how many clusters."""
        self.at = b.u16(14) * 512
        size = (b.u16(22) or b.u32(36)) * 512
        self.tables = [self.at + i * size for i in range(b.d[16])]
        data = self.at + b.d[16] * size + b.u16(17) * 32
        self.data = data
        return (len(b.d) - data) // self.block + 2

    def entry(self, b, n, value=None):
        for at in self.tables:
            if self.bits == 12:
                old = b.u16(at + n * 3 // 2)
                shift, mask = (4, 0xFFF0) if n & 1 else (0, 0x0FFF)
                if value is None:
                    return (old & mask) >> shift
                struct.pack_into('<H', b.d, at + n * 3 // 2,
                                 old & ~mask & 0xFFFF | value << shift)
            else:
                form, wide = ('<H', 2) if self.bits == 16 else ('<I', 4)
                if value is None:
                    return struct.unpack_from(form, b.d, at + n * wide)[0]
                struct.pack_into(form, b.d, at + n * wide, value)

    def scatter(self, path, on):
        """Of free clusters every second is bad, or is free again."""
        b = Bytes(path)
        bad = {12: 0xFF7, 16: 0xFFF7, 32: 0x0FFFFFF7}[self.bits]
        most = min(self.table(b) // 2, 8000)
        for n in range(3, most, 2):
            if self.entry(b, n) == (0 if on else bad):
                self.entry(b, n, bad if on else 0)
                if on:
                    b.noise(self.data + (n - 2) * self.block, self.block)
        b.save()

    def make(self, path, folder, items, times):
        blank(path, self.mib * MIB)  # what its clusters ask for
        run('mkfs.fat', '-F', str(self.bits), '-s', str(self.sectors),
            '--invariant', path)
        run('mmd', '-i', path, '::/cells')
        whole = of(items, 'allocated', 'deleted', 'slack')
        cut = of(items, 'fragmented', 'deleted in fragments')
        for some, scattered in ((whole, False), (cut, True)):
            for i in some:
                save(folder + '/' + i.name, i.data)
            self.scatter(path, scattered)
            if some:
                run('mcopy', '-m', '-i', path,
                    *[folder + '/' + i.name for i in some], '::/cells')
        self.scatter(path, False)
        gone = of(items, 'deleted', 'deleted in fragments')
        if gone:
            run('mdel', '-i', path, *['::/cells/' + i.name for i in gone])


class Ext:
    """mke2fs -d, debugfs; scattered by blocks that are in use for a while"""

    def __init__(self, name, block):
        self.name, self.block = name, block

    def debugfs(self, path, lines):
        return run('debugfs', '-w', '-f', '-', path,
                   input='\n'.join(lines).encode() + b'\n').decode()

    def forget(self, path, gone):
        """As the kernel does with ext3 and ext4: no size, no block is left."""
        out = self.debugfs(path, ['imap <%d>' % n for n in gone])
        b = Bytes(path)
        for m in re.finditer(r'block (\d+), offset 0x([0-9a-f]+)', out):
            at = int(m[1]) * self.block + int(m[2], 16)
            b.d[at + 4:at + 8] = bytes(4)
            b.d[at + 28:at + 32] = bytes(4)
            tree = self.name == 'ext4'
            b.d[at + 40 + (12 if tree else 0):at + 100] = \
                bytes(48 if tree else 60)
            if tree:  # an extent header without extents
                b.d[at + 42:at + 44] = bytes(2)
        b.save()

    def make(self, path, folder, items, times):
        files = folder + '/root'
        os.mkdir(files)
        for i in of(items, 'allocated', 'deleted', 'slack'):
            save(files + '/' + i.name, i.data)
        blank(path, times * 12 * MIB)
        run('mke2fs', '-q', '-t', self.name, '-b', str(self.block), '-O',
            '^metadata_csum,^resize_inode', '-N', '4096', '-d', files, path)
        cut = of(items, 'fragmented', 'deleted in fragments')
        free = [int(x) for x in
                re.findall(r'^(\d+)\|f', run('blkls', '-l', path).decode(),
                           re.M)]
        held = [n for n in free[:9000] if n % 2]
        b = Bytes(path)
        for n in held:
            b.noise(n * self.block, self.block)
        b.save()
        for i in cut:
            save(folder + '/' + i.name, i.data)
        self.debugfs(path, ['setb %d' % n for n in held] +
                     ['write %s/%s %s' % (folder, i.name, i.name)
                      for i in cut] + ['freeb %d' % n for n in held])
        gone = of(items, 'deleted', 'deleted in fragments')
        if not gone:
            return
        out = self.debugfs(path, ['stat ' + i.name for i in gone] +
                           ['rm ' + i.name for i in gone])
        if self.name != 'ext2':
            self.forget(path, [int(n) for n in
                               re.findall(r'^Inode: (\d+)', out, re.M)])


class Ntfs:
    """
    mkntfs, ntfscp; scattered by clusters that are in use for a while.  What
    has to be compressed is put into a root directory that is marked so.  What
    is deleted gets the marks that the driver sets: a record out of use, of the
    next sequence, and its clusters free.
    """
    name, block = 'ntfs', 4096

    def open(self, path):
        b = self.b = Bytes(path)
        self.mft = [(0, b.u64(48) * self.block, 64 * 1024)]
        self.mft = list(self.runs(self.attribute(0, 0x80)))
        return b

    def record(self, n):
        at = n * 1024
        for first, off, size in self.mft:
            if first <= at < first + size:
                return off + at - first
        return None

    def attributes(self, n):
        at = self.record(n)
        at += self.b.u16(at + 20)
        while self.b.u32(at) != 0xFFFFFFFF:
            yield at
            at += self.b.u32(at + 4)

    def attribute(self, n, kind):
        return [a for a in self.attributes(n) if self.b.u32(a) == kind][0]

    def runs(self, at):
        """(offset in the attribute, offset in the image, bytes) of each run"""
        d, p = self.b.d, at + self.b.u16(at + 32)
        vcn = lcn = 0
        while d[p]:
            n, m = d[p] & 15, d[p] >> 4
            size = int.from_bytes(d[p + 1:p + 1 + n], 'little')
            if m:
                lcn += int.from_bytes(d[p + 1 + n:p + 1 + n + m], 'little',
                                      signed=True)
                yield vcn * self.block, lcn * self.block, size * self.block
            vcn += size
            p += 1 + n + m

    def place(self, at, byte):
        for first, off, size in self.runs(at):
            if first <= byte < first + size:
                return off + byte - first
        raise ValueError('outside')

    def names(self):
        """Records by the name in each."""
        out = {}
        n = 64
        while self.record(n) is not None:
            at = self.record(n)
            if self.b.d[at:at + 4] == b'FILE' and self.b.u16(at + 22) & 1:
                for a in self.attributes(n):
                    if self.b.u32(a) == 0x30:
                        c = a + self.b.u16(a + 20)
                        out[self.b.d[c + 66:c + 66 + 2 * self.b.d[c + 64]]
                            .decode('utf-16le')] = n
            n += 1
        return out

    def scatter(self, path, held):
        """Hold every second free cluster; or let go those that are held."""
        b = self.open(path)
        at = self.place(self.attribute(6, 0x80), 0)
        clusters = len(b.d) // self.block - 1
        if held is None:
            held = [n for n in range(1, clusters, 2) if not b.bit(at, n)]
            for n in held:
                b.bit(at, n, 1)
                b.noise(n * self.block, self.block)
        else:
            for n in held:
                b.bit(at, n, 0)
        b.save()
        return held

    def pack(self, path, on):
        """Is what comes into the root directory to be compressed?"""
        b = self.open(path)
        at = self.attribute(5, 0x10)
        at += b.u16(at + 20) + 32
        flags = b.u32(at) & ~0x800 | (0x800 if on else 0)
        struct.pack_into('<I', b.d, at, flags)
        b.save()

    def copy(self, path, folder, i, *more):
        save(folder + '/' + i.name, i.data)
        run('ntfscp', '-q', *more, path, folder + '/' + i.name, i.name)

    def guard(self, at, on):
        """Undo the fix-ups of an index block, or put them in."""
        d, fix = self.b.d, at + self.b.u16(at + 4)
        for k in range(1, self.b.u16(at + 6)):
            end = at + k * 512 - 2
            if on:
                d[fix + 2 * k:fix + 2 * k + 2] = d[end:end + 2]
                d[end:end + 2] = d[fix:fix + 2]
            else:
                d[end:end + 2] = d[fix + 2 * k:fix + 2 * k + 2]

    def entries(self, head):
        """Places of the entries of an index node."""
        at = head + self.b.u32(head)
        while True:
            yield at
            if self.b.u16(at + 12) & 2:
                return
            at += self.b.u16(at + 8)

    def drop(self, head, at):
        """Take one entry out of a leaf."""
        d, size = self.b.d, self.b.u16(at + 8)
        end = head + self.b.u32(head + 4)
        d[at:end] = d[at + size:end] + bytes(size)
        struct.pack_into('<I', d, head + 4, self.b.u32(head + 4) - size)

    def unlink(self, name):
        """Take a name out of the root directory, whose names are as long."""
        d, key = self.b.d, name.encode('utf-16le')
        root = self.attribute(5, 0x90)
        root += self.b.u16(root + 20) + 16
        blocks = self.attribute(5, 0xA0)
        nodes = [root]
        while True:
            head = nodes[-1]
            for at in self.entries(head):
                if d[at + 82:at + 82 + 2 * d[at + 80]].decode('utf-16le') \
                        .upper() >= name.upper() or self.b.u16(at + 12) & 2:
                    break
            found = d[at + 82:at + 82 + len(key)] == key
            if not self.b.u16(at + 12) & 1:
                break
            if found:  # another comes into its place, from below
                below = self.block_of(blocks, at) + 24
                last = list(self.entries(below))[-2]
                size = self.b.u16(last + 8)
                assert not self.b.u16(last + 12) & 1
                assert size + 8 == self.b.u16(at + 8)
                d[at:at + 8] = d[last:last + 8]
                d[at + 16:at + size] = d[last + 16:last + size]
                self.drop(below, last)
                return
            nodes.append(self.block_of(blocks, at) + 24)
        assert found, name
        self.drop(head, at)

    def block_of(self, blocks, at):
        vcn = self.b.u64(at + self.b.u16(at + 8) - 8)
        return self.place(blocks, vcn * self.block)

    def remove(self, path, names):
        if not names:
            return
        b = self.open(path)
        indexes = [off + k for _, off, size in
                   self.runs(self.attribute(5, 0xA0))
                   for k in range(0, size, self.block)
                   if b.d[off + k:off + k + 4] == b'INDX']
        for at in indexes:
            self.guard(at, False)
        for name in names:
            self.unlink(name)
        for at in indexes:
            self.guard(at, True)
        bits = self.place(self.attribute(0, 0xB0), 0)
        used = self.place(self.attribute(6, 0x80), 0)
        by_name = self.names()
        for n in [by_name[name] for name in names]:
            at = self.record(n)
            struct.pack_into('<H', b.d, at + 16, b.u16(at + 16) + 1)
            struct.pack_into('<H', b.d, at + 22, b.u16(at + 22) & ~1)
            b.bit(bits, n, 0)
            for a in self.attributes(n):
                if not b.d[a + 8]:
                    continue
                for _, off, size in self.runs(a):
                    for c in range(off // self.block,
                                   (off + size) // self.block):
                        b.bit(used, c, 0)
        b.save()

    def make(self, path, folder, items, times):
        blank(path, times * 32 * MIB)
        run('mkntfs', '-F', '-q', '-f', '-c', str(self.block), path)
        for i in of(items, 'allocated', 'deleted', 'slack', 'resident',
                    'deleted resident'):
            self.copy(path, folder, i)
        for i in of(items, 'stream', 'deleted stream'):
            self.copy(path, folder, Item(i.state, i.name, b'a host\n'))
            self.copy(path, folder, i, '-N', 'hidden')
        self.pack(path, True)
        for i in of(items, 'compressed', 'stored', 'deleted compressed'):
            self.copy(path, folder, i)
        self.pack(path, False)
        held = self.scatter(path, None)
        for i in of(items, 'fragmented', 'deleted in fragments'):
            self.copy(path, folder, i)
        self.scatter(path, held)
        self.remove(path, [i.name for i in items
                           if i.state.startswith('deleted')])


class Exfat:
    """mkfs.exfat; directory, table and bitmap by hand: no tool copies"""
    name, block = 'exfat', 16384

    def entries(self, name, size, first, chain, gone):
        """The set of directory entries of a file."""
        text = name.encode('utf-16le')
        names = [text[i:i + 30].ljust(30, b'\0')
                 for i in range(0, len(text), 30)]
        when = struct.pack('<I', (46 << 25) | (4 << 21) | (1 << 16))
        e = bytearray(struct.pack('<BBHHH', 0x85, 1 + len(names), 0, 0x20, 0) +
                      when * 3 + bytes(12))
        e += struct.pack('<BBBBHHQIIQ', 0xC0, 1 if chain else 3, 0, len(name),
                         self.name_hash(name), 0, size, 0, first, size)
        for part in names:
            e += b'\xC1\0' + part
        total = 0
        for i, c in enumerate(e):
            if i not in (2, 3):
                total = ((total << 15 | total >> 1) + c) & 0xFFFF
        struct.pack_into('<H', e, 2, total)
        if gone:  # no more than that is lost
            for i in range(0, len(e), 32):
                e[i] &= 0x7F
        return e

    @staticmethod
    def name_hash(name):
        total = 0
        for c in name.upper().encode('utf-16le'):
            total = ((total << 15 | total >> 1) + c) & 0xFFFF
        return total

    def make(self, path, folder, items, times):
        blank(path, times * 24 * MIB)
        run('mkfs.exfat', '-c', str(self.block), path)
        b = self.b = Bytes(path)
        sector = 1 << b.d[108]
        self.fat, self.heap = b.u32(80) * sector, b.u32(88) * sector
        self.last = b.u32(92) + 1
        root = self.where(b.u32(96))
        at = root
        while b.d[at] != 0:
            if b.d[at] == 0x81:
                self.bits = self.where(b.u32(at + 20))
            at += 32
        self.next = 64  # the first free cluster, far behind the tables
        for i in of(items, 'allocated', 'deleted', 'slack', 'fragmented',
                    'deleted in fragments'):
            e = self.put(i)
            # the directory's next clusters are those behind its first
            end = root + self.block
            if at + len(e) > end:
                b.d[at:end:32] = b'\x05' * len(range(at, end, 32))
                at = root = self.longer(root)
            b.d[at:at + len(e)] = e
            at += len(e)
        b.save()

    def where(self, cluster):
        return self.heap + (cluster - 2) * self.block

    def longer(self, root):
        """One cluster more for the directory."""
        old = (root - self.heap) // self.block + 2
        new = self.next
        self.next += 1
        self.link(old, new)
        self.link(new, 0xFFFFFFFF)
        self.b.bit(self.bits, new - 2, 1)
        return self.where(new)

    def link(self, cluster, to):
        struct.pack_into('<I', self.b.d, self.fat + 4 * cluster, to)

    def put(self, i):
        step = 2 if 'fragment' in i.state else 1
        n = -(-len(i.data) // self.block)
        used = [self.next + step * k for k in range(n)]
        if step == 2:
            for c in used:
                self.b.noise(self.where(c + 1), self.block)
        gone = i.state.startswith('deleted')
        self.next = used[-1] + 2 if step == 2 else used[-1] + 1
        assert self.next < self.last
        for k, c in enumerate(used):
            part = i.data[k * self.block:(k + 1) * self.block]
            self.b.d[self.where(c):self.where(c) + len(part)] = part
            self.b.bit(self.bits, c - 2, 0 if gone else 1)
            if step == 2:
                self.link(c, used[k + 1] if k + 1 < n else 0xFFFFFFFF)
        return self.entries(i.name, len(i.data), used[0], step == 2, gone)


class Iso:
    """genisoimage"""
    name, block = 'iso9660', 2048

    def make(self, path, folder, items, times):
        files = folder + '/root'
        os.mkdir(files)
        for i in of(items, 'allocated', 'slack'):
            save(files + '/' + i.name, i.data)
        run('genisoimage', '-quiet', '-R', '-J', '-o', path, files)


class Ufs:
    """makefs; in fragments by two blocks of a file that change their places"""
    name, block, piece = 'ufs', 1024, 8192

    def make(self, path, folder, items, times):
        files = folder + '/root'
        os.mkdir(files)
        cut = of(items, 'fragmented')
        for i in of(items, 'allocated', 'slack') + cut:
            save(files + '/' + i.name, i.data.ljust(3 * self.piece, b'.')
                 if i in cut else i.data)
        run('makefs', '-t', 'ffs', '-B', 'little', '-o', 'version=1', '-s',
            '%dm' % (times * 12), path, files)
        number = {name: int(n) for n, name in re.findall(
            r'^r/r (\d+):\t(.*)$', run('fls', path).decode(), re.M)}
        b = Bytes(path)
        for i in cut:
            self.swap(b, self.inode(b, number[i.name]))
        b.save()

    def inode(self, b, n):
        """Where an inode lies: by the superblock, which is at 8192."""
        group, n = divmod(n, b.u32(8192 + 184))
        start = b.u32(8192 + 188) * group + \
            b.u32(8192 + 24) * (group & ~b.u32(8192 + 28))
        return (start + b.u32(8192 + 16)) * self.block + n * 128

    def swap(self, b, inode):
        one, two = b.u32(inode + 40), b.u32(inode + 44)
        struct.pack_into('<II', b.d, inode + 40, two, one)
        x, y = one * self.block, two * self.block
        b.d[x:x + self.piece], b.d[y:y + self.piece] = \
            b.d[y:y + self.piece], b.d[x:x + self.piece]


class Item:
    def __init__(self, state, name, data):
        self.state, self.name, self.data = state, name, data


KINDS = [Fat(12, 15, 8), Fat(16, 32, 4), Fat(32, 72, 2), Exfat(), Ntfs(),
         Ext('ext2', 1024), Ext('ext3', 1024), Ext('ext4', 4096), Ufs(), Iso()]
TOOLS = {'fat': 'mkfs.fat mcopy', 'exf': 'mkfs.exfat', 'ntf': 'mkntfs ntfscp',
         'ext': 'mke2fs debugfs', 'ufs': 'makefs', 'iso': 'genisoimage'}
