#!/bin/sh
# engines.t - a batch on a cluster of two nodes, of which one dies, and on two
# machines by ssh, of which one dies: the same cases as on one machine
# shellcheck disable=SC2317 # functions are called by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
[ "$MODE" = release ] || skip_all "the daemons of others; once is enough"
[ "$(id -u)" = 0 ] || skip_all "machines of one's own take root"
export PATH="$BIN:$PATH:/usr/sbin"
slurm=$top/tests/helper/slurm.sh sshd=$top/tests/helper/sshd.sh
cd "$tmp" || exit 99
base=$tmp/slurm.d ssh=$tmp/ssh.d
run='' ranges='' p=''
ports="$((20000 + $$ % 20000)) $((20001 + $$ % 20000))"
# Others may have a cluster of their own at the same time.
PORT=$((10000 + $$ % 3000 * 3))
export PORT
# shellcheck disable=SC2086 # ports are words
trap 'for p in $run $ranges; do
		kill -9 $(tree "$p") 2>/dev/null
	done
	# A scanner that stands still would be there for ever.
	pkill -CONT -f "^fxscan .*$tmp/[0-9]+[.]dd\$"
	timeout -k 5 60 "$slurm" stop "$base" >/dev/null 2>&1
	timeout -k 5 20 "$sshd" stop "$ssh" $ports >/dev/null 2>&1
	rm -rf "$tmp"' EXIT

there() { # COMMAND...: are they all installed?
	for c; do
		command -v "$c" >/dev/null || return 1
	done
}
# within SECONDS COMMAND...: does it come true?  By the clock, for what it asks
# may itself wait for an answer.
within() {
	until=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -le $until ] || return 1
		sleep 0.05
	done
}
# over COMMAND FILE: the batch comes to its end, or else is ended, and all is
# done.  FILE is what it said.
over() {
	within 100 "$1" $run
	tap_say $? "the batch comes to its end" || {
		tell "$2"
		# shellcheck disable=SC2046 # numbers
		kill -9 $(tree $run)
	}
	wait $run 2>.err
	is $? 0 "all is done" || tell "$2"
	run=
}
batch() { # FOLDER OPTION...
	out=$1
	shift
	fxbatch run --key lab.key --case 1 --agency lab.example --examiner x \
		--custodian "$(cat ann.to)" "$@" -o "$out" manifest.tsv
}
# What a parent case says of its images, but for times and machines.
images() {
	sqlite3 -readonly "$1/batch.evd" "SELECT body FROM record WHERE
		kind='child' ORDER BY seq" | jq -c '[.image, .exhibit, .status,
		.sha256, .bytes, .findings, .errors, .limits]'
}
# same FOLDER: its cases are those that were made here.
same() {
	run 0 "$1: the parent case verifies" fxverify --key lab.pub \
		"$1/batch.evd"
	images "$1" >"$1.images"
	cmp local.images "$1.images" >.out
	tap_say $? "$1: it says the same of each image" || tell .out
	run 0 "$1: fxdiff finds the same in each case" fxdiff --key lab.pub \
		local/batch.evd "$1/batch.evd"
	has .out "^images: $images the same, 0 differ, 0 only in the first, " \
		"$1: and no case is left out"
	is "$(find "$1/units" -name '*.done' | wc -l)" $images \
		"$1: each image is done once"
	is "$(find "$1/units" -mindepth 1 -type d | wc -l)" 0 \
		"$1: no attempt left anything behind"
}
# in_ranges FOLDER OPTION...: an image in ranges.
in_ranges() {
	out=$1
	shift
	fxbatch run -q --key lab.key --case 1 --agency lab.example --examiner x \
		--no-vault --split 3M "$@" -o "$out" large.tsv
}
# joined FOLDER: its case is that of the whole.
joined() {
	run 0 "$1: the parent case verifies" fxverify --key lab.pub \
		"$1/batch.evd"
	run 0 "$1: fxdiff finds the same in the case" fxdiff local/A1.evd \
		"$1/A1.evd"
	is "$(find "$1/units" -name '*.done' | wc -l)" 5 \
		"$1: three ranges, what reads all, and what joins, once each"
}
# scanners UNIT: the processes that scan that unit's image.
scanners() {
	pgrep -f "^fxscan .*$tmp/$1[.]dd\$"
}
# In the middle of units: their scanners stand still, whichever comes first.
halted() {
	for u; do
		[ ! -e "halted.$u" ] || continue
		pids=$(scanners "$u") || continue
		# shellcheck disable=SC2086 # numbers
		kill -STOP $pids 2>.err && : >"halted.$u"
	done
	for u; do
		[ -e "halted.$u" ] || return 1
	done
}

### The images: the first three take a while.
images=20 n=0
printf 'path\texhibit\n' >manifest.tsv
while [ $n -lt $images ]; do
	n=$((n + 1))
	[ $n -gt 3 ] || openssl enc -aes-128-ctr -K 00 -iv 0$n -in /dev/zero \
		2>.err | head -c 6000000 | base64 >$n.dd
	printf 'card 4111111111111111 12/27 of %d, 5555555555554444\n' $n >>$n.dd
	printf '%d.dd\tA%d\n' $n $n >>manifest.tsv
done
# Under another name, for nobody halts its scanners.
cp 1.dd large.dd
printf 'path\texhibit\nlarge.dd\tA1\n' >large.tsv
fxkey new lab >.out
fxkey custodian ann >ann.to
run 0 "on this machine" batch local
images local >local.images
is "$(wc -l <local.images)" $images "a record of each image"

