#!/bin/sh
# luhn.t - our Luhn against python-stdnum's, over many numbers of all lengths
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

python=$(python_with stdnum) || skip_all "no python3 with stdnum"
# Half of the numbers are made to pass; the seed is fixed, so a failure stays.
"$python" - >"$tmp/cases" <<'END'
import random
from stdnum import luhn
random.seed(20261121)
for i in range(40000):
    number = ''.join(random.choices('0123456789', k=random.randint(1, 40)))
    if i % 2:
        number += luhn.calc_check_digit(number)
    print(number, int(luhn.is_valid(number)))
END
is "$(wc -l <"$tmp/cases")" 40000 "cases are made"
passing=$(grep -c ' 1$' "$tmp/cases")
[ "$passing" -gt 20000 ] && [ "$passing" -lt 24000 ]
tap_say $? "$passing of them pass"
cut -d' ' -f1 "$tmp/cases" | "$HELPER/luhn" | paste -d' ' "$tmp/cases" - |
	awk '$2 != $3' >"$tmp/found"
is_empty "$tmp/found" "ours says the same of each"
finish
