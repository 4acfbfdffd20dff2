#!/bin/sh
# anchors.t - timestamps, cosignatures and filed heads: asked for, kept, sealed,
# verified; and what is moved, forged or late is found out
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
# shellcheck source=tests/tsa.sh
. "$(dirname "$0")/../tsa.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

start() { # CASE EXAMINER
	fxrecord -q --init --case 2026-0417 --agency lab.example \
		--examiner "$2" --exhibit A1 --key lab.key "$1.evd" >init
}
more() { # another run
	"$top/tests/helper/stream.sh" 1 | fxrecord -q --key lab.key case.evd
}
rows() { # SQL
	sqlite3 -batch -readonly case.evd "$1"
}
# forge SQL: done to case.evd behind the back of its triggers.
forge() {
	sqlite3 case.evd "SELECT sql||';' FROM sqlite_schema
		WHERE type='trigger'" >triggers
	sqlite3 case.evd "SELECT 'DROP TRIGGER '||name||';' FROM sqlite_schema
		WHERE type='trigger'" | sqlite3 case.evd
	echo "$1;" | cat - triggers | sqlite3 case.evd
}
save() {
	cp case.evd saved.evd
}
back() {
	cp saved.evd case.evd
}
# says STATUS WORDS PATTERN [OPTION...]: what fxverify makes of case.evd.
says() {
	status=$1 words=$2 pattern=$3
	shift 3
	run "$status" "$words" fxverify --key lab.pub "$@" case.evd
	has .out "$pattern" "$words: the words"
}
# request FILE [OPTION...]; reply FILE [OPTION...]
request() {
	out=$1
	shift
	fxrecord --anchor-request "$out" "$@" case.evd
}
# shellcheck disable=SC2317 # run calls it
reply() {
	in=$1
	shift
	fxrecord --anchor-reply "$in" --key lab.key "$@" case.evd
}
weak() { # NAME DIGEST BITS LIKE: a certificate of a kind that was forged before
	openssl req -newkey "rsa:$3" -nodes -keyout "$1.key" -out "$1.csr" \
		-subj "/CN=$1" 2>out &&
		openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key "-$2" \
			-set_serial 9 -days 99 -extfile "$4.cnf" \
			-extensions cert -out "$1.pem" 2>out
}
CA=--tsa-ca=ca.pem

fxkey new lab >print
tsa_ca ca && tsa_ca other && tsa_new tsa ca 18000 &&
	tsa_new short ca 365 && tsa_new web ca 18000 serverAuth &&
	tsa_new alien other 18000
tap_say $? "timestamp authorities"
start case x

### A timestamp on the latest head.
request q.tsq
tap_say $? "--anchor-request"
openssl ts -query -in q.tsq -text >out 2>&1
has out '^Hash Algorithm: sha256' "a request for SHA-256"
has out '^Nonce: 0x[4-7][0-9A-F]{15}$' "with a nonce"
has out '^Certificate required: yes' "and for the certificate"
for f in lab.key case.evd; do
	cp "$f" kept
	run 4 "no request in the place of $f" request "$f"
	has .err "^fxrecord: $f: is there, and is no request: it is not" "is told"
	cmp -s "$f" kept
	tap_say $? "it is as it was"
done
run 0 "a request in the place of one" request q.tsq
openssl ts -query -data case.evd.ckpt -sha256 -no_nonce -cert -out own.tsq \
	2>err
tsa_reply tsa q.tsq r.tsr
tap_say $? "the authority replies"
save
says 0 "no timestamp yet" 'it is not anchored'
says 3 "a timestamp is asked for" '^NOT PROVEN: no timestamp is in' $CA
run 0 "--anchor-reply" reply r.tsr --request q.tsq
has .err 'a timestamp on the head of 1 records is kept' "it is told of which"
run 4 "once is enough" reply r.tsr
has .err 'it is there already' "that is told"
rows 'SELECT note FROM checkpoint WHERE size = 1' | sed '$d' >note
rows "SELECT writefile('kept.tsr', data) FROM anchor" >out
openssl ts -verify -data note -in kept.tsr -CAfile ca.pem >out 2>&1
is $? 0 "openssl verifies what is kept" || tell out
says 3 "no authority is given" \
	'^NOT PROVEN: no timestamp authority given: 1 timestamp'
