/*
 * judge.c - scan what was planted, and hold what is found against the truth
 *
 * It scans by the library's own calls, those of fxscan, so that no line has to
 * be written and read again; tests/cmd/fxbench.t holds the two to the same
 * findings.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/path.h"
#include "judge.h"

/* The piece that has a byte of the source, or NULL. */
static struct plant *
piece_at(const struct judge *j, uint64_t off)
{
	struct plant *low = j->first, *high = j->end, *mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (off < mid->from)
			high = mid;
		else if (off >= mid->to)
			low = mid + 1;
		else
			return mid;
	}
	return NULL;
}

static void
tell(const struct judge *j, const struct fx_found *f, const struct plant *t)
{
	char words[512], path[64], mask[FX_VALUE_LEN];
	const char *beside = "nothing";

	if (j->say == NULL)
		return;
	field_path(&(struct field){ .dir = "" }, j->source, path, sizeof(path));
	fx_mask(f->carver, f->value, mask);
	if (t != NULL && t->kind != NULL)
		beside = t->found > 0 ? "itself" : t->kind->name;
	else if (t != NULL && t->decoy != NULL)
		beside = t->decoy->name;
	snprintf(words, sizeof(words),
	    "%s: %s at %" PRIu64 "%s%.80s, beside %s, %d bits: %.60s", path + 1,
	    f->carver->name, f->off, f->path != NULL ? ", " : "",
	    f->path != NULL ? f->path : "", beside, f->score, mask);
	j->say(words, j->arg);
}

/* What went wrong with a piece. */
static void
tell_piece(const struct judge *j, const struct plant *t)
{
	char words[512], path[64];

	field_path(&(struct field){ .dir = "" }, j->source, path, sizeof(path));
	snprintf(words, sizeof(words),
	    "%s: %s in %s, %s, %s, of %" PRIu64 " bytes at %" PRIu64 ": %s",
	    path + 1, t->kind->name, enc_names[t->enc], packs[t->pack].name,
	    place_names[t->place], t->to - t->from, t->from,
	    t->found == 0         ? "lost"
		: t->wrong_offset ? "elsewhere"
				  : "another label");
	j->say(words, j->arg);
}

/* Something that nobody planted. */
static void
stray(struct judge *j, const struct fx_found *f, const struct plant *t)
{
	struct result_kind *k = result_of(j->res, f->carver);

	if (t != NULL && t->decoy != NULL) {
		if (t->decoy->kind == DECOY_RANDOM &&
		    decoy_valid(f->carver->name, f->value)) {
			k->chance++;
			return;
		}
		k->false_decoy++;
	} else {
		k->stray++;
	}
	tell(j, f, t);
}

