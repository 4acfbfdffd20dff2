/* scan_ring.c - many threads: the same events; every way to end */
#include <openssl/evp.h>

#include <pthread.h>
#include <signal.h>

#include "scan_fake.h"
#include "scan_image.h"
#include "tap.h"

struct told {
	struct fake_log log;
	struct fx_scan_result res;
	struct fx_err err;
	int rc;
};

static void
scan(struct fx_image *img, const struct fx_scan_options *opt, struct told *t)
{
	struct fx_scan_sink sink = fake_sink(&t->log);

	t->rc = fx_scan(img, fake_all, opt, &sink, &t->res, &t->err);
}

static void
scan_whole(const uint8_t *p, size_t n, const struct fx_scan_options *opt,
    struct told *t)
{
	struct fx_scan_sink sink = fake_sink(&t->log);
	struct fx_scan_piece piece = { p, n, 0, 0, n };

	t->rc = fx_scan_memory(&piece, fake_all, opt, &sink, &t->res, &t->err);
}

static bool
same(const struct told *a, const struct told *b)
{
	return a->rc == b->rc && a->log.text.len == b->log.text.len &&
	    !a->log.text.failed && !b->log.unordered &&
	    memcmp(fx_buf_text(&a->log.text), fx_buf_text(&b->log.text),
		a->log.text.len) == 0 &&
	    a->res.anchors == b->res.anchors && a->res.bytes == b->res.bytes &&
	    a->res.complete == b->res.complete &&
	    memcmp(a->res.found, b->res.found, sizeof(a->res.found)) == 0 &&
	    memcmp(a->res.below, b->res.below, sizeof(a->res.below)) == 0;
}

/* Is the digest there and that of these bytes? */
static bool
is_digest(const struct fx_scan_result *res, enum fx_hash_alg alg,
    const EVP_MD *md, const uint8_t *p, size_t n)
{
	uint8_t sum[EVP_MAX_MD_SIZE];

	return res->have[alg] && EVP_Digest(p, n, sum, NULL, md, NULL) == 1 &&
	    memcmp(sum, res->sum[alg], fx_hash_len(alg)) == 0;
}

static void
done_with(struct told *t)
{
	fx_buf_done(&t->log.text);
}

static void
check_threads(enum fake_kind kind, size_t n)
{
	static const struct {
		unsigned int threads;
		size_t block;
	} ways[] = { { 1, 0 }, { 1, 1000 }, { 2, 4096 }, { 3, 777 },
		{ 7, 16384 }, { 64, 2000 } };
	struct fx_scan_options opt = { .context = 5, .min = 3 };
	struct told whole = { .rc = 0 };
	uint8_t *p = malloc(n);
	size_t i;

	fake_fill(p, n, kind, n);
	scan_whole(p, n, &opt, &whole);
	opt.hash[FX_MD5] = opt.hash[FX_SHA1] = true;
	for (i = 0; i < FX_LEN(ways); i++) {
		struct fx_image img = { .p = p, .size = n };
		struct told t = { .rc = 0 };

		opt.threads = ways[i].threads;
		opt.block = ways[i].block;
		scan(&img, &opt, &t);
		ok(same(&whole, &t),
		    "%s: %" PRIu64 " findings by %u threads, blocks of %zu",
		    fake_kinds[kind], t.log.found, ways[i].threads,
		    ways[i].block);
		ok(is_digest(&t.res, FX_SHA256, EVP_sha256(), p, n) &&
			is_digest(&t.res, FX_SHA1, EVP_sha1(), p, n) &&
			is_digest(&t.res, FX_MD5, EVP_md5(), p, n),
		    "%s: digests", fake_kinds[kind]);
		ok(!img.strayed && img.pos == n, "%s: each byte read once",
		    fake_kinds[kind]);
		done_with(&t);
	}
	done_with(&whole);
	free(p);
}