says 0 "the authority is given" "says the timestamp authority 'tsa'" $CA
has .out 'stand as they are since 20[0-9-]* [0-9:]* UTC at the latest' "since"
has .out 'not even the holder of the key, wrote them anew' "what it proves"
has .out '^  That the certificate of a timestamp authority had not been revoked' \
	"and what it does not"
says 0 "it is required" 'INTACT' $CA --require tsa
says 0 "its own certificate will do, too" INTACT --tsa-ca tsa.pem
says 3 "another authority" \
	"^NOT PROVEN: the timestamp of .* is by an authority you have not given" \
	--tsa-ca other.pem
says 0 "one of two authorities" INTACT --tsa-ca other.pem $CA
says 4 "no certificates" 'CANNOT CHECK: the certificates of the' --tsa-ca note
case_ok case.evd lab.pub 3

### What the reply must be.
request q2.tsq
tsa_reply tsa q2.tsq r2.tsr
run 4 "a reply to another request" reply r2.tsr --request q.tsq
has .err 'answers another request' "it is told why"
request q3.tsq --renew 1
run 4 "a reply to a request over something else" reply r2.tsr --request q3.tsq
has .err 'not over what was asked for' "it is told why"
openssl ts -query -data init -sha256 -cert -out strange.tsq 2>err
tsa_reply tsa strange.tsq strange.tsr
run 4 "a timestamp over no head of it" reply strange.tsr
has .err 'is over no head of this case' "it is told why"
openssl ts -query -data case.evd.ckpt -sha1 -out weak.tsq 2>err
tsa_reply tsa weak.tsq weak.tsr
run 4 "an authority that refuses" reply weak.tsr
has .err 'has not granted it' "it is told why"
head -c 500 r2.tsr >cut.tsr
(cat r2.tsr && echo) >long.tsr
head -c 200000 /dev/zero >huge.tsr
for bad in cut long huge; do
	run 4 "a reply that is $bad" reply $bad.tsr
done
is "$(rows 'SELECT count(*) FROM anchor')" 1 "nothing of it was kept"
openssl ts -query -data note -sha512 -cert -out q512.tsq 2>err
tsa_reply tsa q512.tsq r512.tsr
run 0 "a longer digest" reply r512.tsr
says 0 "a longer digest is verified" INTACT $CA

### Renewed before its certificate ends.
request q3.tsq --renew 1
tsa_reply tsa q3.tsq r3.tsr
run 0 "a renewal" reply r3.tsr --request q3.tsq
cat note kept.tsr >both
openssl ts -verify -data both -in r3.tsr -CAfile ca.pem >out 2>&1
is $? 0 "openssl verifies it over note and timestamp" || tell out
says 0 "fxverify does, too" INTACT $CA
run 4 "no timestamp of that number" request q4.tsq --renew 99

### Sealed by the next record.
run 0 "a head is filed" fxrecord --anchor-filed 'Amtsgericht, 12 Gs 34/26' \
	--key lab.key case.evd
is "$(cat .err)" "fxrecord: case.evd: where the head of 1 records was filed is\
 kept" "of which"
says 0 "it is told" \
	'^NOTE: the head over 1 records is said to be filed: Amtsgericht, 12 Gs' $CA
cp case.evd.ckpt filed.ckpt
says 0 "it came back" INTACT $CA --expect filed.ckpt
grep -q 'said to be filed' .out
is $? 1 "and that is the end of it"
more
is "$(rows "SELECT group_concat(kind, ' ') FROM record")" \
	"genesis seal source run.begin finding run.end" "a seal is written"
