#!/usr/bin/env python3
"""bombs.py - make files that lead in circles, and watch a program's memory

usage: bombs.py FOLDER        make them all there
       bombs.py --run COMMAND...   run it; on standard error, its peak of memory
                                   with all of its children, in KiB
"""
import os
import resource
import sqlite3
import struct
import subprocess
import sys
import time
import zlib

MIB = 1 << 20
BOMB = os.path.join(os.path.dirname(__file__), "../helper/bomb.py")
CARD = b"Card: 4539 5787 6362 1486 Exp: 12/27\n"


def pdf_loops():
    """Objects that refer to themselves and each other; one that is honest."""
    text = zlib.compress(b"BT (4539 5787 6362 1486) Tj ET")
    return (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
            b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 1 0 R] /Parent 2 0 R "
            b"/Count 9999999 >>\nendobj\n3 0 obj\n<< /Length 3 0 R /Filter 3 0 R"
            b" /DecodeParms 3 0 R >>\nstream\nx\nendstream\nendobj\n4 0 obj\n"
            b"<< /Length 4 0 R /Filter [" + b"/FlateDecode " * 400 +
            b"] >>\nstream\n" + text + b"\nendstream\nendobj\n"
            b"5 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(text) +
            text + b"\nendstream\nendobj\ntrailer << /Root 1 0 R /Prev 0 >>\n"
            b"startxref\n0\n%%EOF\n")


