/* around.c - the record a number stands in, its fields and words */
#include "fields.h"
#include "near.h"
#include "score.h"

enum {
	LINES = 8,       /* of a record, on each side of the number's own */
	LINE_MOST = 160, /* characters of such a line */
	LABEL_MOST = 40,
	PAN_NEAR = 64, /* looked at first for a card's number before one */
};

/* The piece of a window that belongs to one card. */
struct record {
	size_t lo, hi;
	bool pan_before, pan_behind; /* it ends where another card's begins */
};

static bool
breaks(uint8_t c)
{
	return c == '\n' || c == '\r' || c == 0;
}

/* Is there a card number in [from, to)?  pan is the first of them. */
static bool
first_pan(const struct fx_window *w, size_t from, size_t to, struct pan *pan)
{
	size_t i;

	for (i = from; i < to; i++)
		if (char_digit(w, i) && !pan_digit_before(w, i) &&
		    pan_read(w, i, pan) && pan->luhn && pan->iin != NULL &&
		    pan->at + pan->len <= to)
			return true;
	return false;
}

/* The same; *last is the end of the last one. */
static bool
last_pan(const struct fx_window *w, size_t from, size_t to, size_t *last)
{
	bool found = false;
	struct pan pan;

	for (; first_pan(w, from, to, &pan); from = *last) {
		found = true;
		*last = pan.at + pan.len;
	}
	return found;
}

/* Where there are many it is near: the others are none of its record. */
static bool
pan_above(const struct fx_window *w, size_t from, size_t to, size_t *last)
{
	size_t near = to - from > PAN_NEAR ? to - PAN_NEAR : from;

	return last_pan(w, near, to, last) ||
	    (near > from && last_pan(w, from, to, last));
}

/* Does [from, to) begin with a label or a tag, as a record's line does? */
static bool
labelled(const struct fx_window *w, size_t from, size_t to)
{
	size_t letters = 0, i;
	uint8_t c;

	if (to - from > LINE_MOST)
		return false;
	for (i = from; i < to && i < from + LABEL_MOST; i++) {
		c = w->p[i] | 0x20;
		if ((c >= 'a' && c <= 'z') || c >= 0x80)
			letters++;
		else if ((w->p[i] == ':' || w->p[i] == '=' || w->p[i] == '>') &&
		    letters > 1)
			return true;
		else if (char_digit(w, i) && letters == 0)
			return false;
	}
	return false;
}

/* Take lines above the number's into the record. */
static void
lines_above(const struct fx_window *w, struct record *r)
{
	struct pan pan;
	size_t from, to, n;

	for (n = 0; n < LINES && r->lo > 0; n++) {
		to = r->lo - 1;
		if (w->p[to] == '\n' && to > 0 && w->p[to - 1] == '\r')
			to--;
		for (from = to; from > 0 && !breaks(w->p[from - 1]);)
			from--;
		if (first_pan(w, from, to, &pan)) {
			r->pan_before = true;
			return;
		}
		if (!labelled(w, from, to))
			return;
		r->lo = from;
	}
}

static void
lines_below(const struct fx_window *w, struct record *r)
{
	struct pan pan;
	size_t from, to, n;

	for (n = 0; n < LINES && r->hi < w->len; n++) {
		from = r->hi + 1;
		if (w->p[r->hi] == '\r' && from < w->len && w->p[from] == '\n')
			from++;
		if (from > w->len)
			return;
		for (to = from; to < w->len && !breaks(w->p[to]);)
			to++;
		if (first_pan(w, from, to, &pan)) {
			r->pan_behind = true;
			return;
		}
		if (!labelled(w, from, to))
			return;
		r->hi = to;
	}
}

static struct record
record_of(const struct fx_window *w, const struct pan *pan)
{
	size_t end = pan->at + pan->len, last = 0;
	struct pan next;
	struct record r = { .lo = pan->at, .hi = end };

	while (r.lo > 0 && !breaks(w->p[r.lo - 1]))
		r.lo--;
	while (r.hi < w->len && !breaks(w->p[r.hi]))
		r.hi++;
	if ((r.pan_before = pan_above(w, r.lo, pan->at, &last)))
		r.lo = last;
	else
		lines_above(w, &r);
	if ((r.pan_behind = first_pan(w, end, r.hi, &next)))
		r.hi = next.at;
	else
		lines_below(w, &r);
	return r;
}

/* The words found, by worth. */
struct seen {
	bool far;
	size_t direct; /* words that end here or behind stand right before */
	const struct word *best, *other, *denied;
	int bits, more;
};

/* Words of one family say the same: "card" inside "card number". */
static enum word_kind
family(const struct word *word)
{
	switch (word->kind) {
	case WORD_CARD:
		return WORD_NUMBER;
	case WORD_MONTH:
	case WORD_YEAR:
		return WORD_EXPIRY;
	default:
		return word->kind;
	}
}

