/* track_hit.c - what is said of a track, and what it is worth */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "forensic/check.h"
#include "score.h"
#include "track.h"

/* Copy [from, from + n) of the window, spaces at its ends left out. */
static void
copy(const struct fx_window *w, size_t from, size_t n, char *out, size_t cap)
{
	while (n > 0 && w->p[from] == ' ')
		from++, n--;
	while (n > 0 && w->p[from + n - 1] == ' ')
		n--;
	if (n >= cap)
		n = cap - 1;
	memcpy(out, w->p + from, n);
	out[n] = '\0';
}

/* "SURNAME/FIRST M.TITLE" becomes "TITLE FIRST M SURNAME" (ISO/IEC 7813). */
static void
tell_name(const struct fx_window *w, const struct track *t, struct fx_hit *hit)
{
	char name[TRACK_NAME + 1], holder[TRACK_NAME + 4];
	char *first, *title = NULL;
	size_t n;

	copy(w, t->name, t->name_len, name, sizeof name);
	if ((first = strchr(name, '/')) == NULL) {
		fx_hit_attr(hit, "holder", name);
		return;
	}
	*first++ = '\0';
	if ((title = strchr(first, '.')) != NULL)
		*title++ = '\0';
	for (n = strlen(name); n > 0 && name[n - 1] == ' '; n--)
		name[n - 1] = '\0';
	while (*first == ' ')
		first++;
	snprintf(holder, sizeof holder, "%s%s%s%s%s",
	    title != NULL ? title : "",
	    title != NULL && *title != '\0' ? " " : "", first,
	    *first != '\0' && name[0] != '\0' ? " " : "", name);
	fx_hit_attr(hit, "holder", holder);
}

static struct expiry
date(const struct track *t)
{
	struct expiry e = { 0, 0 };

	if (t->yymm[0] != '\0')
		expiry_yymm(t->yymm, &e);
	return e;
}

bool
track_sure(const struct fx_window *w, const struct track *t)
{
	struct expiry e = date(t);
	size_t i;
	uint8_t c;

	for (i = 0; i < t->name_len; i++) {
		c = w->p[t->name + i];
		if (!isalpha(c) && (c == '\0' || strchr(" /.-'", c) == NULL))
			return false;
	}
	return t->luhn && t->iin != NULL && t->service[0] != '\0' &&
	    expiry_ok(e.year, e.month);
}

static void
tell_date(const struct track *t, struct fx_hit *hit)
{
	char text[EXPIRY_LEN];
	struct expiry e = date(t);
	bool ok;

	if (t->yymm[0] == '\0')
		return;
	ok = expiry_ok(e.year, e.month);
	expiry_text(&e, text);
	fx_hit_why(hit, ok ? BITS_DATE : BITS_DATE_ODD, "expiry");
	fx_hit_attr(hit, "expiry", text);
}

static void
tell_service(const struct track *t, struct fx_hit *hit)
{
	char text[TEXT_FIELD];

	if (t->service[0] == '\0')
		return;
	if (service_ok(t->service))
		fx_hit_why(hit, BITS_SERVICE, "service:%s", t->service);
	else
		fx_hit_why(hit, BITS_SERVICE_ODD, "service-unassigned");
	service_text(t->service, text, sizeof text);
	fx_hit_attr(hit, "service_code", t->service);
	fx_hit_attr(hit, "service", text);
}

static void
tell_frame(const struct track *t, struct fx_hit *hit)
{
	if (t->number == 1)
		fx_hit_why(hit, BITS_TRACK1, "track1");
	else if (t->service[0] == '\0')
		fx_hit_why(hit, BITS_TRACK2_SHORT, "track2-short");
	else
		fx_hit_why(hit, BITS_TRACK2, "track2");
	if (t->format)
		fx_hit_why(hit, BITS_FORMAT_B, "format:B");
	if (t->start)
		fx_hit_why(hit, BITS_SENTINEL, "start-sentinel");
	if (t->end)
		fx_hit_why(hit, BITS_SENTINEL, "end-sentinel");
	if (t->lrc == LRC_OK)
		fx_hit_why(hit, t->number == 1 ? BITS_LRC1_OK : BITS_LRC2_OK,
		    "lrc");
	else if (t->lrc == LRC_BAD)
		fx_hit_why(hit, BITS_LRC_BAD, "lrc-bad");
	if (t->lrc != LRC_NONE)
		fx_hit_attr(hit, "lrc", t->lrc == LRC_OK ? "ok" : "bad");
}

