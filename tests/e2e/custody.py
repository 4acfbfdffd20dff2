"""custody.py BIN TOP - what a case says of itself: who had it, what it is of

Makes case files with evd.py, which an honest key signs, and asks fxverify.
Prints TAP.
"""
import json
import random
import sys

import evd
from ask import INTACT, NOT_PROVEN, TAMPERED, done, expect, ok, verify

lab = evd.Key('lab')
MD5, OTHER, SHA = '7a' * 16, '7b' * 16, '11' * 32
LOG = {'format': 'dc3dd', 'log': '22' * 32, 'digests': {'md5': MD5}}


def told(name, case, status, patterns):
    case.heads = []
    case.head()
    case.write('custody.evd')
    expect(name, status, patterns, '--key', lab.pub, 'custody.evd')


def run(source, end):
    """A case of one run, with these members of its source and of its end."""
    case = evd.Case(lab)
    case.genesis()
    case.source(1, **source)
    case.begin(1, 1)
    case.end(1, 1, {}, **end)
    return case


def acquisitions():
    acq, same = {'acq': LOG}, {'md5': MD5}
    told('the digest of a log', run(acq, {**same, 'acquired': 'match'}),
         INTACT, ['^  1 of 1 runs read the image that was acquired: '])
    told('the same, not said', run(acq, same), INTACT, ['1 of 1 runs read'])
    told('another digest', run(acq, {'md5': OTHER, 'acquired': 'mismatch'}),
         NOT_PROVEN,
         ['^NOT PROVEN: run 1 did not read the image that was acquired: the '
          f'acquisition log states MD5 {MD5}, the bytes read have {OTHER}$',
          '^  That what 1 of 1 runs found was on the exhibit'])
    told('another digest, that is not said', run(acq, {'md5': OTHER}),
         NOT_PROVEN, ['^NOT PROVEN: run 1 did not read the image'])
    told('another digest, and a lie', run(acq, {'md5': OTHER,
                                                'acquired': 'match'}),
         TAMPERED,
         ['^TAMPERED: record 3 says of the acquisition: match; but it is '
          'mismatch: the acquisition log states MD5'])
    told('a run made worse than it was', run(acq, {**same, 'acquired':
                                                   'uncompared'}),
         TAMPERED, ['says of the acquisition: uncompared; but it is match'])
    told('what nothing was stated of', run({}, {'acquired': 'match'}),
         TAMPERED, ['says of the acquisition: match; but it is recorded '
                    'without a digest$'])
    told('no digest in common', run(acq, {'acquired': 'uncompared'}), INTACT,
         ['^NOTE: run 1 could not be compared with the acquisition: the '
          'acquisition log states MD5, the run has SHA-256$',
          '^  That 1 of 1 runs read the image that was acquired: they '])
    told('an image file that is not what it states',
         run({'stored': {'sha256': '33' * 32}}, {'acquired': 'mismatch'}),
         NOT_PROVEN, ['the image file states SHA-256 33'])
    told('the log of another image',
         run({**acq, 'stored': {'md5': OTHER}}, {'acquired': 'mismatch'}),
         NOT_PROVEN, [f'states MD5 {MD5}, the image file {OTHER}$'])
    case = evd.Case(lab)
    case.genesis()
    for src, md5 in (1, MD5), (2, None), (3, OTHER):
        case.source(src, **({'acq': {**LOG, 'digests': {'md5': md5}}}
                            if md5 else {}))
    for n, src in enumerate((3, 1, 2, 1), 1):
        case.begin(n, src)
        case.end(n, src, {}, md5=MD5)
    told('runs over sources in any order', case, NOT_PROVEN,
         ['^NOT PROVEN: run 1 did not read', '^  2 of 4 runs read the image'])


def hand(case, what, from_, to, **more):
    return case.add('custody', **{'from': from_, 'to': to, 'what': what,
                                  'why': 'trial', **more})


def review(case, of, verdict='accepted', **more):
    case.add('review', **{'of': of, 'verdict': verdict, 'by': 'badge 7',
                          'why': 'seen', **more})


