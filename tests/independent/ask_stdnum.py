#!/usr/bin/env python3
"""ask_stdnum.py - ask fxcheck and python-stdnum about the same values

usage: ask_stdnum.py FXCHECK COUNT

Of documents that it has no module for, a second implementation here is asked.
For each scheme of the table COUNT values are made: random ones of its form,
ones repaired until python-stdnum takes them, and mutations of those.  Where
the two disagree, a row of DIFFER must say why.  Prints TAP; the seed is fixed.
"""
import datetime
import hashlib
import random
import subprocess
import sys

from stdnum import bic, bitcoin, get_cc_module, iban, iso11649, luhn

DIGITS = '0123456789'
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
NOISE = DIGITS + LETTERS + 'abcxyz -/.*'
CLASSES = {'n': DIGITS, 'a': LETTERS, 'c': DIGITS + LETTERS}


def form(text):
    """A maker of values of a form: counts with classes, and what stands there
    as it is in brackets."""
    parts, i = [], 0
    while i < len(text):
        if text[i] == '[':
            end = text.index(']', i)
            parts.append((text[i + 1:end], 0))
            i = end + 1
            continue
        k = i
        while text[k].isdigit():
            k += 1
        parts.append((CLASSES[text[k]], int(text[i:k])))
        i = k + 1
    return lambda r: ''.join(
        p if n == 0 else ''.join(r.choices(p, k=n)) for p, n in parts)


def ibans(r):
    """An IBAN of a country of the library, or of one it does not know."""
    import stdnum.iban as m
    cc = r.choice(COUNTRIES)
    info = m._ibandb.info(cc + '00')[0][1]
    if not info:
        return cc + ''.join(r.choices(DIGITS, k=r.randint(12, 28)))
    bban = form(info['bban'].replace('!', ''))(r)
    return cc + iban.calc_check_digits(cc + '00' + bban) + bban


COUNTRIES = ('AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE '
             'EG ES FI FO FR GB GE GI GL GR GT HR HU IE IL IQ IS IT JO KW KZ '
             'LB LC LI LT LU LV LY MC MD ME MK MR MT MU NL NO PK PL PS PT QA '
             'RO RS RU SA SC SD SE SI SK SM ST SV TL TN TR UA VA VG XK '
             'BE ES ME NO AO FK XX').split()


def as_iban(cc, skip):
    """is_valid of the country's module, asked about a domestic number with the
    separators that its country uses."""
    module = get_cc_module(cc, 'iban')

    def valid(number):
        bban = ''.join(c for c in number if c not in skip).upper()
        if not bban.isalnum():
            return False
        return module.is_valid(
            cc.upper() + iban.calc_check_digits(cc.upper() + '00' + bban)
            + bban)
    return valid


def module(cc, name):
    return get_cc_module(cc, name).is_valid


# Documents that the library has no module for, written from the texts that
# fxcheck --list names, and in another way than there: as sums of columns.

def bare(number, skip):
    return ''.join(c for c in number if c not in skip).upper()


def columns(number, weights):
    """Sums of values times weights, by the last digit: 0 to 9, A is 10."""
    table = {c: v for v, c in enumerate(DIGITS + LETTERS)}
    return sum(table[c] * w for c, w in zip(number, weights)) % 10


def belgian_card(number):
    """IBZ, IT 195: 10 digits, and what 97 leaves of them; 97 for nothing."""
    number = bare(number, ' -')
    if len(number) != 12 or any(c not in DIGITS for c in number):
        return False
    rest = int(number[:10]) - int(number[:10]) // 97 * 97
    return number[10:] == '%02d' % (rest or 97)


def german_card(number):
    """PassV, annex 11: no vowels, B, D, Q or S; Doc 9303-3, 4.9: 7 3 1.  What
    has no check digit cannot be told."""
    number = bare(number, ' ')
    return (len(number) == 10 and number[9] in DIGITS
            and not set(number) - set(DIGITS + 'CFGHJKLMNPRTVWXYZ')
            and columns(number[:9], [7, 3, 1] * 3) == int(number[9]))


def maltese_card(number):
    """Seven digits and a letter for the register."""
    number = bare(number, ' -')
    return (len(number) == 8 and number[7] in 'ABGHLMPZ'
            and all(c in DIGITS for c in number[:7]))


