/* aamva_date.c - dates of driving licences, and their order */
#include <stdio.h>
#include <string.h>

#include "aamva.h"
#include "forensic/check.h"

enum { DIGITS = 8, YEAR_LEAST = 1880, YEAR_MOST = 2199 };

/* The form of dates is fixed by country from this version on. */
enum { FIXED_FROM = 3 };

static int
number(const char *s, int n)
{
	int v = 0;

	for (; n > 0; n--)
		v = v * 10 + *s++ - '0';
	return v;
}

/* Read YYYYMMDD, or MMDDYYYY. Returns false if it is no day. */
static bool
read_as(const char *s, bool year_first, char out[11])
{
	const char *y = year_first ? s : s + 4, *m = year_first ? s + 4 : s;
	const char *d = m + 2;

	int year = number(y, 4);

	if (year < YEAR_LEAST || year > YEAR_MOST ||
	    !fx_day_ok(year, number(m, 2), number(d, 2)))
		return false;
	snprintf(out, 11, "%.4s-%.2s-%.2s", y, m, d);
	return true;
}

/* In the form of its country if it can be, else in the other one. */
static void
read_date(struct aamva *a, enum aamva_element what, enum aamva_fault fault,
    char out[11])
{
	const char *s = a->field[what];
	bool us = a->jurisdiction != NULL &&
	    strncmp(a->jurisdiction, "US", 2) == 0;
	bool ca = a->jurisdiction != NULL &&
	    strncmp(a->jurisdiction, "CA", 2) == 0;
	bool year_first = ca || a->version < FIXED_FROM;

	out[0] = '\0';
	if (s[0] == '\0') {
		a->faults |= AAMVA_NO_DATES;
		return;
	}
	if (strlen(s) != DIGITS || strspn(s, "0123456789") != DIGITS) {
		a->faults |= fault;
		return;
	}
	if (read_as(s, year_first, out))
		return;
	if (!read_as(s, !year_first, out))
		a->faults |= fault;
	else if ((us || ca) && a->version >= FIXED_FROM)
		a->faults |= AAMVA_DATE_FORM;
}

void
aamva_dates(struct aamva *a)
{
	read_date(a, AAMVA_BIRTH, AAMVA_BIRTH_DATE, a->birth);
	read_date(a, AAMVA_ISSUED, AAMVA_ISSUE_DATE, a->issued);
	read_date(a, AAMVA_EXPIRY, AAMVA_EXPIRY_DATE, a->expiry);
	/* As text they compare like days. */
	if ((a->birth[0] != '\0' && a->issued[0] != '\0' &&
		strcmp(a->birth, a->issued) >= 0) ||
	    (a->issued[0] != '\0' && a->expiry[0] != '\0' &&
		strcmp(a->issued, a->expiry) >= 0) ||
	    (a->birth[0] != '\0' && a->expiry[0] != '\0' &&
		strcmp(a->birth, a->expiry) >= 0))
		a->faults |= AAMVA_ORDER;
}
