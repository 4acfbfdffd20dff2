#!/bin/sh
# attacks.t - what somebody may do to a case file, and what fxverify says of it
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/attacks.py" "$BIN" "$top"
