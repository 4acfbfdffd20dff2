"""mkdisk.py - the parts of mkdisk.sh that sh cannot do

pagefile SEED FILE    random bytes for a file that spans block boundaries
free IMAGE FOLDER     FOLDER/old-* into free clusters of IMAGE (blkls -l on stdin)
place                 pieces of raw/ to their places in disk.raw, then truth.tsv:
                      where each value lies, found by the bytes of its file
"""
import hashlib
import os
import sys

MIB = 1 << 20
SECTOR = 512
CLUSTER = 4096


def pagefile(seed, name):
    with open(name, "wb") as f:
        for i in range(5 * MIB // 32):
            f.write(hashlib.sha256(b"%s %d" % (seed.encode(), i)).digest())


def free(image, folder):
    """Lay the files to delete into the last large run of free clusters."""
    addresses = [int(a) for a, s in (line.strip().split("|")[:2]
                 for line in sys.stdin if line[0].isdigit()) if s == "f"]
    run, runs = [], []
    for a in addresses:
        if run and a != run[-1] + 1:
            runs.append(run)
            run = []
        run.append(a)
    run = max(runs + [run], key=len)
    with open(image, "r+b") as f:
        at = run[8]
        for name in sorted(os.listdir(folder)):
            if name.startswith("old-"):
                data = open(f"{folder}/{name}", "rb").read()
                f.seek(at * CLUSTER)
                f.write(data)
                at += -(-len(data) // CLUSTER)
        if at > run[-1]:
            sys.exit("mkdisk: too few free clusters")


def sectors(image):
    """Every sector that is not all zeros, by content: (index, data)."""
    index = {}
    with open(image, "rb") as f:
        data = f.read()
    for at in range(0, len(data), SECTOR):
        s = data[at:at + SECTOR]
        if s.count(0) != SECTOR:
            index.setdefault(s, []).append(at)
    return index, data


def locate(name, index, disk):
    """Offset in disk of each sector of a file; None where it lies nowhere."""
    data = open(name, "rb").read()
    if len(data) < 2 * SECTOR:  # inside a record of the file system
        at = disk.find(data)
        return [at] if at >= 0 else [None]
    places, last = [], None
    for at in range(0, len(data), SECTOR):
        s = data[at:at + SECTOR]
        if len(s) == SECTOR:
            found = index.get(s, [])
        else:  # the rest of the last one may hold anything
            follow = last + SECTOR if last is not None else -1
            found = [follow] if disk[follow:follow + len(s)] == s else []
        nxt = last + SECTOR if last is not None else None
        last = nxt if nxt in found else found[0] if found else None
        places.append(last)
    return places


def rows(table):
    with open(table, encoding="utf-8") as f:
        for line in f:
            name, off, length, *rest = line.rstrip("\n").split("\t")
            yield name, int(off), int(length), rest


def boundaries(disk, index):
    """Block boundaries that lie in a gap, or well inside a page file."""
    gaps = [(1, 23), (41, 65), (107, 135)]
    for first, last in gaps:
        yield from (n * MIB for n in range(first, last + 1))
    for fs in ("fat", "ntfs", "ext"):
        places = locate(f"{fs}/pagefile.sys", index, disk)
        for i, at in enumerate(places):
            near = places[max(0, i - 8):i + 16]
            if at is not None and at % MIB == 0 and len(near) == 24 and \
                    near == list(range(near[0], near[0] + 24 * SECTOR, SECTOR)):
                yield at


def place():
    index, disk = sectors("disk.raw")
    truth, first = [], {}
    for name, off, length, rest in rows("raw.tsv"):
        first.setdefault(name, off)
    at = {}
    edges = boundaries(disk, index)
    with open("disk.raw", "r+b") as f:
        for line in open("raw.place", encoding="ascii"):
            name, how = line.split()
            data = open(f"raw/{name}", "rb").read()
            if how == "first":
                at[name] = 0
                assert len(data) < 440  # the boot code's bytes
            elif how == "last":
                at[name] = len(disk) - len(data)
            else:
                at[name] = next(edges) - int(how) - first[name]
            f.seek(at[name])
            f.write(data)
        spare = sum(1 for _ in edges)
    for name, off, length, rest in rows("raw.tsv"):
        truth.append((at[name] + off, length, *rest, f"raw/{name}"))
    index, disk = sectors("disk.raw")
    lost, apart = [], []
    for fs in ("fat", "ntfs", "ext"):
        places = {}
        for name, off, length, rest in rows(f"{fs}.tsv"):
            full = f"{fs}/{name}"
            if full not in places:
                places[full] = locate(full, index, disk)
            p = places[full]
            i, j = off // SECTOR, (off + length - 1) // SECTOR
            if len(p) == 1:
                i = j = 0
            if None in p[i:j + 1]:
                lost.append(full)
            elif any(p[k + 1] != p[k] + SECTOR for k in range(i, j)):
                apart.append(full)
            else:
                where = p[i] + off - i * SECTOR
                truth.append((where, length, *rest, full))
    for where, length, _, _, _, _, full in truth:
        fs, name = full.split("/")
        assert disk[where:where + length] in open(full, "rb").read(), full
    truth.sort()
    with open("truth.tsv", "w", encoding="utf-8") as f:
        for row in truth:
            print(*row, sep="\t", file=f)
    if lost:
        sys.exit(f"mkdisk: not on the disk: {sorted(set(lost))}")
    with open("ntfs.how", encoding="ascii") as f:
        print(f"disk.raw: {len(disk)} bytes, {len(truth)} values, "
              f"{len(apart)} in fragments; deleted on NTFS by: "
              f"{f.read().strip()}; {spare} boundaries to spare")


if __name__ == "__main__":
    {"pagefile": pagefile, "free": free, "place": place}[sys.argv[1]](
        *sys.argv[2:])
