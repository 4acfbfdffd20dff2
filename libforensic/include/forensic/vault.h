/*
 * vault.h - the sealed values behind the commitments of a case (fxevidence.5)
 *
 * The vault is a file of its own beside the case file, mode 0600: the case file
 * can be handed over without it.  An opening is what shows a commitment to be
 * of its value: the nonce, and the value.  It lies in a box, under the data key
 * of its run, and that key lies beside it, sealed to each custodian as an age
 * file.  Whoever writes to a vault can't read what was written before.
 */
#ifndef FORENSIC_VAULT_H
#define FORENSIC_VAULT_H

#include <stdbool.h>

#include "forensic/age.h"
#include "forensic/buf.h"
#include "forensic/commit.h"
#include "forensic/sys.h"

enum {
	FX_DEK_LEN = 32,
	FX_BOX_NONCE_LEN = 24,
	/* A box is so much longer than its value: both nonces and a tag. */
	FX_BOX_MORE = FX_BOX_NONCE_LEN + FX_NONCE_LEN + 16,
	FX_CUSTODIANS = 32,      /* most of one case */
	FX_SEALED_LEN = 1 << 12, /* longest sealed data key, bytes */
};

/* The key that the openings of a run lie under. To be wiped after use. */
struct fx_dek {
	uint8_t key[FX_DEK_LEN];
};

/* Make one; seal it to a custodian, appended to out.  0, or -1 and err. */
int fx_dek_new(struct fx_dek *dek, struct fx_err *err);
int fx_dek_seal(struct fx_buf *out, const struct fx_dek *dek,
    const struct fx_age_recipient *to, struct fx_err *err);

/* Open a sealed one of n bytes.  Returns 0; or -1 and err as fx_age_open. */
int fx_dek_open(struct fx_dek *dek, const struct fx_age_identities *ids,
    const void *sealed, size_t n, struct fx_err *err);

/*
 * Append the box of an opening: of a field of the record with that leaf hash.
 * chance: where its nonce comes from; NULL: the kernel is asked.  Returns 0, or
 * -1 and err.
 */
int fx_box_seal(struct fx_buf *out, const struct fx_dek *dek,
    const uint8_t leaf[FX_SHA256_LEN], const char *field,
    const uint8_t nonce[FX_NONCE_LEN], const void *value, size_t n,
    struct fx_chance *chance, struct fx_err *err);

/*
 * Open a box of n bytes: the nonce, and the value appended to value.  Returns
 * 0; or -1 if it is of another key, record or field, or was changed.
 */
int fx_box_open(struct fx_buf *value, uint8_t nonce[FX_NONCE_LEN],
    const struct fx_dek *dek, const uint8_t leaf[FX_SHA256_LEN],
    const char *field, const void *box, size_t n);

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

/* One opening, in its box. Borrowed for the call. */
struct fx_opening {
	uint64_t seq, run;
	const char *field;   /* the member of commit */
	const uint8_t *leaf; /* FX_SHA256_LEN bytes */
	const void *box;
	size_t len;
};

/*
 * What a vault has seen of its case file: by this it knows another case, and a
 * copy older than itself.
 */
struct fx_vault_seen {
	uint8_t genesis[FX_SHA256_LEN]; /* leaf hash of record 0 */
	uint64_t size;                  /* records on disk; 0: nothing */
	uint8_t leaf[FX_SHA256_LEN];    /* of the last of them */
};

/*
 * Read that, or write it unless it stands there.  Returns 0; or -1 and err:
 * FX_EBROKEN where a vault that holds something tells of no case.
 */
int fx_vault_seen(struct fx_vault *vault, struct fx_vault_seen *seen,
    struct fx_err *err);
int fx_vault_see(struct fx_vault *vault, const struct fx_vault_seen *seen,
    struct fx_err *err);

/*
 * Add n openings in one transaction, and with them what was seen of the case
 * file before, unless NULL: they are on disk when this returns 0.  -1 and err
 * if not; then none of them is in the vault.
 */
int fx_vault_add(struct fx_vault *vault, const struct fx_opening *openings,
    size_t n, const struct fx_vault_seen *seen, struct fx_err *err);

/* Add the data key of a run, sealed to each of n custodians, in the same way.
 * None of them may have one for that run. */
int fx_vault_add_dek(struct fx_vault *vault, uint64_t run,
    const struct fx_dek *dek, const struct fx_age_recipient *to, size_t n,
    struct fx_err *err);

/*
 * Find the box of a record's field, and append it to box.  Returns 1 and its
 * run; 0, there is none of that leaf; or -1 and err.
 */
int fx_vault_find(struct fx_vault *vault, uint64_t seq, const char *field,
    const uint8_t leaf[FX_SHA256_LEN], uint64_t *run, struct fx_buf *box,
    struct fx_err *err);

/*
 * The data key of a run, sealed to one of ids, appended to sealed.  Returns 1;
 * 0, it is sealed to none of them; or -1 and err.
 */
int fx_vault_find_dek(struct fx_vault *vault, uint64_t run,
    const struct fx_age_identities *ids, struct fx_buf *sealed,
    struct fx_err *err);

/* The next run after that one that has a data key; 0: none.  0, or -1. */
int fx_vault_next_run(struct fx_vault *vault, uint64_t *run,
    struct fx_err *err);

/* Delete the opening of a field of the record with that leaf hash, if it is
 * there; *n grows by one if it was.  It is overwritten.  0, or -1 and err. */
int fx_vault_erase(struct fx_vault *vault, uint64_t seq, const char *field,
    const uint8_t leaf[FX_SHA256_LEN], uint64_t *n, struct fx_err *err);

/* What a case file holds, for fx_vault_trim. */
struct fx_vault_case {
	uint64_t size; /* records */
	uint64_t most; /* of a batch */
	uint64_t runs; /* the last run that is begun */
	uint64_t open; /* the run that a crash broke off: it, or the next */
	bool keep;     /* nothing may be deleted */
};

/*
 * Delete what a crash leaves behind, openings and a data key that were written
 * ahead of records that never were: of at most one batch, of that one run.  *n
 * is how many openings.  Returns 0; or -1 and err, with nothing deleted:
 * FX_EBROKEN when there is more than that, or anything with keep.
 */
int fx_vault_trim(struct fx_vault *vault, const struct fx_vault_case *of,
    uint64_t *n, struct fx_err *err);

#endif
