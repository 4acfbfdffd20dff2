/* table.c - findings as a table for people: masked, and safe to show */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/carver.h"
#include "forensic/record.h"
#include "table.h"
#include "term.h"

enum {
	OFFSET_WIDTH = 10, /* least columns of an offset */
	KIND_WIDTH = 16,   /* of the longest, "login.credential" */
	CLASS_WIDTH = 9,
	VALUE_WIDTH = 19, /* a masked number of 19 digits */
	ABOUT_WIDTH = 10,
	GAP = 1,           /* columns between columns */
	LEAST_WHY = 5,     /* columns; with fewer the line may wrap */
	NAME_WIDTH = 60,   /* most columns of a source's name */
	LIMITS_SHOWN = 20, /* of a source; a bomb has thousands */
};

const char *
score_class(int64_t score)
{
	if (score >= FX_CONFIRMED)
		return "confirmed";
	return score >= FX_PROBABLE ? "probable" : "possible";
}

void
table_source(struct table *t, const char *path,
    const struct fx_image_info *info)
{
	uint64_t v;

	t->headed = false;
	t->alerts = t->limits = 0;
	t->offset_width = 1;
	for (v = info->size; v >= 10; v /= 10)
		t->offset_width++;
	if (t->offset_width < OFFSET_WIDTH)
		t->offset_width = OFFSET_WIDTH;
	term_name(t->out, path, strlen(path), NAME_WIDTH);
	fx_buf_printf(t->out, ": %s", info->format);
	if (!info->stream)
		fx_buf_printf(t->out, ", %" PRIu64 " bytes", info->size);
	fx_buf_byte(t->out, '\n');
}

static void
head(struct table *t)
{
	if (t->headed)
		return;
	if (t->lists)
		fx_buf_str(t->out, "  ");
	fx_buf_printf(t->out, "%*s %-*s %-*s %-*s %-*s %s\n", t->offset_width,
	    "OFFSET", KIND_WIDTH, "KIND", CLASS_WIDTH, "CLASS", VALUE_WIDTH,
	    "VALUE", ABOUT_WIDTH, "ABOUT", "WHY");
	t->headed = true;
}

/*
 * A cell, filled up to its width and the gap behind it; on a terminal it takes
 * one `share`th of that at most, but 3 columns more than its width, too.
 * Returns columns.
 */
static size_t
cell(struct table *t, const char *text, size_t width, unsigned int share)
{
	size_t most = t->width / share, n;

	if (t->width != 0 && most < width + 3)
		most = width + 3;
	n = term_text(t->out, text, strlen(text), most);
	width = (n > width ? n : width) + GAP;
	term_pad(t->out, n, width);
	return width;
}

/* The values of the attributes that may be shown, with spaces between. */
static void
put_public(struct fx_buf *about, const struct fx_found *f)
{
	const struct fx_attr_rule *rule;
	size_t i, n;

	for (i = 0; i < f->nattrs; i++) {
		rule = fx_carver_attr(f->carver, f->attrs[i].key);
		if (rule == NULL || rule->privacy != FX_PUBLIC || rule->secret)
			continue;
		if (about->len > 0)
			fx_buf_byte(about, ' ');
		n = strlen(f->attrs[i].value);
		if (fx_attr_masked(f->attrs[i].value, n))
			term_mask(about, f->attrs[i].value, n);
		else
			fx_buf_put(about, f->attrs[i].value, n);
	}
}

/* The path, masked, or what there is instead. */
static void
put_owner(struct fx_buf *words, const struct fx_line_file *file)
{
	if (words->len > 0)
		fx_buf_byte(words, ' ');
	if (file->path != NULL)
		term_mask(words, file->path, file->path_len);
	if (file->path == NULL || strcmp(file->state, "allocated") != 0)
		fx_buf_printf(words, "%s(%s)", file->path != NULL ? " " : "",
		    file->state);
}

/* What lists make of it, in the first column. Returns columns. */
static size_t
put_mark(struct table *t, const struct fx_scan_mark *mark)
{
	static const char *const signs[] = { [FX_UNMARKED] = "  ",
		[FX_ALERTED] = "! ",
		[FX_STOPPED] = "- " };

	if (!t->lists)
		return 0;
	fx_buf_str(t->out, signs[mark->kind]);
	t->alerts += mark->kind == FX_ALERTED;
	return 2;
}

/* Which entry: the list and the line in it. */
static void
put_entry(struct fx_buf *words, const struct fx_scan_mark *mark)
{
	if (mark->kind != FX_UNMARKED)
		fx_buf_printf(words, "%s:%u:%" PRIu32,
		    mark->kind == FX_STOPPED ? "stop" : "alert", mark->list,
		    mark->line);
}

