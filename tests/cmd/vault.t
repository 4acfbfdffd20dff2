#!/bin/sh
# vault.t - values are sealed to custodians, who are on record; age opens them
# without our tools; what is erased is gone, on record; without a vault nothing
# is kept
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

rows() { # SQL: what the case says; v is its vault
	sqlite3 -batch -readonly case.evd "ATTACH 'case.vault' AS v; $1"
}
start() { # OPTION...: a new case.evd
	rm -f case.evd* case.vault
	fxrecord --init --case 1 --agency lab.example --examiner x "$@" \
		--key lab.key case.evd >init.out 2>init.err
}
record() { # N: a run of N findings
	"$top/tests/helper/stream.sh" "$1" | fxrecord -q --key lab.key case.evd
}
act() { # OPTION...: an act on the case
	fxrecord "$@" --key lab.key case.evd
}
# opens KEY RUN: does age open the data key of that run with KEY.agekey?
opens() {
	rows "SELECT hex(sealed) FROM v.dek WHERE run=$2 AND
		recipient='$(age-keygen -y "$1.agekey")'" | xxd -r -p >sealed
	[ -s sealed ] && age -d -i "$1.agekey" sealed 2>.err | wc -c
}
# checked KEY RC WORDS: fxverify with KEY's identity ends with RC.
checked() {
	run "$2" "$3" fxverify --key lab.pub --vault case.vault \
		--identity "$1.agekey" case.evd
}
fxkey new lab >.out
for c in ann bob cid; do
	fxkey custodian "$c" >"$c.to"
done

### Custodians from the start.
cat bob.to ann.to >both.to
run 0 "two custodians" start --custodian "$(cat ann.to)" --custodian both.to
[ ! -e lab.agekey ]
tap_say $? "no identity is made where one was named"
is "$(sed -n 's/^custodian //p' init.out | tr '\n' ' ')" \
	"$(cat ann.to bob.to | tr '\n' ' ')" "they are told, each once"
rows 'SELECT body FROM record' >body
json body "map(.custodians) == [[\"$(cat ann.to)\", \"$(cat bob.to)\"]]" \
	"and on record"
run 0 "a run" record 3
run 0 "another" record 2
is "$(rows 'SELECT count(DISTINCT hex(sealed)) FROM v.dek')" 4 \
	"a data key of each run for each of them"
for c in ann bob; do
	is "$(opens $c 1)" 32 "age opens $c's"
	checked $c 0 "$c checks the openings"
	has .out '^  15 values in the vault are what was recorded: ' "all of them"
done
is "$(opens cid 1)" "" "none is for a third"
checked cid 3 "who can check none"
has .out '^NOT PROVEN: the openings of run 2 are sealed to none' "it is told"
is "$(rows 'SELECT count(DISTINCT substr(box, 1, 24)) FROM v.opening')" 15 \
	"no nonce comes twice"
case_ok case.evd lab.pub

### One more, from the next run on, and then for those before.
run 0 "a third custodian" act --custodian "$(cat cid.to)" --why "new judge"
has .err 'from the next run on; for those before, it takes --identity' \
	"it is told"
has .err "^fxrecord: case.evd: head $(head -3 case.evd.ckpt | tr '\n' ' ' |
	sed 's/[+]/[+]/g; s/ $/$/')" "and the head that is to be filed"
record 1
is "$(opens cid 3)" 32 "he has the key of the third run"
is "$(opens cid 2)" "" "not that of the second"
run 0 "the earlier runs for him" act --custodian cid.to --identity ann.agekey
has .err 'those of 2 runs before too' "it is told"
is "$(opens cid 1)$(opens cid 2)" 3232 "he has them"
checked cid 0 "he checks all openings"
has .out '^  18 values in the vault are' "of each run"
rows "SELECT body FROM record WHERE kind='custodian'" >body
json body "map([.recipient, .runs, .why]) == [[\"$(cat cid.to)\", null,
	\"new judge\"], [\"$(cat cid.to)\", [1, 2], null]]" "both are on record"
