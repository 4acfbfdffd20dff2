/* pair.c - the search for anchors of bytes, by their first two */
#include <stdlib.h>
#include <string.h>

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

#ifdef __SSE2__
/* Which pairs may have this half, of all values where only mask counts? */
static void
add_half(uint8_t table[16], uint8_t half, uint8_t mask, uint8_t bit)
{
	unsigned int v;

	for (v = 0; v < 16; v++)
		if ((v & mask) == (half & mask))
			table[v] |= bit;
}

/* The bit of a pair: pairs of one first byte have the same. */
static uint8_t
bit_of(const struct fx_pair *pair, size_t k)
{
	size_t i, firsts = 0, j;

	for (i = 0; i < k && pair[i].first != pair[k].first; i++) {
		for (j = 0; j < i && pair[j].first != pair[i].first; j++)
			;
		firsts += j == i;
	}
	if (i < k)
		return bit_of(pair, i);
	return (uint8_t)(1U << firsts % 8);
}

void
fx_pairs_halves(const struct fx_pair *pair, size_t n, uint8_t halves[4][16])
{
	uint8_t bit;
	size_t k;

	memset(halves, 0, 4 * sizeof(halves[0]));
	for (k = 0; k < n; k++) {
		bit = bit_of(pair, k);
		add_half(halves[0], pair[k].first & 15, 15, bit);
		add_half(halves[1], pair[k].first >> 4, 15, bit);
		add_half(halves[2], pair[k].second & 15, pair[k].mask & 15,
		    bit);
		add_half(halves[3], pair[k].second >> 4, pair[k].mask >> 4,
		    bit);
	}
}

static bool
is_pair(const uint8_t *p, const struct fx_pair *pair, size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		if (p[0] == pair[k].first &&
		    (p[1] & pair[k].mask) == pair[k].second)
			return true;
	return false;
}

__attribute__((noinline)) void
fx_pairs_put(const uint8_t *p, size_t base, uint64_t bits,
    const struct fx_pair *pair, size_t n, struct fx_places *places)
{
	size_t i;

	for (; bits != 0; bits &= bits - 1) {
		i = base + (size_t)__builtin_ctzll(bits);
		if (is_pair(p + i, pair, n))
			fx_places_put(places, i);
	}
}
#endif

void
fx_pairs_find(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places)
{
	static fx_pairs_fn *const kernels[] = { fx_pairs_portable,
#ifdef __SSE2__
		fx_pairs_sse2, fx_pairs_avx2, fx_pairs_avx512
#endif
	};

	kernels[fx_isa()](p, n, pair, npair, places);
}
