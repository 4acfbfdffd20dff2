#!/usr/bin/python3
"""image.py - for image.t: make a disk's bytes, spoil files, judge what was read

    image.py make FILE             some 6 MiB: text, noise and nothing
    image.py flip FILE OFFSET      four bytes there become others
    image.py section FILE TYPE N   offset of the Nth section of that type (E01)
    image.py judge SOURCE GOT LOG  each byte is SOURCE's or told as lost in LOG;
                                   prints the bytes lost and why
    image.py mutants FXIMG FILE SOURCE HOW ROUNDS SEED
                                   read spoilt copies of FILE: no crash, no hang,
                                   no silence; if HOW is proven, no wrong byte
    image.py aff4 FILE             a zip archive with AFF4's first member
"""
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib


def make(path):
    r = random.Random(2)
    b = bytearray()
    while len(b) < 6 << 20:
        k = r.random()
        if k < 0.3:
            b += bytes(32768)
        elif k < 0.6:
            b += r.randbytes(32768)
        else:
            b += (b"line %d of text\n" % r.randrange(10**6)) * 2000
    with open(path, "wb") as f:
        f.write(b[: (6 << 20) + 3 * 512])


def flip(path, off):
    with open(path, "r+b") as f:
        f.seek(int(off))
        old = f.read(4)
        f.seek(int(off))
        f.write(bytes(x ^ 0xA5 for x in old))


def section(path, kind, nth):
    with open(path, "rb") as f:
        b = f.read()
    off, n = 13, int(nth)
    while True:
        name = b[off : off + 16].rstrip(b"\0").decode()
        after = struct.unpack("<Q", b[off + 16 : off + 24])[0]
        assert zlib.adler32(b[off : off + 72]) == struct.unpack("<I", b[off + 72 : off + 76])[0]
        if name == kind:
            n -= 1
            if n == 0:
                print(off)
                return
        assert after > off, "no such section"
        off = after


def compare(a, b, log):
    """What is wrong with b, which should be a but for what log tells as lost;
    else None, the bytes lost and why."""
    if len(a) != len(b):
        return "%d bytes instead of %d" % (len(b), len(a)), 0, set()
    lost, whys, end = 0, set(), 0
    x = bytearray(a)
    for line in log.splitlines():
        if not line.startswith("gap "):
            continue
        _, off, n, why = line.split(" ", 3)
        off, n = int(off), int(n)
        if off < end or n == 0:
            return "gaps out of order: " + line, 0, set()
        end = off + n
        x[off:end] = bytes(n)
        lost += n
        whys.add(why)
    if x != b:
        i = next(i for i in range(len(b)) if x[i] != b[i])
        return "byte %d is wrong, and not told as lost" % i, 0, set()
    return None, lost, whys


def judge(source, got, log):
    with open(source, "rb") as f, open(got, "rb") as g, open(log) as h:
        wrong, lost, whys = compare(f.read(), g.read(), h.read())
    if wrong:
        sys.exit(wrong)
    print(lost, ", ".join(sorted(whys)))


def mutate(b, r):
    """A few bytes of b changed, or its end cut off."""
    if r.random() < 0.2:
        del b[r.randrange(len(b)) :]
    for _ in range(r.choice([1, 1, 1, 2, 8])):
        if not b:
            break
        # Half of them where the structure is: near the start, near the end.
        at = r.choice([r.randrange(len(b)), min(int(r.expovariate(1 / 900)), len(b) - 1)])
        if r.random() < 0.3:
            at = len(b) - 1 - at
        x = r.choice([r.randbytes(1), b"\xff" * 4, bytes(4), r.randbytes(8), b"\x7f\xff\xff\xff"])
        b[at : at + len(x)] = x
    return b


def chatty(words):
    """Readers keep their stderr in a sanitizer's build, where libafflib talks."""
    if b"Sanitizer" in words or b"runtime error" in words:
        return False
    return os.environ.get("MODE") in ("asan", "tsan") and words != b""


def mutants(fximg, name, source, proven, rounds, seed):
    with open(name, "rb") as f:
        seedling = f.read()
    with open(source, "rb") as f:
        want = f.read()
    count, wrong = {0: 0, 3: 0, 4: 0}, []
    os.makedirs("x", exist_ok=True)
    for i in range(int(seed), int(seed) + int(rounds)):
        with open("x/" + name, "wb") as f:
            f.write(mutate(bytearray(seedling), random.Random(i)))
        try:
            p = subprocess.run([fximg, "-o", "got", "x/" + name], capture_output=True, timeout=200)
        except subprocess.TimeoutExpired:
            wrong.append("seed %d: no end" % i)
            continue
        if p.returncode not in count:
            wrong.append("seed %d: status %d" % (i, p.returncode))
            continue
        count[p.returncode] += 1
        if (p.returncode == 4) != (p.stderr != b"") and not chatty(p.stderr):
            wrong.append("seed %d: status %d and %r" % (i, p.returncode, p.stderr[:300]))
        log = p.stdout.decode()
        # What the header says of the media is all that nothing proves twice.
        if proven == "proven" and "\nsize %d\n" % len(want) in log and p.returncode != 4:
            with open("got", "rb") as f:
                bad = compare(want, f.read(), log)[0]
            if bad:
                wrong.append("seed %d: %s" % (i, bad))
    print("%d whole, %d with losses, %d refused" % tuple(count.values()))
    if wrong:
        sys.exit("\n".join(wrong))


def aff4(path):
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("container.description", "aff4://00000000-0000-0000-0000-000000000000")
        z.writestr("information.turtle", "@prefix aff4: <http://aff4.org/Schema#> .\n")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
