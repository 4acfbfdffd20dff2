#!/bin/sh
# slurm.sh - a Slurm of one's own, as its users have it, on this machine alone
#
# usage: slurm.sh start|stop FOLDER
#
# Two nodes, node1 and node2, of CPUS (2) processors each, as many as they say;
# munged, slurmctld and both slurmd keep all they have in FOLDER and listen on
# 127.0.0.1, from PORT (17817) on.  For root, who needs no service manager and
# no cgroups.  After a start:  . FOLDER/env
set -eu
PATH=$PATH:/usr/sbin:/sbin
base=$2 cpus=${CPUS:-2} port=${PORT:-17817}

# What they are told; an empty value would be an error.
settings() {
	cat <<END
ClusterName=lab
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$base/munge/socket
CredType=cred/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$base/state
SlurmdSpoolDir=$base/spool.%n
SlurmctldPidFile=$base/slurmctld.pid
SlurmdPidFile=$base/slurmd.%n.pid
SlurmctldLogFile=$base/slurmctld.log
SlurmdLogFile=$base/slurmd.%n.log
PlugStackConfig=$base/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$base/jobs.log
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core,CR_LLN
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
SlurmctldTimeout=10
SlurmdTimeout=10
BatchStartTimeout=10
MessageTimeout=10
KillWait=2
CompleteWait=0
InactiveLimit=0
MaxArraySize=${MAX_ARRAY:-1001}
NodeName=node[1-2] NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=$cpus RealMemory=512 State=UNKNOWN
PartitionName=lab Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
}

# Is it so within SECONDS?  "idle*" is a node that never answered.
idle() {
	[ "$(timeout 3 sinfo -h -N -o %t 2>/dev/null | grep -cx idle)" = 2 ]
}
within() { # SECONDS COMMAND...
	n=$(($1 * 10))
	shift
	until "$@"; do
		[ $n -gt 0 ] || return 1
		n=$((n - 1))
		sleep 0.1
	done
}

start() {
	umask 022
	mkdir -p "$base/state" "$base/munge" "$base/spool.node1" \
		"$base/spool.node2"
	(umask 077 && head -c 128 /dev/urandom >"$base/munge/key")
	munged --force --key-file="$base/munge/key" \
		--socket="$base/munge/socket" --pid-file="$base/munge/pid" \
		--log-file="$base/munge/log" --seed-file="$base/munge/seed"
	settings >"$base/slurm.conf"
	: >"$base/plugstack.conf"
	# Where no cgroups are mounted it would not start to look for which.
	echo 'CgroupPlugin=cgroup/v1' >"$base/cgroup.conf"
	echo "export SLURM_CONF=$base/slurm.conf" >"$base/env"
	slurmctld -i
	slurmd -N node1
	slurmd -N node2
	within 20 idle || {
		echo "slurm.sh: the nodes did not get idle" >&2
		tail -n 5 "$base"/*.log >&2
		exit 1
	}
}

# Jobs first: what carries them out outlives its node's daemon.
stop() {
	n=50
	# Without its daemon it would be asked for a long time.
	if [ -s "$base/slurmctld.pid" ] &&
		kill -0 "$(cat "$base/slurmctld.pid")" 2>/dev/null; then
		scancel -u "$(id -un)" 2>/dev/null || :
	else
		n=0
	fi
	while [ $n -gt 0 ] && [ -n "$(squeue -h -t R,CG 2>/dev/null)" ]; do
		n=$((n - 1))
		sleep 0.1
	done
	pids=
	for f in "$base"/slurmd.*.pid "$base/slurmctld.pid" "$base/munge/pid"; do
		[ -s "$f" ] || continue
		pid=$(cat "$f")
		kill "$pid" 2>/dev/null || :
		pids="$pids $pid"
	done
	for p in $pids; do
		n=100
		while [ $n -gt 0 ] && kill -0 "$p" 2>/dev/null; do
			n=$((n - 1))
			sleep 0.1
		done
		kill -9 "$p" 2>/dev/null || :
	done
}

export SLURM_CONF="$base/slurm.conf"
case $1 in
start) start ;;
stop) stop ;;
*) exit 2 ;;
esac
