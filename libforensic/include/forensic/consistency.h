/*
 * consistency.h - proof that one tree is the beginning of another
 *
 * RFC 6962, 2.1.2: a few nodes of the newer tree from which the roots of both
 * follow.  Who kept the older root, and is shown the proof, knows that nothing
 * of the older tree was changed, removed or moved.
 */
#ifndef FORENSIC_CONSISTENCY_H
#define FORENSIC_CONSISTENCY_H

#include "forensic/err.h"
#include "forensic/merkle.h"

enum { FX_PROOF_NODES = 63 }; /* most nodes of a proof: C2SP tlog-witness */

/* The largest tree of which a proof is made or checked: its fit above. */
#define FX_CONSISTENCY_SIZE (UINT64_C(1) << 62)

/* The leaves from .. to - 1 of a tree, and the root over them. */
struct fx_merkle_part {
	uint64_t from, to;
	uint8_t root[FX_SHA256_LEN];
};

/* A proof that is being made, in one pass over the leaves. */
struct fx_consistency {
	size_t n;                                   /* nodes of the proof */
	struct fx_merkle_part part[FX_PROOF_NODES]; /* in its order */
	uint64_t size, seen;
	struct fx_merkle_part *now; /* that the next leaf may belong to */
	struct fx_merkle tree;      /* over its leaves so far */
};

/*
 * Begin the proof from the first old leaves to the first size ones.  Of nothing
 * and of the same size it has no node.  Returns 0; or -1 and FX_EARG.
 */
int fx_consistency_begin(struct fx_consistency *c, uint64_t old, uint64_t size,
    struct fx_err *err);

/*
 * Add the next leaf hash, from the first on; after size of them part[].root
 * are the nodes.  Returns 0, or -1 if libcrypto fails.
 */
int fx_consistency_add(struct fx_consistency *c,
    const uint8_t leaf[FX_SHA256_LEN]);

/*
 * Do the n nodes, one behind the other, show that the tree of old leaves and
 * that root is the beginning of the other one?  old_root is not looked at when
 * old is 0. Returns 0 for yes, -1 for no.
 */
int fx_consistency_check(uint64_t old, const uint8_t old_root[FX_SHA256_LEN],
    uint64_t size, const uint8_t root[FX_SHA256_LEN], const uint8_t *proof,
    size_t n);

#endif
