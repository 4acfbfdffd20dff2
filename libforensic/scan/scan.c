/* scan.c - a source from end to end: start the threads, tell what they find */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ring.h"

enum { POLL_MS = 100 }; /* how long a stop may go unnoticed */

/* Everything a run holds. */
struct run {
	struct fx_ring ring;
	struct fx_worker *worker;
	unsigned int nworkers, started; /* wanted, and those that run */
	pthread_t reader, hasher;
	bool reading, hashing; /* those threads run */
	const volatile sig_atomic_t *stop;
	struct fx_emit emit;
};

static unsigned int
cores(void)
{
	cpu_set_t set;
	int n = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	if (n > FX_SCAN_THREADS)
		n = FX_SCAN_THREADS;
	return n > 0 ? (unsigned int)n : 1;
}

static int
no_thread(int rc, const char *what, struct fx_err *err)
{
	errno = rc;
	return fx_fail_sys(err, 0, "no thread for the %s", what);
}

/* One worker at least; the others are welcome. */
static int
start_workers(struct run *run, struct fx_err *err)
{
	struct fx_worker *w;
	int rc;

	while (run->started < run->nworkers) {
		w = &run->worker[run->started];
		rc = pthread_create(&w->thread, NULL, fx_worker, w);
		if (rc != 0)
			return run->started > 0 ? 0
						: no_thread(rc, "carvers", err);
		run->started++;
	}
	return 0;
}

static int
start_threads(struct run *run, struct fx_err *err)
{
	struct fx_ring *r = &run->ring;
	int rc;

	if (start_workers(run, err) == -1)
		return -1;
	if (r->hashing) {
		rc = pthread_create(&run->hasher, NULL, fx_hasher, r);
		if (rc != 0)
			return no_thread(rc, "digests", err);
		run->hashing = true;
	}
	if ((rc = pthread_create(&run->reader, NULL, fx_reader, r)) != 0)
		return no_thread(rc, "reader", err);
	run->reading = true;
	return 0;
}

/* Signals are the caller's: its handlers run on its own thread. */
static int
start(struct run *run, struct fx_err *err)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	sigset_t all, old;
	size_t i;
	int rc;

	sigfillset(&all);
	for (i = 0; i < FX_LEN(faults); i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = start_threads(run, err);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return rc;
}

static void
join(struct run *run)
{
	unsigned int i;

	if (run->reading)
		pthread_join(run->reader, NULL);
	if (run->hashing)
		pthread_join(run->hasher, NULL);
	for (i = 0; i < run->started; i++)
		pthread_join(run->worker[i].thread, NULL);
}

