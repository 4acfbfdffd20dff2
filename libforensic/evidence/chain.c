/* chain.c - the chain of a case file, checked from its start */
#include <inttypes.h>
#include <string.h>

#include "chain.h"
#include "db.h"
#include "forensic/bytes.h"
#include "forensic/canon.h"

/* One record as it lies in the table. Borrowed from the statement. */
struct row {
	int64_t seq;
	const char *kind, *body;
	size_t len;
	const uint8_t *leaf;
};

struct reader {
	struct chain *c;
	sqlite3 *db;
	sqlite3_stmt *heads;
	bool more; /* size is of a head still to be met */
	uint64_t size;
	uint64_t last; /* size of the last head */
	const struct chain_head *known;
	struct fx_pub next; /* announced by the record before, if c->rekeyed */
	struct fx_err *err;
};

static int
broken(struct reader *r, uint64_t seq, const char *why)
{
	return fx_fail(r->err, FX_EBROKEN, 0, "record %" PRIu64 " %s", seq,
	    why);
}

static const char *
str(const json_t *v, const char *key)
{
	const char *s = json_string_value(json_object_get(v, key));

	return s != NULL ? s : "";
}

/* A positive member, or 0. */
static uint64_t
num(const json_t *v, const char *key)
{
	json_int_t i = json_integer_value(json_object_get(v, key));

	return i > 0 ? (uint64_t)i : 0;
}

/* The public key that a record names. Returns 0, or -1 if it names none. */
static int
take_key(struct chain *c, const json_t *v, struct fx_pub *pub)
{
	const char *key = str(v, "key");

	if (strlen(key) != 2 * sizeof(pub->raw) ||
	    fx_unhex(pub->raw, key, sizeof(pub->raw)) == -1)
		return -1;
	fx_buf_put(&c->keys, pub->raw, sizeof(pub->raw));
	return 0;
}

/* One custodian more, unless he is one already. */
static int
take_custodian(struct reader *r, uint64_t seq, const char *text)
{
	struct fx_age_recipient to;
	struct chain *c = r->c;
	struct fx_err why;

	if (fx_age_recipient_parse(&to, text, strlen(text), &why) == -1)
		return broken(r, seq, "names a custodian that is none");
	if (chain_custodian(c, &to))
		return 0;
	if (c->custodians == FX_CUSTODIANS)
		return broken(r, seq, "names one custodian too many");
	c->custodian[c->custodians++] = to;
	return 0;
}

/* Whether openings are kept, and for whom. */
static int
take_vault(struct reader *r, const json_t *v)
{
	const json_t *all = json_object_get(v, "custodians");
	const char *text;
	size_t i;

	r->c->no_vault = strcmp(str(v, "vault"), "none") == 0;
	for (i = 0; i < json_array_size(all); i++) {
		text = json_string_value(json_array_get(all, i));
		if (take_custodian(r, 0, text != NULL ? text : "") == -1)
			return -1;
	}
	return 0;
}

static int
take_erased(struct reader *r, uint64_t seq, json_t *v)
{
	struct chain *c = r->c;

	if (!json_is_array(json_object_get(v, "of")) ||
	    !json_is_array(json_object_get(v, "fields")))
		return broken(r, seq, "erases nothing");
	if (c->erased == NULL)
		c->erased = json_array();
	return json_array_append(c->erased, v) == 0
	    ? 0
	    : fx_fail(r->err, FX_ENOMEM, 0, "out of memory");
}

static int
take_genesis(struct reader *r, json_t *v)
{
	struct chain *c = r->c;

	c->genesis = json_incref(v);
	c->origin = str(v, "origin");
	if (!fx_origin_ok(c->origin) || take_key(c, v, &c->force) == -1 ||
	    !json_is_string(json_object_get(v, "case")) ||
	    !json_is_string(json_object_get(v, "agency")) ||
	    !json_is_string(json_object_get(v, "examiner")))
		return broken(r, 0, "does not name a case, a log and a key");
	return take_vault(r, v);
}

/* A record that structures the case. */
static int
structure(struct reader *r, const struct row *row, json_t *v)
{
	struct chain *c = r->c;

	if ((strcmp(row->kind, "genesis") == 0) != (row->seq == 0))
		return broken(r, (uint64_t)row->seq,
		    row->seq == 0 ? "is not a genesis" : "is a second genesis");
	if (row->seq == 0)
		return take_genesis(r, v);
	if (strcmp(row->kind, "source") == 0)
		c->sources = num(v, "src");
	if (strcmp(row->kind, "run.begin") == 0) {
		if (c->open_run != 0)
			return broken(r, (uint64_t)row->seq,
			    "begins a run inside another");
		c->runs = c->open_run = num(v, "run");
		c->open_src = num(v, "src");
		c->open_seq = (uint64_t)row->seq;
	}
	if (strcmp(row->kind, "run.end") == 0) {
		if (c->open_run == 0 || num(v, "run") != c->open_run)
			return broken(r, (uint64_t)row->seq,
			    "ends a run that is not open");
		c->open_run = 0;
	}
	if (strcmp(row->kind, "seal") == 0)
		c->sealed += json_array_size(json_object_get(v, "anchors"));
	if (strcmp(row->kind, "key") == 0) {
		if (take_key(c, v, &r->next) == -1)
			return broken(r, (uint64_t)row->seq, "names no key");
		c->rekeyed = true;
	}
	if (strcmp(row->kind, "custodian") == 0)
		return take_custodian(r, (uint64_t)row->seq,
		    str(v, "recipient"));
	if (strcmp(row->kind, "erase") == 0)
		return take_erased(r, (uint64_t)row->seq, v);
	return 0;
}

