#!/bin/sh
# fxverify.t - the verifier as a tool: what goes in, what comes out, and how it
# ends.  What it says of attacks is in tests/e2e/attacks.t.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$top/tests/case.sh"
export PATH="$BIN:$PATH" HOME="$tmp/home"
cd "$tmp" || exit 99
mkdir home

golden fxverify-none 2 "$BIN/fxverify"
golden fxverify-two 2 "$BIN/fxverify" a b
golden fxverify-nokey 4 "$BIN/fxverify" --key missing a
golden fxverify-missing 4 "$BIN/fxverify" missing.evd
golden fxverify-text 4 "$BIN/fxverify" "$top/LICENSE"

# A case of two runs: an image, and a stream that broke off.
{
	head -c 5000 /dev/zero
	printf '\ncard 4111 1111 1111 1111 exp 12/27 cvv 123 name JOHN DOE\n'
	printf '\n4539578763621486|12|27|123|JANE ROE\n'
	printf '%s' '%B4539578763621486^DOE/JOHN^27121010000000000?'
	printf '%s\n' ';4539578763621486=27121010000000000?'
	head -c 5000 /dev/zero
} >seized.dd
truncate -s 12288 seized.dd # whole sectors
run 0 "a key" fxkey new lab
run 0 "another key" fxkey new other
run 0 "a case" fxrecord --init --case 2026-0417 --agency lab.example \
	--examiner "badge 1234" --exhibit A1 --key lab.key case.evd
run 0 "its first run" sh -c \
	'fxscan --json seized.dd | fxrecord --key lab.key case.evd'
cp case.evd one.evd
cp case.evd.ckpt filed.ckpt
case_ok one.evd lab.pub
run 3 "a run that broke off" sh -c \
	'fxscan --json seized.dd | head -n -1 | fxrecord --key lab.key case.evd'
case_ok case.evd lab.pub

verify() { # RC WORDS ARG...
	rc=$1 words=$2
	shift 2
	run "$rc" "$words" fxverify "$@"
	is_empty .err "$words: nothing on stderr"
}
last() { # WORD
	is "$(tail -n 1 .out)" "$1" "and $1 is its last line"
}

verify 0 "with the key" --key lab.pub case.evd
last INTACT
has .out '^NOTE: run 2 was interrupted$' "the broken run is told"
has .out '^  What 1 run that did not complete' "and what that leaves open"
verify 3 "without a key" case.evd
last "CONSISTENT BUT NOT PROVEN"
verify 0 "with the filed head, which the case has outgrown" --key lab.pub \
	--expect filed.ckpt case.evd
verify 0 "with all there is" --key lab.pub --expect case.evd.ckpt \
	--state seen --vault case.vault --identity lab.agekey case.evd
verify 0 "one run, with its image" --key lab.pub --expect filed.ckpt \
	--vault case.vault --identity lab.agekey --image seized.dd one.evd
has .out '^  4 of the 4 findings were found again' "each finding is there"
has .out '^NOTE: the vault has 17 openings of later records' \
	"the vault is newer than this copy"
verify 3 "an image, and a run of which no hash is known" --key lab.pub \
	--image seized.dd case.evd
has .out '^NOT PROVEN: run 2 recorded no hash' "which is told"
verify 1 "an older copy" --key lab.pub --expect case.evd.ckpt one.evd
last TAMPERED

# What must be shown, and what is not.
required() { # RC LIST ARG...
	rc=$1 list=$2
	shift 2
	run "$rc" "--require $list, with $*" fxverify --require "$list" "$@" one.evd
}
all='--key lab.pub --expect filed.ckpt --image seized.dd --vault case.vault
	--identity lab.agekey'
fxverify --key lab.pub --state memory one.evd >.out
# shellcheck disable=SC2086 # options
required 0 key,expect,vault,image $all
# shellcheck disable=SC2086
required 0 state --state memory $all
# shellcheck disable=SC2086
required 3 key,state,image --state new $all
has .out '^NOT PROVEN: required, and not shown: that an earlier check saw this history \(--require state\)$' \
	"a memory that begins shows nothing"
is "$(grep -c 'required' .out)" 1 "what is shown is not told"
required 3 tsa,witness,custody --key lab.pub
for proof in tsa witness custody; do
	has .out "^NOT PROVEN: required, and .*\(--require $proof\)\$" \
		"$proof is told"
done
required 3 image --key lab.pub
required 3 vault --key lab.pub
required 1 key --key lab.pub --expect case.evd.ckpt
required 2 "" --key lab.pub
required 2 key,tea --key lab.pub
has .err '"tea" is none of key expect state tsa witness cms vault image custody$' \
	"which is told"

# A folder of keys; the one that signed is called by its name.
mkdir keys
cp other.pub keys/a.pub
cp lab.pub keys/b.pub
echo "Who is who" >keys/README
verify 0 "a folder of keys" --keyring keys one.evd
has .out '^  Signed with b.pub, SHA256:[0-9a-f]{64}, a key that you confirmed\.$' \
	"the key has its name"
