# decode_text.py - texts that Python has written in codes, and what our decoders
# make of them; says OK or why not for each kind, a line each
import base64
import email.header
import email.message
import email.policy
import gzip
import html
import html.entities
import io
import json
import mailbox
import os
import quopri
import random
import subprocess
import tempfile
import urllib.parse
import xml.etree.ElementTree
import xml.sax.saxutils
import zlib

FXDECODE = os.environ["HELPER"] + "/fxdecode"
GAP = 512
rnd = random.Random(20261122)

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHERS = " .,;:-_/?!\"'<>&%=+\\#@()[]{}|~^*$`"
FOREIGN = "äöüßéèçñøåčšžőűłąęńżćśđÄÖÜ€–„“”…ΑΩαωΔδАБВабвїґЖж中文字✓😀𝄞"


def words(least, most, without=""):
    """Random text with cards' digits in it, some characters left out."""
    return "".join(c for c in any_words(least, most) if c not in without)


def any_words(least, most):
    out = []
    for _ in range(rnd.randint(least, most)):
        k = rnd.randrange(10)
        if k < 4:
            out.append("".join(rnd.choices(LETTERS, k=rnd.randint(1, 9))))
        elif k < 7:
            out.append("".join(rnd.choices("0123456789", k=rnd.choice([2, 3, 4, 16]))))
        elif k < 9:
            out.append("".join(rnd.choices(OTHERS, k=rnd.randint(1, 3))))
        else:
            out.append("".join(rnd.choices(FOREIGN, k=rnd.randint(1, 4))))
        out.append(rnd.choice([" ", " ", "\n", "\t", "", "\r\n"]))
    return "".join(out)


def frames(name, data):
    """Each start: (offset, used, end, limit, output)."""
    r = subprocess.run([FXDECODE, "-a", name], input=data, stdout=subprocess.PIPE, check=True)
    out, at, got = r.stdout, 0, []
    while at < len(out):
        nl = out.index(b"\n", at)
        off, used, n, end, limit = out[at:nl].split(b" ", 4)
        n = int(n)
        got.append((int(off), int(used), end, limit, out[nl + 1:nl + 1 + n]))
        at = nl + 1 + n + 1
    return got


def compare(what, name, cases, gap=GAP, filler=b". "):
    """cases: (encoded, decoded), each of which begins and ends with an escape,
    whose length is that of the third; it is decoded with GAP bytes of the
    filler before it and behind the begin of its last escape."""
    fill = filler * 600
    data, want, at = [fill], [], len(fill)
    for case in cases:
        enc, dec, last = case if len(case) == 3 else case + (None,)
        data.append(enc)
        data.append(fill)
        if last is not None:
            dec = fill[-gap:] + dec + fill[:gap - last]
        want.append((at, dec))
        at += len(enc) + len(fill)
    got = frames(name, b"".join(data))
    if len(got) != len(want):
        offs = {g[0] for g in got} ^ {w[0] for w in want}
        bad = sorted(offs)[0]
        print(f"{what}: {len(got)} of {len(want)} begin; first odd one: "
              f"{b''.join(data)[bad - 20:bad + 120]!r}")
        return
    for g, w, case in zip(got, want, cases):
        if g[0] != w[0] or g[2] != b"ok" or g[4] != w[1]:
            print(f"{what}: {case[0]!r} at {w[0]} is {g!r}, not {w[1]!r}")
            return
    print(f"{what}: OK {len(cases)} texts")


def percent_cases(n):
    for _ in range(n):
        text = words(1, 60)
        safe = "".join(rnd.sample(LETTERS + "0123456789-._~", rnd.randint(10, 60)))
        enc = "".join(
            c if c in safe and rnd.random() < 0.9
            else "".join(rnd.choice(["%%%02X", "%%%02x"]) % b for b in c.encode())
            for c in "," + text + ";")
        enc = "%2c" + enc[3:] if enc[0] == "%" else "%2C" + enc[1:]
        if not enc.endswith(("%3B", "%3b")):
            enc = enc[:-1] + "%3B"
        yield enc.encode(), urllib.parse.unquote_to_bytes(enc), 3


