/* batch.c - what the page of a parent case tells of its images: gathered while
 * their cases are verified */
#include <stdlib.h>
#include <string.h>

#include "batch.h"

enum { SHARED = FX_REPORT_SHARED };

static void
fail(struct fxr_batch *b)
{
	if (!b->failed)
		fx_fail(&b->err, FX_ENOMEM, 0, "a page");
	b->failed = true;
}

static uint64_t
num(const json_t *record, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(record, name));
}

/* The image is the last one of the list from here on. */
static void
on_begin(void *arg, const struct fx_child *child)
{
	struct fxr_batch *b = arg;
	const size_t cap = b->cap == 0 ? 64 : 2 * b->cap;
	char **exhibit;
	bool *out;

	b->key = FX_REPORT_KEYS;
	b->keyed = b->found = false;
	if (b->failed)
		return;
	if (b->n == b->cap) {
		if ((exhibit = realloc(b->exhibit, cap * sizeof(*exhibit))) !=
		    NULL)
			b->exhibit = exhibit;
		if ((out = realloc(b->out, cap * sizeof(*out))) != NULL)
			b->out = out;
		if (exhibit == NULL || out == NULL) {
			fail(b);
			return;
		}
		b->cap = cap;
	}
	b->out[b->n] = false;
	if ((b->exhibit[b->n++] = strdup(child->exhibit)) == NULL)
		fail(b);
}

/* A run names its key of keyed fingerprints, or has none. */
static void
on_run(struct fxr_batch *b, const json_t *record)
{
	const char *name = fxr_str(record, "fp_key");
	size_t i;

	b->key = FX_REPORT_KEYS;
	if (*name == '\0')
		return;
	for (i = 0; i < b->nkeys; i++)
		if (strcmp(b->keys[i].name, name) == 0)
			break;
	if (i == FX_REPORT_KEYS) {
		b->more_keys = true;
		return;
	}
	if (i == b->nkeys) {
		snprintf(b->keys[i].name, sizeof(b->keys[i].name), "%s", name);
		b->nkeys++;
	}
	if (b->keys[i].last != b->n)
		b->keys[i].images++;
	b->keys[i].last = b->n;
	b->key = i;
	b->keyed = true;
}

static void
on_record(void *arg, int64_t seq, const char *body, size_t len,
    const json_t *record)
{
	struct fxr_batch *b = arg;
	const char *kind = fxr_str(record, "kind"), *fp = fxr_str(record, "fp");
	struct fxr_fp f = { .n = 1 };

	(void)seq;
	(void)body;
	(void)len;
	if (record == NULL || b->failed)
		return;
	if (strcmp(kind, "run.begin") == 0)
		on_run(b, record);
	if (strcmp(kind, "finding") != 0)
		return;
	b->found = true;
	if (b->key == FX_REPORT_KEYS || fx_unhex(f.fp, fp, sizeof(f.fp)) == -1)
		return;
	f.key = (uint32_t)b->key;
	f.image = (uint32_t)b->n - 1;
	snprintf(f.class, sizeof(f.class), "%s", fxr_str(record, "class"));
	snprintf(f.mask, sizeof(f.mask), "%s", fxr_str(record, "mask"));
	if (fxr_fps_add(&b->fps, &f, &b->err) == -1)
		b->failed = true;
}

static enum fxr_sort
sort_of(const struct fx_child *child, enum fx_level level)
{
	static const enum fxr_sort sorts[] = {
		[FX_NOTE] = FXR_INTACT,
		[FX_NOT_PROVEN] = FXR_NOT_PROVEN,
		[FX_CANNOT_CHECK] = FXR_CANNOT_CHECK,
		[FX_TAMPERED] = FXR_TAMPERED,
	};

	return child->done ? sorts[level] : FXR_FAILED;
}

/* What the parent tells of the image; exhibit is the child's. */
static struct fxr_image
take(const struct fx_child *child)
{
	const json_t *r = child->told, *count;
	struct fxr_image i = { .image = child->image,
		.attempts = num(r, "attempts"),
		.wall = num(r, "wall_ms"),
		.cpu = num(r, "cpu_ms"),
		.memory = num(r, "memory_kib"),
		.bytes = num(r, "bytes"),
		.errors = num(r, "errors"),
		.limits = num(r, "limits") };
	const char *name;

	json_object_foreach (json_object_get(r, "findings"), name, count) {
		i.findings += (uint64_t)json_integer_value(count);
	}
	return i;
}

static void
add_row(struct fxr_batch *b, struct fxr_images *all, struct fxr_image i,
    const struct fx_child *child, const char *words)
{
	const char *notes;

	all->all++;
	if (all->n == FX_REPORT_IMAGES || b->failed)
		return;
	if (all->p == NULL)
		all->p = calloc(FX_REPORT_IMAGES, sizeof(all->p[0]));
	if (all->p == NULL) {
		fail(b);
		return;
	}
	words = child->done ? words : child->words;
	notes = fxr_str(child->told, "notes");
	i.exhibit = strdup(child->exhibit);
	i.why = child->why != NULL ? strdup(child->why) : NULL;
	i.words = words != NULL ? strdup(words) : NULL;
	i.notes = *notes != '\0' ? strdup(notes) : NULL;
	all->notes = all->notes || *notes != '\0';
	all->p[all->n++] = i;
	if (i.exhibit == NULL || (child->why != NULL && i.why == NULL) ||
	    (words != NULL && i.words == NULL) ||
	    (*notes != '\0' && i.notes == NULL))
		fail(b);
}

