/* seek_plan.c - compile the anchors of a set of carvers */
#include <string.h>

#include "seek_around.h"

/* A bit behind those of the classes: what "." of a shape stands for. */
enum { SEPARATOR = FX_CLASSES };
_Static_assert((int)SEPARATOR < 16, "sets of classes have 16 bits");

/* Of which signs each class is made. */
static const uint8_t made_of[FX_CLASSES] = {
	[FX_CLASS_DIGIT] = 1 << FX_SIGN_DIGIT,
	[FX_CLASS_UPPER] = 1 << FX_SIGN_UPPER,
	[FX_CLASS_LETTER] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_LOWER,
	[FX_CLASS_UPPER_DIGIT] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_DIGIT,
	[FX_CLASS_ALNUM] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_LOWER |
	    1 << FX_SIGN_DIGIT,
	[FX_CLASS_MRZ] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_DIGIT |
	    1 << FX_SIGN_LESS,
	[FX_CLASS_BASE58] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_LOWER |
	    1 << FX_SIGN_DIGIT | 1 << FX_SIGN_ALIKE,
	[FX_CLASS_BASE64URL] = 1 << FX_SIGN_UPPER | 1 << FX_SIGN_LOWER |
	    1 << FX_SIGN_DIGIT | 1 << FX_SIGN_URL,
};

static unsigned int
signs_of(unsigned int c)
{
	unsigned int signs = 0;

	if (c >= '0' && c <= '9')
		signs |= 1U << FX_SIGN_DIGIT;
	if (c >= 'A' && c <= 'Z')
		signs |= 1U << FX_SIGN_UPPER;
	if (c >= 'a' && c <= 'z')
		signs |= 1U << FX_SIGN_LOWER;
	if (c == '<')
		signs |= 1U << FX_SIGN_LESS;
	if (c == '-' || c == '_')
		signs |= 1U << FX_SIGN_URL;
	return signs;
}

static uint16_t
kinds_of(unsigned int c)
{
	unsigned int kinds = 0, class;

	if (c == 0)
		return 0;
	for (class = 0; class < FX_CLASSES; class ++)
		if ((signs_of(c) & made_of[class]) != 0)
			kinds |= 1U << class;
	if (strchr("0OIl", (int)c) != NULL)
		kinds &= ~(1U << FX_CLASS_BASE58);
	if (strchr(" -./", (int)c) != NULL)
		kinds |= 1U << SEPARATOR;
	return (uint16_t)kinds;
}

void
fx_seek_init(struct fx_seek *s)
{
	unsigned int c;

	*s = (struct fx_seek){ .gate = 0 };
	for (c = 0; c < FX_LEN(s->kinds); c++)
		s->kinds[c] = kinds_of(c);
}

/* Nothing shorter than this may be passed over in wide text. */
static void
add_gate(struct fx_seek *s, size_t n)
{
	if (n > FX_GATE_MOST)
		n = FX_GATE_MOST;
	if (s->gate == 0 || n < s->gate)
		s->gate = (unsigned int)n;
}

static void
add_known(struct fx_seek *s, uint16_t kinds)
{
	unsigned int c;

	for (c = 0; c < FX_LEN(s->known); c++)
		s->known[c] |= (s->kinds[c] & kinds) != 0;
}

/* Runs of so many characters of a class are looked for. */
static void
add_min(struct fx_seek_class *c, uint16_t min)
{
	if (c->min == 0 || min < c->min)
		c->min = min;
	if (min > c->most)
		c->most = min;
	for (c->log = 0; c->log < FX_RUN_LOG && 2U << c->log <= c->min;)
		c->log++;
	c->more = c->min - (1U << c->log);
	if (c->more > 1U << c->log)
		c->more = 1U << c->log;
	/* Up to FX_GROUP - 1 of it may lie before the first whole one. */
	c->groups = (c->min + 1U - FX_GROUP) / FX_GROUP;
	if (c->min < 3 * FX_GROUP - 1)
		c->groups = 0;
	if (c->groups > FX_GROUPS_MOST)
		c->groups = FX_GROUPS_MOST;
}

