"""exhibits.py BIN TOP - exhibits of cases that evd.py makes, and attacks on them

Each attack is held against fxverify --proof; what is sound, against a program
that shares no code with it too.
"""
import base64
import glob
import json
import os
import shutil
import subprocess
import sys

import evd
from ask import (BIN, CANNOT, INTACT, NOT_PROVEN, TAMPERED, TOP, done, expect,
                 ok, verify)

lab, other = evd.Key('lab'), evd.Key('other')
KEY = ['--key', lab.pub]


def make(case, *args, status=0):
    run = subprocess.run([f'{BIN}/fxproof', *args[:-1], case, *args[-1]],
                         capture_output=True)
    ok(run.returncode == status, f'fxproof {" ".join(args[:-1])} {args[-1]}',
       run.returncode, run.stderr.decode())
    return run.stderr.decode()


def sound(name, folder, key=lab, status=INTACT, patterns=(), args=None):
    expect(name, status, patterns, '--proof', *(args or KEY), folder)
    run = subprocess.run(['python3', f'{TOP}/tests/independent/proof.py',
                          key.pub, folder], capture_output=True)
    ok(run.returncode == 0, f'{name}: proof.py agrees', run.stderr.decode())


def attack(name, folder, status, patterns, change, args=KEY):
    """change is told of a copy of the folder."""
    if os.path.isdir('evil'):
        shutil.rmtree('evil')
    shutil.copytree(folder, 'evil')
    change()
    expect(name, status, patterns, '--proof', *args, 'evil')


def read(path):
    with open(path, 'rb') as f:
        return f.read()


def write(path, data):
    with open(path, 'wb') as f:
        f.write(data)


def bodies(case):
    return [row[2] for row in case.rows]


def every_record(case):
    """An exhibit of each record; none holds anything of another that it is not
    meant to hold (T23)."""
    numbers = [str(n) for n in range(len(case.rows))]
    make('base.evd', '-o', 'all', numbers)
    shown = {'genesis', 'source', 'run.begin', 'run.end'}
    leaks = []
    for n in numbers:
        folder = f'all/{n}.exhibit'
        text = b''.join(read(p) for p in sorted(glob.glob(folder + '/*')))
        ok(read(folder + '/record.json').decode() == case.rows[int(n)][2],
           f'record {n} is there as it stands in the case')
        for k, (_, kind, body, _) in enumerate(case.rows):
            if str(k) != n and kind not in shown:
                record = json.loads(body)
                leaks += [(n, k) for member in ('blind', 't')
                          if record[member].encode() in text]
    ok(not leaks, 'T23 no exhibit holds anything of a finding but its own',
       leaks)
    rc, out, err = verify('--proof', *KEY,
                          *(f'all/{n}.exhibit' for n in numbers))
    ok(rc == INTACT and out.count('\nINTACT\n') == len(numbers) and not err,
       'all of them, in one call', rc, out[-3000:], err)
    for n in numbers:
        run = subprocess.run(
            ['python3', f'{TOP}/tests/independent/proof.py', lab.pub,
             f'all/{n}.exhibit'], capture_output=True)
        if run.returncode:
            break
    ok(not run.returncode, 'proof.py agrees on all', run.stderr.decode())
    rc, out, err = verify('--proof', '--json', *KEY, 'all/3.exhibit',
                          'all/4.exhibit')
    lines = [json.loads(line) for line in out.splitlines()]
    ok(rc == 0 and [l['verdict'] for l in lines] == ['INTACT'] * 2 and
       lines[0]['case']['signed'] == len(case.rows), '--json: a line for each',
       out)


