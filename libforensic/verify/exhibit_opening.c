/* exhibit_opening.c - values shown with an exhibit, against its commitments */
#include <inttypes.h>
#include <string.h>

#include "exhibit.h"
#include "forensic/canon.h"
#include "forensic/record.h"

/* One line of the file: a field that is opened. */
struct opening {
	const char *field;
	uint8_t nonce[FX_NONCE_LEN];
	struct fx_buf value;
};

/* The fields that were opened. */
struct opened {
	size_t n;
	char field[FX_SECRETS_MOST][FX_FIELD_LEN + 1];
};

/* Note it. False if it was opened before. */
static bool
is_new(struct opened *all, const char *field)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (strcmp(all->field[i], field) == 0)
			return false;
	memcpy(all->field[all->n++], field, strlen(field) + 1);
	return true;
}

/* The value: text, or bytes in hexadecimal digits. 0, or -1. */
static int
take_value(const json_t *line, struct opening *o)
{
	const json_t *text = json_object_get(line, "value");
	const char *hex = json_string_value(json_object_get(line, "value_hex"));
	uint8_t byte;

	if ((text == NULL) == (hex == NULL))
		return -1;
	if (text != NULL) {
		if (!json_is_string(text))
			return -1;
		fx_buf_put(&o->value, json_string_value(text),
		    json_string_length(text));
		return 0;
	}
	if (strlen(hex) % 2 != 0)
		return -1;
	for (; *hex != '\0'; hex += 2) {
		if (fx_unhex(&byte, hex, 1) == -1)
			return -1;
		fx_buf_byte(&o->value, byte);
	}
	return 0;
}

/* field, nonce, seq and a value, and nothing else. 0, or -1. */
static int
take(const json_t *line, struct opening *o)
{
	const char *nonce = fxv_str(line, "nonce");

	o->field = fxv_str(line, "field");
	return json_object_size(line) == 4 &&
		json_is_integer(json_object_get(line, "seq")) &&
		o->field[0] != '\0' && strlen(o->field) <= FX_FIELD_LEN &&
		strlen(nonce) == 2 * sizeof(o->nonce) &&
		fx_unhex(o->nonce, nonce, FX_NONCE_LEN) == 0 &&
		take_value(line, o) == 0
	    ? 0
	    : -1;
}

/* Is the value what the record committed to, and shows of it? */
static void
check(struct fxv_exhibit *x, const struct opening *o)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	const json_t *commit = json_object_get(record->record, "commit");
	const struct fx_carver *carver = fx_carver_find(x->v->opt->set,
	    fxv_str(record->record, "class"));
	uint8_t want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	const char *value = fx_buf_text(&o->value);
	struct fxv *v = x->v;

	if (json_object_get(commit, o->field) == NULL) {
		fxv_say(v, FXV_VAULT, FX_TAMPERED, (int64_t)record->seq,
		    "opening.json opens '%.64s' of record %" PRIu64
		    ", which commits to no such thing",
		    o->field, record->seq);
		return;
	}
	if (fx_unhex(want, fxv_str(commit, o->field), sizeof(want)) == -1 ||
	    fx_commit(got, o->nonce, o->field, value, o->value.len) == -1 ||
	    memcmp(want, got, sizeof(want)) != 0) {
		fxv_say(v, FXV_VAULT, FX_TAMPERED, (int64_t)record->seq,
		    "opening of record %" PRIu64 " '%.64s' does not match",
		    record->seq, o->field);
		return;
	}
	v->vault.good++;
	if (strcmp(o->field, "value") == 0 && carver != NULL &&
	    !fx_mask_fits(carver, value, o->value.len,
		fxv_str(record->record, "mask")))
		fxv_say(v, FXV_VAULT, FX_TAMPERED, (int64_t)record->seq,
		    "the value of record %" PRIu64 " does not fit its mask",
		    record->seq);
}

/* One line of n bytes. Returns 0, or -1 when said. */
static int
on_line(struct fxv_exhibit *x, struct opened *all, const char *text, size_t n)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	struct opening o = { 0 };
	struct fx_err err;
	json_t *line = fx_canon_parse(text, n, &err);
	int rc = -1;

	if (line == NULL || take(line, &o) == -1 || o.value.failed)
		fxv_say(x->v, FXV_VAULT, FX_TAMPERED, -1,
		    "opening.json is not in the form of openings");
	else if ((uint64_t)fxv_num(line, "seq") != record->seq)
		fxv_say(x->v, FXV_VAULT, FX_TAMPERED, -1,
		    "opening.json is of record %" PRId64 ", not %" PRIu64,
		    fxv_num(line, "seq"), record->seq);
	else if (!is_new(all, o.field))
		fxv_say(x->v, FXV_VAULT, FX_TAMPERED, (int64_t)record->seq,
		    "opening.json opens '%.64s' of record %" PRIu64 " twice",
		    o.field, record->seq);
	else {
		check(x, &o);
		rc = 0;
	}
	if (o.value.p != NULL)
		explicit_bzero(o.value.p, o.value.cap);
	fx_buf_done(&o.value);
	json_decref(line);
	return rc;
}

/* All lines; there is one at least, since an empty file opens nothing. */
static void
read_lines(struct fxv_exhibit *x, const struct fx_buf *text)
{
	const char *p = fx_buf_text(text), *end = p + text->len, *nl;
	struct opened all = { 0 };

	do {
		nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
		if (nl == NULL || all.n == FX_SECRETS_MOST) {
			fxv_say(x->v, FXV_VAULT, FX_TAMPERED, -1,
			    "opening.json is not in the form of openings");
			return;
		}
		if (on_line(x, &all, p, (size_t)(nl - p)) == -1)
			return;
		p = nl + 1;
	} while (p < end);
}

void
fxv_exhibit_opening(struct fxv_exhibit *x)
{
	const struct fxv_item *record = &x->items[FXV_PART_RECORD];
	struct fx_buf text = { 0 };

	if (!record->good ||
	    fxv_exhibit_file(x, "opening", "json", FX_CANON_LEN, &text) != 0) {
		fx_buf_done(&text);
		return;
	}
	read_lines(x, &text);
	x->v->vault.all = x->v->vault.good ==
	    json_object_size(json_object_get(record->record, "commit"));
	if (text.p != NULL)
		explicit_bzero(text.p, text.cap);
	fx_buf_done(&text);
}
