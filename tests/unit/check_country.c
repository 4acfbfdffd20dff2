/* check_country.c - codes and names of countries */
#include <ctype.h>

#include "forensic/bytes.h"
#include "forensic/check.h"
#include "tap.h"

static const struct {
	const char *text;
	bool code, name;
} cases[] = {
	{ "AD", true, false },
	{ "DE", true, false },
	{ "ZW", true, false },
	{ "XK", true, false }, /* Kosovo */
	{ "UK", false, true }, /* reserved, and not its code */
	{ "AA", false, false },
	{ "ZZ", false, false },
	{ "EU", false, false },
	{ "de", false, false },
	{ "@A", false, false },
	{ "A[", false, false },
	{ "\xc4"
	  "D",
	    false, false },
	{ "Andorra", false, true },
	{ "zimbabwe", false, true },
	{ "CZECHIA", false, true },
	{ "Czech Republic", false, true },
	{ "Turkiye", false, true },
	{ "Korea, Republic of", false, true },
	{ "German", false, false },
	{ "Germany ", false, false },
	{ "", false, false },
};

/* Of all pairs of characters those are codes that the standard has. */
static void
count(void)
{
	int a, b, n = 0, odd = 0;
	char cc[3] = "";

	for (a = 0; a < 256; a++)
		for (b = 0; b < 256; b++) {
			cc[0] = (char)a;
			cc[1] = (char)b;
			if (!fx_country_ok(cc))
				continue;
			n++;
			odd += !isupper(a) || !isupper(b);
		}
	is_int(n, 249 + 1, "codes of ISO 3166-1, and XK");
	is_int(odd, 0, "all of two capitals");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		const char *s = cases[i].text;

		if (strlen(s) == 2)
			ok(fx_country_ok(s) == cases[i].code,
			    "\"%s\" as a code", s);
		ok(fx_country_name_ok(s, strlen(s)) == cases[i].name,
		    "\"%s\" as a name", s);
	}
	ok(fx_country_name_ok("Germany4539", 7), "so many characters");
	count();
	return done();
}
