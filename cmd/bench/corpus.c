/* corpus.c - files in which nothing is to be found, and what is found there */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "corpus.h"
#include "tree.h"

static bool
is_test(const struct fx_found *f)
{
	size_t i;

	for (i = 0; i < f->nwhy; i++)
		if (strcmp(f->why[i], "test-number") == 0)
			return true;
	for (i = 0; i < f->nattrs; i++)
		if (strcmp(f->attrs[i].key, "test") == 0)
			return true;
	return false;
}

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct corpus *c = arg;
	struct result_kind *k = result_of(c->res, f->carver);
	char words[1024], place[32], mask[FX_VALUE_LEN];
	bool test = is_test(f);

	(void)err;
	k->corpus += !test;
	k->corpus_test += test;
	if (c->say == NULL || test)
		return 0;
	snprintf(place, sizeof(place), "%" PRIu64, f->off);
	fx_mask(f->carver, f->value, mask);
	snprintf(words, sizeof(words), "%.600s: %s at %.120s, %d bits: %.80s",
	    c->path, f->carver->name, f->path != NULL ? f->path : place,
	    f->score, mask);
	c->say(words, c->arg);
	return 0;
}

static int
one_file(const char *path, void *arg)
{
	struct corpus *c = arg;
	const struct fx_scan_sink sink = { .found = found, .arg = c };
	struct fx_scan_result res = { 0 };
	struct fx_image *img;
	struct fx_err err;
	int rc;

	if ((img = fx_image_open(path, c->flags, &err)) == NULL) {
		cli_error(path, &err);
		return -1;
	}
	c->path = path;
	rc = fx_scan(img, c->set, c->opt, &sink, &res, &err);
	if (rc == 0 && !res.complete)
		rc = fx_fail(&err, FX_EIO, 0, "interrupted");
	else if (rc == 0)
		rc = fx_hash_add(c->sum, res.sum[FX_SHA256], FX_SHA256_LEN,
		    &err);
	fx_image_close(img);
	if (rc == -1) {
		c->failed = true;
		c->err = err;
		return 1;
	}
	c->res->corpus_files++;
	c->res->corpus_bytes += res.bytes;
	c->res->corpus_unread += res.gaps > 0;
	return 0;
}

int
corpus_scan(struct corpus *c, struct fx_err *err)
{
	struct tree t = { .file = one_file, .arg = c };
	const char *const *name = c->res->corpus_names;

	if ((c->sum = fx_hash_new(FX_SHA256, err)) == NULL)
		return -1;
	for (; *name != NULL && !c->failed; name++)
		if (tree_is(*name)) {
			/* A file of it may have become a link meanwhile. */
			c->flags = FX_IMAGE_RAW | FX_IMAGE_NOFOLLOW;
			tree_walk(&t, *name);
		} else {
			c->flags = FX_IMAGE_RAW;
			c->res->corpus_unread += one_file(*name, c) == -1;
		}
	c->res->corpus_unread += t.failed;
	if (!c->failed &&
	    fx_hash_end(c->sum, c->res->corpus_sum, &c->err) == -1)
		c->failed = true;
	fx_hash_free(c->sum);
	*err = c->err;
	return c->failed ? -1 : 0;
}
