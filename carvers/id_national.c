/*
 * id_national.c - numbers of persons and of their documents, by country
 *
 * Of numbers that one country's check takes, others' checks take a third and
 * more, and so they do of any number: there is none without a word near it that
 * says so, but those in forms that nothing else has.  What the words leave open
 * stays open: the country is all that it may be.
 */
#include <string.h>

#include "carvers.h"
#include "nation.h"
#include "score.h"
#include "words_may.h"

enum { SETS = 48, SEQUENCE = 7 };

/* What was read at a place and what words say of it. */
struct reading {
	struct nation_read r;
	struct nation_words words;
};

/* Names in their order, each once. */
struct set {
	size_t n;
	const char *name[SETS];
};

static void
set_add(struct set *s, const char *name)
{
	size_t i, k;
	int order = 1;

	for (i = 0; i < s->n && (order = strcmp(s->name[i], name)) < 0; i++)
		;
	if ((i < s->n && order == 0) || s->n == SETS)
		return;
	for (k = s->n++; k > i; k--)
		s->name[k] = s->name[k - 1];
	s->name[i] = name;
}

static void
set_tell(const struct set *s, struct fx_hit *hit, const char *key)
{
	char text[FX_ATTR_LEN];
	size_t i, n = 0, len;

	for (i = 0; i < s->n; i++) {
		len = strlen(s->name[i]);
		if (len + 1 >= sizeof text - n)
			break;
		if (n > 0)
			text[n++] = ',';
		memcpy(text + n, s->name[i], len);
		n += len;
	}
	text[n] = '\0';
	fx_hit_attr(hit, key, text);
}

/* Letters where they must be say something, if it is not said already. */
static bool
has_letters(const struct nation_read *r)
{
	return !r->alone && strspn(r->value, "0123456789") != strlen(r->value);
}

/* Bits of the number itself and of how it is written. */
static int
own_bits(const struct nation_read *r)
{
	return r->bits + (has_letters(r) ? BITS_ID_LETTERS : 0) +
	    (r->grouped ? BITS_ID_GROUPS : 0) + (r->alone ? BITS_ID_ALONE : 0);
}

static bool
better(const struct reading *a, const struct reading *b)
{
	if (a->words.bits != b->words.bits)
		return a->words.bits > b->words.bits;
	return own_bits(&a->r) > own_bits(&b->r);
}

/* Do the words near it, or its form, speak for it? */
static bool
spoken_for(const struct reading *one)
{
	if (one->r.row->document != NULL)
		return one->words.label;
	if (one->r.unsure)
		return one->words.bits > 0 && one->words.own;
	return one->words.bits > 0 || one->r.alone;
}

/*
 * Read the place in all ways, and leave those that words, which are of these
 * kinds at most, or their form speak for.  Returns how many; *best is one of
 * them.
 */
static size_t
read_all(const struct fx_window *w, size_t at, unsigned int kinds,
    struct reading readings[NATION_READS], size_t *best)
{
	struct nation_read reads[NATION_READS];
	size_t n = nation_read(w, at, kinds, reads), kept = 0, i;
	struct reading *to;
	int document = -1; /* not asked yet */
	struct beside b;

	*best = 0;
	beside_init(&b, w);
	for (i = 0; i < n; i++) {
		if (reads[i].row->document != NULL) {
			if (document == -1)
				document = nation_document(w, at);
			if (document == 0)
				continue;
		}
		beside_read(&b, at, reads[i].len);
		to = &readings[kept];
		to->r = reads[i];
		nation_weigh(&b, to->r.row, &to->words);
		if (!spoken_for(to))
			continue;
		if (kept > 0 && better(to, &readings[*best]))
			*best = kept;
		kept++;
	}
	return kept;
}

/* Does every digit follow the one before it, or are there two at most? */
static void
weigh_digits(const char *value, struct fx_hit *hit)
{
	size_t n = strlen(value), up = 1, most = 1, i;
	unsigned int seen = 0;

	if (strspn(value, "0123456789") != n)
		return;
	for (i = 0; i < n; i++) {
		seen |= 1u << (unsigned int)(value[i] - '0');
		up = i > 0 && value[i] == value[i - 1] + 1 ? up + 1 : 1;
		most = up > most ? up : most;
	}
	if (__builtin_popcount(seen) <= 2)
		fx_hit_why(hit, BITS_FEW_DIGITS, "few-digits");
	else if (most >= SEQUENCE)
		fx_hit_why(hit, BITS_SEQUENCE, "sequence");
}

static void
weigh_own(const struct nation_read *r, struct fx_hit *hit)
{
	if (r->row->scheme != NULL)
		fx_hit_why(hit, r->bits, "%s", r->row->scheme);
	else
		fx_hit_why(hit, BITS_ID_DOCUMENT, "form:%s", r->row->document);
	if (has_letters(r))
		fx_hit_why(hit, BITS_ID_LETTERS, "letters");
	if (r->grouped)
		fx_hit_why(hit, BITS_ID_GROUPS, "groups");
	if (r->alone)
		fx_hit_why(hit, BITS_ID_ALONE, "own-form");
}

