#!/bin/sh
# fxscan --stop and --alert: values of no concern are counted, values that are
# looked for are marked and told whatever their score; all else stays as it is.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
scan=$BIN/fxscan
card='Card: 4539 5787 6362 1486 Exp: 12/27'
test='Card: 4111 1111 1111 1111 Exp: 12/27'
{
	echo "$card"
	echo "Sample, $test"
	echo 'number 5425233430109903'
	printf '%%B5425233430109903^DOE/JOHN^27121010000000000000?\n'
	echo "$test" | iconv -f UTF-8 -t UTF-16LE
	echo "$test" | gzip -nc
	echo "$card $card" | base64 -w 0
	echo
	head -c 70000 /dev/zero
	for d in 2 3 4 5; do
		echo "411111111111111$d 4000000000000002 6011000990139424"
	done
} >"$tmp/a.bin"
run 0 'no list' "$scan" a.bin
cp "$tmp/.out" "$tmp/plain"
json "$tmp/plain" '.[-1] | has("stopped") | not' 'says nothing of lists'

same() { # WORDS: what is left are the very lines, and with the others all
	jq -c 'select(.type == "finding" or .type == "stopped") |
		.type = "finding" | del(.alert, .stop)' "$tmp/.out" >"$tmp/now"
	jq -c 'select(.type == "finding")' "$tmp/plain" >"$tmp/was"
	diff "$tmp/was" "$tmp/now" >"$tmp/diff"
	tap_say $? "$1" || tell "$tmp/diff"
}
values() { # TYPE: values and entries, each once
	jq -r --arg t "$1" 'select(.type == $t) | .value +
		" " + (.alert // .stop // "-")' "$tmp/.out" | sort | uniq -c |
		awk '{ print $2 "=" $1, $3 }' | paste -sd' ' -
}
less() { # WORDS: findings and those stopped are as many as there were
	json "$tmp/.out" "$(jq -c 'select(.type == "end").findings' "$tmp/plain") as \$all |
		.[-1] | [.findings, .stopped] | map(to_entries[]) |
		group_by(.key) | map({(.[0].key): (map(.value) | add)}) | add == \$all" "$1"
}

printf '# test numbers\r\n\r\n4111-1111 1111.1111\r\n' >"$tmp/stop"
run 0 'a value, however it is spaced' "$scan" --stop stop a.bin
json "$tmp/.out" 'all(.[]; .value != "4111111111111111")' 'is not told'
json "$tmp/.out" '.[-1].stopped == {"card.pan":3}' 'but counted'
less 'nothing is lost'
json "$tmp/.out" ".[0].options.stop == \"$(sha256sum <"$tmp/stop" | cut -d' ' -f 1)\" and
	(.[0].options | has(\"alert\") or has(\"stopped\") | not)" \
	'the options name the list by its digest'
mv "$tmp/.out" "$tmp/stopped"
run 0 'told all the same' "$scan" --stop stop --stopped a.bin
is "$(values stopped)" '4111111111111111=3 1:3' 'they are lines of their own'
same 'and all scores stand'
json "$tmp/.out" '.[0].options.stopped == 1 and .[-1].stopped == {"card.pan":3}' \
	'the count does not change'
mv "$tmp/.out" "$tmp/all"
jq -c 'select(.type == "finding")' "$tmp/all" >"$tmp/was"
jq -c 'select(.type == "finding")' "$tmp/stopped" >"$tmp/now"
diff "$tmp/was" "$tmp/now" >"$tmp/diff"
tap_say $? 'the findings are the same with and without them'

# What a clean disk has, is a stop list: a value in its own context alone.
run 0 'findings as a list' sh -c "head -c 80 a.bin | '$scan' - |
	jq -r 'select(.type == \"finding\") | [.value, .context] | @tsv' >context"
is "$(cut -f 1 "$tmp/context" | paste -sd' ')" '4539578763621486 4111111111111111' \
	'are values and contexts'
run 0 'values in a context' "$scan" --stop context --stopped a.bin
json "$tmp/.out" 'map(select(.type == "stopped")) | map([.value, .offset, .stop]) ==
	[["4539578763621486", 6, "1:1"], ["4111111111111111", 51, "1:2"]]' \
	'are stopped in that one alone'
same 'all else is as it was'
printf '4111111111111111\tSample, Card: 4111\\x201111 1111 1111 Exp: \n' >"$tmp/context"
run 0 'a shorter context' "$scan" --stop context --stopped --context 0 a.bin
json "$tmp/.out" 'map(select(.type == "stopped").offset) == [51]' 'holds without --context'
printf '/^4539[0-9]{12}$/\tCard: \n/doe/i\n' >"$tmp/regex"
run 0 'expressions' "$scan" --stop regex --stopped a.bin
is "$(values stopped)" '4539578763621486=3 1:1 B5425233430109903^DOE/JOHN^27121010000000000000=1 1:2' \
	'are searched for in values'
same 'all else is as it was'

printf '5425 2334 3010 9903\n' >"$tmp/alert"
run 0 'an alert list' "$scan" --alert alert a.bin
is "$(values finding | tr ' ' '\n' | grep -B1 '^1:')" '5425233430109903=1
1:1
B5425233430109903^DOE/JOHN^27121010000000000000=1
1:1' 'marks a value, and what carries it'
json "$tmp/.out" ".[0].options.alert == \"$(sha256sum <"$tmp/alert" | cut -d' ' -f 1)\"" \
	'the options name it'
jq -c 'del(.alert) | select(.type == "finding")' "$tmp/.out" >"$tmp/now"
jq -c 'select(.type == "finding")' "$tmp/plain" | grep -vxFf "$tmp/now" >"$tmp/diff"
is_empty "$tmp/diff" 'all else is as it was'
cp "$tmp/.out" "$tmp/lines"
run 0 'low scores' "$scan" --alert alert --min 99 a.bin
is "$(values finding)" '5425233430109903=1 1:1 B5425233430109903^DOE/JOHN^27121010000000000000=1 1:1' \
	'do not hide what is looked for'
run 0 'on both lists' "$scan" --stop alert --stop stop --alert alert --stopped a.bin
json "$tmp/.out" '.[-1].stopped == {"card.pan":3} and
	all(.[] | select(.type == "stopped"); .stop == "2:3") and
	map(select(.alert == "1:1")) != []' 'the alert wins'
json "$tmp/.out" ".[0].options.stop | split(\",\") | length == 2" 'two lists have two digests'

for j in 1 3; do
	(cd "$tmp" && "$scan" -j $j --stop regex --alert alert --stopped --min 0 a.bin) |
		grep -v '"type":"run"' |
		sed 's/"started":"[^"]*"//; s/"ended":"[^"]*"//' >"$tmp/j$j"
done
cmp "$tmp/j1" "$tmp/j3" >"$tmp/diff"
tap_say $? 'the same bytes for any number of threads'
run 0 'a stream' sh -c "'$scan' --stop stop - <a.bin"
json "$tmp/.out" '.[-1].stopped == {"card.pan":3}' 'has lists, too'
run 0 'a range' "$scan" --stop stop --range 0-100 a.bin
json "$tmp/.out" '.[-1].stopped == {"card.pan":1}' 'counts in itself'
mkdir "$tmp/d"
head -c 100 "$tmp/a.bin" >"$tmp/d/one"
cp "$tmp/a.bin" "$tmp/d/two"
(cd "$tmp/d" && sha1sum two) >"$tmp/known"
run 0 'a folder' "$scan" --stop stop --alert alert d
json "$tmp/.out" 'map(select(.type == "end").stopped) == [{"card.pan":1}, {"card.pan":3}]' \
	'counts each file by itself'
run 0 'a list that comes through a pipe' sh -c "'$scan' --stop /dev/stdin a.bin <stop"
json "$tmp/.out" '.[-1].stopped == {"card.pan":3}' 'is read once'
run 0 'under -q, a finding' "$scan" -q --stop stop a.bin
echo "$test" >"$tmp/tests"
run 1 'under -q, values of no concern alone' "$scan" -q --stop stop --stopped tests

if command -v mke2fs >/dev/null; then
	mke2fs -q -F -t ext2 -b 1024 -d "$tmp/d" "$tmp/disk.raw" 4M >/dev/null 2>&1
	run 0 'files of a disk' "$scan" --files --stop stop disk.raw
	json "$tmp/.out" '.[-1].stopped == {"card.pan":4} and
		any(.[]; .file.path == "/two")' 'are counted, too'
	run 0 'known files left out' "$scan" --known known --skip-known \
		--stop stop --alert alert disk.raw
	is "$(values finding)" '4539578763621486=3 - 5425233430109903=1 1:1 B5425233430109903^DOE/JOHN^27121010000000000000=1 1:1' \
		'what is looked for is told'
else
	skip 'files of a disk' 'needs mke2fs'
fi

if [ -n "${NIGHT-}" ] && [ "$MODE" = release ]; then
	{
		seq 4000000000000000 4000000004999999
		echo 4111111111111111
	} >"$tmp/millions"
	run 0 'five million values, in 512 MiB' sh -c "ulimit -v 524288 &&
		'$scan' -j 1 --no-decode --raw --stop millions a.bin"
	json "$tmp/.out" '.[-1].stopped == {"card.pan":2}' 'the last of them holds'
	rm "$tmp/millions"
else
	skip 'five million values' 'takes NIGHT=1'
fi

# An expression that no limit lets come to an end.
printf '/^(\\d+)+[xy]/\n' >"$tmp/hard"
run 0 'an expression that is too hard' "$scan" --stop hard a.bin
same 'stops nothing'
json "$tmp/.out" 'map(select(.type == "limit")) | length > 0 and
	all(.why == "list")' 'and each place says so'
run 3 'under --strict' "$scan" --strict --stop hard a.bin

golden lists-table 0 "$scan" --table --stop stop --alert alert --stopped --name a.bin - <"$tmp/a.bin"
bad() { # WORDS LINE PATTERN: refused before anything is read
	# shellcheck disable=SC2059 # it has escapes
	printf "$2" >"$tmp/bad"
	run 2 "$1" "$scan" --stop bad a.bin
	has "$tmp/.err" "^fxscan: bad:$3" 'is told with its line'
	is_empty "$tmp/.out" 'and nothing else'
}
bad 'two tabs' '1\n\na\tb\tc\n' '3: more than one tab'
bad 'no expression' '/(/\n' '1: no regular expression, at its byte 1: missing'
bad 'no escape' 'a\\qb\n' '1: a backslash that begins none of'
run 2 '--stopped alone' "$scan" --stopped a.bin
run 4 'a list that is not there' "$scan" --alert none a.bin
has "$tmp/.err" '^fxscan: none: cannot be opened: ' 'is named'

# From the lines to the record, the verdict and the count.
(cd "$tmp" && "$BIN/fxkey" new lab && "$BIN/fxrecord" --init --case K-1 \
	--agency lab.example --examiner e --key lab.key case.evd) >"$tmp/.out" 2>&1
run 0 'both are recorded' sh -c "cat all lines | '$BIN/fxrecord' --key lab.key case.evd"
body() { # KIND: bodies of records
	sqlite3 "$tmp/case.evd" "select body from record where kind = '$1'"
}
body run.end >"$tmp/ends"
json "$tmp/ends" 'map(.stopped) == [{"card.pan":3}, null]' 'how many were stopped'
body finding >"$tmp/found"
json "$tmp/found" 'map(select(.alert == "1:1")) | length == 2' 'and what was looked for'
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
case_ok "$tmp/case.evd" "$tmp/lab.pub"
run 0 'the image shows the findings again' "$BIN/fxverify" --image a.bin \
	--key lab.pub case.evd
run 0 'counted by alert' "$BIN/fxhist" --by alert all lines
has "$tmp/.out" '^ *2 +2 +1:1$' 'as entries of lists'
run 0 'stopped lines' "$BIN/fxhist" --by kind all
has "$tmp/.out" "^ *$(jq -s 'map(select(.kind == "card.pan" and .type == "finding")) |
	length' "$tmp/all") .*card.pan" 'are not counted'
finish
