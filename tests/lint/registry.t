#!/bin/sh
# registry.t - every carver file is in list.def once, in sorted order; every
# line of it has its file and its unit test.  So has every scheme.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

sed -n 's/^CARVER(\(.*\))$/\1/p' carvers/list.def >"$tmp/listed"
grep -vE '^(CARVER\([a-z0-9_]+\)|/\*.*\*/| \*.*|)$' carvers/list.def >"$tmp/found"
is_empty "$tmp/found" "list.def is CARVER(name) lines and comments"
LC_ALL=C sort -u "$tmp/listed" | diff "$tmp/listed" - >"$tmp/found"
is_empty "$tmp/found" "list.def is sorted and names nothing twice"
grep -lE '^const struct fx_carver carver_[a-z0-9_]+ = ' carvers/*.c |
	sed 's,carvers/\(.*\)\.c,\1,' | LC_ALL=C sort >"$tmp/files"
LC_ALL=C sort "$tmp/listed" | diff "$tmp/files" - >"$tmp/found"
is_empty "$tmp/found" "list.def names the carvers that there are files of"
for f in carvers/*.c; do
	x=${f##*/} x=${x%.c}
	sed -n 's/^const struct fx_carver carver_\([a-z0-9_]*\) = .*/\1/p' "$f" |
		grep -vx "$x" | sed "s,^,$f defines carver_,"
done >"$tmp/found"
is_empty "$tmp/found" "a file defines the carver of its own name, and no other"
while read -r c; do
	[ -f "tests/unit/carver_$c.c" ]
	tap_say $? "$c has a unit test"
done <"$tmp/listed"

list=libforensic/check/list.def
sed -n 's/^SCHEME(\(.*\))$/\1/p' $list >"$tmp/listed"
grep -vE '^(SCHEME\([a-z0-9_]+\)|/\*.*\*/|)$' $list >"$tmp/found"
is_empty "$tmp/found" "the list of schemes is SCHEME(name) lines"
LC_ALL=C sort -u "$tmp/listed" | diff "$tmp/listed" - >"$tmp/found"
is_empty "$tmp/found" "it is sorted and names nothing twice"
sed -n 's/^const struct fx_scheme fx_scheme_\([a-z0-9_]*\) = .*/\1/p' \
	libforensic/check/*.c | LC_ALL=C sort | diff - "$tmp/listed" >"$tmp/found"
is_empty "$tmp/found" "it names the schemes that the folder defines"
"$BIN/fxcheck" --list | cut -f 1 | while read -r s; do
	cat tests/unit/check_*.c tests/unit/carver_*.c |
		grep -qF "\"$s\"" || echo "$s has no unit test"
done >"$tmp/found"
is_empty "$tmp/found" "each scheme has values in a unit test"
finish
