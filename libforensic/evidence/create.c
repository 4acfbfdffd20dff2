/* create.c - start a case */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forensic/bytes.h"
#include "forensic/statement.h"
#include "forensic/sys.h"
#include "store_internal.h"

enum { LOG_LEN = 4 }; /* bytes of a random name of a log */

static int
put_hex(json_t *v, const char *key, const void *p, size_t n, struct fx_err *err)
{
	char hex[2 * FX_SHA256_LEN + 1];

	fx_hex(hex, p, n);
	return fx_statement_add(v, key, hex, err);
}

/* AGENCY/CASE/LOG: no two logs share one, so their heads can't be swapped. */
static int
name_log(struct fx_checkpoint *head, const struct fx_genesis *g,
    struct fx_err *err)
{
	uint8_t random[LOG_LEN];
	char log[2 * LOG_LEN + 1];
	int n;

	if (fx_random(random, sizeof(random), err) == -1)
		return -1;
	fx_hex(log, random, sizeof(random));
	n = snprintf(head->origin, sizeof(head->origin), "%s/%s/%s", g->agency,
	    g->id, g->exhibit != NULL ? g->exhibit : log);
	if (n < 0 || (size_t)n >= sizeof(head->origin))
		return fx_fail(err, FX_EARG, 0,
		    "agency, case and exhibit are together longer than %d",
		    FX_ORIGIN_LEN);
	if (!fx_origin_ok(head->origin))
		return fx_fail(err, FX_EARG, 0,
		    "agency, case and exhibit name the log: no white space "
		    "and no + may be in them");
	return 0;
}

/* Whom openings are sealed to, or that none are kept. */
static int
put_vault(json_t *v, const struct fx_genesis *g, struct fx_err *err)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	json_t *all;
	size_t i;
	int rc = 0;

	if (g->no_vault != (g->custodians == 0))
		return fx_fail(err, FX_EARG, 0,
		    g->no_vault ? "openings that are not kept have no custodian"
				: "there is no custodian to seal openings to");
	if (g->custodians > FX_CUSTODIANS)
		return fx_fail(err, FX_EARG, 0, "more than %d custodians",
		    FX_CUSTODIANS);
	if (g->no_vault)
		return fx_statement_add(v, "vault", "none", err);
	all = json_array();
	for (i = 0; i < g->custodians; i++) {
		fx_age_recipient_text(&g->custodian[i], text);
		rc |= json_array_append_new(all, json_string(text));
	}
	if (rc != 0 || json_object_set(v, "custodians", all) == -1)
		rc = fx_fail(err, FX_ENOMEM, 0, "out of memory");
	json_decref(all);
	return rc;
}

