"""parents.py BIN TOP - attacks on a batch, each with the answer it must get

Makes parent cases and their children with evd.py, each in a folder of its own,
and prints TAP.
"""
import json
import os
import re
import shutil
import subprocess
import sys

import evd
from ask import (BIN, TOP, INTACT, TAMPERED, NOT_PROVEN, CANNOT, ask, done, expect,
                 ok, verify)

lab, other = evd.Key('lab'), evd.Key('other')
K = ('--key', lab.pub)
PLAN = 'ab' * 32
COUNT = 4


def child(number, key=lab, cards=1):
    """The case of an image."""
    case = evd.Case(key, f'lab.example/B-1/A{number}')
    case.genesis(case='B-1', exhibit=f'A{number}')
    case.source(1)
    case.begin(1, 1)
    for i in range(cards):
        case.finding(1, 1, '4111111111111111', 4000 * (i + 1) + number)
    case.end(1, 1, {'card.pan': cards}, sha256=f'{number:02x}' * 32)
    case.head()
    return case


def done_record(number, case, /, **more):
    end = json.loads(case.rows[-1][2])
    if 'sha256' in end:
        more = {'sha256': end['sha256'], **more}
    return {**dict(
        plan=PLAN, image=number, exhibit=f'A{number}', case='B-1',
        status='done', attempts=1, wall_ms=20, cpu_ms=10, memory_kib=9000,
        file=f'A{number}.evd', origin=case.origin, size=len(case.rows),
        root=evd.root([r[3] for r in case.rows]).hex(),
        bytes=end['bytes'], findings=end['findings'], errors=end['errors'],
        limits=end['limits']), **more}


def failed_record(number, **more):
    return {**dict(
        plan=PLAN, image=number, exhibit=f'A{number}', case='B-1',
        status='failed', attempts=2, wall_ms=900, cpu_ms=10, memory_kib=9000,
        why='time', words='not done within 6 seconds'), **more}


def begin(images=COUNT, plan=PLAN):
    parent = evd.Case(lab, 'lab.example/B-1/01234567')
    parent.genesis(case='B-1')
    batch(parent, images, plan)
    return parent


def batch(parent, images=COUNT, plan=PLAN):
    parent.add('batch', plan=plan, manifest='cd' * 32, tool='fxbatch',
               version='0.1.0', build='test', images=images, units=images,
               split=0, scan=[])


CASES = {n: child(n) for n in range(1, COUNT + 1)}


def write(name, parent, cases=None):
    """A folder with the parent case, signed, and the children."""
    shutil.rmtree(name, ignore_errors=True)
    os.mkdir(name)
    parent.head()
    parent.write(f'{name}/batch.evd')
    for number, case in (CASES if cases is None else cases).items():
        case.write(f'{name}/A{number}.evd')
    return f'{name}/batch.evd'


def sound(records=None, images=COUNT):
    """A parent case with a record of each image, or with these."""
    parent = begin(images)
    for record in records or [done_record(n, CASES[n]) for n in CASES]:
        parent.add('child', **record)
    return parent


def attack(name, status, patterns, parent=None, cases=None, change=None,
           args=K):
    """change: done to the folder behind that."""
    path = write('batch', parent or sound(), cases)
    if change:
        change()
    expect(name, status, patterns, *args, path)


