/* lines.c - lines from a descriptor, none longer than FX_LINE_LEN */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

enum { CHUNK = 64 << 10 };

void
fx_lines_init(struct fx_lines *r, int fd)
{
	*r = (struct fx_lines){ .fd = fd };
}

void
fx_lines_done(struct fx_lines *r)
{
	free(r->p);
	*r = (struct fx_lines){ .fd = -1 };
}

/* Make room for one more chunk: first by moving, then by growing. */
static int
room(struct fx_lines *r, struct fx_err *err)
{
	size_t cap;
	char *p;

	if (r->from > 0) {
		memmove(r->p, r->p + r->from, r->len);
		r->from = 0;
	}
	if (r->cap - r->len >= CHUNK)
		return 0;
	/* fx_lines_next stops at FX_LINE_LEN, so this stays below 4 of them. */
	cap = r->cap == 0 ? (size_t)CHUNK : 2 * r->cap;
	if ((p = realloc(r->p, cap)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory for a line");
	r->p = p;
	r->cap = cap;
	return 0;
}

/* Read once more. Returns 1, 0 at the end of the input, or -1 and err. */
static int
more(struct fx_lines *r, struct fx_err *err)
{
	ssize_t got;

	if (room(r, err) == -1)
		return -1;
	do
		got = read(r->fd, r->p + r->len, r->cap - r->len);
	while (got == -1 && errno == EINTR);
	if (got == -1)
		return fx_fail_sys(err, r->offset, "read");
	r->len += (size_t)got;
	r->ended = got == 0;
	return got > 0;
}

/* Let go of n bytes at the front. */
static void
drop(struct fx_lines *r, size_t n)
{
	r->from += n;
	r->len -= n;
	r->offset += n;
	r->seen = 0;
}

/* A line is too long: throw it away up to its newline, in whole chunks. */
static int
skip(struct fx_lines *r, struct fx_err *err)
{
	struct fx_err lost;
	uint64_t at = r->offset;
	const char *nl;
	int rc = 1;

	while ((nl = memchr(r->p + r->from, '\n', r->len)) == NULL && rc == 1) {
		drop(r, r->len);
		if ((rc = more(r, &lost)) == -1) {
			*err = lost;
			return -1;
		}
	}
	drop(r, nl != NULL ? (size_t)(nl - (r->p + r->from)) + 1 : r->len);
	return fx_fail(err, FX_ELIMIT, at, "longer than %d bytes", FX_LINE_LEN);
}

int
fx_lines_next(struct fx_lines *r, const char **text, size_t *n,
    struct fx_err *err)
{
	const char *nl = NULL;
	size_t seen = 0;
	int rc = 1;

	drop(r, r->held); /* the line given out last */
	r->held = 0;
	r->number++;
	while (rc == 1) {
		if (r->len > seen)
			nl = memchr(r->p + r->from + seen, '\n', r->len - seen);
		seen = nl != NULL ? (size_t)(nl - (r->p + r->from)) : r->len;
		if (seen >= FX_LINE_LEN)
			return skip(r, err);
		if (nl != NULL)
			break;
		if ((rc = more(r, err)) == -1)
			return -1;
	}
	if (nl == NULL && r->len == 0) {
		r->number--;
		return 0;
	}
	*text = r->p + r->from;
	*n = seen;
	r->held = seen + (nl != NULL);
	return 1;
}

/* Is there a line to be had without waiting? */
static bool
ready(struct fx_lines *r)
{
	if (r->ended || r->len >= FX_LINE_LEN)
		return true;
	if (r->len > r->seen &&
	    memchr(r->p + r->from + r->seen, '\n', r->len - r->seen) != NULL)
		return true;
	r->seen = r->len;
	return false;
}

int
fx_lines_wait(struct fx_lines *r, int ms, struct fx_err *err)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	int rc;

	drop(r, r->held);
	r->held = 0;
	if (ready(r))
		return 1;
	rc = poll(&p, 1, ms);
	if (rc == 0 || (rc == -1 && errno == EINTR))
		return 0;
	if (rc == -1)
		return fx_fail_sys(err, r->offset, "poll");
	if (more(r, err) == -1)
		return -1;
	return ready(r);
}
