/* list_line.c - a line of a list of values: what stands in it */
#include <string.h>

#include "forensic/bytes.h"
#include "list.h"

static int
wrong(struct fx_err *err, const char *words)
{
	return fx_fail(err, FX_EFORMAT, 0, "%s", words);
}

static char
lower(char c)
{
	return (char)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
}

/* The byte that an escape stands for.  Returns its length; 0: it is none. */
static size_t
escape(const char *p, size_t n, uint8_t *byte)
{
	static const char from[] = "\\/#tnr", to[] = "\\/#\t\n\r";
	const char *known;
	char hex[2];

	if (n < 2)
		return 0;
	if (p[1] == 'x' && n >= 4) {
		hex[0] = lower(p[2]);
		hex[1] = lower(p[3]);
		return fx_unhex(byte, hex, 1) == 0 ? 4 : 0;
	}
	if ((known = memchr(from, p[1], sizeof(from) - 1)) == NULL)
		return 0;
	*byte = (uint8_t)to[known - from];
	return 2;
}

/* Undo the escapes in *n bytes, where they stand. */
static int
undo(char *p, size_t *n, struct fx_err *err)
{
	size_t i, size, len = 0;
	uint8_t byte;

	for (i = 0; i < *n; i += size) {
		byte = (uint8_t)p[i];
		size = 1;
		if (p[i] == '\\' && (size = escape(p + i, *n - i, &byte)) == 0)
			return wrong(err,
			    "a backslash that begins none of \\\\ \\/ \\# \\t "
			    "\\n \\r \\xHH");
		p[len++] = (char)byte;
	}
	*n = len;
	return 0;
}

static void
trim(char **p, size_t *n)
{
	for (; *n > 0 && **p == ' '; (*n)--)
		(*p)++;
	while (*n > 0 && (*p)[*n - 1] == ' ')
		(*n)--;
}

/* Is the line without an entry: empty, or a comment? */
static bool
is_nothing(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i == n || p[i] == '#';
}

/* What stands behind the first tab, if there is one. */
static int
split(struct list_line *line, char *p, size_t n, struct fx_err *err)
{
	char *tab = memchr(p, '\t', n);

	line->value = p;
	line->n = tab != NULL ? (size_t)(tab - p) : n;
	trim(&line->value, &line->n);
	if (tab == NULL)
		return 0;
	line->context = tab + 1;
	line->ncontext = n - (size_t)(tab - p) - 1;
	if (line->n == 0)
		return wrong(err, "nothing stands before the tab");
	if (line->ncontext == 0)
		return wrong(err, "no context stands behind the tab");
	if (memchr(line->context, '\t', line->ncontext) != NULL)
		return wrong(err,
		    "more than one tab; one in a context is written \\t, and "
		    "the offsets of a feature file go with cut -f 2-");
	return undo(line->context, &line->ncontext, err);
}

/* What stands between the first slash and the last. */
static int
regex(struct list_line *line, struct fx_err *err)
{
	const char *last = memrchr(line->value, '/', line->n);
	size_t n = (size_t)(last - line->value);
	size_t flags = line->n - n - 1;

	line->what = LIST_REGEX;
	if (n == 0)
		return wrong(err,
		    "a regular expression without a slash at its end; a value "
		    "that begins with one is written \\/");
	if (flags > 1 || (flags == 1 && last[1] != 'i'))
		return wrong(err,
		    "only i may stand behind the last slash; a value that "
		    "begins with one is written \\/");
	line->nocase = flags == 1;
	line->value++;
	line->n = n - 1;
	if (line->n > FX_LIST_REGEX)
		return fx_fail(err, FX_ELIMIT, 0,
		    "a regular expression of more than %d bytes",
		    FX_LIST_REGEX);
	return 0;
}

int
list_line_read(struct list_line *line, char *p, size_t n, struct fx_err *err)
{
	*line = (struct list_line){ .what = LIST_NOTHING };
	if (n > 0 && p[n - 1] == '\r')
		n--;
	if (memchr(p, '\0', n) != NULL)
		return wrong(err, "a byte of zeros: a list is text in UTF-8");
	if (is_nothing(p, n))
		return 0;
	if (split(line, p, n, err) == -1)
		return -1;
	if (line->value[0] == '/')
		return regex(line, err);
	line->what = LIST_VALUE;
	if (undo(line->value, &line->n, err) == -1)
		return -1;
	if (memchr(line->value, '\0', line->n) != NULL)
		return wrong(err, "no value has a byte of zeros");
	return 0;
}
