/* claim.c - what a record says of a place, against what stands there */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "claim.h"
#include "forensic/finding.h"
#include "forensic/record.h"

/* Are two lists of reasons alike? */
static bool
same_why(const json_t *why, const struct fx_found *f)
{
	const char *s;
	size_t i;

	if (json_array_size(why) != f->nwhy)
		return false;
	for (i = 0; i < f->nwhy; i++) {
		s = json_string_value(json_array_get(why, i));
		if (s == NULL || strcmp(s, f->why[i]) != 0)
			return false;
	}
	return true;
}

/* Has the vault this value for the field, or no word on it? */
static bool
opens_to(struct fxv *v, uint64_t seq, const char *field, const char *value,
    bool *opened)
{
	struct fx_buf text = { 0 };
	bool same;

	*opened = fxv_vault_value(v, (int64_t)seq, NULL, field, &text);
	same = text.len == strlen(value) &&
	    memcmp(fx_buf_text(&text), value, text.len) == 0;
	fx_buf_done(&text);
	return !*opened || same;
}

/* In clear, or masked as a record does it; older ones have all in clear. */
static bool
same_open(struct fxv *v, const char *told, const char *value)
{
	struct fx_buf shown = { 0 };
	struct fx_err err;
	bool same = strcmp(told, value) == 0;

	if (!same && fx_attr_masked(value, strlen(value)) &&
	    fx_mask_text(&shown, value, strlen(value), v->opt->set, &err) == 0)
		same = shown.len == strlen(told) &&
		    memcmp(fx_buf_text(&shown), told, shown.len) == 0;
	fx_buf_done(&shown);
	return same;
}

/* One attribute: in clear, or committed to and open in the vault. */
static bool
same_attr(struct fxv *v, const struct fxv_claim *c, const char *key,
    const char *value, enum fx_privacy privacy)
{
	const json_t *told;
	bool opened;

	if (privacy == FX_PUBLIC) {
		told = json_object_get(json_object_get(c->record, "attrs"),
		    key);
		return told != NULL &&
		    same_open(v, json_string_value(told), value);
	}
	told = json_object_get(json_object_get(c->record, "commit"), key);
	return told != NULL && opens_to(v, c->seq, key, value, &opened);
}

static bool
same_attrs(struct fxv *v, const struct fxv_claim *c, const struct fx_found *f)
{
	const struct fx_attr_rule *rule;
	size_t i, open = 0, closed = 1; /* the value itself */

	for (i = 0; i < f->nattrs; i++) {
		rule = fx_carver_attr(f->carver, f->attrs[i].key);
		if (rule == NULL || rule->privacy == FX_DROPPED)
			continue;
		if (!same_attr(v, c, f->attrs[i].key, f->attrs[i].value,
			rule->privacy))
			return false;
		open += rule->privacy == FX_PUBLIC;
		closed += rule->privacy == FX_PRIVATE;
	}
	return json_object_size(json_object_get(c->record, "attrs")) == open &&
	    json_object_size(json_object_get(c->record, "commit")) == closed;
}

void
fxv_claim_compare(struct fxv *v, struct fxv_claim *c, const struct fx_found *f)
{
	const json_t *r = c->record;
	char mask[FX_VALUE_LEN];

	if (strcmp(fxv_str(r, "class"), f->carver->name) != 0)
		return;
	c->near = true;
	fx_mask(f->carver, f->value, mask);
	if ((uint64_t)fxv_num(r, "len") != f->len ||
	    strcmp(fxv_str(r, "enc"), fx_encoding_name(f->enc, f->key)) != 0 ||
	    strcmp(fxv_str(r, "mask"), mask) != 0)
		return;
	c->found = true;
	c->same = fxv_num(r, "score") == f->score &&
	    same_why(json_object_get(r, "why"), f);
	c->attrs = same_attrs(v, c, f);
	c->value = opens_to(v, c->seq, "value", f->value, &c->opened);
}

