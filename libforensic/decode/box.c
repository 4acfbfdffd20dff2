/*
 * box.c - decode here, or in a child that can do nothing else
 *
 * Each open decoding of a confined decoder has a child for itself, so that one
 * may read what another gives, and one that dies takes no other along.  When it
 * is closed its child is idle, and the next one has it.  What comes first is
 * asked for together with the opening: a small stream is one question and one
 * answer.
 *
 * A child that an adversary has taken over can give wrong bytes, of this
 * decoding and of those after it.  It can do nothing to its parent, to other
 * children or to what they read.
 */
#include <stdlib.h>
#include <string.h>

#include "box.h"

/* Most children that wait for work. */
enum { IDLE = FX_DECODE_DEPTH };

/* What is known of its children, once one was asked. */
struct box_known {
	bool asked;
	const char *notes;
};

struct fx_decode {
	struct fx_box *box;
	const struct fx_decoder *decoder;
	struct fx_decoding here; /* of one that is not confined */
	/* The rest is of one that is. */
	struct fx_source src;
	struct cell *cell; /* NULL: ended, or dead */
	struct cell_source served;
	size_t at, n; /* output in the window, and how much of it is told */
	enum talk_end end; /* what comes behind that */
	struct fx_err err; /* if it is an error */
	uint64_t start, used, fresh, stale, saw, at_in;
	char limit[TALK_LIMIT];
};

