/* tree.c - walk a folder, file by file */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "tree.h"

bool
tree_is(const char *path)
{
	struct stat st;

	return strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISDIR(st.st_mode);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Was path read with its set?  It is met once, so it is struck off then. */
static bool
was_taken(struct tree *t, const char *path)
{
	size_t i;

	for (i = 0; i < t->ntaken; i++) {
		if (strcmp(t->taken[i], path) != 0)
			continue;
		free(t->taken[i]);
		t->taken[i] = t->taken[--t->ntaken];
		return true;
	}
	return false;
}

void
tree_taken(struct tree *t, const struct fx_image *img)
{
	const char *path;
	char **more;
	size_t i;

	/* The first of a set is the one that the walk is at. */
	for (i = 1; (path = fx_image_file(img, i)) != NULL; i++) {
		if (t->ntaken == t->captaken) {
			t->captaken = t->captaken * 2 + 16;
			more = realloc(t->taken, t->captaken * sizeof(*more));
			if (more == NULL)
				cli_die(CLI_FAIL, "out of memory");
			t->taken = more;
		}
		if ((t->taken[t->ntaken] = strdup(path)) == NULL)
			cli_die(CLI_FAIL, "out of memory");
		t->ntaken++;
	}
}

static void
failed(struct tree *t, const FTSENT *e)
{
	t->failed++;
	cli_warn("%s: %s", e->fts_path, strerror(e->fts_errno));
}

static void
file(struct tree *t, const FTSENT *e)
{
	int rc = t->file(e->fts_accpath, t->arg);

	if (rc == 0)
		t->good++;
	else if (rc == -1)
		t->failed++;
	else
		t->ended = true;
}

static void
entry(struct tree *t, const FTSENT *e)
{
	switch (e->fts_info) {
	case FTS_F:
		if (!was_taken(t, e->fts_path))
			file(t, e);
		break;
	case FTS_D:
	case FTS_DP:
		break;
	case FTS_DC: /* a loop of mounts: its files had their turn */
		t->failed++;
		cli_warn("%s: is a folder that it lies in", e->fts_path);
		break;
	case FTS_SL:
	case FTS_SLNONE:
		t->links++;
		break;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		failed(t, e);
		break;
	default:
		t->special++;
	}
}

void
tree_walk(struct tree *t, const char *path)
{
	char *copy = strdup(path);
	char *const roots[] = { copy, NULL };
	FTS *fts;
	FTSENT *e;

	fts = copy == NULL
	    ? NULL
	    : fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR,
		  by_name);
	if (fts == NULL)
		cli_die(CLI_FAIL, "%s: %s", path, strerror(errno));
	errno = 0;
	while (!t->ended && (e = fts_read(fts)) != NULL)
		entry(t, e);
	if (!t->ended && errno != 0) {
		t->failed++;
		cli_warn("%s: %s", path, strerror(errno));
	}
	fts_close(fts);
	while (t->ntaken > 0)
		free(t->taken[--t->ntaken]);
	free(t->taken);
	t->taken = NULL;
	t->captaken = 0;
	free(copy);
}