def form_cases(n):
    for _ in range(n):
        fields = [("f%d" % i, words(1, 9)) for i in range(rnd.randint(2, 9))]
        fields = [("é", "")] + fields + [("z", "€")]
        enc = urllib.parse.urlencode(fields)
        yield enc.encode(), urllib.parse.unquote_plus(enc).encode(), 3


def entity_cases(n):
    names = {}
    for k, v in html.entities.name2codepoint.items():
        names[chr(v)] = k
    for _ in range(n):
        out = []
        text = "<" + words(1, 60, "%\\=") + ">"
        for i, c in enumerate(text):
            k = rnd.randrange(4)
            edge = i in (0, len(text) - 1)
            if c in names and (edge or c == "&" or k == 0):
                out.append("&%s;" % names[c])
            elif k == 1 and c not in "\r":
                out.append(rnd.choice(["&#%d;", "&#x%x;", "&#X%X;", "&#%04d;"]) % ord(c))
            else:
                out.append(c)
        enc = "".join(out)
        yield enc.encode(), html.unescape(enc).encode(), len(out[-1])


def named_case():
    every = [k for k in html.entities.html5 if k.endswith(";")]
    ours = list(html.entities.name2codepoint) + [
        k[:-1] for k in every if len(k) <= 9 and len(html.entities.html5[k]) == 1
        and (ord(html.entities.html5[k]) < 128 or 0x2000 <= ord(html.entities.html5[k]) <= 0x2064)]
    enc = "".join("&%s;" % k for k in ours)
    yield enc.encode(), html.unescape(enc).encode(), len(ours[-1]) + 2


def json_cases(n):
    for _ in range(n):
        text = '"' + words(1, 60, "%&=") + '"'
        enc = json.dumps(text, ensure_ascii=rnd.random() < 0.7)[1:-1]
        if rnd.random() < 0.5:
            enc = enc.replace("/", "\\/")
        yield enc.encode(), json.loads('"' + enc + '"').encode(), 2


