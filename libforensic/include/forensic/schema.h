/* schema.h - the tables of a case file and of a vault, as their exact text */
#ifndef FORENSIC_SCHEMA_H
#define FORENSIC_SCHEMA_H

#include <stddef.h>

#include "forensic/hash.h"

enum {
	FX_CASE_APPLICATION_ID = 1163283505,  /* 0x45564C31, "EVL1" */
	FX_VAULT_APPLICATION_ID = 1163286092, /* 0x4556564C, "EVVL" */
	FX_CASE_VERSION = 1,
	FX_VAULT_VERSION = 2, /* 1 held the values in clear */
};

/* One CREATE statement: its text is what sqlite_schema.sql must hold. */
struct fx_schema_item {
	const char *type, *name, *sql;
};

/* In the order they are created; each ends with type NULL. */
extern const struct fx_schema_item fx_case_schema[], fx_vault_schema[];

/*
 * SHA-256 over the items' sql, each followed by one newline, in this order: the
 * genesis record's member schema.  Returns 0, or -1.
 */
int fx_schema_sum(const struct fx_schema_item *items,
    uint8_t out[FX_SHA256_LEN]);

#endif
