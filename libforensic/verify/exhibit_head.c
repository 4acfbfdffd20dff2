/* exhibit_head.c - the head that an exhibit stands under, and who signed it */
#include <inttypes.h>
#include <string.h>

#include "exhibit.h"

/* What the first record says of the case. */
static void
take_genesis(struct fxv_exhibit *x, const struct fxv_item *genesis)
{
	const json_t *r = genesis->record;
	struct fxv *v = x->v;
	struct fx_verdict *out = v->out;

	if (fx_unhex(v->genesis.raw, fxv_str(r, "key"), FX_PUB_LEN) == -1 ||
	    fx_pub_fingerprint(&v->genesis, out->key) == -1) {
		fxv_fail(v, FX_EIO, "libcrypto");
		return;
	}
	v->have_genesis = v->heads.have_force = true;
	v->heads.force = v->genesis;
	fxv_witnesses_key(v, &v->genesis);
	out->case_id = fxv_copy(v, fxv_str(r, "case"));
	out->agency = fxv_copy(v, fxv_str(r, "agency"));
	out->examiner = fxv_copy(v, fxv_str(r, "examiner"));
	if (genesis->seq != 0)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)genesis->seq,
		    "record %" PRIu64 " begins a case within a case",
		    genesis->seq);
	if (strcmp(fxv_str(r, "origin"), x->head.head.origin) != 0)
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signed head is of another log (%.100s) than the first "
		    "record",
		    x->head.head.origin);
}

/* Did the key before seal the record that announces another? */
static bool
is_sealed(struct fxv_exhibit *x, const struct fxv_item *item,
    const struct fx_pub *before)
{
	struct fx_buf text = { 0 };
	struct fx_tlog_proof p;
	bool good;

	good = fxv_exhibit_proof(x, item->name, "seal", &text, &p) == 0 &&
	    p.index == item->seq && p.note.head.size == item->seq + 1 &&
	    strcmp(p.note.head.origin, x->head.head.origin) == 0 &&
	    fx_tlog_proof_check(&p, item->leaf) == 0 &&
	    fx_note_verify(&p.note, text.p + p.note_at, before) == 0;
	fx_buf_done(&text);
	return good;
}

/* The keys that came after the first, each sealed by the one before. */
static void
follow_keys(struct fxv_exhibit *x)
{
	struct fxv_heads *h = &x->v->heads;
	const struct fxv_item *item;
	struct fx_pub next;
	size_t i;

	for (i = 0; i < x->nchanges && !x->v->failed; i++) {
		item = &x->changes[i].item;
		if (!item->good)
			continue; /* said */
		if (!is_sealed(x, item, &h->force))
			fxv_say(x->v, FXV_HEADS, FX_TAMPERED,
			    (int64_t)item->seq,
			    "key change at record %" PRIu64
			    " not sealed by the key before it",
			    item->seq);
		if (fx_unhex(next.raw, fxv_str(item->record, "key"),
			FX_PUB_LEN) == -1)
			continue; /* not of that kind: said */
		fxv_heads_announced(x->v, &next);
		fxv_witnesses_key(x->v, &next);
		/* The head's own last record was sealed by that head. */
		if (item->seq + 1 < x->head.head.size)
			h->force = next;
	}
}

static void
is_signed(struct fxv_exhibit *x)
{
	struct fx_verdict *out = x->v->out;

	x->signed_good = true;
	out->signed_size = x->head.head.size;
	memcpy(out->signed_root, x->head.head.root, FX_SHA256_LEN);
}

static void
check_signature(struct fxv_exhibit *x)
{
	struct fxv *v = x->v;

	if (fx_note_verify(&x->head, x->note.p, &v->heads.force) == 0)
		is_signed(x);
	else
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signed head over %" PRIu64
		    " records is not signed by the key in force, as far as the "
		    "exhibit tells of keys",
		    x->head.head.size);
	v->heads.seen = 1;
	fxv_trust(v);
}

