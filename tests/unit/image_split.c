/* image_split.c - raw images in pieces: their names, their bytes, lost ones */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/image.h"
#include "tap.h"

enum { PIECE = 1000, ROOM = 200 * PIECE };
static char dir[] = "/tmp/image_split.XXXXXX";

static const struct row {
	const char *what;
	const char *names; /* in the folder, spaces between */
	int pieces;        /* that belong to the first; 0: refused */
	int lost;          /* of these, missing */
	const char *format;
} rows[] = {
	{ "numbers from 1", "i.001 i.002 i.003", 3, 0, "split" },
	{ "numbers from 0", "i.raw.000 i.raw.001", 2, 0, "split" },
	{ "two digits", "i.dd.00 i.dd.01 i.dd.02", 3, 0, "split" },
	{ "four digits", "i.0001 i.0002", 2, 0, "split" },
	{ "letters", "i.aa i.ab i.ac", 3, 0, "split" },
	{ "capitals", "i.AA i.AB", 2, 0, "split" },
	{ "split(1)'s default", "xaa xab xac", 3, 0, "split" },
	{ "one piece", "i.001", 1, 0, "raw" },
	{ "a day of the month", "log.01 log.02", 1, 0, "raw" },
	{ "a year", "i.2001 i.2002", 1, 0, "raw" },
	{ "a word", "banana banaab", 1, 0, "raw" },
	{ "another extension", "i.aa i.au", 1, 0, "raw" },
	{ "not the first", "i.002 i.003", 1, 0, "raw" },
	{ "a lost one", "i.001 i.003", 3, 1, "split" },
	{ "two lost ones", "i.001 i.002 i.005 i.006", 6, 2, "split" },
};

static void
path_of(char path[128], const char *name)
{
	snprintf(path, 128, "%s/%s", dir, name);
}

/* Piece number n: its bytes tell which it is and where. */
static uint8_t
byte_of(size_t piece, size_t i)
{
	return (uint8_t)(piece * 31 + i % 251);
}

static void
make(const char *name, size_t piece, size_t len)
{
	uint8_t buf[PIECE];
	char path[128];
	size_t i;
	int fd;

	for (i = 0; i < len; i++)
		buf[i] = byte_of(piece, i);
	path_of(path, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, buf, len) != (ssize_t)len || close(fd) == -1)
		abort();
}

static void
unmake(const char *names)
{
	char copy[128], path[128], *name, *save = NULL;

	snprintf(copy, sizeof(copy), "%s", names);
	for (name = strtok_r(copy, " ", &save); name != NULL;
	     name = strtok_r(NULL, " ", &save)) {
		path_of(path, name);
		unlink(path);
	}
}

/* Make the files; the last is shorter.  Their first goes to path. */
static void
make_all(const char *names, char path[128])
{
	char copy[128], *name, *save = NULL;
	size_t n = 0, left = 1;
	const char *p;

	for (p = names; *p != '\0'; p++)
		left += *p == ' ';
	snprintf(copy, sizeof(copy), "%s", names);
	for (name = strtok_r(copy, " ", &save); name != NULL;
	     name = strtok_r(NULL, " ", &save), n++, left--) {
		if (n == 0)
			path_of(path, name);
		make(name, n, left == 1 && n > 0 ? PIECE / 2 : PIECE);
	}
}

static void
tell(const struct fx_gap *g, void *arg)
{
	uint64_t *lost = arg;

	is_str(g->why, "segment missing", "the reason of a gap");
	*lost += g->len;
}

