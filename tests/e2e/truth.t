#!/bin/sh
# truth.t - a disk of which everything is known: all of it is found, whatever
# container it comes in, and nothing else
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$BIN:$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

truth() { # WORDS ARGS...: findings against the truth
	words=$1
	shift
	python3 "$top/tests/helper/truth.py" "$@" >.truth 2>&1
	tap_say $? "$words" || tell .truth
	[ -z "${V-}" ] || tell .truth
}

# core FILE: what must be the same in every run over the same bytes.
core() {
	sed -e '/^{"type":"run"/d' -e 's/,"started":"[^"]*"//' \
		-e 's/,"ended":"[^"]*"//' "$1"
}

# media FILE: the same without what names the container; E01 adds an MD5.
media() {
	core "$1" | sed -e '/^{"type":"source"/d' \
		-e '/^{"type":"end"/s/,"\(md5\|sha1\)":"[^"]*"//g'
}

same() { # A B WORDS
	cmp -s "$1" "$2"
	tap_say $? "$3" || {
		diff "$1" "$2" | cut -c 1-300 >.diff
		tell .diff
	}
}

"$top/tests/helper/mkdisk.sh" "$tmp" >.made 2>&1
tap_say $? "a disk is made by real tools" || {
	tell .made
	finish
}
tell .made
mv disk.raw disk.dd
n=$(cut -f 1,3 truth.tsv | sort -u | wc -l)
[ "$n" -ge 200 ]
tap_say $? "it holds $n cards and tracks"
for o in 49152 135168 176128; do
	# A deleted name, and no live one, for all that was meant to go.
	fls -r -o $o disk.dd >.fls 2>&1
	live=$(grep 'old-' .fls | grep -vc '\*')
	gone=$(grep 'old-' .fls | grep -c '\*')
	echo "# sector $o: $live old files live, $gone deleted"
	[ "$live" -eq 0 ]
	tap_say $? "no file that was deleted is live in the volume at $o"
done

run 0 "scan for everything" fxscan --json --min 0 disk.dd
cp .out min0
truth "--min 0 finds the lone ones and the published test numbers too" \
	--all truth.tsv min0
case $MODE in
release | debug)
	run 0 "scan at the default threshold" fxscan --json disk.dd
	cp .out base
	truth "every value with context, in a list or in a track, and nothing else" \
		truth.tsv base
	;;
*)
	skip "scan at the default threshold" \
		"the same bytes are decoded for --min 0"
	cp min0 base
	;;
esac
json base '.[-1] | .type=="end" and .status=="complete" and
	.bytes==142606336 and .errors==0' "the end line tells the coverage"
is "$(jq -r 'select(.type=="end").sha256' base)" \
	"$(openssl dgst -sha256 -r disk.dd | cut -d' ' -f1)" "and the SHA-256"

# A sanitizer has seen all decodings by now: what follows looks at threads and
# at how a container is read, and they are not made again at several times the
# cost.
plain=
cp base ref
case $MODE in
release | debug) ;;
*)
	plain=--no-decode
	run 0 "scan without decoders" fxscan --json $plain disk.dd
	cp .out ref
	;;
esac
core ref >base.core
media ref >base.media
for j in 1 2 7; do
	# shellcheck disable=SC2086 # an option, or none
	run 0 "scan with -j$j" fxscan --json $plain -j$j disk.dd
	core .out >j.core
	same base.core j.core "-j$j says the same, byte for byte"
