/* scan_anchor.c - the digit search of every kernel against a slow one */
#include "scan_fake.h"
#include "scan_naive.h"
#include "tap.h"

static const struct {
	const char *name;
	fx_runs_fn *find;
} kernels[] = {
	{ "portable", fx_runs_portable },
#ifdef __SSE2__
	{ "SSE2", fx_runs_sse2 },
#endif
	{ "this processor's", fx_runs_find },
};

/* All kernels, on an exact copy, for one length of run. */
static bool
agree(const uint8_t *p, size_t n, unsigned int min)
{
	bool want_wide[2] = { false, false }, good = true;
	struct fx_runs want = { .min = min, .wide = want_wide };
	uint8_t *copy = n > 0 ? malloc(n) : NULL;
	size_t i;

	if (n > 0)
		memcpy(copy, p, n);
	want.at = malloc(fx_runs_most(n, min) * sizeof(*want.at));
	naive_runs(copy, n, &want);
	for (i = 0; i < FX_LEN(kernels); i++) {
		bool wide[2] = { false, false };
		struct fx_runs got = { .min = min, .wide = wide };

		got.at = malloc(fx_runs_most(n, min) * sizeof(*got.at));
		kernels[i].find(copy, n, &got);
		good = good && got.n == want.n &&
		    memcmp(got.at, want.at, want.n * sizeof(*got.at)) == 0 &&
		    wide[0] == want_wide[0] && wide[1] == want_wide[1];
		got.wide = NULL;
		kernels[i].find(copy, n, &got);
		good = good && got.n == want.n;
		if (!good)
			printf("# %s kernel, %zu bytes, runs of %u\n",
			    kernels[i].name, n, min);
		free(got.at);
	}
	free(want.at);
	free(copy);
	return good;
}

static const unsigned int mins[] = { 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 64, 65 };

static bool
agree_all(const uint8_t *p, size_t n)
{
	bool good = true;
	size_t i;

	for (i = 0; i < FX_LEN(mins); i++)
		good = agree(p, n, mins[i]) && good;
	return good;
}

/* A run of each length at each place of a step, and what borders on it. */
static void
check_runs(uint8_t fill, size_t unit)
{
	enum { N = 400, MOST = 140 };
	uint8_t p[N];
	size_t at, len, i;
	bool good = true;

	for (at = 0; at < 130; at++)
		for (len = 0; len < MOST / unit; len++) {
			memset(p, fill, N);
			for (i = 0; i < len; i++) {
				p[at + i * unit] = i & 1 ? '0' : '9';
				if (unit == 2)
					p[at + 2 * i + 1] = 0;
			}
			good = good &&
			    agree(p, at + len * unit,
				1 + (unsigned int)len % 9) &&
			    agree(p, N, 4) && agree(p, N, 8);
		}
	ok(good,
	    "runs of every length at every place, filled with %d, %zu "
	    "bytes a digit",
	    fill, unit);
}

static void
check_bytes(void)
{
	uint8_t p[64];
	bool good = true;
	int c;

	for (c = 0; c < 256; c++) {
		memset(p, c, sizeof(p));
		good = good && agree_all(p, sizeof(p));
		memset(p, '5', sizeof(p));
		p[31] = (uint8_t)c;
		good = good && agree_all(p, sizeof(p));
	}
	ok(good, "every byte, alone and between digits");
}

static void
check_kind(enum fake_kind kind)
{
	uint8_t p[3000];
	uint64_t seed;
	bool good = true;

	for (seed = 0; seed < 40; seed++) {
		fake_fill(p, sizeof(p), kind, seed);
		good = good && agree_all(p, sizeof(p) - seed);
	}
	ok(good, "%s", fake_kinds[kind]);
}

/* Zeros are skipped: what stands between them must not be. */
static void
check_islands(void)
{
	enum { N = 1000 };
	uint8_t p[N];
	size_t at;
	bool good = true;

	for (at = 0; at < N - 12; at++) {
		memset(p, 0, N);
		memset(p + at, '7', 12);
		good = good && agree(p, N, 4) && agree(p, N, 12);
	}
	ok(good, "twelve digits anywhere in zeros");
}

static void
check_narrow(void)
{
	uint8_t raw[130], out[64];
	bool good = true;
	size_t n, i;
	int enc;

	fake_fill(raw, sizeof(raw), FAKE_MIX, 3);
	for (enc = FX_UTF16LE; enc <= FX_UTF16BE; enc++)
		for (n = 0; n <= 64; n++) {
			memset(out, 0xee, sizeof(out));
			fx_narrow(out, raw + 1, n, (enum fx_encoding)enc);
			for (i = 0; i < n; i++) {
				const uint8_t *u = raw + 1 + 2 * i;
				uint8_t lo = u[enc == FX_UTF16BE];
				uint8_t hi = u[enc == FX_UTF16LE];

				good = good &&
				    out[i] == (hi ? FX_NARROW_OTHER : lo);
			}
			good = good && (n == 64 || out[n] == 0xee);
		}
	ok(good, "UTF-16 narrowed, 0 to 64 units");
}

int
main(void)
{
	int kind;

	ok(agree_all((const uint8_t *)"", 0), "nothing");
	check_bytes();
	check_runs('x', 1);
	check_runs(0, 1);
	check_runs('x', 2);
	check_runs(0, 2);
	check_runs('7', 2);
	check_islands();
	for (kind = 0; kind < FAKE_KINDS; kind++)
		check_kind((enum fake_kind)kind);
	check_narrow();
	return done();
}
