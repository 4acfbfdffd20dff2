/* vault_internal.h - an open vault, for the files that make it up */
#ifndef EVIDENCE_VAULT_INTERNAL_H
#define EVIDENCE_VAULT_INTERNAL_H

#include "db.h"
#include "forensic/vault.h"

struct fx_vault {
	sqlite3 *db;
	sqlite3_stmt *insert, *insert_dek, *find, *find_dek, *next, *erase;
	sqlite3_stmt *seen, *see;
};

/* End a transaction that was begun: all of it if rc is 0, or nothing. */
int vault_end(struct fx_vault *vault, int rc, struct fx_err *err);

#endif
