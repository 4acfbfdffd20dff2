/*
 * reviews.c - any bytes as a list of reviews: what is read of a line says the
 * same when it is written in the other form
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

static int
same(const struct fx_review *other, void *arg, struct fx_err *err)
{
	const struct fx_review *r = arg;

	(void)err;
	must(other->of == r->of && other->verdict == r->verdict);
	must(other->nby == r->nby && other->nwhy == r->nwhy);
	must(r->nby == 0 || memcmp(other->by, r->by, r->nby) == 0);
	must(r->nwhy == 0 || memcmp(other->why, r->why, r->nwhy) == 0);
	return 0;
}

/* A text that the JSON form can hold in one line, and the other form too. */
static bool
is_plain(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == '"' || p[i] == '\\' ||
		    (unsigned char)p[i] >= 0x7f)
			return false;
	return true;
}

static int
on_review(const struct fx_review *r, void *arg, struct fx_err *err)
{
	struct fx_review copy = *r;
	char text[1024];

	(void)arg;
	must(r->of <= (UINT64_C(1) << 53) - 1 && r->line > 0);
	must(fx_review_verdict(r->verdict, strlen(r->verdict)) == r->verdict);
	if (!is_plain(r->by, r->nby) || !is_plain(r->why, r->nwhy) ||
	    r->nby + r->nwhy > 256)
		return 0;
	snprintf(text, sizeof(text), "%" PRIu64 "\t%s\t%.*s\t%.*s", r->of,
	    r->verdict, (int)r->nwhy, r->nwhy > 0 ? r->why : "", (int)r->nby,
	    r->nby > 0 ? r->by : "");
	must(fx_reviews_read(text, strlen(text), same, &copy, err) == 0);
	snprintf(text, sizeof(text),
	    "{\"of\":%" PRIu64
	    ",\"verdict\":\"%s\",\"why\":\"%.*s\",\"by\":\"%.*s\"}",
	    r->of, r->verdict, (int)r->nwhy, r->nwhy > 0 ? r->why : "",
	    (int)r->nby, r->nby > 0 ? r->by : "");
	must(fx_reviews_read(text, strlen(text), same, &copy, err) == 0);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fx_err err = { 0 };

	if (fx_reviews_read((const char *)data, size, on_review, NULL, &err) ==
	    -1)
		must(err.code != FX_OK && err.msg[0] != '\0');
	return 0;
}
