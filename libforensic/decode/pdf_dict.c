/* pdf_dict.c - the dictionary of a PDF stream, 7.3.8 */
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

enum {
	TRIES = 8, /* places before the data where the object may begin */
	NAME = 32, /* longest name that means anything here */
	NUMBER_MOST = 1 << 30,
};

struct reader {
	const uint8_t *p;
	size_t n, at;
};

bool
pdf_is_space(int c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' ||
	    c == 0;
}

bool
pdf_is_regular(int c)
{
	return c > 0 && !pdf_is_space(c) && strchr("()<>[]{}/%", c) == NULL;
}

static void
skip_space(struct reader *r)
{
	for (;;) {
		while (r->at < r->n && pdf_is_space(r->p[r->at]))
			r->at++;
		if (r->at == r->n || r->p[r->at] != '%')
			return;
		while (
		    r->at < r->n && r->p[r->at] != '\n' && r->p[r->at] != '\r')
			r->at++;
	}
}

static bool
accept(struct reader *r, const char *s)
{
	size_t n = strlen(s);

	skip_space(r);
	if (r->n - r->at < n || memcmp(r->p + r->at, s, n) != 0)
		return false;
	r->at += n;
	return true;
}

static int
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that two digits behind a # stand for; # if they are none. */
static uint8_t
unescape(struct reader *r)
{
	int high = hex_digit(r->p[r->at]), low = hex_digit(r->p[r->at + 1]);

	if (high < 0 || low < 0)
		return '#';
	r->at += 2;
	return (uint8_t)(high << 4 | low);
}

/* A name without its solidus, into name[NAME]; too long ones become "". */
static bool
read_name(struct reader *r, char *name)
{
	size_t n = 0;
	uint8_t c;

	if (!accept(r, "/"))
		return false;
	while (r->at < r->n && pdf_is_regular(r->p[r->at])) {
		c = r->p[r->at++];
		if (c == '#' && r->n - r->at >= 2)
			c = unescape(r);
		if (n < NAME)
			name[n++] = (char)c;
	}
	name[n < NAME ? n : 0] = '\0';
	return true;
}

static bool
skip_string(struct reader *r)
{
	size_t depth = 0;

	for (; r->at < r->n; r->at++) {
		if (r->p[r->at] == '\\')
			r->at++;
		else if (r->p[r->at] == '(')
			depth++;
		else if (r->p[r->at] == ')' && --depth == 0) {
			r->at++;
			return true;
		}
	}
	return false;
}

/* Skip one word, string or bracket; *depth counts those that are open. */
static bool
skip_token(struct reader *r, size_t *depth)
{
	skip_space(r);
	if (r->at == r->n)
		return false;
	if (accept(r, "<<") || accept(r, "[")) {
		(*depth)++;
		return *depth <= PDF_NEST;
	}
	if (accept(r, ">>") || accept(r, "]"))
		return (*depth)-- > 0;
	if (r->p[r->at] == '(')
		return skip_string(r);
	if (accept(r, "<")) {
		while (r->at < r->n && r->p[r->at] != '>')
			r->at++;
		return accept(r, ">");
	}
	if (accept(r, "/") && (r->at == r->n || !pdf_is_regular(r->p[r->at])))
		return true;
	if (r->at == r->n || !pdf_is_regular(r->p[r->at]))
		return false;
	while (r->at < r->n && pdf_is_regular(r->p[r->at]))
		r->at++;
	return true;
}

/* A whole number; not the first one of a reference. */
static bool
read_number(struct reader *r, uint64_t *number)
{
	struct reader ref;
	uint64_t more;

	skip_space(r);
	*number = 0;
	if (r->at == r->n || r->p[r->at] < '0' || r->p[r->at] > '9')
		return false;
	for (; r->at < r->n && r->p[r->at] >= '0' && r->p[r->at] <= '9';
	     r->at++)
		if (*number < NUMBER_MOST)
			*number = *number * 10 + (uint64_t)(r->p[r->at] - '0');
	ref = *r;
	skip_space(&ref);
	if (ref.at == r->at || ref.at == ref.n || ref.p[ref.at] < '0' ||
	    ref.p[ref.at] > '9')
		return true;
	return !read_number(&ref, &more) || !accept(&ref, "R");
}

/* Skip one value; a reference is three words, and skipped as they come. */
static bool
skip_value(struct reader *r)
{
	size_t depth = 0;

	do {
		if (!skip_token(r, &depth))
			return false;
	} while (depth > 0);
	return true;
}

static enum pdf_filter
filter_of(const char *name)
{
	static const struct {
		const char *name, *brief; /* Table 6 and Table 94 */
		enum pdf_filter filter;
	} all[] = {
		{ "FlateDecode", "Fl", PDF_FLATE },
		{ "LZWDecode", "LZW", PDF_LZW },
		{ "ASCII85Decode", "A85", PDF_A85 },
		{ "ASCIIHexDecode", "AHx", PDF_HEX },
		{ "RunLengthDecode", "RL", PDF_RUN },
	};
	size_t i;

	for (i = 0; i < FX_LEN(all); i++)
		if (strcmp(name, all[i].name) == 0 ||
		    strcmp(name, all[i].brief) == 0)
			return all[i].filter;
	return PDF_OTHER;
}

