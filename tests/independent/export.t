#!/bin/sh
# export.t - what fxexport writes, read by others: python's csv, xml and json,
# patterns of bulk_extractor's modules, xmllint, and a SHACL validator.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export PATH="$BIN:$PATH" HOME="$tmp"
here=$top/tests/independent
cd "$tmp" || exit 99

# Findings of every shape that a path, a name and a class may have.
cat >shapes.py <<'END'
import json
PAN, IBAN = '4539578763621486', 'DE89370400440532013000'
TD3 = ('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n'
       'L898902C36UTO7408122F1204159ZE184226B<<<<<10')
def out(**members):
    print(json.dumps(members, separators=(',', ':'), ensure_ascii=False))
def finding(kind, value, path, **more):
    start = path.split('-')[0]
    offset = int(start) if start.isdigit() else 9000
    out(type='finding', kind=kind, value=value, offset=offset, length=16,
        path=path, encoding='utf16le', score=31, why=['luhn'], **more)
out(type='source', v=1, tool='fxscan', version='0.1.0', build='test',
    options={'carvers': ['card.pan'], 'context': 0, 'min': 0, 'raw': 0},
    path={'hex': 'ff2d31'}, format='raw', sector=512,
    started='2026-11-21T20:59:18.306028Z')
out(type='run', exe_sha256='ab' * 32, libs={'libtsk': '4.12', 'zlib': '1.3'},
    argv=['fxscan', '--name', '=1+1', 'a b'], host='lab\u202e', user='=cmd',
    boot='')
finding('card.pan', PAN, '100')
finding('card.pan', PAN, '200-GZIP-5', member='=1+1.txt', alert='1:17')
for name in ('=cmd|calc', '+1', '-1', '@sum', '\uff1d1', ' =1', "'quoted",
             '"q",x\r\n=1', '\\x41\\', 'a]]>b&<c', '\u2212x', '\ttab'):
    finding('card.pan', PAN, '300', attrs={'scheme': name, 'cvv': '123'},
            file={'volume': 1, 'fs': 'ntfs', 'inode': '4711-128-3',
                  'path': name, 'state': 'deleted',
                  'created': '2020-01-02T03:04:05Z'})
finding('card.pan', PAN, '400', file={
    'volume': 1, 'path': {'hex': 'ff2f3d'}, 'state': 'slack'},
    member={'hex': 'fe'})
finding('bank.iban', IBAN, '500-ZIP-0-BASE64-3')
finding('login.credential', 'max@www.bank.example', '600')
finding('id.mrz', TD3, '700')
finding('config.webinject', 'https://bank.example/*', '800')
finding('bank.bic', 'DEUTDEFF', '900')
finding('card.track2', PAN + '=2712201', '950')
finding('card.pan', PAN, 'V1/4711-128-3@4096')
finding('card.pan', PAN, 'V1/4711-128-3@4096-GZIP-7')
finding('card.pan', PAN, 'V1/4711')
out(type='limit', path='200-GZIP-0', why='ratio')
out(type='error', offset=0, length=512, why='=read error \u202e')
out(type='end', status='complete', bytes=1 << 20, sha256='0f5c' * 16,
    findings={'card.pan': 18, 'bank.iban': 1, 'login.credential': 1,
              'id.mrz': 1, 'config.webinject': 1, 'bank.bic': 1,
              'card.track2': 1},
    below={}, limits=1, errors=1, ended='2026-11-21T20:59:19.306028Z')
END
fxkey new lab >/dev/null
mkcase() { # NAME
	fxrecord --init --case 2026-0417 --agency lab.example --examiner e \
		--legal "W-1" --exhibit "$1" --key lab.key "$1.evd" >log 2>&1
	tap_say $? "a case" || tell log
}
mkcase one
python3 shapes.py | fxrecord --key lab.key one.evd >log 2>&1
tap_say $? "findings of every shape are recorded" || tell log
for verdict in accepted rejected; do
	run 0 "a finding is $verdict" fxrecord --review 4 --verdict $verdict \
		--by e --why x --key lab.key one.evd
done
run 0 "one is revealed" fxreveal --identity lab.agekey --seq 3 --who e \
	--why x --legal W-1 --key lab.key one.evd
# What may stand in clear, and what may not, whatever was revealed: fields, what
# a card is paid with, and what a correction says was no reveal.
seq() { # CLASS: the last finding of it
	sqlite3 -batch -readonly one.evd "SELECT max(seq) FROM record
		WHERE kind='finding' AND instr(body, '\"class\":\"$1\"')"
}
reveal() { # RECORDS FIELD
	fxreveal --identity lab.agekey --seq "$1" --field "$2" --who e --why x \
		--legal W-1 --json -q --key lab.key one.evd
}
{
	reveal "3,4,$(seq id.mrz),$(seq login.credential)" value &&
		reveal "$(seq config.webinject),$(seq bank.iban)" value
} >clear 2>log && reveal "$(seq card.track2)" value >>log 2>&1 &&
	reveal 5 cvv >>log 2>&1 && reveal 6 value >>log 2>&1
