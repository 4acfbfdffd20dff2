/*
 * sealed.h - what browsers encrypt: by its prefix that there is something, and
 * of what size; never what
 */
#ifndef SEALED_H
#define SEALED_H

#include "forensic/carver.h"

/* A ciphertext. */
struct sealed {
	const char *prefix; /* "dpapi", "v10", "v11", "v20", "nss", "oskeystore"
	                     */
	size_t at;          /* where it begins in the window */
	size_t n;     /* characters: of its prefix; in base64 of all of it */
	size_t bytes; /* of all of it */
	bool exact;   /* of a size that its cipher gives */
};

/*
 * Where a ciphertext of Chromium begins whose anchor is at `at`; SIZE_MAX if
 * none does, or if another begins before this one could end.
 */
size_t sealed_begin(const struct fx_window *w, size_t at);

/* Read the prefix of one of n bytes there. Returns false if it is none. */
bool sealed_chromium(const struct fx_window *w, size_t at, uint64_t n,
    struct sealed *s);

/*
 * The same of what NSS encrypts, in base64, of which all is there: a SEQUENCE
 * of the key's name, the cipher with its initial vector, and the ciphertext.
 */
bool sealed_nss(const struct fx_window *w, size_t at, struct sealed *s);

/*
 * And of Firefox's key store: vector, ciphertext and tag of a card's number, in
 * base64; exact if it has so many digits.
 */
bool sealed_store(const struct fx_window *w, size_t at, size_t digits,
    struct sealed *s);

/* Anchors of ciphertexts of Chromium: bytes. */
#define SEALED_ANCHORS                                         \
	{ .kind = FX_ANCHOR_BYTES,                             \
		.n = 3,                                        \
		.bytes = { 'v', '0', '0' },                    \
		.mask = { 0xff, 0xfc, 0xfe } },                \
	{                                                      \
		.kind = FX_ANCHOR_BYTES, .n = 4,               \
		.bytes = { 0xd0, 0x8c, 0x9d, 0xdf }, .mask = { \
			0xff,                                  \
			0xff,                                  \
			0xff,                                  \
			0xff                                   \
		}                                              \
	}

#endif
