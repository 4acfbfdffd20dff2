/* store.c - append to a case file: batches, openings first, heads last */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/replace.h"
#include "forensic/sys.h"
#include "store_internal.h"

void
store_say(const struct fx_store *s, const char *fmt, ...)
{
	char words[256];
	va_list ap;

	if (s->opt.say == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	s->opt.say(words, s->opt.arg);
}

int
store_ready(struct fx_store *s, struct fx_err *err)
{
	if (records_ready(&s->batch, err) == -1)
		return -1;
	s->last = db_prepare(s->db,
	    "SELECT seq, leaf FROM main.record ORDER BY seq DESC LIMIT 1", err);
	if (s->last == NULL)
		return -1;
	s->insert = db_prepare(s->db, "INSERT INTO main.record VALUES(?,?,?,?)",
	    err);
	if (s->insert == NULL)
		return -1;
	s->insert_head = db_prepare(s->db,
	    "INSERT INTO main.checkpoint VALUES(?,?)", err);
	if (s->insert_head == NULL)
		return -1;
	s->onfile = s->chain.tree.size;
	memcpy(s->onfile_leaf, s->chain.leaf, sizeof(s->onfile_leaf));
	return 0;
}

/* The members that every record has. */
static int
complete(struct fx_store *s, const char *kind, json_t *v, struct fx_err *err)
{
	char prev[2 * FX_SHA256_LEN + 1], blind[2 * BLIND_LEN + 1];
	char t[FX_TIME_LEN + 1];
	uint8_t bytes[BLIND_LEN];

	if (fx_chance_take(&s->chance, bytes, sizeof(bytes), err) == -1)
		return -1;
	fx_hex(blind, bytes, sizeof(bytes));
	fx_hex(prev, s->chain.leaf, sizeof(s->chain.leaf));
	fx_time_now(t);
	if (json_object_set_new(v, "v", json_integer(1)) == -1 ||
	    json_object_set_new(v, "seq",
		json_integer((json_int_t)s->chain.tree.size)) == -1 ||
	    json_object_set_new(v, "prev", json_string(prev)) == -1 ||
	    json_object_set_new(v, "kind", json_string(kind)) == -1 ||
	    json_object_set_new(v, "t", json_string(t)) == -1 ||
	    json_object_set_new(v, "blind", json_string(blind)) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

int
store_dead(const struct fx_store *s, struct fx_err *err)
{
	if (s->rotated)
		return fx_fail(err, FX_EARG, 0,
		    "its key was changed: the new one goes on");
	return fx_fail(err, FX_EIO, 0, "an earlier write failed");
}

int
store_keep(struct fx_store *s, struct pending *p,
    const struct fx_secret *secrets, size_t n, struct fx_err *err)
{
	s->dead = true; /* unless all of what follows succeeds */
	if (fx_leaf(p->leaf, s->batch.bodies.p + p->at, p->len) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	if (sealing_keep(s, p->leaf, secrets, n, err) == -1)
		return -1;
	if (fx_merkle_add(&s->chain.tree, p->leaf) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	s->dead = false;
	memcpy(s->chain.leaf, p->leaf, sizeof(p->leaf));
	if (s->batch.n++ == 0)
		s->since = fx_time_up();
	return 0;
}

int
store_full(struct fx_store *s, struct fx_err *err)
{
	const struct batch *b = &s->batch;
	uint64_t all;

	if (b->n < FX_BATCH_RECORDS &&
	    b->bodies.len + b->boxes.len < FX_BATCH_LEN)
		return 0;
	if (writer_settle(s, err) == -1)
		return -1;
	all = s->onfile + b->n;
	if (all - s->chain.head.size >= FX_SIGN_RECORDS || writer_give(s) == 1)
		return fx_store_commit(s, err);
	return 0;
}

int
fx_store_append(struct fx_store *s, const char *kind, json_t *members,
    const struct fx_secret *secrets, size_t n, struct fx_err *err)
{
	struct pending *p = &s->batch.record[s->batch.n];

	if (s->dead)
		return store_dead(s, err);
	if (complete(s, kind, members, err) == -1) {
		s->dead = true;
		return -1;
	}
	p->kind = kind;
	p->at = s->batch.bodies.len;
	if (fx_canon_write(&s->batch.bodies, members, err) == -1) {
		/* What has no canonical form leaves the store as it was. */
		s->dead = err->code == FX_ENOMEM;
		return -1;
	}
	p->len = s->batch.bodies.len - p->at;
	if (store_keep(s, p, secrets, n, err) == -1)
		return -1;
	sealing_run(s, kind, members);
	return store_full(s, err);
}

int
fx_store_due(const struct fx_store *s)
{
	int64_t passed;

	if (s->batch.n == 0 && !writer_has(s))
		return -1;
	passed = (fx_time_up() - s->since) / 1000;
	return passed >= FX_BATCH_MS ? 0 : (int)(FX_BATCH_MS - passed);
}

static int
commit(struct fx_store *s, struct fx_err *err)
{
	if (s->dead)
		return store_dead(s, err);
	if (writer_settle(s, err) == -1)
		return -1;
	if (s->batch.n == 0)
		return 0;
	if (store_write(s, &s->batch, err) == -1) {
		s->dead = true;
		records_empty(&s->batch);
		return -1;
	}
	store_written(s, &s->batch);
	return 0;
}

int
fx_store_commit(struct fx_store *s, struct fx_err *err)
{
	if (commit(s, err) == -1)
		return -1;
	if (s->onfile - s->chain.head.size >= FX_SIGN_RECORDS)
		return fx_store_sign(s, err);
	return 0;
}

int
store_write_ckpt(struct fx_store *s, struct fx_err *err)
{
	return fx_file_replace(s->ckpt.p, &s->chain.note, err);
}

void
store_seen(const struct fx_store *s, struct fx_vault_seen *seen)
{
	*seen = (struct fx_vault_seen){ .size = s->onfile };
	memcpy(seen->genesis, s->chain.first, sizeof(seen->genesis));
	memcpy(seen->leaf, s->onfile_leaf, sizeof(seen->leaf));
}

int
store_see(struct fx_store *s, struct fx_err *err)
{
	struct fx_vault_seen seen;

	if (s->vault == NULL)
		return 0;
	store_seen(s, &seen);
	return fx_vault_see(s->vault, &seen, err);
}

int
store_write_head(struct fx_store *s, const struct fx_checkpoint *head,
    const struct fx_buf *note, struct fx_err *err)
{
	struct fx_err lost;

	if (db_exec(s->db, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	if (store_unchanged(s, err) == -1)
		goto fail;
	sqlite3_bind_int64(s->insert_head, 1, (sqlite3_int64)head->size);
	sqlite3_bind_text64(s->insert_head, 2, note->p, note->len,
	    SQLITE_STATIC, SQLITE_UTF8);
	if (db_run(s->db, s->insert_head, err) == 0 &&
	    db_exec(s->db, "COMMIT", err) == 0)
		return 0;
fail:
	db_exec(s->db, "ROLLBACK", &lost);
	return -1;
}

int
fx_store_sign(struct fx_store *s, struct fx_err *err)
{
	struct fx_checkpoint head = { .size = s->chain.tree.size };
	struct fx_buf note = { 0 };

	if (commit(s, err) == -1)
		return -1;
	if (s->chain.head.size == head.size)
		return 0;
	s->dead = true;
	snprintf(head.origin, sizeof(head.origin), "%s", s->chain.origin);
	if (fx_merkle_root(&s->chain.tree, head.root) == -1) {
		fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
		goto out;
	}
	if (fx_signer_note(&note, &head, &s->by, err) == -1 ||
	    store_write_head(s, &head, &note, err) == -1)
		goto out;
	s->chain.head = head;
	fx_buf_reset(&s->chain.note);
	fx_buf_put(&s->chain.note, note.p, note.len);
	if (fx_buf_check(&s->chain.note, err) == 0 && store_see(s, err) == 0 &&
	    store_write_ckpt(s, err) == 0)
		s->dead = false;
out:
	fx_buf_done(&note);
	return s->dead ? -1 : 0;
}

void
fx_store_close(struct fx_store *s)
{
	if (s == NULL)
		return;
	writer_free(s);
	sqlite3_finalize(s->last);
	sqlite3_finalize(s->insert);
	sqlite3_finalize(s->insert_head);
	db_close(s->db);
	fx_vault_close(s->vault);
	records_done(&s->batch);
	sealing_done(s);
	fx_chance_done(&s->chance);
	fx_buf_done(&s->path);
	fx_buf_done(&s->ckpt);
	chain_done(&s->chain);
	if (s->lock != -1)
		close(s->lock); /* last: see lock_take */
	free(s);
}

uint64_t
fx_store_next_source(struct fx_store *s)
{
	return ++s->chain.sources;
}

uint64_t
fx_store_next_run(struct fx_store *s)
{
	return ++s->chain.runs;
}

static const char *
told(const struct fx_store *s, const char *key)
{
	return json_string_value(json_object_get(s->chain.genesis, key));
}

void
fx_store_info(const struct fx_store *s, struct fx_store_info *info)
{
	*info = (struct fx_store_info){
		.id = told(s, "case"),
		.agency = told(s, "agency"),
		.examiner = told(s, "examiner"),
		.origin = s->chain.origin,
		.size = s->chain.tree.size,
		.onfile = s->onfile,
		.runs = s->chain.runs,
		.sources = s->chain.sources,
		.head = s->chain.head,
		.no_vault = s->chain.no_vault,
		.custodian = s->chain.custodian,
		.custodians = s->chain.custodians,
	};
}

const char *
fx_store_note(const struct fx_store *s)
{
	return fx_buf_text(&s->chain.note);
}
