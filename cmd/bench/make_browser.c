/* make_browser.c - cards and logins as browsers keep them, encrypted */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "made.h"
#include "secret.h"
#include "store.h"
#include "sums.h"
#include "text.h"

enum {
	SQL = 2 * SECRET_MOST + 8,
	PAN = 16,       /* digits of a card's number */
	NEIGHBOURS = 3, /* rows beside the one, without a secret */
};

/*
 * The database that is made of the SQL, or what is left of it, as what is
 * planted.  The finding is the mark, or the first `shown` bytes of it.
 */
static void
put_store(struct made *m, const struct store *s, enum store_left left,
    size_t shown)
{
	size_t at = store_put(s, left, &m->text);

	if (m->text.failed)
		return;
	m->at = at;
	m->len = shown;
}

/* ---- card.browser: Chromium's Web Data ----------------------------------- */

static const char web_data[] =
    "CREATE TABLE credit_cards (guid VARCHAR PRIMARY KEY, name_on_card VARCHAR,"
    " expiration_month INTEGER, expiration_year INTEGER,"
    " card_number_encrypted BLOB, date_modified INTEGER NOT NULL DEFAULT 0,"
    " origin VARCHAR DEFAULT '', use_count INTEGER NOT NULL DEFAULT 0,"
    " use_date INTEGER NOT NULL DEFAULT 0, billing_address_id VARCHAR,"
    " nickname VARCHAR);"
    "CREATE TABLE masked_credit_cards (id VARCHAR, name_on_card VARCHAR,"
    " network VARCHAR, last_four VARCHAR, exp_month INTEGER DEFAULT 0,"
    " exp_year INTEGER DEFAULT 0, bank_name VARCHAR, nickname VARCHAR,"
    " card_issuer INTEGER DEFAULT 0, instrument_id INTEGER DEFAULT 0,"
    " virtual_card_enrollment_state INTEGER DEFAULT 0, card_art_url VARCHAR,"
    " product_description VARCHAR);"
    "CREATE TABLE local_stored_cvc (guid VARCHAR PRIMARY KEY NOT NULL,"
    " value_encrypted VARCHAR NOT NULL,"
    " last_updated_timestamp INTEGER NOT NULL);"
    "CREATE TABLE autofill (name VARCHAR, value VARCHAR, value_lower VARCHAR,"
    " date_created INTEGER DEFAULT 0, date_last_used INTEGER DEFAULT 0,"
    " count INTEGER DEFAULT 1);"
    "INSERT INTO autofill VALUES ('city', 'Berlin', 'berlin', 1, 2, 3);";

/* A number kept on this machine. */
static void
card_row(struct rnd *r, unsigned int n, struct made *m, struct fx_buf *sql,
    struct secret *s)
{
	char guid[RND_GUID], given[32], family[32], literal[SQL];
	unsigned int i;

	for (i = 0; i < NEIGHBOURS; i++) {
		rnd_guid(r, guid);
		fx_buf_printf(sql,
		    "INSERT INTO credit_cards VALUES ('%s', '', %u, 2028, x'',"
		    " 1700000000, '', 1, 1710000000, '', '');",
		    guid, i + 1);
	}
	rnd_guid(r, guid);
	made_name(r, true, given, family, sizeof(given));
	secret_chromium(r, n / STORE_LEFTS, PAN, s);
	secret_sql(s, literal, sizeof(literal));
	fx_buf_printf(sql,
	    "INSERT INTO credit_cards VALUES ('%s', '%s %s', %u, 20%u, %s,"
	    " 17%08u, '', %u, 17%08u, '', '');",
	    guid, given, family, 1 + rnd_below(r, 12), 27 + rnd_below(r, 5),
	    literal, rnd_below(r, 100000000), rnd_below(r, 100),
	    rnd_below(r, 100000000));
	snprintf(m->value, sizeof(m->value), "chromium/%s", guid);
}

/* A security code, kept for a card. */
static void
code_row(struct rnd *r, unsigned int n, struct made *m, struct fx_buf *sql,
    struct secret *s)
{
	char guid[RND_GUID], literal[SQL];

