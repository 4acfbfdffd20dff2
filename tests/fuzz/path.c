/*
 * path.c - fuzz the way that paths lead: what is read of a stream at once, in
 * pieces, and again after going elsewhere is the same
 *
 * Input: a line of paths with spaces between, then a small image.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "forensic/path.h"

enum {
	PATHS_LEN = 512,
	IMAGE_LEN = 1 << 16,
	OUTPUT = 1 << 18, /* bytes that are looked at of one stream */
	PIECE = 61,
};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The source that the n bytes at p are, as a file that has no name. */
static struct fx_image *
image(const uint8_t *p, size_t n)
{
	struct fx_image *img = NULL;
	struct fx_err err;
	char name[32];
	int fd = memfd_create("image", MFD_CLOEXEC);

	if (fd != -1 && write(fd, p, n) == (ssize_t)n) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
		img = fx_image_open(name, FX_IMAGE_RAW, &err);
	}
	if (fd != -1)
		close(fd);
	return img;
}

/* Does it hold to its words? */
static void
must(int good)
{
	if (!good)
		abort();
}

/* Read pieces from the end to the start, and hold them against all. */
static void
again(struct fx_way *w, const uint8_t *all, size_t n)
{
	uint8_t piece[PIECE];
	struct fx_err err;
	size_t at = n, want;

	while (at > 0) {
		want = at < PIECE ? at : PIECE;
		at -= want;
		must(fx_way_read(w, at, piece, want, &err) == (ssize_t)want);
		must(memcmp(piece, all + at, want) == 0);
	}
}

/* Go to one path, then to the image itself, and there once more. */
static void
follow(struct fx_way *w, const char *text, size_t n, uint8_t *all)
{
	static const char plain[] = "0";
	struct fx_path path, home;
	struct fx_err err;
	ssize_t got;

	must(fx_path_read(&home, plain, 1, &err) == 0);
	if (fx_path_read(&path, text, n, &err) == -1)
		return;
	if (fx_way_to(w, &path, &err) == -1) {
		must(err.msg[0] != '\0');
		return;
	}
	got = fx_way_read(w, 0, all, OUTPUT, &err);
	must(got >= 0 || err.msg[0] != '\0');
	if (got == -1)
		return;
	again(w, all, (size_t)got);
	must(fx_way_whole(w, &err) == 0 || err.msg[0] != '\0');
	must(fx_way_to(w, &home, &err) == 0);
	must(fx_way_to(w, &path, &err) == 0);
	again(w, all, (size_t)got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static uint8_t all[OUTPUT];
	static struct fx_box *box;
	const uint8_t *line = memchr(p, '\n', n < PATHS_LEN ? n : PATHS_LEN);
	const char *text = (const char *)p, *end, *space;
	struct fx_way_in in = { 0 };
	struct fx_way *w = NULL;
	struct fx_err err;

	if (line == NULL || n > IMAGE_LEN)
		return 0;
	if (box == NULL)
		must((box = fx_box_new(&err)) != NULL);
	in.box = box;
	in.img = image(line + 1, n - (size_t)(line + 1 - p));
	must(in.img != NULL && (w = fx_way_new(&in, &err)) != NULL);
	for (end = (const char *)line; text < end; text = space + 1) {
		space = memchr(text, ' ', (size_t)(end - text));
		space = space != NULL ? space : end;
		follow(w, text, (size_t)(space - text), all);
	}
	fx_way_free(w);
	fx_image_close(in.img);
	return 0;
}
