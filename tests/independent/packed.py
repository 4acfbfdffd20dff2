"""packed.py - decoders against the tools and libraries that pack: TAP

usage: packed.py FXDECODE

Each case packs known bytes, by Python's own modules or by a tool, and has
fxdecode unpack them; or damages what was packed, and says what must be left.
"""
import gzip
import os
import random
import struct
import subprocess
import sys
import zlib

helper = sys.argv[1]
count = failed = 0


def ok(good, name, *why):
    global count, failed
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        failed += 1
        for w in why:
            print("#", str(w)[:300])


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def fxdecode(data, *args):
    return subprocess.run([helper, *args], input=data, capture_output=True)


def starts(decoder, data):
    r = fxdecode(data, "-l", decoder)
    return [int(x) for x in r.stdout.split()]


def said(r, word):
    for line in r.stderr.decode().splitlines():
        if line.startswith(word):
            return line[len(word):].strip()
    return None


def case(name, decoder, data, want, at=0, rc=0, limit=None, used=None,
         found=True):
    """What decoder gives at `at` of data; want: bytes, or all that
    a function says yes to."""
    r = fxdecode(data, decoder, str(at))
    good = want(r.stdout) if callable(want) else r.stdout == want
    ok(good, f"{decoder}: {name}", len(r.stdout), r.stderr)
    ok(r.returncode == rc and said(r, "fxdecode: limit:") == limit,
       f"{decoder}: {name}: how it ends", r.returncode, r.stderr)
    if used is not None:
        ok(said(r, "used") == str(used), f"{decoder}: {name}: what it used",
           r.stderr)
    if found:
        s = starts(decoder, data)
        ok(at in s, f"{decoder}: {name}: it is found", s)


def refused(name, decoder, data, at=0):
    r = fxdecode(data, decoder, str(at))
    ok(r.stdout == b"" and r.returncode == 3, f"{decoder}: {name}: nothing",
       r.returncode, r.stdout[:20], r.stderr)
    ok(starts(decoder, data) == [], f"{decoder}: {name}: and nobody looks")


def part_of(whole, least, most=None):
    """The first bytes of whole, at least and at most so many."""
    return lambda out: least <= len(out) <= (
        len(whole) if most is None else most) and whole.startswith(out)


rnd = random.Random(3)
text = "".join(f"{i} {rnd.randrange(10**15):016d}\n"
               for i in range(20000)).encode()
noise = rnd.randbytes(200000)
samples = [("text", text), ("noise", noise), ("zeros", bytes(300000)),
           ("one byte", b"4"), ("a card", b"4539578763621486")]


