#!/usr/bin/env python3
"""stealer.py - what stealers of passwords leave, of every family, and the truth

usage: stealer.py trees DIR             a folder a family, and DIR/truth.tsv
       stealer.py zip DIR FILE          all of them in one archive
       stealer.py cut DIR CLUSTER FILE  clusters of the password files, apart,
                                        and FILE.tsv: logins whole in one
       stealer.py lists FILE            lists of logins and a form that was sent,
                                        and FILE.tsv
       stealer.py check TRUTH FINDINGS  compare; one line for each difference
       stealer.py secrets DIR FILE...   passwords of DIR, or their digests, in
                                        files; one line for each

Keys, labels and their order are those that carvers/stealer.def and
carvers/login_block.c give sources for.  All people, hosts and machines are
invented; hosts are of RFC 2606, addresses of RFC 5737.
"""
import hashlib
import json
import os
import random
import sys
import zipfile

LOGINS = 6
BLOCKS = {
    # name: (the form, the family that it tells or "", line end)
    "lumma": ("SOFT: {app} Default (130.0.0.0)\nURL: {url}\nUSER: {user}\n"
              "PASS: {password}\n\n", "lumma"),
    "redline": ("URL: {url}\nUsername: {user}\nPassword: {password}\n"
                "Application: Google_[{app}]_Default\n===============\n",
                "redline,meta"),
    "meta": ("URL: {url}\nUsername: {user}\nPassword: {password}\n"
             "Application: Google_[{app}]_Default\n===============\n",
             "redline,meta"),
    "vidar": ("Soft: Google {app} [Default]\nHost: {url}\nLogin: {user}\n"
              "Password: {password}\n\n\n", "vidar"),
    "stealc": ("browser: Google {app}\nprofile: Default\nurl: {url}\n"
               "login: {user}\npassword: {password}\n\n", "stealc"),
    "atomic": ("URL: {url}\nLOGIN: {user}\nPASSWORD: {password}\n", "atomic"),
    "raccoon1": ("URL: {url}\nUSR: {user}\nPASS: {password}\n\n", ""),
    "raccoon2": ("URL: {url}\nUSR: {user}\nPASS: {password}\n\n", ""),
    "rhadamanthys": ('["{app}" = "Default"]\nURL: {url}\nUSER LOGIN: {user}\n'
                     "USER PASSWORD: {password}\n\n", ""),
    "risepro": ("Storage: {app} [Default]\nURL: {url}\nLogin: {user}\n"
                "Password: {password}\n\n", ""),
    "cryptbot": ("UR1: {url}\nU53RN4M3: {user}\nP455W0RD: {password}\n\n", ""),
    "phemedrone": ("Password: {password}\nUsername: {user}\nHostname: {url}\n"
                   "Browser: {app}\n-----\n", ""),
    "dcrat": ("Application: {app}\nHost: {url}\nUser: {user}\n"
              "Pass: {password}\n\n", ""),
    "astris": ("Browser: {app}\nURL: {url}\nUsername: {user}\n"
               "Password: {password}\n\n", ""),
}
REPORTS = {
    # name: (file, family, text)
    "lumma": ("System.txt", "lumma", """\
# Buy now: TG @lummanowork
- LummaC2 Build: Oct 21 2024
- LID: lab--01
- Configuration: 25d7983e28e0c2ffb862333e34b798c5
- Path: C:\\Temp\\Setup.exe

- OS Version: Windows 10 Pro (10.0.19045) x64
- Local Date: 30.07.2025 13:19:25
- Time Zone: UTC-5
- Install Date: 20.05.2024 13:19:25
- Elevated: false
- Computer: {host}
- User: {user}
- Domain:
- Hostname: {host}
- NetBIOS: {host}
- Language: en-US
- Anti Virus:
\t- Windows Defender
- HWID: {id}
- RAM Size: 32768MB
- CPU Vendor: AuthenticAMD
- Display resolution: 3440x1440

- IP Address: 192.0.2.7
- Country: US
"""),
    "redline": ("UserInformation.txt", "redline,meta", """\
Build ID: lab01
IP: 192.0.2.7
FileLocation: C:\\a.exe
UserName: {user}
Country: DE
Zip Code: 10115
Location: Berlin
HWID: {id}
Current Language: German (Germany)
ScreenSize: {{Width=1920, Height=1080}}
TimeZone: (UTC+01:00) Berlin
Operation System: Windows 10 Pro x64
UAC: AllowAll
Process Elevation: False
Log date: 1/2/2024 3:04:05 PM

Available KeyboardLayouts:
German (Germany)
"""),
    "meta": ("UserInformation.txt", "meta", """\
***********************************************
*              ( M | E | T | A )              *
***********************************************

Build ID: lab01
IP: 192.0.2.7
FileLocation: C:\\a.exe
UserName: {user}
Country: DE
HWID: {id}
Operation System: Windows 10 Pro x64
UAC: AllowAll
Process Elevation: False
Log date: 1/2/2024 3:04:05 PM
"""),
    "vidar": ("information.txt", "vidar", """\
Version: 11.3

Date: 1/2/2024 3:4:5
MachineID: 11-22-33
GUID: {{33-44}}
HWID: {id}

Path: C:\\a.exe
Work Dir: In memory

Windows: Windows 11 Pro
Install Date: 2/2/2023 1:2:3
AV: Disabled
Computer Name: {host}
User Name: {user}
Display Resolution: 1920x1080
Keyboard Languages: German
Local Time: 1/2/2024 3:4:5
TimeZone: 1

[Hardware]
Processor: one
Cores: 4

[Processes]
System
Registry
smss.exe
"""),
    "stealc": ("system_info.txt", "stealc", """\
Network Info:
\t- IP: 192.0.2.7
\t- Country: US

System Summary:
\t- HWID: {id}
\t- OS: Windows 10 Home
\t- Architecture: x64
\t- UserName: {user}
\t- Computer Name: {host}
\t- Local Time: 2025/07/29 09:13:52
\t- UTC: -5
\t- Laptop: FALSE
\t- Running Path: C:\\Windows\\SysWOW64\\explorer.exe

Process List:
\tSystem
\tRegistry
"""),
    "atomic": ("UserInformation.txt", "atomic", """\
MetaMask Info:
Seeds:\t
Private Keys:
Debanks:


Userinfo:
Country: JP
IP: 192.0.2.7
City: Tokyo
ProductName:\t\tmacOS
ProductVersion:\t\t13.6
BuildVersion:\t\t22G320

Hardware:

\tHardware Overview:

\t  Model Name: MacBook Pro
\t  Chip: Apple M3
\t  Hardware UUID: {id}
"""),
    "raccoon1": ("System Info.txt", "raccoon", """\
Build compile date: Fri Aug 13 2021

Launched at: 2022.01.02 - 03:04:05 GMT

Bot_ID: {id}

Running on a laptop



-------------



  - Cookies: 3

  - Passwords: 6



System Information:

  - System Language: German

  - IP: 192.0.2.7

  - ComputerName: {host}

  - Username: {user}
"""),
    "raccoon2": ("System Info.txt", "raccoon", """\
User ID: {id}
Last seen: Thu Jan 01 1970 00:00:00 GMT+0000 (UTC)
Build: 638123...25bedf
IP info: DE 192.0.2.7
System Information:
\t- Locale: German
\t- OS: Windows 10 Pro
\t- Architecture: x64
\t- RAM: 7886 MB
Installed applications:
\tone
\ttwo
"""),
    "rhadamanthys": ("UserInformation.txt", "rhadamanthys", """\
Install Date: 09 Dec 23 00:33 UTC
Traffic Name: 001FT-35
HWID: {id}
Country: DE
IP: 192.0.2.7
System Language: German
Processor: one
Installed RAM: 8 GB
Computer Name: {host}
Domain Name: none
Product Key:
-------------
User Name: {user}
Wallpaper Hash: 423295216c266958ef6cb2d6bc8eeea7f491ef75
"""),
    "risepro": ("information.txt", "risepro", """\
Build: lab
Version: 2.0

Date: 1/2/2024
MachineID: 11-22
GUID: {{33}}
HWID: {id}

Path: C:\\a.exe
Work Dir: C:\\x

IP: 192.0.2.7
Windows: Windows 10
Computer Name: {host}
User Name: {user}
"""),
    "cryptbot": ("_Information.txt", "cryptbot", """\
OS: Windows 10 Pro [ 64-bit ]
Local Date and Time: 2024-12-29 05:37:17
UserName (ComputerName): {user} ({id})
CPU: one
RAM: 8 GB
GPU: two
Display Resolution: 1366x768
"""),
    "phemedrone": ("Information.txt", "phemedrone", """\

    ----- Geolocation Data -----

IP:                      192.0.2.7
Country:                 Germany (DE)
City:                    Berlin
MAC:                     00-00-5E-00-53-01

    ----- Hardware Info -----

Username:                {user}\\{host}
Windows name:            Windows 10 x64
Hardware ID:             {id}
GPU:                     one

    ----- Miscellaneous -----

Antivirus products:      none
File Location:           C:\\a.exe
"""),
    "dcrat": ("Information.txt", "dcrat", """\
PC Name: {id}
User Name: {user}
Monitors: 1
LANIP: 192.0.2.7
.NET Framework Version: 4.8
Save Time: 1/2/2024
"""),
    "astris": ("Information.txt", "astris", """\
[General]
Build: lab

[Machine]
Computer Name: {id}
Product Key: none

[Network]
Public IP Address: 192.0.2.7
Internet Provider: none
Country: DE
"""),
}
CRLF = {"phemedrone", "dcrat", "vidar"}
WIDE = {"astris": "utf-16-le", "cryptbot": "utf-16-be"}


