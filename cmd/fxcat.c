/* fxcat.c - the bytes behind a finding, or of a whole image */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "forensic/path.h"
#include "out.h"
#include "signals.h"

static const char usage[] = "usage: fxcat [-hV] [--raw] image path[+length]\n";

enum { OPT_RAW = 256, BLOCK = 1 << 20 };

static const struct option options[] = {
	{ "raw", no_argument, NULL, OPT_RAW },
	{ 0 },
};

struct cat {
	const char *image, *text; /* operands */
	struct fx_path path;
	uint64_t len; /* UINT64_MAX: to the end */
	bool lost;    /* standard output took no more */
};

/* A path that cannot be gone; with a decoder that is not, those that are. */
static void
refuse(const struct cat *cat, const struct fx_err *err)
{
	struct fx_buf names = { 0 };
	size_t i;

	for (i = 0; fx_decoders[i] != NULL; i++)
		fx_buf_printf(&names, " %s", fx_decoders[i]->name);
	cli_die(CLI_FAIL, "%s: %s; decoders are%s", cat->text, err->msg,
	    i > 0 ? fx_buf_text(&names) : " none");
}

/* PATH[+LENGTH] into cat.  What is no path is usage, what is one too far fails.
 */
static void
read_path(struct cat *cat, const char *text)
{
	const char *plus = strrchr(text, '+');
	size_t n = plus != NULL ? (size_t)(plus - text) : strlen(text);
	struct fx_err err;

	cat->text = text;
	cat->len = UINT64_MAX;
	if (fx_path_read(&cat->path, text, n, &err) == -1)
		cli_die(CLI_USAGE, "%s: %s, at character %" PRIu64, text,
		    err.msg, err.off + 1);
	if (plus != NULL)
		cat->len = (uint64_t)cli_number("length", plus + 1, 0,
		    INT64_MAX);
	if (fx_path_known(&cat->path, fx_decoders, &err) == -1)
		refuse(cat, &err);
}

static void
gap(const struct fx_gap *g, void *arg)
{
	const struct cat *cat = arg;

	cli_warn("%s: %" PRIu64 " bytes at offset %" PRIu64
		 " cannot be read (%s): zeros stand for them",
	    cat->image, g->len, g->off, g->why);
}

/*
 * Copy what is asked for to standard output.  Returns the bytes copied; or -1
 * and err.
 */
static int64_t
copy(struct cat *cat, struct fx_way *way, uint8_t *block, struct fx_err *err)
{
	uint64_t at = fx_path_last(&cat->path), left = cat->len;
	int64_t done = 0;
	ssize_t got;

	if (fx_way_to(way, &cat->path, err) == -1)
		return -1;
	while (left > 0) {
		got = fx_way_read(way, at, block,
		    left < BLOCK ? (size_t)left : BLOCK, err);
		if (got <= 0)
			return got == 0 ? done : -1;
		if (out_write(block, (size_t)got, err) == -1) {
			cat->lost = true;
			return -1;
		}
		done += got;
		at += (uint64_t)got;
		left -= (uint64_t)got;
	}
	return done;
}

/* Say what was not there. Returns the exit status. */
static int
judge(const struct cat *cat, const struct fx_way *way, int64_t done)
{
	uint64_t off = fx_path_last(&cat->path);
	struct fx_err err = { 0 };
	int whole = fx_way_whole(way, &err);
	const char *colon = whole == 0 ? "" : ": ";

	if (done == 0 && cat->len > 0 && off > 0) {
		cli_warn("%s: offset %" PRIu64 " is past its end%s%s",
		    cat->path.nsteps > 0 || cat->path.file != NULL ? cat->text
								   : cat->image,
		    off, colon, err.msg);
		return CLI_FAIL;
	}
	if (cat->len != UINT64_MAX && (uint64_t)done < cat->len) {
		cli_warn("%s: it ends %" PRIu64 " bytes short of that length"
			 "%s%s",
		    cat->image, cat->len - (uint64_t)done, colon, err.msg);
		return CLI_PARTIAL;
	}
	if (cat->len == UINT64_MAX && whole == -1) {
		cli_error(cat->image, &err);
		return CLI_PARTIAL;
	}
	return fx_way_gaps(way) > 0 ? CLI_PARTIAL : CLI_OK;
}

/* Copy, and say what went wrong. Returns the exit status. */
static int
run(struct cat *cat, const struct fx_way_in *in)
{
	struct fx_way *way;
	struct fx_err err;
	uint8_t *block;
	int64_t done = -1;
	int rc = CLI_FAIL;

	if ((block = malloc(BLOCK)) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	if ((way = fx_way_new(in, &err)) != NULL)
		done = copy(cat, way, block, &err);
	/* Whoever closes the pipe has seen enough, and knows it. */
	if (done == -1 && !(cat->lost && err.sys == EPIPE))
		cli_error(cat->lost ? NULL : cat->image, &err);
	if (done != -1)
		rc = judge(cat, way, done);
	fx_way_free(way);
	free(block);
	return rc;
}

static void
notice(const struct fx_map_notice *n, void *arg)
{
	const struct cat *cat = arg;

	if (n->failed && n->has_volume)
		cli_warn("%s: volume %u: %s", cat->image, n->volume, n->why);
	else if (n->failed)
		cli_warn("%s: %s", cat->image, n->why);
}

/* Open what the path leads through, as far as it does. */
static void
open_all(struct cat *cat, unsigned int flags, struct fx_way_in *in)
{
	struct fx_map_options map = { .notice = notice, .arg = cat };
	struct fx_err err;

	*in = (struct fx_way_in){ .gap = gap, .arg = cat };
	if (cat->path.nsteps > 0 && (in->box = fx_box_new(&err)) == NULL)
		cli_die(CLI_FAIL, "%s", err.msg);
	if ((in->img = fx_image_open(cat->image, flags, &err)) == NULL)
		cli_die(CLI_FAIL, "%s: %s", cat->image, err.msg);
	if (cat->path.file != NULL &&
	    (in->map = fx_map_new(in->img, &map, &err)) == NULL)
		cli_die(CLI_FAIL, "%s: %s", cat->image, err.msg);
}

int
main(int argc, char *argv[])
{
	struct cat cat = { 0 };
	struct fx_way_in in;
	unsigned int flags = 0;
	int ch, rc;

	cli_init("fxcat", usage);
	while ((ch = cli_getopt(argc, argv, options)) != -1)
		if (ch == OPT_RAW)
			flags |= FX_IMAGE_RAW;
	if (argc - optind != 2)
		cli_usage();
	cat.image = argv[optind];
	read_path(&cat, argv[optind + 1]);
	signals_pipe();
	open_all(&cat, flags, &in);
	rc = run(&cat, &in);
	fx_map_free(in.map);
	fx_image_close(in.img);
	fx_box_free(in.box);
	return cli_finish(rc);
}
