"""again.py SCRIPT - run a Python script again and again in one process

Each line read is the arguments of one run, with a tab between two.  For each,
what the script said is printed, and then a line "= STATUS".  To start Python
and load its modules takes far longer than most checks themselves.
"""
import contextlib
import io
import runpy
import sys
import traceback


def once(script, args):
    said, status = io.StringIO(), 0
    sys.argv = [script] + args
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            runpy.run_path(script, run_name="__main__")
        except SystemExit as e:
            if isinstance(e.code, str):
                print(e.code)
            status = e.code if isinstance(e.code, int) else int(bool(e.code))
        except BaseException:
            traceback.print_exc()
            status = 1
    return said.getvalue(), status


script = sys.argv[1]
for line in sys.stdin:
    words, status = once(script, line.rstrip("\n").split("\t"))
    if words and not words.endswith("\n"):
        words += "\n"
    print(f"{words}= {status}", flush=True)
