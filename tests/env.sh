#!/bin/sh
# env.sh CMD... - run CMD as the tests are run: with a python3 that is one, and
# with room for their files in memory
#
# A python3 that first looks for the real one takes longer than most tests ask
# of it.  On a disk, holes of large images cost the kernel much, and the writes
# that a case makes safe cost time; what survives a crash is not shown there
# either.  TMPDIR, if set, is left as it is.
py=$(python3 -c 'import os, sys; print(os.path.dirname(sys.executable))') &&
	case :$PATH: in
	*":$py:"*) ;;
	*) PATH=$py:$PATH && export PATH ;;
	esac
if [ -z "${TMPDIR-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ]; then
	room=$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')
	memory=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
	# In KiB: several times what all tests at once have there.
	if [ "${room:-0}" -gt 6000000 ] && [ "${memory:-0}" -gt 6000000 ]; then
		TMPDIR=/dev/shm && export TMPDIR
	fi
fi
exec "$@"
