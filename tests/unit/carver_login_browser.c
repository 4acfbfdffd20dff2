/*
 * carver_login_browser.c - rows of Login Data and signons.sqlite whole,
 * overwritten and cut; what looks like them; logins.json; masks
 *
 * Chromium's and Mozilla's tables of several versions.  The ciphertexts of NSS
 * are those of exercises that their solvers published (TryHackMe's gatekeeper,
 * Hack The Box's streamio), with other hosts.
 */
#include "carve.h"
#include "sqlcell.h"
#include "tap.h"

#define URL "https://bank.example.com/login"
#define REALM "https://bank.example.com/"
#define V10 CB("v10", 37)
#define NSS_FULL                                       \
	"MDoEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcE" \
	"CGFiY2RlZmdoBBCBgoOEhYaHiImKi4yNjo+Q"
#define NSS_USER                                                       \
	"MDIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECL2tyAh7wW+dBAh3" \
	"qoYFOWUv1g=="
#define NSS                                                                  \
	"MEIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECIcug4ROmqhOBBgUMhyan8" \
	"Y8Nia4wYvo6LUSNqu1z+OT8HA="
/* Of 48 bytes by AES, and of 160 by 3DES: made, of noise. */
#define AES                                                            \
	"MGMEEPgAAAAAAAAAAAAAAAAAAAEwHQYJYIZIAWUDBAEqBBBS8iZlpgwS0okY" \
	"XZUO6IE2BDAJFm9rET0XjWwP05Af8jmhoJXyD5OVZQz5OAuO2yJKaySKHpJO" \
	"j9CuLhqUkqMwXxg="
#define LONG                                                           \
	"MIHLBBD4AAAAAAAAAAAAAAAAAAABMBQGCCqGSIb3DQMHBAiMthCQD540fwSB" \
	"oK6IbcZQd5XsdFxMP8sussc+FJNMhn7gV7pySZv6Eh6DayrBVybufWsK9qsT" \
	"w46SyuDRUFexWZh/lMx0EdcX8UV5sqoQD7uzT6WT/q7Scki3YuOrWAXwdlor" \
	"nB1+DzfESSG9P2Vk6t9/FCpyZoxH4iPRbt2MR7Rq/Fuu4mH1OyYVLSY7qDsD" \
	"fNSWLkNIASVriF6ckFHzILDbg/Oep629DXQ="

enum { ANY = 99 };
#define CREATED CI(13344307200000000)
#define LAST CI(13354307200000000)
#define CHANGED CI(13350307200000000)

/* How much is left of a row. */
enum state { WHOLE, HEADER, FREED, CUT };

#define LOGIN(url, user, password, realm)                                     \
	{                                                                     \
		CT(url), CT(url), CT("user"), CT(user), CT("pass"), password, \
		    CT(""), CT(realm), CREATED, CI(0), CI(0), CI(0), CI(3),   \
		    CB("", 40), CT(""), CT(""), CT(""), CI(0), CI(0),         \
		    CB("", 4), CN, LAST, CB("", 4), CHANGED, CT(""), CT(""),  \
		    CI(0), CI(0), CB("", 0), CT("")                           \
	}