/* /Filter: a name or an array of them. */
static void
read_filters(struct reader *r, struct pdf_dict *dict)
{
	bool many = accept(r, "[");
	char name[NAME];

	dict->nspec = 0;
	while (read_name(r, name)) {
		if (dict->nspec == PDF_FILTERS ||
		    filter_of(name) == PDF_OTHER) {
			dict->refused = true;
			return;
		}
		dict->spec[dict->nspec++].filter = filter_of(name);
		if (!many)
			return;
	}
	if (!many || !accept(r, "]"))
		dict->refused = true; /* a reference, or no array */
}

static void
set_parm(struct pdf_spec *spec, const char *name, uint64_t value)
{
	unsigned v = (unsigned)value;

	if (strcmp(name, "Predictor") == 0)
		spec->predictor = v;
	else if (strcmp(name, "Colors") == 0)
		spec->colors = v;
	else if (strcmp(name, "BitsPerComponent") == 0)
		spec->bits = v;
	else if (strcmp(name, "Columns") == 0)
		spec->columns = v;
	else if (strcmp(name, "EarlyChange") == 0)
		spec->late = v == 0;
}

/* A dictionary of parameters, behind its "<<". */
static void
read_parms(struct reader *r, struct pdf_spec *spec)
{
	char name[NAME];
	uint64_t value;
	size_t at;

	while (read_name(r, name)) {
		at = r->at;
		if (read_number(r, &value)) {
			set_parm(spec, name, value);
			continue;
		}
		r->at = at;
		if (!skip_value(r))
			return;
	}
}

/* /DecodeParms: a dictionary or an array of them and of nulls. */
static void
read_all_parms(struct reader *r, struct pdf_dict *dict)
{
	bool many = accept(r, "[");
	unsigned i;

	for (i = 0; i < PDF_FILTERS; i++) {
		if (accept(r, "<<")) {
			read_parms(r, &dict->spec[i]);
			if (!accept(r, ">>"))
				return;
		} else if (!accept(r, "null")) {
			return;
		}
		if (!many)
			return;
	}
}

/* Keys that only other streams than those of a page's content have. */
static bool
is_other(const char *key)
{
	static const char *const keys[] = { "Length1", "FunctionType", "N",
		"Alternate", "Width", "Height", "F", "CMapName" };
	size_t i;

	for (i = 0; i < FX_LEN(keys); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static void
read_entry(struct reader *r, const char *key, struct pdf_dict *dict)
{
	char name[NAME];

	if (strcmp(key, "Filter") == 0)
		read_filters(r, dict);
	else if (strcmp(key, "DecodeParms") == 0 || strcmp(key, "DP") == 0)
		read_all_parms(r, dict);
	else if (strcmp(key, "Length") == 0)
		dict->has_length = read_number(r, &dict->length);
	else if (strcmp(key, "Type") == 0)
		dict->content = dict->content && read_name(r, name) &&
		    (strcmp(name, "XObject") == 0 ||
			strcmp(name, "Pattern") == 0);
	else if (strcmp(key, "Subtype") == 0)
		dict->content = dict->content && read_name(r, name) &&
		    strcmp(name, "Form") == 0;
	else if (is_other(key))
		dict->content = false;
}

/* The dictionary that is all of r; false if it is none. */
static bool
read_dict(struct reader *r, struct pdf_dict *dict)
{
	struct reader value;
	char key[NAME];
	unsigned i;

	*dict = (struct pdf_dict){ .content = true };
	for (i = 0; i < PDF_FILTERS; i++) {
		dict->spec[i].predictor = dict->spec[i].colors = 1;
		dict->spec[i].columns = 1;
		dict->spec[i].bits = 8;
	}
	if (!accept(r, "<<"))
		return false;
	while (read_name(r, key)) {
		value = *r;
		if (!skip_value(r))
			return false;
		/* The rest of a reference: words up to the next key. */
		for (skip_space(r);
		     r->at < r->n && r->p[r->at] != '/' && r->p[r->at] != '>';
		     skip_space(r))
			if (!skip_value(r))
				return false;
		value.n = r->at;
		read_entry(&value, key, dict);
	}
	return accept(r, ">>");
}

/* Does "N G obj" end at p[at]? */
static bool
is_obj(const uint8_t *p, size_t at)
{
	static const char word[] = "obj";
	size_t n = sizeof(word) - 1;

	if (at < n || memcmp(p + at - n, word, n) != 0)
		return false;
	for (at -= n; at > 0 && pdf_is_space(p[at - 1]); at--)
		;
	return at > 0 && p[at - 1] >= '0' && p[at - 1] <= '9';
}

/* The end of what stands before "stream" and its end of line; 0 if none. */
static size_t
before_keyword(const uint8_t *p, size_t at)
{
	static const char word[] = "stream";
	size_t n = sizeof(word) - 1;

	if (at > 0 && p[at - 1] == '\n')
		at--;
	if (at > 0 && p[at - 1] == '\r')
		at--;
	if (at < n || memcmp(p + at - n, word, n) != 0)
		return 0;
	at -= n;
	while (at > 0 && pdf_is_space(p[at - 1]))
		at--;
	return at > 2 && p[at - 1] == '>' && p[at - 2] == '>' ? at : 0;
}

bool
pdf_dict_before(const uint8_t *p, size_t at, struct pdf_dict *dict)
{
	size_t end = before_keyword(p, at), i;
	size_t from = at > PDF_BEFORE ? at - PDF_BEFORE : 0;
	struct reader r;
	unsigned tries = 0;

	if (end == 0)
		return false;
	for (i = end; i > from && tries < TRIES; i--) {
		if (!is_obj(p, i))
			continue;
		r = (struct reader){ p, end, i };
		if (read_dict(&r, dict) && r.at == end)
			return true;
		tries++;
	}
	return false;
}
