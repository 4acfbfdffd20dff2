/* aamva.c - the text of the bar code on driving licences: header and elements
 */
#include "aamva.h"

#include <string.h>

#include "chars.h"

enum {
	TYPE = 5, /* "ANSI ", "AAMVA" */
	ISSUER = 6,
	PART = 10,      /* a designator */
	ID = 3,         /* letters of an element */
	EMPTY_MOST = 3, /* signs that part elements, in a row */
	OLD = 1, /* to this version the header has no jurisdiction's one */
	OFFSET_MOST = 2000, /* no bar code holds more */
};

struct part {
	char type[3];
	size_t offset, length;
};

static const struct {
	char id[ID + 1];
	enum aamva_element what;
} elements[] = {
	{ "DAQ", AAMVA_NUMBER },
	{ "DCS", AAMVA_SURNAME },
	{ "DAB", AAMVA_SURNAME },
	{ "DAC", AAMVA_GIVEN },
	{ "DCT", AAMVA_GIVEN },
	{ "DAD", AAMVA_MIDDLE },
	{ "DAA", AAMVA_NAME },
	{ "DBB", AAMVA_BIRTH },
	{ "DBD", AAMVA_ISSUED },
	{ "DBA", AAMVA_EXPIRY },
	{ "DAG", AAMVA_STREET },
	{ "DAI", AAMVA_CITY },
	{ "DAJ", AAMVA_STATE },
	{ "DAK", AAMVA_POSTAL },
	{ "DCG", AAMVA_COUNTRY },
	{ "DCF", AAMVA_DISCRIMINATOR },
	/* Read so that the one before ends where blanks part them. */
	{ "DAH", AAMVA_ELEMENTS },
	{ "DAR", AAMVA_ELEMENTS },
	{ "DAS", AAMVA_ELEMENTS },
	{ "DAT", AAMVA_ELEMENTS },
	{ "DAU", AAMVA_ELEMENTS },
	{ "DAW", AAMVA_ELEMENTS },
	{ "DAY", AAMVA_ELEMENTS },
	{ "DAZ", AAMVA_ELEMENTS },
	{ "DBC", AAMVA_ELEMENTS },
	{ "DCA", AAMVA_ELEMENTS },
	{ "DCB", AAMVA_ELEMENTS },
	{ "DCD", AAMVA_ELEMENTS },
	{ "DCK", AAMVA_ELEMENTS },
	{ "DCU", AAMVA_ELEMENTS },
	{ "DDA", AAMVA_ELEMENTS },
	{ "DDB", AAMVA_ELEMENTS },
	{ "DDC", AAMVA_ELEMENTS },
	{ "DDD", AAMVA_ELEMENTS },
	{ "DDE", AAMVA_ELEMENTS },
	{ "DDF", AAMVA_ELEMENTS },
	{ "DDG", AAMVA_ELEMENTS },
};

static const struct {
	uint32_t issuer;
	const char *jurisdiction;
} issuers[] = {
#define AAMVA(issuer, jurisdiction) { issuer, jurisdiction },
#include "aamva.def"
#undef AAMVA
};

static const char *const faults[AAMVA_FAULTS] = { "header", "issuer", "version",
	"entries", "subfile-offset", "subfile-length", "country",
	"address-state", "birth-date", "issue-date", "expiry-date", "date-form",
	"date-order", "no-dates" };

const char *
aamva_fault_name(enum aamva_fault fault)
{
	return faults[__builtin_ctz((unsigned int)fault)];
}

const char *
aamva_jurisdiction(const char *issuer)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < ISSUER; i++)
		n = n * 10 + (uint32_t)(issuer[i] - '0');
	for (i = 0; i < FX_LEN(issuers); i++)
		if (issuers[i].issuer == n)
			return issuers[i].jurisdiction;
	return NULL;
}

static size_t
number_at(const struct fx_window *w, size_t i, size_t n)
{
	size_t v = 0;

	for (; n > 0; n--, i++)
		v = v * 10 + (size_t)(w->p[i] - '0');
	return v;
}

/*
 * How many characters part elements at i?  Line feed, carriage return, record
 * separator, as they are or as escapes, and "|".
 */
