/* image.c - check 12: which runs read the image that is given */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum { PIECE = 1 << 20 };

static void
count_gap(const struct fx_gap *gap, void *arg)
{
	(void)gap;
	++*(uint64_t *)arg;
}

/* Read all of it. What cannot be read counts as zeros, as it did in the run. */
static int
add_all(struct fx_image *img, struct fx_hash *h, uint8_t *piece,
    struct fxv_sum *is, uint64_t *gaps, struct fx_err *err)
{
	ssize_t n;

	do {
		n = fx_image_read(img, is->size, piece, PIECE, count_gap, gaps,
		    err);
		if (n == -1 || fx_hash_add(h, piece, (size_t)n, err) == -1)
			return -1;
		is->size += (uint64_t)n;
	} while (n > 0);
	return fx_hash_end(h, is->sum, err);
}

/* Was it read for another case?  Then *is has what it is known by. */
static bool
is_known(const struct fxv *v, const char *path, bool raw, struct fxv_sum *is)
{
	size_t i;

	for (i = 0; v->known != NULL && i < v->known->n; i++)
		if (v->known->p[i].raw == raw &&
		    strcmp(v->known->p[i].path, path) == 0) {
			*is = v->known->p[i];
			return true;
		}
	return false;
}

/* Returns 0; or -1 when said. */
static int
sum_image(struct fxv *v, struct fx_image *img, const char *path, bool raw,
    struct fxv_sum *is)
{
	struct fx_hash *h = NULL;
	uint64_t gaps = 0;
	struct fx_err err;
	uint8_t *piece;
	int rc = -1;

	if (is_known(v, path, raw, is))
		return 0;
	*is = (struct fxv_sum){ .path = path, .raw = raw };
	if ((piece = malloc(PIECE)) == NULL)
		return fxv_fail(v, FX_ENOMEM, "an image's piece");
	if ((h = fx_hash_new(FX_SHA256, &err)) != NULL)
		rc = add_all(img, h, piece, is, &gaps, &err);
	if (rc == -1)
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "the image %s cannot be read: %s", path, err.msg);
	else if (gaps > 0)
		fxv_say(v, FXV_IMAGE, FX_NOTE, -1,
		    "%" PRIu64
		    " ranges of the image %s could not be read and count as "
		    "zeros",
		    gaps, path);
	fx_hash_free(h);
	free(piece);
	return rc;
}

static bool
is_raw_run(const struct fxv_run *run)
{
	const json_t *options = json_object_get(run->about, "options");

	return json_integer_value(json_object_get(options, "raw")) == 1;
}

/*
 * Mark the runs that read these bytes; now are those that no image given before
 * had. Returns how many they all are.
 */
static size_t
match(struct fxv *v, const struct fxv_sum *is, bool *now)
{
	struct fxv_run *run;
	size_t i, n = 0;

	for (i = 0; i < v->nruns; i++) {
		run = &v->runs[i];
		now[i] = false;
		if (run->end == 0 || !run->has_sum || !run->has_bytes ||
		    run->bytes != is->size ||
		    memcmp(run->sum, is->sum, FX_SHA256_LEN) != 0)
			continue;
		now[i] = !run->matched;
		run->matched = true;
		n++;
	}
	return n;
}

/* Did the run read parts of its source, so that it has no hash, and is open? */
static bool
is_loose(const struct fxv_run *run, bool raw)
{
	return run->end != 0 && run->parts && !run->has_sum && !run->matched &&
	    is_raw_run(run) == raw;
}

/* What such runs found is looked for in any image. Returns how many. */
static size_t
match_loose(struct fxv *v, bool raw, bool *now)
{
	struct fxv_run *run;
	size_t i, n = 0;

	for (i = 0; i < v->nruns; i++) {
		run = &v->runs[i];
		if (!is_loose(run, raw))
			continue;
		run->loose = run->tried = now[i] = true;
		run->derived = run->missed = run->differ = run->compared = 0;
		n++;
	}
	return n;
}

/* Of those, which have all their findings there?  Returns how many. */
static size_t
settle_loose(struct fxv *v, const bool *now)
{
	struct fxv_run *run;
	size_t i, n = 0;

	for (i = 0; i < v->nruns; i++) {
		run = &v->runs[i];
		if (!run->loose || !now[i])
			continue;
		run->matched = run->findings > 0 &&
		    run->derived == run->findings;
		if (run->matched) {
			n++;
			continue;
		}
		v->derived -= run->derived;
		v->compared -= run->compared;
	}
	return n;
}

/*
 * Open, hash, match, derive. Returns the runs matched; -1 when said.
 */
static int64_t
try_image(struct fxv *v, const char *path, unsigned int flags,
    struct fxv_sum *is)
{
	const bool raw = (flags & FX_IMAGE_RAW) != 0;
	struct fx_image *img;
	struct fx_err err;
	int64_t n = -1;
	size_t loose;
	bool *now;

