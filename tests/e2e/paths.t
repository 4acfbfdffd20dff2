#!/bin/sh
# paths.t - findings in what was decoded: shown by fxcat, derived by fxverify
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/paths.py" "$BIN" "$top"
