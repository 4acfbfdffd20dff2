/* plan.c - the frozen plan of a batch, as it is made and written */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "plan.h"

static const char *const acts[PLAN_ACTS] = { "scan", "hash", "range", "join" };

const char *
plan_act_name(enum plan_act act)
{
	return acts[act];
}

/* Room for one more of that size; p, or NULL and err. */
static void *
grow(void *p, size_t n, size_t *cap, size_t size, struct fx_err *err)
{
	const size_t more = *cap == 0 ? 64 : 2 * *cap;

	if (n < *cap)
		return p;
	if ((p = realloc(p, more * size)) == NULL)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else
		*cap = more;
	return p;
}

int
plan_word(char *list[PLAN_WORDS + 1], size_t *n, const char *word,
    struct fx_err *err)
{
	if (*n == PLAN_WORDS)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d words",
		    PLAN_WORDS);
	if ((list[*n] = strdup(word)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	list[++*n] = NULL;
	return 0;
}

bool
plan_parts(const struct plan_head *h)
{
	size_t i;

	for (i = 0; i < h->words; i++)
		if (strcmp(h->word[i], "--files") == 0 ||
		    strcmp(h->word[i], "--volume") == 0)
			return true;
	return false;
}

static const struct {
	const char *option;
	bool scans;
} file_options[] = {
	{ "--alert", true },
	{ "--errors", false },
	{ "--fp-key", false },
	{ "--known", true },
	{ "--stop", true },
};

bool
plan_file_scans(const char *option)
{
	size_t i;

	for (i = 0; i < FX_LEN(file_options); i++)
		if (strcmp(file_options[i].option, option) == 0)
			return file_options[i].scans;
	return false;
}

int
plan_file(struct plan_head *h, const char *option, const char *path,
    const char *sum, struct fx_err *err)
{
	struct plan_file *f = &h->file[h->files];
	size_t i;

	for (i = 0; i < FX_LEN(file_options); i++)
		if (strcmp(file_options[i].option, option) == 0)
			break;
	if (i == FX_LEN(file_options))
		return fx_fail(err, FX_EARG, 0, "no option that takes a file");
	if (h->files == PLAN_FILES)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d files",
		    PLAN_FILES);
	f->option = strdup(option);
	f->path = strdup(path);
	snprintf(f->sum, sizeof(f->sum), "%s", sum);
	h->files++;
	return f->option != NULL && f->path != NULL
	    ? 0
	    : fx_fail(err, FX_ENOMEM, 0, "out of memory");
}

static int
add_unit(struct plan *p, struct plan_unit unit, struct fx_err *err)
{
	struct plan_unit *u;

	if (p->units == PLAN_UNITS)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d units",
		    PLAN_UNITS);
	u = grow(p->unit, p->units, &p->units_cap, sizeof(*u), err);
	if (u == NULL)
		return -1;
	p->unit = u;
	u[p->units++] = unit;
	p->image[unit.image].units++;
	return 0;
}

/* The units of the image added last. */
static int
add_units(struct plan *p, struct fx_err *err)
{
	struct plan_unit unit = { .image = p->images - 1, .act = PLAN_SCAN };
	const uint64_t size = p->image[unit.image].size, step = p->head.split;

	p->image[unit.image].first = p->units + 1;
	if (step == 0 || size <= step)
		return add_unit(p, unit, err);
	if (size / step >= PLAN_RANGES)
		return fx_fail(err, FX_ELIMIT, 0,
		    "the exhibit %s has more than %d ranges of that size",
		    p->image[unit.image].exhibit, PLAN_RANGES);
	unit.act = PLAN_HASH;
	if (add_unit(p, unit, err) == -1)
		return -1;
	unit.act = PLAN_RANGE;
	for (; unit.to < size; unit.from = unit.to) {
		unit.to = size - unit.from > step ? unit.from + step : size;
		if (add_unit(p, unit, err) == -1)
			return -1;
	}
	return add_unit(p, (struct plan_unit){ unit.image, PLAN_JOIN, 0, 0 },
	    err);
}