/* Where it is, in words: "offset 4711", "1048576-GZIP-457". */
static const char *
where(const struct fxv_claim *c, char text[FXV_WHERE_LEN])
{
	if (c->path.nsteps == 0 && c->path.file == NULL)
		snprintf(text, FXV_WHERE_LEN, "offset %" PRIu64, c->at);
	else
		snprintf(text, FXV_WHERE_LEN, "%.*s", FXV_WHERE_LEN - 1,
		    fxv_str(c->record, "path"));
	return text;
}

/* It stands there. */
static void
derived(struct fxv *v, struct fxv_run *run, const struct fxv_claim *c)
{
	char text[FXV_WHERE_LEN];

	run->derived++;
	v->derived++;
	v->compared += c->opened;
	run->compared += c->opened;
	if (!c->same && run->differ++ == 0)
		run->differ_seq = c->seq;
	if (!c->attrs)
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, (int64_t)c->seq,
		    "record %" PRIu64
		    ": its attributes do not derive from the bytes around %s",
		    c->seq, where(c, text));
}

void
fxv_claim_settle(struct fxv *v, struct fxv_run *run, const struct fxv_claim *c,
    bool gaps)
{
	char text[FXV_WHERE_LEN];

	if (c->found && c->value) {
		derived(v, run, c);
		return;
	}
	run->missed++;
	if (run->loose)
		return;
	where(c, text);
	if (c->found)
		fxv_say(v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
		    "record %" PRIu64
		    ": the value at %s is not the one in the vault",
		    c->seq, text);
	else if (gaps)
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, (int64_t)c->seq,
		    "record %" PRIu64 ": the image cannot be read around %s",
		    c->seq, text);
	else
		fxv_say(v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
		    "record %" PRIu64 ": no such data at %s%s", c->seq, text,
		    c->near ? " (but something of that kind)" : "");
}

void
fxv_claim_astray(struct fxv *v, struct fxv_run *run, const struct fxv_claim *c,
    bool gaps, const struct fx_err *why)
{
	char text[FXV_WHERE_LEN];
	bool wrong = why->code == FX_EFORMAT && !gaps;

	run->missed += wrong || run->loose;
	if (run->loose)
		return;
	fxv_say(v, FXV_IMAGE, wrong ? FX_TAMPERED : FX_CANNOT_CHECK,
	    (int64_t)c->seq, "record %" PRIu64 ": no such data at %s: %s",
	    c->seq, where(c, text), why->msg);
}

/* Compare a with b. */
static int
order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
order_text(const char *a, size_t na, const char *b, size_t nb)
{
	int rc = na > 0 && nb > 0 ? memcmp(a, b, na < nb ? na : nb) : 0;

	return rc != 0 ? rc : order(na, nb);
}

/* The offset behind i decoders. */
static uint64_t
offset(const struct fx_path *path, size_t i)
{
	return i > 0 ? path->steps[i - 1].offset : path->offset;
}

int
fxv_claim_order(const void *left, const void *right)
{
	const struct fxv_claim *l = left, *r = right;
	const struct fx_path *a = &l->path, *b = &r->path;
	size_t i;
	int rc;

	rc = order_text(a->file, a->file_len, b->file, b->file_len);
	for (i = 0; rc == 0 && i < a->nsteps && i < b->nsteps; i++) {
		rc = order(offset(a, i), offset(b, i));
		if (rc == 0)
			rc = order_text(a->steps[i].name, a->steps[i].len,
			    b->steps[i].name, b->steps[i].len);
	}
	if (rc == 0)
		rc = order(a->nsteps, b->nsteps);
	if (rc == 0)
		rc = order(l->at, r->at);
	return rc != 0 ? rc : order(l->seq, r->seq);
}

bool
fxv_claim_beside(const struct fxv_claim *l, const struct fxv_claim *r)
{
	const struct fx_path *a = &l->path, *b = &r->path;
	size_t i;

	if (a->nsteps != b->nsteps ||
	    order_text(a->file, a->file_len, b->file, b->file_len) != 0)
		return false;
	for (i = 0; i < a->nsteps; i++)
		if (offset(a, i) != offset(b, i) ||
		    order_text(a->steps[i].name, a->steps[i].len,
			b->steps[i].name, b->steps[i].len) != 0)
			return false;
	return true;
}
