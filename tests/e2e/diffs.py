"""diffs.py BIN TOP - case files that evd.py makes, compared by fxdiff"""
import json
import re
import subprocess
import sys

import evd
from ask import BIN, SECONDS, done, ok

lab, other = evd.Key('lab'), evd.Key('other')
SAME, DIFFERENT, PARTIAL, FAIL = 0, 1, 3, 4
LAST = {SAME: 'same findings', DIFFERENT: 'different findings',
        PARTIAL: 'not proven'}


def diff(name, status, patterns, *args, words=()):
    """fxdiff ARGS ends so, with a line for each pattern on stdout and for each
    of words on stderr; --json tells the same."""
    run = subprocess.run([f'{BIN}/fxdiff', *args], capture_output=True,
                         timeout=SECONDS)
    out, err = run.stdout.decode(), run.stderr.decode()
    missing = [p for p in patterns if not re.search(p, out, re.M)] + \
        [w for w in words if not re.search(w, err, re.M)]
    good = run.returncode == status and not missing and \
        bool(err) == bool(words) and \
        (not out or out.splitlines()[-1] == LAST[status])
    again = subprocess.run([f'{BIN}/fxdiff', '--json', *args],
                           capture_output=True, timeout=SECONDS)
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    if out:
        good = good and lines[-1]['status'] == status and \
            lines[-1]['result'] == LAST[status]
    ok(good and again.returncode == status, name,
       f'exit {run.returncode}, want {status}', *missing, out, err)
    return lines


def one(findings=None, end=None, begin=None, heads=True):
    """A case of one run: two findings, or those given."""
    case = evd.Case(lab)
    case.genesis()
    case.source(1)
    case.begin(1, 1, **(begin or {}))
    findings = findings or [dict(off=4000), dict(off=8000)]
    classes = {}
    for f in findings:
        f = {**dict(value='4111111111111111', kind='card.pan'), **f}
        classes[f['kind']] = classes.get(f['kind'], 0) + 1
        case.finding(1, 1, **f)
    if end is not False:
        case.end(1, 1, classes, **(end or {}))
    if heads:
        case.head()
    return case


def pair(name, status, patterns, right, left=None, **more):
    (left or one()).write('left.evd')
    right.write('right.evd')
    return diff(name, status, patterns, 'left.evd', 'right.evd', **more)


def members():
    """Each member of the core is a difference; what is not in it is none."""
    base = dict(off=4000, attrs={'scheme': 'visa'},
                file={'state': 'allocated', 'path': '/a'})
    rest = dict(off=8000)
    left = one([base, rest])
    for change, pattern in (
            (dict(mask='411112******1111'), 'mask "411111.*" \\| "411112'),
            (dict(value='411111111111111', mask='411111******1111'),
             'len 16 \\| 15'),
            (dict(enc='utf16le'), 'enc "ascii" \\| "utf16le"'),
            (dict(score=26), 'score 25 \\| 26'),
            (dict(why=['luhn', 'iin:visa']), 'why - \\| "iin:visa"$'),
            (dict(attrs={'scheme': 'amex'}), 'attrs .*visa.* \\| .*amex'),
            (dict(file={'state': 'deleted', 'path': '/a'}),
             'file .*allocated.* \\| .*deleted')):
        pair(f'another {next(iter(change))}', DIFFERENT,
             [f'^! +4000  card.pan  411111\\*+1111  {pattern}',
              '^1 the same, 1 differ, 0 only'], one([{**base, **change}, rest]),
             left)
    for change in dict(off=4001, path='4001'), dict(path='4000-GZIP-3'), \
            dict(kind='card.track2'):
        pair(f'another {next(iter(change))}', DIFFERENT,
             ['^< +4000  card.pan  ', '^> +400[01]  card',
              '^1 the same, 0 differ, 1 only in the first, 1 only in the sec'],
             one([{**base, **change}, rest]), left)
    pair('nothing differs', SAME, ['^2 the same, 0 differ'], one([base, rest]),
         left)
    pair('another version, host and arguments', SAME,
         ['^version: "0.1.0" \\| "0.2.0"$'],
         one([base, rest], begin=dict(version='0.2.0', host='x', argv=['y'])),
         left)


def suppressed():
    """T27: a class that was left out; the options show why."""
    both = [dict(off=4000), dict(off=5000, kind='bank.iban', mask='DE**')]
    left = one(both, begin=dict(carvers=['bank.iban', 'card.pan']))
    lines = pair('T27 a class was left out', DIFFERENT,
                 ['^carvers: "bank.iban" \\| -$',
                  '^< +5000  bank.iban  DE\\*\\*$',
                  '^1 the same, 0 differ, 1 only in the first, 0 only'],
                 one(both[:1]), left)
    kinds = [line['type'] for line in lines]
    ok(kinds == ['pair', 'told', 'only', 'end', 'result'] and
       lines[2]['first']['value']['class'] == 'bank.iban' and
       lines[1]['name'] == 'carvers', '--json: line by line', kinds)


