/* mrz_field.c - the fields of a machine readable zone as text; the scheme */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/scheme.h"
#include "mrz_layout.h"

/* Copy n characters: fillers at the end go, a single one is a space. */
static void
copy(const char *s, size_t n, char out[FX_MRZ_FIELD])
{
	size_t i;

	while (n > 0 && s[n - 1] == '<')
		n--;
	if (n >= FX_MRZ_FIELD)
		n = FX_MRZ_FIELD - 1;
	for (i = 0; i < n; i++)
		out[i] = (char)(s[i] == '<' ? ' ' : s[i]);
	out[n] = '\0';
}

/* Surname, two fillers, given names. */
static void
name(const struct fx_mrz *m, bool given, char out[FX_MRZ_FIELD])
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	const char *s = m->text + l->names.at;
	size_t n;

	out[0] = '\0';
	if (m->lower)
		return;
	for (n = 0; n < l->names.n; n++)
		if (s[n] == '<' && (n + 1 == l->names.n || s[n + 1] == '<'))
			break;
	if (!given)
		copy(s, n, out);
	else if (l->given.n != 0)
		copy(m->text + l->given.at, l->given.n, out);
	else if (n + 2 < l->names.n)
		copy(s + n + 2, l->names.n - n - 2, out);
}

static void
number(const struct fx_mrz *m, char out[FX_MRZ_FIELD])
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	const char *p = m->text + l->optional.at;
	size_t n, len;

	copy(m->text + l->number.at, l->number.n, out);
	if (!l->grows || m->text[l->number_check] != '<')
		return;
	len = strlen(out);
	for (n = 0; n < l->optional.n && p[n] != '<';)
		n++;
	if (n >= 2)
		copy(p, n - 1, out + len);
}

static void
span(const struct fx_mrz *m, struct mrz_span s, bool raw,
    char out[FX_MRZ_FIELD])
{
	copy(m->text + s.at, s.n, out);
	if (!raw)
		return;
	memcpy(out, m->text + s.at, s.n);
	out[s.n] = '\0';
}

void
fx_mrz_field(const struct fx_mrz *m, enum fx_mrz_field field,
    char out[FX_MRZ_FIELD])
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];

	out[0] = '\0';
	switch (field) {
	case FX_MRZ_F_TYPE:
		copy(m->text, m->lower ? 0 : 2, out);
		break;
	case FX_MRZ_F_STATE:
		span(m, m->lower ? (struct mrz_span){ 0, 0 } : l->state, false,
		    out);
		break;
	case FX_MRZ_F_NUMBER:
		number(m, out);
		break;
	case FX_MRZ_F_SURNAME:
		name(m, false, out);
		break;
	case FX_MRZ_F_GIVEN:
		name(m, true, out);
		break;
	case FX_MRZ_F_NATIONALITY:
		span(m, l->nationality, false, out);
		break;
	case FX_MRZ_F_BIRTH:
		span(m, l->birth, true, out);
		break;
	case FX_MRZ_F_SEX:
		span(m, l->sex, true, out);
		break;
	case FX_MRZ_F_EXPIRY:
		span(m, l->expiry, true, out);
		break;
	case FX_MRZ_F_OPTIONAL:
		span(m, l->optional, false, out);
		break;
	case FX_MRZ_FIELDS:
		break;
	}
}

const char *
fx_mrz_field_name(enum fx_mrz_field field)
{
	static const char *const names[FX_MRZ_FIELDS] = { "type", "state",
		"number", "surname", "given", "nationality", "birth", "sex",
		"expiry", "optional" };

	return names[field];
}

/*
 * Take lines that "|", a newline or the two characters \n part.  Returns false
 * for a line whose length is not that of the others.
 */
static bool
take(struct fx_checked *out, const char *text, size_t n, size_t *lines)
{
	char s[FX_MRZ_MOST + 1] = "";
	size_t i, used = 0, width = 0, line = 0;
	bool ends;

	*lines = 0;
	for (i = 0; i <= n; i++) {
		ends = i == n || text[i] == '|' || text[i] == '\n' ||
		    (text[i] == '\\' && i + 1 < n && text[i + 1] == 'n');
		if (!ends) {
			if (text[i] == '\r')
				continue;
			if (used == FX_MRZ_MOST)
				return false;
			s[used++] = text[i];
			line++;
			continue;
		}
		if (line == 0 && i == n && *lines > 0)
			break; /* a last newline */
		width = *lines == 0 ? line : width;
		if (line != width)
			return false;
		++*lines;
		line = 0;
		i += i < n && text[i] == '\\';
	}
	memcpy(out->value, s, used);
	out->value[used] = '\0';
	out->n = used;
	return true;
}

/* The lines of the zone with "|" between. */
static void
join(const struct fx_mrz *m, struct fx_checked *out)
{
	size_t width = fx_mrz_width(m->kind), i;

	out->n = 0;
	for (i = 0; i < m->n; i++) {
		if (i > 0 && i % width == 0)
			out->value[out->n++] = '|';
		out->value[out->n++] = m->text[i];
	}
	out->value[out->n] = '\0';
}

static void
tell(const struct fx_mrz *m, struct fx_checked *out)
{
	char field[FX_MRZ_FIELD];
	size_t i;

	fx_tell_str(out, "document", fx_mrz_kind_name(m->kind));
	for (i = 0; i < FX_MRZ_FIELDS; i++) {
		fx_mrz_field(m, (enum fx_mrz_field)i, field);
		if (field[0] != '\0')
			fx_tell_str(out,
			    fx_mrz_field_name((enum fx_mrz_field)i), field);
	}
	for (i = 0; i < FX_MRZ_FAULTS; i++)
		if ((m->faults >> i & 1) != 0) {
			fx_tell_str(out, "fault",
			    fx_mrz_fault_name((enum fx_mrz_fault)(1U << i)));
			break;
		}
}

static enum fx_answer
check(const char *text, size_t n, struct fx_checked *out)
{
	struct fx_mrz m;
	size_t i, lines;

	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\r'))
		n--;
	for (i = 0; i < n; i++)
		if (!(text[i] >= 'A' && text[i] <= 'Z') &&
		    !(text[i] >= '0' && text[i] <= '9') &&
		    (text[i] == '\0' || strchr("|\n\r\\n<", text[i]) == NULL))
			return FX_BAD_FORMAT;
	if (!take(out, text, n, &lines))
		return FX_BAD_LENGTH;
	if (out->n != 72 && out->n != 88 && out->n != 90)
		return FX_BAD_LENGTH;
	if (!fx_mrz_read(&m, out->value, out->n))
		return FX_BAD_FORMAT;
	if (lines != 1 && lines != fx_mrz_lines(m.kind))
		return FX_BAD_LENGTH;
	join(&m, out);
	tell(&m, out);
	out->tenths = m.checks * 33;
	if ((m.faults & FX_MRZ_CHECKS) != 0)
		return FX_BAD_CHECKSUM;
	return m.faults != 0 ? FX_BAD_COMPONENT : FX_VALID;
}

const struct fx_scheme fx_scheme_mrz = {
	.name = "mrz",
	.about = "machine readable zone of a travel document",
	.standard = "ICAO Doc 9303, 8th edition, parts 3 to 7",
	.tenths = 100,
	.check = check,
};
