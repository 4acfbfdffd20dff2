/* id_date.c - what persons' numbers share: dates, a country before them */
#include "person.h"

#include <stdio.h>
#include <string.h>

bool
id_date(struct fx_checked *out, int year, int month, int day)
{
	char text[sizeof "2000-01-01"];

	if (year < 100 ? !fx_day_ok(1900 + year, month, day) &&
		    !fx_day_ok(2000 + year, month, day)
		       : !fx_day_ok(year, month, day))
		return false;
	if (year >= 1000 && year <= 9999) {
		snprintf(text, sizeof text, "%04u-%02u-%02u",
		    (unsigned int)year % 10000, (unsigned int)month % 100,
		    (unsigned int)day % 100);
		fx_tell_str(out, "birth", text);
	}
	return true;
}

bool
id_same(const char *s, size_t n, char c)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] != c)
			return false;
	return true;
}

static bool
begins(const char *text, size_t n, const char *country)
{
	return n > 2 && (text[0] & ~0x20) == country[0] &&
	    (text[1] & ~0x20) == country[1];
}

void
id_skip(const char **text, size_t *n, const char *country)
{
	while (*n > 0 && (**text == ' ' || **text == '-')) {
		++*text;
		--*n;
	}
	if (begins(*text, *n, country) ||
	    (strcmp(country, "EL") == 0 && begins(*text, *n, "GR"))) {
		*text += 2;
		*n -= 2;
	}
}
