/* fields.h - what stands beside a card number: expiry, code, holder */
#ifndef FIELDS_H
#define FIELDS_H

#include "text.h"

/*
 * Two-digit years: 00 to 79 are 20YY, 80 to 99 are 19YY.  Cards have carried an
 * expiry since the eighties, and no card is valid for more than twenty years.
 * A plausible one ends between these two.
 */
enum { EXPIRY_FIRST = 1990, EXPIRY_LAST = 2059 };

struct expiry {
	int year, month; /* year 0: none */
};

static inline int
expiry_century(int yy)
{
	return yy < 80 ? 2000 + yy : 1900 + yy;
}

/* Read YYMM, four digits, as chips and tracks have it; false: no month. */
static inline bool
expiry_yymm(const char *yymm, struct expiry *e)
{
	e->year = expiry_century((yymm[0] - '0') * 10 + (yymm[1] - '0'));
	e->month = (yymm[2] - '0') * 10 + (yymm[3] - '0');
	return e->month >= 1 && e->month <= 12;
}

/* Write YYYY-MM. */
enum { EXPIRY_LEN = sizeof "2059-12" };
void expiry_text(const struct expiry *e, char out[EXPIRY_LEN]);

static inline bool
expiry_ok(int year, int month)
{
	return month >= 1 && month <= 12 && year >= EXPIRY_FIRST &&
	    year <= EXPIRY_LAST;
}

/*
 * Read an expiry at element i of t: MM/YY, MM/YYYY, YYYY-MM with "/", "-", "."
 * (also "\/" and "%2F") between, MMYY, MMYYYY, YYYYMM, or YYMM where it cannot
 * be MMYY.  A day before or behind is taken only if day is set.  sep is a
 * separator of fields that may follow at once.  Returns the place behind it, 0
 * if none stands there.
 */
size_t expiry_read(const struct text *t, size_t i, uint32_t sep, bool day,
    struct expiry *e);

struct fields {
	struct expiry expiry;
	bool thin;      /* the expiry could well be something else */
	bool cvv_thin;  /* the code stands without one */
	char cvv[5];    /* "" none */
	bool cvv_label; /* it has a label of its own */
	char holder[TEXT_FIELD];
};

/*
 * Read the fields of a carding line, PAN SEP EXP [SEP CVV] [SEP HOLDER]: after
 * is the record's text behind the number, before that ahead of it.  A code has
 * code digits.  Without an expiry a code counts that ends the record, if the
 * number is in groups or the separator is no space or comma.  Fills what f has
 * not yet.
 */
void fields_line(const struct text *before, const struct text *after,
    size_t code, bool grouped, struct fields *f);

/* Read the fields that have labels in t. Fills what f has not yet. */
void fields_labelled(const struct text *t, size_t code, struct fields *f);

#endif
