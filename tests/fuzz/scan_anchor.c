/* scan_anchor.c - the kernels of the search for anchors agree with a naive one
 */
#include "scan_salad.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sought {
	const struct fx_anchor *chosen[FX_LEN(salad_anchors)];
	unsigned int part[FX_LEN(salad_anchors)];
	size_t n;
	struct fx_plan plan;
};

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
compile(struct sought *t, uint64_t seed)
{
	struct fx_seek *seek = &t->plan.seek;
	size_t i;

	t->n = salad_choose(&seed, t->chosen, t->part);
	fx_seek_init(seek);
	for (i = 0; i < t->n; i++)
		must(fx_seek_add(seek, t->chosen[i], t->part[i]));
	fx_seek_ready(seek, t->n % 4 == 3);
}

static void
compare(fx_seek_fn *find, const struct sought *t, const struct fx_asked *want,
    const struct fx_window *w)
{
	struct fx_asked got = { .n = 0 };
	struct fx_search search = { .p = w->p,
		.n = w->len,
		.off = w->off,
		.unit = w->unit,
		.asked = &got };

	find(&t->plan.seek, &search);
	must(salad_same(want, &got));
	fx_asked_done(&got);
}

/* A view of UTF-16, against the whole of it narrowed. */
static void
compare_wide(const struct sought *t, const struct fx_view *v,
    const struct fx_block *b)
{
	struct fx_asked want = { .n = 0 };
	struct fx_window w = { .len = (b->n - v->skew) / 2,
		.off = b->off + v->skew,
		.unit = 2 };
	uint8_t *text = malloc(w.len + 1);

	must(text != NULL);
	fx_narrow(text, b->p + v->skew, w.len, v->w.enc);
	w.p = text;
	salad_seek(t->chosen, t->part, t->n, &w, &want);
	must(salad_same(&want, &v->asked));
	fx_asked_done(&want);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sought *t = calloc(1, sizeof(*t));
	struct fx_views views = { .wide = { { .n = 0 } } };
	struct fx_asked want = { .n = 0 };
	struct fx_block b = { .off = 0 };
	struct fx_window w = { .unit = 1 };
	struct fx_err err;
	uint8_t *copy;
	unsigned int i;

	if (size < 3 || t == NULL) {
		free(t);
		return 0;
	}
	compile(t, 1 + data[0] + (uint64_t)data[1] * 256);
	w.off = (uint64_t)data[1] * 3; /* so that a sector may begin anywhere */
	data += 2;
	size -= 2;
	copy = malloc(size); /* exact, and aligned in another way than data */
	must(copy != NULL);
	memcpy(copy, data, size);
	w.p = copy;
	w.len = size;
	salad_seek(t->chosen, t->part, t->n, &w, &want);
	compare(fx_seek_run, t, &want, &w);
	compare(fx_seek_portable, t, &want, &w);
	b = (struct fx_block){ .p = copy, .n = size, .off = w.off };
	must(fx_views_open(&views, &b, size, &t->plan, &err) == 0);
	for (i = 1; i < FX_VIEW_EBCDIC; i++)
		compare_wide(t, &views.v[i], &b);
	fx_views_done(&views);
	fx_asked_done(&want);
	free(copy);
	free(t);
	return 0;
}