/* Those that took longest, the longest first. */
static void
add_slow(struct fxr_batch *b, struct fxr_image i)
{
	size_t at = b->nslow;

	if (at == FXR_SLOW && b->slow[at - 1].wall >= i.wall)
		return;
	if (at == FXR_SLOW)
		at--;
	else
		b->nslow++;
	for (; at > 0 && b->slow[at - 1].wall < i.wall; at--)
		b->slow[at] = b->slow[at - 1];
	i.exhibit = b->exhibit[b->n - 1];
	b->slow[at] = i;
}

static void
add_sum(struct fxr_batch *b, const struct fxr_image *i)
{
	b->sum.attempts += i->attempts;
	b->sum.wall += i->wall;
	b->sum.cpu += i->cpu;
	b->sum.bytes += i->bytes;
	b->sum.findings += i->findings;
	b->sum.errors += i->errors;
	b->sum.limits += i->limits;
	if (b->sum.memory < i->memory)
		b->sum.memory = i->memory;
}

static void
on_end(void *arg, const struct fx_child *child, enum fx_level level,
    const char *words)
{
	struct fxr_batch *b = arg;
	const struct fxr_image i = take(child);
	const json_t *count;
	const char *name;

	if (b->failed)
		return;
	add_row(b, &b->sort[sort_of(child, level)], i, child, words);
	add_slow(b, i);
	add_sum(b, &i);
	json_object_foreach (json_object_get(child->told, "findings"), name,
	    count) {
		fxr_batch_count(b, name, (uint64_t)json_integer_value(count));
	}
	b->out[b->n - 1] = level >= FX_CANNOT_CHECK;
	b->unkeyed += b->found && !b->keyed;
}

void
fxr_batch_count(struct fxr_batch *b, const char *class, uint64_t n)
{
	struct fxr_class *c = b->classes;

	while (c < b->classes + b->nclasses && strcmp(c->name, class) != 0)
		c++;
	if (c == b->classes + FX_REPORT_CLASSES)
		class = "(others)";
	if (c > b->classes + FX_REPORT_CLASSES)
		c = b->classes + FX_REPORT_CLASSES;
	if (c == b->classes + b->nclasses) {
		if ((c->name = strdup(class)) == NULL) {
			fail(b);
			return;
		}
		b->nclasses++;
	}
	c->all += n;
}

/* The value at hand is complete: among those on most images it is kept. */
static void
keep(struct fxr_batch *b)
{
	struct fxr_shared *now = &b->now;
	size_t at = b->nshared;

	if (now->images < 2)
		return;
	b->shares++;
	if (at == SHARED && b->shared[at - 1].images >= now->images)
		return;
	if (at == SHARED)
		at--;
	else
		b->nshared++;
	for (; at > 0 && b->shared[at - 1].images < now->images; at--)
		b->shared[at] = b->shared[at - 1];
	b->shared[at] = *now;
}

static void
on_fp(const struct fxr_fp *fp, void *arg)
{
	struct fxr_batch *b = arg;
	struct fxr_shared *now = &b->now;

	if (b->out[fp->image])
		return;
	if (now->images == 0 || now->of.key != fp->key ||
	    memcmp(now->of.fp, fp->fp, sizeof(fp->fp)) != 0) {
		keep(b);
		*now = (struct fxr_shared){ .of = *fp };
	}
	if (now->images < FXR_PLACES)
		now->place[now->images] = fp->image;
	now->images++;
	now->n += fp->n;
}

void
fxr_batch_begin(struct fxr_batch *b, struct fx_child_hook *hook, int scratch)
{
	*b = (struct fxr_batch){ .fps = { .fd = scratch } };
	*hook = (struct fx_child_hook){ on_begin, on_record, on_end, b };
}

int
fxr_batch_end(struct fxr_batch *b, struct fx_err *err)
{
	if (!b->failed && b->fps.all > 0 &&
	    (b->shared = calloc(SHARED, sizeof(b->shared[0]))) == NULL)
		fail(b);
	if (!b->failed && b->fps.all > 0 &&
	    fxr_fps_each(&b->fps, on_fp, b, &b->err) == -1)
		b->failed = true;
	if (b->failed) {
		*err = b->err;
		return -1;
	}
	if (b->fps.all > 0)
		keep(b);
	return 0;
}

void
fxr_batch_done(struct fxr_batch *b)
{
	struct fxr_images *all;
	size_t i;

	for (all = b->sort; all < b->sort + FXR_SORTS; all++) {
		for (i = 0; i < all->n; i++) {
			free(all->p[i].exhibit);
			free(all->p[i].why);
			free(all->p[i].words);
			free(all->p[i].notes);
		}
		free(all->p);
	}
	for (i = 0; i < b->nclasses; i++)
		free(b->classes[i].name);
	for (i = 0; i < b->n; i++)
		free(b->exhibit[i]);
	free(b->exhibit);
	free(b->out);
	free(b->shared);
	fxr_fps_done(&b->fps);
}
