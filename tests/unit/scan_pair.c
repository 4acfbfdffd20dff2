/* scan_pair.c - the search for anchors of bytes, of every kernel */
#include "../libforensic/scan/internal.h"
#include "scan_fake.h"
#include "tap.h"

static const struct {
	const char *name;
	enum fx_isa isa; /* that it needs */
	fx_pairs_fn *find;
} kernels[] = {
	{ "portable", FX_ISA_PORTABLE, fx_pairs_portable },
#ifdef __SSE2__
	{ "SSE2", FX_ISA_SSE2, fx_pairs_sse2 },
	{ "AVX2", FX_ISA_AVX2, fx_pairs_avx2 },
	{ "AVX-512", FX_ISA_AVX512, fx_pairs_avx512 },
#endif
	{ "this processor's", FX_ISA_PORTABLE, fx_pairs_find },
};

static const struct fx_pair pairs[] = {
	{ 0x57, 0x00, 0xe0 },
	{ '1', '2', 0xff },
	{ '=', '0', 0xf0 },
	{ 0x00, 0x00, 0xff },
	{ 0x9f, 0x6b, 0xff },
	{ 0xff, 0x00, 0x00 },
	{ 0x16, 0x40, 0xc0 },
	{ 0x16, 0x20, 0xe0 },
	{ '0', '7', 0xff },
	{ '9', ';', 0xff },
};

static bool
is_pair(const uint8_t *p, size_t npair)
{
	size_t k;

	for (k = 0; k < npair; k++)
		if (p[0] == pairs[k].first &&
		    (p[1] & pairs[k].mask) == pairs[k].second)
			return true;
	return false;
}

static bool
agree(const uint8_t *p, size_t n, size_t npair)
{
	struct fx_places places = { .n = 0 };
	uint8_t *copy = malloc(n + (n == 0));
	bool good = true;
	size_t k, i, at;

	memcpy(copy, p, n);
	for (k = 0; k < FX_LEN(kernels); k++) {
		if (fx_isa_most() < kernels[k].isa)
			continue;
		kernels[k].find(copy, n, pairs, npair, &places);
		for (i = at = 0; i + 1 < n; i++)
			if (is_pair(copy + i, npair))
				good = good && at < places.n &&
				    places.at[at++] == i;
		if (!good || at != places.n) {
			printf("# %s: %zu bytes, %zu pairs\n", kernels[k].name,
			    n, npair);
			good = false;
		}
	}
	ok(fx_places_at(&places, 0) == 0 &&
		fx_places_at(&places, n) == places.n,
	    "the places of %zu bytes have a first and an end", n);
	free(places.at);
	free(copy);
	return good;
}

static void
check_kind(enum fake_kind kind)
{
	uint8_t p[1000];
	uint64_t seed;
	bool good = true;

	for (seed = 0; seed < 30; seed++) {
		fake_fill(p, sizeof(p), kind, seed);
		good = good &&
		    agree(p, sizeof(p) - seed * 7, seed % (FX_LEN(pairs) + 1));
	}
	ok(good, "%s", fake_kinds[kind]);
}

/* Asked of the plan: what anchors it refuses. */
static void
check_anchors(void)
{
	static const struct {
		const char *what;
		struct fx_anchor anchor;
		bool good;
	} cases[] = {
		{ "two bytes",
		    { .kind = FX_ANCHOR_BYTES,
			.n = 2,
			.bytes = { 1, 2 },
			.mask = { 255, 255 } },
		    true },
		{ "one byte",
		    { .kind = FX_ANCHOR_BYTES,
			.n = 1,
			.bytes = { 1 },
			.mask = { 255 } },
		    false },
		{ "five bytes",
		    { .kind = FX_ANCHOR_BYTES, .n = 5, .mask = { 255, 255 } },
		    false },
		{ "a first byte of which not all counts",
		    { .kind = FX_ANCHOR_BYTES,
			.n = 2,
			.bytes = { 1, 2 },
			.mask = { 127, 255 } },
		    false },
		{ "bits that do not count",
		    { .kind = FX_ANCHOR_BYTES,
			.n = 2,
			.bytes = { 1, 2 },
			.mask = { 255, 1 } },
		    false },
	};
	struct fx_scan_options opt = { .threads = 1 };
	struct fx_plan plan;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		struct fx_carver c = fake_bytes;
		const struct fx_carver *set[] = { &c, NULL };

		memset(c.anchors, 0, sizeof(c.anchors));
		c.anchors[0] = cases[i].anchor;
		is_int(fx_plan_init(&plan, set, &opt, false, &err),
		    cases[i].good ? 0 : -1, "%s", cases[i].what);
	}
}

/* A set without digits. */
static void
check_alone(void)
{
	static const struct fx_carver *const set[] = { &fake_bytes, NULL };
	static const uint8_t p[] = "..78.....781..\xf1 .4539578763621486..78";
	struct fake_log log = { .last = 0 };
	struct fx_scan_options opt = { .min = 0 };
	struct fx_scan_sink sink = fake_sink(&log);
	struct fx_scan_piece piece = { p, sizeof(p) - 1, 0, 0, sizeof(p) - 1 };
	struct fx_scan_result res;
	struct fx_err err;

	is_int(fx_scan_memory(&piece, set, &opt, &sink, &res, &err), 0,
	    "bytes alone");
	is_int((int64_t)log.found, 4, "all but the last, which is cut");
	printf("# %s", fx_buf_text(&log.text));
	fx_buf_done(&log.text);
}

int
main(void)
{
	int kind;

	ok(agree((const uint8_t *)"", 0, FX_LEN(pairs)), "nothing");
	ok(agree((const uint8_t *)"1", 1, FX_LEN(pairs)), "one byte");
	for (kind = 0; kind < FAKE_KINDS; kind++)
		check_kind((enum fake_kind)kind);
	check_anchors();
	check_alone();
	return done();
}