static size_t
sign_at(const struct fx_window *w, size_t i)
{
	static const char *const escapes[] = { "\\n", "\\r", "\\u001e",
		"\\u001E", "\\x1e" };
	size_t k, n;

	if (i >= w->len)
		return 0;
	if (w->p[i] == '|' || (w->p[i] != '\0' && w->p[i] < ' '))
		return 1;
	for (k = 0; k < FX_LEN(escapes) && w->p[i] == '\\'; k++) {
		n = strlen(escapes[k]);
		if (w->len - i >= n && memcmp(w->p + i, escapes[k], n) == 0)
			return n;
	}
	return 0;
}

/* The "@" before the type: where, and is it the header as it must be? */
static size_t
begin(const struct fx_window *w, size_t at, bool *whole)
{
	static const char head[] = "@\n\x1e\r";
	const size_t n = sizeof(head) - 1;
	size_t i;

	*whole = at >= n && memcmp(w->p + at - n, head, n) == 0;
	for (i = 1; i <= AAMVA_BEFORE && i <= at; i++)
		if (w->p[at - i] == '@')
			return at - i;
		else if (w->p[at - i] == '\0' ||
		    strchr("\n\r\x1e\x1c |", w->p[at - i]) == NULL)
			break;
	return at;
}

/* One more designator. Returns false if none stands at i. */
static bool
part_at(const struct fx_window *w, size_t i, struct part *p)
{
	if (!char_upper(w, i) || !char_upper(w, i + 1) ||
	    !char_digits(w, i + 2, 8))
		return false;
	p->type[0] = (char)w->p[i];
	p->type[1] = (char)w->p[i + 1];
	p->type[2] = '\0';
	p->offset = number_at(w, i + 2, 4);
	p->length = number_at(w, i + 6, 4);
	return true;
}

/* Does a part stand from `from` to `to`, with what ends it?  In 2000 the last
 * one's length did not count that. */
static bool
stands(const struct fx_window *w, const struct part *p, size_t from, size_t to,
    bool last)
{
	return to <= w->len && memcmp(w->p + from, p->type, 2) == 0 &&
	    (w->p[to - 1] == '\r' || (last && to < w->len && w->p[to] == '\r'));
}

/*
 * Do the parts follow each other and the designators?  Where the header is
 * whole nothing was changed: then they must stand there.
 */
static void
check_parts(struct aamva *a, const struct fx_window *w, const struct part *p,
    size_t n, size_t head)
{
	size_t i, end = head;

	for (i = 0; i < n; i++) {
		if (p[i].offset != end)
			a->faults |= AAMVA_OFFSET;
		end = p[i].offset + p[i].length;
		if (end > OFFSET_MOST || p[i].length < 2 ||
		    ((a->faults & AAMVA_HEADER) == 0 &&
			!stands(w, &p[i], a->at + p[i].offset, a->at + end,
			    i + 1 == n)))
			a->faults |= AAMVA_LENGTH;
	}
}

/* Read up to the last designator. Returns the place behind it; 0: there is
 * no header. */
static size_t
read_head(struct aamva *a, const struct fx_window *w, size_t at)
{
	struct part parts[AAMVA_PARTS];
	size_t i = at + TYPE + ISSUER, n = 0, said;
	bool whole;

	if (!char_digits(w, at + TYPE, ISSUER + 4))
		return 0;
	memcpy(a->issuer, w->p + at + TYPE, ISSUER);
	a->issuer[ISSUER] = '\0';
	a->version = (unsigned int)number_at(w, i, 2);
	if (a->version > OLD && !char_digits(w, i, 6))
		return 0;
	i += a->version > OLD ? 4 : 2;
	said = number_at(w, i, 2);
	a->at = begin(w, at, &whole);
	for (i += 2; n < AAMVA_PARTS && part_at(w, i, &parts[n]); i += PART)
		n++;
	if (n == 0)
		return 0;
	memcpy(a->type, parts[0].type, sizeof(a->type));
	a->jurisdiction = aamva_jurisdiction(a->issuer);
	a->faults = whole ? 0 : AAMVA_HEADER;
	if (a->jurisdiction == NULL)
		a->faults |= AAMVA_UNKNOWN;
	if (a->version > AAMVA_VERSION)
		a->faults |= AAMVA_NEWER;
	if (n != said)
		a->faults |= AAMVA_COUNT;
	check_parts(a, w, parts, n, i - at + 4);
	return i;
}

/* Is the element that begins at i one of those that are known? */
static const char *
element_at(const struct fx_window *w, size_t i, enum aamva_element *what)
{
	size_t k;

	*what = AAMVA_ELEMENTS;
	if (i >= w->len || w->len - i < ID)
		return NULL;
	for (k = 0; k < FX_LEN(elements); k++)
		if (memcmp(w->p + i, elements[k].id, ID) == 0) {
			*what = elements[k].what;
			return elements[k].id;
		}
	return NULL;
}

