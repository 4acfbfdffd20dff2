/*
 * bank_account.c - account numbers as countries write them, with context
 *
 * Their check digits let one in ten to one in a hundred pass, and other numbers
 * have as many digits: none is told that has no word for an account near it, in
 * a language of its country or in English.
 */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "carvers.h"
#include "chars.h"
#include "score.h"
#include "words_may.h"

enum {
	ACCOUNT_REACH = 64,
	GB_GAP = 40,
	GB_SORT = 8,
	GB_ACCOUNT = 8,
	DE_BANK = 8,
	DE_ACCOUNT = 10,
	CZ_PREFIX = 6,
	CZ_ROOT = 10,
	CZ_LEN = 22, /* with its bank and signs */
};

/* How a country writes account numbers: groups, and who checks them. */
struct way {
	const char *cc, *scheme, *form;
	const char *langs; /* of words near them */
	bool compact;      /* in one piece, too */
};

static const struct way ways[] = {
	{ "BE", "bank:be", "3n7n2n", "nl fr de", true },
	{ "ES", "bank:es.ccc", "4n4n2n10n", "es", true },
	{ "FI", "bank:fi", "14n", "fi sv", true },
	{ "FR", "bank:fr.rib", "5n5n11c2n", "fr", true },
	{ "HR", "bank:hr", "7n10n", "hr", true },
	{ "HU", "bank:hu", "8n8n8n", "hu", true },
	{ "HU", "bank:hu", "8n8n", "hu", true },
	{ "IT", "bank:it.cin", "1a5n5n12c", "it", true },
	{ "NL", "bank:nl", "2n2n2n3n", "nl", true },
	{ "NL", "bank:nl", "10n", "nl", true },
	{ "NO", "bank:no.kontonr", "4n2n5n", "no da", true },
	{ "PL", "bank:pl", "2n4n4n4n4n4n4n", "pl", true },
	{ "PT", "bank:pt.nib", "4n4n11n2n", "pt", true },
	{ "RS", "bank:rs", "3n13n2n", "hr", true },
	{ "SI", "bank:si", "5n8n2n", "sl", true },
};

/* A number read at a place. */
struct read {
	size_t at, len, n;
	char text[ACCOUNT_REACH + 1];
	bool grouped;
};

/* Does a number go on across the sign at i, one way or the other? */
static bool
goes_on(const struct fx_window *w, size_t sign, size_t beyond)
{
	return sign < w->len && w->p[sign] != '\0' &&
	    strchr("-./", w->p[sign]) != NULL && char_digit(w, beyond);
}

static bool
bounded(const struct fx_window *w, size_t at, size_t end)
{
	if (!char_begins_number(w, at) ||
	    (at > 1 && goes_on(w, at - 1, at - 2)))
		return false;
	return !char_alnum(w, end) && !goes_on(w, end, end + 1);
}

/* Read n characters of a class. */
static bool
group(const struct fx_window *w, size_t at, size_t n, char class,
    struct read *r)
{
	for (; n > 0; n--, at++) {
		if (!char_alnum(w, at) ||
		    (class == 'n' && !char_digit(w, at)) ||
		    (class == 'a' && !isupper(w->p[at])) ||
		    r->n == ACCOUNT_REACH)
			return false;
		r->text[r->n++] = (char)w->p[at];
	}
	r->text[r->n] = '\0';
	return true;
}

/* The groups of a form, with one separator between all of them, or none. */
static bool
read_form(const struct fx_window *w, size_t at, const char *form,
    struct read *r)
{
	enum sep first = SEP_NONE, sep;
	size_t i = at, n, len, groups = 0;

	memset(r, 0, sizeof *r);
	for (; *form != '\0'; groups++) {
		sep = groups > 0 ? sep_at(w, i, &len) : SEP_NONE;
		if (groups > 1 && sep != first)
			return false;
		if (sep != SEP_NONE)
			i += len;
		first = sep;
		for (n = 0; isdigit((unsigned char)*form); form++)
			n = n * 10 + (size_t)(*form - '0');
		if (!group(w, i, n, *form++, r))
			return false;
		i += n;
	}
	r->grouped = first != SEP_NONE;
	r->at = at;
	r->len = i - at;
	return bounded(w, at, i);
}

/*
 * "19-2000145399/0800": an account's root at w->p[at] with a bank's code behind
 * it, and perhaps a prefix before it.
 */
