/* difference.c - what two runs say differently: for people, or as JSON Lines */
#include "difference.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/json.h"
#include "term.h"

enum { LIST_MOST = 256 }; /* items of a list that is taken apart */

static const char *const types[] = {
	[FX_DIFF_PAIR] = "pair",
	[FX_DIFF_LONE] = "lone",
	[FX_DIFF_SKIPPED] = "skipped",
	[FX_DIFF_SOURCE] = "source",
	[FX_DIFF_TOLD] = "told",
	[FX_DIFF_ONLY] = "only",
	[FX_DIFF_DIFFERS] = "differs",
	[FX_DIFF_BROKEN] = "broken",
	[FX_DIFF_END] = "end",
};

static const char *
str(const json_t *v, const char *name)
{
	const char *s = json_string_value(json_object_get(v, name));

	return s != NULL ? s : "";
}

/* A value as JSON has it; "-" for none. */
static void
put_value(struct fx_buf *out, const json_t *v)
{
	char *text = v == NULL
	    ? NULL
	    : json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);

	if (v != NULL && text == NULL)
		out->failed = true;
	else if (text == NULL)
		fx_buf_str(out, "-");
	else
		term_text(out, text, strlen(text), 0);
	free(text);
}

static void
put_text(struct fx_buf *out, const char *s)
{
	term_text(out, s, strlen(s), 0);
}

static bool
has(const json_t *list, const json_t *item)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), item) == 1)
			return true;
	return false;
}

/* The items of one list that the other has not; "-" if there is none. */
static size_t
put_more(struct fx_buf *out, const json_t *list, const json_t *other)
{
	const json_t *item;
	size_t i, n = 0;

	for (i = 0; i < json_array_size(list); i++) {
		item = json_array_get(list, i);
		if (has(other, item))
			continue;
		fx_buf_str(out, n++ > 0 ? "," : "");
		put_value(out, item);
	}
	if (n == 0)
		fx_buf_byte(out, '-');
	return n;
}

/* Two values; of lists, what one has and the other has not. */
static void
put_both(struct fx_buf *out, const json_t *left, const json_t *right)
{
	size_t from = out->len, n;

	if (json_is_array(left) && json_is_array(right) &&
	    json_array_size(left) <= LIST_MOST &&
	    json_array_size(right) <= LIST_MOST) {
		n = put_more(out, left, right);
		fx_buf_str(out, " | ");
		n += put_more(out, right, left);
		if (n > 0 || out->failed)
			return;
		out->len = from; /* the same in another order */
	}
	put_value(out, left);
	fx_buf_str(out, " | ");
	put_value(out, right);
}

/* "a.evd: run 2, seized.dd, 4096 bytes, SHA-256 ..., fxscan 0.1.0 (build)" */
static void
put_run(struct difference *d, const struct fx_diff_event *e, unsigned int i)
{
	struct fx_buf *out = &d->out->buf;
	const json_t *bytes = json_object_get(e->end[i], "bytes");

	term_name(out, d->name[i], strlen(d->name[i]), 0);
	fx_buf_printf(out, ": run %" PRIu64 ", ", e->run[i]);
	put_text(out,
	    json_object_get(e->source[i], "name") != NULL
		? str(e->source[i], "name")
		: str(e->source[i], "name_hex"));
	if (bytes != NULL)
		fx_buf_printf(out, ", %" PRId64 " bytes",
		    (int64_t)json_integer_value(bytes));
	if (str(e->end[i], "sha256")[0] != '\0')
		fx_buf_printf(out, ", SHA-256 %.64s", str(e->end[i], "sha256"));
	fx_buf_str(out, ", ");
	put_text(out, str(e->begin[i], "tool"));
	fx_buf_byte(out, ' ');
	put_text(out, str(e->begin[i], "version"));
	fx_buf_str(out, " (");
	put_text(out, str(e->begin[i], "build"));
	fx_buf_byte(out, ')');
}

/* Offset, class, mask, and the path if that is more than the offset. */
static void
put_finding(struct fx_buf *out, char mark, const json_t *f)
{
	int64_t off = json_integer_value(json_object_get(f, "off"));
	char plain[24];

	snprintf(plain, sizeof(plain), "%" PRId64, off);
	fx_buf_printf(out, "%c %12s  ", mark, plain);
	put_text(out, str(f, "class"));
	fx_buf_str(out, "  ");
	put_text(out, str(f, "mask"));
	if (strcmp(str(f, "path"), plain) != 0) {
		fx_buf_str(out, "  ");
		put_text(out, str(f, "path"));
	}
}

static void
put_differs(struct fx_buf *out, const struct fx_diff_event *e)
{
	const char *name;
	size_t i;

	put_finding(out, '!', e->value[0]);
	for (i = 0; i < e->nmembers; i++) {
		name = e->members[i];
		fx_buf_printf(out, "%s%s ", i > 0 ? ", " : "  ", name);
		put_both(out, json_object_get(e->value[0], name),
		    json_object_get(e->value[1], name));
	}
}

