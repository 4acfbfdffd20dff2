/* entity.c - ENTITY: character references of HTML and XML */
#include <stdlib.h>
#include <string.h>

#include "digits.h"
#include "entity.h"
#include "unescape.h"

enum { NAME_MOST = 8, DIGITS_MOST = 16, AHEAD = 32 };

struct entity {
	char name[NAME_MOST + 1];
	uint16_t cp;
};

/* By name, in the order of strcmp(3). */
static const struct entity entities[] = {
#define ENTITY(name, cp) { #name, cp },
#include "entity.def"
#undef ENTITY
};

/*
 * What HTML makes of the numbers 128 to 159: the characters of windows-1252,
 * where it has one.
 */
static const uint16_t windows[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

static int
by_name(const void *a, const void *b)
{
	const struct entity *e = b;

	return strcmp(a, e->name);
}

/* &#52; &#x34; and, as browsers have it, &#52 where no digit follows. */
static size_t
number(const uint8_t *p, size_t n, uint32_t *cp)
{
	unsigned int base = n > 2 && (p[2] | 0x20) == 'x' ? 16 : 10;
	size_t at = base == 16 ? 3 : 2, len;

	if (at > n)
		return 0;
	len = digits_read(p + at, n - at, base, 1, DIGITS_MOST, cp);
	if (len == 0)
		return 0;
	at += len;
	if (at < n && digit_value(p[at]) < base)
		return 0;
	if (*cp >= 0x80 && *cp <= 0x9f)
		*cp = windows[*cp - 0x80];
	if (*cp == 0 || *cp > 0x10ffff)
		*cp = 0xfffd;
	return at + (at < n && p[at] == ';');
}

static size_t
named(const uint8_t *p, size_t n, uint32_t *cp)
{
	char name[NAME_MOST + 1];
	const struct entity *e;
	size_t i;

	for (i = 1; i < n && i <= NAME_MOST && digit_value(p[i]) < 36; i++)
		name[i - 1] = (char)p[i];
	if (i == 1 || i >= n || p[i] != ';')
		return 0;
	name[i - 1] = '\0';
	e = bsearch(name, entities, FX_LEN(entities), sizeof(entities[0]),
	    by_name);
	if (e == NULL)
		return 0;
	*cp = e->cp;
	return i + 1;
}

size_t
entity_read(const uint8_t *p, size_t n, uint32_t *cp)
{
	if (n < 3 || p[0] != '&')
		return 0;
	return p[1] == '#' ? number(p, n, cp) : named(p, n, cp);
}

static size_t
find(const struct place *l, struct plain *out)
{
	uint32_t cp;
	size_t len = entity_read(l->p + l->at, l->n - l->at, &cp);

	if (len != 0)
		plain_char(out, cp);
	return len;
}

/* What may stand behind the lead. */
static const char behind[] = "#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz";

const struct escapes escapes_entity = { .lead = '&',
	.behind = behind,
	.ahead = AHEAD,
	.find = find };

const struct fx_decoder decode_entity = {
	.name = "ENTITY",
	.about = "character references of HTML and XML: &#52; &#x34; &nbsp;",
	.version = 2,
	.marks = { { FX_MARK_BYTES, 1, "&", 0, 0 } },
	.behind = behind,
	.look = unescape_look,
	.open = unescape_open,
	.read = unescape_read,
	.close = unescape_close,
	.touched = unescape_touched,
	.place = unescape_place,
};
