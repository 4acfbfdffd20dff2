/* pdf_stage.c - filters of a PDF stream, one over the other */
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

static const char keyword[] = "endstream";
enum {
	KEYWORD = sizeof(keyword) - 1,
	WANT = KEYWORD + 2, /* with an end of line before it */
};

ssize_t
pdf_pull(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	struct pdf_work *w = s->work;
	uint64_t most = FX_DECODE_FREE + FX_DECODE_RATIO * w->d->used;
	ssize_t n;

	if (w->over)
		return 0;
	if (s->given >= most) {
		w->over = true;
		w->d->limit = "ratio";
		return 0;
	}
	n = s->read(s, out, cap);
	if (n > 0)
		s->given += (uint64_t)n;
	return n;
}

size_t
pdf_fill(struct pdf_stage *s)
{
	ssize_t n;

	if (s->at < s->n)
		return s->n - s->at;
	s->at = s->n = 0;
	if (s->bad)
		return 0;
	n = pdf_pull(s->below, s->in, sizeof(s->in));
	if (n == -1)
		s->bad = true;
	if (n > 0)
		s->n = (size_t)n;
	return s->n;
}

int
pdf_byte(struct pdf_stage *s)
{
	return pdf_fill(s) > 0 ? s->in[s->at++] : -1;
}

/* Data up to where its keyword says that it ends. */
static size_t
up_to_keyword(struct pdf_work *w, const uint8_t *p, size_t n, size_t cap)
{
	const uint8_t *k;

	if (n > cap + WANT)
		n = cap + WANT;
	k = memmem(p, n, keyword, KEYWORD);
	if (k != NULL)
		n = (size_t)(k - p);
	else if (n >= WANT)
		n -= WANT - 1; /* it may begin there */
	/* An end of line before it is not data. */
	if (k != NULL && n > 0 && p[n - 1] == '\n')
		n--;
	if (k != NULL && n > 0 && p[n - 1] == '\r')
		n--;
	if (n > cap)
		return cap;
	if (k != NULL) {
		w->known = true;
		w->end = w->at + n;
	}
	return n;
}

/* The data as it lies in the file. */
static ssize_t
read_raw(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	struct pdf_work *w = s->work;
	uint64_t done = w->at - w->d->start;
	const uint8_t *p;
	size_t n;

	if (w->known && w->at >= w->end)
		return 0;
	if (w->blind && !w->known && done >= PDF_BLIND) {
		w->over = true;
		w->d->limit = "no end";
		return 0;
	}
	p = fx_in_at(&w->d->in, w->at, cap + WANT, &n);
	if (p == NULL)
		return w->d->in.failed ? -1 : 0;
	if (!w->known)
		n = up_to_keyword(w, p, n, cap);
	else if (n > w->end - w->at)
		n = (size_t)(w->end - w->at);
	if (n > cap)
		n = cap;
	memcpy(out, p, n);
	w->at += n;
	w->d->used = w->at - w->d->start;
	return (ssize_t)n;
}

static struct pdf_stage *
raw_new(void)
{
	struct pdf_stage *s = calloc(1, sizeof(*s));

	if (s != NULL)
		s->read = read_raw;
	return s;
}

static struct pdf_stage *
stage_new(const struct pdf_spec *spec)
{
	switch (spec->filter) {
	case PDF_FLATE:
		return pdf_flate();
	case PDF_LZW:
		return pdf_lzw(spec);
	case PDF_A85:
		return pdf_a85();
	case PDF_HEX:
		return pdf_hex();
	case PDF_RUN:
		return pdf_run();
	case PDF_OTHER:
		break;
	}
	return NULL;
}

/* Put s on top; when it is NULL, what is below goes. */
static struct pdf_stage *
over(struct pdf_stage *below, struct pdf_stage *s)
{
	if (s == NULL) {
		pdf_chain_free(below);
		return NULL;
	}
	s->below = below;
	s->work = below->work;
	return s;
}

struct pdf_stage *
pdf_chain_new(const struct pdf_dict *dict, struct pdf_work *work)
{
	const struct pdf_spec *spec = dict->spec;
	struct pdf_stage *s = raw_new();

	if (s == NULL)
		return NULL;
	s->work = work;
	for (; s != NULL && spec < dict->spec + dict->nspec; spec++) {
		s = over(s, stage_new(spec));
		if (s != NULL && spec->predictor > 1 &&
		    (spec->filter == PDF_FLATE || spec->filter == PDF_LZW))
			s = over(s, pdf_predict(spec));
	}
	return s;
}

void
pdf_chain_free(struct pdf_stage *s)
{
	struct pdf_stage *below;

	for (; s != NULL; s = below) {
		below = s->below;
		if (s->done != NULL)
			s->done(s);
		free(s);
	}
}
