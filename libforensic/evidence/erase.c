/* erase.c - erase openings, on the record */
#include <inttypes.h>
#include <string.h>

#include "access.h"

/* Every field that those records commit to, as borrowed names. 0, or -1. */
static int
all_fields(json_t *commits, const char **field, size_t *n, struct fx_err *err)
{
	const char *key;
	json_t *v;

	*n = 0;
	json_object_foreach (commits, key, v) {
		if (*n == FX_ACCESS_FIELDS)
			return fx_fail(err, FX_ELIMIT, 0,
			    "these records commit to more than %d fields: name "
			    "those to erase",
			    FX_ACCESS_FIELDS);
		field[(*n)++] = key;
	}
	return 0;
}

/* The union of what the records of a commit to; NULL and err. */
static json_t *
commits(struct fx_store *s, const struct fx_access *a, struct fx_err *err)
{
	uint8_t leaf[FX_SHA256_LEN];
	json_t *all = json_object(), *v;
	size_t i;

	for (i = 0; i < a->n; i++) {
		if ((v = store_finding(s, a->seq[i], leaf, err)) == NULL) {
			json_decref(all);
			return NULL;
		}
		json_object_update(all, json_object_get(v, "commit"));
		json_decref(v);
	}
	return all;
}

/* Is there anything to erase; and each field that was named? */
static int
all_there(struct fx_store *s, const struct fx_access *a, bool named,
    struct fx_err *err)
{
	struct access_box b;
	size_t i, k, found = 0;
	int rc;

	for (i = 0; i < a->n; i++)
		for (k = 0; k < a->fields; k++) {
			rc = access_find(&b, s, a->seq[i], a->field[k], err);
			access_done(&b);
			if (rc == -1 && (named || err->code != FX_EARG))
				return -1;
			found += rc == 0;
		}
	return found > 0 ? 0 : -1; /* err is of the last one sought */
}

static int
erase(struct fx_store *s, const struct fx_access *a, bool named, uint64_t *n,
    struct fx_err *err)
{
	uint8_t leaf[FX_SHA256_LEN];
	json_t *members;
	size_t i, k;

	if (all_there(s, a, named, err) == -1 ||
	    (members = access_members(a, err)) == NULL ||
	    access_record(s, "erase", members, err) == -1)
		return -1;
	for (i = 0; i < a->n; i++) {
		if (store_leaf(s, a->seq[i], leaf, err) == -1)
			return -1;
		for (k = 0; k < a->fields; k++)
			if (fx_vault_erase(s->vault, a->seq[i], a->field[k],
				leaf, n, err) == -1)
				return -1;
	}
	return 0;
}

int
fx_store_erase(struct fx_store *s, const struct fx_access *access, uint64_t *n,
    struct fx_err *err)
{
	const char *field[FX_ACCESS_FIELDS];
	struct fx_access a = *access;
	json_t *all;
	int rc = -1;

	*n = 0;
	if (a.fields > 0)
		return erase(s, &a, true, n, err);
	if ((all = commits(s, &a, err)) == NULL)
		return -1;
	a.field = field;
	if (all_fields(all, field, &a.fields, err) == 0)
		rc = erase(s, &a, false, n, err);
	json_decref(all);
	return rc;
}

/* Fields of one record. */
static int
again(struct fx_store *s, uint64_t seq, const json_t *fields, uint64_t *n,
    struct fx_err *err)
{
	uint8_t leaf[FX_SHA256_LEN];
	const char *field;
	size_t i;

	if (store_leaf(s, seq, leaf, err) == -1)
		return -1;
	for (i = 0; i < json_array_size(fields); i++) {
		field = json_string_value(json_array_get(fields, i));
		if (field != NULL &&
		    fx_vault_erase(s->vault, seq, field, leaf, n, err) == -1)
			return -1;
	}
	return 0;
}

int
erase_again(struct fx_store *s, uint64_t *n, struct fx_err *err)
{
	const json_t *v, *of, *seq;
	size_t i, k;

	for (i = 0; i < json_array_size(s->chain.erased); i++) {
		v = json_array_get(s->chain.erased, i);
		of = json_object_get(v, "of");
		for (k = 0; k < json_array_size(of); k++) {
			seq = json_array_get(of, k);
			if (again(s, (uint64_t)json_integer_value(seq),
				json_object_get(v, "fields"), n, err) == -1)
				return -1;
		}
	}
	return 0;
}
