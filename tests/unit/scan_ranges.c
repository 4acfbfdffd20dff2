/* scan_ranges.c - ranges of a source give what a whole scan gives in them */
#include "scan_image.h"

#include "scan_fake.h"
#include "tap.h"

enum { N = 300001, RANGES = 20 };

/* Lines of the findings whose first byte lies in one of the ranges. */
struct part {
	struct fx_buf text;
	const struct fx_range *r; /* NULL: all */
	size_t n;
	uint64_t gaps; /* bytes of them */
};

static int
on_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct part *t = arg;
	size_t i;

	(void)err;
	for (i = 0; t->r != NULL && i < t->n; i++)
		if (f->off >= t->r[i].from && f->off < t->r[i].to)
			break;
	if (t->r == NULL || i < t->n)
		fx_buf_printf(&t->text,
		    "%" PRIu64 " %" PRIu64 " %s %d %d %.*s\n", f->off, f->len,
		    f->value, f->score, (int)f->enc, (int)f->context_len,
		    f->context);
	return 0;
}

static int
on_gap(const struct fx_gap *gap, void *arg, struct fx_err *err)
{
	struct part *t = arg;

	(void)err;
	t->gaps += gap->len;
	return 0;
}

static uint8_t data[N];

static struct fx_scan_result
scan(struct part *t, const struct fx_range *r, size_t n, unsigned int threads,
    size_t block)
{
	static const struct fx_gap gaps[] = { { 5000, 700, "bad" },
		{ 200000, 4096, "bad" } };
	struct fx_image img = { .info = { .size = N },
		.p = data,
		.size = N,
		.gap = gaps,
		.ngap = FX_LEN(gaps) };
	struct fx_scan_options opt = { .threads = threads,
		.block = block,
		.context = 16,
		.ranges = r,
		.nranges = n };
	struct fx_scan_sink sink = { .found = on_found,
		.gap = on_gap,
		.arg = t };
	struct fx_scan_result res;
	struct fx_err err;

	if (fx_scan(&img, fake_all, &opt, &sink, &res, &err) == -1)
		printf("# %s\n", err.msg);
	return res;
}

static uint32_t
below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)*seed * n >> 32);
}

/* Random ranges, apart from each other or touching. */
static size_t
cut(struct fx_range *r, uint32_t seed)
{
	uint64_t at = below(&seed, 20000);
	size_t n;

	for (n = 0; n < RANGES && at < N; n++) {
		r[n].from = at;
		at += 1 + below(&seed, 40000);
		r[n].to = at < N ? at : N;
		at = r[n].to + (below(&seed, 3) == 0 ? 0 : below(&seed, 30000));
	}
	return n;
}

static void
check(uint32_t seed, unsigned int threads, size_t block)
{
	struct fx_range r[RANGES];
	size_t n = cut(r, seed), i;
	struct part want = { .r = r, .n = n }, got = { .n = 0 };
	struct fx_scan_result res;
	uint64_t bytes = 0;

	for (i = 0; i < n; i++)
		bytes += r[i].to - r[i].from;
	scan(&want, NULL, 0, 1, 0);
	res = scan(&got, r, n, threads, block);
	ok(want.text.len == got.text.len && want.text.len > 0 &&
		memcmp(fx_buf_text(&want.text), fx_buf_text(&got.text),
		    got.text.len) == 0,
	    "%zu ranges, %u threads, blocks of %zu: the findings in them", n,
	    threads, block);
	ok(res.complete && res.bytes == bytes && !res.have[FX_SHA256],
	    "their bytes are counted, and no digest is told");
	fx_buf_done(&want.text);
	fx_buf_done(&got.text);
}

/* Of an unreadable range only what lies in the ranges is told, once. */
static void
check_gaps(void)
{
	const struct fx_range r[] = { { 0, 5100 }, { 5100, 5200 },
		{ 6000, 100000 }, { 199000, 200001 }, { 204095, N } };
	struct part got = { .n = 0 };

	scan(&got, r, FX_LEN(r), 2, 4096);
	is_int((int64_t)got.gaps, 200 + 1 + 1, "gaps inside of the ranges");
	fx_buf_done(&got.text);
}

static void
refuses(const struct fx_range *r, size_t n, bool stream, const char *what)
{
	struct fx_image img = { .info = { .size = N, .stream = stream },
		.p = data,
		.size = N };
	struct fx_scan_options opt = { .ranges = r, .nranges = n };
	struct part t = { .n = 0 };
	struct fx_scan_sink sink = { .found = on_found,
		.gap = on_gap,
		.arg = &t };
	struct fx_scan_result res;
	struct fx_err err = { .code = FX_OK };

	ok(fx_scan(&img, fake_all, &opt, &sink, &res, &err) == -1 &&
		err.code == FX_EARG,
	    "%s is refused", what);
}

int
main(void)
{
	static const struct fx_range good = { 0, 10 }, past = { 5, N + 1 },
				     empty = { 7, 7 },
				     turned[] = { { 50, 60 }, { 0, 10 } },
				     over[] = { { 0, 10 }, { 9, 20 } };
	uint32_t seed;

	fake_fill(data, N, FAKE_NUMBERS, 3);
	for (seed = 1; seed < 7; seed++)
		check(seed, 1 + seed % 3, seed % 2 == 0 ? 0 : 4096 * seed);
	check_gaps();
	refuses(&good, 1, true, "a range of a stream");
	refuses(&good, 0, false, "none");
	refuses(&past, 1, false, "one past the end");
	refuses(&empty, 1, false, "an empty one");
	refuses(turned, 2, false, "a list out of order");
	refuses(over, 2, false, "a list that overlaps");
	return done();
}