/* What a word counts for where it stands; 0: nothing. */
static int
worth(const struct found *found, struct seen *s)
{
	const struct word *word = found->word;
	bool card = word->kind == WORD_NUMBER || word->kind == WORD_CARD;

	if (word->kind >= WORD_OTHER)
		return 0; /* of other things than cards */
	if (s->far) {
		if ((word->kind != WORD_NUMBER && word->kind != WORD_CODE) ||
		    word->bits < BITS_WORD_DIRECT)
			return 0;
		return word->bits + BITS_WORD_FAR;
	}
	if (found->to < s->direct)
		return word->bits;
	if (word->kind == WORD_NOT &&
	    (s->denied == NULL || word->bits <= s->denied->bits))
		s->denied = word;
	return card && word->bits < BITS_WORD_DIRECT ? BITS_WORD_DIRECT
						     : word->bits;
}

/* Look at the words of t: the best, and the best of another family. */
static void
see(const struct text *t, struct seen *s)
{
	const struct word *word;
	size_t i;
	int bits;

	for (i = 0; i < t->nfound; i++) {
		word = t->found[i].word;
		bits = worth(&t->found[i], s);
		if (bits > s->bits) {
			if (s->best != NULL &&
			    family(s->best) != family(word) &&
			    s->bits > s->more) {
				s->other = s->best;
				s->more = s->bits;
			}
			s->best = word;
			s->bits = bits;
		} else if (s->best != NULL && family(s->best) != family(word) &&
		    bits > s->more) {
			s->other = word;
			s->more = bits;
		}
	}
}

/* Words of other lines count only where the record has no fields. */
static void
words_near(const struct fx_window *w, const struct pan *pan,
    const struct record *r, const struct text *before, const struct text *after,
    bool fields, struct fx_hit *hit)
{
	struct seen s = { .direct = text_direct(before) };
	struct text far;

	see(before, &s);
	s.direct = SIZE_MAX;
	see(after, &s);
	if (!fields && s.bits < BITS_WORD_DIRECT + BITS_WORD_FAR) {
		s.far = true;
		text_read(&far, w,
		    pan->at > FX_REACH_FIELDS ? pan->at - FX_REACH_FIELDS : 0,
		    r->lo);
		see(&far, &s);
		text_read(&far, w, r->hi, w->len);
		see(&far, &s);
	}
	if (s.bits > 0)
		fx_hit_why(hit, s.bits, "near:%s", s.best->text);
	if (s.more >= BITS_WORD_SOME)
		fx_hit_why(hit, BITS_WORD_MORE, "near:%s", s.other->text);
	if (s.denied != NULL)
		fx_hit_why(hit, BITS_WORD_NOT + s.denied->bits, "label:%s",
		    s.denied->text);
}

/*
 * Labelled fields stand behind their number or ahead of it.  Where only one
 * side is this card's own, between two cards, it is that one; else behind.
 */
static void
fields_of(const struct record *r, const struct text *before,
    const struct text *after, size_t code, bool grouped, struct fields *f)
{
	bool ahead = !r->pan_before && r->pan_behind;

	fields_line(before, after, code, grouped, f);
	fields_labelled(ahead ? before : after, code, f);
	if (ahead || !r->pan_before)
		fields_labelled(ahead ? after : before, code, f);
	else if (f->expiry.year == 0 && f->cvv[0] == '\0')
		fields_labelled(before, code, f);
}

static void
tell_fields(const struct fields *f, struct fx_hit *hit)
{
	char expiry[EXPIRY_LEN];

	if (f->expiry.year != 0) {
		expiry_text(&f->expiry, expiry);
		fx_hit_why(hit, f->thin ? BITS_EXPIRY_THIN : BITS_EXPIRY,
		    "expiry");
		fx_hit_attr(hit, "expiry", expiry);
	}
	if (f->cvv[0] != '\0') {
		fx_hit_why(hit,
		    f->cvv_label      ? BITS_CVV_LABEL
			: f->cvv_thin ? BITS_CVV_THIN
				      : BITS_CVV,
		    "cvv");
		fx_hit_attr(hit, "cvv", f->cvv);
	}
	if (f->holder[0] != '\0' &&
	    (f->expiry.year != 0 || f->cvv[0] != '\0')) {
		fx_hit_why(hit, BITS_HOLDER, "holder");
		fx_hit_attr(hit, "holder", f->holder);
	}
}

void
near_fields(const struct fx_window *w, const struct pan *pan,
    struct fx_hit *hit)
{
	struct record r = record_of(w, pan);
	struct text before, after;
	struct fields f = { 0 };
	bool amex = pan->iin != NULL && pan->n == 15 && pan->digits[0] == '3';

	text_read(&before, w, r.lo, pan->at);
	text_read(&after, w, pan->at + pan->len, r.hi);
	fields_of(&r, &before, &after, amex ? 4 : 3, pan->group != NULL, &f);
	tell_fields(&f, hit);
	words_near(w, pan, &r, &before, &after,
	    f.expiry.year != 0 || f.cvv[0] != '\0', hit);
	if (pan->more && f.expiry.year == 0 && f.cvv[0] == '\0')
		fx_hit_why(hit, BITS_MORE_GROUPS, "more-groups");
	if (pan->mixed)
		fx_hit_why(hit, BITS_MIXED, "mixed-separators");
}
