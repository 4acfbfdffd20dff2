#!/bin/sh
# stdnum.t - the validators against python-stdnum's, over values made, repaired
# and mutated: each disagreement has a reason in ask_stdnum.py.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"

python=$(python_with stdnum) || skip_all "no python3 with stdnum"
count=2000
[ -z "${NIGHT-}" ] || count=10000
exec "$python" "$top/tests/independent/ask_stdnum.py" "$BIN/fxcheck" "$count"
