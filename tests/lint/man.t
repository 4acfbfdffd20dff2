#!/bin/sh
# man.t - every tool has a manual that tells its options, all of them and no
# others, in the words of its usage; and how it ends, and how it is used.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99
ls cmd/*.c >"$tmp/tools" 2>&1 || skip_all "no tools"

# The manual as plain text, and words with one space between them.
plain() {
	mandoc -Tascii -O width=78 "$1" | sed "s/.$(printf '\b')//g"
}
squeeze() {
	tr -s '[:space:]' ' ' | sed 's/^ //; s/ $//'
}

# The option table of a tool, as lines of "long short"; short is - for none.
table() {
	tr '\n' ' ' <"$1" | grep -oE '\{ *"[a-z0-9-]+", *[a-z]+_argument,[^}]*\}' |
		sed -E "s/^\{ *\"([a-z0-9-]+)\".*, *('(.)'|[^ ]+) *\}$/\1 \3/"
	printf 'help h\nversion V\n'
}

while read -r c; do
	t=${c##*/} t=${t%.c} m=${c%.c}.1
	[ -f "$m" ]
	tap_say $? "$t has a manual" || continue
	table "$c" >"$tmp/table"
	plain "$m" >"$tmp/text"
	"$BIN/$t" -h >"$tmp/usage" 2>"$tmp/err"
	tap_say $? "$t -h ends with 0"
	is_empty "$tmp/err" "$t -h says nothing on stderr"
	sed -n '/^SYNOPSIS/,/^DESCRIPTION/{/^ /p;}' "$tmp/text" | squeeze >"$tmp/a"
	sed 's/^usage://' "$tmp/usage" | squeeze >"$tmp/b"
	diff "$tmp/a" "$tmp/b" >"$tmp/found"
	is_empty "$tmp/found" "$t: its usage is the manual's synopsis"

	while read -r long short; do
		grep -qE -e "^ +.*--$long( |,|=|\$)" "$tmp/text" ||
			echo "--$long is not in the manual"
		if [ -n "$short" ]; then
			grep -qE -e "^ +-$short( |,|\$)" "$tmp/text" ||
				echo "-$short is not in the manual"
			grep -qE -e "\[-[A-Za-z]*$short|-$short " "$tmp/usage" ||
				echo "-$short is not in the usage"
		else
			grep -qE -e "--$long\b" "$tmp/usage" ||
				echo "--$long is not in the usage"
		fi
	done <"$tmp/table" >"$tmp/found"
	is_empty "$tmp/found" "$t: each option is in the manual and the usage"
	grep -E '^\.It Fl' "$m" | grep -oE -e '-[a-z][a-z0-9-]+' | sort -u |
		while read -r o; do
			grep -q -e "^${o#-} " "$tmp/table" ||
				echo "-$o is no option of $t"
		done >"$tmp/found"
	is_empty "$tmp/found" "$t: the manual tells of no other"
	for s in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
		grep -qx ".Sh $s" "$m" || echo "no section $s"
	done >"$tmp/found"
	is_empty "$tmp/found" "$t: the manual has every section"
	"$BIN/$t" -V >"$tmp/out" 2>&1
	has "$tmp/out" "^$t [0-9]+\.[0-9]+\.[0-9]+ \([0-9a-z-]+\)\$" "$t -V"
	"$BIN/$t" --no-such-option >"$tmp/out" 2>"$tmp/err"
	is $? 2 "$t: a bad option is exit status 2"
	is_empty "$tmp/out" "$t: and nothing on stdout"
done <"$tmp/tools"

# What manuals point to is there.
grep -hE '^\.Xr fx' cmd/*.[1-8] | cut -d' ' -f2,3 | sort -u |
	while read -r name section; do
		[ -f "cmd/$name.$section" ] || echo "no manual $name($section)"
	done >"$tmp/found"
is_empty "$tmp/found" "manuals point to manuals that exist"
finish
