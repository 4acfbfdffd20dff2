/* shape.c - what neighbours are compared by: how a number is written and where
 * it stands, so that ids of another column or label do not count */
#include <ctype.h>

#include "pan.h"

enum { LETTERS = 12 }; /* of a label, its last ones */

static uint32_t
mix(uint32_t h, unsigned int c) /* FNV-1a */
{
	return (h ^ (c & 0xff)) * UINT32_C(16777619);
}

/* The class of a character beside a number. */
static unsigned int
beside(const struct fx_window *w, size_t i, bool outside)
{
	unsigned int c;

	if (outside || i >= w->len)
		return '\n';
	c = w->p[i];
	if (c == '\r')
		return '\n';
	if (isdigit((int)c))
		return '0';
	return isalpha((int)c) || c >= 0x80 ? 'a' : c;
}

static uint32_t
before(const struct fx_window *w, size_t at, uint32_t h)
{
	size_t least = at > PAN_SIGNATURE ? at - PAN_SIGNATURE : 0, i = at, n;
	unsigned int c;

	h = mix(h, beside(w, at - 1, at == 0));
	while (i > least) {
		c = w->p[i - 1];
		if (c != ' ' && c != ':' && c != '=' && c != '"' && c != '>' &&
		    c != '\'')
			break;
		i--;
	}
	for (n = 0; n < LETTERS && i > least && isalpha(w->p[i - 1]); n++, i--)
		h = mix(h, (unsigned int)tolower(w->p[i - 1]));
	if (n == 0)
		h = mix(h, beside(w, i - 1, i == 0));
	return h;
}

uint32_t
pan_shape(const struct fx_window *w, const struct pan *pan)
{
	uint32_t h = UINT32_C(2166136261);
	size_t end = pan->at + pan->len;
	unsigned int c;

	if (pan->group == NULL) /* plain: 12-13, 14-16, 17-19 digits */
		h = mix(h, pan->n < 14 ? 1 : pan->n < 17 ? 2 : 3);
	else /* cards of all schemes stand in one list */
		h = mix(mix(h, 4),
		    w->p[pan->at + (pan->group[0] == '4' ? 4 : 6)]);
	h = before(w, pan->at, h);
	c = beside(w, end, false);
	h = mix(h, c);
	if (c == '"' || c == '\'')
		h = mix(h, beside(w, end + 1, false));
	return h != 0 ? h : 1;
}
