#!/usr/bin/env python3
"""report_cases.py - case files for reports that no scan makes

acts.evd: hand-overs, reviews, a correction, a disclosure, a change of keys, two
acquisitions, a place that two runs found; mismatch.evd: one of these does not
fit; unsealed.evd, oldkey.evd: keys that were not in force.
odd.evd: signed, canonical, and full of records that no version knows, or whose
members are not what they must be.  lab and next are keys.
"""
import evd

lab, new = evd.Key('lab'), evd.Key('next')


def acq(sha256):
    """What a log states."""
    return {'format': 'guymager', 'log': 'aa' * 32, 'tool': 'guymager 0.8.13',
            'digests': {'sha256': sha256}, 'blocker': 'T35u <b>'}


def acts(acquired='11' * 32):
    """All that people do, beside runs; what the second log states."""
    c = evd.Case(lab)
    c.genesis(legal='W-2026-118', exhibit='A1')
    c.head()
    c.add('key', key=new.raw.hex(), reason='the old one was lent')
    c.head()
    c.key = new
    c.add('custody', **{'from': 'Sgt. A. Brown', 'to': 'lab.example',
                        'what': 'disk, serial 77', 'why': 'for examination',
                        'seal_no': '0042'})
    c.source(1, stored={'sha256': '11' * 32}, acq=acq('11' * 32))
    c.begin(1, 1, validation='cc' * 32)
    one = c.finding(1, 1, '4111111111111111', 4000)
    two = c.finding(1, 1, '5555555555554444', 8000,
                    attrs={'scheme': 'mastercard', 'country': 'FR'})
    c.finding(1, 1, '378282246310005', 4096, path='4096-ZIP-7',
              member='</td>Passwords.txt')
    c.end(1, 1, {'card.pan': 3}, acquired='match')
    c.head()
    c.source(2, acq=acq(acquired))
    c.begin(2, 2, options={'carvers': ['card.pan'], 'context': 0, 'min': 20,
                           'volume': 2})
    c.finding(2, 2, '4111111111111111', 4000)
    c.end(2, 2, {'card.pan': 1}, acquired='match' if acquired == '11' * 32
          else 'mismatch')
    c.add('review', of=one, verdict='accepted', by='Dr. Weiß',
          why='matches the statement')
    c.add('review', of=two, verdict='rejected', by='Dr. Weiß',
          why='a number from a manual')
    c.add('review', of=two, verdict='note', by='K. Roe', why='ask the bank')
    c.add('review', of=one, verdict='rejected', by='K. Roe', why='a test card')
    c.add('review', of=one, verdict='accepted', by='Dr. Weiß',
          why='not a test card')
    wrong = c.add('custody', **{'from': 'lab.example', 'to': 'nobody',
                                'what': 'disk, serial 77', 'why': 'a slip'})
    c.add('correct', of=wrong, why='it never left the laboratory')
    c.add('custody', **{'from': 'lab.example', 'to': 'court',
                        'what': 'disk, serial 77', 'why': 'for the trial'})
    c.add('custody', **{'from': 'Mr. X', 'to': 'Mr. Y',
                        'what': 'disk, serial 77', 'why': 'returned'})
    c.add('reveal', of=[one], fields=['value'], who='K. Roe',
          why='asked by the bank', legal='W-2026-118')
    c.head()
    return c


ODD = [
    ('constructor', {}), ('__proto__', {}), ('toString', {'of': 'x'}),
    ('finding', {}),
    ('finding', {'class': 7, 'mask': ['a'], 'score': 'x', 'src': {'a': 1},
                 'path': 5, 'file': 'none', 'attrs': ['x', 'y'], 'off': 'z'}),
    ('finding', {'class': 'constructor', 'mask': '<b>', 'score': -5,
                 'file': {'path': {'a': 'b'}, 'modified': 9}, 'attrs': 'abc'}),
    ('review', {'of': {'a': 1}, 'verdict': ['x']}), ('review', {}),
    ('correct', {'of': ['x', 3]}), ('custody', {'from': {'x': ['y']}}),
    ('source', {}), ('source', {'src': 'x', 'name': ['n'], 'stored': 'md5',
                                'acq': 'none'}),
    ('run.begin', {}), ('run.begin', {'run': 'x', 'src': 1, 'options': 'raw',
                                      'argv': {'a': 1}}),
    ('run.end', {}), ('run.end', {'run': 'x', 'bytes': 'many', 'src': 1,
                                  'acquired': 'constructor'}),
    ('limit', {}), ('error', {'path': ['x'], 'file': 5}),
    ('key', {'key': 'zz', 'reason': 5}), ('genesis', {'key': 7}),
]


def odd():
    """Each record as nobody writes it, all of them signed."""
    c = evd.Case(lab)
    c.genesis()
    for kind, members in ODD:
        c.add(kind, **members)
    c.head()
    return c


def parent():
    """Two images: the case of one lies beside, the other failed."""
    child = evd.Case(lab, 'lab.example/B-1/P1')
    child.genesis(exhibit='P1', case='B-1')
    child.source(1)
    child.begin(1, 1)
    child.finding(1, 1, '4111111111111111', 4000)
    child.end(1, 1, {'card.pan': 1})
    child.head()
    child.write('P1.evd')
    c = evd.Case(lab, 'lab.example/B-1/01234567')
    c.genesis()
    c.add('batch', plan='ab' * 32, manifest='cd' * 32, tool='fxbatch',
          version='0.1.0', build='test', images=2, units=2, split=0, scan=[])
    times = {'attempts': 3, 'wall_ms': 61500, 'cpu_ms': 20, 'memory_kib': 77}
    c.add('child', plan='ab' * 32, image=1, exhibit='P1', case='B-1',
          status='done', file='P1.evd', origin=child.origin,
          size=len(child.rows), root=evd.root([r[3] for r in child.rows]).hex(),
          sha256='11' * 32, bytes=1 << 20, findings={'card.pan': 1}, errors=0,
          limits=0, **times)
    c.add('child', plan='ab' * 32, image=2, exhibit='<b>P2', case='B-1',
          status='failed', why='time', words='not done </td>in time', **times)
    c.head()
    return c


parent().write('parent.evd')
acts().write('acts.evd')
odd().write('odd.evd')
acts('22' * 32).write('mismatch.evd')
c = acts()
c.heads = [h for h in c.heads if h[0] != 2]
c.write('unsealed.evd')
c = acts()
c.key = lab
c.resign()
c.write('oldkey.evd')
with open('lab.print', 'w', encoding='utf-8') as f:
    f.write(lab.fingerprint)
