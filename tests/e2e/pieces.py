"""
pieces.py - files for volumes in which they cannot lie in one piece

    pieces.py fill DIR N SIZE   N files of SIZE bytes, to be deleted in part
    pieces.py files DIR CLUSTER the files whose values lie across the seams
"""
import gzip
import os
import random
import sys

ACROSS = b"card number 4539578763621486 exp 12/27"
INSIDE = b"card number 5425233430109903 exp 11/28"
EARLY = b"early card number 4556737586899855 exp 12/27 cvv 123\n"
LATE = b"late card number 5398228707871527 exp 10/28 cvv 321\n"
LAST = b"card number 4916338506082832"


def lines(n, seed):
    r = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz "
    return "".join("".join(r.choice(letters) for _ in range(60)) + "\n"
                   for _ in range(n)).encode()


def save(folder, name, data):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def fill(folder, n, size):
    os.makedirs(folder, exist_ok=True)
    for i in range(int(n)):
        save(folder, "f%03d" % i, b"x" * int(size))


def files(folder, cluster):
    cluster = int(cluster)
    os.makedirs(folder, exist_ok=True)
    text = bytearray(b"." * (3 * cluster))
    at = cluster - 20
    text[at:at + len(ACROSS)] = ACROSS
    at = 2 * cluster + 100
    text[at:at + len(INSIDE)] = INSIDE
    save(folder, "across.txt", text)
    packed = gzip.compress(EARLY + lines(cluster * 3 // 64, 7) + LATE, 9,
                           mtime=0)
    assert len(packed) > cluster * 3 // 2, len(packed)
    save(folder, "packed.gz", packed)
    # the last digit is the last byte before a hole
    hole = LAST.rjust(cluster, b".")
    path = os.path.join(folder, "hole.txt")
    save(folder, "hole.txt", hole)
    os.truncate(path, 40 * cluster)
    save(folder, "small.txt", b"card 4539578763621486\n" * 24)


if __name__ == "__main__":
    {"fill": fill, "files": files}[sys.argv[1]](*sys.argv[2:])
