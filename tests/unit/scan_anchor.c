/* scan_anchor.c - the search of every kernel and view against a slow one */
#include "scan_salad.h"
#include "tap.h"

static const struct {
	const char *name;
	enum fx_isa isa;
	fx_seek_fn *find;
} kernels[] = {
	{ "portable", FX_ISA_PORTABLE, fx_seek_portable },
#ifdef __SSE2__
	{ "SSE2", FX_ISA_SSE2, fx_seek_sse2 },
	{ "AVX2", FX_ISA_AVX2, fx_seek_avx2 },
	{ "AVX-512", FX_ISA_AVX512, fx_seek_avx512 },
#endif
	{ "this processor's", FX_ISA_PORTABLE, fx_seek_run },
};

/* Some anchors, and the program that they are. */
struct sought {
	const struct fx_anchor *chosen[FX_LEN(salad_anchors)];
	unsigned int part[FX_LEN(salad_anchors)];
	size_t n;
	struct fx_plan plan;
};

static void
compile(struct sought *t)
{
	struct fx_seek *seek = &t->plan.seek;
	size_t i;

	t->plan.seen = 300;
	t->plan.made = t->plan.seen;
	fx_seek_init(seek);
	for (i = 0; i < t->n; i++)
		if (!fx_seek_add(seek, t->chosen[i], t->part[i]))
			abort();
	fx_seek_ready(seek, t->n % 4 == 3);
}

static struct sought *
choose(uint64_t seed)
{
	struct sought *t = calloc(1, sizeof(*t));
	uint64_t s = seed * 0x9e3779b97f4a7c15 + 1;

	if (t == NULL)
		abort();
	t->n = salad_choose(&s, t->chosen, t->part);
	compile(t);
	return t;
}

/* All kernels, on an exact copy, which is at an offset of its stream. */
static bool
agree_at(const struct sought *t, const uint8_t *p, size_t n, uint64_t off)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);
	struct fx_window w = { .p = copy, .len = n, .off = off, .unit = 1 };
	struct fx_asked want = { .n = 0 };
	bool good = true;
	size_t i;

	if (copy == NULL)
		abort();
	memcpy(copy, p, n);
	salad_seek(t->chosen, t->part, t->n, &w, &want);
	for (i = 0; i < FX_LEN(kernels); i++) {
		struct fx_asked got = { .n = 0 };
		struct fx_search find = { .p = copy,
			.n = n,
			.off = off,
			.unit = 1,
			.asked = &got };

		if (kernels[i].isa > fx_isa_most())
			continue;
		kernels[i].find(&t->plan.seek, &find);
		if (!salad_same(&want, &got)) {
			printf("# %s kernel, %zu bytes, %zu anchors: %zu "
			       "places, not %zu\n",
			    kernels[i].name, n, t->n, got.n, want.n);
			good = false;
		}
		fx_asked_done(&got);
	}
	fx_asked_done(&want);
	free(copy);
	return good;
}

static bool
agree(const struct sought *t, const uint8_t *p, size_t n)
{
	return agree_at(t, p, n, 0);
}

/* The text of a view as it is without shortcuts. */
static uint8_t *
whole(const struct fx_view *v, const struct fx_block *b, size_t *n)
{
	uint8_t *text = malloc(b->n + 1);

	*n = b->n > v->skew ? (b->n - v->skew) / 2 : 0;
	fx_narrow(text, b->p + v->skew, *n, v->w.enc);
	return text;
}

/* One wide view: all places, and the text around each. */
static bool
is_whole(const struct sought *t, const struct fx_view *v,
    const struct fx_block *b)
{
	struct fx_asked want = { .n = 0 };
	const size_t seen = t->plan.seen;
	size_t n, i, from, to;
	uint8_t *text = whole(v, b, &n);
	struct fx_window w = { .p = text,
		.len = n,
		.off = b->off + v->skew,
		.unit = 2 };
	bool good;

	salad_seek(t->chosen, t->part, t->n, &w, &want);
	good = v->on == (want.n > 0) && salad_same(&want, &v->asked);
	for (i = 0; good && i < want.n; i++) {
		from = want.at[i] > seen ? want.at[i] - seen : 0;
		to = n - want.at[i] > seen ? want.at[i] + seen : n;
		good = v->w.len == n &&
		    memcmp(v->w.p + from, text + from, to - from) == 0;
	}
	if (!good)
		printf("# encoding %d, skew %zu: %zu places, not %zu\n",
		    (int)v->w.enc, v->skew, v->asked.n, want.n);
	fx_asked_done(&want);
	free(text);
	return good;
}

