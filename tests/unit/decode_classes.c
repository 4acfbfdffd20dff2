/* decode_classes.c - classes of characters: the kernel against its model */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/decode/classes.h"
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
	return done();
}
