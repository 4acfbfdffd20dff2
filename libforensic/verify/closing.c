/* closing.c - the closing block: what the verdict rests on, and what not */
#include <inttypes.h>
#include <string.h>

#include "internal.h"

/* The records under the last good head: as many as there are, or the first. */
static void
proven_history(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	const char *all = out->signed_size == v->tree.size ? ", all there are,"
							   : "";

	if (!out->confirmed) {
		fxv_close(v, FX_CLOSING_PROVEN,
		    "Records 0 to %" PRIu64
		    "%s agree with each other and with the signature in this "
		    "file; but anybody can make such a file, with a key of his "
		    "own",
		    out->signed_size - 1, all);
		return;
	}
	fxv_close(v, FX_CLOSING_PROVEN,
	    "Records 0 to %" PRIu64
	    "%s are those that the holder of the key you confirmed%s%s%s "
	    "signed: none was changed, added, removed or moved since",
	    out->signed_size - 1, all, out->key_name[0] != '\0' ? ", " : "",
	    out->key_name, out->key_name[0] != '\0' ? "," : "");
}

/* What was kept elsewhere, and agrees. */
static void
proven_memory(struct fxv *v)
{
	if (v->expect.reached && v->expect_signed)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "Records 0 to %" PRIu64
		    " are the history that the filed head stands for: since "
		    "it was filed nobody, not even the holder of the key, "
		    "wrote them anew",
		    v->expect.size - 1);
	if (v->state.reached)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "Records 0 to %" PRIu64
		    " are the history that an earlier check saw and "
		    "remembered in %s",
		    v->state.size - 1, v->opt->state);
}

/* Findings that the image shows, and those with the value of the vault. */
static void
proven_image(struct fxv *v)
{
	if (v->derived == 1 && v->findings == 1)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "The finding was found again in the image: of that kind, "
		    "that mask, at that offset");
	else if (v->derived > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%" PRIu64 " of the %" PRIu64 " findings %s found again "
		    "in the image: of that kind, that mask, at that offset",
		    v->derived, v->findings, v->derived == 1 ? "was" : "were");
	if (v->compared > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%" PRIu64
		    " of them %s there the very value that the vault holds",
		    v->compared, v->compared == 1 ? "has" : "have");
}

static void
proven_vault(struct fxv *v)
{
	char n[FXV_COUNT_LEN];

	if (!v->vault.all)
		return;
	if (v->vault.good > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%s in the vault %s what was recorded: each is the one "
		    "that its record committed to, and none goes against its "
		    "mask",
		    fxv_count(n, v->vault.good, "value"),
		    v->vault.good == 1 ? "is" : "are");
	if (v->vault.erased > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "Of the values that the vault lacks, %" PRIu64
		    " %s erased, as the records say",
		    v->vault.erased, v->vault.erased == 1 ? "was" : "were");
}

static void
proven(struct fxv *v)
{
	if (v->out->signed_size == 0)
		return;
	proven_history(v);
	proven_memory(v);
	fxv_witnesses_proven(v);
	fxv_signatures_proven(v);
	fxv_anchors_proven(v);
	fxv_acquired_proven(v);
	proven_vault(v);
	fxv_fp_proven(v);
	proven_image(v);
	fxv_descend_proven(v);
}

/* Whoever has the key can sign another history, or show an older one. */
static void
unproven_anew(struct fxv *v)
{
	const uint64_t from = v->anchors.most.size;

	if (v->expect.reached || v->state.reached)
		return;
	if (from == 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That this is the newest copy, and that the holder of the "
		    "key did not write it anew: it is not anchored; that takes "
		    "a head filed elsewhere (--expect), a memory (--state), a "
		    "timestamp (--tsa-ca) or a witness (--witness)");
	else if (from < v->tree.size)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That this is the newest copy, and that the holder of the "
		    "key did not write the records from %" PRIu64
		    " on anew: that takes a head filed elsewhere (--expect) or "
		    "a memory (--state)",
		    from);
	else
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That this is the newest copy: that takes a head filed "
		    "elsewhere (--expect) or a memory (--state)");
}

/* What the chain and the signatures leave open. */
static void
unproven_chain(struct fxv *v)
{
	struct fx_verdict *out = v->out;

	if (out->signed_size == 0) {
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    v->all_read
			? "Anything: no good signature covers the records, so "
			  "anybody may have written them"
			: "Anything: the records could not be read");
		return;
	}
	if (out->signed_size < v->tree.size)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "The records from %" PRIu64
		    " on: no signature covers them, so anybody may have added "
		    "them",
		    out->signed_size);
	if (!out->confirmed)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "Whose signature it is: ask the agency, not by way of "
		    "this file, whether its key is %s, and give it with --key",
		    out->key);
	unproven_anew(v);
}

/* What the image leaves open of the findings. */
static void
unproven_image(struct fxv *v)
{
	const uint64_t masked = v->derived - v->compared;
	const uint64_t lacking = v->findings - v->derived;
	char n[FXV_COUNT_LEN];

	if (v->opt->nimages == 0) {
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That the findings are on the image: give it with "
		    "--image, and each is looked for again");
		return;
	}
	if (lacking > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That %s of the %" PRIu64 " %s on the image: what was "
		    "given does not show it",
		    fxv_count(n, lacking, "finding"), v->findings,
		    lacking == 1 ? "is" : "are");
	if (masked > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "What the mask%s of %s hide%s: the image has something "
		    "that fits, and only an open vault can tell whether it is "
		    "what was recorded",
		    masked == 1 ? "" : "s", fxv_count(n, masked, "finding"),
		    masked == 1 ? "s" : "");
	fxv_close(v, FX_CLOSING_UNPROVEN,
	    "That nothing else is on the image, and in which files the "
	    "findings lie: scan it again and compare");
}

