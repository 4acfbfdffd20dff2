/* mrz_repair.c - undo confusions of characters where check digits prove it */
#include <string.h>

#include "forensic/bytes.h"
#include "mrz_layout.h"

/* Characters that are taken for each other; a digit comes first. */
static const char *const groups[] = { "0OQD", "1IL", "2Z", "5S", "6G", "8B" };

static const char *
group_of(char c)
{
	size_t i;

	for (i = 0; i < FX_LEN(groups); i++)
		if (strchr(groups[i], c) != NULL)
			return groups[i];
	return "";
}

/* Only digits can stand there: letters that look like one become it. */
static size_t
digits(struct fx_mrz *m, size_t at, size_t n)
{
	size_t i, changed = 0;

	for (i = at; i < at + n; i++)
		if (m->text[i] >= 'A' && group_of(m->text[i])[0] != '\0') {
			m->text[i] = group_of(m->text[i])[0];
			changed++;
		}
	return changed;
}

static size_t
dates(struct fx_mrz *m)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	size_t n = digits(m, l->birth.at, l->birth.n);

	n += digits(m, l->expiry.at, l->expiry.n);
	n += digits(m, l->number_check, 1);
	n += digits(m, l->birth_check, 1);
	if (l->expiry_check != 0)
		n += digits(m, l->expiry_check, 1);
	if (l->optional_check != 0)
		n += digits(m, l->optional_check, 1);
	if (l->composite != 0)
		n += digits(m, l->composite, 1);
	return n;
}

static bool
whole(struct fx_mrz *m)
{
	mrz_look(m);
	return (m->faults & FX_MRZ_CHECKS) == 0;
}

/* What is tried, and what has been found to make all check digits hold. */
struct tries {
	struct fx_mrz now, found;
	size_t solutions;
	uint8_t place[FX_MRZ_MOST]; /* where a character may be another */
	size_t n;
};

/* Try every change of depth places, the first of them at or behind from. */
static void
change(struct tries *t, size_t from, unsigned int depth)
{
	const char *g;
	size_t i, k;
	char was;

	if (depth == 0) {
		if (whole(&t->now)) {
			t->found = t->now;
			t->solutions++;
		}
		return;
	}
	for (i = from; i < t->n && t->solutions < 2; i++) {
		was = t->now.text[t->place[i]];
		g = group_of(was);
		for (k = 0; g[k] != '\0'; k++)
			if (g[k] != was) {
				t->now.text[t->place[i]] = g[k];
				change(t, i + 1, depth - 1);
			}
		t->now.text[t->place[i]] = was;
	}
}

static void
places(struct tries *t, struct mrz_span s)
{
	size_t i;

	for (i = s.at; i < (size_t)s.at + s.n; i++)
		if (group_of(t->now.text[i])[0] != '\0')
			t->place[t->n++] = (uint8_t)i;
}

size_t
fx_mrz_repair(const struct fx_mrz *m, struct fx_mrz *fixed)
{
	enum { DEPTH = 2 };
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	struct tries t = { .now = *m };
	size_t changed;
	unsigned int depth;

	if ((m->faults & FX_MRZ_CHECKS) == 0)
		return 0;
	changed = dates(&t.now);
	if (whole(&t.now)) {
		*fixed = t.now;
		return changed;
	}
	/* One digit over the number alone proves nothing of it. */
	if (l->composite == 0)
		return 0;
	if ((t.now.faults & FX_MRZ_NUMBER) != 0)
		places(&t, l->number);
	if ((t.now.faults & FX_MRZ_OPTIONAL) != 0)
		places(&t, l->optional);
	for (depth = 1; depth <= DEPTH && t.solutions == 0; depth++)
		change(&t, 0, depth);
	if (t.solutions != 1)
		return 0;
	*fixed = t.found;
	return changed + depth - 1;
}