static bool
structures(const char *kind)
{
	static const char *const kinds[] = { "genesis", "source", "run.begin",
		"run.end", "key", "seal", "custodian", "erase" };
	size_t i;

	for (i = 0; i < FX_LEN(kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

/* Its text: canonical, and what the columns say. */
static int
body(struct reader *r, const struct row *row)
{
	char prev[2 * FX_SHA256_LEN + 1];
	struct fx_err why;
	json_t *v;
	int rc = 0;

	if ((v = fx_canon_parse(row->body, row->len, &why)) == NULL)
		return why.code == FX_ENOMEM
		    ? fx_fail(r->err, FX_ENOMEM, 0, "out of memory")
		    : broken(r, (uint64_t)row->seq, "is not in canonical form");
	fx_hex(prev, r->c->leaf, sizeof(r->c->leaf));
	if (json_integer_value(json_object_get(v, "seq")) != row->seq ||
	    strcmp(str(v, "kind"), row->kind) != 0)
		rc = broken(r, (uint64_t)row->seq,
		    "is not the one its row tells of");
	else if (strcmp(str(v, "prev"), prev) != 0)
		rc = broken(r, (uint64_t)row->seq,
		    "does not follow the one before");
	else if (structures(row->kind) || row->seq == 0)
		rc = structure(r, row, v);
	json_decref(v);
	return rc;
}

static int
record(struct reader *r, const struct row *row)
{
	struct chain *c = r->c;
	uint8_t leaf[FX_SHA256_LEN];

	/* A change of keys stands only if the old one signed it. */
	if (c->rekeyed && c->head.size != c->tree.size)
		return broken(r, c->tree.size - 1,
		    "announces a key that the one before has not sealed");
	if (c->rekeyed) {
		c->force = r->next;
		c->rekeyed = false;
	}
	if (row->seq < 0 || (uint64_t)row->seq != c->tree.size)
		return broken(r, c->tree.size, "is missing");
	if (fx_leaf(leaf, row->body, row->len) == -1)
		return fx_fail(r->err, FX_ENOMEM, 0, "libcrypto refused");
	if (memcmp(leaf, row->leaf, sizeof(leaf)) != 0)
		return broken(r, (uint64_t)row->seq,
		    "was changed (its hash does not match)");
	/* What a signed head covers was canonical when it was signed. */
	if ((row->seq == 0 || c->tree.size >= r->last ||
		structures(row->kind)) &&
	    body(r, row) == -1)
		return -1;
	memcpy(c->leaf, leaf, sizeof(leaf));
	if (row->seq == 0)
		memcpy(c->first, leaf, sizeof(leaf));
	if (fx_merkle_add(&c->tree, leaf) == -1)
		return fx_fail(r->err, FX_ENOMEM, 0, "libcrypto refused");
	return 0;
}

/* The next row of the table of heads. */
static int
next_head(struct reader *r)
{
	int rc = sqlite3_step(r->heads);

	r->more = rc == SQLITE_ROW;
	if (r->more)
		r->size = (uint64_t)sqlite3_column_int64(r->heads, 0);
	return r->more || rc == SQLITE_DONE ? 0 : db_fail(r->db, r->err);
}

/* The head of this size: is it this tree's, by the key in force? */
static int
head(struct reader *r, const uint8_t root[FX_SHA256_LEN])
{
	struct chain *c = r->c;
	const char *text = (const char *)sqlite3_column_text(r->heads, 1);
	size_t n = (size_t)sqlite3_column_bytes(r->heads, 1);
	struct fx_note note;
	struct fx_err why;

	if (text == NULL || fx_note_parse(&note, text, n, &why) == -1 ||
	    note.head.size != r->size ||
	    strcmp(note.head.origin, c->origin) != 0)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "the head of %" PRIu64 " records is not one of this case",
		    r->size);
	if (memcmp(note.head.root, root, FX_SHA256_LEN) != 0)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "the head of %" PRIu64 " records does not match them",
		    r->size);
	if (fx_note_verify(&note, text, &c->force) == -1)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "the head of %" PRIu64
		    " records is not signed by the key in force",
		    r->size);
	c->head = note.head;
	fx_buf_reset(&c->note);
	fx_buf_put(&c->note, text, n);
	return next_head(r);
}

