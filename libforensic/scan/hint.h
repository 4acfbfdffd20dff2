/* hint.h - what stands near anchors, told once for each stretch of a text */
#ifndef SCAN_HINT_H
#define SCAN_HINT_H

#include "forensic/carver.h"

enum {
	FX_HINT_LEN = 128, /* characters of a stretch */
	/* of the text on both sides of a window that may be looked at: the
	 * rest of a stretch, and a word that begins in it */
	FX_HINT_SEEN = FX_HINT_LEN + 64,
	FX_HINT_RUN = 4, /* windows near each other that are worth a look */
	FX_HINT_NEAR = 512,
	FX_HINTS = 64, /* stretches that are known: more than a window has */
};

struct fx_hints {
	struct fx_hinter hinter;   /* shown to probes */
	const struct fx_window *w; /* the text that windows are of */
	fx_hints_fn *fn;           /* who is asked */
	size_t last; /* where the last window began that was asked about, */
	size_t run;  /* and how many near each other were */
	/* The stretches last asked about, each in the slot of its number. */
	size_t stretch[FX_HINTS]; /* + 1; 0: none */
	uint32_t hints[FX_HINTS];
};

/* Begin with another text, or another who is asked: what is known is not of
 * them. */
void fx_hints_start(struct fx_hints *h, const struct fx_window *w,
    fx_hints_fn *fn);

#endif
