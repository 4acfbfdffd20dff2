#!/bin/sh
# fxreveal.t - values are shown to a custodian, and never without a trace
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
# Leaks can't be looked for under a tracer.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
cd "$tmp" || exit 99

reveal() { # OPTION...
	fxreveal --identity lab.agekey --why "charge 7" --legal W-2026-118 \
		--key lab.key "$@" case.evd
}
# last FILTER WORDS: the last record.
last() {
	sqlite3 -batch -readonly case.evd \
		'SELECT body FROM record ORDER BY seq DESC LIMIT 1' >body
	json body ".[0] | $1" "$2"
}
# refused RC WORDS OPTION...: it ends so, shows nothing, and records nothing.
refused() {
	sha256sum case.evd case.evd.ckpt case.vault >before
	rc=$1 words=$2
	shift 2
	run "$rc" "$words" reveal "$@"
	is_empty .out "$words: nothing is shown"
	sha256sum case.evd case.evd.ckpt case.vault | cmp -s - before
	tap_say $? "$words: nothing is recorded"
}
fxkey new lab >.out
fxrecord --init --case 1 --agency lab.example --examiner "badge 1234" \
	--key lab.key case.evd >.out 2>&1
"$top/tests/helper/stream.sh" 3 >three
sed -n 's/.*"value":"\([0-9]*\)".*/\1/p' three >pans
fxrecord -q --key lab.key case.evd <three

### Shown, and on record.
run 0 "one value" reveal --seq 3
printf '3\tcard.pan\tvalue\t%s\n' "$(head -n 1 pans)" | cmp -s - .out
tap_say $? "it is the value" || tell .out
has .err 'case.evd: record 7 tells of this' "the record is told"
has .err 'case.evd: head lab.example/1/[0-9a-f]{8} 8 ' "and the head"
last '.kind == "reveal" and .of == [3] and .fields == ["value"] and
	.who == "badge 1234" and .why == "charge 7" and .legal == "W-2026-118"' \
	"who, why, and on what basis"
run 0 "several" reveal -q --seq 5,3,5 --who "A. Prosecutor"
is "$(cut -f 1,4 .out | tr '\t\n' '  ')" \
	"5 $(sed -n 3p pans) 3 $(sed -n 1p pans) " "in the order asked for"
is_empty .err "-q tells nothing"
last '.of == [5, 3] and .who == "A. Prosecutor"' "each once, for another"
run 0 "a range" reveal -q --seq 0-4,5
is "$(cut -f 1 .out | tr '\n' ' ')" "3 4 5 " "is the findings in it"
last '.of == [3, 4, 5]' "on record"
run 0 "fields by name, as JSON" reveal --seq 4 --field cvv --field expiry --json
json .out 'map([.seq, .class, .field, .value]) ==
	[[4, "card.pan", "cvv", "739"], [4, "card.pan", "expiry", "2027-12"]]' \
	"and no others"
last '.of == [4] and .fields == ["cvv", "expiry"]' "on record"
case_ok case.evd lab.pub
fxverify --key lab.pub case.evd >out
has out '^  8 values were shown, by 4 records: most recently cvv, expiry of record 4 to badge 1234, as record 10 of [-0-9]* [0-9:]* UTC says; why: charge 7; legal basis: W-2026-118\.$' \
	"fxverify tells of it"
fxverify --json --key lab.pub case.evd >out
json out '.[0].reveals | .records == 4 and .values == 8 and
	(.list | map([.record, .of, .fields, .who, .why, .legal])[1]) ==
	[8, "5, 3", "value", "A. Prosecutor", "charge 7", "W-2026-118"]' \
	"and lists them"

### Not shown, and then not recorded either.
refused 4 "no finding" --seq 3,1
has .err 'record 1 is no finding' "it is told"
refused 4 "a range of none" --seq 0-2
has .err 'none of these records is a finding' "it is told"
refused 4 "a range without end" --seq 3-99
refused 2 "a range backwards" --seq 5-3
refused 2 "too long a range" --seq 0-9007199254740991
has .err '^fxreveal: --seq: more than 1000 records$' "it is told"
refused 4 "no record" --seq 99
refused 4 "no such field" --seq 3 --field pin
has .err "record 3 commits to no 'pin'" "it is told"
refused 2 "no number" --seq 3,x
refused 2 "an empty number" --seq 3,
for o in --why --legal --who --field; do
	refused 2 "an empty $o" --seq 3 $o ''
	has .err "^fxreveal: $o is empty\$" "it is told"
done
head -c 4097 /dev/zero | tr '\0' a >long
refused 2 "a reason without end" --seq 3 --why "$(cat long)"
has .err '^fxreveal: --why is longer than 4096 bytes$' "it is told"
refused 2 "a name with an override" --seq 3 --who "$(printf 'a\342\200\256b')"
refused 2 "a basis with an escape" --seq 3 --legal "$(printf '\033[2J')"
refused 2 "a reason that is no text" --seq 3 --why "$(printf '\377')"
refused 4 "another key" --seq 3 --key lab.pub
fxkey custodian other >.to
refused 4 "another identity" --seq 3 --identity other.agekey
has .err 'are sealed to none of the identities given' "it is told"
refused 4 "no identity" --seq 3 --identity lab.key
refused 2 "an identity itself" --seq 3 --identity "$(tail -n 1 lab.agekey)"
grep -F "$(tail -n 1 lab.agekey)" .err >found
is_empty found "which is not told"
for o in --identity --seq --why --legal --key; do
	set -- --identity x --seq 3 --why x --legal x --key x
	n=$#
	while [ "$n" -gt 0 ]; do
		[ "$1" = "$o" ] || set -- "$@" "$1" "$2"
		shift 2
		n=$((n - 2))
	done
	run 2 "without $o" fxreveal "$@" case.evd
	has .err "$o is missing" "it is told"
