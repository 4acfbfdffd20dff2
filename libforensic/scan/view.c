/* view.c - the texts of a block: its bytes, UTF-16 narrowed, bytes under a key
 */
#include <stdlib.h>

#include "internal.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static uint8_t
narrow(uint8_t low, uint8_t high)
{
	return high == 0 ? low : FX_NARROW_OTHER;
}

#ifdef __SSE2__
/* Eight units at p: low bytes kept, all bits set where the high byte is not 0.
 */
static inline __m128i
units(const uint8_t *p, enum fx_encoding enc)
{
	const __m128i low = _mm_set1_epi16(0xff);
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i other;

	if (enc == FX_UTF16BE)
		v = _mm_or_si128(_mm_slli_epi16(v, 8), _mm_srli_epi16(v, 8));
	other = _mm_cmpeq_epi16(_mm_srli_epi16(v, 8), _mm_setzero_si128());
	return _mm_and_si128(_mm_or_si128(v,
				 _mm_xor_si128(other, _mm_set1_epi8(-1))),
	    low);
}

/* The units that fill whole vectors; returns how many. */
static size_t
narrow_vectors(uint8_t *out, const uint8_t *p, size_t n, enum fx_encoding enc)
{
	size_t i;

	for (i = 0; n - i >= 16; i += 16)
		_mm_storeu_si128((__m128i *)(void *)(out + i),
		    _mm_packus_epi16(units(p + 2 * i, enc),
			units(p + 2 * i + 16, enc)));
	return i;
}
#else
static size_t
narrow_vectors(uint8_t *out, const uint8_t *p, size_t n, enum fx_encoding enc)
{
	(void)out, (void)p, (void)n, (void)enc;
	return 0;
}
#endif

void
fx_narrow(uint8_t *out, const uint8_t *p, size_t n, enum fx_encoding enc)
{
	size_t high = enc == FX_UTF16LE ? 1 : 0;
	size_t i = narrow_vectors(out, p, n, enc);

	for (; i < n; i++)
		out[i] = narrow(p[2 * i + 1 - high], p[2 * i + high]);
}

size_t
fx_view_anchor(const struct fx_view *v, size_t i)
{
	return fx_first_from(v->asked.at, v->asked.n, i);
}

bool
fx_view_run(const struct fx_view *v, size_t i, unsigned int min)
{
	unsigned int k;

	if (v->w.len - i < min)
		return false;
	for (k = 0; k < min; k++)
		if (!fx_is_digit(v->w.p[i + k]))
			return false;
	return true;
}

