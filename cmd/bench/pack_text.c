/* pack_text.c - containers that are text: base64, hex and escapes */
#include <string.h>

#include "pack.h"
#include "text.h"

enum { WIDTH = 76, HEX_WIDTH = 64, SOFT = 72 };

int
pack_base64(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	(void)pack;
	text_base64(out, p, n, WIDTH);
	fx_buf_str(out, "\r\n");
	return fx_buf_check(out, err);
}

int
pack_hex(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	const uint8_t *s = p;
	size_t i;

	(void)pack;
	for (i = 0; i < n; i++)
		fx_buf_printf(out, "%02x%s", s[i],
		    (i + 1) * 2 % HEX_WIDTH == 0 ? "\n" : "");
	fx_buf_byte(out, '\n');
	return fx_buf_check(out, err);
}

/* RFC 2045, 6.7: lines of 76 and fewer, "=" at a soft end. */
int
pack_quoted(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	const uint8_t *s = p;
	size_t i, line = 0;

	(void)pack;
	for (i = 0; i < n; i++) {
		if (s[i] == '\n') {
			fx_buf_str(out, "\r\n");
			line = 0;
			continue;
		}
		if (line >= SOFT) {
			fx_buf_str(out, "=\r\n");
			line = 0;
		}
		if (s[i] == '=' || s[i] > '~') {
			fx_buf_printf(out, "=%02X", s[i]);
			line += 3;
		} else {
			fx_buf_byte(out, s[i]);
			line++;
		}
	}
	return fx_buf_check(out, err);
}

/* As scripts send a form's field, by encodeURIComponent(). */
int
pack_percent(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
	const uint8_t *s = p;
	size_t i;

	(void)pack;
	fx_buf_str(out, "text=");
	for (i = 0; i < n; i++)
		if (memchr(plain, s[i], sizeof(plain) - 1) != NULL)
			fx_buf_byte(out, s[i]);
		else
			fx_buf_printf(out, "%%%02X", s[i]);
	fx_buf_str(out, "&send=1\r\n");
	return fx_buf_check(out, err);
}

/* Text of a page in which each character but a letter is a reference. */
int
pack_html(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	const uint8_t *s = p;
	size_t i;

	(void)pack;
	fx_buf_str(out, "<html><body><pre>");
	for (i = 0; i < n; i++)
		if ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z')
			fx_buf_byte(out, s[i]);
		else
			fx_buf_printf(out, "&#%d;", s[i]);
	fx_buf_str(out, "</pre></body></html>\n");
	return fx_buf_check(out, err);
}

/* A string of JSON in which each character but a letter is an escape. */
int
pack_escape(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	const uint8_t *s = p;
	size_t i;

	(void)pack;
	fx_buf_str(out, "{\"text\":\"");
	for (i = 0; i < n; i++)
		if ((s[i] | 0x20) >= 'a' && (s[i] | 0x20) <= 'z')
			fx_buf_byte(out, s[i]);
		else
			fx_buf_printf(out, "\\u%04x", s[i]);
	fx_buf_str(out, "\"}\r\n");
	return fx_buf_check(out, err);
}
