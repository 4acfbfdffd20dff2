#!/usr/bin/env python3
"""verify.py CASE.evd KEY.pub: written from fxevidence(5), with python3's own library and openssl alone."""
import base64, functools, hashlib, json, pathlib, re, sqlite3, subprocess, sys, tempfile
case, pub, tmp, sha = sys.argv[1], sys.argv[2], tempfile.TemporaryDirectory(), lambda b: hashlib.sha256(b).digest()
key = subprocess.check_output(['openssl', 'pkey', '-pubin', '-in', pub, '-outform', 'DER'])  # in force: the last 32 bytes
def signed(note, size, root):  # is it a head over so many records, with this root, signed by the key in force?
    text, origin = note.split('\n\n')[0] + '\n', note.split('\n')[0]
    sigs = re.findall('^— ' + re.escape(origin) + ' (.+)$', note, re.M)
    for name, data in ('text', text.encode()), ('sig', base64.b64decode(sigs[0])[4:]), ('key', key):
        pathlib.Path(tmp.name, name).write_bytes(data)
    verify = 'openssl pkeyutl -verify -rawin -in text -sigfile sig -pubin -keyform DER -inkey key'.split()
    return text == f'{origin}\n{size}\n{base64.b64encode(root).decode()}\n' and \
        subprocess.run(verify, cwd=tmp.name, capture_output=True).returncode == 0
db = sqlite3.connect(pathlib.Path(case).absolute().as_uri() + '?mode=ro', uri=True)
heads, last, peaks = dict(db.execute('SELECT size, note FROM main.checkpoint')), bytes(32), []
for n, (seq, kind, body, leaf) in enumerate(db.execute('SELECT seq, kind, body, leaf FROM main.record ORDER BY seq')):
    r, prev, last = json.loads(body), last.hex(), sha(b'\0' + body.encode())
    same = json.dumps(r, sort_keys=True, separators=(',', ':'), ensure_ascii=False) == body and \
        set(re.sub(r'"(\\.|[^"\\])*"', '', body)) <= set('{}[],:-0123456789')  # no real, null, true, false
    assert same and [n, kind, prev, last] == [r['seq'], r['kind'], r['prev'], leaf] and seq == n, f'record {n}'
    size, top = 1, last
    while peaks and peaks[-1][0] == size: size, top = 2 * size, sha(b'\1' + peaks.pop()[1] + top)
    peaks.append((size, top))
    root = lambda: functools.reduce(lambda right, left: sha(b'\1' + left[1] + right), peaks[-2::-1], top)  # RFC 6962, 2.1
    head = n + 1 in heads
    assert not head or signed(heads.pop(n + 1), n + 1, root()), f'head over {n + 1} records'
    if kind == 'key':
        assert head, f'record {n}: a new key that the old one has not sealed'
        key = key[:-32] + bytes.fromhex(r['key'])
sys.exit(f'{case}: a head over more records than there are' if heads else print(f'{case}: records and heads agree'))
