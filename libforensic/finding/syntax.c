/* syntax.c - what is asked of a line's text before and beside the parser */
#include <stdbool.h>
#include <string.h>

#include "internal.h"

/* The index behind the string that begins at text[i], or n if it has no end. */
static size_t
string_end(const char *text, size_t n, size_t i)
{
	for (i++; i < n; i++) {
		if (text[i] == '\\')
			i++;
		else if (text[i] == '"')
			return i + 1;
	}
	return n;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

int
finding_syntax(const char *text, size_t n, struct fx_err *err)
{
	unsigned int depth = 0;
	size_t i = 0;

	while (i < n) {
		char c = text[i];

		if (c == '"') {
			i = string_end(text, n, i);
			continue;
		}
		if ((c == '{' || c == '[') && ++depth > FX_LINE_DEPTH)
			return fx_fail(err, FX_ELIMIT, i,
			    "nested deeper than %d levels", FX_LINE_DEPTH);
		if ((c == '}' || c == ']') && depth > 0)
			depth--;
		if (c == '-' && i + 1 < n && text[i + 1] == '0' &&
		    (i + 2 == n || !digit(text[i + 2])))
			return fx_fail(err, FX_EFORMAT, i, "negative zero");
		i++;
	}
	return 0;
}

size_t
finding_where(const char *text, size_t n, const char *key)
{
	size_t i = 0, from, klen = strlen(key);
	unsigned int depth = 0;

	while (i < n) {
		if (text[i] == '{' || text[i] == '[')
			depth++;
		if (text[i] == '}' || text[i] == ']')
			depth--;
		if (text[i] != '"') {
			i++;
			continue;
		}
		from = i + 1;
		i = string_end(text, n, i);
		if (depth != 1 || i - from != klen + 1 ||
		    memcmp(text + from, key, klen) != 0)
			continue;
		while (i < n && strchr(" \t\r\n", text[i]) != NULL)
			i++;
		if (i == n || text[i] != ':')
			continue; /* a value that reads like the key */
		for (i++; i < n && strchr(" \t\r\n", text[i]) != NULL; i++)
			;
		return i;
	}
	return 0;
}