def c_cases(n):
    for _ in range(n):
        text = '"' + words(1, 40, "%&=") + '"'
        form = rnd.choice(["\\x%02x", "\\%03o"])
        out = []
        for b in text.encode():
            c = chr(b)
            if b >= 0x80 or b < 0x20 or c in "\\\"" or form == "\\x%02x" and rnd.random() < 0.4:
                out.append(form % b if c not in "\\\"" else "\\" + c)
            else:
                out.append(c)
        enc = "".join(out)
        dec = enc.encode().decode("unicode_escape").encode("latin-1")
        yield enc.encode(), dec, 2
    for _ in range(n // 4):  # all of it
        text = words(4, 20).encode()
        form = rnd.choice(["\\x%02x", "\\x%02X", "\\%03o"])
        yield "".join(form % b for b in text).encode(), text, 4


def qp_cases(n):
    for _ in range(n):
        text = "ä=" + words(20, 120, "%&\\").replace("\r\n", "\n") + "=ö"
        enc = quopri.encodestring(text.encode())
        if rnd.random() < 0.3:
            enc = enc.replace(b"\n", b"\r\n")
        yield enc, quopri.decodestring(enc), 3



def mixed_cases(n):
    """Each character in a code of its own."""
    codes = [lambda c: urllib.parse.quote(c, safe=""), lambda c: html.escape(c), lambda c: "&#%d;" % ord(c),
             lambda c: json.dumps(c)[1:-1], lambda c: c]
    for _ in range(n):
        text = '"' + words(1, 60) + '"'
        out = ["%22"] + [rnd.choice(codes if c not in "%&=+\\" else codes[:1])(c) for c in text[1:-1]] + ["&quot;"]
        yield "".join(out).encode(), text.encode(), 6


def wrap(enc, width, indent, end):
    lines = [enc[i:i + width] for i in range(0, len(enc), width)]
    return (end + indent).join(lines)


def plain(k):
    """Something to encode: text, or bytes of a kind."""
    text = words(8, 200).encode()
    return [text, text, words(8, 99).encode("utf-16-le"), bytes(rnd.choices(range(256), k=rnd.randint(256, 999))),
            gzip.compress(text, mtime=0), zlib.compress(text)][k % 6]


def base64_cases(n):
    for i in range(n):
        data = plain(i)
        enc = base64.b64encode(data).decode()
        if rnd.random() < 0.3:
            enc = enc.translate({43: 45, 47: 95})
        if rnd.random() < 0.3:
            enc = enc.rstrip("=")
        k = rnd.randrange(4)
        if k > 0:
            width = rnd.choice([60, 64, 64, 72, 76, 76, 76, 80, rnd.randint(24, 200)])
            if len(enc.rstrip("=")) % width == 0 or enc[-(len(enc) % width):].startswith("--"):
                width = len(enc)
            enc = wrap(enc, width, rnd.choice(["", "", "", "  ", "\t\t"]),
                       rnd.choice(["\n", "\r\n", " \n"]))
        around = rnd.choice([("", ""), ("x=", "\n"), ("data:text/plain;base64,", '"'),
                             ("<data>", "</data>"), ('{"a":"', '","b":1}'),
                             ("Content-Transfer-Encoding: base64\n\n", "\n\n--=_x"),
                             ("-----BEGIN X-----\n", "\n-----END X-----\n")])
        yield enc.encode(), data, around


def glued_cases(n):
    """Text behind a path or a name of the same alphabet."""
    for _ in range(n):
        data = words(12, 40).encode()
        data = data.replace(b"\r", b" ") + b" " * 12
        enc = base64.b64encode(data).decode().rstrip("=")
        before = rnd.choice(["/usr/lib/", "/a/", "key_", "id-", "-", "--", "/x1/Yz/", "Q_"])
        yield before.encode() + enc.encode(), data


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
T = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def split(text):
    """A text in pieces."""
    at = sorted(rnd.sample(range(len(text)), min(len(text), rnd.randint(0, 5))))
    return [text[a:b] for a, b in zip([0] + at, at + [None])]


def esc(text):
    out = xml.sax.saxutils.escape(text, {'"': "&quot;"} if rnd.random() < 0.5 else {})
    return out if rnd.random() < 0.7 else "".join("&#x%x;" % ord(c) if c.isdigit() else c for c in out)


def joined(doc, item, leaf, end, sep=None, inner=None):
    """The text as ElementTree has it."""
    out = []
    for p in xml.etree.ElementTree.fromstring(doc).iter(item):
        for t in p.iter(inner) if inner else [p]:
            out.append("".join(x.text or "" for x in t.iter(leaf)) + (sep or ""))
        out.append(end)
    return "".join(out)


def xml_cases(n):
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    for i in range(n):
        # what a parser would make of a carriage return is not ours to make
        texts = [words(1, 20).replace("\r", "") + "|" for _ in range(rnd.randint(1, 9))]
        if i % 3 == 0:
            doc = f'{head}<w:document xmlns:w="{W}" a=\'>\'><w:body>'
            for t in texts:
                doc += "<w:p><w:pPr/>" + "".join(
                    f'<w:r><w:t xml:space="preserve">{esc(x)}</w:t></w:r><!-- > -->' for x in split("|" + t)) + "</w:p>"
            doc += "</w:body></w:document>"
            want = joined(doc, f"{{{W}}}p", f"{{{W}}}t", "\n")
        elif i % 3 == 1:
            doc = f'{head}<sst xmlns="{S}" count="1">'
            for t in texts:
                doc += "<si>" + "".join(f"<r><t>{esc(x)}</t></r>" for x in split("|" + t)) + "</si>"
            doc += "</sst>"
            want = joined(doc, f"{{{S}}}si", f"{{{S}}}t", "\n")
        else:
            doc = f'{head}<worksheet xmlns="{S}"><sheetData>'
            for t in texts:
                doc += '<row r="1">' + "".join(f'<c r="A1"><v>{rnd.randrange(10 ** 9)}</v></c>' for _ in t) + "</row>"
            doc += "</sheetData></worksheet>"
            want = joined(doc, f"{{{S}}}row", f"{{{S}}}v", "\n", "\t", f"{{{S}}}c")
        yield doc.encode(), want.encode(), ("", "")


def compare_around(what, name, cases):
    flat = []
    for enc, data, (before, behind) in cases:
        flat.append((before.encode() + enc + behind.encode(), len(before), data))
    fill = b". " * 40
    blob, want = [fill], []
    at = len(fill)
    for enc, skip, data in flat:
        want.append((at + skip, data))
        blob += [enc, fill]
        at += len(enc) + len(fill)
    blob = b"".join(blob)
    tell(what, blob, frames(name, blob), want)


def tell(what, blob, got, want):
    if [g[0] for g in got] != [w[0] for w in want]:
        bad = sorted({g[0] for g in got} ^ {w[0] for w in want})[0]
        print(f"{what}: {len(got)} of {len(want)} begin; first odd one {bad}: {blob[max(bad - 290, 0):bad + 300]!r}")
        return
    for g, w in zip(got, want):
        if g[2] != b"ok" or g[4] != w[1]:
            print(f"{what}: {blob[w[0]:w[0] + g[1]]!r} is {g!r}, not {w[1]!r}")
            return
    print(f"{what}: OK {len(want)} texts")


def number(data):
    form = rnd.choice(["0x%02x", "0x%02X", "0X%02x"])
    sep = rnd.choice([", ", ",", " ", "\t", " , "])
    row = rnd.choice([8, 12, 16, 1000])
    rows = [sep.join(form % b for b in data[i:i + row]) for i in range(0, len(data), row)]
    return (sep.rstrip() + "\n    ").join(rows) if sep.strip() else "\n".join(rows)


def hex_cases(n):
    for i in range(n):
        data = plain(i)[:400] + b"4111 1111"
        k = rnd.randrange(6)
        if k == 0:
            enc = data.hex()
        elif k == 1:
            enc = data.hex().upper()
        elif k == 2:
            enc = data.hex(rnd.choice(" :-,"))
        elif k == 3:
            enc = wrap(data.hex(), rnd.choice([60, 64, 72, 80]), "", "\n")
        elif k == 4:
            enc = "\n".join(data[i:i + 16].hex(" ") for i in range(0, len(data), 16))
        else:
            enc = number(data)
        around = rnd.choice([("x'", "'"), ("\n", "\n"), ('"', '"'), ("hex: ", " end"), ("0x", ";"), ("{", "}")])
        if around[0] == "0x" and k != 0 or around[0] == "hex: " and k == 3:
            around = ("{", "}")
        yield enc.encode(), data, around


def dump_cases(n):
    for i in range(n):
        data = plain(i)[:700] + b"41111 1111"
        tool = rnd.choice([["xxd"], ["xxd", "-u"], ["xxd", "-g1"], ["xxd", "-c", "8"], ["xxd", "-g", "4"],
                           ["od", "-v", "-t", "x1"], ["od", "-v", "-A", "x", "-t", "x1z"], ["od", "-v", "-A", "d", "-t", "x1"],
                           ["od", "-v", "-x"]])
        if tool[-1] == "-x" and len(data) % 2:
            data += b"x"
        enc = subprocess.run(tool, input=data, stdout=subprocess.PIPE, check=True).stdout
        yield enc, data, ("\n", "")


def compare_glued(cases):
    fill = b". " * 40
    blob = fill.join([b""] + [c[0] for c in cases] + [b""])
    got = frames("BASE64", blob)
    bad = [c[0] for c, g in zip(cases, got) if not g[4].endswith(c[1])]
    if len(got) != len(cases) or bad:
        print(f"base64 behind other text: {len(got)} of {len(cases)}, wrong {len(bad)}: {bad[:1]}")
    else:
        print(f"base64 behind other text: OK {len(cases)} texts")


def records_cases(n):
    """Lists of records that were encoded one by one."""
    blob, want, at = b"", [], 0
    for _ in range(n):
        blob += b". \n"
        sep = rnd.choice([b"\n", b"\r\n"])
        layout = rnd.choice(["%016d|%02d/%02d|%03d", "%016d;%02d/20%02d;%03d", "%016d %02d%02d %03d"])
        for _ in range(rnd.randint(2, 9)):
            rec = (layout % (rnd.randrange(10 ** 16), rnd.randint(1, 12), rnd.randint(25, 31), rnd.randrange(1000))).encode()
            enc = base64.b64encode(rec)
            if rnd.random() < 0.5:
                enc = enc.rstrip(b"=")
            want.append((len(blob), rec))
            blob += enc + sep
    tell("base64 records", blob, frames("BASE64", blob), want)



def card():
    return "4%015d" % rnd.randrange(10 ** 15)


def message():
    """A mail, and the numbers in it."""
    nums = []

    def text(k):
        nums.append(card())
        return words(k, k + 20, "\r") + " Nummer: %s gültig bis 12/27 " % nums[-1] + words(k, k + 20, "\r") + "\n"

    m = email.message.EmailMessage(policy=email.policy.SMTP.clone(max_line_length=76) if rnd.random() < 0.5 else email.policy.default)
    m["From"] = "a@example.org"
    nums.append(card())
    m["Subject"] = email.header.Header("Größe und Nummer " + nums[-1], rnd.choice(["utf-8", "iso-8859-1"])).encode()
    m["X-Q"] = "=?utf-8?q?N=C3=BCmmer_=34=35" + card()[2:] + "?="
    nums.append("45" + m["X-Q"].split("=35")[-1][:14] if "=35" in m["X-Q"] else str(m["X-Q"])[-16:])
    m.set_content(text(9), cte="quoted-printable")
    m.add_alternative("<p>" + text(9) + "</p>", subtype="html", cte=rnd.choice(["base64", "quoted-printable"]))
    m.add_attachment(text(40).encode("utf-16"), maintype="text", subtype="plain", filename="a.txt")
    m.add_attachment(gzip.compress(text(90).encode()), maintype="application", subtype="gzip", filename="ä.gz")
    m.add_attachment(text(9).encode(), maintype="application", subtype="octet-stream", filename="b.bin")
    return m, nums


def seen(data):
    """All that can be read in some bytes: as they lie, and decoded."""
    out = [data]
    for name in ("BASE64", "QP", "PERCENT", "ENTITY", "ESCAPE"):
        for frame in frames(name, data):
            out.append(frame[4])
            if frame[4][:2] == b"\x1f\x8b":
                out.append(gzip.GzipFile(fileobj=io.BytesIO(frame[4])).read())
    return out


def mail(n):
    with tempfile.TemporaryDirectory() as tmp:
        box, nums = mailbox.mbox(tmp + "/box"), []
        for _ in range(n):
            m, more = message()
            box.add(m)
            nums += more
        box.flush()
        box.close()
        with open(tmp + "/box", "rb") as f:
            data = f.read()
    every = seen(data)
    flat = b"\0\0".join(every) + b"\0\0".join(x.replace(b"\0", b"") for x in every)
    lost = [x for x in nums if x.encode() not in flat]
    if lost:
        print(f"mail: {len(lost)} of {len(nums)} numbers are not seen: {lost[:3]}")
    else:
        print(f"mail: OK {len(nums)} numbers in {n} mails")


compare("percent", "PERCENT", list(percent_cases(2000)))
compare("forms", "PERCENT", list(form_cases(500)))
compare("entities", "ENTITY", list(entity_cases(2000)))
compare("every name", "ENTITY", list(named_case()))
compare("json", "ESCAPE", list(json_cases(2000)))
compare("c", "ESCAPE", list(c_cases(2000)))
compare("quoted-printable", "QP", list(qp_cases(1000)))
compare("mixed", "PERCENT", list(mixed_cases(2000)))
compare_around("base64", "BASE64", list(base64_cases(3000)))
compare_around("office documents", "XML", list(xml_cases(900)))
compare_around("hex", "HEX", list(hex_cases(2000)))
compare_around("hex dumps", "HEXDUMP", list(dump_cases(300)))
compare_glued(list(glued_cases(500)))
records_cases(300)
mail(60)
