/* lookalike.c - numbers that are written like a card's and are something else
 */
#include <ctype.h>
#include <string.h>

#include "forensic/iban.h"
#include "pan.h"
#include "score.h"

enum {
	HEX_LEAST = 24,  /* characters of a run that is taken for hexadecimal */
	WORD_LEAST = 28, /* of one that is taken for an encoded thing */
	SEQUENCE_LEAST = 8,
	STEP_MOST = 150, /* from one group of four to the next */
	LOOK = 64,       /* characters on each side */
};

static bool
is_word(const struct fx_window *w, size_t i)
{
	return i < w->len && (isalnum(w->p[i]) || w->p[i] == '_');
}

void
pan_digits_look(const char *d, struct fx_hit *hit)
{
	const char *publisher = pan_test(d);
	unsigned int seen = 0, distinct;
	size_t n = strlen(d), i, up = 1, down = 1, most = 1, period;
	bool rises = false, falls = false;

	if (publisher != NULL) {
		fx_hit_why(hit, BITS_TEST, "test-number");
		fx_hit_attr(hit, "test", publisher);
		return;
	}

	for (i = 0; i < n; i++)
		seen |= 1u << (d[i] - '0');
	distinct = (unsigned int)__builtin_popcount(seen);
	if (distinct <= 2)
		fx_hit_why(hit, BITS_FEW_DIGITS, "few-digits");
	else if (distinct == 3)
		fx_hit_why(hit, BITS_THREE_DIGITS, "few-digits");
	else if (distinct == 4)
		fx_hit_why(hit, BITS_FOUR_DIGITS, "few-digits");
	for (i = 1; i < n; i++) {
		rises |= d[i] > d[i - 1];
		falls |= d[i] < d[i - 1];
		up = (d[i] - d[i - 1] + 10) % 10 == 1 ? up + 1 : 1;
		down = (d[i - 1] - d[i] + 10) % 10 == 1 ? down + 1 : 1;
		most = up > most ? up : down > most ? down : most;
	}
	if (most >= SEQUENCE_LEAST)
		fx_hit_why(hit, BITS_SEQUENCE, "sequence");
	if (distinct > 2 && !(rises && falls))
		fx_hit_why(hit, BITS_SORTED, "sorted");
	for (period = 2; period <= n / 2; period++)
		if (memcmp(d, d + period, n - period) == 0) {
			fx_hit_why(hit, BITS_PERIOD, "repeat");
			return;
		}
}

/* A number inside a word of letters and digits: a digest, an encoded thing. */
static void
word_look(const struct fx_window *w, const struct pan *pan, struct fx_hit *hit)
{
	size_t from = pan->at, to = pan->at + pan->len, i;
	bool hex = true;

	while (from > 0 && pan->at - from < LOOK && is_word(w, from - 1))
		from--;
	while (to - pan->at < LOOK && is_word(w, to))
		to++;
	if (to - from == pan->len)
		return;
	for (i = from; i < to; i++)
		hex = hex && isxdigit(w->p[i]);
	if (hex && to - from >= HEX_LEAST)
		fx_hit_why(hit, BITS_HEX, "hex");
	else if (to - from >= WORD_LEAST)
		fx_hit_why(hit, BITS_WORD_INSIDE, "in-word");
	else if (from < pan->at && isalpha(w->p[pan->at - 1]))
		fx_hit_why(hit, BITS_GLUED, "glued");
}

/* Does a word of hexadecimal digits, one a letter, lie in [from, to)? */
static bool
is_hex(const struct fx_window *w, size_t from, size_t to)
{
	bool letter = false;
	size_t i;

	for (i = from; i < to; i++) {
		if (!isxdigit(w->p[i]))
			return false;
		letter = letter || isalpha(w->p[i]);
	}
	return letter;
}

/* Groups of a table: hexadecimal ones beside them, or small steps in them. */
static void
groups_look(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit)
{
	size_t end = pan->at + pan->len, to, from = pan->at, i;
	int group[4] = { 0 }, step, up = 0, down = 0;

	for (to = end + 1; is_word(w, to) && to - end <= LOOK;)
		to++;
	while (from > 1 && is_word(w, from - 2) && pan->at - from <= LOOK)
		from--;
	if ((to - end > 4 && is_hex(w, end + 1, to) && !is_word(w, end)) ||
	    (pan->at - from >= 4 && is_hex(w, from - 1, pan->at - 1)) ||
	    (from > 0 && isxdigit(pan_char(w, end)) &&
		is_hex(w, from - 1, pan->at - 1)))
		fx_hit_why(hit, BITS_HEX, "hex");
	for (i = 0; i < 16 && i < pan->n; i++)
		group[i / 4] = group[i / 4] * 10 + (pan->digits[i] - '0');
	for (i = 1; i < 4; i++) {
		step = group[i] - group[i - 1];
		up += step >= 0 && step <= STEP_MOST;
		down += step <= 0 && step >= -STEP_MOST;
	}
	if (pan->n == 16 && (up == 3 || down == 3))
		fx_hit_why(hit, BITS_STEPS, "steps");
}

