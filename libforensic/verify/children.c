/* children.c - what a parent case says of the images of a batch */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/canon.h"
#include "forensic/utf8.h"
#include "internal.h"

enum { ROOM = 2 * FX_CHILDREN }; /* most records held, of images that recur */

/* The place of a plan by its digest; nplans: it is not there. */
static size_t
find(struct fxv_children *c, const uint8_t sum[FX_SHA256_LEN])
{
	size_t i;

	if (c->last < c->nplans &&
	    memcmp(c->plan[c->last].sum, sum, FX_SHA256_LEN) == 0)
		return c->last;
	for (i = 0; i < c->nplans; i++)
		if (memcmp(c->plan[i].sum, sum, FX_SHA256_LEN) == 0)
			break;
	c->last = i;
	return i;
}

/* Did its scanner take images as bytes, whatever they are? */
static bool
is_raw(const json_t *record)
{
	const json_t *words = json_object_get(record, "scan");
	const char *word;
	size_t i;

	for (i = 0; i < json_array_size(words); i++) {
		word = json_string_value(json_array_get(words, i));
		if (word != NULL && strcmp(word, "--raw") == 0)
			return true;
	}
	return false;
}

void
fxv_children_batch(struct fxv *v, const json_t *record, uint64_t seq)
{
	struct fxv_children *c = &v->children;
	uint8_t sum[FX_SHA256_LEN];
	size_t at;

	if (fx_unhex(sum, fxv_str(record, "plan"), sizeof(sum)) == -1)
		return;
	if ((at = find(c, sum)) < c->nplans) {
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " begins a batch that was begun", seq);
	} else if (at == FX_CHILD_PLANS) {
		fxv_say(v, FXV_GRAMMAR, FX_CANNOT_CHECK, (int64_t)seq,
		    "there are more than %d batches", FX_CHILD_PLANS);
	} else {
		memcpy(c->plan[at].sum, sum, sizeof(sum));
		*(is_raw(record) ? &c->raw : &c->content) = true;
		c->plan[at].images = (uint64_t)fxv_num(record, "images");
		c->nplans++;
	}
}

static int
by_image(const void *left, const void *right)
{
	const struct fxv_child *a = left, *b = right;

	if (a->plan != b->plan)
		return a->plan < b->plan ? -1 : 1;
	if (a->image != b->image)
		return a->image < b->image ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

/* Of each image the last record alone remains. */
static void
settle(struct fxv_children *c)
{
	size_t i, n = 0;

	if (c->settled == c->n)
		return;
	qsort(c->p, c->n, sizeof(c->p[0]), by_image);
	for (i = 0; i < c->n; i++)
		if (i + 1 == c->n || c->p[i].plan != c->p[i + 1].plan ||
		    c->p[i].image != c->p[i + 1].image)
			c->p[n++] = c->p[i];
	c->more = c->more || n > FX_CHILDREN;
	c->n = n > FX_CHILDREN ? FX_CHILDREN : n;
	c->settled = c->n;
}

static int
grow(struct fxv *v)
{
	struct fxv_children *c = &v->children;
	size_t cap = c->cap == 0 ? 64 : 2 * c->cap;
	struct fxv_child *p;

	if (c->n < c->cap)
		return 0;
	if (c->n == ROOM) {
		settle(c);
		return c->more ? -1 : 0;
	}
	if ((p = realloc(c->p, cap * sizeof(*p))) == NULL)
		return fxv_fail(v, FX_ENOMEM, "a list of images");
	c->p = p;
	c->cap = cap;
	return 0;
}

void
fxv_children_child(struct fxv *v, const json_t *record, uint64_t seq)
{
	struct fxv_children *c = &v->children;
	uint8_t sum[FX_SHA256_LEN];
	uint64_t image = (uint64_t)fxv_num(record, "image");
	size_t at;

	/* An exhibit has the one record, and not what went before. */
	if (v->evd.db == NULL || c->more ||
	    fx_unhex(sum, fxv_str(record, "plan"), sizeof(sum)) == -1)
		return;
	at = find(c, sum);
	if (at == c->nplans && at < FX_CHILD_PLANS)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64
		    " is of an image of a batch that was not begun",
		    seq);
	else if (at < c->nplans && image > c->plan[at].images)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " is of image %" PRIu64
		    " of a batch that has %" PRIu64,
		    seq, image, c->plan[at].images);
	else if (at < c->nplans && grow(v) == 0)
		c->p[c->n++] = (struct fxv_child){ image, seq, at };
}