static int
describe(json_t *v, const struct fx_genesis *g, const char *origin,
    const struct fx_pub *pub, struct fx_err *err)
{
	uint8_t sum[FX_SHA256_LEN];

	if (fx_schema_sum(fx_case_schema, sum) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	if (fx_statement_add(v, "case", g->id, err) == -1 ||
	    fx_statement_add(v, "agency", g->agency, err) == -1 ||
	    fx_statement_add(v, "examiner", g->examiner, err) == -1 ||
	    fx_statement_add(v, "legal", g->legal, err) == -1 ||
	    fx_statement_add(v, "exhibit", g->exhibit, err) == -1 ||
	    fx_statement_add(v, "alg", "sha256/rfc6962/ed25519", err) == -1 ||
	    fx_statement_add(v, "origin", origin, err) == -1 ||
	    put_hex(v, "key", pub->raw, sizeof(pub->raw), err) == -1 ||
	    put_vault(v, g, err) == -1)
		return -1;
	return put_hex(v, "schema", sum, sizeof(sum), err);
}

/* Nothing of another case may be overwritten, or taken for this one's. */
static int
all_new(const char *path, struct fx_err *err)
{
	struct fx_buf ckpt = { 0 };
	int rc = 0;

	fx_buf_printf(&ckpt, "%s.ckpt", path);
	if (fx_buf_check(&ckpt, err) == -1) {
		rc = -1;
	} else if (access(path, F_OK) == 0) {
		rc = fx_fail(err, FX_EARG, 0, "is there already");
	} else if (access(ckpt.p, F_OK) == 0) {
		rc = fx_fail(err, FX_EARG, 0,
		    "%s is there already: the head of another case", ckpt.p);
	}
	fx_buf_done(&ckpt);
	return rc;
}

/* The first record and its head, in a database that nobody else knows of. */
static int
begin(struct fx_store *s, json_t *genesis, struct fx_err *err)
{
	struct fx_buf note = { 0 };
	struct fx_checkpoint head = { .size = 1 };
	int rc = -1;

	if (store_ready(s, err) == -1 ||
	    fx_store_append(s, "genesis", genesis, NULL, 0, err) == -1 ||
	    fx_store_commit(s, err) == -1)
		goto out;
	snprintf(head.origin, sizeof(head.origin), "%s",
	    json_string_value(json_object_get(genesis, "origin")));
	if (fx_merkle_root(&s->chain.tree, head.root) == -1) {
		fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
		goto out;
	}
	if (fx_signer_note(&note, &head, &s->by, err) == 0 &&
	    store_write_head(s, &head, &note, err) == 0) {
		s->chain.note = note;
		return 0;
	}
out:
	fx_buf_done(&note);
	return rc;
}

/* Let the empty vault know whose it is, before there is a case. */
static int
bind_vault(struct fx_store *s, const char *name, struct fx_err *err)
{
	bool others;
	int rc;

	if ((s->vault = fx_vault_open(name, &others, err)) == NULL)
		return -1;
	memcpy(s->chain.first, s->chain.leaf, sizeof(s->chain.first));
	rc = store_see(s, err);
	fx_vault_close(s->vault);
	s->vault = NULL;
	return rc;
}

/* Fill fresh, then give it its name; the .ckpt file comes last.  vault is the
 * name of that, or NULL. */
static int
make(struct fx_store *s, const char *fresh, const char *path, const char *vault,
    json_t *genesis, struct fx_err *err)
{
	s->db = db_create(fresh, &db_case, err);
	if (s->db == NULL || begin(s, genesis, err) == -1 ||
	    (vault != NULL && bind_vault(s, vault, err) == -1))
		return -1;
	sqlite3_finalize(s->last);
	sqlite3_finalize(s->insert);
	sqlite3_finalize(s->insert_head);
	db_close(s->db);
	s->last = s->insert = s->insert_head = NULL;
	s->db = NULL;
	if (file_publish(fresh, path, err) == -1)
		return -1;
	return store_write_ckpt(s, err);
}

/* Under its own name it is a whole case; before, nothing of it is to stay. */
static void
undo(const char *fresh, const char *vault)
{
	if (unlink(fresh) == 0 && vault != NULL)
		unlink(vault);
}

static int
make_vault(const char *name, struct fx_err *err)
{
	struct fx_err why;

	if (fx_vault_create(name, &why) == 0)
		return 0;
	return fx_fail(err, why.code, 0, "%s: %s", name, why.msg);
}

static int
make_files(const char *path, json_t *genesis, const struct fx_signer *by,
    bool keeps, struct fx_buf *note, struct fx_err *err)
{
	struct fx_store *s = calloc(1, sizeof(*s));
	struct fx_buf vault = { 0 };
	char *fresh = NULL;
	int rc = -1;

	if (s == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	s->lock = -1;
	s->by = *by;
	fx_vault_path(&vault, path);
	fx_buf_printf(&s->ckpt, "%s.ckpt", path);
	if (fx_buf_check(&s->ckpt, err) == -1 ||
	    fx_buf_check(&vault, err) == -1 ||
	    (keeps && make_vault(vault.p, err) == -1))
		goto out;
	if ((fresh = file_fresh(path, 0644, err)) == NULL)
		goto out;
	rc = make(s, fresh, path, keeps ? vault.p : NULL, genesis, err);
	if (rc == -1)
		undo(fresh, keeps ? vault.p : NULL);
	else
		fx_buf_put(note, s->chain.note.p, s->chain.note.len);
out:
	free(fresh);
	fx_buf_done(&vault);
	fx_store_close(s);
	return rc;
}

int
fx_store_create(const char *path, const struct fx_genesis *g,
    const struct fx_key *key, struct fx_buf *note, struct fx_err *err)
{
	const struct fx_signer by = g->signer != NULL ? *g->signer
						      : fx_signer_of(key);
	struct fx_checkpoint head = { 0 };
	json_t *genesis;
	int rc = -1;

	if (name_log(&head, g, err) == -1 || all_new(path, err) == -1)
		return -1;
	if ((genesis = json_object()) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	if (describe(genesis, g, head.origin, &by.pub, err) == 0)
		rc = make_files(path, genesis, &by, !g->no_vault, note, err);
	json_decref(genesis);
	return rc;
}
