#!/bin/sh
# demo.sh - from a seized disk to the verifier's word, in commands to type again
#
# make demo runs it with BIN and HELPER set.  What it makes stays in build/demo,
# or in the folder that DEMO names.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
BIN=$(cd "$BIN" && pwd) HELPER=$(cd "$HELPER" && pwd)
export HELPER
dir=${DEMO:-$top/build/demo}
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ

# show COMMAND: as a reader would type it, then what it says.
show() {
	printf '\n$ %s\n' "$1"
	eval "$1"
}

rm -rf "$dir"
mkdir -p "$dir"
echo "Making a seized disk with FAT, NTFS and ext4 volumes ..."
"$top/tests/helper/mkdisk.sh" "$dir/made"
mv "$dir/made/disk.raw" "$dir/seized.dd"
mv "$dir/made/truth.tsv" "$dir/truth.tsv"
rm -rf "$dir/made"
echo "It is seized.dd in $dir;"
echo "truth.tsv beside it tells what is on it. All that follows stays there, to"
echo "play with. These are the commands, as you would type them:"

show "PATH=$BIN:\$PATH"
show "cd $dir"
show 'fxkey new lab'
show 'fxrecord --init --case 2026-0417 --agency lab.example \
    --examiner "badge 1234" --key lab.key case.evd'
show 'fxscan seized.dd | tee findings.jsonl | fxrecord --key lab.key case.evd'
show 'fxhist findings.jsonl | head -n 8'
where=$(jq -r 'select(.kind == "card.track2") | "\(.path)+\(.length)"' \
	findings.jsonl | sed -n 7p)
show "fxcat seized.dd $where | xxd"
show 'fxreveal --identity lab.agekey --seq 4 --why "notice to the issuer" \
    --legal W-2026-118 --key lab.key case.evd'
show 'fxrecord --close closed.evd case.evd'
show 'fxverify --image seized.dd --vault case.vault --identity lab.agekey \
    --key lab.pub closed.evd'
