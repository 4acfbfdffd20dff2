/* stream.c - standard input, pipes and tapes: bytes that pass by once */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

enum { NAP = 100 }; /* milliseconds between looks at the stop flag */

struct stream {
	int fd;
	uint64_t at; /* where the next byte stands */
	bool ended;
	int failed;  /* errno of the look ahead; 0 */
	size_t head; /* bytes looked at in advance; used, those read since */
	size_t used;
	uint8_t ahead[SIG_REACH];
	const volatile sig_atomic_t *stop; /* or NULL */
};

/* The flag is another thread's, or a signal handler's. */
static bool
stopped(const struct stream *s)
{
	return s->stop != NULL &&
	    __atomic_load_n(s->stop, __ATOMIC_RELAXED) != 0;
}

/*
 * read(2), waiting also where the other side made the pipe non-blocking, until
 * the stop flag is set: that is the end.
 */
static ssize_t
next(const struct stream *s, uint8_t *buf, size_t len)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;
	int ready;

	for (;;) {
		ready = poll(&p, 1, s->stop != NULL ? NAP : -1);
		if (stopped(s))
			return 0;
		if (ready == 0 || (ready == -1 && errno == EINTR))
			continue;
		if (ready == -1)
			return -1;
		n = read(s->fd, buf, len);
		if (n != -1 || (errno != EAGAIN && errno != EINTR))
			return n;
	}
}

/* As next, of what the look at the start left first. */
static ssize_t
take(struct stream *s, uint8_t *buf, size_t len)
{
	if (s->used == s->head) {
		errno = s->failed;
		return s->failed != 0 ? -1 : next(s, buf, len);
	}
	if (len > s->head - s->used)
		len = s->head - s->used;
	memcpy(buf, s->ahead + s->used, len);
	s->used += len;
	return (ssize_t)len;
}

static ssize_t
stream_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	struct stream *s = img->own;
	size_t done = 0;
	ssize_t n;

	(void)g;
	if (off != s->at)
		return fx_fail(err, FX_EARG, off, "a stream is read in order");
	while (done < len && !s->ended) {
		n = take(s, buf + done, len - done);
		if (n == -1)
			return fx_fail_sys(err, s->at, "read");
		s->ended = n == 0;
		s->at += (uint64_t)n;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

/* Read the first bytes, as many as a signature needs. */
static void
look_ahead(struct stream *s)
{
	ssize_t n = 1;

	while (s->head < sizeof(s->ahead) && n > 0) {
		n = next(s, s->ahead + s->head, sizeof(s->ahead) - s->head);
		if (n > 0)
			s->head += (size_t)n;
	}
	if (n == -1)
		s->failed = errno;
}

static void
stream_stop(struct fx_image *img, const volatile sig_atomic_t *stop)
{
	struct stream *s = img->own;

	s->stop = stop;
}

static void
stream_close(struct fx_image *img)
{
	struct stream *s = img->own;

	if (s == NULL)
		return;
	close(s->fd);
	free(s);
}

int
stream_open(struct fx_image *img, int fd, bool any, struct fx_err *err)
{
	static const struct image_kind kind = { .read = stream_read,
		.close = stream_close,
		.stop = stream_stop };
	const struct signature *sig;
	struct stream *s;

	if ((s = calloc(1, sizeof(*s))) == NULL) {
		close(fd);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	s->fd = fd;
	img->kind = &kind;
	img->own = s;
	img->info.format = "stream";
	img->info.stream = true;
	look_ahead(s);
	sig = image_signature(s->ahead, s->head, NULL, 0);
	img->info.raw = any && sig != NULL;
	if (any || sig == NULL)
		return 0;
	if (sig->kind == SIG_REFUSED)
		return image_refuse(sig, err);
	return fx_fail(err, FX_EFORMAT, 0,
	    "the stream is %s, which is not read from a stream: name its file, "
	    "or take its bytes as they are (raw)",
	    sig->is);
}