more
is "$(rows "SELECT count(*) FROM record WHERE kind = 'seal'")" 1 "one only"
rows "SELECT json_extract(body, '\$.anchors[0]') FROM record
	WHERE kind = 'seal'" >out
(printf 'rfc3161\n1\n' && cat r.tsr) | sha256sum | cut -d' ' -f1 >want
cmp -s out want
tap_say $? "the digest of the first anchor, as the manual has it"
says 0 "sealed" INTACT $CA
has .out '^NOTE: the newest head with a timestamp that holds is over records 0 to 0 alone: run 2 ended after them' \
	"which says nothing of the runs"
run 0 "its report" fxreport -qo stamped.html --key lab.pub $CA case.evd
has stamped.html '<li><bdi>Records 0 to 0 stand as they are since 20[-0-9]* [0-9:]* UTC at the latest, says the timestamp authority' \
	"since when, says whom"
run 0 "a closed copy" fxrecord -q --close copy.evd case.evd
fxverify --key lab.pub $CA copy.evd >out
has out 'says the timestamp authority' "has the timestamps, too"
says 3 "a timestamp from before the runs, where one is required" \
	'^NOT PROVEN: required, .* found: .* alone: run 2 .*.--require tsa.' \
	$CA --require tsa
says 3 "a filed head from before them" '^NOT PROVEN: .*the filed head is over' \
	--require expect --expect filed.ckpt
says 0 "and a later one" INTACT $CA --require expect --expect case.evd.ckpt
case_ok case.evd lab.pub 3
save
forge 'DELETE FROM anchor WHERE id = 2'
says 1 "a sealed anchor is gone" \
	'^TAMPERED: anchor 3 is not the one that record 1 seals' $CA
back
forge 'DELETE FROM anchor'
says 1 "all are gone" '^TAMPERED: 4 anchors are sealed, 0 are there'
run 4 "nothing is added to such a case" more
back
forge "UPDATE anchor SET data = CAST('elsewhere' AS BLOB) WHERE type = 'filed'"
says 1 "another place" '^TAMPERED: anchor 4 is not the one that record 1' $CA
back
forge 'DELETE FROM checkpoint WHERE size = 1'
says 1 "the head is gone" 'seals another head than the last one before it' $CA
has .out 'anchor 1 is about a head over 1 records, which is not there' \
	"and so are its timestamps"
back
forge "INSERT INTO anchor(size, type, data) VALUES(1, 'cms', x'00')"
says 1 "no signature" '^TAMPERED: anchor 5: no CMS signature: it is not in' $CA
back

### T11, T5: timestamps of other heads and cases.
forge "UPDATE anchor SET size = 6 WHERE id = 1"
says 1 "T11 a timestamp is moved to another head" \
	'^TAMPERED: timestamp does not belong to this head .anchor 1, over 6' $CA
back
start twin y
forge "ATTACH 'twin.evd' AS twin; DELETE FROM checkpoint; DELETE FROM record;
	INSERT INTO record SELECT * FROM twin.record;
	INSERT INTO checkpoint SELECT * FROM twin.checkpoint;
	UPDATE anchor SET size = 1;"
says 1 "T5 the holder of the key wrote the case anew" \
	'^TAMPERED: timestamp does not belong to this head .anchor 1' $CA
says 1 "and no authority is needed to see that" \
	'^TAMPERED: timestamp does not belong to this head .anchor 2'
back
openssl ts -reply -in r.tsr -token_out -out token 2>err
openssl cms -verify -noverify -inform DER -in token -out info 2>err
tsa_forge web info web.tsr
tap_say $? "a timestamp by a certificate for something else"
run 0 "fxrecord cannot tell" reply web.tsr
says 1 "fxverify can" 'was not made by a timestamp authority' $CA
back
python3 - <<'END'
data = bytearray(open('r2.tsr', 'rb').read())
data[-5] ^= 1
open('bent.tsr', 'wb').write(data)
END
run 0 "a signature that is bent" reply bent.tsr
says 1 "is found out" 'timestamp authority: its signature is not good' $CA
back

