/*
 * decode_run.h - for tests: where a decoder would begin, by the plainest way,
 * and all that it gives there
 */
#ifndef DECODE_RUN_H
#define DECODE_RUN_H

#include <stdlib.h>
#include <string.h>

#include "forensic/buf.h"
#include "forensic/decode.h"

/* Is c of the class that a mark of that kind is a run of? */
static inline bool
run_class(enum fx_mark_kind kind, uint8_t c)
{
	if (kind == FX_MARK_HEX || kind == FX_MARK_PAIR)
		return c != 0 && strchr("0123456789ABCDEFabcdef", c) != NULL;
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == '+' || c == '/' || c == '-' ||
	    c == '_';
}

/* Does a character of base64 stand at p[at], with a zero behind it? */
static inline bool
run_wide(const uint8_t *p, size_t n, size_t at)
{
	return at + 1 < n && run_class(FX_MARK_BASE64, p[at]) && p[at + 1] == 0;
}

/* Do m or more of them begin at p[at]? */
static inline bool
run_wide_first(const uint8_t *p, size_t n, size_t at, size_t m)
{
	size_t k = 0;

	if (at >= 2 && run_wide(p, n, at - 2))
		return false;
	while (k < m && run_wide(p, n, at + 2 * k))
		k++;
	return k == m;
}

/* Does mark m stand for a start at p[at] of n bytes? */
static inline bool
run_mark(const struct fx_mark *m, const uint8_t *p, size_t n, size_t at)
{
	size_t i = at + (size_t)m->at, k; /* wraps to less if at < 0 */

	if (m->kind == FX_MARK_END || (m->align > 1 && at % m->align != 0) ||
	    i > n || n - i < m->n)
		return false;
	if (m->kind == FX_MARK_BYTES)
		return memcmp(p + i, m->bytes, m->n) == 0;
	if (m->kind == FX_MARK_PLACE)
		return true;
	if (m->kind == FX_MARK_WIDE)
		return run_wide_first(p, n, i, m->n);
	if (m->kind == FX_MARK_PAIR &&
	    (n - i <= m->n || p[i + m->n] == 0 ||
		strchr(" \t\r\n:,;-", p[i + m->n]) == NULL ||
		(i > 0 && run_class(FX_MARK_BASE64, p[i - 1]) &&
		    strchr("+/-_", p[i - 1]) == NULL)))
		return false;
	if (i > 0 && run_class(m->kind, p[i - 1]))
		return false;
	for (k = 0; k < m->n; k++)
		if (!run_class(m->kind, p[i + k]))
			return false;
	return true;
}

/*
 * May d begin at p[at], p being a stream of n bytes?  It is shown as much as
 * is promised, plus more bytes on both sides.
 */
static inline bool
run_look(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at,
    size_t more)
{
	size_t reach = FX_DECODE_LOOK + more;
	size_t from = at > reach ? at - reach : 0;
	size_t to = n - at > reach ? at + reach : n;
	struct fx_look l = { p + from, to - from, at - from, from };
	size_t i;

	for (i = 0; i < FX_MARKS_MOST; i++)
		if (run_mark(&d->marks[i], p, n, at))
			return d->look(&l);
	return false;
}

/* The first start at or behind `at`; n if there is none. */
static inline size_t
run_next(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at)
{
	while (at < n && !run_look(d, p, n, at, 0))
		at++;
	return at;
}

struct run {
	struct fx_buf out;  /* what was decoded */
	bool opened, whole; /* it could begin; it came to its end */
	uint64_t used;
	const char *limit;
	struct fx_err err; /* when it is not whole */
};

/* Decode from p[at] on, by reads of step bytes, at most `most` of output. */
static inline void
run_at(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t at,
    size_t step, size_t most, struct run *r)
{
	struct fx_memory mem = { p, n };
	struct fx_source src = fx_source_memory(&mem);
	struct fx_decoding dec;
	uint8_t *piece = malloc(step);
	ssize_t got = 0;

	*r = (struct run){ .whole = false };
	if (piece == NULL)
		abort();
	r->opened = fx_decoding_open(&dec, d, &src, at, &r->err) == 0;
	while (r->opened && r->out.len < most &&
	    (got = d->read(&dec, piece, step, &r->err)) > 0)
		fx_buf_put(&r->out, piece, (size_t)got);
	r->whole = r->opened && got == 0;
	r->used = dec.used;
	r->limit = dec.limit;
	fx_decoding_close(&dec);
	free(piece);
	if (r->out.failed)
		abort();
}

#endif
