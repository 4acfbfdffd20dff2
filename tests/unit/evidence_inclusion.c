/*
 * evidence_inclusion.c - proofs of leaves: published ones, all of small trees,
 * and none that leads elsewhere
 */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/merkle.h"
#include "tap.h"

enum { MOST = 70 };

/* The leaves of Certificate Transparency's reference tree (SOURCES.md). */
static const char *const leaves[] = {
	"",
	"00",
	"10",
	"2021",
	"3031",
	"40414243",
	"5051525354555657",
	"606162636465666768696a6b6c6d6e6f",
};

/* Published proofs in it, and the root of that many leaves. */
static const struct {
	uint64_t index, size;
	size_t n;
	const char *hashes[3], *root;
} vectors[] = {
	{ 0, 1, 0, { 0 },
	    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
	{ 0, 8, 3,
	    { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" },
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	{ 5, 8, 3,
	    { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
	{ 2, 3, 1,
	    { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
	    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
	{ 1, 5, 3,
	    { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" },
	    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
};

static uint8_t d[MOST][FX_SHA256_LEN];

/* MTH and PATH as RFC 6962, 2.1 defines them, top down, and written apart. */
static void
mth(uint8_t out[FX_SHA256_LEN], size_t from, size_t n)
{
	uint8_t both[1 + 2 * FX_SHA256_LEN] = { 0x01 };
	size_t k = 1;

	if (n == 1) {
		memcpy(out, d[from], FX_SHA256_LEN);
		return;
	}
	while (2 * k < n)
		k *= 2;
	mth(both + 1, from, k);
	mth(both + 1 + FX_SHA256_LEN, from + k, n - k);
	fx_sha256(out, both, sizeof(both));
}

static size_t
path(uint8_t *out, size_t m, size_t from, size_t n)
{
	size_t k = 1, len;

	if (n == 1)
		return 0;
	while (2 * k < n)
		k *= 2;
	if (m < k) {
		len = path(out, m, from, k);
		mth(out + len * FX_SHA256_LEN, from + k, n - k);
	} else {
		len = path(out, m - k, from + k, n - k);
		mth(out + len * FX_SHA256_LEN, from, k);
	}
	return len + 1;
}

static struct fx_inclusions *
build(const uint64_t *index, size_t n, uint64_t size,
    uint8_t root[FX_SHA256_LEN])
{
	struct fx_inclusions *p;
	struct fx_err err;
	uint64_t i;

	p = fx_inclusions_new(size, index, n, &err);
	for (i = 0; p != NULL && i < size; i++)
		if (fx_inclusions_add(p, d[i], &err) == -1)
			return NULL;
	return p != NULL && fx_inclusions_end(p, root, &err) == 0 ? p : NULL;
}

static void
published(size_t i)
{
	uint8_t want[3 * FX_SHA256_LEN], root[FX_SHA256_LEN], got[32];
	uint8_t body[16];
	struct fx_inclusions *p;
	const uint8_t *hashes;
	size_t k, n;

	for (k = 0; k < FX_LEN(leaves); k++) {
		n = strlen(leaves[k]) / 2;
		fx_unhex(body, leaves[k], n);
		fx_leaf(d[k], body, n);
	}
	for (k = 0; k < vectors[i].n; k++)
		fx_unhex(want + k * FX_SHA256_LEN, vectors[i].hashes[k],
		    FX_SHA256_LEN);
	fx_unhex(root, vectors[i].root, FX_SHA256_LEN);
	ok(fx_inclusion_root(got, vectors[i].index, vectors[i].size,
	       d[vectors[i].index], want, vectors[i].n) == 0 &&
		memcmp(got, root, sizeof(root)) == 0,
	    "vector %zu leads to the root", i);
	p = build(&vectors[i].index, 1, vectors[i].size, got);
	if (!ok(p != NULL, "vector %zu: a proof", i))
		return;
	hashes = fx_inclusions_proof(p, 0, &n);
	ok(n == vectors[i].n && memcmp(hashes, want, n * FX_SHA256_LEN) == 0,
	    "vector %zu is what is made", i);
	fx_inclusions_free(p);
}

/* All proofs of a tree at once: as defined, and no other leaf's or size's. */
static void
defined(size_t size, size_t *good, size_t *wrong)
{
	uint8_t root[FX_SHA256_LEN], want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	uint8_t hashes[8 * FX_SHA256_LEN];
	uint64_t index[MOST] = { 0 }, m, other;
	struct fx_inclusions *p;
	const uint8_t *made;
	size_t n, len;

	for (m = 0; m < size; m++)
		index[m] = m;
	if ((p = build(index, size, size, root)) == NULL)
		return;
	mth(want, 0, size);
	for (m = 0; m < size; m++) {
		len = path(hashes, m, 0, size);
		made = fx_inclusions_proof(p, m, &n);
		*good += n == len && memcmp(root, want, sizeof(root)) == 0 &&
		    memcmp(made, hashes, n * FX_SHA256_LEN) == 0 &&
		    fx_inclusion_root(got, m, size, d[m], made, n) == 0 &&
		    memcmp(got, root, sizeof(got)) == 0;
		for (other = 0; other < size + 2; other++)
			*wrong += other != m &&
			    fx_inclusion_root(got, other, size, d[m], made,
				n) == 0 &&
			    memcmp(got, root, sizeof(got)) == 0;
		*wrong += fx_inclusion_root(got, m, size, d[m], made, n + 1) ==
		    0;
		*wrong += n > 0 &&
		    fx_inclusion_root(got, m, size, d[m], made, n - 1) == 0;
		if (n > 0) {
			memcpy(hashes, made, n * FX_SHA256_LEN);
			hashes[n * FX_SHA256_LEN - 1] ^= 8;
			*wrong += fx_inclusion_root(got, m, size, d[m], hashes,
				      n) == 0 &&
			    memcmp(got, root, sizeof(got)) == 0;
		}
	}
	fx_inclusions_free(p);
}

/* Some of many, in one pass, as each by itself. */
static void
some(void)
{
	static const uint64_t index[] = { 0, 5, 6, 31, 32, 63, 64, 66 };
	uint8_t root[FX_SHA256_LEN], want[8 * FX_SHA256_LEN];
	struct fx_inclusions *p = build(index, FX_LEN(index), 67, root);
	const uint8_t *made;
	size_t i, n, same = 0;

	for (i = 0; p != NULL && i < FX_LEN(index); i++) {
		made = fx_inclusions_proof(p, i, &n);
		same += n == path(want, index[i], 0, 67) &&
		    memcmp(made, want, n * FX_SHA256_LEN) == 0;
	}
	is_int(same, FX_LEN(index), "several proofs in one pass");
	fx_inclusions_free(p);
}

static const struct {
	const char *what;
	uint64_t size, index[2];
	size_t n;
} refused[] = {
	{ "past the end", 5, { 5 }, 1 },
	{ "of an empty tree", 0, { 0 }, 1 },
	{ "twice the same", 5, { 3, 3 }, 2 },
	{ "out of order", 5, { 3, 1 }, 2 },
};

/* Sizes that no test can fill: the length alone. */
static const struct {
	uint64_t index, size;
	size_t n;
} lengths[] = {
	{ 0, 1, 0 },
	{ 0, UINT64_MAX, 64 },
	{ UINT64_MAX - 1, UINT64_MAX, 63 },
	{ UINT64_C(1) << 63, (UINT64_C(1) << 63) + 1, 1 },
	{ 0, (UINT64_C(1) << 63) + 1, 64 },
	{ 999999, 1000000, 12 },
};

static void
edges(void)
{
	struct fx_inclusions *p;
	struct fx_err err;
	uint8_t root[FX_SHA256_LEN];
	uint64_t zero = 0;
	size_t i;

	for (i = 0; i < FX_LEN(refused); i++) {
		p = fx_inclusions_new(refused[i].size, refused[i].index,
		    refused[i].n, &err);
		ok(p == NULL && err.code == FX_EARG, "refused: %s",
		    refused[i].what);
		fx_inclusions_free(p);
	}
	for (i = 0; i < FX_LEN(lengths); i++)
		is_int(fx_inclusion_len(lengths[i].index, lengths[i].size),
		    lengths[i].n, "length %zu", i);
	ok(fx_inclusion_root(root, 0, 0, d[0], d[0], 0) == -1,
	    "an empty tree has no leaf");
	p = fx_inclusions_new(2, &zero, 1, &err);
	ok(fx_inclusions_add(p, d[0], &err) == 0 &&
		fx_inclusions_end(p, root, &err) == -1,
	    "an end before all leaves is refused");
	ok(fx_inclusions_add(p, d[1], &err) == 0 &&
		fx_inclusions_add(p, d[2], &err) == -1,
	    "and a leaf too many");
	fx_inclusions_free(p);
}

int
main(void)
{
	size_t i, good = 0, wrong = 0;

	for (i = 0; i < FX_LEN(vectors); i++)
		published(i);
	for (i = 0; i < MOST; i++)
		fx_leaf(d[i], &i, sizeof(i));
	for (i = 1; i <= MOST; i++)
		defined(i, &good, &wrong);
	is_int(good, MOST * (MOST + 1) / 2, "all proofs, of 1 to %d leaves",
	    MOST);
	is_int(wrong, 0, "none is that of another leaf, none bears a change");
	some();
	edges();
	return done();
}
