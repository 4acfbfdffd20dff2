/* mark.c - what the caller's lists make of a hit */
#include "forensic/utf8.h"
#include "internal.h"

/* Characters [from, to) as UTF-8; what is none as the bytes that it is. */
static void
put(struct fx_buf *out, const struct fx_window *w, size_t from, size_t to)
{
	size_t i, n;
	uint32_t cp;
	char utf8[4];

	for (i = from; i < to; i += n) {
		if ((n = fx_text_next(w, i, to, &cp)) > 0) {
			fx_buf_put(out, utf8, fx_utf8_encode(utf8, cp));
			continue;
		}
		n = 1;
		if (w->unit == 1)
			fx_buf_byte(out, w->p[i]);
		else
			fx_buf_put(out, w->raw + i * w->unit, w->unit);
	}
}

/* The text around it, in three parts: none of them runs into the next. */
static void
put_around(struct fx_carve *cv, const struct fx_cand *cand,
    struct fx_scan_item *item)
{
	const struct fx_window *w = &cv->views.v[cand->view].w;
	size_t at = cand->at, end = at + cand->len;
	struct fx_buf *out = &cv->around;

	fx_buf_reset(out);
	put(out, w, at > FX_CONTEXT_MOST ? at - FX_CONTEXT_MOST : 0, at);
	item->at = out->len;
	put(out, w, at, end);
	item->len = out->len - item->at;
	put(out, w, end,
	    w->len - end > FX_CONTEXT_MOST ? end + FX_CONTEXT_MOST : w->len);
	item->n = out->len;
	item->text = fx_buf_text(out);
}

int
fx_mark_ask(struct fx_carve *cv, const struct fx_cand *cand,
    struct fx_scan_mark *mark, struct fx_err *err)
{
	const struct fx_scan_marks *marks = cv->plan->marks;
	struct fx_found_attr attrs[FX_ATTRS_MOST];
	struct fx_scan_item item = {
		.carver = cv->plan->part[cand->part].c,
		.value = cv->text.p + cand->text,
		.nattrs = cand->nattrs,
		.attrs = attrs,
	};

	fx_unpack_attrs(cv->text.p + cand->split, cand->nattrs, attrs);
	if (marks->text) {
		put_around(cv, cand, &item);
		if (fx_buf_check(&cv->around, err) == -1)
			return -1;
	}
	marks->mark(marks->arg, &item, mark);
	return 0;
}
