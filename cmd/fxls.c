/* fxls.c - volumes, files and regions of an image */
#include <errno.h>
#include <unistd.h>

#include "cli.h"
#include "listing.h"
#include "signals.h"
#include "term.h"

static const char usage[] =
    "usage: fxls [-hqVv] [--deleted] [--json] [--raw] [--regions] [--table]\n"
    "            [--volume number] image ...\n";

enum {
	OPT_DELETED = 256,
	OPT_JSON,
	OPT_RAW,
	OPT_REGIONS,
	OPT_TABLE,
	OPT_VOLUME,
};

static const struct option options[] = {
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "deleted", no_argument, NULL, OPT_DELETED },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "raw", no_argument, NULL, OPT_RAW },
	{ "regions", no_argument, NULL, OPT_REGIONS },
	{ "table", no_argument, NULL, OPT_TABLE },
	{ "volume", required_argument, NULL, OPT_VOLUME },
	{ 0 },
};

struct ls {
	struct listing list;
	struct out out;
	unsigned int flags; /* for fx_image_open */
	bool regions, verbose;
	const char *path; /* of the image at hand */
	uint64_t errors;
};

static void
read_options(struct ls *ls, int argc, char *argv[])
{
	int ch;

	while ((ch = cli_getopt(argc, argv, options)) != -1)
		switch (ch) {
		case 'q':
			ls->list.quiet = true;
			break;
		case 'v':
			ls->verbose = true;
			break;
		case OPT_DELETED:
			ls->list.deleted = true;
			break;
		case OPT_JSON:
		case OPT_TABLE:
			ls->list.json = ch == OPT_JSON;
			break;
		case OPT_RAW:
			ls->flags |= FX_IMAGE_RAW;
			break;
		case OPT_REGIONS:
			ls->regions = true;
			break;
		case OPT_VOLUME:
			ls->list.volume = (int)cli_number("--volume", optarg, 0,
			    FX_MAP_VOLUMES_MOST);
			break;
		}
	if (optind == argc)
		cli_usage();
}

static void
notice(const struct fx_map_notice *n, void *arg)
{
	struct ls *ls = arg;

	if (n->failed)
		ls->errors++;
	listing_notice(&ls->list, n);
	if (!n->failed && !ls->verbose)
		return;
	if (n->has_volume)
		cli_warn("%s: volume %u: %s", ls->path, n->volume, n->why);
	else
		cli_warn("%s: %s", ls->path, n->why);
}

/* List one image.  Returns 0, or -1 when there was nothing to be had. */
static int
list(struct ls *ls, const char *path)
{
	struct fx_map_options opt = { .notice = notice,
		.arg = ls,
		.stop = &signals_stop };
	struct fx_image *img;
	struct fx_map *map;
	struct fx_err err;

	ls->path = path;
	if ((img = fx_image_open(path, ls->flags, &err)) == NULL) {
		cli_error(path, &err);
		return -1;
	}
	if (fx_image_info(img)->stream) {
		cli_warn("%s: a stream has no volumes and files", path);
		fx_image_close(img);
		return -1;
	}
	listing_image(&ls->list, path, fx_image_info(img));
	if ((map = fx_map_new(img, &opt, &err)) == NULL) {
		cli_error(path, &err);
		fx_image_close(img);
		return -1;
	}
	if (fx_map_notes(map)[0] != '\0')
		cli_warn("%s: %s", path, fx_map_notes(map));
	if (ls->list.volume != -1 &&
	    fx_map_volume_number(map, (unsigned int)ls->list.volume) ==
		FX_MAP_NONE) {
		cli_warn("%s: it has no volume %d", path, ls->list.volume);
		ls->errors++;
	}
	if (!ls->list.quiet)
		listing_volumes(&ls->list, map);
	if (ls->regions && !ls->list.quiet)
		listing_regions(&ls->list, map, fx_image_info(img)->size);
	else
		listing_files(&ls->list, map);
	fx_map_free(map);
	fx_image_close(img);
	return 0;
}

static int
status(const struct ls *ls, int good, int all)
{
	if (ls->out.lost || good == 0)
		return CLI_FAIL;
	if (good < all || ls->errors > 0)
		return CLI_PARTIAL;
	return ls->list.quiet && ls->list.files == 0 ? CLI_NO : CLI_OK;
}

int
main(int argc, char *argv[])
{
	static struct ls ls = { .list = { .volume = -1 } };
	struct fx_err err;
	int i, good = 0;

	cli_init("fxls", usage);
	term_init();
	ls.list.json = !isatty(STDOUT_FILENO);
	ls.list.width = term_width(STDOUT_FILENO);
	ls.list.out = &ls.out;
	read_options(&ls, argc, argv);
	signals_pipe();
	for (i = optind; i < argc && !signals_stop && !ls.out.lost; i++)
		if (list(&ls, argv[i]) == 0)
			good++;
	if (out_flush(&ls.out, &err) == -1 && err.sys != EPIPE)
		cli_error(NULL, &err);
	listing_done(&ls.list);
	out_done(&ls.out);
	if (signals_came() != 0 && !ls.out.lost)
		signals_die();
	return cli_finish(status(&ls, good, argc - optind));
}