### Slurm.
cluster() {
	there slurmctld slurmd munged sbatch squeue scancel scontrol || {
		skip "Slurm" "it is not installed"
		return
	}
	CPUS=6 timeout -k 5 60 "$slurm" start "$base" >.out 2>&1
	tap_say $? "a cluster of two nodes" || {
		tell .out
		return
	}
	# shellcheck source=/dev/null
	. "$base/env"
	run 0 "an image in ranges" in_ranges slurm.ranges --engine slurm
	joined slurm.ranges
	batch slurm --engine slurm >slurm.out 2>&1 &
	run=$!
	within 20 halted 1 2 3
	tap_say $? "three tasks are in the middle of their units"
	squeue -h -r -t R -o '%K %N' >where
	first=$(sed -n 's/^0 //p' where)
	lost=$(sed -n 's/^[12] //p' where | grep -vx "$first" | head -n 1)
	has where "^[12] $lost\$" "of which one is on another node than the first"
	unit=$(($(sed -n "s/^\([12]\) $lost\$/\1/p" where | head -n 1) + 1))
	job=$(squeue -h -o %F | sort -n | head -n 1)
	# That node loses its power.
	: >steps
	sed -n "s/^\([0-9]*\) $lost\$/\1/p" where | while read -r u; do
		pgrep -f "^slurmstepd: \[$job.${u}[.]"
		pgrep -f "$tmp/slurm/units/$((u + 1))[.]|--units $((u + 1)) $tmp/slurm"
		scanners $((u + 1))
	done >>steps
	# shellcheck disable=SC2046 # numbers
	kill -9 "$(cat "$base/slurmd.$lost.pid")" $(cat steps) 2>.err
	scontrol update NodeName="$lost" State=DOWN Reason=power
	for u in 2 3; do
		# shellcheck disable=SC2046 # numbers
		kill -CONT $(scanners $u) 2>.err
	done
	# Somebody kills a task.
	scancel --signal=KILL --full "${job}_0"
	# shellcheck disable=SC2046 # numbers
	kill -CONT $(scanners 1) 2>.err
	over hurried slurm.out
	same slurm
	has slurm.out '^fxbatch: job [0-9]+: 20 tasks for 20 units; job [0-9]+ merges' \
		"a task a unit, and a job that merges"
	for u in 1 "$unit"; do
		[ -e "slurm/units/$u.2.claim" ]
		tap_say $? "unit $u was begun twice, which is on file"
	done
	sqlite3 -readonly slurm/batch.evd "SELECT body FROM record WHERE
		kind='child'" >children
	json children 'map(select(.attempts < 1 or .memory_kib < 1000 or
		.wall_ms < 1)) == []' "and attempts, time and memory of each"
	timeout -k 5 60 "$slurm" stop "$base" >.out 2>&1
}
# tree PID: it and all that came of it.
tree() {
	echo "$1"
	for child in $(pgrep -P "$1"); do
		tree "$child"
	done
}
gone() {
	! kill -0 "$1" 2>/dev/null
}
# What is queued again would wait two minutes: all that was on the node.
hurried() {
	gone "$1" && return
	for task in $(squeue -h -r -t PD -o '%F_%K %r' 2>.err |
		sed -n 's/ BeginTime$//p'); do
		scontrol update JobId="$task" StartTime=now 2>.err
	done
	sleep 0.1
	false
}
cluster

### GNU parallel.
machines() {
	# There is another program of that name.
	if ! there parallel sshd ssh ssh-keygen ||
		! parallel --version 2>.err </dev/null | grep -q '^GNU par'; then
		skip "GNU parallel" "it is not installed"
		return
	fi
	# shellcheck disable=SC2086 # ports are words
	timeout -k 5 20 "$sshd" start "$ssh" $ports >.out 2>&1
	tap_say $? "two machines" || {
		tell .out
		return
	}
	# A home of its own, for in $tmp there is a .jq, which jq would take in.
	mkdir home
	PARALLEL_SSH="ssh -F $ssh/config" HOME=$tmp/home
	export PARALLEL_SSH HOME
	# An image in ranges at the same time, whatever becomes of the machines.
	in_ranges parallel.ranges --engine parallel --sshlogin 4/n1,4/n2 \
		>ranges.out 2>&1 &
	ranges=$!
	batch parallel --engine parallel --sshlogin 4/n1,4/n2 >parallel.out 2>&1 &
	run=$!
	rm -f halted.*
	within 20 halted 1
	tap_say $? "a machine is in the middle of a unit"
	# The machine loses its power: sshd, its sessions and all in them.
	# Which of them it is, is for GNU parallel to choose.
	for port in $ports; do
		tree "$(cat "$ssh/$port.pid")" >power
		scanners 1 | grep -qxF -f power || continue
		# shellcheck disable=SC2046 # numbers
		kill -9 $(cat power) 2>.err
		break
	done
	over gone parallel.out
	wait $ranges
	is $? 0 "an image in ranges" || tell ranges.out
	ranges=
	joined parallel.ranges
	same parallel
	is "$(wc -l <parallel/engine/1.units)" $images "a task a unit"
	[ -e parallel/units/1.2.claim ]
	tap_say $? "the unit on the lost machine was begun twice"
}
machines
finish
