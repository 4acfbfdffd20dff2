/* by.c - what findings are counted by: issuer range, kind, file ... */
#include <string.h>

#include "by.h"
#include "table.h"

enum { IIN_LEN = 6, PAN_LEAST = 12 };

static void
put_member(struct fx_buf *key, const json_t *object, const char *name)
{
	fx_json_get_bytes(json_object_get(object, name), key);
}

static void
key_scheme(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "scheme");
}

/*
 * The issuer identification number, six digits (ISO/IEC 7812-1), and the
 * scheme.  A track begins with the number, track 1 with its format code before
 * it.  What is no card has no such number; its kind stands for the scheme.
 */
static void
key_iin(struct fx_buf *key, const struct by_facts *facts)
{
	const char *p = facts->value;

	p += *p == 'B';
	if (strncmp(facts->f->kind, "card.", 5) != 0 ||
	    strspn(p, "0123456789") < PAN_LEAST) {
		fx_buf_byte(key, '\0');
		fx_buf_str(key, facts->f->kind);
		return;
	}
	fx_buf_put(key, p, IIN_LEN);
	fx_buf_byte(key, '\0');
	key_scheme(key, facts);
}

static void
key_kind(struct fx_buf *key, const struct by_facts *facts)
{
	fx_buf_str(key, facts->f->kind);
}

static void
key_file(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->file, "path");
}

static void
key_member(struct fx_buf *key, const struct by_facts *facts)
{
	fx_json_get_bytes(facts->f->member, key);
}

static void
key_path(struct fx_buf *key, const struct by_facts *facts)
{
	fx_buf_put(key, facts->source->p, facts->source->len);
}

static void
key_encoding(struct fx_buf *key, const struct by_facts *facts)
{
	fx_buf_str(key, facts->f->encoding);
}

static void
key_score(struct fx_buf *key, const struct by_facts *facts)
{
	fx_buf_str(key, score_class(facts->f->score));
}

static void
key_expiry(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "expiry");
}

static void
key_service(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "service_code");
}

static void
key_country(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "country");
}

/* The host of a login or of a trojan's mask, and its country if it is told. */
static void
key_host(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "host");
	fx_buf_byte(key, '\0');
	key_country(key, facts);
}

/* The stealer whose log it is, or several that write the same: "redline,meta".
 */
static void
key_family(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "family");
}

/* The bank's code, and the country that gives it. */
static void
key_bank(struct fx_buf *key, const struct by_facts *facts)
{
	put_member(key, facts->f->attrs, "bank");
	fx_buf_byte(key, '\0');
	key_country(key, facts);
}

/* The entry of an alert list: its list and its line. */
static void
key_alert(struct fx_buf *key, const struct by_facts *facts)
{
	fx_buf_str(key, facts->f->alert);
}

static const struct by bys[] = {
	{ "iin", "scheme", key_iin, "kind" },
	{ "scheme", NULL, key_scheme, NULL },
	{ "kind", NULL, key_kind, NULL },
	{ "member", NULL, key_member, NULL },
	{ "file", NULL, key_file, NULL },
	{ "path", NULL, key_path, NULL },
	{ "encoding", NULL, key_encoding, NULL },
	{ "score", NULL, key_score, NULL },
	{ "expiry", NULL, key_expiry, NULL },
	{ "service", NULL, key_service, NULL },
	{ "alert", NULL, key_alert, NULL },
	{ "bank", "country", key_bank, NULL },
	{ "country", NULL, key_country, NULL },
	{ "family", NULL, key_family, NULL },
	{ "host", "country", key_host, NULL },
	{ 0 },
};

const struct by *
by_find(const char *name)
{
	const struct by *by;

	for (by = bys; by->name != NULL; by++)
		if (strcmp(name, by->name) == 0)
			return by;
	return NULL;
}

void
by_names(struct fx_buf *out)
{
	const struct by *by;

	for (by = bys; by->name != NULL; by++)
		fx_buf_printf(out, "%s%s", by == bys ? "" : ", ", by->name);
}
