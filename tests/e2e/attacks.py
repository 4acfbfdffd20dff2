"""attacks.py BIN TOP - attacks on case files, each with the answer it must get

Makes the files with evd.py in the current folder and prints TAP.  The names
say which attack it is (T1: of the threats in fxevidence(5)).
"""
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys

import evd
import respell
from ask import (BIN, TOP, WORDS, INTACT, TAMPERED, NOT_PROVEN, CANNOT, done,
                 expect, ok, verify)

lab, other = evd.Key('lab'), evd.Key('other')
base = evd.sample(lab)
base.write('base.evd')
with open('filed.ckpt', 'w') as f:
    f.write(base.heads[-1][1])
K = ('--key', lab.pub)
E = ('--expect', 'filed.ckpt')
LAST = len(base.rows) - 1


def attack(name, case, status, patterns, *args, **how):
    case.write('attack.evd', **how)
    expect(name, status, patterns, *(args or K), 'attack.evd')


def honest():
    expect('the case as made', INTACT, ['none was changed'], *K, 'base.evd')
    expect('without a key', NOT_PROVEN,
           ['^NOT PROVEN: signature is by a key you have not confirmed '
            rf'\({lab.fingerprint}\)$'], 'base.evd')
    expect('with another key', NOT_PROVEN, ['none of those you gave'],
           '--key', other.pub, 'base.evd')
    expect('with both keys', INTACT, [], '--key', other.pub, *K, 'base.evd')
    expect('with the private key', INTACT, [], '--key', lab.path, 'base.evd')
    expect('with the filed head', INTACT, ['the filed head stands for',
                                           'since the head you gave was'],
           *K, *E, 'base.evd')
    for program in (['python3', f'{TOP}/tests/independent/verify.py'],
                    ['sh', f'{TOP}/tests/independent/chain.sh']):
        run = subprocess.run([*program, 'base.evd', lab.pub],
                             capture_output=True)
        ok(run.returncode == 0, f'{os.path.basename(program[1])} agrees',
           run.stdout, run.stderr)
        run = subprocess.run([*program, 'base.evd', other.pub],
                             capture_output=True)
        ok(run.returncode != 0, f'{os.path.basename(program[1])} refuses '
           'another key')


def flips():
    """T1: a byte of each record in turn."""
    rng = random.Random(1)
    for seq in range(LAST + 1):
        case = base.copy()
        body = bytearray(case.rows[seq][2].encode())
        # Printable stays printable, and becomes another character.
        body[rng.randrange(len(body))] ^= 1
        case.rows[seq][2] = bytes(body)
        attack(f'T1 a byte of record {seq} is flipped', case, TAMPERED,
               [f'^TAMPERED: record {seq} was changed '
                r'\(its hash does not match\)$'])


def edits():
    case = base.copy()
    case.edit(4, mask='411111******1111')
    attack('edit', case, TAMPERED, ['TAMPERED: record 4 was changed'])
    case.rows[4][3] = evd.leaf(case.rows[4][2])
    attack('edit, with its hash', case, TAMPERED,
           ['^TAMPERED: record 5 does not follow record 4$'])
    case.rehash()
    attack('T2 edit, chain computed anew', case, TAMPERED,
           ['^TAMPERED: the signed head over 8 records, the last of '
            '2026-11-21 00:00:08 UTC, does not match the records$'])
    case.resign(other)
    attack('T3 edit, signed with another key', case, TAMPERED,
           ['^TAMPERED: the signed head over 8 records is not signed by the '
            'key in force$'])
    case.edit(0, key=other.raw.hex())
    case.rehash()
    case.resign(other)
    attack('T3 edit, signed with another key that record 0 names', case,
           NOT_PROVEN, ['^NOT PROVEN: signature is by a key you have not '
                        rf'confirmed \({other.fingerprint}\)'])
    attack('T3 the same against the filed head', case, TAMPERED,
           ['^TAMPERED: history differs from the filed head'], *K, *E)
    case = base.copy()
    case.edit(4, mask='411111******1111')
    case.rehash()
    case.resign()
    attack('T5 edit, signed with the stolen key', case, INTACT,
           ['did not write it anew'])
    attack('T5 the same against the filed head', case, TAMPERED,
           [r'^TAMPERED: history differs from the filed head \(fork at or '
            rf'before record {LAST}\)$'], *K, *E)
    case = base.copy()
    case.rows[4][1] = 'error'
    attack('the kind beside a record is another', case, TAMPERED,
           ['^TAMPERED: record 4 is filed as error but is of kind finding$'])
    case = base.copy()
    case.rows[4][3] = bytes(32)
    attack('only the hash beside a record is changed', case, TAMPERED,
           ['TAMPERED: record 4 was changed'])


def moves():
    """T6: delete, insert, reorder, each with and without a new chain."""
    case = base.copy()
    del case.rows[4]
    attack('T6 a record is deleted', case, TAMPERED,
           ['^TAMPERED: a record is missing between 3 and 5$',
            '^TAMPERED: run 1 announces 3 findings, 2 are present$'])
    case = base.copy()
    del case.rows[4:6]
    attack('T6 two are deleted', case, TAMPERED,
           ['^TAMPERED: records are missing between 3 and 6$'])
    case = base.copy()
    del case.rows[0]
    attack('T6 the first is deleted', case, TAMPERED,
           ['^TAMPERED: the first record is missing: the file begins with '
            'record 1$', '^CANNOT CHECK: no signature could be checked'])
    case = base.copy()
    del case.rows[4]
    case.rehash()
    attack('T6 deleted, chain computed anew', case, TAMPERED,
           ['does not match the records$', 'announces 3 findings, 2 are',
            'tells of 16 records, 15 are present'])
    case = base.copy()
    case.rows[5:5] = [list(case.rows[4])]
    for i, row in enumerate(case.rows):
        row[0] = i
    attack('T6 a record stands twice', case, TAMPERED,
           ['^TAMPERED: record 5 does not follow record 4$',
            '^TAMPERED: record 5 bears the number 4 within$'])
    case.rehash()
    attack('T6 inserted, chain computed anew', case, TAMPERED,
           ['does not match the records$', 'announces 3 findings, 4 are'])
    case = base.copy()
    case.rows[4], case.rows[5] = case.rows[5], case.rows[4]
    for i, row in enumerate(case.rows):
        row[0] = i
    attack('T6 two change places', case, TAMPERED,
           ['^TAMPERED: record 4 bears the number 5 within$',
            '^TAMPERED: record 4 does not follow record 3$'])
    case.rehash()
    attack('T6 two change places, chain computed anew', case, TAMPERED,
           ['does not match the records$'])
    case = base.copy()
    case.rows.insert(0, [-1, *case.rows[0][1:]])
    tables = [s.replace('CHECK(seq >= 0)', '') for s in evd.CASE_TABLES]
    attack('T6 a record before the first', case, TAMPERED,
           ['there is a record of number -1, before the first$'],
           before=tables, after=patch())


