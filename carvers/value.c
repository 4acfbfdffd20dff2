/* value.c - card numbers and tracks as values by themselves, for fxcheck(1) */
#include <string.h>

#include "carvers.h"
#include "fields.h"
#include "forensic/check.h"
#include "track.h"

static enum fx_answer
card(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -.", PAN_MIN,
	    PAN_MAX);
	const struct pan_iin *iin;
	const char *test;

	if (got != FX_VALID)
		return got;
	fx_tell(out, "iin", out->value, 6);
	if ((iin = pan_iin(out->value, out->n)) != NULL)
		fx_tell_str(out, "scheme", iin->scheme);
	if ((test = pan_test(out->value)) != NULL)
		fx_tell_str(out, "test", test);
	if (fx_luhn_ok(out->value, out->n))
		return FX_VALID;
	/* a range whose numbers have no check digit */
	return iin != NULL && !iin->luhn ? FX_NOT_CHECKABLE : FX_BAD_CHECKSUM;
}

/* The month of an expiry that names none, 00 or 13 to 99; else NULL. */
static char *
odd_month(char *value, int number)
{
	char *p = strpbrk(value, number == 1 ? "^" : "=D");
	struct expiry e;

	if (p != NULL && number == 1)
		p = strchr(p + 1, '^');
	if (p == NULL || strspn(p + 1, "0123456789") < 4)
		return NULL;
	return expiry_yymm(p + 1, &e) ? NULL : p + 3;
}

static void
tell_track(const struct track *t, struct fx_checked *out)
{
	fx_tell_str(out, "pan", t->pan);
	if (t->iin != NULL)
		fx_tell_str(out, "scheme", t->iin->scheme);
	if (t->number == 1)
		fx_tell(out, "name", out->value + t->name, t->name_len);
	if (t->yymm[0] != '\0')
		fx_tell_str(out, "yymm", t->yymm);
	if (t->service[0] != '\0')
		fx_tell_str(out, "service_code", t->service);
	if (t->disc_len > 0)
		fx_tell(out, "discretionary", out->value + t->disc,
		    t->disc_len);
	if (t->lrc != LRC_NONE)
		fx_tell_str(out, "lrc", t->lrc == LRC_OK ? "ok" : "bad");
}

/* The canonical value: no sentinels, no space at its end, "=" on track 2. */
static void
bare(const struct track *t, struct fx_checked *out)
{
	out->n = t->to - t->from;
	memmove(out->value, out->value + t->from, out->n);
	while (out->n > 0 && out->value[out->n - 1] == ' ')
		out->n--;
	out->value[out->n] = '\0';
	if (t->number == 2)
		out->value[t->n] = '=';
}

/*
 * Add the sentinels that are missing: a value by itself begins and ends where
 * its text does.  False if there is no room.
 */
static bool
frame(struct fx_checked *out, int number)
{
	char first = number == 1 ? '%' : ';';
	bool start = out->value[0] != first &&
	    (number == 2 || out->value[0] == 'B');
	bool end = strchr(out->value, '?') == NULL;

	if (out->n + start + end >= sizeof(out->value))
		return false;
	memmove(out->value + start, out->value, out->n);
	if (start)
		out->value[0] = first;
	out->n += start;
	if (end)
		out->value[out->n++] = '?';
	out->value[out->n] = '\0';
	return true;
}

static bool
read_whole(const struct fx_window *w, struct track *t, int number)
{
	size_t at = 0;

	while (at < w->len && !char_digit(w, at))
		at++;
	return (number == 1 ? track1_read : track2_read)(w, at, t) &&
	    t->at == 0 && t->len == w->len;
}

/* A track that is all of the value. */
static enum fx_answer
track(const char *text, size_t n, struct fx_checked *out, int number)
{
	enum fx_answer got = fx_take(out, text, n, "");
	struct fx_window w = { .unit = 1, .enc = FX_ASCII };
	const struct fx_checked taken = *out;
	char *month, was[3] = "";
	struct track t;

	if (got != FX_VALID)
		return got;
	if (!frame(out, number))
		return FX_BAD_LENGTH;
	/* The reader takes no other months; what else is wrong goes first. */
	if ((month = odd_month(out->value, number)) != NULL) {
		memcpy(was, month, 2);
		month[0] = '1';
		month[1] = '2';
	}
	w.p = w.raw = (const uint8_t *)out->value;
	w.len = out->n;
	got = read_whole(&w, &t, number) ? FX_VALID : FX_BAD_FORMAT;
	if (month != NULL)
		memcpy(month, was, 2);
	if (got != FX_VALID) {
		*out = taken;
		return got;
	}
	tell_track(&t, out);
	bare(&t, out);
	if (!t.luhn)
		return FX_BAD_CHECKSUM;
	if (month != NULL)
		return FX_BAD_COMPONENT;
	return t.lrc == LRC_BAD ? FX_BAD_CHECKSUM : FX_VALID;
}

static enum fx_answer
track1(const char *text, size_t n, struct fx_checked *out)
{
	return track(text, n, out, 1);
}

static enum fx_answer
track2(const char *text, size_t n, struct fx_checked *out)
{
	return track(text, n, out, 2);
}

static const struct fx_scheme schemes[] = {
	{ .name = "card",
	    .about = "number of a payment card",
	    .standard = "ISO/IEC 7812-1:2017; issuers: fxcarvers(7)",
	    .tenths = 33,
	    .check = card },
	{ .name = "track1",
	    .about = "track 1 of a bank card's magnetic stripe",
	    .standard = "ISO/IEC 7813:2006, 5.1; ISO/IEC 7811-2:2018, 8.4",
	    .tenths = 33,
	    .check = track1 },
	{ .name = "track2",
	    .about = "track 2 of a bank card's magnetic stripe",
	    .standard = "ISO/IEC 7813:2006, 5.2; ISO/IEC 7811-2:2018, 9.4",
	    .tenths = 33,
	    .check = track2 },
};

const struct fx_scheme *const carver_schemes[] = { &schemes[0], &schemes[1],
	&schemes[2], NULL };
