/* descend.c - check 13: the cases of a batch, each by itself, and together */
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "means.h"

enum { WORDS_LEN = 512 }; /* longest words about one image, bytes */

/*
 * A log that was told of, so that no image has the case of another: by its
 * name, as it has a head for each of its sizes.
 */
struct met {
	char origin[sizeof((struct fx_checkpoint){ 0 }.origin)];
	uint8_t plan[FX_SHA256_LEN];
	uint64_t image;
};

struct descent {
	struct fxv *v;
	struct fx_verify_options opt; /* for each of them */
	struct fx_verify_hook hook;
	struct fx_pub *keys;
	const char **names;
	struct fx_buf path;
	size_t folder; /* bytes of path that are the folder */
	void *met;     /* tree of struct met */
	struct fxv_means means;
};

static int
by_origin(const void *left, const void *right)
{
	const struct met *a = left, *b = right;

	return strcmp(a->origin, b->origin);
}

static bool
same_image(const struct met *a, const struct met *b)
{
	return a->image == b->image &&
	    memcmp(a->plan, b->plan, sizeof(a->plan)) == 0;
}

/* The case is that image's, or whose it was before: NULL, failed. */
static const struct met *
meet(struct descent *d, const struct met *now)
{
	struct met *m = malloc(sizeof(*m)), **at;

	if (m != NULL) {
		*m = *now;
		at = tsearch(m, &d->met, by_origin);
		if (at != NULL && *at == m)
			return m;
		free(m);
		if (at != NULL)
			return *at;
	}
	fxv_fail(d->v, FX_ENOMEM, "a list of logs");
	return NULL;
}

/* Are the findings as many, of each class, as the parent says? */
static bool
same_findings(const struct fxv_run *r, const json_t *told)
{
	uint64_t all = 0;
	size_t i;

	for (i = 0; i < r->nclasses; i++) {
		if ((uint64_t)fxv_num(told, r->classes[i].name) !=
		    r->classes[i].n)
			return false;
		all += r->classes[i].n;
	}
	return all == r->findings;
}

/* What the parent calls the case, and its first record does not; or NULL. */
static const char *
compare_names(const struct fxv *child, const struct fx_child *c)
{
	if (child->exhibit == NULL || strcmp(child->exhibit, c->exhibit) != 0)
		return "the parent case has another exhibit";
	if (strcmp(child->out->case_id, fxv_str(c->told, "case")) != 0)
		return "the parent case has another case id";
	return NULL;
}

/* What the parent says of the run, and the case does not; NULL: they agree. */
static const char *
compare_run(const struct fxv *child, const struct fx_child *c)
{
	const char *sum = fxv_str(c->told, "sha256"), *name;
	const struct fxv_run *r = child->runs;
	char got[2 * FX_SHA256_LEN + 1] = "";
	uint64_t findings = 0;
	json_t *told = json_object_get(c->told, "findings");
	const json_t *count;

	json_object_foreach (told, name, count) {
		findings += (uint64_t)json_integer_value(count);
	}
	if (child->nruns == 0)
		return "it has no run";
	if (r->has_sum)
		fx_hex(got, r->sum, sizeof(r->sum));
	if (strcmp(sum, got) != 0)
		return "the parent case has another digest of its source";
	if (r->bytes != (uint64_t)fxv_num(c->told, "bytes"))
		return "the parent case has another size of its source";
	if (r->findings != findings || !same_findings(r, told))
		return "the parent case has another number of its findings";
	if (r->errors != (uint64_t)fxv_num(c->told, "errors") ||
	    r->limits != (uint64_t)fxv_num(c->told, "limits"))
		return "the parent case has another number of its errors or "
		       "limits";
	return NULL;
}

/* The first reason that has the level of the verdict. */
static const char *
worst(const struct fx_verdict *out)
{
	size_t i;

	for (i = 0; i < out->nreasons; i++)
		if (out->reasons[i].level == out->worst)
			return out->reasons[i].text;
	return "";
}

/* What a verdict on the case of an image comes to, beside the parent. */
static enum fx_level
judge(const struct descent *d, const struct fxv *child,
    const struct fx_child *c, const struct fx_verdict *out,
    char words[WORDS_LEN])
{
	enum fx_level level = out->worst;
	const char *said = level > FX_NOTE ? worst(out) : "", *wrong = NULL;

	if (level < FX_CANNOT_CHECK)
		wrong = compare_names(child, c);
	if (level < FX_CANNOT_CHECK && wrong == NULL)
		wrong = compare_run(child, c);
	if (wrong != NULL) {
		level = FX_TAMPERED;
		said = wrong;
	} else if (level < FX_CANNOT_CHECK && child->children.nplans > 0) {
		level = FX_NOT_PROVEN;
		said = "it is the case of a batch itself, which was not "
		       "followed";
	}
	if (d->means.looks && d->opt.nimages == 0 && level < FX_NOT_PROVEN) {
		level = FX_NOT_PROVEN;
		said = fxv_means_digest(c)
		    ? "no image was given that it read"
		    : "its run recorded no digest: check it by itself with "
		      "its image";
	}
	snprintf(words, WORDS_LEN, "%s", said);
	return level;
}

