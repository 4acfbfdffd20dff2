#!/bin/sh
# limits.t - what a scan did not look into: each place with its reason and file,
# in the lines, on a terminal and in the records.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH" MTOOLS_SKIP_CHECK=1
cd "$tmp" || exit 99
command -v mkfs.fat >/dev/null || skip_all "no dosfstools"
command -v mcopy >/dev/null || skip_all "no mtools"

printf 'Card: 4539 5787 6362 1486 Exp: 12/27 CVV: 123\n' >cards.txt
zip -q -P secret locked.zip cards.txt
7z a -bd -psecret -mhe=off locked.7z cards.txt >/dev/null
cp locked.zip 4539578763621486.zip

truncate -s 2M fat.img
mkfs.fat -F 12 --invariant fat.img >/dev/null
for f in locked.zip locked.7z 4539578763621486.zip; do
	mcopy -i fat.img "$f" ::
done
mcopy -i fat.img locked.zip ::gone.zip
mdel -i fat.img ::gone.zip

run 0 "a volume with locked files" fxscan --json fat.img
cp .out lines
jq -r 'select(.type=="limit")|[.why,.file.path,.file.state]|@tsv' lines |
	sort >got
sort >want <<'EOF'
encrypted	/_one.zip	deleted
encrypted	/locked.7z	allocated
encrypted	/locked.zip	allocated
encrypted	/4539578763621486.zip	allocated
EOF
diff got want >differ
is_empty differ "each is a limit with its file"
json lines 'map(select(.type=="limit"))|length==4 and
	all(.offset==(.path|split("-")[0]|tonumber) and .file.fs=="fat12")' \
	"and where it begins"

run 0 "as a table" fxscan --table fat.img
has .out '-ZIP-0, in /locked.zip' "a limit has its file"
is "$(grep -c 4539578763621486 .out)" 0 "a number in a file's name is masked"

# Documents that are encrypted say so, and no others.
python3 - <<'EOF'
import zipfile
objs = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [] /Count 0 >>']
pdf, at = b'%PDF-1.4\n', []
for n, o in enumerate(objs, 1):
    at.append(len(pdf))
    pdf += b'%d 0 obj\n%s\nendobj\n' % (n, o)
xref = len(pdf)
pdf += b'xref\n0 3\n0000000000 65535 f \n' + b''.join(b'%010d 00000 n \n' % a for a in at)
pdf += b'trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % xref
open('plain.pdf', 'wb').write(pdf)
entry = 'EncryptedPackage'.encode('utf-16-le').ljust(64, b'\0') + b'\x22\0\2\1' + bytes(60)
open('locked.docx', 'wb').write(bytes.fromhex('d0cf11e0a1b11ae1') + bytes(1016) + entry)
with zipfile.ZipFile('locked.odt', 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('META-INF/manifest.xml', '<manifest:manifest>' + 2 * (
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        'manifest:checksum="x"/></manifest:file-entry>'))
EOF
for how in "128 --use-aes=y" "256"; do
	# shellcheck disable=SC2086
	{
		qpdf --encrypt user owner $how -- plain.pdf locked.pdf
		qpdf --object-streams=generate --encrypt user owner $how -- plain.pdf \
			stream.pdf
	} 2>err
	for f in locked.pdf stream.pdf; do
		fxscan --json "$f" >out
		is "$(jq -r 'select(.type=="limit")|.why+" "+.path' out |
			sed 's/[0-9]*-//')" "encrypted LOCKED-0" "qpdf --encrypt $how: $f"
	done
done
for f in plain.pdf locked.docx locked.odt; do
	fxscan --json "$f" | jq -r 'select(.type=="limit")|.why+" "+.path'
done >got
cat >want <<'EOF'
encrypted 1024-LOCKED-0
encrypted 0-ZIP-73-LOCKED-0
EOF
diff got want >differ
is_empty differ "so do OOXML and OpenDocument"

# Records have the files, masked; the verifier takes them.
fxkey new lab 2>err
fxrecord --init --case 1 --agency a.example --examiner e --key lab.key \
	case.evd >out 2>err
run 0 "they are recorded" fxrecord --key lab.key case.evd <lines
fxrecord --close closed.evd case.evd >out 2>err
sqlite3 closed.evd "SELECT body FROM record WHERE kind='limit'" |
	jq -r '.file.path' | sort >got
printf '%s\n' /_one.zip /locked.7z /locked.zip | sort >want
grep -v '\*' got | diff - want >differ
is_empty differ "with their files"
is "$(grep -c '/453957\**1486.zip' got)" 1 "a number in a name is masked"
run 0 "fxverify" fxverify --image fat.img --key lab.pub closed.evd

# An unreadable place names its file, too, and no file system needs none.
run 0 "--raw" fxscan --json --raw fat.img
json .out 'map(select(.type=="limit"))|length==4 and all(has("file")|not)' \
	"knows no files"
printf '%s\n' '{"type":"limit","path":"7-ZIP-0","why":"x","file":3}' >bad
run 4 "a limit with a file that is none" fxrecord --key lab.key case.evd <bad
finish