done

### What is stated loses what looks like a value.
run 0 "a card number as the reason" reveal --seq 3 --why "4539 5787 6362 1486" \
	--who "4539578763621486" --legal "of 4539578763621486"
is "$(grep -c 'held what looks like a value: it is recorded masked$' .err)" 3 \
	"is told of, each time"
last '.why == "453957******1486" and .who == "453957******1486" and
	.legal == "of 453957******1486"' "and masked"

### What a value says does nothing to a terminal; secrets want their name.
{
	"$top/tests/helper/stream.sh" 1 odd.dd cut | sed '$d'
	for v in 'card.pan 4539570000000004' 'card.track2 4539570000000004=2712201' \
		'login.credential victim@bank.example'; do
		printf '{"type":"finding","kind":"%s","value":"%s","offset":0,' \
			"${v% *}" "${v#* }"
		printf '"length":9,"path":"0","encoding":"ascii","score":30,'
		printf '"why":["luhn"],"attrs":{"expiry":"\\u001b[2J\\\\ü\\u202e"}}\n'
	done
	printf '{"type":"end","status":"complete","bytes":9,"sha256":"%064d",' 0
	printf '"findings":{"card.pan":1,"card.track2":1,"login.credential":1},'
	printf '"below":{},"limits":0,"errors":0,'
	printf '"ended":"2026-11-21T21:59:18.306028Z"}\n'
} >odd
run 0 "odd values" fxrecord -q --key lab.key case.evd <odd
at=$(sqlite3 -batch -readonly case.evd \
	"SELECT min(seq) FROM record WHERE kind='finding' AND seq>5")
run 0 "a value with controls" reveal --seq "$at" --field expiry
is "$(cut -f 4 .out)" '\x1b[2J\\ü\xe2\x80\xae' "shows them"
run 0 "as JSON" reveal --seq "$at" --field expiry --json
has .out '[\]u001b\[2J[\][\]ü[\]u202e"' "escapes them"
json .out '.[0].value == "\u001b[2J\\ü\u202e"' "which is the same value"
refused 4 "track data without its name" --seq "$((at + 1))"
has .err "record $((at + 1)) is shown only when it is named" "it is told"
run 0 "and with it" reveal --seq "$((at + 1))" --field value
is "$(cut -f 4 .out)" '4539570000000004=2712201' "is shown"
case_ok case.evd lab.pub

### The vault holds something else than what was recorded.
cp case.vault good.vault
sqlite3 case.vault "UPDATE opening SET box=(SELECT box FROM opening WHERE
	seq=4 AND field='value') WHERE seq=3 AND field='value'"
run 1 "the box of another record" reveal --seq 3,4
is "$(cut -f 1 .out)" 4 "only what is true is shown"
has .err "'value' of record 3 is not what the record commits to" "it is told"
last '.of == [3, 4]' "what was asked for is on record"
cp good.vault case.vault
sqlite3 case.vault "UPDATE dek SET sealed=x'00'"
run 1 "a data key that is none" reveal --seq 3
is_empty .out "nothing is shown"
has .err 'the data key of run 1 is not one' "it is told"
cp good.vault case.vault
fxrecord -q --erase 3 --field value --why x --key lab.key case.evd
refused 4 "what was erased" --seq 3
has .err "'value' of record 3 was erased, as record [0-9]+ says" "it is told"

### No value without its trace (T29): killed at any place, or nobody to read.
size() {
	sqlite3 -batch -readonly case.evd \
		"SELECT count(*) FROM record WHERE kind='reveal'"
}
case $MODE in
release | debug | asan) ;;
*) no="not in this mode" ;;
esac
strace -o trace true 2>/dev/null || no="no strace, or it may not trace"
if [ -n "${no-}" ]; then
	skip "killed at any place" "$no"
else
	: >found
	places=0 shown=0 traces=0
	for call in write pwrite64 fdatasync fsync rename; do
		at=1
		while :; do
			before=$(size)
			strace -f -qq -o trace -e "trace=$call" \
				-e "inject=$call:signal=KILL:when=$at" \
				fxreveal --identity lab.agekey --seq 4 --why x \
				--legal y --key lab.key case.evd >out 2>err
			rc=$?
			fxrecord -q --recover --key lab.key case.evd 2>>found
			[ ! -s out ] || shown=$((shown + 1))
			if [ -s out ] && [ "$(size)" -le "$before" ]; then
				echo "$call $at: shown, and no trace" >>found
			elif [ ! -s out ] && [ "$(size)" -gt "$before" ]; then
				traces=$((traces + 1))
			fi
			[ "$rc" -ge 128 ] || break
			places=$((places + 1))
			at=$((at + 1))
		done
	done
	sed '/rolled back\|not signed\|is written again/d' found >bad
	is_empty bad "killed at $places places: no value without its trace"
	[ "$places" -ge 10 ] && [ "$traces" -ge 2 ] && [ "$shown" -ge 5 ]
	tap_say $? "before it, and between it and what is shown"
fi
if [ -w /dev/full ]; then
	before=$(size)
	reveal --seq 4 >/dev/full 2>.err
	is $? 4 "output that is lost"
	is "$(size)" $((before + 1)) "is on record"
else
	skip "output that is lost" "no /dev/full"
fi
case_ok case.evd lab.pub

### No vault at all.
fxrecord --init --no-vault --case 2 --agency lab.example --examiner x \
	--key lab.key none.evd >.out 2>&1
fxrecord -q --key lab.key none.evd <three
run 4 "a case without a vault" fxreveal --identity lab.agekey --seq 3 --why x \
	--legal y --key lab.key none.evd
has .err 'no values are kept' "it is told"
finish