static bool
read_czech(const struct fx_window *w, size_t at, struct read *r)
{
	size_t from = at, to = at, i;

	while (to - at <= 10 && char_digit(w, to))
		to++;
	if (to - at < 2 || to - at > 10 || to >= w->len || w->p[to] != '/')
		return false;
	for (i = 1; i <= 4; i++)
		if (!char_digit(w, to + i))
			return false;
	to += 5;
	if (from > 1 && w->p[from - 1] == '-' && char_digit(w, from - 2))
		for (from--; at - from < FX_BEFORE_MOST && from > 0 &&
		     char_digit(w, from - 1);)
			from--;
	if (!bounded(w, from, to))
		return false;
	memset(r, 0, sizeof *r);
	r->at = from;
	r->len = r->n = to - from;
	memcpy(r->text, w->p + from, r->n);
	r->grouped = true;
	return true;
}

/*
 * A sort code, 12-34-56, and within some characters that are no digits an
 * account number of eight.
 */
static bool
read_british(const struct fx_window *w, size_t at, struct read *r)
{
	size_t i, k;

	if (!read_form(w, at, "2n2n2n", r) || !r->grouped)
		return false;
	for (i = at + GB_SORT; i < at + GB_SORT + GB_GAP && i < w->len; i++)
		if (char_digit(w, i))
			break;
	for (k = 0; k < GB_ACCOUNT; k++)
		if (!char_digit(w, i + k))
			return false;
	if (!bounded(w, i, i + GB_ACCOUNT))
		return false;
	memcpy(r->text + r->n, w->p + i, GB_ACCOUNT);
	r->n += GB_ACCOUNT;
	r->len = i + GB_ACCOUNT - at;
	return true;
}

/*
 * "37040044/532013000": a German bank code and account, as field 25 of account
 * statements has them, perhaps with a currency behind it.
 */
static bool
read_german(const struct fx_window *w, size_t at, struct read *r)
{
	size_t to = at, i;

	while (to - at <= DE_BANK && char_digit(w, to))
		to++;
	if (to - at != DE_BANK || to >= w->len || w->p[to] != '/')
		return false;
	for (to++; to - at <= DE_BANK + 1 + DE_ACCOUNT && char_digit(w, to);)
		to++;
	if (to - at == DE_BANK + 1)
		return false;
	for (i = to; i < to + 3 && i < w->len && isupper(w->p[i]);)
		i++;
	if (!bounded(w, at, i == to + 3 ? i : to))
		return false;
	memset(r, 0, sizeof *r);
	r->at = at;
	r->len = r->n = to - at;
	memcpy(r->text, w->p + at, r->n);
	r->grouped = true;
	return true;
}

/* What a reading is worth with what stands around it; fills the hit. */
static bool
weigh_read(struct beside *beside, const struct read *r, const struct way *way,
    struct fx_hit *hit)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, way->scheme);
	struct fx_checked c;
	enum fx_answer got;

	if (s == NULL)
		return false;
	got = fx_scheme_check(s, r->text, r->n, &c);
	if (got != FX_VALID && got != FX_NOT_CHECKABLE)
		return false;
	if (bank_context(beside, r->at, r->len, BANK_WORDS, way->langs) <= 0)
		return false;
	hit->at = r->at;
	hit->len = r->len;
	hit->score = 0;
	hit->shape = 0;
	hit->nwhy = hit->nattrs = 0; /* it is large: what it held may stay */
	memcpy(hit->value, c.value, c.n + 1);
	fx_hit_why(hit, got == FX_VALID ? (int)(c.tenths / 10) : 0, "%s",
	    way->scheme);
	if (r->grouped)
		fx_hit_why(hit, BITS_ACCOUNT_FORM, "groups");
	fx_hit_attr(hit, "country", way->cc);
	if (fx_checked_part(&c, "bank") != NULL)
		fx_hit_attr(hit, "bank", fx_checked_part(&c, "bank"));
	return true;
}

/* The best reading of all the ways. */
static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	static const struct way cz = { "CZ", "bank:cz", "", "cs", false },
				sk = { "SK", "bank:sk", "", "sk", false },
				gb = { "GB", "bank:gb", "", "en", false },
				de = { "DE", "bank:de.blz", "", "de", false };
	const struct way *way;
	struct beside beside;
	struct fx_hit one;
	struct read r;
	bool found = false;

	beside_init(&beside, w);
	if (read_czech(w, at, &r)) {
		found = weigh_read(&beside, &r, &cz, hit);
		return found || weigh_read(&beside, &r, &sk, hit);
	}
	if (!bank_may(w, at))
		return false;
	if (read_german(w, at, &r))
		return weigh_read(&beside, &r, &de, hit);
	if (read_british(w, at, &r))
		return weigh_read(&beside, &r, &gb, hit);
	for (way = ways; way < ways + FX_LEN(ways); way++) {
		if (!read_form(w, at, way->form, &r) ||
		    (!r.grouped && !way->compact) ||
		    !weigh_read(&beside, &r, way, &one))
			continue;
		if (!found || one.score > hit->score)
			*hit = one;
		found = true;
	}
	return found;
}

