/* track.c - read tracks 1 and 2 (ISO/IEC 7813), and their check character */
#include "track.h"

#include <ctype.h>
#include <string.h>

#include "fields.h"
#include "forensic/check.h"

enum {
	TRACK_PAN = 24,     /* characters of a PAN with spaces */
	DISC_MOST = 60,     /* characters; the standard leaves 8 to 30 or so */
	TRACK2_DIGITS = 24, /* behind the separator: 40 less the rest */
};

/* In the character set of track 1? */
static bool
in_set(uint8_t c)
{
	return c >= 0x20 && c <= 0x5f;
}

/* Copy n digits at i; false if they are not all digits. */
static bool
digits(const struct fx_window *w, size_t i, size_t n, char *out)
{
	if (!char_digits(w, i, n))
		return false;
	memcpy(out, w->p + i, n);
	out[n] = '\0';
	return true;
}

/*
 * The check character (ISO/IEC 7811-2:2018, 8.4 and 9.4: the exclusive or of
 * all characters' data bits, sentinels included).  In text it is the character
 * of that value: from base on, 16 of them on track 2, 64 on track 1.
 */
static void
check(const struct fx_window *w, struct track *t, char first, uint8_t base,
    uint8_t bits)
{
	unsigned int x = (unsigned int)(first - base), c;
	uint8_t next;
	size_t i;

	for (i = t->from; i <= t->to; i++) {
		c = w->p[i] == 'D' && t->number == 2 ? '=' : w->p[i];
		if (c < base || c > (unsigned int)base + bits)
			return; /* changed on its way: nothing to compare */
		x ^= c - base;
	}
	x = (x & bits) + base;
	c = pan_char(w, t->to + 1);
	next = pan_char(w, t->to + 2);
	if (t->to + 1 >= w->len || (c == ';' && isdigit(next)) ||
	    (c == '%' && toupper(next) == 'B'))
		return; /* nothing, or another track begins */
	if (c == x) {
		t->lrc = LRC_OK;
	} else if (c >= '0' && c <= (unsigned int)base + bits &&
	    !isalnum(next)) {
		t->lrc = LRC_BAD;
	}
	if (t->lrc != LRC_NONE)
		t->len++;
}

/* Close a track whose value ends at end. */
static void
finish(const struct fx_window *w, struct track *t, size_t end)
{
	t->to = end;
	t->len = end - t->at;
	t->iin = pan_iin(t->pan, t->n);
	t->luhn = fx_luhn_ok(t->pan, t->n);
	if (pan_char(w, end) != '?')
		return;
	t->end = true;
	t->len++;
	if (t->number == 1)
		check(w, t, '%', 0x20, 0x3f);
	else
		check(w, t, ';', 0x30, 0x0f);
}

/* A PAN that may hold single spaces, up to its "^". Returns the place of it. */
static size_t
track1_pan(const struct fx_window *w, size_t i, struct track *t)
{
	const size_t end = i + TRACK_PAN;

	for (; i < end && t->n < PAN_MAX; i++) {
		if (char_digit(w, i))
			t->pan[t->n++] = (char)w->p[i];
		else if (pan_char(w, i) != ' ' || !char_digit(w, i + 1))
			break;
	}
	t->pan[t->n] = '\0';
	return t->n >= PAN_MIN && pan_char(w, i) == '^' ? i : 0;
}

/* The name at i: its place, its length, whether "^" ends it. */
static bool
track1_name(const struct fx_window *w, size_t i, struct track *t)
{
	bool slash = false, letter = false;
	size_t n;
	uint8_t c;

	for (n = 0; n <= TRACK_NAME; n++) {
		c = pan_char(w, i + n);
		if (c == '^' || c == '?' || (!in_set(c) && !islower(c)))
			break;
		slash = slash || c == '/';
		letter = letter || isalpha(c);
	}
	t->name = i;
	t->name_len = n;
	t->named = pan_char(w, i + n) == '^';
	return n >= 2 && n <= TRACK_NAME && (t->named || (slash && letter));
}

