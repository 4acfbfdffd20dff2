#!/bin/sh
# keys.t - the key of a case is changed; commands sign; several sign a head
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
export PATH="$BIN:$PATH"
cd "$tmp" || exit 99

rows() { # SQL: what the case says
	sqlite3 -batch -readonly case.evd "$1"
}
start() { # [OPTION...]
	rm -f case.evd case.evd.ckpt case.vault
	fxrecord -q --init --case 2026-0417 --agency lab.example \
		--examiner x --exhibit A1 "$@" case.evd >init
}
# shellcheck disable=SC2317 # run calls it
more() { # [OPTION...]: another run
	"$top/tests/helper/stream.sh" 2 | fxrecord -q "$@" case.evd
}
# shellcheck disable=SC2317
rotate() { # NEW [OPTION...]
	fxrecord --rotate "$@" --why 'end of shift' case.evd
}
records() {
	rows 'SELECT count(*) FROM record'
}
for k in lab two three boss; do
	fxkey new $k >$k.print
done
origin=lab.example/2026-0417/A1
# A signer that has no key of ours: openssl(1) and the shell.
cat >sign <<'END'
cat >text
vkey=$(fxkey show --name "$(head -n 1 text)" "$1.pub")
id=${vkey#*+}
openssl pkeyutl -sign -inkey "$1.key" -rawin -in text -out sig
(echo "${id%%+*}" | xxd -r -p; cat sig) >blob
printf '\342\200\224 %s %s\n' "$(head -n 1 text)" "$(openssl base64 -A -in blob)"
END

### The key is changed, twice.
start --key lab.key
run 0 "a run" more --key lab.key
run 0 "--rotate" rotate two.key --key lab.key
has .err "from now on its key is $(cat two.print)" "the new key is told"
has .err 'old private key should be erased' "and what to do with the old one"
k=$(($(records) - 1))
is "$(rows "SELECT kind || json_extract(body, '\$.reason') FROM record
	WHERE seq = $k")" "keyend of shift" "the record says why"
is "$(rows 'SELECT max(size) FROM checkpoint')" $((k + 1)) "it is sealed"
run 4 "the old key goes on no more" more --key lab.key
has .err "another key, $(cat two.print)" "and it is told which does"
run 0 "the new key goes on" more --key two.key
run 0 "--rotate, by the public key alone" rotate three.pub --key two.key
run 0 "the third key goes on" more --key three.key
fxverify --key lab.pub case.evd >out
is $? 0 "fxverify follows the keys from the first one" || tell out
fxverify --key three.pub case.evd >out
is $? 3 "the last key alone proves nothing"
has out "^NOT PROVEN: a key you gave, three.pub, is a later key of this case: \
confirm the one that it began with .$(cat lab.print)." "and is told from others"
fxverify --key boss.pub case.evd >out
is $? 3 "nor does one of no part in it"
has out "^NOT PROVEN: signature is by a key you have not confirmed \
.$(cat lab.print)., none of those you gave" "which is told as such"
fxproof -q case.evd $(($(records) - 1))
fxverify --proof --key two.pub ./*.exhibit >out
is $? 3 "an exhibit, with a later key"
has out "^NOT PROVEN: a key you gave, two.pub, is a later key" "that is told"
rm -r ./*.exhibit
for old in lab two three; do
	run 4 "no key comes back: $old" rotate $old.pub --key three.key
	has .err 'is, or was before, the key' "no key comes back: $old: words"
done
run 2 "--why is wanted" fxrecord --rotate lab.key --key three.key case.evd
run 2 "--why is empty" fxrecord --rotate lab.key --why '' --key three.key \
	case.evd
run 4 "no key" rotate init --key three.key
case_ok case.evd lab.pub

### The old key is erased.
cp three.key copy.key
fxkey new four >four.print
ln three.key hard.key
run 3 "a key with a second name stays" rotate four.key --erase-old \
	--key three.key
has .err 'three.key: not erased' "and that is told"
rm hard.key
fxkey new five >five.print
run 0 "--erase-old" rotate five.key --erase-old --key four.key
has .err 'four.key: erased' "it is told"
[ ! -e four.key ]
tap_say $? "the file is gone"
fxverify --key lab.pub case.evd >out
is $? 0 "the case stands"

### The change breaks off before its seal.
start --key lab.key
cat >fails <<'END'
exit 7
END
n=$(records)
run 4 "the signer fails" rotate two.key --key lab.pub --signer 'sh fails'
has .err "signer 'sh fails': it ended with status 7" "it is told"
is "$(records)" $((n + 1)) "the record is there"
fxverify --key lab.pub case.evd >out
is $? 3 "nothing covers it" || tell out
for key in two three; do
	run 4 "$key cannot seal it" more --key $key.key
	has .err "only the key before it can end that, $(cat lab.print)" \
		"$key: it is told which can"
done
is "$(records)" $((n + 1)) "nothing was added"
cp case.evd broken.evd && cp case.evd.ckpt broken.evd.ckpt &&
	cp case.vault broken.vault
run 4 "a run by the old key seals it, and adds nothing" more --key lab.key
has .err 'the change of its key is sealed now' "it says so"
has .err 'the new one goes on' "and that the new key goes on"
is "$(records)" $((n + 1)) "no record more"
mv broken.evd case.evd && mv broken.evd.ckpt case.evd.ckpt
run 0 "--recover by the old key seals it" fxrecord --recover --key lab.key \
	case.evd
run 0 "--recover again, by the new one" fxrecord --recover --key two.key \
	case.evd
has .err 'nothing to mend' "there is nothing to mend"
run 0 "the new key goes on" more --key two.key
case_ok case.evd lab.pub

### Commands sign.
start --key lab.pub --signer 'sh sign lab'
is $? 0 "--init by a command"
has init "^fingerprint $(cat lab.print)" "the key is told"
run 0 "a run by a command" more --key lab.pub --signer 'sh sign lab'
run 0 "the key itself may be given, and is not used" more --key lab.key \
	--signer 'sh sign lab'
run 0 "and without a command" more --key lab.key
case_ok case.evd lab.pub
n=$(rows 'SELECT max(size) FROM checkpoint')
# bad WORDS COMMAND PATTERN: nothing is signed, nothing is lost.
bad() {
	before=$(records)
	run 4 "$1" more --key lab.pub --signer "$2" --signer-wait 1
	has .err "$3" "$1: it is told"
	is "$(rows 'SELECT max(size) FROM checkpoint')" "$n" "$1: no head"
	[ "$(records)" -gt "$before" ]
	tap_say $? "$1: the records are there"
	run 0 "$1: the next start signs" fxrecord -q --recover --key lab.key \
		case.evd
	n=$(rows 'SELECT max(size) FROM checkpoint')
	is "$n" "$(records)" "$1: all of them"
}
bad "it fails" false "'false': it ended with status 1"
bad "it is not there" no-such-command 'ended with status 127'
bad "it dies" 'kill -9 $$' 'signal 9 ended it'
bad "it hangs" 'exec sleep 100' 'took too long and was ended'
bad "it says nothing" true 'is no line of a signature'
bad "it says something else" 'echo hello' 'is no line of a signature'
bad "it says too much" 'yes' 'says too much'
bad "half a line" 'sh sign lab | head -c 50' 'is no line of a signature'
bad "another key signs" 'sh sign two' 'no good signature of the key in force'
bad "another text" '(echo x/y; tail -n +2) | sh sign lab' \
	'no good signature of the key in force'
fxrecord -q --init --case 2 --agency lab.example --examiner x --key lab.pub \
	--signer false new.evd 2>err
is $? 4 "--init by a command that fails"
[ -z "$(find . -name 'new*')" ]
tap_say $? "leaves nothing"
run 2 "--erase-old cannot be with a command" rotate two.key --erase-old \
	--key lab.pub --signer 'sh sign lab'

### Several signatures on a head.
run 0 "a cosigner, and a command" more --key lab.key --cosigner \
	"boss.example/x=boss.key" --signer 'sh sign lab' --key lab.pub
rows 'SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1' >note
is "$(grep -c '^— ' note)" 2 "two lines"
has note '^— boss.example/x ' "one is the cosigner's"
head -n 3 note >text
sed -n 's,^— boss.example/x ,,p' note | openssl base64 -d -A | tail -c 64 >sig
openssl pkeyutl -verify -pubin -inkey boss.pub -rawin -in text -sigfile sig \
	>out 2>&1
is $? 0 "which openssl verifies" || tell out
case_ok case.evd lab.pub
for opt in boss.key =boss.key 'a b=boss.key' 'a+b=boss.key'; do
	run 2 "--cosigner $opt" more --key lab.key --cosigner "$opt"
done
run 4 "a cosigner under the log's own name" more --key lab.key \
	--cosigner "$origin=boss.key"
has .err "the log's own name is no other signer's" "it is told"
run 4 "a cosigner without a key" more --key lab.key --cosigner a=none
for pan in 4539578763621486 boss/4539-5787-6362-1486; do
	run 2 "a cosigner called a card number: $pan" more --key lab.key \
		--cosigner "$pan=boss.key"
	has .err '^fxrecord: --cosigner holds what looks like a value' "told"
done

### So it is where values are shown.
# shellcheck disable=SC2317
reveal() { # [OPTION...]
	fxreveal --identity lab.agekey --seq "$at" --why x --legal y "$@" \
		case.evd
}
at=$(rows "SELECT min(seq) FROM record WHERE kind = 'finding'")
n=$(records)
run 0 "fxreveal by a command, and a cosigner" reveal -q --key lab.pub \
	--signer 'sh sign lab' --cosigner boss.example/x=boss.key
is "$(wc -l <.out)" 1 "shows the value, and nothing of the command's"
rows 'SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1' >note
is "$(records)$(grep -c '^— ' note)" "$((n + 1))2" "a record, two signatures"
has note '^— boss.example/x ' "one is the cosigner's"
run 4 "fxreveal by a command that fails" reveal --key lab.pub --signer false
has .err "the signer 'false': it ended with status 1" "it is told"
is_empty .out "and nothing is shown"
is "$(records)" $((n + 2)) "that it was asked for is on record"
run 0 "the next start signs it" reveal --key lab.pub --signer 'sh sign lab'
has .err "record $((n + 1)) was not signed: it is whole, and now is" "told"
run 4 "fxreveal by a command that hangs" reveal --key lab.pub \
	--signer 'exec sleep 100' --signer-wait 1
has .err 'took too long and was ended' "it is told"
is_empty .out "and nothing is shown"
run 0 "--recover signs it" fxrecord -q --recover --key lab.key case.evd
run 2 "fxreveal: a cosigner called a card number" reveal --key lab.key \
	--cosigner 4539578763621486=boss.key
run 4 "fxreveal by a public key" reveal --key lab.pub
case_ok case.evd lab.pub
finish
