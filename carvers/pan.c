/* pan.c - read a card number at a place, plain or in groups */
#include "pan.h"

#include <ctype.h>
#include <string.h>

#include "forensic/check.h"
#include "score.h"
#include "sep.h"

/* Digit runs at a place, with one separator between one and the next. */
struct chain {
	size_t n;
	size_t at[PAN_GROUPS], len[PAN_GROUPS];
	enum sep sep[PAN_GROUPS]; /* behind the group of the same place */
	bool before;              /* a group goes before the first */
};

/* Groups that cards have; odd ones count only if no group follows. */
static const struct grouping {
	const char *name;
	uint8_t len[5];
	int bits;
	bool odd;
} groupings[] = {
	{ "4-4-4-4-3", { 4, 4, 4, 4, 3 }, BITS_GROUP_LONG, false },
	{ "4-4-4-4", { 4, 4, 4, 4 }, BITS_GROUP_CARD, false },
	{ "4-6-5", { 4, 6, 5 }, BITS_GROUP_CARD, false },
	{ "4-6-4", { 4, 6, 4 }, BITS_GROUP_CARD, false },
	{ "6-13", { 6, 13 }, BITS_GROUP_LONG, false },
	{ "4-4-4-4-2", { 4, 4, 4, 4, 2 }, BITS_GROUP_ODD, true },
	{ "4-4-4-4-1", { 4, 4, 4, 4, 1 }, BITS_GROUP_ODD, true },
	{ "4-4-4-3", { 4, 4, 4, 3 }, BITS_GROUP_ODD, true },
	{ "4-4-4-2", { 4, 4, 4, 2 }, BITS_GROUP_ODD, true },
	{ "4-4-4", { 4, 4, 4 }, BITS_GROUP_ODD, true },
	{ "4-5-6", { 4, 5, 6 }, BITS_GROUP_ODD, true },
};

static size_t
run_len(const struct fx_window *w, size_t at)
{
	size_t n = 0;

	while (n <= PAN_MAX && char_digit(w, at + n))
		n++;
	return n;
}

/* Do three digits or more and this separator stand right before the place? */
static bool
group_before(const struct fx_window *w, size_t at, enum sep sep)
{
	size_t k, len;

	for (k = 1; k <= 3 && k < at; k++)
		if (sep_at(w, at - k, &len) == sep && len == k)
			return at >= k + 3 && char_digit(w, at - k - 1) &&
			    char_digit(w, at - k - 2) &&
			    char_digit(w, at - k - 3);
	return false;
}

static void
chain_read(const struct fx_window *w, size_t at, struct chain *c)
{
	size_t len;

	memset(c, 0, sizeof *c);
	while (c->n < PAN_GROUPS) {
		c->at[c->n] = at;
		c->len[c->n] = run_len(w, at);
		at += c->len[c->n];
		c->sep[c->n] = sep_at(w, at, &len);
		if (c->len[c->n++] > PAN_MAX || c->sep[c->n - 1] == SEP_NONE ||
		    !char_digit(w, at + len)) {
			c->sep[c->n - 1] = SEP_NONE;
			return;
		}
		at += len;
	}
}

/* Does the chain begin with these groups?  Returns how many, or 0. */
static size_t
fits(const struct chain *c, const struct grouping *g)
{
	size_t k;

	for (k = 0; k < FX_LEN(g->len) && g->len[k] != 0; k++)
		if (k >= c->n || c->len[k] != g->len[k])
			return 0;
	if (g->odd && (c->before || c->sep[k - 1] != SEP_NONE))
		return 0;
	return k;
}

/* The reading of the first k groups. */
static void
take(const struct fx_window *w, const struct chain *c, size_t k,
    struct pan *pan)
{
	size_t i;

	memset(pan, 0, sizeof *pan);
	pan->at = c->at[0];
	pan->len = c->at[k - 1] + c->len[k - 1] - c->at[0];
	for (i = 0; i < k; i++) {
		memcpy(pan->digits + pan->n, w->p + c->at[i], c->len[i]);
		pan->n += c->len[i];
		if (i + 1 < k && c->sep[i] != c->sep[0])
			pan->mixed = true;
	}
	pan->iin = pan_iin(pan->digits, pan->n);
	pan->luhn = fx_luhn_ok(pan->digits, pan->n);
}

/* How good a reading is, for choosing one; not a score. */
static int
rank(const struct pan *pan)
{
	int good = pan->iin != NULL ? pan->iin->bits : 0;

	if (pan->luhn)
		good += 20;
	else if (pan->iin != NULL && !pan->iin->luhn)
		good += 10;
	return good * 32 + (int)pan->n;
}

static void
better(struct pan *best, const struct pan *pan)
{
	bool both = best->n != pan->n && best->luhn && pan->luhn;

	if (best->n == 0 || rank(pan) > rank(best)) {
		*best = *pan;
		best->ambiguous = both;
	} else if (both) {
		best->ambiguous = true;
	}
}