	rnd_guid(r, guid);
	secret_chromium(r, n / STORE_LEFTS % 3, 3, s);
	secret_sql(s, literal, sizeof(literal));
	fx_buf_printf(sql,
	    "INSERT INTO local_stored_cvc VALUES ('%s', %s, 17%08u);", guid,
	    literal, rnd_below(r, 100000000));
	snprintf(m->value, sizeof(m->value), "chromium/%s", guid);
}

/* A card of an account: of its number the last digits are told. */
static void
masked_row(struct rnd *r, struct made *m, struct fx_buf *sql, struct secret *s)
{
	static const char *const networks[] = { "visaCC", "masterCardCC",
		"americanExpressCC", "discoverCC", "jcbCC" };
	const char *network = RND_OF(r, networks);
	char id[12], last[8], given[32], family[32];

	rnd_form(r, "hhhhhhhh", id, sizeof(id));
	rnd_form(r, "0000", last, sizeof(last));
	made_name(r, true, given, family, sizeof(given));
	s->prefix = NULL;
	s->n = s->shown = (size_t)snprintf((char *)s->p, sizeof(s->p), "%s%s",
	    network, last);
	fx_buf_printf(sql,
	    "INSERT INTO masked_credit_cards VALUES ('%s', '%s %s', '%s', '%s',"
	    " %u, 20%u, 'Example Bank', '', 1, %u, 0, '', '');",
	    id, given, family, network, last, 1 + rnd_below(r, 12),
	    27 + rnd_below(r, 5), 10000 + rnd_below(r, 80000));
	snprintf(m->value, sizeof(m->value), "chromium/%s", id);
}

static void
card_store(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const tables[] = { "credit_cards", "credit_cards",
		"masked_credit_cards", "local_stored_cvc" };
	unsigned int k = n % 4, left = n % STORE_LEFTS;
	struct fx_buf sql = { 0 };
	struct secret secret;
	struct store s = { .table = tables[k] };

	fx_buf_str(&sql, web_data);
	if (k < 2)
		card_row(r, n, m, &sql, &secret);
	else if (k == 2)
		masked_row(r, m, &sql, &secret);
	else
		code_row(r, n, m, &sql, &secret);
	s.make = fx_buf_text(&sql);
	s.where = k < 2 ? "length(card_number_encrypted) > 0" : "1";
	s.mark = secret.p;
	s.n = secret.n;
	/* A masked card whose row lost its first bytes is not told from text.
	 */
	if (k == 2 && left == STORE_DELETED)
		left = STORE_FREE;
	made_attr(m, "table", tables[k]);
	put_store(m, &s, (enum store_left)left, secret.shown);
	m->text.failed |= sql.failed;
	fx_buf_done(&sql);
}

/* Firefox's autofill-profiles.json. */
static void
card_json(struct rnd *r, unsigned int n, struct made *m)
{
	char guid[16], value[32], last[8], given[32], family[32], shown[512];
	struct fx_buf text = { 0 };
	struct secret s;

	rnd_form(r, "hhhhhhhhhhhh", guid, sizeof(guid));
	rnd_form(r, "0000", last, sizeof(last));
	made_name(r, false, given, family, sizeof(given));
	if (n % 4 == 3)
		secret_nss(r, n, PAN, &s);
	else
		secret_store(r, PAN, &s);
	text_base64(&text, s.p, s.n, 0);
	snprintf(value, sizeof(value), "firefox/%s", guid);
	snprintf(shown, sizeof(shown), "cc-number-encrypted\":\"%s",
	    fx_buf_text(&text));
	made_attr(m, "prefix", s.prefix);
	made_put(m,
	    "{\"version\":1,\"addresses\":[],\"creditCards\":[{"
	    "\"cc-name\":\"%s %s\",\"cc-number\":\"************%s\","
	    "\"cc-exp-month\":%u,\"cc-exp-year\":20%u,\"cc-type\":\"%s\",\"",
	    given, family, last, 1 + rnd_below(r, 12), 27 + rnd_below(r, 5),
	    n % 2 == 0 ? "visa" : "mastercard");
	made_value(m, shown, value);
	made_put(m,
	    "\",\"guid\":\"%s\",\"version\":3,\"timeCreated\":17%08u000,"
	    "\"timeLastModified\":17%08u000,\"timesUsed\":%u}]}\n",
	    guid, rnd_below(r, 100000000), rnd_below(r, 100000000),
	    rnd_below(r, 50));
	fx_buf_done(&text);
}