def tails():
    """T7, T8, T10: what is cut off, put back, or added."""
    case = base.copy()
    del case.rows[14:]
    attack('T7 the tail is cut off', case, TAMPERED,
           ['^TAMPERED: a signed head tells of 16 records, 14 are present$'])
    case.heads = [h for h in case.heads if h[0] <= 14]
    attack('T7 the tail is cut off, and its head', case, NOT_PROVEN,
           ['^NOT PROVEN: run 3 has no end',
            '^NOT PROVEN: record 13 is not covered by any good signature$'])
    attack('T7 the same against the filed head', case, TAMPERED,
           ['^TAMPERED: this file is SHORTER than the filed head: 16 records '
            'were signed then, 14 are present$'], *K, *E)
    case.heads = []
    attack('T7 all heads are deleted', case, NOT_PROVEN,
           ['^NOT PROVEN: nothing is signed: the file has no signed head$',
            'Anything: no good signature'])
    case = base.copy()
    del case.rows[13:]
    case.heads = []
    case.head()
    attack('T7 cut off at a run, signed with the stolen key', case, INTACT,
           ['newest copy'])
    attack('T7 the same against the filed head', case, TAMPERED,
           ['SHORTER than the filed head'], *K, *E)
    case = base.copy()
    del case.rows[13:]
    case.heads.pop()
    case.write('old.evd')
    expect('T8 an older copy, alone', INTACT, ['newest copy'], *K, 'old.evd')
    S = ('--state', 'seen')
    expect('T8 the memory begins', INTACT, ['^NOTE: .* the first check$'],
           *K, *S, 'base.evd')
    expect('T8 the memory holds', INTACT, ['an earlier check saw'], *K, *S,
           'base.evd')
    for turn in 'once', 'again':
        expect(f'T8 rollback to an older copy, {turn}', TAMPERED,
               ['^TAMPERED: this file is SHORTER than the head this state '
                'file remembers: 16 records were signed then, 13 are present$'
                ], *K, *S, 'old.evd')
    fork = base.copy()
    fork.edit(15, limits=0, below={'card.pan': 9})
    fork.rehash()
    fork.resign()
    attack('T8 another history of the same length', fork, TAMPERED,
           ['^TAMPERED: history differs from the head this state file '
            r'remembers \(fork at or before record 15\)$'], *K, *S)
    longer = base.copy()
    longer.add('custody', **{'from': 'lab', 'to': 'court', 'what': 'A1',
                             'why': 'trial'})
    longer.head()
    attack('T8 the history goes on', longer, INTACT, ['earlier check saw'],
           *K, *S)
    expect('T8 the memory went on', TAMPERED, ['SHORTER.*17 records'], *K, *S,
           'base.evd')
    case = base.copy()
    case.finding(1, 1, '4111111111111111', 4000)
    attack('T10 a forged record behind the last head', case, TAMPERED,
           ['^TAMPERED: record 16 belongs to run 1, which had ended$'])
    case = base.copy()
    case.begin(4, 1)
    case.finding(4, 1, '4111111111111111', 4000)
    case.end(4, 1, {'card.pan': 1})
    attack('T10 a forged run behind the last head', case, NOT_PROVEN,
           ['^NOT PROVEN: records 16-18 are not covered by any good '
            'signature$'])


def heads():
    """T11 and what else can be done to the list of heads."""
    case = base.copy()
    case.heads[1][1], case.heads[2][1] = case.heads[2][1], case.heads[1][1]
    attack('T11 two heads change places', case, TAMPERED,
           ['the head at 8 records is not in the form of a signed head for'])
    stranger = evd.sample(lab)
    stranger.origin = 'lab.example/2026-0417/B2'
    stranger.head()
    case = base.copy()
    case.heads[-1] = stranger.heads[-1]
    attack('T11 a head of another log', case, TAMPERED,
           ['of another log \\(lab.example/2026-0417/B2\\)$'])
    with open('stranger.ckpt', 'w') as f:
        f.write(stranger.heads[-1][1])
    expect('a filed head of another log', CANNOT,
           ['^CANNOT CHECK: the filed head is of another log'],
           *K, '--expect', 'stranger.ckpt', 'base.evd')
    expect('a filed head that is none', CANNOT, ['is not a signed head$'],
           *K, '--expect', 'base.evd.nothing', 'base.evd') \
        if open('base.evd.nothing', 'w').close() else None
    expect('a filed head that is not there', CANNOT,
           ['^CANNOT CHECK: the filed head cannot be read'],
           *K, '--expect', 'missing', 'base.evd')
    with open('unsigned.ckpt', 'w') as f:
        f.write(other.note(base.origin, 16, evd.root([r[3] for r in
                                                      base.rows])))
    expect('a filed head with a stranger\'s signature', NOT_PROVEN,
           ['bears no signature of the key in force$'],
           *K, '--expect', 'unsigned.ckpt', 'base.evd')
    for name, note in (('empty', ''), ('no signature', base.heads[3][1].split(
            '\u2014')[0]), ('a number with a zero in front',
                            base.heads[3][1].replace('\n16\n', '\n016\n')),
            ('a blob', base.heads[3][1].encode())):
        case = base.copy()
        case.heads[3][1] = note
        attack(f'a head that is {name}', case, TAMPERED,
               ['the head at 16 records is not in the form'],
               before=loose(), after=patch())
    case = base.copy()
    case.heads.pop()
    attack('the last head is deleted', case, NOT_PROVEN,
           ['records 13-15 are not covered'])