/* The languages of the hit's country. */
static const char *
langs_of(const struct fx_hit *hit)
{
	const char *cc = fx_hit_get(hit, "country");
	size_t i;

	for (i = 0; cc != NULL && i < FX_LEN(ways); i++)
		if (strcmp(ways[i].cc, cc) == 0)
			return ways[i].langs;
	if (cc != NULL && strcmp(cc, "CZ") == 0)
		return "cs";
	if (cc != NULL && strcmp(cc, "DE") == 0)
		return "de";
	return cc != NULL && strcmp(cc, "SK") == 0 ? "sk" : "en";
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	bank_words(w, hit, BANK_WORDS, langs_of(hit));
}

/* Czech and Slovak: six digits, a hyphen, ten digits, a slash, the bank. */
static bool
mask_czech(const char *value, char *out)
{
	char account[CZ_PREFIX + CZ_ROOT + 1] = "";
	size_t n = strlen(value), end = CZ_PREFIX + 1 + CZ_ROOT, tail;

	if (n != CZ_LEN || value[CZ_PREFIX] != '-' || value[end] != '/')
		return false;
	memcpy(account, value, CZ_PREFIX);
	memcpy(account + CZ_PREFIX, value + CZ_PREFIX + 1, CZ_ROOT);
	tail = bank_tail(account, CZ_PREFIX + CZ_ROOT, 2);
	memset(out, '*', n);
	memcpy(out + end - tail, value + end - tail, tail);
	out[n] = '\0';
	return true;
}

/*
 * As many of the last characters stand as bank_tail has it.  Their number tells
 * the country, or those that it may be: the most of codes and check digits that
 * one of them has counts.
 */
static void
mask(const char *value, char *out, size_t cap)
{
	static const struct {
		uint8_t n, codes, fixed;
	} forms[] = {
		{ 9, 0, 2 },   /* NL */
		{ 10, 0, 2 },  /* NL */
		{ 11, 4, 2 },  /* NO */
		{ 12, 3, 2 },  /* BE */
		{ 14, 6, 1 },  /* FI, GB */
		{ 15, 5, 2 },  /* SI */
		{ 16, 8, 1 },  /* HU */
		{ 17, 7, 1 },  /* HR */
		{ 18, 8, 2 },  /* DE, RS */
		{ 20, 10, 0 }, /* ES */
		{ 21, 8, 2 },  /* PT */
		{ 23, 11, 2 }, /* FR, IT */
		{ 24, 8, 1 },  /* HU */
		{ 26, 10, 0 }, /* PL */
	};
	size_t n = strlen(value), tail = 0, i;

	for (i = 0; i < n; i++)
		if (fx_check_value(value[i]) == -1 && value[i] != '-' &&
		    value[i] != '/')
			break;
	if (i < n || n < 7 || n >= cap) {
		fx_mask(NULL, value, out);
		return;
	}
	if (mask_czech(value, out))
		return;
	for (i = 0; i < FX_LEN(forms); i++)
		if (forms[i].n == n)
			tail = bank_tail(value + forms[i].codes,
			    n - forms[i].codes, forms[i].fixed);
	memcpy(out, value, n + 1);
	memset(out, '*', n - tail);
}

const struct fx_carver carver_bank_account = {
	.name = "bank.account",
	.about = "account numbers as countries write them, beside words for "
		 "accounts",
	.group = "bank",
	.version = 4,
	.reach = ACCOUNT_REACH,
	.anchors = {
		{ .kind = FX_ANCHOR_DIGITS, .min = 9 },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00-00-00",
		    .flags = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00.00.00.000",
		    .flags = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00.0000.0000.000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "000.0000000.00",
		    .flags = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "000-000000000000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "0000.00.00000",
		    .flags = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "0000.0000.00.000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "0000.0000.000000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00000.00000.0",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "0000000-00000000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00000000-0000000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "00000000/0",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "A.00000.00000.",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "A0000000000",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_SHAPE, .text = "000000/0000",
		    .flags = FX_ANCHOR_ENDS },
	},
	.probe = probe,
	.hints = words_may,
	.fields = fields,
	.mask = mask,
	.attrs = {
		{ "country", FX_PUBLIC, false },
		{ "bank", FX_PRIVATE, false },
	},
};
