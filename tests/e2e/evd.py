"""evd.py - case files for the tests, made from the format and not by fxrecord

A second writer keeps the verifier honest: what fxrecord and fxverify might get
wrong in the same way shows here.  It can also write what fxrecord never would.
Signing is left to openssl.
"""
import base64
import datetime
import hashlib
import hmac
import json
import os
import sqlite3
import struct
import subprocess

ZEROS = '0' * 64
START = datetime.datetime(2026, 11, 21)
CASE_ID, VAULT_ID = 0x45564C31, 0x4556564C

CASE_TABLES = ["""CREATE TABLE record(
  seq  INTEGER PRIMARY KEY CHECK(seq >= 0),
  kind TEXT NOT NULL,
  body TEXT NOT NULL CHECK(instr(body, char(10)) = 0 AND instr(body, char(0)) = 0),
  leaf BLOB NOT NULL CHECK(length(leaf) = 32)
) STRICT""", """CREATE TABLE checkpoint(
  size INTEGER PRIMARY KEY CHECK(size > 0),
  note TEXT NOT NULL
) STRICT""", """CREATE TABLE anchor(
  id   INTEGER PRIMARY KEY,
  size INTEGER NOT NULL REFERENCES checkpoint(size),
  type TEXT NOT NULL CHECK(type IN ('rfc3161','cosig','cms','filed')),
  data BLOB NOT NULL
) STRICT"""]
CASE_TRIGGERS = ["""CREATE TRIGGER record_append BEFORE INSERT ON record
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq)+1,0) FROM record)
  OR instr(NEW.body, '"kind":"' || NEW.kind || '"') = 0
  OR instr(NEW.body, '"prev":"' || coalesce((SELECT lower(hex(leaf)) FROM record ORDER BY seq DESC LIMIT 1),
       '%s') || '"') = 0
BEGIN SELECT RAISE(ABORT,'record: not an append'); END""" % ZEROS,
"""CREATE TRIGGER checkpoint_grow BEFORE INSERT ON checkpoint
WHEN NEW.size <= (SELECT coalesce(max(size),0) FROM checkpoint) OR NEW.size > (SELECT max(seq)+1 FROM record)
BEGIN SELECT RAISE(ABORT,'checkpoint: must grow and not pass the tail'); END"""]
for _table in 'record', 'checkpoint', 'anchor':
    for _verb in 'update', 'delete':
        CASE_TRIGGERS.append(
            f"CREATE TRIGGER {_table}_no{_verb} BEFORE {_verb.upper()} ON "
            f"{_table} BEGIN SELECT RAISE(ABORT,'{_table}: append-only'); END")
# The order in which the sum of the schema takes them.
_ORDER = ['record', 'checkpoint', 'anchor', 'record_append', 'record_noupdate',
          'record_nodelete', 'checkpoint_grow', 'checkpoint_noupdate',
          'checkpoint_nodelete', 'anchor_noupdate', 'anchor_nodelete']
VAULT_TABLES = ["""CREATE TABLE dek(
  run       INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  sealed    BLOB NOT NULL,
  PRIMARY KEY(run, recipient)
) STRICT, WITHOUT ROWID""", """CREATE TABLE opening(
  seq   INTEGER NOT NULL,
  field TEXT NOT NULL,
  leaf  BLOB NOT NULL CHECK(length(leaf) = 32),
  run   INTEGER NOT NULL,
  box   BLOB NOT NULL CHECK(length(box) >= 72),
  PRIMARY KEY(seq, field)
) STRICT, WITHOUT ROWID""", """CREATE TABLE seen(
  id      INTEGER PRIMARY KEY CHECK(id = 1),
  genesis BLOB NOT NULL CHECK(length(genesis) = 32),
  size    INTEGER NOT NULL CHECK(size > 0),
  leaf    BLOB NOT NULL CHECK(length(leaf) = 32)
) STRICT"""]

# Attributes of card.pan that stand in records; all others are committed to.
PUBLIC = {'scheme', 'test'}


def sha(data):
    return hashlib.sha256(data).digest()


def schema_sum():
    named = {s.split()[2].split('(')[0]: s for s in CASE_TABLES + CASE_TRIGGERS}
    return sha(''.join(named[n] + '\n' for n in _ORDER).encode()).hex()


def canon(record):
    return json.dumps(record, sort_keys=True, separators=(',', ':'),
                      ensure_ascii=False)


def masked(digits):
    """The last four and at most the first six, six or more hidden."""
    first = min(6, max(0, len(digits) - 10))
    return (digits[:first] + '*' * (len(digits) - first - 4) + digits[-4:])


def leaf(body):
    return sha(b'\0' + (body if isinstance(body, bytes) else body.encode()))


