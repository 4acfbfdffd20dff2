#!/bin/sh
# chain.sh CASE.evd [KEY.pub] - the chain of a case file, and the newest head's
# signature, by sqlite3 and openssl alone; written from fxevidence(5)
set -eu
case $1 in
/*) evd=$1 ;;
*) evd=$PWD/$1 ;;
esac
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
die() {
	echo "$evd: $*"
	exit 1
}
db() {
	sqlite3 -batch -readonly -bail -cmd "ATTACH '' AS t" "$evd" "$1"
}

# Each record with a zero byte before it, in a file of its own.
mkdir "$tmp/leaf"
db "SELECT writefile('$tmp/leaf/' || printf('%012d', seq),
	char(0) || body) FROM record" >/dev/null
(cd "$tmp/leaf" && find . -type f | sort | xargs openssl dgst -sha256 -r) |
	cut -d' ' -f1 >"$tmp/computed"
db "SELECT lower(hex(leaf)) FROM record ORDER BY seq" >"$tmp/stored"
cmp -s "$tmp/computed" "$tmp/stored" || die "a hash does not match its record"

# Each names the one before; the first names 64 zeros.
{
	printf '%064d\n' 0
	sed '$d' "$tmp/stored"
} >"$tmp/before"
db "SELECT json_extract(body, '$.prev') FROM record ORDER BY seq" >"$tmp/prev"
cmp -s "$tmp/before" "$tmp/prev" || die "the chain is broken"

[ $# -gt 1 ] || exit 0
db "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1" >"$tmp/note"
sed '/^$/,$d' "$tmp/note" >"$tmp/text"
sed -n 's/^— [^ ]* //p' "$tmp/note" | head -n 1 | base64 -d | tail -c 64 \
	>"$tmp/sig"
# The key in force: the last one announced before the last record under it.
key=$(db "SELECT json_extract(body, '$.key') FROM record WHERE kind = 'key' AND
	seq + 1 < (SELECT max(size) FROM checkpoint) ORDER BY seq DESC LIMIT 1")
openssl pkey -pubin -in "$2" -outform DER -out "$tmp/key"
if [ -n "$key" ]; then
	db "SELECT writefile('$tmp/new', x'302a300506032b6570032100$key')" \
		>/dev/null
	mv "$tmp/new" "$tmp/key"
fi
openssl pkeyutl -verify -pubin -keyform DER -inkey "$tmp/key" -rawin -in "$tmp/text" \
	-sigfile "$tmp/sig" >"$tmp/said" 2>&1 || die "the newest head is not signed by this key"