static const struct {
	const char *what;
	enum state state;
	const char *value; /* NULL: nothing is found */
	const char *has;
	int least, most;
	struct cell_column col[32];
} rows[] = {
	{ "a login", WHOLE, "alice@bank.example.com",
	    "row:logins,cell,prefix:v10,length,url url=" URL
	    " host=bank.example.com user=alice store=chromium table=logins"
	    " prefix=v10 length=40 realm=" REALM " created=2023-11-13T00:00:00Z"
	    " used=2024-03-07T17:46:40Z changed=2024-01-21T10:40:00Z id=9",
	    30, 30, LOGIN(URL, "alice", V10, REALM) },
	{ "length and rowid are gone", HEADER, "alice@bank.example.com",
	    "row:logins,prefix:v10,length,url", 26, 26,
	    LOGIN(URL, "alice", V10, REALM) },
	{ "a free block over it", FREED, "alice@bank.example.com",
	    "row:logins,overwritten,", 22, 22,
	    LOGIN(URL, "alice", V10, REALM) },
	{ "cut behind the prefix", CUT, "alice@bank.example.com",
	    "row:logins,cell,prefix:v10,length,url", 30, 30,
	    LOGIN(URL, "alice", V10, REALM) },
	{ "v11", WHOLE, "alice@bank.example.com", "prefix=v11 length=35", 30,
	    30, LOGIN(URL, "alice", CB("v11", 32), REALM) },
	{ "v20", WHOLE, "alice@bank.example.com", "prefix=v20 length=47", 30,
	    30, LOGIN(URL, "alice", CB("v20", 44), REALM) },
	{ "DPAPI", WHOLE, "alice@bank.example.com", "prefix=dpapi length=230",
	    36, 36, LOGIN(URL, "alice", CD(230), REALM) },
	{ "no user", WHOLE, "@bank.example.com", "prefix", 30, 30,
	    LOGIN(URL, "", V10, REALM) },
	{ "an app", WHOLE, "a@b.c@com.example.bank", "host=com.example.bank",
	    30, 30,
	    LOGIN("android://MMpQ4Gc_rw==@com.example.bank/", "a@b.c", V10,
		"android://MMpQ4Gc_rw==@com.example.bank/") },
	{ "a port, capitals", WHOLE, "a@10.0.0.1", "url=HTTPS://10.0.0.1:8443",
	    30, 30, LOGIN("HTTPS://10.0.0.1:8443/x", "a", V10, REALM) },
	{ "columns of 2010", WHOLE, "bob@old.example.org",
	    "created=2010-03-01T12:00:00Z", 36, 36,
	    { CT("http://old.example.org/"), CT(""), CT("u"), CT("bob"),
		CT("p"), CD(180), CT(""), CT("http://old.example.org/"), CI(0),
		CI(1), CI(1267444800), CI(0), CI(0) } },
	{ "Firefox before 2014", WHOLE, "@mail.example.com",
	    "row:moz_logins,cell,prefix:nss,length", 36, ANY,
	    { CN, CT("imap://mail.example.com"), CT("imap://mail.example.com"),
		CN, CT(""), CT(""), CT(NSS_USER), CT(NSS),
		CT("{7ccdc063-ebe9-47ed-8989-0133460b4941}"), CI(1),
		CI(1587502931710), CI(1587502931710), CI(1589510625802),
		CI(1) } },
	{ "the user's ciphertext fills its base64", WHOLE, "@mail.example.com",
	    "row:moz_logins,cell,prefix:nss,length", 36, ANY,
	    { CN, CT("imap://mail.example.com"), CN, CN, CT(""), CT(""),
		CT(NSS_FULL), CT(NSS),
		CT("{7ccdc063-ebe9-47ed-8989-0133460b4941}"), CI(1) } },
	{ "and the password's", WHOLE, "@mail.example.com",
	    "row:moz_logins,cell,prefix:nss,length", 36, ANY,
	    { CN, CT("imap://mail.example.com"), CN, CN, CT(""), CT(""),
		CT(NSS_FULL), CT(NSS_FULL),
		CT("{7ccdc063-ebe9-47ed-8989-0133460b4941}"), CI(1) } },
	/* What is none. */
	{ "no address", WHOLE, NULL, NULL, 0, 0,
	    LOGIN("bank.example.com", "alice", V10, REALM) },
	{ "no such prefix", WHOLE, NULL, NULL, 0, 0,
	    LOGIN(URL, "alice", CB("v12", 37), REALM) },
	{ "a password as it is", WHOLE, NULL, NULL, 0, 0,
	    LOGIN(URL, "alice", CB("v10", 0), REALM) },
	{ "never for this site", WHOLE, NULL, NULL, 0, 0,
	    LOGIN(URL, "", CB("", 0), REALM) },
	{ "another table", WHOLE, NULL, NULL, 0, 0,
	    { CT(URL), CT("alice"), V10, CT(REALM), CREATED, CI(0), CI(0) } },
	{ "a cookie", WHOLE, NULL, NULL, 0, 0,
	    { CREATED, CT(".example.com"), CT(REALM), CT("sid"), CT(""), V10,
		CT("/"), CREATED, CI(1), CI(1), CREATED, CI(1) } },
	{ "another row of NSS's", WHOLE, NULL, NULL, 0, 0,
	    { CN, CT(URL), CT(NSS_USER), CT(NSS) } },
};

static size_t
columns(const struct cell_column *col)
{
	size_t n = 0;

	while (n < FX_LEN(rows[0].col) && col[n].kind != '\0')
		n++;
	return n;
}

/* The row as a page has it: with others beside it, or with what is left. */
static size_t
page(size_t i, uint8_t *out)
{
	static const char before[] = "free space\0\0\0\0",
			  behind[] = "next row";
	struct cell c;
	size_t n = sizeof(before) - 1, from = 0, k;

	cell_make(&c, 9, rows[i].col, columns(rows[i].col));
	if (rows[i].state == FREED)
		cell_free(&c);
	if (rows[i].state == HEADER)
		from = c.header;
	for (k = 0; rows[i].state == CUT && k < 5; k++)
		c.body += strlen(rows[i].col[k].text);
	if (rows[i].state == CUT)
		c.n = c.body + 3;
	memcpy(out, before, n);
	memcpy(out + n, c.p + from, c.n - from);
	n += c.n - from;
	if (rows[i].state == CUT)
		return n;
	memcpy(out + n, behind, sizeof(behind));
	return n + sizeof(behind);
}

