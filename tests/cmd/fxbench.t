#!/bin/sh
# fxbench: values are planted, found and counted; the same for a seed, for any
# number of threads, and as fxscan finds them.  The long run is the night's.
# shellcheck disable=SC2016 # jq has variables of its own
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export TMPDIR="$tmp"
# A sanitizer's build runs its decoders without seccomp; that is no matter here.
if [ "$MODE" = release ]; then n=3100 v=5; else n=600 v=2; fi

# bench FILE OPTIONS...: a report into FILE.
bench() {
	out=$1
	shift
	"$BIN/fxbench" --errors --json --values 1 --look-alikes "$n" "$@" \
		>"$tmp/$out" 2>"$tmp/$out.err"
}

bench one -j1 --keep "$tmp/kept"
is $? 0 "a short run holds what is asked" || tell "$tmp/one"
is_empty "$tmp/one.err" "and says nothing else"
json "$tmp/one" '.[0] | .type == "errors" and .v == 1 and .holds == 1 and
	.planted.look_alikes >= '"$n"' and .planted.errors == 0' "the report's head"
json "$tmp/one" '.[0].kinds | all(.measured == 0 or
	(.plain.found * 100 >= .plain.planted * 99 and
	.containers.found * 100 >= .containers.planted * 98))' \
	"each kind is found as it lies, and in containers"
json "$tmp/one" '.[0].kinds | all(.measured == 0 or
	(.wrong_label == 0 and .wrong_offset == 0))' \
	"with its label, at its place"
json "$tmp/one" '.[0].false_in_all == 0' "no look-alike is found"
json "$tmp/one" '.[0].kinds | all(.measured == 0 or (.cells |
	map(.container) | unique | length > 12))' "in more than 12 containers"

# No detector is silently absent.
"$BIN/fxscan" -e '?' - 2>&1 </dev/null | sed 's/.*carvers: *//; s/; groups.*//' |
	tr -s ' ,' '\n' | grep '\.' | sort >"$tmp/all"
jq -r '.kinds[].kind' "$tmp/one" | sort | diff "$tmp/all" - >"$tmp/found"
is_empty "$tmp/found" "the report names every detector"

json "$tmp/one" '.[0].kinds | all(.measured == 1)' "no detector is without a maker"

# What browsers keep is told from each thing that may be left of a database.
bench stores --values $v --look-alikes 700 -e card.browser,login.browser
is $? 0 "cards and logins of browsers" || tell "$tmp/stores"
json "$tmp/stores" '.[0].kinds | map(select(.measured == 1)) | length == 2 and
	all(.plain.found == .plain.planted and .plain.planted == '$((24 * v))' and
	.containers.found == .containers.planted and .wrong_label == 0 and
	.wrong_offset == 0)' "whole, in a log, on the freelist, deleted, one page"

# The truth that is kept, and what fxscan makes of it.
"$BIN/fxscan" --raw --json "$tmp/kept" 2>"$tmp/err" >"$tmp/lines"
is $? 0 "fxscan scans what was planted"
jq -rn '[inputs | select(.type == "finding")] | group_by(.kind) | .[] |
	"\(.[0].kind) \(length)"' "$tmp/lines" >"$tmp/scanned"
jq -r '.kinds[] | [.kind, (.plain.found // 0) + (.containers.found // 0) +
	(.ebcdic_and_keyed.found // 0) + (.duplicates // 0) +
	.false_beside_planted + .false_look_alikes + .valid_by_chance] |
	select(.[1] > 0) | "\(.[0]) \(.[1])"' "$tmp/one" |
	diff "$tmp/scanned" - >"$tmp/found"
is_empty "$tmp/found" "and finds as much of each kind"
is "$(cut -f 4 "$tmp/kept.tsv" | grep -vc look-alike)" \
	"$(jq '[.kinds[] | .plain, .containers, .ebcdic_and_keyed |
		.planted // 0] | add' "$tmp/one")" "the truth has all values"

# The same seed, the same bytes; another one, others.
bench two -j3
jq -S 'del(.made)' "$tmp/one" >"$tmp/a"
jq -S 'del(.made)' "$tmp/two" | diff "$tmp/a" - >"$tmp/found"
is_empty "$tmp/found" "the same report with three threads"
bench three -e iban --seed 7
json "$tmp/three" '.[0].kinds | length == 1' "-e measures one detector"
[ "$(jq -r .planted.sha256 "$tmp/three")" != "$(jq -r .planted.sha256 "$tmp/one")" ]
tap_say $? "another seed plants other bytes"
is "$(find "$tmp" -name 'fxbench.*' | wc -l)" 0 "no folder is left"

# A corpus: what is found there is false, but for published test numbers.
mkdir "$tmp/corpus"
echo 'card number: 4111111111111111 expiry 09/28' >"$tmp/corpus/a"
echo 'IBAN: DE42370502990017345682' | tee "$tmp/corpus/b" >"$tmp/corpus/c"
bench four -e card.pan,iban --corpus "$tmp/corpus" --corpus "$tmp/corpus/b" -v
json "$tmp/four" '.[0].corpus | .files == 4 and .unread == 0 and .bytes == 130' \
	"a corpus of four files"
json "$tmp/four" '.[0].kinds | map(select(.corpus)) |
	map([.kind, .corpus.findings, .corpus.test_numbers]) ==
	[["bank.iban", 3, 0], ["card.pan", 0, 1]]' "what is found there"
json "$tmp/four" '.[0].kinds[0].corpus |
	.low_per_1000_gib < .per_1000_gib and
	.per_1000_gib < .high_per_1000_gib' "and its rate lies in its interval"
has "$tmp/four.err" 'corpus/b: bank.iban at 6, ' "-v says where"
grep -q 0017345682 "$tmp/four.err"
is $? 1 "masked"
bench five -e iban --corpus "$tmp/none"
is $? 3 "a corpus that is not there is exit status 3"

run 1 "what nobody finds does not hold" "$BIN/fxbench" --errors --values 1 \
	--look-alikes 0 -e iban --min 90
has "$tmp/.out" '^lost: bank.iban, ascii, gzip: 1 of 1$' "the table says what"
has "$tmp/.out" '^bank.iban: 0 of 18 found as they lie, less than 99 %$' "and why"
run 2 "nothing to measure" "$BIN/fxbench"
run 2 "an operand" "$BIN/fxbench" --errors x
run 2 "no values" "$BIN/fxbench" --errors --values 0
run 4 "a folder that is there" "$BIN/fxbench" --errors --keep "$tmp/kept"
if [ -e /dev/full ]; then
	"$BIN/fxbench" --errors --values 1 --look-alikes 0 -e iban \
		>/dev/full 2>"$tmp/err"
	is $? 4 "a full disk is exit status 4"
fi

if [ -n "${NIGHT-}" ]; then
	"$BIN/fxbench" --errors >"$tmp/table" 2>"$tmp/err"
	is $? 0 "the long run holds what is asked"
	tell "$tmp/table"
fi
finish
