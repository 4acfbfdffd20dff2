/* compare.c - what fxdiff compares: two cases, or the cases of two batches */
#include "compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "twins.h"

enum { REASONS = 5 };     /* most that are told of a case */
enum { CHECK_TRUST = 7 }; /* as verify.h numbers them */

/* The reasons that count, the worst first; not of a key nobody asked for. */
static void
warn(const struct compare *r, const char *path, const struct fx_verdict *v)
{
	bool trust = r->vouched.keys.n > 0 || v->signed_size == 0;
	unsigned int level;
	size_t i, told = 0;

	for (level = v->worst; level > FX_NOTE; level--)
		for (i = 0; i < v->nreasons && told < REASONS; i++)
			if (v->reasons[i].level == level &&
			    (trust || v->reasons[i].check != CHECK_TRUST)) {
				cli_warn("%s: %s: %s", path,
				    fx_level_name(v->reasons[i].level),
				    v->reasons[i].text);
				told++;
			}
}

int
compare_open(struct compare *r, size_t i, const struct fx_checkpoint *told)
{
	struct fx_verify_options opt = { .version = cli_version,
		.build = cli_build,
		.told = told };
	const struct fx_verdict *v;
	struct fx_err err;

	vouched_give(&r->vouched, &opt);
	r->side[i].c = fx_case_open(r->show.name[i], &opt, &err);
	if (r->side[i].c == NULL) {
		cli_error(r->show.name[i], &err);
		return CLI_FAIL;
	}
	v = fx_case_verdict(r->side[i].c);
	if (v->worst >= FX_CANNOT_CHECK) {
		warn(r, r->show.name[i], v);
		return v->worst == FX_TAMPERED ? CLI_PARTIAL : CLI_FAIL;
	}
	if (v->signed_size < v->records ||
	    (told == NULL && r->vouched.keys.n > 0 && !v->confirmed)) {
		warn(r, r->show.name[i], v);
		r->unproven = true;
	}
	return CLI_OK;
}

/* Open the cases of an image that is done on both sides, and compare them. */
static int
diff_cases(struct compare *r, const struct fx_child child[FX_DIFF_SIDES])
{
	struct fx_buf path[FX_DIFF_SIDES] = { { 0 }, { 0 } };
	struct fx_diff_result res = { 0 };
	int rc = 0, status = CLI_OK;
	size_t i;

	for (i = 0; i < FX_DIFF_SIDES && status == CLI_OK; i++) {
		fx_child_folder(&path[i], r->parent_name[i], NULL);
		fx_buf_str(&path[i], child[i].file);
		r->show.name[i] = fx_buf_text(&path[i]);
		if (fx_child_file_ok(child[i].file)) {
			status = compare_open(r, i, &child[i].head);
		} else {
			cli_warn("%s: image %" PRIu64
				 ": the record names no file of its folder",
			    r->parent_name[i], child[i].image);
			status = CLI_FAIL;
		}
	}
	if (status == CLI_OK)
		rc = fx_diff(r->side, difference_event, &r->show, &res, r->err);
	if (status != CLI_OK || res.unproven ||
	    (res.pairs == 0 && !res.differs)) {
		r->images.unproven++;
		r->all.unproven = true;
	} else if (res.differs) {
		r->images.differ++;
	} else {
		r->images.same++;
	}
	difference_add(&r->all, &res);
	for (i = 0; i < FX_DIFF_SIDES; i++) {
		fx_case_close(r->side[i].c);
		r->side[i].c = NULL;
		r->show.name[i] = r->parent_name[i];
		fx_buf_done(&path[i]);
	}
	return rc;
}

/* An image that at least one side has no case of. */
static void
diff_failed(struct compare *r, const char *exhibit,
    const struct fx_child child[FX_DIFF_SIDES])
{
	const char *why[FX_DIFF_SIDES];
	char words[160];
	size_t i;

	for (i = 0; i < FX_DIFF_SIDES; i++)
		why[i] = child[i].done ? "done" : child[i].why;
	if (strcmp(why[0], why[1]) == 0) {
		r->images.same++;
		return;
	}
	snprintf(words, sizeof(words), "%s%.60s | %s%.60s",
	    child[0].done ? "" : "failed: ", why[0],
	    child[1].done ? "" : "failed: ", why[1]);
	difference_image(&r->show, exhibit, FX_DIFF_SIDES, words);
	r->images.differ++;
	r->all.differs = true;
}

static int
diff_image(const struct twin *t, void *arg)
{
	struct compare *r = arg;
	struct fx_child child[FX_DIFF_SIDES];
	json_t *record[FX_DIFF_SIDES] = { NULL, NULL };
	unsigned int i;
	int rc = 0;

	for (i = 0; i < FX_DIFF_SIDES && t->record[0] && t->record[1]; i++) {
		record[i] = fx_case_record(r->parent[i], t->record[i], r->err);
		if (record[i] == NULL)
			rc = -1;
		else
			fx_child_take(&child[i], record[i]);
	}
	if (t->record[0] == 0 || t->record[1] == 0) {
		i = t->record[0] == 0;
		difference_image(&r->show, t->exhibit, i,
		    "no such image on the other side");
		r->images.only[i]++;
		r->all.differs = true;
	} else if (rc == 0 && child[0].done && child[1].done) {
		rc = diff_cases(r, child);
	} else if (rc == 0) {
		diff_failed(r, t->exhibit, child);
	}
	json_decref(record[0]);
	json_decref(record[1]);
	return rc;
}

int
compare_batches(struct compare *r, struct fx_diff_result *res,
    struct fx_err *err)
{
	size_t i;
	int rc;

	for (i = 0; i < FX_DIFF_SIDES; i++) {
		r->parent[i] = r->side[i].c;
		r->parent_name[i] = r->show.name[i];
		r->side[i].c = NULL;
	}
	r->err = err;
	r->show.terse = true;
	rc = twins_each(r->parent, diff_image, r, err);
	difference_images(&r->show, &r->images);
	for (i = 0; i < FX_DIFF_SIDES; i++)
		r->side[i].c = r->parent[i];
	fx_buf_done(&r->show.held);
	*res = r->all;
	return rc;
}

bool
compare_is_batches(const struct compare *r)
{
	return fx_case_is_parent(r->side[0].c) &&
	    fx_case_is_parent(r->side[1].c);
}
