/* memory.c - scan a piece of a stream that lies in memory, and what it packs */
#include "piece.h"

enum { BRIEF = 4096 }; /* bytes of a piece that is read in no time */

static int
dig_range(void *dig, struct fx_carve *cv, size_t from, size_t to,
    struct fx_out *out, const struct fx_taker *taker, struct fx_err *err)
{
	return fx_dig_range(dig, cv, from, to, out, taker, err);
}

int
fx_scan_memory(const struct fx_scan_piece *piece,
    const struct fx_carver *const *set, const struct fx_scan_options *opt,
    const struct fx_scan_sink *sink, struct fx_scan_result *res,
    struct fx_err *err)
{
	struct fx_piece_way way = { .range = dig_range };
	struct fx_dig *dig = NULL;
	struct fx_plan plan;
	int rc;

	*res = (struct fx_scan_result){ .complete = false };
	if (fx_plan_init(&plan, set, opt, piece->n < BRIEF, err) == -1 ||
	    fx_piece_check(piece, err) == -1)
		return -1;
	if (plan.n > 0 && plan.decoders[0] != NULL) {
		if ((dig = fx_dig_new(&plan, NULL, piece, err)) == NULL)
			return -1;
		way.arg = dig;
	}
	rc = fx_piece_scan(&plan, piece, opt->stop, dig != NULL ? &way : NULL,
	    sink, res, err);
	fx_dig_free(dig);
	return rc;
}
