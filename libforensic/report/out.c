/* out.c - writing a page: markup of ours, text of anybody's, data */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forensic/utf8.h"
#include "internal.h"

enum { MUCH = 64 << 10 }; /* bytes that are worth a write */

int
fxr_begin(struct fxr_out *o, const struct fx_report_options *opt)
{
	*o = (struct fxr_out){ .opt = opt };
	o->seen = fx_hash_new(FX_SHA256, &o->err);
	return o->seen == NULL ? -1 : 0;
}

int
fxr_fail(struct fxr_out *o, enum fx_code code, const char *words)
{
	if (!o->failed)
		fx_fail(&o->err, code, 0, "%s", words);
	o->failed = true;
	return -1;
}

int
fxr_flush(struct fxr_out *o)
{
	if (o->failed)
		return -1;
	o->failed = fx_buf_check(&o->buf, &o->err) == -1 ||
	    (o->buf.len > 0 &&
		o->opt->write(o->opt->arg, o->buf.p, o->buf.len, &o->err) ==
		    -1);
	fx_buf_reset(&o->buf);
	return o->failed ? -1 : 0;
}

void
fxr_done(struct fxr_out *o)
{
	fx_hash_free(o->seen);
	fx_buf_done(&o->buf);
}

static void
put(struct fxr_out *o, const char *p, size_t n)
{
	fx_buf_put(&o->buf, p, n);
	if (o->buf.len >= MUCH)
		fxr_flush(o);
}

/* HTML's white space: how much of it there is does not show. */
static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* n bytes of text go into the digest, without white space. */
static void
see(struct fxr_out *o, const char *p, size_t n)
{
	size_t i, from = 0;

	if (o->unseen || o->failed)
		return;
	for (i = 0; i <= n; i++) {
		if (i < n && !is_space(p[i]))
			continue;
		if (i > from &&
		    fx_hash_add(o->seen, p + from, i - from, &o->err) == -1)
			o->failed = true;
		from = i + 1;
	}
}

/* How one character stands in text and in attributes in quotes. */
static const char *
entity(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

/* The character that our markup means by the entity at p, of n bytes. */
static size_t
unescape(const char *p, size_t n, char *c)
{
	static const char signs[] = "<>&\"";
	const char *name;
	size_t i;

	for (i = 0; signs[i] != '\0'; i++) {
		name = entity(signs[i]);
		if (n >= strlen(name) && memcmp(p, name, strlen(name)) == 0) {
			*c = signs[i];
			return strlen(name);
		}
	}
	*c = *p;
	return 1;
}

void
fxr_htmln(struct fxr_out *o, const char *markup, size_t n)
{
	size_t i, k;
	char c;

	put(o, markup, n);
	for (i = 0; i < n; i += k) {
		k = 1;
		if (o->in_tag || markup[i] == '<') {
			o->in_tag = markup[i] != '>';
			continue;
		}
		k = unescape(markup + i, n - i, &c);
		see(o, &c, 1);
	}
}

void
fxr_html(struct fxr_out *o, const char *markup)
{
	fxr_htmln(o, markup, strlen(markup));
}

/*
 * In a name on a seized disk they are there to deceive, so they are shown.  The
 * page's script has the same table.
 */
bool
fxr_hidden(uint32_t cp)
{
	static const struct {
		uint32_t lo, hi;
	} hidden[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x61c, 0x61c }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
		{ 0xe0000, 0xe007f } };
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (cp >= hidden[i].lo && cp <= hidden[i].hi)
			return true;
	/* nor are these characters, whoever wrote them */
	return (cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef);
}

/* One character of n bytes, 0 if none stands there, as it is shown. */
static void
show(struct fxr_out *o, const char *p, size_t n, uint32_t cp)
{
	char words[32];

	if (n == 0 || fxr_hidden(cp)) {
		/* U+27E8 and U+27E9, which nobody has in a name */
		snprintf(words, sizeof(words),
		    n == 0 ? "\xe2\x9f\xa8"
			     "byte %02X\xe2\x9f\xa9"
			   : "\xe2\x9f\xa8U+%04X\xe2\x9f\xa9",
		    n == 0 ? (unsigned int)(uint8_t)*p : (unsigned int)cp);
		put(o, words, strlen(words));
		see(o, words, strlen(words));
		return;
	}
	if (n == 1 && entity(*p) != NULL)
		put(o, entity(*p), strlen(entity(*p)));
	else
		put(o, p, n);
	see(o, p, n);
}

void
fxr_textn(struct fxr_out *o, const char *s, size_t n, size_t most)
{
	size_t k, count = 0, at;
	uint32_t cp;

	for (at = 0; at<n; at += k> 0 ? k : 1, count++) {
		cp = 0;
		k = fx_utf8_decode(s + at, n - at, &cp);
		if (count < most)
			show(o, s + at, k, cp);
	}
	if (count > most)
		fxr_printf(o, "\xe2\x80\xa6 (%zu characters)", count);
}

void
fxr_text(struct fxr_out *o, const char *s)
{
	fxr_textn(o, s, strlen(s), SIZE_MAX);
}

void
fxr_printf(struct fxr_out *o, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fxr_text(o, text);
}

/* Bytes at p that may not stand in a data block as they are; 0: none. */
static size_t
awkward(const char *p, size_t n, uint32_t *cp)
{
	const uint8_t c = (uint8_t)*p;

	*cp = c;
	if (c == '<' || c == '>' || c == '&' || c == 0x7f)
		return 1;
	if ((c != 0xc2 && c != 0xe2) || fx_utf8_decode(p, n, cp) == 0)
		return 0;
	if (c == 0xc2)
		return *cp <= 0x9f ? 2 : 0;
	return *cp == 0x2028 || *cp == 0x2029 ? 3 : 0;
}

void
fxr_data(struct fxr_out *o, const char *p, size_t n)
{
	size_t at, k, from = 0;
	uint32_t cp;
	char esc[8];

	/* These stand in JSON's strings alone, where any escape may stand. */
	for (at = 0; at<n; at += k> 0 ? k : 1) {
		if ((k = awkward(p + at, n - at, &cp)) == 0)
			continue;
		put(o, p + from, at - from);
		see(o, p + from, at - from);
		snprintf(esc, sizeof(esc), "\\u%04x", (unsigned int)cp);
		put(o, esc, strlen(esc));
		see(o, esc, strlen(esc));
		from = at + k;
	}
	put(o, p + from, n - from);
	see(o, p + from, n - from);
}
