#!/bin/sh
# readme.t - the README tells what there is: the two commands, every tool,
# every dependency with its reason.
# shellcheck disable=SC2016 # the backquotes are those of the README
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

for c in 'make demo' 'make check'; do
	has README.md "^    $c( |\$)" "README shows $c"
done

# Rows of tables that begin with `name`.
grep -oE '^\| `[a-z0-9.+-]+`' README.md | tr -d '|` ' | sort >"$tmp/rows"
for c in cmd/*.c; do
	[ -f "$c" ] || continue
	t=${c##*/}
	grep -qx "${t%.c}" "$tmp/rows" || echo "no row for ${t%.c}"
done >"$tmp/found"
grep '^fx' "$tmp/rows" | while read -r t; do
	[ -f "cmd/$t.c" ] || echo "a row for $t, which is not there"
done >>"$tmp/found"
is_empty "$tmp/found" "its table of tools is the tools"

sed -n 's/^PKGS *:= *//p' GNUmakefile | tr ' ' '\n' | while read -r p; do
	grep -qx "$p" "$tmp/rows" || echo "no row for the library $p"
done >"$tmp/found"
is_empty "$tmp/found" "its table of libraries has each of PKGS"

# Words in backquotes anywhere name the packages that are installed.
grep -oE '`[a-z0-9.+-]+`' README.md | tr -d '`' | sort -u >"$tmp/words"
sed -n '/<<.END/,/^END/p' .ci/deps |
	awk 'NF > 4 && $2 ~ /^(cmd|pc|libc|py|rt)$/ { print $4 }' |
	sort -u >"$tmp/packages"
[ -s "$tmp/packages" ]
tap_say $? "there are packages"
comm -23 "$tmp/packages" "$tmp/words" >"$tmp/found"
is_empty "$tmp/found" "it names each package that make deps may install"

# Paths of this tree that it names are there.
grep -oE '`(tests|cmd|carvers|libforensic|testdata|\.ci)/[A-Za-z0-9_./-]*`' \
	README.md | tr -d '`' | grep -v NAME | sort -u | while read -r p; do
	[ -e "$p" ] || echo "no $p"
done >"$tmp/found"
is_empty "$tmp/found" "the paths that it names are there"
finish
