/* salvage.c - read a file or device in place, and around its bad sectors */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

enum {
	WINDOW = 1 << 16, /* bytes; where a failed read is tried in pieces */
	PAGE = 1 << 12,   /* alignment of reads past the page cache, in bytes */
};

static const char ended[] = "file ended early";

struct job {
	struct raw_file *f;
	uint64_t pos, off; /* of the next byte, in the file and in the image */
	uint8_t *buf;
	size_t left;
	struct gaps *g;
};

static void
step(struct job *j, size_t n)
{
	j->pos += n;
	j->off += n;
	j->buf += n;
	j->left -= n;
}

static void
lose(struct job *j, size_t n, const char *why)
{
	memset(j->buf, 0, n);
	image_gap(j->g, j->off, n, why);
	step(j, n);
}

static ssize_t
try(int fd, uint8_t *buf, size_t n, uint64_t pos)
{
	ssize_t got;

	do
		got = pread(fd, buf, n, (off_t)pos);
	while (got == -1 && errno == EINTR);
	return got;
}

/*
 * The page cache fails a whole page for one bad sector in it: read the sector
 * alone, past the cache, where the system lets us.
 */
static ssize_t
try_direct(struct job *j, size_t n)
{
	struct raw_file *f = j->f;
	size_t skip = (size_t)(j->pos % f->sector);
	char self[40];
	uint8_t *page;
	ssize_t got;

	if (f->sector > PAGE)
		return -1;
	if (f->direct == -1) {
		snprintf(self, sizeof(self), "/proc/self/fd/%d", f->fd);
		f->direct = open(self, O_RDONLY | O_CLOEXEC | O_DIRECT);
	}
	if (f->direct == -1 || (page = aligned_alloc(PAGE, PAGE)) == NULL)
		return -1;
	got = try(f->direct, page, f->sector, j->pos - skip);
	if (got != -1) {
		got = got > (ssize_t)skip ? got - (ssize_t)skip : 0;
		if (got > (ssize_t)n)
			got = (ssize_t)n;
		memcpy(j->buf, page + skip, (size_t)got);
	}
	free(page);
	return got;
}

/* Does this error mean that the device went away, not that a sector is bad? */
static bool
gone(int e)
{
	return e == ENODEV || e == ENXIO || e == ENOMEDIUM || e == ESHUTDOWN ||
	    e == EBADF;
}

static const char *
reason(int e, char buf[FX_GAP_WHY])
{
	char words[64];

	if (e == EIO)
		return "read error";
	snprintf(buf, FX_GAP_WHY, "read error: %s",
	    strerror_r(e, words, sizeof(words)));
	return buf;
}

/*
 * Read up to the end of the window in pieces: halve what fails, down to one
 * sector, and double again after a success.  No sector is read more than a few
 * times, and each is asked for alone before it is given up.
 */
static void
salvage(struct job *j)
{
	size_t sector = j->f->sector, piece = WINDOW, n, want;
	size_t todo = WINDOW - (size_t)(j->pos % WINDOW);
	char why[FX_GAP_WHY];
	ssize_t got;
	int e;

	if (todo > j->left)
		todo = j->left;
	while (todo > 0) {
		want = piece - (size_t)(j->pos % piece);
		n = want < todo ? want : todo;
		got = try(j->f->fd, j->buf, n, j->pos);
		e = errno;
		if (got == -1 && piece <= sector)
			got = try_direct(j, n);
		if (got == 0) {
			lose(j, j->left, ended);
			return;
		}
		if (got > 0) {
			step(j, (size_t)got);
			todo -= (size_t)got;
			if (piece < WINDOW && j->pos % (piece * 2) == 0)
				piece *= 2;
		} else if (piece > sector) {
			piece /= 2;
		} else {
			lose(j, n, reason(e, why));
			todo -= n;
		}
	}
}

void
raw_fill(struct raw_file *f, uint64_t pos, uint64_t off, uint8_t *buf,
    size_t len, struct gaps *g)
{
	struct job j = { f, pos, off, buf, len, g };
	char why[FX_GAP_WHY];
	ssize_t got;

	while (j.left > 0) {
		got = try(f->fd, j.buf, j.left, j.pos);
		if (got > 0)
			step(&j, (size_t)got);
		else if (got == 0)
			lose(&j, j.left, ended);
		else if (gone(errno))
			lose(&j, j.left, reason(errno, why));
		else
			salvage(&j);
	}
}