/* Blocks of a byte, and a source that gives a few bytes at a time. */
static void
check_tiny(void)
{
	enum { N = 300 };
	struct fx_scan_options opt = { .min = 0 };
	struct told whole = { .rc = 0 }, t = { .rc = 0 }, slow = { .rc = 0 };
	uint8_t p[N];
	struct fx_image img = { .p = p, .size = N };

	fake_fill(p, N, FAKE_NUMBERS, 5);
	scan_whole(p, N, &opt, &whole);
	opt.threads = 2;
	opt.block = 1;
	scan(&img, &opt, &t);
	ok(same(&whole, &t), "blocks of one byte");
	img = (struct fx_image){ .p = p, .size = N, .most = 7 };
	opt.block = 100;
	scan(&img, &opt, &slow);
	ok(same(&whole, &slow) && img.reads > 40, "a few bytes at a time");
	done_with(&whole);
	done_with(&t);
	done_with(&slow);
}

static void
check_small(void)
{
	struct fx_scan_options opt = { .threads = 2 };
	struct fx_image none = { .size = 0 };
	struct fx_image one = { .p = (const uint8_t *)"7", .size = 1 };
	struct told t = { .rc = 0 };

	scan(&none, &opt, &t);
	ok(t.rc == 0 && t.res.complete && t.res.bytes == 0, "empty source");
	ok(is_digest(&t.res, FX_SHA256, EVP_sha256(), NULL, 0),
	    "empty source: its digest");
	ok(!t.res.have[FX_MD5], "a digest nobody asked for");
	scan(&one, &opt, &t);
	ok(t.rc == 0 && t.res.complete && t.res.bytes == 1, "one byte");
	ok(is_digest(&t.res, FX_SHA256, EVP_sha256(), one.p, 1),
	    "one byte: its digest");
	opt.nohash = true;
	scan(&one, &opt, &t);
	ok(t.rc == 0 && !t.res.have[FX_SHA256], "no digest at all");
	opt.threads = FX_SCAN_THREADS + 1;
	scan(&one, &opt, &t);
	is_int(t.rc, -1, "more threads than there may be");
	done_with(&t);
}

static const struct fx_gap gaps[] = {
	{ 0, 512, "read error" },
	{ 4096, 1024, "read error" },
	{ 5120, 1024, "chunk checksum" }, /* another reason: another gap */
	{ 6144, 30000, "chunk checksum" },
	{ 50000, 1, "read error" },
	{ 59000, 1000, "read error" },
};

static void
check_gaps(void)
{
	enum { N = 60000 };
	static const size_t blocks[] = { 0, 4096, 1024, 3001 };
	struct fx_scan_options opt = { .threads = 2 };
	uint8_t *p = malloc(N), *zeroed = malloc(N);
	struct told first = { .rc = 0 };
	const char *text;
	size_t i;

	fake_fill(p, N, FAKE_NUMBERS, 9);
	memcpy(zeroed, p, N);
	for (i = 0; i < FX_LEN(gaps); i++)
		memset(zeroed + gaps[i].off, 0, gaps[i].len);
	for (i = 0; i < FX_LEN(blocks); i++) {
		struct fx_image img = { .p = p,
			.size = N,
			.gap = gaps,
			.ngap = FX_LEN(gaps),
			.most = 1000 * (i & 1) };
		struct told t = { .rc = 0 };

		opt.block = blocks[i];
		scan(&img, &opt, &t);
		is_int(t.res.gaps, 5, "gaps: merged, blocks of %zu", blocks[i]);
		ok(t.rc == 0 && t.res.complete &&
			is_digest(&t.res, FX_SHA256, EVP_sha256(), zeroed, N),
		    "gaps: the digest has zeros there");
		if (i == 0)
			first = t;
		else {
			ok(same(&first, &t), "gaps: the same events");
			done_with(&t);
		}
	}
	text = fx_buf_text(&first.log.text);
	ok(strncmp(text, "gap 0+512 read error\n", 21) == 0, "gaps: first");
	ok(strstr(text, "\ngap 5120+31024 chunk checksum\nfake") != NULL,
	    "gaps: two in one, before what follows");
	ok(strstr(text, "\ngap 59000+1000 read error\n") != NULL,
	    "gaps: at the end");
	done_with(&first);
	free(p);
	free(zeroed);
}

