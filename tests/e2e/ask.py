"""ask.py - what the tests of case files ask fxverify, told as TAP

Of a program that is called as PROGRAM BIN TOP.
"""
import os
import re
import shutil
import subprocess
import sys

BIN, TOP = sys.argv[1:3]
INTACT, TAMPERED, NOT_PROVEN, CANNOT = 0, 1, 3, 4
WORDS = {0: 'INTACT', 1: 'TAMPERED', 3: 'CONSISTENT BUT NOT PROVEN',
         4: 'CANNOT CHECK'}
SECONDS = 20  # a run that takes longer hangs

tests = failures = 0


def ok(good, name, *notes):
    global tests, failures
    tests += 1
    failures += not good
    print(f"{'' if good else 'not '}ok {tests} - {name}")
    if not good:
        for note in notes:
            for line in str(note).splitlines()[:40]:
                print('#', line)
    sys.stdout.flush()


# The verifier that is linked for itself, which must say the same.
STATIC = os.environ.get('STATIC', '')
if not os.path.exists(STATIC):
    STATIC = None


def ask(program, args):
    run = subprocess.run([program, *args], capture_output=True,
                         timeout=SECONDS)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def twin(args):
    """What the other one says, with a memory of its own to write."""
    args = list(args)
    if '--state' in args:
        at = args.index('--state') + 1
        if os.path.exists(args[at]):
            shutil.copy(args[at], args[at] + '.twin')
        args[at] += '.twin'
    rc, out, err = ask(STATIC, args)
    return rc, out.replace('.twin', ''), err


def verify(*args):
    other = STATIC and '--image' not in args and twin(args)
    said = ask(f'{BIN}/fxverify', args)
    if other and other != said:
        ok(False, f'{STATIC} says the same of {args}', *other, *said)
    return said


def expect(name, status, patterns, *args):
    """fxverify ARGS ends with status, that word, and a line for each pattern;
    with a level in front that is the reason, else it stands anywhere."""
    rc, out, err = verify(*args)
    lines = out.splitlines()
    missing = [p for p in patterns if not any(re.search(p, l) for l in lines)]
    good = rc == status and lines and lines[-1] == WORDS[status] and not err
    ok(good and not missing, name, f'exit {rc}, want {status}',
       *[f'no line matches {p}' for p in missing], out, err)


def done():
    print(f'1..{tests}')
    return failures > 0
