/* record_finding.c - a finding without its secrets, and the secrets apart */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/record.h"
#include "forensic/sys.h"
#include "forensic/utf8.h"
#include "record_internal.h"

/* What is being made of one line. */
struct making {
	const struct fx_run_ids *ids;
	const struct fx_carver *carver; /* NULL: of a kind unknown here */
	struct members record, commit, attrs;
	struct fx_secrets *secrets;
	size_t at[FX_SECRETS_MOST]; /* of each value in secrets->text */
	struct fx_err *err;
};

void
fx_secrets_done(struct fx_secrets *s)
{
	if (s->text.p != NULL)
		explicit_bzero(s->text.p, s->text.len);
	fx_buf_done(&s->text);
	fx_chance_done(&s->chance);
	*s = (struct fx_secrets){ 0 };
}

/* Start anew with the memory there is. */
static void
forget(struct fx_secrets *s)
{
	if (s->text.p != NULL)
		explicit_bzero(s->text.p, s->text.len);
	fx_buf_reset(&s->text);
	s->n = 0;
}

/* Commit to a value: a nonce, a member of commit, an opening. */
static int
secret(struct making *m, const char *field, const json_t *v)
{
	struct fx_secrets *all = m->secrets;
	struct fx_secret *s = &all->list[all->n];
	uint8_t sum[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];
	size_t from = all->text.len;

	if (all->n == FX_SECRETS_MOST)
		return fx_fail(m->err, FX_ELIMIT, 0,
		    "more than %d private attributes", FX_SECRETS_MOST);
	if (strlen(field) > FX_FIELD_LEN)
		return fx_fail(m->err, FX_ELIMIT, 0,
		    "an attribute's name is longer than %d", FX_FIELD_LEN);
	if (json_object_get(m->commit.v, field) != NULL)
		return fx_fail(m->err, FX_EFORMAT, 0,
		    "an attribute is called %s", field);
	if (fx_json_get_bytes(v, &all->text) == -1)
		return fx_fail(m->err, FX_EFORMAT, 0, "a text is expected");
	if (fx_buf_check(&all->text, m->err) == -1 ||
	    fx_chance_take(&all->chance, s->nonce, sizeof(s->nonce), m->err) ==
		-1)
		return -1;
	memcpy(s->field, field, strlen(field) + 1);
	s->len = all->text.len - from;
	m->at[all->n++] = from;
	if (fx_commit(sum, s->nonce, field, fx_buf_text(&all->text) + from,
		s->len) == -1)
		return fx_fail(m->err, FX_ENOMEM, 0, "libcrypto refused");
	fx_hex(hex, sum, sizeof(sum));
	put_str(&m->commit, field, hex);
	return 0;
}

/* What may be seen of the value; all that is no text is hidden. */
static void
put_mask(struct making *m, const json_t *value)
{
	static const char hidden[] = "********";
	const char *text = json_string_value(value);
	char mask[FX_VALUE_LEN];

	mask[0] = '\0';
	if (text != NULL && strlen(text) < FX_VALUE_LEN)
		fx_mask(m->carver, text, mask);
	put_str(&m->record, "mask", mask[0] != '\0' ? mask : hidden);
}

/* In clear; but a number that has no place in it is masked. */
static int
open_attr(struct making *m, const char *key, const struct fx_buf *text)
{
	struct fx_buf shown = { 0 };
	int rc;

	if (!fx_attr_masked(fx_buf_text(text), text->len)) {
		put_bytes(&m->attrs, key, fx_buf_text(text), text->len);
		return 0;
	}
	rc = ids_mask(m->ids, &shown, fx_buf_text(text), text->len, m->err);
	if (rc == 0)
		put_bytes(&m->attrs, key, fx_buf_text(&shown), shown.len);
	fx_buf_done(&shown);
	return rc;
}

