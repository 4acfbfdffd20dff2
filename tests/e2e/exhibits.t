#!/bin/sh
# exhibits.t - single records that prove themselves, and what somebody may do
# to them
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/exhibits.py" "$BIN" "$top"