static void
unproven_vault(struct fxv *v)
{
	char n[FXV_COUNT_LEN];

	if (v->no_vault)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "The clear values behind the masks: they were not kept, so "
		    "record 0 says");
	else if (v->opt->vault == NULL)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "The clear values behind the masks: they are in the vault "
		    "(--vault), sealed to its custodians");
	else if (v->vault.sealed > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "%s in the vault: no identity that opens %s was given "
		    "(--identity)",
		    fxv_count(n, v->vault.sealed, "sealed value"),
		    v->vault.sealed == 1 ? "it" : "them");
}

/* What is open about the findings themselves. */
static void
unproven_findings(struct fxv *v)
{
	char n[FXV_COUNT_LEN];
	uint64_t runs = 0;
	size_t i;

	for (i = 0; i < v->nruns; i++)
		runs += v->runs[i].status != FXV_COMPLETE;
	if (runs > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "What %s that did not complete would have found further on",
		    fxv_count(n, runs, "run"));
	if (v->findings == 0)
		return;
	unproven_image(v);
	fxv_fp_unproven(v);
	unproven_vault(v);
}

static void
by_whom(struct fxv *v)
{
	struct fx_verdict *out = v->out;

	fxv_close(v, FX_CLOSING_BY,
	    "Case %s, log %s, of %s, examiner %s: so says its first record",
	    out->case_id, out->origin, out->agency, out->examiner);
	if (out->signed_size == 0 || fxv_said(v, FX_TAMPERED))
		fxv_close(v, FX_CLOSING_BY,
		    "The first record names the key %s%s%s%s",
		    out->confirmed ? out->key_name : "",
		    out->confirmed && out->key_name[0] != '\0' ? ", " : "",
		    out->key, out->confirmed ? ", one that you confirmed" : "");
	else if (!out->confirmed)
		fxv_close(v, FX_CLOSING_BY,
		    "Signed with a key that you have not confirmed, %s",
		    out->key);
	else
		fxv_close(v, FX_CLOSING_BY,
		    "Signed with %s%s%s, a key that you confirmed",
		    out->key_name, out->key_name[0] != '\0' ? ", " : "",
		    out->key);
}

/* The key of today, if it is not the one that the case began with. */
static void
by_later_key(struct fxv *v)
{
	const struct fx_pub *pub = &v->heads.signer;
	const char *name = fxv_key_name(v, pub);
	char print[FX_FINGERPRINT_LEN + 1];

	if (v->out->signed_size == 0 || fxv_said(v, FX_TAMPERED) ||
	    memcmp(pub->raw, v->genesis.raw, FX_PUB_LEN) == 0)
		return;
	if (fx_pub_fingerprint(pub, print) == -1) {
		fxv_fail(v, FX_EIO, "libcrypto");
		return;
	}
	fxv_close(v, FX_CLOSING_BY,
	    "The newest signature is by a later key, %s%s%s, which the one "
	    "before it announced and signed for",
	    name != NULL ? name : "", name != NULL && *name != '\0' ? ", " : "",
	    print);
}

static void
since_when(struct fxv *v)
{
	char first[FXV_WHEN_LEN], last[FXV_WHEN_LEN];

	if (v->t_first[0] != '\0')
		fxv_close(v, FX_CLOSING_SINCE,
		    "The lab's own clock dates the records from %s to %s",
		    fxv_utc(first, v->t_first), fxv_utc(last, v->t_last));
	if (v->expect.reached && v->expect_signed)
		fxv_close(v, FX_CLOSING_SINCE,
		    "Records 0 to %" PRIu64
		    " stand as they are since the head you gave was filed",
		    v->expect.size - 1);
	else if (!fxv_anchors_since(v))
		fxv_close(v, FX_CLOSING_SINCE,
		    "Nobody else vouches for any time: no timestamp was "
		    "checked");
}

/* Is nothing wrong with this file, but with a case that it ties to others? */
static bool
only_children(const struct fxv *v)
{
	unsigned int check;
	size_t i;

	for (check = 1; check < FXV_CHILDREN; check++)
		for (i = 0; i < v->reasons[check].n; i++)
			if (v->reasons[check].p[i].level == FX_TAMPERED)
				return false;
	return true;
}

void
fxv_closing(struct fxv *v)
{
	if (fxv_said(v, FX_TAMPERED) && only_children(v)) {
		fxv_close(v, FX_CLOSING_PROVEN,
		    "That what lies with this case is not, as a whole, the "
		    "batch that was signed: the lines above tell which images "
		    "that concerns");
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "Anything of these images: rely on none of their cases "
		    "before the lines above are explained");
	} else if (fxv_said(v, FX_TAMPERED)) {
		fxv_close(v, FX_CLOSING_PROVEN,
		    "That this file is not, as a whole, what was signed, or "
		    "does not say what the evidence says: the lines above "
		    "tell where");
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "Any of it: rely on nothing here before the lines above "
		    "are explained");
	} else {
		proven(v);
		unproven_chain(v);
		fxv_anchors_unproven(v);
		unproven_findings(v);
		fxv_acquired_unproven(v);
		fxv_descend_unproven(v);
	}
	if (v->have_genesis && !v->failed) {
		by_whom(v);
		by_later_key(v);
		since_when(v);
		if (!fxv_said(v, FX_TAMPERED)) {
			fxv_people_closing(v);
			fxv_acts_closing(v);
		}
	}
}
