/* heads.c - checks 6 to 8: signed heads, the keys in force, the unsigned tail
 */
#include <inttypes.h>
#include <string.h>

#include "internal.h"

/* Step to the next head, if there is one. */
static void
next_head(struct fxv *v)
{
	struct fxv_heads *h = &v->heads;
	int rc;

	fx_buf_reset(&h->note);
	h->more = false;
	if (h->stmt == NULL)
		return;
	rc = fxv_db_step(v, &v->evd, h->stmt);
	if (rc == SQLITE_TOOBIG)
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "a signed head is longer than any may be");
	h->unread = rc != SQLITE_ROW && rc != SQLITE_DONE;
	if (rc != SQLITE_ROW)
		return;
	h->more = true;
	h->size = sqlite3_column_int64(h->stmt, 0);
	h->is_text = sqlite3_column_type(h->stmt, 1) == SQLITE_TEXT;
	if (sqlite3_column_bytes(h->stmt, 1) > FX_NOTE_LEN)
		h->is_text = false;
	else if (h->is_text)
		fx_buf_put(&h->note, sqlite3_column_text(h->stmt, 1),
		    (size_t)sqlite3_column_bytes(h->stmt, 1));
	if (h->note.failed)
		fxv_fail(v, FX_ENOMEM, "a signed head");
}

void
fxv_heads_begin(struct fxv *v)
{
	v->heads.stmt = fxv_db_prepare(v, &v->evd,
	    "SELECT size, note FROM main.checkpoint ORDER BY size");
	next_head(v);
	while (v->heads.more && v->heads.size <= 0) {
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "there is a signed head over %" PRId64 " records",
		    v->heads.size);
		next_head(v);
	}
}

void
fxv_heads_genesis(struct fxv *v)
{
	v->heads.force = v->genesis;
	v->heads.have_force = true;
	fxv_witnesses_key(v, &v->genesis);
}

/* A rotation stands only if the old key signed the record that announces it. */
static void
check_seal(struct fxv *v)
{
	struct fxv_heads *h = &v->heads;

	if (h->unsealed == 0)
		return;
	fxv_say(v, FXV_HEADS, FX_TAMPERED, (int64_t)h->unsealed - 1,
	    "key change at record %" PRIu64 " not sealed by the key before it",
	    h->unsealed - 1);
	h->unsealed = 0;
}

/* The head over size records, the tree being as large; 0 if it is good. */
static int
check_head(struct fxv *v, uint64_t size)
{
	struct fxv_heads *h = &v->heads;
	uint8_t root[FX_SHA256_LEN];
	char when[FXV_WHEN_LEN];
	struct fx_note note;
	struct fx_err err;
	int rc = 0;

	if (!h->is_text || (uint64_t)h->size != size ||
	    fx_note_parse(&note, h->note.p, h->note.len, &err) == -1 ||
	    note.head.size != size) {
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the head at %" PRIu64
		    " records is not in the form of a signed head for it",
		    size);
		return -1;
	}
	fxv_anchors_head(v, h->note.p, h->note.len);
	if (fx_merkle_root(&v->tree, root) == -1)
		return fxv_fail(v, FX_EIO, "libcrypto");
	if (memcmp(root, note.head.root, sizeof(root)) != 0) {
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signed head over %" PRIu64 " records%s%s%s does not "
		    "match the records",
		    size, v->lost ? "" : ", the last of ",
		    v->lost ? "" : fxv_utc(when, v->t_last),
		    v->lost ? "" : ",");
		rc = -1;
	}
	if (!h->have_force)
		return -1; /* fxv_heads_end says it */
	if (strcmp(note.head.origin, v->out->origin) != 0) {
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signed head over %" PRIu64
		    " records is of another log (%.100s)",
		    size, note.head.origin);
		rc = -1;
	}
	if (fx_note_verify(&note, h->note.p, &h->force) == -1) {
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "the signed head over %" PRIu64
		    " records is not signed by the key in force",
		    size);
		rc = -1;
	}
	if (rc == 0) {
		v->out->signed_size = size;
		memcpy(v->out->signed_root, root, sizeof(root));
		h->signer = h->force;
		fxv_witnesses_head(v, &note, h->note.p);
	}
	return rc;
}

