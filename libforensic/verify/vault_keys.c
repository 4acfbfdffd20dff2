/* vault_keys.c - check 11: the keys of the vault opened, and what records say
 * was erased */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
	ERASED_FIRST = 64,
	ERASED_MOST = 1 << 20, /* openings that records say were erased */
};

void
fxv_wipe(struct fx_buf *value)
{
	if (value->p != NULL)
		explicit_bzero(value->p, value->cap);
	fx_buf_done(value);
}

/* One opening that a record says was erased. */
struct fxv_gone {
	int64_t seq;
	uint64_t by;
	char field[FX_FIELD_LEN + 1];
};

static int
compare(const void *a, const void *b)
{
	const struct fxv_gone *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return strcmp(x->field, y->field);
}

static void
add_gone(struct fxv *v, int64_t seq, const char *field, uint64_t by)
{
	struct fxv_vault *vault = &v->vault;
	size_t cap = vault->gone_cap == 0 ? ERASED_FIRST : 2 * vault->gone_cap;
	struct fxv_gone *more;

	if (strlen(field) > FX_FIELD_LEN || vault->ngone == ERASED_MOST)
		return;
	if (vault->ngone == vault->gone_cap) {
		more = realloc(vault->gone, cap * sizeof(*more));
		if (more == NULL) {
			fxv_fail(v, FX_ENOMEM, "what was erased");
			return;
		}
		vault->gone = more;
		vault->gone_cap = cap;
	}
	more = &vault->gone[vault->ngone++];
	*more = (struct fxv_gone){ .seq = seq, .by = by };
	memcpy(more->field, field, strlen(field) + 1);
}

void
fxv_vault_erased(struct fxv *v, const json_t *record, uint64_t seq)
{
	const json_t *of = json_object_get(record, "of");
	const json_t *fields = json_object_get(record, "fields");
	size_t i, k;

	for (i = 0; i < json_array_size(of); i++)
		for (k = 0; k < json_array_size(fields); k++)
			if (!v->failed && v->vault.ngone < ERASED_MOST)
				add_gone(v,
				    json_integer_value(json_array_get(of, i)),
				    json_string_value(
					json_array_get(fields, k)),
				    seq);
}

uint64_t
fxv_erased(const struct fxv *v, int64_t seq, const char *field)
{
	const struct fxv_vault *vault = &v->vault;
	struct fxv_gone want = { .seq = seq };
	const struct fxv_gone *found;

	if (vault->ngone == 0 || strlen(field) > FX_FIELD_LEN)
		return 0;
	memcpy(want.field, field, strlen(field) + 1);
	found = bsearch(&want, vault->gone, vault->ngone, sizeof(want),
	    compare);
	return found != NULL ? found->by : 0;
}

int
fxv_vault_keys(struct fxv *v)
{
	struct fxv_vault *vault = &v->vault;

	if (vault->ngone > 0)
		qsort(vault->gone, vault->ngone, sizeof(*vault->gone), compare);
	vault->key = fxv_db_prepare(v, &vault->db,
	    "SELECT sealed FROM main.dek WHERE run = ?1 AND recipient = ?2");
	return vault->key != NULL ? fxv_vault_custodians(v) : -1;
}

/* Open the key of a run with the first identity that it is sealed to. */
static enum fxv_key
open_key(struct fxv *v, int64_t number, struct fxv_run *run)
{
	const struct fx_age_identities *ids = v->opt->identities;
	sqlite3_stmt *stmt = v->vault.key;
	char text[FX_AGE_RECIPIENT_LEN + 1];
	struct fx_err err;
	size_t i;

	for (i = 0; i < ids->n; i++) {
		fx_age_recipient_text(&ids->recipient[i], text);
		sqlite3_reset(stmt);
		sqlite3_bind_int64(stmt, 1, number);
		sqlite3_bind_text(stmt, 2, text, -1, SQLITE_TRANSIENT);
		if (fxv_db_step(v, &v->vault.db, stmt) != SQLITE_ROW)
			continue;
		if (fx_dek_open(&run->dek, ids, sqlite3_column_blob(stmt, 0),
			(size_t)sqlite3_column_bytes(stmt, 0), &err) == 0)
			return FXV_KEY_OPEN;
		fxv_say(v, FXV_VAULT, FX_TAMPERED, -1,
		    "the data key of run %" PRId64 " is not one that %s opens",
		    number, text);
		return FXV_KEY_NONE;
	}
	fxv_say(v, FXV_VAULT, FX_NOT_PROVEN, -1,
	    "the openings of run %" PRId64
	    " are sealed to none of the identities given: they were not "
	    "checked",
	    number);
	return FXV_KEY_NONE;
}

const struct fxv_run *
fxv_vault_key(struct fxv *v, int64_t number)
{
	struct fxv_run *run = fxv_run_find(v, number);

	if (run == NULL || v->opt->identities == NULL)
		return NULL;
	if (run->key == FXV_KEY_UNTRIED)
		run->key = open_key(v, number, run);
	return run->key == FXV_KEY_OPEN ? run : NULL;
}