def root(leaves):
    """RFC 6962, 2.1, straight from its text."""
    if not leaves:
        return sha(b'')
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha(b'\1' + root(leaves[:k]) + root(leaves[k:]))


def chacha(key, tail, add):
    """ChaCha's state of those 16 + 32 + 16 bytes after 20 rounds (RFC 8439)."""
    state = list(struct.unpack('<16I', b'expand 32-byte k' + key + tail))
    x = state[:]

    def quarter(a, b, c, d):
        for i, j, k, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8),
                           (c, d, b, 7)):
            x[i] = (x[i] + x[j]) & 0xffffffff
            x[k] ^= x[i]
            x[k] = (x[k] << n | x[k] >> (32 - n)) & 0xffffffff

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return [(a + b) & 0xffffffff if add else a for a, b in zip(x, state)]


def poly1305(key, data):
    r = int.from_bytes(key[:16], 'little') & 0x0ffffffc0ffffffc0ffffffc0fffffff
    acc = 0
    for i in range(0, len(data), 16):
        acc = (acc + int.from_bytes(data[i:i + 16] + b'\1', 'little')) * r
        acc %= (1 << 130) - 5
    acc += int.from_bytes(key[16:], 'little')
    return (acc & ((1 << 128) - 1)).to_bytes(16, 'little')


