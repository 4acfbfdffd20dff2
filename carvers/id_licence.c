/* id_licence.c - driving licences and identity cards of North America */
#include <stdio.h>
#include <string.h>

#include "aamva.h"
#include "carvers.h"
#include "score.h"

/* The card that AAMVA's standard shows. */
static const char example[] = "T64235789";

enum { JOINED = 4 * AAMVA_FIELD };

/* Bits for what is there, less for what does not fit. */
static void
weigh(const struct aamva *a, struct fx_hit *hit)
{
	const unsigned int parts = AAMVA_COUNT | AAMVA_OFFSET | AAMVA_LENGTH;
	const unsigned int dates = AAMVA_BIRTH_DATE | AAMVA_ISSUE_DATE |
	    AAMVA_EXPIRY_DATE | AAMVA_DATE_FORM | AAMVA_ORDER | AAMVA_NO_DATES;
	int n = (a->birth[0] != '\0') + (a->issued[0] != '\0') +
	    (a->expiry[0] != '\0');
	int bad = __builtin_popcount(a->faults & ~(unsigned int)AAMVA_HEADER);

	fx_hit_why(hit, BITS_AAMVA_HEADER, "aamva:%u", a->version);
	if (a->jurisdiction != NULL)
		fx_hit_why(hit, BITS_AAMVA_ISSUER, "issuer");
	if ((a->faults & parts) == 0)
		fx_hit_why(hit, BITS_AAMVA_PARTS, "subfiles");
	if (n > 0)
		fx_hit_why(hit, n * BITS_MRZ_DATE, "dates");
	if ((a->faults & dates) == 0)
		fx_hit_why(hit, BITS_AAMVA_ORDER, "date-order");
	if ((a->faults & AAMVA_HEADER) != 0)
		fx_hit_why(hit, 0, "damaged-header");
	if (bad > 0)
		fx_hit_why(hit, bad * BITS_AAMVA_BAD, "faults:%d", bad);
}

/* What does not fit: a slip of who made it, or of who forged it. */
static void
lint(const struct aamva *a, struct fx_hit *hit)
{
	char list[FX_ATTR_LEN] = "";
	size_t i, n = 0;

	for (i = 1; i < AAMVA_FAULTS && n < sizeof list; i++)
		if ((a->faults >> i & 1) != 0)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s",
			    n > 0 ? "," : "",
			    aamva_fault_name((enum aamva_fault)(1U << i)));
	fx_hit_attr(hit, "lint", list);
}

/* Elements as one attribute, those that are there. */
static void
join(struct fx_hit *hit, const char *key, const char *between,
    const char *const *part, size_t n)
{
	char text[JOINED] = "";
	size_t i, len = 0;

	for (i = 0; i < n; i++)
		if (part[i][0] != '\0' && strcmp(part[i], "NONE") != 0)
			len += (size_t)snprintf(text + len, sizeof text - len,
			    "%s%s", len > 0 ? between : "", part[i]);
	fx_hit_attr(hit, key, text);
}

static void
tell_person(const struct aamva *a, struct fx_hit *hit)
{
	const char *const given[] = { a->field[AAMVA_GIVEN],
		a->field[AAMVA_MIDDLE] };
	const char *const address[] = { a->field[AAMVA_STREET],
		a->field[AAMVA_CITY], a->field[AAMVA_STATE],
		a->field[AAMVA_POSTAL] };
	const char *surname = a->field[AAMVA_SURNAME];

	/* To 2000 all names are one element; in what order, states differ. */
	fx_hit_attr(hit, "surname",
	    surname[0] != '\0' ? surname : a->field[AAMVA_NAME]);
	join(hit, "given", " ", given, FX_LEN(given));
	fx_hit_attr(hit, "birth", a->birth);
	fx_hit_attr(hit, "issued", a->issued);
	fx_hit_attr(hit, "expiry", a->expiry);
	join(hit, "address", ", ", address, FX_LEN(address));
	fx_hit_attr(hit, "discriminator", a->field[AAMVA_DISCRIMINATOR]);
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct aamva a;
	const char *from;

	if (!aamva_read(&a, w, at))
		return false;
	from = a.jurisdiction != NULL ? a.jurisdiction : a.issuer;
	hit->at = a.at;
	hit->len = a.len;
	snprintf(hit->value, sizeof hit->value, "%s %s", from,
	    a.field[AAMVA_NUMBER]);
	weigh(&a, hit);
	fx_hit_attr(hit, "jurisdiction", from);
	fx_hit_attr(hit, "document", a.type);
	tell_person(&a, hit);
	lint(&a, hit);
	if (strcmp(a.field[AAMVA_NUMBER], example) == 0) {
		fx_hit_why(hit, BITS_TEST, "test-number");
		fx_hit_attr(hit, "test", "aamva");
	}
	return true;
}

static bool
is_place(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] != '-' && (s[i] < 'A' || s[i] > 'Z'))
			return false;
	return n >= 2 && n <= 6;
}

/* Where it is from, and nothing of its number. */
static void
mask(const char *value, char *out, size_t cap)
{
	size_t n = strcspn(value, " ");

	fx_mask(NULL, value, out);
	if (value[n] == ' ' && value[n + 1] != '\0' &&
	    (is_place(value, n) ||
		(n == 6 && strspn(value, "0123456789") == n)))
		snprintf(out, cap, "%.*s ********", (int)n, value);
}

const struct fx_carver carver_id_licence = {
	.name = "id.licence",
	.about = "driving licences and identity cards (AAMVA DL/ID)",
	.group = "id",
	.version = 1,
	.reach = AAMVA_REACH,
	.window = AAMVA_SIDE,
	.covers = true, /* numbers of persons in it are its own */
	.anchors = {
		{ .kind = FX_ANCHOR_TEXT, .text = "ANSI 63" },
		{ .kind = FX_ANCHOR_TEXT, .text = "ANSI 60" },
		{ .kind = FX_ANCHOR_TEXT, .text = "AAMVA63" },
		{ .kind = FX_ANCHOR_TEXT, .text = "AAMVA60" },
	},
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "jurisdiction", FX_PUBLIC, false },
		{ "document", FX_PUBLIC, false },
		{ "surname", FX_PRIVATE, false },
		{ "given", FX_PRIVATE, false },
		{ "birth", FX_PRIVATE, false },
		{ "issued", FX_PRIVATE, false },
		{ "expiry", FX_PRIVATE, false },
		{ "address", FX_PRIVATE, false },
		{ "discriminator", FX_PRIVATE, false },
		{ "lint", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
	},
};