def raw(data, level=9):
    c = zlib.compressobj(level, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def gz(data, flags=0, middle=b"", crc=None, size=None, level=9):
    crc = zlib.crc32(data) if crc is None else crc
    size = len(data) if size is None else size
    return (b"\x1f\x8b\x08" + bytes([flags]) + bytes(4) + b"\0\3" + middle +
            raw(data, level) + struct.pack("<II", crc, size & 0xffffffff))


def try_gzip():
    for name, data in samples:
        for level in "-1", "-9":
            p = subprocess.run(["gzip", "-n", "-c", level], input=data,
                               capture_output=True).stdout
            case(f"{name}, gzip {level}", "GZIP", p, data, used=len(p))
    p = gz(text, 0x1f, struct.pack("<H", 5) + b"extra" + b"name\0" +
           b"a comment\0" + b"\x12\x34")
    case("every field in the header", "GZIP", p, text, used=len(p))
    p = gz(text, 4, struct.pack("<H", 30000) + bytes(30000))
    case("a long field", "GZIP", p, text)
    whole = gz(text)
    for cut in 5000, len(whole) - 9, len(whole) - 8, len(whole) - 1:
        case(f"cut at {cut}", "GZIP", whole[:cut],
             part_of(text, min(len(text) // 8, cut)), rc=1)
    case("its tail cut only", "GZIP", whole[:-5], text, rc=1)
    case("a wrong checksum", "GZIP", gz(text, crc=7), text, rc=1)
    case("a wrong size", "GZIP", gz(text, size=7), text, rc=1)
    bad = bytearray(whole)
    bad[60000:60010] = bytes(10)
    case("damaged in the middle", "GZIP", bytes(bad),
         lambda out: len(out) > 50000 and text[:50000] == out[:50000], rc=1)
    p = noise[:1000] + whole + noise
    case("between other bytes", "GZIP", p, text, at=1000,
         used=len(whole))

    # Members: each is a start, and is told once.
    two = gz(text) + gz(noise)
    case("two members", "GZIP", two, text + noise, used=len(two))
    s = starts("GZIP", two)
    ok(s == [0, len(gz(text))], "GZIP: each is a start", s)
    many = b"".join(gz(b"%06d" % i) for i in range(20000))
    r = fxdecode(many, "GZIP")
    ok(r.stdout == b"".join(b"%06d" % i for i in range(20000))[:16 << 10 | 6],
       "GZIP: of many members, the first and a seam", len(r.stdout))
    case("an empty member between", "GZIP", gz(text) + gz(b"") + gz(noise),
         text + noise)
    case("rubbish behind", "GZIP", whole + noise, text, used=len(whole))
    case("a bad member behind", "GZIP", whole + gz(noise)[:5000],
         lambda out: out.startswith(text) and
         (text + noise).startswith(out))

    refused("an empty file", "GZIP", gz(b""))
    refused("another method", "GZIP", b"\x1f\x8b\x07" + whole[3:])
    refused("flags of the future", "GZIP", gz(text, 0x20))
    refused("a header alone", "GZIP", whole[:10])
    refused("no data", "GZIP", whole[:10] + b"\xff" * 500)
    refused("a name without end", "GZIP", gz(b"", 8)[:10] + b"x" * 5000)


def try_zlib():
    for name, data in samples + [("64 bytes", text[:64])]:
        for level in 0, 1, 6, 9:
            p = zlib.compress(data, level)
            case(f"{name}, level {level}", "ZLIB", p, data, used=len(p))
    for window in 14, 13, 12, 11:
        c = zlib.compressobj(6, zlib.DEFLATED, window)
        p = c.compress(text) + c.flush()
        case(f"a window of {1 << window}", "ZLIB", p, text, used=len(p))
    for what in zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE:
        c = zlib.compressobj(6, zlib.DEFLATED, 15, 8, what)
        p = c.compress(text) + c.flush()
        case(f"strategy {what}", "ZLIB", p, text, used=len(p))
    c = zlib.compressobj()
    p = b"".join(c.compress(x) + c.flush(zlib.Z_SYNC_FLUSH)
                 for x in (b"", b"", text[:9], text[9:])) + c.flush()
    case("flushed again and again", "ZLIB", p, text, used=len(p))
    whole = zlib.compress(text)
    case("cut", "ZLIB", whole[:5000], part_of(text, 5000), rc=1)
    case("a wrong checksum", "ZLIB", whole[:-1] + b"\0", text, rc=1)
    case("no checksum", "ZLIB", whole[:-4], text, rc=1)
    case("between other bytes", "ZLIB", noise[:777] + whole + noise, text,
         at=777, used=len(whole))
    refused("few bytes and no checksum", "ZLIB", zlib.compress(b"4111")[:-4])
    refused("few bytes, a wrong checksum", "ZLIB",
            zlib.compress(b"4111")[:-1] + b"\0")
    refused("nothing", "ZLIB", zlib.compress(b""))
    refused("a header alone", "ZLIB", whole[:2])
    c = zlib.compressobj(6, zlib.DEFLATED, 15, 8, 0, b"dictionary")
    refused("a dictionary that is not here", "ZLIB",
            c.compress(text) + c.flush())
    chance = rnd.randbytes(4 << 20)
    ok(starts("ZLIB", chance) == [], "ZLIB: none in 4 MiB of noise")
    words = b"78^x 78x^2 " * 50000
    ok(starts("ZLIB", words) == [], "ZLIB: none in text")


try_gzip()
try_zlib()
print(f"1..{count}")
sys.exit(failed > 0)