def flips(folder, each=4):
    """Any byte of any file but a name that nothing rests on."""
    wrong = []
    for path in sorted(glob.glob(folder + '/*')):
        data = read(path)
        for at in range(0, len(data), max(1, len(data) // each)):
            shutil.rmtree('evil', ignore_errors=True)
            shutil.copytree(folder, 'evil')
            write('evil/' + os.path.basename(path),
                  data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
            rc, out, err = verify('--proof', '-q', *KEY, 'evil')
            if rc != TAMPERED or out or err:
                wrong.append((os.path.basename(path), at, rc, err))
    ok(not wrong, f'a bit of any file of {folder}', *wrong)


def swap(name, of):
    def change():
        for ending in 'json', 'proof':
            shutil.copy(f'all/{of}.exhibit/record.{ending}',
                        f'evil/{name}.{ending}')
    return change


def attacks(case):
    f = 'all/4.exhibit'
    sound('a finding', f, patterns=[
        '^  This is, byte for byte, record 4 of the 16 that the holder of the '
        'key you confirmed signed', '^  It says: card.pan, 555555\\*+4444, '])
    expect('no key is known', NOT_PROVEN,
           [f'^NOT PROVEN: signature is by a key you have not confirmed '
            f'.{lab.fingerprint}'], '--proof', f)
    expect('another key is known', NOT_PROVEN, ['none of those you gave'],
           '--proof', '--key', other.pub, f)
    expect('a key is required', NOT_PROVEN, ['^NOT PROVEN: required'],
           '--proof', '--require', 'key', f)
    expect('the filed head is the same', INTACT,
           ['part of the history that the filed head stands for'],
           '--proof', *KEY, '--expect', 'filed.ckpt', f)
    expect('the filed head is an older one', NOT_PROVEN,
           ['the filed head is over 8 records, that of the exhibit over 16: '
            'ask for an exhibit made with fxproof --head 8'],
           '--proof', *KEY, '--expect', 'older.ckpt', f)
    make('base.evd', '-o', 'advised', '--head', '8', ['4'])
    expect('an exhibit made as advised', INTACT,
           ['part of the history that the filed head stands for'],
           '--proof', *KEY, '--expect', 'older.ckpt', 'advised/4.exhibit')
    expect('the filed head is older than the record', NOT_PROVEN,
           ['the filed head is over 8 records, so that it was filed before '
            'record 8: it vouches for nothing here'],
           '--proof', *KEY, '--expect', 'older.ckpt', 'all/8.exhibit')
    expect('no such folder', CANNOT, ['cannot be read'], '--proof', 'missing')
    expect('a file', CANNOT, ['cannot be read'], '--proof', 'base.evd')
    flips(f)

    def edit():
        body = json.loads(read('evil/record.json'))
        body['mask'] = '411111******1111'
        write('evil/record.json', evd.canon(body).encode())
    attack('T1 a changed record', f, TAMPERED,
           ['record.json is not record 4 under the signed head'], edit)
    attack('T1 a space in it', f, TAMPERED,
           ['record.json is not in canonical form'],
           lambda: write('evil/record.json',
                         read('evil/record.json').replace(b':', b': ', 1)))
    attack('another record with this proof', f, TAMPERED,
           ['record.proof is of record 4, record.json bears the number 3'],
           lambda: shutil.copy('all/3.exhibit/record.json', 'evil'))
    attack('the source of another', f, TAMPERED,
           ['is of source 1, source.json of source 2'], swap('source', 8))
    attack('the run of another', f, TAMPERED,
           ['is of run 1, run.begin.json of run 2'], swap('run.begin', 9))
    attack('a finding as the end of its run', f, TAMPERED,
           ['run.end.json is of kind finding, not run.end'],
           swap('run.end', 3))
    attack('no proof', f, CANNOT, ['there is record.json, but no record.proof'],
           lambda: os.unlink('evil/record.proof'))
    attack('no record', f, CANNOT, ['there is record.proof, but no record.json'],
           lambda: os.unlink('evil/record.json'))
    attack('neither', f, CANNOT, ['^CANNOT CHECK: not an exhibit'],
           lambda: [os.unlink('evil/record.' + e) for e in ('json', 'proof')])
    attack('a source without its proof', f, CANNOT,
           ['there is source.json, but no source.proof'],
           lambda: os.unlink('evil/source.proof'))
    attack('without a source', f, INTACT, ['What was read of it'],
           lambda: [os.unlink(p) for p in glob.glob('evil/source.*')])
    attack('without the first record, with the key', f, INTACT,
           ['Its first record, which tells of the case, is withheld'],
           lambda: [os.unlink(p) for p in glob.glob('evil/genesis.*')])
    attack('and with another key', f, NOT_PROVEN,
           ['there is no genesis.json, which names the key, and none that you'],
           lambda: [os.unlink(p) for p in glob.glob('evil/genesis.*')],
           ['--key', other.pub])
    attack('a stranger in the folder', f, INTACT,
           ['^NOTE: 1 files are no part of an exhibit.*is notes.txt$'],
           lambda: write('evil/notes.txt', b'x'))
    attack('a pipe in the place of a record', f, CANNOT, ['not a regular file'],
           lambda: [os.unlink('evil/record.json'),
                    os.mkfifo('evil/record.json')])
    attack('a record without an end', f, TAMPERED, ['too long'],
           lambda: os.truncate('evil/record.json', 1 << 40))
    attack('a proof without an end', f, TAMPERED, ['too long'],
           lambda: os.truncate('evil/source.proof', 1 << 40))

    # A whole case of the forger's own, one record of the lab's among it.
    forged = case.copy()
    forged.key = other
    forged.edit(0, key=other.raw.hex())
    forged.rehash()
    forged.resign()
    forged.write('forged.evd')
    make('forged.evd', '-o', 'forged', ['4'])
    expect('T3 all of it forged', NOT_PROVEN, ['none of those you gave'],
           '--proof', *KEY, 'forged/4.exhibit')
    expect('T3 against the filed head', TAMPERED,
           ['history differs from the filed head'], '--proof', *KEY,
           '--expect', 'filed.ckpt', 'forged/4.exhibit')
    attack('T3 with the true first record', 'forged/4.exhibit', TAMPERED,
           ['genesis.proof bears another signed head than record.proof'],
           swap('genesis', 0))

    def resigned():
        for path in glob.glob('evil/*.proof'):
            way, text, _ = read(path).decode().split('\n\n')
            origin, size, root = text.split('\n')
            note = other.note(origin, int(size), base64.b64decode(root))
            write(path, f'{way}\n\n{note}'.encode())
    attack('T3 the true records under a signature of another', f, TAMPERED,
           ['is not signed by the key in force'], resigned)


def openings():
    """Values shown with an exhibit: those that were committed to, no others."""
    case = base.copy()
    case.openings = base.openings
    f, seq = 'all/4.exhibit', 4
    nonce, value = next((o[3], o[4].decode()) for o in case.openings
                        if o[0] == seq and o[1] == 'value')

    def opening(**change):
        line = {'field': 'value', 'nonce': nonce.hex(), 'seq': seq,
                'value': value}
        line.update(change)
        return evd.canon({k: v for k, v in line.items() if v is not None}) + \
            '\n'

    def shown(name, status, patterns, text):
        attack(name, f, status, patterns,
               lambda: write('evil/opening.json', text.encode()))
    shown('an opening', INTACT, ['^  The value that is shown with it is the one it committed to'],
          opening())
    shown('in digits', INTACT, ['^  The value that is shown with it is'],
          opening(value=None, value_hex=value.encode().hex()))
    shown('no lines', TAMPERED, ['not in the form'], '')
    for change, pattern in (
            (dict(value='5555555555554445'), "record 4 'value' does not match"),
            (dict(nonce='00' * 32), "record 4 'value' does not match"),
            (dict(seq=3), 'opening.json is of record 3, not 4'),
            (dict(field='cvv'), "opens 'cvv' of record 4, which commits to no"),
            (dict(field=''), 'not in the form'),
            (dict(field='f' * 33), 'not in the form'),
            (dict(nonce='00' * 31), 'not in the form'),
            (dict(value=None), 'not in the form'),
            (dict(value_hex='35'), 'not in the form'),
            (dict(value=None, value_hex='3'), 'not in the form'),
            (dict(value=None, value_hex='XX'), 'not in the form'),
            (dict(value=5), 'not in the form'),
            (dict(seq='4'), 'not in the form'),
            (dict(more=1), 'not in the form')):
        shown(f'T24 {change}', TAMPERED, [pattern], opening(**change))
    shown('T24 without its line feed', TAMPERED, ['not in the form'],
          opening()[:-1])
    shown('T24 with a space', TAMPERED, ['not in the form'],
          opening().replace(':', ': ', 1))
    shown('T24 twice', TAMPERED, ["opens 'value' of record 4 twice"],
          opening() * 2)
    shown('T24 without end', TAMPERED, ['not in the form'],
          ''.join(opening(field=f'f{i}') for i in range(65)))
    # By openssl alone, as fxevidence(5) states it.
    mac = subprocess.run(
        ['openssl', 'dgst', '-sha256', '-mac', 'HMAC', '-macopt',
         f'hexkey:{nonce.hex()}', '-r'], input=b'value\0' + value.encode(),
        capture_output=True).stdout.split()[0].decode()
    ok(mac == case.record(seq)['commit']['value'], 'openssl opens it too', mac)


def epochs():
    """Keys that followed the first: each sealed by the one before."""
    case = base.copy()
    case.add('key', key=other.raw.hex(), reason='end of run')
    case.head()
    case.key = other
    case.add('custody', **{'from': 'lab', 'to': 'court', 'what': 'A1',
                           'why': 'trial'})
    case.head()
    case.write('epochs.evd')
    make('epochs.evd', '-o', 'epochs', ['4', '16', '17'])
    f = 'epochs/4.exhibit'
    for n in 4, 16, 17:
        sound('a record under a later key', f'epochs/{n}.exhibit', other,
              patterns=['holder of the key you confirmed'])
    ok(sorted(os.listdir(f))[1:5] == ['genesis.proof', 'key.16.json',
                                      'key.16.proof', 'key.16.seal'],
       'the exhibit shows the change', os.listdir(f))
    flips(f, 2)
    attack('the change is withheld', f, TAMPERED,
           ['not signed by the key in force, as far as the exhibit tells'],
           lambda: [os.unlink(p) for p in glob.glob('evil/key.*')])
    attack('T4 the change is not sealed', f, TAMPERED,
           ['key change at record 16 not sealed by the key before it'],
           lambda: os.unlink('evil/key.16.seal'))

    def self_sealed():
        way, text, _ = read('evil/key.16.seal').decode().split('\n\n')
        origin, size, root = text.split('\n')
        note = other.note(origin, int(size), base64.b64decode(root))
        write('evil/key.16.seal', f'{way}\n\n{note}'.encode())
    attack('T4 the new key seals itself', f, TAMPERED,
           ['key change at record 16 not sealed by the key before it'],
           self_sealed)
    attack('a change under another number', f, TAMPERED,
           ['key.15.json bears the number 16'],
           lambda: [os.rename(p, p.replace('16', '15'))
                    for p in glob.glob('evil/key.*')])
    # Under the head that a court has, the old key is still in force.
    make('epochs.evd', '-o', 'filed', '--head', '16', ['4'])
    sound('under an older head', 'filed/4.exhibit', patterns=[
        'part of the history that the filed head'],
        args=[*KEY, '--expect', 'filed.ckpt'])
    ok(not glob.glob('filed/4.exhibit/key.*'), 'which needs no later key')


def refused():
    said = make('base.evd', '-o', 'none', ['3', '99'], status=4)
    ok('there is no record 99: the last is 15' in said and
       not os.listdir('none'), 'a record that is not there', said)
    said = make('base.evd', '-o', 'none', '--head', '7', ['3'], status=4)
    ok('there is no signed head over 7 records' in said, 'no such head', said)
    said = make('base.evd', '-o', 'none', '--head', '8', ['9'], status=4)
    ok('record 9 is behind the signed head, which is over 8' in said,
       'a record behind an older head', said)
    case = base.copy()
    case.add('custody', **{'from': 'a', 'to': 'b', 'what': 'c', 'why': 'd'})
    case.write('tail.evd')
    said = make('tail.evd', '-o', 'none', ['16'], status=4)
    ok('record 16 is behind the signed head, which is over 16 records: '
       'fxrecord --recover signs the rest' in said, 'a record of the tail',
       said)
    make('tail.evd', '-o', 'tail', ['15'])
    sound('one before the tail', 'tail/15.exhibit')
    case = base.copy()
    case.edit(4, len=17)
    case.write('edited.evd')
    said = make('edited.evd', '-o', 'none', ['3'], status=4)
    ok('TAMPERED: record 4 was changed' in said and not os.listdir('none'),
       'a case that is not in order', said)
    make('base.evd', '-o', 'bare', '--bare', ['4'])
    sound('a bare one', 'bare/4.exhibit')
    ok(sorted(os.listdir('bare/4.exhibit')) == ['record.json', 'record.proof'],
       'which is two files')
    make('base.evd', '-o', 'bare', ['4'], status=4)
    sound('it is not written over', 'bare/4.exhibit')


for name in ('all', 'forged', 'epochs', 'filed', 'none', 'tail', 'bare',
             'advised'):
    os.mkdir(name)
base = evd.sample(lab)
base.write('base.evd')
write('filed.ckpt', base.heads[-1][1].encode())
write('older.ckpt', base.heads[1][1].encode())
every_record(base)
attacks(base)
openings()
epochs()
refused()
sys.exit(done())