struct fx_box *
fx_box_new(struct fx_err *err)
{
	struct fx_box *box = calloc(1, sizeof(*box));

	if (box != NULL)
		box->known = calloc(1, sizeof(*box->known));
	if (box == NULL || box->known == NULL) {
		free(box);
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	box->main = inmate_main;
	if (zygote_start(&box->zygote, err) == 0)
		return box;
	fx_box_free(box);
	return NULL;
}

void
fx_box_free(struct fx_box *box)
{
	struct cell *c;

	if (box == NULL)
		return;
	while ((c = box->idle) != NULL) {
		box->idle = c->next;
		cell_end(c, &box->zygote, NULL);
	}
	zygote_end(&box->zygote);
	free(box->known);
	free(box);
}

/* A child from among the idle, or a new one. */
static struct cell *
cell_get(struct fx_box *box, bool fresh, struct fx_err *err)
{
	struct cell *c = box->idle;

	if (c == NULL || fresh) {
		c = cell_new(&box->zygote, box->main, err);
	} else {
		box->idle = c->next;
		c->used = true;
	}
	if (c != NULL && box->needs != 0) {
		c->patience = box->patience;
		c->needs = box->needs;
	}
	return c;
}

static void
cell_put(struct fx_box *box, struct cell *c)
{
	const struct cell *i;
	int n = 0;

	for (i = box->idle; i != NULL; i = i->next)
		n++;
	if (n >= IDLE) {
		cell_end(c, &box->zygote, NULL);
		return;
	}
	c->next = box->idle;
	box->idle = c;
}

const char *
fx_box_notes(const struct fx_box *box)
{
	static const char *const words[2][2] = {
		{ "the decoders run without seccomp and Landlock",
		    "the decoders run without seccomp" },
		{ "the decoders run without Landlock", "" },
	};
	struct box_known *known = box->known;
	struct talk_ask ask = { .kind = TALK_PING };
	struct talk_answer a;
	struct fx_err err;
	struct cell *c;

	if (known->asked)
		return known->notes;
	known->asked = true;
	known->notes = "the decoders cannot be started";
	c = cell_new(&box->zygote, box->main, &err);
	if (c == NULL)
		return known->notes;
	if (cell_ask(c, &ask, NULL, &a, &err) == 0)
		known->notes = words[a.seccomp][a.landlock];
	cell_end(c, &box->zygote, NULL);
	return known->notes;
}

/* The child is dead, or a liar: end it, say why, now and whenever asked. */
static int
lost(struct fx_decode *d, struct fx_err *err)
{
	cell_end(d->cell, &d->box->zygote, err);
	d->cell = NULL;
	d->at = d->n = 0;
	d->stale = UINT64_MAX;
	d->saw = 0;
	d->end = TALK_ERROR;
	d->err = *err;
	return -1;
}

/* No byte can be taken in that was not given, and none be given back. */
static int
believe(struct fx_decode *d, const struct talk_answer *a, struct fx_err *err)
{
	if (a->used < d->used || d->start + a->used < a->used ||
	    (a->used > 0 && d->start + a->used > d->served.served))
		return fx_fail(err, FX_EBROKEN, 0,
		    "decoder answered nonsense and was stopped");
	d->used = a->used;
	d->fresh = a->fresh;
	d->stale = a->stale;
	/* What was not given can't have mattered; then its end did. */
	d->saw = a->saw <= d->served.served - d->start ? a->saw : 0;
	/* It may name any place that it had; a wrong one helps nobody. */
	d->at_in = a->at <= d->served.served - d->start ? a->at : 0;
	memcpy(d->limit, a->limit, sizeof(d->limit));
	d->at = 0;
	d->n = a->n;
	d->end = (enum talk_end)a->end;
	if (d->end == TALK_ERROR && d->served.failed.code != FX_OK)
		d->err = d->served.failed;
	else if (d->end == TALK_ERROR)
		fx_fail(&d->err, (enum fx_code)a->code, a->off, "%s", a->words);
	return 0;
}

static int
ask(struct fx_decode *d, struct talk_ask *ask, struct talk_answer *a,
    struct fx_err *err)
{
	if (cell_ask(d->cell, ask, &d->served, a, err) == -1 ||
	    believe(d, a, err) == -1)
		return lost(d, err);
	return 0;
}

/* Open in a child.  Returns 0; or -1 and err: no such thing, or it died. */
static int
open_there(struct fx_decode *d, bool fresh, struct fx_err *err)
{
	struct talk_ask o = { .kind = TALK_OPEN,
		.decoder = d->decoder,
		.start = d->start };
	struct talk_answer a;

	d->cell = cell_get(d->box, fresh, err);
	if (d->cell == NULL)
		return -1;
	d->served = (struct cell_source){ .src = &d->src };
	d->used = 0;
	cell_input(d->cell, &o, &d->served, d->start);
	if (ask(d, &o, &a, err) == -1)
		return -1;
	if (a.opened == 1)
		return 0;
	*err = d->err;
	return -1;
}

/* What a child has done before must change nothing: then try with another. */
static int
open_confined(struct fx_decode *d, struct fx_err *err)
{
	bool old = d->box->idle != NULL;

	if (open_there(d, false, err) == 0)
		return 0;
	if (!old || (err->code != FX_EBROKEN && err->code != FX_ENOMEM))
		return -1;
	if (d->cell != NULL)
		cell_end(d->cell, &d->box->zygote, NULL);
	return open_there(d, true, err);
}

struct fx_decode *
fx_decode_open(struct fx_box *box, const struct fx_decoder *decoder,
    const struct fx_source *src, uint64_t start, struct fx_err *err)
{
	struct fx_decode *d = calloc(1, sizeof(*d));
	int rc;

	*err = (struct fx_err){ .code = FX_EFORMAT };
	if (d == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	d->box = box;
	d->decoder = decoder;
	d->src = *src;
	d->start = start;
	if (decoder->confined)
		rc = open_confined(d, err);
	else
		rc = fx_decoding_open(&d->here, decoder, &d->src, start, err);
	if (rc == 0)
		return d;
	fx_decode_close(d);
	return NULL;
}

static ssize_t
read_confined(struct fx_decode *d, uint8_t *to, size_t cap, struct fx_err *err)
{
	struct talk_ask r = { .kind = TALK_READ };
	struct talk_answer a;

	if (d->at == d->n && d->end == TALK_MORE && ask(d, &r, &a, err) == -1)
		return -1;
	if (d->at < d->n) {
		if (cap > d->n - d->at)
			cap = d->n - d->at;
		memcpy(to, d->cell->window + TALK_IN + d->at, cap);
		d->at += cap;
		return (ssize_t)cap;
	}
	if (d->end == TALK_END)
		return 0;
	*err = d->err;
	return -1;
}

ssize_t
fx_decode_read(struct fx_decode *d, void *buf, size_t cap, struct fx_err *err)
{
	if (d->decoder->confined)
		return read_confined(d, buf, cap, err);
	return d->decoder->read(&d->here, buf, cap, err);
}

uint64_t
fx_decode_used(const struct fx_decode *d)
{
	return d->decoder->confined ? d->used : d->here.used;
}

uint64_t
fx_decode_saw(const struct fx_decode *d)
{
	return d->decoder->confined ? d->saw : d->here.saw;
}

uint64_t
fx_decode_at(const struct fx_decode *d)
{
	uint64_t at = d->decoder->confined ? d->at_in : d->here.at;

	return at != 0 ? at : fx_decode_used(d);
}

bool
fx_decode_place(const struct fx_decode *d, uint64_t from, uint64_t to,
    struct fx_range *in)
{
	return !d->decoder->confined && d->decoder->place != NULL &&
	    d->decoder->place(&d->here, from, to, in);
}

const char *
fx_decode_limit(const struct fx_decode *d)
{
	if (!d->decoder->confined)
		return d->here.limit;
	return d->limit[0] != '\0' ? d->limit : NULL;
}

bool
fx_decode_touched(struct fx_decode *d, uint64_t from, uint64_t to)
{
	struct talk_ask t = { .kind = TALK_TOUCHED, .from = from, .to = to };
	struct talk_answer a;
	struct fx_err err;

	if (d->decoder->touched == NULL)
		return true;
	if (!d->decoder->confined)
		return d->decoder->touched(&d->here, from, to);
	if (from < d->fresh || from >= d->stale)
		return from < d->fresh;
	if (d->cell == NULL) /* not to be known any more: then tell it */
		return true;
	if (cell_ask(d->cell, &t, &d->served, &a, &err) == 0)
		return a.n == 1;
	lost(d, &err);
	return true;
}

size_t
fx_decode_member(struct fx_decode *d, uint64_t at, char *name)
{
	struct talk_ask m = { .kind = TALK_MEMBER, .from = at };
	struct talk_answer a;
	struct fx_err err;

	if (d->decoder->member == NULL)
		return 0;
	if (!d->decoder->confined)
		return d->decoder->member(&d->here, at, name);
	if (d->cell == NULL)
		return 0;
	if (cell_ask(d->cell, &m, &d->served, &a, &err) == -1) {
		lost(d, &err);
		return 0;
	}
	memcpy(name, d->cell->window + TALK_NAME, a.n);
	return a.n;
}

void
fx_decode_close(struct fx_decode *d)
{
	if (d == NULL)
		return;
	if (!d->decoder->confined)
		fx_decoding_close(&d->here);
	if (d->cell != NULL) {
		if (d->end == TALK_MORE || d->decoder->touched != NULL ||
		    d->decoder->member != NULL)
			cell_tell(d->cell, TALK_CLOSE);
		cell_put(d->box, d->cell);
	}
	free(d);
}
