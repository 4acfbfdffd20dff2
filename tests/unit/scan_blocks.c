/* scan_blocks.c - events do not depend on how a stream is cut */
#include "scan_fake.h"
#include "tap.h"

static const struct fx_carver *const *set = fake_all;

struct told {
	struct fake_log log;
	struct fx_scan_result res;
};

static void
run(const struct fx_scan_piece *piece, size_t block, struct told *t)
{
	struct fx_scan_options opt = { .block = block,
		.context = 10,
		.min = 6 };
	struct fx_scan_sink sink = fake_sink(&t->log);
	struct fx_err err;

	if (fx_scan_memory(piece, set, &opt, &sink, &t->res, &err) == -1)
		fx_buf_printf(&t->log.text, "failed: %s\n", err.msg);
}

static bool
same(const struct told *a, const struct told *b)
{
	return a->log.text.len == b->log.text.len && !a->log.text.failed &&
	    memcmp(fx_buf_text(&a->log.text), fx_buf_text(&b->log.text),
		a->log.text.len) == 0 &&
	    a->res.anchors == b->res.anchors && a->res.bytes == b->res.bytes &&
	    memcmp(a->res.found, b->res.found, sizeof(a->res.found)) == 0 &&
	    memcmp(a->res.below, b->res.below, sizeof(a->res.below)) == 0;
}

static void
compare(const struct fx_scan_piece *piece, const char *what,
    const size_t *blocks, size_t n)
{
	struct told whole = { .log = { .last = 0 } };
	size_t i;

	run(piece, 0, &whole);
	ok(!whole.log.unordered, "%s at %" PRIu64 ": in order", what,
	    piece->off);
	for (i = 0; i < n; i++) {
		struct told cut = { .log = { .last = 0 } };

		run(piece, blocks[i], &cut);
		ok(same(&whole, &cut),
		    "%s at %" PRIu64 ": %" PRIu64 " findings in %" PRIu64
		    " bytes, the same in blocks of %zu",
		    what, piece->off, whole.log.found, piece->to - piece->from,
		    blocks[i]);
		fx_buf_done(&cut.log.text);
	}
	fx_buf_done(&whole.log.text);
}

static void
check_blocks(enum fake_kind kind, uint64_t off)
{
	static const size_t tiny[] = { 1, 7, 64 };
	static const size_t large[] = { 509, 1024, 4099, 65536 };
	enum { N = 12001, TINY = 90 };
	uint8_t *p = malloc(N);
	struct fx_scan_piece piece = { p, N, off, off, off + N };

	fake_fill(p, N, kind, off + 1);
	compare(&piece, fake_kinds[kind], large, FX_LEN(large));
	piece.from += N / 2;
	piece.to = piece.from + TINY;
	compare(&piece, fake_kinds[kind], tiny, FX_LEN(tiny));
	free(p);
}

/* Pieces that hold just what scan.h asks of them, in exact copies. */
static void
check_pieces(enum fake_kind kind, size_t step)
{
	enum { N = 60000 };
	struct told whole = { .log = { .last = 0 } },
		    sum = { .log = { .last = 0 } };
	uint8_t *p = malloc(N), *copy;
	struct fx_scan_piece piece = { p, N, 0, 0, N };
	size_t at, left, right;

	fake_fill(p, N, kind, step);
	run(&piece, 0, &whole);
	for (at = 0; at < N; at += step) {
		left = at > FX_SCAN_MARGIN ? at - FX_SCAN_MARGIN : 0;
		right = at + step + FX_SCAN_MARGIN;
		right = right < N ? right : N;
		copy = malloc(right - left);
		memcpy(copy, p + left, right - left);
		piece = (struct fx_scan_piece){ copy, right - left, left, at,
			at + step };
		run(&piece, 0, &sum);
		free(copy);
	}
	ok(whole.log.text.len == sum.log.text.len &&
		memcmp(fx_buf_text(&whole.log.text), fx_buf_text(&sum.log.text),
		    sum.log.text.len) == 0,
	    "%s: %" PRIu64 " findings, the same in pieces of %zu",
	    fake_kinds[kind], whole.log.found, step);
	fx_buf_done(&whole.log.text);
	fx_buf_done(&sum.log.text);
	free(p);
}

int
main(void)
{
	int kind;

	for (kind = 0; kind < FAKE_KINDS; kind++) {
		check_blocks((enum fake_kind)kind, 0);
		check_blocks((enum fake_kind)kind, (uint64_t)1 << 40 | 1);
		check_pieces((enum fake_kind)kind, 7001);
	}
	check_pieces(FAKE_NUMBERS, 30000);
	set = fake_rare;
	check_pieces(FAKE_WIDE, 5003);
	check_pieces(FAKE_WORDS, 6001);
	check_blocks(FAKE_WORDS, 1);
	set = fake_far;
	check_pieces(FAKE_WORDS, 20011);
	check_blocks(FAKE_WORDS, 3);
	check_pieces(FAKE_WIDE, 30001);
	return done();
}