def order():
    """In the order of a scan all kinds of paths pair; in another none do."""
    paths = [(100, '100'), (100, '100-GZIP-7'), (100, '100-GZIP-7-BASE64-0'),
             (100, '100-GZIP-20'), (100, 'V2/12-128-1@5'),
             (100, 'V2/5-128-1@0'), (100, 'V2/5-128-1@0-ZIP-9'),
             (101, '101')]
    found = [dict(off=o, path=p) for o, p in paths]
    pair('paths in order', SAME, ['^8 the same'], one(found), one(found))
    for i in range(len(found)):
        pair(f'without {paths[i][1]}', DIFFERENT, ['^7 the same', '^< '],
             one(found[:i] + found[i + 1:]), one(found))
    swapped = [found[1], found[0], *found[2:]]
    pair('out of order', PARTIAL,
         ['they cannot be compared: findings that do not stand in the order'],
         one(swapped), one(found))
    many = [dict(off=100)] * 65
    pair('more at one place than a scan gives', PARTIAL,
         ['more findings of one class at one place'], one(many), one(many))
    pair('as many as may be', SAME, ['^64 the same'], one(many[1:]),
         one(many[1:]))
    two = [dict(off=100, score=s) for s in (20, 21)]
    pair('two of a kind, one of them gone', DIFFERENT,
         ['^1 the same, 0 differ, 1 only in the first', '^< +100 '],
         one(two[1:]), one(two))
    pair('no findings on one side', DIFFERENT, ['^0 the same.* 8 only in the f'],
         empty(), one(found))
    pair('none on either', SAME, ['^0 the same'], empty(), empty())


def empty():
    case = evd.Case(lab)
    case.genesis()
    case.source(1)
    case.begin(1, 1)
    case.end(1, 1, {})
    case.head()
    return case


def sources():
    lines = pair('another source', DIFFERENT,
                 ['^left.evd: run 1, .*SHA-256 1{64}.*: no such source on the '
                  'other side$', '^right.evd: run 1, .*SHA-256 2{64}'],
                 one(end=dict(sha256='22' * 32)))
    ok([line['type'] for line in lines] == ['lone', 'lone', 'result'],
       '--json: both are told')
    diff('another source, by number', DIFFERENT,
         ['^the runs read different bytes$', '^2 the same'], '--run', '1',
         '--run', '1', 'left.evd', 'right.evd')
    pair('a run of parts of its source', PARTIAL,
         ['right.evd: run 1: it recorded no hash of what it read: name it with '
          '--run'], parts())
    diff('which is named', PARTIAL, ['^ranges: - \\| "0-16384"$',
                                     'nothing proves which bytes it read',
                                     '^2 the same'],
         '--run', '1', '--run', '1', 'left.evd', 'right.evd')
    pair('an interrupted run', PARTIAL,
         ['right.evd: run 1: it is not complete: name it'],
         one(end=dict(status='interrupted')))
    diff('which is named', PARTIAL, ['it is not complete: what follows is what '
                                     'is there', '^2 the same'],
         '--run', '1', '--run', '1', 'left.evd', 'right.evd')
    pair('a run without an end', PARTIAL,
         ['right.evd: run 1: it is not complete: name it'], one(end=False))
    diff('which is named', PARTIAL, ['it has no end', '^2 the same'],
         '--run', '1', '--run', '1', 'left.evd', 'right.evd')
    case = evd.sample(lab)
    case.write('sample.evd')
    diff('a case against itself', SAME,
         ['^sample.evd: run 3, ', '^sample.evd: run 1, '], 'sample.evd',
         './sample.evd')
    diff('two runs of it', DIFFERENT, ['^the runs read different bytes'],
         '--run', '1', '--run', '3', 'sample.evd')
    diff('a run that is not there', FAIL, [], '--run', '1', '--run', '4',
         'sample.evd', words=['there is no run 4: the last is 3'])


def parts():
    case = one(end=False)
    case.add('run.end', run=1, src=1, status='complete',
             findings={'card.pan': 2}, below={}, errors=0, limits=0,
             boot='b' * 36, up=0, bytes=16384, ranges='0-16384')
    case.head()
    return case


def hostile():
    """Nothing is believed of a case before it is checked."""
    case = one()
    case.edit(3, score=99)
    pair('an edited record', PARTIAL, [], case,
         words=['right.evd: TAMPERED: record 3 was changed'])
    case = one()
    case.edit(3, score=99)
    case.rehash(3)
    pair('and the chain made to fit', PARTIAL, [], case,
         words=['right.evd: TAMPERED: the signed head over 6 records.*does not'])
    pair('nothing signed', PARTIAL, ['^2 the same'], one(heads=False),
         words=['right.evd: NOT PROVEN: nothing is signed'])
    case = one()
    case.add('custody', **{'from': 'a', 'to': 'b', 'what': 'c', 'why': 'd'})
    pair('an unsigned tail', PARTIAL, ['^2 the same'], case,
         words=['record 6 is not covered by any good signature'])
    one().write('left.evd')
    one().write('right.evd')
    diff('with the key', SAME, ['^2 the same'], '--key', lab.pub, 'left.evd',
         'right.evd')
    diff('with another key', PARTIAL, ['^2 the same'], '--key', other.pub,
         'left.evd', 'right.evd', words=['you have not confirmed'])
    diff('no such file', FAIL, [], 'left.evd', 'missing.evd',
         words=['missing.evd: CANNOT CHECK'])
    diff('no case file', FAIL, [], lab.pub, 'left.evd',
         words=['CANNOT CHECK: not an evidence file'])
    evil = dict(off=4000, mask='41\u202e\x1b[2J\x07', path='4000',
                attrs={'x': '\x1b]0;'})
    one([evil], begin=dict(version='\x1b[31m\u202e')).write('right.evd')
    out = subprocess.run([f'{BIN}/fxdiff', 'left.evd', 'right.evd'],
                         capture_output=True).stdout
    ok(out and not any(b < 32 and b != 10 for b in out) and
       '\u202e'.encode() not in out, 'T30 nothing steers a terminal', out)


members()
suppressed()
order()
sources()
hostile()
sys.exit(done())