void
track_hit(const struct fx_window *w, const struct track *t, struct fx_hit *hit)
{
	char text[TEXT_FIELD];
	char *sep;

	memset(hit, 0, sizeof *hit);
	hit->at = t->at;
	hit->len = t->len;
	memcpy(hit->value, w->p + t->from, t->to - t->from);
	if (t->number == 2 && (sep = strchr(hit->value, 'D')) != NULL)
		*sep = '=';
	if (t->luhn)
		fx_hit_why(hit, BITS_LUHN, "luhn");
	else
		fx_hit_why(hit, BITS_TRACK_NO_LUHN, "luhn-bad");
	if (t->iin != NULL) {
		fx_hit_why(hit, t->iin->bits, "iin:%s", t->iin->scheme);
		fx_hit_attr(hit, "scheme", t->iin->scheme);
	}
	fx_hit_attr(hit, "pan", t->pan);
	tell_frame(t, hit);
	tell_date(t, hit);
	tell_service(t, hit);
	if (t->number == 1)
		tell_name(w, t, hit);
	copy(w, t->disc, t->disc_len, text, sizeof text);
	fx_hit_attr(hit, "discretionary", text);
}

/* Does the other track of the card stand in the window? */
static bool
has_sibling(const struct fx_window *w, const struct fx_hit *hit, int number)
{
	const char *pan = fx_hit_get(hit, "pan");
	const char *expiry = fx_hit_get(hit, "expiry");
	struct fx_hit other;
	struct track t;
	size_t i;

	if (pan == NULL || expiry == NULL || !fx_luhn_ok(pan, strlen(pan)))
		return false;
	for (i = 0; i < w->len; i++) {
		if (!char_digit(w, i) || pan_digit_before(w, i) ||
		    (i >= hit->at && i < hit->at + hit->len) ||
		    !(number == 1 ? track2_read : track1_read)(w, i, &t) ||
		    strcmp(t.pan, pan) != 0 || t.yymm[0] == '\0')
			continue;
		memset(&other, 0, sizeof other);
		tell_date(&t, &other);
		if (strcmp(fx_hit_get(&other, "expiry"), expiry) == 0)
			return true;
	}
	return false;
}

/* "4111...D2512..." is also what hexadecimal and long words are made of. */
static bool
in_word(const struct fx_window *w, const struct fx_hit *hit)
{
	uint8_t before = hit->at > 0 ? w->p[hit->at - 1] : 0;
	uint8_t behind = pan_char(w, hit->at + hit->len);

	return (isalnum(before) && char_digit(w, hit->at)) ||
	    (isalnum(behind) && behind != 'F');
}

void
track_fields(const struct fx_window *w, struct fx_hit *hit, int number)
{
	const char *pan = fx_hit_get(hit, "pan");

	if (has_sibling(w, hit, number))
		fx_hit_why(hit, BITS_SIBLING, "sibling");
	if (pan != NULL)
		pan_digits_look(pan, hit);
	if (number == 2 && in_word(w, hit))
		fx_hit_why(hit, BITS_HEX, "in-word");
}

/* Where the PAN of a track's value ends, or 0: digits, on track 1 and spaces.
 */
static size_t
pan_end(const char *value, size_t from, char pan[PAN_MAX + 1], size_t *n)
{
	size_t i;

	*n = 0;
	for (i = from; value[i] != '\0'; i++) {
		if (isdigit((unsigned char)value[i])) {
			if (*n == PAN_MAX)
				return 0;
			pan[(*n)++] = value[i];
		} else if (value[i] != ' ' || *n == 0) {
			break;
		}
	}
	pan[*n] = '\0';
	return *n >= PAN_MIN && (value[i] == '^' || value[i] == '=') ? i : 0;
}

void
track_mask(const char *value, char *out, size_t cap)
{
	char pan[PAN_MAX + 1], masked[PAN_MAX + 1];
	size_t from = value[0] == 'B' || value[0] == 'b', n, k = 0, i, end;

	end = pan_end(value, from, pan, &n);
	if (end == 0 || strlen(value) >= cap) {
		fx_mask(NULL, value, out);
		return;
	}
	fx_mask_digits(pan, n, masked);
	for (i = 0; value[i] != '\0'; i++) {
		if (i < from || (i < end && value[i] == ' ') ||
		    value[i] == value[end])
			out[i] = value[i];
		else if (i < end)
			out[i] = masked[k++];
		else
			out[i] = '*';
	}
	out[i] = '\0';
}
