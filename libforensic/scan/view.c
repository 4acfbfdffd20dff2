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
	return fx_first_from(v->at, v->n, i);
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

/* Memory for a view of at most size characters. */
static int
take(struct fx_view *v, size_t size, unsigned int min, bool wide,
    struct fx_err *err)
{
	if (v->at == NULL)
		v->at = malloc(fx_runs_most(size, min) * sizeof(*v->at));
	if (wide && v->narrow == NULL)
		v->narrow = malloc(size);
	if (v->at == NULL || (wide && v->narrow == NULL))
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for a block");
	return 0;
}

/* Open a UTF-16 view whose units begin at bytes of the stream's parity. */
static int
open_wide(struct fx_view *v, const struct fx_block *b, size_t size,
    unsigned int min, unsigned int parity, struct fx_err *err)
{
	struct fx_runs runs = { .min = min };

	if (take(v, size / 2 + 1, min, true, err) == -1)
		return -1;
	v->skew = (b->off ^ parity) & 1;
	v->w = (struct fx_window){
		.p = v->narrow,
		.len = (b->n - v->skew) / 2,
		.off = b->off + v->skew,
		.unit = 2,
		.enc = v->w.enc,
		.raw = b->p + v->skew,
	};
	fx_narrow(v->narrow, v->w.raw, v->w.len, v->w.enc);
	runs.at = v->at;
	fx_runs_find(v->w.p, v->w.len, &runs);
	v->n = runs.n;
	return 0;
}

/*
 * The whole block as EBCDIC.  Its anchors are the long runs of digits alone:
 * only what stands near by says whether a view is on.
 */
static int
open_ebcdic(struct fx_view *v, const struct fx_block *b, size_t size,
    unsigned int min, const struct fx_keyed_list *list, struct fx_err *err)
{
	size_t i;

	v->on = list->n > 0;
	if (!v->on)
		return 0;
	if (take(v, size, min, true, err) == -1)
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
		v->at[i] = list->p[i].at;
	v->n = list->n;
	return 0;
}

static int
open_keyed(struct fx_view v[FX_VIEWS], const struct fx_block *b, size_t size,
    struct fx_keyed *keyed, struct fx_err *err)
{
	fx_keyed_find(b->p, b->n, keyed);
	if (keyed->ebcdic.failed || keyed->tracks.failed)
		return fx_fail(err, FX_ENOMEM, b->off,
		    "out of memory for a block");
	return open_ebcdic(&v[FX_VIEW_EBCDIC], b, size, FX_KEYED_RUN,
	    &keyed->ebcdic, err);
}

int
fx_view_piece(struct fx_view *v, const struct fx_block *b, size_t at,
    uint8_t key, struct fx_err *err)
{
	size_t from = at > FX_PIECE_BEFORE ? at - FX_PIECE_BEFORE : 0;
	size_t to = b->n - at > FX_PIECE_BEHIND ? at + FX_PIECE_BEHIND : b->n;
	size_t i;

	if (take(v, FX_PIECE_BEFORE + FX_PIECE_BEHIND, FX_KEYED_RUN, true,
		err) == -1)
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

int
fx_views_open(struct fx_view v[FX_VIEWS], const struct fx_block *b, size_t size,
    unsigned int min, struct fx_keyed *keyed, struct fx_err *err)
{
	bool wide[2] = { false, false };
	struct fx_runs runs = { .min = min, .wide = wide };
	unsigned int i, parity, low;

	v[0].w = (struct fx_window){ .p = b->p,
		.len = b->n,
		.off = b->off,
		.unit = 1,
		.enc = FX_ASCII,
		.raw = b->p };
	if (min == 0)
		return 0; /* nobody asks for digits */
	if (take(&v[0], size, min, false, err) == -1)
		return -1;
	runs.at = v[0].at;
	fx_runs_find(b->p, b->n, &runs);
	v[0].n = runs.n;
	v[0].on = runs.n > 0;
	for (i = 1; i < FX_VIEW_EBCDIC; i++) {
		parity = (i - 1) & 1;
		v[i].w.enc = i < 3 ? FX_UTF16LE : FX_UTF16BE;
		low = v[i].w.enc == FX_UTF16LE ? parity : parity ^ 1;
		v[i].on = wide[(low ^ b->off) & 1];
		if (v[i].on &&
		    open_wide(&v[i], b, size, min, parity, err) == -1)
			return -1;
	}
	return open_keyed(v, b, size, keyed, err);
}

void
fx_views_done(struct fx_view v[FX_VIEWS])
{
	unsigned int i;

	for (i = 0; i < FX_VIEWS; i++) {
		free(v[i].at);
		free(v[i].narrow);
	}
}
