/* landlock.h - rights on names and the network, given up: landlock(7) */
#ifndef BASE_LANDLOCK_H
#define BASE_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Rights on files and folders. */
enum {
	LL_WRITE_FILE = 1 << 1,
	LL_READ_FILE = 1 << 2,
	LL_READ_DIR = 1 << 3,
	LL_REMOVE_FILE = 1 << 5,
	LL_MAKE_REG = 1 << 8,
	LL_TRUNCATE = 1 << 14, /* from version 3 on; left out before */
};

/*
 * The calling thread, and what it starts, gives up every right that the kernel
 * knows of but keep, and those that allow gives with landlock_allow.  False if
 * that cannot be; then nothing is given up.
 */
bool landlock_self(uint64_t keep, bool (*allow)(int rules, void *arg),
    void *arg);

/* Rights on what fd is, and on all that is in it. */
bool landlock_allow(int rules, int fd, uint64_t rights);

/* Does this program run under a sanitizer or Valgrind? */
bool instrumented(void);

#endif
