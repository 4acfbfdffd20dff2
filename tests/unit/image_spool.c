/* image_spool.c - a stream that is kept: short reads, one that fails, a full
 * disk, threads that race, and bytes that nobody wants again */
#include <sys/resource.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "../../libforensic/image/internal.h"
#include "forensic/bytes.h"
#include "tap.h"

#define MIB (1L << 20)
#define NEVER INT64_MAX

/* A stream made for testing: byte i is known by i alone. */
struct source {
	uint64_t size;
	uint64_t fails; /* reading fails there */
	uint64_t at;    /* the next read must be there */
	bool strayed;   /* and one was not */
	bool part;      /* what comes before the failure is told by err->off */
	unsigned int most; /* bytes of one read; 0: all */
	unsigned int stopped, closed;
};

static uint8_t
byte_at(uint64_t i)
{
	return (uint8_t)((i * UINT64_C(2654435761)) >> 13);
}

static ssize_t
source_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	struct source *s = img->own;
	uint64_t end = s->fails < s->size ? s->fails : s->size;
	size_t i, n = s->most != 0 && s->most < len ? s->most : len;

	(void)g;
	s->strayed |= off != s->at;
	if (n > end - off)
		n = (size_t)(end - off);
	for (i = 0; i < n; i++)
		buf[i] = byte_at(off + i);
	s->at += n;
	if (s->at == s->fails && (n == 0 || s->part)) {
		errno = EIO;
		return fx_fail_sys(err, s->at, "the tape broke");
	}
	return (ssize_t)n;
}

static void
source_close(struct fx_image *img)
{
	struct source *s = img->own;

	s->closed++;
}

static void
source_stop(struct fx_image *img, const volatile sig_atomic_t *stop)
{
	struct source *s = img->own;

	(void)stop;
	s->stopped++;
}

static struct fx_image *
source_open(struct source *s)
{
	static const struct image_kind kind = { .read = source_read,
		.close = source_close,
		.stop = source_stop };
	struct fx_image *img = calloc(1, sizeof(*img));

	if (img == NULL)
		abort();
	img->kind = &kind;
	img->info.format = "stream";
	img->info.stream = true;
	img->own = s;
	return img;
}

static struct fx_image *
spool(struct source *s)
{
	struct fx_err err;
	struct fx_image *img = fx_image_spool(source_open(s), &err);

	if (img == NULL) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	return img;
}

/* Read len bytes at off: are these n there, and right?  -1: it fails. */
static bool
reads(struct fx_image *img, uint64_t off, size_t len, ssize_t n,
    struct fx_err *err)
{
	uint8_t *buf = malloc(len); /* exact: ASan sees an overrun */
	ssize_t got, i;

	*err = (struct fx_err){ .code = FX_OK };
	got = fx_image_read(img, off, buf, len, NULL, NULL, err);
	for (i = 0; i < got; i++)
		if (buf[i] != byte_at(off + (uint64_t)i))
			break;
	free(buf);
	return got == n && (got <= 0 || i == got);
}

static const struct {
	const char *what;
	uint64_t off;
	size_t len;
	ssize_t want;
} steps[] = {
	{ "from the start", 0, 1000, 1000 },
	{ "the same again", 0, 1000, 1000 },
	{ "over what is kept and what comes", 500, 200000, 200000 },
	{ "back", 7, 1, 1 },
	{ "far ahead", 2 * MIB, 100, 100 },
	{ "what was passed over", 201000, 65537, 65537 },
	{ "across the end", 3 * MIB - 10, 100, 10 },
	{ "at the end", 3 * MIB, 100, 0 },
	{ "behind it", 4 * MIB, 100, 0 },
	{ "and all of it", 0, 3 * MIB + 1, 3 * MIB },
};

static void
check_order(unsigned int most)
{
	struct source s = { .size = 3 * MIB, .fails = NEVER, .most = most };
	struct fx_image *img = spool(&s), *other;
	struct fx_err err;
	size_t i;

	other = fx_image_again(img, &err);
	ok(other != NULL &&
		!fx_image_info(img)->stream == !fx_image_info(other)->stream,
	    "reads of %u: a second handle", most);
	for (i = 0; i < FX_LEN(steps); i++)
		ok(reads(i % 2 == 0 ? img : other, steps[i].off, steps[i].len,
		       steps[i].want, &err),
		    "reads of %u: %s %s", most, steps[i].what, err.msg);
	ok(!s.strayed, "reads of %u: the stream was read once, in order", most);
	fx_image_stop(other, NULL);
	is_int(s.stopped, 1, "reads of %u: it is told to stop", most);
	fx_image_close(img);
	is_int(s.closed, 0, "reads of %u: a handle is left", most);
	fx_image_close(other);
	is_int(s.closed, 1, "reads of %u: none is", most);
}