def logins(name):
    """User, host and password of each login of a family's tree."""
    for i in range(LOGINS):
        yield (f"{name}{i}@mail.example", f"bank{i}.{name}.example",
               f"Tulpe-{name}-{i}!")


def blocks(name):
    form = BLOCKS[name][0]
    for user, host, password in logins(name):
        yield form.format(app="Chrome", url=f"https://{host}/in?a=1",
                          user=user, password=password)


def put(path, name, text):
    if name in CRLF:
        text = text.replace("\n", "\r\n")
    with open(path, "wb") as f:
        f.write(text.encode(WIDE.get(name, "utf-8")))


def trees(top):
    truth = []
    for name, (_, family) in BLOCKS.items():
        file, own, report = REPORTS[name]
        machine = f"ID-{name.upper()}"
        os.makedirs(f"{top}/{name}")
        put(f"{top}/{name}/Passwords.txt", name, "".join(blocks(name)))
        put(f"{top}/{name}/{file}", name, report.format(
            id=machine, host=f"PC-{name.upper()}", user=name))
        for user, host, _ in logins(name):
            truth.append(("login.credential", f"{user}@{host}", family, host))
        truth.append(("login.log", machine, own, ""))
    save(f"{top}/truth.tsv", truth)


def save(path, truth):
    with open(path, "w", encoding="utf-8") as f:
        for row in truth:
            print(*row, sep="\t", file=f)


