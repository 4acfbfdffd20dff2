/* scan_memory.c - what fx_scan_memory says of small streams, case by case */
#include "scan_fake.h"
#include "tap.h"

static void
scan(const uint8_t *p, size_t n, const struct fx_scan_options *opt,
    const struct fx_carver *const *set, struct fake_log *log,
    struct fx_scan_result *res)
{
	struct fx_scan_piece piece = { p, n, 0, 0, n };
	struct fx_scan_sink sink = fake_sink(log);
	struct fx_err err;

	if (fx_scan_memory(&piece, set, opt, &sink, res, &err) == -1)
		fx_buf_printf(&log->text, "failed: %s\n", err.msg);
}

/* kind offset+length encoding score value, nothing of what follows. */
static int
brief(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct fx_buf *b = arg;

	(void)err;
	fx_buf_printf(b, "%s %" PRIu64 "+%" PRIu64 " %d %s\n",
	    f->carver->name + 5, f->off, f->len, (int)f->enc, f->value);
	return 0;
}

#define B(text) text, sizeof(text) - 1

static const struct {
	const char *what, *bytes;
	size_t n;
	const char *want;
} streams[] = {
	{ "nothing", B(""), "" },
	{ "one byte", B("1"), "" },
	{ "three digits", B("123"), "" },
	{ "four digits", B("1234"), "num 0+4 0 1234\n" },
	{ "at the end", B("x1234"), "num 1+4 0 1234\n" },
	{ "in order", B("1234 5678 91011"),
	    "num 0+4 0 1234\nnum 5+4 0 5678\nnum 10+5 0 91011\n" },
	{ "covered", B("x;12345?"), "track 1+7 0 12345\n" },
	{ "covered, one more outside", B("12345;12345?"),
	    "num 0+5 0 12345\ntrack 5+7 0 12345\n" },
	{ "several in one", B(";12345=6789?"), "track 0+12 0 12345=6789\n" },
	{ "another group is not covered", B(";12345%1234?..."),
	    "num 1+5 0 12345\nback 6+9 0 back\nnum 7+4 0 1234\n" },
	{ "one hit of many anchors", B("%1x2x3x4x"), "back 0+9 0 back\n" },
	{ "begins before its anchor", B("%abcdefg1"), "back 0+9 0 back\n" },
	{ "UTF-16LE", B("1\0002\0003\0004\0"), "num 0+8 1 1234\n" },
	{ "UTF-16LE, odd", B("x1\0002\0003\0004\0"), "num 1+8 1 1234\n" },
	{ "UTF-16BE", B("\0001\0002\0003\0004"), "num 0+8 2 1234\n" },
	{ "UTF-16BE, odd", B("x\0001\0002\0003\0004"), "num 1+8 2 1234\n" },
	{ "UTF-16LE, three", B("1\0002\0003\0"), "" },
	{ "a track in UTF-16LE", B(";\0001\0002\0003\0004\0005\0?\0"),
	    "track 0+14 1 12345\n" },
	{ "a track in UTF-16BE", B("\0;\0001\0002\0003\0004\0005\0?"),
	    "track 0+14 2 12345\n" },
};

static void
check_stream(size_t i)
{
	uint8_t *copy = malloc(streams[i].n);
	struct fx_scan_piece piece = { copy, streams[i].n, 0, 0, streams[i].n };
	struct fx_scan_options opt = { .min = 0 };
	struct fx_buf b = { .len = 0 };
	struct fx_scan_sink sink = { .found = brief, .arg = &b };
	struct fx_scan_result res;
	struct fx_err err;
	/* fake_back asks for single digits, which would hide the others. */
	const struct fx_carver *const *set = strchr(streams[i].bytes, '%') !=
		NULL
	    ? fake_all
	    : fake_set;

	memcpy(copy, streams[i].bytes, streams[i].n);
	is_int(fx_scan_memory(&piece, set, &opt, &sink, &res, &err), 0,
	    "%s: scanned", streams[i].what);
	is_str(fx_buf_text(&b), streams[i].want, "%s", streams[i].what);
	ok(res.complete && res.bytes == streams[i].n, "%s: to its end",
	    streams[i].what);
	fx_buf_done(&b);
	free(copy);
}

