#!/bin/sh
# hive.t - registry hives that hivex writes, and what reglookup reads of them:
# the same values come out of HIVE, and those that hivex deleted, too.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
command -v hivexsh >/dev/null || skip_all "no hivexsh"
command -v reglookup >/dev/null || skip_all "no reglookup"
fxdecode=$HELPER/fxdecode
cd "$tmp" || exit 99

# A hive of ours for hivex to begin with, and what it shall put there.
PYTHONPATH=$top/tests/helper python3 - <<'END'
import random
import hive

random.seed(11)
with open('empty.hive', 'wb') as f:
    f.write(hive.make({'Seed': {
        'sz': hive.sz('of our own'), 'e': (hive.EXPAND_SZ, '%x%\0'.encode('utf-16-le')),
        'long': (hive.BINARY, bytes(random.choices(range(256), k=50000)))}}))


def value(i, k):
    name = '%s%d' % (random.choice(['Card', 'Bank', 'Url', 'Pin code ']), k)
    kind = random.randrange(5)
    if kind == 0:
        return name, 'string:' + ''.join(random.choices('abc xyz0189', k=i * 7 + 5))
    if kind == 1:
        return name, 'expandstring:' + 'x' * (i + 1)
    if kind == 2:
        return name, 'dword:%d' % random.randrange(2**32)
    if kind == 3:
        return name, 'qword:%d' % random.randrange(2**63)
    return name, 'hex:3:' + ','.join('%02x' % random.randrange(256)
                                     for _ in range(random.randint(5, 300)))


def setval(values):
    out = ['setval %d' % len(values)]
    for name, data in values:
        out += [name, data]
    return out


script = ['cd \\']
for i in range(12):
    script += ['add Key%d' % i, 'cd Key%d' % i, 'add Sub', 'cd Sub']
    script += setval([value(i, k) for k in range(i % 5 + 1)]) + ['cd \\']
script += ['cd \\Seed', 'add Gone', 'cd Gone']
script += setval([('was', 'string:number 4539578763621486 in a value that was'),
                  ('old', 'hex:3:' + ','.join(
                      '%02x' % c for c in b'bytes of a value that was'))])
open('more', 'w').write('\n'.join(script + ['commit full.hive']) + '\n')
open('less', 'w').write('\n'.join(
    ['cd \\Seed\\Gone', 'setval 0', 'cd \\Key3', 'del',
     'commit less.hive']) + '\n')
END

run 0 "hivex puts keys there" sh -c 'hivexsh -w empty.hive <more >log 2>&1 || { cat log; exit 1; }'
run 0 "and deletes some" sh -c 'hivexsh -w full.hive <less >log 2>&1 || { cat log; exit 1; }'

# compare HIVE: what is in one list of values and not in the other.
cat >compare.py <<'END'
import subprocess, sys, urllib.parse

have = open(sys.argv[2], 'rb').read()
rows = subprocess.run(['reglookup', sys.argv[1]], check=True,
                      capture_output=True).stdout.decode('latin1').splitlines()
missing = n = 0
for row in rows[1:]:
    path, kind, value, _ = row.split(',')
    if kind in ('KEY', 'MULTI_SZ') or value == '':
        continue
    value = urllib.parse.unquote_to_bytes(value)
    path = urllib.parse.unquote_to_bytes(path.replace('\\x', '%')).decode()
    key, name = path.rsplit('/', 1)
    if kind in ('DWORD', 'QWORD'):
        value = b'%d' % int(value, 16)
    line = ('%s\t%s\t' % (key.replace('/', '\\'), name)).encode() + value + b'\n'
    n += 1
    if line not in have:
        print('not told:', line[:90])
        missing += 1
print('%d of %d values' % (n - missing, n))
END
for hive in empty full less; do
	"$fxdecode" HIVE <$hive.hive >$hive.out 2>log
	is $? 0 "$hive.hive is told to its end"
	python3 compare.py $hive.hive $hive.out >found 2>&1
	tap_say $? "what reglookup reads of it" || tell found
	sed 's/^/# /' found
	grep 'not told' found >missed
	is_empty missed "all that reglookup reads of $hive.hive is told"
done
grep -a "was	number 4539578763621486 in a value that was" less.out >/dev/null
tap_say $? "a value that hivex deleted is told"
reglookup less.hive | grep -c 4539578763621486 >found
is "$(cat found)" 0 "which reglookup does not read"

finish