/* Memory for a view of at most size characters that are not the block's. */
static int
take(struct fx_view *v, size_t size, struct fx_err *err)
{
	if (v->narrow == NULL && (v->narrow = malloc(size)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for a block");
	return 0;
}

static int
no_memory(const struct fx_block *b, struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, b->off, "out of memory for a block");
}

/* The character of a UTF-16 view that byte at of the block is part of. */
static size_t
wide_at(const struct fx_view *v, size_t at)
{
	at = at > v->skew ? (at - v->skew) / 2 : 0;
	return at < v->w.len ? at : v->w.len;
}

/* Make characters [from, to) of a UTF-16 view. */
static void
narrow_part(struct fx_view *v, size_t from, size_t to)
{
	fx_narrow(v->narrow + from, v->w.raw + 2 * from, to - from, v->w.enc);
}

/*
 * Look for anchors where UTF-16 may stand; then make all that the steps may see
 * around them.  The rest of the text is never looked at.
 */
static void
seek_wide(struct fx_view *v, const struct fx_stretches *wide,
    const struct fx_plan *plan)
{
	const size_t seen = plan->made;
	struct fx_search find = { .asked = &v->asked, .unit = v->w.unit };
	size_t i, from, to, done = 0;

	for (i = 0; i < wide->n; i++) {
		from = wide_at(v, wide->p[i].from);
		to = wide_at(v, wide->p[i].to + 1);
		narrow_part(v, from, to);
		find.p = v->narrow + from;
		find.n = to - from;
		find.shift = from;
		find.off = v->w.off + from * v->w.unit;
		fx_seek_run(&plan->seek, &find);
	}
	for (i = 0; i < v->asked.n; i++) {
		from = v->asked.at[i] > seen ? v->asked.at[i] - seen : 0;
		to = v->w.len - v->asked.at[i] > seen ? v->asked.at[i] + seen
						      : v->w.len;
		if (from < done)
			from = done;
		if (to > from)
			narrow_part(v, from, to);
		done = to;
	}
}

/* Open a UTF-16 view whose units begin at bytes of the stream's parity. */
static int
open_wide(struct fx_view *v, const struct fx_block *b, size_t size,
    const struct fx_stretches *wide, const struct fx_plan *plan,
    struct fx_err *err)
{
	if (take(v, size / 2 + 1, err) == -1)
		return -1;
	v->w = (struct fx_window){
		.p = v->narrow,
		.len = (b->n - v->skew) / 2,
		.off = b->off + v->skew,
		.unit = 2,
		.enc = v->w.enc,
		.raw = b->p + v->skew,
	};
	seek_wide(v, wide, plan);
	v->on = v->asked.n > 0;
	return v->asked.failed ? no_memory(b, err) : 0;
}

/* The carvers that ask for digits, of those whose run at i is long enough. */
static uint64_t
asks_digits(const struct fx_plan *plan, const struct fx_view *v, size_t i)
{
	uint64_t parts = 0;
	size_t k;

	for (k = 0; k < plan->n; k++)
		if (plan->part[k].min > 0 &&
		    fx_view_run(v, i, plan->part[k].min))
			parts |= (uint64_t)1 << k;
	return parts;
}

/*
 * The whole block as EBCDIC.  Its anchors are the long runs of digits alone:
 * only what stands near by says whether a view is on.
 */
static int
open_ebcdic(struct fx_view *v, const struct fx_block *b, size_t size,
    const struct fx_plan *plan, const struct fx_keyed_list *list,
    struct fx_err *err)
{
	uint64_t parts;
	size_t i;

	v->on = list->n > 0;
	if (!v->on)
		return 0;
	if (take(v, size, err) == -1)
		return -1;
	for (i = 0; i < b->n; i++)
		v->narrow[i] = fx_ebcdic[b->p[i]];
	v->w = (struct fx_window){ .p = v->narrow,
		.len = b->n,
		.off = b->off,
		.unit = 1,
		.enc = FX_EBCDIC,
		.raw = b->p };
	for (i = 0; i < list->n; i++)
		if ((parts = asks_digits(plan, v, list->p[i].at)) != 0)
			fx_asked_put(&v->asked, list->p[i].at, parts);
	return v->asked.failed ? no_memory(b, err) : 0;
}

static int
open_keyed(struct fx_views *views, const struct fx_block *b, size_t size,
    const struct fx_plan *plan, struct fx_err *err)
{
	struct fx_keyed *keyed = &views->keyed;

	fx_keyed_find(b->p, b->n, keyed);
	if (keyed->ebcdic.failed || keyed->tracks.failed)
		return no_memory(b, err);
	return open_ebcdic(&views->v[FX_VIEW_EBCDIC], b, size, plan,
	    &keyed->ebcdic, err);
}

int
fx_view_piece(struct fx_view *v, const struct fx_block *b, size_t at,
    uint8_t key, struct fx_err *err)
{
	size_t from = at > FX_PIECE_BEFORE ? at - FX_PIECE_BEFORE : 0;
	size_t to = b->n - at > FX_PIECE_BEHIND ? at + FX_PIECE_BEHIND : b->n;
	size_t i;

	if (take(v, FX_PIECE_BEFORE + FX_PIECE_BEHIND, err) == -1)
		return -1;
	for (i = from; i < to; i++)
		v->narrow[i - from] = b->p[i] ^ key;
	v->w = (struct fx_window){ .p = v->narrow,
		.len = to - from,
		.off = b->off + from,
		.unit = 1,
		.enc = FX_XOR,
		.raw = b->p + from };
	v->skew = from;
	v->key = key;
	return 0;
}

/* The bytes as they lie, and where in them UTF-16 may stand. */
static int
open_plain(struct fx_views *views, const struct fx_block *b,
    const struct fx_seek *seek, struct fx_err *err)
{
	struct fx_view *v = &views->v[0];
	struct fx_search find = { .p = b->p,
		.n = b->n,
		.off = b->off,
		.unit = 1,
		.asked = &v->asked,
		.wide = views->wide };
	bool failed = false;
	unsigned int i;

	v->w = (struct fx_window){ .p = b->p,
		.len = b->n,
		.off = b->off,
		.unit = 1,
		.enc = FX_ASCII,
		.raw = b->p };
	if (!fx_seek_empty(seek))
		fx_seek_run(seek, &find);
	v->on = v->asked.n > 0;
	for (i = 0; i < FX_WIDES; i++)
		failed |= views->wide[i].failed;
	return failed || v->asked.failed ? no_memory(b, err) : 0;
}

int
fx_views_open(struct fx_views *views, const struct fx_block *b, size_t size,
    const struct fx_plan *plan, struct fx_err *err)
{
	const struct fx_stretches *wide;
	unsigned int i, parity;
	struct fx_view *v;

	for (i = 0; i < FX_VIEWS; i++) {
		views->v[i].asked.n = 0;
		views->v[i].on = false;
	}
	for (i = 0; i < FX_WIDES; i++)
		views->wide[i].n = 0;
	views->keyed.ebcdic.n = views->keyed.tracks.n = 0;
	if (open_plain(views, b, &plan->seek, err) == -1)
		return -1;
	for (i = 1; i < FX_VIEW_EBCDIC; i++) {
		v = &views->v[i];
		parity = (i - 1) & 1;
		v->w.enc = i < 3 ? FX_UTF16LE : FX_UTF16BE;
		v->skew = (b->off ^ parity) & 1;
		wide = &views->wide[fx_wide(i >= 3, v->skew + (i >= 3))];
		if (wide->n > 0 && open_wide(v, b, size, wide, plan, err) == -1)
			return -1;
	}
	return plan->digits ? open_keyed(views, b, size, plan, err) : 0;
}

void
fx_views_done(struct fx_views *views)
{
	unsigned int i;

	for (i = 0; i < FX_VIEWS; i++) {
		fx_asked_done(&views->v[i].asked);
		free(views->v[i].narrow);
	}
	for (i = 0; i < FX_WIDES; i++)
		free(views->wide[i].p);
	fx_keyed_done(&views->keyed);
}
