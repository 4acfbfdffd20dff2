/*
 * vault.h - the clear values behind the commitments of a case (fxevidence.5)
 *
 * The vault is a file of its own beside the case file, mode 0600: the case file
 * can be handed over without it.  An opening is what shows a commitment to be
 * of its value: the nonce, and the value.
 */
#ifndef FORENSIC_VAULT_H
#define FORENSIC_VAULT_H

#include <stdbool.h>

#include "forensic/buf.h"
#include "forensic/commit.h"

struct fx_vault;

/* Append the vault's name: .vault in place of .evd, or else behind it. */
void fx_vault_path(struct fx_buf *out, const char *case_path);

/*
 * Make an empty vault, mode 0600 from its first moment whatever the umask; one
 * that is there and empty serves too (a start that broke off left it).  Returns
 * 0, or -1 and err.
 */
int fx_vault_create(const char *path, struct fx_err *err);

/*
 * Open a vault to add to it; an unfinished write is rolled back.  others
 * becomes true if its mode lets others than its owner at it.  NULL and err on
 * failure.
 */
struct fx_vault *fx_vault_open(const char *path, bool *others,
    struct fx_err *err);
void fx_vault_close(struct fx_vault *vault); /* NULL is fine */

/* One opening. Borrowed for the call. */
struct fx_opening {
	uint64_t seq;
	const char *field;           /* the member of commit */
	const uint8_t *leaf, *nonce; /* FX_SHA256_LEN, FX_NONCE_LEN bytes */
	const void *value;
	size_t len;
};

/*
 * Add n openings in one transaction: they are on disk when this returns 0.  -1
 * and err if not; then none of them is in the vault.
 */
int fx_vault_add(struct fx_vault *vault, const struct fx_opening *openings,
    size_t n, struct fx_err *err);

/*
 * Delete the openings of records from number size on: they were written ahead
 * of records that never were.  *n is how many.  Returns 0; or -1 and err:
 * FX_EBROKEN, with nothing deleted, when one lies past size + most, which no
 * start that broke off leaves behind.
 */
int fx_vault_trim(struct fx_vault *vault, uint64_t size, uint64_t most,
    uint64_t *n, struct fx_err *err);

#endif
