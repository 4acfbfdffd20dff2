#!/bin/sh
# fxproof.t - exhibits as a tool makes them: options, names, what is left behind.
# What they prove, and attacks on them, are in tests/e2e/exhibits.t.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

golden fxproof-none 2 "$BIN/fxproof"
golden fxproof-norecord 2 "$BIN/fxproof" case.evd
golden fxproof-number 2 "$BIN/fxproof" case.evd 0x3
golden fxproof-missing 4 "$BIN/fxproof" missing.evd 3
cp "$top/LICENSE" text.evd
golden fxproof-text 4 "$BIN/fxproof" text.evd 3

{
	printf 'card 4111 1111 1111 1111 exp 12/27\n'
	printf '4539578763621486|12|27|123|JANE ROE\n'
	head -c 5000 /dev/zero
} >a.bin
run 0 "a key" fxkey new lab
run 0 "a case" fxrecord --init --case 1 --agency lab.example --examiner e \
	--exhibit A1 --key lab.key case.evd
run 0 "a run" sh -c 'fxscan --json a.bin | fxrecord --key lab.key case.evd'
sum=$(sha256sum <case.evd)

run 0 "two records, one named twice" fxproof case.evd 4 3 4
printf '3.exhibit\n4.exhibit\n' | cmp -s - .out
tap_say $? "their folders are printed, in order" || tell .out
is_empty .err "no message"
is "$(cd 3.exhibit && echo *)" "genesis.json genesis.proof record.json \
record.proof run.begin.json run.begin.proof run.end.json run.end.proof \
source.json source.proof" "what is in one"
sqlite3 -readonly case.evd 'SELECT body FROM record WHERE seq=3' |
	tr -d '\n' | cmp -s - 3.exhibit/record.json
tap_say $? "the record is its body, byte for byte"
run 0 "they verify" fxverify --proof --key lab.pub 3.exhibit 4.exhibit
has .out '^3.exhibit:$' "each under its name"
run 0 "one alone" fxverify --proof --key lab.pub 3.exhibit/
! grep -q exhibit: .out
tap_say $? "has no name above it"
has .out '^  It says: card.pan, 411111\*+1111, 19 bytes at 5\.$' "what it says"
has .out "clock dates the record $(date -u +%Y-)[0-9-]{5} [0-9:]{8} UTC\.\$" \
	"when, as fxverify says it of a case"
has .out '^  What was read of it: 5071 bytes, SHA-256 [0-9a-f]{64}\.$' \
	"of which bytes"
run 0 "nothing printed" fxverify -q --proof --key lab.pub 3.exhibit
is_empty .out "-q: no word"
run 0 "found again in the image" fxverify --proof --key lab.pub \
	--image a.bin --require image,key 3.exhibit 4.exhibit
is "$(grep -c 'The finding was found again in the image' .out)" 2 "both of them"
run 4 "another image" fxverify --proof --key lab.pub --image lab.pub 3.exhibit
has .out 'lab.pub is not an image this case examined' "is told"
fxproof -q case.evd 1
run 3 "a record that no image shows" fxverify --proof --key lab.pub \
	--image a.bin 1.exhibit
has .out 'is no finding that an image could show' "is told"
rm -r 1.exhibit
run 2 "an exhibit has no vault" fxverify --proof --vault v 3.exhibit
run 2 "no exhibit" fxverify --proof