run 4 "a custodian again" act --custodian cid.to --identity ann.agekey
has .err 'is a custodian of the case already' "it is told"
sqlite3 case.vault "INSERT INTO dek SELECT run, 'age1stranger', sealed FROM dek
	WHERE run=3 LIMIT 1"
checked ann 3 "a data key for somebody else"
has .out '^NOT PROVEN: the data key of run 3 is sealed to age1stranger too' \
	"is found out"
sqlite3 case.vault "DELETE FROM dek WHERE recipient='age1stranger'"
sqlite3 case.vault "INSERT INTO dek SELECT 77, 'age1stranger', sealed FROM dek
	WHERE run=3 LIMIT 1"
checked ann 0 "a data key of no run of the case"
has .out '^NOTE: the vault has 1 data keys of runs that .* such as run 77' \
	"is told"
sqlite3 case.vault "DELETE FROM dek WHERE run=77"
cp case.vault good.vault
opens ann 1 >.out
age -d -i ann.agekey sealed |
	age -r "$(cat ann.to)" -r "$(cat cid.to)" >both.age
sqlite3 case.vault "UPDATE dek SET sealed=readfile('both.age') WHERE run=1 AND
	recipient='$(cat ann.to)'"
run 3 "a data key with a second reader inside" fxverify --key lab.pub \
	--vault case.vault case.evd
has .out "^NOT PROVEN: the data key of run 1 for $(cat ann.to) is not sealed" \
	"is found out without an identity"
cp good.vault case.vault
fxkey custodian dan >dan.to
act --custodian dan.to 2>.err
age -d -i ann.agekey sealed | age -r "$(cat dan.to)" >dan.age
sqlite3 case.vault "INSERT INTO dek VALUES(1, '$(cat dan.to)',
	readfile('dan.age'))"
checked ann 3 "an earlier run's data key for a later custodian"
has .out '^NOT PROVEN: the data key of run 1 .* after it began' "is found out"
checked dan 3 "whoever looks"
cp good.vault case.vault

