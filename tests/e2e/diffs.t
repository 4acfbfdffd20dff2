#!/bin/sh
# diffs.t - runs that differ in one thing each, and case files that no fxrecord
# wrote, compared by fxdiff
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 99
python3 -B "$top/tests/e2e/diffs.py" "$BIN" "$top"
