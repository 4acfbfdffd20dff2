#!/bin/sh
# memory.t - what a scan holds in memory does not grow with the image, nor with
# what is in it
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
PATH=$BIN:$PATH
cd "$tmp" || exit 99
case $MODE in
release | debug) ;;
*) skip_all "a $MODE build holds more than the tools do" ;;
esac

# peak WORDS MIB COMMAND: most memory that one process of COMMAND held.
peak() {
	python3 - "$3" >.peak <<'PY'
import resource, subprocess, sys
rc = subprocess.call(["sh", "-c", sys.argv[1]], stdin=subprocess.DEVNULL)
print(rc, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PY
	read -r rc mib <.peak
	[ "$rc" -eq 0 ] && [ "$mib" -le "$2" ]
	tap_say $? "$1: $mib MiB of $2 (exit $rc)"
}

# What a scan may hold, in MiB; measured are 18, and 2 more for each thread.
bound() { # THREADS
	echo $((32 + 5 * $1))
}

# Four GiB, most of it a hole, with a card in each GiB and one at the end.
card='Card number: 4539578763621486'
truncate -s 4G big.dd
for at in 0 1073741816 2147483640 3221225464 4294967267; do
	printf %s "$card" | dd of=big.dd bs=1 seek=$at conv=notrunc status=none
done
peak "4 GiB with -j2" "$(bound 2)" "exec fxscan -j2 big.dd >out"
json out '[.[]|select(.type=="finding")|.offset] ==
	[13,1073741829,2147483653,3221225477,4294967280]' \
	"and all five cards are found"
truncate -s 1G big.dd
peak "1 GiB with -j1" "$(bound 1)" "exec fxscan -j1 big.dd >out"
peak "1 GiB with -j8" "$(bound 8)" "exec fxscan -j8 big.dd >out"
peak "1 GiB from a pipe" "$(bound 2)" "cat big.dd | fxscan -j2 - >out"

# Nothing but cards: a list, and each of its lines a finding.
python3 - <<'PY'
def luhn(s):
    t = sum(int(c) if i % 2 else sum(divmod(2 * int(c), 10))
            for i, c in enumerate(reversed(s)))
    return str(-t % 10)
with open("dense.dd", "w") as f:
    for i in range(150000):
        s = "4539%011d" % (i * 7919 * 65537 % 10**11)
        f.write(s + luhn(s) + "\n")
PY
peak "a list of 150000 cards" "$(bound 2)" "exec fxscan -j2 dense.dd >out"
is "$(grep -c '"kind":"card.pan"' out)" 150000 "and each of them is found"
finish
