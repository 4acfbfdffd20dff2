/* shown.c - a value that was revealed: as a line for people, or for programs */
#include "shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "forensic/utf8.h"
#include "term.h"

/*
 * Kinds whose value is itself what a card is paid with, so that it is shown
 * only when it is named; and so is a value of which the mask shows nothing.
 */
static const char *const named[] = { "card.emv", "card.track1", "card.track2" };

bool
shown_plain(const json_t *record)
{
	const char *class = json_string_value(json_object_get(record, "class"));
	const char *mask = json_string_value(json_object_get(record, "mask"));
	size_t i;

	if (class == NULL || mask == NULL || mask[strspn(mask, "*")] == '\0')
		return false;
	for (i = 0; i < FX_LEN(named); i++)
		if (strcmp(class, named[i]) == 0)
			return false;
	return true;
}

static void
put_line(struct fx_buf *out, const struct fx_revealed *v)
{
	fx_buf_printf(out, "%" PRIu64 "\t%s\t%s\t", v->seq, v->class, v->field);
	term_text(out, v->value, v->len, 0);
}

static void
put_json(struct fx_buf *out, const struct fx_revealed *v)
{
	struct fx_buf raw = { 0 };
	struct fx_json j = { .out = &raw };

	fx_json_open(&j, '{');
	fx_json_kint(&j, "seq", (int64_t)v->seq);
	fx_json_kstr(&j, "class", v->class);
	fx_json_kstr(&j, "field", v->field);
	fx_json_key(&j, "value");
	fx_json_bytes(&j, v->value, v->len);
	fx_json_close(&j, '}');
	term_json(out, fx_buf_text(&raw), raw.len);
	out->failed = out->failed || raw.failed;
	if (raw.p != NULL)
		explicit_bzero(raw.p, raw.cap);
	fx_buf_done(&raw);
}

/* Bytes that are no text, in hexadecimal digits. */
static void
put_hex(struct fx_json *j, const uint8_t *p, size_t n)
{
	struct fx_buf hex = { 0 };
	char byte[3];
	size_t i;

	for (i = 0; i < n; i++) {
		fx_hex(byte, p + i, 1);
		fx_buf_str(&hex, byte);
	}
	j->out->failed = j->out->failed || hex.failed;
	fx_json_kstr(j, "value_hex", fx_buf_text(&hex));
	if (hex.p != NULL)
		explicit_bzero(hex.p, hex.cap);
	fx_buf_done(&hex);
}

/* The form is canonical: members in order, nothing that is no text. */
static void
put_opening(struct fx_buf *out, const struct fx_revealed *v)
{
	char nonce[2 * FX_NONCE_LEN + 1];
	struct fx_json j = { .out = out };

	fx_hex(nonce, v->nonce, FX_NONCE_LEN);
	fx_json_open(&j, '{');
	fx_json_kstr(&j, "field", v->field);
	fx_json_kstr(&j, "nonce", nonce);
	fx_json_kint(&j, "seq", (int64_t)v->seq);
	if (fx_utf8_ok(v->value, v->len)) {
		fx_json_key(&j, "value");
		fx_json_strn(&j, v->value, v->len);
	} else {
		put_hex(&j, v->value, v->len);
	}
	fx_json_close(&j, '}');
	explicit_bzero(nonce, sizeof(nonce));
}

int
shown_print(const struct fx_revealed *v, enum shown_form form)
{
	struct fx_buf line = { 0 };
	int rc;

	if (form == SHOWN_LINE)
		put_line(&line, v);
	else if (form == SHOWN_JSON)
		put_json(&line, v);
	else
		put_opening(&line, v);
	fx_buf_byte(&line, '\n');
	rc = line.failed || fputs(line.p, stdout) == EOF || fflush(stdout) != 0;
	if (line.p != NULL)
		explicit_bzero(line.p, line.cap);
	fx_buf_done(&line);
	return rc ? -1 : 0;
}
