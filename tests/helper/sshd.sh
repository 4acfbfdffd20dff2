#!/bin/sh
# sshd.sh - throwaway machines to log in to: an sshd for each port of 127.0.0.1
#
# usage: sshd.sh start|stop FOLDER PORT ...
#
# For root.  FOLDER/config is for  ssh -F : hosts n1, n2 and so on, with keys of
# their own and no question asked.
set -eu
PATH=$PATH:/usr/sbin:/sbin
what=$1 base=$2
shift 2

server() { # PORT
	cat <<END
ListenAddress 127.0.0.1:$1
HostKey $base/host
PidFile $base/$1.pid
AuthorizedKeysFile $base/id.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
MaxStartups 100
MaxSessions 100
END
}

client() { # NUMBER PORT
	cat <<END
Host n$1
  HostName 127.0.0.1
  Port $2
  User root
  IdentityFile $base/id
  IdentitiesOnly yes
  UserKnownHostsFile $base/known
  BatchMode yes
  ControlMaster auto
  ControlPath $base/to%p
  ControlPersist 10
END
}

start() {
	mkdir -p "$base"
	[ -d /run/sshd ] || mkdir -m 755 /run/sshd # it leaves its privileges there
	ssh-keygen -q -t ed25519 -N '' -f "$base/host"
	ssh-keygen -q -t ed25519 -N '' -f "$base/id"
	n=0
	for port; do
		n=$((n + 1))
		server "$port" >"$base/$port.conf"
		client $n "$port" >>"$base/config"
		echo "[127.0.0.1]:$port $(cut -d' ' -f 1,2 "$base/host.pub")" \
			>>"$base/known"
		"$(command -v sshd)" -f "$base/$port.conf" -E "$base/$port.log"
	done
}

case $what in
start) start "$@" ;;
stop)
	for f in "$base"/*.pid; do
		[ ! -s "$f" ] || kill "$(cat "$f")" 2>/dev/null || :
	done
	;;
*) exit 2 ;;
esac
