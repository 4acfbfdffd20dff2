/* decoy_browser.c - rows and objects like those that browsers keep logins and
 * cards in, without one
 */
#include <stdio.h>
#include <string.h>

#include "decoy.h"
#include "secret.h"
#include "text.h"

/* A cell of a table's leaf, as it grows: types, and what they are of. */
struct cell {
	uint8_t types[96];
	size_t n;
	struct fx_buf body;
};

/* A number of SQLite's, of up to 21 bits (its file format, 1.6). */
static size_t
varint(uint8_t *p, unsigned int v)
{
	size_t n = v < 1u << 7 ? 1 : v < 1u << 14 ? 2 : 3, i;

	for (i = n; i-- > 0; v >>= 7)
		p[i] = (uint8_t)((v & 0x7f) | (i + 1 < n ? 0x80 : 0));
	return n;
}

static void
put_bytes(struct cell *c, const void *p, size_t n, unsigned int first)
{
	c->n += varint(c->types + c->n, (unsigned int)(2 * n + first));
	fx_buf_put(&c->body, p, n);
}

static void
put_text(struct cell *c, const char *s)
{
	put_bytes(c, s, strlen(s), 13);
}

/* A ciphertext with these first bytes; "": none, a blob of no bytes. */
static void
put_blob(struct rnd *r, struct cell *c, const char *prefix)
{
	uint8_t p[64];
	size_t n = prefix[0] != '\0' ? 47 : 0, i;

	secret_noise(r, p, n);
	for (i = 0; prefix[i] != '\0'; i++)
		p[i] = (uint8_t)prefix[i];
	put_bytes(c, p, n, 12);
}

/* An integer, in eight bytes. */
static void
put_long(struct cell *c, uint64_t v)
{
	uint8_t p[8];
	int i;

	for (i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> (56 - 8 * i));
	c->types[c->n++] = 6;
	fx_buf_put(&c->body, p, 8);
}

/* And in one. */
static void
put_small(struct cell *c, unsigned int v)
{
	c->types[c->n++] = 1;
	fx_buf_byte(&c->body, (int)v);
}

static void
put_guid(struct rnd *r, struct cell *c)
{
	char guid[RND_GUID];

	rnd_guid(r, guid);
	put_text(c, guid);
}

/* The cell, and it is empty again. */
static void
put_cell(struct cell *c, unsigned int row, struct fx_buf *out)
{
	uint8_t p[4];
	unsigned int n = (unsigned int)(1 + c->n + c->body.len);

	fx_buf_put(out, p, varint(p, n));
	fx_buf_put(out, p, varint(p, row));
	fx_buf_byte(out, (int)(1 + c->n));
	fx_buf_put(out, c->types, c->n);
	fx_buf_put(out, c->body.p, c->body.len);
	fx_buf_done(&c->body);
}

/* A card of which there is no number, or one that no version writes so. */
static void
card(struct rnd *r, struct cell *c, const char *prefix)
{
	put_guid(r, c);
	put_text(c, "ANNA MUSTER");
	put_small(c, 1 + rnd_below(r, 12));
	put_small(c, rnd_below(r, 100));
	put_blob(r, c, prefix);
	put_long(c, 1700000000 + rnd_below(r, 10000000));
	put_text(c, "");
	put_small(c, rnd_below(r, 50));
	put_long(c, 1700000000 + rnd_below(r, 10000000));
}

/* A site whose logins are not to be kept. */
static void
never(struct rnd *r, struct cell *c)
{
	put_text(c, "https://bank.example/in");
	put_text(c, "");
	put_text(c, "");
	put_text(c, "");
	put_text(c, "");
	put_blob(r, c, "");
	put_text(c, "");
	put_text(c, "https://bank.example/");
	put_long(c, 13350000000000000 + rnd_next(r) % 10000000000000);
	put_small(c, 1);
	put_small(c, 0);
}

/* A cookie: what browsers encrypt most. */
static void
cookie(struct rnd *r, struct cell *c)
{
	put_long(c, 13350000000000000 + rnd_next(r) % 10000000000000);
	put_text(c, ".bank.example");
	put_text(c, "");
	put_text(c, "session");
	put_text(c, "");
	put_blob(r, c, rnd_below(r, 2) ? "v10" : "v11");
	put_text(c, "/");
	put_long(c, 13350000000000000 + rnd_next(r) % 10000000000000);
	put_small(c, 1);
	put_small(c, 1);
}

/* An account number of the browser's own, and a key of a service. */
static void
other(struct rnd *r, struct cell *c, bool iban)
{
	if (!iban) {
		put_text(c, "AccountId-110169484474386276334");
		put_blob(r, c, "v10");
		return;
	}
	put_guid(r, c);
	put_small(c, rnd_below(r, 50));
	put_long(c, 1700000000 + rnd_below(r, 10000000));
	put_blob(r, c, "v10");
	put_text(c, "mine");
}

void
decoy_browser_rows(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const prefixes[] = { "", "v12", "V10", "x10" };
	struct cell c = { .n = 0 };

	switch (i % 8) {
	case 0:
	case 1:
	case 2:
	case 3:
		card(r, &c, prefixes[i % 8]);
		break;
	case 4:
		never(r, &c);
		break;
	case 5:
		cookie(r, &c);
		break;
	default:
		other(r, &c, i % 8 == 6);
	}
	put_cell(&c, 1 + i % 10000, out);
}

/* Noise in base64, or what NSS encrypted for all but the cipher's name. */
static void
put_noise(struct rnd *r, bool nss, struct fx_buf *out)
{
	enum { OID = 26, PLAIN = 20, NOISE = 31 };
	struct secret s = { .n = NOISE };

	if (nss) {
		secret_nss(r, 0, PLAIN, &s);
		s.p[OID] ^= 0x55;
	} else {
		secret_noise(r, s.p, s.n);
	}
	text_base64(out, s.p, s.n, 0);
}

void
decoy_browser_json(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const keys[] = { "cc-number-encrypted",
		"encryptedPassword" };

	fx_buf_printf(out,
	    "{\"id\":%u,\"hostname\":\"https://bank.example\","
	    "\"cc-name\":\"Anna Muster\",\"%s\":\"",
	    i, keys[i % 2]);
	if (i % 6 > 1)
		put_noise(r, i % 6 == 3, out);
	fx_buf_printf(out, "\",\"timesUsed\":%u}", rnd_below(r, 50));
}
