/* verify_reasons.c - reasons: what is listed, what is counted, what is shown */
#include <stdlib.h>

#include "../../libforensic/verify/internal.h"
#include "forensic/utf8.h"
#include "tap.h"

static const struct {
	const char *what, *text, *want;
} cases[] = {
	{ "plain", "record 7", "record 7" },
	{ "letters of Europe", "M\xc3\xbcller", "M\xc3\xbcller" },
	{ "an escape", "a\x1b[2Jb", "a?[2Jb" },
	{ "a newline", "a\nb", "a?b" },
	{ "DEL", "a\x7f", "a?" },
	{ "a C1 control",
	    "a\xc2\x9b"
	    "31m",
	    "a?31m" },
	{ "a zero-width space",
	    "a\xe2\x80\x8b"
	    "b",
	    "a?b" },
	{ "a byte order mark",
	    "\xef\xbb\xbf"
	    "a",
	    "?a" },
	{ "no UTF-8", "a\xff\xfe", "a??" },
	{ "cut short", "a\xe2\x82", "a??" },
	{ "nothing", "", "" },
};

/* Marks of direction: not in literals, which they would disorder. */
static const uint32_t marks[] = { 0x200e, 0x200f, 0x202a, 0x202e, 0x2066,
	0x2069 };

static void
check_mark(uint32_t cp)
{
	char text[8] = "a";
	size_t n = fx_utf8_encode(text + 1, cp);

	text[1 + n] = 'b';
	fxv_clean(text);
	is_str(text, "a?b", "U+%04" PRIX32, cp);
}

/* n reasons of a level in a check. */
struct some {
	enum fxv_check check;
	enum fx_level level;
	unsigned int n;
};

static const struct {
	const char *what;
	struct some some[4];
	size_t listed[4]; /* of each of them */
	uint64_t unlisted;
	enum fx_level worst;
} lists[] = {
	{ "none", { { 0 } }, { 0 }, 0, FX_NOTE },
	{ "a note", { { FXV_GRAMMAR, FX_NOTE, 1 } }, { 1 }, 0, FX_NOTE },
	{ "the cap", { { FXV_CHAIN, FX_TAMPERED, 100 } }, { 100 }, 0,
	    FX_TAMPERED },
	{ "one more", { { FXV_CHAIN, FX_TAMPERED, 101 } }, { 100 }, 1,
	    FX_TAMPERED },
	{ "many in one check leave room for others",
	    { { FXV_CHAIN, FX_TAMPERED, 5000 }, { FXV_HEADS, FX_TAMPERED, 3 },
		{ FXV_TRUST, FX_NOT_PROVEN, 1 } },
	    { 96, 3, 1 }, 4904, FX_TAMPERED },
	{ "the worst is listed, however late",
	    { { FXV_GRAMMAR, FX_NOTE, 500 }, { FXV_GRAMMAR, FX_TAMPERED, 2 } },
	    { 98, 2 }, 402, FX_TAMPERED },
	{ "many in all",
	    { { FXV_RECORD, FX_TAMPERED, 200 }, { FXV_CHAIN, FX_TAMPERED, 200 },
		{ FXV_HEADS, FX_CANNOT_CHECK, 200 },
		{ FXV_IMAGE, FX_NOTE, 20 } },
	    { 27, 27, 26, 20 }, 520, FX_TAMPERED },
};

static void
check_list(size_t i)
{
	struct fxv *v = calloc(1, sizeof(*v));
	size_t k, n, got;
	unsigned int j;

	v->out = calloc(1, sizeof(*v->out));
	for (k = 0; k < FX_LEN(lists[i].some); k++)
		for (j = 0; j < lists[i].some[k].n; j++)
			fxv_say(v, lists[i].some[k].check,
			    lists[i].some[k].level, -1, "reason %u", j);
	fxv_finish(v);
	for (k = 0; k < FX_LEN(lists[i].some); k++) {
		for (n = 0, got = 0; n < v->out->nreasons; n++)
			got += v->out->reasons[n].check ==
				lists[i].some[k].check &&
			    v->out->reasons[n].level == lists[i].some[k].level;
		if (lists[i].some[k].n > 0)
			is_int(got, lists[i].listed[k], "%s: part %zu",
			    lists[i].what, k);
	}
	ok(v->out->unlisted == lists[i].unlisted, "%s: %" PRIu64 " unlisted",
	    lists[i].what, v->out->unlisted);
	is_int(v->out->worst, lists[i].worst, "%s: the worst", lists[i].what);
	fxv_drop(v);
	fx_verdict_free(v->out);
	free(v);
}

static void
check_order(void)
{
	struct fxv *v = calloc(1, sizeof(*v));
	const char *want[] = { "a", "c", "b", "d", "e" };
	size_t i;

	v->out = calloc(1, sizeof(*v->out));
	fxv_say(v, FXV_HEADS, FX_NOTE, -1, "e");
	fxv_say(v, FXV_RECORD, FX_TAMPERED, 1, "a");
	fxv_say(v, FXV_CHAIN, FX_NOT_PROVEN, -1, "b");
	fxv_say(v, FXV_CHAIN, FX_TAMPERED, -1, "c");
	fxv_say(v, FXV_CHAIN, FX_NOT_PROVEN, -1, "d");
	fxv_finish(v);
	is_int(v->out->nreasons, FX_LEN(want), "five reasons");
	for (i = 0; i < v->out->nreasons; i++)
		is_str(v->out->reasons[i].text, want[i],
		    "by check, then the worst first: %zu", i);
	fxv_drop(v);
	fx_verdict_free(v->out);
	free(v);
}

int
main(void)
{
	char *copy;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		copy = strdup(cases[i].text);
		fxv_clean(copy);
		is_str(copy, cases[i].want, "%s", cases[i].what);
		free(copy);
	}
	for (i = 0; i < FX_LEN(marks); i++)
		check_mark(marks[i]);
	for (i = 0; i < FX_LEN(lists); i++)
		check_list(i);
	check_order();
	return done();
}
