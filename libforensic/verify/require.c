/* require.c - what a caller insists on: is it shown? */
#include <inttypes.h>
#include <string.h>

#include "internal.h"

/* By enum fx_proof: its name, where it belongs, and what is to be shown. */
static const struct {
	const char *name;
	enum fxv_check check;
	const char *what;
	const char *head; /* what there is, where a head is what vouches */
} proofs[FX_PROOFS] = {
	[FX_PROOF_KEY] = { "key", FXV_TRUST,
	    "that the records are signed with a key you confirmed", NULL },
	[FX_PROOF_EXPECT] = { "expect", FXV_MEMORY,
	    "that the history is that of a head filed elsewhere",
	    "the filed head" },
	[FX_PROOF_STATE] = { "state", FXV_MEMORY,
	    "that an earlier check saw this history", NULL },
	[FX_PROOF_TSA] = { "tsa", FXV_ANCHORS,
	    "that a timestamp authority you trust vouches for a time",
	    "the newest head with a timestamp that holds" },
	[FX_PROOF_WITNESS] = { "witness", FXV_ANCHORS,
	    "that a witness you trust saw this history",
	    "the newest head that a witness signed" },
	[FX_PROOF_CMS] = { "cms", FXV_ANCHORS,
	    "that somebody signed this history by a certificate you trust",
	    "the newest head that somebody signed by a certificate" },
	[FX_PROOF_VAULT] = { "vault", FXV_VAULT,
	    "that the vault holds every value the records committed to", NULL },
	[FX_PROOF_IMAGE] = { "image", FXV_IMAGE,
	    "that every finding is in the image", NULL },
	[FX_PROOF_CUSTODY] = { "custody", FXV_GRAMMAR,
	    "that the case tells, under a signature and without a gap, who "
	    "handed over what to whom",
	    NULL },
};

const char *
fx_proof_name(enum fx_proof proof)
{
	return proofs[proof].name;
}

/* Was every run derived, and every finding of it found? */
static bool
all_derived(const struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->nruns; i++)
		if (!v->runs[i].matched)
			return false;
	return v->nruns > 0 && v->derived == v->findings;
}

/* Of how many records others vouch, who keep, stamped or signed a head. */
static uint64_t
vouched(const struct fxv *v, enum fx_proof proof)
{
	switch (proof) {
	case FX_PROOF_EXPECT:
		return v->expect.reached && v->expect_signed ? v->expect.size
							     : 0;
	case FX_PROOF_TSA:
		return v->anchors.stamped;
	case FX_PROOF_WITNESS:
		return v->anchors.witnessed;
	case FX_PROOF_CMS:
		return v->anchors.cms_signed;
	default:
		return 0;
	}
}

/* The last run that has an end, by its place, from 1; 0: none has. */
static size_t
last_ended(const struct fxv *v)
{
	size_t i = v->nruns;

	while (i > 0 && v->runs[i - 1].end == 0)
		i--;
	return i;
}

/* A head that is older than what was found says nothing of that. */
static void
covered(struct fxv *v, enum fx_proof proof)
{
	const bool required = v->opt->require[proof];
	const uint64_t size = vouched(v, proof);
	const size_t last = last_ended(v);
	const uint64_t end = last > 0 ? v->runs[last - 1].end : 0;

	v->out->proven[proof] = size > end;
	if (size == 0 || size > end || fxv_said(v, FX_TAMPERED))
		return;
	fxv_say(v, proofs[proof].check, required ? FX_NOT_PROVEN : FX_NOTE, -1,
	    "%s%s is over records 0 to %" PRIu64 " alone: run %" PRIu64
	    " ended after them, with record %" PRIu64 "%s%s%s",
	    required ? "required, and not shown of all that was found: " : "",
	    proofs[proof].head, size - 1, v->first_run + last, end,
	    required ? " (--require " : "", required ? proofs[proof].name : "",
	    required ? ")" : "");
}

void
fxv_require(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	unsigned int i;

	/* The other checks tell of the others themselves. */
	covered(v, FX_PROOF_EXPECT);
	covered(v, FX_PROOF_TSA);
	covered(v, FX_PROOF_WITNESS);
	covered(v, FX_PROOF_CMS);
	out->proven[FX_PROOF_KEY] = out->confirmed && out->signed_size > 0;
	out->proven[FX_PROOF_STATE] = v->state.reached;
	out->proven[FX_PROOF_VAULT] = v->vault.all &&
	    v->vault.missing + v->vault.sealed + v->vault.erased == 0;
	out->proven[FX_PROOF_IMAGE] = all_derived(v);
	if (fxv_vaults_of_children(v))
		out->proven[FX_PROOF_VAULT] = fxv_descend_shows(v,
		    FX_PROOF_VAULT);
	if (fxv_images_of_children(v))
		out->proven[FX_PROOF_IMAGE] = fxv_descend_shows(v,
		    FX_PROOF_IMAGE);
	out->proven[FX_PROOF_CUSTODY] = v->custody > 0 && v->people.gaps == 0 &&
	    v->custody_seq < out->signed_size;
	/* Nothing is proven by a file that contradicts itself. */
	if (fxv_said(v, FX_TAMPERED))
		memset(out->proven, 0, sizeof(out->proven));
	for (i = 0; i < FX_PROOFS; i++)
		if (v->opt->require[i] && !out->proven[i] &&
		    (vouched(v, i) == 0 || fxv_said(v, FX_TAMPERED)))
			fxv_say(v, proofs[i].check, FX_NOT_PROVEN, -1,
			    "required, and not shown: %s (--require %s)",
			    proofs[i].what, proofs[i].name);
}