/* More findings than a slot may hold: told in parts. */
static void
check_flood(void)
{
	enum { N = 3 << 19 };
	struct fx_scan_options opt = { .context = 200, .threads = 2 };
	struct told whole = { .rc = 0 }, t = { .rc = 0 };
	uint8_t *p = malloc(N);
	struct fx_image img = { .p = p, .size = N };

	fake_fill(p, N, FAKE_NUMBERS, 2);
	memset(p + N / 3, 'x', N / 2); /* a block that is done before others */
	scan_whole(p, N, &opt, &whole);
	scan(&img, &opt, &t);
	ok(same(&whole, &t), "%zu bytes of findings, told in parts",
	    t.log.text.len);
	done_with(&whole);
	done_with(&t);
	free(p);
}

static void
check_stop(void)
{
	enum { N = 2000000 };
	volatile sig_atomic_t stop = 0;
	struct fx_scan_options opt = { .threads = 2,
		.block = 8192,
		.stop = &stop };
	struct told t = { .log = { .stop = &stop } }, whole = { .rc = 0 };
	uint8_t *p = malloc(N);
	struct fx_image img = { .p = p, .size = N };

	fake_fill(p, N, FAKE_NUMBERS, 3);
	scan(&img, &opt, &t);
	ok(t.rc == 0 && !t.res.complete, "stop: no error, not complete");
	ok(t.res.bytes == img.pos && t.res.bytes < N,
	    "stop: covered what was read, %" PRIu64 " bytes", t.res.bytes);
	ok(is_digest(&t.res, FX_SHA256, EVP_sha256(), p, t.res.bytes),
	    "stop: its digest");
	opt.stop = NULL;
	scan_whole(p, t.res.bytes, &opt, &whole);
	whole.res.complete = false;
	ok(same(&whole, &t), "stop: all findings of what was read");
	done_with(&t);
	done_with(&whole);

	stop = 1;
	opt.stop = &stop;
	t = (struct told){ .rc = 0 };
	img = (struct fx_image){ .p = p, .size = 100 };
	scan(&img, &opt, &t);
	ok(t.rc == 0 && t.res.complete == (t.res.bytes == 100),
	    "stop: at once");
	done_with(&t);
	free(p);
}

static void
check_read_error(void)
{
	enum { N = 100000 };
	struct fx_scan_options opt = { .threads = 2, .block = 4096 };
	struct told t = { .rc = 0 }, whole = { .rc = 0 };
	uint8_t *p = malloc(N);
	struct fx_image img = { .p = p, .size = N, .fails = true };

	fake_fill(p, N, FAKE_NUMBERS, 4);
	scan(&img, &opt, &t);
	is_int(t.rc, -1, "read error: it fails");
	is_str(t.err.msg, "the cable is out", "read error: in its words");
	ok(!t.res.complete && t.res.bytes == N, "read error: what was covered");
	ok(is_digest(&t.res, FX_SHA256, EVP_sha256(), p, N),
	    "read error: its digest");
	scan_whole(p, N, &opt, &whole);
	whole.rc = -1;
	whole.res.complete = false;
	ok(same(&whole, &t), "read error: all findings before it");
	done_with(&t);
	done_with(&whole);
	t = (struct told){ .rc = 0 };
	img = (struct fx_image){ .fails = true };
	scan(&img, &opt, &t);
	ok(t.rc == -1 && t.res.bytes == 0, "read error: at the first byte");
	done_with(&t);
	free(p);
}

static int
gap_refused(const struct fx_gap *gap, void *arg, struct fx_err *err)
{
	(void)gap, (void)arg, (void)err;
	return -1;
}

static void
check_refused(void)
{
	enum { N = 500000 };
	struct fx_scan_options opt = { .threads = 3, .block = 4096 };
	struct told t = { .log = { .refuse = 1000 } };
	uint8_t *p = malloc(N);
	struct fx_image img = { .p = p, .size = N };
	struct fx_scan_sink sink = fake_sink(&t.log);

	fake_fill(p, N, FAKE_NUMBERS, 6);
	scan(&img, &opt, &t);
	is_int(t.rc, -1, "sink: refuses");
	is_str(t.err.msg, "refused", "sink: in its words");
	is_int(t.log.found, 1000, "sink: not asked again");
	ok(!t.res.complete && t.res.bytes < N && !t.res.have[FX_SHA256],
	    "sink: not covered, no digest");
	done_with(&t);
	img = (struct fx_image){ .p = p, .size = N, .gap = gaps, .ngap = 1 };
	t.log = (struct fake_log){ .last = 0 };
	sink.gap = gap_refused;
	t.rc = fx_scan(&img, fake_all, &opt, &sink, &t.res, &t.err);
	ok(t.rc == -1 && t.err.code == FX_EIO && t.err.msg[0] != '\0',
	    "sink: refuses a gap without words");
	done_with(&t);
	free(p);
}

