"""packed.py - decoders against the tools and libraries that pack: TAP

usage: packed.py FXDECODE

Each case packs known bytes, by Python's own modules or by a tool, and has
fxdecode unpack them; or damages what was packed, and says what must be left.
"""
import bz2
import io
import lzma
import os
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
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
    b = fxdecode(data, "-b", decoder, str(at))
    ok((b.stdout, b.returncode, b.stderr) ==
       (r.stdout, r.returncode, r.stderr),
       f"{decoder}: {name}: the same in a box", b.returncode, b.stderr)
    if used is not None:
        ok(said(r, "used") == str(used), f"{decoder}: {name}: what it used",
           r.stderr)
    if found:
        s = starts(decoder, data)
        ok(at in s, f"{decoder}: {name}: it is found", s)


def refused(name, decoder, data, looks=False):
    r = fxdecode(data, decoder)
    ok(r.stdout == b"" and r.returncode == 3, f"{decoder}: {name}: nothing",
       r.returncode, r.stdout[:20], r.stderr)
    if not looks:
        ok(starts(decoder, data) == [], f"{decoder}: {name}: and none is seen")


def part_of(whole, least, most=None):
    """The first bytes of whole, at least and at most so many."""
    return lambda out: least <= len(out) <= (
        len(whole) if most is None else most) and whole.startswith(out)


rnd = random.Random(3)
text = "".join(f"{i} {rnd.randrange(10**15):016d}\n"
               for i in range(10000)).encode()