/* The place of a class's word, which is wanted from now on. */
static size_t
set_of_class(struct fx_seek *s, enum fx_class chars)
{
	unsigned int c;
	size_t i;

	for (i = 0; i < s->nset; i++)
		if (s->set[i] == chars)
			return i;
	s->set[s->nset++] = chars;
	s->signs |= made_of[chars];
	for (c = 0; c < FX_LEN(s->sets); c++)
		if ((s->kinds[c] >> chars & 1) != 0)
			s->sets[c] |= (uint8_t)(1U << i);
	return i;
}

/* The class in the program, taken on if it is new. */
static struct fx_seek_class *
class_of(struct fx_seek *s, enum fx_class chars)
{
	size_t i;

	for (i = 0; i < s->nclass; i++)
		if (s->class[i].chars == chars)
			return &s->class[i];
	s->class[i].chars = chars;
	s->class[i].set = set_of_class(s, chars);
	s->nclass++;
	add_known(s, (uint16_t)(1U << chars));
	return &s->class[i];
}

static bool
add_run(struct fx_seek *s, enum fx_class chars, uint16_t min, fx_run_fn *may,
    uint64_t part)
{
	struct fx_seek_class *c;
	size_t i;

	if ((int)chars < 0 || chars >= FX_CLASSES || min == 0 ||
	    min > FX_REACH_FIELDS)
		return false;
	add_gate(s, min);
	c = class_of(s, chars);
	for (i = 0; i < c->n; i++)
		if (c->want[i].min == min && c->want[i].may == may)
			break;
	if (i == FX_MINS_MOST)
		return false;
	if (i == c->n)
		c->want[c->n++] = (struct fx_want){ .min = min, .may = may };
	c->want[i].parts |= part;
	add_min(c, min);
	if (may != NULL && c->most < FX_RUN_TOLD)
		c->most = FX_RUN_TOLD;
	return true;
}

static bool
add_words(struct fx_seek *s, uint16_t min, fx_word_fn *word, uint64_t part)
{
	size_t i;

	if (min < FX_WORDS_LEAST || min > FX_WORDS_MOST)
		return false;
	add_gate(s, FX_WORD_LEAST);
	for (i = 0; i < s->nword; i++)
		if (s->word[i].min == min && s->word[i].word == word)
			break;
	if (i == FX_MINS_MOST)
		return false;
	if (i == s->nword)
		s->word[s->nword++] = (struct fx_want){ .min = min,
			.word = word };
	s->word[i].parts |= part;
	if (s->words == 0 || min < s->words)
		s->words = min;
	s->letters = set_of_class(s, FX_CLASS_LETTER);
	add_known(s, 1 << FX_CLASS_LETTER);
	return true;
}

/* What a letter of a shape stands for: bits of classes; 0: nothing. */
static uint16_t
set_of(char letter, bool fold)
{
	switch (letter) {
	case '0':
		return 1 << FX_CLASS_DIGIT;
	case 'A':
		return fold ? 1 << FX_CLASS_LETTER : 1 << FX_CLASS_UPPER;
	case 'X':
		return fold ? 1 << FX_CLASS_ALNUM : 1 << FX_CLASS_UPPER_DIGIT;
	case '.':
		return 1 << SEPARATOR;
	default:
		return 0;
	}
}

static bool
set_letter(struct fx_letter *l, const struct fx_anchor *a, char c)
{
	const bool fold = (a->flags & FX_ANCHOR_FOLD) != 0;
	const unsigned int alnum = made_of[FX_CLASS_ALNUM];

	*l = (struct fx_letter){ .set = 0 };
	if (c < ' ' || c > '~')
		return false;
	if (a->kind == FX_ANCHOR_SHAPE) {
		l->set = set_of(c, fold);
		l->c = (uint8_t)c; /* a sign stands for itself */
		return l->set != 0 || (signs_of((uint8_t)c) & alnum) == 0;
	}
	l->c = (uint8_t)c;
	if (fold && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
		l->mask = 0x20;
		l->c |= 0x20;
	}
	return true;
}

