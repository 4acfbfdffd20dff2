/* merkle_consistency.c - one tree is the beginning of another (RFC 6962, 2.1.2)
 */
#include <stdbool.h>
#include <string.h>

#include "forensic/consistency.h"

/* The largest power of two smaller than n, which is 2 or more. */
static uint64_t
split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

/*
 * SUBPROOF of the RFC: which parts of the newer tree must be shown so that both
 * roots follow.  It goes from the whole tree down; the proof is read upwards.
 */
static void
choose(struct fx_consistency *c, uint64_t old, uint64_t size)
{
	uint64_t from = 0, n = size, m = old, k;
	bool whole = true; /* what is left of the older tree is all of it */
	size_t i;

	while (m != n) {
		k = split(n);
		if (m <= k) {
			c->part[c->n++] = (struct fx_merkle_part){
				.from = from + k,
				.to = from + n
			};
			n = k;
		} else {
			c->part[c->n++] = (struct fx_merkle_part){ .from = from,
				.to = from + k };
			from += k;
			m -= k;
			n -= k;
			whole = false;
		}
	}
	/* Whoever has the older root need not be told it again. */
	if (!whole)
		c->part[c->n++] = (struct fx_merkle_part){ .from = from,
			.to = from + n };
	for (i = 0; i < c->n / 2; i++) {
		struct fx_merkle_part swap = c->part[i];

		c->part[i] = c->part[c->n - 1 - i];
		c->part[c->n - 1 - i] = swap;
	}
}

int
fx_consistency_begin(struct fx_consistency *c, uint64_t old, uint64_t size,
    struct fx_err *err)
{
	*c = (struct fx_consistency){ .size = size };
	if (size > FX_CONSISTENCY_SIZE || old > size)
		return fx_fail(err, FX_EARG, 0,
		    "there is no proof from one size to a smaller one");
	if (old > 0)
		choose(c, old, size);
	return 0;
}

/* The part that holds leaf i, or NULL: parts do not overlap. */
static struct fx_merkle_part *
part_of(struct fx_consistency *c, uint64_t i)
{
	size_t k;

	for (k = 0; k < c->n; k++)
		if (c->part[k].from <= i && i < c->part[k].to)
			return &c->part[k];
	return NULL;
}

int
fx_consistency_add(struct fx_consistency *c, const uint8_t leaf[FX_SHA256_LEN])
{
	struct fx_merkle_part *part;
	uint64_t i = c->seen++;

	if (c->now == NULL || i >= c->now->to) {
		c->now = part_of(c, i);
		c->tree = (struct fx_merkle){ 0 };
	}
	if ((part = c->now) == NULL)
		return 0;
	if (fx_merkle_add(&c->tree, leaf) == -1)
		return -1;
	return i + 1 == part->to ? fx_merkle_root(&c->tree, part->root) : 0;
}

/* The nodes of a proof as they are used up; none is left, or failed is set. */
struct nodes {
	const uint8_t *p;
	size_t n, at;
	bool failed;
};

/* out becomes the parent of two nodes, which may be itself. */
static void
parent(struct nodes *s, uint8_t out[FX_SHA256_LEN],
    const uint8_t left[FX_SHA256_LEN], const uint8_t right[FX_SHA256_LEN])
{
	if (fx_merkle_node(out, left, right) == -1)
		s->failed = true;
}

/*
 * RFC 9162, 2.1.4.2: from the node where the trees part upwards, both roots at
 * once.  fn and sn are the places of that node and of the last one of the newer
 * tree, in their level.
 */
static void
climb(struct nodes *s, uint64_t fn, uint64_t sn, uint8_t fr[FX_SHA256_LEN],
    uint8_t sr[FX_SHA256_LEN])
{
	const uint8_t *c;

	for (; s->at < s->n && !s->failed; s->at++) {
		c = s->p + s->at * FX_SHA256_LEN;
		if (sn == 0) {
			s->failed = true; /* longer than the tree is high */
			return;
		}
		if ((fn & 1) != 0 || fn == sn) {
			parent(s, fr, c, fr);
			parent(s, sr, c, sr);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			parent(s, sr, sr, c);
		}
		fn >>= 1;
		sn >>= 1;
	}
	s->failed = s->failed || sn != 0; /* or it is shorter */
}

int
fx_consistency_check(uint64_t old, const uint8_t old_root[FX_SHA256_LEN],
    uint64_t size, const uint8_t root[FX_SHA256_LEN], const uint8_t *proof,
    size_t n)
{
	uint8_t fr[FX_SHA256_LEN], sr[FX_SHA256_LEN];
	uint64_t fn = old - 1, sn = size - 1;
	struct nodes s = { .p = proof, .n = n };

	if (size > FX_CONSISTENCY_SIZE || old > size || n > FX_PROOF_NODES)
		return -1;
	if (old == 0 || old == size) {
		/* Nothing to show: everything begins with nothing. */
		if (n != 0 ||
		    (old == size && memcmp(old_root, root, sizeof(fr)) != 0))
			return -1;
		return 0;
	}
	for (; (fn & 1) != 0; fn >>= 1)
		sn >>= 1;
	if (fn == 0) {
		/* A full tree is itself the first node. */
		memcpy(fr, old_root, sizeof(fr));
	} else {
		if (n == 0)
			return -1;
		memcpy(fr, proof, sizeof(fr));
		s.at = 1;
	}
	memcpy(sr, fr, sizeof(sr));
	climb(&s, fn, sn, fr, sr);
	return !s.failed && memcmp(fr, old_root, sizeof(fr)) == 0 &&
		memcmp(sr, root, sizeof(sr)) == 0
	    ? 0
	    : -1;
}
