/* flatjson.c - the fields of the JSON object around a place of a window */
#include "flatjson.h"

#include <string.h>

#include "chars.h"

enum {
	OPENS_MOST = 8,   /* braces that are tried */
	DIGITS_MOST = 18, /* of a number */
};

static uint8_t
char_at(const struct fx_window *w, size_t i)
{
	return i < w->len ? w->p[i] : 0;
}

static size_t
skip(const struct fx_window *w, size_t i)
{
	while (i < w->len && strchr(" \t\r\n", w->p[i]) != NULL && w->p[i] != 0)
		i++;
	return i;
}

/* The quote that ends a string whose first character is at i; w->len: none. */
static size_t
string_end(const struct fx_window *w, size_t i)
{
	for (; i < w->len && w->p[i] != '"'; i++)
		if (w->p[i] == '\\')
			i++;
		else if (w->p[i] < ' ')
			return w->len;
	return i < w->len ? i : w->len;
}

/* Behind a value that is an object or a list; w->len if it does not end. */
static size_t
nested_end(const struct fx_window *w, size_t i)
{
	size_t depth = 0;

	for (; i < w->len; i++) {
		if (w->p[i] == '"') {
			i = string_end(w, i + 1);
		} else if (w->p[i] == '{' || w->p[i] == '[') {
			depth++;
		} else if (w->p[i] == '}' || w->p[i] == ']') {
			if (--depth == 0)
				return i + 1;
		}
	}
	return w->len;
}

/* Read the value at i into f; *i is moved behind it. */
static bool
read_value(const struct fx_window *w, size_t *i, struct flatjson_field *f)
{
	f->string = char_at(w, *i) == '"';
	f->at = *i + f->string;
	if (f->string) {
		*i = string_end(w, f->at);
		f->n = *i - f->at;
		*i += *i < w->len;
		return f->at <= w->len;
	}
	if (char_at(w, *i) == '{' || char_at(w, *i) == '[')
		*i = nested_end(w, *i);
	else
		while (char_alnum(w, *i) || char_at(w, *i) == '.' ||
		    char_at(w, *i) == '-' || char_at(w, *i) == '+')
			++*i;
	f->n = *i - f->at;
	return f->n > 0;
}

/* The next field; *i is where its name may begin, then behind it. */
static bool
next(const struct fx_window *w, size_t *i, struct flatjson_field *f)
{
	size_t at = skip(w, *i);

	if (char_at(w, at) == ',')
		at = skip(w, at + 1);
	if (char_at(w, at) != '"')
		return false;
	f->key = at + 1;
	at = string_end(w, f->key);
	f->nkey = at - f->key;
	at = skip(w, at + 1);
	if (char_at(w, at) != ':')
		return false;
	*i = skip(w, at + 1);
	return read_value(w, i, f);
}

/* Is the name at `at` that of a field of the object whose first is at i? */
static bool
reaches(const struct fx_window *w, size_t i, size_t at)
{
	struct flatjson_field f;

	while (i <= at && next(w, &i, &f))
		if (f.key == at + 1)
			return true;
	return false;
}

size_t
flatjson_open(const struct fx_window *w, size_t at)
{
	size_t i, opens = 0;

	for (i = at; i-- > 0 && opens < OPENS_MOST;) {
		if (w->p[i] != '{')
			continue;
		if (reaches(w, i + 1, at))
			return i + 1;
		opens++;
	}
	return at;
}

bool
flatjson_find(const struct fx_window *w, size_t from, const char *name,
    struct flatjson_field *f)
{
	const size_t n = strlen(name);

	while (next(w, &from, f))
		if (f->nkey == n && memcmp(w->p + f->key, name, n) == 0)
			return true;
	return false;
}

bool
flatjson_text(const struct fx_window *w, size_t from, const char *name,
    char *out, size_t cap)
{
	struct flatjson_field f;
	size_t i, n = 0;

	out[0] = '\0';
	if (!flatjson_find(w, from, name, &f) || !f.string || f.n == 0 ||
	    !fx_window_text(w, f.at, f.at + f.n, out, cap))
		return false;
	for (i = 0; out[i] != '\0'; i++) {
		if (out[i] == '\\' && out[i + 1] != '\0' &&
		    strchr("\"\\/", out[i + 1]) != NULL)
			i++;
		out[n++] = out[i];
	}
	out[n] = '\0';
	return true;
}

bool
flatjson_integer(const struct fx_window *w, size_t from, const char *name,
    int64_t *v)
{
	struct flatjson_field f;
	size_t i;

	if (!flatjson_find(w, from, name, &f) || f.n > DIGITS_MOST ||
	    !char_digits(w, f.at, f.n))
		return false;
	for (i = 0, *v = 0; i < f.n; i++)
		*v = *v * 10 + (w->p[f.at + i] - '0');
	return true;
}