static void
put_counts(struct difference *d, const struct fx_diff_event *e)
{
	struct fx_buf *out = &d->out->buf;

	fx_buf_printf(out, "%" PRIu64 " the same, %" PRIu64 " differ",
	    e->counts.same, e->counts.differ);
	fx_buf_printf(out,
	    ", %" PRIu64 " only in the first, %" PRIu64 " only in the second",
	    e->counts.only[0], e->counts.only[1]);
}

/* What can be done about a run that is not compared; "": nothing. */
static const char *
advice(const struct difference *d, const struct fx_diff_event *e)
{
	if (!e->by_number)
		return "";
	return d->terse ? ": compare these two cases by themselves with --run"
			: ": name it with --run";
}

static void
put_words(struct difference *d, const struct fx_diff_event *e)
{
	struct fx_buf *out = &d->out->buf;

	switch (e->kind) {
	case FX_DIFF_PAIR:
		put_run(d, e, 0);
		fx_buf_byte(out, '\n');
		put_run(d, e, 1);
		break;
	case FX_DIFF_LONE:
		put_run(d, e, e->side);
		fx_buf_str(out, ": no such source on the other side");
		break;
	case FX_DIFF_SKIPPED:
		term_name(out, d->name[e->side], strlen(d->name[e->side]), 0);
		fx_buf_printf(out, ": run %" PRIu64 ": %s%s", e->run[e->side],
		    e->why, advice(d, e));
		break;
	case FX_DIFF_SOURCE:
		fx_buf_str(out, "the runs read different bytes");
		break;
	case FX_DIFF_TOLD:
		put_text(out, e->name);
		fx_buf_str(out, ": ");
		put_both(out, e->value[0], e->value[1]);
		break;
	case FX_DIFF_ONLY:
		put_finding(out, e->side == 0 ? '<' : '>', e->value[e->side]);
		break;
	case FX_DIFF_DIFFERS:
		put_differs(out, e);
		break;
	case FX_DIFF_BROKEN:
		fx_buf_printf(out, "they cannot be compared: %s", e->why);
		break;
	case FX_DIFF_END:
		put_counts(d, e);
		break;
	}
	fx_buf_byte(out, '\n');
}

/* A member whose value is JSON that we were handed. */
static void
put_member(struct fx_json *j, const char *name, const json_t *v)
{
	char *text;

	if (v == NULL)
		return;
	fx_json_key(j, name);
	text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
	if (text == NULL)
		j->out->failed = true;
	else
		fx_json_raw(j, text);
	free(text);
}

static void
put_counts_json(struct fx_json *j, const struct fx_diff_counts *c)
{
	fx_json_kint(j, "same", (int64_t)c->same);
	fx_json_kint(j, "differ", (int64_t)c->differ);
	fx_json_kint(j, "only_first", (int64_t)c->only[0]);
	fx_json_kint(j, "only_second", (int64_t)c->only[1]);
}

/* What one of the sides has: its run, and for a finding what it says. */
static void
put_side(struct difference *d, struct fx_json *j, const struct fx_diff_event *e,
    unsigned int i)
{
	fx_json_key(j, i == 0 ? "first" : "second");
	fx_json_open(j, '{');
	if (e->kind == FX_DIFF_PAIR || e->kind == FX_DIFF_LONE ||
	    e->kind == FX_DIFF_SKIPPED) {
		fx_json_key(j, "file");
		fx_json_bytes(j, d->name[i], strlen(d->name[i]));
	}
	fx_json_kint(j, "run", (int64_t)e->run[i]);
	put_member(j, "source", e->source[i]);
	put_member(j, "begin", e->begin[i]);
	put_member(j, "end", e->end[i]);
	put_member(j, "value", e->value[i]);
	fx_json_close(j, '}');
}

static void
put_json(struct difference *d, const struct fx_diff_event *e)
{
	struct fx_json j = { .out = &d->out->buf };
	struct fx_buf why = { 0 };
	unsigned int i;

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", types[e->kind]);
	if (e->name != NULL)
		fx_json_kstr(&j, "name", e->name);
	if (e->why != NULL) {
		fx_buf_printf(&why, "%s%s", e->why, advice(d, e));
		fx_json_kstr(&j, "why", fx_buf_text(&why));
		j.out->failed = j.out->failed || why.failed;
		fx_buf_done(&why);
	}
	if (e->nmembers > 0) {
		fx_json_key(&j, "members");
		fx_json_open(&j, '[');
		for (i = 0; i < e->nmembers; i++)
			fx_json_str(&j, e->members[i]);
		fx_json_close(&j, ']');
	}
	for (i = 0; i < FX_DIFF_SIDES; i++)
		if (e->run[i] != 0)
			put_side(d, &j, e, i);
	if (e->kind == FX_DIFF_END)
		put_counts_json(&j, &e->counts);
	fx_json_close(&j, '}');
	fx_buf_byte(&d->out->buf, '\n');
}

