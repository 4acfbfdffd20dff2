/*
 * pdf.c - streams of PDF files: ISO 32000-1, 7.3.8
 *
 * A place is the first byte behind "stream" and its end of line, when the
 * stream's dictionary stands before it.  Streams of pages give their text in
 * lines, see pdf_text.c; all others, and those that show no text, what their
 * filters give.  What has no filter and shows no text is seen as it lies, and
 * pictures are none of this decoder's.  Data of encrypted documents cannot be
 * told from damaged data, and is left as that.
 */
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

enum { LOOK_BEFORE = PDF_BEFORE };

struct pdf {
	struct pdf_dict dict;
	struct pdf_work work;
	struct pdf_stage *chain;
	struct pdf_text *text; /* NULL: bytes as they come */
	uint8_t piece[PDF_PIECE];
	size_t n, at;        /* of piece, without text */
	size_t taken;        /* of the text that is ready */
	bool ended, damaged; /* the chain */
	bool no_memory;
};

static bool
wanted(const struct pdf_dict *dict)
{
	return !dict->refused && (dict->nspec > 0 || dict->content);
}

static bool
look(const struct fx_look *l)
{
	struct pdf_dict dict;

	if (l->at == 0 || l->at == l->n)
		return false;
	/* Behind "stream" CR the place is behind the LF, if there is one. */
	if (l->p[l->at - 1] == '\r' && l->p[l->at] == '\n')
		return false;
	return pdf_dict_before(l->p, l->at, &dict) && wanted(&dict);
}

/* Read the data from its beginning, with or without its text. */
static bool
restart(struct fx_decoding *d, struct pdf *s, bool text)
{
	s->work = (struct pdf_work){ .d = d,
		.at = d->start,
		.known = s->dict.has_length,
		.end = d->start + s->dict.length,
		.blind = s->dict.nspec == 0 };
	pdf_chain_free(s->chain);
	pdf_text_free(s->text);
	s->text = text ? pdf_text_new(s->dict.nspec == 0) : NULL;
	s->chain = pdf_chain_new(&s->dict, &s->work);
	s->ended = s->damaged = false;
	s->n = s->at = 0;
	d->used = 0;
	s->no_memory = s->chain == NULL || (text && s->text == NULL);
	return !s->no_memory;
}

/* Does the length lead to the keyword, and so is right? */
static bool
length_holds(struct fx_decoding *d, const struct pdf_dict *dict)
{
	static const char keyword[] = "endstream";
	enum { WANT = 2 + sizeof(keyword) - 1 };
	const uint8_t *p;
	size_t n, i;

	if (!dict->has_length)
		return false;
	p = fx_in_at(&d->in, d->start + dict->length, WANT, &n);
	for (i = 0; p != NULL && i < 2 && i < n && pdf_is_space(p[i]); i++)
		;
	return p != NULL && n - i >= WANT - 2 &&
	    memcmp(p + i, keyword, WANT - 2) == 0;
}

static void
pull(struct pdf *s)
{
	ssize_t n = pdf_pull(s->chain, s->piece, sizeof(s->piece));

	s->n = n > 0 ? (size_t)n : 0;
	s->at = 0;
	s->ended = n <= 0;
	s->damaged = n < 0;
}

/* Have a text's output ready, or its end. */
static void
more_text(struct pdf *s)
{
	const struct fx_buf *ready = pdf_text_ready(s->text);

	while (s->taken == ready->len && !s->ended) {
		pdf_text_taken(s->text);
		s->taken = 0;
		pull(s);
		pdf_text_feed(s->text, s->piece, s->n);
		if (s->ended)
			pdf_text_end(s->text);
	}
	s->no_memory = ready->failed;
}

/* Output that is ready now: so many bytes, the first ones at *p. */
static size_t
ready(struct pdf *s, const uint8_t **p)
{
	const struct fx_buf *text;

	if (s->text == NULL) {
		if (s->at == s->n && !s->ended)
			pull(s);
		*p = s->piece + s->at;
		return s->n - s->at;
	}
	more_text(s);
	text = pdf_text_ready(s->text);
	*p = (const uint8_t *)fx_buf_text(text) + s->taken;
	return text->len - s->taken;
}

/* Begin with the text, or with bytes if none is shown. */
static bool
begin(struct fx_decoding *d, struct pdf *s)
{
	const uint8_t *p;

	if (s->dict.content) {
		if (!restart(d, s, true))
			return false;
		if (ready(s, &p) > 0)
			return true;
	}
	return s->dict.nspec > 0 && !s->no_memory && restart(d, s, false) &&
	    ready(s, &p) > 0;
}

static void
close_pdf(struct fx_decoding *d)
{
	struct pdf *s = d->own;

	pdf_chain_free(s->chain);
	pdf_text_free(s->text);
	free(s);
	d->own = NULL;
}

static int
open_pdf(struct fx_decoding *d, struct fx_err *err)
{
	struct pdf *s = calloc(1, sizeof(*s));
	uint64_t from = d->start > LOOK_BEFORE ? d->start - LOOK_BEFORE : 0;
	const uint8_t *p;
	bool no_memory;

	if (s == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	d->own = s;
	p = fx_in_all(&d->in, from, (size_t)(d->start - from));
	if (p != NULL &&
	    pdf_dict_before(p, (size_t)(d->start - from), &s->dict) &&
	    wanted(&s->dict)) {
		s->dict.has_length = length_holds(d, &s->dict);
		if (begin(d, s))
			return 0;
	}
	no_memory = s->no_memory;
	close_pdf(d);
	d->limit = NULL;
	if (no_memory)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	return fx_fail(err, FX_EFORMAT, d->start, "no PDF stream");
}

static ssize_t
read_pdf(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct pdf *s = d->own;
	const uint8_t *p;
	size_t n = ready(s, &p);

	if (n == 0 && s->no_memory)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	if (n == 0 && d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (n == 0 && s->damaged)
		return fx_fail(err, FX_EFORMAT, d->start + d->used,
		    "damaged data in a PDF stream");
	if (n > cap)
		n = cap;
	memcpy(out, p, n);
	if (s->text == NULL || s->dict.nspec > 0)
		d->fresh = UINT64_MAX;
	if (s->text == NULL)
		s->at += n;
	else
		s->taken += n;
	return (ssize_t)n;
}

/* Text that has no filter may lie in the file as it is given. */
static bool
touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct pdf *s = d->own;

	return s->text == NULL || s->dict.nspec > 0 ||
	    !pdf_text_as_is(s->text, from, to);
}

const struct fx_decoder decode_pdf = {
	.name = "PDF",
	.about = "streams of PDF files: text of pages, and what filters give",
	.version = 1,
	.confined = true,
	.stores = true,
	.marks = { { .kind = FX_MARK_BYTES,
		       .n = 7,
		       .bytes = { 's', 't', 'r', 'e', 'a', 'm', '\n' },
		       .at = -7 },
	    { .kind = FX_MARK_BYTES,
		.n = 8,
		.bytes = { 's', 't', 'r', 'e', 'a', 'm', '\r', '\n' },
		.at = -8 },
	    { .kind = FX_MARK_BYTES,
		.n = 7,
		.bytes = { 's', 't', 'r', 'e', 'a', 'm', '\r' },
		.at = -7 } },
	.look = look,
	.open = open_pdf,
	.read = read_pdf,
	.close = close_pdf,
	.touched = touched,
};
