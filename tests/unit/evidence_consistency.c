/* evidence_consistency.c - one tree is the beginning of another */
#include "forensic/bytes.h"
#include "forensic/consistency.h"
#include "tap.h"

enum { MOST = 70 };

static uint8_t leaves[MOST][FX_SHA256_LEN];
static uint8_t roots[MOST + 1][FX_SHA256_LEN];

/* Proofs that Certificate Transparency publishes (SOURCES.md). */
static const struct {
	uint64_t old, size;
	const char *old_root, *root, *proof[3];
} published[] = {
	{ 1, 8,
	    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	    { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc"
	      "7",
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3"
		"031e",
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39b"
		"f6e4" } },
	{ 6, 8,
	    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	    { "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6"
	      "a",
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a"
		"0ae0",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd952096"
		"14b7" } },
	{ 2, 5,
	    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	    { "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031"
	      "e",
		"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d8859"
		"9e6b",
		NULL } },
};

/* The published leaves, of which the proofs above are. */
static const char *const data[] = { "", "00", "10", "2021", "3031", "40414243",
	"5051525354555657", "606162636465666768696a6b6c6d6e6f" };

static bool
checks(uint64_t old, const uint8_t *old_root, uint64_t size,
    const uint8_t *root, uint8_t (*p)[FX_SHA256_LEN], size_t n)
{
	return fx_consistency_check(old, old_root, size, root, p[0], n) == 0;
}

/* The proof from old to size over the leaves at p; its number of nodes. */
static size_t
make(uint8_t out[FX_PROOF_NODES][FX_SHA256_LEN], uint64_t old, uint64_t size,
    uint8_t (*p)[FX_SHA256_LEN])
{
	struct fx_consistency c;
	struct fx_err err;
	uint64_t i;
	size_t k;

	if (fx_consistency_begin(&c, old, size, &err) == -1)
		return SIZE_MAX;
	for (i = 0; i < size; i++)
		if (fx_consistency_add(&c, p[i]) == -1)
			return SIZE_MAX;
	for (k = 0; k < c.n; k++)
		memcpy(out[k], c.part[k].root, FX_SHA256_LEN);
	return c.n;
}

static void
check_published(size_t i)
{
	uint8_t want[3][FX_SHA256_LEN], old_root[FX_SHA256_LEN];
	uint8_t got[FX_PROOF_NODES][FX_SHA256_LEN], root[FX_SHA256_LEN];
	uint8_t leaf[FX_LEN(data)][FX_SHA256_LEN], body[16];
	uint64_t old = published[i].old, size = published[i].size;
	size_t k, n = 0;

	while (n < 3 && published[i].proof[n] != NULL) {
		fx_unhex(want[n], published[i].proof[n], FX_SHA256_LEN);
		n++;
	}
	fx_unhex(old_root, published[i].old_root, sizeof(old_root));
	fx_unhex(root, published[i].root, sizeof(root));
	ok(checks(old, old_root, size, root, want, n), "published: %zu", i);
	for (k = 0; k < FX_LEN(data); k++) {
		fx_unhex(body, data[k], strlen(data[k]) / 2);
		fx_leaf(leaf[k], body, strlen(data[k]) / 2);
	}
	ok(make(got, old, size, leaf) == n &&
		memcmp(got, want, n * FX_SHA256_LEN) == 0,
	    "published: %zu is made so", i);
}

static void
grow(void)
{
	struct fx_merkle m = { 0 };
	size_t n;

	fx_merkle_root(&m, roots[0]);
	for (n = 0; n < MOST; n++) {
		fx_leaf(leaves[n], &n, sizeof(n));
		fx_merkle_add(&m, leaves[n]);
		fx_merkle_root(&m, roots[n + 1]);
	}
}

/* Is every change of a good proof refused? */
static bool
is_tight(uint64_t old, uint64_t size, uint8_t (*p)[FX_SHA256_LEN], size_t n)
{
	const uint8_t *a = roots[old], *b = roots[size];
	size_t i;
	bool good = true;

	for (i = 0; i < n; i++) {
		p[i][i % FX_SHA256_LEN] ^= 1;
		good = good && !checks(old, a, size, b, p, n);
		p[i][i % FX_SHA256_LEN] ^= 1;
	}
	memcpy(p[n], p[0], FX_SHA256_LEN);
	good = good && !checks(old, a, size, b, p, n + 1);
	if (n > 0)
		good = good && !checks(old, a, size, b, p, n - 1) &&
		    !checks(old, a, size, b, p + 1, n - 1) &&
		    !checks(old, b, size, a, p, n);
	if (old != size && old > 0)
		good = good && !checks(size, b, old, a, p, n);
	return good;
}

/* All pairs of sizes up to MOST. */
static void
exhaustive(void)
{
	uint8_t p[FX_PROOF_NODES + 1][FX_SHA256_LEN];
	size_t made = 0, tight = 0, want = 0, other = 0, n;
	uint64_t old, size, s;

	for (size = 1; size <= MOST; size++)
		for (old = 0; old <= size; old++) {
			want++;
			n = make(p, old, size, leaves);
			if (n > FX_PROOF_NODES ||
			    !checks(old, roots[old], size, roots[size], p, n))
				continue;
			made++;
			tight += is_tight(old, size, p, n);
			/* Nor is it the proof for any other older tree. */
			for (s = 1; s <= size; s++)
				other += old > 0 && s != old &&
				    checks(s, roots[s], size, roots[size], p,
					n);
		}
	is_int(made, want, "a proof for each pair of sizes up to %d", MOST);
	is_int(tight, want, "and nothing of it may change");
	is_int(other, 0, "and it proves no other size");
}

static void
refused(void)
{
	uint8_t p[FX_PROOF_NODES + 1][FX_SHA256_LEN] = { 0 };
	struct fx_consistency c;
	struct fx_err err;

	ok(fx_consistency_begin(&c, 3, 2, &err) == -1 && err.code == FX_EARG,
	    "from more to less");
	ok(fx_consistency_begin(&c, 1, FX_CONSISTENCY_SIZE + 1, &err) == -1,
	    "a tree too large");
	ok(fx_consistency_begin(&c, FX_CONSISTENCY_SIZE - 1,
	       FX_CONSISTENCY_SIZE, &err) == 0 &&
		c.n <= FX_PROOF_NODES,
	    "the largest one: %zu nodes", c.n);
	ok(fx_consistency_begin(&c, FX_CONSISTENCY_SIZE / 2 + 1,
	       FX_CONSISTENCY_SIZE, &err) == 0 &&
		c.n <= FX_PROOF_NODES,
	    "its longest proof: %zu nodes", c.n);
	ok(!checks(3, roots[3], 2, roots[2], p, 0), "check: more to less");
	ok(!checks(1, roots[1], UINT64_MAX, roots[2], p, 1),
	    "check: too large");
	ok(!checks(1, roots[1], 2, roots[2], p, FX_PROOF_NODES + 1),
	    "check: too long");
	ok(!checks(0, roots[0], 2, roots[2], p, 1), "check: more than nothing");
	ok(!checks(2, roots[1], 2, roots[2], p, 0), "check: two roots");
	ok(checks(0, p[0], 0, p[0], p, 0), "check: nothing and nothing");
}

int
main(void)
{
	size_t i;

	grow();
	for (i = 0; i < FX_LEN(published); i++)
		check_published(i);
	exhaustive();
	refused();
	return done();
}
