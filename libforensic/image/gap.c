/* gap.c - unreadable ranges of one read, merged and told in order */
#include <stdio.h>
#include <string.h>

#include "internal.h"

void
image_gap(struct gaps *g, uint64_t off, uint64_t len, const char *why)
{
	struct fx_gap *last = &g->last;

	if (len == 0)
		return;
	if (last->len > 0 && last->off + last->len == off &&
	    strncmp(last->why, why, sizeof(last->why) - 1) == 0) {
		last->len += len;
		return;
	}
	image_gap_flush(g);
	last->off = off;
	last->len = len;
	snprintf(last->why, sizeof(last->why), "%s", why);
}

void
image_gap_flush(struct gaps *g)
{
	if (g->last.len > 0 && g->fn != NULL)
		g->fn(&g->last, g->arg);
	g->last.len = 0;
}
