/* image.c - open a source of any kind, and read from it */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

enum { SANE_READ = 1 << 30 }; /* bytes of one call to a kind */

/* Why a source of this mode cannot be read; NULL if it can. */
static const char *
unreadable(mode_t mode)
{
	if (S_ISREG(mode) || S_ISBLK(mode) || S_ISCHR(mode) || S_ISFIFO(mode))
		return NULL;
	if (S_ISDIR(mode))
		return "is a directory, not an image";
	if (S_ISSOCK(mode))
		return "is a socket, not an image";
	return "is neither a file nor a device nor a pipe";
}

/*
 * Do the bytes pass by once?  A file that says size 0 and yet gives a byte is
 * made up as it is read (/proc), and a character device may be a tape or a
 * terminal.
 */
static bool
passes_by(int fd, const struct stat *st)
{
	char c;

	if (S_ISREG(st->st_mode))
		return st->st_size == 0 && pread(fd, &c, 1, 0) > 0;
	if (S_ISCHR(st->st_mode))
		return lseek(fd, 0, SEEK_END) <= 0;
	return S_ISFIFO(st->st_mode);
}

/* Returns a descriptor and *st, or -1 and err. */
static int
open_path(const char *path, struct stat *st, struct fx_err *err)
{
	bool input = strcmp(path, "-") == 0;
	const char *why;
	int fd;

	/* Opening may have an effect (a socket, a pipe): look first. */
	if (!input && stat(path, st) == 0 &&
	    (why = unreadable(st->st_mode)) != NULL)
		return fx_fail(err, FX_EFORMAT, 0, "%s", why);
	if (input)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd == -1)
		return fx_fail_sys(err, 0, "cannot open");
	if (fstat(fd, st) == -1) {
		fx_fail_sys(err, 0, "cannot open");
	} else if ((why = unreadable(st->st_mode)) != NULL &&
	    !(input && S_ISSOCK(st->st_mode))) {
		fx_fail(err, FX_EFORMAT, 0, "%s", why);
	} else {
		return fd;
	}
	close(fd);
	return -1;
}

static struct fx_image *
image_new(struct fx_err *err)
{
	struct fx_image *img;

	if ((img = calloc(1, sizeof(*img))) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	img->info.sector = SECTOR;
	img->info.notes = "";
	return img;
}

struct fx_image *
fx_image_open(const char *path, unsigned int flags, struct fx_err *err)
{
	struct fx_image *img;
	struct stat st = { 0 };
	int fd, rc;

	(void)flags;
	if ((fd = open_path(path, &st, err)) == -1)
		return NULL;
	if ((img = image_new(err)) == NULL) {
		close(fd);
		return NULL;
	}
	if (strcmp(path, "-") == 0 || passes_by(fd, &st))
		rc = stream_open(img, fd, err);
	else
		rc = raw_open(img, fd, &st, err);
	if (rc == -1) {
		fx_image_close(img);
		return NULL;
	}
	return img;
}

void
fx_image_close(struct fx_image *img)
{
	if (img == NULL)
		return;
	if (img->kind != NULL)
		img->kind->close(img);
	free(img);
}

const struct fx_image_info *
fx_image_info(const struct fx_image *img)
{
	return &img->info;
}

struct fx_image *
fx_image_again(const struct fx_image *img, struct fx_err *err)
{
	struct fx_image *copy;

	if (img->kind->again == NULL) {
		fx_fail(err, FX_EARG, 0, "a stream can be read once only");
		return NULL;
	}
	if ((copy = image_new(err)) == NULL)
		return NULL;
	copy->kind = img->kind;
	copy->info = img->info;
	if (img->kind->again(copy, img, err) == -1) {
		fx_image_close(copy);
		return NULL;
	}
	return copy;
}

ssize_t
fx_image_read(struct fx_image *img, uint64_t off, void *buf, size_t len,
    fx_gap_fn *gap, void *arg, struct fx_err *err)
{
	struct gaps g = { .fn = gap, .arg = arg };
	uint8_t *p = buf;
	size_t done = 0, n;
	ssize_t got = 1;

	if (!img->info.stream) {
		if (off >= img->info.size)
			return 0;
		if (len > img->info.size - off)
			len = (size_t)(img->info.size - off);
	}
	if (len > SSIZE_MAX)
		len = SSIZE_MAX;
	while (done < len && got > 0) {
		n = len - done < SANE_READ ? len - done : SANE_READ;
		got = img->kind->read(img, off + done, p + done, n, &g, err);
		if (got > 0)
			done += (size_t)got;
	}
	image_gap_flush(&g);
	return got == -1 ? -1 : (ssize_t)done;
}
