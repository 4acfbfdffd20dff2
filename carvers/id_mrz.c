/* id_mrz.c - machine readable zones of passports, identity cards and visas */
#include "forensic/mrz.h"

#include <stdio.h>
#include <string.h>

#include "carvers.h"
#include "score.h"

enum {
	LINE_LEAST = 30,
	GAP_MOST = 4, /* characters between lines */
	ZONE_REACH = FX_MRZ_MOST + 2 * GAP_MOST,
	SHOWN = 5, /* the document's type and its state */
	HOLD_LEAST = 2,
};

static bool
in_zone(const struct fx_window *w, size_t i)
{
	uint8_t c = i < w->len ? w->p[i] : 0;

	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<';
}

static size_t
run_at(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= FX_MRZ_MOST && in_zone(w, i + n))
		n++;
	return n;
}

/* The characters between two lines: how many stand at i, 0 if it is another. */
static size_t
gap_at(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	if (i + 1 < w->len && w->p[i] == '\\' && w->p[i + 1] == 'n')
		return 2;
	if (i + 3 < w->len && memcmp(w->p + i, "\\r\\n", 4) == 0)
		return 4;
	while (i + n < w->len && n < GAP_MOST &&
	    strchr("\r\n\t |", w->p[i + n]) != NULL && w->p[i + n] != 0)
		n++;
	return n;
}

/*
 * Take the lines that stand at `at`, all of one length, into text.  Returns how
 * many characters of the window they are, and how many of text in *n.
 */
static size_t
lines_at(const struct fx_window *w, size_t at, char text[FX_MRZ_MOST],
    size_t *n)
{
	size_t width = run_at(w, at), end = at + width, gap, lines, k;

	*n = 0;
	if (width > FX_MRZ_MOST)
		return 0;
	memcpy(text, w->p + at, width);
	*n = width;
	if (width != 30 && width != 36 && width != 44)
		return width == 72 || width == 88 || width == 90 ? width : 0;
	lines = width == 30 ? 3 : 2;
	for (k = 1; k < lines; k++, end += gap + width) {
		gap = gap_at(w, end);
		if (gap == 0 || run_at(w, end + gap) != width)
			break;
		memcpy(text + *n, w->p + end + gap, width);
		*n += width;
	}
	if (k < lines) { /* not all of them: the first alone */
		*n = width;
		return width;
	}
	return end - at;
}

/* Read the zone that stands there. Returns its characters in the window. */
static size_t
zone_at(const struct fx_window *w, size_t at, struct fx_mrz *m)
{
	char text[FX_MRZ_MOST];
	size_t n, len = lines_at(w, at, text, &n);

	if (len == 0 || (at > 0 && in_zone(w, at - 1)))
		return 0;
	if (fx_mrz_read(m, text, n) || fx_mrz_read_lower(m, text, n))
		return len;
	return 0;
}

/* The zone's lines, a newline between. */
static void
join(const struct fx_mrz *m, char *out)
{
	size_t width = fx_mrz_width(m->kind), i;

	for (i = m->lower ? width : 0; i < m->n; i++) {
		*out++ = m->text[i];
		if ((i + 1) % width == 0 && i + 1 < m->n)
			*out++ = '\n';
	}
	*out = '\0';
}

/* Is it a zone with slips, and not other text that a check fits? */
static bool
is_zone(const struct fx_mrz *m)
{
	unsigned int f = m->faults;
	bool state = !m->lower && (f & FX_MRZ_STATE) == 0;
	bool nation = m->kind != FX_MRZ_FRA && (f & FX_MRZ_NATIONALITY) == 0;
	bool expiry = m->kind != FX_MRZ_FRA && (f & FX_MRZ_EXPIRY_DATE) == 0;

	return fx_mrz_hold(m) >= HOLD_LEAST && (state || nation) &&
	    ((f & FX_MRZ_BIRTH_DATE) == 0 || expiry);
}

/* Bits for n fields less the bad ones. Returns how many are bad. */
static int
fields(struct fx_hit *hit, int n, int bad, int bits, const char *why)
{
	if (n > bad)
		fx_hit_why(hit, (n - bad) * bits, "%s", why);
	return bad;
}