def epochs():
    """A key is replaced; the rule that the old one must seal that."""
    case = base.copy()
    case.add('key', key=other.raw.hex(), reason='end of run')
    case.head()
    case.key = other
    case.add('custody', **{'from': 'lab', 'to': 'court', 'what': 'A1',
                           'why': 'trial'})
    case.head()
    attack('a key is replaced', case, INTACT,
           ['holder of the key you', '^  The newest signature is by a later '
            f'key, {other.fingerprint}, which the one before it announced'])
    attack('a key is replaced, and both are known', case, INTACT,
           ['by a later key, other.pub, SHA256:'], *K, '--key', other.pub)
    attack('a key is replaced, only the new one is known', case, NOT_PROVEN,
           ['^NOT PROVEN: a key you gave, other.pub, is a later key of this '
            f'case: confirm the one that it began with .{lab.fingerprint}'],
           '--key', other.pub)
    stolen = case.copy()
    stolen.resign(other)
    attack('T4 the new key signs old heads', stolen, TAMPERED,
           ['the signed head over 1 records is not signed by the key in'])
    stolen = case.copy()
    stolen.heads = stolen.heads[-1:]
    attack('T4 old heads are dropped', stolen, TAMPERED,
           ['^TAMPERED: key change at record 16 not sealed by the key before '
            'it$'])
    stolen = case.copy()
    stolen.head(17, other)
    attack('T4 the new key seals itself', stolen, TAMPERED,
           ['^TAMPERED: the signed head over 17 records is not signed by the '
            'key in force$', 'key change at record 16 not sealed'])
    stolen = case.copy()
    stolen.head(18, lab)
    attack('T4 the old key signs what came after it', stolen, TAMPERED,
           ['^TAMPERED: the signed head over 18 records is not signed by the '
            'key in force$'])
    third = evd.Key('third')
    case.add('key', key=third.raw.hex(), reason='end of run')
    case.head(key=other)
    case.key = third
    case.add('custody', **{'from': 'court', 'to': 'lab', 'what': 'A1',
                           'why': 'expert'})
    case.head()
    attack('a key is replaced twice', case, INTACT, ['none was changed'])
    for seq in 16, 18:
        stolen = case.copy()
        stolen.heads = [h for h in stolen.heads if h[0] != seq + 1]
        attack(f'T4 the head that sealed record {seq} is gone', stolen,
               TAMPERED, [f'^TAMPERED: key change at record {seq} not sealed'])
    for size in 8, 17, 18:
        stolen = case.copy()
        stolen.head(size, third)
        attack(f'T4 the last key signs the head over {size}', stolen,
               TAMPERED, [f'the signed head over {size} records is not signed '
                          'by the key in force$'])
    stolen = case.copy()
    stolen.rows.pop()
    stolen.heads = stolen.heads[:-2]
    attack('a change of keys that was never sealed', stolen, NOT_PROVEN,
           ['record 18 is not covered by any good signature$'])


def grammar():
    """What an honest key may have signed and is wrong all the same."""
    def signed(name, change, pattern, status=TAMPERED):
        case = base.copy()
        change(case)
        case.rehash()
        case.heads = []
        case.head()
        attack(name, case, status, [pattern])

    def put(seq, **members):
        return lambda case: case.edit(seq, **members)

    def drop(seq, name):
        def change(case):
            record = case.record(seq)
            del record[name]
            case.rows[seq][2] = evd.canon(record)
        return change

    def first_twice(case):
        case.rows[2:2] = [list(case.rows[0])]

    signed('the count of a class is wrong', put(7, findings={
        'card.pan': 1, 'card.track1': 2}), 'announces 1 findings of card.pan, '
        '3 are present$')
    signed('the count of errors is wrong', put(7, errors=0),
           'run 1 announces 0 errors, 1 are present$')
    signed('the count of limits is wrong', put(12, limits=7),
           'run 2 announces 7 limits, 1 are present$')
    signed('a finding past the end', put(4, off=(1 << 20) - 15,
                                         path=str((1 << 20) - 15)),
           '^TAMPERED: record 4 lies past the 1048576 bytes that run 1 read$')
    signed('a finding of no run', put(4, run=9), 'belongs to run 9, which has '
           'not begun$')
    signed('a finding of another source', put(4, src=2),
           'names source 2, run 1 reads source 1$')
    signed('a run of no source', put(2, src=2), 'run 1 reads source 2, which '
           'no record before it describes$')
    signed('a run out of turn', put(2, run=2), 'begins run 2 where run 1 comes '
           'next$')
    signed('a source out of turn', put(1, src=2), 'is source 2 where source 1 '
           'comes next$')
    signed('a case within a case', first_twice, 'record 2 begins a case within '
           'a case')
    signed('a run within a run', lambda case: case.rows.__setitem__(
        slice(7, 9), []), r'record 7 \(run.begin\) stands within run 1$')
    signed('another schema', put(0, schema='0' * 64), 'another structure of '
           'the database')
    later = ': a later fxverify may know it$'
    def rumour(case):
        case.edit(4, kind='rumour')
        case.rows[4][1] = 'rumour'

    signed('a kind that nobody knows', rumour,
           r'^CANNOT CHECK: record 4 is of no known kind \(rumour\)' + later,
           CANNOT)
    signed('a record of a later version', put(4, v=2), '^CANNOT CHECK: record '
           '4 is of version 2 of the format' + later, CANNOT)
    signed('other hashes and signatures', put(0, alg='sha3/mldsa'),
           r'^CANNOT CHECK: record 0 names other hashes and signatures '
           r'\(sha3/mldsa\)' + later, CANNOT)
    signed('a version that never was', put(4, v=0),
           'record 4 has a member v that is not as it must be$')
    signed('a member is missing', drop(4, 'mask'), 'record 4 lacks the member '
           'mask$')
    signed('a member is of another type', put(4, off='4000'),
           'record 4 has a member off that is not as it must be$')
    signed('an unknown member', put(4, colour='red'), '^NOTE: record 4 '
           r'\(finding\) has a member colour that this program', INTACT)
    signed('a run that was interrupted', put(15, status='interrupted'),
           '^NOTE: run 3 was interrupted$', INTACT)
    signed('complete, of unknown size', drop(15, 'bytes'), 'run 3 is complete '
           'but does not say how many bytes it read$')
    signed('the clock steps back', put(6, t='2026-11-20T00:00:00.000000Z'),
           '^NOTE: clock stepped back 8640[0-9] s at record 6$', INTACT)
    signed('the clock is moved during a run', put(7, up=3000000000),
           '^NOTE: between records 2 and 7 the clock went 5 s, the machine '
           'ran 2998 s$', INTACT)
    signed('escape sequences in what is said', put(0, examiner='\x1b[2J\u202e'),
           r'examiner \?\[2J\?: so says', INTACT)


