/* check.c - any bytes as a value of each scheme; the first byte picks it */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "forensic/scheme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count(const struct fx_scheme *const *set)
{
	size_t n = 0;

	while (set[n] != NULL)
		n++;
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t ours = count(fx_schemes), all = ours + count(carver_schemes), k;
	struct fx_checked out, again;
	const struct fx_scheme *s;
	enum fx_answer a;

	if (size == 0 || all == 0)
		return 0;
	k = data[0] % all;
	s = k < ours ? fx_schemes[k] : carver_schemes[k - ours];
	a = fx_scheme_check(s, (const char *)data + 1, size - 1, &out);
	if (strlen(out.value) != out.n || out.nparts > FX_CHECKED_PARTS)
		abort();
	/* What is valid is valid in its canonical form, and that is its own. */
	if (a == FX_VALID &&
	    (fx_scheme_check(s, out.value, out.n, &again) != FX_VALID ||
		strcmp(out.value, again.value) != 0))
		abort();
	return 0;
}
