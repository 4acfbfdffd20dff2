#!/bin/sh
# fxkey.t - keys that openssl reads, that nobody overwrites, and their names
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

# shellcheck disable=SC2016 # $1 is for the inner shell
run 0 "new" sh -c 'umask 0277 && exec "$1" new lab' - "$BIN/fxkey"
has "$tmp/.out" '^SHA256:[0-9a-f]{64}$' "it prints the fingerprint"
is_empty "$tmp/.err" "and no more"
is "$(stat -c %a "$tmp/lab.key")" 600 "the private key is its owner's"
is "$(stat -c %a "$tmp/lab.pub")" 644 "the public key is everyone's"
print=$(cat "$tmp/.out")

openssl pkey -in "$tmp/lab.key" -noout -text >"$tmp/text" 2>&1
has "$tmp/text" '^ED25519 Private-Key' "openssl reads the private key"
openssl pkey -in "$tmp/lab.key" -pubout | cmp -s - "$tmp/lab.pub"
tap_say $? "openssl makes the same public key of it"
is "SHA256:$(openssl pkey -pubin -in "$tmp/lab.pub" -outform DER |
	openssl sha256 -r | cut -d' ' -f1)" "$print" \
	"openssl makes the same fingerprint"

for f in lab.key lab.pub; do
	run 0 "show $f" "$BIN/fxkey" show "$f"
	is "$(cat "$tmp/.out")" "$print" "the same fingerprint"
done
run 0 "show --name" "$BIN/fxkey" show --name lab.example/1/A1 lab.pub
has "$tmp/.out" '^lab\.example/1/A1\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$' \
	"a verifier key"
cp "$tmp/.out" "$tmp/lab.vkey"
id=$({
	printf 'lab.example/1/A1\n\001'
	openssl pkey -pubin -in "$tmp/lab.pub" -outform DER | tail -c 32
} | openssl sha256 -r | cut -c1-8)
is "$(cut -d+ -f2 "$tmp/lab.vkey")" "$id" "with the key id of C2SP"
run 0 "show a verifier key" "$BIN/fxkey" show lab.vkey
is "$(cat "$tmp/.out")" "$print" "the same fingerprint"

cp "$tmp/lab.key" "$tmp/keep"
golden fxkey-exists 4 "$BIN/fxkey" new lab
cmp -s "$tmp/keep" "$tmp/lab.key"
tap_say $? "an old key is not overwritten"
rm "$tmp/lab.key"
run 4 "a public key that is there" "$BIN/fxkey" new lab
[ ! -e "$tmp/lab.key" ]
tap_say $? "and no private one is left"

### Custodians.
# shellcheck disable=SC2016 # $1 is for the inner shell
run 0 "custodian" sh -c 'umask 0277 && exec "$1" custodian vault' - "$BIN/fxkey"
has "$tmp/.out" '^age1[02-9ac-hj-np-z]{58}$' "it prints the recipient"
is_empty "$tmp/.err" "and no more"
to=$(cat "$tmp/.out")
is "$(stat -c %a "$tmp/vault.agekey")" 600 "the identity is its owner's"
is "$(grep -c '^AGE-SECRET-KEY-1' "$tmp/vault.agekey")" 1 "and in its file"
run 0 "show an identity" "$BIN/fxkey" show vault.agekey
is "$(cat "$tmp/.out")" "$to" "the same recipient"
run 0 "show a recipient" "$BIN/fxkey" show "$to"
is "$(cat "$tmp/.out")" "$to" "as it is"
printf '# of two\n%s\n\n%s\n' "$to" "$to" >"$tmp/two"
run 0 "show a file of recipients" "$BIN/fxkey" show two
is "$(grep -cx "$to" "$tmp/.out")" 2 "each of them"
cp "$tmp/vault.agekey" "$tmp/keep.agekey"
run 4 "a custodian that is there" "$BIN/fxkey" custodian vault
has "$tmp/.err" 'vault.agekey: File exists' "it is told"
cmp -s "$tmp/keep.agekey" "$tmp/vault.agekey"
tap_say $? "an old identity is not overwritten"
run 4 "a recipient with a letter changed" "$BIN/fxkey" show "${to%?}b"
run 2 "--name and a custodian" "$BIN/fxkey" --name a custodian b
[ ! -e "$tmp/b.agekey" ]
tap_say $? "makes none"

openssl genpkey -algorithm X25519 -out "$tmp/x25519.key" 2>"$tmp/err"
golden fxkey-other 4 "$BIN/fxkey" show x25519.key
openssl genpkey -algorithm ED25519 -aes-128-cbc -pass pass:x \
	-out "$tmp/locked.key" 2>"$tmp/err"
golden fxkey-locked 4 "$BIN/fxkey" show locked.key </dev/null
golden fxkey-missing 4 "$BIN/fxkey" show none.pub
golden fxkey-directory 4 "$BIN/fxkey" show .
golden fxkey-badname 2 "$BIN/fxkey" show --name 'a b' keep
run 2 "a name that is a card number" "$BIN/fxkey" show \
	--name lab/4539578763621486 keep
has "$tmp/.err" '--name holds what looks like a value' "it is told"
golden fxkey-usage 2 "$BIN/fxkey" new
golden fxkey-nofolder 4 "$BIN/fxkey" new none/lab
run 2 "no such verb" "$BIN/fxkey" shew keep
run 2 "--name makes no key" "$BIN/fxkey" --name a new b
if [ -w /dev/full ]; then
	# shellcheck disable=SC2016 # $1 is for the inner shell
	run 4 "output that is lost" sh -c '"$1" show keep >/dev/full' - \
		"$BIN/fxkey"
else
	skip "output that is lost" "no /dev/full"
fi
finish
