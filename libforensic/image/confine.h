/* confine.h - take from a process what a reader of hostile bytes needs not */
#ifndef IMAGE_CONFINE_H
#define IMAGE_CONFINE_H

#include "segment.h"

struct confined {
	bool landlock, seccomp; /* in force */
};

/*
 * Never to be undone, for the calling process: no core, no new file, no more
 * memory than the files can ask for, no name opened but the files, and these
 * for reading, no system call but what reading needs.  What the kernel does
 * not have is left out and told.
 */
struct confined confine(const struct segments *files);

#endif
