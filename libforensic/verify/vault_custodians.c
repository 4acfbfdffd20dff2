/* vault_custodians.c - check 11: whom the vault is sealed to, and whom records
 * allow */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
	GIVEN_FIRST = 64,
	GIVEN_MOST = 1 << 20, /* keys of earlier runs that records give */
};

/* A record gives a custodian, by his place, the key of an earlier run. */
struct fxv_given {
	int64_t run;
	size_t custodian;
};

static int
compare(const void *a, const void *b)
{
	const struct fxv_given *x = a, *y = b;

	if (x->run != y->run)
		return x->run < y->run ? -1 : 1;
	return x->custodian < y->custodian ? -1 : x->custodian > y->custodian;
}

/* His place among those on record; their number if he is none. */
static size_t
place(const struct fxv *v, const char *text)
{
	char known[FX_AGE_RECIPIENT_LEN + 1];
	size_t i;

	for (i = 0; i < v->vault.custodians; i++) {
		fx_age_recipient_text(&v->vault.custodian[i].to, known);
		if (strcmp(known, text) == 0)
			break;
	}
	return i;
}

static void
add_custodian(struct fxv *v, const char *text, uint64_t seq)
{
	struct fxv_vault *vault = &v->vault;
	struct fx_age_recipient to;
	struct fx_err err;

	if (fx_age_recipient_parse(&to, text, strlen(text), &err) == -1)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " names a custodian that is none", seq);
	else if (vault->custodians == FX_CUSTODIANS)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, (int64_t)seq,
		    "record %" PRIu64 " names more than %d custodians", seq,
		    FX_CUSTODIANS);
	else
		vault->custodian[vault->custodians++] = (struct fxv_custodian){
			to, seq
		};
}

void
fxv_vault_genesis(struct fxv *v, const json_t *record)
{
	const json_t *all = json_object_get(record, "custodians");
	size_t i;

	v->no_vault = strcmp(fxv_str(record, "vault"), "none") == 0;
	if (v->no_vault && json_array_size(all) > 0)
		fxv_say(v, FXV_GRAMMAR, FX_TAMPERED, 0,
		    "record 0 names custodians of a vault that is not kept");
	for (i = 0; i < json_array_size(all); i++)
		add_custodian(v, json_string_value(json_array_get(all, i)), 0);
}

static void
add_given(struct fxv *v, int64_t run, size_t custodian)
{
	struct fxv_vault *vault = &v->vault;
	size_t cap = vault->given_cap == 0 ? GIVEN_FIRST : 2 * vault->given_cap;
	struct fxv_given *more;

	if (vault->ngiven == vault->given_cap) {
		more = realloc(vault->given, cap * sizeof(*more));
		if (more == NULL) {
			fxv_fail(v, FX_ENOMEM, "whom runs were opened to");
			return;
		}
		vault->given = more;
		vault->given_cap = cap;
	}
	vault->given[vault->ngiven++] = (struct fxv_given){ run, custodian };
}

void
fxv_vault_custodian(struct fxv *v, const json_t *record, uint64_t seq)
{
	const json_t *runs = json_object_get(record, "runs");
	const char *text = fxv_str(record, "recipient");
	size_t i, who = place(v, text);

	/* A second record gives him the keys of earlier runs. */
	if (who == v->vault.custodians)
		add_custodian(v, text, seq);
	if (who == v->vault.custodians)
		return;
	if (json_array_size(runs) > GIVEN_MOST - v->vault.ngiven) {
		fxv_say(v, FXV_GRAMMAR, FX_CANNOT_CHECK, (int64_t)seq,
		    "records give custodians the keys of more than %d runs",
		    GIVEN_MOST);
		return;
	}
	for (i = 0; i < json_array_size(runs) && !v->failed; i++)
		add_given(v, json_integer_value(json_array_get(runs, i)), who);
}

/* May he read what that run found? Words why not, or NULL. */
static const char *
forbidden(const struct fxv *v, int64_t number, const struct fxv_run *run,
    const char *recipient)
{
	const struct fxv_vault *vault = &v->vault;
	const struct fxv_given want = { number, place(v, recipient) };

	if (want.custodian == vault->custodians)
		return "whom no record names";
	if (vault->custodian[want.custodian].since < run->begin)
		return NULL;
	return vault->ngiven > 0 &&
		bsearch(&want, vault->given, vault->ngiven, sizeof(want),
		    compare) != NULL
	    ? NULL
	    : "who became a custodian after it began and to whom no record "
	      "gives its key";
}

/* A key of the vault: is it sealed to somebody whom the records allow? */
static void
check_key(struct fxv *v, int64_t number, const struct fxv_run *run,
    sqlite3_stmt *stmt)
{
	const char *recipient = (const char *)sqlite3_column_text(stmt, 1);
	const char *why;

	if (recipient == NULL)
		recipient = "";
	why = forbidden(v, number, run, recipient);
	if (why != NULL)
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
		    "the data key of run %" PRId64
		    " is sealed to %.80s too, %s: who can read the values is "
		    "not on record",
		    number, recipient, why);
	/* Whom else age(1) would open it for stands in its header alone. */
	if (!fx_age_is_for_one(sqlite3_column_blob(stmt, 2),
		(size_t)sqlite3_column_bytes(stmt, 2)))
		fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
		    "the data key of run %" PRId64
		    " for %.80s is not sealed to one key alone: who can read "
		    "the values is not on record",
		    number, recipient);
}

int
fxv_vault_custodians(struct fxv *v)
{
	struct fxv_vault *vault = &v->vault;
	const struct fxv_run *run;
	int64_t number, first = 0;
	uint64_t strange = 0;
	sqlite3_stmt *stmt;
	int rc;

	if (vault->ngiven > 0)
		qsort(vault->given, vault->ngiven, sizeof(*vault->given),
		    compare);
	stmt = fxv_db_prepare(v, &vault->db,
	    "SELECT run, recipient, sealed FROM main.dek "
	    "ORDER BY run, recipient");
	if (stmt == NULL)
		return -1;
	while ((rc = fxv_db_step(v, &vault->db, stmt)) == SQLITE_ROW) {
		number = sqlite3_column_int64(stmt, 0);
		if ((run = fxv_run_find(v, number)) != NULL)
			check_key(v, number, run, stmt);
		else if (strange++ == 0)
			first = number;
	}
	sqlite3_finalize(stmt);
	/* They open nothing that a record of this case file committed to. */
	if (strange > 0)
		fxv_say(v, FXV_VAULT, FX_NOTE, -1,
		    "the vault has %" PRIu64
		    " data keys of runs that this case file does not have, "
		    "such as run %" PRId64
		    ": the case file is older than it, a crash left them, or "
		    "somebody added them",
		    strange, first);
	return rc == SQLITE_DONE && !v->failed ? 0 : -1;
}
