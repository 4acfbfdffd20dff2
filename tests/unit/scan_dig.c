/* scan_dig.c - decodings in decodings: as plain recursion gives them, whatever
 * the blocks and threads */
#include "decode_fake.h"
#include "scan_fake.h"
#include "scan_image.h"
#include "tap.h"

static void
put(uint8_t *p, const char *text)
{
	for (; *text != '\0'; text++)
		*p++ = (uint8_t)*text;
}

enum { MIN = 6, CONTEXT = 7 };

/* A stream of the reference. */
struct stream {
	const uint8_t *p;
	size_t n;
	const char *prefix; /* NULL: the image */
	uint64_t outer;
	unsigned int depth;
	struct fx_decoding *d; /* what it came of, if that is asked */
	struct fx_buf *log;
};

struct plain {
	uint64_t at;
	size_t from, to; /* of text */
};

struct plains {
	const struct stream *s;
	struct fx_buf text;
	struct plain *one;
	size_t n, cap;
};

static bool
is_new(const struct stream *s, uint64_t from, uint64_t to)
{
	return s->d == NULL || s->d->decoder->touched == NULL ||
	    s->d->decoder->touched(s->d, from > 0 ? from - 1 : 0, to + 1);
}

static int
keep(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct plains *ps = arg;
	struct fx_found copy = *f;
	char path[512];

	(void)err;
	if (!is_new(ps->s, f->off, f->off + f->len))
		return 0;
	if (ps->n == ps->cap) {
		ps->cap = ps->cap != 0 ? 2 * ps->cap : 64;
		ps->one = realloc(ps->one, ps->cap * sizeof(*ps->one));
	}
	ps->one[ps->n] = (struct plain){ .at = f->off, .from = ps->text.len };
	if (ps->s->prefix != NULL) {
		snprintf(path, sizeof(path), "%s%" PRIu64, ps->s->prefix,
		    f->off);
		copy.off = ps->s->outer;
		copy.path = path;
	}
	fake_put_found(&ps->text, &copy);
	ps->one[ps->n++].to = ps->text.len;
	return 0;
}

static void
put_limit(const struct stream *s, uint64_t at, bool error, const char *why)
{
	fx_buf_printf(s->log, "%s %" PRIu64 " path %s%" PRIu64 " %s\n",
	    error ? "error" : "limit", s->prefix != NULL ? s->outer : at,
	    s->prefix != NULL ? s->prefix : "", at, why);
}

static void walk(const struct stream *s);

/* Decode from at on, all of it. Returns false if nothing begins there. */
static bool
enter(const struct stream *s, size_t at, const struct fx_decoder *decoder,
    bool *deep)
{
	struct fx_memory m = { s->p, s->n };
	struct fx_source src = fx_source_memory(&m);
	struct fx_decoding d;
	struct fx_buf out = { 0 };
	char prefix[512], piece[777];
	struct stream sub = { .prefix = prefix,
		.outer = s->prefix != NULL ? s->outer : at,
		.depth = s->depth + 1,
		.d = &d,
		.log = s->log };
	struct fx_err err = { .code = FX_OK };
	bool opened;
	ssize_t got;

	snprintf(prefix, sizeof(prefix), "%s%zu-%s-",
	    s->prefix != NULL ? s->prefix : "", at, decoder->name);
	opened = fx_decoding_open(&d, decoder, &src, at, &err) == 0;
	if (!opened && err.code == FX_EIO) {
		put_limit(&sub, 0, true, err.msg);
	} else if (opened && s->depth == FX_DECODE_DEPTH) {
		put_limit(s, at, false, "depth");
		*deep = true;
	} else if (opened) {
		while ((got = decoder->read(&d, (uint8_t *)piece, sizeof(piece),
			    &err)) > 0)
			fx_buf_put(&out, piece, (size_t)got);
		sub.p = (const uint8_t *)out.p;
		sub.n = out.len;
		if (is_new(s, at, at + d.used)) {
			walk(&sub);
			if (got == -1 && err.code == FX_EIO)
				put_limit(&sub, out.len, true, err.msg);
			if (d.limit != NULL)
				put_limit(&sub, out.len, false, d.limit);
		}
	}
	fx_decoding_close(&d);
	fx_buf_done(&out);
	return opened;
}

