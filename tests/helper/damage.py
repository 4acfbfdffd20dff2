"""damage.py - is what a damaged image yields what the whole one yields?

damage.py WHOLE DAMAGED: the findings of two runs.  Outside the ranges that the
damaged run reports as unreadable, and farther from them than a finding's
neighbourhood reaches, both must say the same; there must be such a range, and
something on both sides of it.  Inside, nothing may be reported.  Of the files
that findings lie in nothing is compared: their names may lie in what is lost.
"""
import json
import sys

REACH = 2 * 4096 + 2 * 256


def load(name):
    findings, errors, end = [], [], None
    with open(name, encoding="utf-8") as f:
        for line in f:
            o = json.loads(line)
            if o["type"] == "finding":
                o.pop("file", None)
                findings.append((o["offset"], o["length"], json.dumps(o)))
            elif o["type"] == "error" and "offset" in o:
                errors.append((o["offset"], o["offset"] + o["length"]))
            elif o["type"] == "end":
                end = o
    return findings, errors, end


def main(whole, damaged):
    want, _, wend = load(whole)
    got, errors, end = load(damaged)
    if not errors:
        sys.exit("no range is told as unreadable")
    if end is None or end["errors"] < len(errors):
        sys.exit("the end line does not count the errors")

    def touched(off, length, reach):
        return any(off < b + reach and a - reach < off + length
                   for a, b in errors)

    inside = [g for g in got if touched(g[0], g[1], 0)]
    keep = [w[2] for w in want if not touched(w[0], w[1], REACH)]
    kept = [g[2] for g in got if not touched(g[0], g[1], REACH)]
    lost = len(want) - len(keep)
    print(f"{len(errors)} ranges, {sum(b - a for a, b in errors)} of "
          f"{wend['bytes']} bytes unreadable; {len(keep)} of {len(want)} "
          f"findings are out of its reach")
    if inside:
        sys.exit(f"found inside an unreadable range: {inside[0]}")
    if keep != kept:
        odd = sorted(set(keep) ^ set(kept))
        sys.exit(f"{len(odd)} findings differ, as {odd[0]}")
    if not keep or not lost:
        sys.exit("the damage is not where it can be seen")


if __name__ == "__main__":
    main(*sys.argv[1:])
