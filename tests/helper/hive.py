"""hive.py - make a registry hive of keys and values

A tree is {name: value or tree}; a value is (type, bytes).  What is long is put
in segments, as Windows does it from version 1.4 on; names in Latin-1.
"""
import struct

SZ, EXPAND_SZ, BINARY, DWORD, MULTI_SZ, QWORD = 1, 2, 3, 4, 7, 11
SEGMENT = 16344
NONE = 0xFFFFFFFF


def sz(text):
    return SZ, (text + '\0').encode('utf-16-le')


class Hive:
    def __init__(self):
        self.bins = []          # [offset, bytearray]
        self.end = 0            # of all bins

    def cell(self, data):
        """A cell in use that holds data: its offset."""
        size = (len(data) + 4 + 7) // 8 * 8
        if not self.bins or len(self.bins[-1][1]) + size > self.room:
            self.room = (32 + size + 4095) // 4096 * 4096
            self.close()
            self.bins.append([self.end, bytearray(32)])
            self.end += self.room
        off, b = self.bins[-1]
        at = off + len(b)
        b += struct.pack('<i', -size) + data + bytes(size - 4 - len(data))
        return at

    def close(self):
        """The rest of the last bin is a free cell."""
        if not self.bins:
            return
        off, b = self.bins[-1]
        size = (len(b) + 4095) // 4096 * 4096
        if size > len(b):
            b += struct.pack('<i', size - len(b)) + bytes(size - len(b) - 4)
        b[:32] = b'hbin' + struct.pack('<IIQQI', off, size, 0, 0, 0)

    def patch(self, at, data):
        for off, b in self.bins:
            if off <= at < off + len(b):
                b[at - off:at - off + len(data)] = data

    def data(self, data):
        if len(data) <= SEGMENT:
            return self.cell(data)
        parts = [self.cell(data[i:i + SEGMENT])
                 for i in range(0, len(data), SEGMENT)]
        where = self.cell(struct.pack('<%dI' % len(parts), *parts))
        return self.cell(b'db' + struct.pack('<HI', len(parts), where))

    def value(self, name, kind, data):
        if len(data) <= 4:
            size, where = len(data) | 1 << 31, struct.unpack(
                '<I', data.ljust(4, b'\0'))[0]
        else:
            size, where = len(data), self.data(data)
        return self.cell(b'vk' + struct.pack('<HIIIHH', len(name), size, where,
                                             kind, 1, 0) + name.encode('latin1'))

    def key(self, name, tree, parent, flags=0x20):
        at = self.cell(bytes(76) + name.encode('latin1'))
        values = [self.value(n, *v) for n, v in tree.items()
                  if isinstance(v, tuple)]
        listed = self.cell(struct.pack('<%dI' % len(values), *values)) \
            if values else NONE
        keys = [(n, self.key(n, t, at)) for n, t in sorted(tree.items())
                if isinstance(t, dict)]
        sub = self.cell(b'lh' + struct.pack('<H', len(keys)) + b''.join(
            struct.pack('<II', k, hash_of(n)) for n, k in keys)) \
            if keys else NONE
        self.patch(at + 4, b'nk' + struct.pack(
            '<HQIIIIIIIIIIIIIIIHH', flags, 0x1D0000000000000, 0, parent,
            len(keys), 0, sub, NONE, len(values), listed, self.security(),
            NONE, 64, 0, 64, 64, 0, len(name), 0))
        return at

    def security(self):
        """One descriptor for all: owned by the system, no lists."""
        if not hasattr(self, 'sk'):
            sid = struct.pack('<BB6sI', 1, 1, b'\0\0\0\0\0\5', 18)
            sd = struct.pack('<BBHIIII', 1, 0, 0x8000, 20, 32, 0, 0) + sid * 2
            self.sk = self.cell(bytes(20) + sd)
            self.patch(self.sk + 4, b'sk' + struct.pack(
                '<HIIII', 0, self.sk, self.sk, 1, len(sd)))
        return self.sk


def hash_of(name):
    h = 0
    for c in name.upper():
        h = (h * 37 + ord(c)) & 0xFFFFFFFF
    return h


def make(tree):
    """The bytes of a hive."""
    h = Hive()
    root = h.key('ROOT', tree, NONE, 0x2C)
    h.close()
    head = bytearray(4096)
    head[:48] = b'regf' + struct.pack('<IIQIIIIIII', 1, 1, 0, 1, 5, 0, 1, root,
                                      h.end, 1)
    total = 0
    for i in range(0, 508, 4):
        total ^= struct.unpack_from('<I', head, i)[0]
    head[508:512] = struct.pack('<I', total)
    return bytes(head) + b''.join(bytes(b) for _, b in h.bins)


def free(hive, *starts):
    """Free the cells whose data begins so, and lists of segments."""
    out = bytearray(hive)
    freed = set()

    def drop(at):
        n = struct.unpack_from('<i', out, at)[0]
        if at % 8 == 0 and n < 0:
            struct.pack_into('<i', out, at, -n)
            freed.add(at)

    for what in starts:
        at = hive.find(what)
        while at != -1:
            drop(at - 4)
            if what == b'db' and at - 4 in freed:
                drop(4096 + struct.unpack_from('<I', out, at + 4)[0])
            at = hive.find(what, at + 1)
    return bytes(out)