	if ((img = fx_image_open(path, flags, &err)) == NULL) {
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "the image %s cannot be read: %s", path, err.msg);
		return -1;
	}
	now = calloc(v->nruns + 1, sizeof(*now));
	if (now == NULL) {
		fxv_fail(v, FX_ENOMEM, "the list of runs");
	} else if (fx_image_info(img)->stream) {
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "%s is a stream: nothing can be read again at its place "
		    "in it",
		    path);
	} else if (sum_image(v, img, path, raw, is) == 0) {
		n = (int64_t)match(v, is, now);
		loose = match_loose(v, raw, now);
		if (n > 0 || loose > 0)
			fxv_derive(v, img, is->size, now);
		n += (int64_t)settle_loose(v, now);
	}
	free(now);
	fx_image_close(img);
	return n;
}

/* Is there a run that took a container's own bytes and is still to match? */
static bool
wants_raw(const struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->nruns; i++)
		if (!v->runs[i].matched && is_raw_run(&v->runs[i]))
			return true;
	return false;
}

/* Is there one over parts of what is in a container, still to match? */
static bool
wants_parts(const struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->nruns; i++)
		if (is_loose(&v->runs[i], false))
			return true;
	return false;
}

static void
check_image(struct fxv *v, const char *path)
{
	struct fxv_sum is;
	char hex[2 * FX_SHA256_LEN + 1];
	const char *why = "";
	int64_t n = 0, more = 0;
	size_t i;

	if (wants_raw(v))
		n = try_image(v, path, FX_IMAGE_RAW, &is);
	if (n == 0 || (n > 0 && wants_parts(v)))
		more = try_image(v, path, 0, &is);
	n = more == -1 ? -1 : n + more;
	if (n != 0)
		return;
	for (i = 0; i < v->nruns; i++)
		if (v->runs[i].has_bytes && v->runs[i].bytes == is.size)
			why = ": it is as long as one, its content is another";
	fx_hex(hex, is.sum, FX_SHA256_LEN);
	fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
	    "%s is not an image this case examined%s (%" PRIu64
	    " bytes, SHA-256 %s)",
	    path, why, is.size, hex);
}

static void
check_run(struct fxv *v, size_t number, const struct fxv_run *run)
{
	const char *version = fxv_str(run->about, "version");
	const char *build = fxv_str(run->about, "build");
	char n[FXV_COUNT_LEN];

	if (run->tried && !run->matched) {
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    run->findings > 0
			? "run %zu read parts of its source and recorded no "
			  "hash: %" PRIu64 " of its %" PRIu64
			  " findings are in the image"
			: "run %zu read parts of its source and recorded no "
			  "hash: it has no findings to know the image by",
		    number, run->derived, run->findings);
		return;
	}
	if (run->loose)
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "run %zu read parts of its source and recorded no hash: "
		    "its %s %s in the image, but nothing else tells that it "
		    "is the one it read",
		    number, fxv_count(n, run->findings, "finding"),
		    run->findings == 1 ? "is" : "are");
	if (!run->matched) {
		fxv_say(v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    run->has_sum
			? "run %zu: no image was given that it read"
			: "run %zu recorded no hash of what it read: its "
			  "findings were not derived again",
		    number);
		return;
	}
	if (run->differ > 0)
		fxv_say(v, FXV_IMAGE, FX_NOTE, (int64_t)run->differ_seq,
		    "run %zu: %" PRIu64 " findings derive with another score "
		    "or other reasons, the first is record %" PRIu64,
		    number, run->differ, run->differ_seq);
	if ((run->differ > 0 || run->missed > 0) && v->opt->build != NULL &&
	    (strcmp(version, v->opt->version) != 0 ||
		strcmp(build, v->opt->build) != 0))
		fxv_say(v, FXV_IMAGE, FX_NOTE, -1,
		    "run %zu was made by version %.40s (%.40s), this is "
		    "version %s (%s): their detectors may differ",
		    number, version, build, v->opt->version, v->opt->build);
}

/* Before anything of the case is in memory, or open. */
static int
begin(struct fxv *v)
{
	if ((v->box = v->lent) != NULL)
		return 0;
	if ((v->box = fx_box_new(&v->err)) != NULL)
		return 0;
	v->failed = true;
	return -1;
}

static void
check(struct fxv *v)
{
	size_t i;

	for (i = 0; i < v->opt->nimages; i++)
		check_image(v, v->opt->images[i]);
	for (i = 0; i < v->nruns; i++)
		check_run(v, v->first_run + i + 1, &v->runs[i]);
}

static void
end(struct fxv *v)
{
	if (v->lent == NULL)
		fx_box_free(v->box);
}

static int
sum(struct fxv *v, const char *path, bool raw, struct fxv_sum *is)
{
	struct fx_image *img;
	struct fx_err err;
	int rc = -1;

	img = fx_image_open(path, raw ? FX_IMAGE_RAW : 0, &err);
	if (img == NULL)
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "the image %s cannot be read: %s", path, err.msg);
	else if (fx_image_info(img)->stream)
		fxv_say(v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "%s is a stream: nothing can be read again at its place "
		    "in it",
		    path);
	else
		rc = sum_image(v, img, path, raw, is);
	fx_image_close(img);
	return rc;
}

const struct fx_verify_images fx_verify_images = { begin, check, end, sum };
