#!/bin/sh
# fxbatch: what an examiner gives the tools, lists and keys, reaches each unit,
# is the same for all of them, and is refused once it was changed.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
batch=$BIN/fxbatch
cd "$tmp" || exit 99
mkdir img
{
	printf 'Card: 4539 5787 6362 1486 Exp: 12/27\n%0600d\n' 0
	printf 'Card: 4111 1111 1111 1111 Exp: 12/27\n%0600d\n' 0
	printf 'Card: 5425 2334 3010 9903 Exp: 12/27\n'
} >img/a.raw
cp img/a.raw img/b.raw
head -c 1100000 /dev/zero | tr '\0' . >>img/b.raw
cat img/a.raw >>img/b.raw
"$BIN/fxkey" new lab >.out 2>&1
"$BIN/fxkey" fp lab >.out 2>&1
echo 4539578763621486 >alert.list
echo 4111111111111111 >stop.list
echo d41d8cd98f00b204e9800998ecf8427e >known.list
set -- --case B-1 --agency lab.example --examiner e --no-vault \
	--alert alert.list --stop stop.list --stopped --known known.list \
	--skip-known --fp-key lab.fpkey

run 0 'a plan' "$batch" plan "$@" --split 1M -o p img
json p/plan '.[0].files | map(.option) == ["--alert","--stop","--known",
	"--fp-key"]' 'it has the files'
for f in alert.list stop.list known.list lab.fpkey; do
	printf '"%s/%s" "%s"\n' "$tmp" $f "$(sha256sum <$f | cut -d ' ' -f 1)"
done >want
jq -c '.files // empty | .[] | .path, .sha256' p/plan | paste -d ' ' - - >got
cmp -s want got
tap_say $? 'with their digests' || tell got
run 0 'it is done' "$batch" run -q --key lab.key -o p
lists() { # FOLDER EXHIBIT: what the case says of them
	sqlite3 -readonly "$1/$2.evd" "SELECT body FROM record WHERE kind IN
		('finding', 'run.begin', 'run.end') ORDER BY seq" |
		jq -c 'select(.kind == "finding") | [.alert, .fp, .off]'
}
"$BIN/fxrecord" --init --case B-1 --agency lab.example --examiner e \
	--exhibit b --no-vault --key lab.key b.evd >.out 2>&1
"$BIN/fxscan" --alert alert.list --stop stop.list --stopped \
	--known known.list --skip-known img/b.raw 2>.err |
	"$BIN/fxrecord" -q --fp-key lab.fpkey --key lab.key b.evd
lists . b >want
is "$(grep -c '"1:1"' want)" 2 'two alerts'
is "$(wc -l <want)" 4 'and nothing that was stopped'
is "$(jq -c 'select(.[1] == null)' want | wc -l)" 0 'with fingerprints'
lists p b >got
cmp -s want got
tap_say $? 'the case, in ranges, is that of the tools by hand' || tell got
run 0 'fxdiff' "$BIN/fxdiff" -q b.evd p/b.evd
mkdir pbin && cat >pbin/parallel <<'END'
#!/bin/sh
[ "$1" != --version ] || { echo 'GNU parallel 1'; exit; }
while [ "$1" != --arg-file ]; do shift; done
while read -r line; do
	sh -c "$(printf '%s\n' "$3" | sed "s/{}/$line/")" </dev/null
done <"$2"
END
chmod +x pbin/parallel
run 0 'by an engine' env PATH="$tmp/pbin:$PATH" "$batch" run -q "$@" \
	--split 1M --key lab.key --engine parallel -o e img
is "$(tr '\n' ' ' <e/engine/1.units)" '1 2 3 4 ' 'all but what joins'
lists e b >got
cmp -s want got
tap_say $? 'the same'
cmp -s p/plan e/plan
tap_say $? 'by the same plan'

# One of them is changed.
for f in alert.list stop.list known.list lab.fpkey; do
	rm -rf c
	"$batch" plan "$@" -o c img >.out
	cp $f kept
	case $f in
	lab.fpkey) rm lab.fpkey && "$BIN/fxkey" fp lab >.out 2>&1 ;;
	*) echo '# other' >>$f ;;
	esac
	run 4 "$f was changed" "$batch" run -q --key lab.key -o c
	has .err "$f: is not what it was when the batch was planned" 'is told'
	is "$(find c/units -type f | grep -vc lock)" 0 'nothing was begun'
	[ $f != stop.list ] || {
		run 4 'nor by work' "$batch" work --units 1 --key lab.key c
		run 4 'nor is it gone on with' "$batch" run -q "$@" \
			--key lab.key -o c img
	}
	mv kept $f
done
rm stop.list
run 4 'one that is not there' "$batch" run -q --key lab.key -o c
has .err 'stop.list: .*No such file' 'is named'
# While the scanner is at work: what it says that it read counts.
echo 4111111111111111 >stop.list
mkdir bin && cp "$batch" bin/ && ln -s "$BIN/fxrecord" bin/fxrecord
cat >bin/fxscan <<END
#!/bin/sh
echo '# other' >>"$tmp/alert.list"
exec "$BIN/fxscan" "\$@"
END
chmod +x bin/fxscan
rm -rf c && bin/fxbatch plan "$@" -o c img >.out
run 3 'a list that is changed meanwhile' bin/fxbatch run -q -j 1 \
	--key lab.key -o c
