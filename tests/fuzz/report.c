/*
 * report.c - any bytes as text and as data of a page: neither ends what it
 * stands in, and data is, as JSON, what it was.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/report/internal.h"
#include "forensic/json.h"
#include "forensic/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
keep(void *arg, const void *p, size_t n, struct fx_err *err)
{
	fx_buf_put(arg, p, n);
	return fx_buf_check(arg, err);
}

/* Text has no sign of markup but entities. */
static void
check_text(struct fxr_out *o, struct fx_buf *page, const char *p, size_t n)
{
	fxr_textn(o, p, n, 40);
	if (fxr_flush(o) == -1 || !fx_utf8_ok(fx_buf_text(page), page->len) ||
	    strpbrk(fx_buf_text(page), "<>\"\n\x1b") != NULL)
		abort();
	fx_buf_reset(page);
}

static void
check_data(struct fxr_out *o, struct fx_buf *page, const char *p, size_t n)
{
	struct fx_buf text = { 0 };
	struct fx_json j = { .out = &text };
	json_t *a, *b;

	fx_json_open(&j, '[');
	fx_json_bytes(&j, p, n);
	fx_json_close(&j, ']');
	fxr_data(o, text.p, text.len);
	if (fxr_flush(o) == -1 || strpbrk(fx_buf_text(page), "<>&") != NULL)
		abort();
	a = json_loadb(text.p, text.len, 0, NULL);
	b = json_loadb(page->p, page->len, 0, NULL);
	if (a == NULL || !json_equal(a, b))
		abort();
	json_decref(a);
	json_decref(b);
	fx_buf_done(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fx_buf page = { 0 };
	const struct fx_report_options opt = { .write = keep, .arg = &page };
	struct fxr_out o;

	if (fxr_begin(&o, &opt) == -1)
		abort();
	check_text(&o, &page, (const char *)data, size);
	check_data(&o, &page, (const char *)data, size);
	fxr_done(&o);
	fx_buf_done(&page);
	return 0;
}
