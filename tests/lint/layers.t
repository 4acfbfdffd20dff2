#!/bin/sh
# layers.t - includes point one way: cmd -> carvers -> libforensic, and inside
# libforensic each folder uses only those to its left.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99

order='base hash check image decode scan finding evidence verify report'

# The folder that each public header belongs to.
owner() {
	case $1 in
	err | buf | bytes | utf8 | json | sys | child) echo base ;;
	hashset) echo hash ;;
	scheme) echo check ;;
	hash | check | image | decode | finding | verify) echo "$1" ;;
	fs) echo image ;;
	carver | scan | files) echo scan ;;
	list | path) echo finding ;;
	canon | merkle | key | note | schema | commit | store | vault | record | \
	    replace)
		echo evidence ;;
	esac
}

# Place of a folder in the order; nothing for one that is not in it.
place() {
	echo "$order" | tr ' ' '\n' | grep -nx "$1" | cut -d: -f1
}

# Every "forensic/X.h" that FILE includes, as X.
uses() {
	sed -n 's,^ *# *include *["<]forensic/\([a-z0-9_]*\)\.h[">].*,\1,p' "$1"
}

# quoted FILE...: what is included in quotes, but for the public headers.
quoted() {
	sed -n 's,^ *# *include *"\([^"]*\)".*,\1,p' "$@" |
		grep -v '^forensic/' | sort -u
}

# inner FILE FOLDER: say what FILE, of FOLDER, includes from its right.
inner() {
	for x in $(uses "$1"); do
		to=$(owner "$x")
		if [ -z "$to" ]; then
			echo "$1: forensic/$x.h belongs to no folder in this test"
		elif [ "$(place "$to")" -gt "$(place "$2")" ]; then
			echo "$1: $2 may not use forensic/$x.h of $to"
		fi
	done
}

for d in libforensic/*/; do
	d=${d%/} d=${d##*/}
	[ "$d" = include ] || [ -n "$(place "$d")" ] ||
		echo "libforensic/$d is no layer"
done >"$tmp/found"
is_empty "$tmp/found" "the folders of libforensic are layers"

for h in libforensic/include/forensic/*.h; do
	x=${h##*/} x=${x%.h} to=$(owner "$x")
	if [ -z "$to" ]; then
		echo "$h belongs to no folder in this test"
	else
		inner "$h" "$to"
	fi
done >"$tmp/found"
is_empty "$tmp/found" "public headers belong to a folder and keep the order"

for f in libforensic/*/*.[ch]; do
	d=${f#libforensic/} d=${d%%/*}
	inner "$f" "$d"
	for x in $(quoted "$f"); do
		[ "$x" = "${x##*/}" ] && [ -f "libforensic/$d/$x" ] ||
			echo "$f includes $x, which is not of its folder"
	done
done >"$tmp/found"
is_empty "$tmp/found" "sources of libforensic keep the order"

for x in $(quoted carvers/*); do
	[ -f "carvers/$x" ] || echo "carvers/ includes $x"
done >"$tmp/found"
is_empty "$tmp/found" "carvers use libforensic and their own headers"
for f in cmd/*.c cmd/lib/*.[ch]; do
	[ -f "$f" ] || continue
	for x in $(quoted "$f"); do
		[ "$x" = carvers.h ] || [ -f "cmd/lib/$x" ] ||
			echo "$f includes $x"
	done
done >"$tmp/found"
is_empty "$tmp/found" "tools use public headers, carvers.h and cmd/lib"

# code FILE...: lines of code with their place, comments left out.
code() {
	grep -nH '' "$@" | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|/\*)' |
		sed 's,/\*.*$,,'
}
code libforensic/*/*.c libforensic/*/*/*.h |
	grep -E '\bcarver_[a-z]|"(card|bank|login|id|wallet|config)\.[a-z]' \
		>"$tmp/found"
is_empty "$tmp/found" "libforensic names no carver and no kind"

# _exit is for the child that reads images for us; it is our own process.
code libforensic/*/*.[ch] libforensic/*/*/*.h carvers/*.[ch] carvers/*.def |
	grep -E '\b(exit|abort|quick_exit|printf|vprintf|fprintf|vfprintf|dprintf|puts|fputs|putchar|perror|psignal|syslog|errx?|warnx?)\(|\b(stdout|stderr)\b' \
		>"$tmp/found"
is_empty "$tmp/found" "libraries neither print nor exit"

flags="-std=c11 -D_GNU_SOURCE -Ilibforensic/include -Icarvers -Icmd/lib"
for h in libforensic/include/forensic/*.h libforensic/*/*.h carvers/*.h \
	cmd/lib/*.h tests/*.h; do
	[ -f "$h" ] || continue
	# shellcheck disable=SC2086,SC2046 # flags are words
	echo "#include \"$h\"" | ${CC-cc} $flags -I. \
		$(pkg-config --cflags tsk libewf jansson) \
		-Wall -fsyntax-only -x c - >"$tmp/found" 2>&1
	tap_say $? "$h compiles by itself"
	sed 's/^/# /' "$tmp/found"
done
finish
