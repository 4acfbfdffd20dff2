/*
 * bench_stat.c - intervals against published tables, and other programs
 *
 * Poisson: Garwood's interval (Biometrika 28, 1936), by sums of 60 digits in
 * Python's decimal.  Wilson: the formula in Python; 81 of 263 is the example of
 * Newcombe (Statistics in Medicine 17, 1998), method 3.
 */
#include "stat.h"
#include "sums.h"
#include "tap.h"

static const struct {
	uint64_t k;
	double low, high;
} poisson[] = {
	{ 0, 0, 3.6889 },
	{ 1, 0.0253, 5.5716 },
	{ 2, 0.2422, 7.2247 },
	{ 3, 0.6187, 8.7673 },
	{ 5, 1.6235, 11.6683 },
	{ 10, 4.7954, 18.3904 },
	{ 20, 12.2165, 30.8884 },
	{ 50, 37.1110, 65.9188 },
	{ 100, 81.3640, 121.6268 },
};

static const struct {
	uint64_t hits, n;
	double low, high;
} wilson[] = {
	{ 0, 10, 0, 0.2775 },
	{ 10, 10, 0.7225, 1 },
	{ 5, 10, 0.2366, 0.7634 },
	{ 1, 10, 0.0179, 0.4042 },
	{ 81, 263, 0.2553, 0.3662 },
	{ 420, 420, 0.9909, 1 },
	{ 399, 400, 0.9860, 0.9996 },
	{ 0, 0, 0, 1 },
};

static bool
near(double a, double b)
{
	return a - b < 0.00006 && b - a < 0.00006;
}

static void
sums(void)
{
	ok(sums_luhn("7992739871", 10) == '3', "Luhn of 7992739871");
	ok(sums_luhn_ok("4111111111111111", 16), "a published test card");
	ok(!sums_luhn_ok("4111111111111112", 16), "and one that is none");
	ok(sums_iban_ok("GB82WEST12345698765432"), "an IBAN");
	ok(!sums_iban_ok("GB82WEST12345698765433"), "and one that is none");
	ok(sums_731("L898902C3", 9) == '6', "a document of Doc 9303");
	ok(sums_731("740812", 6) == '2', "its date of birth");
	ok(sums_routing("11100002") == '5', "a routing number");
	ok(sums_gs1("978030640615") == '7', "an ISBN");
}

int
main(void)
{
	struct interval in;
	size_t i;

	for (i = 0; i < sizeof poisson / sizeof poisson[0]; i++) {
		in = stat_poisson(poisson[i].k);
		ok(near(in.low, poisson[i].low) &&
			near(in.high, poisson[i].high),
		    "%d events: %.4f to %.4f", (int)poisson[i].k, in.low,
		    in.high);
	}
	for (i = 0; i < sizeof wilson / sizeof wilson[0]; i++) {
		in = stat_wilson(wilson[i].hits, wilson[i].n);
		ok(near(in.low, wilson[i].low) && near(in.high, wilson[i].high),
		    "%d of %d: %.4f to %.4f", (int)wilson[i].hits,
		    (int)wilson[i].n, in.low, in.high);
	}
	sums();
	return done();
}
