/* reveal.c - open values: recorded and signed first, then decrypted */
#include <inttypes.h>
#include <string.h>

#include "access.h"
#include "forensic/bytes.h"

/* What is being revealed. */
struct revealing {
	struct fx_store *s;
	const struct fx_access *a;
	const struct fx_age_identities *ids;
	const struct fx_carver *const *set;
	fx_revealed_fn *fn;
	void *arg;
	uint64_t run; /* whose key is in dek; 0: none */
	struct fx_dek dek;
	size_t broken; /* openings that are not what was recorded */
	struct fx_err *err;
};

/* One thing that was asked for. Returns 0, or -1 and r->err. */
typedef int visit(struct revealing *r, uint64_t seq, const char *field,
    const struct access_box *b);

static int
each(struct revealing *r, visit *fn)
{
	struct access_box b;
	size_t i, k;
	int rc;

	for (i = 0; i < r->a->n; i++)
		for (k = 0; k < r->a->fields; k++) {
			rc = access_find(&b, r->s, r->a->seq[i], r->a->field[k],
			    r->err);
			if (rc == 0)
				rc = fn(r, r->a->seq[i], r->a->field[k], &b);
			access_done(&b);
			if (rc == -1)
				return -1;
		}
	return 0;
}

/* Could it be opened, by what the vault says in clear? */
static int
openable(struct revealing *r, uint64_t seq, const char *field,
    const struct access_box *b)
{
	struct fx_buf sealed = { 0 };
	int rc;

	(void)field;
	rc = fx_vault_find_dek(r->s->vault, b->run, r->ids, &sealed, r->err);
	fx_buf_done(&sealed);
	if (rc == 0)
		return fx_fail(r->err, FX_EARG, 0,
		    "the values of run %" PRIu64 ", and so of record %" PRIu64
		    ", are sealed to none of the identities given",
		    b->run, seq);
	return rc == 1 ? 0 : -1;
}

/* The data key of a run, which is kept for the next one of the same run. */
static int
need_key(struct revealing *r, uint64_t run)
{
	struct fx_buf sealed = { 0 };
	struct fx_err why;
	int rc;

	if (r->run == run)
		return 0;
	r->run = 0;
	rc = fx_vault_find_dek(r->s->vault, run, r->ids, &sealed, r->err);
	if (rc == 1 &&
	    fx_dek_open(&r->dek, r->ids, fx_buf_text(&sealed), sealed.len,
		&why) == 0)
		r->run = run;
	else if (rc != -1)
		fx_fail(r->err, FX_EBROKEN, 0,
		    "the data key of run %" PRIu64 " is not one: %s", run,
		    rc == 1 ? why.msg : "it is gone");
	fx_buf_done(&sealed);
	return r->run == run ? 0 : -1;
}

/* Is it what the record commits to, and shows? */
static bool
is_true(const struct revealing *r, const struct access_box *b,
    const char *field, const uint8_t nonce[FX_NONCE_LEN],
    const struct fx_buf *value)
{
	const json_t *v = b->record;
	const char *mask = json_string_value(json_object_get(v, "mask"));
	const char *class = json_string_value(json_object_get(v, "class"));
	const char *told = json_string_value(
	    json_object_get(json_object_get(v, "commit"), field));
	uint8_t want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	const struct fx_carver *carver;

	if (mask == NULL || class == NULL || told == NULL ||
	    strlen(told) != 2 * sizeof(want) ||
	    fx_unhex(want, told, sizeof(want)) == -1 ||
	    fx_commit(got, nonce, field, fx_buf_text(value), value->len) ==
		-1 ||
	    memcmp(want, got, sizeof(want)) != 0)
		return false;
	/* Of a kind that is unknown here no mask can be made. */
	carver = fx_carver_find(r->set, class);
	return strcmp(field, "value") != 0 || carver == NULL ||
	    fx_mask_fits(carver, fx_buf_text(value), value->len, mask);
}

static int
broken(struct revealing *r, uint64_t seq, const char *field)
{
	if (r->broken++ == 0)
		fx_fail(r->err, FX_EBROKEN, 0,
		    "the opening of '%s' of record %" PRIu64
		    " is not what the record commits to: it is not shown",
		    field, seq);
	return 0;
}

static int
reveal(struct revealing *r, uint64_t seq, const char *field,
    const struct access_box *b)
{
	uint8_t nonce[FX_NONCE_LEN];
	struct fx_buf value = { 0 };
	struct fx_revealed told = { .seq = seq,
		.class = json_string_value(json_object_get(b->record, "class")),
		.field = field,
		.nonce = nonce };
	int rc = 0;

	if (need_key(r, b->run) == -1)
		return -1;
	if (fx_box_open(&value, nonce, &r->dek, b->leaf, field,
		fx_buf_text(&b->box), b->box.len) == -1 ||
	    !is_true(r, b, field, nonce, &value)) {
		rc = broken(r, seq, field);
	} else {
		told.value = fx_buf_text(&value);
		told.len = value.len;
		if (r->fn(&told, r->arg) != 0)
			rc = fx_fail(r->err, FX_EIO, 0,
			    "the values could not be handed on");
	}
	if (value.p != NULL)
		explicit_bzero(value.p, value.cap);
	fx_buf_done(&value);
	explicit_bzero(nonce, sizeof(nonce));
	return rc;
}

int
fx_store_reveal(struct fx_store *s, const struct fx_access *access,
    const struct fx_age_identities *ids, const struct fx_carver *const *set,
    fx_revealed_fn *fn, void *arg, struct fx_err *err)
{
	struct revealing r = { .s = s,
		.a = access,
		.ids = ids,
		.set = set,
		.fn = fn,
		.arg = arg,
		.err = err };
	json_t *members;
	int rc;

	if (access->legal == NULL)
		return fx_fail(err, FX_EARG, 0, "no legal basis is told");
	if (each(&r, openable) == -1 ||
	    (members = access_members(access, err)) == NULL ||
	    access_record(s, "reveal", members, err) == -1)
		return -1;
	rc = each(&r, reveal);
	explicit_bzero(&r.dek, sizeof(r.dek));
	return rc == 0 && r.broken == 0 ? 0 : -1;
}
