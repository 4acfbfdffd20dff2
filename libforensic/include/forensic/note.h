/*
 * note.h - signed heads: C2SP tlog-checkpoint in a signed-note, Ed25519
 *
 *	ORIGIN\nSIZE\nBASE64(ROOT)\n\n— NAME BASE64(KEYID4 || SIG64)\n
 */
#ifndef FORENSIC_NOTE_H
#define FORENSIC_NOTE_H

#include "forensic/buf.h"
#include "forensic/hash.h"
#include "forensic/key.h"

enum {
	FX_ORIGIN_LEN = 255,                 /* longest origin, bytes */
	FX_NOTE_LEN = 1 << 14,               /* longest note accepted, bytes */
	FX_NOTE_SIGS = 16,                   /* most signature lines accepted */
	FX_COSIGNATURE_LEN = 8 + FX_SIG_LEN, /* a time and a signature */
};

/* A tree head. */
struct fx_checkpoint {
	char origin[FX_ORIGIN_LEN + 1];
	uint64_t size; /* records */
	uint8_t root[FX_SHA256_LEN];
};

/* One signature line of a note. */
struct fx_note_sig {
	char name[FX_ORIGIN_LEN + 1];
	uint8_t id[4]; /* key id */
	uint8_t sig[FX_COSIGNATURE_LEN];
	bool ed25519, cosignature; /* it has the length of one; nothing is
	                              kept of others */
};

struct fx_note {
	struct fx_checkpoint head;
	size_t text_len; /* bytes of the note that are signed, from its start */
	size_t nsigs;
	struct fx_note_sig sigs[FX_NOTE_SIGS];
};

/*
 * Is s fit for an origin and key name: 1 to FX_ORIGIN_LEN bytes of UTF-8
 * without white space, controls and '+'?
 */
bool fx_origin_ok(const char *s);

/* Append the head's text, unsigned. */
void fx_checkpoint_text(struct fx_buf *out, const struct fx_checkpoint *head);

/* Append the whole signed note; the key name is the head's origin. 0 or -1. */
int fx_note_sign(struct fx_buf *out, const struct fx_checkpoint *head,
    const struct fx_key *key, struct fx_err *err);

/*
 * Take a note of n bytes apart; checks form alone (canonical base64, decimal
 * without leading zeros, no extension line), no signature.  Returns 0, or -1
 * and FX_EFORMAT.
 */
int fx_note_parse(struct fx_note *note, const char *text, size_t n,
    struct fx_err *err);

/* One signature line of n bytes, without its newline. Returns 0 or -1. */
int fx_note_sig_parse(struct fx_note_sig *sig, const char *s, size_t n);

/*
 * Is there a good signature by pub under the note's own origin, and no bad one
 * under the same name and key id?  text is what was parsed.  0 yes, -1 no.
 */
int fx_note_verify(const struct fx_note *note, const char *text,
    const struct fx_pub *pub);

/* The key id SHA-256(NAME || 0x0A || 0x01 || PUB)[:4]. 0, or -1. */
int fx_key_id(uint8_t id[4], const char *name, const struct fx_pub *pub);

/* Append NAME+hex(KEYID)+base64(0x01 || PUB), the C2SP verifier key. */
int fx_vkey_text(struct fx_buf *out, const char *name,
    const struct fx_pub *pub);

/*
 * Take a verifier key of n bytes apart: its name to name, its key to pub.  Only
 * Ed25519 (type 0x01), only with a hash that fits. Returns 0, or -1 and err.
 */
int fx_vkey_parse(const char *text, size_t n, char name[FX_ORIGIN_LEN + 1],
    struct fx_pub *pub, struct fx_err *err);

#endif
