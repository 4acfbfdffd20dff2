/* country.c - countries: their codes, and their names */
#include <string.h>
#include <strings.h>

#include "forensic/bytes.h"
#include "internal.h"

enum { LETTERS = 26 };

static const bool codes[LETTERS][LETTERS] = {
#define COUNTRY(a, b, name) [(a) - 'A'][(b) - 'A'] = true,
#define ALSO(name)
#include "country.def"
#undef ALSO
#undef COUNTRY
};

static const char *const names[] = {
#define COUNTRY(a, b, name) name,
#define ALSO(name) name,
#include "country.def"
#undef ALSO
#undef COUNTRY
};

bool
fx_country_ok(const char *cc)
{
	unsigned int a = (unsigned int)(unsigned char)cc[0] - 'A', b;

	if (a >= LETTERS)
		return false;
	b = (unsigned int)(unsigned char)cc[1] - 'A';
	return b < LETTERS && codes[a][b];
}

bool
fx_country_name_ok(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < FX_LEN(names); i++)
		if (strlen(names[i]) == n &&
		    strncasecmp(name, names[i], n) == 0)
			return true;
	return false;
}
