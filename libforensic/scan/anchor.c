/* anchor.c - the kernel for this processor, and what all kernels share */
#include "anchor.h"

/* Do the n bytes at p begin with min digits? */
static bool
is_run(const uint8_t *p, size_t n, unsigned int min)
{
	unsigned int i;

	if (n < min)
		return false;
	for (i = 0; i < min; i++)
		if (!fx_is_digit(p[i]))
			return false;
	return true;
}

__attribute__((noinline)) void
fx_runs_edge(const uint8_t *p, size_t n, size_t base, uint64_t edge,
    unsigned int size, struct fx_runs *runs)
{
	size_t start;

	for (; edge != 0; edge &= edge - 1) {
		start = base + (size_t)__builtin_ctzll(edge) + 1 - size;
		if (size == runs->min ||
		    is_run(p + start, n - start, runs->min))
			runs->at[runs->n++] = (uint32_t)start;
	}
}

/* Do min digits with zeros between them end at p[end]? */
static bool
is_wide(const uint8_t *p, size_t end, unsigned int min)
{
	size_t i = end;
	unsigned int k;

	for (k = 1; fx_is_digit(p[i]); k++, i -= 2) {
		if (k == min)
			return true;
		if (i < 2 || p[i - 1] != 0)
			return false;
	}
	return false;
}

__attribute__((noinline)) void
fx_runs_wide(const uint8_t *p, size_t base, uint64_t alt, struct fx_runs *runs)
{
	size_t end;

	for (; alt != 0; alt &= alt - 1) {
		end = base + (size_t)__builtin_ctzll(alt);
		if (!runs->wide[end & 1] && is_wide(p, end, runs->min))
			runs->wide[end & 1] = true;
	}
}

void
fx_runs_find(const uint8_t *p, size_t n, struct fx_runs *runs)
{
#ifdef __SSE2__
	fx_runs_sse2(p, n, runs);
#else
	fx_runs_portable(p, n, runs);
#endif
}
