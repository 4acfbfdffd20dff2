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

static void
check(struct fxv_exhibit *x)
{
	fxv_memory_begin(x->v);
	fxv_exhibit_read(x);
	if (!x->v->failed)
		fxv_exhibit_head(x);
	if (!x->v->failed)
		fxv_exhibit_story(x);
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
