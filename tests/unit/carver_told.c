/* carver_told.c - dates and countries that may be told, and what may not */
#include "told.h"

#include <string.h>

#include "tap.h"

struct told {
	const char *text, *told;
};

static const struct told dates[] = {
	{ "2026-11-22", "2026-11-22" },
	{ "2026-11-22T12:31:02Z", "2026-11-22T12:31:02Z" },
	{ "2026-11-22 12:31:02.123 +02:00", "2026-11-22 12:31:02.123 +02:00" },
	{ "2026/11/22 12:31", "2026/11/22 12:31" },
	{ "30.07.2025 13:19:25", "30.07.2025 13:19:25" },
	{ "1/2/2024 3:04:05 PM", "1/2/2024 3:04:05 PM" },
	{ "1/2/2024 3:4:5", "1/2/2024 3:4:5" },
	{ "11-22-2026 | 10:22:33 am", "11-22-2026 | 10:22:33 am" },
	{ "Thu Jan 01 1970 00:00:00 GMT+0000 (UTC)",
	    "Thu Jan 01 1970 00:00:00 GMT+0000" },
	{ "Sun Nov 22 12:31:02 UTC 2026", "Sun Nov 22 12:31:02 UTC 2026" },
	{ "Sunday, 22-Nov-2026 12:31:02", "Sunday, 22-Nov-2026 12:31:02" },
	{ "Sunday 22nd of November", "" },
	{ "22nd November 2026", "22nd November 2026" },
	{ "Nov 22, 2026 12:31 pm", "Nov 22, 2026 12:31 pm" },
	{ "12:31:02 22/11/2026", "12:31:02 22/11/2026" },
	{ "12:31 -0500", "12:31 -0500" },
	{ "22.11.26", "22.11.26" },
	/* and what stands behind one */
	{ "22.11.2026 Tulpe-77", "22.11.2026" },
	{ "22.11.2026 4539578763621486", "22.11.2026" },
	{ "12:31:02.4539578763621486", "12:31:02" },
	{ "12:31:4539578763621486", "12:31" },
	{ "Nov 22 4539 5787 6362 1486", "Nov 22" },
	{ "1/2/2024 13:04 4539 5787", "1/2/2024 13:04" },
	{ "1/2/2024 1/2/2024", "1/2/2024" },
	/* none */
	{ "", "" },
	{ "4539578763621486", "" },
	{ "4539 5787 6362 1486", "" },
	{ "45/39/5787 6362 1486", "" },
	{ "4539-57-87", "" },
	{ "1/2/4539", "" },
	{ "13/14/2026", "" },
	{ "22.11-2026", "" },
	{ "2026", "" },
	{ "20261122", "" },
	{ "1795350662", "" },
	{ "Tulpe-77", "" },
	{ "May", "" },
	{ "12", "" },
	{ "a 22.11.2026", "" },
	{ "Mayday 22", "" },
	{ "Sun Sun Sun", "" },
	{ "24:00", "" },
	{ "+0200", "" },
};

static const struct told countries[] = {
	{ "DE", "DE" },
	{ "Germany", "Germany" },
	{ "germany", "germany" },
	{ "DE (Germany)", "DE" },
	{ "Germany [DE]", "Germany" },
	{ "Russian Federation", "Russian Federation" },
	{ "Korea, Republic of", "Korea, Republic of" },
	{ "United States, NY", "United States" },
	{ "Guinea-Bissau", "Guinea-Bissau" },
	{ "US/4539578763621486", "US" },
	{ "", "" },
	{ "de", "" },
	{ "QQ", "" },
	{ "Tulpe", "" },
	{ "DE 4539578763621486", "" },
	{ "4539578763621486", "" },
	{ "Germany4539578763621486", "" },
	{ "(DE)", "" },
};

static void
check(const struct told *t, size_t n, const char *what,
    size_t (*told)(const char *))
{
	size_t i, len;

	for (i = 0; i < n; i++) {
		len = told(t[i].text);
		ok(len == strlen(t[i].told) &&
			strncmp(t[i].text, t[i].told, len) == 0,
		    "%s: \"%s\": \"%s\"", what, t[i].text, t[i].told);
	}
}

int
main(void)
{
	check(dates, sizeof dates / sizeof *dates, "date", told_date);
	check(countries, sizeof countries / sizeof *countries, "country",
	    told_country);
	return done();
}
