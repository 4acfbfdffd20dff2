/* evidence_merkle.c - the tree against published roots, and against itself */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/merkle.h"
#include "tap.h"

/* The reference leaves and roots of Certificate Transparency (SOURCES.md). */
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
static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void
is_root(const struct fx_merkle *m, const char *want)
{
	uint8_t root[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];

	if (!ok(fx_merkle_root(m, root) == 0, "a root of %" PRIu64, m->size))
		return;
	fx_hex(hex, root, sizeof(root));
	is_str(hex, want, "the root of %" PRIu64, m->size);
}

static void
published(void)
{
	struct fx_merkle m = { 0 };
	uint8_t body[16], leaf[FX_SHA256_LEN];
	size_t i, n;

	is_root(&m, roots[0]);
	for (i = 0; i < FX_LEN(leaves); i++) {
		n = strlen(leaves[i]) / 2;
		fx_unhex(body, leaves[i], n);
		ok(fx_leaf(leaf, body, n) == 0 && fx_merkle_add(&m, leaf) == 0,
		    "add leaf %zu", i);
		is_root(&m, roots[i + 1]);
	}
}

/* MTH as RFC 6962, 2.1 defines it, top down: slow, and written apart. */
static void
mth(uint8_t out[FX_SHA256_LEN], uint8_t (*d)[FX_SHA256_LEN], size_t n)
{
	uint8_t both[1 + 2 * FX_SHA256_LEN] = { 0x01 };
	size_t k = 1;

	if (n == 1) {
		memcpy(out, d[0], FX_SHA256_LEN);
		return;
	}
	while (2 * k < n)
		k *= 2;
	mth(both + 1, d, k);
	mth(both + 1 + FX_SHA256_LEN, d + k, n - k);
	fx_sha256(out, both, sizeof(both));
}

static void
defined(void)
{
	enum { MOST = 130 };
	static uint8_t d[MOST][FX_SHA256_LEN];
	uint8_t want[FX_SHA256_LEN], got[FX_SHA256_LEN];
	struct fx_merkle m = { 0 };
	size_t n, same = 0;

	for (n = 1; n <= MOST; n++) {
		fx_leaf(d[n - 1], &n, sizeof(n));
		fx_merkle_add(&m, d[n - 1]);
		mth(want, d, n);
		fx_merkle_root(&m, got);
		same += memcmp(want, got, sizeof(got)) == 0;
	}
	is_int(same, MOST, "as the definition, for 1 to %d leaves", MOST);
}

/* 64 bytes that are two node hashes must not hash as their parent does. */
static void
leaf_is_no_node(void)
{
	uint8_t both[2 * FX_SHA256_LEN], leaf[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];

	fx_unhex(both, roots[1], FX_SHA256_LEN);
	fx_unhex(both + FX_SHA256_LEN, roots[1], FX_SHA256_LEN);
	fx_leaf(leaf, both, sizeof(both));
	fx_hex(hex, leaf, sizeof(leaf));
	ok(strcmp(hex, roots[2]) != 0, "a leaf is no node");
}

int
main(void)
{
	published();
	defined();
	leaf_is_no_node();
	return done();
}
