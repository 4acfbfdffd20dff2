/* internal.h - what the files of scan/ share */
#ifndef SCAN_INTERNAL_H
#define SCAN_INTERNAL_H

#include "forensic/buf.h"
#include "forensic/scan.h"
#include "forensic/sys.h"
#include "hint.h"
#include "hold.h"
#include "seek.h"

/*
 * How far the carving of one byte looks, in bytes of UTF-16.  A hit is settled
 * by the hits that overlap it and by those that overlap these: they begin
 * within four of the longest hit.  Each of them is weighed by its neighbours,
 * seen by their own windows.  The byte order of wide text is told within
 * FX_ORDER_REACH.  What a set of carvers needs of it stands in its plan; these
 * are the bounds.
 */
enum {
	FX_SETTLE_HITS = 4,
	FX_WIDEST_MOST = 2 * FX_REACH_MOST, /* longest hit */
	FX_SETTLE_MOST = FX_SETTLE_HITS * FX_WIDEST_MOST,
	FX_ORDER_REACH = 2048,
	FX_LOOK_MOST = FX_SETTLE_MOST + 2 * FX_REACH_NEAR + 2 * FX_WIDEST_MOST +
	    4 * FX_WINDOW_MOST,
	FX_MARGIN_LEAST = 16 << 10,
	FX_CARVE = 128 << 10, /* bytes of a stream carved in one go; */
	FX_CORE = 256 << 10,  /* of a block's core: what settles a hit is
	                         asked again on both sides */
	FX_BLOCK_MOST = 64 << 20,
	FX_OUT_MOST = 1 << 20, /* bytes of findings that wait to be told */
};
_Static_assert((int)FX_LOOK_MOST <= (int)FX_SCAN_MARGIN,
    "a margin must hold all that a finding depends on");
_Static_assert((int)FX_SETTLE_MOST + (int)FX_ORDER_REACH < (int)FX_LOOK_MOST,
    "and all that its byte order depends on");

/* A piece of a stream: n bytes at off, of which [from, to) are the core. */
struct fx_block {
	const uint8_t *p;
	size_t n;
	uint64_t off;
	size_t from, to;
};

/* plan.c: the set of carvers and the options, checked and made handy. */

struct fx_part {
	const struct fx_carver *c;
	unsigned int min;  /* digits of the shortest run it is asked about; 0:
	                      of none */
	bool bytes;        /* it has anchors of bytes */
	unsigned int rank; /* its place among the names in order */
};

/* Two bytes with which an anchor of bytes begins; the others are compared. */
struct fx_pair {
	uint8_t first, second, mask;
};

enum { FX_PAIRS_MOST = 16 }; /* different ones in a set */

struct fx_plan {
	struct fx_pair pair[FX_PAIRS_MOST];
	size_t npair;
	struct fx_part part[FX_SCAN_CARVERS];
	size_t n;
	struct fx_seek seek; /* all other anchors */
	size_t widest;       /* bytes of the longest hit in UTF-16 */
	size_t settle;       /* bytes to where hits begin that settle others */
	size_t margin;       /* of a block, on each side */
	size_t seen; /* characters on each side of an anchor that all steps and
	                the context may see */
	size_t made; /* the same of UTF-16, and what hints may look at */
	bool digits; /* some of them are runs of digits */
	bool covers; /* one of them covers others */
	int least;   /* opt->min */
	unsigned int context;
	size_t block;
	const struct fx_decoder *const *decoders; /* never NULL */
	const struct fx_scan_jobs *jobs;          /* or NULL */
	const struct fx_scan_marks *marks;        /* or NULL */
	struct fx_scan_budget budget;
};

/*
 * Returns 0, or -1 and FX_EARG for what breaks the contract of carver.h.
 * brief: for a text so short that a better plan is not worth its time.
 */
int fx_plan_init(struct fx_plan *plan, const struct fx_carver *const *set,
    const struct fx_scan_options *opt, bool brief, struct fx_err *err);

