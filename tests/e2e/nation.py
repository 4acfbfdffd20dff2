#!/usr/bin/env python3
"""nation.py - numbers of persons of every country, made by python-stdnum, under
their labels in the country's language, laid out as files

usage: nation.py FOLDER

Writes into FOLDER: truth, a line for each number: file, country, value; and the
files that hold them: plain.txt and csv.txt (UTF-8), wide.txt (UTF-16) and, in
the code page of each country, page-CC.txt.
"""
import datetime
import random
import sys

from stdnum import get_cc_module, luhn, verhoeff

LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'


def digits(r, n):
    return ''.join(r.choices('0123456789', k=n))


def born(r, form):
    return (datetime.date(1955, 1, 1) + datetime.timedelta(
        days=r.randrange(16000))).strftime(form)


def dated(form, n):
    return lambda r: born(r, form) + digits(r, n)


def plain(n):
    return lambda r: digits(r, n)


def lettered(n, head=''):
    return lambda r: head + digits(r, n) + r.choice(LETTERS)


def made_by(cc, name, make):
    """Values that the library takes, written compactly."""
    module = get_cc_module(cc, name)

    def one(r):
        while True:
            value = make(r)
            if module.is_valid(value):
                return module.compact(value)
    return one


def codice(r):
    day = born(r, '%y,%m,%d').split(',')
    code = ''.join(r.choices(LETTERS, k=6)) + day[0] + \
        'ABCDEHLMPRST'[int(day[1]) - 1] + day[2] + 'H501'
    return code + get_cc_module('it', 'codicefiscale').calc_check_digit(code)


def hungarian(r):
    while True:
        d = '8' + digits(r, 8)
        check = sum(i * int(c) for i, c in enumerate(d, 1)) % 11
        if check < 10:
            return d + str(check)


def taj(r):
    d = digits(r, 8)
    return d + str(sum(int(c) * (3, 7)[i % 2] for i, c in enumerate(d)) % 10)


def luxembourg(r):
    d = born(r, '%Y%m%d') + digits(r, 3)
    return d + luhn.calc_check_digit(d) + verhoeff.calc_check_digit(d)


def groups(*sizes, sep=' '):
    """A number in groups."""
    def write(value):
        out, at = [], 0
        for n in sizes:
            out.append(value[at:at + n])
            at += n
        return sep.join(out + ([value[at:]] if value[at:] else []))
    return write


def same(value):
    return value


