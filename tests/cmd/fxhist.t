#!/bin/sh
# fxhist: what is counted, what is masked, what is said of broken streams.
# shellcheck disable=SC2016 # jq has variables of its own
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
hist=$BIN/fxhist

hash=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
time=2026-11-21T20:59:18.306028Z
source='"type":"source","v":1,"tool":"fxscan","version":"0.1.0","build":"x","options":{},"format":"raw","sector":512,"started":"'$time'"'

# begin PATH, end STATUS COUNTS: the lines around findings.
begin() {
	printf '{%s,"path":"%s"}\n' "$source" "$1"
}
end() {
	printf '{"type":"end","status":"%s","bytes":9,"sha256":"%s","findings":{%s},"below":{},"limits":0,"errors":0,"ended":"%s"}\n' \
		"$1" "$hash" "$2" "$time"
}
# found OFFSET KIND VALUE SCORE [MORE]: a finding line.
found() {
	printf '{"type":"finding","kind":"%s","value":"%s","offset":%s,"length":16,"path":"%s","encoding":"ascii","score":%s,"why":[]%s}\n' \
		"$2" "$3" "$1" "$1" "$4" "${5-}"
}

visa=',"attrs":{"scheme":"visa","expiry":"2027-12"}'
amex=',"attrs":{"scheme":"amex"},"file":{"state":"deleted","path":"/a/4111 1111 1111 1111.txt"}'
track=',"attrs":{"scheme":"visa","service_code":"201"},"file":{"state":"allocated","path":"/a/\u001b[2J\u202ex"}'
{
	begin one.dd
	found 1 card.pan 4111111111111111 31 "$visa"
	found 50 card.pan 4111111111111111 14 "$visa"
	found 90 card.pan 4111112222222225 8 "$visa"
	found 120 card.pan 378282246310005 20 "$amex"
	found 200 card.track2 "4012888888881881=2712201" 40 "$track"
	found 300 card.track1 "B4012888888881881^DOE/J^2712201" 40 "$track"
	found 400 bank.iban DE89370400440532013000 25
	found 500 id.national 123456789012 25
	end complete '"card.pan":4,"card.track1":1,"card.track2":1,"bank.iban":1,"id.national":1'
} >"$tmp/one.jsonl"
{
	begin two.dd
	found 7 card.pan 4111111111111111 12
	end complete '"card.pan":1'
} >"$tmp/two.jsonl"

golden fxhist-iin 0 "$hist" one.jsonl
golden fxhist-two 0 "$hist" one.jsonl two.jsonl
golden fxhist-json 0 "$hist" --json one.jsonl two.jsonl
for by in scheme kind file path encoding score expiry service; do
	golden "fxhist-$by" 0 "$hist" --by "$by" one.jsonl two.jsonl
done
{
	begin bank.dd
	found 1 bank.iban DE89370400440532013000 25 ',"attrs":{"country":"DE","bank":"37040044"}'
	found 2 bank.account 10010051863000160 15 ',"attrs":{"country":"HR","bank":"1001005"}'
	found 3 bank.bic INGBNL2A 15 ',"attrs":{"country":"NL","bank":"INGB"}'
	end complete '"bank.iban":1,"bank.account":1,"bank.bic":1'
} >"$tmp/bank.jsonl"
golden fxhist-bank 0 "$hist" --by bank bank.jsonl
{
	begin logs.dd
	found 1 config.webinject 'https://bank.es/*' 28 ',"attrs":{"host":"bank.es","country":"ES"}'
	found 2 config.webinject 'https://bank.es/a' 28 ',"attrs":{"host":"bank.es","country":"ES"}'
	found 3 login.credential 'u@shop.example' 28 ',"attrs":{"family":"redline,meta","host":"shop.example"}'
	found 4 login.log 25D7 28 ',"attrs":{"family":"redline,meta"}'
	found 5 login.log 25D8 28 ',"attrs":{"family":"lumma"}'
	end complete '"config.webinject":2,"login.credential":1,"login.log":2'
} >"$tmp/logs.jsonl"
run 0 "by host" "$hist" --json --by host logs.jsonl
json "$tmp/.out" 'map(select(.host)) ==
	[{host: "bank.es", country: "ES", places: 2, values: 2},
	{host: "shop.example", places: 1, values: 1}]' "with the country, if told"
run 0 "by family" "$hist" --json --by family logs.jsonl
json "$tmp/.out" 'map(select(.family)) ==
	[{family: "redline,meta", places: 2, values: 2},
	{family: "lumma", places: 1, values: 1}]' \
	"logins and reports of each stealer"