static void
weigh(const struct fx_mrz *m, struct fx_hit *hit)
{
	unsigned int f = m->faults;
	int hold = (int)fx_mrz_hold(m), bad = (int)m->checks - hold;
	bool fra = m->kind == FX_MRZ_FRA;

	fx_hit_why(hit, hold * BITS_MRZ_CHECK, "checks:%d-of-%u", hold,
	    m->checks);
	bad += fields(hit, fra ? 1 : 2,
	    ((f & FX_MRZ_BIRTH_DATE) != 0) + ((f & FX_MRZ_EXPIRY_DATE) != 0),
	    BITS_MRZ_DATE, "dates");
	bad += fields(hit, (fra ? 0 : 1) + (m->lower ? 0 : 1),
	    ((f & FX_MRZ_STATE) != 0) + ((f & FX_MRZ_NATIONALITY) != 0),
	    BITS_MRZ_STATE, "states");
	bad += fields(hit, 1, (f & FX_MRZ_SEX) != 0, BITS_MRZ_SEX, "sex");
	if (!m->lower && (f & (FX_MRZ_TYPE | FX_MRZ_NAMES)) == 0)
		fx_hit_why(hit, BITS_MRZ_LINES, "all-lines");
	if (bad > 0)
		fx_hit_why(hit, bad * BITS_MRZ_BAD, "faults:%d", bad);
}

/* What does not fit: a slip of the reader, or of who forged it. */
static void
lint(const struct fx_mrz *m, struct fx_hit *hit)
{
	char list[FX_ATTR_LEN] = "";
	size_t i, n = 0;

	for (i = 0; i < FX_MRZ_FAULTS && n < sizeof list; i++)
		if ((m->faults >> i & 1) != 0)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s",
			    n > 0 ? "," : "",
			    fx_mrz_fault_name((enum fx_mrz_fault)(1U << i)));
	fx_hit_attr(hit, "lint", list);
}

static void
tell(const struct fx_mrz *m, struct fx_hit *hit)
{
	char field[FX_MRZ_FIELD];
	size_t i;

	fx_hit_attr(hit, "document", fx_mrz_kind_name(m->kind));
	for (i = FX_MRZ_F_STATE; i < FX_MRZ_FIELDS; i++) {
		fx_mrz_field(m, (enum fx_mrz_field)i, field);
		fx_hit_attr(hit, fx_mrz_field_name((enum fx_mrz_field)i),
		    field);
	}
	fx_mrz_field(m, FX_MRZ_F_STATE, field);
	if (strcmp(field, "UTO") == 0)
		fx_hit_why(hit, BITS_TEST, "specimen");
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	char repaired[FX_VALUE_LEN];
	struct fx_mrz m, fixed;
	size_t len = zone_at(w, at, &m), changed = 0;

	if (len == 0)
		return false;
	if ((m.faults & FX_MRZ_CHECKS) != 0)
		changed = fx_mrz_repair(&m, &fixed);
	if (changed == 0)
		fixed = m;
	if (!is_zone(&fixed))
		return false;
	hit->at = at;
	hit->len = len;
	join(&m, hit->value);
	weigh(&fixed, hit);
	tell(&fixed, hit);
	lint(&fixed, hit);
	if (changed > 0) {
		join(&fixed, repaired);
		fx_hit_why(hit, (int)changed * BITS_MRZ_REPAIR, "repaired:%zu",
		    changed);
		fx_hit_attr(hit, "repaired", repaired);
	}
	return true;
}

static void
mask(const char *value, char *out, size_t cap)
{
	char text[FX_MRZ_MOST + 1];
	struct fx_mrz m;
	size_t n = 0;

	fx_mask(NULL, value, out);
	for (; *value != '\0' && n < sizeof text; value++)
		if (*value != '\n')
			text[n++] = *value;
	if (n > FX_MRZ_MOST || !fx_mrz_read(&m, text, n) ||
	    (m.faults & (FX_MRZ_STATE | FX_MRZ_TYPE)) != 0)
		return;
	snprintf(out, cap, "%.*s********", SHOWN, text);
}

const struct fx_carver carver_id_mrz = {
	.name = "id.mrz",
	.about = "machine readable zones of travel documents (ICAO Doc 9303)",
	.group = "id",
	.version = 1,
	.reach = ZONE_REACH,
	.covers = true, /* its second line alone would do */
	.anchors = { { .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_MRZ,
	    .min = LINE_LEAST } },
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "document", FX_PUBLIC, false },
		{ "state", FX_PUBLIC, false },
		{ "number", FX_PRIVATE, false },
		{ "surname", FX_PRIVATE, false },
		{ "given", FX_PRIVATE, false },
		{ "nationality", FX_PUBLIC, false },
		{ "birth", FX_PRIVATE, false },
		{ "sex", FX_PRIVATE, false },
		{ "expiry", FX_PRIVATE, false },
		{ "optional", FX_PRIVATE, false },
		{ "lint", FX_PUBLIC, false },
		{ "repaired", FX_PRIVATE, false },
	},
};