### Erasing.
cp case.vault backup.vault
set --
while [ $# -lt 128 ]; do
	set -- "$@" --field cvv
done
cp case.vault whole.vault
cp case.evd whole.evd
run 0 "a field named again and again, and another" act --erase 3 "$@" \
	--field value --why x
is "$(rows 'SELECT group_concat(field) FROM v.opening WHERE seq = 3')" expiry \
	"both are gone"
rows "SELECT body FROM record WHERE kind='erase'" >body
json body '.[0].fields == ["cvv", "value"]' "each is recorded once"
mv whole.vault case.vault
mv whole.evd case.evd
rm case.evd.ckpt
set --
while [ $# -lt 130 ]; do
	set -- "$@" --field "f$#"
done
run 2 "more fields than one act takes" act --erase 3 "$@" --why x
has .err '^fxrecord: --field: more than 64' "it is told"
run 0 "erase one field" act --erase 3 --field cvv --why "kept too long"
run 0 "erase all of two findings" act --erase 4-6,4 --by "A. Judge" \
	--legal "LED 16" --why acquitted
has .err ": head [^ ]* $(sed -n 2p case.evd.ckpt) " "the head is told"
has .err '6 openings are erased, as record [0-9]+ says' "it is told"
is "$(rows 'SELECT count(*) FROM v.opening WHERE seq BETWEEN 3 AND 5')" 2 \
	"they are gone"
rows "SELECT body FROM record WHERE kind='erase'" >body
json body '.[0].of == [3] and .[0].fields == ["cvv"] and .[0].who == "x" and
	.[0].why == "kept too long" and .[1].of == [4, 5] and
	.[1].fields == ["cvv", "expiry", "value"] and .[1].who == "A. Judge" and
	.[1].legal == "LED 16"' "on record"
checked ann 0 "the chain still verifies"
has .out '^NOTE: 3 of the 3 openings of record 5 were erased, as record' \
	"and they are told from missing ones"
has .out '^  Of the values that the vault lacks, 7 were erased, ' "all of them"
has .out '^  3 findings had values erased, by 2 records: most recently .* of record 4, 5 by A. Judge,' \
	"and by whom, last"
has .out "^  The vault is sealed to $(cat cid.to) too, .*; why: new judge" \
	"and who became a custodian"
has .out '^  The vault is .* with what was found before by run 1, 2\.$' \
	"and got earlier runs"
fxverify --json --key lab.pub case.evd >json
json json '.[0] | .erasures.findings == 3 and .custodians.records == 3 and
	.custodians.runs == 2 and .reveals.list == []' "as --json does"
for e in '4' '3 --field cvv' '0' '99' '3 --field pin'; do
	sha256sum case.* >before
	# shellcheck disable=SC2086 # options
	run 4 "erase $e" act --erase $e --why x
	sha256sum case.* | cmp -s - before
	tap_say $? "nothing is done, or recorded"
done
cp backup.vault case.vault
run 0 "a vault from a backup" act --recover
has .err '7 openings that a record says were erased were still in the vault' \
	"is erased again"
checked ann 0 "and verifies"
case_ok case.evd lab.pub

### No vault.
run 0 "no vault" start --no-vault
[ ! -e case.vault ]
tap_say $? "none is made"
is "$(grep -c '^custodian' init.out)" 0 "there is no custodian"
run 0 "a run without one" record 3
[ ! -e case.vault ]
tap_say $? "none is made then either"
case_ok case.evd lab.pub
run 0 "it verifies" fxverify --key lab.pub case.evd
has .out 'they were not kept, so record 0 says' "and says so"
run 4 "a custodian of nothing" act --custodian ann.to
has .err 'no values are kept' "it is told"
run 4 "nothing to erase" act --erase 3 --why x

### What is no custodian.
rm -f case.evd*
for c in age1nobody "$(tail -n 1 ann.agekey)" missing lab.pub; do
	run 2 "--custodian ${c%%1*}" start --custodian "$c"
	[ ! -e case.evd ]
	tap_say $? "no case is begun"
	grep -F "$(tail -n 1 ann.agekey)" init.err >found
	is_empty found "no identity is told"
done
run 2 "both" start --no-vault --custodian ann.to
run 2 "--identity alone" act --identity ann.agekey
start --custodian ann.to
run 4 "an identity that is none" act --custodian bob.to --identity lab.key
run 2 "an identity among the arguments" act --custodian bob.to \
	--identity "$(tail -n 1 ann.agekey)"
run 2 "--erase of no number" act --erase x --why x
low=age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z
run 2 "a custodian of low order" act --custodian $low
has .err 'a recipient that nothing can be sealed to' "it is told"
is "$(rows "SELECT count(*) FROM record WHERE kind='custodian'")" 0 \
	"and is not on record"
# An identity is not told again, however it is spelt.
secret=$(tail -n 1 ann.agekey)
for s in " $secret" "$(echo "$secret" | tr '[:upper:]' '[:lower:]')" "x=$secret"; do
	run 2 "an identity as a recipient" act --custodian "$s"
	run 2 "and as an identity" act --custodian bob.to --identity "$s"
	grep -qi "${secret#AGE-SECRET-KEY-1}" .err .out
	tap_say $((! $?)) "it is not told"
done
mkfifo pipe
run 4 "an identity in a pipe that nobody writes to" timeout 10 \
	fxrecord --custodian bob.to --identity pipe --key lab.key case.evd
has .err 'pipe: holds no identity' "it is told"
cat ann.agekey >pipe &
exec 3<pipe
run 0 "one in a pipe" act --custodian bob.to --identity /dev/fd/3
exec 3<&-
wait

### An identity beside the key serves another case, too.
rm -f case.evd* case.vault
start
cp lab.agekey first
rm -f case.evd* case.vault
start
cmp -s lab.agekey first
tap_say $? "it is not made again"
has init.err 'lab.agekey opens the values of this case' "and is told of again"
rm lab.agekey
run 4 "a case that is there" fxrecord --init --case 1 --agency lab.example \
	--examiner x --key lab.key case.evd
[ ! -e lab.agekey ]
tap_say $? "leaves no identity behind"
finish
