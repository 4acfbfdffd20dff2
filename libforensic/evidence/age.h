/* age.h - the header of an age file (C2SP age.md, "File header") */
#ifndef EVIDENCE_AGE_H
#define EVIDENCE_AGE_H

#include "forensic/age.h"
#include "forensic/hash.h"

enum { AGE_BODY_LEN = 48 }; /* bytes that a full line of a body holds */

/* One stanza, as far as it matters here. Text is borrowed from the file. */
struct age_stanza {
	const char *type, *arg; /* the first two arguments; arg may be NULL */
	size_t type_len, arg_len;
	size_t args;                /* with the type */
	uint8_t body[AGE_BODY_LEN]; /* its first line, decoded */
	size_t body_len;            /* of all its lines */
};

struct age_header {
	size_t n;
	struct age_stanza stanza[FX_AGE_STANZAS];
	size_t covered; /* bytes that the mac is of: up to and with "---" */
	uint8_t mac[FX_SHA256_LEN];
	size_t len; /* bytes of the header; the payload follows */
};

/* Take the header of a file of n bytes. Returns 0, or -1 and err. */
int age_header_parse(struct age_header *h, const char *p, size_t n,
    struct fx_err *err);

/* Is s, of n characters, that word? */
bool age_word(const char *s, size_t n, const char *word);

/*
 * Base64 without padding.  Decode n characters, 64 at most: 0 and the bytes in
 * *len, or -1 for all but the one canonical spelling.
 */
int age_base64_get(uint8_t out[AGE_BODY_LEN], size_t *len, const char *s,
    size_t n);
void age_base64_put(struct fx_buf *out, const void *p, size_t n);

#endif
