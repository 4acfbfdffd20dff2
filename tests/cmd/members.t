#!/bin/sh
# members.t - the member of an archive that a finding lies in: by its name, of
# zip, 7z and cab, in each other, safe to show, and without what stands in it
# shellcheck disable=SC2016 # jq has variables of its own
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan
for tool in 7z gcab python3 zip; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
cd "$tmp" || exit 99

# Cards in members whose names an adversary chose; each compresses well.
python3 - <<'EOF'
import os, zipfile
text = 'lorem ipsum dolor sit amet ' * 200
cards = ['4539578763621486', '4716461583322103', '4929939187355598']
names = ['logs/a b.txt', 'logs/4539578763621486.txt', 'logs/\u202ex\u00e9.txt']
os.makedirs('logs')
for name, card in zip(names, cards):
    with open(name, 'w') as f:
        f.write(text + '\ncard number: %s exp 12/27 cvv 123\n' % card + text)
def put(name, members, **how):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED, **how) as z:
        for n, path in members:
            info = zipfile.ZipInfo(n)
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, open(path, 'rb').read())
put('a.zip', zip(names, names))
put('long.zip', [('x' * 4096, names[0]), ('y' * 4097, names[2])])
put('latin.zip', [('caf*.txt', names[0])])
data = open('latin.zip', 'rb').read()
open('latin.zip', 'wb').write(data.replace(b'caf*', b'caf\xe9'))
EOF
7z a -bd -mtm=off a.7z logs >log 2>&1
gcab -c -z a.cab logs/* >log 2>&1
zip -q outer.zip a.7z
7z a -bd outer.7z a.zip >log 2>&1

# told FILE: path's decoders and member of each finding, in order of value
told() {
	"$scan" --json --context 0 "$1" >.all 2>.err
	jq -r 'select(.type == "finding" and .kind == "card.pan" and
		(.path | test("-"))) | [.value,
		(.path | gsub("[0-9]+-"; "") | gsub("-?[0-9]+$"; "")),
		(.member | tojson)] | join(" ")' .all | LC_ALL=C sort
}
want() { # FILE WHAT: standard input is what is told of it
	told "$1" | diff - /dev/stdin >found
	is_empty found "$2" || tell found
}
want a.zip 'members of a zip, by their local headers' <<'EOF'
4539578763621486 ZIP "logs/a b.txt"
4716461583322103 ZIP "logs/4539578763621486.txt"
4929939187355598 ZIP "logs/‮xé.txt"
EOF
want a.7z 'of a 7z file' <<'EOF'
4539578763621486 SEVENZIP "logs/4539578763621486.txt"
4539578763621486 SEVENZIP "logs/a b.txt"
4716461583322103 SEVENZIP "logs/4539578763621486.txt"
4929939187355598 SEVENZIP "logs/‮xé.txt"
EOF
told a.cab | cut -d ' ' -f 2- | grep -v 4539578763621486 | LC_ALL=C sort >found
is "$(cut -d ' ' -f 1 found | uniq -c | tr -d ' ')" 2CAB 'of a cabinet'
has found '^CAB "(logs/)?a b.txt"$' 'with their names'
told outer.zip >found
told a.7z | diff - found >diffs
is_empty diffs 'of an archive in an archive that of the innermost'
told outer.7z | sed 's/ SEVENZIP-ZIP / ZIP /' >found
told a.zip | diff - found >diffs
is_empty diffs 'the other way round'
told long.zip | cut -c 1-40 >found
is "$(cut -d ' ' -f 3 found | cut -c 1-8 | paste -sd ' ' -)" '"xxxxxxx' \
	'no longer than 4096 bytes'
told latin.zip >found
is "$(cut -d ' ' -f 3 found)" '{"hex":"636166e92e747874"}' 'bytes, if it is no text'

# The same by several threads, and from a pipe, for each archive behind others.
cat a.zip a.7z outer.zip a.cab outer.7z a.7z >all
"$scan" --raw --json -j 1 all | grep '"finding"' >one
"$scan" --raw --json -j 4 all | grep '"finding"' | cmp - one
tap_say $? 'the same by four threads'
"$scan" --json - <all | grep '"finding"' | cmp - one
tap_say $? 'and from a pipe'
is "$(($(grep -c '"member":' one) > 12))" 1 "$(grep -c '"member":' one) of them have one"

# Members that lie as they are: told where they lie, once, and with their names.
python3 - <<'EOF'
import gzip, io, tarfile, zipfile
def text(card, n=3):
    return (b'lorem ipsum dolor sit amet ' * 100 * n +
        b'\ncard number: %d exp 12/27 cvv 123\n' % card + b'dolor sit ' * 50)
cards = [4539578763621486, 4716461583322103, 4929939187355598]
names = ['a b.txt', 'd/' * 60 + 'x.txt', 'z/' + 'q' * 90 + '/' + 'w' * 40]
packed = 5425233430109903
def add(t, name, b, **how):
    i = tarfile.TarInfo(name)
    i.size = len(b)
    t.addfile(i, io.BytesIO(b))
for f in 'ustar', 'gnu', 'pax':
    with tarfile.open(f + '.tar', 'w',
            format=getattr(tarfile, f.upper() + '_FORMAT')) as t:
        for name, card in zip(names, cards):
            add(t, name, text(card))
        add(t, 'n.gz', gzip.compress(text(packed), mtime=0))
u = open('ustar.tar', 'rb').read()
open('ustar.tgz', 'wb').write(gzip.compress(u, mtime=0))
with zipfile.ZipFile('stored.zip', 'w') as z:
    z.writestr('in/one.txt', text(4485275742308327))
    z.write('ustar.tar', 'in/u.tar')
with zipfile.ZipFile('both.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.write('ustar.tar', 'in/u.tar')
    z.writestr('in/last.txt', text(4485275742308327))
bad = bytearray(u)
bad[150] ^= 1
open('bad.tar', 'wb').write(bad)
EOF
cat >.names <<'EOF'
4539578763621486 "a b.txt"
4716461583322103 "d/d/d/d/d/d/d/d/d/d/
4929939187355598 "z/qqqqqqqqqqqqqqqqqq
5425233430109903 "n.gz"
EOF
plain() { # FILE: value and member of each finding
	"$scan" --json --context 0 "$1" >.all 2>.err
	jq -r 'select(.type == "finding" and .kind == "card.pan") |
		[.value, (.member | tojson)] | join(" ")' .all |
		LC_ALL=C sort | cut -c 1-38
}
for f in ustar gnu pax; do
	plain $f.tar | diff - .names >found
	is_empty found "members of a tar file as $f has them" || tell found
done
plain ustar.tgz | diff - .names >found
is_empty found 'of a tar file that is packed' || tell found
for z in stored.one both.last; do
	echo "4485275742308327 \"in/${z#*.}.txt\"" | cat - .names |
		LC_ALL=C sort >want
	plain "${z%.*}.zip" | diff - want >found
	is_empty found "of a tar file in ${z%.*}.zip, and beside it" ||
		tell found
done
is "$(plain bad.tar | head -n 1)" '4539578763621486 null' \
	'a header whose sum is wrong tells none'

# However it is read; of parts, too, that begin behind a header.
cat ustar.tar stored.zip both.zip ustar.tgz gnu.tar >all
"$scan" --raw --json -j 1 all | grep '"finding"' >one
"$scan" --raw --json -j 4 all | grep '"finding"' | cmp - one
tap_say $? 'the same by four threads'
"$scan" --json - <all | grep '"finding"' | cmp - one
tap_say $? 'and from a pipe'
half=$(($(jq '.offset' one | sed -n 2p) - 8))
for r in "0-$half" "$half-"; do
	"$scan" --raw --json --range "$r" all | grep '"finding"'
done | cmp - one
tap_say $? 'and in two parts'

# What a header claims ends where another file begins.
if command -v mkfs.vfat >/dev/null && command -v mcopy >/dev/null; then
	truncate -s 2M fat.img && mkfs.vfat -i 1 fat.img >/dev/null
	head -c 6144 ustar.tar >cut.tar
	echo 'card number: 4929939187355598 exp 12/27 cvv 123' >other.txt
	mcopy -i fat.img ustar.tar cut.tar other.txt ::
	"$scan" --json fat.img | jq -r 'select(.kind == "card.pan") |
		[.file.path, .value, (.member // "-" | .[0:7])] | join(" ")' \
		>found
	has found '^/?ustar.tar 4539578763621486 a b.txt$' 'in a file system'
	has found '^/?other.txt 4929939187355598 -$' 'not of the next file'
fi

# Shown, counted and recorded without the number in the name.
"$scan" --table a.zip >table
has table '\[logs/a b.txt\]' 'a table shows it'
! grep -qE "4539578763621486|$(printf '\342\200\256')" table
tap_say $? 'but no number, and nothing that steers a terminal'
"$scan" a.zip | "$BIN/fxhist" --json --by member >hist
json hist '(map(.places) | add) == 4 or (map(.places) | add) == 3' 'counted'
has hist '"member":"logs/453957\*{6}1486.txt"' 'without the number'
"$BIN/fxkey" new lab >/dev/null 2>&1
"$BIN/fxrecord" --init --case 1 --agency lab.example --examiner x \
	--key lab.key case.evd >/dev/null 2>&1
for f in a.zip latin.zip; do
	"$scan" $f | "$BIN/fxrecord" --key lab.key case.evd >log 2>&1
	tap_say $? "findings of $f are recorded" || tell log
done
"$BIN/fxverify" --key lab.pub case.evd >log 2>&1
tap_say $? 'and verified' || tell log
sqlite3 case.evd 'SELECT CAST(body AS TEXT) FROM record' >records 2>log ||
	strings -n 8 case.evd >records
has records '"member":"logs/a b.txt"' 'the record has the name'
has records '"member":"logs/453957\*+1486.txt"' 'without the number'
has records '"member_hex":"636166e92e747874"' 'and what is no text in digits'
finish