static bool
add_pattern(struct fx_seek *s, const struct fx_anchor *a, uint64_t part)
{
	const unsigned int flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS |
	    FX_ANCHOR_ENDS;
	struct fx_pattern p = { .flags = (uint8_t)a->flags, .parts = part };
	size_t n = a->text != NULL ? strlen(a->text) : 0, i;
	struct fx_pattern *o;

	if (n < FX_ANCHOR_TEXT_LEAST || n > FX_ANCHOR_TEXT_MOST ||
	    (a->flags & ~flags) != 0)
		return false;
	p.n = (uint8_t)n;
	p.flags &= FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS;
	for (i = 0; i < n; i++)
		if (!set_letter(&p.letter[i], a, a->text[i]))
			return false;
	add_gate(s, n);
	for (o = s->pattern; o < s->pattern + s->npattern; o++)
		if (o->n == p.n && o->flags == p.flags &&
		    memcmp(o->letter, p.letter, sizeof(p.letter)) == 0) {
			o->parts |= part;
			return true;
		}
	if (s->npattern == FX_PATTERNS_MOST)
		return false;
	s->pattern[s->npattern++] = p;
	return true;
}

bool
fx_seek_add(struct fx_seek *s, const struct fx_anchor *a, unsigned int part)
{
	const uint64_t bit = (uint64_t)1 << part;

	switch (a->kind) {
	case FX_ANCHOR_DIGITS:
		return add_run(s, FX_CLASS_DIGIT, a->min, a->may, bit);
	case FX_ANCHOR_RUN:
		return add_run(s, a->chars, a->min, a->may, bit);
	case FX_ANCHOR_WORDS:
		return add_words(s, a->min, a->word, bit);
	case FX_ANCHOR_SHAPE:
	case FX_ANCHOR_TEXT:
		return add_pattern(s, a, bit);
	default:
		return false;
	}
}

void
fx_each_char(const struct fx_seek *s, const struct fx_letter *l,
    void (*put)(void *arg, uint8_t c), void *arg)
{
	unsigned int c;

	if (l->set == 0) {
		put(arg, l->c);
		if (l->mask != 0)
			put(arg, l->c ^ l->mask);
		return;
	}
	for (c = ' '; c <= '~'; c++)
		if ((s->kinds[c] & l->set) != 0)
			put(arg, (uint8_t)c);
}

static void
put_kinds(void *arg, uint8_t c)
{
	bool *is = arg;

	is[c] = true;
}

/* May the letter be of a class? */
static bool
may_be(const struct fx_seek *s, const struct fx_letter *l, enum fx_class chars)
{
	bool is[256] = { false };
	unsigned int c;

	fx_each_char(s, l, put_kinds, is);
	for (c = 0; c < FX_LEN(is); c++)
		if (is[c] && (s->kinds[c] >> chars & 1) != 0)
			return true;
	return false;
}

/* Is the letter of a shape always of a class? */
static bool
is_of_class(const struct fx_letter *l, enum fx_class chars)
{
	static const uint16_t within[FX_CLASSES] = {
		[FX_CLASS_DIGIT] = 1 << FX_CLASS_DIGIT,
		[FX_CLASS_UPPER] = 1 << FX_CLASS_UPPER,
		[FX_CLASS_UPPER_DIGIT] = 1 << FX_CLASS_DIGIT |
		    1 << FX_CLASS_UPPER | 1 << FX_CLASS_UPPER_DIGIT,
	};

	return l->set != 0 && (l->set & ~within[chars]) == 0;
}

/* How many characters has the shortest run of a class that is looked for
 * anyhow?  More than a shape has if none is. */
static unsigned int
runs_of(const struct fx_seek *s, enum fx_class chars)
{
	size_t i;

	for (i = 0; i < s->nclass; i++)
		if (s->class[i].chars == chars)
			return s->class[i].min;
	return FX_ANCHOR_TEXT_MOST + 1;
}

/*
 * A shape with enough characters of a class that begin a run of it is looked
 * for where such runs are: they cost little, and prints of one class alone are
 * common.
 */
