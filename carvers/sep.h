/* sep.h - what stands between two groups of a number */
#ifndef SEP_H
#define SEP_H

#include "forensic/carver.h"

enum sep {
	SEP_NONE,
	SEP_SPACE,
	SEP_DASH,
	SEP_DOT,
	SEP_NBSP, /* U+00A0, in UTF-8 too */
	SEP_URL,  /* "%20" */
	SEP_PLUS
};

/* The separator at character i of w and its length in characters. */
enum sep sep_at(const struct fx_window *w, size_t i, size_t *len);

#endif
