/* hit.c - what carvers and their callers do with hits, sets and rules */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forensic/carver.h"
#include "forensic/utf8.h"

/* A copy of wanted bytes was cut at cap - 1: end it at a whole character. */
static void
end_whole(char *s, size_t cap, size_t wanted)
{
	size_t n = cap - 1, start = n;
	uint32_t cp;

	if (wanted <= n)
		return;
	while (start > 0 && ((unsigned char)s[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0 && fx_utf8_decode(s + start - 1, n - start + 1, &cp) == 0)
		s[start - 1] = '\0';
}

void
fx_hit_why(struct fx_hit *hit, int bits, const char *fmt, ...)
{
	va_list ap;
	char *why;
	int n;

	hit->score += bits;
	if (hit->nwhy >= FX_WHY_MOST)
		return;
	why = hit->why[hit->nwhy++];
	va_start(ap, fmt);
	n = vsnprintf(why, FX_WHY_LEN, fmt, ap);
	va_end(ap);
	if (n > 0)
		end_whole(why, FX_WHY_LEN, (size_t)n);
}

void
fx_hit_attr(struct fx_hit *hit, const char *key, const char *value)
{
	struct fx_attr *attr;
	size_t n = strlen(value);

	if (n == 0 || hit->nattrs >= FX_ATTRS_MOST ||
	    fx_hit_get(hit, key) != NULL)
		return;
	attr = &hit->attrs[hit->nattrs++];
	attr->key = key;
	snprintf(attr->value, sizeof(attr->value), "%s", value);
	end_whole(attr->value, sizeof(attr->value), n);
}

const char *
fx_hit_get(const struct fx_hit *hit, const char *key)
{
	size_t i;

	for (i = 0; i < hit->nattrs; i++)
		if (strcmp(hit->attrs[i].key, key) == 0)
			return hit->attrs[i].value;
	return NULL;
}

const struct fx_carver *
fx_carver_find(const struct fx_carver *const *set, const char *name)
{
	for (; *set != NULL; set++)
		if (strcmp((*set)->name, name) == 0)
			return *set;
	return NULL;
}

const struct fx_attr_rule *
fx_carver_attr(const struct fx_carver *c, const char *key)
{
	size_t i;

	for (i = 0; i < FX_ATTRS_MOST && c->attrs[i].key != NULL; i++)
		if (strcmp(c->attrs[i].key, key) == 0)
			return &c->attrs[i];
	return NULL;
}
