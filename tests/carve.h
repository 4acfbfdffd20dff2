/* carve.h - ask one carver about a short text, without the scanner */
#ifndef CARVE_H
#define CARVE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "scan_naive.h"
#include "tap.h"

/* Exact-size copies, so that ASan sees a look past the end. */
struct carve_text {
	struct fx_window w;
	uint8_t *raw, *narrow;
};

/* Bytes of text as enc has them; text is ISO/IEC 8859-1 for the wide ones. */
static inline void
carve_open(struct carve_text *t, const char *text, size_t n,
    enum fx_encoding enc)
{
	size_t i, unit = enc == FX_ASCII ? 1 : 2;

	t->narrow = malloc(n + (n == 0));
	t->raw = malloc(n * unit + (n == 0));
	if (t->narrow == NULL || t->raw == NULL)
		abort();
	memcpy(t->narrow, text, n);
	for (i = 0; i < n * unit; i++)
		t->raw[i] = 0;
	for (i = 0; i < n; i++)
		t->raw[i * unit + (enc == FX_UTF16BE)] = t->narrow[i];
	t->w = (struct fx_window){ .p = t->narrow,
		.len = n,
		.unit = (uint8_t)unit,
		.enc = enc,
		.raw = t->raw };
}

static inline void
carve_close(struct carve_text *t)
{
	free(t->narrow);
	free(t->raw);
}

/* Probe one place and read the fields, in windows cut as the scanner does. */
static inline bool
carve_at(const struct fx_carver *c, const struct fx_window *w, size_t i,
    struct fx_hit *hit)
{
	const size_t side = fx_carver_window(c);
	struct fx_window cut;
	size_t from;

	memset(hit, 0, sizeof *hit);
	if (!naive_asked(c, w, i) || !c->probe(w, i, hit))
		return false;
	from = hit->at > side ? hit->at - side : 0;
	cut = fx_window_cut(w, from, hit->at + hit->len + side);
	hit->at -= from;
	if (c->fields != NULL)
		c->fields(&cut, hit);
	hit->at += from;
	return true;
}

/* The hit of most bits that a carver finds in a text, or none. */
static inline bool
carve(const struct fx_carver *c, const char *text, size_t n,
    enum fx_encoding enc, struct fx_hit *best)
{
	struct carve_text t;
	struct fx_hit hit;
	bool found = false;
	size_t i;

	carve_open(&t, text, n, enc);
	for (i = 0; i < n; i++)
		if (carve_at(c, &t.w, i, &hit) &&
		    (!found || hit.score > best->score)) {
			*best = hit;
			found = true;
		}
	carve_close(&t);
	return found;
}

/* "why,why key=value key=value" of a hit. */
static inline const char *
carve_told(const struct fx_hit *hit, char *out, size_t cap)
{
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; i < hit->nwhy && n < cap; i++)
		n += (size_t)snprintf(out + n, cap - n, "%s%s",
		    i == 0 ? "" : ",", hit->why[i]);
	for (i = 0; i < hit->nattrs && n < cap; i++)
		n += (size_t)snprintf(out + n, cap - n, " %s=%s",
		    hit->attrs[i].key, hit->attrs[i].value);
	return out;
}

/* A text and what a carver must say of it. */
struct carve_case {
	const char *what, *text;
	const char *value;       /* NULL: nothing is found */
	const char *has, *lacks; /* parts of what carve_told says; NULL: any */
	int least, most;         /* bits */
};

static inline void
carve_case(const struct fx_carver *c, const struct carve_case *k,
    enum fx_encoding enc)
{
	struct fx_hit hit;
	char told[4096], *p;
	bool good;

	if (!carve(c, k->text, strlen(k->text), enc, &hit)) {
		ok(k->value == NULL, "%s: none", k->what);
		return;
	}
	carve_told(&hit, told, sizeof told);
	good = k->value != NULL && strcmp(hit.value, k->value) == 0;
	good &= ok(good, "%s: value", k->what);
	good &= ok(k->has == NULL || strstr(told, k->has) != NULL,
	    "%s: has what it must", k->what);
	good &= ok(k->lacks == NULL || strstr(told, k->lacks) == NULL,
	    "%s: lacks %s", k->what, k->lacks);
	good &= ok(hit.score >= k->least && hit.score <= k->most, "%s: %d bits",
	    k->what, hit.score);
	for (p = told; !good && (p = strchr(p, '\n')) != NULL;)
		*p = '|';
	if (!good)
		printf("# %s\n", told);
}

/* Each of n cases in ASCII and both orders of UTF-16. */
static inline void
carve_cases(const struct fx_carver *c, const struct carve_case *k, size_t n)
{
	static const enum fx_encoding encs[] = { FX_ASCII, FX_UTF16LE,
		FX_UTF16BE };
	size_t i, e;

	for (i = 0; i < n; i++)
		for (e = 0; e < FX_LEN(encs); e++)
			carve_case(c, &k[i], encs[e]);
}

#endif
