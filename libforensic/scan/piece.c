/* piece.c - scan a piece of a stream that lies in memory, block by block */
#include <stdlib.h>

#include "piece.h"

struct run {
	const struct fx_scan_piece *piece;
	const struct fx_piece_way *way;
	struct fx_carve *carve;
	struct fx_emit *emit;
	struct fx_out out;
	size_t margin; /* of a block, on each side */
	int halt;
};

static int
tell(void *arg, struct fx_err *err)
{
	struct run *run = arg;

	return fx_emit_out(run->emit, &run->out, err);
}

static int
carve_range(struct run *run, size_t from, size_t to, struct fx_err *err)
{
	struct fx_taker taker = { tell, run, &run->halt };
	int rc;

	if (run->way != NULL)
		rc = run->way->range(run->way->arg, run->carve, from, to,
		    &run->out, &taker, err);
	else
		rc = fx_carve_range(run->carve, from, to, &run->out, err);
	return rc == 0 ? tell(run, err) : -1;
}

/* One block of the piece, its core [from, to) counted from the piece. */
static int
scan_block(struct run *run, size_t from, size_t to, struct fx_err *err)
{
	const struct fx_scan_piece *piece = run->piece;
	const size_t margin = run->margin;
	size_t left = from > margin ? from - margin : 0;
	size_t right = piece->n - to > margin ? to + margin : piece->n;
	struct fx_block b = {
		.p = piece->p + left,
		.n = right - left,
		.off = piece->off + left,
		.from = from - left,
		.to = to - left,
	};
	size_t at, end;

	if (fx_carve_open(run->carve, &b, err) == -1)
		return -1;
	for (at = b.from; at < b.to; at = end) {
		end = b.to - at > FX_CARVE ? at + FX_CARVE : b.to;
		if (carve_range(run, at, end, err) == -1)
			return -1;
	}
	return 0;
}

static int
prepare(struct run *run, const struct fx_plan *plan, struct fx_err *err)
{
	size_t size = plan->block + 2 * plan->margin;

	if (size > run->piece->n)
		size = run->piece->n;
	run->carve = fx_carve_new(plan, size, err);
	return run->carve != NULL ? 0 : -1;
}

static int
scan_blocks(struct run *run, const struct fx_plan *plan,
    const volatile sig_atomic_t *stop, struct fx_err *err)
{
	const struct fx_scan_piece *piece = run->piece;
	uint64_t end = piece->off + piece->n; /* n bytes of memory exist */
	size_t from = piece->from > piece->off
	    ? (size_t)(piece->from - piece->off)
	    : 0;
	size_t to = piece->to < end ? (size_t)(piece->to - piece->off)
				    : piece->n;
	size_t at, next;
	int rc;

	rc = prepare(run, plan, err);
	for (at = from; rc == 0 && at < to; at = next) {
		if (stop != NULL && *stop != 0)
			break;
		next = to - at > plan->block ? at + plan->block : to;
		rc = scan_block(run, at, next, err);
		if (rc == 0) {
			run->emit->res->bytes += next - at;
			rc = fx_emit_done(run->emit, piece->off + next, err);
		}
	}
	run->emit->res->complete = rc == 0 && at >= to;
	return rc;
}

int
fx_piece_check(const struct fx_scan_piece *piece, struct fx_err *err)
{
	uint64_t end;

	if (fx_add(piece->off, piece->n, &end) && piece->from <= piece->to &&
	    piece->from <= end && piece->to >= piece->off)
		return 0;
	return fx_fail(err, FX_EARG, piece->off,
	    "a piece that does not hold what is asked of it");
}

int
fx_piece_scan(const struct fx_plan *plan, const struct fx_scan_piece *piece,
    const volatile sig_atomic_t *stop, const struct fx_piece_way *way,
    const struct fx_scan_sink *sink, struct fx_scan_result *res,
    struct fx_err *err)
{
	struct fx_emit emit = { .plan = plan, .sink = sink, .res = res };
	struct run run = { .piece = piece,
		.way = way,
		.emit = &emit,
		.margin = plan->margin };
	struct fx_err e = { .code = FX_OK };
	int rc;

	emit.size = piece->to - piece->from;
	rc = scan_blocks(&run, plan, stop, &e);
	if (rc == -1)
		*err = e;
	fx_carve_free(run.carve);
	fx_buf_done(&run.out.rec);
	fx_emit_free(&emit);
	return rc;
}

struct fx_plan *
fx_plan_new(const struct fx_carver *const *set,
    const struct fx_scan_options *opt, struct fx_err *err)
{
	struct fx_plan *plan = malloc(sizeof(*plan));

	if (plan == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory for a plan");
		return NULL;
	}
	if (fx_plan_init(plan, set, opt, true, err) == -1) {
		free(plan);
		return NULL;
	}
	return plan;
}

int
fx_scan_planned(const struct fx_plan *plan, const struct fx_scan_piece *piece,
    const struct fx_scan_sink *sink, struct fx_scan_result *res,
    struct fx_err *err)
{
	*res = (struct fx_scan_result){ .complete = false };
	if (fx_piece_check(piece, err) == -1)
		return -1;
	return fx_piece_scan(plan, piece, NULL, NULL, sink, res, err);
}

void
fx_plan_free(struct fx_plan *plan)
{
	free(plan);
}
