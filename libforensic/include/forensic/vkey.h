/*
 * vkey.h - verifier keys of C2SP signed-note, and what they verify
 *
 *	NAME+hex(KEYID)+base64(TYPE || PUB)
 *
 * Two types are known: the Ed25519 signature over a note's text (0x01), and the
 * witness' cosignature (0x04), C2SP tlog-cosignature, which holds the time at
 * which it was made: — NAME base64(KEYID4 || TIME8 || SIG64), over
 *
 *	cosignature/v1\ntime TIME\n and the note's text.
 */
#ifndef FORENSIC_VKEY_H
#define FORENSIC_VKEY_H

#include "forensic/note.h"

enum fx_vkey_type { FX_VKEY_ED25519 = 0x01, FX_VKEY_COSIGNATURE = 0x04 };

struct fx_vkey {
	char name[FX_ORIGIN_LEN + 1];
	enum fx_vkey_type type;
	struct fx_pub pub;
	uint8_t id[4]; /* SHA-256(NAME || 0x0A || TYPE || PUB)[:4] */
};

/* Fill key; the name must be fit for one.  Returns 0, or -1 and err. */
int fx_vkey_make(struct fx_vkey *key, enum fx_vkey_type type, const char *name,
    const struct fx_pub *pub, struct fx_err *err);

/* Append its text. Returns 0, or -1 when out failed. */
int fx_vkey_put(struct fx_buf *out, const struct fx_vkey *key);

/* Take n bytes apart, of either type; its hash must fit. 0, or -1 and err. */
int fx_vkey_get(struct fx_vkey *key, const char *text, size_t n,
    struct fx_err *err);

/* The same from a file that holds it in one line. Returns 0, or -1 and err. */
int fx_vkey_load(struct fx_vkey *key, const char *path, struct fx_err *err);

enum fx_signed {
	FX_SIGNED_NOT, /* by another name or key id: to be ignored */
	FX_SIGNED_BAD, /* it claims to be by this key, and is not good */
	FX_SIGNED_GOOD,
};

/*
 * What a signature line says of the text, of len bytes, that it stands under.
 * time is told of good cosignatures, in seconds since 1970; NULL is fine.
 */
enum fx_signed fx_vkey_check(const struct fx_vkey *key,
    const struct fx_note_sig *sig, const char *text, size_t len,
    uint64_t *time);

/*
 * The same of all lines of a note, whose text was parsed: one that is bad
 * spoils the good ones, as signed-note has it; time is of the last good one.
 */
enum fx_signed fx_vkey_check_note(const struct fx_vkey *key,
    const struct fx_note *note, const char *text, uint64_t *time);

/*
 * Append the signature line under name over the head's text: with type
 * FX_VKEY_COSIGNATURE a cosignature made at time, at most 2^63 - 1.  Returns 0,
 * or -1 and err.
 */
int fx_vkey_sign(struct fx_buf *out, const struct fx_checkpoint *head,
    enum fx_vkey_type type, const char *name, const struct fx_key *key,
    uint64_t time, struct fx_err *err);

#endif
