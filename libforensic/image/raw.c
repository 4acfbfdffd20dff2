/* raw.c - files, devices and cut files that hold the media's bytes as they are
 */
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "internal.h"

enum {
	SECTOR_MOST = 1 << 16, /* bytes; beyond it a device tells nonsense */
	OPEN_MOST = 32,        /* segments open at once */
};

/* One file, device or segment. */
struct piece {
	uint64_t start, size; /* in the image */
	struct raw_file f;    /* fd -1: not open now */
};

struct raw {
	struct segments list; /* empty for one file or device */
	struct piece *piece;
	size_t n;
	size_t opened; /* of a list, how many are open */
	size_t hand;   /* of a list, the next to be closed */
};

static void
file_close(struct raw_file *f)
{
	if (f->fd != -1)
		close(f->fd);
	if (f->direct != -1)
		close(f->direct);
	f->fd = f->direct = -1;
}

/* Open piece i of a list, closing another where many are. */
static bool
piece_open(struct raw *r, size_t i)
{
	struct piece *p = &r->piece[i];

	if (p->f.fd != -1)
		return true;
	while (r->opened >= OPEN_MOST) {
		if (r->piece[r->hand].f.fd != -1) {
			file_close(&r->piece[r->hand].f);
			r->opened--;
		}
		r->hand = (r->hand + 1) % r->n;
	}
	p->f.fd = segment_open(&r->list, i);
	if (p->f.fd == -1)
		return false;
	r->opened++;
	return true;
}

/* The piece that holds the byte at off, which is inside the media. */
static size_t
piece_at(const struct raw *r, uint64_t off)
{
	size_t lo = 0, hi = r->n, mid;

	while (hi - lo > 1) { /* piece[lo].start <= off < piece[hi].start */
		mid = lo + (hi - lo) / 2;
		if (r->piece[mid].start <= off)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static ssize_t
raw_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	struct raw *r = img->own;
	struct piece *p;
	uint64_t in;
	size_t done, n, i;

	(void)err;
	for (done = 0; done < len; done += n) {
		i = piece_at(r, off + done);
		p = &r->piece[i];
		in = off + done - p->start;
		n = p->size - in < len - done ? (size_t)(p->size - in)
					      : len - done;
		if (piece_open(r, i)) {
			raw_fill(&p->f, in, off + done, buf + done, n, g);
			continue;
		}
		memset(buf + done, 0, n);
		image_gap(g, off + done, n,
		    r->list.v[i].missing ? "segment missing"
					 : "segment cannot be opened");
	}
	return (ssize_t)len;
}

static void
raw_close(struct fx_image *img)
{
	struct raw *r = img->own;
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++)
		file_close(&r->piece[i].f);
	segments_done(&r->list);
	free(r->piece);
	free(r);
}

/* A state with n closed pieces. */
static struct raw *
raw_new(struct fx_image *img, size_t n, struct fx_err *err)
{
	struct raw *r;
	size_t i;

	if ((r = calloc(1, sizeof(*r))) == NULL ||
	    (r->piece = calloc(n, sizeof(*r->piece))) == NULL) {
		free(r);
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	r->n = n;
	for (i = 0; i < n; i++) {
		r->piece[i].f.fd = r->piece[i].f.direct = -1;
		r->piece[i].f.sector = img->info.sector;
	}
	img->own = r;
	return r;
}

/* Pieces one behind the other, as long as the list says. */
static int
lay_out(struct fx_image *img, struct raw *r, struct fx_err *err)
{
	uint64_t end = 0;
	size_t i;

	for (i = 0; i < r->n; i++) {
		r->piece[i].start = end;
		r->piece[i].size = r->list.v[i].size;
		if (!fx_add(end, r->list.v[i].size, &end) || end > INT64_MAX)
			return fx_fail(err, FX_ELIMIT, 0,
			    "segments of more than 2^63 bytes");
	}
	img->info.size = end;
	return 0;
}

/* pread(2) needs no file position, so handles may share one description. */
static int
raw_again(struct fx_image *img, const struct fx_image *from, struct fx_err *err)
{
	const struct raw *old = from->own;
	struct raw *r;

	if ((r = raw_new(img, old->n, err)) == NULL)
		return -1;
	if (old->list.n > 0) {
		if (segments_copy(&r->list, &old->list, err) == -1)
			return -1;
		return lay_out(img, r, err);
	}
	r->piece[0].size = old->piece[0].size;
	r->piece[0].f.fd = fcntl(old->piece[0].f.fd, F_DUPFD_CLOEXEC, 0);
	if (r->piece[0].f.fd == -1)
		return fx_fail_sys(err, 0, "cannot open it again");
	return 0;
}

/* A single file is opened once and has no list. */
static const struct segments *
raw_files(const struct fx_image *img)
{
	const struct raw *r = img->own;

	return &r->list;
}

static const struct image_kind kind = { .read = raw_read,
	.again = raw_again,
	.close = raw_close,
	.files = raw_files };

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
	struct raw *r;

	img->kind = &kind;
	img->info.format = "raw";
	if (S_ISREG(st->st_mode)) {
		img->info.size = (uint64_t)st->st_size;
	} else {
		img->info.size = device_size(fd);
		img->info.sector = device_sector(fd);
	}
	if ((r = raw_new(img, 1, err)) == NULL) {
		close(fd);
		return -1;
	}
	r->piece[0].size = img->info.size;
	r->piece[0].f.fd = fd;
	return 0;
}

int
split_open(struct fx_image *img, struct segments *list, struct fx_err *err)
{
	struct raw *r;

	img->kind = &kind;
	img->info.format = "split";
	if ((r = raw_new(img, list->n, err)) == NULL)
		return -1;
	r->list = *list;
	list->v = NULL;
	list->n = 0;
	return lay_out(img, r, err);
}
