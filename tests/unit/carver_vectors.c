/*
 * carver_vectors.c - other projects' published vectors, where they are at hand:
 * $SHARED/vectors, else ../shared/vectors
 *
 * Each disagreement is listed here with its reason, and must be one.
 */
#include <stdlib.h>

#include "carve.h"
#include "forensic/check.h"
#include "pan.h"
#include "tap.h"
#include "track.h"

enum { COLUMNS = 8, LINE = 1024 };

static const struct {
	const char *text, *why;
} differ[] = {
	/* validator.js wants the whole text to be a number; we look for one in
	 * it, and letters beside a number do not take it away */
	{ "prefix6234917882863855", "a number in a text" },
	{ "6234917882863855suffix", "a number in a text" },
	/* it knows all schemes; to us a prefix is a label, not a filter */
	{ "2721465526338453", "Luhn holds, of no known scheme" },
	{ "2220175103860763", "Luhn holds, of no known scheme" },
	/* commons-validator: with the schemes of one test only */
	{ "4417123456789113", "Luhn holds" },
	/* credit-card-type: by prefix; the length is not Amex's */
	{ "34343434343434", "14 digits" },
};

static bool
differs(const char *text)
{
	size_t i;

	for (i = 0; i < FX_LEN(differ); i++)
		if (strcmp(differ[i].text, text) == 0)
			return true;
	return false;
}

/* Split a line at its tabs. Returns how many columns it has. */
static size_t
split(char *line, char *column[COLUMNS])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < COLUMNS) {
		column[n++] = line;
		if ((line = strchr(line, '\t')) == NULL)
			break;
		*line++ = '\0';
	}
	return n;
}

typedef void row(char *column[COLUMNS], size_t n);

static void
rows(const char *name, row *each, size_t least)
{
	const char *shared = getenv("SHARED");
	char path[4096], line[LINE];
	char *column[COLUMNS] = { NULL };
	size_t n, count = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/vectors/%s",
	    shared != NULL ? shared : "../shared", name);
	if ((f = fopen(path, "r")) == NULL) {
		ok(true, "# skip no %s", name);
		return;
	}
	while (fgets(line, sizeof line, f) != NULL) {
		n = split(line, column);
		each(column, n);
		count++;
	}
	fclose(f);
	ok(count >= least, "%s has %zu rows", name, count);
}

static bool
all_digits(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789") == strlen(s);
}

/* The digits of a value that may have separators. */
static size_t
compact(const char *s, char *out, size_t cap)
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s >= '0' && *s <= '9' && n + 1 < cap)
			out[n++] = *s;
		else if (*s != ' ' && *s != '-')
			return 0;
	}
	out[n] = '\0';
	return n;
}

/* Does a finding of this text have that value? */
static bool
finds(const char *text, const char *value)
{
	struct carve_text t;
	struct fx_hit hit = { 0 };
	bool found = false;
	size_t i;

	carve_open(&t, text, strlen(text), FX_ASCII);
	for (i = 0; i < t.w.len && !found; i++)
		found = carve_at(&carver_card_pan, &t.w, i, &hit) &&
		    strcmp(hit.value, value) == 0 &&
		    strcmp(hit.why[0], "luhn") == 0;
	carve_close(&t);
	return found;
}

static void
card_type(char *c[COLUMNS], size_t n)
{
	size_t len = n > 0 ? strlen(c[0]) : 0;
	const struct pan_iin *iin;
	const char *want;

	if (n < 4 || len < PAN_MIN || len > PAN_MAX || !all_digits(c[0]) ||
	    strcmp(c[2], "single") != 0)
		return;
	want = c[1];
	if (strcmp(want, "american-express") == 0)
		want = "amex";
	if (strcmp(want, "diners-club") == 0)
		want = "diners";
	iin = pan_iin(c[0], len);
	if (differs(c[0]))
		ok(iin == NULL || strcmp(iin->scheme, want) != 0, "%s differs",
		    c[0]);
	else
		is_str(iin != NULL ? iin->scheme : "none", want, "%s is %s",
		    c[0], want);
	is_int(fx_luhn_ok(c[0], len), strcmp(c[3], "ok") == 0, "%s: Luhn %s",
	    c[0], c[3]);
}

