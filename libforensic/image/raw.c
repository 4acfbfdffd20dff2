/* raw.c - files and devices whose bytes are the media, read in place */
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "internal.h"

enum { SECTOR_MOST = 1 << 16 }; /* bytes; beyond it a device tells nonsense */

static ssize_t
raw_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	(void)err;
	raw_fill(img->own, off, off, buf, len, g);
	return (ssize_t)len;
}

static void
raw_close(struct fx_image *img)
{
	struct raw_file *f = img->own;

	if (f == NULL)
		return;
	close(f->fd);
	if (f->direct != -1)
		close(f->direct);
	free(f);
}

static int
raw_take(struct fx_image *img, int fd, struct fx_err *err)
{
	struct raw_file *f;

	if ((f = calloc(1, sizeof(*f))) == NULL) {
		close(fd);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	f->fd = fd;
	f->direct = -1;
	f->sector = img->info.sector;
	img->own = f;
	return 0;
}

/* pread(2) needs no file position, so handles may share one description. */
static int
raw_again(struct fx_image *img, const struct fx_image *from, struct fx_err *err)
{
	const struct raw_file *f = from->own;
	int fd;

	if ((fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0)) == -1)
		return fx_fail_sys(err, 0, "cannot open it again");
	return raw_take(img, fd, err);
}

/* Bytes of a device; 0 where it does not know. */
static uint64_t
device_size(int fd)
{
	uint64_t size;
	off_t end;

	if (ioctl(fd, BLKGETSIZE64, &size) == 0)
		return size;
	end = lseek(fd, 0, SEEK_END);
	return end > 0 ? (uint64_t)end : 0;
}

static uint32_t
device_sector(int fd)
{
	int n;

	if (ioctl(fd, BLKSSZGET, &n) == -1 || n < SECTOR || n > SECTOR_MOST ||
	    (n & (n - 1)) != 0)
		return SECTOR;
	return (uint32_t)n;
}

int
raw_open(struct fx_image *img, int fd, const struct stat *st,
    struct fx_err *err)
{
	static const struct image_kind kind = { raw_read, raw_again,
		raw_close };

	img->kind = &kind;
	img->info.format = "raw";
	if (S_ISREG(st->st_mode)) {
		img->info.size = (uint64_t)st->st_size;
	} else {
		img->info.size = device_size(fd);
		img->info.sector = device_sector(fd);
	}
	return raw_take(img, fd, err);
}
