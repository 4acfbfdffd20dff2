#!/bin/sh
# custody.t - what a case says of itself, signed by an honest key
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/custody.py" "$BIN" "$top"
