#!/bin/sh
# tree.t - what stands where: the top level, sizes, modes, and nothing in the
# tree that belongs to one machine or was made by a program.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99
git rev-parse --git-dir >"$tmp/git" 2>&1 || skip_all "not a git checkout"

# Files of the tree as they stand, new ones too.
git ls-files -co --exclude-standard | while read -r f; do
	[ -f "$f" ] && echo "$f"
done >"$tmp/files"

cut -d/ -f1 "$tmp/files" | LC_ALL=C sort -u >"$tmp/top"
LC_ALL=C sort >"$tmp/contract" <<'END'
.ci
.clang-format
.clang-tidy
.editorconfig
.gitignore
GNUmakefile
LICENSE
README.md
carvers
cmd
libforensic
testdata
tests
END
diff "$tmp/contract" "$tmp/top" >"$tmp/found"
is_empty "$tmp/found" "the top level is the contract's"

# each PATTERN CMD...: CMD once for the many files of the tree whose names match.
each() {
	pattern=$1
	shift
	grep -E "$pattern" "$tmp/files" | tr '\n' '\0' | xargs -0 "$@"
}

each '\.[ch]$' awk 'FNR == 801 { print FILENAME ": more than 800 lines" }' \
	>"$tmp/found"
is_empty "$tmp/found" "no source is longer than 800 lines"
each '^cmd/[^/]*\.c$' awk 'FNR == 300 { print FILENAME ": 300 lines" }' \
	>"$tmp/found"
is_empty "$tmp/found" "no tool's main file has 300 lines"

# "/* name - what */", or the same as the first line of a block
# shellcheck disable=SC2016 # for awk
each '\.[ch]$' awk '
	function told() {
		if (open)
			print name ": " first
	}
	FNR == 1 {
		told()
		first = $0
		name = form = FILENAME
		sub(/.*\//, "", form)
		gsub(/\./, "[.]", form)
		form = "^(/[*]| [*]) (.*/)?" form " - "
		open = 1
	}
	FNR <= 2 && $0 ~ form { open = 0 }
	END { told() }' >"$tmp/found"
is_empty "$tmp/found" "sources begin with their name and what they are"

grep '\.t$' "$tmp/files" | while read -r f; do
	[ -x "$f" ] || echo "$f cannot be executed"
done >"$tmp/found"
is_empty "$tmp/found" "tests can be executed"
git ls-files -s | grep '^100755' | cut -f 2 |
	grep -vE '\.(t|sh|py)$|^\.ci/' >"$tmp/found"
is_empty "$tmp/found" "nothing else can"

empty=$(git hash-object -t tree /dev/null)
git diff --cached --numstat "$empty" | grep '^-' >"$tmp/found"
is_empty "$tmp/found" "no binary file"
grep -vE '^testdata/' "$tmp/files" | tr '\n' '\0' |
	LC_ALL=C xargs -0 grep -nHE '[[:space:]]$' >"$tmp/found"
is_empty "$tmp/found" "no white space at the end of a line"

# Each pattern has a bracket so that it does not find itself.
each . grep -nHE \
	'/wor[k]/|/roo[t]/|bash_job[s]|/hom[e]/(user|runner|ubuntu)\b' \
	>"$tmp/found"
is_empty "$tmp/found" "no path of a machine"
each . grep -nHiE \
	'(deb|ftp|security|snapshot|packages)\.debian\.or[g]|pypi\.or[g]|pythonhosted\.or[g]|npmjs\.(or[g]|co[m])|crates\.i[o]|artifactor[y]|(apt|pip|npm)[-_. ]?(mirro[r]|prox[y])' \
	>"$tmp/found"
is_empty "$tmp/found" "no host that packages come from"
finish
