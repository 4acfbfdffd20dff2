/* decode_classes.c - classes of characters: the kernel against its model */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/decode/classes.h"
#include "forensic/sys.h"
#include "tap.h"

/* Every byte at every place of a step, among n of them, as the model says. */
static void
all_bytes(size_t n, uint8_t around)
{
	struct classes a, b;
	uint8_t *p;
	size_t at;
	unsigned int c, wrong = 0;

	for (c = 0; c < 256; c++)
		for (at = 0; at < n; at++) {
			p = malloc(n); /* a byte too many is seen */
			memset(p, around, n);
			p[at] = (uint8_t)c;
			classes_portable(p, n, &a);
			classes_of(p, n, &b);
			wrong += memcmp(&a, &b, sizeof(a)) != 0;
#ifdef __SSE2__
			classes_sse2(p, n, &b);
			wrong += memcmp(&a, &b, sizeof(a)) != 0;
#endif
			free(p);
		}
	ok(wrong == 0, "each byte among %zu of 0x%02x", n, around);
}

/* Many steps in one go, of each length, none of them seen too far. */
static void
many(const char *name, classes_fn *all)
{
	enum { MOST = 4 * CLASSES_STEP + 3 };
	struct classes a[5], b[5];
	uint64_t x = 88172645463325252U;
	unsigned int wrong = 0;
	size_t n, at, i;
	uint8_t *p;

	for (n = 1; n <= MOST; n++) {
		p = malloc(n);
		for (i = 0; i < n; i++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			p[i] = (uint8_t)(x >> (x % 2 != 0 ? 24 : 26) & 0xff);
			if (x % 3 == 0)
				p[i] &= 0x7f;
		}
		for (at = 0, i = 0; at < n; at += CLASSES_STEP, i++)
			classes_portable(p + at, n - at, &a[i]);
		all(p, n, b);
		wrong += memcmp(a, b, i * sizeof(*a)) != 0;
		free(p);
	}
	ok(wrong == 0, "%s: 1 to %d bytes in one go", name, MOST);
}

/* No run that is long enough is passed over. */
static void
long_runs(void)
{
	uint64_t lo, hi;
	unsigned int at, n, lost = 0, seen = 0;

	for (at = 0; at < 64; at++)
		for (n = CLASSES_LONG; n <= 64; n++) {
			lo = (n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX)
			    << at;
			hi = at + n > 64 ? UINT64_MAX >> (128 - at - n) : 0;
			lost += !classes_long(lo, hi);
		}
	seen += classes_long(0, UINT64_MAX);
	seen += classes_long(UINT64_C(0x7f7f7f7f7f7f7f7f), UINT64_MAX);
	seen += classes_long(UINT64_C(1) << 63, 0xff);
	ok(lost == 0 && seen == 0, "long runs: %u lost, %u short ones", lost,
	    seen);
}

/* Runs against counting. */
static void
runs(void)
{
	uint64_t x = 88172645463325252U, lo, hi, want;
	unsigned int wrong = 0, round, i, k;
	size_t n;

	for (round = 0; round < 300; round++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		lo = x | x << 1 | x >> 3;
		hi = round % 3 == 0 ? UINT64_MAX : x * 3 | x >> 2;
		if (round % 5 == 0)
			lo = UINT64_MAX << round % 64;
		n = round % CLASSES_STEP + 1;
		for (want = 0, i = 0; i < 64; i++) {
			for (k = 0; k < n; k++)
				if (((i + k < 64 ? lo >> (i + k)
						 : hi >> (i + k - 64)) &
					1) == 0)
					break;
			want |= (uint64_t)(k == n) << i;
		}
		wrong += classes_run(lo, hi, n) != want;
	}
	ok(wrong == 0, "runs of 1 to 64, over the seam");
	ok(classes_ahead(1, 2, 63) == 4 && classes_ahead(8, 0, 3) == 1,
	    "bits further on");
}

int
main(void)
{
	all_bytes(64, 'a');
	all_bytes(64, 0);
	all_bytes(63, ' ');
	all_bytes(1, 0);
	runs();
	long_runs();
	many("steps", classes_all_portable);
#ifdef __x86_64__
	if (fx_isa_most() >= FX_ISA_AVX2)
		many("AVX2", classes_all_avx2);
	if (fx_isa_most() >= FX_ISA_AVX512)
		many("AVX-512", classes_all_avx512);
#endif
	return done();
}