/* The views of a block at an offset. */
static bool
agree_views(const struct sought *t, struct fx_views *views, const uint8_t *p,
    size_t n, size_t size, uint64_t off)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);
	struct fx_block b = { .p = copy, .n = n, .off = off };
	bool good = true;
	struct fx_err err;
	unsigned int i;

	if (copy == NULL)
		abort();
	memcpy(copy, p, n);
	good = good && fx_views_open(views, &b, size, &t->plan, &err) == 0;
	for (i = 1; good && i < FX_VIEW_EBCDIC; i++)
		good = is_whole(t, &views->v[i], &b);
	if (!good)
		printf("# %zu bytes at %d, %zu anchors\n", n, (int)off, t->n);
	free(copy);
	return good;
}

/* Stretches of zeros or blanks in it, of whole steps or not, longer than a
 * stride or not. */
static void
cut_holes(uint8_t *p, size_t n, uint64_t seed)
{
	enum { HOLES = 3, LONGEST = 2600 };
	size_t from, len, i;
	uint64_t r = seed * 7919 + 13;

	for (i = 0; i < HOLES; i++) {
		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		from = (size_t)(r >> 40) % n;
		len = (size_t)(r >> 20) % LONGEST;
		if (r >> 60 & 1) {
			from -= from % FX_STEP;
			len -= len % FX_STEP;
		}
		memset(p + from, r >> 61 & 1 ? 0 : ' ',
		    len < n - from ? len : n - from);
	}
}

/* The same over some strides. */
static void
check_strides(bool wide)
{
	enum { N = 7000, SETS = 40 };
	static uint8_t p[N];
	uint64_t seed;
	bool good = true;

	for (seed = 0; seed < SETS; seed++) {
		struct sought *t = choose(seed + 5000);
		struct fx_views views = { .wide = { { .n = 0 } } };

		salad_fill(p, N, seed, wide);
		cut_holes(p, N, seed);
		good = agree_at(t, p, N, seed) && good;
		good = agree_views(t, &views, p, N - 4, N, seed) && good;
		fx_views_done(&views);
		free(t);
	}
	ok(good, "%s with holes, over strides", wide ? "UTF-16" : "ASCII");
}

/* Random sets of anchors over random bytes full of them. */
static void
check_salad(bool wide)
{
	enum { N = 2500, SETS = 60 };
	uint8_t p[N];
	uint64_t seed;
	bool good = true;

	for (seed = 0; seed < SETS; seed++) {
		struct sought *t = choose(seed);
		struct fx_views views = { .wide = { { .n = 0 } } };
		size_t n = N - (size_t)seed * 3, k;

		salad_fill(p, N, seed, wide);
		good = agree_at(t, p, n, seed) && good;
		for (k = 0; k < 4; k++)
			good = agree_views(t, &views, p + k, n - 4, N,
				   seed + k) &&
			    good;
		fx_views_done(&views);
		free(t);
	}
	ok(good, "%s full of anchors, by %d sets", wide ? "UTF-16" : "ASCII",
	    SETS);
}

/* Every length and every place of a short text, in front of a guard. */
static void
check_sizes(bool wide)
{
	enum { MOST = 200 };
	uint8_t p[MOST + 16];
	bool good = true;
	size_t n;

	for (n = 0; n <= MOST; n++) {
		struct sought *t = choose(n + 1000);
		struct fx_views views = { .wide = { { .n = 0 } } };

		salad_fill(p, sizeof(p), n + 7, wide);
		good = agree(t, p + n % 16, n) && good;
		good = agree_views(t, &views, p + n % 16, n, MOST, n) && good;
		fx_views_done(&views);
		free(t);
	}
	ok(good, "0 to %d bytes%s", MOST, wide ? " of UTF-16" : "");
}

