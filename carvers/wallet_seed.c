/* wallet_seed.c - phrases that wallets grow from, by their check sums */
#include <string.h>

#include "carvers.h"
#include "coin.h"
#include "phrase.h"
#include "score.h"

enum {
	KINDS_MOST = 3,
	BESIDE_FEW = PHRASE_BESIDE - 1,
	LABEL_MOST = 3, /* words before a colon */
};

static bool
is_word(const char *word, size_t n)
{
	return fx_seed_word(word, n) != -1;
}

/* Do all words stand in the order of the list, or against it? */
static bool
is_sorted(const struct phrase_view *v)
{
	size_t i, up = 0, down = 0;

	for (i = 1; i < v->n; i++) {
		up += v->words[i] > v->words[i - 1];
		down += v->words[i] < v->words[i - 1];
	}
	return up == v->n - 1 || down == v->n - 1;
}

/* How many words have stood before in it? */
static int
repeats(const struct phrase_view *v)
{
	size_t i, k;
	int n = 0;

	for (i = 0; i < v->n; i++) {
		for (k = 0; k < i && v->words[k] != v->words[i]; k++)
			;
		n += k < i;
	}
	return n;
}

/* What the words make: "bip39", a type of Electrum's, or NULL. */
static const char *
type_of(const struct phrase_view *v, const char *text, size_t n)
{
	if (v->n % 3 == 0 && fx_seed_ok(v->words, v->n))
		return "bip39";
	/* One of 215 passes: not worth it where anything is amiss. */
	return v->edges == 2 ? fx_seed_electrum(text, n) : NULL;
}

/* The kind of what stands before a word, or behind the last; NULL: nothing. */
static const char *
gap_at(const struct phrase *p, size_t i)
{
	if (i == 0)
		return p->nbefore > 0 ? p->before[0].kind : NULL;
	return i < p->all ? p->w[i].kind : NULL;
}

/* Is a phrase parted from others there, whose words are parted by a kind? */
static bool
parts(const struct phrase *p, size_t i, const char *kind)
{
	const char *gap = gap_at(p, i);

	return gap == NULL || memcmp(gap, kind, PHRASE_KIND) != 0 ||
	    (i > 0 && i < p->all && p->w[i].number == 1);
}

/* Do n words from the i-th on stand alone, parted in one way, and hold? */
static bool
holds_alone(const struct phrase *p, size_t i, size_t n)
{
	const char *kind = p->w[i + 1].kind;
	uint16_t words[PHRASE_MOST];
	size_t k;

	if (!parts(p, i, kind) || !parts(p, i + n, kind))
		return false;
	for (k = i; k < i + n; k++) {
		if (k > i && parts(p, k, kind))
			return false;
		words[k - i] = (uint16_t)p->w[k].word;
	}
	return fx_seed_ok(words, n);
}

/*
 * Do others hold, of the same words and better set off: lines of their own?
 * Where the words begin and end with such a line all of them must, since a
 * phrase in two lines has one that holds in one of 16; else any is better.
 */
static bool
is_of_others(const struct phrase *p, const struct phrase_view *v)
{
	size_t i, n, held = 0;

	for (i = 0; i < v->n && i + PHRASE_LEAST <= p->n; i++)
		for (n = PHRASE_LEAST; n <= PHRASE_MOST && i + n <= p->n;
		     n += 3)
			if (n < v->n && holds_alone(p, i, n)) {
				held += n;
				break;
			}
	return v->edges == 2 ? held >= v->n : held > 0;
}

