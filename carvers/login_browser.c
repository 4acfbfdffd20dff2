/*
 * login_browser.c - logins that browsers keep: Chromium and its kin ("Login
 * Data"), Firefox and Thunderbird (logins.json, signons.sqlite)
 */
#include <stdio.h>
#include <string.h>

#include "browser.h"
#include "carvers.h"
#include "flatjson.h"
#include "login.h"
#include "score.h"

enum {
	NSS_ANCHOR = 4, /* characters before it */
	MAIL_SCHEMES = 9,
};

/* Columns of Chromium's table. */
enum { URL = 0, USER = 3, PASSWORD = 5, REALM = 7, NUMBERS = 8 };

static const struct sqlrow_form chromium = {
	.table = "logins",
	.kinds = "TttttbtTiii",
	.least = 11,
	.key = PASSWORD,
	.most = 50,
};

/* Of Mozilla's. */
enum { ID = 0, HOST = 1, SEALED_USER = 6, SEALED = 7, GUID = 8, TIMES = 10 };

static const struct sqlrow_form mozilla = {
	.table = "moz_logins",
	.kinds = "nTttttTT",
	.least = 8,
	.key = SEALED,
	.most = 24,
};

/* Name the login: who and where. */
static void
name(struct fx_hit *hit, const char *user, const char *url)
{
	char host[BROWSER_TEXT];

	browser_host(url, host);
	if (strlen(user) >= BROWSER_TEXT)
		user = "";
	snprintf(hit->value, sizeof hit->value, "%s@%s", user, host);
	fx_hit_attr(hit, "url", url);
	if (login_host_shows(host))
		fx_hit_attr(hit, "host", host);
	fx_hit_attr(hit, "user", user);
}

/*
 * Dates behind the realm: the first large number is when it was created; the
 * last use and the last change stand behind the column that is the rowid.
 */
static void
chromium_dates(const struct fx_window *w, const struct sqlrow *row,
    struct fx_hit *hit)
{
	enum { FIRST = 15, LAST = 24, SMALL = 1000 };
	int64_t v;
	size_t i;

	for (i = NUMBERS; i <= NUMBERS + 2; i++)
		if (sqlrow_integer(w, row, i, &v) && v > SMALL) {
			browser_when(hit, "created", v);
			break;
		}
	for (i = FIRST; i < LAST && i + 3 < row->n; i++) {
		if (row->type[i] != 0 || row->type[i - 1] < 12)
			continue;
		if (sqlrow_integer(w, row, i + 1, &v))
			browser_when(hit, "used", v);
		if (sqlrow_integer(w, row, i + 3, &v))
			browser_when(hit, "changed", v);
		return;
	}
}

static void
row_id(const struct sqlrow *row, struct fx_hit *hit)
{
	char id[24];

	if (row->state != SQLROW_CELL)
		return;
	snprintf(id, sizeof id, "%llu", (unsigned long long)row->rowid);
	fx_hit_attr(hit, "id", id);
}

static bool
probe_chromium(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	char url[FX_ATTR_LEN], user[FX_ATTR_LEN], realm[FX_ATTR_LEN];
	struct sqlrow row;
	struct sealed s;

	if (!sqlrow_find(w, at, &chromium, 1, &row) ||
	    !sealed_chromium(w, at, sqlrow_size(&row, PASSWORD), &s) ||
	    !sqlrow_text(w, &row, URL, url, sizeof url) ||
	    strstr(url, "://") == NULL)
		return false;
	browser_place(&s, hit);
	sqlrow_text(w, &row, USER, user, sizeof user);
	name(hit, user, url);
	fx_hit_attr(hit, "store", "chromium");
	browser_row(&row, hit);
	browser_sealed(&s, hit);
	fx_hit_why(hit, BITS_STORE_URL, "url");
	sqlrow_text(w, &row, REALM, realm, sizeof realm);
	fx_hit_attr(hit, "realm", realm);
	chromium_dates(w, &row, hit);
	row_id(&row, hit);
	return true;
}

/* Is the user's column, by itself, such a ciphertext, too? */
static bool
sealed_user(const struct fx_window *w, const struct sqlrow *row)
{
	const size_t at = row->at[SEALED_USER],
		     n = (size_t)sqlrow_size(row, SEALED_USER);
	const struct fx_window user = fx_window_cut(w, at, at + n);
	struct sealed s;

	return sealed_nss(&user, 0, &s);
}

/* Thunderbird's logins are of servers for mail and news. */
static const char *
mozilla_store(const char *url)
{
	static const char *const mail[MAIL_SCHEMES] = { "imap://", "smtp://",
		"pop3://", "mailbox://", "nntp://", "news://", "ldap://",
		"oauth://", "ews://" };
	size_t i;

	for (i = 0; i < MAIL_SCHEMES; i++)
		if (strncmp(url, mail[i], strlen(mail[i])) == 0)
			return "thunderbird";
	return "firefox";
}

static bool
probe_signons(const struct fx_window *w, const struct sealed *s,
    struct fx_hit *hit)
{
	char url[FX_ATTR_LEN], text[FX_ATTR_LEN];
	struct sqlrow row;
	int64_t v;