# Country, label, its code page, maker, how it is written.
ROWS = [
    ('AT', 'Sozialversicherungsnummer', 'cp850',
     made_by('at', 'vnr', lambda r: digits(r, 4) + born(r, '%d%m%y')),
     groups(4)),
    ('BE', 'Rijksregisternummer', 'cp1252',
     made_by('be', 'nn', dated('%y%m%d', 5)),
     lambda v: '%s.%s.%s-%s.%s' % (v[:2], v[2:4], v[4:6], v[6:9], v[9:])),
    ('BG', 'ЕГН', 'cp1251', made_by('bg', 'egn', dated('%y%m%d', 4)), same),
    ('CH', 'Numéro AVS', 'mac_roman',
     made_by('ch', 'ssn', lambda r: '756' + digits(r, 10)),
     groups(3, 4, 4, sep='.')),
    ('CY', 'Αριθμός Φορολογικής Ταυτότητας', 'iso8859-7',
     made_by('cy', 'vat', lettered(8)), same),
    ('CZ', 'Rodné číslo', 'cp852', made_by('cz', 'rc', dated('%y%m%d', 4)),
     groups(6, sep='/')),
    ('SK', 'Číslo poistenca', 'cp1250',
     made_by('cz', 'rc', dated('%y%m%d', 4)), groups(6, sep='/')),
    ('DE', 'Steuer-ID (für Bürger): Steuer-ID', 'cp437',
     made_by('de', 'idnr', plain(11)), groups(2, 3, 3)),
    ('DK', 'Sygesikringsnummer på kort: CPR-nr.', 'cp865',
     made_by('dk', 'cpr', lambda r: born(r, '%d%m%y') + '1' + digits(r, 3)),
     groups(6, sep='-')),
    ('EE', 'Isikukood', 'iso8859-13',
     made_by('ee', 'ik', lambda r: '3' + born(r, '%y%m%d') + digits(r, 4)),
     same),
    ('ES', 'Número de identificación fiscal', 'iso8859-15',
     made_by('es', 'dni', lettered(8)), same),
    ('FI', 'Henkilötunnus', 'iso8859-10',
     made_by('fi', 'hetu', lambda r: born(r, '%d%m%y-') + digits(r, 3)
             + r.choice('0123456789ABCDEFHJKLMNPRSTUVWXY')), same),
    ('FR', 'Numéro de sécurité sociale', 'cp850',
     made_by('fr', 'nir', lambda r: r.choice('12') + born(r, '%y%m')
             + digits(r, 10)), groups(1, 2, 2, 2, 3, 3)),
    ('GB', 'NHS number', 'ascii', made_by('gb', 'nhs', plain(10)),
     groups(3, 3)),
    ('GR', 'ΑΜΚΑ', 'cp737', made_by('gr', 'amka', dated('%d%m%y', 5)), same),
    ('HR', 'Osobni identifikacijski broj', 'cp1250',
     made_by('hr', 'oib', plain(11)), same),
    ('HU', 'Adóazonosító jel', 'cp852', hungarian, same),
    ('HU', 'Társadalombiztosítási azonosító jel', 'iso8859-2', taj,
     groups(3, 3)),
    ('IE', 'PPS Number', 'ascii', made_by('ie', 'pps', lettered(7)), same),
    ('IS', 'Kennitala', 'cp861',
     made_by('is', 'kennitala', lambda r: born(r, '%d%m%y') + digits(r, 3)
             + '9'), groups(6, sep='-')),
    ('IT', 'Codice fiscale', 'ascii',
     made_by('it', 'codicefiscale', codice), same),
    ('LT', 'Asmens kodas', 'cp775',
     made_by('lt', 'asmens', lambda r: '4' + born(r, '%y%m%d')
             + digits(r, 4)), same),
    ('LU', 'Matricule nationale: matricule', 'ascii', luxembourg,
     groups(8)),
    ('LV', 'Personas kods', 'cp1257',
     made_by('lv', 'pvn', lambda r: born(r, '%d%m%y1') + digits(r, 4)),
     groups(6, sep='-')),
    ('MT', 'Numru tal-identità', 'iso8859-3',
     lambda r: digits(r, 7) + r.choice('MGAPLHBZ'), same),
    ('NL', 'Burgerservicenummer', 'ascii', made_by('nl', 'bsn', plain(9)),
     same),
    ('NO', 'Fødselsnummer', 'cp865',
     made_by('no', 'fodselsnummer', lambda r: born(r, '%d%m%y')
             + r.choice('01234') + digits(r, 4)), groups(6)),
    ('PL', 'PESEL', 'ascii', made_by('pl', 'pesel', dated('%y%m%d', 5)),
     same),
    ('PL', 'Numer identyfikacji podatkowej', 'mac_latin2',
     made_by('pl', 'nip', plain(10)), groups(3, 3, 2, sep='-')),
    ('PT', 'Número de contribuinte', 'cp860',
     made_by('pt', 'nif', plain(9)), groups(3, 3)),
    ('RO', 'Cod numeric personal', 'iso8859-16',
     made_by('ro', 'cnp', lambda r: r.choice('12') + born(r, '%y%m%d')
             + digits(r, 6)), same),
    ('SE', 'Personnr', 'mac_roman',
     made_by('se', 'personnummer', lambda r: born(r, '%y%m%d-')
             + digits(r, 4)), same),
    ('SI', 'Davčna številka', 'cp852', made_by('si', 'ddv', plain(8)), same),
    ('SI', 'EMŠO', 'cp1250',
     made_by('si', 'emso', lambda r: born(r, '%d%m9%y') + '50'
             + digits(r, 4)), same),
    ('TR', 'T.C. Kimlik Numarası', 'cp857',
     made_by('tr', 'tckimlik', plain(11)), same),
    ('UA', 'РНОКПП', 'cp866', made_by('ua', 'rntrc', plain(10)), same),
    ('US', 'Social security number (SSN)', 'ascii',
     made_by('us', 'ssn', plain(9)), groups(3, 2, sep='-')),
]


def main():
    r = random.Random(20261122)
    folder = sys.argv[1]
    truth = open(folder + '/truth', 'w', encoding='utf-8')

    def value_of(row):
        while True: # few digits and rows of them weigh less, and rightly
            value = row[3](r)
            if len(set(value)) > 4:
                return value

    def write(name, line, encoding, rows):
        with open('%s/%s' % (folder, name), 'wb') as f:
            for row in rows:
                value = value_of(row)
                truth.write('%s %s %s\n' % (name, row[0],
                                            value.replace('-', '')
                                            if row[0] == 'SE' else value))
                f.write(line(row, row[4](value)).encode(encoding))

    write('plain.txt', lambda row, n: '%s: %s\n' % (row[1], n), 'utf-8', ROWS)
    write('csv.txt', lambda row, n: '"%s";"%s";"x"\r\n' % (row[1], n),
          'utf-8', ROWS)
    write('wide.txt', lambda row, n: '%s: %s\r\n' % (row[1].upper(), n),
          'utf-16-le', ROWS)
    for i, row in enumerate(ROWS):
        write('page-%s%d.txt' % (row[0], i),
              lambda row, n: '%s: %s\r\n' % (row[1], n), row[2], [row])
    truth.close()


main()