static void
hang_on(const struct fx_seek *s, struct fx_pattern *p, enum fx_class chars,
    unsigned int least)
{
	unsigned int i, n;

	for (i = 0; i < p->n; i += n + 1) {
		for (n = 0;
		     i + n < p->n && is_of_class(&p->letter[i + n], chars); n++)
			;
		if (n < least || n <= p->run ||
		    (i == 0 ? (p->flags & FX_ANCHOR_BEGINS) == 0
			    : may_be(s, &p->letter[i - 1], chars)))
			continue;
		p->run = (uint8_t)n;
		p->chars = chars;
		p->print = (uint8_t)i;
	}
}

/* What of a set of characters is of a class: all of them, some, none? */
struct share {
	const struct fx_seek *s;
	enum fx_class chars;
	bool in, out;
};

static void
put_share(void *arg, uint8_t c)
{
	struct share *share = arg;
	const bool in = share->s->kinds[c] >> share->chars & 1;

	share->in = share->in || in;
	share->out = share->out || !in;
}

/* If all that a letter may be is of a class, or none, its bit tells. */
static void
care_for(const struct fx_seek *s, struct fx_pattern *p, unsigned int letter,
    enum fx_class chars, unsigned int bit)
{
	struct share share = { s, chars, false, false };

	fx_each_char(s, &p->letter[letter], put_share, &share);
	if (share.in && share.out)
		return;
	p->care |= UINT64_C(1) << bit;
	p->is |= (uint64_t)share.in << bit;
}

/* What stands around its print or run where the pattern does. */
static void
put_around(const struct fx_seek *s, struct fx_pattern *p)
{
	const uint64_t both = UINT64_C(1) | UINT64_C(1) << FX_AROUND_CAPITALS;
	unsigned int i, bit = FX_AROUND_BACK - p->print;

	for (i = 0; i < p->n; i++, bit++) {
		care_for(s, p, i, FX_CLASS_DIGIT, bit);
		care_for(s, p, i, FX_CLASS_UPPER, bit + FX_AROUND_CAPITALS);
	}
	if ((p->flags & FX_ANCHOR_ENDS) && bit < FX_AROUND)
		p->care |= both << bit;
	if (p->flags & FX_ANCHOR_BEGINS)
		p->care |= both << (FX_AROUND_BACK - p->print - 1);
}

/* One more pattern of a sieve, whose place is known.  Returns its bit. */
static unsigned int
put_sieve(const struct fx_seek *s, struct fx_sieve *sieve, struct fx_pattern *p)
{
	const unsigned int bit = sieve->n++ % FX_SHARE;
	unsigned int k, v;

	for (k = 0; k < FX_SIEVE; k++)
		for (v = 0; v < 16; v++)
			if (((v ^ p->is >> 4 * k) & p->care >> 4 * k & 15) == 0)
				sieve->digits[k][v] |= UINT64_C(1) << bit;
	p->next = sieve->head[bit];
	sieve->head[bit] = (uint16_t)(p - s->pattern + 1);
	return bit;
}

struct shared_at {
	uint64_t *shared, bit; /* by character */
};

static void
put_share_of(void *arg, uint8_t c)
{
	const struct shared_at *at = arg;

	at->shared[c] |= at->bit;
}

/* A bit for all characters that a letter may be; all, if it is none. */
static void
put_shared(const struct fx_seek *s, const struct fx_letter *l, unsigned int bit,
    uint64_t shared[256])
{
	struct shared_at at = { shared, UINT64_C(1) << bit };
	unsigned int c;

	if (l != NULL)
		fx_each_char(s, l, put_share_of, &at);
	else
		for (c = 0; c < 256; c++)
			put_share_of(&at, (uint8_t)c);
}

static void
hang(struct fx_seek *s, struct fx_pattern *p)
{
	enum { LEAST = 4 };
	struct fx_seek_class *c;

	hang_on(s, p, FX_CLASS_DIGIT, LEAST);
	/* Capitals are looked for alone only if nothing like them is. */
	if (p->run == 0)
		hang_on(s, p, FX_CLASS_UPPER_DIGIT,
		    runs_of(s, FX_CLASS_UPPER_DIGIT));
	if (p->run == 0)
		hang_on(s, p, FX_CLASS_UPPER, LEAST);
	if (p->run == 0)
		return;
	c = class_of(s, p->chars);
	add_min(c, p->run);
	put_around(s, p);
	put_sieve(s, &c->hung, p);
}

