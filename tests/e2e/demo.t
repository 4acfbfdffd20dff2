#!/bin/sh
# demo.t - make demo ends well, and so does whoever types its commands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/case.sh
. "$(dirname "$0")/../case.sh"
case $MODE in
release | debug) ;;
*) skip_all "truth.t does the same in a $MODE build" ;;
esac

run 0 "the demo" env DEMO="$tmp/demo" sh "$top/tests/e2e/demo.sh"
cp "$tmp/.out" "$tmp/log"
is "$(tail -n 1 "$tmp/log")" INTACT "its last word is INTACT"

# The lines after a dollar sign, and those that they go on in.
awk '/^\$ / { p = 1; sub(/^\$ /, "") } p { print; p = /\\$/ }' "$tmp/log" \
	>"$tmp/typed"
n=$(grep -c '^fx' "$tmp/typed")
[ "$n" -ge 7 ]
tap_say $? "it shows $n commands"
cd "$tmp/demo" || exit 99
rm -f lab.* case.* closed.* findings.jsonl
run 0 "the commands typed again" sh -e "$tmp/typed"
is "$(tail -n 1 "$tmp/.out")" INTACT "their last word is INTACT"
case_ok demo/case.evd demo/lab.pub
case_ok demo/closed.evd demo/lab.pub
finish
