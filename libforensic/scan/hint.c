/* hint.c - what stands near anchors, told once for each stretch of a text */
#include "hint.h"

/* What begins in a stretch of the text. */
static uint32_t
hints_of(struct fx_hints *h, size_t stretch)
{
	const size_t slot = stretch % FX_HINTS, from = stretch * FX_HINT_LEN;
	const size_t left = h->w->len - from;

	if (h->stretch[slot] != stretch + 1) {
		h->hints[slot] = h->fn(h->w, from,
		    from + (left < FX_HINT_LEN ? left : FX_HINT_LEN));
		h->stretch[slot] = stretch + 1;
	}
	return h->hints[slot];
}

/* Of a window, which is a piece of the text: what its stretches have not. */
static uint32_t
lacking(void *arg, const struct fx_window *w)
{
	struct fx_hints *h = arg;
	size_t from = (size_t)(w->p - h->w->p), to = from + w->len, i;
	uint32_t hints = 0;

	h->run = from - h->last < FX_HINT_NEAR ? h->run + 1 : 0;
	h->last = from;
	if (h->run < FX_HINT_RUN)
		return 0; /* it stands alone */
	for (i = from / FX_HINT_LEN; i * FX_HINT_LEN < to; i++)
		hints |= hints_of(h, i);
	return ~hints;
}

void
fx_hints_start(struct fx_hints *h, const struct fx_window *w, fx_hints_fn *fn)
{
	*h = (struct fx_hints){
		.hinter = { lacking, h },
		.w = w,
		.fn = fn,
	};
}
