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
	batch | case | exhibit | diff) echo verify ;;
	err | buf | bytes | utf8 | json | plain | sys | write | child | crew) echo base ;;
	hashset) echo hash ;;
	iban | modulus | scheme | wallet | mrz | bech32) echo check ;;
	hash | check | image | decode | finding | verify | report) echo "$1" ;;
	export) echo report ;;
	fs) echo image ;;
	statement) echo evidence ;;
	carver | scan | files) echo scan ;;
	list | lists | path) echo finding ;;
	acquisition | canon | cms | merkle | consistency | key | memory | vkey | witness | \
	    signer | anchor | stamp | note | tlog_proof | schema | commit | fp | store | vault | \
	    record | replace | age | access)
		echo evidence ;;
	esac
}

# right A B: folder A stands right of B in the order.
right() {
	case " $order " in
	*" $2 "*"$1 "*) [ "$1" != "$2" ] ;;
	*) return 1 ;;
	esac
}

# uses FOLDER FILE...: "file header" for each "forensic/header.h" included.
uses() {
	awk 'match($0, /^ *# *include *["<]forensic\/[a-z0-9_]*\.h[">]/) {
		split($0, part, /forensic\/|\.h[">]/)
		print FILENAME, part[2]
	}' "$@"
}

# quoted FILE...: the same for what is included in quotes, but for public headers.
quoted() {
	awk '/^ *# *include *"/ {
		split($0, part, "\"")
		if (part[2] !~ /^forensic\//)
			print FILENAME, part[2]
	}' "$@"
}

# inner FOLDER FILE...: say what each FILE, of FOLDER, includes from its right.
inner() {
	from=$1
	shift
	uses "$@" | while read -r f header; do
		to=$(owner "$header")
		if [ -z "$to" ]; then
			echo "$f: forensic/$header.h belongs to no folder in this test"
		elif right "$to" "$from"; then
			echo "$f: $from may not use forensic/$header.h of $to"
		fi
	done
}

for d in libforensic/*/; do
	d=${d%/} d=${d##*/}
	case " include $order " in
	*" $d "*) ;;
	*) echo "libforensic/$d is no layer" ;;
	esac
done >"$tmp/found"
is_empty "$tmp/found" "the folders of libforensic are layers"

for h in libforensic/include/forensic/*.h; do
	x=${h##*/} x=${x%.h} to=$(owner "$x")
	if [ -z "$to" ]; then
		echo "$h belongs to no folder in this test"
	else
		inner "$to" "$h"
	fi
done >"$tmp/found"
is_empty "$tmp/found" "public headers belong to a folder and keep the order"

for d in libforensic/*/; do
	d=${d%/}
	[ "$d" != libforensic/include ] || continue
	inner "${d##*/}" "$d"/*.[ch]
	quoted "$d"/*.[ch] | while read -r f x; do
		[ "$x" = "${x##*/}" ] && [ -f "$d/$x" ] ||
			echo "$f includes $x, which is not of its folder"
	done
done >"$tmp/found"
is_empty "$tmp/found" "sources of libforensic keep the order"

quoted carvers/* | while read -r f x; do
	[ -f "carvers/$x" ] || echo "$f includes $x"
done >"$tmp/found"
is_empty "$tmp/found" "carvers use libforensic and their own headers"
quoted cmd/*.c cmd/lib/*.[ch] | while read -r f x; do
	[ "$x" = carvers.h ] || [ -f "cmd/lib/$x" ] || echo "$f includes $x"
done >"$tmp/found"
grep -v '^cmd/fx\(batch\|bench\|record\)\.c ' "$tmp/found" >"$tmp/others"
is_empty "$tmp/others" "tools use public headers, carvers.h and cmd/lib"
# What makes test values knows kinds, so it is no library; one tool has it.
quoted cmd/fxbench.c cmd/bench/* | while read -r f x; do
	[ -f "cmd/bench/$x" ] || [ -f "cmd/lib/$x" ] ||
		[ "$f $x" = 'cmd/fxbench.c carvers.h' ] || echo "$f includes $x"
done >"$tmp/found"
is_empty "$tmp/found" "fxbench's parts use public headers, cmd/lib and their own"

# What one tool can do may be many files.
quoted cmd/fxrecord.c cmd/record/* | while read -r f x; do
	[ -f "cmd/record/$x" ] || [ -f "cmd/lib/$x" ] || [ "$x" = carvers.h ] ||
		echo "$f includes $x"
done >"$tmp/found"
is_empty "$tmp/found" "fxrecord's acts use public headers, cmd/lib and their own"

quoted cmd/fxbatch.c cmd/batch/* | while read -r f x; do
	[ -f "cmd/batch/$x" ] || [ -f "cmd/lib/$x" ] || [ "$x" = carvers.h ] ||
		[ "$f $x" = 'cmd/fxbatch.c batch/verb.h' ] || echo "$f includes $x"
done >"$tmp/found"
is_empty "$tmp/found" "fxbatch's verbs use public headers, cmd/lib and their own"

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

flags="-std=c11 -D_GNU_SOURCE -Ilibforensic/include -Icarvers -Icmd/lib -Icmd/bench -Icmd/record
	$(pkg-config --cflags tsk libewf jansson)"
for h in libforensic/include/forensic/*.h libforensic/*/*.h carvers/*.h \
	cmd/*/*.h tests/*.h; do
	[ -f "$h" ] || continue
	# shellcheck disable=SC2086 # flags are words
	echo "#include \"$h\"" | ${CC-cc} $flags -I. \
		-Wall -fsyntax-only -x c - >"$tmp/found" 2>&1
	tap_say $? "$h compiles by itself"
	sed 's/^/# /' "$tmp/found"
done
finish
