/*
 * decode_fake.h - decoders made for testing the scanner: '<', a letter, four
 * bytes of length, and that many bytes of data
 */
#ifndef DECODE_FAKE_H
#define DECODE_FAKE_H

#include <stdlib.h>
#include <string.h>

#include "forensic/decode.h"

enum { FAKE_HEAD = 6, FAKE_LONGEST = 1 << 30 };

struct fake_own {
	uint64_t len, at; /* of the data; taken of it */
	uint64_t out;     /* bytes given */
	char letter;
	uint64_t touch[1024]; /* output that lies not so in the input */
	size_t ntouch;
	bool escape; /* the last byte was one */
};

static inline bool
fake_look(const struct fx_look *l)
{
	return l->n - l->at >= FAKE_HEAD &&
	    fx_le32(l->p + l->at + 2) <= FAKE_LONGEST;
}

static inline int
fake_open(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, FAKE_HEAD);
	struct fake_own *own;

	if (p == NULL || fx_le32(p + 2) % 8 == 7)
		return fx_fail(err, FX_EFORMAT, d->start, "not here");
	if (p[1] == 'K')
		return fx_fail(err, FX_EIO, d->start, "died when it began");
	d->own = own = calloc(1, sizeof(*own));
	own->letter = (char)p[1];
	own->len = fx_le32(p + 2);
	d->used = FAKE_HEAD;
	return 0;
}

/* One byte of output, or -1 at the end. */
static inline int
fake_byte(struct fx_decoding *d, struct fake_own *own, struct fx_err *err)
{
	const uint8_t *p;
	size_t n;

	if (own->letter == 'D' && own->out % 2 == 1) {
		own->at++, d->used++;
		p = fx_in_at(&d->in, d->start + FAKE_HEAD + own->at - 1, 1, &n);
		return p != NULL ? *p : -1;
	}
	if (own->at == own->len)
		return -1;
	p = fx_in_at(&d->in, d->start + FAKE_HEAD + own->at, 1, &n);
	if (p == NULL) {
		fx_fail(err, FX_EFORMAT, 0, "cut");
		return -2;
	}
	if (own->letter == 'D')
		return *p;
	own->at++, d->used++;
	return *p;
}

static inline ssize_t
fake_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct fake_own *own = d->own;
	size_t n, half = (size_t)own->len / 2;
	int c = 0;

	if (cap > 1000) /* in pieces of its own */
		cap = 1000;
	if (own->letter == 'B') { /* a bomb */
		memset(out, '7', cap);
		own->out += cap;
		return (ssize_t)cap;
	}
	for (n = 0; n < cap; n++) {
		if (own->at >= half && strchr("HEL", own->letter) != NULL)
			break;
		if ((c = fake_byte(d, own, err)) < 0)
			break;
		if (own->letter == 'T' && c == '~' && !own->escape) {
			own->escape = true;
			n--;
			continue;
		}
		if (own->escape && own->ntouch < 1024)
			own->touch[own->ntouch++] = own->out;
		own->escape = false;
		out[n] = (uint8_t)c;
		own->out++;
	}
	if (n > 0)
		return (ssize_t)n;
	if (c == -2)
		return -1;
	if (own->letter == 'H')
		return fx_fail(err, FX_EFORMAT, 0, "damaged");
	if (own->letter == 'E')
		return fx_fail(err, FX_EIO, 0, "the child died");
	if (own->letter == 'L')
		d->limit = "encrypted";
	return 0;
}

static inline void
fake_close(struct fx_decoding *d)
{
	free(d->own);
}

static inline bool
fake_touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct fake_own *own = d->own;
	size_t i;

	for (i = 0; i < own->ntouch; i++)
		if (own->touch[i] >= from && own->touch[i] < to)
			return true;
	return false;
}

#define FAKE_DECODER(var, word, letter, touch)                   \
	static const struct fx_decoder var = { .name = (word),   \
		.about = (word),                                 \
		.version = 1,                                    \
		.marks = { { FX_MARK_BYTES, 2, letter, 0, 0 } }, \
		.look = fake_look,                               \
		.open = fake_open,                               \
		.read = fake_read,                               \
		.close = fake_close,                             \
		.touched = (touch) }

FAKE_DECODER(fake_pass, "PASS", "<P", NULL);
FAKE_DECODER(fake_pass2, "SECOND", "<P", NULL); /* never has a place */
FAKE_DECODER(fake_twice, "TWICE", "<D", NULL);
FAKE_DECODER(fake_half, "HALF", "<H", NULL);
FAKE_DECODER(fake_dies, "DIES", "<E", NULL);
FAKE_DECODER(fake_kill, "KILL", "<K", NULL);
FAKE_DECODER(fake_locked, "LOCKED", "<L", NULL);
FAKE_DECODER(fake_bomb, "BOMB", "<B", NULL);
FAKE_DECODER(fake_tilde, "TILDE", "<T", fake_touched);

static const struct fx_decoder *const fake_decoders[] = { &fake_pass,
	&fake_pass2, &fake_twice, &fake_half, &fake_dies, &fake_kill,
	&fake_locked, &fake_bomb, &fake_tilde, NULL };

/* Write a head of letter for n bytes that follow at p. */
static inline void
fake_head(uint8_t *p, char letter, uint32_t n)
{
	p[0] = '<';
	p[1] = (uint8_t)letter;
	p[2] = (uint8_t)n;
	p[3] = (uint8_t)(n >> 8);
	p[4] = (uint8_t)(n >> 16);
	p[5] = (uint8_t)(n >> 24);
}

#endif