def hand_overs():
    case = evd.sample(lab)
    hand(case, 'exhibit A1', 'police', 'lab', seal_no='0042')
    told('a hand-over', case, INTACT,
         ['^  exhibit A1 was handed over once: last by police to lab, who has '
          'it since record 16 of 2026-11-21 '])
    hand(case, 'exhibit B2', 'police', 'lab')
    hand(case, 'exhibit A1', 'lab', 'court')
    told('each thing has a line of its own', case, INTACT,
         ['^  exhibit B2 was handed over once: last by police to lab',
          '^  exhibit A1 was handed over 2 times, each by who had it: last by '
          'lab to court, who has it since record 18 '])
    hand(case, 'exhibit A1', 'lab', 'expert')
    gap = case.copy()
    told('a gap', case, INTACT,
         ['^NOTE: record 19 hands over exhibit A1 from lab, where record 18 '
          'had handed it to court$',
          '^  exhibit A1 was handed over 3 times, 1 of them by another than '
          'who had it: last by lab to expert'])
    expect('a gap is no line without one', NOT_PROVEN,
           ['^NOT PROVEN: required, and not shown: .*--require custody'],
           '--key', lab.pub, '--require', 'custody', 'custody.evd')
    gap.add('correct', of=18, why='it was not fetched')
    told('a hand-over that was corrected does not count', gap, INTACT,
         ['^  exhibit A1 was handed over 2 times, each by who had it: last by '
          'lab to expert', '^  Record 20 corrects record 18: it was not fet'])
    expect('and leaves no gap', INTACT, [], '--key', lab.pub, '--require',
           'custody', 'custody.evd')
    case = evd.sample(lab)
    for i in range(30):
        hand(case, f'disk {i}', 'a', 'b')
    told('many things', case, INTACT, ['^  disk 19 was handed over once',
                                       '^  10 other things were handed over'])
    case = evd.sample(lab)
    hand(case, 'A1\x1b[2J' + 'x' * 5000, 'a\u202eb', 'c\nd')
    told('names that steer a terminal', case, INTACT,
         [r'^  A1\?\[2Jx{100}.*: last by a\?b to c\?d, who has it since'])
    for name, change in (('', {}), ('without why', {'why': None}),
                         ('from nobody', {'from': ''}),
                         ('to a number', {'to': 7}),
                         ('a seal that is a number', {'seal_no': 42})):
        case = evd.sample(lab)
        hand(case, 'A1', 'a', 'b')
        record = case.record(16)
        record.update(change)
        case.rows[16][2] = evd.canon({k: v for k, v in record.items()
                                      if v is not None})
        case.rehash(16)
        told('a hand-over ' + (name or 'as it should be'), case,
             TAMPERED if change else INTACT,
             ['^TAMPERED: record 16 '] if change else [])


def reviews():
    case = evd.sample(lab)
    review(case, 4)
    review(case, 6, 'rejected', why='the number of an order')
    review(case, 10, 'note')
    told('three reviews', case, INTACT,
         ['^  Of 5 findings 3 were reviewed: 1 accepted, 1 rejected, 1 noted '
          'only'])
    review(case, 4, 'rejected')
    review(case, 4, 'note')
    review(case, 10, 'accepted')
    told('the last one counts, a note changes nothing', case, INTACT,
         ['^  Of 5 findings 3 were reviewed: 1 accepted, 2 rejected, 0 noted '
          'only'])
    for of, name in (0, 'a genesis'), (1, 'a source'), (5, 'an error'), \
            (7, 'an end'), (16, 'a review'):
        case = evd.sample(lab)
        review(case, 4)
        review(case, of)
        told(f'a review of {name}', case, TAMPERED,
             [f'^TAMPERED: record 17 reviews record {of}, which is no find'])
    for of in 16, 17, 1 << 40:
        case = evd.sample(lab)
        review(case, of)
        told(f'a review of record {of} by record 16', case, TAMPERED,
             [f'speaks of record {of}, which does not come before it$'])
    case = evd.sample(lab)
    case.begin(4, 1)
    case.finding(4, 1, '4111111111111111', 4000)
    review(case, 4)
    case.end(4, 1, {'card.pan': 1})
    told('a review within a run', case, TAMPERED,
         ['^TAMPERED: record 18 .review. stands within run 4$'])
    for name, more in (('no verdict', {'verdict': 'maybe'}),
                       ('nobody', {'by': ''}), ('a list', {'of': [4]})):
        case = evd.sample(lab)
        review(case, **{'of': 4, **more})
        told(f'a review of {name}', case, TAMPERED, ['^TAMPERED: record 16 '])


