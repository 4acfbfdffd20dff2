/*
 * hold.h - members of archives that lie in a stream as they are: what is found
 * in them is found there, and named by what stands before
 */
#ifndef SCAN_HOLD_H
#define SCAN_HOLD_H

#include "forensic/decode.h"

enum {
	/* Members of one stream that are kept: as many as have starts in what
	 * is carved at a time, and some around it. */
	FX_HOLDS_MOST = 1024 + 128,
	/*
	 * How far behind its header something in an image is named: a scan of
	 * a range looks so far back, and so tells the same as one of all.
	 */
	FX_HOLD_REACH = 64 << 20,
	FX_HOLD_RANGES = 16, /* in more ranges than these none looks back */
};

/* Bytes [from, to) of a stream are a member, as the header at head says. */
struct fx_held {
	uint64_t head, from, to;
	const char *name;
	size_t n;  /* 0: it is not known */
	char *own; /* of fx_holds: what name points to */
};

/* Those that may hold what comes, in order of their headers. */
struct fx_holds {
	struct fx_held *p;
	size_t n, cap;
};

/*
 * One more, behind all that are there.  What ends at or before `past` goes, and
 * the first of those that are too many; of two whose bytes begin at one place
 * the first stays.  Returns 0, or -1 and err: no memory for the name.
 */
int fx_holds_put(struct fx_holds *h, uint64_t past, const struct fx_held *one,
    struct fx_err *err);

/* The innermost that holds a place: borrowed.  NULL: none does. */
const struct fx_held *fx_holds_find(const struct fx_holds *h, uint64_t at);

void fx_holds_reset(struct fx_holds *h); /* it has none then */
void fx_holds_done(struct fx_holds *h);

#endif