static void
read_chain(const struct fx_window *w, const struct chain *c, struct pan *best)
{
	const struct grouping *g;
	struct pan pan;
	size_t k;

	if (c->len[0] >= PAN_MIN && c->len[0] <= PAN_MAX) {
		take(w, c, 1, &pan);
		better(best, &pan);
		return;
	}
	for (g = groupings; g < groupings + FX_LEN(groupings); g++) {
		if ((k = fits(c, g)) == 0)
			continue;
		take(w, c, k, &pan);
		pan.group = g->name;
		pan.group_bits = g->bits;
		if (c->sep[0] == SEP_DOT || c->sep[0] == SEP_PLUS)
			pan.group_bits += BITS_GROUP_DOT;
		pan.more = c->before || c->sep[k - 1] == c->sep[0];
		better(best, &pan);
	}
}

/*
 * How many digits of the run at a place belong to an escape that begins before
 * it: "%20", "\x20", "\u0020", of which the run may hold the last ones.  *len
 * is the length of the escape.
 */
static size_t
escaped(const struct fx_window *w, size_t at, size_t *len)
{
	size_t back, size, i;

	for (back = 1; back <= 5 && back <= at; back++) {
		uint8_t c = w->p[at - back];
		bool slash = back < at && w->p[at - back - 1] == '\\';

		if (c == '%' || (c == 'x' && slash))
			size = 3; /* from c on */
		else if (c == 'u' && slash)
			size = 5;
		else
			continue;
		if (size <= back)
			continue;
		for (i = 1; i < back; i++)
			if (!isxdigit(w->p[at - i]))
				return 0;
		*len = size + (c != '%');
		return size - back;
	}
	return 0;
}

/* May an escape end right behind this, or in the digits that follow? */
static bool
may_escape(uint8_t before)
{
	return before == '%' || before == 'x' || before == 'u' ||
	    ((before | 0x20) >= 'a' && (before | 0x20) <= 'f');
}

/* Does a separator stand behind the run, and digits behind that, of which all
 * groups but the first have four or more? */
static bool
may_group(const struct fx_run *run)
{
	const uint8_t *p = run->p + run->n;
	const size_t n = run->seen - run->n;
	size_t i;

	if (n < 5 ||
	    (*p != ' ' && *p != '-' && *p != '.' && *p != '+' && *p != 0xa0))
		return n > 1 &&
		    ((p[0] == 0xc2 && p[1] == 0xa0) ||
			(p[0] == '%' && p[1] == '2'));
	for (i = 1; i < 5; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

_Static_assert((int)PAN_MAX < (int)FX_RUN_TOLD,
    "runs that are too long for a card are told from others");

bool
pan_may(const struct fx_run *run)
{
	if (run->n >= PAN_MIN && run->n <= PAN_MAX)
		return true;
	if ((run->n == 4 || run->n == 6) && may_group(run))
		return true;
	return may_escape(run->before);
}

/*
 * May a card number be there?  Nearly all runs of digits are too short or too
 * long, have nothing to be grouped with, and no escape ends in them.
 */
static bool
may_be(const struct fx_window *w, size_t at)
{
	size_t n = run_len(w, at), len;

	if (n >= PAN_MIN && n <= PAN_MAX)
		return true;
	if ((n == 4 || n == 6) && sep_at(w, at + n, &len) != SEP_NONE &&
	    char_digit(w, at + n + len))
		return true;
	return at > 0 && may_escape(w->p[at - 1]);
}

bool
pan_read(const struct fx_window *w, size_t at, struct pan *pan)
{
	struct chain c;
	size_t skip, len;

	pan->n = 0;
	if (!char_digit(w, at) || pan_digit_before(w, at) || !may_be(w, at))
		return false;
	memset(pan, 0, sizeof *pan);
	chain_read(w, at, &c);
	c.before = c.n > 1 && group_before(w, at, c.sep[0]);
	read_chain(w, &c, pan);
	if ((skip = escaped(w, at, &len)) != 0 && run_len(w, at) > skip) {
		chain_read(w, at + skip, &c);
		read_chain(w, &c, pan);
		if (pan->n != 0 && pan->at != at)
			pan->escape = len;
	}
	return pan->n != 0;
}

bool
pan_again(const struct fx_window *w, const struct fx_hit *hit, struct pan *pan)
{
	size_t i;

	/* a number behind an escape begins inside a run of digits */
	for (i = hit->at; i < hit->at + FX_BEFORE_MOST; i++)
		if (pan_read(w, i, pan) && pan->at - pan->escape == hit->at &&
		    pan->at + pan->len == hit->at + hit->len)
			return true;
	return false;
}

uint64_t
pan_value(const struct pan *pan)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < pan->n; i++)
		v = v * 10 + (uint64_t)(pan->digits[i] - '0');
	return v;
}
