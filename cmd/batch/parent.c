/* parent.c - the signed case that ties the cases of a batch together */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/case.h"
#include "forensic/statement.h"
#include "forensic/store.h"
#include "parent.h"
#include "place.h"

enum { WAIT = 10 }; /* seconds, for another writer */

struct parent {
	const struct batch *b;
	const struct unit *units;
	char *path;
	struct fx_key *key;
	struct fx_masker *masker;
	json_t **last; /* the latest record of each image; NULL: none */
	bool begun;    /* it says of which plan it is */
	struct fx_store *store;
	struct parent_told *told;
};

uint64_t
parent_unit(const struct batch *b, size_t image, const struct unit *units)
{
	const struct plan_image *i = &b->plan.image[image];
	const uint64_t last = i->first + i->units - 1;
	uint64_t u;

	if (units[last - 1].state == UNIT_DONE)
		return last;
	for (u = i->first; u <= last; u++)
		if (units[u - 1].state == UNIT_FAILED)
			return u;
	return 0;
}

static void
say(const char *words, void *arg)
{
	const struct parent *p = arg;

	cli_warn("%s: %s", p->path, words);
}

static int
create(struct parent *p, struct fx_err *err)
{
	const struct plan_head *h = &p->b->plan.head;
	const struct fx_genesis genesis = { .id = h->id,
		.agency = h->agency,
		.examiner = h->examiner,
		.legal = h->legal[0] != '\0' ? h->legal : NULL,
		.no_vault = true };
	struct fx_buf note = { 0 };
	int rc = fx_store_create(p->path, &genesis, p->key, &note, err);

	fx_buf_done(&note);
	return rc;
}

/* Take a record that is there. */
static void
take(struct parent *p, json_t *v)
{
	const json_int_t image = json_integer_value(
	    json_object_get(v, "image"));
	const char *plan = json_string_value(json_object_get(v, "plan"));
	const char *kind = json_string_value(json_object_get(v, "kind"));

	if (plan == NULL || strcmp(plan, p->b->plan.sum) != 0)
		return;
	if (strcmp(kind, "batch") == 0) {
		p->begun = true;
	} else if (image >= 1 && (uint64_t)image <= p->b->plan.images) {
		json_decref(p->last[image - 1]);
		p->last[image - 1] = json_incref(v);
	}
}

static int
read_kind(struct parent *p, struct fx_case *c, const char *kind,
    struct fx_err *err)
{
	const uint64_t all = fx_case_verdict(c)->records;
	struct fx_rows *rows = fx_rows_new(c, 0, all, kind, err);
	struct fx_case_row row;
	json_t *v;
	int rc = rows != NULL ? 1 : -1;

	while (rc == 1 && (rc = fx_rows_next(rows, &row, err)) == 1) {
		v = json_loadb(row.body, row.len, 0, NULL);
		take(p, v);
		json_decref(v);
	}
	fx_rows_free(rows);
	return rc;
}

/* What the case says already.  A crash may have left it open: that is mended.
 */
static int
read_last(struct parent *p, struct fx_err *err)
{
	const struct fx_verify_options opt = { .version = cli_version,
		.build = cli_build };
	struct fx_case *c = fx_case_open(p->path, &opt, err);
	int rc;

	if (c == NULL)
		return -1;
	if (fx_case_verdict(c)->worst >= FX_CANNOT_CHECK)
		rc = fx_fail(err, FX_EBROKEN, 0,
		    "%s: fxverify tells what is "
		    "wrong with it",
		    p->path);
	else if ((rc = read_kind(p, c, "batch", err)) == 0)
		rc = read_kind(p, c, "child", err);
	fx_case_close(c);
	return rc;
}

/* Append members, and let go of them. */
static int
append(struct parent *p, const char *kind, json_t *v, struct fx_err *err)
{
	int rc = fx_store_append(p->store, kind, v, NULL, 0, err);

	json_decref(v);
	p->told->written += rc == 0;
	return rc;
}

