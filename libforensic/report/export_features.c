/* export_features.c - a run as a folder of bulk_extractor's feature files */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"

enum { NAME_LEN = 64, FILE_LEN = NAME_LEN + 32 };

/* A feature file and its histogram. */
struct recorder {
	char name[NAME_LEN + 1]; /* "card_pan" */
	struct fx_buf lines;
	struct fxx_tally tally;
};

struct fxx_features {
	size_t n;
	uint64_t masks; /* of all of them */
	struct recorder list[FX_EXPORT_CLASSES];
};

static void
header(struct fxx *x, const struct recorder *r, struct fx_buf *b,
    const char *what)
{
	struct fx_buf name = { 0 };

	fx_buf_printf(b,
	    "# BANNER FILE NOT PROVIDED (-b option)\n"
	    "# FXKIT-Version: %s\n# Feature-Recorder: %s\n# Filename: ",
	    x->opt->version, r->name);
	fxx_put_feature(b, fxx_name(&name, x->source.json, "name"));
	fx_buf_printf(b, "\n# %s-File-Version: 1.1\n", what);
	fx_buf_done(&name);
}

/*
 * The name of a class as that of a file: the verifier lets pass small letters,
 * digits, dots and underscores, and one that ends like a histogram would be
 * taken for one.
 */
static int
name_of(struct fxx *x, char *out, size_t size, const char *class)
{
	static const char end[] = "_histogram";
	size_t n = strlen(class), i;

	if (n >= size || n == 0)
		return fxx_fail(x, FX_EFORMAT, "a class with a long name");
	for (i = 0; i <= n; i++)
		out[i] = (char)(class[i] == '.' ? '_' : class[i]);
	if (strspn(out, "abcdefghijklmnopqrstuvwxyz0123456789_") != n ||
	    strstr(out, end) != NULL)
		return fxx_fail(x, FX_EFORMAT,
		    "a class with a name that no feature file has");
	return 0;
}

static struct recorder *
recorder_of(struct fxx *x, const char *class)
{
	struct fxx_features *all = x->features;
	char name[NAME_LEN + 1];
	struct recorder *r;

	if (name_of(x, name, sizeof(name), class) == -1)
		return NULL;
	for (r = all->list; r < all->list + all->n; r++)
		if (strcmp(r->name, name) == 0)
			return r;
	if (all->n == FX_EXPORT_CLASSES) {
		fxx_fail(x, FX_ELIMIT, "too many classes of findings");
		return NULL;
	}
	all->n++;
	memcpy(r->name, name, sizeof(name));
	header(x, r, &r->lines, "Feature");
	return r;
}

static void
features_begin(struct fxx *x)
{
	x->features = calloc(1, sizeof(*x->features));
	if (x->features == NULL)
		fxx_fail(x, FX_ENOMEM, "feature files");
}

/* What stands for the context, which no record has. */
static void
context(struct fx_buf *b, const struct fxx_record *f)
{
	const json_t *file = json_object_get(f->json, "file");
	struct fx_buf name = { 0 };
	const char *path;

	fx_buf_printf(b, "record=%" PRIu64 " score=%" PRIi64 " path=", f->seq,
	    fxx_int(f->json, "score"));
	fxx_put_feature(b, fxr_str(f->json, "path"));
	path = fxx_name(&name, file, "path");
	if (*path != '\0') {
		fx_buf_printf(b, " state=%s file=", fxr_str(file, "state"));
		fxx_put_feature(b, path);
	}
	if (name.failed)
		b->failed = true;
	fx_buf_done(&name);
}

/* A path into a file's stream is none that bulk_extractor has: the image's. */
static void
position(struct fx_buf *b, const struct fxx_record *f)
{
	const char *path = fxr_str(f->json, "path");

	if (*path >= '0' && *path <= '9')
		fxx_put_feature(b, path);
	else
		fx_buf_printf(b, "%" PRIi64, fxx_int(f->json, "off"));
}

static void
file_name(char *out, size_t size, const struct recorder *r, const char *end)
{
	snprintf(out, size, "%.*s%.20s.txt", NAME_LEN, r->name, end);
}

static void
features_finding(struct fxx *x, const struct fxx_record *f)
{
	struct recorder *r = recorder_of(x, fxr_str(f->json, "class"));
	char name[FILE_LEN];
	struct fx_buf feature = { 0 };
	size_t had;

	if (r == NULL)
		return;
	fxx_put_feature(&feature, fxx_shown(x, f));
	position(&r->lines, f);
	fx_buf_printf(&r->lines, "\t%s\t", fx_buf_text(&feature));
	context(&r->lines, f);
	fx_buf_byte(&r->lines, '\n');
	had = r->tally.n;
	if (fxx_tally_add(&r->tally, fx_buf_text(&feature), x->err) == -1)
		x->failed = true;
	x->features->masks += r->tally.n - had;
	if (x->features->masks > FX_EXPORT_MASKS)
		fxx_fail(x, FX_ELIMIT,
		    "more different masks than histograms may hold");
	if (feature.failed)
		r->lines.failed = true;
	fx_buf_done(&feature);
	file_name(name, sizeof(name), r, "");
	fxx_sync(x, name, &r->lines);
}

static void
histogram(struct fxx *x, struct recorder *r)
{
	char name[FILE_LEN];
	struct fx_buf b = { 0 };
	size_t i;

	file_name(name, sizeof(name), r, "_histogram");
	header(x, r, &b, "Histogram");
	fxx_tally_sort(&r->tally);
	for (i = 0; i < r->tally.n; i++) {
		fx_buf_printf(&b, "n=%" PRIu64 "\t%s\n", r->tally.rows[i].count,
		    r->tally.rows[i].text);
		fxx_sync(x, name, &b);
	}
	fxx_flush(x, name, &b);
	fx_buf_done(&b);
}

/* Its own tools want report.xml beside the files. */
static void
features_end(struct fxx *x)
{
	char name[FILE_LEN];
	struct recorder *r;

	for (r = x->features->list; r < x->features->list + x->features->n;
	     r++) {
		file_name(name, sizeof(name), r, "");
		fxx_flush(x, name, &r->lines);
		histogram(x, r);
	}
	if (x->begin.json != NULL)
		fxx_dfxml_head(x);
	fxx_dfxml_tail(x);
	fxx_flush(x, "report.xml", &x->out);
}

static void
features_drop(struct fxx *x)
{
	size_t i;

	for (i = 0; x->features != NULL && i < x->features->n; i++) {
		fx_buf_done(&x->features->list[i].lines);
		fxx_tally_done(&x->features->list[i].tally);
	}
	free(x->features);
}

const struct fxx_format fxx_feature_files = {
	.name = "features",
	.single = true,
	.begin = features_begin,
	.finding = features_finding,
	.end = features_end,
	.drop = features_drop,
};