void
make_card_browser(struct rnd *r, unsigned int n, struct made *m)
{
	if (m->enc == ENC_RAW)
		card_store(r, n, m);
	else
		card_json(r, n, m);
}

/* ---- login.browser: Chromium's Login Data, Mozilla's signons ------------- */

static const char login_data[] =
    "CREATE TABLE logins (origin_url VARCHAR NOT NULL, action_url VARCHAR,"
    " username_element VARCHAR, username_value VARCHAR,"
    " password_element VARCHAR, password_value BLOB, submit_element VARCHAR,"
    " signon_realm VARCHAR NOT NULL, date_created INTEGER NOT NULL,"
    " blacklisted_by_user INTEGER NOT NULL, scheme INTEGER NOT NULL,"
    " password_type INTEGER, times_used INTEGER, form_data BLOB,"
    " display_name VARCHAR, icon_url VARCHAR, federation_url VARCHAR,"
    " skip_zero_click INTEGER, generation_upload_status INTEGER,"
    " possible_username_pairs BLOB, id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " date_last_used INTEGER NOT NULL DEFAULT 0, moving_blocked_for BLOB,"
    " date_password_modified INTEGER NOT NULL DEFAULT 0);";

static void
login_row(struct fx_buf *sql, const char *host, const char *user,
    const char *password, struct rnd *r)
{
	fx_buf_printf(sql,
	    "INSERT INTO logins VALUES ('https://%s/in', 'https://%s/auth',"
	    " 'user', '%s', 'pass', %s, '', 'https://%s/', 133%014" PRIu64
	    ", %u, 0,"
	    " 0, %u, x'', '', '', '', 0, 0, x'00000000', NULL, 133%014" PRIu64
	    ","
	    " x'00', 133%014" PRIu64 ");",
	    host, host, user, password, host, rnd_next(r) % 100000000000000,
	    password[2] == '\'', rnd_below(r, 50),
	    rnd_next(r) % 100000000000000, rnd_next(r) % 100000000000000);
}

/* Sites whose logins are not to be kept, and one login. */
static void
login_rows(struct rnd *r, unsigned int n, struct made *m, struct fx_buf *sql,
    struct secret *s)
{
	const char *host = made_host(r);
	char given[32], family[32], user[80], literal[SQL];
	unsigned int i;

	fx_buf_str(sql, login_data);
	for (i = 0; i < NEIGHBOURS; i++)
		login_row(sql, made_host(r), "", "x''", r);
	made_name(r, false, given, family, sizeof(given));
	snprintf(user, sizeof(user), "%s.%s%u", given, family,
	    rnd_below(r, 100));
	secret_chromium(r, n / STORE_LEFTS, 6 + rnd_below(r, 14), s);
	secret_sql(s, literal, sizeof(literal));
	login_row(sql, host, user, literal, r);
	snprintf(m->value, sizeof(m->value), "%s@%s", user, host);
}

/* A user's name and a password as Mozilla's programs keep them, in base64. */
static void
nss_pair(struct rnd *r, unsigned int n, struct fx_buf *user,
    struct fx_buf *password)
{
	struct secret s;

	secret_nss(r, n, 8 + rnd_below(r, 8), &s);
	text_base64(user, s.p, s.n, 0);
	secret_nss(r, n, 6 + rnd_below(r, 14), &s);
	text_base64(password, s.p, s.n, 0);
}

/* signons.sqlite, as Firefox and Thunderbird had it before logins.json. */
static void
signon_rows(struct rnd *r, unsigned int n, struct made *m, struct fx_buf *sql,
    struct fx_buf *text)
{
	const char *host = made_host(r);
	struct fx_buf user = { 0 };
	char guid[RND_GUID];

