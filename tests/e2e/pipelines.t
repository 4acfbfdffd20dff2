#!/bin/sh
# pipelines.t - the tools as people join them, with each other and with others
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
PATH=$BIN:$PATH:/usr/sbin:/sbin
cd "$tmp" || exit 99

"$top/tests/helper/mkdisk.sh" "$tmp" >.made 2>&1
tap_say $? "a seized disk" || {
	tell .made
	finish
}
mv disk.raw seized.dd
ewfacquire -u -q -t seized -C 2026-0417 -E 1 -e badge -D disk -N none -m fixed \
	-M logical -f encase6 -c deflate:fast -S 1.4GiB -o 0 -P 512 \
	seized.dd >.ewf 2>&1
tap_say $? "acquired as E01" || tell .ewf
ntfs=135168 # its first sector

# pipe WORDS COMMANDS: a pipeline as a shell reads it; each part must succeed.
pipe() {
	bash -c "set -o pipefail; $2" >.out 2>.err
	tap_say $? "$1" || {
		echo "$2" >.cmd
		tell .cmd
		tell .err
	}
}

pipe "make a key, start a case" 'fxkey new lab; fxrecord --init \
	--case 2026-0417 --agency lab.example --examiner "badge 1234" \
	--key lab.key case.evd'
pipe "fxscan | fxrecord" 'fxscan seized.E01 | fxrecord --key lab.key case.evd'
pipe "fxverify && echo" \
	'fxverify --image seized.E01 --key lab.pub case.evd && echo intact'
is "$(tail -n 1 .out)" intact "which says so"
case_ok case.evd lab.pub

pipe "fxscan | jq" "fxscan -e card seized.dd |
	jq -r 'select(.type==\"finding\")|[.offset,.kind,.value]|@tsv'"
cut -f 1-3 .out | sort >got
awk -F '\t' '$6 == "list" { print $1 "\t" $3 "\t" $4 }' truth.tsv | sort >want
comm -13 got want >.miss
is_empty .miss "and each card of a list is in its table"

pipe "blkls | fxscan | fxhist" "blkls -A -f ntfs -o $ntfs seized.dd |
	fxscan - | fxhist"
[ -s .out ]
tap_say $? "which counts something"
tell .out
pipe "blkls | fxscan" "blkls -A -f ntfs -o $ntfs seized.dd | fxscan -"
jq -r 'select(.type=="finding").value' .out | sort -u >got
awk -F '\t' '$7 ~ /^ntfs\/old-/ && $6 != "lone" { print $4 }' truth.tsv |
	sort -u >want
comm -13 got want >.miss
[ "$(wc -l <want)" -ge 200 ]
tap_say $? "$(wc -l <want) deleted values are in unallocated clusters"
is_empty .miss "and each of them is found there"

inode=$(fls -r -o $ntfs seized.dd | sed -n \
	's,^[^*]* \([0-9-]*\):[[:space:]]*lists-ascii.txt$,\1,p' | head -n 1)
pipe "icat | fxscan --name" "icat -f ntfs -o $ntfs seized.dd $inode |
	fxscan --name lists-ascii.txt -"
json .out '.[0].path == "lists-ascii.txt" and .[0].format == "stream"' \
	"the source bears the name given"
jq -r 'select(.type=="finding")|[.offset,.length,.kind,.value]|@tsv' .out |
	sort >got
awk -F '\t' '$1 == "lists-ascii.txt" { print $2 "\t" $3 "\t" $4 "\t" $5 }' \
	ntfs.tsv | sort >want
diff want got >.diff
is_empty .diff "each card of the file is at its offset in the file"

where=$(awk -F '\t' '$5 == "utf16le" && $3 == "card.track1" {
	print $1 "+" $2; exit }' truth.tsv)
pipe "fxcat | xxd | head" "fxcat seized.E01 $where | xxd | head -n 1"
dd if=seized.dd bs=1 skip="${where%+*}" count="${where#*+}" status=none |
	xxd | head -n 1 >want
diff want .out >.diff
is_empty .diff "which shows the very bytes"
pipe "to the end of the stream" "fxcat seized.dd 142606300 | wc -c"
is "$(cat .out)" 36 "no length is the rest of the image"
finish