/* What came before the failure is there, and stays. */
static void
check_failure(bool part)
{
	struct source s = { .size = 2 * MIB,
		.fails = 100000,
		.part = part,
		.most = 30000 };
	const char *how = part ? "with its last bytes" : "by itself";
	struct fx_image *img = spool(&s);
	struct fx_err err;

	ok(reads(img, 0, 90000, 90000, &err), "%s: before it fails", how);
	ok(reads(img, 80000, 40000, -1, &err), "%s: it fails", how);
	ok(err.code == FX_EIO && err.off == 100000 &&
		strstr(err.msg, "the tape broke") != NULL,
	    "%s: why and where: %s", how, err.msg);
	ok(reads(img, 99000, 1000, 1000, &err), "%s: what came is there", how);
	ok(reads(img, 100000, 1, -1, &err) && err.off == 100000,
	    "%s: it fails again", how);
	ok(reads(img, MIB, 1, -1, &err) && err.off == 100000,
	    "%s: and further on", how);
	fx_image_close(img);
}

/* No file may be longer: what has no room is read once and not kept. */
static void
check_full(void)
{
	struct source s = { .size = 3 * MIB, .fails = NEVER };
	struct fx_image *img = spool(&s);
	struct rlimit was, less;
	struct fx_err err;
	bool on = true, back, gone;
	uint64_t at;

	getrlimit(RLIMIT_FSIZE, &was);
	less = was;
	less.rlim_cur = MIB + 1000;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &less);
	for (at = 0; at < s.size; at += 65536)
		on = on && reads(img, at, 65536, 65536, &err);
	back = reads(img, 5, MIB - 5, MIB - 5, &err);
	gone = reads(img, 2 * MIB, 10, -1, &err);
	setrlimit(RLIMIT_FSIZE, &was); /* standard output may be a file */
	ok(on, "a full disk: the stream is read to its end");
	ok(back, "a full disk: what was kept is there");
	ok(gone && err.code == FX_EIO && err.sys == EFBIG &&
		strstr(err.msg, "(TMPDIR)") != NULL,
	    "a full disk: what was not is said: %s", err.msg);
	ok(reads(img, MIB - 10, 20000, -1, &err) && err.off >= MIB &&
		err.off <= MIB + 1000,
	    "a full disk: where that begins");
	ok(reads(img, 3 * MIB, 10, 0, &err), "a full disk: the end is the end");
	fx_image_close(img);
}

/* What is forgotten makes room, 4 MiB at a time. */
static void
check_forget(void)
{
	struct source s = { .size = 13 * MIB, .fails = NEVER };
	struct fx_image *img = spool(&s);
	struct fx_err err;

	ok(reads(img, 12 * MIB, 10, 10, &err), "forgotten: first all is kept");
	fx_image_forget(img, 9 * MIB);
	ok(reads(img, 8 * MIB, MIB, MIB, &err), "forgotten: this is not");
	ok(reads(img, 8 * MIB - 1, 1, -1, &err) && err.code == FX_EARG,
	    "forgotten: before it nothing is there: %s", err.msg);
	fx_image_forget(img, 5 * MIB);
	ok(reads(img, 9 * MIB, 4 * MIB, 4 * MIB, &err),
	    "forgotten: less is no more");
	fx_image_close(img);
}

static void *
reader(void *arg)
{
	struct fx_image *img = arg;
	struct fx_err err;
	uint64_t at;

	for (at = 0; at < 2 * MIB; at += 10007)
		if (!reads(img, at, 10007,
			at + 10007 < 2 * MIB ? 10007 : (ssize_t)(2 * MIB - at),
			&err))
			return NULL;
	return img;
}

static void
check_threads(void)
{
	enum { THREADS = 4 };
	struct source s = { .size = 2 * MIB, .fails = NEVER, .most = 5003 };
	struct fx_image *img[THREADS] = { spool(&s) };
	pthread_t thread[THREADS];
	struct fx_err err;
	void *all;
	int i, right = 0;

	for (i = 1; i < THREADS; i++)
		img[i] = fx_image_again(img[0], &err);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, reader, img[i]) != 0)
			abort();
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i], &all);
		right += all != NULL;
		fx_image_close(img[i]);
	}
	is_int(right, THREADS, "threads that race read the same");
	ok(!s.strayed && s.closed == 1, "of a stream that was read once");
}

static void
check_folder(void)
{
	struct source s = { .size = 10, .fails = NEVER };
	struct fx_image *stream = source_open(&s);
	const char *was = getenv("TMPDIR");
	char *copy = was != NULL ? strdup(was) : NULL;
	struct fx_err err;

	setenv("TMPDIR", "/nonexistent", 1);
	ok(fx_image_spool(stream, &err) == NULL && err.code == FX_EIO &&
		strstr(err.msg, "/nonexistent (TMPDIR)") != NULL,
	    "a folder that is not there: %s", err.msg);
	is_int(s.closed, 0, "the stream is still the caller's");
	fx_image_close(stream);
	if (copy != NULL)
		setenv("TMPDIR", copy, 1);
	else
		unsetenv("TMPDIR");
	free(copy);
}

int
main(void)
{
	check_order(0);
	check_order(1);
	check_order(7919);
	check_failure(false);
	check_failure(true);
	check_full();
	check_forget();
	check_threads();
	check_folder();
	return done();
}
