/* out.c - standard output in large pieces, none of them held back for long */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "forensic/sys.h"
#include "out.h"

enum {
	MUCH = 64 << 10,   /* bytes that are worth a write */
	OLD = 500 * 1000,  /* microseconds after which anything is */
	PIECE = 128 << 20, /* bytes of one write(2), below any system's limit */
};

int
out_write(const void *p, size_t n, struct fx_err *err)
{
	struct pollfd room = { .fd = STDOUT_FILENO, .events = POLLOUT };
	const char *from = p;
	ssize_t got;

	while (n > 0) {
		got = write(STDOUT_FILENO, from, n < PIECE ? n : PIECE);
		/* The pipe may have been made non-blocking by its reader. */
		if (got == -1 && errno == EAGAIN &&
		    (poll(&room, 1, -1) != -1 || errno == EINTR))
			continue;
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return fx_fail_sys(err, 0,
			    "cannot write to standard output");
		from += got;
		n -= (size_t)got;
	}
	return 0;
}

int
out_flush(struct out *o, struct fx_err *err)
{
	if (!o->lost) {
		o->lost = fx_buf_check(&o->buf, &o->why) == -1 ||
		    out_write(o->buf.p, o->buf.len, &o->why) == -1;
	}
	if (o->lost) {
		*err = o->why;
		return -1;
	}
	fx_buf_reset(&o->buf);
	o->flushed = fx_time_up();
	return 0;
}

int
out_sync(struct out *o, struct fx_err *err)
{
	if (o->buf.len >= MUCH || o->buf.failed || o->lost ||
	    (o->buf.len > 0 && fx_time_up() - o->flushed >= OLD))
		return out_flush(o, err);
	return 0;
}

void
out_done(struct out *o)
{
	fx_buf_done(&o->buf);
}