has .err 'a list of --alert was changed' 'fails the unit'
is "$(find c -maxdepth 1 -name '[ab].evd' | wc -l)" 0 'there is no case'

# A finding that nobody records.
cat >bin/fxscan <<END
#!/bin/sh
"$BIN/fxscan" "\$@" | sed '/5425233430109903/s/"score":/"score":-/'
END
echo 4539578763621486 >alert.list
rm -rf c && bin/fxbatch plan "$@" -o c img >.out
run 3 'a recording that breaks off' bin/fxbatch run -q -j 1 --key lab.key -o c
# It breaks off before all lines have gone to it, or behind that.
has .err 'fxrecord (broke off|ended with status 3)' 'fails the unit'

many=$(printf -- '--stop alert.list %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17)
for bad in '--stopped' '--skip-known' '--alert none.list' '--fp-key lab.key' \
	'--known alert.list' '--fp-key lab.fpkey --fp-key lab.fpkey' "$many"; do
	# shellcheck disable=SC2086 # words
	"$batch" plan --case B-1 --agency l --examiner e --no-vault $bad \
		-o none img >.out 2>.err
	rc=$?
	[ $rc = 2 ] || [ $rc = 4 ]
	tap_say $? "$bad is refused" || tell .err
done
[ ! -e none ]
tap_say $? 'and nothing is made'

# Parts of each image.
refused() { # WORDS PATTERN OPTION...
	run 2 "$1" "$batch" plan --case B-1 --agency l --examiner e --no-vault \
		-o none "$3" ${4+"$4"} ${5+"$5"} img
	has .err "$2" 'says why'
}
refused 'a log of an acquisition' '^fxbatch: --acquisition: a log is of one im' \
	--acquisition=a.log
refused 'a command that signs' '^fxbatch: --signer: units sign at many places' \
	--signer cat
refused 'files of ranges' '^fxbatch: --files: what is scanned in part has no' \
	--files --split 1M
refused 'files of bytes' '^fxbatch: --volume needs file systems' --volume=1 --raw
PATH=$PATH:/usr/sbin:/sbin
if command -v mkfs.fat >.out && command -v mcopy >.out; then
	mkdir disk
	truncate -s 1M disk/d.raw
	mkfs.fat -F 12 --invariant disk/d.raw >.out
	printf 'card 4111 1111 1111 1111 12/27' >t.txt
	MTOOLS_SKIP_CHECK=1 mcopy -i disk/d.raw t.txt ::/
	printf 'card 5425 2334 3010 9903 12/27' |
		dd of=disk/d.raw bs=1 seek=900000 conv=notrunc 2>.err
	set -- --case B-1 --agency lab.example --examiner e --no-vault
	for o in '' --files --volume=1; do
		# shellcheck disable=SC2086 # a word, or none
		"$batch" run -q "$@" $o --key lab.key -o "d$o" disk >.out 2>&1
		echo "$? $(jq -c '[.findings["card.pan"], .bytes]' d"$o"/units/1.done 2>.err)"
	done >got
	is "$(cut -d ' ' -f 1 got | tr '\n' ' ')" '0 0 3 ' \
		'of a whole disk, of its files, and of a volume that is not there'
	has d--volume=1/units/1.1.fail 'fxscan ended with status 4: .*volume 1' \
		'by what fxscan said'
	is "$(head -n 1 got)" '0 [2,1048576]' 'all of it'
	has got '^0 [[]1,[0-9]{1,5}[]]$' 'what is in files alone'
	"$BIN/fxrecord" --init --case B-1 --agency lab.example --examiner e \
		--no-vault --key lab.key by.evd >.out 2>&1
	"$BIN/fxscan" --files disk/d.raw | "$BIN/fxrecord" -q --key lab.key \
		--exhibit d by.evd
	run 3 'as the tools alone do it' "$BIN/fxdiff" --run 1 --run 1 by.evd \
		d--files/d.evd
	has .out '^1 the same, 0 differ, 0 only in the first, 0 only' \
		'the same is found'
	run 0 'the parent case verifies' "$BIN/fxverify" --key lab.pub \
		d--files/batch.evd
	sqlite3 -readonly d--files/batch.evd \
		"SELECT body FROM record WHERE kind='child'" >child
	json child '.[0] | .status == "done" and has("sha256") == false' \
		'and tells no digest of the whole'
	run 3 'nor can a check tell its image' "$BIN/fxverify" --key lab.pub \
		--image disk d--files/batch.evd
	has .out '^NOT PROVEN: no digest in the batch tells whether disk/d.raw was examined: check its case by itself$' \
		'which it says of the image'
	has .out '^NOT PROVEN: image 1 \(d\), d.evd: its run recorded no digest: check it by itself with its image$' \
		'and of the case'
	run 3 'which is checked by itself' "$BIN/fxverify" --key lab.pub \
		--image disk/d.raw d--files/d.evd
	has .out '^NOT PROVEN: run 1 read parts .*: its 1 finding is in the image' \
		'and has its findings there'
else
	skip 'files of each image' 'no mkfs.fat or mcopy'
fi
finish