/* What borders on an anchor: bytes of one unit. */
struct border {
	uint8_t fill[2];
	size_t unit;
};

/* One anchor alone, at each place of two steps; a sector begins in them. */
static bool
stands(const struct fx_anchor *a, const struct border *b, unsigned int seed)
{
	enum { N = 900, PLACES = 130, SECTOR = 512 - PLACES / 2 };
	struct sought *t = calloc(1, sizeof(*t));
	struct fx_views views = { .wide = { { .n = 0 } } };
	uint8_t p[N], text[300];
	uint64_t s = seed;
	size_t at, n, i;
	bool good = true;

	t->n = 1;
	t->chosen[0] = a;
	compile(t);
	for (at = 0; at < PLACES; at++) {
		n = salad_piece(text, sizeof(text), &s);
		for (i = 0; i < N; i++)
			p[i] = b->fill[(i + at) % 2];
		for (i = 0; i < n && at + (i + 1) * b->unit <= N; i++) {
			p[at + i * b->unit] = text[i];
			if (b->unit == 2)
				p[at + 2 * i + 1] = 0;
		}
		good = agree_at(t, p, N, SECTOR) &&
		    agree_views(t, &views, p, N, N, SECTOR + (at & 1)) && good;
	}
	fx_views_done(&views);
	free(t);
	return good;
}

static void
check_each(void)
{
	static const struct border borders[] = { { { 0, 0 }, 1 },
		{ { 'x', 'x' }, 2 }, { { 'x', 0 }, 2 }, { { '7', '7' }, 1 },
		{ { ' ', ' ' }, 2 }, { { 'Z', 'Z' }, 1 },
		{ { 0xff, 0xff }, 2 } };
	size_t i, k;

	for (i = 0; i < FX_LEN(salad_anchors); i++) {
		bool good = true;

		for (k = 0; k < FX_LEN(borders); k++)
			good = stands(&salad_anchors[i], &borders[k],
				   (unsigned int)(i * 31 + k + 1)) &&
			    good;
		ok(good, "anchor %zu (%s) at every place", i,
		    salad_anchors[i].text != NULL ? salad_anchors[i].text
						  : "run");
	}
}

/* Characters of a class, as different as they can be.  Returns how many. */
static size_t
class_fill(enum fx_class class, uint8_t *p, size_t n)
{
	static const char some[] = "5Qq<-_0Zl";
	size_t i, k;

	for (i = 0, k = 0; i < n; k++)
		if (naive_is(class, (uint8_t)some[k % (sizeof(some) - 1)]))
			p[i++] = (uint8_t)some[k % (sizeof(some) - 1)];
	return n;
}

/* Two runs with one other character between, the first one at each place of a
 * step; the text ends with the second or a little behind it. */
static bool
runs_stand(const struct sought *t, enum fx_class class, size_t n, size_t m)
{
	enum { TAIL = 5 };
	uint8_t p[FX_STEP + 2 + 2 * (FX_REACH_FIELDS + FX_STEP + 1) + TAIL];
	bool good = true;
	size_t at, end;

	for (at = 0; at <= FX_STEP + 1; at++) {
		memset(p, ' ', sizeof(p));
		end = at + class_fill(class, p + at, n) + 1;
		end += class_fill(class, p + end, m);
		good = agree(t, p, end) && agree(t, p, end + TAIL) && good;
	}
	return good;
}

