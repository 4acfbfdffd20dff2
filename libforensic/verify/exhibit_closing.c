/* exhibit_closing.c - what an exhibit proves, and what it leaves open */
#include <inttypes.h>
#include <string.h>

#include "exhibit.h"

/* The source and the run, as far as they are there. */
static void
of_what(struct fxv_exhibit *x)
{
	const struct fxv_item *source = fxv_exhibit_of(x, FXV_SOURCE);
	const struct fxv_item *begin = fxv_exhibit_of(x, FXV_RUN_BEGIN);
	const struct fxv_item *end = fxv_exhibit_of(x, FXV_RUN_END);
	struct fxv *v = x->v;

	if (source != NULL)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "With it the source is proven as it was recorded: %.200s, "
		    "format %.40s",
		    json_object_get(source->record, "name") != NULL
			? fxv_str(source->record, "name")
			: "a name that is not text",
		    fxv_str(source->record, "format"));
	if (end != NULL && fxv_str(end->record, "sha256")[0] != '\0')
		fxv_close(v, FX_CLOSING_PROVEN,
		    "What was read of it: %" PRId64 " bytes, SHA-256 %s",
		    fxv_num(end->record, "bytes"),
		    fxv_str(end->record, "sha256"));
	if (begin != NULL)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "By which program: %.40s %.40s (%.40s)",
		    fxv_str(begin->record, "tool"),
		    fxv_str(begin->record, "version"),
		    fxv_str(begin->record, "build"));
}

/* What the record says, if it is a finding. */
static void
what(struct fxv_exhibit *x)
{
	const struct fxv_item *f = &x->items[FXV_PART_RECORD];

	if (f->kind == FXV_FINDING)
		fxv_close(x->v, FX_CLOSING_PROVEN,
		    "It says: %.64s, %.200s, %" PRId64 " bytes at %.200s",
		    fxv_str(f->record, "class"), fxv_str(f->record, "mask"),
		    fxv_num(f->record, "len"), fxv_str(f->record, "path"));
	else
		fxv_close(x->v, FX_CLOSING_PROVEN, "It is a record of kind %s",
		    fxv_kind_name(f->kind));
}

static void
proven(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	struct fxv *v = x->v;

	if (!x->signed_good || !record->good)
		return;
	fxv_close(v, FX_CLOSING_PROVEN,
	    v->out->confirmed
		? "This is, byte for byte, record %" PRIu64 " of the %" PRIu64
		  " that the holder of the key you confirmed signed"
		: "This is, byte for byte, record %" PRIu64 " of the %" PRIu64
		  " under the signed head in the exhibit",
	    record->seq, x->head.head.size);
	what(x);
	of_what(x);
	if (v->vault.good == 1)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "The value that is shown with it is the one it committed "
		    "to");
	else if (v->vault.good > 1)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%" PRIu64
		    " values that are shown with it are those it committed to",
		    v->vault.good);
	if (v->derived > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "The finding was found again in the image: of that kind, "
		    "that mask, at that offset");
	fxv_witnesses_proven(v);
	fxv_signatures_proven(v);
	fxv_exhibit_vouched(x, FX_CLOSING_PROVEN);
	if (v->expect.reached)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "It is part of the history that the filed head stands for");
}

static void
unproven(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	struct fxv *v = x->v;

	if (!x->signed_good || !record->good) {
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "Anything: no signature covers the record");
		return;
	}
	if (!v->out->confirmed)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "Whose signature it is: confirm the key (%s) and give it "
		    "with --key",
		    v->out->key);
	fxv_close(v, FX_CLOSING_UNPROVEN,
	    "What the other records say, which are withheld: one of them may "
	    "correct or review this one");
	fxv_close(v, FX_CLOSING_UNPROVEN,
	    "That the key was not replaced by a record that is withheld");
	if (!v->expect.reached && v->anchors.first.size == 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That the holder of the key did not write it anew: that "
		    "takes a head filed elsewhere (--expect)");
	if (record->kind != FXV_FINDING)
		return;
	if (v->derived == 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    v->opt->nimages == 0 ? "That the finding is on the image: "
					   "give it with --image"
					 : "That the finding is on the image");
	if (v->vault.good == 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "The value behind the mask: the vault has it");
}

/* The head is signed by a key that followed the one of record 0. */
static void
later_key(struct fxv_exhibit *x)
{
	char text[FX_FINGERPRINT_LEN + 1];
	struct fxv *v = x->v;

	if (x->signed_good && v->have_genesis &&
	    memcmp(v->heads.force.raw, v->genesis.raw, FX_PUB_LEN) != 0 &&
	    fx_pub_fingerprint(&v->heads.force, text) == 0)
		fxv_close(v, FX_CLOSING_BY,
		    "The head is signed by a later key, %s, which the one "
		    "before it announced and signed for",
		    text);
}

/* Since when others know it; a head vouches for what is proven under it. */
static void
since(struct fxv_exhibit *x)
{
	const bool good = x->items[FXV_PART_RECORD].good;
	struct fxv *v = x->v;

	if (good && v->expect.reached)
		fxv_close(v, FX_CLOSING_SINCE,
		    "It stands since the head you gave was filed");
	if (!good ||
	    (!fxv_exhibit_vouched(x, FX_CLOSING_SINCE) && !v->expect.reached))
		fxv_close(v, FX_CLOSING_SINCE,
		    "Nobody else vouches for any time");
}

static void
by_and_since(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	const struct fx_verdict *out = x->v->out;
	char when[FXV_WHEN_LEN];
	struct fxv *v = x->v;

	if (v->have_genesis)
		fxv_close(v, FX_CLOSING_BY,
		    "Case %s, log %s, of %s, examiner %s: so says its first "
		    "record",
		    out->case_id, out->origin, out->agency, out->examiner);
	else
		fxv_close(v, FX_CLOSING_BY,
		    "Log %s: so says the head. Its first record, which tells "
		    "of the case, is withheld",
		    out->origin);
	if (out->key[0] != '\0')
		fxv_close(v, FX_CLOSING_BY, "Key %s, %s", out->key,
		    out->confirmed ? "which you confirmed"
				   : "which nobody confirmed");
	later_key(x);
	if (record->good)
		fxv_close(v, FX_CLOSING_SINCE,
		    "The lab's own clock dates the record %s",
		    fxv_utc(when, fxv_str(record->record, "t")));
	since(x);
}

void
fxv_exhibit_closing(struct fxv_exhibit *x)
{
	if (fxv_said(x->v, FX_TAMPERED)) {
		fxv_close(x->v, FX_CLOSING_PROVEN,
		    "That this exhibit is not, as a whole, what was signed: "
		    "see above");
		fxv_close(x->v, FX_CLOSING_UNPROVEN,
		    "Any of it: rely on nothing here before the reasons above "
		    "are explained");
	} else {
		proven(x);
		unproven(x);
	}
	if (x->have_head && !x->v->failed)
		by_and_since(x);
}
