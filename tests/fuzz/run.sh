#!/bin/sh
# run.sh - run one fuzzer for some time: one line if all is well, else its log
#
# usage: sh tests/fuzz/run.sh FUZZER CORPUS SECONDS [SEED]
# Seeds are in testdata/fuzz/NAME, a dictionary in tests/fuzz/NAME.dict; what
# breaks the target is kept as CORPUS.found-*, and shown here in base64.
set -u
fuzzer=$1 corpus=$2 seconds=$3 seed=${4:-0}
name=${fuzzer##*/}
log=$corpus.log
rm -f "$corpus".found-*
mkdir -p "$corpus"
set -- "$corpus"
[ -d "testdata/fuzz/$name" ] && set -- "$@" "testdata/fuzz/$name"
[ -f "tests/fuzz/$name.dict" ] && set -- "-dict=tests/fuzz/$name.dict" "$@"
"$fuzzer" -seed="$seed" -max_total_time="$seconds" -timeout=20 \
	-rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$corpus.found-" "$@" \
	>"$log" 2>&1
rc=$?
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
if [ $rc -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
	cov=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
	echo "fuzz $name: $runs inputs in ${seconds} s, $cov edges, nothing found"
	exit 0
fi
echo "fuzz $name: exit status $rc after ${runs:-0} inputs"
tail -n 60 "$log"
for found in "$corpus".found-*; do
	[ -f "$found" ] || continue
	echo "--- $found"
	base64 "$found"
done
exit 1