static void
check(const struct row *r)
{
	static uint8_t got[ROOM];
	char path[128];
	struct fx_err err;
	struct fx_image *img;
	uint64_t lost = 0, size;
	size_t good = 0, i;

	make_all(r->names, path);
	img = fx_image_open(path, 0, &err);
	if (!ok(img != NULL, "%s opens", r->what)) {
		unmake(r->names);
		return;
	}
	size = r->pieces == 1 ? PIECE
			      : (uint64_t)(r->pieces - 1) * PIECE + PIECE / 2;
	is_str(fx_image_info(img)->format, r->format, "format");
	is_int(fx_image_info(img)->size, size, "size");
	is_int(fx_image_read(img, 0, got, sizeof(got), tell, &lost, &err), size,
	    "read");
	is_int(lost, r->lost * PIECE, "bytes lost");
	if (r->lost == 0) {
		for (i = 0; i < size; i++)
			good += got[i] == byte_of(i / PIECE, i % PIECE);
		is_int(good, size, "each byte");
	}
	fx_image_close(img);
	unmake(r->names);
}

/* Many pieces, more than are kept open, read back and forth by two handles. */
static void
many(void)
{
	static uint8_t got[2 * PIECE];
	struct fx_image *img, *two;
	struct fx_err err;
	char name[16], path[128], other[128];
	size_t i, bad = 0;

	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "m.%03zu", i);
		make(name, i, PIECE);
	}
	path_of(path, "m.000");
	img = fx_image_open(path, 0, &err);
	two = img == NULL ? NULL : fx_image_again(img, &err);
	if (!ok(two != NULL, "100 pieces, two handles"))
		return;
	for (i = 0; i < 99; i++) {
		bad += fx_image_read(i % 2 ? img : two,
			   (i * 37 % 99) * PIECE + 7, got, PIECE, NULL, NULL,
			   &err) != PIECE;
		bad += got[0] != byte_of(i * 37 % 99, 7) ||
		    got[PIECE - 1] != byte_of(i * 37 % 99 + 1, 6);
	}
	is_int(bad, 0, "reads across every border");
	path_of(path, "m.050");
	path_of(other, "other");
	make("other", 3, PIECE); /* while the old one has its inode */
	if (rename(other, path) == -1)
		abort();
	fx_image_close(two);
	two = fx_image_again(img, &err);
	is_int(fx_image_read(two, UINT64_C(50) * PIECE, got, 1, NULL, NULL,
		   &err),
	    1, "a piece that was replaced is not taken for the old one");
	is_int(got[0], 0, "its byte");
	fx_image_close(two);
	fx_image_close(img);
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "m.%03zu", i);
		unmake(name);
	}
}

/* What cannot be put in its place is refused. */
static void
unequal(void)
{
	struct fx_err err = { 0 };
	struct fx_image *img;
	char path[128];

	make("u.001", 0, PIECE);
	make("u.002", 0, PIECE / 2);
	make("u.004", 0, PIECE);
	path_of(path, "u.001");
	img = fx_image_open(path, 0, &err);
	ok(img == NULL && err.code == FX_EFORMAT,
	    "a loss between unequal pieces: %s", err.msg);
	fx_image_close(img);
	img = fx_image_open(path, FX_IMAGE_RAW, &err);
	ok(img != NULL && fx_image_info(img)->size == PIECE,
	    "but its bytes can be had");
	fx_image_close(img);
	unmake("u.001 u.002 u.004");
}

/* split(1) widens its suffix: ... 88 89 9000 9001 */
static void
widened(void)
{
	struct fx_image *img;
	struct fx_err err;
	char name[16], path[128];
	size_t i;

	for (i = 0; i < 92; i++) {
		snprintf(name, sizeof(name), "w.%02zu",
		    i < 90 ? i : 9000 + i - 90);
		make(name, i, PIECE);
	}
	path_of(path, "w.00");
	img = fx_image_open(path, 0, &err);
	if (ok(img != NULL, "a series that grew"))
		is_int(fx_image_info(img)->size, 92 * PIECE, "all of it");
	fx_image_close(img);
	for (i = 0; i < 92; i++) {
		snprintf(name, sizeof(name), "w.%02zu",
		    i < 90 ? i : 9000 + i - 90);
		unmake(name);
	}
}

int
main(void)
{
	size_t i;

	if (mkdtemp(dir) == NULL)
		abort();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
	many();
	unequal();
	widened();
	ok(rmdir(dir) == 0, "nothing left behind");
	return done();
}