/* Any element: of the standard, or the jurisdiction's. */
static bool
is_element(const struct fx_window *w, size_t i)
{
	return char_upper(w, i) && char_upper(w, i + 1) &&
	    char_upper(w, i + 2) && (w->p[i] == 'D' || w->p[i] == 'Z');
}

/* The end of what stands at i: a sign, or with blanks the next element. */
static size_t
end_at(const struct fx_window *w, size_t i, size_t to, bool blanks)
{
	enum aamva_element what;

	if (to - i > AAMVA_FIELD)
		to = i + AAMVA_FIELD;
	for (; i < to && sign_at(w, i) == 0 && w->p[i] != '\0'; i++)
		if (blanks && w->p[i] == ' ' &&
		    element_at(w, i + 1, &what) != NULL)
			break;
	return i;
}

/* Keep an element, the first of its kind, without blanks at its ends. */
static void
keep(struct aamva *a, const struct fx_window *w, enum aamva_element what,
    size_t from, size_t to)
{
	if (what == AAMVA_ELEMENTS || a->field[what][0] != '\0')
		return;
	while (to > from && w->p[to - 1] == ' ')
		to--;
	while (from < to && w->p[from] == ' ')
		from++;
	fx_window_text(w, from, to, a->field[what], AAMVA_FIELD);
}

/* Elements from i on, to the first line that is none. */
static void
read_elements(struct aamva *a, const struct fx_window *w, size_t i, bool blanks)
{
	size_t to = a->at + AAMVA_REACH, end, n, empty = 0;
	enum aamva_element what;

	if (to > w->len)
		to = w->len;
	a->len = i - a->at;
	while (i < to && empty <= EMPTY_MOST) {
		n = blanks && w->p[i] == ' ' ? 1 : sign_at(w, i);
		if (n > 0) {
			i += n;
			empty++;
			continue;
		}
		/* The first of a part stands behind the part's type. */
		if (i + 2 < to && memcmp(w->p + i, a->type, 2) == 0) {
			i += is_element(w, i + 2) || sign_at(w, i + 2) > 0 ? 2
									   : 0;
		}
		if (i >= to || sign_at(w, i) > 0)
			continue;
		if (!is_element(w, i) || i + ID > to)
			return;
		element_at(w, i, &what);
		end = end_at(w, i + ID, to, blanks);
		keep(a, w, what, i + ID, end);
		a->len = end - a->at;
		i = end;
		empty = 0;
	}
}

/* Are the elements parted by signs? Else by blanks. */
static bool
has_signs(const struct fx_window *w, size_t i)
{
	size_t to = i + AAMVA_FIELD;

	for (; i < to && i < w->len; i++)
		if (sign_at(w, i) > 0)
			return true;
	return false;
}

/* Country and state, against the issuer's. */
static void
check_place(struct aamva *a)
{
	static const char *const lands[][2] = { { "US", "USA" },
		{ "CA", "CAN" }, { "MX", "MEX" } };
	const char *land = a->field[AAMVA_COUNTRY];
	const char *state = a->field[AAMVA_STATE];
	size_t i;

	if (a->jurisdiction == NULL)
		return;
	for (i = 0; i < FX_LEN(lands); i++)
		if (land[0] != '\0' &&
		    (strncmp(a->jurisdiction, lands[i][0], 2) == 0) !=
			(strcmp(land, lands[i][1]) == 0))
			a->faults |= AAMVA_LAND;
	if (state[0] != '\0' && strncmp(a->jurisdiction, "US-", 3) == 0 &&
	    strcmp(state, a->jurisdiction + 3) != 0)
		a->faults |= AAMVA_ADDRESS;
}

bool
aamva_read(struct aamva *a, const struct fx_window *w, size_t at)
{
	size_t i, k;

	memset(a, 0, sizeof(*a));
	if ((i = read_head(a, w, at)) == 0)
		return false;
	read_elements(a, w, i, !has_signs(w, i));
	for (k = 0; a->field[AAMVA_NUMBER][k] != '\0'; k++)
		if ((unsigned char)a->field[AAMVA_NUMBER][k] >= 0x80)
			return false;
	if (k == 0 || k > AAMVA_NUMBER_MOST)
		return false;
	check_place(a);
	aamva_dates(a);
	return true;
}
