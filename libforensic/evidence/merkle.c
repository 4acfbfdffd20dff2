/* merkle.c - the tree over records: RFC 6962, section 2.1, SHA-256 */
#include <string.h>

#include "forensic/merkle.h"

/* The prefixes keep a node from being passed off as a leaf (RFC 6962, 2.1). */
static const uint8_t leaf_prefix = 0x00, node_prefix = 0x01;

int
fx_leaf(uint8_t out[FX_SHA256_LEN], const void *body, size_t n)
{
	return fx_sha256_2(out, &leaf_prefix, 1, body, n);
}

int
fx_merkle_node(uint8_t out[FX_SHA256_LEN], const uint8_t left[FX_SHA256_LEN],
    const uint8_t right[FX_SHA256_LEN])
{
	uint8_t both[1 + 2 * FX_SHA256_LEN];

	both[0] = node_prefix;
	memcpy(both + 1, left, FX_SHA256_LEN);
	memcpy(both + 1 + FX_SHA256_LEN, right, FX_SHA256_LEN);
	return fx_sha256(out, both, sizeof(both));
}

int
fx_merkle_add(struct fx_merkle *m, const uint8_t leaf[FX_SHA256_LEN])
{
	uint64_t n;

	memcpy(m->peak[m->peaks], leaf, FX_SHA256_LEN);
	m->peaks++;
	/* Each trailing zero of the new size is one subtree made full. */
	for (n = ++m->size; (n & 1) == 0; n >>= 1) {
		m->peaks--;
		if (fx_merkle_node(m->peak[m->peaks - 1], m->peak[m->peaks - 1],
			m->peak[m->peaks]) == -1)
			return -1;
	}
	return 0;
}

int
fx_merkle_root(const struct fx_merkle *m, uint8_t out[FX_SHA256_LEN])
{
	unsigned int i;

	if (m->size == 0)
		return fx_sha256(out, "", 0);
	i = m->peaks - 1;
	memcpy(out, m->peak[i], FX_SHA256_LEN);
	while (i-- > 0)
		if (fx_merkle_node(out, m->peak[i], out) == -1)
			return -1;
	return 0;
}