static bool
sour(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	hit->at = at;
	hit->len = 1;
	hit->score = 50;
	if (w->p[at] == '9')
		hit->len = 99; /* past its reach */
	return true;
}

/* A carver that breaks its contract: what came before is told. */
static void
check_broken(void)
{
	enum { N = 200000, AT = 150000 };
	static const struct fx_carver carver = { .name = "sour",
		.reach = 9,
		.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 1 } },
		.probe = sour };
	static const struct fx_carver *const set[] = { &carver, NULL };
	struct fx_scan_options opt = { .threads = 3, .block = 4096 };
	struct told t = { .rc = 0 };
	struct fx_scan_sink sink = fake_sink(&t.log);
	uint8_t *p = malloc(N);
	struct fx_image img = { .p = p, .size = N };
	size_t i;

	for (i = 0; i < N; i++)
		p[i] = i == AT ? '9' : i % 100 == 0 ? '1' : 'x';
	t.rc = fx_scan(&img, set, &opt, &sink, &t.res, &t.err);
	ok(t.rc == -1 && t.err.code == FX_EARG && t.err.off == AT,
	    "a broken carver fails the scan");
	ok(t.log.found >= AT / 100 - 82 && t.log.found <= AT / 100,
	    "what was found before it is told: %" PRIu64, t.log.found);
	done_with(&t);
	free(p);
}

static bool masked;

static bool
look_mask(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	sigset_t now;

	(void)w, (void)at, (void)hit;
	pthread_sigmask(SIG_SETMASK, NULL, &now);
	masked = sigismember(&now, SIGINT) == 1 &&
	    sigismember(&now, SIGTERM) == 1 && sigismember(&now, SIGBUS) == 0;
	return false;
}

static void
see_progress(const struct fx_scan_progress *p, void *arg)
{
	struct fx_scan_progress *last = arg;

	if (p->bytes >= last->bytes)
		*last = *p;
}

/* Threads take no signal from the caller; progress comes on its own. */
static void
check_manners(void)
{
	enum { N = 50000 };
	static const struct fx_carver carver = { .name = "look",
		.reach = 1,
		.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 1 } },
		.probe = look_mask };
	static const struct fx_carver *const set[] = { &carver, NULL };
	struct fx_scan_options opt = { .threads = 1, .block = 10000 };
	struct fx_scan_progress last = { .bytes = 0 };
	struct fx_scan_sink sink = { .progress = see_progress, .arg = &last };
	uint8_t *p = calloc(N, 1);
	struct fx_image img = { .p = p, .size = N, .info = { .size = N } };
	struct fx_scan_result res;
	sigset_t before, after;
	struct fx_err err;

	p[777] = '1';
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	is_int(fx_scan(&img, set, &opt, &sink, &res, &err), 0, "a quiet scan");
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	ok(masked, "its threads take no signals but faults");
	ok(sigismember(&before, SIGINT) == sigismember(&after, SIGINT),
	    "the caller's mask is as it was");
	ok(last.bytes == N && last.size == N, "progress up to the end");
	free(p);
}

int
main(void)
{
	int kind;

	for (kind = 0; kind < FAKE_KINDS; kind++)
		check_threads((enum fake_kind)kind, 50000);
	check_threads(FAKE_NUMBERS, FX_SCAN_MARGIN);
	check_threads(FAKE_NUMBERS, 16384 + 4096);
	check_tiny();
	check_small();
	check_gaps();
	check_flood();
	check_stop();
	check_read_error();
	check_refused();
	check_broken();
	check_manners();
	return done();
}