static void
hand_on(const struct fxv *v)
{
	const struct fx_verify_hook *hook = v->opt->hook;
	const struct fxv_heads *h = &v->heads;

	if (hook != NULL && hook->head != NULL && h->is_text)
		hook->head(hook->arg, (uint64_t)h->size, fx_buf_text(&h->note),
		    h->note.len);
}

void
fxv_heads_grown(struct fxv *v, const struct fx_pub *key)
{
	struct fxv_heads *h = &v->heads;
	uint64_t size = v->tree.size;
	bool sealed = false;

	while (h->more && h->size >= 0 && (uint64_t)h->size <= size) {
		h->seen++;
		hand_on(v);
		check_seal(v);
		sealed = check_head(v, size) == 0;
		next_head(v);
	}
	if (key == NULL)
		return;
	/* From the next record on. A head at this size was the old key's. */
	if (!sealed)
		h->unsealed = size;
	h->force = *key;
	fxv_heads_announced(v, key);
	fxv_witnesses_key(v, key);
}

void
fxv_heads_end(struct fxv *v)
{
	struct fxv_heads *h = &v->heads;

	if (h->seen > 0 && !h->have_force)
		fxv_say(v, FXV_HEADS, FX_CANNOT_CHECK, -1,
		    "no signature could be checked: the first record, which "
		    "names the key, cannot be used");
	for (; v->all_read && h->more; next_head(v)) {
		h->seen++;
		hand_on(v);
		fxv_say(v, FXV_HEADS, FX_TAMPERED, -1,
		    "a signed head tells of %" PRId64 " records, %" PRIu64
		    " are present",
		    h->size, v->tree.size);
	}
	if (h->unread)
		fxv_say(v, FXV_HEADS, FX_CANNOT_CHECK, -1,
		    "not all signed heads could be read");
	sqlite3_finalize(h->stmt);
	h->stmt = NULL;
	fx_buf_done(&h->note);
}

const char *
fxv_key_name(const struct fxv *v, const struct fx_pub *pub)
{
	const struct fx_verify_options *opt = v->opt;
	size_t i;

	for (i = 0; i < opt->nkeys; i++)
		if (memcmp(opt->keys[i].raw, pub->raw, FX_PUB_LEN) == 0)
			return opt->names != NULL ? opt->names[i] : "";
	return NULL;
}

void
fxv_heads_announced(struct fxv *v, const struct fx_pub *key)
{
	if (v->heads.later == NULL)
		v->heads.later = fxv_key_name(v, key);
}

/* What was given confirms nothing; it may be a key of the case all the same. */
static void
unconfirmed(struct fxv *v)
{
	const char *later = v->heads.later;

	if (later != NULL)
		fxv_say(v, FXV_TRUST, FX_NOT_PROVEN, -1,
		    "a key you gave%s%.100s%s is a later key of this case: "
		    "confirm the one that it began with (%s), and give that",
		    *later != '\0' ? ", " : "", later,
		    *later != '\0' ? "," : "", v->out->key);
	else
		fxv_say(v, FXV_TRUST, FX_NOT_PROVEN, -1,
		    "signature is by a key you have not confirmed (%s)%s",
		    v->out->key,
		    v->opt->nkeys > 0 ? ", none of those you gave" : "");
}

void
fxv_trust(struct fxv *v)
{
	struct fx_verdict *out = v->out;
	const char *name;

	if (v->heads.seen == 0) {
		fxv_say(v, FXV_TRUST, FX_NOT_PROVEN, -1,
		    "nothing is signed: the file has no signed head");
		return;
	}
	if (!v->have_genesis)
		return;
	name = fxv_key_name(v, &v->genesis);
	if (name != NULL) {
		out->confirmed = true;
		out->key_name = fxv_copy(v, name);
		if (out->key_name != NULL)
			fxv_clean(out->key_name);
	} else {
		unconfirmed(v);
	}
}

void
fxv_tail(struct fxv *v)
{
	uint64_t size = v->out->signed_size, n = v->tree.size;

	if (size == n || v->heads.seen == 0)
		return;
	if (size + 1 == n)
		fxv_say(v, FXV_TAIL, FX_NOT_PROVEN, (int64_t)size,
		    "record %" PRIu64 " is not covered by any good signature",
		    size);
	else
		fxv_say(v, FXV_TAIL, FX_NOT_PROVEN, (int64_t)size,
		    "records %" PRIu64 "-%" PRIu64
		    " are not covered by any good signature",
		    size, n - 1);
}