void
fxv_children_done(struct fxv *v)
{
	free(v->children.p);
}

bool
fx_child_file_ok(const char *file)
{
	size_t n = strlen(file), k;
	uint32_t cp;

	if (n == 0 || n > FX_CHILD_FILE || strcmp(file, ".") == 0 ||
	    strcmp(file, "..") == 0 || strchr(file, '/') != NULL)
		return false;
	for (; n > 0; file += k, n -= k)
		if ((k = fx_utf8_decode(file, n, &cp)) == 0 || cp < 0x20 ||
		    (cp >= 0x7f && cp <= 0x9f))
			return false;
	return true;
}

void
fx_child_folder(struct fx_buf *out, const char *path, const char *dir)
{
	const char *slash = strrchr(path, '/');

	if (dir != NULL)
		fx_buf_printf(out, "%s%s", dir,
		    *dir != '\0' && dir[strlen(dir) - 1] == '/' ? "" : "/");
	else if (slash != NULL)
		fx_buf_put(out, path, (size_t)(slash - path) + 1);
}

void
fx_child_take(struct fx_child *child, const json_t *record)
{
	*child = (struct fx_child){ .record = (uint64_t)fxv_num(record, "seq"),
		.image = (uint64_t)fxv_num(record, "image"),
		.done = strcmp(fxv_str(record, "status"), "done") == 0,
		.exhibit = fxv_str(record, "exhibit"),
		.told = record };
	if (!child->done) {
		child->why = fxv_str(record, "why");
		child->words = fxv_str(record, "words");
		return;
	}
	child->file = fxv_str(record, "file");
	child->head.size = (uint64_t)fxv_num(record, "size");
	snprintf(child->head.origin, sizeof(child->head.origin), "%s",
	    fxv_str(record, "origin"));
	fx_unhex(child->head.root, fxv_str(record, "root"), FX_SHA256_LEN);
}

/* One row, which is there: it was read whole a moment ago. */
static int
give(struct fxv *v, sqlite3_stmt *st, uint64_t seq,
    int (*fn)(const struct fx_child *child, void *arg), void *arg,
    struct fx_err *err)
{
	struct fx_child child;
	json_t *record = NULL;
	int rc = -1;

	sqlite3_reset(st);
	sqlite3_bind_int64(st, 1, (int64_t)seq);
	v->evd.steps = 0;
	if (sqlite3_step(st) != SQLITE_ROW ||
	    sqlite3_column_text(st, 0) == NULL)
		fx_fail(err, FX_EIO, 0,
		    "the case file can no longer be read: %s",
		    sqlite3_errmsg(v->evd.db));
	else
		record = fx_canon_parse((const char *)sqlite3_column_text(st,
					    0),
		    (size_t)sqlite3_column_bytes(st, 0), err);
	if (record != NULL) {
		fx_child_take(&child, record);
		rc = fn(&child, arg);
	}
	json_decref(record);
	return rc;
}

int
fxv_children_each(struct fxv *v,
    int (*fn)(const struct fx_child *child, void *arg), void *arg,
    struct fx_err *err)
{
	struct fxv_children *c = &v->children;
	sqlite3_stmt *st;
	size_t i;
	int rc = 0;

	if (c->n == 0)
		return 0;
	settle(c);
	if (sqlite3_prepare_v2(v->evd.db,
		"SELECT body FROM main.record WHERE seq = ?1", -1, &st,
		NULL) != SQLITE_OK)
		return fx_fail(err, FX_EIO, 0,
		    "the case file can no longer be read: %s",
		    sqlite3_errmsg(v->evd.db));
	for (i = 0; i < c->n && rc == 0; i++)
		rc = give(v, st, c->p[i].seq, fn, arg, err);
	sqlite3_finalize(st);
	return rc;
}