### T12, T13: other years.
rm -f case.*
start case x
request q.tsq
tsa_reply short q.tsq old.tsr 2020-06-01
run 0 "T13 a certificate that has ended since" reply old.tsr
says 0 "T13 it was good then" 'since 2020-06-01 .* at the latest' $CA
has .out '^NOTE: the certificate of the timestamp of anchor 1 ended on 2020-12-31' \
	"T13 and that is told"
has .out "^NOTE: the lab's clock was [0-9]+ s ahead of the timestamp's" \
	"T12 the lab's clock was wrong"
save
request q2.tsq --renew 1
tsa_reply tsa q2.tsq r2.tsr 2020-12-30
run 0 "renewed in time" reply r2.tsr
says 0 "renewed in time: nothing to tell" INTACT $CA
grep -q 'ended on' .out
is $? 1 "renewed in time: its end does no harm"
back
tsa_reply tsa q2.tsq r2.tsr 2021-02-01
run 0 "renewed too late" reply r2.tsr
says 0 "renewed too late: it is told" \
	'^NOTE: anchor 2 renews the timestamp of anchor 1 too late: .* ended on' $CA
back
tsa_reply short q.tsq late.tsr 2021-02-01
run 0 "T13 made after the certificate had ended" reply late.tsr
says 1 "T13 made after the certificate had ended" \
	'^TAMPERED: the timestamp of 2021-02-01 .* was not valid' $CA
back
tsa_reply short q.tsq early.tsr 2019-06-01
run 0 "made before it began" reply early.tsr
says 1 "made before it began" '^TAMPERED: the timestamp of 2019-06-01' $CA
back
tsa_reply alien q.tsq alien.tsr 2021-02-01
run 0 "by an authority nobody knows" reply alien.tsr
says 3 "is not tampering" 'is by an authority you have not given, .alien' $CA
back
weak forged sha1 2048 tsa || tell out
cp tsa.cnf forged.cnf
tsa_reply forged q.tsq forged.tsr
run 0 "by one whose certificate others can forge" reply forged.tsr
says 3 "it shows nothing" \
	"^NOT PROVEN: the timestamp of .* shows nothing, .* 'forged': CA signature digest algorithm too weak" \
	$CA --require tsa

### Signatures by certificates of others.
rm -f case.*
start case x
more
tsa_new roe ca 18000 1.3.6.1.5.5.7.3.36 && tsa_new gone ca 365 emailProtection &&
	tsa_new stranger other 18000 emailProtection
