#!/usr/bin/env python3
"""proof.py KEY.pub EXHIBIT...: written from fxevidence(5) and C2SP's tlog-proof, with python3's library and openssl alone."""
import base64, hashlib, json, os, pathlib, subprocess, sys, tempfile
sha, tmp = lambda b: hashlib.sha256(b).digest(), tempfile.TemporaryDirectory()
def record(path):  # is the record of that name under the head of its proof?  Returns that head's note.
    body, proof = path.read_bytes(), path.with_name(path.name[:-5] + '.proof').read_text()
    r, (way, text, sigs) = json.loads(body), proof.split('\n\n')
    title, index, *hashes = way.split('\n')
    origin, size, root = text.split('\n')
    i, last, x = int(index[6:]), int(size) - 1, sha(b'\0' + body)
    assert json.dumps(r, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode() == body, 'not canonical'
    assert title == 'c2sp.org/tlog-proof@v1' and index == f'index {r["seq"]}' and i <= last, 'not its proof'
    levels = [n for n in range(64) if i >> n & 1 or i >> n < last >> n]  # where the node has a neighbour
    assert len(levels) == len(hashes), 'another number of hashes'
    for n, h in zip(levels, map(base64.b64decode, hashes)): x = sha(b'\1' + (h + x if i >> n & 1 else x + h))
    assert x == base64.b64decode(root), 'not under the head'
    return text + '\n', origin, sigs
for folder in map(pathlib.Path, sys.argv[2:]):
    heads = {record(path) for path in sorted(folder.glob('*.json')) if path.name != 'opening.json'}
    (text, origin, sigs), = heads
    first = folder / 'genesis.json'
    assert not first.exists() or json.loads(first.read_text())['origin'] == origin, 'another log'
    sig = [s.split(' ')[2] for s in sigs.split('\n') if s.startswith(f'— {origin} ')][0]
    for name, data in ('text', text.encode()), ('sig', base64.b64decode(sig)[4:]): pathlib.Path(tmp.name, name).write_bytes(data)
    subprocess.run(['openssl', 'pkeyutl', '-verify', '-rawin', '-in', 'text', '-sigfile', 'sig', '-pubin', '-inkey',
                    os.path.abspath(sys.argv[1])], cwd=tmp.name, capture_output=True, check=True)
    print(f'{folder}: under a signed head')