static void
walk(const struct stream *s)
{
	struct plains ps = { .s = s };
	struct fx_scan_options opt = { .min = MIN, .context = CONTEXT };
	struct fx_scan_sink sink = { .found = keep, .arg = &ps };
	struct fx_scan_piece piece = { s->p, s->n, 0, 0, s->n };
	const struct fx_decoder *const *d;
	struct fx_scan_result res;
	struct fx_err err;
	bool deep = false;
	size_t at, i = 0;

	fx_scan_memory(&piece, fake_all, &opt, &sink, &res, &err);
	for (at = 0; at < s->n; at++) {
		struct fx_look l = { s->p, s->n, at, 0 };

		for (; i < ps.n && ps.one[i].at <= at; i++)
			fx_buf_put(s->log, ps.text.p + ps.one[i].from,
			    ps.one[i].to - ps.one[i].from);
		for (d = fake_decoders; s->p[at] == '<' && !deep && *d != NULL;
		     d++)
			if (s->n - at >= 2 &&
			    memcmp(s->p + at, (*d)->marks[0].bytes, 2) == 0 &&
			    (*d)->look(&l) && enter(s, at, *d, &deep))
				break;
	}
	fx_buf_done(&ps.text);
	free(ps.one);
}

struct told {
	struct fake_log log;
	struct fx_scan_result res;
	struct fx_err err;
	int rc;
};

static void
run_memory(const struct fx_scan_piece *piece, const struct fx_scan_options *opt,
    struct told *t)
{
	struct fx_scan_sink sink = fake_sink(&t->log);

	*t = (struct told){ .rc = 0 };
	t->rc = fx_scan_memory(piece, fake_all, opt, &sink, &t->res, &t->err);
}

static void
run(const uint8_t *p, size_t n, const struct fx_scan_options *opt,
    struct told *t)
{
	struct fx_image img = { .p = p, .size = n };
	struct fx_scan_sink sink;

	*t = (struct told){ .rc = 0 };
	sink = fake_sink(&t->log);
	t->rc = fx_scan(&img, fake_all, opt, &sink, &t->res, &t->err);
	if (img.strayed)
		fx_buf_str(&t->log.text, "strayed\n");
}

static bool
is_text(const struct told *t, const struct fx_buf *want)
{
	return t->rc == 0 && !t->log.unordered &&
	    t->log.text.len == want->len &&
	    memcmp(fx_buf_text(&t->log.text), fx_buf_text(want), want->len) ==
	    0;
}

/* Numbers, some in UTF-16, with heads of decodings strewn in. */
static void
strew(uint8_t *p, size_t n, unsigned int heads, uint64_t seed)
{
	static const char letters[] = "PPPPDHELTTTK";
	uint64_t s = seed * 2654435769U + 88172645463325252U, at;
	unsigned int i;

	fake_fill(p, n, FAKE_NUMBERS, seed);
	fake_fill(p + n / 2, n / 8, FAKE_WIDE, seed);
	for (i = 0; i < n / 40; i++)
		p[fake_next(&s) % n] = '~';
	for (i = 0; i < heads; i++) {
		at = fake_next(&s) % (n - FAKE_HEAD);
		fake_head(p + at,
		    letters[(fake_next(&s) >> 20) % (sizeof(letters) - 1)],
		    (uint32_t)(fake_next(&s) % (n / 3)));
	}
}

/* By memory, and by threads and blocks of several sizes. */
static void
compare(const uint8_t *p, size_t n, const char *what, size_t small)
{
	const struct {
		unsigned int threads;
		size_t block;
	} ways[] = { { 1, 0 }, { 2, 4096 }, { 7, 16384 }, { 3, small } };
	struct fx_scan_options opt = { .min = MIN,
		.context = CONTEXT,
		.decoders = fake_decoders };
	struct fx_scan_piece piece = { p, n, 0, 0, n };
	struct fx_buf want = { 0 };
	struct stream s = { .p = p, .n = n, .log = &want };
	struct told t;
	size_t i;

	walk(&s);
	run_memory(&piece, &opt, &t);
	ok(is_text(&t, &want),
	    "%s: %" PRIu64 " findings, %" PRIu64 " errors, %" PRIu64
	    " limits as by plain recursion",
	    what, t.log.found, t.res.errors, t.res.limits);
	fx_buf_done(&t.log.text);
	for (i = 0; i < FX_LEN(ways); i++) {
		opt.threads = ways[i].threads;
		opt.block = ways[i].block;
		run(p, n, &opt, &t);
		ok(is_text(&t, &want), "%s: the same by %u threads, blocks %zu",
		    what, opt.threads, opt.block);
		fx_buf_done(&t.log.text);
	}
	fx_buf_done(&want);
}

