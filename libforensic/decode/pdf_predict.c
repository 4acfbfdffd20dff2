/* pdf_predict.c - undo the predictors of Flate and LZW, 7.4.4.4 */
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

enum {
	TIFF = 2,
	PNG = 10,
	COLORS_MOST = 32,
	BITS_MOST = 16,
};

/* The filter of a row of PNG; ISO/IEC 15948, 9.2. */
enum { NONE, SUB, UP, AVERAGE, PAETH };

struct predict {
	struct pdf_stage s;
	const struct pdf_spec spec;
	size_t row, pixel; /* bytes; a pixel of less than one counts as one */
	size_t n, at;      /* of `line` that can be given */
	bool ended, bad;
	uint8_t *line, *above; /* row bytes each */
};

static uint8_t
paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);

	if (pa <= pb && pa <= pc)
		return (uint8_t)a;
	return (uint8_t)(pb <= pc ? b : c);
}

static void
undo_png(struct predict *p, int filter)
{
	uint8_t *x = p->line, *up = p->above;
	size_t i;
	int left, corner;

	for (i = 0; i < p->n; i++) {
		left = i >= p->pixel ? x[i - p->pixel] : 0;
		corner = i >= p->pixel ? up[i - p->pixel] : 0;
		switch (filter) {
		case SUB:
			x[i] = (uint8_t)(x[i] + left);
			break;
		case UP:
			x[i] = (uint8_t)(x[i] + up[i]);
			break;
		case AVERAGE:
			x[i] = (uint8_t)(x[i] + (left + up[i]) / 2);
			break;
		case PAETH:
			x[i] = (uint8_t)(x[i] + paeth(left, up[i], corner));
			break;
		default:
			break;
		}
	}
}

/* A component of 1, 2 or 4 bits, the i-th of the row. */
static unsigned
get_bits(const uint8_t *x, size_t i, unsigned bits)
{
	size_t at = i * bits;

	return (unsigned)x[at / 8] >> (8 - bits - at % 8) & ((1U << bits) - 1);
}

static void
set_bits(uint8_t *x, size_t i, unsigned bits, unsigned v)
{
	size_t at = i * bits, shift = 8 - bits - at % 8;
	unsigned mask = (1U << bits) - 1;

	x[at / 8] = (uint8_t)((x[at / 8] & ~(mask << shift)) |
	    (v & mask) << shift);
}

static void
undo_tiff(struct predict *p)
{
	unsigned bits = p->spec.bits, colors = p->spec.colors, v;
	uint8_t *x = p->line;
	size_t i, n = p->n * 8 / bits;

	for (i = colors; i < n; i++) {
		if (bits == 8) {
			x[i] = (uint8_t)(x[i] + x[i - colors]);
		} else if (bits == BITS_MOST) {
			v = (unsigned)fx_be16(x + 2 * i) +
			    fx_be16(x + 2 * (i - colors));
			x[2 * i] = (uint8_t)(v >> 8);
			x[2 * i + 1] = (uint8_t)v;
		} else {
			set_bits(x, i, bits,
			    get_bits(x, i, bits) +
				get_bits(x, i - colors, bits));
		}
	}
}

/* Take the next row, the last one as far as it goes. */
static void
next_row(struct predict *p)
{
	uint8_t *line = p->above;
	int filter = NONE;
	size_t n;

	p->above = p->line;
	p->line = line;
	p->n = p->at = 0;
	if (p->spec.predictor >= PNG && (filter = pdf_byte(&p->s)) == -1) {
		p->ended = true;
		return;
	}
	while (p->n < p->row && (n = pdf_fill(&p->s)) > 0) {
		if (n > p->row - p->n)
			n = p->row - p->n;
		memcpy(line + p->n, p->s.in + p->s.at, n);
		p->s.at += n;
		p->n += n;
	}
	p->ended = p->n < p->row;
	p->bad = filter > PAETH;
	if (p->bad)
		p->n = 0;
	else if (p->spec.predictor >= PNG)
		undo_png(p, filter);
	else
		undo_tiff(p);
}

static ssize_t
read_predict(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	struct predict *p = (struct predict *)s;
	size_t n;

	if (p->at == p->n && !p->ended && !p->bad)
		next_row(p);
	n = p->n - p->at;
	if (n == 0)
		return p->bad || s->bad ? -1 : 0;
	if (n > cap)
		n = cap;
	memcpy(out, p->line + p->at, n);
	p->at += n;
	return (ssize_t)n;
}

static void
done_predict(struct pdf_stage *s)
{
	struct predict *p = (struct predict *)s;

	free(p->line);
	free(p->above);
}

/* Sizes that no row can have: nothing comes of it. */
static ssize_t
read_nothing(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	(void)s;
	(void)out;
	(void)cap;
	return -1;
}

struct pdf_stage *
pdf_predict(const struct pdf_spec *spec)
{
	struct predict *p = malloc(sizeof(*p));
	uint64_t bits;

	if (p == NULL)
		return NULL;
	memcpy(p, &(struct predict){ .spec = *spec }, sizeof(*p));
	bits = (uint64_t)spec->colors * spec->bits;
	p->row = (size_t)((bits * spec->columns + 7) / 8);
	p->pixel = (size_t)((bits + 7) / 8);
	p->s.read = read_predict;
	p->s.done = done_predict;
	if ((spec->predictor != TIFF && spec->predictor < PNG) ||
	    spec->colors == 0 || spec->colors > COLORS_MOST ||
	    spec->bits == 0 || spec->bits > BITS_MOST ||
	    (spec->bits & (spec->bits - 1)) != 0 || p->row == 0 ||
	    spec->columns > PDF_ROW || p->row > PDF_ROW) {
		p->s.read = read_nothing;
		return &p->s;
	}
	p->line = calloc(1, p->row);
	p->above = calloc(1, p->row);
	if (p->line == NULL || p->above == NULL) {
		done_predict(&p->s);
		free(p);
		return NULL;
	}
	return &p->s;
}
