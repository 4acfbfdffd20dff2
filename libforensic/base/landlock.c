/* landlock.c - landlock(7) by its system calls, whatever the headers know */
#include <sys/syscall.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/sys.h"
#include "landlock.h"

static bool
in_valgrind(void)
{
	const char *preload = getenv("LD_PRELOAD");

	return preload != NULL && strstr(preload, "/vgpreload_") != NULL;
}

bool
instrumented(void)
{
	return FX_SANITIZED || in_valgrind();
}

/*
 * landlock(7) in numbers: the installed headers may be older than the kernel,
 * and rights that the headers do not name must be taken away as well.
 */
enum {
	LL_VERSION = 1,      /* flag of landlock_create_ruleset */
	LL_PATH_BENEATH = 1, /* rule type */
};

struct ll_ruleset {
	uint64_t fs, net, scoped;
};

struct __attribute__((packed)) ll_path {
	uint64_t allowed;
	int32_t fd;
};

/* Valgrind has words, and no more, for calls that it does not know. */
static long
version(void)
{
	if (in_valgrind())
		return -1;
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LL_VERSION);
}

/* Every right that an ABI version knows; a later one is asked as the last. */
static struct ll_ruleset
ll_all(long abi, size_t *size)
{
	static const uint8_t fs_bits[] = { 0, 13, 14, 15, 15, 16 };
	struct ll_ruleset all = { 0 };
	long known = abi < 0 ? 0 : abi < 5 ? abi : 5;

	all.fs = (UINT64_C(1) << fs_bits[known]) - 1;
	*size = sizeof(all.fs);
	if (abi >= 4) {
		all.net = 3; /* bind, connect */
		*size = sizeof(all.fs) + sizeof(all.net);
	}
	if (abi >= 6) {
		all.scoped = 3; /* abstract sockets, signals */
		*size = sizeof(all);
	}
	return all;
}

bool
landlock_allow(int rules, int fd, uint64_t rights)
{
	struct ll_path rule = { .allowed = rights, .fd = fd };
	size_t size;

	rule.allowed &= ll_all(version(), &size).fs;
	return syscall(SYS_landlock_add_rule, rules, LL_PATH_BENEATH, &rule,
		   0) == 0;
}

bool
landlock_self(uint64_t keep, bool (*allow)(int rules, void *arg), void *arg)
{
	struct ll_ruleset all;
	size_t size;
	long abi;
	int rules;
	bool good;

	if ((abi = version()) < 1)
		return false;
	all = ll_all(abi, &size);
	all.fs &= ~keep;
	rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (rules == -1)
		return false;
	good = allow(rules, arg) &&
	    syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return good;
}
