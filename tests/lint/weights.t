#!/bin/sh
# weights.t - each weight of score.h is computed again by a unit test, or says
# in score.h where it comes from: no number stands there by itself.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

# The enumerators, each with the words on its line: those that go on in the next
# one count, those above it do not.
sed -nE 's/^\t([A-Z0-9_]+) = (-?[0-9]+)[ ,]*(.*)$/\1 \2 \3/p' carvers/score.h \
	>"$tmp/weights"
[ "$(wc -l <"$tmp/weights")" -gt 100 ]
tap_say $? "there are $(wc -l <"$tmp/weights") weights"
grep -oE '\b(BITS|TENTHS)_[A-Z0-9_]+' tests/unit/carver_weights.c | sort -u \
	>"$tmp/computed"
while read -r name bits words; do
	grep -qx "$name" "$tmp/computed" || [ -n "$words" ] ||
		echo "$name, $bits: neither computed nor explained"
done <"$tmp/weights" >"$tmp/found"
is_empty "$tmp/found" "each is computed, or explained"
while read -r name; do
	grep -q "^$name " "$tmp/weights" || echo "no weight $name"
done <"$tmp/computed" >"$tmp/found"
is_empty "$tmp/found" "what is computed is a weight"

# What stands in no file of carvers is no weight any more.
cut -d' ' -f 1 "$tmp/weights" | while read -r name; do
	grep -qw "$name" carvers/*.c carvers/*.def || echo "nobody uses $name"
done >"$tmp/found"
is_empty "$tmp/found" "each is used"
finish