/* Discretionary data from i on. Returns the place behind it. */
static size_t
track1_disc(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (
	    n < DISC_MOST && in_set(pan_char(w, i + n)) && w->p[i + n] != '?')
		n++;
	if (pan_char(w, i + n) == '?')
		return i + n;
	/* without an end sentinel other text may follow */
	for (n = 0; n < DISC_MOST; n++)
		if (!char_digit(w, i + n) && !isupper(pan_char(w, i + n)))
			break;
	return i + n;
}

/* Expiry and service code at i, of which each may be the mark instead. */
static size_t
date_and_service(const struct fx_window *w, size_t i, uint8_t mark,
    struct track *t)
{
	if (digits(w, i, 4, t->yymm))
		i += 4;
	else if (pan_char(w, i) == mark)
		i++;
	else
		return i;
	if (digits(w, i, 3, t->service))
		i += 3;
	else if (pan_char(w, i) == mark)
		i++;
	return i;
}

bool
track1_run(const struct fx_run *run)
{
	const uint8_t *p = run->p + run->n;
	const size_t n = run->seen - run->n;

	return run->n <= PAN_MAX && n > 0 &&
	    (*p == '^' || (*p == ' ' && n > 1 && p[1] >= '0' && p[1] <= '9'));
}

bool
track2_run(const struct fx_run *run)
{
	const uint8_t *p = run->p + run->n;

	return run->n <= PAN_MAX && run->seen > run->n &&
	    (*p == '=' || *p == 'D');
}

/* Does a PAN's first run of digits end there as track 1 has it? */
static bool
track1_may(const struct fx_window *w, size_t at)
{
	size_t i = at;

	while (i < at + PAN_MAX && char_digit(w, i))
		i++;
	return pan_char(w, i) == '^' ||
	    (pan_char(w, i) == ' ' && char_digit(w, i + 1));
}

bool
track1_read(const struct fx_window *w, size_t at, struct track *t)
{
	struct expiry x;
	size_t i;

	if (!track1_may(w, at)) /* as nearly everywhere */
		return false;
	memset(t, 0, sizeof *t);
	t->number = 1;
	t->at = t->from = at;
	if (at > 0 && (w->p[at - 1] == 'B' || w->p[at - 1] == 'b')) {
		t->format = true;
		t->at = t->from = at - 1;
		t->start = t->at > 0 && w->p[t->at - 1] == '%';
		t->at -= t->start;
	}
	if ((i = track1_pan(w, at, t)) == 0 || !track1_name(w, i + 1, t))
		return false;
	i = t->name + t->name_len;
	if (t->named) {
		i = date_and_service(w, i + 1, '^', t);
		t->disc = i;
		i = track1_disc(w, i);
		t->disc_len = i - t->disc;
	}
	finish(w, t, i);
	if (t->yymm[0] != '\0' && !expiry_yymm(t->yymm, &x))
		t->yymm[0] = '\0';
	/* a PAN that does not pass is kept only in a whole track */
	return t->luhn || (t->format && t->named && t->yymm[0] != '\0');
}

bool
track2_read(const struct fx_window *w, size_t at, struct track *t)
{
	struct expiry x;
	size_t i = at, n;

	memset(t, 0, sizeof *t);
	t->number = 2;
	t->start = at > 0 && w->p[at - 1] == ';';
	t->from = at;
	t->at = at - t->start;
	while (t->n < PAN_MAX && char_digit(w, i))
		t->pan[t->n++] = (char)w->p[i++];
	if (t->n < PAN_MIN || (pan_char(w, i) != '=' && pan_char(w, i) != 'D'))
		return false;
	i = date_and_service(w, i + 1, '=', t);
	if (t->yymm[0] != '\0' ? !expiry_yymm(t->yymm, &x)
			       : t->service[0] == '\0')
		return false;
	t->disc = i;
	for (n = 0; n < TRACK2_DIGITS && char_digit(w, i); n++)
		i++;
	t->disc_len = n;
	if (char_digit(w, i))
		return false; /* too long for a stripe */
	finish(w, t, i);
	n = (size_t)t->start + t->end;
	if (t->yymm[0] == '\0' && n != 2)
		return false;
	return t->luhn || n == 2;
}
