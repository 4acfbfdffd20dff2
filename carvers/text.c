/* text.c - decode and fold a piece of text */
#include "text.h"

#include <string.h>

#include "forensic/utf8.h"

enum { GLUE = 12 }; /* characters between a label and its number */

/* Base letters of U+00E0 to U+017F, whose accents are taken off; '.' stays. */
static const char base[] = "aaaaaa.ceeeeiiii"
			   ".nooooo.ouuuuy.y" /* U+00F0 */
			   "aaaaaaccccccccdd"
			   "ddeeeeeeeeeegggg"
			   "gggghhhhiiiiiiii"
			   "ii..jjkk.lllllll"
			   "lllnnnnnnnnnoooo"
			   "oo..rrrrrrssssss"
			   "ssttttttuuuuuuuu"
			   "uuuuwwyyyzzzzzz.";

uint32_t
text_fold(uint32_t cp)
{
	static const struct {
		uint16_t cp, to;
	} others[] = {
		{ 0x219, 's' },
		{ 0x21b, 't' }, /* Romanian comma below */
		{ 0x3ac, 0x3b1 },
		{ 0x3ad, 0x3b5 },
		{ 0x3ae, 0x3b7 },
		{ 0x3af, 0x3b9 },
		{ 0x390, 0x3b9 },
		{ 0x3ca, 0x3b9 },
		{ 0x3cc, 0x3bf },
		{ 0x3cd, 0x3c5 },
		{ 0x3b0, 0x3c5 },
		{ 0x3cb, 0x3c5 },
		{ 0x3ce, 0x3c9 },
		{ 0x3c2, 0x3c3 },
		{ 0x451, 0x435 }, /* Cyrillic io */
		{ 0x2019, '\'' },
	};
	size_t i;

	if (cp < 0x80) /* nearly all of it */
		return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
	if (cp < 0x3ac || cp > 0x44f || (cp >= 0x400 && cp <= 0x42f))
		cp = fx_utf8_lower(cp);
	if (cp >= 0x430 && cp <= 0x44f)
		return cp;
	if (cp < 0xe0)
		return cp;
	if (cp <= 0x17f)
		return base[cp - 0xe0] != '.' ? (uint32_t)base[cp - 0xe0] : cp;
	for (i = 0; i < FX_LEN(others); i++)
		if (others[i].cp == cp)
			return others[i].to;
	return cp;
}

bool
text_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	return cp >= 0xc0 && cp != 0xd7 && cp != 0xf7 &&
	    (cp < 0x2000 || cp > 0x2fff) && cp != 0x3000 && cp != 0xfffd;
}

static size_t
glue_back(const struct text *t, size_t i)
{
	size_t n;

	for (n = 0; n < GLUE && i > 0 && !text_letter(t->fold[i - 1]) &&
	     (t->fold[i - 1] < '0' || t->fold[i - 1] > '9');
	     n++)
		i--;
	return i;
}

size_t
text_direct(const struct text *t)
{
	size_t i = glue_back(t, t->n), k;

	for (k = 1; k <= 8 && k <= i; k++)
		if (words_at(t, i - k, i, WORD_FILL))
			return glue_back(t, i - k);
	return i;
}

void
text_read(struct text *t, const struct fx_window *w, size_t from, size_t to)
{
	const char *p;
	size_t left, len;
	uint32_t cp = 0;

	t->n = 0;
	if (from > to)
		from = to;
	if (to - from > TEXT_MOST) /* what is nearest to a number behind it */
		from = to - TEXT_MOST;
	if (!fx_window_text(w, from, to, t->utf8, sizeof t->utf8))
		t->utf8[0] = '\0';
	p = t->utf8;
	for (left = strlen(p); left > 0; p += len, left -= len) {
		len = fx_utf8_decode(p, left, &cp);
		if (cp >= 0x300 && cp <= 0x36f) /* combining marks */
			continue;
		t->at[t->n] = (uint16_t)(p - t->utf8);
		t->upper[t->n] = cp < 0x80 ? cp >= 'A' && cp <= 'Z'
					   : fx_utf8_lower(cp) != cp;
		t->fold[t->n++] = text_fold(cp);
	}
	t->at[t->n] = (uint16_t)(p - t->utf8);
	words_find(t);
}
