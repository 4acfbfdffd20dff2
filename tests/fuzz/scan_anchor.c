/* scan_anchor.c - the kernels of the digit search agree with a naive one. */
#include <stdlib.h>
#include <string.h>

#include "scan_naive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compare(fx_runs_fn *find, const struct fx_runs *want, const uint8_t *p,
    size_t n)
{
	bool wide[2] = { false, false };
	struct fx_runs got = { .min = want->min, .wide = wide };

	got.at = malloc(fx_runs_most(n, want->min) * sizeof(*got.at));
	if (got.at == NULL)
		abort();
	find(p, n, &got);
	if (got.n != want->n ||
	    memcmp(got.at, want->at, want->n * sizeof(*got.at)) != 0 ||
	    wide[0] != want->wide[0] || wide[1] != want->wide[1])
		abort();
	free(got.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool wide[2] = { false, false };
	struct fx_runs want = { .wide = wide };
	uint8_t *copy;

	if (size < 2)
		return 0;
	want.min = 1 + data[0] % 20;
	size--;
	copy = malloc(size); /* exact, and aligned in another way than data */
	want.at = malloc(fx_runs_most(size, want.min) * sizeof(*want.at));
	if (copy == NULL || want.at == NULL)
		abort();
	memcpy(copy, data + 1, size);
	naive_runs(copy, size, &want);
	compare(fx_runs_find, &want, copy, size);
	compare(fx_runs_portable, &want, copy, size);
	free(want.at);
	free(copy);
	return 0;
}
