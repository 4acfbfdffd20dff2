/* witnesses.c - check 10: signatures of others under the heads */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "anchors.h"

/* A head that was signed; size 0: none. */
struct head {
	uint64_t size, time; /* time 0: it tells of none */
};

/* What a key that was given has signed: the largest head, the earliest time. */
struct fxv_seen {
	struct head most, first;
	bool own; /* it is a key of the log itself, and so no witness */
};

/* Room for each key that was given. -1: v->failed */
static int
room(struct fxv *v)
{
	if (v->anchors.seen == NULL)
		v->anchors.seen = calloc(v->opt->nwitnesses + 1,
		    sizeof(*v->anchors.seen));
	return v->anchors.seen != NULL ? 0
				       : fxv_fail(v, FX_ENOMEM, "witnesses");
}

void
fxv_witnesses_key(struct fxv *v, const struct fx_pub *key)
{
	const struct fx_verify_options *opt = v->opt;
	size_t i;

	if (opt->nwitnesses == 0 || room(v) == -1)
		return;
	for (i = 0; i < opt->nwitnesses; i++)
		if (memcmp(opt->witnesses[i].pub.raw, key->raw, FX_PUB_LEN) ==
		    0)
			v->anchors.seen[i].own = true;
}

/* A good signature of key i over the head of size records. */
static void
saw(struct fxv *v, size_t i, uint64_t size, uint64_t time)
{
	struct fxv_seen *seen = &v->anchors.seen[i];
	const struct head head = { size, time };

	if (size > seen->most.size ||
	    (size == seen->most.size && time < seen->most.time))
		seen->most = head;
	if (seen->first.size == 0 || time < seen->first.time)
		seen->first = head;
}

void
fxv_witnesses_head(struct fxv *v, const struct fx_note *note, const char *text)
{
	const struct fx_verify_options *opt = v->opt;
	uint64_t time;
	size_t i;

	if (opt->nwitnesses > 0 && room(v) == -1)
		return;
	for (i = 0; i < opt->nwitnesses; i++) {
		time = 0;
		switch (
		    fx_vkey_check_note(&opt->witnesses[i], note, text, &time)) {
		case FX_SIGNED_GOOD:
			saw(v, i, note->head.size, time);
			break;
		case FX_SIGNED_BAD:
			fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
			    "the signature of %.100s under the head over "
			    "%" PRIu64 " records is not good",
			    opt->witnesses[i].name, note->head.size);
			break;
		default:
			break;
		}
	}
}

void
fxv_cosignature(struct fxv *v, const struct fxv_anchor *a)
{
	const struct fx_verify_options *opt = v->opt;
	struct fx_note_sig sig;
	struct fx_note note;
	struct fx_err err;
	uint64_t time = 0;
	size_t i;

	if (a->n == 0 || a->data[a->n - 1] != '\n' ||
	    fx_note_sig_parse(&sig, (const char *)a->data, a->n - 1) == -1) {
		fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
		    "anchor %" PRId64 " is not in the form of a cosignature",
		    a->id);
		return;
	}
	/* A head in no such form was told of already. */
	if (fx_note_parse(&note, a->note, a->note_len, &err) == -1 ||
	    (opt->nwitnesses > 0 && room(v) == -1))
		return;
	for (i = 0; i < opt->nwitnesses; i++)
		switch (fx_vkey_check(&opt->witnesses[i], &sig, a->note,
		    note.text_len, &time)) {
		case FX_SIGNED_GOOD:
			saw(v, i, a->size, time);
			return;
		case FX_SIGNED_BAD:
			fxv_say(v, FXV_ANCHORS, FX_TAMPERED, -1,
			    "cosignature of %.100s does not belong to this "
			    "head (anchor %" PRId64 ", over %" PRIu64
			    " records)",
			    sig.name, a->id, a->size);
			return;
		default:
			break;
		}
	v->anchors.strangers++;
	snprintf(v->anchors.stranger, sizeof(v->anchors.stranger), "%s",
	    sig.name);
}

/* What a key that was given came to. */
static void
judge(struct fxv *v, const struct fx_vkey *key, const struct fxv_seen *seen)
{
	char who[FXV_WHO_LEN];

	if (seen->own)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "%.100s, given as a witness, has a key of the log itself: "
		    "its signature shows nothing that the log's own does not, "
		    "and does not count",
		    key->name);
	else if (seen->most.size == 0)
		fxv_say(v, FXV_ANCHORS, FX_NOT_PROVEN, -1,
		    "no signature of %.100s is under any head", key->name);
	if (seen->own || seen->most.size == 0)
		return;
	if (seen->most.size <= v->out->signed_size &&
	    seen->most.size > v->anchors.witnessed)
		v->anchors.witnessed = seen->most.size;
	if (seen->most.size < v->out->signed_size)
		fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
		    "%.100s signed the head over %" PRIu64
		    " records, none after it",
		    key->name, seen->most.size);
	if (key->type != FX_VKEY_COSIGNATURE)
		return;
	snprintf(who, sizeof(who), "the witness %.100s", key->name);
	fxv_since(v, seen->first.size, (int64_t)seen->first.time, who);
	fxv_since(v, seen->most.size, (int64_t)seen->most.time, who);
}

void
fxv_witnesses_end(struct fxv *v)
{
	const struct fx_verify_options *opt = v->opt;
	size_t i;

	for (i = 0; i < opt->nwitnesses && room(v) == 0; i++)
		judge(v, &opt->witnesses[i], &v->anchors.seen[i]);
	if (v->anchors.strangers > 0)
		fxv_say(v, FXV_ANCHORS, FX_NOTE, -1,
		    "%" PRIu64 " cosignature%s by witnesses whose keys you "
		    "have not given, such as %.100s (--witness)",
		    v->anchors.strangers,
		    v->anchors.strangers == 1 ? " is" : "s are",
		    v->anchors.stranger);
}

void
fxv_witnesses_proven(struct fxv *v)
{
	const struct fx_verify_options *opt = v->opt;
	const struct fxv_seen *seen = v->anchors.seen;
	size_t i;

	for (i = 0; seen != NULL && i < opt->nwitnesses; i++)
		if (seen[i].own || seen[i].most.size == 0)
			continue;
		else if (opt->witnesses[i].type == FX_VKEY_ED25519)
			fxv_close(v, FX_CLOSING_PROVEN,
			    "Records 0 to %" PRIu64
			    " are those that %.100s signed, too",
			    seen[i].most.size - 1, opt->witnesses[i].name);
		else
			fxv_close(v, FX_CLOSING_PROVEN,
			    "Records 0 to %" PRIu64
			    " are the history that the witness %.100s saw",
			    seen[i].most.size - 1, opt->witnesses[i].name);
}
