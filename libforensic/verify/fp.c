/* fp.c - keyed fingerprints: where they stand, and whether of their values */
#include <inttypes.h>
#include <string.h>

#include "internal.h"

/* By the key that the caller has? */
static bool
is_ours(const struct fxv *v, const struct fxv_run *run)
{
	return v->opt->fp != NULL && strcmp(run->fp_key, v->opt->fp->id) == 0;
}

void
fxv_fp_item(struct fxv *v, const struct fxv_run *run, const struct fxv_gist *g,
    uint64_t seq)
{
	const bool has = g->fp;
	const bool should = run->fp_key[0] != '\0';

	v->fps += has;
	if (has == should)
		return;
	fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
	    has ? "record %" PRIu64 " has a keyed fingerprint, run %" PRId64
		  " names no key of such"
		: "record %" PRIu64 " has no keyed fingerprint, run %" PRId64
		  " names a key of such",
	    seq, g->run);
}

void
fxv_fp_value(struct fxv *v, const struct fxv_run *run, const json_t *record,
    const char *field, const struct fx_buf *value)
{
	const char *class = fxv_str(record, "class");
	const struct fx_fp_over over = fx_fp_over(fx_carver_find(v->opt->set,
						      class),
	    class, json_object_get(record, "commit"));
	char fp[FX_FP_TEXT + 1];

	if (!is_ours(v, run) || json_object_get(record, "fp") == NULL ||
	    strcmp(over.field, field) != 0)
		return;
	if (fx_fp(fp, v->opt->fp, over.kind, fx_buf_text(value), value->len) ==
	    -1) {
		fxv_fail(v, FX_EIO, "libcrypto");
		return;
	}
	if (strcmp(fp, fxv_str(record, "fp")) == 0)
		v->fps_good++;
	else
		fxv_say(v, FXV_VAULT, FX_TAMPERED, fxv_num(record, "seq"),
		    "the keyed fingerprint of record %" PRId64
		    " is not that of its value in the vault",
		    fxv_num(record, "seq"));
}

void
fxv_fp_end(struct fxv *v)
{
	size_t i;

	/* Of the cases of a batch each is asked by itself. */
	if (v->opt->fp == NULL || fxv_vaults_of_children(v))
		return;
	for (i = 0; i < v->nruns; i++)
		if (is_ours(v, &v->runs[i]))
			return;
	fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
	    "no run has keyed fingerprints by the key that you gave, %s",
	    v->opt->fp->id);
}

void
fxv_fp_proven(struct fxv *v)
{
	char n[FXV_COUNT_LEN];

	if (v->fps_good > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "Of %s the keyed fingerprint is that of the value, by the "
		    "key that you gave, %s",
		    fxv_count(n, v->fps_good, "finding"), v->opt->fp->id);
}

void
fxv_fp_unproven(struct fxv *v)
{
	char n[FXV_COUNT_LEN];

	if (v->fps_good < v->fps)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That the keyed fingerprint of %s is that of the value: "
		    "that takes its key (--fp-key), the vault and an identity "
		    "that opens it",
		    fxv_count(n, v->fps - v->fps_good, "finding"));
}