static int
put_batch(struct parent *p, struct fx_err *err)
{
	const struct plan *plan = &p->b->plan;
	json_t *words = json_array();
	size_t i;

	for (i = 0; i < plan->head.words; i++)
		json_array_append_new(words, json_string(plan->head.word[i]));
	for (i = 0; i < plan->head.files; i++) { /* a path tells less */
		json_array_append_new(words,
		    json_string(plan->head.file[i].option));
		json_array_append_new(words,
		    json_string(plan->head.file[i].sum));
	}
	return append(p, "batch",
	    json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:o}", "plan",
		plan->sum, "manifest", plan->head.manifest, "tool", "fxbatch",
		"version", plan->head.version, "build", plan->head.build,
		"images", (json_int_t)plan->images, "units",
		(json_int_t)plan->units, "split", (json_int_t)plan->head.split,
		"scan", words),
	    err);
}

static void
put_int(json_t *v, const char *key, uint64_t n)
{
	json_object_set_new(v, key, json_integer((json_int_t)n));
}

/* Of an image that is done: where its case is, what it holds. */
static void
put_done(json_t *v, const struct result *r, bool parts)
{
	char root[2 * FX_SHA256_LEN + 1];

	fx_hex(root, r->head.root, sizeof(r->head.root));
	json_object_set_new(v, "origin", json_string(r->head.origin));
	put_int(v, "size", r->head.size);
	json_object_set_new(v, "root", json_string(root));
	if (r->sum[0] != '\0' && !parts)
		json_object_set_new(v, "sha256", json_string(r->sum));
	put_int(v, "bytes", r->bytes);
	json_object_set(v, "findings", r->findings);
	put_int(v, "errors", r->errors);
	put_int(v, "limits", r->limits);
}

/* The work of all units of an image counts, not that of the last alone. */
static int
add_work(const struct parent *p, size_t image, uint64_t unit, struct result *r,
    uint64_t *attempts, struct fx_err *err)
{
	const struct plan_image *i = &p->b->plan.image[image];
	struct result other;
	uint64_t u;
	int rc = 0;

	*attempts = p->units[unit - 1].attempts;
	for (u = i->first; u < i->first + i->units && rc == 0; u++) {
		if (u == unit || p->units[u - 1].state != UNIT_DONE)
			continue;
		rc = state_result(p->b, u, &p->units[u - 1], &other, err);
		r->wall += other.wall;
		r->cpu += other.cpu;
		if (other.memory > r->memory)
			r->memory = other.memory;
		if (p->units[u - 1].attempts > *attempts)
			*attempts = p->units[u - 1].attempts;
		result_done(&other);
	}
	return rc;
}

/* The members of an image's record. NULL and err. */
static json_t *
child(struct parent *p, size_t image, uint64_t attempts, const struct result *r,
    struct fx_err *err)
{
	const struct plan_image *i = &p->b->plan.image[image];
	json_t *v = json_object();
	struct fx_buf file = { 0 };
	bool masked = false;
	int rc;

	put_int(v, "image", image + 1);
	json_object_set_new(v, "plan", json_string(p->b->plan.sum));
	json_object_set_new(v, "case", json_string(i->id));
	json_object_set_new(v, "status",
	    json_string(r->why == WHY_NONE ? "done" : "failed"));
	rc = fx_statement_put(v, "exhibit", i->exhibit, strlen(i->exhibit),
	    p->masker, &masked, err);
	if (rc == 0 && i->notes[0] != '\0')
		rc = fx_statement_put(v, "notes", i->notes, strlen(i->notes),
		    p->masker, &masked, err);
	fx_buf_printf(&file, "%s.evd", i->exhibit);
	if (rc == 0 && r->why == WHY_NONE)
		rc = fx_statement_put(v, "file", fx_buf_text(&file), file.len,
		    p->masker, &masked, err);
	if (rc == 0 && r->why != WHY_NONE) {
		json_object_set_new(v, "why",
		    json_string(result_why_name(r->why)));
		rc = fx_statement_put(v, "words", r->words, strlen(r->words),
		    p->masker, &masked, err);
	}
	if (rc == 0 && r->why == WHY_NONE)
		put_done(v, r, plan_parts(&p->b->plan.head));
	put_int(v, "attempts", attempts);
	put_int(v, "wall_ms", r->wall);
	put_int(v, "cpu_ms", r->cpu);
	put_int(v, "memory_kib", r->memory);
	fx_buf_done(&file);
	if (rc == 0)
		return v;
	json_decref(v);
	return NULL;
}

