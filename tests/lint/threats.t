#!/bin/sh
# threats.t - each threat that fxevidence(5) tells of is shown by a test that
# names it, with the exit status and the words that fxverify(1) has for it.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

seq -f 'T%g' 30 >"$tmp/all"
sed -n '/^\.Ss Threats/,/^\.Ss What/s/^\.It \(T[0-9]*\)$/\1/p' \
	cmd/fxevidence.5 >"$tmp/told"
diff "$tmp/all" "$tmp/told" >"$tmp/found"
is_empty "$tmp/found" "fxevidence(5) tells of T1 to T30, each once"
grep -v '^#' tests/threats >"$tmp/rows"
cut -f 1 "$tmp/rows" | diff "$tmp/all" - >"$tmp/found"
is_empty "$tmp/found" "tests/threats has a row for each"

mandoc -Tascii -O width=1000 cmd/fxverify.1 | sed "s/.$(printf '\b')//g" |
	tr -s '[:space:]' ' ' >"$tmp/manual"
while IFS="$(printf '\t')" read -r number status words tests; do
	case $status in
	[0134] | -) ;;
	*) echo "$number: $status is no verdict" ;;
	esac
	[ "$words" = - ] || grep -qF -e "$words" "$tmp/manual" ||
		echo "$number: not in fxverify(1): $words"
	[ -n "$tests" ] || echo "$number: no test"
	for t in $tests; do
		grep -qw "$number" "tests/$t" 2>&1 ||
			echo "$number: tests/$t does not name it"
	done
done <"$tmp/rows" >"$tmp/found"
is_empty "$tmp/found" "and tests that name it, and words that the manual has"
finish
