/* verb_status.c - fxbatch status: how far a batch is */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/json.h"
#include "term.h"
#include "verb.h"

struct sums {
	uint64_t state[UNIT_FAILED + 1];
	uint64_t findings, errors, bytes, size;
};

static const char *const names[] = { "waiting", "done", "failed" };

static uint64_t
count(const struct result *r)
{
	const char *class;
	uint64_t all = 0;
	json_t *n;

	json_object_foreach (r->findings, class, n)
		all += (uint64_t)json_integer_value(n);
	return all;
}

/* Of one that waits for another that failed, it is what that one failed of. */
static int
result_of(const struct batch *b, const struct unit *units, uint64_t unit,
    struct unit *u, struct result *r, struct fx_err *err)
{
	uint64_t of = unit;

	*r = (struct result){ 0 };
	*u = units[unit - 1];
	if (state_blocked(b, units, unit)) {
		of = batch_image(b, unit)->first;
		while (units[of - 1].state != UNIT_FAILED)
			of++;
		u->state = UNIT_FAILED;
	}
	if (u->state == UNIT_WAITING ||
	    state_result(b, of, &units[of - 1], r, err) == -1)
		return u->state == UNIT_WAITING ? 0 : -1;
	if (of != unit) {
		r->wall = r->cpu = r->memory = 0;
		snprintf(r->words, sizeof(r->words),
		    "unit %" PRIu64 " failed, which it joins", of);
	}
	return 0;
}

static void
put_unit_json(const struct batch *b, uint64_t unit, const struct unit *u,
    const struct result *r)
{
	struct fx_buf line = { 0 };
	struct fx_json j = { .out = &line };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "unit");
	fx_json_kint(&j, "unit", (int64_t)unit);
	fx_json_kstr(&j, "exhibit", batch_image(b, unit)->exhibit);
	fx_json_kstr(&j, "act", plan_act_name(b->plan.unit[unit - 1].act));
	fx_json_kstr(&j, "state", names[u->state]);
	fx_json_kint(&j, "attempts", u->attempts);
	if (u->state == UNIT_FAILED) {
		fx_json_kstr(&j, "why", result_why_name(r->why));
		fx_json_kstr(&j, "words", r->words);
	}
	if (u->state == UNIT_DONE) {
		fx_json_kint(&j, "bytes", (int64_t)r->bytes);
		fx_json_kint(&j, "findings", (int64_t)count(r));
		fx_json_kint(&j, "errors", (int64_t)r->errors);
	}
	if (u->state != UNIT_WAITING) {
		fx_json_kint(&j, "wall_ms", (int64_t)r->wall);
		fx_json_kint(&j, "cpu_ms", (int64_t)r->cpu);
		fx_json_kint(&j, "memory_kib", (int64_t)r->memory);
	}
	fx_json_close(&j, '}');
	puts(fx_buf_text(&line));
	fx_buf_done(&line);
}

/* A line of the table: of what failed or broke off, and of all with -v. */
static void
put_unit_row(const struct batch *b, uint64_t unit, const struct unit *u,
    const struct result *r)
{
	const char *exhibit = batch_image(b, unit)->exhibit;
	struct fx_buf line = { 0 };

	if (!b->verbose && u->state != UNIT_FAILED)
		return;
	fx_buf_printf(&line, "%8" PRIu64 "  ", unit);
	term_pad(&line, term_name(&line, exhibit, strlen(exhibit), 32), 34);
	fx_buf_printf(&line, "%-8s", names[u->state]);
	if (u->state == UNIT_FAILED) {
		fx_buf_str(&line, "  ");
		term_name(&line, r->words, strlen(r->words), 0);
	} else if (u->state == UNIT_DONE) {
		fx_buf_printf(&line,
		    "  %" PRIu64 " findings, %" PRIu64 " errors", count(r),
		    r->errors);
	} else if (u->attempts > 0) {
		fx_buf_str(&line, "  begun, without a result");
	}
	puts(fx_buf_text(&line));
	fx_buf_done(&line);
}

static int
put_units(const struct asked *a, const struct unit *units, struct sums *s)
{
	const struct batch *b = &a->batch;
	struct result r;
	struct unit u;
	struct fx_err err;
	uint64_t unit;
	int rc = 0;

	for (unit = 1; unit <= b->plan.units; unit++) {
		if (result_of(b, units, unit, &u, &r, &err) == -1) {
			cli_error(NULL, &err);
			rc = -1;
		}
		s->state[u.state]++;
		if (b->plan.unit[unit - 1].act != PLAN_RANGE) {
			s->findings += count(&r);
			s->errors += r.errors;
		}
		if (a->json)
			put_unit_json(b, unit, &u, &r);
		else
			put_unit_row(b, unit, &u, &r);
		result_done(&r);
	}
	return rc;
}

static void
put_sums(const struct asked *a, const struct sums *s)
{
	struct fx_buf line = { 0 };
	struct fx_json j = { .out = &line };

	if (!a->json) {
		printf("%" PRIu64 " units done, %" PRIu64 " failed, %" PRIu64
		       " waiting; %" PRIu64 " findings, %" PRIu64 " errors\n",
		    s->state[UNIT_DONE], s->state[UNIT_FAILED],
		    s->state[UNIT_WAITING], s->findings, s->errors);
		return;
	}
	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "batch");
	fx_json_kstr(&j, "plan", a->batch.plan.sum);
	fx_json_kint(&j, "images", (int64_t)a->batch.plan.images);
	fx_json_kint(&j, "units", (int64_t)a->batch.plan.units);
	fx_json_kint(&j, "done", (int64_t)s->state[UNIT_DONE]);
	fx_json_kint(&j, "failed", (int64_t)s->state[UNIT_FAILED]);
	fx_json_kint(&j, "waiting", (int64_t)s->state[UNIT_WAITING]);
	fx_json_kint(&j, "findings", (int64_t)s->findings);
	fx_json_kint(&j, "errors", (int64_t)s->errors);
	fx_json_close(&j, '}');
	puts(fx_buf_text(&line));
	fx_buf_done(&line);
}

/* "3,7-12": the units that wait, as engines take them. */
static void
put_waiting(const struct batch *b, const struct unit *units)
{
	const char *comma = "";
	uint64_t from, to;

	for (from = 1; from <= b->plan.units; from = to + 1) {
		to = from;
		if (!state_ready(b, units, from))
			continue;
		while (to < b->plan.units && state_ready(b, units, to + 1))
			to++;
		printf("%s%" PRIu64, comma, from);
		if (to > from)
			printf("-%" PRIu64, to);
		comma = ",";
	}
	putchar('\n');
}

static int
status(const struct asked *a, const struct unit *units)
{
	struct sums s = { 0 };

	if (a->waiting) {
		put_waiting(&a->batch, units);
		return CLI_OK;
	}
	if (put_units(a, units, &s) == -1)
		return CLI_FAIL;
	put_sums(a, &s);
	if (s.state[UNIT_WAITING] > 0)
		return CLI_NO;
	return s.state[UNIT_FAILED] > 0 || s.errors > 0 ? CLI_PARTIAL : CLI_OK;
}

int
verb_status(struct asked *a)
{
	struct unit *units;
	struct fx_err err;
	int rc = CLI_FAIL;

	if (a->out == NULL)
		cli_die(CLI_USAGE, "which batch? its folder is missing");
	if (batch_open(&a->batch, a->out, &err) == -1 ||
	    (units = state_read(&a->batch, &err)) == NULL) {
		cli_error(NULL, &err);
		return rc;
	}
	rc = status(a, units);
	free(units);
	return rc;
}
