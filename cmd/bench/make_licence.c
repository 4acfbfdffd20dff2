/* make_licence.c - driving licences of North America, as text of their code */
#include <stdio.h>
#include <string.h>

#include "made.h"

static const struct {
	const char *issuer, *place, *form;
	bool year_first; /* in dates */
} places[] = {
	{ "636000", "US-VA", "A00000000", false },
	{ "636001", "US-NY", "000000000", false },
	{ "636012", "CA-ON", "A0000-00000-00000", true },
	{ "636014", "US-CA", "A0000000", false },
	{ "636029", "US-OR", "A000000", false },
	{ "604428", "CA-QC", "A0000-000000-00", true },
};

/* A day of a year, as its country writes it. */
static void
date(struct rnd *r, bool year_first, unsigned int year, char out[16])
{
	unsigned int month = 1 + rnd_below(r, 12), day = 1 + rnd_below(r, 28);

	if (year_first)
		snprintf(out, 16, "%04u%02u%02u", year, month, day);
	else
		snprintf(out, 16, "%02u%02u%04u", month, day, year);
}

/* Line feeds alone part its elements, as in what programs store: a record
 * separator can't stand in every container. */
void
make_id_licence(struct rnd *r, unsigned int n, struct made *m)
{
	size_t k = n % (sizeof(places) / sizeof(places[0]));
	char number[32], given[32], family[32], birth[16], issued[16];
	char expiry[16], part[256], text[320], value[64];
	bool first = places[k].year_first;

	rnd_form(r, places[k].form, number, sizeof(number));
	made_name(r, true, given, family, sizeof(given));
	date(r, first, 1950 + rnd_below(r, 50), birth);
	date(r, first, 2018 + rnd_below(r, 8), issued);
	date(r, first, 2027 + rnd_below(r, 8), expiry);
	snprintf(part, sizeof(part),
	    "DLDAQ%s\nDCS%s\nDAC%s\nDBB%s\nDBD%s\nDBA%s\nDAG%u MAIN ST\n"
	    "DAJ%s\nDCG%s",
	    number, family, given, birth, issued, expiry, rnd_below(r, 999),
	    places[k].place + 3, first ? "CAN" : "USA");
	snprintf(text, sizeof(text), "@\n\nANSI %s090001DL0031%04zu%s",
	    places[k].issuer, strlen(part) + 1, part);
	snprintf(value, sizeof(value), "%s %s", places[k].place, number);
	made_attr(m, "jurisdiction", places[k].place);
	made_value(m, text, value);
	made_put(m, "\n");
}