static void
check_strewn(size_t n, unsigned int heads, uint64_t seed)
{
	uint8_t *p = malloc(n);
	char what[64];

	strew(p, n, heads, seed);
	snprintf(what, sizeof(what), "%zu bytes, %u heads, seed %" PRIu64, n,
	    heads, seed);
	compare(p, n, what, n < 100000 ? 997 : 70001);
	free(p);
}

/* One in the other, deeper than anybody follows. */
static void
check_depth(void)
{
	enum { DEEP = 11, N = DEEP * FAKE_HEAD + 20 };
	uint8_t p[N];
	size_t i;

	memset(p, ' ', N);
	for (i = 0; i < DEEP; i++)
		fake_head(p + i * FAKE_HEAD, 'P',
		    (uint32_t)(N - (i + 1) * FAKE_HEAD));
	put(p + N - 10, "12345678");
	compare(p, N, "nesting", 10);
}

struct data {
	uint8_t *p;
	size_t n;
};

/* What is told of data with a budget, alike by memory and by threads. */
static void
expect(const struct data *d, const struct fx_scan_budget *budget,
    const char *want, const char *what)
{
	struct fx_scan_options opt = { .min = 99,
		.threads = 2,
		.decoders = fake_decoders,
		.budget = budget };
	struct fx_scan_piece piece = { d->p, d->n, 0, 0, d->n };
	struct told t;

	run_memory(&piece, &opt, &t);
	is_str(fx_buf_text(&t.log.text), want, "%s", what);
	fx_buf_done(&t.log.text);
	run(d->p, d->n, &opt, &t);
	is_str(fx_buf_text(&t.log.text), want, "%s, by threads", what);
	fx_buf_done(&t.log.text);
}

static void
check_budgets(void)
{
	static const struct fx_scan_budget usual = { .depth = FX_DECODE_DEPTH,
		.ratio = 100,
		.free = 1 << 20,
		.bytes = 64 << 20,
		.total = 64 << 20,
		.starts = 1000,
		.ahead = FX_SCAN_AHEAD };
	enum { N = 400000 };
	struct data d = { malloc(N), 1000 };
	struct fx_scan_budget b = usual;

	memset(d.p, ' ', N);
	fake_head(d.p + 10, 'B', 10);
	expect(&d, &b, "limit 10 path 10-BOMB-1049000 ratio\n",
	    "output for each byte of input");
	b.free = UINT64_MAX;
	b.bytes = 5000;
	expect(&d, &b, "limit 10 path 10-BOMB-6000 bytes\n",
	    "output of one decoding");
	b = usual;
	b.free = UINT64_MAX;
	b.total = 50000;
	fake_head(d.p, 'P', 500);
	fake_head(d.p + 100, 'B', 0);
	expect(&d, &b,
	    "limit 0 path 0-PASS-4-BOMB-50000 total\n"
	    "limit 0 path 0-PASS-94 total\n"
	    "limit 10 path 10-BOMB-51000 total\n"
	    "limit 100 path 100-BOMB-51000 total\n",
	    "output in one place");
	b = usual;
	b.starts = 2;
	memset(d.p, ' ', 1000);
	fake_head(d.p, 'P', 500);
	fake_head(d.p + 50, 'P', 0);
	fake_head(d.p + 60, 'P', 0);
	fake_head(d.p + 70, 'P', 0);
	expect(&d, &b, "limit 0 path 0-PASS-54 starts\n",
	    "decodings in one place");
	b = usual;
	b.ahead = 8192;
	d.n = N;
	fake_head(d.p, 'P', N - 10);
	fake_head(d.p + 50, 'P', 30000);
	memset(d.p + 60, ' ', 20);
	expect(&d, &b, "limit 0 path 0-PASS-44-PASS-8186 lookahead\n",
	    "looking ahead");
	b.ahead = 40000;
	expect(&d, &b, "", "looking ahead far enough");
	free(d.p);
}

