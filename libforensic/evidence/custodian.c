/* custodian.c - one more whom values are sealed to, on the record */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "forensic/statement.h"

enum { RUNS_MOST = 50000 }; /* whose numbers one record can hold */

/* Who he is, and for which earlier runs. NULL and err. */
static json_t *
members(const struct fx_age_recipient *to, json_t *runs, const char *why,
    struct fx_err *err)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	json_t *v = json_object();
	int rc;

	fx_age_recipient_text(to, text);
	rc = json_object_set_new(v, "recipient", json_string(text));
	if (json_array_size(runs) > 0)
		rc |= json_object_set(v, "runs", runs);
	if (rc != 0)
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else if (fx_statement_add(v, "why", why, err) == 0)
		return v;
	json_decref(v);
	return NULL;
}

/*
 * The runs whose keys ids can open and he cannot yet; an array that the caller
 * json_decref()s, or NULL and err.
 */
static json_t *
lacking(struct fx_store *s, const struct fx_age_recipient *to,
    const struct fx_age_identities *ids, struct fx_err *err)
{
	struct fx_age_identities his = { .n = 1, .recipient = { *to } };
	struct fx_buf sealed = { 0 };
	json_t *runs = json_array();
	uint64_t run = 0;
	int has = 0, can = 0;

	while (fx_vault_next_run(s->vault, &run, err) == 0) {
		if (run != 0) {
			fx_buf_reset(&sealed);
			has = fx_vault_find_dek(s->vault, run, &his, &sealed,
			    err);
			can = fx_vault_find_dek(s->vault, run, ids, &sealed,
			    err);
		}
		if (has == -1 || can == -1)
			break;
		if (run == 0 || json_array_size(runs) == RUNS_MOST) {
			fx_buf_done(&sealed);
			return runs;
		}
		if (has == 0 && can == 1)
			json_array_append_new(runs,
			    json_integer((json_int_t)run));
	}
	fx_buf_done(&sealed);
	json_decref(runs);
	return NULL;
}

/* Open the key of a run, and seal it to him. Returns 0, or -1 and err. */
static int
give(struct fx_store *s, uint64_t run, const struct fx_age_recipient *to,
    const struct fx_age_identities *ids, struct fx_err *err)
{
	struct fx_buf sealed = { 0 };
	struct fx_dek dek = { 0 };
	int rc = fx_vault_find_dek(s->vault, run, ids, &sealed, err);

	if (rc == 1)
		rc = fx_dek_open(&dek, ids, fx_buf_text(&sealed), sealed.len,
		    err);
	if (rc == 0)
		rc = fx_vault_add_dek(s->vault, run, &dek, to, 1, err);
	explicit_bzero(&dek, sizeof(dek));
	fx_buf_done(&sealed);
	return rc;
}

/* May he become one, and is there anything to do? */
static int
check(const struct fx_store *s, const struct fx_age_recipient *to,
    const json_t *runs, struct fx_err *err)
{
	const bool is = chain_custodian(&s->chain, to);

	if (is && json_array_size(runs) == 0)
		return fx_fail(err, FX_EARG, 0,
		    "that is a custodian of the case already");
	if (!is && s->chain.custodians == FX_CUSTODIANS)
		return fx_fail(err, FX_EARG, 0, "more than %d custodians",
		    FX_CUSTODIANS);
	return 0;
}

int
fx_store_custodian(struct fx_store *s, const struct fx_age_recipient *to,
    const struct fx_age_identities *ids, const char *why, uint64_t *given,
    struct fx_err *err)
{
	json_t *runs = json_array(), *v;
	size_t i;
	int rc = -1;

	*given = 0;
	if (s->vault == NULL) {
		json_decref(runs);
		return fx_fail(err, FX_EARG, 0,
		    "no values are kept: so the case was begun");
	}
	if (ids != NULL) {
		json_decref(runs);
		if ((runs = lacking(s, to, ids, err)) == NULL)
			return -1;
	}
	if (check(s, to, runs, err) == -1 ||
	    (v = members(to, runs, why, err)) == NULL ||
	    access_record(s, "custodian", v, err) == -1)
		goto out;
	if (!chain_custodian(&s->chain, to))
		s->chain.custodian[s->chain.custodians++] = *to;
	rc = 0;
	for (i = 0; i < json_array_size(runs) && rc == 0; i++) {
		rc = give(s,
		    (uint64_t)json_integer_value(json_array_get(runs, i)), to,
		    ids, err);
		*given += rc == 0;
	}
out:
	json_decref(runs);
	return rc;
}
