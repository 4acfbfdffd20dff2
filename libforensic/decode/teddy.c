/* teddy.c - strings of bytes, by their nibbles */
#include "teddy.h"
#include "forensic/sys.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

/*
 * How often bytes of each high nibble are met, roughly, in text and programs.
 * It need not be exact: it only chooses which strings share a group.
 */
static const uint8_t often[16] = { 12, 1, 8, 5, 5, 4, 14, 12, 2, 1, 1, 1, 2, 1,
	1, 3 };

/* How many bytes, in that measure, would byte k of a group be right for? */
static uint64_t
rate(const struct teddy *t, size_t k, unsigned int bit)
{
	uint64_t low = 0, high = 0;
	size_t i;

	for (i = 0; i < 16; i++) {
		low += (t->low[k][i] & bit) != 0;
		high += (t->high[k][i] & bit) != 0 ? often[i] : 0;
	}
	return low * high;
}

static void
put(struct teddy *t, const uint8_t *p, size_t n, unsigned int bit)
{
	size_t k, i;

	for (k = 0; k < TEDDY_BYTES; k++)
		for (i = 0; i < 16; i++) {
			if (k >= n || p[k] % 16 == i)
				t->low[k][i] |= (uint8_t)bit;
			if (k >= n || p[k] / 16 == i)
				t->high[k][i] |= (uint8_t)bit;
		}
}

/* How many places would be told of for a group? */
static uint64_t
told(const struct teddy *t, unsigned int bit)
{
	uint64_t all = 1;
	size_t k;

	for (k = 0; k < TEDDY_BYTES; k++)
		all *= rate(t, k, bit);
	return all;
}

/* A byte, and behind it one of several. */
static void
put_two(struct teddy *t, uint8_t first, const uint8_t *next, size_t n,
    unsigned int bit)
{
	uint8_t two[2] = { first, 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		two[1] = next[i];
		put(t, two, sizeof(two), bit);
	}
}

/* Take on what `with` has, if its group costs less there than it has cost. */
static void
choose(const struct teddy *t, const struct teddy *with, unsigned int i,
    uint64_t *least, struct teddy *best)
{
	uint64_t cost = told(with, 1U << i) - told(t, 1U << i);

	if (cost >= *least)
		return;
	*least = cost;
	*best = *with;
}

/* The group in which the string costs least.  Best begun with the shortest. */
void
teddy_add(struct teddy *t, const uint8_t *p, size_t n)
{
	uint64_t least = UINT64_MAX;
	struct teddy with, best = *t;
	unsigned int i;

	for (i = 0; i < TEDDY_GROUPS; i++) {
		with = *t;
		put(&with, p, n, 1U << i);
		choose(t, &with, i, &least, &best);
	}
	*t = best;
}

void
teddy_add_two(struct teddy *t, uint8_t first, const uint8_t *next, size_t n)
{
	uint64_t least = UINT64_MAX;
	struct teddy with, best = *t;
	unsigned int i;

	for (i = 0; i < TEDDY_GROUPS; i++) {
		with = *t;
		put_two(&with, first, next, n, 1U << i);
		choose(t, &with, i, &least, &best);
	}
	*t = best;
}

uint64_t
teddy_portable(const struct teddy *t, const uint8_t *p)
{
	uint64_t found = 0;
	unsigned int all;
	size_t i, k;

	for (i = 0; i < TEDDY_STEP; i++) {
		all = UINT8_MAX;
		for (k = 0; k < TEDDY_BYTES; k++)
			all &= t->low[k][p[i + k] % 16] &
			    t->high[k][p[i + k] / 16];
		found |= (uint64_t)(all != 0) << i;
	}
	return found;
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i
table(const uint8_t nibble[16])
{
	return _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const __m128i *)(const void *)nibble));
}

/* The groups that byte k of a string is right for, at 32 places. */
AVX2 static inline __m256i
right(const struct teddy *t, const uint8_t *p, size_t k)
{
	const __m256i nibble = _mm256_set1_epi8(15);
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + k));
	__m256i low = _mm256_and_si256(v, nibble);
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble);

	return _mm256_and_si256(_mm256_shuffle_epi8(table(t->low[k]), low),
	    _mm256_shuffle_epi8(table(t->high[k]), high));
}

AVX2 static inline uint32_t
half(const struct teddy *t, const uint8_t *p)
{
	__m256i all = _mm256_and_si256(right(t, p, 0),
	    _mm256_and_si256(right(t, p, 1), right(t, p, 2)));

	return ~(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(all, _mm256_setzero_si256()));
}

AVX2 uint64_t
teddy_avx2(const struct teddy *t, const uint8_t *p)
{
	return half(t, p) | (uint64_t)half(t, p + TEDDY_STEP / 2) << 32;
}
#endif

teddy_fn *
teddy_fast(void)
{
#ifdef __x86_64__
	if (fx_isa() >= FX_ISA_AVX2)
		return teddy_avx2;
#endif
	return NULL;
}