/* The tree has a new size: is there a head that must agree with it? */
static int
sized(struct reader *r)
{
	const uint64_t size = r->c->tree.size;
	const bool known = r->known != NULL && r->known->size == size;
	uint8_t root[FX_SHA256_LEN];

	if (!known && !(r->more && r->size == size))
		return 0;
	if (fx_merkle_root(&r->c->tree, root) == -1)
		return fx_fail(r->err, FX_ENOMEM, 0, "libcrypto refused");
	if (known && memcmp(root, r->known->root, sizeof(root)) != 0)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "its history is not that of the head in its .ckpt file");
	return r->more && r->size == size ? head(r, root) : 0;
}

static int
walk(struct reader *r, sqlite3_stmt *st)
{
	struct row row;
	int rc;

	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		row.seq = sqlite3_column_int64(st, 0);
		row.kind = (const char *)sqlite3_column_text(st, 1);
		row.body = (const char *)sqlite3_column_text(st, 2);
		row.len = (size_t)sqlite3_column_bytes(st, 2);
		row.leaf = sqlite3_column_blob(st, 3);
		if (row.kind == NULL || row.body == NULL || row.leaf == NULL ||
		    sqlite3_column_bytes(st, 3) != FX_SHA256_LEN)
			return broken(r, r->c->tree.size, "is no record");
		if (record(r, &row) == -1 || sized(r) == -1)
			return -1;
	}
	return rc == SQLITE_DONE ? 0 : db_fail(r->db, r->err);
}

/* What must hold when all has been read. */
static int
ended(struct reader *r)
{
	const uint64_t size = r->c->tree.size;

	if (size == 0)
		return fx_fail(r->err, FX_EBROKEN, 0, "there is no record");
	if (r->more)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "a head of %" PRIu64 " records is signed, %" PRIu64
		    " are there",
		    r->size, size);
	if (r->known != NULL && r->known->size > size)
		return fx_fail(r->err, FX_EBROKEN, 0,
		    "its .ckpt file tells of %" PRIu64 " records, %" PRIu64
		    " are there: this is not its newest copy",
		    r->known->size, size);
	if (r->c->rekeyed && r->c->open_run != 0)
		return broken(r, size - 1, "announces a key within a run");
	/* Sealed: what comes next is the new key's. */
	if (r->c->rekeyed && r->c->head.size == size) {
		r->c->force = r->next;
		r->c->rekeyed = false;
	}
	return fx_buf_check(&r->c->keys, r->err) == 0
	    ? fx_buf_check(&r->c->note, r->err)
	    : -1;
}

int
chain_read(struct chain *c, sqlite3 *db, const struct chain_head *known,
    struct fx_err *err)
{
	struct reader r = { .c = c, .db = db, .known = known, .err = err };
	sqlite3_stmt *st = NULL;
	int64_t last;
	int rc = -1;

	*c = (struct chain){ 0 };
	/* One view of the file for all of it. */
	if (db_exec(db, "BEGIN", err) == -1)
		return -1;
	if (db_int(db, "SELECT coalesce(max(size),0) FROM main.checkpoint",
		&last, err) == -1)
		goto out;
	r.last = (uint64_t)last;
	st = db_prepare(db,
	    "SELECT seq, kind, body, leaf FROM main.record ORDER BY seq", err);
	if (st == NULL)
		goto out;
	r.heads = db_prepare(db,
	    "SELECT size, note FROM main.checkpoint ORDER BY size", err);
	if (r.heads == NULL || next_head(&r) == -1)
		goto out;
	if (walk(&r, st) == -1 || ended(&r) == -1)
		goto out;
	rc = 0;
out:
	sqlite3_finalize(st);
	sqlite3_finalize(r.heads);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	if (rc == -1)
		chain_done(c);
	return rc;
}

void
chain_done(struct chain *c)
{
	json_decref(c->genesis);
	json_decref(c->erased);
	fx_buf_done(&c->note);
	fx_buf_done(&c->keys);
	*c = (struct chain){ 0 };
}

bool
chain_custodian(const struct chain *c, const struct fx_age_recipient *r)
{
	size_t i;

	for (i = 0; i < c->custodians; i++)
		if (memcmp(&c->custodian[i], r, sizeof(*r)) == 0)
			return true;
	return false;
}

/* Does the list hold that number, or that text? */
static bool
lists(const json_t *list, uint64_t number, const char *text)
{
	const json_t *item;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		item = json_array_get(list, i);
		if (text == NULL
			? json_integer_value(item) == (json_int_t)number
			: json_is_string(item) &&
			    strcmp(json_string_value(item), text) == 0)
			return true;
	}
	return false;
}

uint64_t
chain_erased(const struct chain *c, uint64_t seq, const char *field)
{
	const json_t *v;
	size_t i;

	for (i = 0; i < json_array_size(c->erased); i++) {
		v = json_array_get(c->erased, i);
		if (lists(json_object_get(v, "of"), seq, NULL) &&
		    lists(json_object_get(v, "fields"), 0, field))
			return num(v, "seq");
	}
	return 0;
}
