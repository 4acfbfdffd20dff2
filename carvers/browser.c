/* browser.c - what the carvers of browsers' stores have in common */
#include "browser.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "score.h"

/* Seconds between 1601 and 1970. */
static const int64_t windows_epoch = 11644473600;

struct fx_window
browser_window(const struct fx_window *w, size_t *at)
{
	const size_t from = *at > BROWSER_WINDOW ? *at - BROWSER_WINDOW : 0;
	struct fx_window cut = fx_window_cut(w, from, *at + 1 + BROWSER_WINDOW);

	*at -= from;
	return cut;
}

void
browser_place(const struct sealed *s, struct fx_hit *hit)
{
	hit->at = s->at;
	hit->len = s->n < BROWSER_REACH ? s->n : BROWSER_REACH;
}

void
browser_sealed(const struct sealed *s, struct fx_hit *hit)
{
	char size[24];

	fx_hit_why(hit,
	    strcmp(s->prefix, "nss") == 0         ? BITS_STORE_NSS
		: strcmp(s->prefix, "dpapi") == 0 ? BITS_STORE_DPAPI
						  : BITS_STORE_PREFIX,
	    "prefix:%s", s->prefix);
	if (s->exact)
		fx_hit_why(hit, BITS_STORE_LENGTH, "length");
	fx_hit_attr(hit, "prefix", s->prefix);
	snprintf(size, sizeof size, "%zu", s->bytes);
	fx_hit_attr(hit, "length", size);
}

void
browser_row(const struct sqlrow *row, struct fx_hit *hit)
{
	fx_hit_why(hit, BITS_STORE_ROW, "row:%s", row->form->table);
	if (row->state == SQLROW_CELL)
		fx_hit_why(hit, BITS_STORE_CELL, "cell");
	else if (row->state != SQLROW_HEADER)
		fx_hit_why(hit, BITS_STORE_LOST, "overwritten");
	fx_hit_attr(hit, "table", row->form->table);
}

void
browser_when(struct fx_hit *hit, const char *key, int64_t v)
{
	static const struct {
		int64_t least, most, a_second, epoch;
	} clocks[] = {
		/* 1985 to 2100, of each */
		{ 473385600, 4102444800, 1, 0 },
		{ 473385600000, 4102444800000, 1000, 0 },
		{ 473385600000000, 4102444800000000, 1000000, 0 },
		{ 12117859200000000, 15746918400000000, 1000000, 1 },
	};
	char text[40];
	struct tm tm;
	time_t t;
	size_t i;

	for (i = 0; i < FX_LEN(clocks); i++) {
		if (v < clocks[i].least || v >= clocks[i].most)
			continue;
		t = (time_t)(v / clocks[i].a_second -
		    clocks[i].epoch * windows_epoch);
		if (gmtime_r(&t, &tm) == NULL ||
		    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
			return;
		fx_hit_attr(hit, key, text);
		return;
	}
}

static char
lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	return c;
}

void
browser_host(const char *url, char *host)
{
	const char *p = strstr(url, "://"), *end, *user;
	size_t i, n;

	host[0] = '\0';
	if (p == NULL)
		return;
	p += 3;
	end = p + strcspn(p, "/?#");
	for (user = end; user > p && user[-1] != '@'; user--)
		;
	p = user;
	if (*p != '[' && (user = memchr(p, ':', (size_t)(end - p))) != NULL)
		end = user;
	n = (size_t)(end - p);
	if (n >= BROWSER_TEXT)
		return;
	for (i = 0; i < n; i++)
		host[i] = lower(p[i]);
	host[n] = '\0';
}
