#!/bin/sh
# vault_foreign.t - a vault serves its own case, and a case file that is not
# older than it: with any other nothing is opened, and nothing in it is deleted
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

begin() { # NAME OPTION...: a new NAME.evd of case NAME
	name=$1
	shift
	fxrecord --init --case "$name" --agency lab.example --examiner x "$@" \
		--key lab.key "$name.evd" >init.out 2>init.err || exit 99
}
record() { # N CASE: a run of N findings
	"$top/tests/helper/stream.sh" "$1" | fxrecord -q --key lab.key "$2.evd"
}
act() { # CASE OPTION...: an act on the case
	name=$1
	shift
	fxrecord "$@" --key lab.key "$name.evd"
}
reveal() { # CASE SEQ
	fxreveal --identity lab.agekey --seq "$2" --why x --legal y \
		--key lab.key "$1.evd"
}
keep() { # CASE NAME: put its files aside
	cp "$1.evd" "$2.evd"
	cp "$1.evd.ckpt" "$2.evd.ckpt"
	cp "$1.vault" "$2.vault"
}
# refused WORDS PATTERN CASE: nothing opens it, and nothing is done to it.
refused() {
	sha256sum "$3".* >before
	run 4 "$1: a run" record 2 "$3"
	has .err "$2" "it is told"
	for o in --recover '--erase 3 --why x' '--custodian bob.to'; do
		# shellcheck disable=SC2086 # options
		run 4 "$1: ${o%% *}" act "$3" $o
	done
	run 4 "$1: fxreveal" reveal "$3" 3
	sha256sum "$3".* | cmp -s - before
	tap_say $? "nothing was written or deleted"
}
fxkey new lab >.out
fxkey custodian bob >bob.to
begin one
record 3 one
keep one first
begin other
record 3 other
record 2 other
act other --erase 3 --why x 2>/dev/null

### Another case's.
keep one good
begin new
cp one.vault new.vault
refused "a new case beside a full vault" "another case's" new
cp other.vault one.vault
refused "another case's longer vault" "another case's" one
cp good.vault other.vault
refused "another case's shorter vault" "another case's" other
cp good.vault one.vault
begin bare
cp bare.vault one.vault
refused "another case's empty vault" "another case's" one
cp good.vault one.vault
sqlite3 one.vault 'DELETE FROM seen'
refused "a vault that tells of no case" 'does not say of which case' one
cp good.vault one.vault
run 0 "its own" act one --recover

### A copy that is older than the vault.
record 2 one
keep one second
cp first.evd one.evd
cp first.evd.ckpt one.evd.ckpt
refused "a case older by one run" 'not its newest copy' one
rm one.evd.ckpt
refused "and without the head beside it" 'not its newest copy' one
sqlite3 one.vault "ATTACH 'first.vault' AS f; UPDATE seen SET
	(size, leaf)=(SELECT size, leaf FROM f.seen);
	INSERT INTO opening SELECT seq+9, field, leaf, 7, box FROM opening
	WHERE run=2"
refused "openings of two runs" 'which no crash leaves' one
sqlite3 one.vault "DELETE FROM opening WHERE run=7; INSERT INTO dek
	SELECT 5, recipient, sealed FROM dek WHERE run=2"
refused "the key of a later run" 'the data key of run 5' one
rm one.*
keep second one
cp first.evd two.evd
cp first.evd.ckpt two.evd.ckpt
cp first.vault two.vault
record 4 two
cp one.vault two.vault
refused "a copy that went on by itself" 'knows another record' two
cp first.vault one.vault
run 0 "an older vault of the case" record 1 one
case_ok one.evd lab.pub

### What a crash leaves is trimmed; fxreveal does not.
sqlite3 one.vault "INSERT INTO opening SELECT seq+100, field, leaf, 4, box
	FROM opening WHERE run=1; INSERT INTO dek
	SELECT 4, recipient, sealed FROM dek WHERE run=1"
sha256sum one.* >before
run 4 "fxreveal beside what a crash left" reveal one 3
has .err 'fxrecord --recover' "it is told what to do"
sha256sum one.* | cmp -s - before
tap_say $? "nothing was deleted"
run 0 "--recover" act one --recover
has .err '9 openings without a record were deleted' "deletes it"
run 0 "fxreveal then" reveal one 3
is "$(sqlite3 one.vault 'SELECT count(*) FROM dek WHERE run=4')" 0 \
	"the key went with them"

### By another name it is the same case, with the same files beside it.
mkdir far
ln -s one.evd link.evd
ln -s ../one.evd far/one.evd
run 0 "fxreveal through a link" reveal link 3
run 0 "a run through a link from elsewhere" record 1 far/one
run 0 "fxreveal of that" reveal one 3
is "$(find . -name 'link.*' -o -path './far/*' | sort | tr '\n' ' ')" \
	"./far/one.evd ./link.evd " "no file is made beside the links"
case_ok one.evd lab.pub
ln one.evd hard.evd
refused "a file of two names" 'more names than one' one
refused "and by the other" 'more names than one' hard
[ ! -e hard.vault ] && [ ! -e hard.evd.ckpt ]
tap_say $? "no file is made beside it"
rm hard.evd
ln -s nowhere.evd dangling.evd
run 4 "a link that leads nowhere" reveal dangling 3

mv one.vault away
run 4 "fxreveal without the vault" reveal one 3
[ ! -e one.vault ]
tap_say $? "makes none"
run 4 "a run without the vault" record 1 one
for o in --recover '--erase 3 --why x' '--custodian bob.to'; do
	# shellcheck disable=SC2086 # options
	run 4 "${o%% *} without the vault" act one $o
done
[ ! -e one.vault ]
tap_say $? "none makes one"
finish