def honest():
    attack('a batch as made', INTACT,
           ['^  4 cases of the batch are there with the head that is recorded '
            'here, and each is by itself what was signed\\.$'])
    expect('without a key', NOT_PROVEN,
           ['^NOT PROVEN: signature is by a key you have not'],
           'batch/batch.evd')
    rc, out, err = verify('batch/batch.evd')
    ok(sum(l.startswith('NOT PROVEN') for l in out.splitlines()) == 1,
       'that is said once', out)
    os.mkdir('away')
    shutil.move('batch/batch.evd', 'away/batch.evd')
    expect('the children lie elsewhere', INTACT, ['^  4 cases of the batch'],
           *K, '--children', 'batch', 'away/batch.evd')
    expect('with a slash', INTACT, ['^  4 cases of the batch'],
           *K, '--children', 'batch/', 'away/batch.evd')
    expect('they are not there', CANNOT,
           [r'^CANNOT CHECK: image 1 \(A1\), A1.evd: the case file '
            r'\(away/A1.evd\) cannot be read: No such file'],
           *K, 'away/batch.evd')
    expect('the parent case alone', INTACT,
           ['^  That the cases of the batch are there and have the heads that '
            'are recorded here: they were not looked at'],
           *K, '--no-children', 'away/batch.evd')
    rc, out, err = verify('--json', *K, '--children', 'batch',
                          'away/batch.evd')
    ok(json.loads(out)['children'] ==
       {'images': 4, 'failed': 0, 'untold': 0, 'grown': 0, 'derived': 0,
        'opened': 0, 'intact': 4, 'not_proven': 0, 'cannot_check': 0, 'tampered': 0}, 'as JSON', out)
    os.chdir('batch')
    shutil.move('../away/batch.evd', 'batch.evd')
    expect('from within the folder', INTACT, ['^  4 cases'], '--key',
           f'../{lab.pub}', 'batch.evd')
    os.chdir('..')
    os.rmdir('away')
    attack('with an image that failed', INTACT,
           ['^  3 cases of the batch are there',
            '^  What is on 1 image of the batch: that failed'],
           sound([done_record(n, CASES[n]) for n in (1, 2, 3)] +
                 [failed_record(4)]))
    attack('the last record of an image counts', INTACT, ['^  4 cases'],
           sound([failed_record(4)] +
                 [done_record(n, CASES[n]) for n in CASES]))
    attack('of an image there is no record', NOT_PROVEN,
           ['^NOT PROVEN: of 1 of its images the batch has no record$'],
           sound([done_record(n, CASES[n]) for n in (1, 2, 4)]))


def swapped():
    attack('a child is that of another image', TAMPERED,
           [r'^TAMPERED: image 3 \(A3\), A3.evd: it is another log '
            r'\(lab.example/B-1/A4\) than the parent case says '
            r'\(lab.example/B-1/A3\)$',
            '^  Anything of these images: rely on none of their cases'],
           change=lambda: shutil.copy('batch/A4.evd', 'batch/A3.evd'))
    again = child(3)
    attack('a child was made anew, by the same key', TAMPERED,
           [r'^TAMPERED: image 3 \(A3\), A3.evd: history differs from the '
            'head in the parent case '], cases={**CASES, 3: again})
    attack('by another key', TAMPERED, ['history differs from'],
           cases={**CASES, 3: child(3, other)})
    changed = CASES[2].copy()
    changed.edit(3, mask='555555******4444')
    attack('a record of a child is changed', TAMPERED,
           [r'^TAMPERED: image 2 \(A2\), A2.evd: record 3 was changed'],
           cases={**CASES, 2: changed})
    changed.rehash()
    changed.resign()
    attack('and signed anew', TAMPERED,
           [r'^TAMPERED: image 2 .*: history differs from the head in the '
            'parent case'], cases={**CASES, 2: changed})

    def link():
        os.unlink('batch/A3.evd')
        os.link('batch/A4.evd', 'batch/A3.evd')
    attack('two names of one file', TAMPERED,
           [r'^TAMPERED: image 3 \(A3\), A3.evd: it is another log '
            r'\(lab.example/B-1/A4\) than'], change=link)


def gone():
    attack('a child is missing', CANNOT,
           [r'^CANNOT CHECK: image 3 \(A3\), A3.evd: the case file '
            r'\(batch/A3.evd\) cannot be read: No such file',
            '^  3 cases of the batch are there'],
           change=lambda: os.unlink('batch/A3.evd'))
    attack('a child is a folder', CANNOT, ['A3.evd.* is a directory'],
           change=lambda: (os.unlink('batch/A3.evd'),
                           os.mkdir('batch/A3.evd')))
    attack('a child is a pipe', CANNOT, ['A3.evd.* is not a regular file'],
           change=lambda: (os.unlink('batch/A3.evd'),
                           os.mkfifo('batch/A3.evd')))
    attack('a child is empty', CANNOT, ['^CANNOT CHECK: image 3 .*: not an'],
           change=lambda: open('batch/A3.evd', 'w').close())
    attack('a child is not closed', CANNOT,
           [r'^CANNOT CHECK: image 3 .*: the copy is not closed '
            r'\(A3.evd-journal present\)'],
           change=lambda: open('batch/A3.evd-journal', 'w').close())
    attack('a child is cut off', TAMPERED,
           ['^TAMPERED: image 3 .*: the case file is cut short'],
           change=lambda: os.truncate('batch/A3.evd', 8192))
    older = CASES[3].copy()
    del older.rows[-1], older.heads[:]
    older.head()
    attack('a child is an older copy', TAMPERED,
           [r'^TAMPERED: image 3 \(A3\), A3.evd: this file is SHORTER than '
            'the head in the parent case: 5 records were signed then, 4 are '
            'present$'], cases={**CASES, 3: older})
    attack('one is missing, another swapped', TAMPERED,
           ['^TAMPERED: image 2 ', '^CANNOT CHECK: image 3 '],
           change=lambda: (os.unlink('batch/A3.evd'),
                           shutil.copy('batch/A1.evd', 'batch/A2.evd')))


