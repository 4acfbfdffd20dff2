/*
 * check_systems.c - check-digit systems: published examples, and that one
 * change of a character never passes
 */
#include "forensic/bytes.h"
#include "forensic/check.h"
#include "tap.h"

static const char *const digits = "0123456789";

/* Examples: ISO/IEC 7064 and the standards that use it, Wikipedia's articles
 * on Verhoeff; others were computed by python-stdnum. */
static const struct {
	const char *name;
	bool (*pass)(const char *s, size_t n);
	const char *good, *bad;
} systems[] = {
	{ "MOD 97-10", fx_mod97_10_ok, "79444", "79445" },
	{ "MOD 11,10", fx_mod11_10_ok, "07945", "07946" },
	{ "Verhoeff", fx_verhoeff_ok, "2363", "2364" },
	{ "Verhoeff, longer", fx_verhoeff_ok, "123451", "123450" },
};

/* Changes of one character of good to one digit that pass. */
static size_t
missed(size_t k)
{
	const char *good = systems[k].good, *p;
	size_t i, n = strlen(good), count = 0;
	char s[32];

	for (i = 0; i < n; i++)
		for (p = digits; *p != '\0'; p++) {
			snprintf(s, sizeof(s), "%s", good);
			s[i] = *p;
			count += *p != good[i] && systems[k].pass(s, n);
		}
	return count;
}

static void
sums(void)
{
	static const uint8_t w731[] = { 7, 3, 1 }, up[] = { 1, 2, 3 };

	is_int(fx_weighted("L898902C3", 9, w731, 3) % 10, 6,
	    "7-3-1 of the specimen in ICAO Doc 9303");
	is_int(fx_weighted("ZE184226B<<<<<", 14, w731, 3) % 10, 1,
	    "a filler is 0");
	is_int(fx_weighted("123", 3, up, 3), 14, "1 + 4 + 9");
	is_int(fx_weighted("1231", 4, up, 3), 15, "weights repeat");
	is_int(fx_weighted_back("1231", 4, up, 3), 14, "from the right");
	is_int(fx_weighted("12a", 3, up, 3), -1, "a small letter has no value");
	is_int(fx_weighted_back("-12", 3, up, 3), -1, "nor has a hyphen");
	is_int(fx_digits_mod("123456789012345678901234567890", 30, 97), 52,
	    "30 digits by 97");
	is_int(fx_digits_mod("12x", 3, 97), -1, "no digits");
	is_int(fx_digits_mod("", 0, 97), -1, "nothing");
	is_int(fx_digits_number("999999999999999999", 18), 999999999999999999,
	    "18 digits fit");
	is_int(fx_digits_number("1000000000000000000", 19), -1, "19 do not");
	is_int(fx_mod97("3214282912345698765432161182", 28), 1,
	    "the example of ISO 13616-1");
	ok(fx_mod97_10_ok("213800KUD8LAJWSQ9D15", 20), "an LEI (ISO 17442)");
	ok(!fx_mod97_10_ok("213800KUD8LXJWSQ9D15", 20), "with one change");
	is_int(fx_mod97("A", 1), 10, "a letter is two digits");
	is_int(fx_mod97("a", 1), -1, "a small one is none");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(systems); i++) {
		const char *good = systems[i].good, *bad = systems[i].bad;

		ok(systems[i].pass(good, strlen(good)), "%s: %s passes",
		    systems[i].name, good);
		ok(!systems[i].pass(bad, strlen(bad)), "%s: %s does not",
		    systems[i].name, bad);
		is_int(missed(i), 0, "%s: no single error passes",
		    systems[i].name);
		ok(!systems[i].pass("", 0), "%s: nothing does not",
		    systems[i].name);
		ok(!systems[i].pass("\xff-", 2), "%s: nor what is no character",
		    systems[i].name);
	}
	sums();
	return done();
}
