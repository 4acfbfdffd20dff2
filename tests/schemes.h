/* schemes.h - tables of values and what a scheme says of them */
#ifndef SCHEMES_H
#define SCHEMES_H

#include <stdlib.h>
#include <string.h>

#include "forensic/scheme.h"
#include "tap.h"

struct scheme_case {
	const char *scheme, *text;
	enum fx_answer answer;
	const char *canonical; /* NULL: is not looked at */
};

/* Ask about exactly n bytes, so that ASan sees a look past the end. */
static inline enum fx_answer
scheme_ask(const struct fx_scheme *s, const char *text, size_t n,
    struct fx_checked *out)
{
	char *copy = malloc(n + (n == 0));
	enum fx_answer got;

	if (copy == NULL)
		abort();
	memcpy(copy, text, n);
	got = fx_scheme_check(s, copy, n, out);
	free(copy);
	return got;
}

/* One ok line for each of n cases, of schemes in set. */
static inline void
scheme_table(const struct fx_scheme *const *set, const struct scheme_case *c,
    size_t n)
{
	struct fx_checked out;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct fx_scheme *s = fx_scheme_find(set, c[i].scheme);

		if (!ok(s != NULL, "%s is there", c[i].scheme))
			continue;
		is_str(fx_answer_text(
			   scheme_ask(s, c[i].text, strlen(c[i].text), &out)),
		    fx_answer_text(c[i].answer), "%s: %s", c[i].scheme,
		    c[i].text);
		if (c[i].canonical != NULL)
			is_str(out.value, c[i].canonical, "%s: as one",
			    c[i].text);
	}
}

/* One ok line: of a value, the part of this key. */
static inline void
scheme_part(const struct fx_scheme *const *set, const char *scheme,
    const char *text, const char *key, const char *want)
{
	const struct fx_scheme *s = fx_scheme_find(set, scheme);
	struct fx_checked out = { .n = 0 };
	const char *got = NULL;

	if (s != NULL) {
		scheme_ask(s, text, strlen(text), &out);
		got = fx_checked_part(&out, key);
	}
	is_str(got != NULL ? got : "none", want, "%s: %s of %s", scheme, key,
	    text);
}

#endif