def grown():
    case = CASES[3].copy()
    case.add('review', of=3, verdict='accepted', by='x', why='seen')
    attack('a child has grown, unsigned', NOT_PROVEN,
           [r'^NOT PROVEN: image 3 \(A3\), A3.evd: record 5 is not covered '
            'by any good signature', '^  1 case of the batch has grown'],
           cases={**CASES, 3: case})
    case.head()
    attack('a child has grown, signed', INTACT,
           ['^  4 cases of the batch are there',
            '^  1 case of the batch has grown since: what was added is under '
            'a signature of its own'], cases={**CASES, 3: case})


def lies():
    """The parent case is signed well, by whom the verifier trusts."""
    def told(name, pattern, **more):
        attack(f'the parent case lies: {name}', TAMPERED, [pattern], sound(
            [done_record(n, CASES[n], **(more if n == 3 else {}))
             for n in CASES]))
    told('of the digest', '^TAMPERED: image 3 .*another digest of its source$',
         sha256='ee' * 32)
    told('of the size', '^TAMPERED: image 3 .*another size of its source$',
         bytes=1)
    told('of findings', '^TAMPERED: image 3 .*another number of its findings$',
         findings={'card.pan': 2})
    told('of errors', '^TAMPERED: image 3 .*number of its errors or limits$',
         errors=1)
    for name in ('../batch/A3.evd', '/etc/passwd', '..', 'x/A3.evd',
                 'A3.evd\n', '\u0085', 'x' * 256):
        told(f'a name {name[:20]!r}', r'^TAMPERED: image 3 \(A3\), .*: the '
             'parent case names no file of its folder$', file=name)
    told('of the classes of findings', '^TAMPERED: image 3 .*another number of '
         'its findings$', findings={'card.track2': 1})
    told('it lists itself', r'^TAMPERED: image 3 \(A3\), batch.evd: it is '
         'another log ', file='batch.evd')
    told('a file twice', r'^TAMPERED: image 3 \(A3\), A2.evd: it is another '
         'log ', file='A2.evd')
    told('a case twice', r'^TAMPERED: image 3 \(A3\), A2.evd: the parent case '
         'says that it is the case of image 2, too$',
         **{k: v for k, v in done_record(2, CASES[2]).items()
            if k not in ('image', 'exhibit', 'case')})
    told('of the exhibit', r'^TAMPERED: image 3 \(Z9\), A3.evd: the parent '
         'case has another exhibit$', exhibit='Z9')
    told('of the case', '^TAMPERED: image 3 .*A3.evd: the parent case has '
         'another case id$', case='B-2')
    told('words that steer', r'^TAMPERED: image 3 \(A\?\[31m\), \.\./A4.evd',
         exhibit='A\x1b[31m', file='../A4.evd')
    nested = CASES[3].copy()
    batch(nested, 1, 'ef' * 32)
    nested.add('child', **failed_record(1, plan='ef' * 32))
    nested.head()
    attack('a child that is a parent itself', NOT_PROVEN,
           ['^NOT PROVEN: image 3 .*: it is the case of a batch itself'],
           sound([done_record(n, CASES[n]) if n != 3 else
                  {**done_record(3, CASES[3]), 'size': len(nested.rows),
                   'root': evd.root([r[3] for r in nested.rows]).hex()}
                  for n in CASES]), {**CASES, 3: nested})
    attack('a child of a batch that was not begun', TAMPERED,
           ['^TAMPERED: record 6 is of an image of a batch that was not '
            'begun$'], sound([done_record(n, CASES[n]) for n in CASES] +
                             [failed_record(1, plan='ef' * 32)]))
    attack('of an image that the batch has not', TAMPERED,
           ['^TAMPERED: record 6 is of image 5 of a batch that has 4$'],
           sound([done_record(n, CASES[n]) for n in CASES] +
                 [failed_record(5)]))
    twice = sound()
    batch(twice)
    attack('a batch that is begun twice', TAMPERED,
           ['^TAMPERED: record 6 begins a batch that was begun$'], twice)
    many = begin()
    for i in range(64):
        batch(many, 1, f'{i:064x}')
    attack('more batches than are followed', CANNOT,
           ['^CANNOT CHECK: there are more than 64 batches$',
            '^NOT PROVEN: of 67 of its images'], many)