mkdir d
run 0 "records in a row, and one more" fxproof --output d case.evd 2-3,5 3
is "$(tr '\n' ' ' <.out)" "d/2.exhibit d/3.exhibit d/5.exhibit " "each once"
rm -r d/*
run 0 "--out, as it was called" fxproof -q --out d case.evd 3
[ -d d/3.exhibit ]
tap_say $? "does the same"
rm -r d/*
for list in 3-2 3- -3 3,,4 "3," 0-10000; do
	run 2 "records $list" fxproof -o d -- case.evd "$list"
done
has .err '^fxproof: more than 10000 exhibits$' "the last are too many"
is "$(ls d)" "" "nothing is made"
run 0 "in a folder, quietly" fxproof -q -o d case.evd 3
is_empty .out "-q: no name"
run 4 "not over an older one" fxproof -o d case.evd 2 3
has .err '^fxproof: d/3.exhibit: is there already$' "which is told"
is "$(ls d)" 3.exhibit "it is left alone, and nothing else is there"
run 4 "in a folder that is not there" fxproof -o missing case.evd 3
run 4 "a record past the end" fxproof -o d case.evd 0 2 6
has .err 'there is no record 6: the last is 5' "is told"
is "$(ls d)" 3.exhibit "and nothing is left behind"
run 0 "all of them, bare" fxproof -o d --bare case.evd 0 1 2 4 5
run 0 "which verify" fxverify --proof -q --key lab.pub d/*.exhibit
is "$(sha256sum <case.evd)" "$sum" "the case file is as it was"

# A value is shown with its exhibit after it was put on record that it is.
run 0 "a value, with its opening" fxreveal --identity lab.agekey --seq 4 \
	--field value --field expiry --field holder --opening --why trial \
	--legal W-1 --key lab.key case.evd
cp .out 4.exhibit/opening.json
json .out 'length == 3 and .[0].value == "4539578763621486" and
	map(.field) == ["value", "expiry", "holder"] and all(.seq == 4)' \
	"three lines"
run 0 "the exhibit shows them" fxverify --proof --key lab.pub 4.exhibit
has .out '^  3 values that are shown with it are those it committed to\.$' \
	"which is told"
cp 4.exhibit/opening.json lines
head -n 1 lines >>4.exhibit/opening.json
run 1 "one of them twice" fxverify --proof --key lab.pub 4.exhibit
has .out "^TAMPERED: opening.json opens 'value' of record 4 twice" "is told"
: >4.exhibit/opening.json
run 1 "none at all" fxverify --proof --key lab.pub 4.exhibit
has .out '^TAMPERED: opening.json is not in the form of openings' "is told"
cp lines 4.exhibit/opening.json
cp 4.exhibit/opening.json 3.exhibit
run 1 "T24 another exhibit does not" fxverify --proof --key lab.pub 3.exhibit
is "$(sqlite3 -readonly case.evd \
	"SELECT kind FROM record ORDER BY seq DESC LIMIT 1")" reveal \
	"T29 the case tells of it"

# Who was handed a closed copy has it where nobody writes, and is not root.
mkdir desk desk/copy desk/out && cp lab.pub desk/copy &&
	fxrecord -q --close desk/copy/case.evd case.evd &&
	chmod 555 desk/copy && chmod 755 "$tmp" && chmod 777 desk/out
tap_say $? "a closed copy in a folder that nobody writes to"
as=
[ "$(id -u)" -ne 0 ] || as='setpriv --reuid=65534 --clear-groups'
if $as test -x "$BIN/fxverify" -a -r desk/copy/case.evd 2>/dev/null; then
	while read -r cmd; do
		# shellcheck disable=SC2086 # words of a command, or none
		run 0 "there: $cmd" $as "$BIN/"$cmd
	done <<'END'
fxverify --key desk/copy/lab.pub desk/copy/case.evd
fxverify --key desk/copy/lab.pub --state desk/out/state desk/copy/case.evd
fxproof -o desk/out desk/copy/case.evd 3
fxverify --proof --key desk/copy/lab.pub desk/out/3.exhibit
fxdiff --key desk/copy/lab.pub desk/copy/case.evd desk/copy/case.evd
fxreport -o desk/out/page.html --key desk/copy/lab.pub desk/copy/case.evd
END
else
	skip "there" "nobody may run the tools"
fi
chmod 755 desk/copy
is "$(cd desk/copy && echo *)" "case.evd case.evd.ckpt lab.pub" \
	"nothing was put beside it"
mkfifo case.evd-journal
run 4 "a case that is being written" fxproof case.evd 5
has .err 'CANNOT CHECK: the copy is not closed' "is told"
rm case.evd-journal
if [ "$(id -u)" -ne 0 ]; then
	chmod 500 d
	run 4 "a folder that is closed" fxproof -o d case.evd 1
	chmod 700 d
fi
run 4 "names that cannot be printed" sh -c 'fxproof case.evd 1 >/dev/full'
[ ! -e 1.exhibit ]
tap_say $? "leave no exhibit"
### What others vouch for of the head goes with it.
# shellcheck source=tests/tsa.sh
. "$top/tests/tsa.sh"
tsa_ca ca && tsa_new tsa ca 18000 && tsa_new roe ca 18000 emailProtection
tap_say $? "authorities"
fxkey new court >out
fxwitness --show --key court.key --name court.example/w1 >court.vkey
fxkey show --name "$(sed -n 1p case.evd.ckpt)" lab.pub >lab.vkey
fxrecord --witness-request 0 case.evd | fxwitness -q --state st \
	--log lab.vkey --key court.key --name court.example/w1 >cosig
fxrecord --anchor-request q.tsq case.evd && tsa_reply tsa q.tsq r.tsr
openssl cms -sign -binary -in case.evd.ckpt -signer roe.pem -inkey roe.key \
	-outform DER -out roe.p7s
vouch() {
	fxrecord -q --key lab.key "$@" case.evd
}
vouch --anchor-reply r.tsr --request q.tsq && vouch --anchor-filed "12 Gs 3" &&
	vouch --cosignature cosig --witness court.vkey &&
	vouch --anchor-cms roe.p7s
tap_say $? "a timestamp, a place, a cosignature, a signature"
fxrecord --anchor-request q2.tsq --renew 1 case.evd &&
	tsa_reply tsa q2.tsq r2.tsr && vouch --anchor-reply r2.tsr
rm -rf [0-9]*.exhibit
run 0 "an exhibit" fxproof -q case.evd 3
is "$(cd 3.exhibit && echo anchor*)" \
	"anchor.1.tsr anchor.3.cosig anchor.4.p7s anchor.5.tsr" "has them"
cmp -s r.tsr 3.exhibit/anchor.1.tsr && cmp -s roe.p7s 3.exhibit/anchor.4.p7s
tap_say $? "as they came"
openssl ts -verify -data case.evd.ckpt -in 3.exhibit/anchor.1.tsr \
	-CAfile ca.pem >out 2>&1
is $? 0 "openssl verifies one" || tell out
run 3 "nobody is given" fxverify --proof --key lab.pub 3.exhibit
has .out '^NOT PROVEN: no timestamp authority given: 2 timestamps' "it is told"
all="--tsa-ca ca.pem --witness court.vkey --cms-ca ca.pem"
# shellcheck disable=SC2086
run 0 "all are given" fxverify --proof --key lab.pub $all \
	--require tsa,witness,cms 3.exhibit
has .out '^  It was there, as it is, on 20.* says .*: since then nobody, not' \
	"what it proves"
has .out '^  It stands as it is since 20.* at the latest, says ' "since when"
has .out "^  The head over records 0 to 6 is signed by 'roe'" "who signed"
has .out 'are the history that the witness court.example/w1 saw' "who saw it"
! grep -q 'Nobody else vouches\|did not write it anew' .out
tap_say $? "and nothing else is said of that"
run 3 "another authority" fxverify --proof --key lab.pub --tsa-ca roe.pem \
	3.exhibit
has .out '^NOT PROVEN: the timestamp of .* is by an authority you have not' \
	"it is told"
cp -r 3.exhibit bad.exhibit && rm bad.exhibit/record.proof
# shellcheck disable=SC2086
run 4 "the record's proof is gone" fxverify --proof --key lab.pub $all \
	--expect case.evd.ckpt bad.exhibit
! grep -q ' stands \|It was there' .out && grep -q 'Nobody else vouches' .out
tap_say $? "then nobody vouches for the record"
rm -r bad.exhibit
mkdir bare
run 0 "--bare leaves them out" fxproof -q --bare -o "$tmp/bare" case.evd 3
ls bare/3.exhibit >out
! grep -q anchor out
tap_say $? "as it says"
cp -r 3.exhibit bad.exhibit
mv bad.exhibit/anchor.1.tsr bad.exhibit/anchor.9.tsr
# shellcheck disable=SC2086
run 1 "a renewal before what it renews" fxverify --proof --key lab.pub $all \
	bad.exhibit
has .out '^TAMPERED: timestamp does not belong to this head .anchor 5' "told"
rm -r bad.exhibit && cp -r 3.exhibit bad.exhibit
"$top/tests/helper/stream.sh" 1 | vouch
rm -rf [0-9]*.exhibit
fxproof -q case.evd 3
cp bad.exhibit/anchor.* 3.exhibit
# shellcheck disable=SC2086
run 1 "anchors of another head" fxverify --proof --key lab.pub $all 3.exhibit
has .out '^TAMPERED: timestamp does not belong to this head .anchor 1' "stamp"
has .out '^TAMPERED: signature does not belong to this head .anchor 4' "cms"
has .out '^TAMPERED: cosignature of court.example/w1 does not belong' "cosig"
head -c 200000 /dev/zero >bad.exhibit/anchor.1.tsr
echo x >bad.exhibit/anchor.4.p7s
mkdir bad.exhibit/anchor.7.cosig
run 1 "files that are none" fxverify --proof --key lab.pub bad.exhibit
has .out '^CANNOT CHECK: anchor.7.cosig cannot be read' "a folder"
has .out '^TAMPERED: anchor.1.tsr cannot be read' "one that is too long"
has .out '^TAMPERED: anchor 4: no CMS signature' "one that is no signature"
finish