struct exact_at {
	uint16_t *exact, bit;
};

static void
put_exact(void *arg, uint8_t c)
{
	const struct exact_at *at = arg;

	at->exact[c] |= at->bit;
}

static void
put_known(void *arg, uint8_t c)
{
	bool *known = arg;

	known[c] = true;
}

/* What all four characters of its print are, as far as it is one thing. */
static void
set_key(struct fx_pattern *p)
{
	const struct fx_letter *l = p->letter + p->print;
	unsigned int k;

	p->loose = false;
	for (k = 0; k < FX_PRINT; k++) {
		bool some = p->print + k < p->n && l[k].set == 0;

		p->loose |= !some;
		p->any |= (uint32_t)(some ? l[k].mask : UINT8_MAX) << 8 * k;
		p->key |= (uint32_t)(some ? l[k].c : UINT8_MAX) << 8 * k;
	}
}

/* Characters of a bucket's prints, at each of their places. */
static void
put_print(struct fx_seek *s, const struct fx_pattern *p)
{
	struct exact_at at = { .bit = (uint16_t)(1U << p->bucket) };
	size_t k, i;

	for (k = 0; k < FX_PRINT; k++) {
		at.exact = s->exact[k];
		if (p->print + k < p->n)
			fx_each_char(s, &p->letter[p->print + k], put_exact,
			    &at);
		else
			for (i = 0; i < FX_LEN(s->exact[k]); i++)
				s->exact[k][i] |= at.bit;
	}
}

static void
put_loose(struct fx_seek *s, struct fx_pattern *p)
{
	const unsigned int bit = put_sieve(s, &s->loose, p);
	unsigned int k, i;

	for (k = 0; k < FX_PRINT; k++) {
		i = p->print + k;
		put_shared(s, i < p->n ? &p->letter[i] : NULL, bit,
		    s->shared[k]);
	}
}

/* It is found again by its print. */
static void
put_found(struct fx_seek *s, struct fx_pattern *p)
{
	uint16_t *head;

	set_key(p);
	put_around(s, p);
	if (p->loose) {
		put_loose(s, p);
		return;
	}
	head = &s->head[fx_print_hash(p->key)];
	p->next = *head;
	*head = (uint16_t)(p - s->pattern + 1);
}

/* Tables by halves are the exact ones, a little less so. */
static void
fill_tables(struct fx_seek *s)
{
	const size_t last = FX_LEN(s->table[0].all[0]) - 1;
	struct fx_table *t;
	unsigned int i, k, c;
	uint8_t bits;

	for (i = 0; i < s->ntable; i++) {
		t = &s->table[i];
		for (k = 0; k < FX_PRINT; k++)
			for (c = 0; c < FX_LEN(s->exact[k]); c++) {
				bits = (uint8_t)(s->exact[k][c] >> 8 * i);
				t->low[k][c & 15] |= bits;
				t->high[k][c >> 4] |= bits;
				t->all[k][c < last ? c : last] |= bits;
			}
	}
}

static void
put_all(struct fx_seek *s)
{
	struct fx_pattern *p;

	for (p = s->pattern; p < s->pattern + s->npattern; p++) {
		if (p->run > 0)
			continue;
		put_found(s, p);
		put_print(s, p);
		if (s->ntable < p->bucket / 8 + 1U)
			s->ntable = p->bucket / 8 + 1U;
	}
	fill_tables(s);
}

void
fx_seek_ready(struct fx_seek *s, bool brief)
{
	size_t i, k;

	for (i = 0; i < s->npattern; i++) {
		hang(s, &s->pattern[i]);
		for (k = 0; k < s->pattern[i].n; k++)
			fx_each_char(s, &s->pattern[i].letter[k], put_known,
			    s->known);
	}
	fx_seek_choose(s, brief);
	put_all(s);
}
