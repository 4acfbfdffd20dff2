/* letters.c - what characters are, 64 at a time */
#include <string.h>

#include "among.h"
#include "forensic/carver.h"

static inline void
add(const uint8_t *p, unsigned int at, struct fx_letters *l)
{
	const uint64_t capital = fx_among(p, 'A', 26);

	l->letter |= (capital | fx_among(p, 'a', 26)) << at;
	l->capital |= capital << at;
	l->high |= (uint64_t)fx_among(p, 0x80, 128) << at;
	l->plain |= (uint64_t)fx_among(p, ' ', '~' - ' ' + 1) << at;
}

struct fx_letters
fx_letters_at(const uint8_t *p, size_t n)
{
	struct fx_letters l = { .letter = 0 };
	uint8_t copy[FX_LETTERS];
	unsigned int at;

	if (n < FX_LETTERS) {
		memset(copy, 0, sizeof(copy));
		memcpy(copy, p, n);
		p = copy;
	}
	for (at = 0; at < FX_LETTERS; at += FX_AMONG)
		add(p + at, at, &l);
	return l;
}
