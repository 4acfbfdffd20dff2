/* recover.c - fxrecord --recover: mend what a crash left, and no more */
#include "act.h"
#include "cli.h"

/* Opening the case has mended it. */
int
recover_run(struct asked *a)
{
	if (!a->mended && !a->quiet)
		cli_warn("%s: nothing to mend", a->path);
	return CLI_OK;
}
