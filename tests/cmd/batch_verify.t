#!/bin/sh
# fxverify on the case of a batch, with what reaches into those of its images:
# the images, the vaults, and a memory of heads.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99
mkdir img
n=0
while [ $n -lt 3 ]; do
	n=$((n + 1))
	printf 'card 4111111111111111 12/27 of %d, 5555555555554444\n' $n \
		>img/$n.raw
done
fxkey new lab >.out
run 0 'three images, with vaults' fxbatch run -q --key lab.key --case 1 \
	--agency lab.example --examiner x -o out img
check() { # WANT WORDS OPTION...
	want=$1 words=$2
	shift 2
	run "$want" "$words" fxverify --key lab.pub "$@" out/batch.evd
}

### Images: each is read once, for the case that read it.
check 0 'a folder of images' --image img
has .out '^  All findings of 3 cases were found again in the images given\.$' \
	'all are found'
check 0 'insisted on' --image img --require image
check 0 'one by one' --image img/1.raw --image img/2.raw --image img/3.raw
check 3 'one of them' --image img/2.raw --require image
has .out '^NOT PROVEN: image 1 \(1\), 1.evd: no image was given that it read$' \
	'the others are named'
has .out '^NOT PROVEN: required, and not shown: that every finding is' \
	'and what was asked for is not shown'
has .out '^  All findings of 1 case were found again' 'its findings are there'
printf 'another one' >img/other.raw
check 4 'an image of something else' --image img
has .out '^CANNOT CHECK: img/other.raw is not an image that a case of the batch examined \(11 bytes, SHA-256 [0-9a-f]{64}\)$' \
	'is named'
check 4 'one that is not there' --image img/1.raw --image img/none.raw
has .out '^CANNOT CHECK: the image img/none.raw cannot be read: .*No such' \
	'is named'
rm img/other.raw
sed 's/4111111111111111/4111111111111112/' img/1.raw >other.raw
check 4 'a changed one' --image other.raw
has .out '^CANNOT CHECK: other.raw is not an image that a case' 'is named'
check 4 'the parent alone' --no-children --image img/1.raw
has .out '^CANNOT CHECK: img/1.raw is not an image this case examined' 'has none'
fxverify --json --key lab.pub --image img out/batch.evd >.out
json .out '.[0] | .children.derived == 3 and .children.opened == 0 and
	.shown.image == 1 and .shown.vault == 0' 'as JSON'
run 0 'containers as bytes' fxbatch run -q --raw --no-vault --key lab.key \
	--case 1 --agency lab.example --examiner x -o raw img
run 0 'are read as such' fxverify --key lab.pub --image img --require image \
	raw/batch.evd

### What has no findings says where they are.
run 0 'an export of a batch' fxexport --format csv --key lab.pub out/batch.evd
has .err '^fxexport: out/batch.evd: it is the case of a batch, which has no' \
	'tells of it'

### Vaults: the folder that they lie in.
check 0 'the vaults' --vault out --identity lab.agekey --require vault
has .out '^  The vaults of 3 cases hold what was recorded\.$' 'are right'
check 0 'with the images' --vault out --identity lab.agekey --image img
check 3 'without a key that opens them' --vault out --require vault
has .out '^NOT PROVEN: image 1 \(1\), 1.evd: the vault has [0-9]+ openings, and they are sealed' \
	'nothing is proven'
check 4 'a folder that is not there' --vault none --identity lab.agekey
has .out '^CANNOT CHECK: the vault none cannot be read: No such file' \
	'is named'
check 3 'the file of one' --vault out/1.vault --identity lab.agekey
has .out '^NOT PROVEN: no openings are kept of this case, .*: out/1.vault is' \
	'is none of the parent case'

# Keyed fingerprints are in the cases, not in the parent.
fxkey fp a >.out && fxkey fp b >.out
run 0 'with keyed fingerprints' fxbatch run -q --fp-key a.fpkey --key lab.key \
	--case 1 --agency lab.example --examiner x -o fp img
for k in a b; do
	run "$([ $k = a ] && echo 0 || echo 3)" "those by key $k" fxverify \
		--key lab.pub --vault fp --identity lab.agekey \
		--fp-key $k.fpkey fp/batch.evd
done
has .out '^NOT PROVEN: image 3 \(3\), 3.evd: no run has keyed fingerprints' \
	'each case is asked'

# The images that a batch was made of, one of which was not to be had.
fxbatch plan -q --no-vault --case 1 --agency lab.example --examiner x \
	--key lab.key -o gone img >.out
mv img/3.raw away
run 3 'an image is missing' fxbatch run -q --key lab.key -o gone
mv away img/3.raw
run 3 'and is there again' fxverify --key lab.pub --image img gone/batch.evd
has .out '^NOT PROVEN: no case of the batch examined img/3.raw: it may be' \
	'no digest tells that it is another one'

# One of which was examined later.
cp -r out later
run 0 'a further image of a case' sh -c 'fxscan --json other.raw |
	fxrecord -q --key lab.key --exhibit 1 later/1.evd'
run 3 'is of no image of the batch' fxverify --key lab.pub --image img \
	--image other.raw later/batch.evd
has .out '^NOT PROVEN: the batch did not examine other.raw; a case that has' \
	'but may be of the case'

# A parent that has a run of its own has values of its own.
cp -r out own
run 0 'a run in the parent case' sh -c 'fxscan --json img/1.raw |
	fxrecord -q --key lab.key --exhibit Z9 own/batch.evd'
run 3 'a folder has not its vault' fxverify --key lab.pub --vault own \
	--identity lab.agekey --require vault own/batch.evd
has .out '^NOT PROVEN: required, and not shown: .*vault' 'so it is not shown'

mkdir vaults && cp out/*.vault vaults
rm vaults/2.vault
check 4 'one is not there' --vault vaults --identity lab.agekey
has .out '^CANNOT CHECK: image 2 \(2\), 2.evd: the vault .*No such file' \
	'it is named'
cp out/1.vault vaults/2.vault
check 3 'one is that of another' --vault vaults --identity lab.agekey
has .out '^NOT PROVEN: image 2 \(2\), 2.evd: the vault lacks' 'it is named'
sqlite3 vaults/3.vault "UPDATE opening SET box = (SELECT box FROM opening
	ORDER BY seq DESC LIMIT 1) WHERE seq = (SELECT min(seq) FROM opening)"
check 1 'a value is another' --vault vaults --identity lab.agekey
has .out '^TAMPERED: image 3 \(3\), 3.evd: opening of record 3' 'it is named'

### A memory: the parent's head, which tells of all others, and theirs where
### they have grown.
check 0 'the first time' --state state
is "$(sed 1d state | wc -l)" 1 'one head says all'
cp out/2.evd old.evd
run 0 'a case grows' fxrecord -q --review 3 --verdict accepted --by x \
	--why seen --key lab.key out/2.evd
check 0 'again' --state state --require state
is "$(sed 1d state | wc -l)" 2 'it is remembered by itself'
has state '/2 [0-9]+ ' 'by its exhibit'
mv out/2.evd new.evd && cp old.evd out/2.evd
check 1 'it is rolled back' --state state
has .out '^TAMPERED: image 2 \(2\), 2.evd: this file is SHORTER than the head this state file remembers' \
	'it is told'
check 0 'which a check without a memory cannot see'
cp new.evd out/2.evd
check 0 'as it was' --state state
finish
