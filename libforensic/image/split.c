/* split.c - the names of raw images that were cut in pieces */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "segment.h"

enum {
	SUFFIX = 8,  /* most symbols that count in the first name */
	GROWS = 2,   /* symbols that split(1) adds when it runs out of names */
	AHEAD = 100, /* names tried past a missing one */
	ROOM = 64,   /* bytes for names that grow */
};

struct series {
	char lo, hi;   /* the first and the last symbol of the count */
	size_t digits; /* symbols at the end of the name that count */
	size_t len;    /* bytes of the name */
	size_t room;   /* bytes that name has */
	char *name;
};

/*
 * How many symbols at the end of a name could be a count that begins: 00, 000,
 * 001, 0001, aa, aaa.  01 is not among them: that is rather a day.
 */
static size_t
first_of(const char *base, size_t len)
{
	int c = len > 0 ? (unsigned char)base[len - 1] : '\0', before;
	int lo = c == '1' ? '0' : c;
	size_t n = 1;

	if (c != '0' && c != '1' && c != 'a' && c != 'A')
		return 0;
	while (n < len && base[len - 1 - n] == lo)
		n++;
	if (n < (c == '1' ? 3 : 2) || n > SUFFIX || n == len)
		return 0;
	/* Behind a dot; or all of it, as split(1) names what has no name. */
	before = (unsigned char)base[len - 1 - n];
	return before == '.' || (before == 'x' && n + 1 == len) ? n : 0;
}

static int
series_new(struct series *s, const char *path)
{
	const char *base = strrchr(path, '/');
	size_t len;

	base = base == NULL ? path : base + 1;
	len = strlen(path);
	s->digits = first_of(base, strlen(base));
	s->len = len;
	s->room = len + ROOM;
	if ((s->name = malloc(s->room)) == NULL)
		return -1;
	memcpy(s->name, path, len + 1);
	if (s->digits > 0) {
		s->lo = isdigit((unsigned char)path[len - 1]) ? '0'
							      : path[len - 1];
		s->hi = 'Z';
		if (s->lo != 'A')
			s->hi = s->lo == '0' ? '9' : 'z';
	}
	return 0;
}

/* Count up.  Returns false when all names are used. */
static bool
count(struct series *s)
{
	char *first = s->name + s->len - s->digits;
	char *p = s->name + s->len;

	while (p > first) {
		p--;
		if (*p != s->hi) {
			(*p)++;
			return true;
		}
		*p = s->lo;
	}
	return false;
}

/* split(1) goes from yz to zaaa, from 89 to 9000: two more symbols. */
static bool
grow(struct series *s)
{
	if (s->name[s->len - s->digits] != s->hi ||
	    s->len + GROWS + 1 > s->room)
		return false;
	memset(s->name + s->len, s->lo, GROWS);
	s->len += GROWS;
	s->digits += GROWS;
	s->name[s->len] = '\0';
	return true;
}

static void
shrink(struct series *s)
{
	s->len -= GROWS;
	s->digits -= GROWS;
	s->name[s->len] = '\0';
}

/*
 * Go to the next name that is there.  Returns how many were passed over for
 * it; or -1 when there is none.  Letters may be another file's extension, so
 * with them none is passed over.
 */
static int
next(struct series *s)
{
	int ahead = s->lo == '0' ? AHEAD : 1;
	int i;

	for (i = 0; i < ahead && count(s); i++) {
		if (access(s->name, F_OK) == 0)
			return i;
		if (i == 0 && grow(s)) {
			if (access(s->name, F_OK) == 0)
				return 0;
			shrink(s);
		}
	}
	return -1;
}

/*
 * Pieces are all as long as the first, but for the last: only so do the bytes
 * behind a missing piece have a place.
 */
static int
fill_missing(struct segments *s, struct fx_err *err)
{
	bool hole = false;
	size_t i;

	for (i = 1; i + 1 < s->n; i++)
		hole = hole || s->v[i].missing;
	if (!hole)
		return 0;
	for (i = 1; i + 1 < s->n; i++) {
		if (s->v[i].missing)
			s->v[i].size = s->v[0].size;
		else if (s->v[i].size != s->v[0].size)
			return fx_fail(err, FX_EFORMAT, 0,
			    "segments are missing, and those that are there "
			    "differ in size: no byte behind has a place");
	}
	return 0;
}

static int
add_missing(struct segments *s, int passed, struct fx_err *err)
{
	struct segment *g;
	int i;

	for (i = 0; i < passed; i++) {
		if (segments_add(s, s->v[0].path, err) == -1)
			return -1;
		g = &s->v[s->n - 1];
		g->missing = true;
		g->size = 0;
	}
	return 0;
}

int
segments_raw(struct segments *s, const char *path, struct fx_err *err)
{
	struct series e = { 0 };
	int passed = 0, rc;

	if ((rc = segments_add(s, path, err)) == -1)
		return -1;
	if (series_new(&e, path) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	while (rc == 0 && e.digits > 0 && (passed = next(&e)) != -1) {
		rc = add_missing(s, passed, err);
		if (rc == 0)
			rc = segments_add(s, e.name, err);
	}
	free(e.name);
	return rc == 0 ? fill_missing(s, err) : -1;
}
