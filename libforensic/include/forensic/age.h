/*
 * age.h - files sealed to X25519 keys: age-encryption.org/v1 (C2SP age.md)
 *
 * What is sealed here opens with age(1), and what age(1) seals to such keys
 * opens here.  Files are taken as bytes, not in their ASCII armour. Passphrases
 * and keys of other kinds are not known.
 */
#ifndef FORENSIC_AGE_H
#define FORENSIC_AGE_H

#include "forensic/buf.h"

enum {
	FX_AGE_KEY_LEN = 32,
	FX_AGE_RECIPIENT_LEN = 62,  /* characters of age1... */
	FX_AGE_IDENTITY_LEN = 74,   /* of AGE-SECRET-KEY-1... */
	FX_AGE_IDENTITIES = 16,     /* most of one file of identities */
	FX_AGE_RECIPIENTS = 64,     /* most that one file is sealed to */
	FX_AGE_STANZAS = 64,        /* most stanzas of a header */
	FX_AGE_HEADER_LEN = 1 << 16 /* longest header, bytes */
};

/* Whom a file is sealed to: a public key. */
struct fx_age_recipient {
	uint8_t raw[FX_AGE_KEY_LEN];
};

/* Who opens it: private keys.  { 0 } is none; ended by fx_age_forget. */
struct fx_age_identities {
	size_t n;
	uint8_t raw[FX_AGE_IDENTITIES][FX_AGE_KEY_LEN];
	struct fx_age_recipient recipient[FX_AGE_IDENTITIES];
};
void fx_age_forget(struct fx_age_identities *ids); /* wipe; { 0 } again */

/* Read age1..., n characters.  Returns 0, or -1 and err. */
int fx_age_recipient_parse(struct fx_age_recipient *r, const char *s, size_t n,
    struct fx_err *err);
void fx_age_recipient_text(const struct fx_age_recipient *r,
    char out[FX_AGE_RECIPIENT_LEN + 1]);

/*
 * The recipients that a file names, one a line, or whose identities it holds;
 * lines that are empty or begin with '#' are passed over.  At most most of
 * them; *n is how many, at least one.  Returns 0, or -1 and err.
 */
int fx_age_recipient_load(struct fx_age_recipient *r, size_t most, size_t *n,
    const char *path, struct fx_err *err);

/* Make one new identity.  Returns 0, or -1 and err. */
int fx_age_identity_new(struct fx_age_identities *ids, struct fx_err *err);

/*
 * The identity of a secret that the caller has: 32 bytes that nobody can guess.
 * Returns 0, or -1 and err.
 */
int fx_age_identity_of(struct fx_age_identities *ids,
    const uint8_t secret[FX_AGE_KEY_LEN], struct fx_err *err);

/*
 * Write the first of ids to path, which must not exist, in the form of
 * age-keygen(1), mode 0600, flushed to disk.  Returns 0, or -1 and err.
 */
int fx_age_identity_save(const struct fx_age_identities *ids, const char *path,
    struct fx_err *err);

/* Read a file of identities, as age-keygen(1) writes it.  0, or -1 and err. */
int fx_age_identity_load(struct fx_age_identities *ids, const char *path,
    struct fx_err *err);

/* Append n bytes sealed to that many recipients.  Returns 0, or -1 and err. */
int fx_age_seal(struct fx_buf *out, const struct fx_age_recipient *to,
    size_t recipients, const void *p, size_t n, struct fx_err *err);

/*
 * Can one X25519 key open the n bytes at p, and nobody else?  True if they
 * begin with the header of a file that has one stanza, for such a key: whose it
 * is only its identity can tell.
 */
bool fx_age_is_for_one(const void *p, size_t n);

/*
 * Append what the n bytes at p, a whole file, are sealed from.  Returns 0; or
 * -1, nothing appended, and err: FX_EFORMAT and FX_ELIMIT for what is no such
 * file, FX_EARG where none of ids fits, FX_EBROKEN for what was changed.
 */
int fx_age_open(struct fx_buf *out, const struct fx_age_identities *ids,
    const void *p, size_t n, struct fx_err *err);

#endif
