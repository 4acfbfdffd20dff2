#!/usr/bin/env python3
"""report_acts.py FOLDER FINGERPRINT - reports of cases that no scan makes

Reads the pages of the cases that report_cases.py makes, in FOLDER; prints as
report.py does.
"""
import os
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(TOP, 'tests', 'helper'))
import chrome  # noqa: E402  (it stands beside the other helpers)

FOLDER, KNOWN = sys.argv[1:3]


def ok(good, words, why=''):
    """One check."""
    print(('ok ' if good else 'not ok ') + words)
    if not good:
        print('# ' + str(why)[:2000].replace('\n', '\n# '))


def opened(b, name):
    """Open and check a page. Returns the verdict, and what is said."""
    b.open(os.path.join(FOLDER, name + '.html'))
    b.wait('!!document.documentElement.dataset.ready')
    b.js("document.getElementById('known').value = '%s'; "
         "document.getElementById('verify').click()" % KNOWN)
    b.wait("!document.getElementById('verify').disabled && "
           "!!document.querySelector('#said .word')")
    bad = b.complaints()
    ok(not bad, name + ': no error and no request', bad)
    return (b.js("document.querySelector('#said .word').textContent"),
            b.js("document.getElementById('said').textContent"))


def has(b, part, *all_words):
    """Words stand in a part of the page."""
    text = b.js("document.getElementById('%s').innerText" % part)
    for words in all_words:
        ok(words in text, '%s: %s' % (part, words), text)


def chosen(b, name, value, want):
    """So many findings stay when a control has that value."""
    b.js("(e => { e.value = '%s'; e.dispatchEvent(new Event('input', "
         "{bubbles: true})); })(document.getElementById('%s'))" %
         (value, name))
    try:
        b.wait("document.querySelectorAll('#rows td:nth-child(3)').length "
               "=== %d" % want)
        ok(True, '%s %s: %d' % (name, value, want))
    except RuntimeError:
        ok(False, '%s %s: %d' % (name, value, want),
           b.js("document.getElementById('rows').innerText"))


def acts(b):
    """What people did."""
    word, said = opened(b, 'acts')
    ok(word == 'INTACT', 'acts, and a change of keys: intact', said)
    has(b, 'live-custody', 'Sgt. A. Brown', 'lab.example', 'disk, serial 77',
        '0042', 'Dr. Weiß\t2\t1\t0', 'K. Roe\t0\t1\t1', 'Correction',
        'Disclosure of values', 'asked by the bank', 'New key',
        'the old one was lent', 'it never left the laboratory',
        'NOT by who had it: court')
    same = b.js("document.getElementById('live-custody').innerText"
                ".split('NOT by who').length")
    ok(same == 2, 'a hand-over that was corrected breaks no line', same)
    has(b, 'live-sources', 'guymager 0.8.13', 'T35u <b>',
        'sha256: the same as was read')
    has(b, 'live-limits', 'it read volume 2 alone', 'cc' * 32,
        'No report on error rates')
    has(b, 'live-places', 'card.pan\t4\t3')
    has(b, 'rows', 'accepted, Dr. Weiß: not a test card',
        'rejected, Dr. Weiß: a number from a manual')
    has(b, 'rows', 'member </td>Passwords.txt')
    for value, want in ('accepted', 1), ('rejected', 1), ('none', 2), ('', 4):
        chosen(b, 'f-review', value, want)
    chosen(b, 'f-file', 'passwords', 1)
    chosen(b, 'f-file', '', 4)
    chosen(b, 'f-group', 'review', 4)
    word, said = opened(b, 'mismatch')
    ok(word == 'CONSISTENT BUT NOT PROVEN' and 'acquired' in said,
       'an image that was not acquired', said)
    has(b, 'live-sources', 'sha256: NOT what was read')
    has(b, 'live-limits', 'what it read is NOT what was acquired')


def keys(b):
    """Who may sign from when on."""
    word, said = opened(b, 'unsealed')
    ok(word == 'TAMPERED' and 'not sealed' in said,
       'a change of keys without its head', said)
    word, said = opened(b, 'oldkey')
    ok(word == 'TAMPERED' and 'not signed by the key in force' in said,
       'later heads by the earlier key', said)


def odd(b):
    """Records of no known form: told, and no harm done."""
    word, said = opened(b, 'odd')
    ok(word == 'TAMPERED', 'odd records: what fxverify said stands', said)
    ok(b.js('document.documentElement.dataset.ready') == 'yes',
       'and the page is alive')


def parent(b):
    """A case that ties others together."""
    word, said = opened(b, 'parent')
    ok(word == 'INTACT', 'a parent case: intact', said)
    has(b, 'batch', '2\t<b>P2\ttime\tnot done </td>in time\t3\t61.5\t77',
        '1\tP1\t1\t0\t0\t1048576\t3\t61.5\t0.0\t77',
        'No case has keyed fingerprints')
    b.js("document.querySelector('#batch td').textContent = 'P3'; "
         "document.getElementById('verify').click()")
    b.wait("!document.getElementById('verify').disabled && "
           "document.querySelector('#said .word').textContent !== 'INTACT'")
    ok(b.js("document.querySelector('#said .word').textContent") ==
       'TAMPERED', 'a word of it is changed: the page says so')


def main():
    """All of it, in one browser."""
    profile = os.path.join(FOLDER, 'profile')
    os.mkdir(profile)
    b = chrome.Browser(profile)
    try:
        acts(b)
        keys(b)
        odd(b)
        parent(b)
    finally:
        b.close()


main()