/* Wait on a condition, but not so long that a stop goes unnoticed. */
static void
wait_carved(struct run *run)
{
	struct fx_ring *r = &run->ring;
	struct timespec until;

	if (run->stop == NULL || r->stop) {
		pthread_cond_wait(&r->carved, &r->lock);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += POLL_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	pthread_cond_timedwait(&r->carved, &r->lock, &until);
}

/*
 * The next slot in order that has something to tell, and its state; NULL at the
 * end.  The stop flag may be set by a signal on this thread, so that only this
 * thread looks at it.
 */
static struct fx_slot *
next_slot(struct run *run, enum fx_slot_state *state)
{
	struct fx_ring *r = &run->ring;
	struct fx_slot *slot = NULL;

	pthread_mutex_lock(&r->lock);
	for (;;) {
		if (run->stop != NULL &&
		    __atomic_load_n(run->stop, __ATOMIC_RELAXED) != 0)
			fx_ring_stop(r);
		if (r->dead)
			break;
		if (r->told < r->read &&
		    fx_ring_slot(r, r->told)->state != FX_SLOT_BUSY) {
			slot = fx_ring_slot(r, r->told);
			*state = slot->state;
			break;
		}
		if (r->ended && r->told == r->read)
			break;
		wait_carved(run);
	}
	pthread_mutex_unlock(&r->lock);
	return slot;
}

/* Tell what a slot holds. */
static int
tell(struct run *run, struct fx_slot *s, struct fx_err *err)
{
	size_t i;

	for (i = 0; i < s->ngap; i++)
		if (fx_emit_gap(&run->emit, &s->gap[i], err) == -1)
			return -1;
	s->ngap = 0;
	return fx_emit_out(&run->emit, &s->out, err);
}

/* A slot was told: it goes back to its worker, or to the reader. */
static int
release(struct run *run, struct fx_slot *s, enum fx_slot_state state,
    struct fx_err *err)
{
	struct fx_ring *r = &run->ring;
	const uint64_t behind = 2 * (uint64_t)FX_SCAN_MARGIN;
	uint64_t end = s->b.off + s->b.to;

	if (state == FX_SLOT_DONE) {
		run->emit.res->bytes += s->b.to - s->b.from;
		if (fx_emit_done(&run->emit, end, err) == -1)
			return -1;
		if (end > behind)
			fx_image_forget(r->img, end - behind);
	}
	pthread_mutex_lock(&r->lock);
	s->state = FX_SLOT_BUSY;
	if (state == FX_SLOT_DONE) {
		r->told++;
		pthread_cond_signal(&r->room);
	} else {
		pthread_cond_broadcast(&r->drained);
	}
	pthread_mutex_unlock(&r->lock);
	return 0;
}

static int
tell_all(struct run *run, struct fx_err *err)
{
	enum fx_slot_state state;
	struct fx_slot *s;

	while ((s = next_slot(run, &state)) != NULL) {
		if (tell(run, s, err) == -1)
			return -1;
		if (state == FX_SLOT_FAILED) {
			*err = s->err;
			return -1;
		}
		if (release(run, s, state, err) == -1)
			return -1;
	}
	return run->ring.dead ? -1 : 0;
}

/* Was all of the source read, and every decoding and job in it followed? */
static bool
is_complete(const struct run *run)
{
	unsigned int i;

	for (i = 0; i < run->started; i++)
		if (run->worker[i].dig != NULL &&
		    fx_dig_halted(run->worker[i].dig))
			return false;
	return run->ring.whole;
}

/* The threads have ended: digests, and whether the source did well. */
static int
conclude(struct run *run, struct fx_err *err)
{
	struct fx_scan_result *res = run->emit.res;
	struct fx_ring *r = &run->ring;
	unsigned int i;

	for (i = 0; i < FX_HASHES; i++) {
		if (r->hash[i] == NULL)
			continue;
		if (fx_hash_end(r->hash[i],
			r->ranges != NULL ? res->covered : res->sum[i],
			err) == -1)
			return -1;
		if (r->ranges != NULL)
			res->have_covered = true;
		else
			res->have[i] = true;
	}
	res->complete = is_complete(run);
	return 0;
}

/* What a worker needs to decode: a handle of its own, before threads start. */
static int
add_dig(struct fx_worker *w, const struct fx_plan *plan, struct fx_image *img,
    struct fx_err *err)
{
	struct fx_image *own;

	if (plan->n == 0 || (plan->decoders[0] == NULL && plan->jobs == NULL))
		return 0;
	if ((own = fx_image_again(img, err)) == NULL)
		return -1;
	w->dig = fx_dig_new(plan, own, NULL, err);
	return w->dig != NULL ? 0 : -1;
}

static int
prepare(struct run *run, const struct fx_plan *plan, struct fx_image *img,
    const struct fx_scan_options *opt, struct fx_err *err)
{
	const size_t size = plan->block + 2 * plan->margin;
	unsigned int i;

	run->nworkers = opt->threads != 0 ? opt->threads : cores();
	run->stop = opt->stop;
	if (fx_ring_init(&run->ring, plan, img, opt, run->nworkers, err) == -1)
		return -1;
	run->worker = calloc(run->nworkers, sizeof(*run->worker));
	if (run->worker == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for a scan");
	for (i = 0; i < run->nworkers; i++) {
		run->worker[i].ring = &run->ring;
		run->worker[i].carve = fx_carve_new(plan, size, err);
		if (run->worker[i].carve == NULL ||
		    add_dig(&run->worker[i], plan, img, err) == -1)
			return -1;
	}
	return 0;
}

static void
dispose(struct run *run)
{
	unsigned int i;

	for (i = 0; run->worker != NULL && i < run->nworkers; i++) {
		fx_carve_free(run->worker[i].carve);
		fx_dig_free(run->worker[i].dig);
	}
	free(run->worker);
	fx_ring_free(&run->ring);
	fx_emit_free(&run->emit);
}

/* err comes empty: the ring's own is told where no other is. */
static int
scan(struct run *run, struct fx_err *err)
{
	struct fx_ring *r = &run->ring;
	int rc;

	rc = start(run, err);
	if (rc == 0)
		rc = tell_all(run, err);
	if (rc == -1)
		fx_ring_kill(r, NULL);
	join(run);
	if (rc == 0)
		rc = conclude(run, err);
	if (r->failed && (rc == 0 || err->code == FX_OK)) {
		*err = r->err;
		rc = -1;
	}
	return rc;
}

/* Are the ranges as scan.h wants them?  *size is what there is to scan. */
static int
check_ranges(const struct fx_scan_options *opt,
    const struct fx_image_info *info, uint64_t *size, struct fx_err *err)
{
	const struct fx_range *r;
	uint64_t last = 0;
	size_t i;

	*size = info->size;
	if (opt->ranges == NULL)
		return 0;
	if (info->stream || opt->nranges == 0)
		return fx_fail(err, FX_EARG, 0,
		    info->stream ? "a stream has no ranges" : "no ranges");
	*size = 0;
	for (i = 0; i < opt->nranges; i++) {
		r = &opt->ranges[i];
		if (r->from >= r->to || r->to > info->size ||
		    (i > 0 && r->from < last))
			return fx_fail(err, FX_EARG, r->from,
			    "ranges that are not apart, in order and within "
			    "the source");
		*size += r->to - r->from;
		last = r->to;
	}
	return 0;
}

int
fx_scan(struct fx_image *img, const struct fx_carver *const *set,
    const struct fx_scan_options *opt, const struct fx_scan_sink *sink,
    struct fx_scan_result *res, struct fx_err *err)
{
	struct fx_plan plan;
	struct run run = { .nworkers = 0 };
	struct fx_err e = { .code = FX_OK };
	uint64_t size;
	int rc;

	*res = (struct fx_scan_result){ .complete = false };
	if (fx_plan_init(&plan, set, opt, false, err) == -1 ||
	    check_ranges(opt, fx_image_info(img), &size, err) == -1)
		return -1;
	run.emit = (struct fx_emit){ .plan = &plan,
		.sink = sink,
		.res = res,
		.size = size };
	rc = prepare(&run, &plan, img, opt, &e);
	if (rc == 0 && opt->ranges != NULL)
		rc = fx_emit_early(&run.emit, img, opt->ranges, opt->nranges,
		    &e);
	if (rc == 0)
		rc = scan(&run, &e);
	dispose(&run);
	if (rc == -1)
		*err = e;
	return rc;
}