/* Whose it may be: all that words speak for as much, and that are as long. */
static void
tell(const struct reading *readings, size_t n, const struct reading *best,
    struct fx_hit *hit)
{
	struct set countries = { 0 }, schemes = { 0 }, documents = { 0 };
	const struct reading *one;
	bool birth = true;

	for (one = readings; one < readings + n; one++) {
		if (one->words.bits != best->words.bits ||
		    one->r.len != best->r.len ||
		    strcmp(one->r.value, best->r.value) != 0)
			continue;
		set_add(&countries, one->r.row->country);
		if (one->r.row->scheme != NULL)
			set_add(&schemes, one->r.row->scheme + strlen("id:"));
		if (one->r.row->document != NULL)
			set_add(&documents, one->r.row->document);
		birth = birth && strcmp(one->r.birth, best->r.birth) == 0;
	}
	set_tell(&countries, hit, "country");
	set_tell(&schemes, hit, "scheme");
	set_tell(&documents, hit, "document");
	if (birth)
		fx_hit_attr(hit, "birth", best->r.birth);
}

/* Numbers that manuals give as examples again and again. */
static bool
is_example(const char *value)
{
	static const char *const examples[] = { "111223333", "123121234",
		"123456789", "123459999", "00000000T", "12345678Z", "X1234567L",
		"Y1234567X", "L01X00T47", "T220001293", "ABA300000",
		"RSSMRA80A01H501U" };
	size_t i;

	for (i = 0; i < FX_LEN(examples); i++)
		if (strcmp(value, examples[i]) == 0)
			return true;
	return false;
}

/* Most places end in probe, and spare the room on the stack. */
__attribute__((noinline)) static bool
look(const struct fx_window *all, size_t at, unsigned int kinds,
    struct fx_hit *hit)
{
	struct reading readings[NATION_READS];
	size_t from = at > FX_REACH_FIELDS ? at - FX_REACH_FIELDS : 0, best, n;
	struct fx_window w = fx_window_cut(all, from, at + 1 + FX_REACH_FIELDS);
	const struct reading *one;

	n = read_all(&w, at - from, kinds, readings, &best);
	one = &readings[best];
	if (n == 0)
		return false;
	hit->at = at;
	hit->len = one->r.len;
	hit->score = 0;
	hit->shape = 0;
	hit->nwhy = hit->nattrs = 0;
	memcpy(hit->value, one->r.value, sizeof one->r.value);
	weigh_own(&one->r, hit);
	if (one->words.best != NULL)
		fx_hit_why(hit, one->words.bits, "near:%s",
		    one->words.best->text);
	if (one->words.denied != NULL)
		fx_hit_why(hit, BITS_WORD_NOT, "label:%s",
		    one->words.denied->text);
	weigh_digits(one->r.value, hit);
	if (is_example(one->r.value)) {
		fx_hit_why(hit, BITS_TEST, "example");
		fx_hit_attr(hit, "test", "example");
	}
	tell(readings, n, one, hit);
	return true;
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	unsigned int may = nation_may(w, at), kinds = may & ~NATION_ALONE;

	if (kinds != 0)
		kinds = words_left(w, at, kinds);
	return (kinds != 0 || (may & NATION_ALONE) != 0) &&
	    look(w, at, kinds, hit);
}

/* Who knows a date of birth would try the rest: nothing stands. */
static void
mask(const char *value, char *out, size_t cap)
{
	(void)cap;
	fx_mask(NULL, value, out);
}

#define BEGINS(shape)                                     \
	{                                                 \
		.kind = FX_ANCHOR_SHAPE, .text = (shape), \
		.flags = FX_ANCHOR_BEGINS                 \
	}

const struct fx_carver carver_id_national = {
	.name = "id.national",
	.about = "numbers of persons and of their documents, by country",
	.group = "id",
	.version = 3,
	.reach = NATION_REACH,
	.anchors = {
		{ .kind = FX_ANCHOR_RUN, .chars = FX_CLASS_UPPER_DIGIT,
		    .min = 7 },
		{ .kind = FX_ANCHOR_DIGITS, .min = 13 },
		BEGINS("000000.0"),
		BEGINS("000000+0"),
		BEGINS("000000A000"),
		BEGINS("00.00.00.000.00"),
		BEGINS("00.00.00.00"),
		BEGINS("00.00.000.000.00"),
		BEGINS("00.000.000"),
		BEGINS("00.000/0000"),
		BEGINS("0.00.00.00.000.0"),
		BEGINS("0.00.00.0A.000.0"),
		BEGINS("000.00.00"),
		BEGINS("000.000.00"),
		BEGINS("000.0000.0000.00"),
		BEGINS("000.0000000.00"),
		BEGINS("0000.000000"),
		BEGINS("0000.00.00"),
		BEGINS("00000.00000"),
		BEGINS("00000/00/0000"),
		BEGINS("AA.00.00.00.A"),
		BEGINS("AA.000000"),
		BEGINS("AA000000"),
		BEGINS("AAA.000000"),
		BEGINS("AAA.AAA.XXAXX"),
		BEGINS("A.0000000"),
	},
	.probe = probe,
	.hints = words_may,
	.mask = mask,
	.attrs = {
		{ "country", FX_PUBLIC, false },
		{ "scheme", FX_PUBLIC, false },
		{ "document", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
		{ "birth", FX_PRIVATE, false },
	},
};
