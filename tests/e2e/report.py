#!/usr/bin/env python3
"""report.py PAGE FINGERPRINT FOLDER - a report, in a browser, and others made
of it that must not pass

Prints a line for each check: "ok words", or "not ok words" with lines behind
that tell why.
"""
import base64
import hashlib
import json
import os
import re
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(TOP, 'tests', 'helper'))
import chrome  # noqa: E402  (it stands beside the other helpers)

PAGE, KNOWN, FOLDER = sys.argv[1:4]
VERIFY = "document.getElementById('verify').click()"
SAID = "document.getElementById('said')"
ONE = "document.getElementById('one-said')"


def ok(good, words, why=''):
    """One check."""
    print(('ok ' if good else 'not ok ') + words)
    if not good:
        print('# ' + str(why)[:2000].replace('\n', '\n# '))


def same(got, want, words):
    """Two values are the same."""
    ok(got == want, words, 'got  %r\nwant %r' % (got, want))


def load(b, path):
    """A page, up to where it is alive."""
    b.open(path)
    b.wait('!!document.documentElement.dataset.ready')


def put(b, name, value):
    """Set a control as a user does who leaves it then."""
    b.js("(e => { e.value = %s; e.dispatchEvent(new Event('input', "
         "{bubbles: true})); })(document.getElementById('%s'))" %
         (json.dumps(value), name))


def check(b, known):
    """Press the button. Returns the verdict's word and all that is said."""
    b.js("document.getElementById('known').value = '%s'; %s" % (known, VERIFY))
    b.wait("!document.getElementById('verify').disabled && "
           "!!document.querySelector('#said .word')")
    return (b.js("document.querySelector('#said .word').textContent"),
            b.js(SAID + '.textContent'))


def one(b, body):
    """Check a record. Returns the word, all that is said, and the proof."""
    put(b, 'paste', body)
    b.js("document.getElementById('one-said').textContent = ''; "
         "document.getElementById('one').requestSubmit()")
    b.wait("!!document.querySelector('#one-said .word')")
    return (b.js("document.querySelector('#one-said .word').textContent"),
            b.js(ONE + '.textContent'),
            b.js("(document.querySelector('#one-said pre') || {}).textContent"))


def count(b, want, words):
    """So many findings are shown."""
    try:
        b.wait("document.getElementById('count').textContent === '%s'" % want)
        ok(True, words)
    except RuntimeError:
        ok(False, words, b.js("document.getElementById('count').textContent"))


def opens(b):
    """The page as it is."""
    load(b, PAGE)
    same(b.js('document.documentElement.dataset.ready'), 'yes', 'it opens')
    same(b.js(SAID + '.textContent'), '', 'and finds nothing wrong')
    for words in ('are those that boss.example/x signed, too',
                  "at the latest, says the timestamp authority 'tsa'",
                  '"you", that is whoever made this page'):
        ok(words in b.js("document.getElementById('verdict').innerText"),
           'it tells by whom, and since when: ' + words)
    ok('owned' not in b.js('document.title'), 'T30 no name becomes script')
    same(b.js("document.querySelectorAll('main img, main b, main script')"
              ".length"), 0, 'no name becomes markup')
    same(b.js("getComputedStyle(document.querySelector('#rows bdi'))"
              ".unicodeBidi"), 'isolate', 'names are isolated')
    ok('\u27e8U+202E\u27e9' in b.js("document.getElementById('rows')"
                                    ".textContent"),
       'what turns direction is shown by its number')
    same(check(b, '')[0], 'CONSISTENT BUT NOT PROVEN',
         'without the fingerprint it is not proven')
    word, said = check(b, KNOWN)
    same(word, 'INTACT', 'with it, intact')
    same(check(b, KNOWN[:-1] + ('0' if KNOWN[-1] != '0' else '1'))[0],
         'CONSISTENT BUT NOT PROVEN', 'with another, not proven')
    same(b.complaints(), [], 'no error and no request')
    return said


