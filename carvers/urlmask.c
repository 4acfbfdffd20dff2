/* urlmask.c - read a pattern of addresses on the web */
#include "urlmask.h"

#include <string.h>

#include "forensic/check.h"

enum { LABEL_MOST = 63 }; /* RFC 1035, 2.3.4 */

static char
small(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	return c;
}

static bool
is_letter(char c)
{
	return small(c) >= 'a' && small(c) <= 'z';
}

static bool
is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* What stands for others in a mask. */
static bool
is_wild(char c)
{
	return c != '\0' && strchr("*#", c) != NULL;
}

/* Nothing but ASCII, no space, quote or angle; nor a user before the host. */
static bool
is_clean(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' ||
		    strchr("\"'<>`@", s[i]) != NULL)
			return false;
	return true;
}

/*
 * How long is what goes before the host: "https://", "http*://", "http*",
 * "://", and wild cards with the slash behind them?
 */
static size_t
lead(struct urlmask *m, const char *s, size_t n)
{
	size_t i = 0;

	if (i < n && s[i] == '^')
		i++;
	if (n - i >= 4 && small(s[i]) == 'h' && small(s[i + 1]) == 't' &&
	    small(s[i + 2]) == 't' && small(s[i + 3]) == 'p') {
		i += 4;
		while (i < n && (small(s[i]) == 's' || is_wild(s[i])))
			i++;
		m->scheme = n - i >= 3 && memcmp(s + i, "://", 3) == 0;
		if (!m->scheme && !is_wild(s[i - 1]))
			return 0; /* a host that begins with it */
	} else {
		while (i < n && is_wild(s[i]))
			i++;
	}
	if (n - i >= 3 && memcmp(s + i, "://", 3) == 0) {
		m->scheme = true;
		return i + 3;
	}
	while (i < n && s[i] == '/')
		i++;
	return i;
}

/* Characters of the host that begins the n at s, wild cards among them. */
static size_t
extent(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!is_name(s[i]) && !is_wild(s[i]) && s[i] != '.')
			break;
	return i;
}

/* Where do the whole labels begin that end the n characters at s?  Else n. */
static size_t
whole(const char *s, size_t n, bool open)
{
	size_t i = n, from = n;

	while (i > 0 && !is_wild(s[i - 1])) {
		i--;
		if (s[i] == '.')
			from = i + 1;
	}
	/* what stands behind a wild card may be half a label */
	return i == 0 && !open ? 0 : from;
}

/* Labels of letters, digits and hyphens, none empty, the last with letters. */
static bool
is_host(const char *s, size_t n)
{
	size_t i, len = 0, letters = 0;

	for (i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (len == 0)
				return false;
			len = letters = 0;
			continue;
		}
		if (!is_name(s[i]) || ++len > LABEL_MOST)
			return false;
		letters += is_letter(s[i]);
	}
	return len > 1 && letters == len;
}

/* A state's top-level domain, if it is not sold as something else. */
static void
tell_country(struct urlmask *m, const char *tld)
{
	static const char sold[][3] = { "AC", "AD", "AG", "AI", "AM", "AS",
		"BZ", "CC", "CD", "CF", "CO", "CX", "DJ", "FM", "GA", "GG",
		"GL", "GQ", "GS", "HM", "HN", "IM", "IO", "JE", "LA", "LC",
		"LY", "ME", "ML", "MN", "MS", "MU", "NF", "NU", "PN", "PW",
		"SC", "SH", "SR", "ST", "TC", "TK", "TL", "TO", "TV", "UM",
		"VC", "VG", "VU", "WS" };
	char cc[3];
	size_t i;

	if (strlen(tld) != 2)
		return;
	for (i = 0; i < 2; i++)
		cc[i] = (char)(tld[i] - 32);
	cc[2] = '\0';
	if (strcmp(cc, "UK") == 0)
		memcpy(cc, "GB", sizeof cc);
	for (i = 0; i < sizeof sold / sizeof sold[0]; i++)
		if (strcmp(cc, sold[i]) == 0)
			return;
	if (fx_country_ok(cc))
		memcpy(m->country, cc, sizeof cc);
}

bool
urlmask_read(struct urlmask *m, const char *s, size_t n)
{
	size_t from, to, i, k, len;
	char tail[URLMASK_HOST], *dot;
	bool any;

	*m = (struct urlmask){ .scheme = false };
	if (n < URLMASK_LEAST || n > URLMASK_MOST || !is_clean(s, n))
		return false;
	from = lead(m, s, n);
	m->end = to = from + extent(s + from, n - from);
	any = m->scheme && to > from;
	while (to > from && is_wild(s[to - 1])) /* "bank.de*" */
		to--;
	i = from + whole(s + from, to - from, from > 0 && is_wild(s[from - 1]));
	len = to - i;
	if (len >= sizeof(tail))
		return false;
	for (k = 0; k < len; k++)
		tail[k] = small(s[i + k]);
	tail[len] = '\0';
	if (!is_host(tail, len))
		return any;
	dot = strrchr(tail, '.');
	tell_country(m, dot != NULL ? dot + 1 : tail);
	if (dot != NULL)
		memcpy(m->host, tail, len + 1);
	return any || m->host[0] != '\0' || m->country[0] != '\0';
}