noise = rnd.randbytes(100000)
samples = [("text", text), ("noise", noise), ("zeros", bytes(150000)),
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
    for cut in 3000, len(whole) - 9, len(whole) - 8, len(whole) - 1:
        case(f"cut at {cut}", "GZIP", whole[:cut],
             part_of(text, min(len(text) // 8, cut)), rc=1)
    case("its tail cut only", "GZIP", whole[:-5], text, rc=1)
    case("a wrong checksum", "GZIP", gz(text, crc=7), text, rc=1)
    case("a wrong size", "GZIP", gz(text, size=7), text, rc=1)
    bad = bytearray(whole)
    bad[40000:40010] = bytes(10)
    case("damaged in the middle", "GZIP", bytes(bad),
         lambda out: len(out) > 20000 and text[:20000] == out[:20000], rc=1)
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


def tool(*args, data=None, cwd=None):
    """What a tool writes; it must be there and content."""
    return subprocess.run(args, input=data, capture_output=True, check=True,
                          cwd=cwd).stdout


def try_frames():
    """Decoders of one format each, whose streams may follow each other."""
    kinds = [
        ("BZIP2", [("bzip2", "-1"), ("bzip2", "-9")], bz2.compress, b""),
        ("XZ", [("xz", "-0"), ("xz", "-6"), ("xz", "-T1", "-Ccrc32"),
                ("xz", "-Csha256"), ("xz", "-Cnone"),
                ("xz", "--block-size=20000")], lzma.compress, bytes(8)),
        ("ZSTD", [("zstd", "-1"), ("zstd", "-19"), ("zstd", "--no-check"),
                  ("zstd", "--ultra", "-22")],
         lambda d: tool("zstd", "-q", "-c", data=d),
         struct.pack("<II", 0x184d2a53, 7) + b"skipped"),
        ("LZ4", [("lz4", "-1"), ("lz4", "-9", "-B4"), ("lz4", "-BD"),
                 ("lz4", "--content-size", "-BX"), ("lz4", "--no-frame-crc")],
         lambda d: tool("lz4", "-q", "-c", data=d),
         struct.pack("<II", 0x184d2a5f, 3) + b"abc"),
    ]
    for decoder, tools, pack, between in kinds:
        for args in tools:
            for name, data in samples:
                p = tool(*args, "-q", "-c", data=data)
                case(f"{name}, {' '.join(args)}", decoder, p, data,
                     used=len(p))
        whole = pack(text)
        case("between other bytes", decoder, noise[:999] + whole + noise, text,
             at=999, used=len(whole))
        for cut in 200, len(whole) // 2, len(whole) - 1:
            case(f"cut at {cut}", decoder, whole[:cut], part_of(text, 0), rc=1)
        r = fxdecode(whole[:len(whole) // 2], decoder)
        # The others give whole blocks, and have all of it in one or two.
        ok(decoder != "XZ" or len(r.stdout) > len(text) // 4,
           f"{decoder}: half of it gives something", len(r.stdout))
        bad = bytearray(whole)
        bad[len(bad) // 2] ^= 0x55
        case("damaged in the middle", decoder, bytes(bad),
             lambda out: decoder == "BZIP2" or
             out[:1000] == text[:len(out)][:1000], rc=1)
        if decoder in ("ZSTD", "LZ4"):
            # Noise is stored in blocks: what stands before damage is known.
            p = tool(*tools[-1 if decoder == "ZSTD" else 1], "-q", "-c",
                     data=noise * 9)
            bad = bytearray(p)
            bad[700000:700008] = b"\xff" * 8
            r = fxdecode(bytes(bad), decoder)
            b = fxdecode(bytes(bad), "-b", decoder)
            ok(b.stdout == r.stdout, f"{decoder}: what is left is the same")
        two = whole + between + pack(noise)
        case("two, one behind the other", decoder, two, text + noise,
             used=len(two))
        many = b"".join(pack(b"%06d" % i) for i in range(50))
        case("many", decoder, many, b"".join(b"%06d" % i for i in range(50)),
             used=len(many))
        ok(len(starts(decoder, many)) == 50, f"{decoder}: each is a start")
        case("rubbish behind", decoder, whole + noise, text, used=len(whole))
        for cut in 4, 6, 8:
            refused(f"{cut} bytes alone", decoder, whole[:cut])
        ok(starts(decoder, text + noise) == [], f"{decoder}: none elsewhere")
    # What asks for more memory than it is given.
    p = tool("zstd", "-q", "-c", "--ultra", "--long=31", data=noise)
    p = bytearray(p)
    p[5] = 21 << 3 if not p[4] & 32 else p[5]
    if not p[4] & 32:
        case("a window of 2 GiB", "ZSTD", bytes(p), b"", limit="memory")
    p = lzma.compress(text, filters=[{"id": lzma.FILTER_LZMA2,
                                      "dict_size": 1 << 30}])
    case("a dictionary of 1 GiB", "XZ", p, b"", limit="memory")
    p = pad = lzma.compress(text)
    case("padding that is odd", "XZ", p + bytes(3) + pad, text, used=len(p))


def try_lzma():
    for name, data in samples:
        p = tool("xz", "--format=lzma", "-c", data=data)
        case(name, "LZMA", p, data, used=len(p))
    p = lzma.compress(text, lzma.FORMAT_ALONE)
    case("cut", "LZMA", p[:len(p) // 2], part_of(text, 1000), rc=1)
    known = p[:5] + struct.pack("<Q", len(text)) + p[13:]
    case("of known size", "LZMA", known, text)
    refused("a size that is too much", "LZMA",
            p[:5] + struct.pack("<Q", 1 << 41) + p[13:])
    refused("few bytes and no end", "LZMA", p[:100], True)
    refused("no data", "LZMA", p[:14], True)
    # Anything behind a header that is all right.
    for i in range(20):
        refused(f"noise {i}", "LZMA", p[:14] + rnd.randbytes(5000),
                True)


def member(name, data, method, **how):
    f = io.BytesIO()
    with zipfile.ZipFile(f, "w", method) as z:
        z.writestr(zipfile.ZipInfo(name), data, method)
    return f.getvalue()


def header(method, flags=0, data=b"", name=b"n", crc=0, size=0, extra=b""):
    return struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, flags, method, 0, 0,
                       crc, len(data), size, len(name), len(extra)) + \
        name + extra + data


def try_zip():
    for name, data in samples[:2]:
        for method, what in ((zipfile.ZIP_DEFLATED, "deflate"),
                             (zipfile.ZIP_BZIP2, "bzip2"),
                             (zipfile.ZIP_LZMA, "lzma")):
            case(f"{name}, {what}", "ZIP", member("a.txt", data, method), data)
    with tempfile.TemporaryDirectory() as d:
        with open(f"{d}/a", "wb") as f:
            f.write(text)
        with open(f"{d}/b", "wb") as f:
            f.write(text[::-1])
        p = tool("zip", "-q", "-", "a", "b", cwd=d)
        s = starts("ZIP", p)
        ok(len(s) == 2, "ZIP: two members of zip(1)", s)
        case("the first", "ZIP", p, text, used=s[1])
        case("the second", "ZIP", p, text[::-1], at=s[1])
        end = p.index(b"PK\1\2")
        case("no directory", "ZIP", p[:end], text[::-1], at=s[1],
             used=end - s[1])
        p = tool("zip", "-q", "-fz", "-", "a", cwd=d)
        case("long sizes", "ZIP", p, text, used=p.index(b"PK\1\2"))
        p = tool("sh", "-c", "cat a | zip -q - - | cat", cwd=d)
        case("a stream, with a descriptor", "ZIP", p, text,
             used=p.index(b"PK\1\2"))
        p = tool("zip", "-q", "-P", "password", "-", "a", cwd=d)
        case("with a password", "ZIP", p, b"", limit="encrypted")
        p = tool("zip", "-q", "-0", "-", "a", cwd=d)
        refused("stored", "ZIP", p)
        tool("7z", "a", "-bd", "-mm=Deflate64", "d.zip", "a", cwd=d)
        with open(f"{d}/d.zip", "rb") as f:
            case("deflate64", "ZIP", f.read(), b"",
                 limit="method Deflate64")
        tool("7z", "a", "-bd", "-ppassword", "-mem=AES256", "e.zip", "a",
             cwd=d)
        with open(f"{d}/e.zip", "rb") as f:
            case("AES", "ZIP", f.read(), b"", limit="encrypted")
        tool("7z", "a", "-bd", "-mm=LZMA", "l.zip", "a", cwd=d)
        with open(f"{d}/l.zip", "rb") as f:
            p = f.read()
        case("lzma of 7z", "ZIP", p, text, used=p.index(b"PK\1\2"))
    crc = zlib.crc32(text)
    for method, data in ((95, lzma.compress(text)),
                         (93, tool("zstd", "-q", "-c", data=text))):
        p = header(method, 0, data, crc=crc, size=len(text))
        case(f"method {method}", "ZIP", p + noise, text, used=len(p))
    z = raw(text)
    p = header(8, 0, z, crc=crc, size=len(text))
    case("nothing behind it", "ZIP", p, text, used=len(p))
    for tail in (struct.pack("<IIII", 0x08074b50, crc, len(z), len(text)),
                 struct.pack("<III", crc, len(z), len(text)),
                 struct.pack("<IIQQ", 0x08074b50, crc, len(z), len(text)),
                 struct.pack("<IQQ", crc, len(z), len(text))):
        p = header(8, 8, b"") + z + tail
        case(f"a descriptor of {len(tail)} bytes", "ZIP", p + noise, text,
             used=len(p))
    case("a wrong checksum", "ZIP", header(8, 0, z, crc=1, size=len(text)),
         text, rc=1)
    case("a wrong size", "ZIP", header(8, 0, z, crc=crc, size=5), text, rc=1)
    case("no descriptor", "ZIP", header(8, 8) + z, text, rc=1)
    p = header(8, 0, z, crc=crc, size=len(text))
    case("a packed size that lies", "ZIP",
         p[:18] + struct.pack("<I", 10) + p[22:], text)
    case("cut", "ZIP", p[:5000], part_of(text, 5000), rc=1)
    case("of a later kind", "ZIP", header(98, 0, z), b"", limit="method PPMd")
    case("of an older kind", "ZIP", header(6, 0, z), b"",
         limit="method implode")
    case("of no known kind", "ZIP", header(17, 0, z), b"", limit="method")
    p = header(8, 0, z, name=b"n" * 4000, extra=bytes(6000), crc=crc,
               size=len(text))
    case("a long name and field", "ZIP", p, text)
    refused("a folder", "ZIP", header(0, name=b"folder/"))
    refused("a header alone", "ZIP", p[:30][:29])
    refused("a version of the future", "ZIP",
            p[:4] + b"\xff" + p[5:])
    refused("no data", "ZIP", header(8, 0, b"\xff" * 100, size=500))
    refused("nothing in it", "ZIP", header(8, 0, raw(b"")))


def members(*pairs):
    """An archive as one stream."""
    gap, out = bytes(512), b""
    for name, data in pairs:
        out += name.encode() + gap
        out += bytes(-len(out) % (512 if len(data) < 4096 else 4096))
        out += data + gap
    return out


def parts_of(stream):
    """Names and data, in no order."""
    return sorted(x.strip(b"\0") for x in stream.split(bytes(512))
                  if x.strip(b"\0"))


def try_sevenzip():
    files = [("a.txt", text), ("noise", noise), ("\u00fc.txt", b"4111")]
    want = members(*files)
    with tempfile.TemporaryDirectory() as d:
        for name, data in files:
            with open(f"{d}/{name}", "wb") as f:
                f.write(data)

        def sevenzip(*args, names=("a.txt", "noise", "\u00fc.txt")):
            if os.path.exists(f"{d}/x.7z"):
                os.unlink(f"{d}/x.7z")
            tool("7z", "a", "-bd", *args, "x.7z", *names, cwd=d)
            with open(f"{d}/x.7z", "rb") as f:
                return f.read()

        for how in ("-m0=lzma2", "-m0=lzma", "-m0=ppmd", "-m0=bzip2",
                    "-m0=deflate", "-m0=copy", "-ms=off", "-mx=9",
                    "-mhc=off"):
            p = sevenzip(how)
            # 7z sorts its members by what their names end in.
            r = fxdecode(p, "SEVENZIP")
            parts = parts_of(r.stdout)
            ok(parts == parts_of(want),
               f"SEVENZIP: members, {how}", [len(x) for x in parts])
            case(how, "SEVENZIP", p, r.stdout)
        p = sevenzip(names=("a.txt",))
        want = members(files[0])
        case("one member", "SEVENZIP", p, want, used=len(p))
        case("between other bytes", "SEVENZIP", noise[:5555] + p + noise, want,
             at=5555)
        case("cut", "SEVENZIP", p[:-10], b"", rc=1, limit="end missing")
        case("its end is something else", "SEVENZIP", p[:-10] + noise, b"",
             rc=1, limit="end missing")
        bad = bytearray(p)
        bad[len(p) // 2] ^= 0x55
        case("damaged in the middle", "SEVENZIP", bytes(bad),
             lambda out: out.startswith(
                 members(("a.txt", text))[:4096 + 5000]),
             rc=1)
        case("with a password", "SEVENZIP",
             sevenzip("-psecret", names=("a.txt",)),
             lambda out: text[:20] not in out, limit="encrypted")
        case("names with a password", "SEVENZIP",
             sevenzip("-psecret", "-mhe=on"), b"", limit="encrypted")
        case("deflate64", "SEVENZIP",
             sevenzip("-m0=deflate64", names=("a.txt",)),
             lambda out: text[:20] not in out, limit="method")
        tool("7z", "a", "-bd", "-v40k", "v.7z", "noise", cwd=d)
        with open(f"{d}/v.7z.001", "rb") as f:
            p = f.read()
        case("the first of some parts", "SEVENZIP", p, b"", rc=1,
             limit="end missing")
        names = [f"n{i}" for i in range(3000)]
        for name in names:
            with open(f"{d}/{name}", "wb") as f:
                f.write(name.encode() * 3)
        p = sevenzip("-mx=1", names=("n*",))
        case("many members", "SEVENZIP", p, lambda out: all(
            name.encode() * 3 in out for name in names))
        refused("a wrong checksum of the start", "SEVENZIP",
                p[:12] + b"\xff" + p[13:])
        refused("the mark alone", "SEVENZIP", p[:6])


def vint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def rar4(name, data, flags=0, main=0, method=0x30, version=20):
    def head(kind, flags, rest):
        h = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(h) & 0xffff) + h
    return b"Rar!\x1a\x07\0" + head(0x73, main, bytes(6)) + head(
        0x74, 0x8000 | flags,
        struct.pack("<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data),
                    0, version, method, len(name), 0o100644) + name) + data + \
        head(0x7b, 0x4000, b"")


def rar5_pack(data):
    """Literals alone, in codes of 8 and 9 bits: the shortest tables there are."""
    bits = []

    def put(v, n):
        bits.append(format(v, f"0{n}b"))

    code = [0] * 20
    code[8], code[9], code[19] = 2, 2, 1
    for n in code:
        put(n, 4)
    for literal in range(256):
        put(3 if literal < 128 else 2, 2)
    for run in 138, 36: # all other symbols, of four tables, have none
        put(0, 1)
        put(run - 11, 7)
    for c in data:
        put(*(256 + c, 9) if c < 128 else (c - 128, 8))
    s = "".join(bits)
    last = (len(s) - 1) % 8
    s += "0" * (-len(s) % 8)
    body = int(s, 2).to_bytes(len(s) // 8, "big")
    size = len(body).to_bytes(3, "little")
    flags = 0x80 | 0x40 | 2 << 3 | last
    return bytes([flags, 0x5a ^ flags ^ size[0] ^ size[1] ^ size[2]]) + \
        size + body


def rar5(name, data, info=0, encrypted=False, packed=None, volume=0,
         extra=b""):
    def head(*fields):
        h = b"".join(x if isinstance(x, bytes) else vint(x) for x in fields)
        h = vint(len(h)) + h
        return struct.pack("<I", zlib.crc32(h)) + h
    out = b"Rar!\x1a\x07\x01\0"
    if encrypted:
        return out + head(4, 0, 0, 0, bytes([15]), bytes(16)) + data
    packed = data if packed is None else packed
    return out + head(1, 0, volume) + head(
        2, 3 if extra else 2, *([len(extra)] if extra else []), len(packed), 4,
        len(data), 0o100644, struct.pack("<I", zlib.crc32(data)), info, 1,
        len(name), name, extra) + packed + head(5, 0, 0)


def try_rar():
    """No free tool makes these; simple ones are easily laid out."""
    tens = "".join(f"{i} \u00e9 card\n" for i in range(20000)).encode()
    p = rar5(b"card.txt", tens, 3 << 7, packed=rar5_pack(tens))
    case("version 5, packed", "RAR", p, members(("card.txt", tens)),
         used=len(p))
    case("version 5, packed, cut", "RAR", p[:60000],
         lambda out: out.startswith(b"card.txt" + bytes(512)), rc=1)
    # the library takes it for one that is not
    case("version 5, one of its members with a password", "RAR",
         rar5(b"c", noise, extra=vint(36) + bytes([1, 0, 0, 15]) + bytes(32)),
         members(("c", noise)), limit="encrypted")
    for what, p in (("4", rar4(b"c", noise, 0, 1)),
                    ("5", rar5(b"c", noise, volume=1))):
        case(f"version {what}, a volume", "RAR", p, members(("c", noise)),
             limit="volume")
    for what, make in (("4", rar4), ("5", rar5)):
        p = make(b"card.txt", text)
        case(f"version {what}", "RAR", p, members(("card.txt", text)))
        case(f"version {what}, between other bytes", "RAR",
             noise[:77] + p + noise,
             lambda out: out.startswith(members(("card.txt", text))), at=77,
             rc=0)
        case(f"version {what}, cut", "RAR", p[:5000],
             lambda out: out.startswith(b"card.txt" + bytes(512)), rc=1)
        refused(f"version {what}, a wrong checksum", "RAR",
                p[:9] + bytes([p[9] ^ 1]) + p[10:])
        refused(f"version {what}, the mark alone", "RAR", p[:8])
    case("4, with a password", "RAR", rar4(b"card.txt", text, 4),
         lambda out: text[:20] not in out, limit="encrypted")
    case("4, names with a password", "RAR", rar4(b"c", noise, 0, 0x80), b"",
         limit="encrypted")
    case("5, names with a password", "RAR", rar5(b"c", noise, 0, True), b"",
         limit="encrypted")
    case("4, packed noise", "RAR", rar4(b"c", noise, 0, 0, 0x33, 29),
         lambda out: out.startswith(b"c" + bytes(512)), rc=1)
    case("5, packed noise", "RAR", rar5(b"c", noise, 3 << 7 | 2 << 10),
         lambda out: out.startswith(b"c" + bytes(512)), limit="method")


def try_cab():
    with tempfile.TemporaryDirectory() as d:
        for name, data in (("a.txt", text), ("noise", noise)):
            with open(f"{d}/{name}", "wb") as f:
                f.write(data)
        want = members(("a.txt", text), ("noise", noise))
        for how in "-cz", "-cn":
            tool("gcab", how, "x.cab", "a.txt", "noise", cwd=d)
            with open(f"{d}/x.cab", "rb") as f:
                p = f.read()
            os.unlink(f"{d}/x.cab")
            case(f"gcab {how}", "CAB", p, want, used=len(p))
        case("between other bytes", "CAB", noise[:333] + p + noise, want,
             at=333)
        case("cut", "CAB", p[:len(p) // 2],
             lambda out: out.startswith(want[:1000]), rc=1)
        r = fxdecode(p[:30] + b"\2" + p[31:], "CAB")
        ok(said(r, "fxdecode: limit:") == "volume", "CAB: one of a set",
           r.stderr)
        refused("another version", "CAB", p[:24] + b"\x04" + p[25:])
        refused("no members", "CAB", p[:28] + b"\0\0" + p[30:])
        refused("the mark alone", "CAB", p[:8])


def try_sheets():
    """Parts as Excel writes them: strings in runs, numbers cut to 15 digits."""
    strings = (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
               b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
               b'2006/main" count="2" uniqueCount="2"><si><r><t>4539578</t></r>'
               b'<r><rPr><b/></rPr><t xml:space="preserve">763621486 </t></r>'
               b'<r><t>12/27</t></r></si><si><t>next</t></si></sst>')
    p = member("xl/sharedStrings.xml", strings, zipfile.ZIP_DEFLATED)
    part = fxdecode(p, "ZIP").stdout
    ok(part == strings, "XML: the part of shared strings")
    case("runs of a string are joined", "XML", part,
         lambda out: b"4539578763621486 12/27\n" in out)

    def sheet(v):
        return (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
                b'<worksheet xmlns="http://schemas.openxmlformats.org/'
                b'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>'
                + v + b'</v></c><c r="B1"><v>46.5</v></c></row></sheetData>'
                b'</worksheet>')
    for v, limit in ((b"4.53957876362148E+15", "digits lost"),
                     (b"4539578763621480", "digits lost"),
                     (b"4539578763621486000", None),
                     (b"4539578763621480000", "digits lost"),
                     (b"4539578763621486", None), (b"46.5", None)):
        case(f"a cell of {v.decode()}", "XML", sheet(v),
             lambda out: v + b"\t46.5" in out, limit=limit)


def try_bombs():
    """What they are; how a scan ends on them is for its own tests."""
    here = os.path.dirname(os.path.abspath(__file__))

    def bomb(*args):
        return tool(sys.executable, f"{here}/../helper/bomb.py", *args)

    p = bomb("quine")
    case("a gzip of itself", "GZIP", p, p, used=len(p))
    p = bomb("gzip", "100")
    layers = 0
    while p[:2] == b"\x1f\x8b" and layers < 200:
        p = fxdecode(p, "GZIP").stdout
        layers += 1
    ok(layers == 100 and p.startswith(b"4539578763621486"),
       "GZIP: a hundred, one in the other", layers, p[:20])
    p = bomb("42", "3")
    for _ in range(3):
        s = starts("ZIP", p)
        p = fxdecode(p, "ZIP").stdout
        ok(len(s) == 16, "ZIP: sixteen members in each", s)
    ok(p == bytes(16 << 20), "ZIP: of sixteen of sixteen", len(p))
    p = bomb("zeros", "1")
    d = zlib.decompressobj()
    n = len(d.decompress(p, 64 << 20))
    ok(len(p) < 1100000 and n == 64 << 20, "ZLIB: a GiB in a MiB", len(p))
    ok(starts("ZLIB", p) == [0], "ZLIB: which is one start")


try_gzip()
try_zlib()
try_frames()
try_lzma()
try_zip()
try_sevenzip()
try_rar()
try_cab()
try_sheets()
try_bombs()
print(f"1..{count}")
sys.exit(failed > 0)