def corrections():
    case = evd.sample(lab)
    for of in 0, 1, 2, 9:
        case.add('correct', of=of, why=f'mistake {of}')
    case.add('correct', of=16, why='it was none')
    told('corrections', case, INTACT,
         ['^  Record 16 corrects record 0: mistake 0',
          '^  Record 20 corrects record 16: it was none'])
    for i in range(9):
        case.add('correct', of=1, why='again')
    told('many corrections', case, INTACT, ['^  Besides, the records tell of 4 more corrections'])
    for of, name in (4, 'a finding'), (5, 'an error'), (11, 'a limit'), \
            (7, 'an end'):
        case = evd.sample(lab)
        case.add('correct', of=of, why='no')
        told(f'a correction of {name}', case, TAMPERED,
             [f'^TAMPERED: record 16 corrects record {of}, which is of a kind'])
    case = evd.sample(lab)
    review(case, 4)
    case.add('correct', of=16, why='no')
    told('a correction of a review', case, TAMPERED, ['corrects record 16'])


def model(case):
    """What people state comes to, by the manual and not by fxverify."""
    records = [json.loads(row[2]) for row in case.rows]
    of_kind = lambda kind: [r for r in records if r['kind'] == kind]
    corrected = {r['of'] for r in of_kind('correct')}
    said, last = {r['of'] for r in of_kind('review')}, {}
    for r in of_kind('review'):
        if r['verdict'] != 'note':
            last[r['of']] = r['verdict']
    lines = {}
    for r in of_kind('custody'):
        if r['seq'] not in corrected:
            lines.setdefault(r['what'], []).append(r)
    custody = [{'what': what, 'from': l[-1]['from'], 'to': l[-1]['to'],
                't': l[-1]['t'], 'record': l[-1]['seq'], 'times': len(l),
                'gaps': sum(a['to'] != b['from'] for a, b in zip(l, l[1:]))}
               for what, l in lines.items()]
    return {'reviews': {'findings': len(of_kind('finding')),
                        'reviewed': len(said),
                        'accepted': list(last.values()).count('accepted'),
                        'rejected': list(last.values()).count('rejected'),
                        'corrected': len(corrected)},
            'custody': sorted(custody, key=lambda l: l['record'])}


def any_order():
    """Statements as they may come, against the model."""
    rng = random.Random(20261122)
    people = ['police', 'lab', 'court', 'expert']
    for i in range(10):
        case = evd.sample(lab)
        for _ in range(rng.randrange(60)):
            what = rng.choice(['review', 'review', 'custody', 'correct'])
            if what == 'review':
                review(case, rng.choice([3, 4, 6, 10, 14]),
                       rng.choice(['accepted', 'rejected', 'note']))
            elif what == 'custody':
                hand(case, rng.choice(['A1', 'B2', 'C\u00e93']),
                     *rng.sample(people, 2))
            else:
                case.add('correct', why='x', of=rng.choice(
                    [0, 1, 2] + [r[0] for r in case.rows[16:]
                                 if r[1] in ('custody', 'correct')]))
        case.heads = []
        case.head()
        case.write('custody.evd')
        rc, out, err = verify('--json', '--key', lab.pub, 'custody.evd')
        got = json.loads(out)
        want = model(case)
        gaps = sum(l['gaps'] for l in want['custody'])
        ok(rc == INTACT and {k: got[k] for k in want} == want and
           sum('hands over' in r['text'] for r in got['reasons']) == gaps,
           f'{len(case.rows) - 16} statements in any order', out, want)


def main():
    acquisitions()
    hand_overs()
    reviews()
    corrections()
    any_order()
    return done()


sys.exit(main())