tap_say $? "people with certificates"
sign() { # NAME OUT [TIME [OPTION...]]: of the head, detached
	who=$1 out=$2 when=${3-}
	shift $(($# < 3 ? $# : 3))
	at "$when" openssl cms -sign -binary -md sha256 -in case.evd.ckpt \
		-signer "$who.pem" -inkey "$who.key" -outform DER -out "$out" "$@"
}
# shellcheck disable=SC2317 # run calls it
signature() {
	fxrecord --anchor-cms "$1" --key lab.key case.evd
}
MY=--cms-ca=ca.pem
sign roe roe.p7s '' -cades
says 3 "a signature is asked for" '^NOT PROVEN: no signature by a certif' $MY
run 0 "--anchor-cms" signature roe.p7s
is "$(cat .err)" "fxrecord: case.evd: a signature of the head of 5 records is\
 kept" "it is told of which"
run 4 "once is enough" signature roe.p7s
rows "SELECT writefile('kept.p7s', data) FROM anchor" >out
openssl cms -verify -binary -inform DER -in kept.p7s -content case.evd.ckpt \
	-CAfile ca.pem -purpose any -out same 2>out
is $? 0 "openssl verifies what is kept" || tell out
says 0 "nobody asked for it" \
	'^NOTE: 1 signature of a head is by certificates; by whose'
says 0 "the certificate is given" \
	"The head over records 0 to 4 is signed by 'roe', whose certificate one you gave vouches for: it was valid when this was checked\. That it was made on 20[0-9-]+ [0-9:]+ UTC is the word of who signed, and not proven\.$" \
	$MY --require cms
says 3 "another one" \
	"^NOT PROVEN: the signature of 'roe' .anchor 1. is by a certificate that" \
	--cms-ca other.pem --require cms
has .out '^NOT PROVEN: required, and not shown: .*--require cms' "it is required"
says 0 "one of two" INTACT --cms-ca other.pem $MY
says 0 "his own" INTACT --cms-ca roe.pem
says 4 "no certificates" 'CANNOT CHECK: the certificates of those who' \
	--cms-ca init
save
for bad in stranger web; do
	sign $bad $bad.p7s
	run 0 "fxrecord cannot tell: $bad" signature $bad.p7s
done
says 3 "a certificate for something else" \
	"^NOT PROVEN: the signature of 'web' .* shows nothing: .* documents" $MY
has .out "^NOT PROVEN: the signature of 'stranger' .anchor 2. is by" "stranger"
back
for bad in "weak1 sha1 2048" "small sha256 1024"; do
	# shellcheck disable=SC2086 # its words
	weak $bad roe || tell out
	sign "${bad%% *}" weak.p7s
	run 0 "fxrecord cannot tell: $bad" signature weak.p7s
	says 3 "a certificate that others can forge" \
		"^NOT PROVEN: the signature of '${bad%% *}' .* shows nothing: .* too (weak|small)" \
		$MY --require cms
	back
done
sign roe attached '' -nodetach
openssl cms -sign -md sha256 -in case.evd.ckpt -signer roe.pem -inkey roe.key \
	-outform DER -out text
sign roe pem '' -outform PEM
sign roe weak '' -md sha1
sign roe nocert '' -nocerts
sign roe two '' -signer web.pem -inkey web.key
head -c 300 roe.p7s >cut.p7s
(cat roe.p7s && echo) >long.p7s
head -c 200000 /dev/zero >huge.p7s
for bad in attached text pem weak nocert two cut.p7s long.p7s huge.p7s lab.pub; do
	run 4 "a signature that is $bad" signature $bad
done
is "$(rows 'SELECT count(*) FROM anchor')" 1 "nothing of it was kept"
case_ok case.evd lab.pub

# T11: moved; and one whose certificate has ended since.
more
forge "UPDATE anchor SET size = (SELECT max(size) FROM checkpoint)"
says 1 "T11 it is moved to another head" '^TAMPERED: anchor 1 is not the one'
has .out '^TAMPERED: signature does not belong to this head .anchor 1, over' \
	"T11 and is over another"
rm -f case.*
start case x
sign gone gone.p7s 2020-06-01
run 0 "a certificate that has ended since" signature gone.p7s
more
says 3 "nothing shows that it was there before" \
	"of 'gone' .anchor 1. is not valid today, and no timestamp" $MY
save
request q.tsq
tsa_reply tsa q.tsq r.tsr 2020-12-30
reply r.tsr 2>err
says 0 "a later head was stamped in time" \
	"by 'gone', .* valid when others first saw the signature, on 2020-12-30 .* made on 2020-06-01 [0-9:]{8} UTC is the word of" \
	$MY $CA
says 3 "by an authority that nobody trusts" 'is not valid today' $MY
back
tsa_reply tsa q.tsq r.tsr 2021-02-01
reply r.tsr 2>err
says 3 "it was stamped too late" \
	"of 'gone' .anchor 1. was not valid on 2021-02-01" $MY $CA

### Witnesses, and others who sign.
rm -f case.* twin.*
start case x
fxkey new court >>print && fxkey new boss >>print
sed -n 's/^key //p' init >lab.vkey
fxwitness --show --key court.key --name court.example/w1 >court.vkey
fxwitness --show --key boss.key --name court.example/w1 >wrong.vkey
fxkey show --name boss.example/x boss.pub >boss.vkey
cosign() { # SIZE OUT
	fxrecord --witness-request "$1" case.evd |
		fxwitness -q --state st --log lab.vkey --key court.key \
			--name court.example/w1 >"$2"
}
cosign 0 one.cosig
more
cosign 1 two.cosig
for c in one two; do
	run 0 "--cosignature $c" fxrecord --cosignature $c.cosig \
		--witness court.vkey --key lab.key case.evd
done
has .err 'of the head of 5 records is kept' "it is told of which"
is "$(rows 'SELECT group_concat(size) FROM anchor')" 1,5 "each beside its head"
says 0 "nobody asked for the witness" \
	'^NOTE: 2 cosignatures are by witnesses whose keys you have not given'
says 0 "the witness is given" 'says the witness court.example/w1' \
	--witness court.vkey --require witness
has .out 'Records 0 to 4 are the history that the witness court.example/w1 saw' \
	"what it proves"
says 3 "another witness of that name" 'no signature of court.example/w1 is' \
	--witness wrong.vkey
fxwitness --show --key lab.key --name court.example/w1 >own.vkey
for own in own lab; do
	says 3 "the log's own key as a witness ($own.vkey)" \
		'^NOT PROVEN: .*, given as a witness, has a key of the log' \
		--witness $own.vkey --require witness
done
has .out '^NOT PROVEN: required, and not shown: .* .--require witness.' \
	"it does not count"
more
says 0 "grown since" 'signed the head over 5 records, none after it' \
	--witness court.vkey
save
forge 'UPDATE anchor SET size = (SELECT max(size) FROM checkpoint)
	WHERE id = 2'
says 1 "T11 a cosignature is moved" \
	'^TAMPERED: cosignature of court.example/w1 does not belong to this head' \
	--witness court.vkey
back
run 4 "a cosignature by another" fxrecord --cosignature two.cosig \
	--witness wrong.vkey --key lab.key case.evd
has .err 'no line in it is by that witness' "it is told"
start twin y
run 4 "a cosignature of another case" fxrecord --cosignature one.cosig \
	--witness court.vkey --key lab.key twin.evd
has .err 'is over no head of this case' "it is told"
echo hello >bad.cosig
run 4 "no cosignature" fxrecord --cosignature bad.cosig \
	--witness court.vkey --key lab.key case.evd
"$top/tests/helper/stream.sh" 1 | fxrecord -q --key lab.key \
	--cosigner boss.example/x=boss.key case.evd
says 0 "a cosigner under the last head" \
	'are those that boss.example/x signed, too' --witness boss.vkey \
	--require witness
run 0 "its report" fxreport -qo signed.html --key lab.pub \
	--witness boss.vkey --witness court.vkey case.evd
for who in 'are those that boss.example/x signed, too' \
	'are the history that the witness court.example/w1 saw'; do
	has signed.html "<li><bdi>Records 0 to [0-9]+ $who" "by whom"
done
says 3 "a witness who did not sign it" '--require witness.$' \
	--witness court.vkey --require witness
case_ok case.evd lab.pub
note=$(rows 'SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1' |
	sed 's,\(boss.example/x .\{40\}\)[^A],\1A,;t
	s,\(boss.example/x .\{40\}\)A,\1B,')
forge "UPDATE checkpoint SET note = '$note' || char(10) WHERE size =
	(SELECT max(size) FROM checkpoint)"
says 1 "whose signature is not good" \
	'^TAMPERED: the signature of boss.example/x under the head' \
	--witness boss.vkey
says 0 "which nobody sees who has not its key" INTACT
finish
