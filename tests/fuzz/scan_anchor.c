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
    const uint8_t *p, size_t n)
{
	struct fx_asked got = { .n = 0 };
	struct fx_search search = { .p = p, .n = n, .asked = &got };

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
	size_t n = (b->n - v->skew) / 2;
	uint8_t *text = malloc(n + 1);

	must(text != NULL);
	fx_narrow(text, b->p + v->skew, n, v->w.enc);
	salad_seek(t->chosen, t->part, t->n, text, n, &want);
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
	struct fx_err err;
	uint8_t *copy;
	unsigned int i;

	if (size < 3 || t == NULL) {
		free(t);
		return 0;
	}
	compile(t, 1 + data[0] + (uint64_t)data[1] * 256);
	data += 2;
	size -= 2;
	copy = malloc(size); /* exact, and aligned in another way than data */
	must(copy != NULL);
	memcpy(copy, data, size);
	salad_seek(t->chosen, t->part, t->n, copy, size, &want);
	compare(fx_seek_run, t, &want, copy, size);
	compare(fx_seek_portable, t, &want, copy, size);
	b = (struct fx_block){ .p = copy, .n = size, .off = size & 1 };
	must(fx_views_open(&views, &b, size, &t->plan, &err) == 0);
	for (i = 1; i < FX_VIEW_EBCDIC; i++)
		compare_wide(t, &views.v[i], &b);
	fx_views_done(&views);
	fx_asked_done(&want);
	free(copy);
	free(t);
	return 0;
}