/* The first of n ascending numbers that is not below value; n: all are. */
static inline size_t
fx_first_from(const uint32_t *at, size_t n, size_t value)
{
	size_t lo = 0, hi = n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (at[mid] < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static inline bool
fx_is_digit(uint8_t c)
{
	return (uint8_t)(c - '0') <= 9;
}

/* pair.c and its kernels: where anchors of bytes may be. */

struct fx_places {
	uint32_t *at; /* ascending */
	size_t n, cap;
	bool failed; /* out of memory */
};

/* Every place where one of the pairs stands. */
typedef void fx_pairs_fn(const uint8_t *p, size_t n, const struct fx_pair *pair,
    size_t npair, struct fx_places *places);
fx_pairs_fn fx_pairs_find, fx_pairs_portable;
#ifdef __SSE2__
fx_pairs_fn fx_pairs_sse2, fx_pairs_avx2, fx_pairs_avx512;
#endif
#ifdef __SSE2__
/*
 * Eight pairs, a bit each, by the halves of their bytes: low and high of the
 * first, low and high of the second.  A bit that is left of all four is a place
 * where one of its pairs may be.
 */
void fx_pairs_halves(const struct fx_pair *pair, size_t n,
    uint8_t halves[4][16]);
/* Of places told so, as bits behind base, those where a pair is. */
void fx_pairs_put(const uint8_t *p, size_t base, uint64_t bits,
    const struct fx_pair *pair, size_t n, struct fx_places *places);
#endif
void fx_pairs_slow(const uint8_t *p, size_t n, size_t from,
    const struct fx_pair *pair, size_t npair, struct fx_places *places);
void fx_places_put(struct fx_places *places, size_t at);
size_t fx_places_at(const struct fx_places *places, size_t byte);

/* nibble.c and its kernels: digits under a key, which share a high nibble. */

enum { FX_KEYED_RUN = 13 }; /* digits of the shortest run */

struct fx_keyed_at {
	uint32_t at; /* first digit */
	uint8_t key; /* exclusive or with it gives ASCII */
};

struct fx_keyed_list {
	struct fx_keyed_at *p;
	size_t n, cap;
	bool failed; /* out of memory */
};

/*
 * Maximal runs of digits of EBCDIC, whose first FX_KEYED_RUN are not all the
 * same; and, for every other key but 0 and 0x30 to 0x3f, those of at most 19
 * digits, five of them different, that "=", "D" or "^" ends under the same key.
 * In order of place, then of key.
 */
struct fx_keyed {
	struct fx_keyed_list ebcdic, tracks;
};

void fx_keyed_find(const uint8_t *p, size_t n, struct fx_keyed *found);
void fx_keyed_done(struct fx_keyed *found);

/*
 * The first two whole groups of four bytes beside each other, counted from p,
 * from offset from (a multiple of four) on, that share a high nibble other than
 * 0 with each other and with the two bytes behind them; n if there are none.
 */
typedef size_t fx_quads_fn(const uint8_t *p, size_t n, size_t from);
fx_quads_fn fx_quads_find, fx_quads_portable;
#ifdef __SSE2__
fx_quads_fn fx_quads_sse2, fx_quads_avx512;
#endif

/* ebcdic.c: code page 1047, with signs of 037 and 500, as ISO/IEC 8859-1. */
extern const uint8_t fx_ebcdic[256];

/* view.c: the texts of a block. */

enum {
	FX_VIEW_EBCDIC = 5, /* before it ASCII; UTF-16LE, then BE, from even
	                       and odd bytes */
	FX_VIEW_KEY,        /* a piece of the block under a key; never on */
	FX_VIEWS,
	/* A keyed piece reaches so far before and behind the place. */
	FX_PIECE_BEFORE = FX_REACH_FIELDS + FX_BEFORE_MOST + 8,
	FX_PIECE_BEHIND = 2 * FX_REACH_FIELDS + 8,
};
_Static_assert((int)FX_CONTEXT_MOST <= (int)FX_REACH_FIELDS,
    "what is seen holds the context");

struct fx_view {
	struct fx_window w; /* all of the block */
	size_t skew;        /* byte of the block where its first char begins */
	struct fx_asked asked; /* anchors: characters of w */
	uint8_t *narrow; /* what w.p points to where it is not the block */
	bool on;         /* something stands in it */
	uint8_t key;     /* of FX_XOR */
};

/* The byte of the block where character i of the view begins. */
static inline size_t
fx_view_byte(const struct fx_view *v, size_t i)
{
	return v->skew + i * v->w.unit;
}

/* The first anchor at or behind character i. */
size_t fx_view_anchor(const struct fx_view *v, size_t i);

/* Do min or more digits stand from character i of the view on? */
bool fx_view_run(const struct fx_view *v, size_t i, unsigned int min);

/* Narrow n units of UTF-16 at p: those below 0x100 to that byte. */
void fx_narrow(uint8_t *out, const uint8_t *p, size_t n, enum fx_encoding enc);

/* All texts of a block, and what is known of it to make them. */
struct fx_views {
	struct fx_view v[FX_VIEWS];
	struct fx_stretches wide[FX_WIDES]; /* where UTF-16 may stand */
	struct fx_keyed keyed;
};

/*
 * Open the views of a block of at most size bytes (what the views were first
 * used with), and tell where keyed pieces may be worth a look.  Memory is taken
 * when a view is first needed and kept.  Returns 0, or -1 and err.
 */
int fx_views_open(struct fx_views *views, const struct fx_block *b, size_t size,
    const struct fx_plan *plan, struct fx_err *err);
void fx_views_done(struct fx_views *views);

/*
 * Make v the piece of the block around byte at, under a key: what a carver or
 * its caller may look at for a hit that begins up to FX_BEFORE_MOST before it.
 * Returns 0, or -1 and err.
 */
int fx_view_piece(struct fx_view *v, const struct fx_block *b, size_t at,
    uint8_t key, struct fx_err *err);

/* order.c */

/*
 * The bytes "00 34 00 35 00 33 00" are "453" in both byte orders.  Which is
 * meant, judged by what stands where the zeros on both sides of the character
 * whose low byte is p[low] end, within FX_ORDER_REACH?  Returns > 0 for
 * UTF-16LE, < 0 for UTF-16BE, by how much; 0: nothing tells.  With 0 it is LE
 * where the low bytes lie at even offsets of the stream, else BE.
 */
int fx_order_judge(const uint8_t *p, size_t n, size_t low);

/* near.c: the neighbourhood of a hit. */

struct fx_walk;
struct fx_walk *fx_walk_new(const struct fx_plan *plan, size_t part);
void fx_walk_free(struct fx_walk *walk); /* NULL is fine */
void fx_walk_start(struct fx_walk *walk, const struct fx_view *v);

/*
 * Count the neighbours of a hit at character hit->at of the view, found at the
 * anchor.  Between two fx_walk_start anchors must ascend.
 */
struct fx_near fx_walk_count(struct fx_walk *walk, const struct fx_hit *hit,
    size_t anchor);
bool fx_walk_failed(const struct fx_walk *walk); /* out of memory */

/* probe.c: a block's hits. */

/* Hits of one lane may be parts of each other, or rivals. */
enum {
	FX_LANE_ASCII,
	FX_LANE_EBCDIC,
	FX_LANE_XOR,  /* each key by itself */
	FX_LANE_WIDE, /* UTF-16 whose low bytes are even, then odd */
};

/* A hit that waits to be settled. Places are bytes of the block. */
struct fx_cand {
	uint32_t first, size; /* its bytes */
	uint32_t lo, hi;      /* low bytes of its first and last characters */
	uint32_t at, len;     /* the same in characters of the view */
	uint32_t seq;         /* in the order found */
	uint32_t text, split, ntext; /* words: start, start of attrs, bytes */
	int score;                   /* its own, 0-99 */
	int best;  /* the same, or that of a better hit inside it */
	int judge; /* fx_order_judge, in wide text */
	uint8_t lane;
	uint8_t key; /* of FX_XOR */
	uint8_t part, view, enc, rank, nwhy, nattrs;
	uint8_t lender; /* part of that better hit; FX_SCAN_CARVERS: none */
	bool rival;     /* a hit in the other byte order stands for it */
	bool gone;      /* not to be reported: rival, or part of another */
};

/* What a worker works with. */
struct fx_carve {
	const struct fx_plan *plan;
	size_t size; /* bytes of the largest block */
	struct fx_block b;
	struct fx_views views;
	struct fx_places places;
	struct fx_walk *walk[FX_SCAN_CARVERS]; /* NULL: no neighbourhood */
	struct fx_hints hints; /* of the view at hand; fn NULL: none */
	struct fx_hit hit;
	struct fx_cand *cand;
	size_t n, cap;
	struct fx_buf text;
	struct fx_buf around; /* mark.c: the text around the hit at hand */

	/* Of a stream that is not the image itself: see fx_found.path. */
	const char *prefix; /* of the paths in it, nprefix bytes; or NULL */
	size_t nprefix;
	uint64_t outer; /* fx_found.off of all its findings */
	/*
	 * Is a finding in bytes [from, to) of it to be told?  NULL: all are.
	 */
	bool (*wanted)(void *arg, const struct fx_cand *cand, uint64_t from,
	    uint64_t to);
	void *wanted_arg;
	/*
	 * Is the byte at `at` of it of a member of an archive?  Its name, *n
	 * bytes, is what fx_decode_member has.  NULL: none is.
	 */
	bool (*member)(void *arg, uint64_t at, char *name, size_t *n);
	void *member_arg;
};

/* What a block gave, packed for the caller's thread: findings and limits. */
struct fx_out {
	struct fx_buf rec;
	uint64_t found[FX_SCAN_CARVERS], below[FX_SCAN_CARVERS],
	    stopped[FX_SCAN_CARVERS];
	uint64_t anchors;
};

struct fx_carve *fx_carve_new(const struct fx_plan *plan, size_t size,
    struct fx_err *err);
void fx_carve_free(struct fx_carve *cv); /* NULL is fine */

/* Take up a block. Returns 0, or -1 and err. */
int fx_carve_open(struct fx_carve *cv, const struct fx_block *b,
    struct fx_err *err);

/*
 * Append the findings that begin in bytes [from, to) of the block's core to
 * out, in order.  Returns 0, or -1 and err.
 */
int fx_carve_range(struct fx_carve *cv, size_t from, size_t to,
    struct fx_out *out, struct fx_err *err);

/* settle.c: order hits, drop what is said twice. */
void fx_settle(struct fx_carve *cv);

/*
 * mark.c: what the caller's lists make of a hit; its view shows it.  Returns 0,
 * or -1 and err.
 */
int fx_mark_ask(struct fx_carve *cv, const struct fx_cand *cand,
    struct fx_scan_mark *mark, struct fx_err *err);

/* pack.c: findings as bytes. */

void fx_pack_hit(struct fx_buf *text, const struct fx_hit *hit,
    struct fx_cand *cand);
void fx_pack_found(const struct fx_carve *cv, const struct fx_cand *cand,
    const struct fx_scan_mark *mark, struct fx_out *out);

/* The attributes at text, as fx_pack_hit wrote them behind cand->split. */
void fx_unpack_attrs(const char *text, size_t n, struct fx_found_attr *attrs);

/* A limit whose path is the n characters at path and a number, its place. */
void fx_pack_limit(struct fx_out *out, const struct fx_scan_limit *l, size_t n,
    uint64_t place);

/* That a member which lies as it is begins behind place `head` of the image. */
void fx_pack_hold(struct fx_out *out, uint64_t head, const struct fx_hold *h);

/*
 * Move what lies at or before a place of its stream from *at on to another
 * block's; *at moves behind it.  UINT64_MAX: all that is left, and the counts;
 * from is empty then.
 */
void fx_pack_move(struct fx_out *from, size_t *at, uint64_t place,
    struct fx_out *to);

/*
 * Put again what was packed, n bytes at rec, all with paths whose first `had`
 * characters become the nprefix of prefix, and with the offset outer.
 */
void fx_pack_again(const char *rec, size_t n, size_t had, const char *prefix,
    size_t nprefix, uint64_t outer, struct fx_out *out);

/* What fx_unpack fills: a finding and the arrays it points to, or another. */
struct fx_unpacked {
	enum { FX_UNPACKED_FOUND, FX_UNPACKED_LIMIT, FX_UNPACKED_HOLD } what;
	bool inner; /* a finding in a member, whether its name is known or not,
	               by its path */
	struct fx_scan_limit limit;
	struct fx_held held;
	struct fx_found f;
	const char *why[FX_WHY_MOST + 1];
	struct fx_found_attr attrs[FX_ATTRS_MOST];
};

/* What stands at *at of what was packed; *at moves behind it. */
void fx_unpack(const struct fx_plan *plan, const struct fx_buf *rec, size_t *at,
    struct fx_unpacked *u);

/* emit.c: what the caller is told, on its own thread. */

struct fx_emit {
	const struct fx_plan *plan;
	const struct fx_scan_sink *sink;
	struct fx_scan_result *res;
	uint64_t size, hits; /* for progress */
	struct fx_gap *gap;  /* known, not yet told: [head, ngap) */
	size_t head, ngap, capgap;
	struct fx_holds holds; /* members that the place at hand may lie in */
	struct fx_out early;   /* those that begin before a range, of which */
	size_t early_at;       /* what stands before it was taken */
};

/* A gap behind those known already: merged with the last if it goes on. */
int fx_emit_gap(struct fx_emit *e, const struct fx_gap *gap,
    struct fx_err *err);

/* Tell the findings of out and the gaps before them; out is empty then. */
int fx_emit_out(struct fx_emit *e, struct fx_out *out, struct fx_err *err);

/* All before offset to is told, gaps too. */
int fx_emit_done(struct fx_emit *e, uint64_t to, struct fx_err *err);

/*
 * early.c: before a scan of n ranges begins, what of members begins shortly
 * before one.  Returns 0, or -1 and err.
 */
int fx_emit_early(struct fx_emit *e, struct fx_image *img,
    const struct fx_range *ranges, size_t n, struct fx_err *err);

void fx_emit_free(struct fx_emit *e);

/* window.c, context.c */

/*
 * The character of w at i, of those before to, in the window's encoding: UTF-8
 * or UTF-16.  Returns how many places it takes and its code point; 0 if none
 * stands there.
 */
size_t fx_text_next(const struct fx_window *w, size_t i, size_t to,
    uint32_t *cp);

/*
 * Append n characters on each side of [at, at + len) of w, and those, to out:
 * as UTF-8 where they are text, clipped to whole characters; else the bytes as
 * they lie.
 */
void fx_context_put(struct fx_buf *out, const struct fx_window *w, size_t at,
    size_t len, size_t n);

#endif
