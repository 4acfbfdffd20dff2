/* lzma.c - .lzma files, which have no mark: of those only the likely */
#include <stdlib.h>
#include <string.h>

#include "flow.h"

enum {
	HEAD = 13,
	DICTIONARY_MIN = 16, /* as powers of 2 */
	DICTIONARY_MAX = 27,
	PROOF = 1024, /* bytes that must come out, or an end */
};

struct lzma {
	struct flow flow;
	uint8_t first[PROOF];
	size_t n, at; /* bytes there, and how many of them are told */
	struct fx_err err;
	ssize_t end; /* what comes behind them: more than 0: more */
};

/*
 * Properties as all encoders choose them, a size of the dictionary that is a
 * power of 2, a size that is unknown or less than 1 TiB, and the zero that all
 * data begins with.
 */
static bool
begins(const uint8_t *p)
{
	uint32_t dict = fx_le32(p + 1);
	uint64_t size = fx_le64(p + 5);

	return p[0] == 0x5d && (dict & (dict - 1)) == 0 &&
	    dict >= UINT32_C(1) << DICTIONARY_MIN &&
	    dict <= UINT32_C(1) << DICTIONARY_MAX &&
	    (size == UINT64_MAX || (size > 0 && size < UINT64_C(1) << 40)) &&
	    p[HEAD] == 0;
}

static bool
look(const struct fx_look *l)
{
	return l->n - l->at > HEAD && begins(l->p + l->at);
}

/* Decode the first bytes: by chance there are few that can be decoded. */
static bool
proven(struct lzma *z)
{
	z->end = 1;
	while (z->n < PROOF && z->end > 0) {
		z->end = flow_read(&z->flow, z->first + z->n, PROOF - z->n,
		    &z->err);
		if (z->end > 0)
			z->n += (size_t)z->end;
	}
	return z->n == PROOF || (z->n > 0 && z->flow.state == FLOW_END);
}

static void
stop(struct fx_decoding *d)
{
	struct lzma *z = d->own;

	flow_end(&z->flow);
	free(z);
}

static int
start(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, HEAD + 1);
	struct lzma *z;

	if (p == NULL || !begins(p))
		return fx_fail(err, FX_EFORMAT, d->start, "no lzma");
	if ((z = calloc(1, sizeof(*z))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	d->own = z;
	flow_begin(&z->flow, &flow_lzma, &d->in, d->start);
	if (proven(z))
		return 0;
	stop(d);
	d->own = NULL;
	return fx_fail(err, FX_EFORMAT, d->start, "no lzma");
}

static ssize_t
more(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct lzma *z = d->own;
	ssize_t got;

	if (z->at < z->n) {
		if (cap > z->n - z->at)
			cap = z->n - z->at;
		memcpy(out, z->first + z->at, cap);
		z->at += cap;
		got = (ssize_t)cap;
	} else {
		got = flow_read(&z->flow, out, cap, err);
	}
	d->used = z->flow.at - d->start;
	return got;
}

const struct fx_decoder decode_lzma = {
	.name = "LZMA",
	.about = "a .lzma file with usual properties",
	.version = 1,
	.confined = true,
	.marks = { { FX_MARK_BYTES, 3, { 0x5d, 0, 0 }, 0, 0 } },
	.look = look,
	.open = start,
	.read = more,
	.close = stop,
};
