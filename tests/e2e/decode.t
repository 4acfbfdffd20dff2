#!/bin/sh
# decode.t - a card packed in every way, and in every way inside another: each
# is found by the path that it took, and that path leads back to it.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
here=$top/tests/e2e

python3 "$here/decode.py" make "$tmp/image" "$tmp/truth" >"$tmp/log" 2>&1
tap_say $? "an image with $(wc -l <"$tmp/truth") cells" || tell "$tmp/log"

# scan J NAME OPERAND: findings and what else is told, without times.
scan() {
	"$BIN/fxscan" --raw --min 0 "-j$1" "$3" >"$tmp/$2.all" 2>"$tmp/$2.err"
	tap_say $? "fxscan -j$1 $3" || tell "$tmp/$2.err"
	grep -vE '^\{"type":"(source|run|end)"' "$tmp/$2.all" >"$tmp/$2"
}
cd "$tmp" || exit 99
scan 1 one image
scan 2 two image
cmp one two >found 2>&1
is_empty found "two workers say what one says, byte for byte"
scan 2 pipe - <image
cmp one pipe >found 2>&1
is_empty found "so does a pipe"
grep -v '"type":"finding"' one >found
is_empty found "there is no limit and no error"

python3 "$here/decode.py" check truth one.all table >found 2>paths
is_empty found "every card is found by its path, and no other for certain"
sed 's/^/# /' table
is "$(tail -n 1 table)" "$(wc -l <truth) of $(wc -l <truth) cells" "all cells"

# Under a sanitizer each fxcat takes long: every seventh will do.
every=1
[ "$MODE" = release ] || every=7
awk -v n=$every 'NR % n == 0' paths >some
while read -r _ path card; do
	[ "$("$BIN/fxcat" image "$path" 2>&1)" = "$card" ] ||
		echo "$path is not $card"
done <some >found
is_empty found "fxcat shows each of $(wc -l <some) cards by its path"

# A cell that is damaged is not found by another way.
python3 - image <<'END'
import sys
with open(sys.argv[1], 'r+b') as f:
    data = bytearray(f.read())
    for line in open('truth'):
        card, start, end, chain, cell = line.split('\t')
        if cell.strip() in ('GZIP', 'XPHUFF', 'PDF', 'LZNT1', 'BZIP2', 'XZ'):
            middle = (int(start) + int(end)) // 2
            for i in range(int(start), middle, 64):
                data[i] ^= 0x5A
    f.seek(0)
    f.write(data)
END
scan 2 damaged image
python3 "$here/decode.py" check truth damaged.all table 2>/dev/null |
	cut -d: -f1 | sort >found
printf '%s\n' BZIP2 GZIP LZNT1 PDF XPHUFF XZ | diff - found >found.diff
is_empty found.diff "damaged cells are missed, and these alone"
finish
