/* forgo.c - a tool that only reads gives up the rest */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/child.h"

void
cli_forgo(const char *file)
{
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;
	const char *folder = ".";
	char *copy = NULL;

	if (slash != NULL) {
		copy = strndup(file, (size_t)(slash - file) + 1);
		if (copy == NULL)
			cli_die(CLI_FAIL, "out of memory");
		folder = copy;
	}
	fx_forgo(&folder, file != NULL);
	free(copy);
}
