/* check_day.c - days that are of the calendar, and days that are not */
#include "forensic/bytes.h"
#include "forensic/check.h"
#include "tap.h"

static const struct {
	int year, month, day;
	bool good;
} cases[] = {
	{ 2026, 1, 1, true },
	{ 2026, 1, 31, true },
	{ 2026, 1, 32, false },
	{ 2026, 4, 30, true },
	{ 2026, 4, 31, false },
	{ 2026, 12, 31, true },
	{ 2026, 12, 32, false },
	{ 2026, 2, 28, true },
	{ 2026, 2, 29, false },
	{ 2024, 2, 29, true },
	{ 2024, 2, 30, false },
	{ 2000, 2, 29, true },
	{ 1900, 2, 28, true },
	{ 1900, 2, 29, false },
	{ 2100, 2, 29, false },
	{ 2026, 0, 1, false },
	{ 2026, 13, 1, false },
	{ 2026, -1, 1, false },
	{ 2026, 1, 0, false },
	{ 2026, 1, -1, false },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		ok(fx_day_ok(cases[i].year, cases[i].month, cases[i].day) ==
			cases[i].good,
		    "%d-%d-%d is %s", cases[i].year, cases[i].month,
		    cases[i].day, cases[i].good ? "a day" : "none");
	return done();
}
