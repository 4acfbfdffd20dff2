/* scan_marks.c - what a caller's lists make of findings: told, counted, left
 * open; and the text around them that the lists are shown */
#include <stdlib.h>
#include <string.h>

#include "forensic/buf.h"
#include "forensic/scan.h"
#include "tap.h"

/* Four digits; behind a '-' they score less than is asked for. */
static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t i;

	if (w->len - at < 4)
		return false;
	for (i = 0; i < 4; i++)
		hit->value[i] = (char)w->p[at + i];
	hit->at = at;
	hit->len = 4;
	fx_hit_why(hit, at > 0 && w->p[at - 1] == '-' ? 5 : 20, "four");
	fx_hit_attr(hit, "twice", hit->value);
	return true;
}

static bool
probe_more(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	return probe(w, at, hit);
}

static const struct fx_carver four = {
	.name = "t.four",
	.group = "a",
	.reach = 4,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4 } },
	.probe = probe,
};
static const struct fx_carver more = {
	.name = "t.more",
	.group = "b",
	.reach = 4,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4 } },
	.probe = probe_more,
};
static const struct fx_carver *const one[] = { &four, NULL };
static const struct fx_carver *const both[] = { &four, &more, NULL };

/* 1111 is looked for, 2222 of no concern, 3333 left open. */
static void
mark(const void *arg, const struct fx_scan_item *item, struct fx_scan_mark *m)
{
	(void)arg;
	if (item->nattrs != 1 || strcmp(item->attrs[0].key, "twice") != 0 ||
	    strcmp(item->attrs[0].value, item->value) != 0)
		return;
	if (strcmp(item->value, "1111") == 0)
		*m = (struct fx_scan_mark){ FX_ALERTED, 2, 7, false };
	else if (strcmp(item->value, "2222") == 0)
		*m = (struct fx_scan_mark){ FX_STOPPED, 1, 3, false };
	else
		m->open = strcmp(item->value, "3333") == 0;
}

static int
on_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	(void)err;
	fx_buf_printf(arg, "%s%s %d %d:%u:%u\n",
	    f->carver == &more ? "more " : "", f->value, f->score,
	    (int)f->mark.kind, f->mark.list, f->mark.line);
	return 0;
}

static int
on_limit(const struct fx_scan_limit *l, void *arg, struct fx_err *err)
{
	(void)err;
	fx_buf_printf(arg, "%s %s%s\n", l->why, l->path,
	    l->error ? " error" : "");
	return 0;
}

static void
scan(const void *p, size_t n, const struct fx_carver *const *set,
    const struct fx_scan_marks *marks, struct fx_buf *b,
    struct fx_scan_result *res)
{
	struct fx_scan_piece piece = { p, n, 0, 0, n };
	struct fx_scan_options opt = { .min = 12, .marks = marks };
	struct fx_scan_sink sink = { .found = on_found,
		.limit = on_limit,
		.arg = b };
	struct fx_err err;

	*res = (struct fx_scan_result){ 0 };
	fx_buf_reset(b);
	if (fx_scan_memory(&piece, set, &opt, &sink, res, &err) == -1)
		fx_buf_printf(b, "failed: %s\n", err.msg);
}

static const struct {
	const char *what, *text;
	bool both, none, below, tell; /* carvers; no lists; fx_scan_marks */
	const char *want;
	unsigned int found, low, stopped, limits;
} cases[] = {
	{ "without lists", "1111 2222 3333 -1111", false, true, false, false,
	    "1111 20 0:0:0\n2222 20 0:0:0\n3333 20 0:0:0\n", 3, 1, 0, 0 },
	{ "with lists", "1111 2222 4444", false, false, false, false,
	    "1111 20 1:2:7\n4444 20 0:0:0\n", 2, 0, 1, 0 },
	{ "stopped ones told", "1111 2222 4444", false, false, false, true,
	    "1111 20 1:2:7\n2222 20 2:1:3\n4444 20 0:0:0\n", 2, 0, 1, 0 },
	{ "low scores that are not asked about", "-1111 -2222 -3333", false,
	    false, false, true, "", 0, 3, 0, 0 },
	{ "low scores", "-1111 -2222 -4444", false, false, true, true,
	    "1111 5 1:2:7\n", 1, 2, 0, 0 },
	{ "left open", "3333 4444", false, false, true, false,
	    "3333 20 0:0:0\nlist 0\n4444 20 0:0:0\n", 2, 0, 0, 1 },
	{ "left open, low", "4444 -3333", false, false, true, false,
	    "4444 20 0:0:0\nlist 6\n", 1, 1, 0, 1 },
	{ "once for a place, behind its findings", "3333 3333 1111", true,
	    false, true, false,
	    "3333 20 0:0:0\nmore 3333 20 0:0:0\nlist 0\n"
	    "3333 20 0:0:0\nmore 3333 20 0:0:0\nlist 5\n"
	    "1111 20 1:2:7\nmore 1111 20 1:2:7\n",
	    6, 0, 0, 2 },
};

