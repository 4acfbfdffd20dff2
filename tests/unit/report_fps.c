/* report_fps.c - fingerprints sorted outside of memory: those, and no others */
#include <stdlib.h>
#include <unistd.h>

#include "../../libforensic/report/batch.h"
#include "tap.h"

enum { MANY = 150000, FEW = 1000 };

static const struct {
	const char *what;
	size_t given;    /* fingerprints */
	uint32_t values; /* different ones, at most */
	uint32_t images;
	bool file;
	bool lost; /* some are past what memory takes */
} rows[] = {
	{ "none", 0, 1, 1, true, false },
	{ "one", 1, 1, 1, true, false },
	{ "few, in memory", FEW, 50, 7, false, false },
	{ "few", FEW, 50, 7, true, false },
	{ "many that are the same, in memory", MANY, 3, 5, false, false },
	{ "many that are the same", MANY, 3, 5, true, false },
	{ "many that differ", MANY, 1 << 30, 9, true, false },
	{ "many on many images", MANY, 20000, 300, true, false },
	{ "many that differ, in memory", MANY, 1 << 30, 9, false, true },
};

/* Numbers that look random, the same each time. */
static uint32_t
next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static struct fxr_fp
make(uint32_t *state, uint32_t values, uint32_t images)
{
	struct fxr_fp fp = { .n = 1 };
	uint32_t value = next(state) % values;

	fp.key = value % 2;
	memcpy(fp.fp, &value, sizeof(value));
	fp.image = next(state) % images;
	snprintf(fp.mask, sizeof(fp.mask), "%u", value);
	return fp;
}

static int
order(const void *left, const void *right)
{
	const struct fxr_fp *a = left, *b = right;
	int d = (a->key > b->key) - (a->key < b->key);

	if (d == 0)
		d = memcmp(a->fp, b->fp, sizeof(a->fp));
	return d != 0 ? d : (a->image > b->image) - (a->image < b->image);
}

struct told {
	const struct fxr_fp *want; /* sorted; some are there several times */
	size_t at, all;
	uint64_t sum;
	bool wrong;
};

static void
tell(const struct fxr_fp *fp, void *arg)
{
	struct told *t = arg;
	uint32_t n = 0;

	for (; t->at < t->all && order(&t->want[t->at], fp) == 0; t->at++)
		n++;
	t->wrong = t->wrong || n == 0 || n != fp->n;
	t->sum += fp->n;
}

static void
check(size_t i)
{
	char name[] = "/tmp/report_fps.XXXXXX";
	struct fxr_fps f = { .fd = rows[i].file ? mkstemp(name) : -1 };
	struct fxr_fp *want = calloc(rows[i].given + 1, sizeof(*want));
	struct told t = { .want = want, .all = rows[i].given };
	struct fx_err err;
	uint32_t state = 1;
	size_t k;
	int bad = 0;

	for (k = 0; k < rows[i].given; k++) {
		want[k] = make(&state, rows[i].values, rows[i].images);
		bad |= fxr_fps_add(&f, &want[k], &err);
	}
	is_int(bad, 0, "%s: taken", rows[i].what);
	qsort(want, rows[i].given, sizeof(*want), order);
	is_int(fxr_fps_each(&f, tell, &t, &err), 0, "%s: given", rows[i].what);
	ok(f.all == rows[i].given && t.sum + f.lost == f.all,
	    "%s: none is left out", rows[i].what);
	if (rows[i].lost)
		ok(f.lost > 0, "%s: what is lost is counted", rows[i].what);
	else
		ok(!t.wrong && f.lost == 0 && t.at == t.all,
		    "%s: in order, each once", rows[i].what);
	fxr_fps_done(&f);
	free(want);
	if (f.fd != -1) {
		close(f.fd);
		unlink(name);
	}
}

int
main(void)
{
	const struct fxr_fp one = { .n = 1 };
	struct fxr_fps f = { .fd = -1 };
	struct fx_err err;
	int fd[2], rc = 0;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(i);
	f.all = FX_REPORT_FPS;
	is_int(fxr_fps_add(&f, &one, &err), 0, "one past the limit");
	is_int(f.lost, 1, "is counted");
	fxr_fps_done(&f);
	f = (struct fxr_fps){ .fd = pipe(fd) == 0 ? fd[0] : -1 };
	for (i = 0; i < MANY && rc == 0; i++) {
		uint32_t state = (uint32_t)i;
		const struct fxr_fp fp = make(&state, 1 << 30, 9);

		rc = fxr_fps_add(&f, &fp, &err);
	}
	is_int(rc, -1, "a file that cannot be written");
	is_int(err.code, FX_EIO, "is told");
	fxr_fps_done(&f);
	return done();
}