static void
sync(struct difference *d)
{
	struct fx_err err;

	if (out_sync(d->out, &err) == -1)
		d->quiet = true; /* out_flush says it in the end */
}

/* What was written from that byte on waits until something differs. */
static void
hold(struct difference *d, size_t from)
{
	struct fx_buf *out = &d->out->buf;

	fx_buf_put(&d->held, out->p + from, out->len - from);
	out->len = from;
	out->failed = out->failed || d->held.failed;
}

static void
release(struct difference *d)
{
	fx_buf_put(&d->out->buf, fx_buf_text(&d->held), d->held.len);
	fx_buf_reset(&d->held);
}

void
difference_event(const struct fx_diff_event *e, void *arg)
{
	struct difference *d = arg;
	const bool told = e->kind == FX_DIFF_TOLD;
	size_t from;

	if (d->quiet)
		return;
	if (d->terse && e->kind == FX_DIFF_END && d->held.len > 0) {
		fx_buf_reset(&d->held);
		return;
	}
	if (d->terse && !told && e->kind != FX_DIFF_PAIR)
		release(d);
	from = d->out->buf.len;
	if (d->json)
		put_json(d, e);
	else
		put_words(d, e);
	if (d->terse && !d->out->buf.failed &&
	    (e->kind == FX_DIFF_PAIR || (told && d->held.len > 0)))
		hold(d, from);
	sync(d);
}

void
difference_image(struct difference *d, const char *exhibit, unsigned int side,
    const char *why)
{
	struct fx_buf *out = &d->out->buf;
	struct fx_json j = { .out = out };

	if (d->quiet)
		return;
	if (d->json) {
		fx_json_open(&j, '{');
		fx_json_kstr(&j, "type", "image");
		fx_json_kstr(&j, "exhibit", exhibit);
		if (side < FX_DIFF_SIDES) {
			fx_json_key(&j, "file");
			fx_json_bytes(&j, d->name[side], strlen(d->name[side]));
		}
		fx_json_kstr(&j, "why", why);
		fx_json_close(&j, '}');
	} else {
		if (side < FX_DIFF_SIDES) {
			term_name(out, d->name[side], strlen(d->name[side]), 0);
			fx_buf_str(out, ": ");
		}
		put_text(out, exhibit);
		fx_buf_str(out, ": ");
		put_text(out, why);
	}
	fx_buf_byte(out, '\n');
	sync(d);
}

void
difference_images(struct difference *d, const struct difference_images *n)
{
	struct fx_buf *out = &d->out->buf;
	struct fx_json j = { .out = out };

	if (d->quiet)
		return;
	if (!d->json) {
		fx_buf_printf(out,
		    "images: %" PRIu64 " the same, %" PRIu64 " differ, %" PRIu64
		    " only in the first, %" PRIu64
		    " only in the second, %" PRIu64 " not compared\n",
		    n->same, n->differ, n->only[0], n->only[1], n->unproven);
		return;
	}
	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "images");
	fx_json_kint(&j, "same", (int64_t)n->same);
	fx_json_kint(&j, "differ", (int64_t)n->differ);
	fx_json_kint(&j, "only_first", (int64_t)n->only[0]);
	fx_json_kint(&j, "only_second", (int64_t)n->only[1]);
	fx_json_kint(&j, "not_compared", (int64_t)n->unproven);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

void
difference_add(struct fx_diff_result *all, const struct fx_diff_result *one)
{
	size_t i;

	all->counts.same += one->counts.same;
	all->counts.differ += one->counts.differ;
	for (i = 0; i < FX_DIFF_SIDES; i++)
		all->counts.only[i] += one->counts.only[i];
	all->pairs += one->pairs;
	all->differs = all->differs || one->differs;
	all->unproven = all->unproven || one->unproven;
}

void
difference_end(struct difference *d, const struct fx_diff_result *res,
    int status)
{
	const char *words = status == CLI_OK ? "same findings"
	    : status == CLI_NO               ? "different findings"
					     : "not proven";
	struct fx_json j = { .out = &d->out->buf };

	if (d->quiet)
		return;
	if (!d->json) {
		fx_buf_printf(&d->out->buf, "%s\n", words);
		return;
	}
	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "result");
	fx_json_kstr(&j, "result", words);
	fx_json_kint(&j, "status", status);
	fx_json_kint(&j, "pairs", (int64_t)res->pairs);
	put_counts_json(&j, &res->counts);
	fx_json_close(&j, '}');
	fx_buf_byte(&d->out->buf, '\n');
}
