/* decode_teddy.c - the search for many short strings against plain looking */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/decode/teddy.h"
#include "tap.h"

static const char *const strings[] = { "=", "%", "\\", "x\x9c", "H\x89", "0x",
	"PK\3\4", "\x1f\x8b\x08", "stream\n", "SQLite f", "<?xml", "BZh",
	"7z\xbc\xaf" };

/* How many steps of random bytes, and of strings among them, go wrong. */
static void
check(size_t n)
{
	struct teddy t = { .low = { { 0 } } };
	uint64_t x = 88172645463325252U + n, all, fast;
	uint8_t p[TEDDY_SEES + 8], *exact = malloc(TEDDY_SEES);
	size_t i, at, k, wrong = 0, lost = 0, len;
	int round;

	for (i = 0; i < n; i++)
		teddy_add(&t, (const uint8_t *)strings[i], strlen(strings[i]));
	for (round = 0; round < 2000; round++) {
		for (i = 0; i < sizeof(p); i++) {
			x ^= x << 13, x ^= x >> 7, x ^= x << 17;
			p[i] = (uint8_t)(x >> 24);
		}
		k = x % (sizeof(strings) / sizeof(*strings));
		at = (x >> 32) % TEDDY_STEP;
		len = strlen(strings[k]);
		memcpy(p + at, strings[k], len < 8 ? len : 8);
		memcpy(exact, p, TEDDY_SEES);
		all = teddy_portable(&t, exact);
		fast = teddy_fast() != NULL ? teddy_fast()(&t, exact) : all;
		wrong += all != fast;
		lost += k < n && (all >> at & 1) == 0;
	}
	free(exact);
	ok(wrong == 0 && lost == 0, "%zu strings: %zu wrong, %zu lost", n,
	    wrong, lost);
}

/* A byte with one of several behind it: each is told. */
static void
check_two(void)
{
	static const char next[] = "0123456789ABCDEF";
	struct teddy t = { .low = { { 0 } } };
	uint8_t p[TEDDY_SEES];
	size_t i, at;
	unsigned int lost = 0;

	teddy_add_two(&t, '=', (const uint8_t *)next, strlen(next));
	teddy_add(&t, (const uint8_t *)"PK\3\4", 4);
	for (i = 0; next[i] != '\0'; i++)
		for (at = 0; at < TEDDY_STEP; at++) {
			memset(p, ' ', sizeof(p));
			p[at] = '=';
			p[at + 1] = (uint8_t)next[i];
			lost += (teddy_portable(&t, p) >> at & 1) == 0;
		}
	memset(p, '=', sizeof(p));
	ok(lost == 0 && teddy_portable(&t, p) == 0,
	    "a byte and one of %zu behind it: %u lost", strlen(next), lost);
}

int
main(void)
{
	size_t n;

	check_two();

	for (n = 1; n <= sizeof(strings) / sizeof(*strings); n++)
		check(n);
	return done();
}
