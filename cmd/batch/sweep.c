/* sweep.c - put in order what attempts left that broke off */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flat.h"
#include "place.h"
#include "sweep.h"
#include "worker.h"

/* "7.2", the folder of an attempt: its numbers. Else false. */
static bool
is_folder(const struct batch *b, const char *name, uint64_t *unit,
    uint64_t *attempt)
{
	char again[64];
	char *end;

	*unit = strtoull(name, &end, 10);
	*attempt = *end == '.' ? strtoull(end + 1, NULL, 10) : 0;
	snprintf(again, sizeof(again), "%" PRIu64 ".%" PRIu64, *unit, *attempt);
	return strcmp(again, name) == 0 && *unit >= 1 && *attempt >= 1 &&
	    *unit <= b->plan.units;
}

/* One folder: that of the attempt which counts is settled, others go. */
static int
put_right(const struct batch *b, const struct unit *units, uint64_t unit,
    uint64_t attempt, const char *name, struct fx_err *err)
{
	const struct unit *u = &units[unit - 1];
	struct result r = { 0 };
	char *dir;
	int rc = 0;

	if (u->state == UNIT_DONE)
		rc = state_result(b, unit, u, &r, err);
	if (rc == 0 && u->state == UNIT_DONE && r.attempt == attempt) {
		rc = worker_settle(b, unit, attempt, err);
	} else if (rc == 0) {
		dir = place_path(b->units, "%s", name);
		flat_remove(dir);
		free(dir);
	}
	result_done(&r);
	return rc;
}

/* A file that was being written under a name of its own. */
static void
drop_temporary(const char *dir, const char *name)
{
	char *path;

	if (name[0] != '.' || strlen(name) != 17 ||
	    strspn(name + 1, "0123456789abcdef") != 16)
		return;
	path = place_path(dir, "%s", name);
	unlink(path);
	free(path);
}

/* The same of a folder with nothing else to put right. */
static void
drop_temporaries(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		drop_temporary(dir, e->d_name);
	if (d != NULL)
		closedir(d);
}

int
sweep(const struct batch *b, const struct unit *units, struct fx_err *err)
{
	DIR *d = opendir(b->units);
	uint64_t unit, attempt;
	struct dirent *e;
	char *engine;
	int rc = 0;

	if (d == NULL)
		return fx_fail_sys(err, 0, "%s", b->units);
	while (rc == 0 && (e = readdir(d)) != NULL)
		if (is_folder(b, e->d_name, &unit, &attempt))
			rc = put_right(b, units, unit, attempt, e->d_name, err);
		else
			drop_temporary(b->units, e->d_name);
	closedir(d);
	drop_temporaries(b->dir);
	engine = place_path(b->dir, "engine");
	drop_temporaries(engine);
	free(engine);
	return rc;
}
