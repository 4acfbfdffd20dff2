#!/bin/sh
# deb.t - packages for Debian: they are the same bytes each time, install into
# an empty system, run there, and go away whole; and others can build with the
# library.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 99
PATH=$PATH:/usr/sbin:/sbin
export PATH
[ "$MODE" = release ] || skip_all "packages are of a release"
for c in dpkg dpkg-deb dpkg-shlibdeps dpkg-architecture; do
	command -v $c >"$tmp/out" || skip_all "no $c"
done
BUILD=$(dirname "$(dirname "$BIN")")
export BUILD
triplet=$(dpkg-architecture -qDEB_HOST_MULTIARCH)

# The time, whoever runs it, and where: nothing of it goes in.
deb() { # FOLDER; fast, not small
	PACK='-Zgzip -z1' SOURCE_DATE_EPOCH=1795366046 \
		sh .ci/deb "$1" 0.1.0 rev-dirty >"$tmp/log" 2>&1
	tap_say $? "packages are made" || tell "$tmp/log"
}
deb "$tmp/a"
(umask 077 && mkdir -p "$tmp/other" && TZ=Asia/Tokyo LC_ALL=C deb "$tmp/other/b")
tap_run=$((tap_run + 1)) # it was said in a process of its own
for p in fxkit libforensic-dev; do
	f=${p}_0.1.0+git20261122.rev.dirty_$(dpkg --print-architecture).deb
	[ -s "$tmp/a/$f" ] && cmp "$tmp/a/$f" "$tmp/other/b/$f" >"$tmp/found" 2>&1
	tap_say $? "$p: the same bytes" || tell "$tmp/found"
done
find "$tmp/a" ! -name '*.deb' ! -path "$tmp/a" >"$tmp/found"
is_empty "$tmp/found" "nothing else is left"

dpkg-deb -f "$tmp"/a/fxkit_*.deb Depends | tr ',' '\n' >"$tmp/depends"
for p in libc6 libtsk libewf libssl libsqlite3 libseccomp libarchive; do
	has "$tmp/depends" "^ *${p}[0-9-]*( |\$)" "it needs $p"
done
dpkg-deb -f "$tmp"/a/libforensic-dev_*.deb Depends >"$tmp/depends"
has "$tmp/depends" 'libtsk-dev.*libjansson-dev' "the library needs others"

# An empty system.  What packages need is not in it, but on this one.
root=$tmp/root
mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
: >"$root/var/lib/dpkg/status"
into() {
	dpkg --root="$root" --force-depends --force-not-root \
		--log="$tmp/dpkg.log" "$@" >"$tmp/log" 2>&1
	tap_say $? "dpkg $1" || tell "$tmp/log"
}
into -i "$tmp"/a/fxkit_*.deb "$tmp"/a/libforensic-dev_*.deb
for c in cmd/*.c; do
	t=${c##*/} t=${t%.c}
	"$root/usr/bin/$t" -V >"$tmp/out" 2>&1
	grep -q "^$t " "$tmp/out" &&
		[ -s "$root/usr/share/bash-completion/completions/$t" ] &&
		gzip -t "$root/usr/share/man/man1/$t.1.gz" || echo "$t"
done >"$tmp/found"
is_empty "$tmp/found" "each tool runs, with manual and completion"
is "$(echo 4111111111111111 | "$root/usr/bin/fxcheck" luhn 2>&1 | cut -f 1)" \
	"$(echo 4111111111111111 | "$BIN/fxcheck" luhn 2>&1 | cut -f 1)" \
	"and says what it says here"
find "$root/usr" ! -type d ! -perm -444 -o -type d ! -perm -555 >"$tmp/found"
is_empty "$tmp/found" "everybody may read it"
grep -rlF "$top/" "$root/usr" >"$tmp/found"
is_empty "$tmp/found" "nothing holds a path of this build"

# A program of somebody else's, against what was installed.
cat >"$tmp/luhn.c" <<'END'
#include <forensic/check.h>
#include <forensic/export.h>
#include <stdio.h>
int
main(void)
{
	return fx_luhn_ok("4111111111111111", 16) &&
	    puts(fx_export_name(FX_EXPORT_DFXML)) > 0 ? 0 : 1;
}
END
usr=$root/usr
flags() {
	PKG_CONFIG_PATH="$usr/lib/$triplet/pkgconfig" pkg-config "$1" libforensic |
		sed "s,/usr/lib/$triplet\( \|\$\),$usr/lib/$triplet ,g; s,-I/usr/include,-I$usr/include,"
}
# pkg-config leaves out what every compiler looks into: name it again.
# shellcheck disable=SC2046 # flags are words
${CC-cc} -I"$usr/include" $(flags --cflags) -o "$tmp/luhn" "$tmp/luhn.c" \
	-L"$usr/lib/$triplet" $(flags --libs) >"$tmp/log" 2>&1
tap_say $? "a program is built with the library" || tell "$tmp/log"
is "$("$tmp/luhn")" dfxml "and runs"

into -P fxkit libforensic-dev
find "$root" -path "$root/var" -prune -o ! -type d -print >"$tmp/found"
is_empty "$tmp/found" "nothing is left of them"

# The same objects wherever the tree stands: a few here, all of it at night.
tree() { # FOLDER PATH...
	mkdir -p "$1"
	to=$1
	shift
	for f; do
		mkdir -p "$to/$(dirname "$f")" && cp -r "$f" "$to/$f"
	done
}
for d in x y/deeper; do
	tree "$tmp/$d" GNUmakefile libforensic/include libforensic/base
	for o in buf json utf8; do
		echo "build/release/obj/libforensic/base/$o.o"
	done | (cd "$tmp/$d" && unset BUILD && CCACHE_DISABLE=1 xargs make -s) \
		>"$tmp/log" 2>&1
	tap_say $? "objects are made in $d" || tell "$tmp/log"
done
for o in buf json utf8; do
	cmp "$tmp/x/build/release/obj/libforensic/base/$o.o" \
		"$tmp/y/deeper/build/release/obj/libforensic/base/$o.o"
done >"$tmp/found" 2>&1
is_empty "$tmp/found" "they are the same bytes"
if [ -n "${NIGHT-}" ]; then
	for d in one two/deeper; do
		# shellcheck disable=SC2046 # our names have no spaces
		tree "$tmp/$d" $(git ls-files)
		(cd "$tmp/$d" && unset BUILD && export SOURCE_DATE_EPOCH=1795366046 &&
			CCACHE_DISABLE=1 make -s -j2 MODE=release REV=rev all deb-run) \
			>"$tmp/log" 2>&1
		tap_say $? "the whole tree is built in $d" || tell "$tmp/log"
		(cd "$tmp/$d/build/deb" && printf '%s\n' *.deb) >"$tmp/names"
	done
	while read -r f; do
		cmp "$tmp/one/build/deb/$f" "$tmp/two/deeper/build/deb/$f"
	done <"$tmp/names" >"$tmp/found" 2>&1
	[ -s "$tmp/names" ] && [ ! -s "$tmp/found" ]
	tap_say $? "its packages are the same bytes" || tell "$tmp/found"
else
	skip "the whole tree in two folders" "it takes minutes: NIGHT=1"
fi
finish
