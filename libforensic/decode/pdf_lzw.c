/* pdf_lzw.c - LZWDecode, 7.4.4.2 */
#include <stdlib.h>

#include "pdf.h"

enum {
	CODES = 4096,
	CLEAR = 256,
	END = 257,
	FIRST = 258,
	BITS_LEAST = 9,
	BITS_MOST = 12,
};

struct lzw {
	struct pdf_stage s;
	uint16_t before[CODES]; /* the code of all but the last byte */
	uint8_t last[CODES];
	uint8_t out[CODES]; /* backwards: what the last code stands for */
	size_t n;
	unsigned next, bits, early;
	int code; /* the one before, -1 behind a clear */
	uint32_t word;
	unsigned have; /* bits of word */
	bool ended, bad;
};

static int
next_code(struct lzw *z)
{
	int c;

	while (z->have < z->bits) {
		if ((c = pdf_byte(&z->s)) == -1)
			return -1;
		z->word = z->word << 8 | (uint32_t)c;
		z->have += 8;
	}
	z->have -= z->bits;
	return (int)(z->word >> z->have & ((1U << z->bits) - 1));
}

/* Leave in z->out what a code stands for; returns its first byte. */
static uint8_t
expand(struct lzw *z, int code)
{
	while (code >= FIRST && code < CODES) {
		z->out[z->n++] = z->last[code];
		code = z->before[code];
	}
	z->out[z->n++] = (uint8_t)code;
	return (uint8_t)code;
}

/* One more code for what the one before stands for and a byte behind it. */
static void
add(struct lzw *z, uint8_t c)
{
	if (z->next == CODES)
		return;
	z->before[z->next] = (uint16_t)z->code;
	z->last[z->next] = c;
	z->next++;
	if (z->next + z->early >= 1U << z->bits && z->bits < BITS_MOST)
		z->bits++;
}

/* A code whose string ends with its own first byte: the one just due. */
static void
expand_next(struct lzw *z)
{
	uint8_t first;
	size_t i;

	first = expand(z, z->code);
	for (i = z->n; i > 0; i--)
		z->out[i] = z->out[i - 1];
	z->out[0] = first;
	z->n++;
	add(z, first);
}

static bool
take(struct lzw *z, int code)
{
	if (code == CLEAR) {
		z->next = FIRST;
		z->bits = BITS_LEAST;
		z->code = -1;
		return true;
	}
	if (z->code == -1) {
		if (code > CLEAR)
			return false;
		expand(z, code);
	} else if ((unsigned)code < z->next) {
		add(z, expand(z, code));
	} else if ((unsigned)code == z->next && z->next < CODES) {
		expand_next(z);
	} else {
		return false;
	}
	z->code = code;
	return true;
}

static ssize_t
read_lzw(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	struct lzw *z = (struct lzw *)s;
	size_t done = 0;
	int code;

	while (done < cap) {
		if (z->n > 0) {
			out[done++] = z->out[--z->n];
			continue;
		}
		if (z->ended)
			break;
		code = next_code(z);
		z->ended = code == -1 || code == END;
		if (!z->ended && !take(z, code))
			z->ended = z->bad = true;
	}
	if (done > 0)
		return (ssize_t)done;
	return z->bad || s->bad ? -1 : 0;
}

struct pdf_stage *
pdf_lzw(const struct pdf_spec *spec)
{
	struct lzw *z = calloc(1, sizeof(*z));

	if (z == NULL)
		return NULL;
	z->s.read = read_lzw;
	z->early = !spec->late;
	z->next = FIRST;
	z->bits = BITS_LEAST;
	z->code = -1;
	return &z->s;
}
