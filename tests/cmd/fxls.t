#!/bin/sh
# fxls: the same files as fls, whose bytes are whose as ifind says, names that
# are hostile, how it exits.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$PATH:/usr/sbin:/sbin
export SOURCE_DATE_EPOCH=1775000000 MTOOLS_SKIP_CHECK=1
ls=$BIN/fxls
cd "$tmp" || exit 99

# FAT in a partition, with a file deleted; ext4 in another, nested deep.
mkdir -p src/a/b/c
seq 20000 >src/numbers
seq 5000 >src/a/b/c/deep
echo "a small one" >src/small
ln src/small src/a/link
printf x >"src/$(printf 'new\nline')"
printf x >"src/$(printf 'esc\033[31m')"
printf x >"src/$(printf 'bad\377utf8')"
wif=5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ
printf x >"src/$wif.txt"
printf x >"src/DE89370400440532013000"
truncate -s 6M fat.img
mkfs.fat -F 12 --invariant fat.img >/dev/null
mmd -i fat.img ::/dir
mcopy -i fat.img src/numbers ::/dir/kept.txt
mcopy -i fat.img src/a/b/c/deep ::/gone.txt
mdel -i fat.img ::/gone.txt
truncate -s 8M ext.img
mke2fs -q -t ext4 -d src ext.img
echo 'rm /numbers' | debugfs -w -f - ext.img >/dev/null 2>&1
truncate -s 20M disk.raw
sfdisk -q disk.raw <<'TABLE'
label: dos
unit: sectors
start=2048, size=12288, type=1
start=16384, size=16384, type=83
start=34000, size=2000, type=83
TABLE
dd if=fat.img of=disk.raw bs=512 seek=2048 conv=notrunc status=none
dd if=ext.img of=disk.raw bs=512 seek=16384 conv=notrunc status=none

run 0 "a disk of three volumes" "$ls" disk.raw
cp .out lines
# A sanitizer's build runs its readers without seccomp, and says so.
[ "$MODE" = release ] || sed -i '/^fxls: .*: the reader runs without/d' .err
is_empty .err "says no words"
is "$(jq -r 'select(.type=="volume")|[.volume,.offset,.length,.fs]|@csv' lines |
	tr '\n' ' ')" \
	'1,1048576,6291456,"fat12" 2,8388608,8388608,"ext4" 3,17408000,1024000, ' \
	"volumes have the numbers of the table"
is "$(jq -r 'select(.path=="/_one.txt")|.volume,.state,.size' lines |
	tr '\n' ' ')" "1 deleted 23893 " "a file deleted in FAT"
is "$(jq -r 'select(.path=="/dir/kept.txt")|.state,.modified' lines |
	grep -c 'Z$')" 0 "FAT does not say in which zone its times are"
is "$(jq -r 'select(.inode and .volume==2)|select(.path=="/small" or
	.path=="/a/link")|.inode' lines | sort -u | wc -l)" 1 \
	"two links are one file"
is "$(jq -r 'select(.path=="/new\nline")|.state' lines)" allocated \
	"a newline in a name"
is "$(jq -r 'select(.path.hex?)|.path.hex' lines)" 2f626164ff75746638 \
	"a name that is no UTF-8"
run 3 "a volume that is not there" "$ls" --volume 7 disk.raw
has .err "no volume 7" "is said"
run 0 "one volume" "$ls" --volume 2 disk.raw
is "$(jq -r 'select(.type=="file")|.volume' .out | sort -u)" 2 "is alone"
run 0 "only what is deleted" "$ls" --deleted disk.raw
is "$(jq -r 'select(.type=="file")|.state' .out | sort -u)" deleted "is deleted"
run 0 "a table" "$ls" --table disk.raw
has .out 'new.x0aline' "a newline is shown as what it is"
has .out 'esc.x1b' "an escape as well"
is "$(LC_ALL=C grep -c "$(printf '[\001-\011\013-\037\177]')" .out)" 0 \
	"no control gets to the terminal"
has .out ' /\*{8}\.txt$' "a key in a name is masked"
has .out ' /DE\*{18}00$' "an account as well"
is "$(grep -cE '5HueCGU8|8937040044' .out)" 0 "neither is in clear"
is "$(jq -r .path lines | grep -cxE "/$wif.txt|/DE89370400440532013000")" 2 \
	"lines have them"

# Regions: all of the image once, in order, and whose they are.
run 0 "regions" "$ls" --regions disk.raw
jq -r 'select(.type=="region")|[.offset,.length]|@tsv' .out |
	awk -v size=$((20 << 20)) '$1 != at { print "hole at", at } { at = $1 + $2 }
	END { if (at != size) print "ends at", at }' >found
is_empty found "cover the image once"
cp .out regions
is "$(jq -r 'select(.state=="gap")|.offset' regions | head -n 1)" 0 \
	"before the first volume is a gap"