def shared():
    """One case, which is told of as that of two images."""
    case = CASES[1].copy()
    first = done_record(1, case)
    case.add('review', of=3, verdict='accepted', by='x', why='seen')
    case.head()
    second = {**first, 'image': 2, 'exhibit': 'A2', 'size': len(case.rows),
              'root': evd.root([r[3] for r in case.rows]).hex()}
    attack('a case that grew is that of two images', TAMPERED,
           [r'^TAMPERED: image 2 \(A2\), A1.evd: the parent case says that '
            'it is the case of image 1, too$'], sound([first, second], 2),
           {1: case})
    parent = begin(1)
    batch(parent, 1, 'ef' * 32)
    parent.add('child', **first)
    parent.add('child', **{**first, 'plan': 'ef' * 32})
    attack('and of two plans', TAMPERED,
           [r'^TAMPERED: image 1 \(A1\), A1.evd: the parent case says that '
            'it is the case of image 1 of another plan, too$'], parent,
           {1: CASES[1]})
    parent = begin(1)
    batch(parent, 1, 'ef' * 32)
    parent.add('child', **first)
    parent.add('child', **{**done_record(2, CASES[2]), 'image': 1,
                           'plan': 'ef' * 32})
    attack('two plans, each with its own', INTACT, ['^  2 cases of the batch'],
           parent, {n: CASES[n] for n in (1, 2)})


def many():
    """Rows without end: one image, each time told anew; and all missing."""
    parent = begin(3000)
    rows = [failed_record(1 + i % 3000, words=str(i)) for i in range(6000)]
    for i, row in enumerate(rows):
        if i >= 3000 and i % 2:
            row = done_record(1 + i % 3000, CASES[1],
                              file=f'B{i}.evd', root=f'{i:064x}',
                              origin=f'lab.example/B-1/B{i}')
        parent.add('child', **row)
    write('batch', parent)
    rc, out, err = verify(*K, 'batch/batch.evd')
    lines = [l for l in out.splitlines() if l.startswith('CANNOT CHECK:')]
    ok(rc == CANNOT and len(lines) == 101 and
       lines[-1] == 'CANNOT CHECK: and 1400 more, not listed',
       'most children are missing: a hundred are named, the rest counted',
       rc, len(lines), lines[-1:], err)


def diff(name, status, patterns, *args):
    rc, out, err = ask(f'{BIN}/fxdiff', args)
    said = (out + err).splitlines()
    missing = [p for p in patterns if not any(re.search(p, l) for l in said)]
    ok(rc == status and not missing, name, f'exit {rc}, want {status}',
       *[f'no line matches {p}' for p in missing], out, err)


