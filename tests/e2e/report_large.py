#!/usr/bin/env python3
"""report_large.py PAGE FINGERPRINT FOLDER - a report of 100,000 findings"""
import os
import sys
import time

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(TOP, 'tests', 'helper'))
import chrome  # noqa: E402  (it stands beside the other helpers)

PAGE, KNOWN, FOLDER = sys.argv[1:4]


def step(words, since):
    """One check, and how long it took."""
    print('ok %s (%.1f s)' % (words, time.monotonic() - since))
    return time.monotonic()


def main():
    """Open, filter, verify."""
    profile = os.path.join(FOLDER, 'profile')
    os.mkdir(profile)
    b = chrome.Browser(profile, patience=120)
    try:
        t = time.monotonic()
        b.open(PAGE)
        b.wait("document.documentElement.dataset.ready === 'yes'")
        t = step('100000 findings are open', t)
        b.js("(e => { e.value = 'amex'; e.dispatchEvent(new Event('input', "
             "{bubbles: true})); })(document.getElementById('f-text'))")
        b.wait("document.getElementById('count').textContent.endsWith("
               "'of 25000, filtered from 100000')")
        t = step('and filtered', t)
        b.js("document.getElementById('known').value = '%s'; "
             "document.getElementById('verify').click()" % KNOWN)
        b.wait("!!document.querySelector('#said .word')")
        word = b.js("document.querySelector('#said .word').textContent")
        print(('ok ' if word == 'INTACT' else 'not ok ') + 'verdict ' + word)
        step('and verified', t)
        bad = b.complaints()
        print(('not ok ' if bad else 'ok ') + 'no error and no request')
    finally:
        b.close()


main()
