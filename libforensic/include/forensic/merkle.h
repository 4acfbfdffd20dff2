/* merkle.h - the tree over records: RFC 6962, section 2.1, SHA-256 */
#ifndef FORENSIC_MERKLE_H
#define FORENSIC_MERKLE_H

#include "forensic/hash.h"

/* The leaf hash SHA-256(0x00 || body): also the prev of the next record. */
int fx_leaf(uint8_t out[FX_SHA256_LEN], const void *body, size_t n);

/* { 0 } is the empty tree: the roots of its full subtrees, largest first. */
struct fx_merkle {
	uint64_t size;
	unsigned int peaks;
	uint8_t peak[64][FX_SHA256_LEN];
};

/* Append a leaf hash. Returns 0, or -1 if libcrypto fails. */
int fx_merkle_add(struct fx_merkle *m, const uint8_t leaf[FX_SHA256_LEN]);

/* The root MTH over all leaves so far; of none, SHA-256 of nothing. 0 or -1. */
int fx_merkle_root(const struct fx_merkle *m, uint8_t out[FX_SHA256_LEN]);

#endif