/* One value at each place around a block's edges, in each encoding. */
static void
check_edges(void)
{
	static const char digits[] = "4539578763621486";
	const size_t len = sizeof(digits) - 1;
	const size_t block = 10000;
	enum { N = 40000 };
	static const size_t unit[] = { 1, 2, 2 };
	struct fx_scan_options opt = { .block = block };
	struct fx_scan_result res;
	uint8_t *p = malloc(N);
	char want[64];
	int enc, bad = 0;
	size_t i, at, tried = 0;

	for (enc = FX_ASCII; enc <= FX_UTF16BE; enc++) {
		size_t size = len * unit[enc];
		size_t from[] = { 0, block - size - 3, 2 * block - size - 2,
			N - size - 3 };

		for (i = 0; i < FX_LEN(from); i++)
			for (at = from[i];
			     at < from[i] + size + 6 && at + size <= N;
			     at++, tried++) {
				struct fake_log log = { .last = 0 };
				size_t k;

				memset(p, '.', N);
				for (k = 0; k < len; k++) {
					uint8_t *q = p + at + k * unit[enc];

					q[0] = q[unit[enc] - 1] = 0;
					q[enc == FX_UTF16BE] = (uint8_t)
					    digits[k];
				}
				scan(p, N, &opt, fake_set, &log, &res);
				snprintf(want, sizeof(want),
				    "fake.num %zu+%zu enc %d ", at, size, enc);
				if (log.found != 1 ||
				    strncmp(fx_buf_text(&log.text), want,
					strlen(want)) != 0 ||
				    strstr(fx_buf_text(&log.text), digits) ==
					NULL) {
					printf("# want %s, got %s", want,
					    fx_buf_text(&log.text));
					bad++;
				}
				fx_buf_done(&log.text);
			}
	}
	is_int(bad, 0, "%zu places around edges: found once, as it is", tried);
	free(p);
}

static void
check_near(void)
{
	/* Its own value, another shape and repeats do not count. */
	static const char list[] = "1111 22222 1111 2222 2222 3333 33333";
	/* Sixteen a side at most. */
	struct fx_buf many = { .len = 0 };
	struct fx_scan_options opt = { .min = 0 };
	struct fx_scan_result res;
	struct fake_log log = { .last = 0 };
	const char *line;
	int i;

	scan((const uint8_t *)list, sizeof(list) - 1, &opt, fake_set, &log,
	    &res);
	line = fx_buf_text(&log.text);
	ok(strstr(line, "/2 text=1111") != NULL,
	    "near: two others of its shape");
	ok(strstr(line, "/1 text=22222") != NULL, "near: one of another shape");
	fx_buf_done(&log.text);

	for (i = 0; i < 100; i++)
		fx_buf_printf(&many, "%d ", 1000 + i);
	log = (struct fake_log){ .last = 0 };
	scan((const uint8_t *)many.p, many.len, &opt, fake_set, &log, &res);
	line = fx_buf_text(&log.text);
	ok(strstr(line, "/16 text=1000") != NULL, "near: one side");
	ok(strstr(line, "/17 text=1001") != NULL, "near: one and sixteen");
	ok(strstr(line, "/32 text=1050") != NULL, "near: sixteen a side");
	fx_buf_done(&log.text);

	fx_buf_reset(&many);
	fx_buf_printf(&many, "1234%*s2345%*s3456", FX_REACH_NEAR - 1, "",
	    FX_REACH_NEAR, "");
	log = (struct fake_log){ .last = 0 };
	scan((const uint8_t *)many.p, many.len, &opt, fake_set, &log, &res);
	line = fx_buf_text(&log.text);
	ok(strstr(line, "/1 text=1234") != NULL, "near: the last in reach");
	ok(strstr(line, "/0 text=3456") != NULL, "near: past the reach");
	fx_buf_done(&log.text);
	fx_buf_done(&many);
}

static const struct {
	const char *what, *bytes;
	size_t n;
	unsigned int chars;
	const char *want;
	size_t len;
} contexts[] = {
	{ "both sides", B("abcd1234efgh"), 2, B("cd1234ef") },
	{ "as far as it goes", B("d1234e"), 9, B("d1234e") },
	{ "whole characters of UTF-8",
	    B("a\xc5\x82"
	      "1234\xe2\x82\xac.\xc5\x82"),
	    1, B("1234") },
	{ "a character that just fits",
	    B("a\xc5\x82"
	      "1234\xe2\x82\xac."),
	    3,
	    B("a\xc5\x82"
	      "1234\xe2\x82\xac") },
	{ "not text: as it lies",
	    B("a\xff\xff"
	      "1234bc"),
	    3,
	    B("a\xff\xff"
	      "1234bc") },
	{ "a zero is not text",
	    B("\0"
	      "1234bc"),
	    3,
	    B("\0"
	      "1234bc") },
	{ "UTF-16LE",
	    B("\x42\x01"
	      "1\0002\0003\0004\0\xac\x20"),
	    1,
	    B("\xc5\x82"
	      "1234\xe2\x82\xac") },
	{ "half a surrogate pair is left out",
	    B("\x3d\xd8\x00\xde"
	      "1\0002\0003\0004\0\x3d\xd8\x00\xde"),
	    1, B("1234") },
	{ "UTF-16LE that is not text",
	    B("\x3d\xd8"
	      "1\0002\0003\0004\0"),
	    1,
	    B("\x3d\xd8"
	      "1\0002\0003\0004\0") },
};

