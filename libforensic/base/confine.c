/* confine.c - Landlock, seccomp and limits for a child */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/child.h"
#include "landlock.h"

static bool
allow_files(int rules, void *arg)
{
	const struct fx_confine *keep = arg;
	bool good = true;
	size_t i;
	int fd;

	for (i = 0; i < keep->files && good; i++) {
		fd = keep->open(keep->arg, i);
		if (fd == -1)
			continue; /* it cannot be opened later either */
		good = landlock_allow(rules, fd, LL_READ_FILE);
		close(fd);
	}
	return good;
}

/* Calls that need no look at their arguments. */
static const int calls[] = {
	SCMP_SYS(access), SCMP_SYS(brk), SCMP_SYS(clock_gettime),
	SCMP_SYS(close), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(flock),
	SCMP_SYS(fstat), SCMP_SYS(futex), SCMP_SYS(getcwd), SCMP_SYS(getpid),
	SCMP_SYS(getrandom), SCMP_SYS(gettid), SCMP_SYS(lseek),
	SCMP_SYS(madvise), SCMP_SYS(mremap), SCMP_SYS(munmap),
	SCMP_SYS(newfstatat), SCMP_SYS(pread64), SCMP_SYS(read),
	SCMP_SYS(recvfrom), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield), SCMP_SYS(sendto),
	SCMP_SYS(stat), SCMP_SYS(sysinfo), /* by qsort(3) */
	SCMP_SYS(write), SCMP_SYS(writev), /* by the last words of malloc(3) */
};

/* Calls that the libraries make and do without. */
static const int refused[] = {
	SCMP_SYS(ioctl),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
};

/* Allow a call where argument arg, as far as mask goes, is value. */
static bool
allow_if(scmp_filter_ctx f, int call, unsigned int arg, uint64_t mask,
    uint64_t value)
{
	const struct scmp_arg_cmp is = { arg, SCMP_CMP_MASKED_EQ, mask, value };

	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &is) == 0;
}

static bool
allow(scmp_filter_ctx f)
{
	const uint64_t all =
	    UINT32_MAX; /* of an int; the kernel sees no more */
	bool good = true;
	size_t i;

	for (i = 0; i < FX_LEN(calls); i++)
		good = good &&
		    seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	for (i = 0; i < FX_LEN(refused); i++)
		good = good &&
		    seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), refused[i], 0) ==
			0;
	/* tgkill: abort(3) only; no memory becomes code; no name is made. */
	return good &&
	    allow_if(f, SCMP_SYS(tgkill), 0, all, (uint64_t)getpid()) &&
	    allow_if(f, SCMP_SYS(fcntl), 1, all, F_GETFL) &&
	    allow_if(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0) &&
	    allow_if(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
}

/* Names: to be read; of none where there are no files, and that is no crime. */
static bool
allow_names(scmp_filter_ctx f, bool files)
{
	const uint64_t writes = O_ACCMODE | O_CREAT | O_TRUNC | O_TMPFILE;
	const uint32_t no = SCMP_ACT_ERRNO(EACCES);

	if (!files)
		return seccomp_rule_add(f, no, SCMP_SYS(openat), 0) == 0 &&
		    seccomp_rule_add(f, no, SCMP_SYS(open), 0) == 0;
	return allow_if(f, SCMP_SYS(openat), 2, writes, 0) &&
	    allow_if(f, SCMP_SYS(open), 1, writes, 0);
}

static bool
filter(const struct fx_confine *keep)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool good;

	good = f != NULL && allow(f) && allow_names(f, keep->files > 0) &&
	    seccomp_load(f) == 0;
	seccomp_release(f);
	return good;
}

static void
limit(__rlimit_resource_t what, uint64_t most)
{
	struct rlimit r;

	if (getrlimit(what, &r) == -1 || r.rlim_max < most)
		return;
	r.rlim_cur = r.rlim_max = most;
	setrlimit(what, &r);
}

/* Bytes of address space in use; 0 where /proc does not say. */
static uint64_t
address_space(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f == NULL)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1) /* NOLINT(cert-err34-c): a count */
		pages = 0;
	fclose(f);
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
limits(const struct fx_confine *keep)
{
	uint64_t most = address_space();

	limit(RLIMIT_CORE, 0);
	if (instrumented())
		return;
	limit(RLIMIT_FSIZE, 0);
	if (keep->room != 0 && most != 0 && fx_add(most, keep->room, &most))
		limit(RLIMIT_AS, most);
}

struct fx_confined
fx_confine(const struct fx_confine *keep)
{
	struct fx_confine files = *keep;
	struct fx_confined in = { 0 };

	prctl(PR_SET_DUMPABLE, 0);
	limits(keep);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return in;
	in.landlock = landlock_self(0, allow_files, &files);
	in.seccomp = !instrumented() && filter(keep);
	return in;
}

const char *
fx_confined_notes(const struct fx_confined *in)
{
	static const char *const words[2][2] = {
		{ "the reader runs without seccomp and Landlock",
		    "the reader runs without seccomp" },
		{ "the reader runs without Landlock", "" },
	};

	return words[in->seccomp][in->landlock];
}