static void
one(size_t i)
{
	uint8_t p[CELL_MOST + 64];
	char told[4096];
	struct fx_hit hit;
	size_t n = page(i, p);

	if (!carve(&carver_login_browser, (const char *)p, n, FX_ASCII, &hit)) {
		ok(rows[i].value == NULL, "%s: none", rows[i].what);
		return;
	}
	carve_told(&hit, told, sizeof told);
	is_str(hit.value, rows[i].value == NULL ? "" : rows[i].value,
	    "%s: value", rows[i].what);
	if (!ok(rows[i].has == NULL || strstr(told, rows[i].has) != NULL,
		"%s: has what it must", rows[i].what) ||
	    !ok(hit.score >= rows[i].least && hit.score <= rows[i].most,
		"%s: %d bits", rows[i].what, hit.score))
		printf("# %s\n", told);
}

#define JSON(host, password)                                       \
	"{\"nextId\":2,\"logins\":[{\"id\":1,\"hostname\":\"" host \
	"\",\"httpRealm\":null,\"formSubmitURL\":\"" host          \
	"\",\"usernameField\":\"u\",\"passwordField\":\"p\","      \
	"\"encryptedUsername\":\"" NSS_USER                        \
	"\",\"encryptedPassword\":\"" password                     \
	"\",\"guid\":\"{7ccdc063-ebe9-47ed-8989-0133460b4941}\","  \
	"\"encType\":1,\"timeCreated\":1587502931710,"             \
	"\"timeLastUsed\":1587502931710,"                          \
	"\"timePasswordChanged\":1589510625802,\"timesUsed\":1}]," \
	"\"version\":3}"

static const struct carve_case json[] = {
	{ "Firefox", JSON("https://bank.example.com", NSS), "@bank.example.com",
	    "json,prefix:nss,length,url url=https://bank.example.com"
	    " host=bank.example.com store=firefox prefix=nss length=68"
	    " id={7ccdc063-ebe9-47ed-8989-0133460b4941}"
	    " created=2020-04-21T21:02:11Z used=2020-04-21T21:02:11Z"
	    " changed=2020-05-15T02:43:45Z",
	    "user=", 28, 28 },
	{ "AES", JSON("https://bank.example.com", AES), "@bank.example.com",
	    "prefix=nss length=101", NULL, 28, 28 },
	{ "long", JSON("https://bank.example.com", LONG), "@bank.example.com",
	    "prefix=nss length=206", NULL, 28, 28 },
	{ "Thunderbird", JSON("imap://mail.example.com", NSS),
	    "@mail.example.com", "store=thunderbird", NULL, 28, 28 },
	{ "with blanks",
	    "{ \"hostname\": \"https://bank.example.com\",\n"
	    "  \"encryptedPassword\" : \"" NSS "\" }",
	    "@bank.example.com", "json", NULL, 28, 28 },
	{ "the end of an object",
	    "formSubmitURL\":\"\",\"encryptedPassword\":\"" NSS
	    "\",\"guid\":\"{1}\"",
	    "@", "id={1}", "url", 26, 26 },
	{ "another field",
	    "{\"hostname\":\"https://a.example\",\"encryptedUsername\":\"" NSS
	    "\"}",
	    NULL, NULL, NULL, 0, 0 },
	{ "no field", "key " NSS, NULL, NULL, NULL, 0, 0 },
	{ "cut",
	    "{\"encryptedPassword\":\"MEIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcN"
	    "AwcECIcug4ROmqhOBBgUMhyan8\"}",
	    NULL, NULL, NULL, 0, 0 },
	{ "another key",
	    "{\"encryptedPassword\":\"MEIEEPgAAAAAAAAAAAAAAAAAAAIwFAYIKoZIhvcN"
	    "AwcECIcug4ROmqhOBBgUMhyan8Y8Nia4wYvo6LUSNqu1z+OT8HA=\"}",
	    NULL, NULL, NULL, 0, 0 },
	{ "another cipher",
	    "{\"encryptedPassword\":\"MEIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcN"
	    "AwgECIcug4ROmqhOBBgUMhyan8Y8Nia4wYvo6LUSNqu1z+OT8HA=\"}",
	    NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "alice@bank.example.com", "********@bank.example.com" },
	{ "a@b.c@com.example.bank", "********@com.example.bank" },
	{ "@", "********" },
	{ "a@4111-1111-1111-1111.example", "********" },
	{ "a@b c", "********" },
	{ "alice", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	for (i = 0; i < FX_LEN(rows); i++)
		one(i);
	carve_cases(&carver_login_browser, json, FX_LEN(json));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_login_browser, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