struct seen {
	char text[64];
	size_t n, calls;
};

static int
see_context(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct seen *s = arg;

	(void)err;
	s->calls++;
	s->n = f->context_len;
	if (f->context != NULL && s->n <= sizeof(s->text))
		memcpy(s->text, f->context, s->n);
	return 0;
}

static void
check_context(size_t i)
{
	uint8_t *copy = malloc(contexts[i].n);
	struct fx_scan_piece piece = { copy, contexts[i].n, 0, 0,
		contexts[i].n };
	struct fx_scan_options opt = { .context = contexts[i].chars };
	struct seen s = { .n = 0 };
	struct fx_scan_sink sink = { .found = see_context, .arg = &s };
	struct fx_scan_result res;
	struct fx_err err;

	memcpy(copy, contexts[i].bytes, contexts[i].n);
	fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err);
	ok(s.calls == 1 && s.n == contexts[i].len &&
		memcmp(s.text, contexts[i].want, s.n) == 0,
	    "context, %s", contexts[i].what);
	free(copy);
}

static void
check_scores(void)
{
	/* A track of 5 bits; the number inside it has 12345 % 31 + 1 = 8. */
	static const char text[] = ";12345?";
	struct fx_scan_options opt = { .min = 8 };
	struct fx_scan_result res;
	struct fake_log log = { .last = 0 };

	scan((const uint8_t *)text, sizeof(text) - 1, &opt, fake_all, &log,
	    &res);
	ok(strstr(fx_buf_text(&log.text), "enc 0 score 8 12345 ") != NULL,
	    "scores: a part's score is the whole's");
	ok(strstr(fx_buf_text(&log.text), " part:fake.num\n") != NULL,
	    "scores: with the reason");
	is_int(res.found[0], 1, "scores: counted by place in the set");
	is_int(res.found[1] + res.below[1], 0, "scores: a part is not counted");
	fx_buf_done(&log.text);
	log = (struct fake_log){ .last = 0 };
	opt.min = 9;
	scan((const uint8_t *)text, sizeof(text) - 1, &opt, fake_all, &log,
	    &res);
	is_int(log.found, 0, "scores: not reported below the threshold");
	is_int(res.below[0], 1, "scores: but counted");
	is_int(res.anchors, 1, "scores: places looked at");
	fx_buf_done(&log.text);
}

static bool
far_off(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	(void)w;
	hit->at = at + 1;
	hit->len = 1;
	return true;
}

static void
check_errors(void)
{
	static const struct fx_carver broken = { .name = "broken",
		.reach = 9,
		.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 1 } },
		.probe = far_off };
	static const struct fx_carver idle = { .name = "idle",
		.reach = 9,
		.probe = far_off };
	static const struct fx_carver *const bad[] = { &broken, NULL };
	static const struct fx_carver *const none[] = { &idle, NULL };
	static const struct fx_carver *const empty[] = { NULL };
	static const uint8_t text[] = "1234 5678";
	struct fx_scan_piece piece = { text, 9, 0, 0, 9 };
	struct fx_scan_options opt = { .min = 0 };
	struct fake_log log = { .refuse = 1 };
	struct fx_scan_sink sink = fake_sink(&log);
	struct fx_scan_result res;
	struct fx_err err;
	volatile sig_atomic_t stop = 1;

	is_int(fx_scan_memory(&piece, bad, &opt, &sink, &res, &err), -1,
	    "errors: a hit that is not at its anchor");
	is_str(err.msg, "carver broken: a hit outside of its reach",
	    "errors: says which carver");
	is_int(fx_scan_memory(&piece, none, &opt, &sink, &res, &err), -1,
	    "errors: a carver without anchors is never asked");
	is_int(fx_scan_memory(&piece, empty, &opt, &sink, &res, &err), 0,
	    "errors: no carver is no error");
	is_int(fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err), -1,
	    "errors: the sink refuses");
	is_str(err.msg, "refused", "errors: in its words");
	is_int(log.found, 1, "errors: what came before was told");
	ok(!res.complete && res.bytes == 0, "errors: not covered");
	opt.stop = &stop;
	is_int(fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err), 0,
	    "stop: no error");
	ok(!res.complete && res.bytes == 0, "stop: not complete");
	opt.stop = NULL;
	piece.from = 10;
	piece.to = 11;
	is_int(fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err), -1,
	    "errors: a range outside of the piece");
	opt.context = FX_CONTEXT_MOST + 1;
	is_int(fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err), -1,
	    "errors: more context than there may be");
	fx_buf_done(&log.text);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(streams); i++)
		check_stream(i);
	check_edges();
	check_near();
	for (i = 0; i < FX_LEN(contexts); i++)
		check_context(i);
	check_scores();
	check_errors();
	return done();
}
