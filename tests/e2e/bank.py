#!/usr/bin/env python3
"""bank.py - invented IBANs of every country, laid out as files

usage: bank.py IBAN.DEF FOLDER

Writes into FOLDER: truth, a line for each IBAN; in its places the files that
hold them: plain.txt, groups.csv, wide.txt (UTF-16), pain.xml, mt940.txt.
"""
import random
import re
import sys

CLASSES = {'n': '0123456789', 'a': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
           'c': '0123456789'}


def make(r, country, form):
    bban = ''.join(''.join(r.choices(CLASSES[c], k=int(n)))
                   for n, c in re.findall(r'(\d+)([nac])', form))
    digits = ''.join(str(int(c, 36)) for c in bban + country)
    return '%s%02d%s' % (country, 98 - int(digits) * 100 % 97, bban)


def main():
    r = random.Random(20261122)
    rows = re.findall(r'^IBAN\("(..)", "(\w+)"', open(sys.argv[1]).read(), re.M)
    truth = {}

    def write(name, line, encoding='ascii'):
        numbers = [make(r, *row) for row in rows]
        truth[name] = numbers
        text = ''.join(line(i, n) for i, n in enumerate(numbers))
        with open('%s/%s' % (sys.argv[2], name), 'wb') as f:
            f.write(text.encode(encoding))

    def groups(n):
        return ' '.join(n[i:i + 4] for i in range(0, len(n), 4))

    write('plain.txt', lambda i, n: 'transfer %d to %s today\n' % (i, n))
    write('groups.csv', lambda i, n: '%d;%s;%d,00 EUR\r\n' % (i, groups(n), i))
    write('wide.txt', lambda i, n: 'IBAN: %s\r\n' % n, 'utf-16-le')
    write('pain.xml', lambda i, n: '<DbtrAcct><Id><IBAN>%s</IBAN></Id>'
          '</DbtrAcct>' % n)
    write('mt940.txt', lambda i, n: '{4:\r\n:20:STMT%d\r\n:25:%s\r\n-}' % (i, n))
    with open(sys.argv[2] + '/truth', 'w') as f:
        for name, numbers in truth.items():
            for n in numbers:
                f.write('%s %s\n' % (name, n))


main()