static void
check_case(size_t i)
{
	struct fx_scan_marks marks = { .mark = mark,
		.below = cases[i].below,
		.tell = cases[i].tell };
	struct fx_buf b = { 0 };
	struct fx_scan_result res;

	scan(cases[i].text, strlen(cases[i].text), cases[i].both ? both : one,
	    cases[i].none ? NULL : &marks, &b, &res);
	is_str(fx_buf_text(&b), cases[i].want, "%s", cases[i].what);
	ok(res.found[0] + res.found[1] == cases[i].found &&
		res.below[0] + res.below[1] == cases[i].low &&
		res.stopped[0] + res.stopped[1] == cases[i].stopped &&
		res.limits == cases[i].limits,
	    "%s: counts", cases[i].what);
	fx_buf_done(&b);
}

/* What was shown of the one that is asked about last. */
static struct {
	char text[4096];
	size_t n, at, len;
} shown;

static void
look(const void *arg, const struct fx_scan_item *item, struct fx_scan_mark *m)
{
	(void)arg;
	(void)m;
	shown.n = item->n;
	shown.at = item->at;
	shown.len = item->len;
	if (item->n < sizeof(shown.text))
		memcpy(shown.text, item->text, item->n);
}

#define B(text) text, sizeof(text) - 1

static const struct {
	const char *what, *bytes;
	size_t n;
	const char *text;
	size_t ntext, at, len;
} texts[] = {
	{ "itself alone", B("1234"), B("1234"), 0, 4 },
	{ "text", B("a\nb 1234\tc"), B("a\nb 1234\tc"), 4, 4 },
	{ "UTF-8", B("\xc3\xa4 1234\xe2\x82\xac"),
	    B("\xc3\xa4 1234\xe2\x82\xac"), 3, 4 },
	{ "no text", B("\xff\0\xc3 1234\x80"), B("\xff\0\xc3 1234\x80"), 4, 4 },
	{ "a character that it would cut",
	    B("\xc3"
	      "1234\xa4"),
	    B("\xc3"
	      "1234\xa4"),
	    1, 4 },
	{ "UTF-16LE", B("x\0\xe4\0001\0002\0003\0004\0\xac\x20"),
	    B("x\xc3\xa4"
	      "1234\xe2\x82\xac"),
	    3, 4 },
	{ "UTF-16BE, a pair", B("\xd8\x3d\xde\0\0001\0002\0003\0004\0x"),
	    B("\xf0\x9f\x98\x80"
	      "1234x"),
	    4, 4 },
	{ "half a pair", B("a\0\x3d\xd8\x31\0\x32\0\x33\0\x34\0b\0"),
	    B("a\x3d\xd8"
	      "1234b"),
	    3, 4 },
};

static void
check_text(size_t i)
{
	struct fx_scan_marks marks = { .mark = look, .text = true };
	char *copy = malloc(texts[i].n); /* exact: ASan sees an overread */
	struct fx_scan_result res;
	struct fx_buf b = { 0 };

	memset(&shown, 0, sizeof(shown));
	memcpy(copy, texts[i].bytes, texts[i].n);
	scan(copy, texts[i].n, one, &marks, &b, &res);
	ok(res.found[0] == 1 && shown.n == texts[i].ntext &&
		memcmp(shown.text, texts[i].text, shown.n) == 0,
	    "around: %s: %zu bytes", texts[i].what, shown.n);
	ok(shown.at == texts[i].at && shown.len == texts[i].len,
	    "around: %s: the value in it", texts[i].what);
	free(copy);
	fx_buf_done(&b);
}

/* Characters are counted, not bytes. */
static void
check_reach(void)
{
	struct fx_scan_marks marks = { .mark = look, .text = true };
	struct fx_scan_result res;
	struct fx_buf b = { 0 };
	char text[2004];

	memset(text, 'x', sizeof(text));
	memset(text + 1000, '1', 4);
	scan(text, sizeof(text), one, &marks, &b, &res);
	ok(shown.n == 2 * FX_CONTEXT_MOST + 4 && shown.at == FX_CONTEXT_MOST,
	    "so much on both sides: %zu", shown.n);
	marks.text = false;
	marks.mark = mark;
	scan(text, sizeof(text), one, &marks, &b, &res);
	is_int(res.found[0], 1, "none where none is asked for");
	fx_buf_done(&b);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check_case(i);
	for (i = 0; i < FX_LEN(texts); i++)
		check_text(i);
	check_reach();
	return done();
}