tap_say $? "several are revealed" || tell log
run 0 "one of them by mistake" fxrecord --correct \
	"$(sqlite3 -batch -readonly one.evd 'SELECT max(seq) FROM record')" \
	--why "not 6" --key lab.key one.evd
mkcase two
python3 "$top/tests/e2e/report_make.py" 60 | fxrecord --key lab.key two.evd \
	>log 2>&1
tap_say $? "findings with hostile names are recorded" || tell log

for c in one two; do
	for f in case dfxml csv features; do
		run 0 "$c as $f" fxexport --format $f --key lab.pub \
			-o $c.$f $c.evd
		python3 "$here/export.py" $f $c.evd $c.$f >found 2>&1
		tap_say $? "$c: $f says what the records say" || tell found
	done
	if command -v xmllint >/dev/null; then
		for x in $c.dfxml $c.features/report.xml; do
			xmllint --noout --schema "$here/dfxml.xsd" "$x" \
				>found 2>&1
			tap_say $? "$x: valid" || tell found
		done
	else
		skip "$c: DFXML by its schema" "no xmllint"
	fi
done
[ "$(grep -c '"review:rejected","revealed\|"revealed:' one.case)" = 9 ]
tap_say $? "reveals are told of"

### Values that were revealed, for who has the vault's key.
for f in case dfxml csv features; do
	run 0 "values as $f" fxexport --format $f --key lab.pub \
		--vault one.vault --identity lab.agekey -o v.$f one.evd
	python3 "$here/export.py" $f one.evd v.$f 0 clear >found 2>&1
	tap_say $? "$f: in clear what was revealed, and nothing else" ||
		tell found
done
has .err 'fxexport: one.evd: INTACT' "the vault holds"
is "$(wc -l <clear)" 6 "six of them"
has v.features/card_pan_histogram.txt '^n=2	4539578763621486$' \
	"a histogram counts values"
has v.dfxml ' values="revealed"/>' "that there are values is told"
has v.case 'but for those that a record says were revealed' "in CASE, too"
is "$(stat -c %a v.csv v.features)" "600
700" "nobody else may read it"
if command -v xmllint >/dev/null; then
	xmllint --noout --schema "$here/dfxml.xsd" v.dfxml >found 2>&1
	tap_say $? "v.dfxml: valid" || tell found
else
	skip "values as DFXML by its schema" "no xmllint"
fi

# The schemas of others, where somebody has put them: FX_SCHEMAS is a folder
# with dfxml.xsd (and its ref/) and ontology/*.ttl of UCO and CASE 1.4.0.
schemas=${FX_SCHEMAS-$top/../shared/schemas}
if [ -f "$schemas/dfxml.xsd" ] && command -v xmllint >/dev/null; then
	xmllint --noout --nonet --schema "$schemas/dfxml.xsd" one.dfxml \
		two.dfxml one.features/report.xml >found 2>&1
	tap_say $? "valid by the schema of NIST" || tell found
else
	skip "DFXML by the schema of NIST" "no $schemas/dfxml.xsd"
fi

# JSON-LD and SHACL of npm, which "make npm" brings.
modules=${FX_NPM-$top/build/npm/node_modules}
shacl() { # WANT WORDS DATA SHAPES...
	want=$1 words=$2
	shift 2
	node "$here/shacl.mjs" "$modules" "$@" >found 2>&1
	tap_say $(($? != want)) "$words" || tell found
}
if [ "$MODE" != release ]; then
	skip "CASE by SHACL" "the same bytes in release"
elif [ -d "$modules/rdf-validate-shacl" ]; then
	for c in one two v; do
		shacl 0 "$c: what UCO and CASE ask" $c.case "$here/uco.ttl"
		has found '^[0-9]{3,}$' "and there is much of it"
	done
	sed 's/,"uco-core:isDirectional":true//; s/"uco-action:startTime/&x/
		s/"uco-observable:rangeSize":16/&.5/' one.case >bad.case
	shacl 1 "a broken copy is not" bad.case "$here/uco.ttl"
	has found 'isDirectional.*MinCount' "what is missing"
	has found 'startTimex .*Closed' "what has another name"
	has found 'rangeSize .*Datatype' "what has another type"
	if [ -d "$schemas/ontology" ]; then
		shacl 0 "the ontologies themselves" one.case \
			"$schemas"/ontology/*.ttl
	else
		skip "CASE by the ontologies" "no $schemas/ontology"
	fi
else
	skip "CASE by SHACL" "no $modules"
fi
finish
