#!/bin/sh
# install.t - make install puts down tools, manuals and a completion that
# works; make uninstall takes all of it away again.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99
ls cmd/*.c >"$tmp/tools" 2>&1 || skip_all "no tools"

built=$MODE
[ "$built" = memcheck ] && built=release
# Not "install": that would build, while other tests use what is built.
to_dest() {
	make -s "$1" MODE="$built" BUILD="$(dirname "$(dirname "$BIN")")" \
		DESTDIR="$tmp/dest" PREFIX=/opt/fx >"$tmp/log" 2>&1
	tap_say $? "make $1" || tell "$tmp/log"
}
to_dest install-run
dest=$tmp/dest/opt/fx

while read -r c; do
	t=${c##*/} t=${t%.c}
	is "$(stat -c %a "$dest/bin/$t")" 755 "$t is installed"
	"$dest/bin/$t" -V >"$tmp/out" 2>&1
	has "$tmp/out" "^$t " "and runs"
	# Position independent, nothing writable that is executable, no lazy
	# binding.
	readelf -hlWd "$dest/bin/$t" >"$tmp/elf" 2>&1
	has "$tmp/elf" 'Type: +DYN' "$t: position independent"
	has "$tmp/elf" 'GNU_STACK .* RW ' "$t: no executable stack"
	has "$tmp/elf" 'GNU_RELRO' "$t: relocations become read-only"
	has "$tmp/elf" 'BIND_NOW|NOW' "$t: all of them, at the start"
	# What follows needs the shell that it is for.
	PATH=$dest/bin:$PATH bash --norc -c '
		. "$1/share/bash-completion/completions/$2"
		complete -p "$2" >/dev/null || exit
		_fxkit "$2" --v "$2"; printf "%s\n" "${COMPREPLY[@]}"
		_fxkit "$2" --zzz "$2"; printf "%s" "${COMPREPLY[@]}"
		_fxkit "$2" file "$2"; printf "%s" "${COMPREPLY[@]}"
		_fxkit "$2" - "$2"; printf "%s\n" "${COMPREPLY[@]}" >"$3"
	' - "$dest" "$t" "$tmp/all" >"$tmp/out" 2>&1
	tap_say $? "$t: its completion loads" || tell "$tmp/out"
	has "$tmp/out" '^--version$' "$t --v completes"
	"$dest/bin/$t" -h | grep -oE -e '--[a-z][a-z0-9-]+' | sort -u |
		grep -vxF -f "$tmp/all" >"$tmp/found"
	is_empty "$tmp/found" "$t -- offers every option of the usage"
	sed -nE 's/Fl Ns//; s/^\.It Fl //p' "cmd/$t.1" |
		grep -oE '(^|Fl )-?[A-Za-z][a-z0-9-]*' |
		sed 's/^Fl //; s/^/-/' | LC_ALL=C sort -u >"$tmp/told"
	LC_ALL=C sort -u "$tmp/all" | diff "$tmp/told" - >"$tmp/found"
	is_empty "$tmp/found" "$t: what it offers is what the manual lists"
done <"$tmp/tools"

grep -oE '\bfx[a-z]+$|\bfx[a-z]+ ' cmd/completion.bash | sort -u |
	while read -r t; do
		[ "$t" = fx ] || [ -f "cmd/$t.c" ] || echo "no $t"
	done >"$tmp/found"
is_empty "$tmp/found" "the completion is for tools that exist"

# offers WORD PREVIOUS [TOOL]: what its completion offers, on one line.
offers() {
	PATH=$dest/bin:$PATH bash --norc -c '
		. "$1/share/bash-completion/completions/fxscan"
		_fxkit "$4" "$2" "$3"; echo "${COMPREPLY[*]}"' - "$dest" "$1" \
		"$2" "${3:-fxscan}"
}
is "$(offers '' fxkey fxkey)" "custodian fp new show" "the verbs of fxkey"
is "$(offers s fxkey fxkey)" show "one of them"
is "$(offers '' show fxkey)" "" "behind it, files"
is "$(offers '' fxbatch fxbatch)" "merge plan retry run status work" \
	"the verbs of fxbatch"
is "$(offers sl --engine fxbatch)" slurm "and its engines"
is "$(offers card.tr -e)" "card.track1 card.track2" "-e completes carvers"
is "$(offers card.pan,card.track2 -x)" "card.pan,card.track2" "behind a comma"
is "$(offers n --progress)" none "--progress completes its values"
is "$(offers x --name)" "" "what has no list of values is left to files"

for m in cmd/*.[1-8]; do
	[ -f "$m" ] || continue
	f=$dest/share/man/man${m##*.}/${m##*/}
	cmp "$m" "$f" >"$tmp/found" 2>&1
	is_empty "$tmp/found" "${m##*/} is installed"
done
for h in libforensic/include/forensic/*.h; do
	cmp "$h" "$dest/include/forensic/${h##*/}"
done >"$tmp/found" 2>&1
is_empty "$tmp/found" "the library's headers are installed"
[ -s "$dest/lib/libforensic.a" ] &&
	PKG_CONFIG_PATH=$dest/lib/pkgconfig pkg-config --validate libforensic
tap_say $? "so is the library, for pkg-config to find"
if [ "$built" = release ]; then
	grep -rlF "$top/" "$dest" >"$tmp/found"
	is_empty "$tmp/found" "nothing installed holds a path of this build"
else
	skip "paths in what is installed" "MODE=$built"
fi

to_dest uninstall
find "$tmp/dest" ! -type d >"$tmp/found"
is_empty "$tmp/found" "nothing is left"
finish
