/* merkle_inclusion.c - proofs that a leaf is in the tree: RFC 6962, 2.1.1 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/merkle.h"

/*
 * At level l stand the nodes over 2^l leaves each, the last of which may have
 * fewer; one that has no node to its right passes as it is to the level above.
 * The proof of leaf i has the neighbour of its ancestor of each level: node
 * (i >> l) ^ 1, where that is.
 */
struct wanted {
	uint64_t index;
	uint8_t *hashes; /* n of them */
	size_t n;
};

struct fx_inclusions {
	struct fx_merkle tree;
	uint64_t size;
	uint8_t *hashes; /* of all proofs */
	size_t n;
	struct wanted list[]; /* in ascending order of index */
};

/* Has the ancestor of leaf index at that level a neighbour there? */
static bool
has_neighbour(uint64_t index, uint64_t last, unsigned int level)
{
	uint64_t at = index >> level, end = last >> level;

	return (at & 1) != 0 || at < end;
}

/* How many neighbours does the proof have below that level? */
static size_t
below(uint64_t index, uint64_t last, unsigned int level)
{
	unsigned int l;
	size_t n = 0;

	for (l = 0; l < level; l++)
		n += has_neighbour(index, last, l);
	return n;
}

size_t
fx_inclusion_len(uint64_t index, uint64_t size)
{
	return below(index, size - 1, FX_INCLUSION_MOST);
}

int
fx_inclusion_root(uint8_t out[FX_SHA256_LEN], uint64_t index, uint64_t size,
    const uint8_t leaf[FX_SHA256_LEN], const uint8_t *hashes, size_t n)
{
	unsigned int l;
	int rc;

	if (index >= size || n != fx_inclusion_len(index, size))
		return -1;
	memcpy(out, leaf, FX_SHA256_LEN);
	for (l = 0; n > 0; l++) {
		if (!has_neighbour(index, size - 1, l))
			continue;
		rc = (index >> l & 1) != 0 ? fx_merkle_node(out, hashes, out)
					   : fx_merkle_node(out, out, hashes);
		if (rc == -1)
			return -1;
		hashes += FX_SHA256_LEN;
		n--;
	}
	return 0;
}

static struct fx_inclusions *
refuse(struct fx_inclusions *p, struct fx_err *err)
{
	fx_inclusions_free(p);
	fx_fail(err, FX_ENOMEM, 0, "out of memory for proofs");
	return NULL;
}

struct fx_inclusions *
fx_inclusions_new(uint64_t size, const uint64_t *index, size_t n,
    struct fx_err *err)
{
	struct fx_inclusions *p;
	size_t i, sum = 0;

	for (i = 0; i < n; i++)
		if (index[i] >= size || (i > 0 && index[i] <= index[i - 1])) {
			fx_fail(err, FX_EARG, 0, "not leaves in order");
			return NULL;
		}
	if (n > SIZE_MAX / FX_INCLUSION_MOST / FX_SHA256_LEN / 2)
		return refuse(NULL, err);
	p = calloc(1, sizeof(*p) + n * sizeof(p->list[0]));
	if (p == NULL)
		return refuse(p, err);
	p->size = size;
	p->n = n;
	for (i = 0; i < n; i++) {
		p->list[i].index = index[i];
		p->list[i].n = fx_inclusion_len(index[i], size);
		sum += p->list[i].n;
	}
	p->hashes = calloc(sum + 1, FX_SHA256_LEN);
	if (p->hashes == NULL)
		return refuse(p, err);
	for (i = 0, sum = 0; i < n; sum += p->list[i].n, i++)
		p->list[i].hashes = p->hashes + sum * FX_SHA256_LEN;
	return p;
}

void
fx_inclusions_free(struct fx_inclusions *p)
{
	if (p == NULL)
		return;
	free(p->hashes);
	free(p);
}

/* The first wanted leaf that is not before index. */
static size_t
first_from(const struct fx_inclusions *p, uint64_t index)
{
	size_t lo = 0, hi = p->n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (p->list[mid].index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* A node is known: it goes to each proof that its neighbour is on the way of.
 */
static void
give(struct fx_inclusions *p, unsigned int level, uint64_t at,
    const uint8_t hash[FX_SHA256_LEN])
{
	uint64_t other = at ^ 1;
	struct wanted *w;
	size_t i;

	for (i = first_from(p, other << level); i < p->n; i++) {
		w = &p->list[i];
		if (w->index >> level != other)
			break;
		memcpy(w->hashes +
			below(w->index, p->size - 1, level) * FX_SHA256_LEN,
		    hash, FX_SHA256_LEN);
	}
}

int
fx_inclusions_add(struct fx_inclusions *p, const uint8_t leaf[FX_SHA256_LEN],
    struct fx_err *err)
{
	struct fx_merkle *m = &p->tree;
	uint64_t at = m->size;
	unsigned int level = 0;

	if (at >= p->size)
		return fx_fail(err, FX_EARG, 0,
		    "more leaves than the tree has");
	/* The nodes that this leaf makes whole, before they are one. */
	memcpy(m->peak[m->peaks], leaf, FX_SHA256_LEN);
	m->peaks++;
	m->size++;
	for (;; level++) {
		give(p, level, at >> level, m->peak[m->peaks - 1]);
		if ((m->size >> level & 1) != 0)
			return 0;
		m->peaks--;
		if (fx_merkle_node(m->peak[m->peaks - 1], m->peak[m->peaks - 1],
			m->peak[m->peaks]) == -1)
			return fx_fail(err, FX_EIO, 0, "libcrypto refused");
	}
}

/*
 * The last node of a level, where it has fewer leaves than others: what the
 * last peaks make.  They stand from the left in descending order of size, a set
 * bit of the tree's size being one.
 */
int
fx_inclusions_end(struct fx_inclusions *p, uint8_t root[FX_SHA256_LEN],
    struct fx_err *err)
{
	const struct fx_merkle *m = &p->tree;
	uint8_t last[FX_SHA256_LEN];
	unsigned int level, i = m->peaks;
	bool have = false;

	if (m->size != p->size || m->size == 0)
		return fx_fail(err, FX_EARG, 0, "not all leaves were given");
	for (level = 0; i > 0; level++) {
		if (have)
			give(p, level, (p->size - 1) >> level, last);
		if ((p->size >> level & 1) == 0)
			continue;
		i--;
		if (!have)
			memcpy(last, m->peak[i], FX_SHA256_LEN);
		else if (fx_merkle_node(last, m->peak[i], last) == -1)
			return fx_fail(err, FX_EIO, 0, "libcrypto refused");
		have = true;
	}
	memcpy(root, last, FX_SHA256_LEN);
	return 0;
}

const uint8_t *
fx_inclusions_proof(const struct fx_inclusions *p, size_t i, size_t *n)
{
	*n = p->list[i].n;
	return p->list[i].hashes;
}
