/* urlmask.h - what a pattern of addresses on the web is aimed at */
#ifndef URLMASK_H
#define URLMASK_H

#include <stdbool.h>
#include <stddef.h>

enum {
	URLMASK_LEAST = 6,  /* characters of the shortest: "*hb.pl" */
	URLMASK_MOST = 400, /* and of the longest */
	URLMASK_HOST = 128, /* bytes of a host, with its NUL */
};

struct urlmask {
	bool scheme;             /* it has one: "https://", "http*://" */
	size_t end;              /* characters up to what follows the host */
	char host[URLMASK_HOST]; /* small letters, only whole labels; "" if it
	                            cannot be told */
	char country[3]; /* whose top-level domain it is; "" if not sure */
};

/*
 * Read a mask of n characters: perhaps a scheme, a host, perhaps a port, a path
 * and a query, with "*" for any characters and "#" for one, as trojans have
 * them.  A label beside a wild card is not taken for a whole one.  Returns
 * false if it is none: neither a scheme nor labels, or a character that it
 * can't have.
 */
bool urlmask_read(struct urlmask *m, const char *s, size_t n);

#endif
