#!/bin/sh
# banned.t - functions that are easy to misuse or hide state, and forms of code
# the house does without: there is a better one for each.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

git ls-files -co --exclude-standard '*.c' '*.h' '*.def' | while read -r f; do
	[ -f "$f" ] && grep -nH '' "$f"
done >"$tmp/all"
grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|/\*)' "$tmp/all" |
	sed 's,/\*.*$,,' >"$tmp/code"
[ -s "$tmp/code" ]
tap_say $? "there is code to look at"

# lines PATTERN: code of the tree that matches it, comments left out.
lines() {
	grep -E "$1" "$tmp/code"
}

for f in strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol \
	atoll atof gmtime localtime ctime asctime rand srand alloca system \
	popen tmpnam mktemp; do
	lines "(^|[^_[:alnum:]])$f *\\(" >"$tmp/found"
	is_empty "$tmp/found" "no $f"
done
lines '^[^:]*:[0-9]+:([^"]|"([^"\\]|\\.)*")*//' >"$tmp/found"
is_empty "$tmp/found" "no // comment"
lines '#[[:space:]]*define.*\b(return|goto)\b' >"$tmp/found"
is_empty "$tmp/found" "no macro returns or jumps"
# The words are put together here so that this file does not hold them.
grep -E "\\b$(printf '(TO%s|FIX%s|XX%s)' DO ME X)\\b" "$tmp/all" >"$tmp/found"
is_empty "$tmp/found" "nothing is left for later"
grep -E 'NOLINT|cppcheck-suppress|pragma GCC diagnostic' "$tmp/all" |
	grep -vE '(NOLINT[A-Z]*|cppcheck-suppress)[^*]*[:,;-] ?[a-z].*|pragma GCC diagnostic (push|pop)' \
		>"$tmp/found"
is_empty "$tmp/found" "no check is switched off without a reason on its line"
finish
