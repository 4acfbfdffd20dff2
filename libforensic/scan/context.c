/* context.c - the characters around a finding, for people to read */
#include "forensic/utf8.h"
#include "internal.h"

/* How many places of a character that stands across place at lie before it? */
static size_t
across(const struct fx_window *w, size_t at, size_t *size)
{
	enum { BEFORE_MOST = 3 }; /* of a character of UTF-8 */
	uint32_t cp;
	size_t k;

	for (k = 1; k <= BEFORE_MOST && k <= at; k++)
		if ((*size = fx_text_next(w, at - k, w->len, &cp)) > k)
			return k;
	return 0;
}

/* Leave out characters that stand across the ends. */
static void
clip(const struct fx_window *w, size_t *from, size_t *to)
{
	size_t before, size;

	if ((before = across(w, *from, &size)) > 0)
		*from += size - before;
	*to -= across(w, *to, &size);
}

static bool
put_text(struct fx_buf *out, const struct fx_window *w, size_t from, size_t to)
{
	size_t i, n, size, start = out->len;
	uint32_t cp;
	char utf8[4];

	for (i = from; i < to; i += n) {
		if ((n = fx_text_next(w, i, to, &cp)) == 0)
			return false;
		size = fx_utf8_encode(utf8, cp);
		fx_buf_put(out, utf8, size);
	}
	return !out->failed && fx_utf8_ok(out->p + start, out->len - start);
}

void
fx_context_put(struct fx_buf *out, const struct fx_window *w, size_t at,
    size_t len, size_t n)
{
	size_t from = at > n ? at - n : 0, start = out->len;
	size_t to = w->len - at - len > n ? at + len + n : w->len;
	size_t lo = from, hi = to;

	clip(w, &lo, &hi);
	if (put_text(out, w, lo, hi) || out->failed)
		return;
	out->len = start;
	if (w->unit == 1) /* under its key, where it has one */
		fx_buf_put(out, w->p + from, to - from);
	else
		fx_buf_put(out, w->raw + from * w->unit, (to - from) * w->unit);
}
