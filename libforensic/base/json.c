/* json.c - write JSON (RFC 8259), one compact line, into a buffer */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "forensic/utf8.h"

/* The comma before a member or element that is not the first. */
static void
comma(struct fx_json *j)
{
	if (j->more[j->depth])
		fx_buf_byte(j->out, ',');
	j->more[j->depth] = true;
}

void
fx_json_open(struct fx_json *j, char bracket)
{
	comma(j);
	fx_buf_byte(j->out, bracket);
	if (j->depth == FX_JSON_DEPTH) {
		j->out->failed = true;
		return;
	}
	j->more[++j->depth] = false;
}

void
fx_json_close(struct fx_json *j, char bracket)
{
	fx_buf_byte(j->out, bracket);
	if (j->depth > 0)
		j->depth--;
}

static void
escape(struct fx_buf *out, unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *p = strchr(from, c);

	if (p != NULL && c != '\0')
		fx_buf_printf(out, "\\%c", to[p - from]);
	else
		fx_buf_printf(out, "\\u%04x", c);
}

/* A quoted string, no comma before it. */
static void
quote(struct fx_buf *out, const char *s, size_t n)
{
	size_t i, from = 0;

	fx_buf_byte(out, '"');
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		fx_buf_put(out, s + from, i - from);
		escape(out, c);
		from = i + 1;
	}
	fx_buf_put(out, s + from, n - from);
	fx_buf_byte(out, '"');
}

void
fx_json_key(struct fx_json *j, const char *key)
{
	comma(j);
	quote(j->out, key, strlen(key));
	fx_buf_byte(j->out, ':');
	j->more[j->depth] = false; /* its value takes no comma */
}

void
fx_json_int(struct fx_json *j, int64_t v)
{
	char digits[20], *p = digits + sizeof(digits);
	uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	comma(j);
	do
		*--p = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (v < 0)
		*--p = '-';
	fx_buf_put(j->out, p, (size_t)(digits + sizeof(digits) - p));
}

void
fx_json_str(struct fx_json *j, const char *s)
{
	fx_json_strn(j, s, strlen(s));
}

void
fx_json_strn(struct fx_json *j, const char *s, size_t n)
{
	comma(j);
	quote(j->out, s, n);
}

void
fx_json_bytes(struct fx_json *j, const void *p, size_t n)
{
	const uint8_t *b = p;
	char hex[3];
	size_t i;

	if (fx_utf8_ok(p, n)) {
		fx_json_strn(j, p, n);
		return;
	}
	comma(j);
	fx_buf_str(j->out, "{\"hex\":\"");
	for (i = 0; i < n; i++) {
		fx_hex(hex, b + i, 1);
		fx_buf_put(j->out, hex, 2);
	}
	fx_buf_str(j->out, "\"}");
}

void
fx_json_raw(struct fx_json *j, const char *text)
{
	comma(j);
	fx_buf_str(j->out, text);
}

void
fx_json_kint(struct fx_json *j, const char *key, int64_t v)
{
	fx_json_key(j, key);
	fx_json_int(j, v);
}

void
fx_json_kstr(struct fx_json *j, const char *key, const char *s)
{
	fx_json_key(j, key);
	fx_json_str(j, s);
}
