/* carver_words.c - the lexicon is sound, and its words are found as words */
#include "carve.h"
#include "forensic/utf8.h"
#include "tap.h"
#include "text.h"

static void
text_of(struct text *t, const char *s)
{
	struct carve_text c;

	carve_open(&c, s, strlen(s), FX_ASCII);
	text_read(t, &c.w, 0, c.w.len);
	carve_close(&c);
}

static const struct found *
find(const struct text *t, const char *word)
{
	size_t i;

	for (i = 0; i < t->nfound; i++)
		if (strcmp(t->found[i].word->text, word) == 0)
			return &t->found[i];
	return NULL;
}

/* Is a row UTF-8 of one and two bytes a character, and fit for a reason? */
static bool
is_sound(const struct word *w)
{
	size_t n = strlen(w->text), i, len;
	uint32_t cp;

	if (strlen(w->lang) != 2 || n < 2 || w->bits > 8 ||
	    (w->kind == WORD_NOT ? w->bits > 0 : w->bits < 0))
		return false;
	for (i = 0; i < n; i += len)
		if ((len = fx_utf8_decode(w->text + i, n - i, &cp)) == 0 ||
		    len > 2)
			return false;
	return w->text[0] != ' ' && w->text[n - 1] != ' ';
}

static void
rows(void)
{
	const char *const langs[] = { "bg", "cs", "da", "de", "el", "en", "es",
		"et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt",
		"nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr",
		"uk" };
	size_t i, k, sound = 0, own = 0, number, expiry, code;
	char around[256];
	struct text t;

	for (i = 0; i < words_n; i++) {
		sound += is_sound(&words[i]);
		snprintf(around, sizeof around, "x %s: 1", words[i].text);
		text_of(&t, around);
		own += find(&t, words[i].text) != NULL;
		if (!is_sound(&words[i]) || find(&t, words[i].text) == NULL)
			printf("# %s\n", words[i].text);
	}
	is_int(sound, words_n, "every row is sound");
	is_int(own, words_n, "every row is found in a text that holds it");
	for (k = 0; k < FX_LEN(langs); k++) {
		number = expiry = code = 0;
		for (i = 0; i < words_n; i++) {
			if (strcmp(words[i].lang, langs[k]) != 0)
				continue;
			number += words[i].kind == WORD_NUMBER;
			expiry += words[i].kind == WORD_EXPIRY;
			code += words[i].kind == WORD_CODE;
		}
		ok(number > 0 && expiry > 0 && code > 0,
		    "%s has words for number, expiry and code", langs[k]);
	}
}

static const struct {
	const char *text, *word;
	bool found;
} cases[] = {
	{ "Card Number: 1", "card number", true },
	{ "CARDNUMBER=1", "card number", true },
	{ "cardNumber", "card number", true },
	{ "card_number", "card number", true },
	{ "card-number", "card number", true },
	{ "card.number", "card number", true },
	{ "card  number", "card number", true },
	{ "myCardNumber", "card number", true },
	{ "cardnumbers", "card number", false },
	{ "discard number", "card number", false },
	{ "postcard", "card", false },
	{ "cardboard", "card", false },
	{ "card", "card", true },
	{ "card1", "card", true },
	{ "creditCard", "card", true },
	{ "numero de tarjeta", "número de tarjeta", true },
	{ "NÚMERO DE TARJETA", "número de tarjeta", true },
	{ "nu\xcc\x81mero de tarjeta", "número de tarjeta", true },
	{ "n\xfamero de tarjeta", "número de tarjeta", true },
	{ "Gültig bis 09/28", "gültig bis", true },
	{ "GULTIG BIS", "gültig bis", true },
	{ "ΑΡΙΘΜΟΣ ΚΑΡΤΑΣ", "αριθμός κάρτας", true },
	{ "НОМЕР КАРТЫ", "номер карты", true },
	{ "kártyaszám", "kártyaszám", true },
	{ "mm/yy", "mm yy", true },
	{ "date d\xe2\x80\x99"
	  "expiration",
	    "date d'expiration", true },
	{ "a1cc5992", "cc", false },
	{ "cc: 1", "cc", true },
	{ "company", "pan", false },
	{ "pan=", "pan", true },
	{ "0928cvv", "cvv", true },
};

int
main(void)
{
	char much[TEXT_MOST + 1];
	struct text t;
	size_t i;

	rows();
	for (i = 0; i < FX_LEN(cases); i++) {
		text_of(&t, cases[i].text);
		is_int(find(&t, cases[i].word) != NULL, cases[i].found,
		    "%s in \"%s\"", cases[i].word, cases[i].text);
	}
	text_of(&t, "x Card no. 17");
	ok(find(&t, "card no") != NULL && find(&t, "card no")->from == 2 &&
		find(&t, "card no")->to == 9,
	    "where a word stands");
	ok(words_at(&t, 7, 9, WORD_FILL), "a word of a kind at a place");
	ok(!words_at(&t, 7, 9, WORD_CARD), "not of another kind");
	for (i = 0; i < TEXT_MOST; i++)
		much[i] = "mm "[i % 3];
	much[TEXT_MOST] = '\0';
	text_of(&t, much);
	ok(t.n == TEXT_MOST && t.nfound > 0 && t.nfound <= TEXT_WORDS,
	    "a text full of words");
	return done();
}
