/* fps.c - keyed fingerprints, sorted in a file: memory does not grow with them
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"

enum {
	CHUNK = 1 << 16, /* sorted in memory */
	PIECE = 128,     /* read of each run at a time */
};

static int
order(const void *left, const void *right)
{
	const struct fxr_fp *a = left, *b = right;
	int d;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if ((d = memcmp(a->fp, b->fp, sizeof(a->fp))) != 0)
		return d;
	return (a->image > b->image) - (a->image < b->image);
}

/* Sort what is in memory; of one image each value once. */
static void
settle(struct fxr_fps *f)
{
	size_t i, n = 0;

	if (f->n == 0)
		return;
	qsort(f->p, f->n, sizeof(f->p[0]), order);
	for (i = 1; i < f->n; i++)
		if (order(&f->p[n], &f->p[i]) == 0)
			f->p[n].n += f->p[i].n;
		else
			f->p[++n] = f->p[i];
	f->n = n + 1;
}

static int
put(const struct fxr_fps *f, uint64_t at, struct fx_err *err)
{
	const char *p = (const char *)f->p;
	size_t left = f->n * sizeof(f->p[0]);
	off_t off = (off_t)(at * sizeof(f->p[0]));
	ssize_t got;

	while (left > 0) {
		got = pwrite(f->fd, p, left, off);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return fx_fail_sys(err, 0,
			    "a file for fingerprints cannot be written");
		p += got;
		off += got;
		left -= (size_t)got;
	}
	return 0;
}

/* What is in memory becomes a run in the file. */
static int
spill(struct fxr_fps *f, struct fx_err *err)
{
	uint64_t *runs = realloc(f->runs, (f->nruns + 1) * sizeof(*runs));
	uint64_t at = 0;
	size_t i;

	if (runs == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "a list of runs");
	f->runs = runs;
	for (i = 0; i < f->nruns; i++)
		at += runs[i];
	if (put(f, at, err) == -1)
		return -1;
	runs[f->nruns++] = f->n;
	f->n = 0;
	return 0;
}

/* Room for one more; false: there is none. */
static int
room(struct fxr_fps *f, bool *there, struct fx_err *err)
{
	*there = !f->full && f->all <= FX_REPORT_FPS;
	if (!*there || f->n < CHUNK)
		return 0;
	settle(f);
	if (f->fd != -1)
		return f->n > CHUNK / 2 ? spill(f, err) : 0;
	/* To sort again for a few would never end. */
	f->full = f->n > CHUNK / 2;
	*there = !f->full;
	return 0;
}

int
fxr_fps_add(struct fxr_fps *f, const struct fxr_fp *fp, struct fx_err *err)
{
	bool there;

	f->all++;
	if (f->p == NULL && (f->p = calloc(CHUNK, sizeof(f->p[0]))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "fingerprints");
	if (room(f, &there, err) == -1)
		return -1;
	if (there)
		f->p[f->n++] = *fp;
	else
		f->lost++;
	return 0;
}

/* A run as it is read. */
struct reader {
	struct fxr_fp piece[PIECE];
	size_t at, n;        /* in piece */
	uint64_t from, left; /* in the file, behind piece */
};

/* The next one of a run is at hand: 1; 0: it is at its end. -1 and err. */
static int
refill(const struct fxr_fps *f, struct reader *r, struct fx_err *err)
{
	size_t want, got = 0;
	ssize_t n;

	if (r->at < r->n)
		return 1;
	r->at = 0;
	r->n = r->left < PIECE ? (size_t)r->left : PIECE;
	want = r->n * sizeof(r->piece[0]);
	while (got < want) {
		n = pread(f->fd, (char *)r->piece + got, want - got,
		    (off_t)(r->from * sizeof(r->piece[0]) + got));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return fx_fail_sys(err, 0,
			    "a file for fingerprints cannot be read");
		got += (size_t)n;
	}
	r->from += r->n;
	r->left -= r->n;
	return r->n > 0;
}

static bool
before(const struct reader *a, const struct reader *b)
{
	return order(&a->piece[a->at], &b->piece[b->at]) < 0;
}

/* heap[at] may be behind those under it: it sinks. */
static void
sink(struct reader **heap, size_t n, size_t at)
{
	struct reader *r = heap[at];
	size_t k;

	for (; (k = 2 * at + 1) < n; at = k) {
		if (k + 1 < n && before(heap[k + 1], heap[k]))
			k++;
		if (!before(heap[k], r))
			break;
		heap[at] = heap[k];
	}
	heap[at] = r;
}

/* The runs are read side by side, the first of their firsts each time. */
static int
merge(struct fxr_fps *f, struct reader *readers, struct reader **heap,
    void (*fn)(const struct fxr_fp *fp, void *arg), void *arg,
    struct fx_err *err)
{
	struct fxr_fp now = { .n = 0 }, *next;
	size_t i, n = f->nruns;
	int rc;

	for (i = 0; i < n; i++) {
		heap[i] = &readers[i];
		heap[i]->left = f->runs[i];
		heap[i]->from = i == 0
		    ? 0
		    : readers[i - 1].from + readers[i - 1].left;
		if (refill(f, heap[i], err) == -1)
			return -1;
	}
	for (i = n; i > 0; i--)
		sink(heap, n, i - 1);
	while (n > 0) {
		next = &heap[0]->piece[heap[0]->at++];
		if (now.n > 0 && order(&now, next) == 0) {
			now.n += next->n;
		} else {
			if (now.n > 0)
				fn(&now, arg);
			now = *next;
		}
		if ((rc = refill(f, heap[0], err)) == -1)
			return -1;
		if (rc == 0)
			heap[0] = heap[--n];
		if (n > 0)
			sink(heap, n, 0);
	}
	if (now.n > 0)
		fn(&now, arg);
	return 0;
}

int
fxr_fps_each(struct fxr_fps *f, void (*fn)(const struct fxr_fp *fp, void *arg),
    void *arg, struct fx_err *err)
{
	struct reader *readers, **heap;
	size_t i;
	int rc = -1;

	settle(f);
	if (f->nruns == 0) {
		for (i = 0; i < f->n; i++)
			fn(&f->p[i], arg);
		return 0;
	}
	if (f->n > 0 && spill(f, err) == -1)
		return -1;
	readers = calloc(f->nruns, sizeof(*readers));
	heap = reallocarray(NULL, f->nruns, sizeof(struct reader *));
	if (readers == NULL || heap == NULL)
		fx_fail(err, FX_ENOMEM, 0, "fingerprints");
	else
		rc = merge(f, readers, heap, fn, arg, err);
	free(readers);
	free(heap);
	return rc;
}

void
fxr_fps_done(struct fxr_fps *f)
{
	free(f->p);
	free(f->runs);
}