def sqlite_loops(path):
    """Overflow chains and a list of free pages that lead to themselves."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA page_size=1024")
    db.execute("CREATE TABLE t(a INTEGER, b TEXT)")
    for i in range(50):
        db.execute("INSERT INTO t VALUES(?, ?)", (4539578763621486, "x" * 5000))
    db.commit()
    db.execute("DELETE FROM t WHERE rowid > 25")
    db.commit()
    db.close()
    data = bytearray(open(path, "rb").read())
    for page in range(1, len(data) // 1024):
        at = page * 1024
        if data[at:at + 3] == b"\0\0\0" and data[at + 4:at + 5] == b"x":
            data[at:at + 4] = struct.pack(">I", page + 1)
    data[32:36] = struct.pack(">I", 5)
    data[4 * 1024:4 * 1024 + 8] = struct.pack(">II", 5, 1 << 30)
    open(path, "wb").write(data)


def extended_loop():
    """An extended partition whose table leads to itself, others that overlap."""
    disk = bytearray(4 * MIB)

    def entry(at, slot, kind, start, count):
        struct.pack_into("<8BII", disk, at + 446 + 16 * slot, 0, 0, 2, 0, kind,
                         0, 2, 0, start, count)
        disk[at + 510:at + 512] = b"\x55\xaa"

    entry(0, 0, 0x07, 2048, 4000)
    entry(0, 1, 0x83, 3000, 4000)
    entry(0, 2, 0x0f, 4096, 4096)
    entry(4096 * 512, 0, 0x83, 64, 100)
    entry(4096 * 512, 1, 0x05, 0, 4096)
    disk[3 * MIB:3 * MIB + len(CARD)] = CARD
    return disk


def fat_loop(path):
    """A folder that is in itself, and a file whose clusters go in a circle."""
    env = dict(os.environ, MTOOLS_SKIP_CHECK="1")
    with open(path, "wb") as f:
        f.truncate(2 * MIB)
    subprocess.run(["mkfs.fat", "-F", "12", "-s", "1", path], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["mmd", "-i", path, "::/a"], check=True, env=env)
    subprocess.run(["mmd", "-i", path, "::/a/b"], check=True, env=env)
    subprocess.run(["mcopy", "-i", path, "-", "::/a/card.txt"], check=True,
                   env=env, input=CARD * 60)
    data = bytearray(open(path, "rb").read())
    bps, spc, reserved, fats, roots = struct.unpack_from("<HBHBH", data, 11)
    per_fat, = struct.unpack_from("<H", data, 22)
    first = (reserved + fats * per_fat) * bps + roots * 32

    def cluster(n):
        return first + (n - 2) * spc * bps

    def find(at, name):
        for i in range(at, at + spc * bps, 32):
            if data[i:i + 11] == name:
                return i
        raise SystemExit("no " + repr(name))

    top = (reserved + fats * per_fat) * bps
    a = struct.unpack_from("<H", data, find(top, b"A          ") + 26)[0]
    b = find(cluster(a), b"B          ")
    struct.pack_into("<H", data, b + 26, a)  # a/b is a
    card = struct.unpack_from(
        "<H", data, find(cluster(a), b"CARD    TXT") + 26)[0]
    for fat in range(fats):
        at = (reserved + fat * per_fat) * bps + card * 3 // 2
        old, = struct.unpack_from("<H", data, at)
        new = (old & 0x000f) | card << 4 if card & 1 else (old & 0xf000) | card
        struct.pack_into("<H", data, at, new)  # its cluster follows itself
    open(path, "wb").write(data)


def ntfs_loop(path):
    """A folder in which the root folder is, so that each is in the other."""
    card = path + ".txt"
    with open(path, "wb") as f:
        f.truncate(4 * MIB)
    with open(card, "wb") as f:
        f.write(CARD * 60)
    quiet = dict(check=True, stdout=subprocess.DEVNULL,
                 stderr=subprocess.DEVNULL)
    subprocess.run(["mkntfs", "-F", "-q", "-f", "-c", "4096", path], **quiet)
    subprocess.run(["ntfscp", "-q", path, card, "card.txt"], **quiet)
    data = bytearray(open(path, "rb").read())
    mft, = struct.unpack_from("<Q", data, 0x30)
    record = mft * 4096 + 11 * 1024  # $Extend
    at = record + struct.unpack_from("<H", data, record + 0x14)[0]
    while struct.unpack_from("<I", data, at)[0] != 0x90:  # $INDEX_ROOT
        at += struct.unpack_from("<I", data, at + 4)[0]
    root = at + struct.unpack_from("<H", data, at + 0x14)[0]
    entry = root + 16 + struct.unpack_from("<I", data, root + 16)[0]
    struct.pack_into("<Q", data, entry, 5 | 5 << 48)  # its first is the root,
    struct.pack_into("<I", data, entry + 16 + 56, 0x10000000)  # a folder
    open(path, "wb").write(data)


def make(folder):
    def put(name, data):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)
            f.write(bytes(512) + CARD)  # what comes behind must be found

    for name, what in (("zeros.z", ["zeros"]), ("layers.zip", ["42", "4"]),
                       ("nested.gz", ["gzip", "100"]), ("quine.gz", ["quine"])):
        put(name, subprocess.run([sys.executable, BOMB] + what, check=True,
                                 stdout=subprocess.PIPE).stdout)
    put("loops.pdf", pdf_loops())
    put("extended.dd", extended_loop())
    sqlite_loops(os.path.join(folder, "loops.db"))
    fat_loop(os.path.join(folder, "fat.dd"))
    ntfs_loop(os.path.join(folder, "ntfs.dd"))


def memory(pid):
    """KiB of a process and its children, what they share told once."""
    total = 0
    todo = [pid]
    while todo:
        p = todo.pop()
        try:
            with open("/proc/%d/smaps_rollup" % p) as f:
                total += sum(int(line.split()[1]) for line in f
                             if line.startswith("Pss:"))
            for task in os.listdir("/proc/%d/task" % p):
                with open("/proc/%d/task/%s/children" % (p, task)) as f:
                    todo += [int(c) for c in f.read().split()]
        except (OSError, ValueError):
            pass
    return total


def run(command):
    child = subprocess.Popen(command)
    peak = 0
    while child.poll() is None:
        peak = max(peak, memory(child.pid))
        time.sleep(0.06)
    # Between two looks, and of one process: the kernel has the most.
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(max(peak, most), file=sys.stderr)
    return child.returncode


if __name__ == "__main__":
    if sys.argv[1] == "--run":
        sys.exit(run(sys.argv[2:]))
    make(sys.argv[1])