/* A decoding that would go on for long ends with the scan. */
static void
check_stop(void)
{
	static volatile sig_atomic_t stop;
	uint8_t p[200];
	struct fx_image img = { .p = p, .size = sizeof(p) };
	struct fx_scan_options opt = { .decoders = fake_decoders,
		.threads = 1,
		.stop = &stop };
	struct told t = { .log = { .stop = &stop } };
	struct fx_scan_sink sink = fake_sink(&t.log);
	struct fx_scan_budget endless = { .depth = 8,
		.ratio = 1,
		.free = UINT64_MAX,
		.bytes = UINT64_MAX,
		.total = UINT64_MAX,
		.starts = 10 };

	opt.budget = &endless;
	memset(p, ' ', sizeof(p));
	fake_head(p, 'T', 150);
	put(p + 100, "~1234");
	fake_head(p + 120, 'B', 0);
	stop = 1;
	t.rc = fx_scan(&img, fake_all, &opt, &sink, &t.res, &t.err);
	ok(t.rc == 0, "a scan that is stopped at once ends well");
	fx_buf_done(&t.log.text);
	t = (struct told){ .log = { .refuse = 1 } };
	stop = 0;
	opt.min = 0;
	/* The bomb is one long number: all that can be told is before it. */
	put(p + 20, "1234 5678 ");
	opt.budget = NULL;
	p[120] = ' ';
	t.rc = fx_scan(&img, fake_all, &opt, &sink, &t.res, &t.err);
	ok(t.rc == -1 && strcmp(t.err.msg, "refused") == 0,
	    "a refusal ends it: %s", t.err.msg);
	fx_buf_done(&t.log.text);
}

/* Jobs: files whose bytes lie backwards in the image, in two pieces. */
struct shop {
	const struct data *image;
	uint64_t from, to, next;
	size_t half; /* a file of two halves, the second one first */
};

static ssize_t
read_job(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	const struct shop *s = arg;
	uint8_t *p = buf;
	size_t i;

	(void)err;
	for (i = 0; i < n && off + i < 2 * s->half; i++)
		p[i] = s->image->p[(off + i + s->half) % (2 * s->half)];
	return (ssize_t)i;
}

/* Only what lies across the join is not seen in the image. */
static bool
across(void *arg, uint64_t from, uint64_t to)
{
	const struct shop *s = arg;

	return from < s->half && to > s->half;
}

static void *
new_shop(void *arg, const struct fx_source *image, struct fx_err *err)
{
	struct shop *s = malloc(sizeof(*s));

	(void)image;
	(void)err;
	*s = (struct shop){ .image = arg };
	s->half = s->image->n / 2;
	return s;
}

static void
end_shop(void *worker)
{
	free(worker);
}

static int
seek_job(void *worker, uint64_t from, uint64_t to, struct fx_err *err)
{
	struct shop *s = worker;

	(void)err;
	s->from = s->next = from;
	s->to = to;
	return 0;
}

static int
next_job(void *worker, struct fx_scan_job *job, struct fx_err *err)
{
	struct shop *s = worker;
	uint64_t at;
	int i;

	(void)err;
	for (i = 0; i < 2; i++) {
		at = i == 0 ? 0 : s->half;
		if (at < s->next || at >= s->to)
			continue;
		s->next = at + 1;
		*job = (struct fx_scan_job){ .at = at,
			.prefix = "V2/5-128-1",
			.src = { read_job, s },
			.from = i == 0 ? s->half : 0,
			.to = i == 0 ? 2 * s->half : s->half,
			.unseen = across,
			.arg = s };
		return 1;
	}
	return 0;
}

static int
put_brief(const struct fx_found *f, void *arg, struct fx_err *err)
{
	(void)err;
	fx_buf_printf(arg, "%" PRIu64 " ", f->off);
	if (f->path != NULL)
		fx_buf_printf(arg, "%s ", f->path);
	fx_buf_printf(arg, "%s\n", f->value);
	return 0;
}

