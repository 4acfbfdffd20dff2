"""oldwords.py KEY CASE.evd MEMBER TEXT ... - what other writers let in

Gives members of a new case's first record texts that fxrecord refuses, and
signs it anew with KEY.key: earlier writers wrote what they were told.  The
case has no vault: its openings would not follow.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'e2e'))
import evd  # noqa: E402

name, path, *texts = sys.argv[1:]
case = evd.Case.load(path, evd.Key(name))
case.edit(0, **dict(zip(texts[::2], texts[1::2])))
case.rehash()
case.resign()
case.write(path)
with open(path + '.ckpt', 'w') as f:
    f.write(case.heads[-1][1])