def filters(b):
    """Filters, groups, pages."""
    n = b.js('document.querySelectorAll("#rows tr").length')
    same(n, 50, 'fifty rows at first')
    count(b, 'Findings 1 to 50 of 120', 'which is told')
    b.js("document.getElementById('p-next').click()")
    count(b, 'Findings 51 to 100 of 120', 'the next page')
    b.js("document.getElementById('p-last').click()")
    count(b, 'Findings 101 to 120 of 120', 'the last page')
    same(check(b, KNOWN)[0], 'INTACT', 'which is checked as well')
    put(b, 'f-state', '=deleted')
    count(b, 'Findings 1 to 30 of 30, filtered from 120', 'by state')
    put(b, 'f-score', '20')
    count(b, 'Findings 1 to 15 of 15, filtered from 120', 'and by score')
    put(b, 'f-text', '411111')
    count(b, 'Findings 1 to 10 of 10, filtered from 120', 'and by text')
    put(b, 'f-text', 'no such text')
    count(b, 'No finding, filtered from 120', 'nothing has that text')
    b.js("document.querySelector('#filter [type=reset]').click()")
    count(b, 'Findings 1 to 50 of 120', 'all again')
    put(b, 'f-file', '__PROTO__')
    count(b, 'Findings 1 to 7 of 7, filtered from 120', 'by file')
    put(b, 'f-file', '')
    put(b, 'f-group', 'file')
    b.wait("!!document.querySelector('#rows th.group')")
    ok(b.js("document.querySelectorAll('#rows th.group[scope=rowgroup]')"
            ".length") > 2, 'grouped by file')
    same(check(b, KNOWN)[0], 'INTACT', 'groups are checked as well')
    put(b, 'f-group', '')
    b.wait("!document.querySelector('#rows th.group')")
    b.js("document.querySelector('#rows details').open = true")
    b.wait("!!document.querySelector('#rows .json')")
    ok('"kind":"finding"' in b.js("document.querySelector('#rows .json')"
                                  ".textContent"), 'a record is shown whole')
    same(check(b, KNOWN)[0], 'INTACT', 'which changes nothing')