/* Check the case of an image. Returns what came of it, and why. */
static enum fx_level
look(struct descent *d, const struct fx_child *c, char words[WORDS_LEN])
{
	struct fxv *child = calloc(1, sizeof(*child));
	struct fx_verify_children *all = &d->v->out->children;
	struct fx_verdict *out = NULL;
	enum fx_level level = FX_CANNOT_CHECK;
	struct fx_err err;

	if (child == NULL) {
		fxv_fail(d->v, FX_ENOMEM, "a verdict");
		return level;
	}
	d->opt.told = &c->head;
	fxv_means_give(&d->means, c, &d->opt);
	child->lent = d->v->box;
	child->known = &d->means.sums;
	out = fxv_verdict(child, d->path.p, &d->opt, &err);
	if (out == NULL) {
		fxv_fail(d->v, err.code, err.msg);
	} else {
		level = judge(d, child, c, out, words);
		all->derived += out->proven[FX_PROOF_IMAGE];
		all->opened += out->proven[FX_PROOF_VAULT];
		all->grown += level < FX_CANNOT_CHECK &&
		    child->tree.size > c->head.size;
	}
	fxv_end(child);
	free(child);
	fx_verdict_free(out);
	return level;
}

/* Is the case that of no other image?  Says of which it is; or failed. */
static bool
is_its_own(struct descent *d, const struct fx_child *c, char words[WORDS_LEN])
{
	struct met now = { .image = c->image };
	const struct met *m;

	memcpy(now.origin, c->head.origin, sizeof(now.origin));
	fx_unhex(now.plan, fxv_str(c->told, "plan"), sizeof(now.plan));
	if ((m = meet(d, &now)) == NULL)
		return false;
	if (same_image(m, &now))
		return true;
	snprintf(words, WORDS_LEN,
	    "the parent case says that it is the case of image %" PRIu64
	    "%s, too",
	    m->image,
	    memcmp(m->plan, now.plan, sizeof(now.plan)) == 0
		? ""
		: " of another plan");
	return false;
}

/* The case of an image that is done. */
static enum fx_level
check_done(struct descent *d, const struct fx_child *c, char words[WORDS_LEN])
{
	if (!fx_child_file_ok(c->file)) {
		snprintf(words, WORDS_LEN,
		    "the parent case names no file of its folder");
		return FX_TAMPERED;
	}
	d->path.len = d->folder;
	fx_buf_str(&d->path, c->file);
	if (d->path.failed) {
		fxv_fail(d->v, FX_ENOMEM, "a name");
		return FX_CANNOT_CHECK;
	}
	if (!is_its_own(d, c, words))
		return d->v->failed ? FX_CANNOT_CHECK : FX_TAMPERED;
	return look(d, c, words);
}

static int
on_child(const struct fx_child *c, void *arg)
{
	struct descent *d = arg;
	struct fx_verify_children *all = &d->v->out->children;
	const struct fx_child_hook *hook = d->v->opt->child_hook;
	char words[WORDS_LEN] = "";
	enum fx_level level = FX_NOTE;

	all->images++;
	all->failed += !c->done;
	if (hook != NULL)
		hook->begin(hook->arg, c);
	if (c->done) {
		level = check_done(d, c, words);
		all->level[level]++;
		if (level > FX_NOTE)
			fxv_say(d->v, FXV_CHILDREN, level, (int64_t)c->record,
			    "image %" PRIu64 " (%.100s), %.100s: %s", c->image,
			    c->exhibit, c->file, words);
	}
	if (hook != NULL)
		hook->end(hook->arg, c, level, words[0] != '\0' ? words : NULL);
	return d->v->failed ? -1 : 0;
}

/* The keys that were given, and the parent's: what it signed names the heads.
 */
