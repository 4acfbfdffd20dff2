/* merkle.h - the tree over records: RFC 6962, section 2.1, SHA-256 */
#ifndef FORENSIC_MERKLE_H
#define FORENSIC_MERKLE_H

#include <stddef.h>
#include <stdint.h>

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

/* The parent of two nodes, to out, which may be one of them. 0 or -1. */
int fx_merkle_node(uint8_t out[FX_SHA256_LEN],
    const uint8_t left[FX_SHA256_LEN], const uint8_t right[FX_SHA256_LEN]);

/*
 * Proofs that a leaf is in a tree: RFC 6962, 2.1.1.  A proof is a row of
 * hashes, FX_SHA256_LEN bytes each, from the leaf's sibling to the root's
 * child.  The longest, of a tree of 2^64 - 1 leaves, has FX_INCLUSION_MOST.
 */
enum { FX_INCLUSION_MOST = 64 };

/* How many hashes the proof for leaf index of size has; index < size. */
size_t fx_inclusion_len(uint64_t index, uint64_t size);

/*
 * The root that the n hashes lead to from the leaf.  Returns 0; or -1 if there
 * is no such leaf in a tree of that size, if its proof has not n hashes, or if
 * libcrypto fails.  Whose root it is the caller compares.
 */
int fx_inclusion_root(uint8_t out[FX_SHA256_LEN], uint64_t index, uint64_t size,
    const uint8_t leaf[FX_SHA256_LEN], const uint8_t *hashes, size_t n);

/*
 * Proofs for some leaves of one tree, made while all its leaves pass by once:
 * memory is that of the proofs.
 */
struct fx_inclusions;

/*
 * For a tree of size leaves and the n of them that index lists, ascending and
 * none twice.  NULL and err: FX_EARG if they do not, FX_ENOMEM.
 */
struct fx_inclusions *fx_inclusions_new(uint64_t size, const uint64_t *index,
    size_t n, struct fx_err *err);
void fx_inclusions_free(struct fx_inclusions *p); /* NULL is fine */

/* The next leaf; those past the last are refused. Returns 0, or -1 and err. */
int fx_inclusions_add(struct fx_inclusions *p,
    const uint8_t leaf[FX_SHA256_LEN], struct fx_err *err);

/*
 * After the last leaf: the root, and all proofs are ready.  Returns 0; or -1
 * and err, FX_EARG if leaves are lacking.
 */
int fx_inclusions_end(struct fx_inclusions *p, uint8_t root[FX_SHA256_LEN],
    struct fx_err *err);

/* The i-th proof: *n hashes. Borrowed until p is freed. */
const uint8_t *fx_inclusions_proof(const struct fx_inclusions *p, size_t i,
    size_t *n);

#endif