void
table_finding(struct table *t, const struct fx_found *f,
    const struct fx_line_file *file)
{
	struct fx_buf words = { 0 };
	char mask[FX_VALUE_LEN];
	size_t n, i;

	head(t);
	n = put_mark(t, &f->mark);
	fx_buf_printf(t->out, "%*" PRIu64 " ", t->offset_width, f->off);
	n += (size_t)t->offset_width + GAP;
	n += cell(t, f->carver->name, KIND_WIDTH, 4);
	n += cell(t, score_class(f->score), CLASS_WIDTH, 4);
	fx_mask(f->carver, f->value, mask);
	n += cell(t, mask, VALUE_WIDTH, 4);
	put_public(&words, f);
	n += cell(t, fx_buf_text(&words), ABOUT_WIDTH, 6);
	fx_buf_reset(&words);
	put_entry(&words, &f->mark);
	if (file != NULL)
		put_owner(&words, file);
	if (f->member != NULL) {
		fx_buf_str(&words, words.len > 0 ? " [" : "[");
		term_mask(&words, f->member, f->member_len);
		fx_buf_byte(&words, ']');
	}
	if (f->path != NULL)
		fx_buf_printf(&words, "%s%s:", words.len > 0 ? " " : "",
		    f->path);
	for (i = 0; i < f->nwhy; i++)
		fx_buf_printf(&words, "%s%s", words.len > 0 ? " " : "",
		    f->why[i]);
	term_text(t->out, fx_buf_text(&words), words.len,
	    t->width >= n + LEAST_WHY ? t->width - n : 0);
	fx_buf_byte(t->out, '\n');
	if (words.failed)
		t->out->failed = true;
	fx_buf_done(&words);
}

void
table_limit(struct table *t, const struct fx_scan_limit *l,
    const struct fx_line_file *file)
{
	struct fx_buf words = { 0 };
	size_t n = 0;

	if (++t->limits > LIMITS_SHOWN)
		return;
	head(t);
	if (t->lists) {
		fx_buf_str(t->out, "  ");
		n = 2;
	}
	fx_buf_printf(t->out, "%*" PRIu64 " ", t->offset_width, l->off);
	n += (size_t)t->offset_width + GAP;
	n += cell(t, l->error ? "error" : "limit", KIND_WIDTH, 4);
	/* The words may quote a name; a path is of numbers and decoders. */
	term_mask(&words, l->why, strlen(l->why));
	fx_buf_printf(&words, ", at %s", l->path);
	if (file != NULL) {
		fx_buf_str(&words, ", in");
		put_owner(&words, file);
	}
	term_text(t->out, fx_buf_text(&words), words.len,
	    t->width >= n + LEAST_WHY ? t->width - n : 0);
	fx_buf_byte(t->out, '\n');
	if (words.failed)
		t->out->failed = true;
	fx_buf_done(&words);
}

static uint64_t
sum(const uint64_t *n, const struct fx_carver *const *set)
{
	uint64_t all = 0;
	size_t i;

	for (i = 0; set[i] != NULL; i++)
		all += n[i];
	return all;
}

void
table_end(struct table *t, const struct fx_line_end *e)
{
	const struct fx_scan_result *res = e->res;
	uint64_t n = sum(res->found, e->set);
	char hex[2 * FX_HASH_MAX + 1];
	int alg;

	if (t->limits > LIMITS_SHOWN)
		fx_buf_printf(t->out,
		    "limits and errors of decodings not shown: %" PRIu64
		    " (--json has all)\n",
		    t->limits - LIMITS_SHOWN);
	fx_buf_printf(t->out, "%" PRIu64 " %s", n,
	    n == 1 ? "finding" : "findings");
	if (t->alerts > 0)
		fx_buf_printf(t->out, ", %" PRIu64 " on the alert list",
		    t->alerts);
	if ((n = sum(res->stopped, e->set)) > 0)
		fx_buf_printf(t->out, ", %" PRIu64 " stopped", n);
	if ((n = sum(res->below, e->set)) > 0)
		fx_buf_printf(t->out,
		    ", %" PRIu64 " more below the threshold (--min 0)", n);
	if (e->errors > 0)
		fx_buf_printf(t->out, ", %" PRIu64 " %s", e->errors,
		    e->errors == 1 ? "error" : "errors");
	if (e->limits > 0)
		fx_buf_printf(t->out, ", %" PRIu64 " %s", e->limits,
		    e->limits == 1 ? "limit" : "limits");
	fx_buf_printf(t->out, "; %s, %" PRIu64 " bytes\n", e->status,
	    res->bytes);
	for (alg = 0; alg < FX_HASHES; alg++) {
		if (!res->have[alg])
			continue;
		fx_hex(hex, res->sum[alg], fx_hash_len((enum fx_hash_alg)alg));
		fx_buf_printf(t->out, "%s %s\n",
		    fx_hash_name((enum fx_hash_alg)alg), hex);
	}
}
