/* image_salvage.c - a disk with bad sectors: what is lost, and what is not */
#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/image.h"
#include "tap.h"

enum {
	SECTOR = 512,
	PAGE = 4096,
	SECTORS = 1024,
	LEN = SECTORS * SECTOR,
	RANGES = 4,
};

static uint8_t want[LEN], got[LEN];
static char path[] = "/tmp/image_salvage.XXXXXX";

/* The disk: bad sectors, and how it says so. */
static struct {
	bool on;
	struct {
		int first, n;
	} bad[RANGES];
	bool pages; /* the cache fails a page for one sector in it */
	int error;
	dev_t dev;
	ino_t ino;
	unsigned int reads;
} disk;

static bool
hits(off_t off, size_t n)
{
	off_t lo, hi;
	int i;

	for (i = 0; i < RANGES; i++) {
		lo = (off_t)disk.bad[i].first * SECTOR;
		hi = lo + (off_t)disk.bad[i].n * SECTOR;
		if (disk.bad[i].n > 0 && off < hi && off + (off_t)n > lo)
			return true;
	}
	return false;
}

/* In place of the C library's, for the library under test too. */
ssize_t
pread(int fd, void *buf, size_t nbytes, off_t offset)
{
	off_t lo = offset, hi = offset + (off_t)nbytes;
	struct stat st;

	if (disk.on && fstat(fd, &st) == 0 && st.st_dev == disk.dev &&
	    st.st_ino == disk.ino) {
		disk.reads++;
		if (disk.pages && (fcntl(fd, F_GETFL) & O_DIRECT) == 0) {
			lo -= lo % PAGE;
			hi += (PAGE - hi % PAGE) % PAGE;
		}
		if (hits(lo, (size_t)(hi - lo))) {
			errno = disk.error;
			return -1;
		}
	}
	return syscall(SYS_pread64, fd, buf, nbytes, offset);
}

struct told {
	unsigned int n;
	struct fx_gap gap[RANGES + 1];
};

static void
tell(const struct fx_gap *g, void *arg)
{
	struct told *t = arg;

	if (t->n <= RANGES)
		t->gap[t->n] = *g;
	t->n++;
}

static const struct row {
	const char *what;
	int bad[RANGES][2]; /* first, number; in order */
	unsigned int most;  /* reads of the disk */
} rows[] = {
	{ "a good disk", { { 0 } }, 1 },
	{ "the first sector", { { 0, 1 } }, 60 },
	{ "the last sector", { { SECTORS - 1, 1 } }, 60 },
	{ "one in the middle", { { 333, 1 } }, 60 },
	{ "two beside each other", { { 511, 2 } }, 90 },
	{ "one in two pages", { { 9, 1 }, { 30, 1 } }, 100 },
	{ "four apart", { { 1, 1 }, { 3, 1 }, { 700, 5 }, { 1023, 1 } }, 200 },
	{ "a whole window", { { 128, 128 } }, 600 },
	{ "all of them", { { 0, SECTORS } }, 3 * SECTORS },
};

static void
spoil(const struct row *r)
{
	int i;

	memset(disk.bad, 0, sizeof(disk.bad));
	for (i = 0; i < RANGES; i++) {
		disk.bad[i].first = r->bad[i][0];
		disk.bad[i].n = r->bad[i][1];
	}
	disk.reads = 0;
}

/* Read [off, off + len) and compare it with what the disk has. */
static void
check(struct fx_image *img, const struct row *r, size_t off, size_t len)
{
	struct told t = { 0 };
	struct fx_err err;
	unsigned int n = 0;
	size_t i, bad = 0, lo, hi;
	bool same = true;

	spoil(r);
	memset(got, 0xee, sizeof(got));
	is_int(fx_image_read(img, off, got, len, tell, &t, &err), len,
	    "%s, %zu bytes at %zu", r->what, len, off);
	for (i = 0; i < RANGES; i++) {
		lo = (size_t)r->bad[i][0] * SECTOR;
		hi = lo + (size_t)r->bad[i][1] * SECTOR;
		lo = lo < off ? off : lo;
		hi = hi > off + len ? off + len : hi;
		if (lo >= hi)
			continue;
		same = same && t.gap[n].off == lo && t.gap[n].len == hi - lo &&
		    strcmp(t.gap[n].why, "read error") == 0;
		n++;
	}
	is_int(t.n, n, "as many gaps");
	ok(same, "just these");
	for (i = 0; i < len; i++)
		bad += got[i] !=
		    (hits((off_t)(off + i), 1) ? 0 : want[off + i]);
	is_int(bad, 0, "every other byte is there");
	ok(disk.reads <= r->most, "%u reads, at most %u", disk.reads, r->most);
}

static void
gone(struct fx_image *img)
{
	static const struct row all = { "all", { { 0, SECTORS } }, 0 };
	struct told t = { 0 };
	struct fx_err err;

	spoil(&all);
	disk.error = ENODEV;
	is_int(fx_image_read(img, 5, got, LEN - 5, tell, &t, &err), LEN - 5,
	    "a disk that was pulled out");
	is_int(t.n, 1, "one gap");
	is_int(t.gap[0].len, LEN - 5, "for all");
	is_str(t.gap[0].why, "read error: No such device", "that says why");
	is_int(disk.reads, 1, "and is not asked again");
	disk.error = EIO;
}

/* Can files here be read past the page cache? */
static bool
direct(void)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_DIRECT);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

int
main(void)
{
	struct fx_image *img;
	struct stat st;
	struct fx_err err;
	size_t i;
	int fd = mkstemp(path);

	for (i = 0; i < LEN; i++)
		want[i] = (uint8_t)(1 + (i * 2654435761u >> 13) % 255);
	if (fd == -1 || write(fd, want, LEN) != LEN || fstat(fd, &st) == -1)
		abort();
	close(fd);
	img = fx_image_open(path, 0, &err);
	if (!ok(img != NULL, "opens"))
		return done();
	disk.on = true;
	disk.error = EIO;
	disk.dev = st.st_dev;
	disk.ino = st.st_ino;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		disk.pages = false;
		check(img, &rows[i], 0, LEN);
		check(img, &rows[i], 100, LEN - 333);
		disk.pages = direct();
		check(img, &rows[i], 0, LEN);
		check(img, &rows[i], 70000, 200001);
	}
	gone(img);
	fx_image_close(img);
	unlink(path);
	return done();
}
