/* kit_result.c - what a phishing kit noted of one victim */
#include <stdio.h>
#include <string.h>

#include "kit_rows.h"
#include "score.h"
#include "told.h"

enum { LABELS_LEAST = 3, TEXT = 256 };

/* Which fields are there, and the most that each is worth. */
struct seen {
	size_t labels; /* lines with a label and a value */
	size_t first, last;
	int bits[KIT_KINDS];
	bool other; /* what no kit has */
};

static void
look(const struct rows *rows, struct seen *s)
{
	const struct row *row;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->first = rows->n;
	for (i = 0; i < rows->n; i++) {
		row = &rows->row[i];
		if (row->class != ROW_LABEL)
			continue;
		if (row->word->kind == KIT_NOT) {
			s->other = true;
			continue;
		}
		if (s->labels++ == 0)
			s->first = i;
		s->last = i;
		if (row->bits > s->bits[row->word->kind])
			s->bits[row->word->kind] = row->bits;
	}
}

/* Is something among them that only its owner should know? */
static bool
is_secret(const struct seen *s)
{
	return s->bits[KIT_PASSWORD] > 0 || s->bits[KIT_CODE] > 0 ||
	    s->bits[KIT_SECRET] > 0 || s->bits[KIT_CARD] > 0;
}

/* Does it say whose browser sent it? */
static bool
is_sent(const struct seen *s)
{
	return s->bits[KIT_IP] > 1 || s->bits[KIT_AGENT] > 1;
}

static void
weigh(const struct rows *rows, const struct seen *s, struct fx_hit *hit)
{
	char list[FX_ATTR_LEN] = "";
	size_t kind;

	for (kind = 0; kind < KIT_KINDS; kind++)
		if (s->bits[kind] > 0) {
			fx_hit_why(hit, s->bits[kind], "label:%s",
			    kit_name((enum kit_kind)kind));
			kit_list(list, sizeof(list), (enum kit_kind)kind);
		}
	if (rows->ruled)
		fx_hit_why(hit, BITS_KIT_RULED, "ruled");
	if (rows->geo)
		fx_hit_why(hit, BITS_KIT_GEO, "where");
	if (s->other)
		fx_hit_why(hit, BITS_KIT_NOT, "other-log");
	if (!rows->ruled && !is_sent(s) && hit->score > BITS_KIT_ALONE)
		fx_hit_why(hit, BITS_KIT_ALONE - hit->score, "no-sender");
	fx_hit_attr(hit, "form", "result");
	fx_hit_attr(hit, "labels", list);
}

/* Add ", LABEL=VALUE". */
static void
add(char *list, size_t cap, const char *label, const char *value)
{
	if (list[0] != '\0')
		kit_put(list, cap, ", ");
	kit_put(list, cap, label);
	kit_put(list, cap, "=");
	kit_put(list, cap, value);
}

/* The values, each where it belongs. */
struct values {
	char codes[TEXT * 3], account[TEXT], holder[TEXT];
};

static void
take(const struct row *row, char *value, struct values *v, struct fx_hit *hit)
{
	switch (row->word->kind) {
	case KIT_USER:
	case KIT_EMAIL:
	case KIT_PASSWORD:
	case KIT_IP:
		fx_hit_attr(hit, kit_name(row->word->kind), value);
		break;
	case KIT_DATE: /* is shown: only what has the form of one */
		value[told_date(value)] = '\0';
		fx_hit_attr(hit, "date", value);
		break;
	case KIT_CODE:
	case KIT_SECRET:
		add(v->codes, sizeof(v->codes), row->word->text, value);
		break;
	case KIT_ACCOUNT:
		add(v->account, sizeof(v->account), row->word->text, value);
		break;
	case KIT_HOLDER:
		if (v->holder[0] != '\0')
			kit_put(v->holder, sizeof(v->holder), " ");
		kit_put(v->holder, sizeof(v->holder), value);
		break;
	default:
		break;
	}
}

static void
tell(const struct fx_window *w, const struct rows *rows, struct fx_hit *hit)
{
	struct values v = { .codes = "" };
	const struct row *row;
	char value[TEXT];
	size_t i;

	for (i = 0; i < rows->n; i++) {
		row = &rows->row[i];
		if (row->class == ROW_LABEL &&
		    fx_window_text(w, row->value, row->end, value,
			sizeof(value)))
			take(row, value, &v, hit);
	}
	fx_hit_attr(hit, "codes", v.codes);
	fx_hit_attr(hit, "account", v.account);
	fx_hit_attr(hit, "holder", v.holder);
}

/* By what the victim is known: the first of these. */
static bool
name(struct fx_hit *hit)
{
	static const char *const keys[] = { "user", "email", "account",
		"holder", "ip" };
	const char *value;
	size_t i;

	for (i = 0; i < FX_LEN(keys); i++) {
		value = fx_hit_get(hit, keys[i]);
		if (value == NULL || strlen(value) >= FX_VALUE_LEN)
			continue;
		memcpy(hit->value, value, strlen(value) + 1);
		return true;
	}
	return false;
}

bool
kit_result(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct rows rows;
	struct seen seen;
	size_t from, to;

	if (!kit_rows(w, at, &rows))
		return false;
	look(&rows, &seen);
	if (seen.labels < LABELS_LEAST || !is_secret(&seen))
		return false;
	from = rows.row[seen.first].at;
	to = rows.row[seen.last].end;
	if (from > at || at - from > KIT_REACH || at >= to)
		return false;
	weigh(&rows, &seen, hit);
	tell(w, &rows, hit);
	hit->at = from;
	hit->len = to - from < KIT_REACH ? to - from : KIT_REACH;
	return name(hit);
}
