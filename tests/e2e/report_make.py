#!/usr/bin/env python3
"""report_make.py N - findings of a scan that nobody made, with hostile names

Prints N finding lines between a source and an end line, as fxfinding(5) has
them.  Every name that a disk's owner can choose is one that tries to be markup,
script, or text in another direction.
"""
import json
import sys

HOSTILE = [
    '</script><script>document.title="owned"</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '<!-- <script>',
    ']]>&lt;b&gt;&amp;',
    '\u2028\u2029 line ends',
    '\u05d7\u05e9\u05d1\u05d5\u05df \u0643\u0634\u0641 \u062d\u0633\u0627\u0628',
    'abc\u202egpj.exe\u2066\u2069',
    '\u001b[31mred\u001b[0m\u0007\u0000'.replace('\u0000', '') + '\u009b2J\u007f',
    'a\tb\nc\rd',
    'long-' + 'x' * 5000 + '-end',
    "';--\\u003c/script>\\",
    '__proto__', 'constructor', '=cmd|calc',
    '\U0001f4b3 \U000e0041 cards',
]
STATES = ['allocated', 'deleted', 'slack', 'unallocated']
SCHEMES = ['visa', 'amex', 'mastercard', 'jcb']


def out(**members):
    """One line."""
    print(json.dumps(members, separators=(',', ':'), ensure_ascii=False))


def finding(i, name):
    """The finding of that number."""
    pan = '4111111111111111' if i % 3 else '5555555555554444'
    out(type='finding', kind='card.pan', value=pan, offset=i * 512, length=16,
        path=str(i * 512), encoding='ascii', score=i % 40,
        why=['luhn', 'iin:visa', name[:60] or 'x'],
        attrs={'scheme': SCHEMES[i % 4]},
        file={'volume': 1, 'fs': 'ntfs', 'inode': '4711-128-3',
              'path': '/' + name, 'state': STATES[i % 4],
              'modified': '20%02d-%02d-14T01:02:03Z' % (i % 20, i % 12 + 1)})


def main():
    """All lines."""
    n = int(sys.argv[1])
    out(type='source', v=1, tool='fxscan', version='0.1.0', build='test',
        options={'carvers': ['card.pan'], 'context': 0, 'min': 0, 'raw': 0},
        path=HOSTILE[0], format='raw', sector=512,
        started='2026-11-21T20:59:18.306028Z')
    for i in range(n):
        finding(i, HOSTILE[i % len(HOSTILE)])
    out(type='limit', path=str(n * 512), why='<b>ratio</b>')
    out(type='error', offset=n * 512, length=512, why='read error \u202e')
    out(type='end', status='complete', bytes=n * 512 + 512,
        sha256='0f5c' * 16, findings={'card.pan': n} if n else {}, below={},
        limits=1, errors=1, ended='2026-11-21T20:59:19.306028Z')


main()
