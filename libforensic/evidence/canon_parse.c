/*
 * canon_parse.c - read a record, and refuse every spelling but the canonical
 *
 * The canonical form has one spelling for each value, so one pass suffices: no
 * choice that a writer could have made otherwise is ever accepted here.
 */
#include <string.h>

#include "forensic/canon.h"
#include "forensic/utf8.h"
#include "internal.h"

struct parser {
	const char *s;
	size_t n, at;
	struct fx_buf text; /* the string being read, unescaped */
	struct fx_err *err;
};

static json_t *
refuse(struct parser *p, const char *why)
{
	fx_fail(p->err, FX_EBROKEN, p->at, "not in canonical form: %s", why);
	return NULL;
}

/* The next character, or 0 at the end: no record holds one. */
static char
peek(const struct parser *p)
{
	return (char)(p->at < p->n ? p->s[p->at] : '\0');
}

static bool
take(struct parser *p, char c)
{
	if (p->at >= p->n || p->s[p->at] != c)
		return false;
	p->at++;
	return true;
}

/* Behind \u: 00xx, lower case, of a control that has no short escape. */
static int
unicode_escape(struct parser *p)
{
	static const char low[] = "0123456789abcdef";
	const char *digit;
	unsigned int c;

	if (p->n - p->at < 4 || p->s[p->at] != '0' || p->s[p->at + 1] != '0' ||
	    (p->s[p->at + 2] != '0' && p->s[p->at + 2] != '1') ||
	    p->s[p->at + 3] == '\0' ||
	    (digit = strchr(low, p->s[p->at + 3])) == NULL)
		return -1;
	c = (unsigned int)(p->s[p->at + 2] - '0') * 16 +
	    (unsigned int)(digit - low);
	if (c == 0 || (c >= '\b' && c <= '\r' && c != '\v'))
		return -1;
	fx_buf_byte(&p->text, (int)c);
	p->at += 4;
	return 0;
}

static int
escape(struct parser *p)
{
	static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";
	const char *at;
	char c = peek(p);

	if (c == '\0')
		return -1;
	p->at++;
	if (c == 'u')
		return unicode_escape(p);
	if ((at = strchr(from, c)) == NULL)
		return -1;
	fx_buf_byte(&p->text, to[at - from]);
	return 0;
}

/* A string, from its opening quote on, into p->text. Returns 0, or -1. */
static int
string(struct parser *p)
{
	size_t from;

	fx_buf_reset(&p->text);
	if (!take(p, '"')) {
		refuse(p, "a string is expected");
		return -1;
	}
	for (;;) {
		from = p->at;
		while (p->at < p->n && (unsigned char)p->s[p->at] >= 0x20 &&
		    p->s[p->at] != '"' && p->s[p->at] != '\\')
			p->at++;
		fx_buf_put(&p->text, p->s + from, p->at - from);
		if (take(p, '"'))
			break;
		if (!take(p, '\\') || escape(p) == -1) {
			refuse(p, "a character that stands otherwise");
			return -1;
		}
	}
	if (!fx_utf8_ok(fx_buf_text(&p->text), p->text.len)) {
		refuse(p, "a string is not UTF-8 text");
		return -1;
	}
	return fx_buf_check(&p->text, p->err);
}

static json_t *
integer(struct parser *p)
{
	bool minus = take(p, '-');
	int64_t v = 0;
	size_t from = p->at;

	while (peek(p) >= '0' && peek(p) <= '9') {
		v = v * 10 + (p->s[p->at] - '0');
		p->at++;
		if (v > FX_CANON_INT)
			return refuse(p, "an integer past 2^53-1");
	}
	if (p->at == from)
		return refuse(p, "a value is expected");
	if (p->s[from] == '0' && (p->at - from > 1 || minus))
		return refuse(p, "an integer with a needless 0 or sign");
	return json_integer(minus ? -v : v);
}

static json_t *value(struct parser *p, unsigned int depth);

static json_t *
array(struct parser *p, unsigned int depth)
{
	json_t *list = json_array(), *v;

	if (take(p, ']'))
		return list;
	do {
		v = value(p, depth);
		if (v == NULL || json_array_append_new(list, v) == -1)
			goto fail;
	} while (take(p, ','));
	if (take(p, ']'))
		return list;
	refuse(p, "an array does not end");
fail:
	json_decref(list);
	return NULL;
}

/* One member, whose key must come after last; last becomes it. */
static int
member(struct parser *p, json_t *object, struct fx_buf *last,
    unsigned int depth)
{
	json_t *v;

	if (string(p) == -1)
		return -1;
	if (!canon_key_ok(fx_buf_text(&p->text), p->text.len)) {
		refuse(p, "a key is not a lower-case word");
		return -1;
	}
	if (last->len > 0 && strcmp(last->p, p->text.p) >= 0) {
		refuse(p, "a key twice, or out of order");
		return -1;
	}
	fx_buf_reset(last);
	fx_buf_put(last, p->text.p, p->text.len);
	if (fx_buf_check(last, p->err) == -1)
		return -1;
	if (!take(p, ':')) {
		refuse(p, "a colon is expected");
		return -1;
	}
	if ((v = value(p, depth)) == NULL)
		return -1;
	return json_object_set_new_nocheck(object, last->p, v);
}

static json_t *
object(struct parser *p, unsigned int depth)
{
	json_t *object = json_object();
	struct fx_buf last = { 0 };

	if (take(p, '}'))
		return object;
	do {
		if (member(p, object, &last, depth) == -1)
			goto fail;
	} while (take(p, ','));
	if (take(p, '}')) {
		fx_buf_done(&last);
		return object;
	}
	refuse(p, "an object does not end");
fail:
	fx_buf_done(&last);
	json_decref(object);
	return NULL;
}

/* depth: levels that are open around the value. */
static json_t *
value(struct parser *p, unsigned int depth)
{
	char c = peek(p);

	if (c == '"')
		return string(p) == 0
		    ? json_stringn_nocheck(fx_buf_text(&p->text), p->text.len)
		    : NULL;
	if (c != '{' && c != '[')
		return integer(p);
	if (depth == FX_CANON_DEPTH)
		return refuse(p, "too many levels");
	p->at++;
	return c == '{' ? object(p, depth + 1) : array(p, depth + 1);
}

json_t *
fx_canon_parse(const char *text, size_t n, struct fx_err *err)
{
	struct fx_err why;
	struct parser p = { .s = text, .n = n, .err = &why };
	json_t *v = NULL;

	/* A failure below that says nothing is memory that was refused. */
	fx_fail(&why, FX_ENOMEM, 0, "out of memory");
	if (n > FX_CANON_LEN)
		refuse(&p, "longer than a record may be");
	else if (peek(&p) != '{')
		refuse(&p, "an object is expected");
	else
		v = value(&p, 0);
	if (v != NULL && p.at != n) {
		json_decref(v);
		v = refuse(&p, "more than one object");
	}
	fx_buf_done(&p.text);
	if (v == NULL)
		*err = why;
	return v;
}