def box(key, ad, plain, nonce=None):
    """XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), its nonce in front."""
    nonce = nonce or os.urandom(24)
    sub = chacha(key, nonce[:16], False)
    sub = struct.pack('<8I', *sub[:4], *sub[12:])
    tail = bytes(4) + nonce[16:]
    stream = b''.join(
        struct.pack('<16I', *chacha(sub, struct.pack('<I', i) + tail, True))
        for i in range(2 + len(plain) // 64))
    sealed = bytes(a ^ b for a, b in zip(plain, stream[64:]))
    pad = lambda b: b + bytes(-len(b) % 16)
    return nonce + sealed + poly1305(stream[:32], pad(ad) + pad(sealed) +
                                     struct.pack('<QQ', len(ad), len(sealed)))


class Custodian:
    """The age identity PATH.agekey; made unless it is there."""

    def __init__(self, path):
        self.path = path + '.agekey'
        if not os.path.exists(self.path):
            subprocess.run(['age-keygen', '-o', self.path], check=True,
                           capture_output=True)
        self.recipient = subprocess.check_output(
            ['age-keygen', '-y', self.path], text=True).strip()

    def seal(self, data):
        return subprocess.run(['age', '-r', self.recipient], input=data,
                              stdout=subprocess.PIPE, check=True).stdout


class Key:
    """The key pair PATH.key, PATH.pub; made unless it is there."""

    def __init__(self, path):
        self.path, self.pub = path + '.key', path + '.pub'
        run = subprocess.check_call
        if not os.path.exists(self.path):
            run(['openssl', 'genpkey', '-algorithm', 'ed25519', '-out',
                 self.path])
            run(['openssl', 'pkey', '-in', self.path, '-pubout', '-out',
                 self.pub])
        self.der = subprocess.check_output(
            ['openssl', 'pkey', '-in', self.path, '-pubout', '-outform', 'DER'])
        self.raw = self.der[-32:]
        self.fingerprint = 'SHA256:' + sha(self.der).hex()

    def sign(self, text):
        with open(self.path + '.tbs', 'wb') as f:
            f.write(text)
        return subprocess.check_output(
            ['openssl', 'pkeyutl', '-sign', '-inkey', self.path, '-rawin',
             '-in', self.path + '.tbs'])

    def note(self, origin, size, top):
        text = f'{origin}\n{size}\n{base64.b64encode(top).decode()}\n'
        keyid = sha(origin.encode() + b'\n\x01' + self.raw)[:4]
        sig = base64.b64encode(keyid + self.sign(text.encode())).decode()
        return f'{text}\n\u2014 {origin} {sig}\n'


class Case:
    """A case file in memory: rows as SQLite will hold them."""

    def __init__(self, key, origin='lab.example/2026-0417/A1'):
        self.key, self.origin = key, origin
        self.rows = []      # [seq, kind, body, leaf]
        self.heads = []     # [size, note]
        self.openings = []  # [seq, field, leaf, nonce, value]
        self.custodian = Custodian('custodian')
        self.deks = {}      # of each run
        self.seconds = 0

    @classmethod
    def load(cls, path, key):
        """What another writer wrote."""
        db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
        case = cls(key)
        case.rows = [list(r) for r in db.execute(
            'SELECT seq, kind, body, leaf FROM record ORDER BY seq')]
        case.heads = [list(h) for h in db.execute(
            'SELECT size, note FROM checkpoint ORDER BY size')]
        case.origin = case.record(0)['origin']
        db.close()
        return case

    def copy(self):
        other = Case(self.key, self.origin)
        other.rows = [list(r) for r in self.rows]
        other.heads = [list(h) for h in self.heads]
        other.openings = [list(o) for o in self.openings]
        other.seconds = self.seconds
        other.deks = dict(self.deks)
        return other

    def common(self, kind):
        """What every record has, at a time that moves on by itself."""
        self.seconds += 1
        return {'v': 1, 'seq': len(self.rows), 'kind': kind,
                'prev': self.rows[-1][3].hex() if self.rows else ZEROS,
                'blind': os.urandom(16).hex(),
                't': (START + datetime.timedelta(seconds=self.seconds))
                .strftime('%Y-%m-%dT%H:%M:%S.000000Z')}

    def add(self, kind, **members):
        record = self.common(kind)
        record.update(members)
        body = canon(record)
        self.rows.append([len(self.rows), kind, body, leaf(body)])
        return len(self.rows) - 1

    def head(self, size=None, key=None):
        size = len(self.rows) if size is None else size
        top = root([r[3] for r in self.rows[:size]])
        self.heads = [h for h in self.heads if h[0] != size]
        self.heads.append([size, (key or self.key).note(self.origin, size, top)])

    def genesis(self, **more):
        self.add('genesis', **{**dict(
            case='2026-0417', agency='lab.example', examiner='badge 1234',
            alg='sha256/rfc6962/ed25519', key=self.key.raw.hex(),
            origin=self.origin, schema=schema_sum(),
            custodians=[self.custodian.recipient]), **more})

    def source(self, src, **more):
        self.add('source', src=src, name='seized.dd', format='raw',
                 sector=512, **more)

    def begin(self, run, src, carvers=('card.pan',), **more):
        self.add('run.begin', **{**dict(
            run=run, src=src, tool='fxscan', version='0.1.0', build='test',
            options={'carvers': list(carvers), 'context': 0, 'min': 12},
            boot='b' * 36, up=self.seconds * 1000000, examiner='badge 1234',
            started='2026-11-21T00:00:00.000000Z'), **more})

    def finding(self, run, src, value, off, kind='card.pan', mask=None, **more):
        seq = self.add('finding', **{**dict(
            run=run, src=src, **{'class': kind}, mask=mask or masked(value),
            off=off, len=len(value), path=str(off), enc='ascii', score=25,
            why=['luhn'],
            commit=self.commit(len(self.rows), {'value': value})), **more})
        self.openings[-1][2] = self.rows[seq][3]
        return seq

    def end(self, run, src, findings, **more):
        self.add('run.end', **{**dict(
            run=run, src=src, status='complete', findings=findings, below={},
            errors=0, limits=0, boot='b' * 36, up=self.seconds * 1000000,
            bytes=1 << 20, sha256='11' * 32,
            ended='2026-11-21T00:00:00.000000Z'), **more})

    def commit(self, seq, values):
        """Commitments to values, by field; their openings for the vault."""
        commits = {}
        for field, value in values.items():
            nonce, value = os.urandom(32), value.encode()
            self.openings.append([seq, field, None, nonce, value])
            commits[field] = hmac.new(nonce, field.encode() + b'\0' + value,
                                      'sha256').hexdigest()
        return commits

    def scanned(self, run, src, lines):
        """A run as fxscan's lines tell it: what fxrecord would make of them."""
        for line in lines:
            kind = line['type']
            if kind == 'source':
                self.source(src, **({'stream': 1} if line['path'] == '-' else {}))
                self.begin(run, src, options=line['options'])
            elif kind == 'finding':
                attrs = line.get('attrs', {})
                public = {k: v for k, v in attrs.items() if k in PUBLIC}
                private = {k: v for k, v in attrs.items() if k not in PUBLIC}
                seq = len(self.rows)
                self.add('finding', run=run, src=src, **{
                    'class': line['kind'], 'mask': masked(line['value']),
                    'off': line['offset'], 'len': line['length'],
                    'path': line['path'], 'enc': line['encoding'],
                    'score': line['score'], 'why': line['why'],
                    'commit': self.commit(seq, {'value': line['value'],
                                                **private})},
                    **({'attrs': public} if public else {}))
            elif kind == 'end':
                self.end(run, src, line['findings'], below=line['below'],
                         bytes=line['bytes'], sha256=line['sha256'])
        self.seal_vault()

    def seal_vault(self):
        """Openings name the records as they are now."""
        for opening in self.openings:
            opening[2] = self.rows[opening[0]][3]

    # What an attacker does.

    def record(self, seq):
        return json.loads(self.rows[seq][2])

    def edit(self, seq, **members):
        """Change members and leave every hash as it was."""
        record = self.record(seq)
        record.update(members)
        self.rows[seq][2] = canon(record)

    def rehash(self, start=0):
        """Number, chain and hash all anew from the row at start on."""
        for i in range(start, len(self.rows)):
            record = json.loads(self.rows[i][2])
            record['seq'] = i
            record['prev'] = self.rows[i - 1][3].hex() if i else ZEROS
            body = canon(record)
            self.rows[i] = [i, self.rows[i][1], body, leaf(body)]

    def resign(self, key=None):
        """All heads again that still can be, with key or the case's own."""
        sizes = [h[0] for h in self.heads if h[0] <= len(self.rows)]
        self.heads = []
        for size in sizes:
            self.head(size, key)

    def write(self, path, before=(), after=()):
        """before: statements that make tables differ; after: at the end."""
        if os.path.exists(path):
            os.unlink(path)
        db = sqlite3.connect(path, isolation_level=None)
        for sql in ('PRAGMA encoding="UTF-8"',
                    f'PRAGMA application_id={CASE_ID}', 'PRAGMA user_version=1',
                    'PRAGMA synchronous=OFF', 'BEGIN'):
            db.execute(sql)
        for sql in before or CASE_TABLES:
            db.execute(sql)
        for row in self.rows:
            # Bytes are text that python cannot hold; a memoryview is a blob.
            form = 'CAST(? AS TEXT)' if isinstance(row[2], bytes) else '?'
            db.execute(f'INSERT INTO record VALUES(?,?,{form},?)', row)
        db.executemany('INSERT INTO checkpoint VALUES(?,?)', self.heads)
        for sql in CASE_TRIGGERS:
            db.execute(sql)
        db.execute('COMMIT')
        for sql in after:
            db.execute(sql)
        db.close()
        return path

    def dek(self, run):
        return self.deks.setdefault(run, os.urandom(32))

    def boxes(self):
        """The openings as rows of the vault, sealed."""
        rows = []
        for seq, field, of, nonce, value in self.openings:
            run = self.record(seq)['run'] if seq < len(self.rows) else 1
            ad = b'evd1|' + of.hex().encode() + b'|' + field.encode()
            rows.append([seq, field, of, run,
                         box(self.dek(run), ad, nonce + value)])
        return rows

    def write_vault(self, path, change=lambda boxes, deks: None):
        """change: what becomes of the rows before they are written."""
        if os.path.exists(path):
            os.unlink(path)
        boxes = self.boxes()
        deks = [[run, self.custodian.recipient, self.custodian.seal(key)]
                for run, key in sorted(self.deks.items())]
        change(boxes, deks)
        db = sqlite3.connect(path, isolation_level=None)
        for sql in (f'PRAGMA application_id={VAULT_ID}',
                    'PRAGMA user_version=2', 'BEGIN', *VAULT_TABLES):
            db.execute(sql)
        db.executemany('INSERT INTO dek VALUES(?,?,?)', deks)
        db.executemany('INSERT INTO opening VALUES(?,?,?,?,?)', boxes)
        db.execute('INSERT INTO seen VALUES(1,?,?,?)',
                   [leaf(self.rows[0][2]), len(self.rows),
                    leaf(self.rows[-1][2])])
        db.execute('COMMIT')
        db.close()
        return path


def sample(key):
    """A case with all that is usual: two sources, three runs, four heads."""
    case = Case(key)
    case.genesis(legal='W-2026-118', exhibit='A1')
    case.head()
    case.source(1, stored={'md5': '00' * 16})
    case.begin(1, 1, host='bench', user='examiner', argv=['fxscan', 'a.dd'])
    case.finding(1, 1, '4111111111111111', 4000)
    case.finding(1, 1, '5555555555554444', 8000, attrs={'scheme': 'mastercard'})
    case.add('error', run=1, src=1, off=12288, len=512, why='read error')
    case.finding(1, 1, '378282246310005', 16000)
    case.end(1, 1, {'card.pan': 3}, errors=1)
    case.head()
    case.source(2, stream=1)
    case.begin(2, 2)
    case.finding(2, 2, '6011111111111117', 99)
    case.add('limit', run=2, src=2, why='ratio', path='4096-ZIP-0')
    case.end(2, 2, {'card.pan': 1}, limits=1, sha256='22' * 32, bytes=4096)
    case.head()
    case.begin(3, 1)
    case.finding(3, 1, '4111111111111111', 4000)
    case.end(3, 1, {'card.pan': 1}, sha256='33' * 32, bytes=8192)
    case.head()
    return case