def batches():
    """Two parent cases are compared by the cases that they name."""
    pair = ('left/batch.evd', 'right/batch.evd')

    def right(parent=None, cases=None):
        write('right', parent or sound(), cases)
    write('left', sound())
    again = {n: child(n) for n in CASES}
    right(sound([done_record(n, again[n]) for n in again]), again)
    diff('fxdiff: made twice', 0,
         ['^images: 4 the same, 0 differ, 0 only in the first, 0 only in the '
          'second, 0 not compared$', '^same findings$'], *K, *pair)
    ok(not any('run 1' in l for l in ask(f'{BIN}/fxdiff', pair)[1]
               .splitlines()), 'fxdiff: of what agrees nothing is told')
    diff('fxdiff: with itself', 0,
         ['^images: 4 the same, 0 differ, ', '^same findings$'], pair[0],
         pair[0])
    diff('fxdiff: a run of a batch', 4,
         ['^fxdiff: left/batch.evd: --run: it is the case of a batch'],
         '--run', '1', '--run', '1', *pair)
    again[2] = child(2, cards=2)
    records = [done_record(n, again[n]) for n in again]
    right(sound(records), again)
    diff('fxdiff: a finding more', 1,
         ['^left/A2.evd: run 1, ', '^right/A2.evd: run 1, ',
          '^> +8002  card.pan', '^images: 3 the same, 1 differ, ',
          '^different findings$'], *pair)
    rc, out, err = ask(f'{BIN}/fxdiff', ['--json', *pair])
    types = [json.loads(l)['type'] for l in out.splitlines()]
    ok(types == ['pair', 'only', 'end', 'images', 'result'] or
       types == ['pair', 'told', 'only', 'end', 'images', 'result'],
       'fxdiff: as JSON', types, err)
    right(sound([records[0], failed_record(2), failed_record(3)], 3), again)
    diff('fxdiff: failed, and not there', 1,
         ['^A2: done | failed: time$',
          '^left/batch.evd: A4: no such image on the other side$',
          '^images: 1 the same, 2 differ, 1 only in the first, '], *pair)
    write('left', sound([failed_record(n) for n in CASES]))
    right(sound([failed_record(n) for n in CASES]))
    diff('fxdiff: all failed alike', 3, ['^images: 4 the same'], *pair)
    loose = evd.Case(lab, 'lab.example/B-1/A1')
    loose.genesis(case='B-1', exhibit='A1')
    loose.source(1)
    loose.begin(1, 1)
    loose.add('run.end', run=1, src=1, status='complete', findings={},
              below={}, errors=0, limits=0, boot='b' * 36, up=0, bytes=16384,
              ranges='0-16384')
    loose.head()
    parent = begin(1)
    parent.add('child', **done_record(1, loose))
    for side in 'left', 'right':
        write(side, parent.copy(), {1: loose})
    diff('fxdiff: runs without a hash', 3,
         ['^right/A1.evd: run 1: it recorded no hash of what it read: compare '
          'these two cases by themselves with --run$', '1 not compared$'],
         *pair)
    diff('fxdiff: so they are', 3, ['^0 the same, 0 differ'], '--run', '1',
         '--run', '1', 'left/A1.evd', 'right/A1.evd')
    write('left', sound())
    right()
    os.unlink('right/A3.evd')
    diff('fxdiff: a case is missing', 3,
         ['^fxdiff: right/A3.evd: CANNOT CHECK: the case file',
          '^images: 3 the same, .* 1 not compared$', '^not proven$'], *pair)
    right()
    shutil.copy('right/A4.evd', 'right/A3.evd')
    diff('fxdiff: a case is another', 3,
         ['^fxdiff: right/A3.evd: TAMPERED: it is another log', ' 1 not comp'],
         *pair)
    right(sound([done_record(n, CASES[n], file='../left/A3.evd')
                 for n in CASES]))
    diff('fxdiff: no file of the folder is opened', 3,
         ['0 the same, .* 4 not compared$', '^fxdiff: right/batch.evd: image 2: '
          'the record names no file of its folder$'], *pair)
    right()
    diff('fxdiff: with another key', 3, ['NOT PROVEN: '], '--key', other.pub,
         *pair)


def report(name, status, patterns, *args):
    """fxreport writes a page with all of these; of it the batch's section."""
    rc, out, err = ask(f'{BIN}/fxreport', [*args, '-o', 'page.html'])
    with open('page.html') as f:
        page = f.read()
    part = re.search('<section id="batch".*?</section>', page, re.S)
    text = re.sub(r'\s+', ' ', re.sub('<[^>]*>', ' ', part.group())) \
        if part else ''
    missing = [p for p in patterns if not re.search(p, text)]
    form = subprocess.run(['python3', f'{TOP}/tests/helper/wellformed.py',
                           'page.html'], capture_output=True)
    ok(rc == status and not missing and not form.stdout + form.stderr, name,
       f'exit {rc}, want {status}', *[f'nothing matches {p}' for p in missing],
       text, err, form.stdout)
    return page