static void
check_jobs(void)
{
	enum { HALF = 5000, JOIN = 2 * HALF };
	static const struct {
		unsigned int threads;
		size_t block;
	} ways[] = { { 1, 0 }, { 3, 900 }, { 2, 4096 } };
	struct data d = { malloc(JOIN), JOIN };
	struct fx_scan_jobs jobs = { .worker = new_shop,
		.gone = end_shop,
		.seek = seek_job,
		.next = next_job,
		.arg = &d };
	struct fx_scan_options opt = { .decoders = fake_decoders,
		.jobs = &jobs };
	size_t i;

	memset(d.p, ' ', JOIN);
	put(d.p + 100, "1111");
	put(d.p, "3333");            /* the file's second half */
	put(d.p + JOIN - 4, "2222"); /* ends its first */
	fake_head(d.p + 9900, 'P', 150);
	for (i = 0; i < FX_LEN(ways); i++) {
		struct fx_image img = { .p = d.p, .size = d.n };
		struct told t = { .log = { .last = 0 } };
		struct fx_scan_sink sink = { .found = put_brief,
			.arg = &t.log.text };

		opt.threads = ways[i].threads;
		opt.block = ways[i].block;
		t.rc = fx_scan(&img, fake_set, &opt, &sink, &t.res, &t.err);
		is_str(fx_buf_text(&t.log.text),
		    "0 3333\n"
		    "100 1111\n"
		    "5000 V2/5-128-1@4900-PASS-90 22223333\n"
		    "5000 V2/5-128-1@4996 22223333\n"
		    "9900 9900-PASS-90 2222\n"
		    "9996 2222\n",
		    "jobs at their places, by %u threads, blocks of %zu",
		    opt.threads, opt.block);
		fx_buf_done(&t.log.text);
	}
	free(d.p);
}

/* A decoding and a job without an end, during which the stop flag is set. */
static volatile sig_atomic_t halt;

static int
open_halting(struct fx_decoding *d, struct fx_err *err)
{
	struct fake_own *own;

	if (fake_open(d, err) == -1)
		return -1;
	own = d->own;
	own->letter = 'B';
	__atomic_store_n(&halt, 1, __ATOMIC_RELAXED);
	return 0;
}

static ssize_t
read_halting(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	(void)arg, (void)off, (void)err;
	__atomic_store_n(&halt, 1, __ATOMIC_RELAXED);
	memset(buf, ' ', n);
	return (ssize_t)n;
}

static int
next_halting(void *worker, struct fx_scan_job *job, struct fx_err *err)
{
	struct shop *s = worker;

	(void)err;
	if (s->next++ != 0)
		return 0;
	*job = (struct fx_scan_job){ .prefix = "V2/5-128-1",
		.src = { read_halting, s },
		.to = UINT64_MAX / 2 };
	return 1;
}

/* The source is read to its end, but not all in it is followed. */
static void
check_halted(void)
{
	static const struct fx_decoder halting = { .name = "HALTING",
		.about = "HALTING",
		.version = 1,
		.marks = { { FX_MARK_BYTES, 2, "<S", 0, 0 } },
		.look = fake_look,
		.open = open_halting,
		.read = fake_read,
		.close = fake_close };
	static const struct fx_decoder *const decoders[] = { &halting, NULL };
	static const struct fx_scan_budget endless = { .depth = 8,
		.free = UINT64_MAX,
		.bytes = UINT64_MAX,
		.total = UINT64_MAX,
		.starts = 10 };
	static const struct {
		const char *what, *head;
		bool job, complete;
	} cases[] = {
		{ "nothing to follow", "1234", false, true },
		{ "a decoding that is halted", "<S", false, false },
		{ "a job that is halted", "1234", true, false },
	};
	uint8_t p[200];
	struct data d = { p, sizeof(p) };
	struct fx_scan_jobs jobs = { .worker = new_shop,
		.gone = end_shop,
		.seek = seek_job,
		.next = next_halting,
		.arg = &d };
	struct fx_scan_options opt = { .decoders = decoders,
		.budget = &endless,
		.threads = 1,
		.stop = &halt };
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		struct fx_image img = { .p = p, .size = sizeof(p) };
		struct told t = { .log = { .last = 0 } };
		struct fx_scan_sink sink = fake_sink(&t.log);

		memset(p, 0, sizeof(p));
		put(p, cases[i].head);
		opt.jobs = cases[i].job ? &jobs : NULL;
		halt = 0;
		t.rc = fx_scan(&img, fake_set, &opt, &sink, &t.res, &t.err);
		ok(t.rc == 0 && t.res.bytes == sizeof(p) &&
			t.res.complete == cases[i].complete,
		    "%s: the scan is %scomplete", cases[i].what,
		    cases[i].complete ? "" : "not ");
		fx_buf_done(&t.log.text);
	}
}

int
main(void)
{
	uint64_t seed;

	for (seed = 1; seed <= 8; seed++)
		check_strewn(15000 + seed, 10, seed);
	check_strewn(400000, 5, 3);
	check_strewn(400, 3, 7);
	check_depth();
	check_budgets();
	check_jobs();
	check_stop();
	check_halted();
	return done();
}
