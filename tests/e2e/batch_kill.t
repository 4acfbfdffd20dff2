#!/bin/sh
# batch_kill.t - everything of a batch is killed at ten random moments, and it
# goes on each time: nothing is lost, nothing is done twice, nothing differs
# from a batch that nobody disturbed.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
cd "$tmp" || exit 99
images=40
[ -n "${NIGHT-}" ] && [ "$MODE" = release ] && images=500
kills=10

mkdir img
printf 'path\texhibit\n' >m.tsv
n=1
while [ "$n" -le "$images" ]; do
	printf '%0499d\nCard: 4539 5787 6362 1486 Exp: 12/2%d\n' "$n" \
		"$((n % 10))" >"img/$n.raw"
	printf 'img/%d.raw\tA%d\n' "$n" "$n" >>m.tsv
	n=$((n + 1))
done
"$BIN/fxkey" new lab >/dev/null 2>&1
set -- --case B-1 --agency lab.example --examiner 'badge 1' --no-vault

run 0 "$images images, undisturbed" "$BIN/fxbatch" run -q "$@" \
	--key lab.key -o calm m.tsv
seed=${SEED:-$$}
echo "# SEED=$seed"
"$BIN/fxbatch" plan -q "$@" -o wild m.tsv >.out 2>&1
done_of() {
	find wild/units -maxdepth 1 -name '*.done' | wc -l
}
k=1
while [ "$k" -le "$kills" ]; do
	setsid "$BIN/fxbatch" run -q --key lab.key -o wild 2>>log &
	pid=$!
	want=$((images * k / (kills + 3)))
	spin=0
	while [ "$(done_of)" -lt "$want" ] && [ "$spin" -lt 3000 ]; do
		sleep 0.02
		spin=$((spin + 1))
	done
	# ... and a moment more, which is another one each time.
	sleep "0.0$(((seed * k * 7919 + 13) % 97))"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	k=$((k + 1))
done
is "$(grep -c . log)" 0 'no run had anything to complain of' || tell log
# Workers die with fxbatch: none is left to write.
left=$(done_of)
[ "$left" -lt "$images" ]
tap_say $? "the kills came in time: $left were done behind the last"
run 0 'it goes on to its end' "$BIN/fxbatch" run -q --key lab.key -o wild
is "$(done_of)" "$images" 'none is lost'
is "$(find wild -maxdepth 1 -name 'A*.evd' | wc -l)" "$images" \
	'each has its case'
is "$(find wild/units -mindepth 1 -type d | wc -l)" 0 'nothing lies about'
is "$(find wild -links +1 -type f | wc -l)" 0 'no file has two names'

core() { # PARENT: what became of each image
	sqlite3 -readonly "$1/batch.evd" "SELECT body FROM record
		WHERE kind = 'child' ORDER BY seq" |
		jq -c '[.image, .exhibit, .status, .why, .origin, .size, .sha256,
			.bytes, .findings, .errors, .limits]'
}
core calm >calm.core
core wild >wild.core
is "$(wc -l <wild.core)" "$images" 'each image has one record'
cmp -s calm.core wild.core
tap_say $? 'the parents say the same' || diff calm.core wild.core | sed 's/^/# /'
run 0 'and so do the children' "$BIN/fxdiff" --key lab.pub calm/batch.evd \
	wild/batch.evd
has .out "^images: $images the same, 0 differ, 0 only in the first, 0 only " \
	'all of them'
case_ok "$tmp/wild/batch.evd" "$tmp/lab.pub"
case_ok "$tmp/wild/A7.evd" "$tmp/lab.pub"
finish
