/*
 * plain.h - JSON as it is nearly always written, read where it lies
 *
 * For short ways past a parser: text without white space, strings without
 * escapes.  Nothing is copied, no memory is taken and no words are found:
 * false means that this cannot tell, and that the long way must.
 */
#ifndef FORENSIC_PLAIN_H
#define FORENSIC_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "forensic/utf8.h"

/*
 * What is left of a text.  A function that reads moves p behind what it takes
 * and returns true; after false p may have moved, but for fx_rest_lit.
 */
struct fx_rest {
	const char *p, *end;
};

/* What was read, in that text. */
struct fx_span {
	const char *p;
	size_t n;
};

/* Take those n bytes; false, and p is where it was: others lie there. */
static inline bool
fx_rest_lit(struct fx_rest *r, const char *s, size_t n)
{
	if ((size_t)(r->end - r->p) < n || memcmp(r->p, s, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* A string literal. */
#define FX_REST_LIT(r, s) fx_rest_lit((r), (s), sizeof(s) - 1)

/* A string of least bytes or more, without escapes, that fx_utf8_ok takes. */
static inline bool
fx_rest_string(struct fx_rest *r, size_t least, struct fx_span *s)
{
	unsigned int all = 0;
	const char *p;

	if (!FX_REST_LIT(r, "\""))
		return false;
	for (p = r->p; p < r->end && *p != '"'; p++) {
		if ((unsigned char)*p < 0x20 || *p == '\\')
			return false;
		all |= (unsigned char)*p;
	}
	*s = (struct fx_span){ r->p, (size_t)(p - r->p) };
	if (p == r->end || s->n < least ||
	    (all >= 0x80 && !fx_utf8_ok(s->p, s->n)))
		return false;
	r->p = p + 1;
	return true;
}

/*
 * An integer from lo, which is not below 0, to hi, which is below 2^59; digits:
 * how it is written, without a needless 0.
 */
static inline bool
fx_rest_number(struct fx_rest *r, int64_t lo, int64_t hi, int64_t *out,
    struct fx_span *digits)
{
	int64_t v = 0;
	const char *p;

	for (p = r->p; p < r->end && *p >= '0' && *p <= '9'; p++)
		if ((v = v * 10 + (*p - '0')) > hi)
			return false;
	*digits = (struct fx_span){ r->p, (size_t)(p - r->p) };
	if (digits->n == 0 || (digits->p[0] == '0' && digits->n > 1) || v < lo)
		return false;
	r->p = p;
	*out = v;
	return true;
}

/* Strings of least bytes or more in an array, at most so many; or none. */
static inline bool
fx_rest_strings(struct fx_rest *r, size_t least, size_t most)
{
	struct fx_span s;
	size_t n = 0;

	if (!FX_REST_LIT(r, "["))
		return false;
	if (FX_REST_LIT(r, "]"))
		return true;
	do
		if (++n > most || !fx_rest_string(r, least, &s))
			return false;
	while (FX_REST_LIT(r, ","));
	return FX_REST_LIT(r, "]");
}

/* Is it [a-z][a-z0-9_.]*, the key of a record? */
static inline bool
fx_span_is_key(const struct fx_span *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!((s->p[i] >= 'a' && s->p[i] <= 'z') ||
			(i > 0 &&
			    ((s->p[i] >= '0' && s->p[i] <= '9') ||
				s->p[i] == '_' || s->p[i] == '.'))))
			return false;
	return s->n > 0;
}

/* As strcmp: below 0, 0 or above 0. */
static inline int
fx_span_order(const struct fx_span *a, const struct fx_span *b)
{
	int rc = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);

	if (rc != 0)
		return rc;
	return a->n < b->n ? -1 : a->n > b->n;
}

#endif
