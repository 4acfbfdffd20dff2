"""custody.py BIN TOP - what a case says of itself: who had it, what it is of

Makes case files with evd.py, which an honest key signs, and asks fxverify.
Prints TAP.
"""
import sys

import evd
from ask import INTACT, NOT_PROVEN, TAMPERED, done, expect

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


def main():
    acquisitions()
    return done()


sys.exit(main())
