/* live.c - how a batch goes: lines, or a table on a terminal, or JSON */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/json.h"
#include "forensic/sys.h"
#include "live.h"
#include "pool.h"
#include "term.h"

enum {
	SECOND = 1000000, /* microseconds */
	REDRAW = SECOND / 5,
	ROWS = 16, /* units that a table shows */
	NAME_COLUMNS = 32,
};

/* Bytes that a unit has to read. */
static uint64_t
weight(const struct batch *b, uint64_t unit)
{
	const struct plan_unit *u = &b->plan.unit[unit - 1];

	if (u->act == PLAN_RANGE)
		return u->to - u->from;
	return u->act == PLAN_JOIN ? 0 : batch_image(b, unit)->size;
}

int
live_start(struct live *l, const struct batch *b, const struct unit *units,
    struct fx_err *err)
{
	size_t i;

	*l = (struct live){ .b = b, .mode = b->mode };
	l->active = calloc(POOL_MOST, sizeof(*l->active));
	l->since = calloc(POOL_MOST, sizeof(*l->since));
	if (l->active == NULL || l->since == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	for (i = 0; i < b->plan.units; i++)
		if (units[i].state == UNIT_WAITING) {
			l->units++;
			l->size += weight(b, i + 1);
		}
	l->table = l->mode == PROGRESS_AUTO && isatty(STDERR_FILENO) != 0;
	l->began = fx_time_up();
	return 0;
}

static uint64_t
rate(const struct live *l)
{
	const int64_t us = fx_time_up() - l->began;

	return us <= 0 ? 0 : (uint64_t)((double)l->bytes * SECOND / (double)us);
}

static void
hide(struct live *l)
{
	for (; l->shown > 0; l->shown--)
		fputs("\033[1A\r\033[2K", stderr);
}

static void
put_time(struct fx_buf *out, uint64_t s)
{
	fx_buf_printf(out, "%" PRIu64 ":%02u:%02u", s / 3600,
	    (unsigned int)(s / 60 % 60), (unsigned int)(s % 60));
}

/* The first line of the table: all of it in numbers. */
static void
put_totals(struct fx_buf *out, const struct live *l)
{
	const uint64_t per_second = rate(l);
	char size[TERM_SIZE_LEN];

	fx_buf_printf(out, "%" PRIu64 " of %" PRIu64 " units",
	    l->done + l->failed, l->units);
	term_size(size, per_second);
	fx_buf_printf(out, "  %s/s", size);
	if (per_second > 0 && l->size > l->bytes) {
		fx_buf_str(out, "  ");
		put_time(out, (l->size - l->bytes) / per_second);
		fx_buf_str(out, " left");
	}
	fx_buf_printf(out, "  %" PRIu64 " findings  %" PRIu64 " failed",
	    l->findings, l->failed);
}

/* Of a unit: which exhibit, and which part of it. */
static size_t
put_name(struct fx_buf *out, const struct batch *b, uint64_t unit)
{
	const char *exhibit = batch_image(b, unit)->exhibit;
	const struct plan_unit *u = &b->plan.unit[unit - 1];
	size_t n = term_name(out, exhibit, strlen(exhibit), NAME_COLUMNS);

	if (u->act == PLAN_SCAN)
		return n;
	fx_buf_printf(out, " (%s", plan_act_name(u->act));
	if (u->act == PLAN_RANGE)
		fx_buf_printf(out, " %" PRIu64 "-%" PRIu64, u->from, u->to);
	fx_buf_byte(out, ')');
	return n;
}

static void
draw(struct live *l)
{
	const unsigned int width = term_width(STDERR_FILENO);
	const int64_t now = fx_time_up();
	struct fx_buf line = { 0 };
	uint64_t i;

	hide(l);
	put_totals(&line, l);
	for (i = 0; i <= l->busy && i <= ROWS; i++) {
		if (i > 0) {
			fx_buf_str(&line, "  ");
			put_name(&line, l->b, l->active[i - 1]);
			fx_buf_str(&line, "  ");
			put_time(&line,
			    (uint64_t)(now - l->since[i - 1]) / SECOND);
		}
		/* A line that wraps could not be taken away again. */
		fprintf(stderr, "%.*s\n",
		    width > 1 ? (int)width - 1 : (int)line.len,
		    fx_buf_text(&line));
		l->shown++;
		fx_buf_reset(&line);
	}
	fflush(stderr);
	fx_buf_done(&line);
}

static void
put_json(const struct live *l)
{
	struct fx_buf line = { 0 };
	struct fx_json j = { .out = &line };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "progress");
	fx_json_kint(&j, "units", (int64_t)l->units);
	fx_json_kint(&j, "busy", (int64_t)l->busy);
	fx_json_kint(&j, "done", (int64_t)l->done);
	fx_json_kint(&j, "failed", (int64_t)l->failed);
	fx_json_kint(&j, "bytes", (int64_t)l->bytes);
	fx_json_kint(&j, "size", (int64_t)l->size);
	fx_json_kint(&j, "rate", (int64_t)rate(l));
	fx_json_kint(&j, "findings", (int64_t)l->findings);
	fx_json_kint(&j, "errors", (int64_t)l->errors);
	fx_json_close(&j, '}');
	fx_buf_byte(&line, '\n');
	fputs(fx_buf_text(&line), stderr);
	fx_buf_done(&line);
}

