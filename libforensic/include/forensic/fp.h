/*
 * fp.h - keyed fingerprints: which findings are of one value, told by none but
 * the laboratory that has the key (fxevidence.5)
 *
 * fp = the first 16 bytes of HMAC-SHA256(key, "13:fxevidence fp," ||
 * netstring(kind) || netstring(value))
 */
#ifndef FORENSIC_FP_H
#define FORENSIC_FP_H

#include <jansson.h>

#include "forensic/carver.h"
#include "forensic/err.h"

enum {
	FX_FP_KEY_LEN = 32,
	FX_FP_LEN = 16,
	FX_FP_TEXT = 2 * FX_FP_LEN /* in digits, without the NUL */
};

struct fx_fp_key {
	uint8_t raw[FX_FP_KEY_LEN];
	char id[FX_FP_TEXT + 1]; /* what it is called in run.begin */
};

/*
 * Make one; read one from a file of 64 hexadecimal digits, which nobody but its
 * owner may read or write (FX_EARG) unless it is a pipe; write one to a file
 * that does not exist, mode 0600, flushed to disk.  0, or -1 and err.
 */
int fx_fp_key_new(struct fx_fp_key *key, struct fx_err *err);
int fx_fp_key_load(struct fx_fp_key *key, const char *path, struct fx_err *err);
int fx_fp_key_save(const struct fx_fp_key *key, const char *path,
    struct fx_err *err);
void fx_fp_key_forget(struct fx_fp_key *key); /* overwrites it */

/* What the fp of a finding is over: a kind, and a member of commit. */
struct fx_fp_over {
	const char *kind, *field;
};

/*
 * Of a finding of that class, which commits to these fields: its value, or what
 * its carver says is the same thing elsewhere (a track's card number).  c may
 * be NULL.
 */
struct fx_fp_over fx_fp_over(const struct fx_carver *c, const char *class,
    const json_t *commit);

/* The fp of n bytes in digits. 0, or -1 if libcrypto or memory fails. */
int fx_fp(char out[FX_FP_TEXT + 1], const struct fx_fp_key *key,
    const char *kind, const void *value, size_t n);

#endif
