#!/bin/sh
# stealer.t - logs of every family of stealers: as files, zipped, deleted, cut,
# and without names; and that no password gets out of the working stream.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export MTOOLS_SKIP_CHECK=1
PATH=$PATH:/usr/sbin:/sbin
make=$top/tests/e2e/stealer.py
scan=$BIN/fxscan

for c in python3 mkfs.fat mcopy mdel mke2fs debugfs; do
	command -v $c >/dev/null || skip_all "no $c"
done
cd "$tmp" || exit 99
python3 "$make" trees logs || exit 99

# found IMAGE TRUTH WORDS [--more]: all that the truth tells, and no other login
found() {
	"$scan" -e login --json "$1" >"$1.out" 2>"$tmp/.err"
	tap_say $? "$3: it is scanned"
	# shellcheck disable=SC2086 # none, or one word
	python3 "$make" check "$2" "$1.out" ${4-} >"$tmp/diff"
	is_empty "$tmp/diff" "$3: all are found, with family and host"
}

python3 "$make" zip logs logs.zip
found logs.zip logs/truth.tsv "zipped"

# A folder a family is too much for one directory of FAT without long names.
truncate -s 16M fat.img
mkfs.fat -F 16 -s 4 --invariant fat.img >/dev/null
for d in logs/*/; do
	mcopy -s -i fat.img "${d%/}" ::/
done
found fat.img logs/truth.tsv "in files of FAT"
mdel -i fat.img '::/*/*' >/dev/null 2>&1 ||
	for d in logs/*/; do
		mdel -i fat.img "::/$(basename "$d")/*" >/dev/null
	done
found fat.img logs/truth.tsv "deleted there"

truncate -s 8M ext.img
mke2fs -q -t ext4 -b 1024 -d logs ext.img 2>/dev/null
for f in logs/*/*; do
	echo "rm \"${f#logs/}\""
done >cmd
debugfs -w -f cmd ext.img >/dev/null 2>&1
found ext.img logs/truth.tsv "deleted from ext4"

for size in 512 1024; do
	python3 "$make" cut logs $size cut.$size
	found cut.$size cut.$size.tsv "in clusters of $size, apart" --more
done

python3 "$make" lists lists
found lists lists.tsv "lists of logins, and a form"

# Passwords: in the working stream, and nowhere else.
python3 "$make" secrets logs.zip.out >all
tap_say "$([ -s all ]; echo $?)" "the stream between tools has the passwords"
"$scan" -e login --table logs.zip >table 2>/dev/null
"$BIN/fxkey" new lab >/dev/null 2>&1
"$BIN/fxrecord" --init --case 2026-0417 --agency lab.example \
	--examiner "badge 1234" --key lab.key case.evd >/dev/null 2>&1
"$BIN/fxrecord" --key lab.key case.evd <logs.zip.out >/dev/null 2>&1
tap_say $? "it is recorded"
has case.evd login.credential "the case file has its findings"
python3 "$make" secrets table case.evd case.evd.ckpt >all
is_empty all "neither a terminal, nor the case file has one, nor its digest"
grep -c '@bank0.lumma.example' table >n
is "$(cat n)" 1 "the table shows the host"
grep 'lumma0@' table >all
is_empty all "and not the user"
has case.evd bank0.lumma.example "the case file names the host"
grep -a 'lumma0@mail' case.evd >all
is_empty all "and not the user"

# A line may hold what belongs in another: what is any text is not shown.
cat >slipped <<'.END'
URL: https://bank0.meta.example/login
Username: slip@mail.example
Password: Slip-Tulpe77
Application: Slip-Tulpe77 4539 5787 6362 1486
===============
.END
"$scan" -e login.credential --json slipped >slipped.out 2>/dev/null
has slipped.out '"application":"Slip-Tulpe77' "a password behind a program's label"
"$scan" -e login.credential --table slipped >table 2>/dev/null
"$BIN/fxrecord" --key lab.key case.evd <slipped.out >/dev/null 2>&1
has case.evd bank0.meta.example "is recorded"
grep -ah 'Slip-Tulpe\|4539 5787' table case.evd >all
is_empty all "and is not shown, nor the number of a card there"
finish