	if (!sqlrow_find(w, s->at, &mozilla, 1, &row) ||
	    sqlrow_size(&row, SEALED) != s->n || !sealed_user(w, &row) ||
	    !sqlrow_text(w, &row, HOST, url, sizeof url))
		return false;
	browser_place(s, hit);
	name(hit, "", url);
	fx_hit_attr(hit, "store", mozilla_store(url));
	browser_row(&row, hit);
	browser_sealed(s, hit);
	if (sqlrow_text(w, &row, GUID, text, sizeof text))
		fx_hit_attr(hit, "id", text);
	if (sqlrow_integer(w, &row, TIMES, &v))
		browser_when(hit, "created", v);
	if (sqlrow_integer(w, &row, TIMES + 1, &v))
		browser_when(hit, "used", v);
	if (sqlrow_integer(w, &row, TIMES + 2, &v))
		browser_when(hit, "changed", v);
	return true;
}

/* The first quote of the name of the field whose string begins at i, or 0. */
static size_t
field_of(const struct fx_window *w, size_t i)
{
	static const char key[] = "\"encryptedPassword\"";
	const size_t n = sizeof(key) - 1;

	if (i == 0 || w->p[--i] != '"')
		return 0;
	while (i > 0 && (w->p[i - 1] == ' ' || w->p[i - 1] == ':'))
		i--;
	if (i < n || memcmp(w->p + i - n, key, n) != 0)
		return 0;
	return i - n;
}

static bool
probe_json(const struct fx_window *w, const struct sealed *s,
    struct fx_hit *hit)
{
	char url[FX_ATTR_LEN], text[FX_ATTR_LEN];
	static const struct {
		const char *key, *attr;
	} dates[] = { { "timeCreated", "created" }, { "timeLastUsed", "used" },
		{ "timePasswordChanged", "changed" } };
	size_t key = field_of(w, s->at), from, i;
	int64_t v;

	if (key == 0)
		return false;
	from = flatjson_open(w, key);
	browser_place(s, hit);
	if (!flatjson_text(w, from, "hostname", url, sizeof url))
		flatjson_text(w, from, "origin", url, sizeof url);
	name(hit, "", url);
	fx_hit_attr(hit, "store", mozilla_store(url));
	fx_hit_why(hit, BITS_STORE_JSON, "json");
	browser_sealed(s, hit);
	if (url[0] != '\0')
		fx_hit_why(hit, BITS_STORE_URL, "url");
	flatjson_text(w, from, "httpRealm", text, sizeof text);
	fx_hit_attr(hit, "realm", text);
	flatjson_text(w, from, "guid", text, sizeof text);
	fx_hit_attr(hit, "id", text);
	for (i = 0; i < FX_LEN(dates); i++)
		if (flatjson_integer(w, from, dates[i].key, &v))
			browser_when(hit, dates[i].attr, v);
	return true;
}

static bool
probe_mozilla(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct sealed s;

	return at >= NSS_ANCHOR && sealed_nss(w, at - NSS_ANCHOR, &s) &&
	    (probe_json(w, &s, hit) ||
		(w->enc == FX_ASCII && probe_signons(w, &s, hit)));
}

static bool
probe(const struct fx_window *whole, size_t at, struct fx_hit *hit)
{
	struct fx_window w = browser_window(whole, &at);
	const size_t shift = (size_t)(w.p - whole->p);
	size_t begin;
	bool found;

	if (w.p[at] == 'E' || w.p[at] == 'B') {
		found = probe_mozilla(&w, at, hit);
	} else {
		begin = w.enc == FX_ASCII ? sealed_begin(&w, at) : SIZE_MAX;
		found = begin != SIZE_MAX && probe_chromium(&w, begin, hit);
	}
	hit->at += shift;
	return found;
}

const struct fx_carver carver_login_browser = {
	.name = "login.browser",
	.about = "logins kept by Chromium, Firefox and Thunderbird, encrypted",
	.group = "login",
	.version = 3,
	.reach = BROWSER_REACH,
	.window = BROWSER_WINDOW,
	.anchors = {
		SEALED_ANCHORS,
		/* the name of the key, with what goes before, in base64; the
		   second of what takes more than 127 bytes */
		{ .kind = FX_ANCHOR_TEXT, .text = "EPgAAAAAAAAAAAAA" },
		{ .kind = FX_ANCHOR_TEXT, .text = "BBD4AAAAAAAAAAAA" },
	},
	.probe = probe,
	.mask = login_mask,
	.attrs = {
		{ "store", FX_PUBLIC, false },
		{ "table", FX_PUBLIC, false },
		{ "prefix", FX_PUBLIC, false },
		{ "length", FX_PUBLIC, false },
		{ "host", FX_PUBLIC, false },
		{ "created", FX_PUBLIC, false },
		{ "used", FX_PUBLIC, false },
		{ "changed", FX_PUBLIC, false },
		{ "url", FX_PRIVATE, false },
		{ "realm", FX_PRIVATE, false },
		{ "user", FX_PRIVATE, false },
		{ "id", FX_PRIVATE, false },
	},
};