def spellings():
    """T14: one record in every wrong spelling, hashed and signed anew."""
    only = base.copy()
    only.heads = only.heads[-1:]
    for name, change in respell.TABLE:
        case = only.copy()
        body = change(case.rows[4][2].encode())
        case.rows[4][2:4] = [body, evd.leaf(body)]
        case.rehash(5)
        case.resign()
        attack(f'T14 {name}', case, TAMPERED,
               ['^TAMPERED: record 4 (is not in canonical form|is not text|'
                'is longer|has a member|lacks|has no)'],
               before=loose(), after=patch())
        rc = subprocess.run(['python3', f'{TOP}/tests/independent/verify.py',
                             'attack.evd', lab.pub], capture_output=True)
        if rc.returncode == 0 and name not in respell.NOT_FOR_ALL:
            ok(False, f'T14 {name}: verify.py took it')


def loose():
    """The tables without what SQLite would refuse."""
    return [re.sub(r' CHECK\(.*\)(,?)\n', r'\1\n', s).replace(') STRICT', ')')
            .replace('body TEXT', 'body') for s in evd.CASE_TABLES]


def patch():
    """Statements that put the right text of the schema back."""
    yield 'PRAGMA writable_schema=ON'
    for sql in evd.CASE_TABLES:
        name = sql.split()[2].split('(')[0]
        text = sql.replace("'", "''")
        yield f"UPDATE sqlite_schema SET sql='{text}' WHERE name='{name}'"
    yield 'PRAGMA writable_schema=RESET'


def types():
    """T15, T16: bytes that are not what they should be."""
    case = base.copy()
    leaves = [r[3] for r in case.rows]
    # A node passed off as a leaf: two hashes for a body.
    body = leaves[0] + leaves[1]
    case.rows[0:2] = [[0, 'genesis', body, evd.leaf(body)]]
    attack('T15 two hashes for a record', case, TAMPERED,
           ['^TAMPERED: record 0 is not in canonical form'],
           before=loose(), after=patch())
    case.rows[0][3] = evd.sha(b'\1' + body)
    attack('T15 and the hash of their node', case, TAMPERED,
           ['^TAMPERED: record 0 was changed'], before=loose(), after=patch())
    for name, column, value, pattern in (
            ('a body that is a blob', 2,
             memoryview(base.rows[4][2].encode()), 'record 4 is not text$'),
            ('a body that is a number', 2, 4, 'record 4 is not text$'),
            ('a body with a NUL', 2, base.rows[4][2] + '\0',
             'record 4 is not in canonical form'),
            ('a kind that is a blob', 1, b'finding',
             'record 4 is filed as no text but is of kind finding$'),
            ('a hash that is text', 3, base.rows[4][3].hex(),
             'record 4 has no hash beside it$'),
            ('a hash that is short', 3, base.rows[4][3][:31],
             'record 4 has no hash beside it$')):
        case = base.copy()
        case.rows[4][column] = value
        attack(f'T16 {name}', case, TAMPERED, [pattern], before=loose(),
               after=patch())


def structures():
    """T17: a database that is built otherwise."""
    tables = evd.CASE_TABLES
    for name, after, pattern in (
            ('a trigger more', ['CREATE TRIGGER x AFTER INSERT ON anchor '
                                'BEGIN SELECT 1; END'],
             r'\(trigger x was added\)'),
            ('a trigger less', ['DROP TRIGGER record_append'],
             r'\(trigger record_append is missing\)'),
            ('a trigger that does nothing',
             ['DROP TRIGGER record_noupdate',
              'CREATE TRIGGER record_noupdate BEFORE UPDATE ON record '
              'BEGIN SELECT 1; END'], r'\(trigger record_noupdate differs\)'),
            ('an index', ['CREATE INDEX i ON record(kind)'],
             r'\(index i was added\)'),
            ('a table', ['CREATE TABLE notes(text)'],
             r'\(table notes was added\)'),
            ('a view', ['CREATE VIEW v AS SELECT * FROM record'],
             r'\(view v was added\)'),
            ('figures of ANALYZE', ['ANALYZE'],
             r'\(table sqlite_stat1 was added\)'),
            ('a name with escapes', ['CREATE TABLE "\x1b[2J"(x)'],
             r'\(table \?\[2J was added\)')):
        attack(f'T17 {name}', base, TAMPERED,
               ['^TAMPERED: the database structure was altered ' + pattern],
               after=after)
    attack('T17 a view named record', base, TAMPERED,
           [r'\(view record was added\)', r'\(table record is missing\)',
            '^CANNOT CHECK: what the case file holds was not read'],
           after=[*(f'DROP TRIGGER record_{t}' for t in
                    ('append', 'noupdate', 'nodelete')),
                  'ALTER TABLE record RENAME TO r',
                  'CREATE VIEW record AS SELECT * FROM r'])
    attack('T17 a column that is computed', base, TAMPERED,
           [r'\(table record differs\)', 'was not read'],
           before=[tables[0].replace(
               '32)\n', '32),\n  twin TEXT AS (kind)\n'), *tables[1:]])
    attack('T17 a statement that is none', base, TAMPERED,
           ['^TAMPERED: the database of the case file is damaged: '],
           after=['PRAGMA writable_schema=ON',
                  "UPDATE sqlite_schema SET sql='nonsense' "
                  "WHERE name='anchor'"])


