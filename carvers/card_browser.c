/*
 * card_browser.c - cards that browsers keep: Chromium and its kin ("Web Data"),
 * Firefox (autofill-profiles.json)
 */
#include <stdio.h>
#include <string.h>

#include "browser.h"
#include "carvers.h"
#include "chars.h"
#include "fields.h"
#include "flatjson.h"
#include "score.h"

enum {
	LAST_FOUR = 4,
	SIGN = 2,     /* "CC" behind the name of a network */
	NETWORK = 15, /* the longest of them */
	MONTHS = 12,
};

/* Tables of Chromium with a ciphertext, in the order of sealed_forms. */
enum { CARDS, CVC, SERVER_CVC, UNMASKED, SEALED_FORMS };

static const struct sqlrow_form sealed_forms[SEALED_FORMS] = {
	{ "credit_cards", "gtiibi", 6, 4, 24, false },
	{ "local_stored_cvc", "gbi", 3, 1, 6, false },
	{ "server_stored_cvc", "nbi", 3, 1, 6, true },
	{ "unmasked_credit_cards", "Tbiii", 5, 1, 8, true },
};

/* And without: of an account, as they are told to the browser. */
static const struct sqlrow_form masked_forms[] = {
	{ "masked_credit_cards", "TtTTii", 6, 3, 32, false },
	{ "masked_credit_cards", "TttTTii", 7, 4, 16, false }, /* to 2020 */
};

/* Chromium's names of networks, without the sign, and ours. */
static const struct {
	const char *theirs, *ours;
} networks[] = {
	{ "americanExpress", "amex" },
	{ "diners", "diners" },
	{ "discover", "discover" },
	{ "elo", "elo" },
	{ "generic", NULL },
	{ "jcb", "jcb" },
	{ "masterCard", "mastercard" },
	{ "mir", "mir" },
	{ "troy", "troy" },
	{ "unionPay", "unionpay" },
	{ "verve", "verve" },
	{ "visa", "visa" },
};

static void
set_expiry(struct fx_hit *hit, int64_t year, int64_t month)
{
	char text[EXPIRY_LEN];
	struct expiry x = { .year = (int)year, .month = (int)month };

	expiry_text(&x, text);
	fx_hit_why(hit, BITS_STORE_EXPIRY, "expiry");
	fx_hit_attr(hit, "expiry", text);
}

/* The expiry in columns i and i + 1; false if it cannot be one. */
static bool
row_expiry(const struct fx_window *w, const struct sqlrow *row, size_t i,
    struct fx_hit *hit)
{
	int64_t month = 0, year = 0;

	sqlrow_integer(w, row, i, &month);
	sqlrow_integer(w, row, i + 1, &year);
	if (month == 0 && year == 0)
		return true;
	if (month < 0 || month > MONTHS || year < 0 || year > 9999)
		return false;
	if (expiry_ok((int)year, (int)month))
		set_expiry(hit, year, month);
	return true;
}

static void
row_text(const struct fx_window *w, const struct sqlrow *row, size_t i,
    const char *key, struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	if (sqlrow_text(w, row, i, text, sizeof text))
		fx_hit_attr(hit, key, text);
}

/* A card is named by its id in the store: a text in column 0, or the rowid. */
static void
name_row(const struct fx_window *w, const struct sqlrow *row,
    struct fx_hit *hit)
{
	char id[BROWSER_TEXT];

	if (!sqlrow_text(w, row, 0, id, sizeof id))
		snprintf(id, sizeof id, "%llu", (unsigned long long)row->rowid);
	snprintf(hit->value, sizeof hit->value, "chromium/%s", id);
	fx_hit_attr(hit, "store", "chromium");
}

/* Instants among the columns from i on: of the last change, and last use. */
static void
row_dates(const struct fx_window *w, const struct sqlrow *row, size_t i,
    size_t modified, size_t used, struct fx_hit *hit)
{
	int64_t v;

	if (modified != 0 && sqlrow_integer(w, row, i + modified - 1, &v))
		browser_when(hit, "modified", v);
	if (used != 0 && sqlrow_integer(w, row, i + used - 1, &v))
		browser_when(hit, "used", v);
}

/*
 * Behind the number: when it was changed, where it is from, how often and when
 * it was used; or the last two first, as newer versions write them.
 */
static void
card_dates(const struct fx_window *w, const struct sqlrow *row,
    struct fx_hit *hit)
{
	enum { BEHIND = 5, LARGE = 1 << 24 };
	int64_t v = 0;
	size_t i;