done
container() { # FORMAT FILE: the scan of FILE equals that of the raw image
	# shellcheck disable=SC2086 # an option, or none
	run 0 "scan $2" fxscan --json $plain "$2"
	json .out ".[0].format == \"$1\" and .[0].sector == 512" "it is $1"
	media .out >c.media
	same base.media c.media "and holds the same findings, byte for byte"
}
acquire() { # NAME OPTIONS...
	name=$1
	shift
	ewfacquire -u -q -t "$name" -C 2026-0417 -E 1 -e badge -D disk \
		-N none -m fixed -M logical -f encase6 -b 64 -g 64 -B 142606336 \
		-o 0 -P 512 "$@" disk.dd >.ewf 2>&1 || tell .ewf
}
acquire one -c deflate:fast -S 1.4GiB
acquire many -c none -S 32MiB
container ewf one.E01
cp .out e01.jsonl
n=$(find . -name 'many.E*' | wc -l)
[ "$n" -ge 2 ]
tap_say $? "many.E01 has $n segments"
container ewf many.E01
split -b 40M -d -a 3 --numeric-suffixes=1 disk.dd split.
container split split.001
qemu-img convert -f raw -O vmdk disk.dd disk.vmdk
container vmdk disk.vmdk
qemu-img convert -f raw -O vpc -o force_size=on disk.dd disk.vhd
container vhd disk.vhd
qemu-img convert -f raw -O vhdx disk.dd disk.vhdx
container vhdx disk.vhdx
# shellcheck disable=SC2086 # an option, or none
run 0 "scan --raw" fxscan --json --raw $plain disk.dd
grep -v '^{"type":"source"' .out >raw.f
core raw.f >raw.core
# shellcheck disable=SC2086 # an option, or none
(cd "$tmp" && fxscan --json $plain - <disk.dd) >stdin 2>.err
tap_say $? "scan standard input"
grep -v '^{"type":"source"' stdin >stdin.f
core stdin.f >stdin.core
same raw.core stdin.core "standard input says the same as --raw"

# Damage: what is lost is told, what is left is found.
python3 - <<'PY'
import os
data = bytearray(open("one.E01", "rb").read())
for i in range(1, 13):
    at = len(data) * i // 13
    data[at:at + 4] = b"\xff\x00\xff\x00"
open("bad.E01", "wb").write(data)
open("cut.E01", "wb").write(data[:len(data) * 3 // 4])
PY
for f in many.E*; do
	ln "$f" "miss.${f#many.}"
done
rm miss.E03
for f in bad cut miss; do
	# shellcheck disable=SC2086 # an option, or none
	run 3 "scan a damaged E01 ($f)" fxscan --json $plain "$f.E01"
	python3 "$top/tests/helper/damage.py" ref .out >.dmg 2>&1
	tap_say $? "$f: the damage is told and the rest is found" || tell .dmg
	tail -n 1 .dmg | sed 's/^/# /'
done

# fxcat: the bytes of each finding, those at edges and a sample of the others.
python3 - >places <<'PY'
import json
edges = {int(r.split("\t")[0]) for r in open("truth.tsv") if "raw/" in r}
n = 0
for line in open("base"):
    o = json.loads(line)
    if o["type"] == "finding":
        n += 1
        if n % 150 == 0 or (o["offset"] in edges and n % 4 == 0) or \
                o["offset"] in (0, 142606336 - o["length"]):
            print(o["offset"], o["length"], o["path"])
PY
bad=0 n=0
while read -r off len path; do
	n=$((n + 1))
	dd if=disk.dd bs=1M iflag=skip_bytes,count_bytes skip="$off" \
		count="$len" of=want status=none
	for f in disk.dd one.E01; do
		fxcat $f "$path+$len" >got 2>.err
		cmp want got >>.err 2>&1 || {
			bad=$((bad + 1))
			echo "# fxcat $f $path+$len"
			tell .err
		}
	done
done <places
[ "$bad" = 0 ] && [ "$n" -ge 50 ]
tap_say $? "fxcat shows the bytes of $n findings, from raw and E01"

# Record and verify.
run 0 "make a key" fxkey new lab
record() { # CASE IMAGE FINDINGS
	run 0 "start a case for $2" fxrecord --init --case 2026-0417 \
		--agency lab.example --examiner "badge 1234" --key lab.key "$1.evd"
	fxrecord --key lab.key "$1.evd" <"$3" >.out 2>.err
	tap_say $? "record the findings of $2" || tell .err
	run 0 "verify against $2 and the vault" fxverify --image "$2" \
		--vault "$1.vault" --identity lab.agekey --key lab.pub "$1.evd"
	has .out INTACT "INTACT"
	case_ok "$1.evd" lab.pub
}
record raw disk.dd base
record e01 one.E01 e01.jsonl
is "$(sqlite3 raw.evd "SELECT count(*) FROM record WHERE kind='finding'")" \
	"$(grep -c '^{"type":"finding"' base)" "every finding is on record"
# The image changed after the run: the finding's own record says so.
off=$(cut -f 1 truth.tsv | sed -n 5000p)
cp --sparse=always disk.dd other.dd
printf 'x' | dd of=other.dd bs=1 seek="$((off + 3))" conv=notrunc status=none
run 4 "another image is not taken for the one examined" fxverify \
	--image other.dd --key lab.pub raw.evd
finish
