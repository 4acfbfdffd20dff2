#!/bin/sh
# age.t - what is sealed here opens with age(1), and the other way round; keys
# are the same to both.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99

# Keys of either make, and what each says that the other's are called.
"$BIN/fxkey" custodian ours >ours.to
age-keygen -o theirs 2>.err
"$BIN/fxkey" show theirs >theirs.to
is "$(cat ours.to)" "$(age-keygen -y ours.agekey)" "age-keygen names our key"
is "$(cat theirs.to)" "$(age-keygen -y theirs)" "and fxkey theirs"
cat ours.agekey theirs >both

# Sizes around the end of a part of the payload, and of a read of a pipe.
for n in 0 1 32 65535 65536 65537 131072 200000; do
	head -c "$n" /dev/urandom >plain
	"$HELPER/fxage" seal "$(cat ours.to)" "$(cat theirs.to)" <plain >sealed
	for k in ours.agekey theirs both; do
		age -d -i "$k" sealed 2>.err | cmp -s - plain
		tap_say $? "age opens $n bytes with $k"
	done
	age -r "$(cat theirs.to)" -r "$(cat ours.to)" <plain >sealed
	for k in ours.agekey theirs both; do
		"$HELPER/fxage" open "$k" <sealed | cmp -s - plain
		tap_say $? "and we open those of age"
	done
done
age-keygen -o other 2>.err
# shellcheck disable=SC2016 # $HELPER is for the inner shell
run 4 "another identity" sh -c '"$HELPER/fxage" open other <sealed'
has .err 'sealed to none of the identities' "does not open it"
finish