def polish_card(number):
    """Three letters, six digits, of which the first makes all of them 0."""
    number = bare(number, ' ')
    if len(number) != 9 or any(c not in LETTERS for c in number[:3]) or any(
            c not in DIGITS for c in number[3:]):
        return False
    others = columns(number[:3] + number[4:], [7, 3, 1, 7, 3, 1, 7, 3])
    return (others + 9 * int(number[3])) % 10 == 0


def dated(text):
    """form(), with dates where strftime has a letter: "%y%m%d4n"."""
    def make(r):
        born = datetime.date(1930, 1, 1) + datetime.timedelta(
            days=r.randrange(34000))
        return form(born.strftime(text.replace('%', '[%').replace(
            '[%y', '[%y]').replace('[%m', '[%m]').replace('[%d', '[%d]')
            .replace('[%Y', '[%Y]')))(r)
    return make


def codice(r):
    """An Italian code: names, a date with the months' letters, a place."""
    born = datetime.date(1930, 1, 1) + datetime.timedelta(
        days=r.randrange(34000))
    code = form('6a')(r) + '%02d%s%02d' % (
        born.year % 100, 'ABCDEHLMPRST'[born.month - 1],
        born.day + r.choice((0, 40))) + form('1a3n')(r)
    good = get_cc_module('it', 'codicefiscale').calc_check_digit(code)
    return code + (good if r.random() < .7 else form('1a')(r))


def french(r):
    """A tax number with its key, which the library does not look at."""
    number = form('[0]9n')(r)
    return number + '%03d' % (int(number) % 511)


def lettered(cc, name, text):
    """A value of a form whose check letter is the library's, mostly."""
    make = form(text) if '%' not in text else dated(text)
    valid = module(cc, name)

    def one(r):
        value = make(r)
        if r.random() < .7:
            for c in DIGITS + LETTERS:
                if valid(value + c):
                    return value + c
        return value + r.choice(LETTERS)
    return one


def base58(data):
    """With the first bytes of two SHA-256 behind it."""
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    n, out = int.from_bytes(data, 'big'), ''
    while n:
        n, k = divmod(n, 58)
        out = bitcoin._base58_alphabet[k] + out
    return '1' * (len(data) - len(data.lstrip(b'\0'))) + out


def bech32(version, program):
    """By the library's own sum; 1 is bech32's, as versions from 1 on have not.
    """
    data, bits, left = [version], 0, 0
    for byte in program:
        left, bits = left << 8 | byte, bits + 8
        while bits >= 5:
            bits -= 5
            data.append(left >> bits & 31)
    if bits:
        data.append(left << (5 - bits) & 31)
    head = bitcoin._expand_hrp('bc')
    rest = bitcoin.bech32_checksum(head + data + [0] * 6) ^ 1
    data += [rest >> 5 * (5 - i) & 31 for i in range(6)]
    return 'bc1' + ''.join(bitcoin._bech32_alphabet[v] for v in data)


def coins(r):
    """Addresses of Bitcoin, old and new; some of other coins or versions."""
    if r.random() < .5:
        return base58(bytes([r.choice((0, 0, 5, 5, 48))]) + r.randbytes(20))
    made = bech32(r.choice((0, 0, 0, 1)), r.randbytes(r.choice((20, 32))))
    return made.upper() if r.random() < .2 else made


