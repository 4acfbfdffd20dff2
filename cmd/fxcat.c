/* fxcat.c - the bytes behind a finding, or of a whole image */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "forensic/image.h"
#include "out.h"
#include "signals.h"

static const char usage[] = "usage: fxcat [-hV] [--raw] image path[+length]\n";

enum { OPT_RAW = 256, BLOCK = 1 << 20 };

static const struct option options[] = {
	{ "raw", no_argument, NULL, OPT_RAW },
	{ 0 },
};

struct cat {
	const char *image;
	uint64_t off, len; /* what is asked for; len UINT64_MAX: to the end */
	uint64_t gaps;
	bool lost; /* standard output took no more */
};

/* PATH[+LENGTH] into cat.  What is no path is usage, what is one too far fails.
 */
static void
read_path(struct cat *cat, const char *text)
{
	const char *plus = strrchr(text, '+');
	size_t n = plus != NULL ? (size_t)(plus - text) : strlen(text);
	struct fx_path path;
	struct fx_err err;

	cat->len = UINT64_MAX;
	if (fx_path_read(&path, text, n, &err) == -1)
		cli_die(CLI_USAGE, "%s: %s, at character %" PRIu64, text,
		    err.msg, err.off + 1);
	if (plus != NULL)
		cat->len = (uint64_t)cli_number("length", plus + 1, 0,
		    INT64_MAX);
	if (path.part != NULL)
		cli_die(CLI_FAIL,
		    "%s: this version opens plain offsets only, not %.*s", text,
		    (int)path.part_len, path.part);
	cat->off = path.offset;
}

static void
gap(const struct fx_gap *g, void *arg)
{
	struct cat *cat = arg;

	/* A stream is read from its start; what is skipped is not missed. */
	if (g->off + g->len <= cat->off)
		return;
	cat->gaps++;
	cli_warn("%s: %" PRIu64 " bytes at offset %" PRIu64
		 " cannot be read (%s): zeros stand for them",
	    cat->image, g->len, g->off, g->why);
}

/*
 * Copy what is asked for to standard output.  Returns the bytes copied; or -1
 * and err.
 */
static int64_t
copy(struct cat *cat, struct fx_image *img, uint8_t *block, struct fx_err *err)
{
	uint64_t at = fx_image_info(img)->stream ? 0 : cat->off, end, n;
	int64_t done = 0;
	ssize_t got;

	if (!fx_add(cat->off, cat->len, &end))
		end = UINT64_MAX;
	while (at < end) {
		/* Up to the first byte asked for, then up to the last. */
		n = (at < cat->off ? cat->off : end) - at;
		got = fx_image_read(img, at, block,
		    n < BLOCK ? (size_t)n : BLOCK, gap, cat, err);
		if (got <= 0)
			return got == 0 ? done : -1;
		if (at >= cat->off) {
			if (out_write(block, (size_t)got, err) == -1) {
				cat->lost = true;
				return -1;
			}
			done += got;
		}
		at += (uint64_t)got;
	}
	return done;
}

/* Say what was not there. Returns the exit status. */
static int
judge(const struct cat *cat, int64_t done)
{
	if (done == 0 && cat->len > 0 && cat->off > 0) {
		cli_warn("%s: offset %" PRIu64 " is past its end", cat->image,
		    cat->off);
		return CLI_FAIL;
	}
	if (cat->len != UINT64_MAX && (uint64_t)done < cat->len) {
		cli_warn("%s: it ends %" PRIu64 " bytes short of that length",
		    cat->image, cat->len - (uint64_t)done);
		return CLI_PARTIAL;
	}
	return cat->gaps > 0 ? CLI_PARTIAL : CLI_OK;
}

/* Copy, and say what went wrong. Returns the exit status. */
static int
run(struct cat *cat, unsigned int flags)
{
	struct fx_image *img;
	struct fx_err err;
	uint8_t *block;
	int64_t done = -1;

	if ((block = malloc(BLOCK)) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	if ((img = fx_image_open(cat->image, flags, &err)) != NULL)
		done = copy(cat, img, block, &err);
	/* Whoever closes the pipe has seen enough, and knows it. */
	if (done == -1 && !(cat->lost && err.sys == EPIPE))
		cli_error(cat->lost ? NULL : cat->image, &err);
	fx_image_close(img);
	free(block);
	return done == -1 ? CLI_FAIL : judge(cat, done);
}

int
main(int argc, char *argv[])
{
	struct cat cat = { 0 };
	unsigned int flags = 0;
	int ch;

	cli_init("fxcat", usage);
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		if (ch == OPT_RAW)
			flags |= FX_IMAGE_RAW;
	if (argc - optind != 2)
		cli_usage();
	cat.image = argv[optind];
	read_path(&cat, argv[optind + 1]);
	signals_pipe();
	return cli_finish(run(&cat, flags));
}
