#!/bin/sh
# owner.t - whose bytes a finding is, held against ifind, istat and ffind of
# The Sleuth Kit, and against the truth about the disk that was made.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99
sh "$top/tests/helper/mkdisk.sh" "$tmp" >log 2>&1
tap_say $? "a disk with three volumes" || tell log
run 0 "is scanned" "$BIN/fxscan" disk.raw
mv .out found.jsonl
jq -r 'select(.type=="finding")|
	[.offset,.file.state,.file.volume // 0,.file.inode // "-",
	 .file.path // "-"]|@tsv' found.jsonl >have

# Blocks by ifind: a sample of those that findings lie in, each block once.
cat >ask.py <<'PY'
import subprocess, sys
starts = {1: 24 << 20, 2: 66 << 20, 3: 86 << 20}
sizes = {1: 512, 2: 4096, 3: 0}
out = subprocess.run(["fsstat", "-o", str(starts[3] // 512), "disk.raw"],
                     capture_output=True, text=True).stdout
sizes[3] = int([l for l in out.split("\n") if "Block Size:" in l][0].split()[-1])
seen, asked, good, resident = {}, 0, 0, 0
rows = [l.rstrip("\n").split("\t") for l in open("have")]
for off, state, vol, inode, path in rows:
    off, vol = int(off), int(vol)
    if not vol:
        continue
    seen.setdefault((vol, (off - starts[vol]) // sizes[vol]),
                    (off, inode, path, state))
known = {}
picked = sorted(seen.items())
picked = picked[::max(1, len(picked) // 300)]
for (vol, block), (off, inode, path, state) in picked:
    o = ["-o", str(starts[vol] // 512), "disk.raw"]
    want = subprocess.run(["ifind", "-d", str(block)] + o,
                          capture_output=True, text=True).stdout.strip()
    if want.startswith("Inode not found"):
        want = "-"
    asked += 1
    if want == inode:
        if (vol, inode) not in known:  # it walks all folders
            out = subprocess.run(["ffind"] + o + [inode], capture_output=True,
                                 text=True).stdout.strip().split("\n")
            known[vol, inode] = [n.replace("* ", "").replace("//", "/")
                                 for n in out]
        names = known[vol, inode]
        if inode == "-" or path in names:
            good += 1
            continue
        print("names", off, inode, path, names)
    # ifind knows of no record inside of $MFT: istat tells.
    elif want == "0-128-1":
        number, kind, attr = inode.split("-")
        stat = subprocess.run(["istat"] + o + [number], capture_output=True,
                              text=True).stdout
        if any("(%s-%s)" % (kind, attr) in l and "Resident" in l and "Non-" not in l
               for l in stat.split("\n")):
            good += 1
            resident += 1
            continue
    print("owner", off, state, "ours", inode, path, "ifind", want)
print("asked %d good %d resident %d" % (asked, good, resident),
      file=sys.stderr)
sys.exit(0 if asked > 100 and good * 100 >= asked * 99 else 1)
PY
python3 ask.py >out 2>count
tap_say $? "at least 99 % of findings lie where ifind and ffind say" || tell out
sed 's/^/# /' count

# The truth: which file each value was put into, and whether that was deleted.
awk -F '\t' '{ print $2 }' have | sort | uniq -c >states
for s in allocated deleted gap; do
	has states " $s\$" "some are $s"
done
jq -r 'select(.type=="finding" and .file.state=="allocated")|.file.path' \
	found.jsonl | grep -c 'old-' >n
is "$(cat n)" 0 "nothing deleted is called allocated"
jq -r 'select(.type=="finding" and .file.state=="gap")|.file|keys|join(" ")' \
	found.jsonl | sort -u >keys
is "$(cat keys)" state "a gap has no more than its state"
is "$(jq -r 'select(.file.path?)|.file.type // "none"' found.jsonl | sort -u |
	grep -c '^text/plain$')" 1 "types are told"

# --raw looks for no files, and finds the same.
"$BIN/fxscan" --raw disk.raw >raw.jsonl 2>err
for f in found raw; do
	jq -c 'select(.type=="finding")|del(.file)' $f.jsonl >$f.bare
done
cmp -s found.bare raw.bare
tap_say $? "--raw finds the same"
is "$(jq -r 'select(.file)|.file' raw.jsonl | wc -l)" 0 "and knows no files"

# A record keeps all of it.
"$BIN/fxkey" new lab >out 2>&1
"$BIN/fxrecord" --init --case 1 --agency lab.example --examiner x \
	--key lab.key c.evd >out 2>&1
grep -m 60 -v '"type":"end"' found.jsonl >some
"$BIN/fxrecord" --key lab.key c.evd <some >out 2>&1
sqlite3 c.evd "select body from record" | jq -c 'select(.class)|.file' |
	jq -S -c . | sort -u >kept
jq -c 'select(.type=="finding")|.file' some | jq -S -c . | sort -u >told
cmp -s kept told
tap_say $? "records keep the file" || diff kept told | head | sed 's/^/# /'
run 0 "and verify" "$BIN/fxverify" --key lab.pub c.evd
finish