def set_bytes(path, at, data):
    with open(path, 'r+b') as f:
        f.seek(at)
        f.write(data)


def malformed():
    """T18: what is no database, or a broken one."""
    def broken(name, status, patterns, make):
        shutil.copy('base.evd', 'attack.evd')
        make('attack.evd')
        expect(f'T18 {name}', status, patterns, *K, 'attack.evd')

    def sparse(path):
        with open(path, 'wb') as f:
            f.truncate(10 << 30)

    size = os.path.getsize('base.evd')
    broken('10 GB of zeros', CANNOT, ['^CANNOT CHECK: not an evidence file$'],
           sparse)
    broken('an empty file', CANNOT, ['not an evidence file$'],
           lambda p: os.truncate(p, 0))
    broken('a header alone', TAMPERED, ['is cut short'],
           lambda p: os.truncate(p, 100))
    broken('the last page is missing', TAMPERED, ['is cut short'],
           lambda p: os.truncate(p, size - 4096))
    broken('10 GB of zeros behind it', INTACT,
           [rf'^NOTE: the case file has {(10 << 30) - size} bytes behind'],
           lambda p: os.truncate(p, 10 << 30))
    broken('10 GB of pages', TAMPERED, ['the database of the case file is '
                                        'damaged'],
           lambda p: (os.truncate(p, 10 << 30), set_bytes(
               p, 28, ((10 << 30) // 4096).to_bytes(4, 'big'))))
    broken('another application', CANNOT, ['not an evidence file$'],
           lambda p: set_bytes(p, 68, b'GEOP'))
    broken('a later version', CANNOT, ['is of version 2 of the format, this '
                                       'program reads version 1: a later'],
           lambda p: set_bytes(p, 60, b'\0\0\0\2'))
    broken('no version', CANNOT, ['is of version 0 of the format, this '
                                  'program reads version 1$'],
           lambda p: set_bytes(p, 60, b'\0\0\0\0'))
    broken('UTF-16', TAMPERED, ['not UTF-8'],
           lambda p: set_bytes(p, 56, b'\0\0\0\2'))
    broken('a freelist that is its own', TAMPERED, ['is damaged'],
           lambda p: set_bytes(p, 32, b'\0\0\0\2\0\0\0\1'))
    long = base.copy()
    body = long.rows[4][2]
    for length in 1 << 20, 3 << 20:
        long.rows[4][2] = body.replace('luhn', 'x' * length)
        long.rows[4][3] = evd.leaf(long.rows[4][2])
        attack(f'T18 a record of {length >> 20} MiB', long, TAMPERED,
               ['^TAMPERED: record 4 is longer than any may be$'])
    rows = dump('base.evd')
    rng = random.Random(18)
    whole = open('base.evd', 'rb').read()
    counts = {}
    for turn in range(FUZZ_TURNS):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 1, 2, 8))):
            at = rng.choice((rng.randrange(len(data)), rng.randrange(100),
                             rng.randrange(len(data) // 4096) * 4096 +
                             rng.randrange(16)))
            data[at] = rng.choice((0, 1, 0x7f, 0xff, rng.randrange(256)))
        with open('attack.evd', 'wb') as f:
            f.write(data)
        rc, out, err = verify(*K, 'attack.evd')
        counts[rc] = counts.get(rc, 0) + 1
        # INTACT is right where the change hit nothing that counts.
        if rc not in WORDS or (rc == 0 and dump('attack.evd') != rows):
            shutil.copy('attack.evd', f'{TOP}/build/attack-{turn}.evd')
            ok(False, f'T18 fuzzed pages, turn {turn}', f'exit {rc}', out, err)
    ok(counts.get(TAMPERED, 0) > FUZZ_TURNS // 10,
       f'T18 {FUZZ_TURNS} files with fuzzed pages', counts)
    print(f'# ends: {counts}')


FUZZ_TURNS = 150


def dump(path):
    """What the file says, read by SQLite and by nothing of ours."""
    try:
        db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        return (db.execute('SELECT * FROM record').fetchall(),
                db.execute('SELECT * FROM checkpoint').fetchall())
    except sqlite3.Error as e:
        return str(e)


def open_copies():
    """T19: the copy was made while somebody wrote."""
    closed = '^CANNOT CHECK: the copy is not closed .{} present'
    shutil.copy('base.evd', 'attack.evd')
    for ending in '-journal', '-wal':
        open('attack.evd' + ending, 'w').close()
        expect(f'T19 a {ending} beside it', CANNOT,
               [closed.format(f'attack.evd{ending}')], *K, 'attack.evd')
        os.symlink('attack.evd', 'link.evd')
        expect(f'T19 a {ending} beside the file of a link', CANNOT,
               [closed.format(f'attack.evd{ending}')], *K, 'link.evd')
        os.unlink('link.evd')
        os.unlink('attack.evd' + ending)
    db = sqlite3.connect('attack.evd', isolation_level=None)
    for sql in ('PRAGMA cache_size=1', 'PRAGMA synchronous=OFF',
                'DROP TRIGGER record_append', 'BEGIN IMMEDIATE'):
        db.execute(sql)
    for i in range(16, 400):
        db.execute('INSERT INTO record VALUES(?,?,?,?)',
                   (i, 'finding', 'x' * 500, bytes(32)))
    shutil.copy('attack.evd', 'hot.evd')
    shutil.copy('attack.evd-journal', 'hot.evd-journal')
    expect('T19 a hot journal', CANNOT, [closed.format('hot.evd-journal')],
           *K, 'hot.evd')
    os.unlink('hot.evd-journal')
    expect('T19 and without the journal', TAMPERED, ['^TAMPERED: '], *K,
           'hot.evd')
    db.execute('ROLLBACK')
    db.close()
    shutil.copy('base.evd', 'attack.evd')
    db = sqlite3.connect('attack.evd', isolation_level=None)
    db.execute('PRAGMA journal_mode=WAL')
    db.execute('INSERT INTO anchor VALUES(1,1,\'filed\',x\'00\')')
    shutil.copy('attack.evd', 'wal.evd')
    expect('T19 a copy without its log', CANNOT,
           ['is in write-ahead log mode'], *K, 'wal.evd')
    shutil.copy('attack.evd-wal', 'wal.evd-wal')
    expect('T19 a copy with its log', CANNOT,
           [closed.format('wal.evd-wal')], *K, 'wal.evd')
    db.close()
    os.mkdir('folder.evd')
    expect('a folder', CANNOT, ['is a directory$'], *K, 'folder.evd')
    os.mkfifo('pipe.evd')
    expect('a pipe', CANNOT, ['is not a regular file$'], *K, 'pipe.evd')
    expect('no file', CANNOT, ['cannot be read: No such file'], *K,
           'missing.evd')


def vaults():
    """Openings: true, false, missing, erased, left over, sealed to others."""
    base.write_vault('base.vault')
    O = ('--identity', 'custodian.agekey')
    V = ('--vault', 'base.vault', *O)
    expect('the vault as made', INTACT, ['5 values in the vault are what was recorded'],
           *K, *V, 'base.evd')
    expect('the vault without an identity', NOT_PROVEN,
           ['^NOT PROVEN: the vault has 5 openings, and they are sealed',
            '^  5 sealed values in the vault: no identity '],
           *K, '--vault', 'base.vault', 'base.evd')
    expect('and it is required', NOT_PROVEN,
           ['^NOT PROVEN: required, and not shown: that the vault holds'],
           *K, '--vault', 'base.vault', '--require', 'vault', 'base.evd')
    evd.Custodian('stranger')
    expect('with an identity that it is not sealed to', NOT_PROVEN,
           [f'^NOT PROVEN: the openings of run {n} are sealed to none'
            for n in (1, 2, 3)],
           *K, '--vault', 'base.vault', '--identity', 'stranger.agekey',
           'base.evd')

    def vault(name, status, patterns, change, boxes=lambda b, d: None):
        case = base.copy()
        change(case.openings)
        case.write_vault('attack.vault', boxes)
        expect(f'vault: {name}', status, patterns, *K, '--vault',
               'attack.vault', *O, 'base.evd')

    def put(i, column, value):
        def change(openings):
            openings[i][column] = value
        return change

    def sealed(name, status, patterns, change):
        vault(name, status, patterns, lambda o: None, change)

    vault('T24 another value', TAMPERED,
          ["^TAMPERED: opening of record 3 'value' does not match$"],
          put(0, 4, b'4111111111111129'))
    vault('another nonce', TAMPERED, ["opening of record 3 'value' does"],
          put(0, 3, bytes(32)))
    false = ["^TAMPERED: opening of record 3 'value' does not match$"]
    rng = random.Random(24)
    sealed('T24 a box that was never sealed', TAMPERED, false,
           lambda b, d: b[0].__setitem__(4, rng.randbytes(88)))
    sealed('a box with one bit flipped', TAMPERED, false, lambda b, d:
           b[0].__setitem__(4, b[0][4][:40] + bytes([b[0][4][40] ^ 1]) +
                            b[0][4][41:]))
    sealed('the box of another record', TAMPERED, false,
           lambda b, d: b[0].__setitem__(4, b[1][4]))
    sealed('a box said to be of another run', TAMPERED, false,
           lambda b, d: b[0].__setitem__(3, 2))
    sealed('the data key of another run', TAMPERED, false,
           lambda b, d: d[0].__setitem__(2, d[1][2]))
    sealed('a data key that is none', TAMPERED,
           ['^TAMPERED: the data key of run 1 is not one that age1'],
           lambda b, d: d[0].__setitem__(2, b'age-encryption.org/v1\n'))
    sealed('a data key that is too short', TAMPERED,
           ['^TAMPERED: the data key of run 1 is not one that age1'],
           lambda b, d: d[0].__setitem__(2, base.custodian.seal(bytes(31))))
    sealed('a data key that is gone', NOT_PROVEN,
           ['^NOT PROVEN: the openings of run 1 are sealed to none'],
           lambda b, d: d.pop(0))
    stranger = evd.Custodian('stranger')
    sealed('a custodian whom no record names', NOT_PROVEN,
           [f'^NOT PROVEN: the data key of run 2 is sealed to '
            f'{stranger.recipient} too, whom no record names'],
           lambda b, d: d.append([2, stranger.recipient,
                                  stranger.seal(base.deks[2])]))
    vault('of a record that is not there', INTACT,
          ['^NOTE: the vault has 1 opening of later records'],
          lambda o: o.append([99, 'value', bytes(32), bytes(32), b'x']))
    vault('left by a crash', NOT_PROVEN,
          ['^NOTE: the vault has 1 opening of other records',
           '^NOT PROVEN: the vault lacks 1 of the 1 openings of record 3$'], put(0, 2, bytes(32)))
    vault('one is missing', NOT_PROVEN, ['lacks 1 of the 1 openings of '
                                         'record 4$'], lambda o: o.pop(1))
    vault('one too many', TAMPERED, ["opens 'pin' of record 3, which commits "
                                     'to no such thing$'],
          lambda o: o.append([3, 'pin', o[0][2], bytes(32), b'x']))
    vault('one too many, with a NUL in its name', TAMPERED,
          ["opens 'value' of record 3, which commits to no such thing$"],
          lambda o: o.append([3, 'value\0', o[0][2], *o[0][3:]]))
    expect('vault: a case file', CANNOT, ['not a vault$'], *K, '--vault',
           'base.evd', *O, 'base.evd')
    expect('vault: none', CANNOT, ['the vault .missing. cannot be read'], *K,
           '--vault', 'missing', *O, 'base.evd')
    shutil.copy('base.vault', 'clear.vault')
    set_bytes('clear.vault', 60, b'\0\0\0\1')
    expect('vault: of the version that was in clear', CANNOT,
           ['^CANNOT CHECK: the vault is of version 1 of the format'], *K,
           '--vault', 'clear.vault', *O, 'base.evd')
    case = base.copy()
    case.edit(3, mask='555555******4444')
    case.rehash()
    case.resign()
    case.seal_vault()
    case.write_vault('attack.vault')
    attack('vault: the value does not fit the mask', case, TAMPERED,
           ['^TAMPERED: the value of record 3 in the vault does not fit'],
           *K, '--vault', 'attack.vault', *O)
    erased(O)


def erased(O):
    """Openings that were erased, on record or not; and no vault at all."""
    case = base.copy()
    case.add('erase', of=[4], fields=['value'], who='badge 1', why='LED 16')
    case.head()
    case.write_vault('attack.vault')
    V = ('--vault', 'attack.vault', *O)
    attack('erased, on record, and still there', case, INTACT,
           ["^NOTE: the vault still has the opening of record 4 'value', which "
            f'record {len(case.rows) - 1} says was erased$'], *K, *V)
    case.openings.pop(1)
    case.write_vault('attack.vault')
    attack('erased, on record', case, INTACT,
           ['^NOTE: 1 of the 1 openings of record 4 were erased, as record '
            f'{len(case.rows) - 1} says$',
            '^  Of the values that the vault lacks, 1 was erased, '], *K, *V)
    expect('erased, and the whole required', NOT_PROVEN,
           ['^NOT PROVEN: required, and not shown: that the vault holds'],
           *K, *V, '--require', 'vault', 'attack.evd')
    case.openings.pop(1)
    case.write_vault('attack.vault')
    attack('and one more is missing', case, NOT_PROVEN,
           ['^NOT PROVEN: the vault lacks 1 of the 1 openings of record 6$'],
           *K, *V)
    stranger = evd.Custodian('stranger')
    case = base.copy()
    case.add('custodian', recipient=stranger.recipient, runs=[1, 2, 3])
    case.head()
    case.write_vault('attack.vault', lambda b, d: d.extend(
        [run, stranger.recipient, stranger.seal(key)]
        for run, key in base.deks.items()))
    attack('a custodian who was named later', case, INTACT,
           ['5 values in the vault are what was recorded'], *K, '--vault',
           'attack.vault', '--identity', 'stranger.agekey')
    case.edit(len(case.rows) - 1, recipient='age1nobody')
    case.rehash()
    case.resign()
    attack('a custodian who is none', case, TAMPERED,
           [f'^TAMPERED: record {len(case.rows) - 1} names a custodian that is '
            'none$'], *K)
    case = base.copy()
    case.edit(0, vault='none')
    case.rehash()
    case.resign()
    attack('no vault, and custodians', case, TAMPERED,
           ['^TAMPERED: record 0 names custodians of a vault'], *K)
    record = case.record(0)
    del record['custodians']
    case.rows[0][2] = evd.canon(record)
    case.rehash()
    case.resign()
    attack('no vault is kept', case, INTACT,
           ['^  The clear values behind the masks: they were not kept'], *K)
    attack('a vault of a case that keeps none', case, NOT_PROVEN,
           ['^NOT PROVEN: no openings are kept of this case, so record 0 says'],
           *K, '--vault', 'base.vault', *O)


def disk(path):
    """Three MiB of noise with cards at all kinds of places."""
    data = bytearray(random.Random(3).randbytes(3 << 20))
    for at, text, code in (
            (0, '4111111111111111 exp 12/27 cvv 123 JOHN DOE\n', 'ascii'),
            (9000, '\n4539578763621486|12|27|123|JANE ROE\n', 'ascii'),
            (200001, 'visa card number 4012888888881881 exp 10/29 ',
             'utf-16-le'),
            (300000, 'visa card number 4012888888881881 exp 10/29 ',
             'utf-16-be'),
            ((1 << 20) - 8, '\ncard 5555555555554444 exp 01/28\n', 'ascii'),
            ((3 << 20) - 31, 'exp 01/28 card 5555555555554444', 'ascii')):
        text = text.encode(code)
        data[at:at + len(text)] = text
    with open(path, 'wb') as f:
        f.write(data)
    return data


def scan(*args, **how):
    run = subprocess.run([f'{BIN}/fxscan', '--json', '-e', 'card.pan', *args],
                         capture_output=True, check=True, **how)
    return [json.loads(line) for line in run.stdout.splitlines()]


def images():
    """T25, T26: what the records say against the bytes."""
    data = disk('seized.dd')
    case = evd.Case(lab)
    case.genesis()
    case.scanned(1, 1, scan('seized.dd'))
    with open('seized.dd', 'rb') as f:
        case.scanned(2, 2, scan('-', stdin=f))
    case.head()
    n = len([r for r in case.rows if r[1] == 'finding'])
    ok(n == 12, '12 findings to derive', n)
    case.write_vault('seized.vault')
    I = ('--image', 'seized.dd')
    V = ('--vault', 'seized.vault', '--identity', 'custodian.agekey')
    attack('each finding is derived again', case, INTACT,
           ['^  12 of the 12 findings were found again in the image',
            'What the masks of 12 findings hide: '], *K, *I)
    attack('each with its value', case, INTACT,
           ['^  12 of them have there the very value'], *K, *V, *I)
    first = 3  # the records of findings are 3 to 8, and then 12 to 17

    def invent(name, pattern, status=TAMPERED, openings=None, **members):
        other = case.copy()
        other.edit(first + 1, **members)
        other.rehash()
        other.resign()
        for o in other.openings:
            if o[0] == first + 1 and o[1] in (openings or {}):
                o[4] = openings[o[1]]
        other.seal_vault()
        other.write_vault('attack.vault')
        vault = ('--vault', 'attack.vault') if openings is not None else ()
        attack(name, other, status, [pattern], *K, *vault, *I)

    def nothing(off, more=''):
        return (rf'^TAMPERED: record {first + 1}: no such data at offset '
                rf'{off}{more}')
    kind = r' \(but something of that kind\)$'
    invent('T25 an offset is invented', nothing(9100, '$'), off=9100,
           path='9100')
    invent('T25 an offset is wrong by one', nothing(9002, '$'), off=9002,
           path='9002')
    invent('T25 a mask is invented', nothing(9001, kind),
           mask='453957******1487')
    invent('T25 another length', nothing(9001, kind), len=17)
    invent('T25 another encoding', nothing(9001, kind), enc='utf16le')
    invent('T25 another kind', nothing(9001, '$'), **{'class': 'card.track2'})
    invent('T25 past the end', nothing(1 << 40, ', which lies past the end$'),
           off=1 << 40, path=str(1 << 40))
    invent('a path that needs a decoder', rf'^CANNOT CHECK: record {first + 1}'
           ': nothing here decodes the path 9001-NONE-7: no decoder here is '
           'called NONE$', CANNOT, path='9001-NONE-7')
    invent('another scheme', rf'^NOT PROVEN: record {first + 1}: its '
           'attributes do not derive', NOT_PROVEN, attrs={'scheme': 'amex'})
    invent('another score', '^NOTE: run 1: 1 findings derive with another '
           rf'score or other reasons, the first is record {first + 1}$',
           INTACT, score=99)
    # The digits that the mask hides, with an opening that fits.
    value = b'4539570000001486'
    fake = evd.Case(lab)
    commits = fake.commit(first + 1, {'value': value.decode()})
    other = case.copy()
    record = other.record(first + 1)
    other.edit(first + 1, commit={**record['commit'], **commits})
    other.rehash()
    other.resign()
    other.openings = [o for o in other.openings
                      if o[:2] != [first + 1, 'value']] + fake.openings
    other.seal_vault()
    other.write_vault('attack.vault')
    attack('T25 hidden digits are invented', other, TAMPERED,
           [rf'^TAMPERED: record {first + 1}: the value at offset 9001 is not '
            'the one in the vault$'], *K, *I, '--vault', 'attack.vault', '--identity',
           'custodian.agekey')
    attack('T25 the same without the vault', other, INTACT,
           ['What the masks of 12 findings hide: '], *K, *I)
    case.write('attack.evd')
    data[1 << 19] ^= 1
    with open('flipped.dd', 'wb') as f:
        f.write(data)
    expect('T26 one bit of the image is flipped', CANNOT,
           ['^CANNOT CHECK: flipped.dd is not an image this case examined: it '
            'is as long as one, its content is another',
            '^NOT PROVEN: run 1: no image was given that it read$'],
           *K, '--image', 'flipped.dd', 'attack.evd')
    with open('short.dd', 'wb') as f:
        f.write(data[:-1])
    expect('T26 one byte is missing', CANNOT,
           [r'short.dd is not an image this case examined \(3145727 bytes'],
           *K, '--image', 'short.dd', 'attack.evd')
    expect('one image of two is another', CANNOT, ['^  12 of the 12',
                                                   'short.dd is not an image'],
           *K, '--image', 'short.dd', *I, 'attack.evd')
    expect('an image that is not there', CANNOT,
           ['^CANNOT CHECK: the image missing cannot be read'],
           *K, '--image', 'missing', 'attack.evd')
    with open('seized.dd', 'rb') as f:
        run = subprocess.run([f'{BIN}/fxverify', *K, '--image', '-',
                              'attack.evd'], stdin=f, capture_output=True)
    ok(run.returncode == CANNOT and b'is a stream' in run.stdout,
       'an image from a pipe', run.stdout)
    other = case.copy()
    options = other.record(11)['options']
    options['carvers'].append('card.braille')
    other.edit(11, options=options)
    other.rehash()
    other.resign()
    attack('a detector that is not here', other, CANNOT,
           ['^CANNOT CHECK: run 2 used detectors that this program does not'],
           *K, *I)
    other = case.copy()
    other.begin(3, 1)
    other.end(3, 1, {}, status='interrupted')
    record = other.record(len(other.rows) - 1)
    del record['sha256'], record['bytes']
    other.rows[-1][2] = evd.canon(record)
    other.rehash()
    other.heads = []
    other.head()
    attack('a run of which no hash is known', other, NOT_PROVEN,
           ['^NOT PROVEN: run 3 recorded no hash', '^NOTE: run 3 was inter',
            '^  What 1 run that did not complete'], *K, *I)


def recorded():
    """A case file by fxrecord: the other writer would write the same bytes."""
    def tool(name, *args, **how):
        return subprocess.run([f'{BIN}/{name}', *args], check=True,
                              capture_output=True, **how).stdout
    disk('seized.dd')
    tool('fxkey', 'new', 'bench')
    key = evd.Key('bench')
    tool('fxrecord', '--init', '--case', '2026-0417', '--agency',
         'lab.example', '--examiner', 'M\u00fcller "1"\\', '--legal', '\u200b/',
         '--key', key.path, 'made.evd')
    for args in ('seized.dd',), ('--min', '0', 'seized.dd'):
        tool('fxrecord', '--key', key.path, 'made.evd',
             input=tool('fxscan', '--json', *args))
    made = evd.Case.load('made.evd', key)
    again = made.copy()
    again.rehash()
    ok(again.rows == made.rows, 'fxrecord: each record and its hash')
    again.resign()
    ok(again.heads == made.heads, 'fxrecord: each signed head')
    ok(evd.schema_sum() == made.record(0)['schema'],
       'fxrecord: the sum of the schema')
    made.write('attack.evd')
    ok(dump('attack.evd') == dump('made.evd'), 'fxrecord: the whole')
    args = ('--key', key.pub, '--vault', 'made.vault', '--identity',
            'bench.agekey', '--image', 'seized.dd')
    expect('fxrecord: its file', INTACT, ['were found again'], *args,
           'made.evd')
    expect('fxrecord: the copy', INTACT, ['were found again'], *args,
           'attack.evd')
    rng = random.Random(2)
    for seq in range(len(made.rows)):
        case = made.copy()
        body = bytearray(case.rows[seq][2].encode())
        body[rng.randrange(len(body))] ^= 1
        case.rows[seq][2] = bytes(body)
        attack(f'T1 fxrecord: a byte of record {seq} is flipped', case,
               TAMPERED, [f'^TAMPERED: record {seq} was changed'],
               '--key', key.pub, before=loose(), after=patch())


def main():
    for part in (honest, flips, edits, moves, tails, heads, epochs, grammar,
                 spellings, types, structures, malformed, open_copies, vaults,
                 images, recorded):
        part()
    return done()


sys.exit(main())