/* Does the record that stands say the same? */
static bool
stands(const json_t *last, const json_t *now)
{
	static const char *const same[] = { "status", "why", "root", "size",
		"sha256", "attempts" };
	const json_t *a, *b;
	size_t i;

	for (i = 0; i < FX_LEN(same); i++) {
		a = json_object_get(last, same[i]);
		b = json_object_get(now, same[i]);
		if (a != b && (a == NULL || b == NULL || !json_equal(a, b)))
			return false;
	}
	return last != NULL;
}

static int
put_image(struct parent *p, size_t image, struct fx_err *err)
{
	const uint64_t unit = parent_unit(p->b, image, p->units);
	struct result r;
	uint64_t attempts;
	json_t *v = NULL;
	int rc = state_result(p->b, unit, &p->units[unit - 1], &r, err);

	if (rc == 0)
		rc = add_work(p, image, unit, &r, &attempts, err);
	if (rc == 0) {
		v = child(p, image, attempts, &r, err);
		rc = v != NULL ? 0 : -1;
	}
	if (rc == 0 && r.why == WHY_NONE)
		p->told->done++;
	else if (rc == 0)
		p->told->failed++;
	if (rc == 0 && !stands(p->last[image], v))
		rc = append(p, "child", v, err);
	else
		json_decref(v);
	result_done(&r);
	return rc;
}

static int
put_all(struct parent *p, struct fx_err *err)
{
	size_t i;

	if (!p->begun && put_batch(p, err) == -1)
		return -1;
	for (i = 0; i < p->b->plan.images; i++)
		if (put_image(p, i, err) == -1)
			return -1;
	return p->told->written > 0 ? fx_store_sign(p->store, err) : 0;
}

/* The case is open: read what it says, add what it lacks. */
static int
write_parent(struct parent *p, struct fx_err *err)
{
	struct fx_store_options opt = { .key = p->key,
		.wait = WAIT,
		.say = say,
		.arg = p };
	bool mended;
	int rc;

	if (access(p->path, F_OK) == -1 && create(p, err) == -1)
		return -1;
	/* Opened to write it is mended, which the reader must find done. */
	p->store = fx_store_open(p->path, &opt, &mended, err);
	if (p->store == NULL)
		return -1;
	rc = read_last(p, err);
	if (rc == 0)
		rc = put_all(p, err);
	fx_store_close(p->store);
	return rc;
}

int
parent_write(const struct batch *b, const struct unit *units,
    struct parent_told *told, struct fx_err *err)
{
	struct parent p = { .b = b, .units = units, .told = told };
	size_t i;
	int rc = -1;

	*told = (struct parent_told){ 0 };
	p.path = place_path(b->dir, "batch.evd");
	p.last = calloc(b->plan.images, sizeof(json_t *));
	if (p.last == NULL)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else if ((p.key = fx_key_load(b->key, err)) != NULL &&
	    (p.masker = fx_masker_new(carvers, err)) != NULL)
		rc = write_parent(&p, err);
	for (i = 0; p.last != NULL && i < b->plan.images; i++)
		json_decref(p.last[i]);
	free(p.last);
	fx_masker_free(p.masker);
	fx_key_free(p.key);
	free(p.path);
	return rc;
}