static int
give_keys(struct descent *d)
{
	const struct fx_verify_options *opt = d->v->opt;
	const size_t n = opt->nkeys;

	d->keys = calloc(n + 2, sizeof(*d->keys));
	d->names = calloc(n + 2, sizeof(*d->names));
	if (d->keys == NULL || d->names == NULL)
		return fxv_fail(d->v, FX_ENOMEM, "keys");
	if (n > 0)
		memcpy(d->keys, opt->keys, n * sizeof(*d->keys));
	if (n > 0 && opt->names != NULL)
		memcpy(d->names, opt->names, n * sizeof(*d->names));
	d->keys[n] = d->v->genesis;
	d->keys[n + 1] = d->v->heads.have_force ? d->v->heads.force
						: d->v->genesis;
	d->opt.keys = d->keys;
	d->opt.nkeys = n + 2;
	if (opt->names != NULL) {
		d->names[n] = d->names[n + 1] = "";
		d->opt.names = d->names;
	}
	return 0;
}

static int
begin(struct descent *d, const char *path)
{
	const struct fx_verify_options *opt = d->v->opt;

	d->opt = (struct fx_verify_options){ .set = opt->set,
		.version = opt->version,
		.build = opt->build };
	if (opt->child_hook != NULL) {
		d->hook = (struct fx_verify_hook){ .arg = opt->child_hook->arg,
			.record = opt->child_hook->record };
		d->opt.hook = &d->hook;
	}
	fx_child_folder(&d->path, path, opt->children);
	d->folder = d->path.len;
	if (give_keys(d) == -1)
		return -1;
	return fxv_means_begin(&d->means, d->v);
}

/* Images that no record tells of: a batch that is not at its end, or worse. */
static void
say_untold(struct fxv *v)
{
	struct fxv_children *c = &v->children;
	struct fx_verify_children *all = &v->out->children;
	size_t i;

	for (i = 0; i < c->n; i++)
		c->plan[c->p[i].plan].told++;
	for (i = 0; i < c->nplans; i++)
		all->untold += c->plan[i].images - c->plan[i].told;
	if (c->more)
		fxv_say(v, FXV_CHILDREN, FX_CANNOT_CHECK, -1,
		    "there are more than %d images: those behind were not "
		    "looked at",
		    FX_CHILDREN);
	else if (all->untold > 0)
		fxv_say(v, FXV_CHILDREN, FX_NOT_PROVEN, -1,
		    "of %" PRIu64 " of its images the batch has no record",
		    all->untold);
}

void
fxv_descend(struct fxv *v, const char *path)
{
	struct descent d = { .v = v };
	struct fx_err err;

	v->out->children.followed = true;
	if (begin(&d, path) == 0 &&
	    fxv_children_each(v, on_child, &d, &err) == -1 && !v->failed)
		fxv_say(v, FXV_CHILDREN, FX_CANNOT_CHECK, -1, "%s", err.msg);
	say_untold(v);
	fxv_means_end(&d.means);
	tdestroy(d.met, free);
	fx_buf_done(&d.path);
	free(d.keys);
	free(d.names);
}

void
fxv_descend_proven(struct fxv *v)
{
	const struct fx_verify_children *all = &v->out->children;
	const uint64_t good = all->level[FX_NOTE];
	char n[FXV_COUNT_LEN];

	if (good > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%s of the batch %s with the head that is recorded here, "
		    "and each is by itself what was signed",
		    fxv_count(n, good, "case"),
		    good == 1 ? "is there" : "are there");
	if (all->derived > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "All findings of %s were found again in the images given",
		    fxv_count(n, all->derived, "case"));
	if (all->opened > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "The vaults of %s hold what was recorded",
		    fxv_count(n, all->opened, "case"));
	if (all->grown > 0)
		fxv_close(v, FX_CLOSING_PROVEN,
		    "%s of the batch %s grown since: what was added is under "
		    "a signature of its own, not that of this case",
		    fxv_count(n, all->grown, "case"),
		    all->grown == 1 ? "has" : "have");
}

void
fxv_descend_unproven(struct fxv *v)
{
	const struct fx_verify_children *all = &v->out->children;
	char n[FXV_COUNT_LEN];

	if (v->children.nplans > 0 && !all->followed)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "That the cases of the batch are there and have the heads "
		    "that are recorded here: they were not looked at");
	if (all->failed > 0)
		fxv_close(v, FX_CLOSING_UNPROVEN,
		    "What is on %s of the batch: that failed, as the records "
		    "say, and no case was made of it",
		    fxv_count(n, all->failed, "image"));
}

bool
fxv_descend_shows(const struct fxv *v, enum fx_proof proof)
{
	const struct fx_verify_children *all = &v->out->children;
	const uint64_t n = proof == FX_PROOF_IMAGE ? all->derived : all->opened;

	return n > 0 && n == all->images - all->failed && all->untold == 0;
}
