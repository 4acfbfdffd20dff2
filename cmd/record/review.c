/* review.c - fxrecord --review, --reviews: an examiner judges findings */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "people.h"
#include "records.h"
#include "small.h"

static const struct people_text texts[] = {
	{ OPT_BY, "--by", "by" },
	{ OPT_WHY, "--why", "why" },
};

/* The reviews that are being made; all of them, before one is appended. */
struct reviewing {
	const struct asked *a;
	struct fx_masker *masker;
	json_t *list;    /* of members */
	uint8_t *seen;   /* a bit for each record: it is in a range before */
	uint64_t masked; /* texts that had to be */
};

void
review_check(struct asked *a)
{
	const char *verdict = asked(a, OPT_VERDICT), *p;
	uint64_t from, to;
	size_t at = 0;

	while ((p = asked_next(a, OPT_REVIEW, &at)) != NULL)
		while (p != NULL)
			p = records_next("--review", p, &from, &to);
	if (fx_review_verdict(verdict, strlen(verdict)) == NULL)
		cli_die(CLI_USAGE,
		    "--verdict is accepted, rejected or note, not '%s'",
		    verdict);
}

static int
add(struct reviewing *r, json_t *v, uint64_t of, const char *verdict)
{
	if (json_object_set_new(v, "of", json_integer((json_int_t)of)) == 0 &&
	    json_object_set_new(v, "verdict", json_string(verdict)) == 0 &&
	    json_array_append_new(r->list, v) == 0)
		return 0;
	cli_die(CLI_FAIL, "out of memory");
}

/* The case could not be written to: say how much of the list is in it. */
static int
broke_off(const struct asked *a, uint64_t before, const struct fx_err *err)
{
	struct fx_store_info now;

	asked_fail(a, err);
	fx_store_info(a->store, &now);
	if (now.onfile > before)
		cli_warn("%s: %" PRIu64 " of the reviews are on disk; the next "
			 "start signs them",
		    a->path, now.onfile - before);
	return CLI_FAIL;
}

/* Append the list, and sign it as one. */
static int
finish(struct reviewing *r)
{
	const struct asked *a = r->a;
	const size_t n = json_array_size(r->list);
	struct fx_store_info before;
	struct fx_err err;
	char words[64];
	size_t i;

	fx_store_info(a->store, &before);
	for (i = 0; i < n; i++)
		if (fx_store_append(a->store, "review",
			json_array_get(r->list, i), NULL, 0, &err) == -1)
			return broke_off(a, before.onfile, &err);
	if (fx_store_commit(a->store, &err) == -1)
		return broke_off(a, before.onfile, &err);
	snprintf(words, sizeof(words), "%zu review%s", n, n == 1 ? "" : "s");
	return people_sign(a, n, words);
}

/* Is that record named for the first time? */
static bool
is_new(struct reviewing *r, uint64_t seq)
{
	const uint8_t bit = (uint8_t)(1U << (seq % 8));
	const bool seen = (r->seen[seq / 8] & bit) != 0;

	r->seen[seq / 8] |= bit;
	return !seen;
}

/*
 * The findings among the records of a range; one alone must be one.  What is in
 * two ranges is reviewed once.
 */
static int
add_range(struct reviewing *r, json_t *said, uint64_t from, uint64_t to)
{
	bool any = false;
	const bool range = from != to;
	struct fx_store_info info;
	struct fx_err err;
	uint64_t i;

	fx_store_info(r->a->store, &info);
	if (range && to >= info.onfile) {
		fx_fail(&err, FX_EARG, 0,
		    "there is no record %" PRIu64 ": the last one is %" PRIu64,
		    to, info.onfile - 1);
		return asked_fail(r->a, &err);
	}
	for (i = from; i <= to; i++) {
		if (fx_statement_refer(r->a->store, "review", i, &err) == 0) {
			any = true;
			if (is_new(r, i))
				add(r, json_copy(said), i,
				    asked(r->a, OPT_VERDICT));
		} else if (!range || err.code != FX_EARG) {
			return asked_fail(r->a, &err);
		}
	}
	if (any)
		return CLI_OK;
	fx_fail(&err, FX_EARG, 0,
	    "no record from %" PRIu64 " to %" PRIu64 " is a finding", from, to);
	return asked_fail(r->a, &err);
}

static int
add_ranges(struct reviewing *r)
{
	json_t *said = json_object();
	struct fx_store_info info;
	uint64_t from, to;
	int rc = CLI_OK;
	const char *p;
	size_t at = 0;

	fx_store_info(r->a->store, &info);
	if ((r->seen = calloc(info.onfile / 8 + 1, 1)) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	if (people_put(r->a, said, texts, FX_LEN(texts)) == -1)
		rc = CLI_FAIL;
	while (rc == CLI_OK && (p = asked_next(r->a, OPT_REVIEW, &at)) != NULL)
		while (rc == CLI_OK && p != NULL) {
			p = records_next("--review", p, &from, &to);
			rc = add_range(r, said, from, to);
		}
	json_decref(said);
	return rc;
}

static int
run(struct asked *a, int (*fill)(struct reviewing *r))
{
	struct reviewing r = { .a = a,
		.masker = people_masker(a),
		.list = json_array() };
	int rc = r.masker != NULL ? fill(&r) : CLI_FAIL;

	if (rc == CLI_OK)
		rc = finish(&r);
	fx_masker_free(r.masker);
	free(r.seen);
	json_decref(r.list);
	return rc;
}

int
review_run(struct asked *a)
{
	return run(a, add_ranges);
}

/* A text of a line, or else that of the option. */
static int
put_line(struct reviewing *r, json_t *v, const struct people_text *text,
    const char *p, size_t n, struct fx_err *err)
{
	const char *other = asked(r->a, text->option);
	bool masked = false;
	struct fx_err why;

	if (n == 0) {
		p = other != NULL ? other : "";
		n = strlen(p);
	}
	if (n == 0)
		return fx_fail(err, FX_EFORMAT, 0,
		    "does not say %s, nor does %s", text->member, text->name);
	if (fx_statement_put(v, text->member, p, n, r->masker, &masked, &why) ==
	    -1)
		return fx_fail(err, why.code, 0, "its %s %s", text->member,
		    why.msg);
	r->masked += masked;
	return 0;
}

static int
take(const struct fx_review *line, void *arg, struct fx_err *err)
{
	struct reviewing *r = arg;
	json_t *v = json_object();

	if (fx_statement_refer(r->a->store, "review", line->of, err) == 0 &&
	    put_line(r, v, &texts[0], line->by, line->nby, err) == 0 &&
	    put_line(r, v, &texts[1], line->why, line->nwhy, err) == 0)
		return add(r, v, line->of, line->verdict);
	json_decref(v);
	return -1;
}

static int
add_lines(struct reviewing *r)
{
	const char *path = asked(r->a, OPT_REVIEWS);
	struct fx_buf text = { 0 };
	struct fx_err err;
	int rc;

	if (strcmp(path, "-") == 0)
		small_read(&text, stdin, path = "standard input",
		    FX_REVIEWS_LEN);
	else
		small_file(&text, path, FX_REVIEWS_LEN);
	rc = fx_reviews_read(fx_buf_text(&text), text.len, take, r, &err);
	fx_buf_done(&text);
	if (rc == -1) {
		cli_error(path, &err);
		return CLI_FAIL;
	}
	if (r->masked > 0)
		cli_warn("%s: %" PRIu64 " texts held what looks like a value: "
			 "they are recorded masked",
		    path, r->masked);
	return CLI_OK;
}

int
reviews_run(struct asked *a)
{
	return run(a, add_lines);
}