/* An attribute goes where its carver's rule says; without one it is private. */
static int
attribute(struct making *m, const char *key, json_t *v)
{
	const struct fx_attr_rule *rule = NULL;
	struct fx_buf bytes = { 0 };
	int rc;

	if (m->carver != NULL)
		rule = fx_carver_attr(m->carver, key);
	if (rule == NULL || rule->privacy == FX_PRIVATE)
		return secret(m, key, v);
	if (rule->privacy == FX_DROPPED)
		return 0;
	if (fx_json_get_bytes(v, &bytes) == -1)
		return fx_fail(m->err, FX_EFORMAT, 0, "a text is expected");
	rc = open_attr(m, key, &bytes);
	fx_buf_done(&bytes);
	return rc;
}

static int
attributes(struct making *m, json_t *attrs)
{
	const char *key;
	json_t *v;
	int rc = 0;

	json_object_foreach (attrs, key, v) {
		if (rc == 0)
			rc = attribute(m, key, v);
	}
	return rc;
}

/* By what the laboratory knows the value again, if it asks for that. */
static int
put_fp(struct making *m, const char *class)
{
	const struct fx_fp_over over = fx_fp_over(m->carver, class,
	    m->commit.v);
	const struct fx_secrets *all = m->secrets;
	char fp[FX_FP_TEXT + 1];
	size_t i;

	if (m->ids->fp == NULL)
		return 0;
	for (i = 0; strcmp(all->list[i].field, over.field) != 0; i++)
		; /* each member of commit is there */
	if (fx_fp(fp, m->ids->fp, over.kind, fx_buf_text(&all->text) + m->at[i],
		all->list[i].len) == -1)
		return fx_fail(m->err, FX_ENOMEM, 0, "libcrypto refused");
	put_str(&m->record, "fp", fp);
	return 0;
}

/* Only what fxevidence(5) knows: a reader must know what it stands for. */
static int
put_encoding(struct making *m, const char *name)
{
	if (!fx_encoding_ok(name))
		return fx_fail(m->err, FX_EFORMAT, 0,
		    "'encoding' is none of ascii, utf16le, utf16be, ebcdic, "
		    "xor-01 to xor-ff");
	put_str(&m->record, "enc", name);
	return 0;
}

static int
fill(struct making *m, const struct fx_line *line)
{
	struct fx_finding f;

	fx_finding_get(&f, line);
	m->carver = fx_carver_find(m->ids->set, f.kind);
	put_int(&m->record, "run", m->ids->run);
	put_int(&m->record, "src", m->ids->src);
	put_str(&m->record, "class", f.kind);
	put_mask(m, f.value);
	put_int(&m->record, "off", f.offset);
	put_int(&m->record, "len", f.length);
	put_str(&m->record, "path", f.path);
	put_int(&m->record, "score", (uint64_t)f.score);
	put_same(&m->record, "why", json_object_get(line->json, "why"));
	put_same(&m->record, "alert", json_object_get(line->json, "alert"));
	if (put_encoding(m, f.encoding) == -1 ||
	    secret(m, "value", f.value) == -1)
		return -1;
	if (attributes(m, json_object_get(line->json, "attrs")) == -1 ||
	    put_fp(m, f.kind) == -1)
		return -1;
	if (f.file != NULL &&
	    put_file(&m->record, f.file, m->ids, m->err) == -1)
		return -1;
	if (f.member != NULL &&
	    put_masked(&m->record, "member", f.member, m->ids, m->err) == -1)
		return -1;
	put_same(&m->record, "commit", m->commit.v);
	if (json_object_size(m->attrs.v) > 0)
		put_same(&m->record, "attrs", m->attrs.v);
	m->record.failed |= m->commit.failed || m->attrs.failed;
	return 0;
}

json_t *
fx_record_finding(const struct fx_run_ids *ids, const struct fx_line *line,
    struct fx_secrets *secrets, struct fx_err *err)
{
	struct making m = {
		.ids = ids,
		.record.v = json_object(),
		.commit.v = json_object(),
		.attrs.v = json_object(),
		.secrets = secrets,
		.err = err,
	};
	json_t *v = NULL;
	size_t i;

	forget(secrets);
	if (fill(&m, line) == 0)
		v = finish(&m.record, err);
	else
		json_decref(m.record.v);
	json_decref(m.commit.v);
	json_decref(m.attrs.v);
	/* The text no longer moves. */
	for (i = 0; i < secrets->n; i++)
		secrets->list[i].value = fx_buf_text(&secrets->text) + m.at[i];
	return v;
}