/* Runs as long as are wanted, one shorter and longer, and those of steps. */
static void
check_runs(void)
{
	static const uint16_t wanted[] = { 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 22,
		23, 24, 31, 32, 33, 63, 64, 65, 128, FX_REACH_FIELDS };
	static const size_t steps[] = { 3, 4, FX_STEP, FX_STEP + 1,
		2 * FX_STEP + 1 };
	size_t i, k, n;

	for (i = 0; i < FX_LEN(wanted); i++) {
		const enum fx_class class = (enum fx_class)(i % FX_CLASSES);
		const struct fx_anchor a = SALAD_RUN(class, wanted[i]);
		struct sought t = { .n = 1, .chosen = { &a } };
		bool good = true;

		compile(&t);
		for (n = a.min - 1U; n <= a.min + 1U; n++)
			good = runs_stand(&t, class, n, a.min) &&
			    runs_stand(&t, class, a.min, n) && good;
		for (k = 0; k < FX_LEN(steps); k++)
			good = runs_stand(&t, class, steps[k], a.min) && good;
		ok(good, "runs of %u and nearly so, of class %d", a.min,
		    (int)class);
	}
}

/* Shapes that are looked for where a run is. */
static const struct fx_anchor hung[] = {
	SALAD_SHAPE("0000", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("0000A", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("00000000", SALAD_WHOLE),
	SALAD_SHAPE("000000-0000", SALAD_WHOLE),
	SALAD_SHAPE("0000000000000000", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("A00000", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("0A00000", 0),
	SALAD_SHAPE("AAAA-XX", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("AAAAAAXX", FX_ANCHOR_BEGINS),
	SALAD_SHAPE("AAAAAAAA.0000", SALAD_WHOLE),
};

/* What a shape asks for. */
static size_t
shape_fill(const char *shape, uint8_t *p)
{
	size_t i;

	for (i = 0; shape[i] != '\0'; i++)
		p[i] = (uint8_t)(shape[i] == 'A' ? 'Q'
			: shape[i] == 'X'        ? "Q7"[i % 2]
						 : shape[i]);
	return i;
}

/*
 * One at the beginning of a sector, all over a step, behind so many of a
 * character; more or others follow, and the text is cut or goes on.
 */
static bool
hangs(const struct sought *t, const char *shape, uint8_t before, size_t n,
    uint8_t behind)
{
	enum { N = 800, SECTOR = 512, TAIL = 70 };
	const size_t two = (size_t)2 * SECTOR;
	bool good = true;
	uint8_t p[N];
	size_t k, at, end;

	for (k = 0; k <= FX_STEP; k += 3) {
		at = k + n;
		memset(p, ' ', k);
		memset(p + k, before, n);
		memset(p + at, behind, N - at);
		end = at + shape_fill(shape, p + at);
		good = agree_at(t, p, end - 1, two - at) &&
		    agree_at(t, p, end, two - at) &&
		    agree_at(t, p, end + 1, two - at) &&
		    agree_at(t, p, end + TAIL, two - at) &&
		    agree_at(t, p, end + TAIL, two - at - 1) && good;
	}
	return good;
}

/* Alone, and together with one that makes longer runs wanted. */
static void
check_hung(const struct fx_anchor *other, const char *what)
{
	static const char before[] = "7Qq", behind[] = "7Q ";
	static const size_t lens[] = { 0, 17, 515 };
	const struct fx_anchor *a;
	size_t b, n, e;

	for (a = hung; a < hung + FX_LEN(hung); a++) {
		struct sought t = { .n = other != NULL ? 2 : 1,
			.chosen = { a, other },
			.part = { 5, 6 } };
		bool good = true;

		compile(&t);
		for (b = 0; b < sizeof(before) - 1; b++)
			for (n = 0; n < FX_LEN(lens); n++)
				for (e = 0; e < sizeof(behind) - 1; e++)
					good = hangs(&t, a->text,
						   (uint8_t)before[b], lens[n],
						   (uint8_t)behind[e]) &&
					    good;
		ok(good, "%s at a sector, %s", a->text, what);
	}
}

/* Every byte, alone and inside of a run. */
static void
check_bytes(void)
{
	uint8_t p[140];
	bool good = true;
	int c, k;

	for (c = 0; c < 256; c++)
		for (k = 0; k < 4; k++) {
			struct sought *t = choose(
			    (uint64_t)c * 4 + (uint64_t)k);

			memset(p, "5Aa "[k], sizeof(p));
			p[70] = (uint8_t)c;
			good = agree(t, p, sizeof(p)) && good;
			memset(p, c, sizeof(p));
			good = agree(t, p, sizeof(p)) && good;
			free(t);
		}
	ok(good, "every byte, alone and in runs");
}

static void
check_kind(enum fake_kind kind)
{
	uint8_t p[3000];
	uint64_t seed;
	bool good = true;

	for (seed = 0; seed < 20; seed++) {
		struct sought *t = choose(seed + 77);
		struct fx_views views = { .wide = { { .n = 0 } } };

		fake_fill(p, sizeof(p), kind, seed);
		good = agree(t, p, sizeof(p) - seed) &&
		    agree_views(t, &views, p, sizeof(p), sizeof(p), seed) &&
		    good;
		fx_views_done(&views);
		free(t);
	}
	ok(good, "%s", fake_kinds[kind]);
}

/* Zeros are skipped: what stands between them must not be. */
static void
check_islands(void)
{
	static const char island[] = "password AA12 123456";
	enum { N = 700, LEN = sizeof(island) - 1 };
	uint8_t p[N];
	size_t at, i;
	bool good = true;
	struct sought *t = choose(5);
	struct fx_views views = { .wide = { { .n = 0 } } };

	for (at = 0; at < N - 2 * LEN; at++) {
		memset(p, 0, N);
		memcpy(p + at, island, LEN);
		good = agree(t, p, N) && good;
		memset(p, 0, N);
		for (i = 0; i < LEN; i++)
			p[at + 2 * i] = (uint8_t)island[i];
		good = agree_views(t, &views, p, N, N, 0) && good;
	}
	fx_views_done(&views);
	free(t);
	ok(good, "an island anywhere in zeros");
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

/* What a plan takes. */
static void
check_sound(void)
{
	static const struct {
		const char *what;
		struct fx_anchor anchor;
		bool good;
	} cases[] = {
		{ "no digits", { .kind = FX_ANCHOR_DIGITS, .min = 0 }, false },
		{ "256 digits", { .kind = FX_ANCHOR_DIGITS, .min = 256 },
		    true },
		{ "257 digits", { .kind = FX_ANCHOR_DIGITS, .min = 257 },
		    false },
		{ "a run", SALAD_RUN(FX_CLASS_MRZ, 30), true },
		{ "a run of nothing", SALAD_RUN(FX_CLASS_MRZ, 0), false },
		{ "a run of no class", SALAD_RUN(FX_CLASSES, 4), false },
		{ "a word", SALAD_WORDS(1, NULL), false },
		{ "two words", SALAD_WORDS(2, NULL), true },
		{ "24 words", SALAD_WORDS(24, NULL), true },
		{ "25 words", SALAD_WORDS(25, NULL), false },
		{ "two characters", SALAD_TEXT("P<", 0), true },
		{ "one character", SALAD_TEXT("P", 0), false },
		{ "no text", SALAD_TEXT(NULL, 0), false },
		{ "sixteen", SALAD_TEXT("0123456789abcdef", 0), true },
		{ "seventeen", SALAD_TEXT("0123456789abcdefg", 0), false },
		{ "no character", SALAD_TEXT("a\tb", 0), false },
		{ "no ASCII",
		    SALAD_TEXT("stra\xdf"
			       "e",
			0),
		    false },
		{ "flags that are none", SALAD_TEXT("text", 8), false },
		{ "a shape", SALAD_SHAPE("0AX.", 7), true },
		{ "signs in a shape", SALAD_SHAPE("00-A<: /", 0), true },
		{ "no shape", SALAD_SHAPE("0AY.", 0), false },
		{ "another digit", SALAD_SHAPE("01.0", 0), false },
	};
	struct fx_scan_options opt = { .threads = 1 };
	struct fx_plan *plan = malloc(sizeof(*plan));
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		struct fx_carver c = fake_num;
		const struct fx_carver *set[] = { &c, NULL };

		memset(c.anchors, 0, sizeof(c.anchors));
		c.anchors[0] = cases[i].anchor;
		is_int(fx_plan_init(plan, set, &opt, false, &err),
		    cases[i].good ? 0 : -1, "%s", cases[i].what);
	}
	free(plan);
}

/* How far a carver may see, and what margins that takes. */
static void
check_bounds(void)
{
	static const struct {
		uint16_t reach, window, before;
		bool keyed;
		size_t margin; /* 0: refused */
	} cases[] = {
		{ 1, 0, 0, false, FX_MARGIN_LEAST },
		{ 256, 0, 0, true, FX_MARGIN_LEAST },
		{ 257, 0, 0, false, 0 },
		{ 0, 0, 0, false, 0 },
		{ 512, 512, 0, false, FX_MARGIN_LEAST },
		{ 1024, 1024, 0, false, FX_SCAN_MARGIN },
		{ 1024, 2048, 1024, false, FX_SCAN_MARGIN },
		{ 1025, 2048, 0, false, 0 },
		{ 1024, 2049, 0, false, 0 },
		{ 100, 50, 0, false, 0 },
		{ 100, 0, 100, false, FX_MARGIN_LEAST },
		{ 100, 0, 101, false, 0 },
		{ 100, 300, 0, true, 0 },
		{ 100, 0, 20, true, 0 },
	};
	struct fx_scan_options opt = { .threads = 1 };
	struct fx_plan *plan = malloc(sizeof(*plan));
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		struct fx_carver c = fake_num;
		const struct fx_carver *set[] = { &c, NULL };
		int rc;

		c.reach = cases[i].reach;
		c.window = cases[i].window;
		c.before = cases[i].before;
		c.keyed = cases[i].keyed;
		rc = fx_plan_init(plan, set, &opt, false, &err);
		is_int(rc, cases[i].margin > 0 ? 0 : -1,
		    "reach %d, window %d, before %d", cases[i].reach,
		    cases[i].window, cases[i].before);
		if (rc == 0)
			is_int(plan->margin, cases[i].margin, "its margin");
	}
	free(plan);
}

/* As many patterns as there may be, and one too many. */
static void
check_many(void)
{
	static char text[FX_PATTERNS_MOST + 1][8];
	struct fx_seek *s = malloc(sizeof(*s));
	struct fx_anchor a = { .kind = FX_ANCHOR_TEXT };
	struct fx_asked got = { .n = 0 };
	struct fx_search find = { .unit = 1, .asked = &got };
	bool good = true;
	size_t i;

	fx_seek_init(s);
	for (i = 0; i <= FX_PATTERNS_MOST; i++) {
		snprintf(text[i], sizeof(text[i]), "k%zuq", i * 7919 % 100000);
		a.text = text[i];
		good = good &&
		    fx_seek_add(s, &a, i % 64) == (i < FX_PATTERNS_MOST);
		good = good &&
		    (i == 0 || fx_seek_add(s, &a, 1) == (i < FX_PATTERNS_MOST));
	}
	fx_seek_ready(s, false);
	for (i = 0; i < FX_PATTERNS_MOST; i++) {
		got.n = 0;
		find.p = (const uint8_t *)text[i];
		find.n = strlen(text[i]);
		fx_seek_run(s, &find);
		good = good && got.n == 1 && got.at[0] == 0 &&
		    (got.parts[0] & (uint64_t)1 << i % 64) != 0;
	}
	ok(good, "%d patterns, each found, and no more", FX_PATTERNS_MOST);
	fx_asked_done(&got);
	free(s);
}

int
main(void)
{
	static const struct fx_anchor digits = SALAD_RUN(FX_CLASS_DIGIT, 19);
	static const struct fx_anchor upper = SALAD_RUN(FX_CLASS_UPPER, 9);
	int kind;

	check_strides(false);
	check_strides(true);
	check_sizes(false);
	check_sizes(true);
	check_salad(false);
	check_salad(true);
	check_each();
	check_runs();
	check_hung(NULL, "alone");
	check_hung(&digits, "beside longer runs of digits");
	check_hung(&upper, "beside longer runs of capitals");
	check_bytes();
	check_islands();
	for (kind = 0; kind < FAKE_KINDS; kind++)
		check_kind((enum fake_kind)kind);
	check_narrow();
	check_sound();
	check_bounds();
	check_many();
	return done();
}
