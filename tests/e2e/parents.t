#!/bin/sh
# parents.t - what somebody may do to the cases of a batch, or to the case that
# ties them together, and what fxverify says of it
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/parents.py" "$BIN" "$top"