static void
weigh(const struct phrase_view *v, const char *type, struct fx_hit *hit)
{
	const char *test = phrase_test(hit->value, strlen(hit->value));
	bool bip39 = strcmp(type, "bip39") == 0;
	int again = repeats(v);

	fx_hit_why(hit, BITS_SEED_WORDS, "words:%zu", v->n);
	fx_hit_why(hit, bip39 ? (int)v->n / 3 : BITS_SEED_ELECTRUM,
	    bip39 ? "check-sum" : "electrum");
	if (v->numbered)
		fx_hit_why(hit, BITS_SEED_NUMBERED, "numbered");
	if (v->edges == 2)
		fx_hit_why(hit, BITS_SEED_ALONE, "alone");
	else if (v->edges == 0)
		fx_hit_why(hit, BITS_SEED_AMONG, "among-words");
	if (v->kinds > 1)
		fx_hit_why(hit, ((int)v->kinds - 1) * BITS_SEED_KIND,
		    "mixed-separators");
	/* Lines of a phrase, or a word before it and all but its last one. */
	if (v->kinds > 1 && v->edges < 2)
		fx_hit_why(hit, BITS_SEED_CUT, "cut");
	if (again > 0)
		fx_hit_why(hit, again * BITS_SEED_REPEAT, "repeats:%d", again);
	if (is_sorted(v))
		fx_hit_why(hit, BITS_SEED_SORTED, "sorted");
	if (test != NULL)
		fx_hit_why(hit, BITS_SEED_TEST, "test-phrase");
	fx_hit_attr(hit, "type", type);
	fx_hit_attr(hit, "test", test != NULL ? test : "");
}

/* Do so many words from the i-th on hold, whatever parts them? */
static bool
holds(const struct phrase *p, size_t i, size_t n)
{
	uint16_t words[PHRASE_MOST];
	size_t k;

	if (n > PHRASE_MOST || i + n > p->n)
		return false;
	for (k = 0; k < n; k++)
		words[k] = (uint16_t)p->w[i + k].word;
	return fx_seed_ok(words, n);
}

/*
 * Are the first words the label of others, with a colon behind it?  "Seed" and
 * "phrase" are of the list, and hold with the first ones of one phrase in 16.
 */
static bool
has_label(const struct phrase *p)
{
	size_t i, n;

	for (i = 1; i <= LABEL_MOST && i < p->n; i++)
		for (n = PHRASE_LEAST; p->w[i].kind[0] == ':' && i + n <= p->n;
		     n += 3)
			if (holds(p, i, n))
				return true;
	return false;
}

/* What n words from the first on are. Returns false if they are no phrase. */
static bool
ask(const struct phrase *p, size_t n, struct fx_hit *hit)
{
	const struct phrase_word *last = &p->w[n - 1];
	struct phrase_view v;
	char text[PHRASE_TEXT];
	const char *type;
	size_t len;

	if (!phrase_view(p, n, &v) || v.kinds > KINDS_MOST ||
	    v.left > BESIDE_FEW || v.right > BESIDE_FEW || has_label(p))
		return false;
	len = phrase_text(v.words, n, text);
	hit->score = 0;
	hit->nwhy = hit->nattrs = 0;
	if ((type = type_of(&v, text, len)) == NULL || is_of_others(p, &v))
		return false;
	hit->at = p->w[0].at;
	hit->len = last->at + last->len - p->w[0].at;
	memcpy(hit->value, text, len + 1);
	weigh(&v, type, hit);
	return true;
}

/* Several lengths may fit: the one of most bits, the longest of these. */
static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct phrase p;
	size_t n, best = 0;
	int score = 0;

	phrase_read(&p, w, at);
	for (n = p.n < PHRASE_MOST ? p.n : PHRASE_MOST; n >= PHRASE_LEAST; n--)
		if (ask(&p, n, hit) && (best == 0 || hit->score > score)) {
			best = n;
			score = hit->score;
		}
	return best > 0 && ask(&p, best, hit);
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	coin_words(w, hit);
}

/* Who has the phrase has the money: nothing of it is shown. */
static void
mask(const char *value, char *out, size_t cap)
{
	(void)cap;
	fx_mask(NULL, value, out);
}

const struct fx_carver carver_wallet_seed = {
	.name = "wallet.seed",
	.about = "phrases of words that wallets grow from (BIP-39, Electrum)",
	.group = "wallet",
	.version = 4,
	.reach = PHRASE_REACH,
	.window = PHRASE_REACH + PHRASE_SIDE,
	.covers = true, /* fewer of its words may pass by chance */
	.anchors = { { .kind = FX_ANCHOR_WORDS, .min = PHRASE_LEAST,
	    .word = is_word } },
	.probe = probe,
	.fields = fields,
	.mask = mask,
	.attrs = {
		{ "type", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
	},
};