int
plan_add(struct plan *p, const struct plan_image *image, struct fx_err *err)
{
	struct plan_image *i;

	i = grow(p->image, p->images, &p->images_cap, sizeof(*i), err);
	if (i == NULL)
		return -1;
	p->image = i;
	i += p->images;
	*i = (struct plan_image){ .size = image->size };
	i->exhibit = strdup(image->exhibit);
	i->id = strdup(image->id);
	i->path = strdup(image->path);
	i->notes = strdup(image->notes);
	i->format = strdup(image->format);
	p->images++;
	if (i->exhibit == NULL || i->id == NULL || i->path == NULL ||
	    i->notes == NULL || i->format == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return add_units(p, err);
}

static void
put_words(struct fx_json *j, const char *key, char *const *word)
{
	fx_json_key(j, key);
	fx_json_open(j, '[');
	for (; *word != NULL; word++)
		fx_json_str(j, *word);
	fx_json_close(j, ']');
}

/* Plans without such files say nothing of them. */
static void
put_files(struct fx_json *j, const struct plan_head *h)
{
	size_t i;

	if (h->files == 0)
		return;
	fx_json_key(j, "files");
	fx_json_open(j, '[');
	for (i = 0; i < h->files; i++) {
		fx_json_open(j, '{');
		fx_json_kstr(j, "option", h->file[i].option);
		fx_json_kstr(j, "path", h->file[i].path);
		fx_json_kstr(j, "sha256", h->file[i].sum);
		fx_json_close(j, '}');
	}
	fx_json_close(j, ']');
}

static void
put_head(struct fx_buf *out, const struct plan_head *h)
{
	struct fx_json j = { .out = out };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "plan");
	fx_json_kint(&j, "v", 1);
	fx_json_kstr(&j, "tool", "fxbatch");
	fx_json_kstr(&j, "version", h->version);
	fx_json_kstr(&j, "build", h->build);
	fx_json_kstr(&j, "case", h->id);
	fx_json_kstr(&j, "agency", h->agency);
	fx_json_kstr(&j, "examiner", h->examiner);
	if (h->legal[0] != '\0')
		fx_json_kstr(&j, "legal", h->legal);
	fx_json_kstr(&j, "manifest", h->manifest);
	fx_json_kint(&j, "split", (int64_t)h->split);
	put_words(&j, "scan", h->word);
	put_words(&j, "custodians", h->custodian);
	put_files(&j, h);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

static void
put_image(struct fx_buf *out, const struct plan_image *i, size_t number)
{
	struct fx_json j = { .out = out };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "image");
	fx_json_kint(&j, "image", (int64_t)number);
	fx_json_kstr(&j, "exhibit", i->exhibit);
	fx_json_kstr(&j, "case", i->id);
	fx_json_kstr(&j, "path", i->path);
	if (i->notes[0] != '\0')
		fx_json_kstr(&j, "notes", i->notes);
	fx_json_kstr(&j, "format", i->format);
	fx_json_kint(&j, "size", (int64_t)i->size);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

static void
put_unit(struct fx_buf *out, const struct plan_unit *u, size_t number)
{
	struct fx_json j = { .out = out };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "unit");
	fx_json_kint(&j, "unit", (int64_t)number);
	fx_json_kint(&j, "image", (int64_t)u->image + 1);
	fx_json_kstr(&j, "act", plan_act_name(u->act));
	if (u->act == PLAN_RANGE) {
		fx_json_kint(&j, "from", (int64_t)u->from);
		fx_json_kint(&j, "to", (int64_t)u->to);
	}
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

int
plan_text(struct plan *p, struct fx_buf *out, struct fx_err *err)
{
	const size_t before = out->len;
	uint8_t sum[FX_SHA256_LEN];
	struct fx_json j = { .out = out };
	size_t i, u;

	put_head(out, &p->head);
	for (i = 0; i < p->images; i++) {
		put_image(out, &p->image[i], i + 1);
		for (u = 0; u < p->image[i].units; u++)
			put_unit(out, &p->unit[p->image[i].first - 1 + u],
			    p->image[i].first + u);
	}
	if (fx_buf_check(out, err) == -1)
		return -1;
	if (fx_sha256(sum, out->p + before, out->len - before) == -1)
		return fx_fail(err, FX_EIO, 0, "libcrypto");
	fx_hex(p->sum, sum, sizeof(sum));
	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "end");
	fx_json_kint(&j, "images", (int64_t)p->images);
	fx_json_kint(&j, "units", (int64_t)p->units);
	fx_json_kstr(&j, "sha256", p->sum);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
	return fx_buf_check(out, err);
}

static void
head_done(struct plan_head *h)
{
	free(h->version);
	free(h->build);
	free(h->id);
	free(h->agency);
	free(h->examiner);
	free(h->legal);
	while (h->words > 0)
		free(h->word[--h->words]);
	while (h->custodians > 0)
		free(h->custodian[--h->custodians]);
	while (h->files > 0) {
		free(h->file[--h->files].option);
		free(h->file[h->files].path);
	}
}

void
plan_done(struct plan *p)
{
	struct plan_image *i;

	head_done(&p->head);
	while (p->images > 0) {
		i = &p->image[--p->images];
		free(i->exhibit);
		free(i->id);
		free(i->path);
		free(i->notes);
		free(i->format);
	}
	free(p->image);
	free(p->unit);
	*p = (struct plan){ 0 };
}