/* A part of a number with a point in it, or of one with an exponent. */
static void
decimal_look(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit)
{
	size_t end = pan->at + pan->len, e = end;

	if (pan->at > 0 && w->p[pan->at - 1] == '.' &&
	    (pan->at == 1 || !isalpha(w->p[pan->at - 2])))
		fx_hit_why(hit, BITS_FRACTION, "fraction");
	else if (pan_char(w, end) == '.' && char_digit(w, end + 1))
		fx_hit_why(hit, BITS_DECIMAL, "decimal");
	if ((pan_char(w, e) | 0x20) != 'e')
		return;
	e++;
	if (pan_char(w, e) == '-' || pan_char(w, e) == '+')
		e++;
	if (char_digit(w, e) && e <= end + 2 && !is_word(w, e + 3))
		fx_hit_why(hit, BITS_EXPONENT, "exponent");
}

static unsigned int
two(const char *d)
{
	return (unsigned int)(d[0] - '0') * 10 + (unsigned int)(d[1] - '0');
}

/* YYYYMMDDhhmm and more, or a count since 1970 of the years 2001 to 2033. */
static bool
is_time(const char *d, size_t n)
{
	if (n == 13 || n == 16 || n == 19)
		return d[0] == '1' && (d[1] != '0' || d[2] != '0');
	if (n == 12)
		return (two(d) == 19 || two(d) == 20) && two(d + 4) >= 1 &&
		    two(d + 4) <= 12 && two(d + 6) >= 1 && two(d + 6) <= 31 &&
		    two(d + 8) < 24 && two(d + 10) < 60;
	return n >= 14 && n <= 17 && (two(d) == 19 || two(d) == 20) &&
	    two(d + 4) >= 1 && two(d + 4) <= 12 && two(d + 6) >= 1 &&
	    two(d + 6) <= 31 && two(d + 8) < 24 && two(d + 10) < 60 &&
	    two(d + 12) < 61;
}

static bool
is_imei(const char *d, size_t n)
{
	static const unsigned char bodies[] = { 1, 35, 86, 98, 99 };
	size_t i;

	for (i = 0; n == 15 && i < sizeof bodies; i++)
		if (two(d) == bodies[i])
			return true;
	return false;
}

/* "123e4567-e89b-12d3-a456-" stands before the last part of a UUID. */
static bool
is_uuid(const struct fx_window *w, size_t at)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-";
	const size_t n = sizeof form - 1;
	size_t i;

	if (at < n)
		return false;
	for (i = 0; i < n; i++)
		if (form[i] == '-' ? w->p[at - n + i] != '-'
				   : !isxdigit(w->p[at - n + i]))
			return false;
	return true;
}

/*
 * Where n letters and digits end that begin at w->p[at], with at most one
 * separator between two of them; 0: there are no so many, or more.
 */
static size_t
compact_end(const struct fx_window *w, size_t at, size_t n)
{
	for (; n > 0; n--, at++) {
		if (!char_alnum(w, at) && char_alnum(w, at + 1) &&
		    (w->p[at] == ' ' || w->p[at] == '-'))
			at++;
		if (!char_alnum(w, at))
			return 0;
	}
	return char_alnum(w, at) ? 0 : at;
}

/* A part of what has the form of a country's IBAN, check digits or not. */
static bool
is_in_iban(const struct fx_window *w, const struct pan *pan)
{
	const struct fx_iban_row *row;
	size_t i, back = FX_IBAN_MOST + FX_IBAN_MOST / 4;
	char cc[3] = "";

	for (i = pan->at; i > 0 && pan->at - i < back; i--) {
		if (!char_upper(w, i - 1) || !char_upper(w, i) ||
		    !char_digits(w, i + 1, 2) ||
		    (i > 1 && char_alnum(w, i - 2)))
			continue;
		cc[0] = (char)w->p[i - 1];
		cc[1] = (char)w->p[i];
		row = fx_iban_row(cc);
		return row != NULL &&
		    compact_end(w, i - 1, fx_iban_len(row)) >=
		    pan->at + pan->len;
	}
	return false;
}

void
pan_lookalike(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit)
{
	const char *d = pan->digits;
	size_t n = pan->n;

	pan_digits_look(d, hit);
	if (pan->iin == NULL && is_time(d, n))
		fx_hit_why(hit, BITS_TIME, "timestamp");
	if (pan->iin == NULL && n == 13 && two(d) == 97 &&
	    (d[2] == '8' || d[2] == '9'))
		fx_hit_why(hit, BITS_ISBN, "isbn");
	if (pan->iin == NULL && is_imei(d, n))
		fx_hit_why(hit, BITS_IMEI, "imei");
	if (is_in_iban(w, pan))
		fx_hit_why(hit, BITS_IN_IBAN, "in-iban");
	if (pan->group != NULL)
		groups_look(w, pan, hit);
	if (pan->group != NULL || pan->escape != 0)
		return;
	word_look(w, pan, hit);
	decimal_look(w, pan, hit);
	if (n == 12 && is_uuid(w, pan->at))
		fx_hit_why(hit, BITS_UUID, "uuid");
	if (n <= 15 && pan->at > 0 && w->p[pan->at - 1] == '+')
		fx_hit_why(hit, BITS_PHONE, "phone");
}