	sqlrow_integer(w, row, BEHIND, &v);
	if (v > LARGE)
		row_dates(w, row, BEHIND, 1, 4, hit);
	else
		row_dates(w, row, BEHIND, 3, 2, hit);
	i = row->n - 1;
	if (i > BEHIND + 4)
		row_text(w, row, i, "nickname", hit);
}

static bool
probe_sealed(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct sqlrow row;
	struct sealed s;
	size_t form;

	if (!sqlrow_find(w, at, sealed_forms, SEALED_FORMS, &row) ||
	    !sealed_chromium(w, at, sqlrow_size(&row, row.form->key), &s))
		return false;
	form = (size_t)(row.form - sealed_forms);
	browser_place(&s, hit);
	name_row(w, &row, hit);
	browser_row(&row, hit);
	browser_sealed(&s, hit);
	switch (form) {
	case CARDS:
		row_text(w, &row, 1, "holder", hit);
		card_dates(w, &row, hit);
		return row_expiry(w, &row, 2, hit);
	case UNMASKED:
		row_dates(w, &row, 2, 3, 2, hit);
		return true;
	default:
		row_dates(w, &row, 2, 1, 0, hit);
		return true;
	}
}

/* Where the name of a network begins that ends at `at`, and which; or at. */
static size_t
network_before(const struct fx_window *w, size_t at, size_t *which)
{
	size_t i, n;

	for (i = 0; i < FX_LEN(networks); i++) {
		n = strlen(networks[i].theirs);
		if (n <= at &&
		    memcmp(w->p + at - n, networks[i].theirs, n) == 0)
			break;
	}
	*which = i;
	return i < FX_LEN(networks) ? at - n : at;
}

/* A card of an account: "visaCC" and the last four digits stand in its row. */
static bool
probe_masked(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t which, begin = network_before(w, at, &which), key;
	struct sqlrow row;

	if (begin == at || !char_digits(w, at + SIGN, LAST_FOUR) ||
	    !sqlrow_find(w, at + SIGN, masked_forms, FX_LEN(masked_forms),
		&row))
		return false;
	key = row.form->key;
	if (sqlrow_size(&row, key) != LAST_FOUR || row.at[key - 1] != begin)
		return false;
	hit->at = begin;
	hit->len = at - begin + SIGN + LAST_FOUR;
	name_row(w, &row, hit);
	browser_row(&row, hit);
	fx_hit_why(hit, BITS_STORE_NETWORK, "network");
	fx_hit_attr(hit, "scheme",
	    networks[which].ours == NULL ? "" : networks[which].ours);
	row_text(w, &row, key, "last4", hit);
	row_text(w, &row, key - 2, "holder", hit);
	row_text(w, &row, key + 3, "bank", hit);
	if (key + 4 < row.n)
		row_text(w, &row, key + 4, "nickname", hit);
	return row_expiry(w, &row, key + 1, hit);
}

static void
json_text(const struct fx_window *w, size_t from, const char *name,
    const char *key, struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	if (flatjson_text(w, from, name, text, sizeof text))
		fx_hit_attr(hit, key, text);
}

/* The network, if it is one: it is shown. */
static void
json_network(const struct fx_window *w, size_t from, struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];
	size_t i;

	if (!flatjson_text(w, from, "cc-type", text, sizeof text))
		return;
	for (i = 0; i < FX_LEN(networks); i++)
		if (networks[i].ours != NULL &&
		    strcmp(text, networks[i].ours) == 0)
			fx_hit_attr(hit, "scheme", text);
	if (strcmp(text, "cartebancaire") == 0)
		fx_hit_attr(hit, "scheme", text);
}

static void
json_fields(const struct fx_window *w, size_t from, struct fx_hit *hit)
{
	int64_t v, year;

	json_text(w, from, "cc-name", "holder", hit);
	json_network(w, from, hit);
	if (flatjson_integer(w, from, "cc-exp-month", &v) &&
	    flatjson_integer(w, from, "cc-exp-year", &year) && v <= MONTHS &&
	    year <= 9999 && expiry_ok((int)year, (int)v))
		set_expiry(hit, year, v);
	if (flatjson_integer(w, from, "timeLastModified", &v))
		browser_when(hit, "modified", v);
	if (flatjson_integer(w, from, "timeLastUsed", &v))
		browser_when(hit, "used", v);
}