	rnd_guid(r, guid);
	nss_pair(r, n, &user, text);
	fx_buf_printf(sql,
	    "CREATE TABLE moz_logins (id INTEGER PRIMARY KEY, hostname TEXT"
	    " NOT NULL, httpRealm TEXT, formSubmitURL TEXT, usernameField TEXT"
	    " NOT NULL, passwordField TEXT NOT NULL, encryptedUsername TEXT NOT"
	    " NULL, encryptedPassword TEXT NOT NULL, guid TEXT, encType"
	    " INTEGER, timeCreated INTEGER, timeLastUsed INTEGER,"
	    " timePasswordChanged INTEGER, timesUsed INTEGER);"
	    "INSERT INTO moz_logins VALUES (1, '%s://%s', NULL, '', '', '',"
	    " '%s', '%s', '{%s}', 1, 17%08u000, 17%08u000, 17%08u000, %u);",
	    n % 2 == 0 ? "https" : "imap", host, fx_buf_text(&user),
	    fx_buf_text(text), guid, rnd_below(r, 100000000),
	    rnd_below(r, 100000000), rnd_below(r, 100000000), rnd_below(r, 50));
	snprintf(m->value, sizeof(m->value), "@%s", host);
	sql->failed |= user.failed || text->failed;
	fx_buf_done(&user);
}

static void
login_store(struct rnd *r, unsigned int n, struct made *m)
{
	bool mozilla = n % 4 == 2;
	struct fx_buf sql = { 0 }, text = { 0 };
	struct secret secret;
	struct store s = { .where = "1" };
	size_t shown;

	if (mozilla) {
		signon_rows(r, n, m, &sql, &text);
		s.table = "moz_logins";
		s.mark = fx_buf_text(&text);
		s.n = shown = text.len;
	} else {
		login_rows(r, n, m, &sql, &secret);
		s.table = "logins";
		s.where = "length(password_value) > 0";
		s.mark = secret.p;
		s.n = secret.n;
		shown = secret.shown;
	}
	s.make = fx_buf_text(&sql);
	made_attr(m, "table", s.table);
	put_store(m, &s, (enum store_left)(n % STORE_LEFTS), shown);
	m->text.failed |= sql.failed;
	fx_buf_done(&sql);
	fx_buf_done(&text);
}

/* Firefox's logins.json. */
static void
login_json(struct rnd *r, unsigned int n, struct made *m)
{
	const char *host = made_host(r);
	struct fx_buf user = { 0 }, text = { 0 };
	char guid[RND_GUID], value[64];

	rnd_guid(r, guid);
	nss_pair(r, n, &user, &text);
	snprintf(value, sizeof(value), "@%s", host);
	made_attr(m, "store", n % 3 == 1 ? "thunderbird" : "firefox");
	made_put(m,
	    "{\"nextId\":%u,\"logins\":[{\"id\":%u,\"hostname\":\"%s://%s\","
	    "\"httpRealm\":null,\"formSubmitURL\":\"\",\"usernameField\":\"\","
	    "\"passwordField\":\"\",\"encryptedUsername\":\"%s\","
	    "\"encryptedPassword\":\"",
	    n + 2, n + 1, n % 3 == 1 ? "imap" : "https", host,
	    fx_buf_text(&user));
	made_value(m, fx_buf_text(&text), value);
	made_put(m,
	    "\",\"guid\":\"{%s}\",\"encType\":1,\"timeCreated\":17%08u000,"
	    "\"timeLastUsed\":17%08u000,\"timePasswordChanged\":17%08u000,"
	    "\"timesUsed\":%u}],\"version\":3}\n",
	    guid, rnd_below(r, 100000000), rnd_below(r, 100000000),
	    rnd_below(r, 100000000), rnd_below(r, 50));
	fx_buf_done(&user);
	fx_buf_done(&text);
}

void
make_login_browser(struct rnd *r, unsigned int n, struct made *m)
{
	if (m->enc == ENC_RAW)
		login_store(r, n, m);
	else
		login_json(r, n, m);
}
