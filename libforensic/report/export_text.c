/* export_text.c - what records say, as text of CSV, XML and feature files */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/utf8.h"

int64_t
fxx_int(const json_t *record, const char *name)
{
	return json_integer_value(json_object_get(record, name));
}

const char *
fxx_exhibit(const struct fxx *x)
{
	const char *s = fxr_str(x->source.json, "exhibit");

	return *s != '\0' ? s : fxr_str(x->genesis.json, "exhibit");
}

const char *
fxx_name(struct fx_buf *b, const json_t *record, const char *name)
{
	const char *s = json_string_value(json_object_get(record, name));

	if (s != NULL)
		return s;
	fx_buf_reset(b);
	fx_buf_printf(b, "%s_hex", name);
	s = json_string_value(json_object_get(record, fx_buf_text(b)));
	fx_buf_reset(b);
	if (s != NULL)
		fx_buf_printf(b, "hex:%s", s);
	return fx_buf_text(b);
}

static void
put_value(struct fx_buf *b, json_t *value)
{
	if (json_is_string(value))
		fx_buf_str(b, json_string_value(value));
	else if (json_is_integer(value))
		fx_buf_printf(b, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
	else
		fxx_words(b, value);
}

void
fxx_words(struct fx_buf *b, json_t *value)
{
	const char *key = NULL, *space = "";
	json_t *item;
	size_t i;

	if (json_is_array(value))
		json_array_foreach (value, i, item) {
			fx_buf_str(b, space);
			put_value(b, item);
			space = " ";
		}
	else
		json_object_foreach (value, key, item) {
			fx_buf_printf(b, "%s%s=", space, key);
			put_value(b, item);
			space = " ";
		}
}

struct fxx_place
fxx_place(const json_t *finding)
{
	const char *path = fxr_str(finding, "path"), *at;
	struct fxx_place p = { .offset = (uint64_t)fxx_int(finding, "off"),
		.len = (uint64_t)fxx_int(finding, "len"),
		.stream = *path == 'V' };

	if (!p.stream) {
		p.decoded = strchr(path, '-') != NULL;
		return p;
	}
	at = strchr(path, '@');
	p.offset = at != NULL ? strtoull(at + 1, NULL, 10) : 0;
	/* the address has hyphens, too, but no capitals */
	p.decoded = strpbrk(path + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
	return p;
}

/* One character of n bytes, as one of the formats has it. */
typedef void put_char(struct fx_buf *b, const char *p, size_t n);

/* Nothing of it steers: characters that would are told by their number. */
static void
shown(struct fx_buf *b, const char *s, put_char *put)
{
	size_t left = strlen(s), n;
	uint32_t cp;

	for (; left > 0; s += n, left -= n) {
		n = fx_utf8_decode(s, left, &cp);
		if (n > 0 && !fxr_hidden(cp)) {
			put(b, s, n);
			continue;
		}
		/* U+27E8 and U+27E9, as in a report */
		fx_buf_printf(b,
		    n == 0 ? "\xe2\x9f\xa8"
			     "byte %02X\xe2\x9f\xa9"
			   : "\xe2\x9f\xa8U+%04X\xe2\x9f\xa9",
		    n == 0 ? (unsigned int)(uint8_t)*s : (unsigned int)cp);
		n = n == 0 ? 1 : n;
	}
}

static void
csv_char(struct fx_buf *b, const char *p, size_t n)
{
	if (*p == '"')
		fx_buf_byte(b, '"');
	fx_buf_put(b, p, n);
}

/*
 * Would a spreadsheet compute it?  With what it takes for these signs in other
 * scripts, and behind spaces; and the apostrophe, so that one can be told from
 * ours.
 */
static bool
is_formula(const char *s)
{
	static const uint32_t signs[] = { '=', '+', '-', '@', '\'', 0xff1d,
		0xff0b, 0xff0d, 0xff20, 0x2212 };
	size_t n = strlen(s), k, i;
	uint32_t cp;

	while ((k = fx_utf8_decode(s, n, &cp)) > 0 &&
	    (cp == ' ' || cp == 0xa0 || cp == 0x3000)) {
		s += k;
		n -= k;
	}
	for (i = 0; k > 0 && i < FX_LEN(signs); i++)
		if (cp == signs[i])
			return true;
	return false;
}

void
fxx_put_csv(struct fx_buf *b, const char *s)
{
	fx_buf_byte(b, '"');
	if (is_formula(s))
		fx_buf_byte(b, '\'');
	shown(b, s, csv_char);
	fx_buf_byte(b, '"');
}

static void
xml_char(struct fx_buf *b, const char *p, size_t n)
{
	switch (*p) {
	case '<':
		fx_buf_str(b, "&lt;");
		break;
	case '>': /* behind ]] it must not stand */
		fx_buf_str(b, "&gt;");
		break;
	case '&':
		fx_buf_str(b, "&amp;");
		break;
	case '"':
		fx_buf_str(b, "&quot;");
		break;
	default:
		fx_buf_put(b, p, n);
	}
}

void
fxx_put_xml(struct fx_buf *b, const char *s)
{
	shown(b, s, xml_char);
}

void
fxx_put_feature(struct fx_buf *b, const char *s)
{
	size_t left = strlen(s), n, i;
	uint32_t cp;

	for (; left > 0; s += n, left -= n) {
		n = fx_utf8_decode(s, left, &cp);
		if (n > 0 && cp != '\\' && !fxr_hidden(cp)) {
			fx_buf_put(b, s, n);
			continue;
		}
		n = n == 0 ? 1 : n;
		for (i = 0; i < n; i++)
			fx_buf_printf(b, "\\x%02X",
			    (unsigned int)(uint8_t)s[i]);
	}
}

void
fxx_element(struct fx_buf *b, const char *name, const char *text)
{
	if (*text == '\0')
		return;
	fx_buf_printf(b, "<%s>", name);
	fxx_put_xml(b, text);
	fx_buf_printf(b, "</%s>\n", name);
}

void
fxx_attribute(struct fx_buf *b, const char *name, const char *text)
{
	if (*text == '\0')
		return;
	fx_buf_printf(b, " %s=\"", name);
	fxx_put_xml(b, text);
	fx_buf_byte(b, '"');
}

void
fxx_attribute_int(struct fx_buf *b, const char *name, uint64_t n)
{
	fx_buf_printf(b, " %s=\"%" PRIu64 "\"", name, n);
}

/* RFC 9562, 5.5; the name space is a random UUID that stands for fxkit. */
int
fxx_uuid(struct fxx *x, char out[FXX_UUID_LEN + 1],
    const uint8_t leaf[FX_SHA256_LEN], const char *part)
{
	static const uint8_t space[] = { 0x4c, 0x1d, 0x0e, 0x52, 0x9b, 0x7a,
		0x4f, 0x3c, 0x8e, 0x61, 0xd2, 0x35, 0xa0, 0x97, 0x6b, 0x18 };
	uint8_t sum[FX_HASH_MAX];
	struct fx_hash *h;
	char hex[33];
	int rc = -1;

	*out = '\0';
	if (x->failed || (h = fx_hash_new(FX_SHA1, x->err)) == NULL) {
		x->failed = true;
		return -1;
	}
	if (fx_hash_add(h, space, sizeof(space), x->err) == 0 &&
	    fx_hash_add(h, leaf, FX_SHA256_LEN, x->err) == 0 &&
	    fx_hash_add(h, part, strlen(part), x->err) == 0)
		rc = fx_hash_end(h, sum, x->err);
	fx_hash_free(h);
	if (rc == -1) {
		x->failed = true;
		return -1;
	}
	sum[6] = (uint8_t)((sum[6] & 0x0f) | 0x50);
	sum[8] = (uint8_t)((sum[8] & 0x3f) | 0x80);
	fx_hex(hex, sum, 16);
	snprintf(out, FXX_UUID_LEN + 1, "%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
	return 0;
}
