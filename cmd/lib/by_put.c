/* by_put.c - what was counted, as JSON Lines or as a table */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "by.h"
#include "forensic/json.h"
#include "term.h"

enum { NUMBER_WIDTH = 8, KEY_WIDTH = 60, KEY_GAP = 2 };

/* The columns of a key; n is 0 for what the finding does not tell. */
struct columns {
	const char *p[2];
	size_t n[2];
};

static struct columns
split(const struct by *by, const struct count_row *row)
{
	struct columns c = { { row->key, "" }, { row->n, 0 } };
	const char *nul;

	if (by->second != NULL &&
	    (nul = memchr(row->key, '\0', row->n)) != NULL) {
		c.n[0] = (size_t)(nul - row->key);
		c.p[1] = nul + 1;
		c.n[1] = row->n - c.n[0] - 1;
	}
	return c;
}

static void
put_member(struct fx_json *j, const char *name, const char *p, size_t n)
{
	struct fx_buf masked = { 0 };

	if (n == 0)
		return;
	term_mask(&masked, p, n);
	fx_json_key(j, name);
	fx_json_bytes(j, masked.p, masked.len);
	if (masked.failed)
		j->out->failed = true;
	fx_buf_done(&masked);
}

void
by_put_json(const struct by *by, const struct count *c, struct fx_buf *out)
{
	const struct count_row *row = c->rows;
	struct columns col;
	size_t i;

	for (i = 0; i < c->nrows; i++, row++) {
		struct fx_json j = { .out = out };

		fx_json_open(&j, '{');
		col = split(by, row);
		put_member(&j, by->name, col.p[0], col.n[0]);
		/* What has no issuer range is told by its kind. */
		put_member(&j,
		    col.n[0] > 0 || by->alone == NULL ? by->second : by->alone,
		    col.p[1], col.n[1]);
		fx_json_kint(&j, "places", (int64_t)row->places);
		fx_json_kint(&j, "values", (int64_t)row->values);
		fx_json_close(&j, '}');
		fx_buf_byte(out, '\n');
	}
}

static size_t
cell(struct fx_buf *out, const char *p, size_t n)
{
	if (n > 0)
		return term_name(out, p, n, KEY_WIDTH);
	fx_buf_byte(out, '-');
	return 1;
}

static void
title(struct fx_buf *out, const char *name)
{
	for (; *name != '\0'; name++)
		fx_buf_byte(out, toupper((unsigned char)*name));
}

/* Columns of the first of two keys: of the widest there is, and a gap. */
static size_t
first_width(const struct by *by, const struct count *c)
{
	size_t widest = strlen(by->name), i, n;
	struct columns col;

	for (i = 0; i < c->nrows; i++) {
		struct fx_buf aside = { 0 };

		col = split(by, &c->rows[i]);
		n = cell(&aside, col.p[0], col.n[0]);
		widest = n > widest ? n : widest;
		fx_buf_done(&aside);
	}
	widest += KEY_GAP;
	return widest > NUMBER_WIDTH ? widest : NUMBER_WIDTH;
}

void
by_put_table(const struct by *by, const struct count *c, struct fx_buf *out)
{
	const struct count_row *row = c->rows;
	struct columns col;
	size_t width = by->second != NULL ? first_width(by, c) : 0, i, n;

	fx_buf_printf(out, "%*s %*s  ", NUMBER_WIDTH, "PLACES", NUMBER_WIDTH,
	    "VALUES");
	title(out, by->name);
	if (by->second != NULL) {
		term_pad(out, strlen(by->name), width);
		title(out, by->second);
	}
	fx_buf_byte(out, '\n');
	for (i = 0; i < c->nrows; i++, row++) {
		fx_buf_printf(out, "%*" PRIu64 " %*" PRIu64 "  ", NUMBER_WIDTH,
		    row->places, NUMBER_WIDTH, row->values);
		col = split(by, row);
		n = cell(out, col.p[0], col.n[0]);
		if (by->second != NULL) {
			term_pad(out, n, width);
			cell(out, col.p[1], col.n[1]);
		}
		fx_buf_byte(out, '\n');
	}
}