# Random blocks of both volumes, by ifind.
for v in "2048 fat12 512 1" "16384 ext4 1024 2"; do
	# shellcheck disable=SC2086
	set -- $v
	n=0
	for block in $(seq 1 97 7000); do
		off=$(($1 * 512 + block * $3))
		want=$(ifind -o "$1" -d "$block" disk.raw 2>/dev/null)
		case $want in *[!0-9-]* | '') want=- ;; esac
		echo "$off $want"
		n=$((n + 1))
	done >asked
	jq -r 'select(.type=="region")|[.offset,.length,.inode // "-"]|@tsv' \
		regions >have
	awk 'NR == FNR { from[NR] = $1; end[NR] = $1 + $2; who[NR] = $3; n = NR
		next }
	{ for (i = 1; i <= n; i++) if ($1 >= from[i] && $1 < end[i]) break
	  if (who[i] != $2) print $1, "ifind", $2, "fxls", who[i] }' \
		have asked >found
	is_empty found "$2: blocks are whose ifind says"
done

# The content of files is that of icat, and libmagic says what it is.
"$HELPER/fxmap" disk.raw >content
[ "$(wc -l <content)" -gt 6 ]
tap_say $? "there is content"
while read -r v inode sum type; do
	[ "$v" = 1 ] && off=2048 || off=16384
	icat -o "$off" disk.raw "$inode" 2>/dev/null | sha256sum |
		grep -q "^$sum " || echo "$v $inode $sum $type"
done <content >found
is_empty found "it is that of icat"
has content ' text/plain$' "types are known"

# The same files as fls, for every image that is shared.
cat >same.py <<'PY'
import json, re, subprocess, sys
tool, image = sys.argv[1:]
def at(off):
    return (["-o", str(off)] if off else []) + [image]
def fls(off, more=[]):
    r = subprocess.run(["fls", "-r", "-p"] + more + at(off),
                       capture_output=True, timeout=100)
    out = set()
    for l in r.stdout.split(b"\n"):
        head, _, path = l.partition(b"\t")
        if not l:
            continue
        inode = head.replace(b"(realloc)", b"").rstrip(b":").split()[-1]
        out.add((path, b" * " in head, inode.decode()))
    return out
r = subprocess.run([tool, "--json", image], capture_output=True, timeout=100)
if r.returncode not in (0, 3, 4):
    print("status", r.returncode)
if r.returncode and not r.stderr:
    print("status", r.returncode, "and no words")
have, volumes = {}, []
for l in r.stdout.split(b"\n"):
    d = json.loads(l) if l else {"type": ""}
    if d["type"] == "volume":
        volumes.append(d)
    if d["type"] != "file" or d.get("path", "/") == "/":
        continue
    if (d.get("fs") in ("hfsp", "apfs") and "modified" not in d and
            not d["path"].startswith("/$")):
        print("nothing but a name", d["path"], d["inode"])
    p = d["path"]
    p = p.encode() if isinstance(p, str) else bytes.fromhex(p["hex"])
    # fls shows controls as ^.
    p = re.sub(rb"[\x00-\x1f\x7f]", b"^", p)
    have.setdefault(d["volume"], set()).add(
        (p[1:], d["state"] == "deleted", d["inode"]))
for v in volumes:
    if "fs" not in v:
        continue
    more = []
    if v["fs"] == "apfs":
        # fls wants to know where in the container the volume begins.
        r = subprocess.run(["pstat"] + at(v["offset"] // 512),
                           capture_output=True, text=True)
        blocks = re.findall(r"APSB Block Number: *(\d+)", r.stdout)
        inside = [w["volume"] for w in volumes
                  if w.get("parent") == v["parent"]]
        more = ["-P", "apfs", "-B", blocks[inside.index(v["volume"])]]
    mine = have.get(v["volume"], set())
    theirs = fls(v["offset"] // 512, more)
    for x in sorted(mine ^ theirs)[:5]:
        print(v["volume"], v["fs"], "fxls" if x in mine else "fls", x)
PY
same() { # IMAGE WORDS
	timeout 200 python3 same.py "$ls" "$1" >found 2>&1
	is_empty found "$2: the files of fls -r -p"
}
same disk.raw "the disk"
shared=${SHARED-$top/../shared}/images
if [ -f "$shared/images.tar.xz" ]; then
	mkdir shared
	tar -C shared -xJf "$shared/images.tar.xz"
	tail -n +2 "$shared/INDEX.tsv" | cut -f 1 | while read -r f; do
		[ -f "shared/$f" ] && echo "$f"
	done >images
	[ -n "$(cat images)" ]
	tap_say $? "shared images are there"
	while read -r f; do
		same "shared/$f" "$f"
	done <images
else
	skip "images that are shared" "$shared is not there"
fi

run 2 "no operand" "$ls"
run 2 "an unknown option" "$ls" --nope x
run 4 "no such image" "$ls" gone.raw
run 4 "a stream" sh -c "'$ls' - <disk.raw"
has .err '-: a stream has no volumes and files' "says why"
is_empty .out "and nothing else"
run 4 "a full disk" sh -c "'$ls' disk.raw >/dev/full"
has .err 'standard output: No space left' "and why"
run 0 "is there a file" "$ls" -q disk.raw
is_empty .out "only the status says it"
printf 'no image' >text
run 1 "there is none" "$ls" -q text
is_empty .out "nor is there a word"
run 0 "is there a deleted file" "$ls" -q --deleted disk.raw
truncate -s 2M new.img && mkfs.fat --invariant new.img >log
run 1 "there is none in a new file system" "$ls" -q --deleted new.img
finish
