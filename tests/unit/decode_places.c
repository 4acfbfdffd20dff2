/* decode_places.c - where in the input what a text decoder passed on lies */
#include <stdlib.h>

#include "../../libforensic/decode/places.h"
#include "tap.h"

enum {
	ESCAPES = PLACES_MOST + 3000,
	MOST = 8 * ESCAPES,
};

/* Output byte i lies at in[i]; an escape gave it: UINT64_MAX. */
static uint64_t *lies;

static void
check_byte(const struct places *p, size_t at, bool known, size_t *bad)
{
	struct fx_range in = { 0, 0 };
	bool found = places_find(p, at, at + 1, &in);

	if (lies[at] == UINT64_MAX || !known)
		*bad += found;
	else
		*bad += !found || in.from != lies[at] || in.to != in.from + 1;
}

/* Escapes of 0 to 3 bytes, with 0 to 4 bytes between them. */
static void
fill(struct places *p, size_t escapes, size_t *n, size_t *behind)
{
	uint64_t in = p->first, s = 88172645463325252U;
	size_t i, k, len;

	*n = *behind = 0;
	for (i = 0; i < escapes; i++) {
		s ^= s << 13;
		s ^= s >> 7;
		s ^= s << 17;
		for (k = 0; k < (s >> 8) % 5; k++)
			lies[(*n)++] = in++;
		len = (s >> 16) % 4;
		in += 6;
		places_put(p, *n, len, in);
		for (k = 0; k < len; k++)
			lies[(*n)++] = UINT64_MAX;
		if (i > 0 && i + PLACES_MOST == escapes)
			*behind = *n;
	}
	for (k = 0; k < 10; k++)
		lies[(*n)++] = in++;
}

static void
check(size_t escapes)
{
	struct places p = { .first = 77 };
	size_t i, n, behind, bad = 0;

	fill(&p, escapes, &n, &behind);
	for (i = 0; i < n; i++)
		check_byte(&p, i, i >= behind, &bad);
	is_int((long long)bad, 0, "%zu escapes: each of %zu bytes", escapes, n);
	places_done(&p);
}

static void
check_ranges(void)
{
	struct places p = { .first = 100 };
	struct fx_range in;

	/* "ab%41cd": of "abAcd" */
	places_put(&p, 2, 1, 105);
	ok(places_find(&p, 0, 2, &in) && in.from == 100 && in.to == 102,
	    "before an escape");
	ok(places_find(&p, 1, 4, &in) && in.from == 101 && in.to == 106,
	    "around it");
	ok(!places_find(&p, 2, 4, &in), "what begins with it has no place");
	ok(!places_find(&p, 0, 3, &in), "nor has what ends with it");
	ok(!places_find(&p, 1, 1, &in), "nor nothing");
	places_done(&p);
	ok(places_find(&p, 3, 5, &in) && in.from == 3 && in.to == 5,
	    "without any all lies as it is");
}

int
main(void)
{
	lies = malloc(MOST * sizeof(*lies));
	check_ranges();
	check(0);
	check(1);
	check(63);
	check(65);
	check(PLACES_MOST);
	check(ESCAPES);
	free(lies);
	return done();
}