/* The number's digits by its mask, stars and the last four; 0: there is none.
 */
static size_t
json_mask(const struct fx_window *w, size_t from, struct fx_hit *hit)
{
	struct flatjson_field f;
	char last[LAST_FOUR + 1];
	size_t i;

	if (!flatjson_find(w, from, "cc-number", &f) || !f.string ||
	    f.n <= LAST_FOUR ||
	    !char_digits(w, f.at + f.n - LAST_FOUR, LAST_FOUR))
		return 0;
	for (i = 0; i < f.n - LAST_FOUR; i++)
		if (w->p[f.at + i] != '*')
			return 0;
	for (i = 0; i < LAST_FOUR; i++)
		last[i] = (char)w->p[f.at + f.n - LAST_FOUR + i];
	last[i] = '\0';
	fx_hit_why(hit, BITS_STORE_MASK, "masked");
	fx_hit_attr(hit, "last4", last);
	return f.n;
}

static bool
probe_json(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	char id[BROWSER_TEXT];
	struct flatjson_field f;
	struct sealed s;
	size_t from;

	if (at == 0 || w->p[at - 1] != '"' ||
	    !flatjson_find(w, at - 1, "cc-number-encrypted", &f) ||
	    f.key != at || !f.string)
		return false;
	from = flatjson_open(w, at - 1);
	if ((!sealed_store(w, f.at, json_mask(w, from, hit), &s) &&
		!sealed_nss(w, f.at, &s)) ||
	    s.n != f.n)
		return false;
	hit->at = at; /* the anchor: the field's name */
	hit->len = f.at - at + s.n;
	flatjson_text(w, from, "guid", id, sizeof id);
	snprintf(hit->value, sizeof hit->value, "firefox/%s", id);
	fx_hit_attr(hit, "store", "firefox");
	fx_hit_why(hit, BITS_STORE_JSON, "json");
	browser_sealed(&s, hit);
	json_fields(w, from, hit);
	return true;
}

static bool
probe(const struct fx_window *whole, size_t at, struct fx_hit *hit)
{
	struct fx_window w = browser_window(whole, &at);
	const size_t shift = (size_t)(w.p - whole->p);
	size_t begin;
	bool found;

	if (w.p[at] == 'c') {
		found = probe_json(&w, at, hit);
	} else if (w.enc != FX_ASCII) {
		return false;
	} else if (w.p[at] == 'C') {
		found = probe_masked(&w, at, hit);
	} else {
		begin = sealed_begin(&w, at);
		found = begin != SIZE_MAX && probe_sealed(&w, begin, hit);
	}
	hit->at += shift;
	return found;
}

/* The store alone: by its id in it a card is known to who has the store. */
static void
mask(const char *value, char *out, size_t cap)
{
	static const char *const stores[] = { "chromium/", "firefox/" };
	size_t i;

	fx_mask(NULL, value, out);
	for (i = 0; i < FX_LEN(stores); i++)
		if (strncmp(value, stores[i], strlen(stores[i])) == 0)
			snprintf(out, cap, "%s********", stores[i]);
}

const struct fx_carver carver_card_browser = {
	.name = "card.browser",
	.about = "cards kept by Chromium and Firefox, encrypted or masked",
	.group = "card",
	.version = 2,
	.reach = BROWSER_REACH,
	.window = BROWSER_WINDOW,
	.before = NETWORK,
	.anchors = {
		SEALED_ANCHORS,
		/* the end of a network's name, and digits */
		{ .kind = FX_ANCHOR_BYTES, .n = 4, .bytes = { 'C', 'C', 0x30,
			0x30 }, .mask = { 0xff, 0xff, 0xf0, 0xf0 } },
		{ .kind = FX_ANCHOR_TEXT, .text = "cc-number-encryp" },
	},
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "store", FX_PUBLIC, false },
		{ "table", FX_PUBLIC, false },
		{ "prefix", FX_PUBLIC, false },
		{ "length", FX_PUBLIC, false },
		{ "scheme", FX_PUBLIC, false },
		{ "last4", FX_PUBLIC, false },
		{ "modified", FX_PUBLIC, false },
		{ "used", FX_PUBLIC, false },
		{ "bank", FX_PRIVATE, false },
		{ "holder", FX_PRIVATE, false },
		{ "expiry", FX_PRIVATE, false },
		{ "nickname", FX_PRIVATE, false },
	},
};
