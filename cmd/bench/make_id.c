/* make_id.c - documents of persons: machine readable zones */
#include <stdio.h>
#include <string.h>

#include "forensic/scheme.h"
#include "made.h"
#include "sums.h"

enum { TRIES = 1000000 };

/* What a zone tells, each in the width of its field. */
struct holder {
	const char *state;
	char number[12], birth[8], expiry[8], sex[2], names[80];
};

static const char *const states[] = { "D<<", "FRA", "POL", "ITA", "ESP", "NLD",
	"AUT", "CZE", "GBR", "USA" };

/* s filled up with "<" to n characters. */
static void
fill(char *out, const char *s, size_t n)
{
	size_t k = strlen(s);

	memset(out, '<', n);
	memcpy(out, s, k < n ? k : n);
	out[n] = '\0';
}

static void
holder_make(struct rnd *r, struct holder *h)
{
	char given[32], family[32];

	made_name(r, true, given, family, sizeof(given));
	h->state = RND_OF(r, states);
	rnd_form(r, "AX0000000", h->number, sizeof(h->number));
	snprintf(h->birth, sizeof(h->birth), "%02u%02u%02u",
	    50 + rnd_below(r, 50), 1 + rnd_below(r, 12), 1 + rnd_below(r, 28));
	snprintf(h->expiry, sizeof(h->expiry), "%02u%02u%02u",
	    27 + rnd_below(r, 9), 1 + rnd_below(r, 12), 1 + rnd_below(r, 28));
	snprintf(h->sex, sizeof(h->sex), "%s", rnd_below(r, 2) ? "F" : "M");
	snprintf(h->names, sizeof(h->names), "%s<<%s", family, given);
}

/* Two lines: TD3 of 44 characters, TD2 of 36, visas of both (Doc 9303, 4-7). */
static void
two_lines(const struct holder *h, char type, size_t width, char *one, char *two)
{
	char text[128], over[64];

	snprintf(text, sizeof(text), "%c<%s%s", type, h->state, h->names);
	fill(one, text, width);
	snprintf(text, sizeof(text), "%s%c%s%s%c%s%s%c", h->number,
	    sums_731(h->number, 9), h->state, h->birth, sums_731(h->birth, 6),
	    h->sex, h->expiry, sums_731(h->expiry, 6));
	fill(two, text, width);
	if (type == 'V')
		return;
	if (width == 44)
		two[42] = '<'; /* no personal number, no digit for it */
	snprintf(over, sizeof(over), "%.10s%.7s%.*s", two, two + 13,
	    (int)(width - 1 - 21), two + 21);
	two[width - 1] = sums_731(over, strlen(over));
}

/* TD1: three lines of 30. */
static void
three_lines(const struct holder *h, char *one, char *two, char *three)
{
	char text[128], over[96];

	snprintf(text, sizeof(text), "I<%s%s%c", h->state, h->number,
	    sums_731(h->number, 9));
	fill(one, text, 30);
	snprintf(text, sizeof(text), "%s%c%s%s%c%s", h->birth,
	    sums_731(h->birth, 6), h->sex, h->expiry, sums_731(h->expiry, 6),
	    h->state);
	fill(two, text, 30);
	snprintf(over, sizeof(over), "%s%.7s%.7s%.11s", one + 5, two, two + 8,
	    two + 18);
	two[29] = sums_731(over, strlen(over));
	fill(three, h->names, 30);
}

void
make_id_mrz(struct rnd *r, unsigned int n, struct made *m)
{
	static const struct {
		const char *name;
		char type;
		size_t width;
	} forms[] = { { "td3", 'P', 44 }, { "td2", 'I', 36 },
		{ "mrv-a", 'V', 44 }, { "mrv-b", 'V', 36 },
		{ "td1", 'I', 30 } };
	size_t k = n % 5;
	char one[48], two[48], three[48] = "", value[160];
	struct holder h;

	holder_make(r, &h);
	if (k == 4)
		three_lines(&h, one, two, three);
	else
		two_lines(&h, forms[k].type, forms[k].width, one, two);
	snprintf(value, sizeof(value), "%s\n%s%s%s", one, two,
	    k == 4 ? "\n" : "", three);
	made_attr(m, "document", forms[k].name);
	made_value(m, value, value);
	made_put(m, "\n");
}

/*
 * Numbers of persons in the words of their countries.  Which pass is asked of
 * the library, as for accounts.
 */
static const struct {
	const char *scheme, *country, *before, *form;
} numbers[] = {
	{ "id:de.idnr", "DE", "Steuer-ID: ", "00 000 000 000" },
	{ "id:lt.asmens", "LT", "asmens kodas: ", "38111100000" },
	{ "id:es.dni", "ES", "DNI: ", "00000000-A" },
	{ "id:pl.pesel", "PL", "PESEL: ", "81111000000" },
	{ "id:gb.nhs", "GB", "NHS Number: ", "000 000 0000" },
	{ "id:hr.oib", "HR", "OIB: ", "00000000000" },
	{ "id:bg.egn", "BG", "EGN: ", "8111100000" },
	{ "id:ee.ik", "EE", "isikukood ", "38111100000" },
	{ "id:is.kennitala", "IS", "kennitala: ", "121180-0009" },
	{ "id:nl.bsn", "NL", "BSN: ", "000000000" },
};

void
make_id_national(struct rnd *r, unsigned int n, struct made *m)
{
	size_t k = n % (sizeof(numbers) / sizeof(numbers[0]));
	const struct fx_scheme *s = fx_scheme_find(fx_schemes,
	    numbers[k].scheme);
	struct fx_checked checked;
	char text[32];
	int i;

	for (i = 0; i < TRIES; i++) {
		rnd_form(r, numbers[k].form, text, sizeof(text));
		if (fx_scheme_check(s, text, strlen(text), &checked) ==
		    FX_VALID)
			break;
	}
	made_attr(m, "country", numbers[k].country);
	made_put(m, "%s", numbers[k].before);
	made_value(m, text, checked.value);
	made_put(m, "\n");
}