static bool
label_is(const struct plant *t, const struct fx_found *f)
{
	size_t i;

	for (i = 0; t->attr != NULL && i < f->nattrs; i++)
		if (strcmp(f->attrs[i].key, t->attr) == 0)
			return strcmp(f->attrs[i].value, t->is) == 0;
	return t->attr == NULL;
}

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct judge *j = arg;
	struct plant *t = piece_at(j, f->off);

	if (t == NULL || t->kind == NULL ||
	    strcmp(t->kind->name, f->carver->name) != 0 ||
	    strcmp(t->value, f->value) != 0) {
		if (t != NULL)
			t->others++;
		stray(j, f, t);
		return 0;
	}
	if (t->found++ > 0) {
		tell(j, f, t);
		return 0;
	}
	t->wrong_label = !label_is(t, f);
	t->at = f->off;
	t->len = f->len;
	if (f->path != NULL && (t->path = strdup(f->path)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

static int
limit(const struct fx_scan_limit *l, void *arg, struct fx_err *err)
{
	struct judge *j = arg;

	(void)err;
	j->res->limits += !l->error;
	j->res->errors += l->error;
	return 0;
}

/* Behind what stands at p[i]: one character, or a reference of HTML. */
static size_t
behind(const uint8_t *p, size_t n, size_t i)
{
	size_t k = i + 2;

	if (n - i < 2 || p[i] != '&' || p[i + 1] != '#')
		return i + 1;
	while (k < n && isdigit(p[k]))
		k++;
	return k;
}

/*
 * The same bytes; or, of what is text in text, the same letters and digits: a
 * value may be seen as it lies in there, with "+" or "&#32;" for a space.
 */
static bool
same(const struct plant *t, const uint8_t *p, size_t n)
{
	size_t i = 0, k = 0;

	if (!packs[t->pack].text)
		return n == t->value_len && memcmp(p, t->bytes, n) == 0;
	for (;; i++, k++) {
		while (i < n && !isalnum(p[i]))
			i = behind(p, n, i);
		while (k < t->value_len && !isalnum(t->bytes[k]))
			k++;
		if (i == n || k == t->value_len || p[i] != t->bytes[k])
			return i == n && k == t->value_len;
	}
}

/* Does a finding's path lead to the bytes that were planted? */
static bool
leads_there(struct fx_way *way, const struct plant *t)
{
	char text[32];
	const char *name = t->path;
	struct fx_path path;
	struct fx_err err;
	uint8_t buf[2 * FX_VALUE_LEN];

	if (name == NULL) {
		snprintf(text, sizeof(text), "%" PRIu64, t->at);
		name = text;
	}
	return t->len <= sizeof(buf) &&
	    fx_path_read(&path, name, strlen(name), &err) == 0 &&
	    fx_way_to(way, &path, &err) == 0 &&
	    fx_way_read(way, fx_path_last(&path), buf, t->len, &err) ==
	    (ssize_t)t->len &&
	    same(t, buf, t->len);
}

/* Follow the path of each finding of the source. */
static int
follow(const struct judge *j, struct fx_image *img, struct fx_err *err)
{
	struct fx_way_in in = { .img = img };
	struct fx_way *way = NULL;
	struct plant *t;

	if ((in.box = fx_box_new(err)) != NULL)
		way = fx_way_new(&in, err);
	for (t = j->first; way != NULL && t < j->end; t++)
		if (t->found > 0 && t->bytes != NULL)
			t->wrong_offset = !leads_there(way, t);
	for (t = j->first; way != NULL && t < j->end; t++)
		if (t->kind != NULL && j->say != NULL &&
		    (t->found == 0 || t->wrong_offset || t->wrong_label))
			tell_piece(j, t);
	fx_way_free(way);
	fx_box_free(in.box);
	return way != NULL ? 0 : -1;
}

static int
judge_source(struct judge *j, struct fx_hash *sum, struct fx_err *err)
{
	const struct fx_scan_sink sink = { found, NULL, limit, NULL, j };
	struct fx_scan_result res;
	struct fx_image *img;
	char path[4096];
	int rc;

	field_path(j->field, j->source, path, sizeof(path));
	if ((img = fx_image_open(path, FX_IMAGE_RAW, err)) == NULL)
		return -1;
	rc = fx_scan(img, j->set, j->opt, &sink, &res, err);
	if (rc == 0 && !res.complete)
		rc = fx_fail(err, FX_EIO, 0, "interrupted");
	if (rc == 0)
		rc = fx_hash_add(sum, res.sum[FX_SHA256], FX_SHA256_LEN, err);
	if (rc == 0)
		rc = follow(j, img, err);
	fx_image_close(img);
	return rc;
}

/* Plants are in order of source, but for the disk's pages of look-alikes. */
int
judge_field(struct judge *j, struct fx_err *err)
{
	struct field *f = j->field;
	struct plant *end = f->plants + f->n;
	struct fx_hash *sum = fx_hash_new(FX_SHA256, err);
	int rc = sum != NULL ? 0 : -1;

	j->end = f->plants;
	for (j->source = 0; rc == 0 && j->source < f->sources; j->source++) {
		j->first = j->end;
		while (j->end < end && j->end->source == j->source)
			j->end++;
		rc = judge_source(j, sum, err);
	}
	if (rc == 0)
		rc = fx_hash_end(sum, j->res->planted_sum, err);
	fx_hash_free(sum);
	if (rc == 0)
		result_count(j->res, f);
	return rc;
}