def pack(top, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name in BLOCKS:
            for file in sorted(os.listdir(f"{top}/{name}")):
                z.write(f"{top}/{name}/{file}", f"logs/{name}/{file}")


def cut(top, cluster, path):
    """Clusters of all password files in disorder, noise between them."""
    rng = random.Random(4)
    truth, pieces = [], []
    for name, (_, family) in BLOCKS.items():
        if name in WIDE or name in CRLF:
            continue
        data = "".join(blocks(name)).encode()
        at = 0
        for (user, host, _), text in zip(logins(name), blocks(name)):
            end = at + len(text.encode())
            if at // cluster == (end - 1) // cluster:
                truth.append(("login.credential", f"{user}@{host}", family,
                              host))
            at = end
        pieces += [data[i:i + cluster].ljust(cluster, b"\0")
                   for i in range(0, len(data), cluster)]
    rng.shuffle(pieces)
    with open(path, "wb") as f:
        for piece in pieces:
            f.write(piece)
            f.write(rng.randbytes(cluster))
    save(f"{path}.tsv", truth)


def lists(path):
    """Lists with each sign, one in UTF-16, one without addresses; a form."""
    truth = []
    with open(path, "wb") as f:
        for n, sign in enumerate(":;|\t "):
            rows = [(f"https://bank{i}.list{n}.example:8443/in", f"user{i}",
                     f"Tulpe{sign.strip()}{i}!") for i in range(24)]
            text = "".join(sign.join(row) + "\r\n" for row in rows)
            f.write(text.encode("utf-16-le" if n == 2 else "utf-8"))
            f.write(bytes(8192 + n))
            truth += [("login.credential", f"user{i}@bank{i}.list{n}.example",
                       "", f"bank{i}.list{n}.example") for i in range(24)]
        rows = [f"user{i}@mail.example:Tulpe-{i}!" for i in range(24)]
        f.write("\n".join(rows).encode() + bytes(8192))
        truth += [("login.credential", f"user{i}@mail.example@", "", "")
                  for i in range(24)]
        f.write(b"POST /in HTTP/1.1\r\nHost: bank.example.org\r\n"
                b"Content-Length: 70\r\n\r\nlogin_email=anna%40mail.example"
                b"&login_password=Tulpe%2B77&splitLoginContext=a\0")
        truth.append(("login.credential", "anna@mail.example@bank.example.org",
                      "", "bank.example.org"))
    save(f"{path}.tsv", truth)


def check(truth, findings):
    want, got = set(), set()
    with open(truth, encoding="utf-8") as f:
        for line in f:
            want.add(tuple(line.rstrip("\n").split("\t")))
    with open(findings, encoding="utf-8") as f:
        for line in f:
            o = json.loads(line)
            if o["type"] == "finding":
                a = o.get("attrs", {})
                host = a.get("host", "") if o["kind"] != "login.log" else ""
                got.add((o["kind"], o["value"], a.get("family", ""), host))
    for row in sorted(want - got):
        print("missing:", *row)
    if "--more" not in sys.argv:
        for row in sorted(got - want):
            print("not there:", *row)


def secrets(paths):
    for name in BLOCKS:
        for _, _, password in logins(name):
            clear = password.encode()
            forms = {"clear": clear, "UTF-16": password.encode("utf-16-le")}
            for kind in "md5", "sha1", "sha256":
                digest = hashlib.new(kind, clear)
                forms[kind] = digest.digest()
                forms[kind + " in hex"] = digest.hexdigest().encode()
            for path in paths:
                with open(path, "rb") as f:
                    data = f.read()
                for what, form in forms.items():
                    if form in data:
                        print(f"{path}: {what} of {password}")


def main():
    verb, args = sys.argv[1], [a for a in sys.argv[2:] if a != "--more"]
    if verb == "trees":
        trees(args[0])
    elif verb == "zip":
        pack(*args)
    elif verb == "cut":
        cut(args[0], int(args[1]), args[2])
    elif verb == "lists":
        lists(args[0])
    elif verb == "check":
        check(*args)
    elif verb == "secrets":
        secrets(args)


main()