cp other.pub "keys/$(printf '0\033[2J.pub')"
mv keys/b.pub "keys/$(printf 'b\033[2J\377.pub')"
verify 0 "a name that is none" --json --keyring keys one.evd
json .out '.[0].case.key_name == "b?[2J?.pub"' "is shown as far as it can be"
rm keys/b* && mkdir empty empty/folder.pub
mkfifo empty/pipe.pub
verify 3 "a folder without the key" --keyring keys one.evd
run 4 "a folder without keys" fxverify --keyring empty one.evd
has .err '^fxverify: empty: no key in it' "which is told"
run 4 "a folder that is not there" fxverify --keyring nowhere one.evd
echo junk >keys/c.pub
run 4 "a key in it that is none" fxverify --keyring keys one.evd
has .err 'keys/c.pub' "which is told"

# The verifier key that fxrecord prints at its start serves as well.
origin=$(head -n 1 case.evd.ckpt)
fxrecord --init --case 2026-0417 --agency lab.example --examiner e \
	--exhibit A2 --key lab.key two.evd >said 2>&1
sed -n 's/^key //p' said >lab.vkey
verify 0 "with the verifier key" --key lab.vkey case.evd

# The head is told as the checkpoint tells it.
verify 0 "told more" -v --key lab.pub case.evd
sed -n '/^There are /,/^$/p' .out | sed 1d | sed '$d' >told
head -n 3 case.evd.ckpt | cmp -s - told
tap_say $? "-v: origin, size and root of the head" || tell told

# Nothing but the status.
for file in 'case.evd 0' 'two.evd 0' 'one.evd 1' 'missing 4'; do
	run "${file#* }" "-q: ${file%% *}" fxverify -q --key lab.pub \
		--state quiet "${file%% *}"
	[ "${file%% *}" = two.evd ] || is_empty .out "-q: no word"
	is_empty .err "-q: no message"
done
run 3 "-q: no key" fxverify -q --json case.evd
is_empty .out "-q: not even JSON"

# One object, its members in order.
verify 0 "as JSON" --json --key lab.pub case.evd
json .out 'length == 1 and (.[0] | keys_unsorted) == ["v", "tool", "version",
	"build", "file", "verdict", "status", "case", "shown", "reasons",
	"unlisted", "proven", "not_proven", "by", "since",
	"stated", "reviews", "custody", "reveals",
	"erasures", "custodians"]' "JSON: the members"
json .out '.[0].shown == {"key": 1, "expect": 0, "state": 0, "tsa": 0,
	"witness": 0, "cms": 0, "vault": 0, "image": 0, "custody": 0}' "JSON: what is shown"
json .out '.[0] | .verdict == "INTACT" and .status == 0 and .v == 1 and
	.file == "case.evd" and .unlisted == 0' "JSON: the verdict"
json .out ".[0].case | .origin == \"$origin\" and .confirmed == 1 and
	.key_name == \"lab.pub\" and .records == .signed and .root == \"$(sed -n 3p case.evd.ckpt)\"" \
	"JSON: the case"
json .out '.[0].reasons | length == 1 and (.[0] | keys_unsorted ==
	["level", "check", "record", "text"] and .level == "NOTE" and
	.check == 5)' "JSON: the reason"
verify 1 "as JSON: an older copy" --json --key lab.pub \
	--expect case.evd.ckpt one.evd
json .out '.[0] | .verdict == "TAMPERED" and .status == 1 and
	(.reasons | map(.level) | index("TAMPERED") != null)' "JSON: it says so"
verify 4 "as JSON: no file" --json missing.evd
json .out '.[0].case == {"records": 0, "signed": 0}' "JSON: nothing is known"
verify 4 "a filed head of another log" --key lab.pub \
	--expect case.evd.ckpt two.evd
printf 'x' >"$(printf 'a\377b')"
run 4 "as JSON: a name that is not text" fxverify --json "$(printf 'a\377b')"
json .out '.[0].file.hex == "61ff62"' "JSON: the name in hexadecimal digits"

# Names that SQLite would take for something else.
for name in 'file:case.evd?mode=memory' ':memory:' '-case.evd' 'a b%20c.evd'; do
	cp -- case.evd "$name"
	verify 0 "the name $name" --key lab.pub -- "$name"
done

# More reasons than fit.
cp case.evd many.evd
sqlite3 many.evd "PRAGMA ignore_check_constraints=ON;
	DROP TRIGGER record_append; WITH RECURSIVE n(i) AS
	(SELECT 100 UNION ALL SELECT i + 2 FROM n WHERE i < 1000)
	INSERT INTO record SELECT i, 'finding', '{}', zeroblob(32) FROM n"
verify 1 "very many reasons" --key lab.pub many.evd
is "$(grep -cE '^[A-Z][A-Z ]+: ' .out)" 101 "100 are listed, and one line counts"
has .out '^TAMPERED: and [0-9]+ more, not listed$' "the others are counted"
has .out 'trigger record_append is missing' "none hides those of other checks"

