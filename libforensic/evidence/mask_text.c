/* mask_text.c - names and arguments without the findings that stand in them */
#include <stdlib.h>

#include "forensic/record.h"

/* Where the output is, relative to the text. */
struct masking {
	struct fx_buf *out;
	const char *text;
	uint64_t done; /* bytes of text that are dealt with */
};

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct masking *m = arg;
	char mask[FX_VALUE_LEN];
	uint64_t end = f->off + f->len;

	(void)err;
	if (end <= m->done)
		return 0; /* inside one that is masked */
	if (f->off >= m->done) {
		fx_buf_put(m->out, m->text + m->done, f->off - m->done);
		fx_mask(f->carver, f->value, mask);
		fx_buf_str(m->out, mask);
	} else {
		fx_buf_byte(m->out, '*'); /* the rest of an overlap */
	}
	m->done = end;
	return 0;
}

struct fx_masker {
	struct fx_plan *plan;
};

struct fx_masker *
fx_masker_new(const struct fx_carver *const *set, struct fx_err *err)
{
	const struct fx_scan_options opt = { .min = FX_NAME_MIN,
		.nohash = true };
	struct fx_masker *m = calloc(1, sizeof(*m));

	if (m == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for masks");
		return NULL;
	}
	if ((m->plan = fx_plan_new(set, &opt, err)) == NULL) {
		free(m);
		return NULL;
	}
	return m;
}

/* The text as carvers shall see it: names often have "_" for a space. */
static void
put_spaced(struct fx_buf *out, const char *text, size_t n)
{
	size_t i;

	fx_buf_put(out, text, n);
	for (i = 0; i < n && !out->failed; i++)
		if (out->p[i] == '_')
			out->p[i] = ' ';
}

int
fx_masker_text(const struct fx_masker *m, struct fx_buf *out, const void *text,
    size_t n, struct fx_err *err)
{
	struct masking now = { .out = out, .text = text };
	const struct fx_scan_sink sink = { .found = found, .arg = &now };
	struct fx_scan_piece piece = { .n = n, .to = n };
	struct fx_scan_result res;
	struct fx_buf seen = { 0 };
	int rc = 0;

	if (n > 0) {
		put_spaced(&seen, text, n);
		piece.p = (const uint8_t *)seen.p;
		if ((rc = fx_buf_check(&seen, err)) == 0)
			rc = fx_scan_planned(m->plan, &piece, &sink, &res, err);
		fx_buf_done(&seen);
	}
	if (rc == -1)
		return -1;
	fx_buf_put(out, now.text + now.done, n - now.done);
	return fx_buf_check(out, err);
}

void
fx_masker_free(struct fx_masker *m)
{
	if (m != NULL)
		fx_plan_free(m->plan);
	free(m);
}

bool
fx_attr_masked(const void *text, size_t n)
{
	const unsigned char *p = text;
	size_t digits = 0, i;

	for (i = 0; i < n; i++)
		digits += p[i] >= '0' && p[i] <= '9';
	return digits > FX_ATTR_DIGITS;
}

int
fx_mask_text(struct fx_buf *out, const void *text, size_t n,
    const struct fx_carver *const *set, struct fx_err *err)
{
	struct fx_masker *m = fx_masker_new(set, err);
	int rc;

	if (m == NULL)
		return -1;
	rc = fx_masker_text(m, out, text, n, err);
	fx_masker_free(m);
	return rc;
}
