#!/bin/sh
# static.t - the verifier that is handed over with a case: it needs nothing but
# a kernel, says what the other says, and says that it cannot look at images.
# What it says of attacks: tests/e2e/attacks.t asks both.
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99
[ "$MODE" = release ] || skip_all "it is made of the release build"
# make check makes it; by hand, one of this build is needed.
STATIC=${STATIC:-$BIN/../../static/fxverify}
[ "$("$STATIC" -V 2>&1)" = "$(fxverify -V)" ] ||
	skip_all "it was not made of this build: make static"

if command -v file >/dev/null; then
	file "$STATIC" >told
	has told 'static-pie linked|statically linked' "it is linked for itself"
fi
env -i LC_ALL=C readelf -d "$STATIC" >told
is "$(grep -c NEEDED told)" 0 "it needs no library"

# A folder with nothing in it but the program, the case and what goes with it.
{
	printf 'card 4111 1111 1111 1111 exp 12/27 cvv 123\n'
	head -c 5000 /dev/zero
} >seized.dd
truncate -s 8192 seized.dd
mkdir bare
cp "$STATIC" bare/fxverify
fxkey new lab >.out 2>&1
fxrecord --init --case 1 --agency lab.example --examiner x --key lab.key \
	case.evd >.out 2>&1
fxscan --json seized.dd | fxrecord -q --key lab.key case.evd
cp lab.pub lab.agekey case.evd case.evd.ckpt case.vault seized.dd bare
sqlite3 case.evd "DROP TRIGGER record_noupdate;
	UPDATE record SET body = replace(body, 'card', 'cord') WHERE seq = 3"
mv case.evd bare/forged.evd

# In a root of its own, without an environment.
if [ "$(id -u)" -eq 0 ] && chroot bare /fxverify -V >.out 2>.err; then
	bare='chroot bare'
elif unshare -r chroot bare /fxverify -V >.out 2>.err; then
	bare='unshare -r chroot bare'
else
	bare=
fi
alone() { # ARG...: the program, without anything; the verdict to .out
	if [ -n "$bare" ]; then
		# shellcheck disable=SC2086 # words of a command
		env -i PATH="$PATH" $bare /usr/bin/env 2>.err && return 99
		# shellcheck disable=SC2086
		env -i PATH="$PATH" $bare /fxverify "$@"
	else
		(cd bare && env -i ./fxverify "$@")
	fi
}
[ -n "$bare" ] || skip "in a root of its own" "no root can be changed"
while read -r rc words; do
	# shellcheck disable=SC2086 # words of a command
	run "$rc" "fxverify $words" alone $words
	mv .out mine
	# shellcheck disable=SC2086
	(cd bare && fxverify $words) >theirs 2>&1
	is $? "$rc" "the other ends alike"
	diff mine theirs >found 2>&1
	is_empty found "and says the same"
done <<'END'
0 --key lab.pub case.evd
3 case.evd
0 --key lab.pub --expect case.evd.ckpt --vault case.vault --identity lab.agekey case.evd
0 --json --key lab.pub --vault case.vault --identity lab.agekey --require key,vault case.evd
3 --key lab.pub --require image case.evd
1 --key lab.pub forged.evd
4 --key lab.pub missing.evd
END
run 0 "it remembers" alone --key lab.pub --state seen case.evd
run 0 "and knows again" alone --key lab.pub --state seen --require state case.evd
run 4 "an image" alone --key lab.pub --image seized.dd case.evd
has .out '^CANNOT CHECK: this build of the program cannot look at images$' \
	"which is told"
has .out '^  Records 0 to .* none was changed' "the rest is checked all the same"
finish
