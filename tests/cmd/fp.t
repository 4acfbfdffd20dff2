#!/bin/sh
# fp.t - keyed fingerprints: openssl makes the same ones; one card has the same
# in every case file, in a list and on a stripe; who has no key cannot make them
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

begin() { # NAME: a new case
	fxrecord --init --case "$1" --agency lab.example --examiner x \
		--custodian "$(cat ann.to)" --key lab.key "$1.evd" >init.out 2>&1 ||
		exit 99
}
record() { # NAME [OPTION...]: what is in cards goes there
	name=$1
	shift
	fxscan --min 0 - <cards | fxrecord -q "$@" --key lab.key "$name.evd"
}
rows() { # NAME SQL: what the case says; f are its findings
	sqlite3 -batch -readonly -separator ' ' "$1.evd" "WITH f AS (SELECT seq,
		body->>'class' AS class, body->>'fp' AS fp FROM record
		WHERE kind='finding') $2"
}
# hmac KEY STRING...: the first 16 bytes of the HMAC over them, lengths first.
hmac() {
	key=$(cat "$1")
	shift
	for s; do
		printf '%d:%s,' "${#s}" "$s"
	done | openssl sha256 -mac HMAC -macopt "hexkey:$key" -r | cut -c 1-32
}
checked() { # RC WORDS NAME [OPTION...]
	want=$1 words=$2 name=$3
	shift 3
	run "$want" "$words" fxverify --key lab.pub --vault "$name.vault" \
		--identity ann.agekey "$@" "$name.evd"
}
fxkey new lab >.out
fxkey custodian ann >ann.to
pan=4539578763621486
printf 'Card %s, IBAN DE89 3704 0044 0532 0130 00\n;%s=27121010000012345678?\n' \
	$pan $pan >cards

### Keys.
run 0 "fxkey fp" sh -c 'umask 0277 && exec fxkey fp lab'
cp .out id
has id '^[0-9a-f]{32}$' "it tells the key's name"
is "$(stat -c %a lab.fpkey)" 600 "the key is its owner's"
has lab.fpkey '^[0-9a-f]{64}$' "and stands in its file"
is "$(hmac lab.fpkey 'fxevidence fp key')" "$(cat id)" \
	"openssl gives it the same name"
run 0 "fxkey show" fxkey show lab.fpkey
cmp -s id .out
tap_say $? "so does fxkey show"
run 4 "one that is there" fxkey fp lab
(umask 077 && openssl rand -hex 32 >other.fpkey)
run 0 "one that openssl made" fxkey show other.fpkey
begin a
for bad in 'head -c 63 lab.fpkey' 'cat lab.fpkey lab.fpkey' 'true' \
	'tr a-f A-F <lab.fpkey' "printf %064d 0" "sed 's/.$/g/' lab.fpkey"; do
	rm -f wrong
	(umask 077 && sh -c "$bad" >wrong)
	cmp -s wrong lab.fpkey && continue # it has no letters
	run 4 "$bad" record a --fp-key wrong
	grep -F "$(head -c 32 lab.fpkey)" .err >found
	is_empty found "nothing of it is told"
done
for mode in 640 604 620 602; do
	chmod $mode lab.fpkey
	run 4 "a key of mode $mode" record a --fp-key lab.fpkey
	has .err "lab.fpkey: others than its owner can get at it" \
		"it is told"
	run 4 "nor is it shown" fxkey show lab.fpkey
done
chmod 400 lab.fpkey
run 4 "a key that is not there" record a --fp-key none
is "$(rows a 'SELECT count(*) FROM record')" 1 "nothing was recorded"
run 2 "--fp-key of another act" fxrecord --recover --fp-key lab.fpkey \
	--key lab.key a.evd

### Findings.
run 0 "a run" record a --fp-key lab.fpkey
is "$(rows a "SELECT body->>'fp_key' FROM record WHERE kind='run.begin'")" \
	"$(cat id)" "the run names the key"
card=$(hmac lab.fpkey 'fxevidence fp' card.pan $pan)
is "$(rows a 'SELECT class, fp FROM f ORDER BY class' | tr '\n' ' ')" \
	"bank.iban $(hmac lab.fpkey 'fxevidence fp' bank.iban \
		DE89370400440532013000) card.pan $card card.track2 $card " \
	"openssl makes the same; a track's is that of its card"
