#!/bin/sh
# mutate.t - spoilt containers, made from seeds: no crash, no hang, no silence
#
# $ROUNDS: spoilt copies of each kind; $SEED: the first seed.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
py=$top/tests/e2e/image.py
rounds=${ROUNDS-${NIGHT:+3000}}

python3 "$py" make all
head -c 699904 all >src
cp src src.raw
ewfacquire -u -q -t e -c fast src.raw >log 2>&1
ewfacquire -u -q -t s -f smart -c fast src.raw >log 2>&1
qemu-img convert -q -f raw -O vmdk src m.vmdk
qemu-img convert -q -f raw -O vmdk -o subformat=streamOptimized src o.vmdk
qemu-img convert -q -f raw -O vpc -o force_size=on src d.vhd
qemu-img convert -q -f raw -O vhdx -o block_size=1M src x.vhdx
affconvert -q -s64k -oa.aff src.raw >log 2>&1

# The chunks of E01 have checksums, and so their bytes are proven.
for row in proven:e.E01 trusted:s.s01 trusted:m.vmdk trusted:o.vmdk \
	trusted:d.vhd trusted:x.vhdx trusted:a.aff; do
	from=${row#*:}
	python3 "$py" mutants "$HELPER/fximg" "$from" src "${row%:*}" \
		"${rounds:-40}" "${SEED-1}" >counts 2>wrong
	rc=$?
	tap_say $rc "$from, spoilt ${rounds:-40} times: $(cat counts)" ||
		tell wrong
done
finish
