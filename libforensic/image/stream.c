/* stream.c - standard input, pipes and tapes: bytes that pass by once */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "internal.h"

struct stream {
	int fd;
	uint64_t at; /* where the next byte stands */
	bool ended;
};

/* read(2), waiting also where the other side made the pipe non-blocking. */
static ssize_t
next(int fd, uint8_t *buf, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	for (;;) {
		n = read(fd, buf, len);
		if (n != -1)
			return n;
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (poll(&p, 1, -1) == -1 && errno != EINTR)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
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
		n = next(s->fd, buf + done, len - done);
		if (n == -1)
			return fx_fail_sys(err, s->at, "read");
		s->ended = n == 0;
		s->at += (uint64_t)n;
		done += (size_t)n;
	}
	return (ssize_t)done;
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
stream_open(struct fx_image *img, int fd, struct fx_err *err)
{
	static const struct image_kind kind = { stream_read, NULL,
		stream_close };
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
	return 0;
}
