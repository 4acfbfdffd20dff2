/* parts.c - ranges from the command line */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "parts.h"

enum { DIGITS = 20 }; /* more than an offset has */

/* The number in the n characters at text. */
static uint64_t
number(const char *text, size_t n)
{
	char digits[DIGITS + 1];

	if (n == 0 || n > DIGITS)
		cli_die(CLI_USAGE, "--range: '%s' is not of the form A-B",
		    text);
	memcpy(digits, text, n);
	digits[n] = '\0';
	return (uint64_t)cli_number("--range", digits, 0, INT64_MAX);
}

void
parts_add(struct parts *p, const char *text)
{
	const char *dash = strchr(text, '-');
	struct fx_range r = { 0, INT64_MAX };

	if (dash == NULL)
		cli_die(CLI_USAGE, "--range: '%s' is not of the form A-B",
		    text);
	r.from = number(text, (size_t)(dash - text));
	if (dash[1] != '\0')
		r.to = number(dash + 1, strlen(dash + 1));
	if (r.from >= r.to)
		cli_die(CLI_USAGE, "--range: '%s' holds no byte", text);
	if (p->n == PARTS)
		cli_die(CLI_USAGE, "--range: more than %d ranges", PARTS);
	p->v[p->n++] = r;
}

static int
by_start(const void *a, const void *b)
{
	const struct fx_range *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

void
parts_done(struct parts *p)
{
	size_t i, n = 0;

	qsort(p->v, p->n, sizeof(p->v[0]), by_start);
	for (i = 0; i < p->n; i++) {
		if (n == 0 || p->v[i].from > p->v[n - 1].to)
			p->v[n++] = p->v[i];
		else if (p->v[i].to > p->v[n - 1].to)
			p->v[n - 1].to = p->v[i].to;
	}
	p->n = n;
}

size_t
parts_within(const struct parts *p, uint64_t size, struct fx_range *out)
{
	size_t i;

	for (i = 0; i < p->n && p->v[i].from < size; i++) {
		out[i] = p->v[i];
		if (out[i].to > size)
			out[i].to = size;
	}
	return i;
}
