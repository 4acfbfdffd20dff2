/* store_quick.c - append the record of a finding that was made ready */
#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "store_internal.h"

enum { INT_DIGITS = 20 };

/* What is put into the record, in its order. */
struct place {
	char text[2 * FX_SHA256_LEN + 1];
	const char *from;
	size_t n;
};

static void
place_int(struct place *p, uint64_t v)
{
	char *at = p->text + INT_DIGITS;

	do
		*--at = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	p->from = at;
	p->n = (size_t)(p->text + INT_DIGITS - at);
}

static void
place_hex(struct place *p, const uint8_t *bytes, size_t n)
{
	fx_hex(p->text, bytes, n);
	p->from = p->text;
	p->n = 2 * n;
}

/* Append the pieces, each with what is put behind it. */
static void
put_pieces(struct fx_buf *out, const struct quick *q, const struct place *p)
{
	size_t from = 0, i;

	for (i = 0; i < QUICK_PIECES; i++) {
		fx_buf_put(out, q->text + from, q->end[i] - from);
		from = q->end[i];
		if (i + 1 < QUICK_PIECES)
			fx_buf_put(out, p[i].from, p[i].n);
	}
}

int
store_quick(struct fx_store *s, const struct quick *q, uint64_t run,
    uint64_t src, struct fx_err *err)
{
	struct place place[QUICK_PIECES - 1];
	struct pending *p = &s->batch.record[s->batch.n];
	uint8_t blind[BLIND_LEN];

	if (s->dead)
		return store_dead(s, err);
	s->dead = true;
	if (fx_chance_take(&s->chance, blind, sizeof(blind), err) == -1)
		return -1;
	place_hex(&place[QUICK_BLIND], blind, sizeof(blind));
	place_hex(&place[QUICK_PREV], s->chain.leaf, sizeof(s->chain.leaf));
	place_int(&place[QUICK_RUN], run);
	place_int(&place[QUICK_SEQ], s->chain.tree.size);
	place_int(&place[QUICK_SRC], src);
	fx_time_now(place[QUICK_T].text);
	place[QUICK_T].from = place[QUICK_T].text;
	place[QUICK_T].n = FX_TIME_LEN;
	p->kind = "finding";
	p->at = s->batch.bodies.len;
	put_pieces(&s->batch.bodies, q, place);
	if (fx_buf_check(&s->batch.bodies, err) == -1)
		return -1;
	p->len = s->batch.bodies.len - p->at;
	if (store_keep(s, p, q->list, q->n, err) == -1)
		return -1;
	return store_full(s, err);
}
