/* forgo.c - what a process that has confined children does without */
#include <sys/prctl.h>

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/child.h"
#include "landlock.h"

struct folders {
	const char *const *v;
	size_t n;
};

/* Beside the folders: children have /dev/null as their standard files. */
static bool
allow_folders(int rules, void *arg)
{
	const uint64_t file = LL_WRITE_FILE | LL_TRUNCATE;
	const struct folders *folders = arg;
	bool good = true;
	size_t i;
	int fd;

	if ((fd = open("/dev/null", O_PATH | O_CLOEXEC)) != -1) {
		good = landlock_allow(rules, fd, LL_WRITE_FILE);
		close(fd);
	}
	for (i = 0; i < folders->n && good; i++) {
		fd = open(folders->v[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			continue; /* nothing can be made there either */
		good = landlock_allow(rules, fd,
		    file | LL_MAKE_REG | LL_REMOVE_FILE);
		close(fd);
	}
	return good;
}

/*
 * Calls by which a process reaches others or becomes another.  A list of what
 * is needed would be longer than any kernel lets stand still: threads, SQLite
 * and the setting up of children are in it.
 */
static const int refused[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	/* other machines, and services of this one */
	SCMP_SYS(socket),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	/* these make calls that no filter sees */
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	/* other processes */
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_getfd),
	/* the system */
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	SCMP_SYS(fsopen),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(open_by_handle_at),
	/* rights on files, which Landlock knows nothing of */
	SCMP_SYS(chmod),
	SCMP_SYS(fchmodat),
	SCMP_SYS(chown),
	SCMP_SYS(lchown),
	SCMP_SYS(fchownat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(removexattr),
	SCMP_SYS(lremovexattr),
};

static bool
filter(void)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	bool good = f != NULL;
	size_t i;

	for (i = 0; i < FX_LEN(refused) && good; i++)
		good = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), refused[i],
			   0) == 0;
	good = good && seccomp_load(f) == 0;
	seccomp_release(f);
	return good;
}

struct fx_confined
fx_forgo(const char *const *folders, size_t n)
{
	struct folders keep = { folders, n };
	struct fx_confined in = { 0 };

#ifdef FX_COVERAGE /* is written as the process ends */
	return in;
#endif
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return in;
	in.landlock = landlock_self(LL_READ_FILE | LL_READ_DIR, allow_folders,
	    &keep);
	in.seccomp = !instrumented() && filter();
	return in;
}
