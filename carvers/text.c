/* text.c - decode and fold a piece of text */
#include "text.h"

#include <string.h>

#include "forensic/utf8.h"
#include "lexicon.h"

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
	if (cp > 0x451 && cp != 0x2019) /* the last of them */
		return cp;
	for (i = 0; i < FX_LEN(others); i++)
		if (others[i].cp == cp)
			return others[i].to;
	return cp;
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

/* A text that is being read: what of it stands in t->utf8 so far. */
struct reader {
	struct text *t;
	const struct fx_window *w;
	struct text_bytes bytes;
	size_t n;     /* bytes of t->utf8 */
	bool foreign; /* some bytes are not UTF-8 */
};

static bool
is_ascii(uint8_t c)
{
	return c > 0 && c < 0x80;
}

/* Take on a character of ASCII, which nearly all are. */
static inline void
read_ascii(struct reader *r, uint8_t c)
{
	struct text *t = r->t;
	bool upper = c >= 'A' && c <= 'Z';

	r->bytes.at[r->bytes.n++] = (uint16_t)t->n;
	t->at[t->n] = (uint16_t)r->n;
	t->upper[t->n] = upper;
	t->fold[t->n++] = upper ? c + 32u : c;
	t->utf8[r->n++] = (char)c;
}

/*
 * The bytes behind those known that are the next code point, which will be the
 * element of that number: of UTF-8 or else one, taken for a character.
 */
static void
take_bytes(struct reader *r, size_t most)
{
	struct text_bytes *b = &r->bytes;
	size_t n = 1, i;
	uint32_t cp;

	if (r->w->enc == FX_ASCII && b->p[b->n] != 0)
		n = fx_utf8_decode(b->p + b->n, most, &cp);
	if (n == 0)
		r->foreign = true;
	for (i = 0; i < (n != 0 ? n : 1); i++)
		b->at[b->n++] = (uint16_t)r->t->n;
}

static inline void
read_other(struct text *t, const struct lexicon *l, uint32_t cp)
{
	if (cp < LEXICON_CP) {
		t->upper[t->n] = l->capital[cp];
		t->fold[t->n++] = l->folded[cp];
	} else {
		t->upper[t->n] = fx_utf8_lower(cp) != cp;
		t->fold[t->n++] = text_fold(cp);
	}
}

/* Take on the characters [from, to) of the window, all beyond ASCII. */
static void
read_others(struct reader *r, size_t from, size_t to)
{
	const struct lexicon *l = lexicon();
	struct text *t = r->t;
	size_t end = r->bytes.n + (to - from), left, len;
	char *p = t->utf8 + r->n;
	uint32_t cp = 0;

	if (!fx_window_text(r->w, from, to, p, sizeof t->utf8 - r->n))
		return;
	for (left = strlen(p); left > 0; p += len, left -= len) {
		len = fx_utf8_decode(p, left, &cp);
		if (r->w->enc == FX_ASCII)
			take_bytes(r, end - r->bytes.n);
		if (cp < 0x300 || cp > 0x36f) { /* no combining mark */
			t->at[t->n] = (uint16_t)(p - t->utf8);
			read_other(t, l, cp);
		}
	}
	r->n = (size_t)(p - t->utf8);
}

void
text_read(struct text *t, const struct fx_window *w, size_t from, size_t to)
{
	struct reader r;
	size_t i, end;

	t->n = t->nfound = 0;
	if (to > w->len)
		to = w->len;
	if (from > to)
		from = to;
	if (to - from > TEXT_MOST) /* what is nearest to a number behind it */
		from = to - TEXT_MOST;
	r.t = t; /* bytes.at is large */
	r.w = w;
	r.n = r.bytes.n = 0;
	r.foreign = false;
	r.bytes.p = w->p + from;
	for (i = from; i < to; i = end) {
		end = i + 1;
		if (is_ascii(w->p[i])) {
			read_ascii(&r, w->p[i]);
			continue;
		}
		while (end < to && !is_ascii(w->p[end]))
			end++;
		read_others(&r, i, end);
	}
	t->at[t->n] = (uint16_t)r.n;
	t->utf8[r.n] = '\0';
	words_find(t);
	if (r.foreign) {
		r.bytes.at[r.bytes.n] = (uint16_t)t->n;
		words_find_pages(t, &r.bytes);
	}
	words_sort(t);
}

void
beside_read(struct beside *b, size_t at, size_t len)
{
	size_t end = at + len;

	if (!b->has_before || b->at != at) {
		text_read(&b->before, b->w,
		    at > FX_REACH_FIELDS ? at - FX_REACH_FIELDS : 0, at);
		b->direct = text_direct(&b->before);
	}
	if (!b->has_after || b->end != end)
		text_read(&b->after, b->w, end, end + FX_REACH_FIELDS);
	b->has_before = b->has_after = true;
	b->at = at;
	b->end = end;
}
