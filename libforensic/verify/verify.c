/* verify.c - one verdict on a case file: the checks in their order */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const char *const tables[] = { "record", "checkpoint", NULL };

/* Checks 3 to 10: one pass over the records, with all that rides on it. */
static void
check_history(struct fxv *v)
{
	fxv_memory_begin(v);
	fxv_heads_begin(v);
	fxv_records(v);
	fxv_grammar_end(v);
	fxv_people_end(v);
	fxv_heads_end(v);
	fxv_trust(v);
	fxv_tail(v);
	fxv_memory_end(v);
	if (!v->failed)
		fxv_anchors(v);
}

static bool
looks(const struct fxv *v)
{
	return v->opt->nimages > 0 && v->opt->look != NULL;
}

static void
check_all(struct fxv *v, const char *path)
{
	v->evd = (struct fxv_db){ .what = "the case file",
		.file = FXV_FILE,
		.structure = FXV_DATABASE,
		.application_id = FX_CASE_APPLICATION_ID,
		.version = FX_CASE_VERSION,
		.schema = fx_case_schema,
		.tables = tables };
	if (looks(v) && v->opt->look->begin(v) == -1)
		return;
	if (fxv_db_open(v, &v->evd, path) == -1)
		return;
	check_history(v);
	if (v->opt->vault != NULL && !v->failed && !fxv_vaults_of_children(v) &&
	    !fxv_vaults_gone(v))
		fxv_vault(v);
	if (!v->failed)
		fxv_fp_end(v);
	if (looks(v) && !fxv_images_of_children(v) && !v->failed)
		v->opt->look->check(v);
	else if (v->opt->nimages > 0 && v->opt->look == NULL && !v->failed)
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "this build of the program cannot look at images");
	v->out->records = v->tree.size;
	if (v->opt->descend && v->children.nplans > 0 && !v->failed)
		fxv_descend(v, path);
	if (!v->failed)
		fxv_memory_store(v);
}

void
fxv_end(struct fxv *v)
{
	fxv_vault_close(v);
	free(v->vault.gone);
	free(v->vault.given);
	fxv_db_close(&v->evd);
	fxv_runs_done(v);
	fxv_children_done(v);
	fxv_people_done(v);
	fxv_anchors_done(v);
	free(v->exhibit);
	fx_buf_done(&v->expect_text);
	fx_buf_done(&v->state_text);
	fxv_drop(v);
	if (looks(v))
		v->opt->look->end(v);
}

struct fx_verdict *
fxv_verdict(struct fxv *v, const char *path,
    const struct fx_verify_options *opt, struct fx_err *err)
{
	v->opt = opt;
	if ((v->out = calloc(1, sizeof(*v->out))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "a verdict");
		return NULL;
	}
	check_all(v, path);
	fxv_require(v);
	fxv_closing(v);
	fxv_finish(v);
	if (!v->failed)
		return v->out;
	*err = v->err;
	fx_verdict_free(v->out);
	return NULL;
}

struct fx_verdict *
fx_verify(const char *path, const struct fx_verify_options *opt,
    struct fx_err *err)
{
	struct fx_verdict *out;
	struct fxv *v;

	if ((v = calloc(1, sizeof(*v))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "a verdict");
		return NULL;
	}
	out = fxv_verdict(v, path, opt, err);
	fxv_end(v);
	free(v);
	return out;
}
