# case.sh - sourced beside tap.sh: every case file that a test makes is checked
# by fxverify and by two programs that share no code with it.
# shellcheck shell=sh disable=SC2154 # $top, $tmp: tap.sh

# case_ok CASE.evd KEY.pub [STATUS]: all three find it in order; fxverify ends
# with STATUS (0; 3 where something is rightly left open).
case_ok() {
	(cd "$tmp" && "$BIN/fxverify" --key "$2" "$1") >"$tmp/.out" \
		2>"$tmp/.err"
	rc=$?
	tap_say $((rc != ${3:-0})) "${1##*/}: fxverify $rc, want ${3:-0}" || {
		tell "$tmp/.out"
		tell "$tmp/.err"
	}
	(cd "$tmp" && python3 "$top/tests/independent/verify.py" "$1" "$2") \
		>"$tmp/.out" 2>&1
	tap_say $? "${1##*/}: verify.py agrees" || tell "$tmp/.out"
	(cd "$tmp" && sh "$top/tests/independent/chain.sh" "$1" "$2") \
		>"$tmp/.out" 2>&1
	tap_say $? "${1##*/}: chain.sh agrees" || tell "$tmp/.out"
}