# What is given beside it.
mkdir folder
verify 4 "a state file that is a folder" --key lab.pub --state folder case.evd
verify 4 "a state file in no folder" --key lab.pub --state no/seen case.evd
has .out '^CANNOT CHECK: the state file cannot be written' "which is told"
echo junk >junk
verify 4 "a state file that is none" --key lab.pub --state junk case.evd
is "$(cat junk)" junk "it is left as it is"
verify 4 "a folder that holds no image" --key lab.pub --image folder case.evd
run 4 "a key that is none" fxverify --key junk case.evd
has .err 'junk' "which is told"

# A closed copy, and images in containers.
run 0 "a closed copy" fxrecord --close closed.evd case.evd
case_ok closed.evd lab.pub
ln -s case.evd link.evd
verify 0 "through a link" --key lab.pub link.evd
if command -v ewfacquire >/dev/null; then
	ewfacquire -u -q -t seized -C 1 -E 1 -e e -D d -N n -m fixed \
		-M logical -f encase6 -c deflate:fast -S 1.4GiB -o 0 -P 512 \
		seized.dd >.ewf 2>&1
	verify 0 "the same bytes in an E01" --key lab.pub --vault case.vault \
		--identity lab.agekey --image seized.E01 one.evd
	has .out '^  4 of them have there the very value' "and each value is there"
else
	skip "the same bytes in an E01" "no ewfacquire"
fi

# A place behind a limit: no scan of this version found anything there.
{
	echo 'Card: 4539 5787 6362 1486 Exp: 12/27'
	head -c 100000000 /dev/zero
} | gzip -nc >bomb.gz
rm -f bomb.evd*
fxrecord --init --case B-1 --agency lab.example --examiner e --key lab.key \
	bomb.evd >.out 2>&1
fxscan bomb.gz >bomb.lines
{
	cat bomb.lines
	sed 's/"0-GZIP-6"/"0-GZIP-90000000"/' bomb.lines
} | fxrecord --key lab.key bomb.evd >.out 2>&1
verify 4 "a finding behind a limit" --key lab.pub --image bomb.gz bomb.evd
has .out '0-GZIP-90000000: 0-GZIP ends early: limit: ratio$' "cannot be checked"
has .out '^  1 of the 2 findings' "the other was found again"

# Output that is lost.
run 4 "a full disk" sh -c 'fxverify --key lab.pub case.evd >/dev/full'
has .err 'cannot write to standard output' "which is told"
run 0 "a full disk, but nothing to write" \
	sh -c 'fxverify -q --key lab.pub case.evd >/dev/full'

# Each example of the manual, as it stands there, in one shell.
mandoc -Tutf8 -O width=78 "$top/cmd/fxverify.1" |
	sed "s/.$(printf '\b')//g" |
	sed -n '/^EXAMPLES/,/^SEE ALSO/s/^           //p' >examples
awk '/^\$ /{ if (k) close(f); f = sprintf("ex%02d", ++k); sub(/^\$ /, "") }
	/^Signature/ { next } f { print > f }' examples
n=$(find . -name 'ex[0-9]*' | wc -l)
is "$n" 10 "the manual has $n commands in its examples"
cp one.evd case.evd # whose records the examples name
for ex in ex[0-9][0-9]; do
	echo ". ./$ex >$ex.out 2>$ex.err || echo $ex"
done >all
bash all >failed 2>&1
is_empty failed "each of them ends well"
is "$(tail -n 1 ex01.out)" INTACT "the first one is intact"
is "$(cat ex02.out)" intact "the second says so"
has home/.fxverify '^lab.example/2026-0417/A1 [0-9]+ ' "the third remembers"
has ex07.out '^Signature Verified Successfully' "openssl finds it signed"
is "$(cat ex08.out)" "$(cat ex09.out)" "a record names the one before"
fxverify case.evd | sed -n 's/.*(SHA256:\([0-9a-f]*\)).*/\1/p' | head -n 1 >told
has ex10.out "$(cat told)" "the fingerprint is the one told"

### Before it opens the case, it gives up what it does not need.
if strace -o trace true 2>.err; then
	# Leaks can't be looked for under a tracer.
	run 0 "under a tracer" env ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" \
		strace -f -qq -o trace fxverify --key lab.pub --image seized.dd \
		one.evd
	if grep -q 'landlock_create_ruleset(NULL, 0, .*= -1' trace; then
		skip "writes are given up" "no Landlock here"
	else
		sed '/open.*"[^"]*one\.evd"/q' trace >before
		has before 'landlock_restrict_self.* = 0$' "writes are given up"
	fi
	if [ "$MODE" = release ] || [ "$MODE" = debug ]; then
		sed '/open.*"[^"]*one\.evd"/q' trace >before
		has before '(seccomp\(SECCOMP_SET_MODE_FILTER|prctl\(PR_SET_SECCOMP).* = 0$' \
			"and programs and networks"
	else
		skip "and programs and networks" "no seccomp in a $MODE build"
	fi
else
	skip "what is given up" "no strace, or it may not trace"
fi
finish
