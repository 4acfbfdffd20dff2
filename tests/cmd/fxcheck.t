#!/bin/sh
# fxcheck: one line a value, in order and at once; what is wrong, and the status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
check=$BIN/fxcheck
tab=$(printf '\t')

golden fxcheck-luhn 1 "$check" luhn 18 '1 8' 19 1a ''
golden fxcheck-json 1 "$check" --json card 4111-1111-1111-1111 4111111111111112
golden fxcheck-track 0 "$check" --json track1 \
	'%B4111111111111111^DOE/JOHN^2512101000?'
run 0 "all valid" "$check" card 4111111111111111 5555555555554444
run 3 "not checkable is not invalid" "$check" card 214900000000001
has "$tmp/.out" "^214900000000001${tab}not checkable\$" "and is told so"
run 1 "but invalid goes before it" "$check" card 214900000000001 4111111111111112
run 2 "an unknown scheme" "$check" no.such 1
has "$tmp/.err" "'no.such' is no scheme; schemes:.* luhn .*card track1 track2" \
	"names all that there are"
is_empty "$tmp/.out" "and says nothing else"
run 2 "no scheme" "$check"
run 2 "a list of one" "$check" --list luhn
run 0 "the list" "$check" --list
has "$tmp/.out" "^luhn${tab}.+${tab}ISO/IEC 7812-1" "has the standard"
cut -f 1 "$tmp/.out" >"$tmp/names"
run 0 "the list as JSON" "$check" --list --json
jq -r .scheme "$tmp/.out" | diff "$tmp/names" - >"$tmp/found"
is_empty "$tmp/found" "is the same"

# British accounts by a table; the row is the one of their first test case.
echo '089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1' >"$tmp/valacdos"
echo '938600 938611' >"$tmp/scsubtab"
run 3 "without a table" "$check" bank:gb '08-99-99 66374958'
run 0 "with it" "$check" --modulus valacdos --modulus scsubtab bank:gb \
	'08-99-99 66374958'
run 1 "a wrong one" "$check" --modulus valacdos bank:gb '08-99-99 66374959'
has "$tmp/.out" "66374959${tab}checksum\$" "and why"
run 3 "a sort code it does not have" "$check" --modulus valacdos bank:gb \
	'10-79-99 88837491'
run 4 "what is no table" "$check" --modulus "$top/README.md" bank:gb 1
has "$tmp/.err" 'README.md: line 1: no two sort codes' "is told where"
run 4 "no file" "$check" --modulus none bank:gb 1
run 4 "bytes" "$check" --modulus "$check" bank:gb 1

# German ones by libktoblzcheck, where it is.
if PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q libktoblzcheck.so.1; then
	run 0 "a German account" "$check" bank:de.blz 37040044/532013000
	run 1 "a wrong one" "$check" bank:de.blz 37040044/532113000
else
	run 3 "German accounts need a library" "$check" bank:de.blz \
		37040044/532013000
fi

# Lines of any bytes: the output has as many, and the values as they came.
{
	printf '18\r\n19\n1\0008\n\n'
	printf '\303\251\n\377\n 18 \n18\r\r\n'
	printf 18
} >"$tmp/lines"
run 1 "lines" sh -c "'$check' luhn <lines"
{
	printf '18\tvalid\n19\tchecksum\n1\0008\tformat\n\tlength\n'
	printf '\303\251\tformat\n\377\tformat\n 18 \tvalid\n18\r\tvalid\n'
	printf '18\tvalid\n'
} >"$tmp/want"
cmp "$tmp/.out" "$tmp/want" >"$tmp/found" 2>&1
is_empty "$tmp/found" "as they came, in their order"
run 1 "lines, as JSON" sh -c "'$check' --json luhn <lines"
json "$tmp/.out" 'length == 9 and .[2].value == {"hex":"310038"} and
	.[4].value == "é" and .[5].value == {"hex":"ff"}' "are JSON all of them"

head -c 300000 /dev/zero | tr '\0' 1 >"$tmp/long"
printf '\n18\n' >>"$tmp/long"
run 1 "a long line" sh -c "'$check' luhn <long"
has "$tmp/.err" 'line 1: cut at 65536 bytes' "is told to be cut"
is "$(wc -l <"$tmp/.out") $(tail -n 1 "$tmp/.out") $(head -n 1 "$tmp/.out" | wc -c)" \
	"2 18${tab}valid 65544" "and is one line, the next another"

# Whoever writes a line and waits gets its answer.
mkfifo "$tmp/in" "$tmp/out"
"$check" luhn <"$tmp/in" >"$tmp/out" &
exec 3>"$tmp/in" 4<"$tmp/out"
echo 18 >&3
read -r line <&4
is "$line" "18${tab}valid" "a line is answered before the next comes"
echo 19 >&3
read -r line <&4
is "$line" "19${tab}checksum" "and the next"
exec 3>&- 4<&-
wait

# An operand may hold a newline: it is one line all the same.
run 1 "a newline in a value" "$check" luhn '1
8'
is "$(cat "$tmp/.out")" "1\\n8${tab}format" "is shown as one line"
run 4 "nothing can be read" sh -c "'$check' luhn <."
run 4 "output is lost" sh -c "'$check' luhn 18 >/dev/full"
finish
