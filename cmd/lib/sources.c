/* sources.c - a list of operands */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "sources.h"

void
sources_add(struct sources *s, const char *path)
{
	char **more;

	if (s->n == s->cap) {
		s->cap = s->cap * 2 + 16;
		more = realloc(s->files, s->cap * sizeof(*more));
		if (more == NULL)
			cli_die(CLI_FAIL, "out of memory");
		s->files = more;
	}
	if ((s->files[s->n] = strdup(path)) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	s->n++;
}

void
sources_drop(struct sources *s)
{
	while (s->n > 0)
		free(s->files[--s->n]);
	free(s->files);
	s->files = NULL;
	s->cap = 0;
}
