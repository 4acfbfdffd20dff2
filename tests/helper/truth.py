"""truth.py - compare what fxscan said with what is known to be there

truth.py [--all] TRUTH FINDINGS

Every value of TRUTH with any context, in a list or in a track must be among
FINDINGS exactly once, with its offset, length, kind, value and encoding; with
--all the lone ones and the published test numbers too.  Without --all, nothing
may be reported that TRUTH does not hold; with it, nothing that overlaps a value
of TRUTH and differs from it.  What was decoded must, without --all, have a
value that TRUTH has near the place where that begins.  Prints counts, and each
failure; exits 1 if any.
"""
import bisect
import collections
import json
import sys

NEAR = 64 << 10  # bytes from where a decoding begins to what is in it
SHOW = 20  # failures shown of each sort


def key(f):
    return (f["offset"], f["length"], f["kind"], f["value"], f["encoding"])


def load(truth):
    known = {}
    with open(truth, encoding="utf-8") as f:
        for line in f:
            off, length, kind, value, enc, cls, where = \
                line.rstrip("\n").split("\t")
            known[int(off), int(length), kind, value, enc] = (cls, where)
    return known


def overlapping(known):
    """A function that tells which known value a range overlaps, or None."""
    spans = sorted(known)
    starts = [s[0] for s in spans]

    def which(off, length):
        i = bisect.bisect_right(starts, off + length - 1)
        for s in spans[max(0, i - 2):i]:
            if s[0] < off + length and off < s[0] + s[1]:
                return s
        return None
    return which


def show(title, items):
    if items:
        print(f"{len(items)} {title}")
        for item in items[:SHOW]:
            print("   ", *item)


def main(args):
    everything = "--all" in args
    truth, findings = [a for a in args if a != "--all"]
    known = load(truth)
    which = overlapping(known)
    places = collections.defaultdict(list)
    for off, _, _, value, _ in known:
        places[value].append(off)
    seen = collections.Counter()
    stray, bytext = [], {}
    with open(findings, encoding="utf-8") as f:
        for line in f:
            o = json.loads(line)
            if o["type"] != "finding":
                continue
            k = key(o)
            if not o["path"].isdigit():
                if not everything and not any(abs(at - o["offset"]) < NEAR
                           for at in places[o["value"]]):
                    stray.append((*k, o["path"], "is not in truth"))
                continue
            seen[k] += 1
            bytext[k] = o
            if k not in known:
                s = which(o["offset"], o["length"])
                if s is not None or not everything:
                    stray.append((*k, o["score"], o["why"], "overlaps"
                                  if s is not None else "is not in truth",
                                  *(s and (s[0:2], known[s]) or ())))
    asked = {"context", "list", "track"}
    if everything:
        asked |= {"lone", "test"}
    missing, count = [], collections.Counter()
    for k, (cls, where) in sorted(known.items()):
        good = seen[k] == 1
        count[cls, good] += 1
        if cls in asked and seen[k] == 0:
            missing.append((*k, cls, where))
    for cls in sorted({c for c, _ in count}):
        print(f"{cls}: {count[cls, True]} of "
              f"{count[cls, True] + count[cls, False]}")
    show("missing", missing)
    show("reported more than once",
         [(*k, n) for k, n in seen.items() if n > 1])
    show("false or wrong", stray)
    untagged = [k for k in seen if k in known and known[k][0] == "test"
                and "test-number" not in bytext[k]["why"]]
    show("published test numbers without the tag", untagged)
    return 1 if missing or stray or untagged or \
        any(n > 1 for n in seen.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
