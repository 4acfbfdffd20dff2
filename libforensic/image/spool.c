/*
 * spool.c - a stream that can be read ahead and again, for as long as it may be
 * needed, by several threads
 *
 * What is asked for and has not come yet is read from the stream, by whoever
 * asks, and kept in a file without a name; what is before the place that nobody
 * goes back to is taken out of the file again.  So the file takes as much of
 * the disk as lies between that place and the furthest that was asked for.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

enum {
	PIECE = 64 << 10, /* bytes read of the stream at a time */
	HOLE = 4 << 20,   /* bytes given back at a time */
};

struct spool {
	struct fx_image *stream;
	int fd;
	unsigned int handles;
	pthread_mutex_t lock; /* guards all below but have, and the stream */
	uint64_t have;        /* bytes that came; atomic, it only grows */
	uint64_t kept;        /* of these, in the file */
	uint64_t gone;        /* of these, taken out again */
	bool ended, failed;   /* no more will come; err says why */
	bool full;            /* nothing more is kept; unkept says why */
	struct fx_err err, unkept;
};

/* A file that has no name, open for both. */
static int
nameless(const char *dir)
{
	char path[4096];
	int fd, n;

	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	n = snprintf(path, sizeof(path), "%s/fxspool.XXXXXX", dir);
	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1 && unlink(path) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Keep what came: n bytes at buf, at the end. */
static void
keep(struct spool *s, const uint8_t *buf, size_t n)
{
	size_t done = 0;
	ssize_t k;

	while (!s->full && done < n) {
		k = pwrite(s->fd, buf + done, n - done,
		    (off_t)(s->kept + done));
		if (k == -1 && errno != EINTR) {
			s->full = true;
			fx_fail_sys(&s->unkept, s->kept,
			    "the stream cannot be kept for decoding (TMPDIR)");
		}
		if (k > 0)
			done += (size_t)k;
	}
	if (!s->full)
		s->kept += n;
}

/*
 * The next bytes of the stream, at most PIECE, into buf: how many; 0 at the
 * end, -1 if it failed.  The lock is held.
 */
static ssize_t
next(struct spool *s, uint8_t *buf, size_t n)
{
	uint64_t at = s->have;
	ssize_t got;

	if (s->ended)
		return s->failed ? -1 : 0;
	got = fx_image_read(s->stream, at, buf, n < PIECE ? n : PIECE, NULL,
	    NULL, &s->err);
	if (got == -1 && s->err.off > at && s->err.off - at <= n) {
		/* What came before the error is in buf. */
		got = (ssize_t)(s->err.off - at);
		s->ended = s->failed = true;
	} else if (got <= 0) {
		s->ended = true;
		s->failed = got == -1;
	}
	if (got > 0) {
		keep(s, buf, (size_t)got);
		__atomic_store_n(&s->have, at + (uint64_t)got,
		    __ATOMIC_RELEASE);
	}
	return got;
}

/* Of what came, up to len bytes at off, from the file. */
static ssize_t
read_kept(struct spool *s, uint64_t off, uint8_t *buf, size_t len,
    struct fx_err *err)
{
	uint64_t kept, gone;
	ssize_t n;

	pthread_mutex_lock(&s->lock);
	kept = s->kept;
	gone = s->gone;
	if (off >= kept)
		*err = s->unkept;
	pthread_mutex_unlock(&s->lock);
	if (off >= kept)
		return -1;
	if (off < gone)
		return fx_fail(err, FX_EARG, off,
		    "the stream was read past that");
	if (len > kept - off)
		len = (size_t)(kept - off);
	do
		n = pread(s->fd, buf, len, (off_t)off);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return fx_fail_sys(err, off, "the stream's copy");
	return n > 0 ? n
		     : fx_fail(err, FX_EIO, off, "the stream's copy was cut");
}

/* Read on up to off; or, if off is what comes next, into buf. */
static ssize_t
read_on(struct spool *s, uint64_t off, uint8_t *buf, size_t len,
    struct fx_err *err)
{
	uint8_t piece[4096];
	ssize_t got = 1;

	pthread_mutex_lock(&s->lock);
	while (got > 0 && s->have < off)
		got = next(s, piece,
		    off - s->have < sizeof(piece) ? (size_t)(off - s->have)
						  : sizeof(piece));
	if (got > 0 && s->have == off)
		got = next(s, buf, len);
	else if (got > 0)
		got = -2; /* another thread was faster: it is there now */
	if (got == -1)
		*err = s->err;
	pthread_mutex_unlock(&s->lock);
	return got;
}

static ssize_t
spool_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	struct spool *s = img->own;
	size_t done = 0;
	ssize_t n;

	(void)g;
	while (done < len) {
		if (off + done < __atomic_load_n(&s->have, __ATOMIC_ACQUIRE))
			n = read_kept(s, off + done, buf + done, len - done,
			    err);
		else
			n = read_on(s, off + done, buf + done, len - done, err);
		if (n == -2)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static int
spool_again(struct fx_image *img, const struct fx_image *from,
    struct fx_err *err)
{
	struct spool *s = from->own;

	(void)err;
	img->own = s;
	pthread_mutex_lock(&s->lock);
	s->handles++;
	pthread_mutex_unlock(&s->lock);
	return 0;
}

static void
spool_close(struct fx_image *img)
{
	struct spool *s = img->own;
	bool last;

	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	last = --s->handles == 0;
	pthread_mutex_unlock(&s->lock);
	if (!last)
		return;
	fx_image_close(s->stream);
	close(s->fd);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static void
spool_stop(struct fx_image *img, const volatile sig_atomic_t *stop)
{
	struct spool *s = img->own;

	fx_image_stop(s->stream, stop);
}

/* Where a file system makes no holes, the file stays as long as it is. */
static void
spool_forget(struct fx_image *img, uint64_t before)
{
	struct spool *s = img->own;
	uint64_t from, to = before - before % HOLE;

	pthread_mutex_lock(&s->lock);
	from = s->gone;
	if (to > s->gone)
		s->gone = to;
	pthread_mutex_unlock(&s->lock);
	if (to > from)
		fallocate(s->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		    (off_t)from, (off_t)(to - from));
}

struct fx_image *
fx_image_spool(struct fx_image *stream, struct fx_err *err)
{
	static const struct image_kind kind = { .read = spool_read,
		.again = spool_again,
		.close = spool_close,
		.stop = spool_stop,
		.forget = spool_forget };
	const char *dir = getenv("TMPDIR");
	struct fx_image *img = calloc(1, sizeof(*img));
	struct spool *s = calloc(1, sizeof(*s));

	if (dir == NULL || dir[0] == '\0')
		dir = "/var/tmp";
	if (img == NULL || s == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		goto fail;
	}
	if ((s->fd = nameless(dir)) == -1) {
		fx_fail_sys(err, 0,
		    "no file to keep a stream in for decoding, in %.120s "
		    "(TMPDIR)",
		    dir);
		goto fail;
	}
	pthread_mutex_init(&s->lock, NULL);
	s->stream = stream;
	s->handles = 1;
	img->kind = &kind;
	img->info = stream->info;
	img->own = s;
	return img;
fail:
	free(img);
	free(s);
	return NULL;
}
