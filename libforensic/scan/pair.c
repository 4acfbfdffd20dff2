/* pair.c - the search for anchors of bytes, by their first two */
#include <stdlib.h>

#include "internal.h"

void
fx_places_put(struct fx_places *places, size_t at)
{
	size_t cap = places->cap != 0 ? 2 * places->cap : 1024;
	uint32_t *more;

	if (places->n == places->cap) {
		if ((more = realloc(places->at, cap * sizeof(*more))) == NULL) {
			places->failed = true;
			return;
		}
		places->at = more;
		places->cap = cap;
	}
	places->at[places->n++] = (uint32_t)at;
}

/* The first place at or behind a byte. */
size_t
fx_places_at(const struct fx_places *places, size_t byte)
{
	return fx_first_from(places->at, places->n, byte);
}

void
fx_pairs_slow(const uint8_t *p, size_t n, size_t from,
    const struct fx_pair *pair, size_t npair, struct fx_places *places)
{
	bool first[256] = { false };
	size_t i, k;

	for (k = 0; k < npair; k++)
		first[pair[k].first] = true;
	for (i = from; i + 1 < n; i++) {
		if (!first[p[i]])
			continue;
		for (k = 0; k < npair; k++)
			if (p[i] == pair[k].first &&
			    (p[i + 1] & pair[k].mask) == pair[k].second)
				break;
		if (k < npair)
			fx_places_put(places, i);
	}
}

void
fx_pairs_portable(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	places->n = 0;
	fx_pairs_slow(p, n, 0, pair, npair, places);
}

void
fx_pairs_find(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	fx_pairs_fn *find = fx_pairs_portable;

#ifdef __SSE2__
	if (fx_isa() >= FX_ISA_SSE2)
		find = fx_isa() >= FX_ISA_AVX2 ? fx_pairs_avx2 : fx_pairs_sse2;
#endif
	find(p, n, pair, npair, places);
}