# Scheme; what the library says; what makes a value; places of digits that are
# tried until it says yes.
SCHEMES = [
    ('bank:be', as_iban('be', ' -./'), form('12n'), (10, 11)),
    ('bank:cz', module('cz', 'bankaccount'), form('6n[-]10n[/0100]'), (5, 16)),
    ('bank:es.ccc', module('es', 'ccc'), form('20n'), (8, 9)),
    ('bank:eu.at_02', module('eu', 'at_02'), form('[DE]2n[ZZZ]11c'), (2, 3)),
    ('bank:me', as_iban('me', ' -'), form('18n'), (16, 17)),
    ('bank:no.kontonr', module('no', 'kontonr'), form('11n'), (10,)),
    ('bank:us.rtn', module('us', 'rtn'), form('9n'), (8,)),
    ('bic', bic.is_valid, form('4a2a2c3c'), ()),
    ('iban', iban.is_valid, ibans, ()),
    ('id:at.tin', module('at', 'tin'), form('9n'), (0, 1, 8)),
    ('id:at.vnr', module('at', 'vnr'), form('10n'), (3,)),
    ('id:be.eid', belgian_card, form('[592-]7n[-]2n'), (12, 13)),
    ('id:be.nn', module('be', 'nn'), form('11n'), (9, 10)),
    ('id:bg.egn', module('bg', 'egn'), dated('%y%m%d4n'), (9,)),
    ('id:bg.pnf', module('bg', 'pnf'), form('10n'), (9,)),
    ('id:ch.ssn', module('ch', 'ssn'), form('[756.]4n[.]4n[.]2n'), (15,)),
    ('id:cy.vat', module('cy', 'vat'), lettered('cy', 'vat', '8n'), ()),
    ('id:cz.rc', module('cz', 'rc'), dated('%y%m%d[/]4n'), (10,)),
    ('id:de.ausweis', german_card, form('[L]2n[X]2n[T]3n'), (9,)),
    ('id:de.idnr', module('de', 'idnr'), form('11n'), (1, 10)),
    ('id:dk.cpr', module('dk', 'cpr'), dated('%d%m%y[-]4n'), ()),
    ('id:ee.ik', module('ee', 'ik'), dated('[3]%y%m%d4n'), (10,)),
    ('id:es.dni', module('es', 'dni'), lettered('es', 'dni', '8n'), ()),
    ('id:es.nie', module('es', 'nie'), lettered('es', 'nie', '[X]7n'), ()),
    ('id:fi.hetu', module('fi', 'hetu'),
     lettered('fi', 'hetu', '%d%m%y[-]3n'), ()),
    ('id:fr.nif', module('fr', 'nif'), french, ()),
    ('id:fr.nir', module('fr', 'nir'), form('15n'), (13, 14)),
    ('id:gb.nhs', module('gb', 'nhs'), form('10n'), (9,)),
    ('id:gb.utr', module('gb', 'utr'), form('10n'), (0,)),
    ('id:gr.amka', module('gr', 'amka'), dated('%d%m%y5n'), (10,)),
    ('id:gr.vat', module('gr', 'vat'), form('9n'), (8,)),
    ('id:hr.oib', module('hr', 'oib'), form('11n'), (10,)),
    ('id:ie.pps', module('ie', 'pps'), lettered('ie', 'pps', '7n'), ()),
    ('id:is.kennitala', module('is', 'kennitala'), dated('%d%m%y[-]3n[9]'),
     (9,)),
    ('id:it.codicefiscale', module('it', 'codicefiscale'), codice, ()),
    ('id:lt.asmens', module('lt', 'asmens'), dated('[4]%y%m%d4n'), (10,)),
    ('id:lv.pvn', module('lv', 'pvn'), dated('%d%m%y[-]5n'), (7, 11)),
    ('id:mt.id', maltese_card, form('7n[M]'), ()),
    ('id:nl.bsn', module('nl', 'bsn'), form('9n'), (8,)),
    ('id:no.fodselsnummer', module('no', 'fodselsnummer'), dated('%d%m%y5n'),
     (8, 9, 10)),
    ('id:pl.dowod', polish_card, form('3a6n'), (3,)),
    ('id:pl.nip', module('pl', 'nip'), form('10n'), (9,)),
    ('id:pl.pesel', module('pl', 'pesel'), dated('%y%m%d5n'), (10,)),
    ('id:pt.cc', module('pt', 'cc'), form('9n2c1n'), (11,)),
    ('id:pt.nif', module('pt', 'nif'), form('9n'), (8,)),
    ('id:ro.cnp', module('ro', 'cnp'), dated('[2]%y%m%d6n'), (12,)),
    ('id:se.personnummer', module('se', 'personnummer'), dated('%y%m%d[-]4n'),
     (10,)),
    ('id:sk.rc', module('sk', 'rc'), dated('%y%m%d[/]4n'), (10,)),
    ('id:si.ddv', module('si', 'ddv'), form('8n'), (7,)),
    ('id:si.emso', module('si', 'emso'), dated('%d%m[9]%y6n'), (12,)),
    ('id:tr.tckimlik', module('tr', 'tckimlik'), form('11n'), (9, 10)),
    ('id:ua.rntrc', module('ua', 'rntrc'), form('10n'), (9,)),
    ('id:us.itin', module('us', 'itin'), form('[9]2n[-7]1n[-]4n'), ()),
    ('id:us.ssn', module('us', 'ssn'), form('3n[-]2n[-]4n'), ()),
    ('iso11649', iso11649.is_valid, form('[RF]2n15c'), (2, 3)),
    ('luhn', luhn.is_valid, form('16n'), (15,)),
    ('wallet:btc', bitcoin.is_valid, coins, ()),
]