void
live_begin(struct live *l, uint64_t unit)
{
	l->active[l->busy] = unit;
	l->since[l->busy++] = fx_time_up();
	live_tick(l);
}

static void
put_unit_json(const struct live *l, uint64_t unit, const struct unit *u,
    const struct result *r, uint64_t findings)
{
	struct fx_buf line = { 0 };
	struct fx_json j = { .out = &line };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "unit");
	fx_json_kint(&j, "unit", (int64_t)unit);
	fx_json_kstr(&j, "exhibit", batch_image(l->b, unit)->exhibit);
	fx_json_kstr(&j, "act", plan_act_name(l->b->plan.unit[unit - 1].act));
	fx_json_kstr(&j, "state", u->state == UNIT_DONE ? "done" : "failed");
	if (u->state == UNIT_FAILED) {
		fx_json_kstr(&j, "why", result_why_name(r->why));
		fx_json_kstr(&j, "words", r->words);
	} else {
		fx_json_kint(&j, "findings", (int64_t)findings);
		fx_json_kint(&j, "errors", (int64_t)r->errors);
	}
	fx_json_close(&j, '}');
	fx_buf_byte(&line, '\n');
	fputs(fx_buf_text(&line), stderr);
	fx_buf_done(&line);
}

/* A line for people on what came of a unit. */
static void
say(struct live *l, uint64_t unit, const struct unit *u, const struct result *r,
    uint64_t findings)
{
	struct fx_buf name = { 0 };

	put_name(&name, l->b, unit);
	hide(l);
	if (u->state == UNIT_FAILED)
		cli_warn("%" PRIu64 "/%" PRIu64 " %s: failed: %s",
		    l->done + l->failed, l->units, fx_buf_text(&name),
		    r->words);
	else if (!l->table && !l->b->quiet)
		cli_warn("%" PRIu64 "/%" PRIu64 " %s: done, %" PRIu64
			 " finding%s%s",
		    l->done + l->failed, l->units, fx_buf_text(&name), findings,
		    findings == 1 ? "" : "s",
		    r->errors > 0 ? ", with errors" : "");
	fx_buf_done(&name);
}

static void
forget(struct live *l, uint64_t unit)
{
	uint64_t i;

	for (i = 0; i < l->busy && l->active[i] != unit; i++)
		;
	if (i == l->busy)
		return;
	l->busy--;
	memmove(&l->active[i], &l->active[i + 1],
	    (l->busy - i) * sizeof(l->active[0]));
	memmove(&l->since[i], &l->since[i + 1],
	    (l->busy - i) * sizeof(l->since[0]));
}

void
live_end(struct live *l, uint64_t unit, const struct unit *u)
{
	uint64_t findings = 0;
	struct result r;
	struct fx_err err;
	const char *class;
	json_t *n;

	forget(l, unit);
	if (u->state == UNIT_WAITING) /* it broke off */
		return;
	if (state_result(l->b, unit, u, &r, &err) == -1)
		snprintf(r.words, sizeof(r.words), "%s", err.msg);
	json_object_foreach (r.findings, class, n)
		findings += (uint64_t)json_integer_value(n);
	/* What a range found is told again when it is joined. */
	if (l->b->plan.unit[unit - 1].act != PLAN_RANGE) {
		l->findings += findings;
		l->errors += r.errors;
	}
	l->done += u->state == UNIT_DONE;
	l->failed += u->state == UNIT_FAILED;
	l->bytes += weight(l->b, unit);
	if (l->mode == PROGRESS_JSON)
		put_unit_json(l, unit, u, &r, findings);
	else if (l->mode == PROGRESS_AUTO)
		say(l, unit, u, &r, findings);
	result_done(&r);
	live_tick(l);
}

void
live_tick(struct live *l)
{
	const int64_t now = fx_time_up();

	if (now - l->drawn < (l->mode == PROGRESS_JSON ? SECOND : REDRAW))
		return;
	if (l->mode != PROGRESS_JSON && !l->table)
		return;
	l->drawn = now;
	if (l->table)
		draw(l);
	else
		put_json(l);
}

void
live_stop(struct live *l)
{
	if (l->b != NULL && l->table)
		hide(l);
	else if (l->b != NULL && l->mode == PROGRESS_JSON)
		put_json(l);
	free(l->active);
	free(l->since);
	*l = (struct live){ 0 };
}
