/* chain.h - the chain of a case file, checked from its start */
#ifndef EVIDENCE_CHAIN_H
#define EVIDENCE_CHAIN_H

#include <jansson.h>
#include <sqlite3.h>

#include "forensic/key.h"
#include "forensic/merkle.h"
#include "forensic/note.h"
#include "forensic/vault.h"

/* What is known of a chain at its end. Ended by chain_done. */
struct chain {
	struct fx_merkle tree;
	uint8_t
	    leaf[FX_SHA256_LEN]; /* of the last record: the next one's prev */
	json_t *genesis;         /* the record */
	uint8_t first[FX_SHA256_LEN]; /* its leaf hash */
	const char *origin;           /* of genesis */
	struct fx_pub force;          /* the key that the next head must bear */
	struct fx_buf keys; /* all that were announced, one behind another */
	bool rekeyed;       /* the last record announces a key, unsealed */
	struct fx_checkpoint head;   /* the latest signed head; size 0: none */
	struct fx_buf note;          /* and its note */
	uint64_t sealed;             /* anchors that seals hold */
	uint64_t sources, runs;      /* the highest numbers given */
	uint64_t open_run, open_src; /* a run without its end; 0: none */
	uint64_t open_seq;           /* its run.begin */
	bool no_vault;               /* openings are not kept */
	size_t custodians;           /* whom they are sealed to */
	struct fx_age_recipient custodian[FX_CUSTODIANS];
	json_t *erased; /* the records that say so; NULL: none */
};

/* Is it among the custodians? */
bool chain_custodian(const struct chain *c, const struct fx_age_recipient *r);

/* The record that says that this opening was erased; 0: none does. */
uint64_t chain_erased(const struct chain *c, uint64_t seq, const char *field);

/* A head known from elsewhere, which the chain must pass through; size 0:
 * none. */
struct chain_head {
	uint64_t size;
	uint8_t root[FX_SHA256_LEN];
};

/*
 * Read all records and heads of db.  Each record must hash to its leaf; each
 * head must be the root of that many records, signed by the key in force; past
 * the last head, and of the kinds that structure a case, bodies must be
 * canonical and follow one another.  known: see above, or NULL.  Returns 0, or
 * -1 and err, FX_EBROKEN where the chain is not whole.
 */
int chain_read(struct chain *c, sqlite3 *db, const struct chain_head *known,
    struct fx_err *err);
void chain_done(struct chain *c); /* { 0 } is fine */

#endif
