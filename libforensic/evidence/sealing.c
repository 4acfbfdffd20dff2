/* sealing.c - openings on their way to the vault: sealed as they come */
#include <stdlib.h>
#include <string.h>

#include "store_internal.h"

enum { OPENINGS_FIRST = 256 };

static void
forget_key(struct fx_store *s)
{
	explicit_bzero(&s->dek, sizeof(s->dek));
	s->have_dek = false;
}

void
sealing_run(struct fx_store *s, const char *kind, const json_t *members)
{
	const bool begins = strcmp(kind, "run.begin") == 0;

	if (!begins && strcmp(kind, "run.end") != 0)
		return;
	forget_key(s);
	s->run = begins
	    ? (uint64_t)json_integer_value(json_object_get(members, "run"))
	    : 0;
}

/* The key of the run: made when its first opening comes, and then on disk. */
static int
need_key(struct fx_store *s, struct fx_err *err)
{
	if (s->have_dek)
		return 0;
	if (writer_settle(s, err) == -1)
		return -1; /* the vault is the writer's */
	if (s->run == 0)
		return fx_fail(err, FX_EARG, 0, "an opening outside a run");
	if (s->chain.custodians == 0)
		return fx_fail(err, FX_EARG, 0,
		    "the case has no custodian to whom values can be sealed");
	if (fx_dek_new(&s->dek, err) == -1 ||
	    fx_vault_add_dek(s->vault, s->run, &s->dek, s->chain.custodian,
		s->chain.custodians, err) == -1) {
		forget_key(s);
		return -1;
	}
	s->have_dek = true;
	return 0;
}

/* Room for n more openings. */
static int
reserve(struct batch *b, size_t n, struct fx_err *err)
{
	struct pending_opening *p;
	size_t cap = b->openings_cap;

	if (cap == 0)
		cap = OPENINGS_FIRST;
	while (cap < b->nopenings + n)
		cap *= 2;
	if (cap == b->openings_cap)
		return 0;
	if ((p = realloc(b->openings, cap * sizeof(*p))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	b->openings = p;
	b->openings_cap = cap;
	return 0;
}

int
sealing_keep(struct fx_store *s, const uint8_t leaf[FX_SHA256_LEN],
    const struct fx_secret *secrets, size_t n, struct fx_err *err)
{
	struct batch *b = &s->batch;
	struct pending_opening *o;
	size_t i;

	if (n == 0 || s->chain.no_vault)
		return 0;
	if (need_key(s, err) == -1 || reserve(b, n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		o = &b->openings[b->nopenings++];
		memcpy(o->field, secrets[i].field, sizeof(o->field));
		o->run = s->run;
		o->record = b->n;
		o->at = b->boxes.len;
		if (fx_box_seal(&b->boxes, &s->dek, leaf, secrets[i].field,
			secrets[i].nonce, secrets[i].value, secrets[i].len,
			&s->chance, err) == -1)
			return -1;
		o->len = b->boxes.len - o->at;
	}
	return 0;
}

int
sealing_write(struct fx_store *s, const struct batch *b, struct fx_err *err)
{
	struct fx_vault_seen seen;
	struct fx_opening *list;
	size_t i;
	int rc;

	if (b->nopenings == 0)
		return 0;
	if ((list = calloc(b->nopenings, sizeof(*list))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	for (i = 0; i < b->nopenings; i++) {
		const struct pending_opening *o = &b->openings[i];

		list[i] = (struct fx_opening){
			.seq = s->onfile + o->record,
			.run = o->run,
			.field = o->field,
			.leaf = b->record[o->record].leaf,
			.box = b->boxes.p + o->at,
			.len = o->len,
		};
	}
	store_seen(s, &seen);
	rc = fx_vault_add(s->vault, list, b->nopenings, &seen, err);
	free(list);
	return rc;
}

void
sealing_done(struct fx_store *s)
{
	forget_key(s);
}
