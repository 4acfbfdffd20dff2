/* require.c - what a caller insists on: is it shown? */
#include <string.h>

#include "internal.h"

/* By enum fx_proof: its name, where it belongs, and what is to be shown. */
static const struct {
	const char *name;
	enum fxv_check check;
	const char *what;
} proofs[FX_PROOFS] = {
	[FX_PROOF_KEY] = { "key", FXV_TRUST,
	    "that the records are signed with a key you confirmed" },
	[FX_PROOF_EXPECT] = { "expect", FXV_MEMORY,
	    "that the history is that of a head filed elsewhere" },
	[FX_PROOF_STATE] = { "state", FXV_MEMORY,
	    "that an earlier check saw this history" },
	[FX_PROOF_TSA] = { "tsa", FXV_ANCHORS,
	    "that a timestamp authority you trust vouches for a time" },
	[FX_PROOF_WITNESS] = { "witness", FXV_ANCHORS,
	    "that a witness you trust saw this history" },
	[FX_PROOF_VAULT] = { "vault", FXV_VAULT,
	    "that the vault holds every value the records committed to" },
	[FX_PROOF_IMAGE] = { "image", FXV_IMAGE,
	    "that every finding is in the image" },
	[FX_PROOF_CUSTODY] = { "custody", FXV_GRAMMAR,
	    "that the case tells, under a signature and without a gap, who "
	    "handed over what to whom" },
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

void
fxv_require(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	unsigned int i;

	/* The other checks tell of the others themselves. */
	out->proven[FX_PROOF_KEY] = out->confirmed && out->signed_size > 0;
	out->proven[FX_PROOF_EXPECT] = v->expect.reached && v->expect_signed;
	out->proven[FX_PROOF_STATE] = v->state.reached;
	out->proven[FX_PROOF_TSA] = v->anchors.good_stamps > 0;
	out->proven[FX_PROOF_WITNESS] = v->anchors.good_witnesses > 0;
	out->proven[FX_PROOF_VAULT] = v->vault.all &&
	    v->vault.missing + v->vault.sealed + v->vault.erased == 0;
	out->proven[FX_PROOF_IMAGE] = all_derived(v);
	out->proven[FX_PROOF_CUSTODY] = v->custody > 0 && v->people.gaps == 0 &&
	    v->custody_seq < out->signed_size;
	/* Nothing is proven by a file that contradicts itself. */
	if (fxv_said(v, FX_TAMPERED))
		memset(out->proven, 0, sizeof(out->proven));
	for (i = 0; i < FX_PROOFS; i++)
		if (v->opt->require[i] && !out->proven[i])
			fxv_say(v, proofs[i].check, FX_NOT_PROVEN, -1,
			    "required, and not shown: %s (--require %s)",
			    proofs[i].what, proofs[i].name);
}
