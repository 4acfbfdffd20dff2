#!/bin/sh
# fxscan --range: findings of a whole scan that begin in the ranges, and words
# for what is no range.
# shellcheck disable=SC2016 # jq has variables of its own
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan

for i in 0 1 2 3 4 5 6 7 8 9; do
	printf '%0499d\nCard: 4539 5787 6362 1486 Exp: 12/2%d\n' 0 "$i"
	head -c 300000 /dev/zero | tr '\0' .
done >"$tmp/a.raw"
size=$(wc -c <"$tmp/a.raw")
core() { # FILE: its findings alone
	grep '^{"type":"finding"' "$1"
}
run 0 'all of it' "$scan" a.raw
core "$tmp/.out" >"$tmp/all"
is "$(wc -l <"$tmp/all")" 10 'ten cards'

run 0 'two ranges' "$scan" --range 600000-900999 --range 0-300544 a.raw
core "$tmp/.out" >"$tmp/got"
jq -c 'select(.offset < 300544 or (.offset >= 600000 and .offset < 900999))' \
	"$tmp/all" | jq -c .offset >"$tmp/want"
jq -c .offset "$tmp/got" | cmp -s "$tmp/want" -
tap_say $? 'the findings that begin there'
grep -Fxf "$tmp/all" "$tmp/got" | cmp -s "$tmp/got" -
tap_say $? 'each as in the whole scan, context too'
json "$tmp/.out" '.[-1] | .status == "complete" and .bytes == 601543 and
	.ranges == "0-300544,600000-900999" and (has("sha256") | not)' \
	'the end line names them, and has no digest'
json "$tmp/.out" '.[0].options.ranges == "0-300544,600000-900999"' \
	'so do the options'
sum=$({
	head -c 300544 "$tmp/a.raw"
	tail -c +600001 "$tmp/a.raw" | head -c 300999
} | sha256sum)
json "$tmp/.out" ".[-1].covered_sha256 == \"${sum%% *}\"" \
	'and it has the digest of their bytes'
run 0 'to the end, past it, and over each other' "$scan" --range 900000- \
	--range 800000-950000 --range 1000000-99999999999 a.raw
json "$tmp/.out" ".[-1].ranges == \"800000-$size\"" 'are one'
run 0 'cards at the very edges' "$scan" --range 506-507 a.raw
is "$(core "$tmp/.out" | wc -l)" 1 'the byte where it begins is enough'
run 0 'the byte behind that' "$scan" --range 507-300000 a.raw
is "$(core "$tmp/.out" | wc -l)" 0 'has none'

run 4 'ranges past the end' "$scan" --range 99999999-999999999 a.raw
is "$(cat "$tmp/.err")" \
	"fxscan: a.raw: the ranges lie past its end, at $size" 'says so'
run 4 'ranges of a stream' sh -c "'$scan' --range 0-10 - <a.raw"
has "$tmp/.err" 'a stream has no ranges' 'says so'
for bad in x 5 -5 5-5 6-5 5-x x-5 1-2-3 99999999999999999999999-; do
	run 2 "the range '$bad'" "$scan" --range="$bad" a.raw
	has "$tmp/.err" '^fxscan: .*--range' 'is usage'
done

# A record of ranges is no record of the source.
(cd "$tmp" && "$BIN/fxkey" new lab && "$BIN/fxrecord" --init --case R-1 \
	--agency lab.example --examiner e --key lab.key case.evd) >"$tmp/.out" 2>&1
run 0 'it is recorded' sh -c "'$scan' --range 600000-900999 a.raw |
	'$BIN/fxrecord' --key lab.key case.evd"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
case_ok "$tmp/case.evd" "$tmp/lab.pub"
run 3 'with the image' "$BIN/fxverify" --key lab.pub --image a.raw case.evd
n=$(sqlite3 "$tmp/case.evd" "SELECT count(*) FROM record WHERE kind='finding'")
has "$tmp/.out" "^NOT PROVEN: run 1 read parts of its source and recorded no hash: its 1 finding is in the image" \
	'its findings are derived, and what is not known is said'
is "$n" 1 'one finding'
has "$tmp/.out" '^  The finding was found again in the image: ' 'all of them'
is "$(grep -c 'TAMPERED\|CANNOT' "$tmp/.out")" 0 'that is all'
tr 0-8 1-9 <"$tmp/a.raw" >"$tmp/other.raw"
run 4 'with another image' "$BIN/fxverify" --key lab.pub --image other.raw case.evd
has "$tmp/.out" "^NOT PROVEN: run 1 read parts .* of its $n findings are in the image" \
	'says how many are there'
has "$tmp/.out" 'other.raw is not an image this case examined' 'and no more'
is "$(grep -c '^TAMPERED\|found again' "$tmp/.out")" 0 'nobody changed anything'
run 4 'with both' "$BIN/fxverify" --key lab.pub --image other.raw --image a.raw case.evd
has "$tmp/.out" 'its 1 finding is in the image' 'takes the one that has them'

# An end line that names other ranges than the findings lie in.
(cd "$tmp" && "$BIN/fxrecord" --init --case R-2 --agency lab.example \
	--examiner e --key lab.key lie.evd && "$scan" --range 600000-900999 a.raw |
	sed '/"type":"end"/s/600000-900999/600000-600100/' |
	"$BIN/fxrecord" --key lab.key lie.evd) >"$tmp/.out" 2>&1
run 1 'a finding behind the ranges of its run' "$BIN/fxverify" --key lab.pub lie.evd
has "$tmp/.out" '^TAMPERED: record [0-9]+ begins behind the ranges that run 1 read$' \
	'is named'
finish
