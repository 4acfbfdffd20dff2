#!/bin/sh
# hash.t - our digests of files against those of coreutils
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# A file of SIZE bytes that are not all alike.
make_file() {
	yes "fxkit hash test $1" | head -c "$1"
}

printf 'file\nsha256\nsha1\nmd5\n' >"$tmp/names"
for size in 0 1 55 56 63 64 65 65535 65536 65537 1000003; do
	make_file $size >"$tmp/file"
	for sum in sha256 sha256 sha1 md5; do
		"${sum}sum" <"$tmp/file" | cut -d' ' -f1
	done | paste -d' ' "$tmp/names" - >"$tmp/want"
	for step in 1 64 1000 65536; do
		[ $size -gt 65537 ] && [ $step -eq 1 ] && continue
		"$HELPER/digest" "$tmp/file" $step >"$tmp/got"
		diff "$tmp/want" "$tmp/got" >"$tmp/found"
		is_empty "$tmp/found" "$size bytes, by $step"
	done
done
finish
