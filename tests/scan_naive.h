/*
 * scan_naive.h - anchors as their contract (carver.h) says it, a character at a
 * time
 */
#ifndef SCAN_NAIVE_H
#define SCAN_NAIVE_H

#include <ctype.h>
#include <string.h>

#include "forensic/carver.h"

static inline bool
naive_among(const char *set, uint8_t c)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static inline bool
naive_is(enum fx_class class, uint8_t c)
{
	static const char digits[] = "0123456789";
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";

	switch (class) {
	case FX_CLASS_DIGIT:
		return naive_among(digits, c);
	case FX_CLASS_UPPER:
		return naive_among(upper, c);
	case FX_CLASS_LETTER:
		return naive_among(upper, c) || naive_among(lower, c);
	case FX_CLASS_UPPER_DIGIT:
		return naive_among(upper, c) || naive_among(digits, c);
	case FX_CLASS_ALNUM:
		return naive_among(upper, c) || naive_among(lower, c) ||
		    naive_among(digits, c);
	case FX_CLASS_MRZ:
		return naive_among(upper, c) || naive_among(digits, c) ||
		    c == '<';
	case FX_CLASS_BASE58:
		return naive_among("123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
				   "abcdefghijkmnopqrstuvwxyz",
		    c);
	case FX_CLASS_BASE64URL:
		return naive_is(FX_CLASS_ALNUM, c) || c == '-' || c == '_';
	default:
		return false;
	}
}

static inline bool
naive_run(enum fx_class class, size_t min, const uint8_t *p, size_t n, size_t i)
{
	size_t k;

	if (i > 0 && naive_is(class, p[i - 1]))
		return false;
	for (k = 0; i + k < n && k < min && naive_is(class, p[i + k]); k++)
		;
	return k == min;
}

/* The same of an anchor, which may ask who knows more of it. */
static inline bool
naive_may(const struct fx_anchor *a, enum fx_class class, const uint8_t *p,
    size_t n, size_t i)
{
	struct fx_run run = { .p = p + i };

	if (!naive_run(class, a->min, p, n, i))
		return false;
	while (run.n < 20 && i + run.n < n && naive_is(class, p[i + run.n]))
		run.n++;
	run.seen = run.n == 20 ? 20 : run.n + 16;
	if (run.seen > n - i)
		run.seen = n - i;
	run.before = i > 0 ? p[i - 1] : 0;
	return a->may == NULL || a->may(&run);
}

/* Is c what a letter of a shape stands for? */
static inline bool
naive_shape(char letter, bool fold, uint8_t c)
{
	switch (letter) {
	case '0':
		return naive_is(FX_CLASS_DIGIT, c);
	case 'A':
		return naive_is(fold ? FX_CLASS_LETTER : FX_CLASS_UPPER, c);
	case 'X':
		return naive_is(fold ? FX_CLASS_ALNUM : FX_CLASS_UPPER_DIGIT,
		    c);
	case '.':
		return naive_among(" -./", c);
	default:
		return c == (uint8_t)letter;
	}
}

static inline bool
naive_letter(const struct fx_anchor *a, size_t k, uint8_t c)
{
	bool fold = (a->flags & FX_ANCHOR_FOLD) != 0;

	if (a->kind == FX_ANCHOR_SHAPE)
		return naive_shape(a->text[k], fold, c);
	if (fold && c < 0x80 && isalpha(c))
		return tolower(c) == tolower((unsigned char)a->text[k]);
	return c == (uint8_t)a->text[k];
}

/* Is there no whole character between the beginning of a sector and this? */
static inline bool
naive_sector(const struct fx_window *w, size_t i)
{
	uint64_t at = w->off + (uint64_t)w->unit * i;

	return at % 512 == 0 || (w->unit == 2 && at % 512 == 1);
}

static inline bool
naive_text(const struct fx_anchor *a, const struct fx_window *w, size_t i)
{
	size_t len = strlen(a->text), n = w->len, k;
	const uint8_t *p = w->p;

	if (n - i < len)
		return false;
	for (k = 0; k < len; k++)
		if (!naive_letter(a, k, p[i + k]))
			return false;
	if ((a->flags & FX_ANCHOR_BEGINS) && i > 0 &&
	    naive_is(FX_CLASS_ALNUM, p[i - 1]) && !naive_sector(w, i))
		return false;
	return !(a->flags & FX_ANCHOR_ENDS) || i + len == n ||
	    !naive_is(FX_CLASS_ALNUM, p[i + len]);
}

/* How many characters from place i on are letters, or are none? */
static inline size_t
naive_alike(bool letters, const uint8_t *p, size_t n, size_t i)
{
	size_t k = 0;

	while (i + k < n && naive_is(FX_CLASS_LETTER, p[i + k]) == letters)
		k++;
	return k;
}

static inline bool
naive_word(fx_word_fn *word, const uint8_t *p, size_t n)
{
	char text[FX_WORD_MOST];
	size_t k;

	if (n < FX_WORD_LEAST || n > FX_WORD_MOST)
		return false;
	for (k = 0; k < n; k++)
		text[k] = (char)tolower(p[k]);
	return word == NULL || word(text, n);
}

static inline bool
naive_words(const struct fx_anchor *a, const uint8_t *p, size_t n, size_t i)
{
	size_t len, gap = 1, k;

	if (i > 0 && naive_is(FX_CLASS_LETTER, p[i - 1]))
		return false;
	for (k = 0; k < a->min; k++, i += len + gap) {
		len = naive_alike(true, p, n, i);
		if (gap > FX_WORD_GAP || !naive_word(a->word, p + i, len))
			return false;
		gap = naive_alike(false, p, n, i + len);
	}
	return true;
}

/* Does an anchor stand at character i of a window's text?  Not of bytes. */
static inline bool
naive_anchor(const struct fx_anchor *a, const struct fx_window *w, size_t i)
{
	const uint8_t *p = w->p;
	size_t n = w->len;

	switch (a->kind) {
	case FX_ANCHOR_DIGITS:
		return naive_may(a, FX_CLASS_DIGIT, p, n, i);
	case FX_ANCHOR_RUN:
		return naive_may(a, a->chars, p, n, i);
	case FX_ANCHOR_WORDS:
		return naive_words(a, p, n, i);
	case FX_ANCHOR_SHAPE:
	case FX_ANCHOR_TEXT:
		return naive_text(a, w, i);
	default:
		return false;
	}
}

static inline bool
naive_bytes(const struct fx_anchor *a, const uint8_t *p, size_t n, size_t i)
{
	size_t k;

	if (n - i < a->n)
		return false;
	for (k = 0; k < a->n; k++)
		if ((p[i + k] & a->mask[k]) != a->bytes[k])
			return false;
	for (; k < (size_t)a->n + a->packed && k < n - i; k++)
		if ((p[i + k] & 15) > 9 || p[i + k] >> 4 > 9)
			return false;
	return true;
}

/* Is a carver asked about character i of a window's text? */
static inline bool
naive_asked(const struct fx_carver *c, const struct fx_window *w, size_t i)
{
	const struct fx_anchor *a;

	for (a = c->anchors; a < c->anchors + FX_ANCHORS_MOST; a++) {
		if (a->kind == FX_ANCHOR_END)
			break;
		if (a->kind == FX_ANCHOR_BYTES
			? w->enc == FX_ASCII && naive_bytes(a, w->p, w->len, i)
			: naive_anchor(a, w, i))
			return true;
	}
	return false;
}

#endif