# Why we differ: scheme, our verdict, does the row speak of this value, and the
# text that decides.
NEW = 'FK HN MN NI OM SO YE'.split()
DIFFER = [
    ('bank:be', 'valid', lambda v: True,
     'the list of Belgian bank codes changes; structure and check digits '
     'alone are asked: ECBS TR 201, Belgium'),
    ('bank:cz', 'valid', lambda v: True,
     'the list of Czech bank codes changes; decree 169/2011 asks for weights'),
    ('bank:cz', 'length', lambda v: True,
     'the bank code has four digits and ends the number; the library takes '
     'what follows it'),
    ('bank:cz', 'format', lambda v: True,
     'the same: the library looks at the beginning alone'),
    ('bank:eu.at_02', 'component', lambda v: True,
     'EPC 262-08: positions 1 and 2 are a country of ISO 3166-1'),
    ('bank:eu.at_02', 'length', lambda v: True,
     'EPC 262-08: 8 to 35 characters'),
    ('bank:eu.at_02', 'format', lambda v: True,
     'EPC 262-08: two letters, two digits, then letters and digits; the '
     'library also passes over "m"'),
    ('bank:eu.at_02', 'checksum', lambda v: 'm' in v,
     'the library passes over "m"'),
    ('bank:us.rtn', 'component', lambda v: True,
     'ABA Key to Routing Numbers: the first two digits are 00-12, 21-32, '
     '61-72 or 80'),
    ('bank:us.rtn', 'valid', lambda v: ' ' in v.strip() or '-' in v,
     'written in groups, as on checks: 0711-0130-7'),
    ('bic', 'component', lambda v: True,
     'ISO 9362, 5: characters 5 and 6 are a country of ISO 3166-1'),
    ('iban', 'checksum', lambda v: iban.compact(v)[2:4] in ('00', '01', '99'),
     'ISO 7064, MOD 97-10 gives 02 to 98, no others'),
    ('iban', 'format', lambda v: not iban.compact(v)[2:4].isdigit(),
     'ISO 13616-1: characters 3 and 4 are digits'),
    ('iban', 'valid', lambda v: iban.compact(v)[:2] in NEW,
     'registered since the library\'s copy: SWIFT IBAN Registry, release 101'),
    ('iban', 'valid', lambda v: iban.compact(v)[:2] == 'BE',
     'the list of Belgian bank codes changes; ISO 13616-1 does not ask for it'),
    ('luhn', 'valid', lambda v: ' ' in v or '-' in v,
     'groups are passed over here, by the library\'s card formats elsewhere'),
    ('id:at.tin', 'valid', lambda v: True,
     'the list of tax offices changes; the check digit alone is asked'),
    ('id:be.nn', 'valid', lambda v: True,
     'a number of somebody born after today, which a function of the value '
     'alone does not know'),
    ('id:ch.ssn', 'format', lambda v: '-' in v, 'it is written with dots'),
    ('id:dk.cpr', 'valid', lambda v: True, 'born after today'),
    ('id:no.fodselsnummer', 'valid', lambda v: True, 'born after today'),
    ('id:fi.hetu', 'valid', lambda v: v[6:7].upper() in 'BCDEFUVWXY',
     'decree 690/2022: signs B to F and U to Y'),
    ('id:fr.nif', 'checksum', lambda v: True,
     'the last three digits are the others by 511: DGFiP'),
    ('id:it.codicefiscale', 'length', lambda v: True,
     '11 digits are the code of a company'),
    ('id:lv.pvn', 'not checkable', lambda v: True, 'codes since 2017'),
    ('id:nl.bsn', 'length', lambda v: True,
     'numbers of nine digits, once eight, never fewer'),
    ('id:pt.cc', 'length', lambda v: True,
     'nine digits, two characters, one digit: Portaria 203/2007'),
    ('id:se.personnummer', 'format', lambda v: True,
     'the sign stands right before the last four digits: SKV 704'),
    ('id:se.personnummer', 'valid', lambda v: True,
     'numbers for coordination: 60 is added to the day; SKV 707'),
    ('iso11649', 'format', lambda v: True,
     'ISO 11649: letters, digits; check digits are digits'),
    ('wallet:btc', 'checksum', lambda v: v.lower()[:3] == 'bc1'
     and v.lower()[3:4] != 'q',
     'BIP-350: versions from 1 on have the sum of bech32m'),
    ('wallet:btc', 'format', lambda v: ' ' in v,
     'neither alphabet has a space; the library takes it out'),
    ('wallet:btc', 'format', lambda v: v.upper() != v != v.lower()
     and v[:3].lower() == 'bc1',
     'BIP-173: capitals and small letters must not be mixed'),
]