def lead(body, proof):
    """The root that a record and a tlog-proof lead to, by another hand."""
    lines = proof.split('\n')
    at, size = int(lines[1].split()[1]), int(lines[lines.index('') + 2])
    sums = [base64.b64decode(x) for x in lines[2:lines.index('')]]
    here, last = at, size - 1
    sha = lambda x: hashlib.sha256(x).digest()  # noqa: E731
    root = sha(b'\0' + body.encode())
    for s in sums:
        if here & 1 or here == last:
            root = sha(b'\1' + s + root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = sha(b'\1' + root + s)
        here, last = here >> 1, last >> 1
    return base64.b64encode(root).decode() == lines[lines.index('') + 3]


def records(b, bodies):
    """Single records, pasted in."""
    for i in (0, 1, 7, len(bodies) - 1):
        word, said, proof = one(b, bodies[i])
        same(word, 'INTACT', 'record %d is of the case' % i)
        ok(proof and lead(bodies[i], proof), 'and its proof leads to the root',
           proof)
        with open(os.path.join(FOLDER, '%d.proof' % i), 'w',
                  encoding='utf-8') as f:
            f.write(proof)
    word, said, _ = one(b, bodies[7].replace('card.pan', 'card.emv'))
    same(word, 'TAMPERED', 'a changed record is not')
    ok('not record 7' in said, 'which is told', said)
    same(one(b, '{"seq":7}')[0], 'TAMPERED', 'one of another case is not')
    same(one(b, 'nothing')[0], 'TAMPERED', 'no record is not')


def changed(b, what, words, change):
    """A page that is changed must say so; change takes and gives its text."""
    with open(PAGE, encoding='utf-8', newline='') as f:
        text = f.read()
    other = change(text)
    ok(other != text, what + ': is another page')
    path = os.path.join(FOLDER, 'changed.html')
    with open(path, 'w', encoding='utf-8', newline='') as f:
        f.write(other)
    load(b, path)
    word, said = check(b, KNOWN)
    same(word, 'TAMPERED', what)
    ok(words in said, what + ': which is told', said)


def swap(old, new, n=1):
    """A change of the first n places."""
    return lambda text: text.replace(old, new, n)


def tampering(b):
    """What somebody may change, each by itself."""
    changed(b, 'a record changed', 'does not follow',
            swap('\\"score\\":21,', '\\"score\\":29,'))
    changed(b, 'a record removed', 'bears the number',
            lambda t: re.sub(r',\n"[^\n]*\\"seq\\":9,[^\n]*(?=,\n)', '', t))
    changed(b, 'a record in another spelling', 'canonical',
            swap('\\"src\\":1,', '\\"src\\": 1,'))
    head = re.search(r'id="heads">\["[^"]*\\n(\d+)\\n([A-Za-z0-9+/]{43}=)',
                     open(PAGE, encoding='utf-8').read())
    other = base64.b64encode(hashlib.sha256(b'x').digest()).decode()
    changed(b, 'a head changed', 'does not match',
            swap(head.group(2), other))
    changed(b, 'a signature changed', 'is not signed',
            lambda t: re.sub(r'(id="heads">\["[^"]*\u2014 \S+ .{20})(.)',
                             lambda m: m.group(1) + ('A' if m.group(2) != 'A'
                                                     else 'B'), t, count=1))
    changed(b, 'the word of the verdict changed', 'words of this page',
            swap('>INTACT<', '>PERFECT<'))
    changed(b, 'what the checks found changed', 'words of this page',
            swap('"verdict":"INTACT"', '"verdict":"PERFECT"'))
    changed(b, 'a number of the summary changed', 'summary',
            swap('<dd><bdi>120<', '<dd><bdi>12<'))
    changed(b, 'a value in the table changed', 'first findings',
            swap('<bdi>411111******1111<', '<bdi>401288******1881<'))
    load(b, PAGE)
    for what, script in (
            ('the table', "querySelector('#rows tr:nth-child(9) td bdi')"),
            ('the runs', "querySelector('#live-runs dd bdi')"),
            ('the warning', "getElementById('known-help')"),
            ('the summary', "querySelector('#facts dd bdi')")):
        b.js("var e = document.%s, was = e.textContent; e.textContent = "
             "'something else'; undefined" % script)
        same(check(b, KNOWN)[0], 'TAMPERED', what + ' changed as it is open')
        b.js('e.textContent = was')
        word, said = check(b, KNOWN)
        ok(word == 'INTACT', 'and changed back', said)
    b.js("document.querySelector('#live-charts rect').setAttribute("
         "'width', '1')")
    same(check(b, KNOWN)[0], 'TAMPERED', 'a bar made shorter')


def foreign(b):
    """A script that is not the page's own does not run."""
    with open(PAGE, encoding='utf-8', newline='') as f:
        text = f.read().replace('</main>', '</main><script>document.title = '
                                '"owned"</script>').replace(
                                    'TAMPERED', 'INTACT')
    path = os.path.join(FOLDER, 'foreign.html')
    with open(path, 'w', encoding='utf-8', newline='') as f:
        f.write(text)
    b.open(path)
    ok('owned' not in b.js('document.title'), 'a script put in does not run')
    ok(not b.js('!!document.documentElement.dataset.ready'),
       'nor does one of ours that was changed')


# Spellings: whether a body may stand so (fxevidence(5), Canonical form).
SPELLINGS = [
    ('{}', True), ('{"a":1}', True), ('{"a":-1}', True),
    ('{"a":9007199254740991}', True), ('{"a":9007199254740992}', False),
    ('{"a":1.0}', False), ('{"a":1e3}', False), ('{"a":-0}', False),
    ('{"a":01}', False), ('{"a": 1}', False), ('{"a":1} ', False),
    ('{"b":1,"a":1}', False), ('{"a":1,"a":1}', False),
    ('{"a":1,"a":2}', False), ('{"A":1}', False), ('{"_":1}', False),
    ('{"":1}', False), ('{"a.b_1":1}', True), ('{"__proto__":1}', False),
    ('{"a":null}', False), ('{"a":true}', False), ('{"a":[]}', True),
    ('{"a":{"b":[1]}}', True), ('{"a":{"b":[[]]}}', False),
    ('[1]', False), ('1', False), ('"a"', False), ('', False),
    ('{"a":"\\n"}', True), ('{"a":"\\u000a"}', False),
    ('{"a":"\\u001f"}', True), ('{"a":"\\u001F"}', False),
    ('{"a":"\\u0041"}', False), ('{"a":"\\/"}', False), ('{"a":"/"}', True),
    ('{"a":"\u2028\x7f\u00fc"}', True), ('{"a":"\\ud800"}', False),
    ('{"a":"\\u0000"}', False), ('{"a":"\ufffe"}', False),
    ('{"a":"\U0001ffff"}', False), ('{"a":"\U0001f4b3"}', True),
    ('\ufeff{}', False),
]


def leaves(bodies):
    """The root over some bodies, by RFC 6962, 2.1, in the plainest way."""
    if len(bodies) == 1:
        return hashlib.sha256(b'\0' + bodies[0].encode()).digest()
    k = 1
    while 2 * k < len(bodies):
        k *= 2
    return hashlib.sha256(b'\1' + leaves(bodies[:k]) +
                          leaves(bodies[k:])).digest()


def code(b):
    """The page's tree and its reader, against other ones."""
    load(b, PAGE)
    for body, good in SPELLINGS:
        same(b.js('fx.check.parse(%s) !== null' % json.dumps(body)), good,
             ('canonical: ' if good else 'not canonical: ') + ascii(body))
    most = 40
    got = b.js("""(async () => {
        const t = fx.check.tree, out = [], all = [];
        for (let n = 1; n <= %d; n++) {
            all.push('body ' + (n - 1));
            const levels = await t.grow(all), root = fx.check.hex(
                await t.root(levels, 0, n));
            let good = 0;
            for (let i = 0; i < n; i++) {
                const p = await t.path(levels, i, 0, n);
                const sum = await t.climb(await t.leaf(all[i]), i, n, p);
                const off = await t.climb(await t.leaf(all[i]), (i + 1) %% n,
                    n, p);
                good += sum !== null && fx.check.hex(sum) === root && (n === 1
                    || off === null || fx.check.hex(off) !== root);
            }
            out.push([root, good]);
        }
        return out;
    })()""" % most)
    want = [[leaves(['body %d' % i for i in range(n)]).hex(), n]
            for n in range(1, most + 1)]
    same(got, want, 'the tree of 1 to %d records, and each proof' % most)


def keyboard(b):
    """With keys alone."""
    load(b, PAGE)
    active = 'document.activeElement'
    b.key('Tab', 9)
    same(b.js(active + '.className'), 'skip', 'the first stop skips the rest')
    same(b.js("getComputedStyle(%s).position" % active), 'static',
         'and can be seen then')
    for _ in range(40):
        if b.js(active + '.id') == 'known':
            break
        b.key('Tab', 9)
    same(b.js(active + '.id'), 'known', 'the fingerprint is reached')
    ok(b.js("getComputedStyle(%s).outlineStyle" % active) != 'none',
       'the focus is seen')
    b.type(KNOWN)
    b.key('Tab', 9)
    same(b.js(active + '.id'), 'verify', 'then the button')
    b.key('Enter', 13, '\r')
    b.wait("!!document.querySelector('#said .word')")
    same(b.js("document.querySelector('#said .word').textContent"), 'INTACT',
         'which Enter presses')
    order = b.js("Array.from(document.querySelectorAll('a, input, select, "
                 "textarea, button, summary')).filter(e => e.tabIndex > 0)"
                 ".length")
    same(order, 0, 'the order is that of the page')


NAMED = {'button', 'textbox', 'searchbox', 'combobox', 'spinbutton', 'link',
         'table', 'image', 'img', 'navigation', 'form', 'search', 'region',
         'columnheader', 'rowheader', 'DisclosureTriangle'}


def readers(b):
    """What those hear who do not see."""
    nodes = b.call('Accessibility.getFullAXTree')['nodes']
    nodes = [n for n in nodes if not n.get('ignored')]
    roles = {}
    bare = []
    for n in nodes:
        role = n['role']['value']
        roles[role] = roles.get(role, 0) + 1
        if role in NAMED and not n.get('name', {}).get('value'):
            bare.append(role)
    same(bare, [], 'all that is used has a name')
    for role in ('main', 'banner', 'navigation', 'search', 'status', 'table',
                 'heading'):
        ok(roles.get(role), 'there is a ' + role, roles)
    same(b.js("document.documentElement.lang"), 'en', 'the language is told')
    same(b.js("Array.from(document.querySelectorAll('th')).filter("
              "e => !e.scope).length"), 0, 'headers say what they head')
    same(b.js("Array.from(document.querySelectorAll('[id]')).map(e => e.id)"
              ".filter((x, i, a) => a.indexOf(x) !== i).length"), 0,
         'no name stands twice')


CONTRAST = """(() => {
const lum = c => { const v = c.map(x => (x /= 255) <= .03928 ? x / 12.92 :
    ((x + .055) / 1.055) ** 2.4); return .2126 * v[0] + .7152 * v[1] +
    .0722 * v[2]; };
const rgb = s => s.match(/[\\d.]+/g).map(Number);
const back = e => { for (; e; e = e.parentElement) { const c =
    rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0)
    return c.slice(0, 3); } return [255, 255, 255]; };
return Array.from(document.querySelectorAll('body *')).filter(e =>
    e.checkVisibility() && !e.disabled && !/^(OPTION|SVG|RECT|LINE|TEXT)$/i
    .test(e.nodeName) && Array.from(e.childNodes).some(c => c.nodeType === 3 &&
    c.data.trim() !== '')).filter(e => { const a =
    lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(back(e));
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5; })
    .map(e => e.nodeName + '.' + e.className).slice(0, 5);
})()"""


def looks(b):
    """Contrast, widths, paper."""
    for scheme in ('light', 'dark'):
        b.call('Emulation.setEmulatedMedia', media='screen', features=[
            {'name': 'prefers-color-scheme', 'value': scheme}])
        same(b.js(CONTRAST), [], scheme + ': text can be read')
    b.call('Emulation.setEmulatedMedia', media='print', features=[])
    # A4 without the margins of the style, at 96 pixels an inch
    b.call('Emulation.setDeviceMetricsOverride', width=687, height=971,
           deviceScaleFactor=1, mobile=False)
    same(b.js("Array.from(document.querySelectorAll('body, table, svg, pre'))"
              ".filter(e => e.getBoundingClientRect().right > 688 || "
              "e.scrollWidth > 688).map(e => e.id || e.nodeName)"), [],
         'on paper nothing is wider than a page')
    b.call('Emulation.clearDeviceMetricsOverride')
    b.call('Emulation.setEmulatedMedia', media='', features=[])
    pdf = b.call('Page.printToPDF', preferCSSPageSize=True)['data']
    with open(os.path.join(FOLDER, 'page.pdf'), 'wb') as f:
        f.write(base64.b64decode(pdf))


def without(b):
    """Without script; without Ed25519."""
    b.call('Emulation.setScriptExecutionDisabled', value=True)
    b.open(PAGE)
    text = b.js('document.body.innerText')
    for want in ('Fingerprint of the key', 'INTACT', 'What was proven',
                 '411111******1111', 'runs no script'):
        ok(want in text, 'without script it says ' + want)
    b.call('Emulation.setScriptExecutionDisabled', value=False)
    told = b.call('Page.addScriptToEvaluateOnNewDocument', source='''
        crypto.subtle.importKey = () => Promise.reject(
            new DOMException('no', 'NotSupportedError'));''')
    load(b, PAGE)
    word, said = check(b, KNOWN)
    same(word, 'CONSISTENT BUT NOT PROVEN', 'without Ed25519, not proven')
    ok('no Ed25519' in said, 'which is told', said)
    b.call('Page.removeScriptToEvaluateOnNewDocument',
           identifier=told['identifier'])


def main():
    """All of it, in one browser."""
    profile = os.path.join(FOLDER, 'profile')
    os.mkdir(profile)
    with open(PAGE, encoding='utf-8', newline='') as f:
        bodies = [body for block in re.findall(
            r'class="records">(.*?)</script>', f.read(), re.S)
            for body in json.loads(block)]
    b = chrome.Browser(profile)
    try:
        opens(b)
        filters(b)
        records(b, bodies)
        tampering(b)
        foreign(b)
        code(b)
        keyboard(b)
        readers(b)
        looks(b)
        without(b)
    finally:
        b.close()


main()