case_ok a.evd lab.pub
begin b
run 0 "another case, with another one's key" record b --fp-key other.fpkey
run 0 "with ours" record b --fp-key lab.fpkey
run 0 "and with none" record b
is "$(rows b "SELECT body->>'run', body->>'fp' = '$card' FROM record WHERE
	kind='finding' AND body->>'class'='card.pan'" | tr '\n' ' ')" "1 0 2 1 3  " \
	"by one key the card is the same one"
case_ok b.evd lab.pub

### fxverify.
checked 0 "with the key" a --fp-key lab.fpkey
has .out "^  Of 3 findings the keyed fingerprint is .* that you gave, $(cat id)\.$" \
	"they are those of the values"
checked 0 "without" a
has .out '^  That the keyed fingerprint of 3 findings is that of the value' \
	"that is left open"
checked 3 "with another key" a --fp-key other.fpkey
has .out "^NOT PROVEN: no run has keyed fingerprints by the key that you gave, $(
	fxkey show other.fpkey)" "it is told"
checked 0 "of several runs" b --fp-key lab.fpkey
has .out '^  Of 3 findings the keyed fingerprint is' "those by that key"
has .out '^  That the keyed fingerprint of 3 findings' "the others are left open"
run 2 "--fp-key without values" fxverify --fp-key lab.fpkey a.evd
run 4 "a key that is none" fxverify --fp-key lab.pub a.evd

### What no fxrecord wrote, well signed: by tests/e2e/evd.py.
key=$(cat lab.fpkey)
PYTHONPATH=$top/tests/e2e python3 -B - "$top" "$key" <<'END' || exit 99
import hashlib, hmac, sys
import evd
lab, key = evd.Key('lab'), bytes.fromhex(sys.argv[2])
PAN, TWIN = '4539578763621486', '4539578862621486'


def fp(*words, key=key):
    text = ''.join(f'{len(w)}:{w},' for w in words).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


def case(name, value=PAN, begin=True, finding='of its value', key=key):
    c = evd.Case(lab)
    c.genesis()
    c.source(1)
    c.begin(1, 1, **({'fp_key': fp('fxevidence fp key', key=key)} if begin
                     else {}))
    if finding == 'of its value':
        finding = fp('fxevidence fp', 'card.pan', value, key=key)
    c.finding(1, 1, value, 4000, **({'fp': finding} if finding else {}))
    c.end(1, 1, {'card.pan': 1})
    c.head()
    c.seal_vault()
    c.write(f'{name}.evd')
    c.write_vault(f'{name}.vault')


case('good')
case('nokey', begin=False)
case('nofp', finding=None)
case('false', finding=fp('fxevidence fp', 'card.pan', TWIN))
case('kind', finding=fp('fxevidence fp', 'card.track2', PAN))
case('plain', finding=hashlib.sha256(PAN.encode()).hexdigest()[:32])
case('short', finding='00' * 8)
case('twin', value=TWIN)
case('far', value=TWIN, key=bytes(range(32)))
END
written() { # RC NAME LINE: what fxverify says of it, with the key
	run "$1" "$2" fxverify --key lab.pub --vault "$2.vault" --identity \
		custodian.agekey --fp-key lab.fpkey "$2.evd"
	has .out "$3" "it is told"
}
written 0 good '^  Of 1 finding the keyed fingerprint is that of the value'
written 1 nokey \
	'^TAMPERED: record 3 has a keyed fingerprint, run 1 names no key of such$'
written 1 nofp \
	'^TAMPERED: record 3 has no keyed fingerprint, run 1 names a key of such$'
false='^TAMPERED: the keyed fingerprint of record 3 is not that of its value'
for c in false kind plain; do
	written 1 $c "$false"
done
written 1 short '^TAMPERED: record 3 has a member fp that is not as it must be'

### fxdiff: two cards whose masks are the same.
run 1 "two cards, by one key" fxdiff good.evd twin.evd
has .out '^ *!.* fp ' "their fingerprints differ"
run 0 "two cards, by two keys" fxdiff good.evd far.evd
run 0 "one card, by one key" fxdiff good.evd good.evd
run 0 "with a key and without" fxdiff b.evd a.evd
finish