def repaired(r, value, valid, places):
    """The value with the digits at these places tried, in any order."""
    if not places or valid(value):
        return value
    most = 10 ** len(places)
    for k in r.sample(range(most), most):
        got = list(value)
        for place, digit in zip(places, str(k).zfill(len(places))):
            got[place] = digit
        if valid(''.join(got)):
            return ''.join(got)
    return value


def mutated(r, value):
    """One or two errors as people and noise make them."""
    for _ in range(r.randint(1, 2)):
        i = r.randrange(len(value)) if value else 0
        what = r.randrange(5)
        if what == 0 and i + 1 < len(value):
            value = value[:i] + value[i + 1] + value[i] + value[i + 2:]
        elif what == 1:
            value = value[:i] + value[i + 1:]
        elif what == 2:
            value = value[:i] + r.choice(NOISE) + value[i:]
        elif what == 3:
            value = value[:i] + r.choice(DIGITS) + value[i + 1:]
        else:
            value = value[:i] + r.choice(NOISE) + value[i + 1:]
    return value


def values(r, valid, make, places, count):
    """Distinct values: a third random or repaired, the rest mutated."""
    out, pool = {}, []
    tries = 0
    while len(out) < count and tries < 20 * count:
        tries += 1
        if tries % 3 == 0 or len(pool) < 20:
            value = make(r)
            if tries % 2 == 0 or len(pool) < 20:
                value = repaired(r, value, valid, places)
            if len(pool) < 500 or r.random() < .1:
                pool.append(value)
        else:
            value = mutated(r, r.choice(pool))
        if value.strip():
            out[value] = None
    return list(out)


def explained(name, answer, value):
    return any(name == s and answer == a and speaks(value)
               for s, a, speaks, _ in DIFFER)


def compare(fxcheck, name, valid, make, places, count):
    """Returns how many values both took, and what nothing explains."""
    r = random.Random(20261122)
    asked = values(r, valid, make, places, count)
    run = subprocess.run([fxcheck, name], input='\n'.join(asked) + '\n',
                         capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    if len(lines) != len(asked):
        return len(asked), 0, 0, ['%d lines for %d' % (len(lines), len(asked))]
    both = other = 0
    found = []
    for value, line in zip(asked, lines):
        shown, answer = line.rsplit('\t', 1)
        theirs = valid(value)
        if shown != value:
            found.append('%r came back as %r' % (value, shown))
        elif theirs == (answer == 'valid'):
            both += theirs
        elif explained(name, answer, value):
            other += 1
        else:
            found.append('%r: %s, stdnum says %s' % (value, answer, theirs))
    return len(asked), both, other, found


def main():
    fxcheck, count = sys.argv[1], int(sys.argv[2])
    for n, (name, valid, make, places) in enumerate(SCHEMES, 1):
        asked, both, other, found = compare(
            fxcheck, name, valid, make, places, count)
        good = not found and both >= 20 and asked >= count * 9 // 10
        print('%sok %d - %s: %d values, %d valid to both, %d differ for a '
              'reason' % ('' if good else 'not ', n, name, asked, both, other))
        for line in found[:20]:
            print('#', line)
    print('1..%d' % len(SCHEMES))


if __name__ == '__main__':
    main()
