/* told.c - dates and countries in what anybody wrote */
#include "told.h"

#include <string.h>
#include <strings.h>

#include "forensic/bytes.h"
#include "forensic/check.h"

enum { WORD_MOST = 9, ZONE_MOST = 14, GAP_MOST = 3 };

/* A text from left to right, and what of a date was in it. */
struct reader {
	const char *p;
	bool month, day, year, whole, time, week, half, zone;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A number of `least` to `most` digits, from lo to hi; *p: behind it. */
static bool
number(const char **p, size_t least, size_t most, unsigned int lo,
    unsigned int hi, unsigned int *value)
{
	size_t n;

	for (n = 0, *value = 0; n <= most && is_digit((*p)[n]); n++)
		*value = *value * 10 + (unsigned int)((*p)[n] - '0');
	if (n < least || n > most || *value < lo || *value > hi)
		return false;
	*p += n;
	return true;
}

/* Of a log: not of a birth. */
static bool
year(const char **p, bool brief)
{
	unsigned int y;

	return number(p, 4, 4, 1970, 2099, &y) ||
	    (brief && number(p, 2, 2, 0, 99, &y));
}

/* The sign between two numbers of a date: the same twice. */
static bool
sign(const char **p, char *first)
{
	if (**p == '\0' || strchr("-/.", **p) == NULL ||
	    (*first != '\0' && **p != *first))
		return false;
	*first = *(*p)++;
	return true;
}

/* 2026-11-22, 22.11.2026, 11/22/26. */
static bool
triple(const char **p)
{
	unsigned int a, b;
	const char *q = *p;
	char c = '\0';
	bool good;

	if (year(&q, false))
		good = sign(&q, &c) && number(&q, 1, 2, 1, 12, &a) &&
		    sign(&q, &c) && number(&q, 1, 2, 1, 31, &b);
	else
		good = number(&q, 1, 2, 1, 31, &a) && sign(&q, &c) &&
		    number(&q, 1, 2, 1, 31, &b) && (a <= 12 || b <= 12) &&
		    sign(&q, &c) && year(&q, true);
	if (good)
		*p = q;
	return good;
}

/* 3:04, 15:04:05.678 */
static bool
clock_time(const char **p)
{
	const char *q = *p, *more;
	unsigned int v;

	if (!number(&q, 1, 2, 0, 23, &v) || *q++ != ':' ||
	    !number(&q, 1, 2, 0, 59, &v))
		return false;
	*p = q;
	if (*q++ != ':' || !number(&q, 1, 2, 0, 60, &v))
		return true;
	*p = more = q;
	if (*more++ == '.' && number(&more, 1, 3, 0, 999, &v))
		*p = more;
	return true;
}

/* +2, +02:00, -0500: behind a time or the name of a zone. */
static bool
shift(const char **p)
{
	const char *q = *p;
	unsigned int v;

	if (*q != '+' && *q != '-')
		return false;
	q++;
	if (number(&q, 4, 4, 0, ZONE_MOST * 100, &v)) {
		*p = q;
		return true;
	}
	if (!number(&q, 1, 2, 0, ZONE_MOST, &v))
		return false;
	*p = q;
	if (*q++ == ':' && number(&q, 2, 2, 0, 59, &v))
		*p = q;
	return true;
}

static bool
among(const char *s, size_t n, const char *const *words, size_t count)
{
	size_t i, len;

	for (i = 0; i < count; i++) {
		len = strlen(words[i]);
		if ((n == len || n == 3) && strncasecmp(s, words[i], n) == 0)
			return true;
	}
	return false;
}

/* Once? */
static bool
once(bool *seen)
{
	bool first = !*seen;

	*seen = true;
	return first;
}

static bool
word(struct reader *r)
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday" };
	static const char *const halves[] = { "am", "pm" };
	static const char *const zones[] = { "Z", "UTC", "GMT", "CET", "CEST",
		"MSK" };
	const char *s = r->p;
	size_t n = strspn(s,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	bool good;

	if (n == 0 || n > WORD_MOST)
		return false;
	if (among(s, n, months, FX_LEN(months)))
		good = once(&r->month);
	else if (among(s, n, days, FX_LEN(days)))
		good = once(&r->week);
	else if (r->time && among(s, n, halves, FX_LEN(halves)))
		good = once(&r->half);
	else if (r->time && among(s, n, zones, FX_LEN(zones)))
		good = once(&r->zone);
	else
		return false;
	r->p += n;
	if (good && r->zone && *r->p != '\0')
		shift(&r->p);
	return good;
}

/* 22, 2nd: a day beside a month's name. */
static bool
day(const char **p)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	unsigned int v;
	size_t i;

	if (!number(p, 1, 2, 1, 31, &v))
		return false;
	for (i = 0; i < FX_LEN(ends); i++)
		if (strncasecmp(*p, ends[i], 2) == 0 && !is_letter((*p)[2]))
			*p += 2;
	return true;
}

/* The next part: each is there once. */
static bool
part(struct reader *r)
{
	if (r->time && !r->zone && shift(&r->p))
		return once(&r->zone);
	if (is_letter(*r->p))
		return word(r);
	if (clock_time(&r->p))
		return once(&r->time);
	if (r->whole)
		return false;
	if (triple(&r->p))
		return !r->day && !r->year && once(&r->whole);
	if (year(&r->p, false))
		return once(&r->year);
	return day(&r->p) && once(&r->day);
}

/* Does it part two of them?  A zone has its sign. */
static bool
is_gap(const struct reader *r)
{
	switch (*r->p) {
	case '\0':
		return false;
	case 'T':
		return is_digit(r->p[1]);
	case '-':
		return !r->time || !is_digit(r->p[1]);
	default:
		return strchr(" ,|@()/.", *r->p) != NULL;
	}
}

static void
skip(struct reader *r)
{
	size_t i;

	for (i = 0; i < GAP_MOST && is_gap(r); i++)
		r->p++;
}

size_t
told_date(const char *s)
{
	struct reader r = { .p = s };
	const char *end = s;

	while (part(&r)) {
		if (r.whole || (r.day && r.month) || r.time)
			end = r.p;
		skip(&r);
	}
	return (size_t)(end - s);
}

static bool
is_country(const char *s, size_t n)
{
	return (n == 2 && fx_country_ok(s)) || fx_country_name_ok(s, n);
}

size_t
told_country(const char *s)
{
	size_t n = strlen(s);

	if (is_country(s, n))
		return n;
	n = strcspn(s, "([,|-/");
	while (n > 0 && s[n - 1] == ' ')
		n--;
	return is_country(s, n) ? n : 0;
}