static void
validatorjs(char *c[COLUMNS], size_t n)
{
	char digits[LINE];
	bool valid, found;

	if (n < 4 || strcmp(c[1], "[]") != 0)
		return;
	valid = strcmp(c[3], "valid") == 0;
	if (strcmp(c[0], "isLuhnNumber") == 0) {
		n = compact(c[2], digits, sizeof digits);
		is_int(n > 0 && fx_luhn_ok(digits, n), valid,
		    "Luhn of \"%s\" is %s", c[2], c[3]);
		return;
	}
	if (strcmp(c[0], "isCreditCard") != 0)
		return;
	n = compact(c[2], digits, sizeof digits);
	found = n > 0 && finds(c[2], digits);
	if (differs(c[2]))
		ok(!valid && finds(c[2], n > 0 ? digits : "6234917882863855"),
		    "%s differs", c[2]);
	else
		is_int(found, valid, "\"%s\" is %s", c[2], c[3]);
}

static void
commons(char *c[COLUMNS], size_t n)
{
	char digits[LINE];
	bool valid, found;

	if (n < 4 || strcmp(c[0], "creditcard") != 0)
		return;
	valid = strcmp(c[2], "valid") == 0;
	n = compact(c[1], digits, sizeof digits);
	found = n > 0 && finds(c[1], digits);
	if (differs(c[1]))
		ok(found, "\"%s\" is found, there %s", c[1], c[2]);
	else
		is_int(found, valid, "\"%s\" is %s", c[1], c[2]);
}

static void
presidio(char *c[COLUMNS], size_t n)
{
	struct fx_hit hit = { .score = 0 };
	char digits[LINE];
	char *value, *rest;

	if (n < 5 || strcmp(c[0], "CREDIT_CARD") != 0)
		return;
	if (c[2][0] == '0') {
		bool found = carve(&carver_card_pan, c[1], strlen(c[1]),
		    FX_ASCII, &hit);

		ok(!found || hit.score < 12, "\"%s\": none", c[1]);
		return;
	}
	for (value = strtok_r(c[4], "|", &rest); value != NULL;
	     value = strtok_r(NULL, "|", &rest)) {
		compact(value, digits, sizeof digits);
		ok(finds(c[1], digits), "\"%s\": %s", c[1], digits);
	}
}

/* "\n" and "\0" of a row become what they mean. */
static size_t
unescape(char *s)
{
	char *from = s, *to = s;

	for (; *from != '\0'; from++)
		if (from[0] == '\\' && (from[1] == 'n' || from[1] == '0'))
			*to++ = *++from == 'n' ? '\n' : '\0';
		else
			*to++ = *from;
	return (size_t)(to - s);
}

static void
one_track(const struct fx_carver *c, const char *text, size_t len,
    char *col[COLUMNS])
{
	bool good = strcmp(col[3], "ok") == 0,
	     month = strcmp(col[5], "ok") == 0;
	const char *got;
	struct fx_hit hit = { .score = 0 };

	if (!carve(c, text, len, FX_ASCII, &hit)) {
		ok(!good || !month, "%s in %s: none", c->name, col[0]);
		return;
	}
	is_str(fx_hit_get(&hit, "pan"), col[2], "%s: PAN", c->name);
	got = fx_hit_get(&hit, "expiry");
	ok(!month ||
		(got != NULL && strncmp(got + 2, col[4], 2) == 0 &&
		    strncmp(got + 5, col[4] + 2, 2) == 0),
	    "%s: expiry %s", c->name, col[4]);
	ok(good == (hit.score >= 12), "%s: %d bits", c->name, hit.score);
}

static void
tracks(char *c[COLUMNS], size_t n)
{
	size_t len;

	if (n < 7 || strncmp(c[1], "track", 5) != 0)
		return;
	len = unescape(c[0]);
	if (strcmp(c[1], "track2") != 0)
		one_track(&carver_card_track1, c[0], len, c);
	if (strcmp(c[1], "track1") != 0)
		one_track(&carver_card_track2, c[0], len, c);
}

int
main(void)
{
	rows("card_type.tsv", card_type, 200);
	rows("validatorjs.tsv", validatorjs, 1000);
	rows("commons_validator.tsv", commons, 500);
	rows("presidio.tsv", presidio, 1000);
	rows("tracks_shared.tsv", tracks, 15);
	return done();
}
