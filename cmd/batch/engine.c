/* engine.c - hand out units that wait, in rounds, until none does */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "command.h"
#include "engine.h"
#include "place.h"
#include "signals.h"

static const struct engine *const engines[] = { &engine_slurm,
	&engine_parallel };

const struct engine *
engine_find(const char *name, bool *local)
{
	size_t i;

	*local = strcmp(name, "local") == 0;
	for (i = 0; i < sizeof(engines) / sizeof(engines[0]); i++)
		if (strcmp(engines[i]->name, name) == 0)
			return engines[i];
	return NULL;
}

static uint64_t
count(const struct batch *b, const struct unit *units, enum unit_state state)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < b->plan.units; i++)
		n += units[i].state == state;
	return n;
}

void
engine_tell(const struct batch *b, uint64_t *told)
{
	struct fx_err err;
	struct unit *units;
	uint64_t done, failed;

	if (b->quiet || b->mode == PROGRESS_NONE ||
	    (units = state_read(b, &err)) == NULL)
		return;
	done = count(b, units, UNIT_DONE);
	failed = count(b, units, UNIT_FAILED);
	free(units);
	if (done + failed == *told)
		return;
	*told = done + failed;
	if (b->mode == PROGRESS_JSON)
		fprintf(stderr,
		    "{\"units\":%zu,\"done\":%" PRIu64 ",\"failed\":%" PRIu64
		    "}\n",
		    b->plan.units, done, failed);
	else
		cli_warn("%" PRIu64 " of %zu units done, %" PRIu64 " failed",
		    done, b->plan.units, failed);
}

/*
 * Is the unit handed out?  Ranges are joined by whoever merges, which is where
 * all of them are known to be done.
 */
static bool
is_handed(const struct batch *b, const struct unit *units, uint64_t unit)
{
	return units[unit - 1].state == UNIT_WAITING &&
	    b->plan.unit[unit - 1].act != PLAN_JOIN;
}

static uint64_t
count_handed(const struct batch *b, const struct unit *units)
{
	uint64_t unit, n = 0;

	for (unit = 1; unit <= b->plan.units; unit++)
		n += is_handed(b, units, unit);
	return n;
}

/* Units that wait, so many a line: "3,7-12". Returns the lines. */
static uint64_t
put_list(struct fx_buf *out, const struct batch *b, const struct unit *units,
    uint64_t each)
{
	uint64_t unit, last, in = 0, lines = 0;

	for (unit = 1; unit <= b->plan.units; unit = last + 1) {
		last = unit;
		if (!is_handed(b, units, unit))
			continue;
		in++;
		while (in < each && last < b->plan.units &&
		    is_handed(b, units, last + 1)) {
			last++;
			in++;
		}
		fx_buf_printf(out, "%" PRIu64, unit);
		if (last > unit)
			fx_buf_printf(out, "-%" PRIu64, last);
		fx_buf_byte(out, in == each ? '\n' : ',');
		if (in == each) {
			in = 0;
			lines++;
		}
	}
	if (in > 0) {
		out->p[out->len - 1] = '\n';
		lines++;
	}
	return lines;
}

/* The first number of which there is no list yet, and its file. */
static int
publish(struct round *r, const struct fx_buf *text, char **list,
    struct fx_err *err)
{
	char file[32];
	unsigned int n;
	int rc = 0;

	for (n = 1; rc == 0; n++) {
		snprintf(file, sizeof(file), "%u.units", n);
		rc = place_publish(r->dir, file, text->p, text->len, err);
	}
	if (rc == -1)
		return -1;
	*list = place_path(r->dir, "%s", file);
	r->number = n - 1;
	r->list = *list;
	return 0;
}

/* What a task does, as sh(1) reads it. */
struct words {
	struct fx_buf program, key, work, folder;
};

static int
put_words(struct words *w, const struct batch *b, struct fx_err *err)
{
	char *program = batch_tool(b, "fxbatch");
	char *key = realpath(b->key, NULL);
	int rc = 0;

	if (key == NULL)
		rc = fx_fail_sys(err, 0, "%s", b->key);
	else
		command_quote(&w->key, key);
	command_quote(&w->program, program);
	command_quote(&w->folder, b->dir);
	fx_buf_printf(&w->work, "%s work -q --key %s", fx_buf_text(&w->program),
	    fx_buf_text(&w->key));
	if (b->threads != 0)
		fx_buf_printf(&w->work, " --threads %u", b->threads);
	if (b->memory != 0)
		fx_buf_printf(&w->work, " --memory-limit %" PRIu64, b->memory);
	if (b->seconds != 0)
		fx_buf_printf(&w->work, " --time-limit %" PRIu64, b->seconds);
	fx_buf_str(&w->work, " --units");
	free(program);
	free(key);
	if (rc == 0)
		rc = fx_buf_check(&w->work, err);
	return rc;
}

static void
drop_words(struct words *w)
{
	fx_buf_done(&w->program);
	fx_buf_done(&w->key);
	fx_buf_done(&w->work);
	fx_buf_done(&w->folder);
}

/* One round: what waits is handed out, and the engine waited for. */
static int
one_round(struct round *r, const struct unit *units, uint64_t most,
    struct fx_err *err)
{
	const uint64_t each = r->waiting / most + (r->waiting % most != 0);
	struct fx_buf text = { 0 };
	char *list = NULL;
	int rc;

	r->tasks = put_list(&text, r->b, units, each);
	rc = fx_buf_check(&text, err);
	if (rc == 0)
		rc = publish(r, &text, &list, err);
	if (rc == 0)
		rc = r->asked->engine->hand_out(r, err);
	fx_buf_done(&text);
	free(list);
	return rc;
}

/* All rounds; no two with nothing done between them. */
static int
rounds(struct round *r, struct unit **units, struct fx_err *err)
{
	const struct engine *e = r->asked->engine;
	const uint64_t most = e->most(err);
	uint64_t before = UINT64_MAX;
	int n, rc = most > 0 ? 0 : -1;

	if (rc == 0 && e->adopt != NULL)
		rc = e->adopt(r, err);
	for (n = 0; rc == 0 && n <= ENGINE_ROUNDS; n++) {
		free(*units);
		if ((*units = state_read(r->b, err)) == NULL)
			return -1;
		r->waiting = count_handed(r->b, *units);
		if (r->waiting == 0 || r->waiting == before ||
		    n == ENGINE_ROUNDS)
			break;
		before = r->waiting;
		rc = one_round(r, *units, most, err);
	}
	return rc == 0 && signals_stop ? 1 : rc;
}

int
engine_run(const struct batch *b, const struct engine_asked *asked,
    struct unit **units, int *lock, struct fx_err *err)
{
	struct round r = { .b = b, .asked = asked };
	struct words w = { 0 };
	char *dir = place_path(b->dir, "engine");
	struct fx_err why;
	int rc = place_folder(dir, err);

	r.dir = dir;
	close(*lock);
	*lock = -1;
	if (rc == 0)
		rc = put_words(&w, b, err);
	r.program = fx_buf_text(&w.program);
	r.key = fx_buf_text(&w.key);
	r.work = fx_buf_text(&w.work);
	r.folder = fx_buf_text(&w.folder);
	if (rc == 0)
		rc = rounds(&r, units, err);
	drop_words(&w);
	free(dir);
	if (rc == 0 && (*lock = batch_lock(b, &why)) == -1) {
		*err = why;
		rc = -1;
	}
	return rc;
}
