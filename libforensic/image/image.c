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
open_path(const char *path, unsigned int flags, struct stat *st,
    struct fx_err *err)
{
	bool input = strcmp(path, "-") == 0;
	int how = O_RDONLY | O_CLOEXEC | O_NOCTTY;
	const char *why;
	int fd;

	if ((flags & FX_IMAGE_NOFOLLOW) != 0)
		how |= O_NOFOLLOW;

	/* Opening may have an effect (a socket, a pipe): look first. */
	if (!input && stat(path, st) == 0 &&
	    (why = unreadable(st->st_mode)) != NULL)
		return fx_fail(err, FX_EFORMAT, 0, "%s", why);
	if (input)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	else
		fd = open(path, how);
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

/* Read what fits of len bytes at off, to look at; unreadable ones are zeros. */
static size_t
peek(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len)
{
	struct fx_err err;
	ssize_t n = fx_image_read(img, off, buf, len, NULL, NULL, &err);

	return n > 0 ? (size_t)n : 0;
}

/* What the raw image img is by its bytes.  *spoilt: an E01 by all but one. */
static const struct signature *
look(struct fx_image *img, bool *spoilt)
{
	uint8_t head[SIG_REACH], tail[SIG_REACH];
	uint64_t size = img->info.size;
	size_t n, m;

	n = peek(img, 0, head, sizeof(head));
	*spoilt = ewf_spoilt(head, n);
	m = peek(img, size > SIG_REACH ? size - SIG_REACH : 0, tail,
	    sizeof(tail));
	return image_signature(head, n, tail, m);
}

/* Make img an image without a source again. */
static void
forget(struct fx_image *img)
{
	img->kind->close(img);
	img->kind = NULL;
	img->own = NULL;
	img->info.size = 0;
	img->info.sector = SECTOR;
}

/* If path begins a series of raw pieces, make img that. */
static int
try_split(struct fx_image *img, const char *path, struct fx_err *err)
{
	struct segments list = { 0 };
	int rc;

	if ((rc = segments_raw(&list, path, err)) == 0 && list.n > 1) {
		forget(img);
		rc = split_open(img, &list, err);
	}
	segments_done(&list);
	return rc;
}

/*
 * A regular file without a mark: raw, or the first of raw pieces.  What is
 * named like a container has lost its mark, or its name is a mistake: its bytes
 * are not searched as if nothing were wrong.
 */
static int
open_plain(struct fx_image *img, const char *path, bool spoilt,
    struct fx_err *err)
{
	const char *is = image_named(path);

	if (is == NULL)
		return try_split(img, path, err);
	if (spoilt) {
		forget(img);
		return contained_open(img, path, SIG_EWF, err);
	}
	return fx_fail(err, FX_EFORMAT, 0,
	    "is named like %s, but does not begin like one; if it is none, "
	    "rename it, or take its bytes as they are (raw)",
	    is);
}

static int
open_file(struct fx_image *img, const char *path, int fd, const struct stat *st,
    unsigned int flags, struct fx_err *err)
{
	const struct signature *sig;
	bool spoilt;

	if (raw_open(img, fd, st, err) == -1)
		return -1;
	sig = look(img, &spoilt);
	if ((flags & FX_IMAGE_RAW) != 0) {
		img->info.raw = sig != NULL;
		return 0;
	}
	if (sig == NULL)
		return S_ISREG(st->st_mode) ? open_plain(img, path, spoilt, err)
					    : 0;
	if (sig->kind == SIG_REFUSED)
		return image_refuse(sig, err);
	if (!S_ISREG(st->st_mode))
		return fx_fail(err, FX_EFORMAT, 0,
		    "the device holds %s: copy that to a file, or take its "
		    "bytes as they are (raw)",
		    sig->is);
	forget(img);
	return contained_open(img, path, sig->kind, err);
}

struct fx_image *
fx_image_open(const char *path, unsigned int flags, struct fx_err *err)
{
	struct fx_image *img;
	struct stat st = { 0 };
	int fd, rc;

	if ((fd = open_path(path, flags, &st, err)) == -1)
		return NULL;
	if ((img = image_new(err)) == NULL) {
		close(fd);
		return NULL;
	}
	if (strcmp(path, "-") == 0 || passes_by(fd, &st))
		rc = stream_open(img, fd, (flags & FX_IMAGE_RAW) != 0, err);
	else
		rc = open_file(img, path, fd, &st, flags, err);
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

const char *
fx_image_file(const struct fx_image *img, size_t i)
{
	const struct segments *files = img->kind->files == NULL
	    ? NULL
	    : img->kind->files(img);

	return files != NULL && i < files->n ? files->v[i].path : NULL;
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

void
fx_image_stop(struct fx_image *img, const volatile sig_atomic_t *stop)
{
	if (img->kind->stop != NULL)
		img->kind->stop(img, stop);
}

void
fx_image_forget(struct fx_image *img, uint64_t before)
{
	if (img->kind->forget != NULL)
		img->kind->forget(img, before);
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