/* Does the head bear a line that claims to be of this key? */
static bool
claims(const struct fx_note *note, const struct fx_pub *pub)
{
	const struct fx_note_sig *s;
	uint8_t id[4];

	if (fx_key_id(id, note->head.origin, pub) == -1)
		return false;
	for (s = note->sigs; s < note->sigs + note->nsigs; s++)
		if (strcmp(s->name, note->head.origin) == 0 &&
		    memcmp(s->id, id, sizeof(id)) == 0)
			return true;
	return false;
}

/* No first record: the keys that were given must do. */
static void
check_bare(struct fxv_exhibit *x)
{
	const struct fx_verify_options *opt = x->v->opt;
	struct fxv *v = x->v;
	bool claimed = false;
	size_t i;

	for (i = 0; i < opt->nkeys && !x->signed_good; i++) {
		if (fx_note_verify(&x->head, x->note.p, &opt->keys[i]) == 0) {
			is_signed(x);
			v->heads.force = opt->keys[i];
			v->heads.have_force = v->out->confirmed = true;
			fx_pub_fingerprint(&opt->keys[i], v->out->key);
			v->out->key_name = fxv_copy(v,
			    opt->names != NULL ? opt->names[i] : "");
			if (v->out->key_name != NULL)
				fxv_clean(v->out->key_name);
		}
		claimed = claimed || claims(&x->head, &opt->keys[i]);
	}
	if (x->signed_good)
		return;
	if (claimed)
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signature of the head over %" PRIu64
		    " records is not good",
		    x->head.head.size);
	else
		fxv_say(v, FXV_TRUST, FX_NOT_PROVEN, -1,
		    "there is no genesis.json, which names the key%s",
		    opt->nkeys > 0 ? ", and none that you gave signed the head"
				   : ": nothing tells who signed the head");
}

/* The filed head is over more records than the exhibit's, or over fewer. */
static void
other_size(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	const uint64_t filed = x->v->expect_note.head.size;

	if (record->good && filed <= record->seq)
		fxv_say(x->v, FXV_MEMORY, FX_NOT_PROVEN, -1,
		    "the filed head is over %" PRIu64
		    " records, so that it was filed before record %" PRIu64
		    ": it vouches for nothing here",
		    filed, record->seq);
	else
		fxv_say(x->v, FXV_MEMORY, FX_NOT_PROVEN, -1,
		    "the filed head is over %" PRIu64
		    " records, that of the exhibit over %" PRIu64
		    ": ask for an exhibit made with fxproof --head %" PRIu64,
		    filed, x->head.head.size, filed);
}

/* The head that somebody filed. */
static void
check_expect(struct fxv_exhibit *x)
{
	const struct fx_checkpoint *filed = &x->v->expect_note.head;
	const struct fx_checkpoint *head = &x->head.head;
	struct fxv *v = x->v;

	if (!v->expect.set)
		return;
	if (strcmp(filed->origin, head->origin) != 0)
		fxv_say(v, FXV_MEMORY, FX_CANNOT_CHECK, -1,
		    "the filed head is of another log (%.100s)", filed->origin);
	else if (filed->size != head->size)
		other_size(x);
	else if (memcmp(filed->root, head->root, FX_SHA256_LEN) != 0)
		fxv_say(v, FXV_MEMORY, FX_TAMPERED, -1,
		    "history differs from the filed head, which is over as "
		    "many records");
	else
		v->expect.reached = v->expect_signed = x->signed_good;
}

void
fxv_exhibit_head(struct fxv_exhibit *x)
{
	const struct fxv_item *genesis = fxv_exhibit_of(x, FXV_GENESIS);
	struct fx_verdict *out = x->v->out;

	if (!x->have_head)
		return;
	out->records = x->head.head.size;
	out->origin = fxv_copy(x->v, x->head.head.origin);
	if (genesis != NULL) {
		take_genesis(x, genesis);
		if (x->v->failed)
			return;
		follow_keys(x);
		check_signature(x);
	} else {
		out->case_id = fxv_copy(x->v, "");
		out->agency = fxv_copy(x->v, "");
		out->examiner = fxv_copy(x->v, "");
		/* What is there but unsound was said, and proves nothing. */
		if (!x->items[FXV_PART_GENESIS].there)
			check_bare(x);
	}
	check_expect(x);
}
