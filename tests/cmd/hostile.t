#!/bin/sh
# Every tool: closed standard descriptors, and names that steer terminals.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
printf 'card 4111111111111111, valid thru 12/27\n' >h.raw
cp h.raw was.raw

# closed RC WORDS SCRIPT: sh -c SCRIPT ends so, and the image is untouched.
closed() {
	case=$2
	run "$1" "$case" sh -c "$3"
	cmp -s h.raw was.raw
	tap_say $? "$case: the image is as it was"
}

for t in "$BIN"/*; do
	name=${t##*/}
	(exec "$t" <&- >&- 2>&-)
	rc=$?
	[ $rc -ge 2 ] && [ $rc -le 4 ]
	tap_say $? "$name with nothing open: exit $rc"
	run 4 "$name -V into a closed output" sh -c "exec '$t' -V >&-"
	has .err "^$name: cannot write to standard output: Bad file" "is said"
	run 2 "$name --nope, with no one to tell" sh -c "exec '$t' --nope 2>&-"
done
closed 4 "fxscan without any" "exec '$BIN/fxscan' h.raw <&- >&- 2>&-"
closed 3 "fxscan with none for words" "exec '$BIN/fxscan' gone h.raw 2>&-"
has .out '4111111111111111' "its findings come"
closed 4 "fxscan - of a closed input" "exec '$BIN/fxscan' - <&-"
has .err '^fxscan: .*Bad file descriptor' "is said"
closed 4 "fxcat into a closed output" "exec '$BIN/fxcat' h.raw 0 >&-"
has .err 'cannot write to standard output' "is said"
closed 4 "fxcat - of a closed input" "exec '$BIN/fxcat' - 0 <&-"
closed 4 "fxhist of a closed input" "exec '$BIN/fxhist' - <&-"

# plain WORDS: what was said is whole characters that do nothing but show; all
# that is to be looked at is kept, and looked at once, by plain_all.
plain() {
	kept=${kept:-0}
	cat .err .out >"said.$kept"
	printf '%s\n' "$1" >"words.$kept"
	kept=$((kept + 1))
}
plain_all() {
	python3 - "$kept" >verdicts <<'PY'
import sys, unicodedata
shown = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
for i in range(int(sys.argv[1])):
    try:
        lines = open(f"said.{i}", "rb").read().decode("utf-8").split("\n")
        bad = [l for l in lines if any(unicodedata.category(c) in shown for c in l)]
    except UnicodeDecodeError as e:
        bad = [e]
    print(ascii(bad[0]) if bad else "")
PY
	is "$(wc -l <verdicts)" "$kept" "all that was said is looked at"
	i=0
	while read -r why; do
		[ -z "$why" ]
		tap_say $? "$(cat "words.$i")" || echo "# $why"
		i=$((i + 1))
	done <verdicts
}

# Escape, C1 as one byte and as a character, an override, no UTF-8, DEL.
evil=$(printf 'e\033[2J\233\302\233\342\200\256\377\177\r\342\200\213z')
for t in "$BIN"/*; do
	name=${t##*/}
	for op in "$evil" "--$evil" "-$evil" "--version=$evil"; do
		for more in "" "0" "$evil"; do
			# shellcheck disable=SC2086 # none is no operand
			"$t" "$op" ${more:+"$more"} >.out 2>.err </dev/null
			plain "$name, hostile operands: safe"
			cat .out >>.err
			has .err . "and answered"
		done
	done
done
for v in "show $evil" "show --name $evil lab.pub" "new $evil/x"; do
	# shellcheck disable=SC2086 # words
	"$BIN/fxkey" $v >.out 2>.err
	plain "fxkey, a hostile name: safe"
done
long=$(printf '%3000s' '' | tr ' ' x)
run 4 "a name of 3000 characters" "$BIN/fxcat" "$long" 0
has .err "xxx: .*(File name too long|No such file)" "does not cut the reason off"

# A case file whose own words are hostile, as far as they are text at all.
text=$(printf 'e\033[2J\302\233\342\200\256\177\342\200\213z')
"$BIN/fxkey" new lab >.out
run 2 "a case with a hostile name" "$BIN/fxrecord" --init --case evil \
	--agency lab.example --examiner "$text" --key lab.key case.evd
plain "fxrecord: safe"
run 0 "another writer lets it in" "$BIN/fxrecord" -q --init --case evil \
	--agency lab.example --examiner x --no-vault --key lab.key case.evd
"$BIN/fxkey" custodian lab >.out
python3 -B "$top/tests/helper/oldwords.py" lab case.evd examiner "$text"
tap_say $? "as another writer would"
for o in "" -v; do
	# shellcheck disable=SC2086 # none is no option
	"$BIN/fxverify" $o --key lab.pub --vault "$evil" --image "$evil" \
		--identity lab.agekey \
		--expect "$evil" --state "$evil/" case.evd >.out 2>.err
	plain "fxverify $o: safe"
	has .out . "and answered"
done
plain_all

# Names that are a key, a travel document, an account, a card: a terminal shows
# their masks, the stream of lines the names.
wif=5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ
mrz='L898902C36UTO7408122F1204159ZE184226B<<<<<10'
iban=DE89370400440532013000
clear='5HueCGU8|L898902C3|8937040044|4111.?1111.?1111'
# masked WORDS: nothing of these stands in what was said.
masked() {
	cat .out .err >said
	! grep -E "$clear" said >found
	is_empty found "$1: nothing in clear"
}
mkdir names
for name in $wif "$mrz" $iban 4111111111111111 4111_1111_1111_1111; do
	for t in "$BIN"/*; do
		"$t" "$name.txt" 0 >.out 2>.err </dev/null
		masked "${t##*/}, gone"
		"$t" "--$name" >.out 2>.err </dev/null
		masked "${t##*/}, no option"
	done
	cp h.raw "names/$name.txt"
done
run 0 "fxscan --table of such names" "$BIN/fxscan" --table names
has .out '^names/\*{8}\.txt: raw' "shows masks"
has .out '^names/DE\*{18}00\.txt: raw' "of accounts, too"
masked "fxscan --table"
run 0 "fxls --table of them" "$BIN/fxls" --table names/*
masked "fxls --table"
run 0 "fxscan of them" "$BIN/fxscan" names
has .out "names/$wif" "lines are clear"
sed "/\"type\":\"finding\"/s|}\$|,\"file\":{\"state\":\"allocated\",\"path\":\"/$wif\"}}|" \
	.out >lines
for o in "" --json; do
	# shellcheck disable=SC2086 # none is no option
	run 0 "fxhist --by file $o" "$BIN/fxhist" $o --by file lines
	has .out '/\*{8}("|$)' "shows masks"
	masked "fxhist --by file $o"
done
finish
