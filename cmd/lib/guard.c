/* guard.c - a tool that holds secrets leaves none of them behind */
#include <sys/prctl.h>
#include <sys/resource.h>

#include "cli.h"

void
cli_guard(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	/* A program that core dumps are piped to does not ask for the limit. */
	prctl(PR_SET_DUMPABLE, 0);
}