run 0 "standard input" sh -c "'$hist' <one.jsonl"
cp "$tmp/.out" "$tmp/stdin"
run 0 "as -" sh -c "'$hist' - <one.jsonl"
cmp -s "$tmp/.out" "$tmp/stdin" && cmp -s "$tmp/stdin" \
	"$top/testdata/golden/fxhist-iin.out"
tap_say $? "gives the same"
for by in iin scheme kind file path encoding score expiry service; do
	"$hist" --json --by $by "$tmp/one.jsonl" "$tmp/two.jsonl" >"$tmp/json"
	json "$tmp/json" 'map(.places)|add == 9' "--by $by: no finding is lost"
	! grep -E '41111111|3782822463|111111111111|88888888|'"$(printf '\033')" \
		"$tmp/json" >"$tmp/found"
	is_empty "$tmp/found" "--by $by: nothing in clear, nothing steers"
done
run 0 "many findings" sh -c "{ cat '$tmp/one.jsonl'; } >many
	for i in 1 2 3 4 5 6 7 8 9 10; do cat many many >m2; mv m2 many; done
	'$hist' --json <many"
json "$tmp/.out" '(map(.places)|add == 8192) and (map(.values)|add == 7)' \
	"1024 scans: places add up, values do not"

# More keys and values than the first tables have room for.
{
	begin many.dd
	awk 'BEGIN { for (i = 0; i < 6000; i++) printf "{\"type\":\"finding\",\"kind\":\"card.pan\",\"value\":\"4%05d%010d\",\"offset\":%d,\"length\":16,\"path\":\"%d\",\"encoding\":\"ascii\",\"score\":20,\"why\":[]}\n", i % 2000, i, i, i }'
	end complete '"card.pan":6000'
} >"$tmp/wide"
run 0 "many keys" "$hist" --json wide
json "$tmp/.out" 'length==2000 and (map(.places==3 and .values==3)|all)' \
	"each is counted"
json "$tmp/.out" 'map(.iin) as $k|$k==($k|sort)' "in order"

# warns RC PATTERN WORDS FILE: said, and what can be counted is.
warns() {
	run "$1" "$3" "$hist" "$4"
	has "$tmp/.err" "$2" "$3: is said"
}
sed '$d' "$tmp/one.jsonl" >"$tmp/cut"
warns 3 "line 9: the stream breaks off here: no end line" "no end line" cut
has "$tmp/.out" "3 +2 +411111 +visa" "what came is counted"
head -c 700 "$tmp/one.jsonl" >"$tmp/torn"
warns 3 "torn: line 4: the line ends too early" "a torn line" torn
grep -v source "$tmp/one.jsonl" >"$tmp/nosource"
warns 3 "line 1: a finding outside of a scan" "no source line" nosource
has "$tmp/.err" "an end line without a source" "its end line too"
sed 3d "$tmp/one.jsonl" >"$tmp/lost"
warns 3 "told 8 findings, 7 came" "a finding lost on the way" lost
sed 's/complete/interrupted/' "$tmp/one.jsonl" >"$tmp/stopped"
warns 3 "did not reach its end: interrupted" "an interrupted scan" stopped
{ sed '$d' "$tmp/one.jsonl"; cat "$tmp/two.jsonl"; } >"$tmp/joined"
warns 3 "line 10: the scan before breaks off" "a scan breaks off within" joined
sed 's/"offset":50,/"offset":50.5,/' "$tmp/one.jsonl" >"$tmp/real"
warns 3 "line 3: a number that is no integer" "a line against the format" real
{ head -c 2000000 /dev/zero | tr '\0' x; echo; cat "$tmp/one.jsonl"; } >"$tmp/long"
warns 3 "long: line 1: longer than" "a line without end" long
has "$tmp/.out" "3 +2 +411111 +visa" "the lines behind it are read"
: >"$tmp/empty"
warns 4 "no findings stream" "an empty input" empty
run 4 "a missing file" "$hist" gone
has "$tmp/.err" "gone: cannot open: No such file" "is named"
run 3 "a missing file among others" "$hist" gone one.jsonl
has "$tmp/.out" "411111" "the other is counted"
run 4 "a directory" "$hist" .
is "$(cat "$tmp/.err")" "fxhist: .: is a directory, not findings" "is one word"
begin x >"$tmp/none"
end complete '' >>"$tmp/none"
run 0 "a scan without findings" "$hist" none
is "$(wc -l <"$tmp/.out")" 1 "is the titles alone"
run 2 "an unknown key" "$hist" --by colour
has "$tmp/.err" "'colour' is none of iin, scheme, kind, member, file" "lists the known"
run 4 "a full disk" sh -c "'$hist' one.jsonl >/dev/full"
has "$tmp/.err" "cannot write to standard output" "is said"
finish