def keyed(number, cards, key='aa' * 16, prints=None):
    """A case whose findings have keyed fingerprints."""
    case = evd.Case(lab, f'lab.example/B-1/A{number}')
    case.genesis(case='B-1', exhibit=f'A{number}')
    case.source(1)
    case.begin(1, 1, **({'fp_key': key} if key else {}))
    for i, card in enumerate(cards):
        fp = evd.sha((key or '').encode() + card.encode()).hex()[:32]
        case.finding(1, 1, card, 4000 * (i + 1), **({'fp': fp} if key else {}))
    case.end(1, 1, {'card.pan': len(cards)})
    case.head()
    return case


def reports():
    """What the page of a parent case tells."""
    one, two, three = '4111111111111111', '5555555555554444', \
        '378282246310005'
    cases = {1: keyed(1, [one, two, one]), 2: keyed(2, [two, one]),
             3: keyed(3, [one], 'bb' * 16), 4: keyed(4, [one, two], None),
             5: keyed(5, [three, two])}
    records = [done_record(n, cases[n]) for n in cases]
    path = write('batch', sound(records + [failed_record(6)], 6), cases)
    page = report('a report: failures first, totals, values on several '
                  'images', 0, [
        'Batch .* Images that failed: .* 6 A6 time not done within 6 seconds '
        '2 0.9 9000 All together',
        'Images 6 Failed 1 Cases: intact 5 .* Findings 10 ',
        '3 cases have keyed fingerprints by the key ' + 'aa' * 16,
        '1 cases have keyed fingerprints by the key ' + 'bb' * 16,
        'Only cases of one key are compared',
        '1 cases with findings have none: their values are not compared',
        r'card.pan 555555\*{6}4444 3 3 A1 , A2 , A5 [0-9a-f]{32} '
        r'card.pan 411111\*{6}1111 2 3 A1 , A2 [0-9a-f]{32} Time and',
        'INTACT .* 5 A5 2 0 0 1048576 1 0.0 0.0 9000'], *K, path)
    ok(not any(c in page for c in (one, two, three)), 'no value in clear')
    ok('>Notes<' not in page, 'of notes nothing, where there are none')
    noted = [done_record(n, cases[n], **({'notes': 'safe <2> 411111******1111'}
                                         if n == 3 else {})) for n in cases]
    report('notes of the manifest, as they are recorded', 0, [
        'Image Exhibit Notes Why Words .* 6 A6 by the door time not done',
        'Image Exhibit Notes Findings .* 2 A2 2 0 0 .* '
        '3 A3 safe &lt;2&gt; 411111[*]{6}1111 1 0 0 '], *K,
        write('batch', sound(noted + [failed_record(6, notes='by the door')],
                             6), cases))
    path = write('batch', sound(records + [failed_record(6)], 6), cases)
    report('nor does it look for them', 0, [], *K, '--no-children', path)
    changed = cases[2].copy()
    changed.edit(3, mask='555555******4445')
    changed.write('batch/A2.evd')
    os.unlink('batch/A5.evd')
    report('findings of a changed or missing case do not count', 1, [
        'TAMPERED .* 2 A2 record 3 was changed .*CANNOT CHECK .* 5 A5 the '
        'case file .* cannot be read',
        'No value is on two images'], *K, path)
    path = write('batch', sound([done_record(1, child(1))], 1), {})
    report('none has fingerprints, and it is missing', 4,
           ['CANNOT CHECK .* 1 A1 ', 'No case has keyed fingerprints'], *K,
           path)


def bounded():
    """However many images there are, a page has an end."""
    parent = begin(20001)
    for i in range(20001):
        parent.add('child', **failed_record(1 + i, words='w' * 300))
    page = report('many images that failed', 0,
                  ['19001 more are not listed', 'Images 20001 Failed 20001'],
                  *K, write('batch', parent))
    ok(len(page) < 2000000, f'the page has {len(page)} bytes')
    ok('<script' not in re.sub('<script type="application/json".*?</script>',
                               '', page, flags=re.S)
       and "script-src 'none'" in page and 'has no script' in page,
       'and no script, which it says')


def usage():
    for args in (['--children', 'x', '--no-children'],
                 ['--proof', '--no-children'],
                 ['--proof', '--children', 'x']):
        rc, out, err = ask(f'{BIN}/fxverify', [*args, 'batch/batch.evd'])
        ok(rc == 2 and not out, f'{" ".join(args)}: usage', rc, out, err)


def main():
    for part in (honest, swapped, gone, grown, lies, shared, many,
                 batches, reports, bounded, usage):
        part()
    return done()


sys.exit(main())
