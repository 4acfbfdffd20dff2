/* exhibit.c - one verdict on an exhibit, from the exhibit alone */
#include <stdlib.h>

#include "exhibit.h"

const struct fxv_item *
fxv_exhibit_of(const struct fxv_exhibit *x, enum fxv_kind kind)
{
	size_t i;

	for (i = 0; i < FXV_PARTS; i++)
		if (x->items[i].good && x->items[i].kind == kind)
			return &x->items[i];
	return NULL;
}

static bool
looks(const struct fxv *v)
{
	return v->opt->nimages > 0 && v->opt->look != NULL;
}

/* The finding is derived again, by the run that it is of. */
static void
check_images(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	struct fxv *v = x->v;
	const struct fxv_row row = { .seq = (int64_t)record->seq,
		.kind = "finding",
		.body = fx_buf_text(&x->body),
		.len = x->body.len };

	if (v->opt->nimages == 0)
		return;
	if (v->opt->look == NULL) {
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "this build of the program cannot look at images");
	} else if (!record->good || record->kind != FXV_FINDING) {
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "the record is no finding that an image could show");
	} else if (v->nruns == 0) {
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "the exhibit does not tell of the run that found it: the "
		    "image was not looked at");
	} else {
		v->only = &row;
		v->opt->look->check(v);
		v->only = NULL;
	}
}

static void
check(struct fxv_exhibit *x)
{
	/* Before anything of the exhibit is in memory. */
	if (looks(x->v) && x->v->opt->look->begin(x->v) == -1)
		return;
	fxv_memory_begin(x->v);
	fxv_exhibit_read(x);
	if (!x->v->failed)
		fxv_exhibit_head(x);
	if (!x->v->failed)
		fxv_exhibit_anchors(x);
	if (!x->v->failed)
		fxv_exhibit_story(x);
	if (!x->v->failed)
		fxv_exhibit_opening(x);
	if (!x->v->failed)
		check_images(x);
	if (!x->v->failed)
		fxv_require(x->v);
	fxv_exhibit_closing(x);
}

struct fx_verdict *
fx_exhibit_verify(const char *folder, const struct fx_verify_options *opt,
    struct fx_err *err)
{
	struct fxv_exhibit *x = calloc(1, sizeof(*x));
	struct fxv *v = calloc(1, sizeof(*v));
	struct fx_verdict *out = calloc(1, sizeof(*out));

	if (x == NULL || v == NULL || out == NULL) {
		free(out);
		out = NULL;
		fx_fail(err, FX_ENOMEM, 0, "a verdict");
		goto done;
	}
	*x = (struct fxv_exhibit){ .v = v, .folder = folder };
	v->opt = opt;
	v->out = out;
	check(x);
	fxv_finish(v);
	if (v->failed) {
		*err = v->err;
		fx_verdict_free(out);
		out = NULL;
	}
	fxv_exhibit_drop(x);
	fxv_end(v);
done:
	free(v);
	free(x);
	return out;
}
