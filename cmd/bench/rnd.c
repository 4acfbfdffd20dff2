/* rnd.c - numbers from a seed: the same ones on every machine */
#include "rnd.h"

/* splitmix64, whose sequence is fixed by its start alone. */
uint64_t
rnd_next(struct rnd *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

struct rnd
rnd_named(uint64_t seed, const char *name)
{
	struct rnd r = { seed };

	for (; *name != '\0'; name++)
		r.state = rnd_next(&r) ^ (unsigned char)*name;
	return r;
}

unsigned int
rnd_below(struct rnd *r, unsigned int n)
{
	return (unsigned int)(rnd_next(r) % n);
}

void
rnd_chars(struct rnd *r, const char *set, char *out, size_t n)
{
	unsigned int k = 0;
	size_t i;

	while (set[k] != '\0')
		k++;
	for (i = 0; i < n; i++)
		out[i] = set[rnd_below(r, k)];
	out[n] = '\0';
}

void
rnd_digits(struct rnd *r, char *out, size_t n)
{
	rnd_chars(r, "0123456789", out, n);
}

void
rnd_form(struct rnd *r, const char *form, char *out, size_t cap)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t i;

	for (i = 0; form[i] != '\0' && i + 1 < cap; i++)
		switch (form[i]) {
		case '0':
			out[i] = all[rnd_below(r, 10)];
			break;
		case 'A':
			out[i] = all[10 + rnd_below(r, 26)];
			break;
		case 'X':
			out[i] = all[rnd_below(r, 36)];
			break;
		case 'h':
			out[i] = "0123456789abcdef"[rnd_below(r, 16)];
			break;
		default:
			out[i] = form[i];
		}
	out[i] = '\0';
}

void
rnd_guid(struct rnd *r, char out[RND_GUID])
{
	rnd_form(r, RND_GUID_FORM, out, RND_GUID);
}
