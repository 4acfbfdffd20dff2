/* seek_hot.c - the steps of a stride where an anchor may be */
#include "seek_hot.h"

/*
 * Long runs: where do so many whole groups end?  Returns the first such place
 * of each run, a bit for each group of the step.  A group without a gap is a
 * byte of ones: its lowest bit stays, and the bits are gathered in one byte.
 */
static unsigned int
groups_of(uint64_t chars)
{
	chars &= chars >> 1;
	chars &= chars >> 2;
	chars &= chars >> 4;
	chars &= 0x0101010101010101;
	return (unsigned int)(chars * 0x0102040810204080 >> 56);
}

static unsigned int
groups_end(const uint64_t *chars, unsigned int groups)
{
	/* The newest group is the highest bit. */
	const unsigned int all = groups_of(chars[1]) << FX_GROUP |
	    groups_of(chars[0]);
	unsigned int run = all, i;

	for (i = 1; i < groups; i++)
		run &= all << i;
	return (run & ~(run << 1)) >> FX_GROUP & UINT8_MAX;
}

/* So many characters, of the step before and of this one, become k more. */
static void
more(uint64_t *before, uint64_t *now, unsigned int k)
{
	*now &= fx_shift(*now, *before, k);
	*before &= *before << k;
}

/*
 * Where do runs of so many characters end: 2^log, and more of them?  Returns
 * the first such place of each run.
 */
static uint64_t
runs_end(const uint64_t *chars, const struct fx_seek_class *class)
{
	uint64_t before = chars[0], now = chars[1];
	unsigned int i;

	for (i = 0; i < class->log; i++)
		more(&before, &now, 1U << i);
	if (class->more > 0)
		more(&before, &now, class->more);
	return now & ~fx_shift(now, before, 1);
}

void
fx_seek_hot(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_stride *t, size_t i, size_t base)
{
	const struct fx_seek_class *class;
	const uint64_t *chars;
	uint64_t bits;
	size_t c;

	for (c = 0; c < s->nclass; c++) {
		if (t->run[c][i] == 0)
			continue;
		class = &s->class[c];
		chars = t->chars[class->set] + i;
		if (class->groups > 0) {
			bits = groups_end(chars, class->groups);
			if (bits != 0)
				fx_seek_groups(s, find, class, base, bits);
			continue;
		}
		bits = runs_end(chars, class);
		if (bits != 0)
			fx_seek_edges(s, find, class, base, bits);
	}
	if (t->print[i] != 0)
		fx_seek_prints(s, find, base, t->print[i]);
	if (find->wide != NULL && (t->little[i] | t->big[i]) != 0)
		fx_seek_gates(s, find, base, t->little[i], t->big[i]);
}
