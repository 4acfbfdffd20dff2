/* hash_hash.c - digests against the vectors of their standards */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "tap.h"

#define TWO_BLOCKS "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
#define LONG_BLOCKS                                                \
	"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn" \
	"hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* A message is text, times over. */
static const struct {
	const char *what;
	enum fx_hash_alg alg;
	const char *text;
	size_t times;
	const char *hex;
} vectors[] = {
	/* FIPS 180-4 and its examples */
	{ "sha256: nothing", FX_SHA256, "", 1,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855" },
	{ "sha256: abc", FX_SHA256, "abc", 1,
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad" },
	{ "sha256: 448 bits", FX_SHA256, TWO_BLOCKS, 1,
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1" },
	{ "sha256: 896 bits", FX_SHA256, LONG_BLOCKS, 1,
	    "cf5b16a778af8380036ce59e7b049237"
	    "0b249b11e8f07a51afac45037afee9d1" },
	{ "sha256: a million", FX_SHA256, "a", 1000000,
	    "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0" },
	{ "sha1: nothing", FX_SHA1, "", 1,
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
	{ "sha1: abc", FX_SHA1, "abc", 1,
	    "a9993e364706816aba3e25717850c26c9cd0d89d" },
	{ "sha1: 448 bits", FX_SHA1, TWO_BLOCKS, 1,
	    "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
	{ "sha1: a million", FX_SHA1, "a", 1000000,
	    "34aa973cd4c4daa4f61eeb2bdbad27316534016f" },
	/* RFC 1321, A.5 */
	{ "md5: nothing", FX_MD5, "", 1, "d41d8cd98f00b204e9800998ecf8427e" },
	{ "md5: a", FX_MD5, "a", 1, "0cc175b9c0f1b6a831c399e269772661" },
	{ "md5: abc", FX_MD5, "abc", 1, "900150983cd24fb0d6963f7d28e17f72" },
	{ "md5: words", FX_MD5, "message digest", 1,
	    "f96b697d7cb7938d525a2f31aaf161d0" },
	{ "md5: letters", FX_MD5, "abcdefghijklmnopqrstuvwxyz", 1,
	    "c3fcd3d76192e4007dfb496cca67e13b" },
	{ "md5: letters and digits", FX_MD5, LETTERS "0123456789", 1,
	    "d174ab98d277d9f5a5611c2c9f419d9f" },
	{ "md5: digits", FX_MD5, "1234567890", 8,
	    "57edf4a22be3c955ac49da2e2107b67a" },
};

/* Hash the n bytes at p in pieces of step. */
static void
pieces(size_t i, const uint8_t *p, size_t n, size_t step)
{
	uint8_t out[FX_HASH_MAX];
	char hex[2 * FX_HASH_MAX + 1];
	struct fx_err err;
	struct fx_hash *h = fx_hash_new(vectors[i].alg, &err);
	size_t at, bad = 0;

	if (!ok(h != NULL, "%s: a new digest", vectors[i].what))
		return;
	for (at = 0; at < n; at += step)
		bad += fx_hash_add(h, p + at, n - at < step ? n - at : step,
			   &err) != 0;
	bad += fx_hash_end(h, out, &err) != 0;
	is_int(bad, 0, "%s: no call fails", vectors[i].what);
	fx_hex(hex, out, fx_hash_len(vectors[i].alg));
	is_str(hex, vectors[i].hex, "%s, by %zu", vectors[i].what, step);
	fx_hash_free(h);
}

static void
vector(size_t i)
{
	static const size_t steps[] = { 1, 63, 64, 65, 4096, 1 << 20 };
	size_t k, each = strlen(vectors[i].text), n = each * vectors[i].times;
	uint8_t *copy = malloc(n), out[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];

	if (copy == NULL && n > 0)
		return;
	for (k = 0; k < n; k++)
		copy[k] = (uint8_t)vectors[i].text[k % each];
	for (k = 0; k < FX_LEN(steps); k++)
		if (n < 4096 || steps[k] > 1)
			pieces(i, copy, n, steps[k]);
	if (vectors[i].alg == FX_SHA256) {
		is_int(fx_sha256(out, copy, n), 0, "%s: at once",
		    vectors[i].what);
		fx_hex(hex, out, sizeof(out));
		is_str(hex, vectors[i].hex, "%s: at once", vectors[i].what);
		for (k = 0; k <= n; k += 1 + n / 5) {
			fx_sha256_2(out, copy, k, copy + k, n - k);
			fx_hex(hex, out, sizeof(out));
			is_str(hex, vectors[i].hex, "%s: %zu and the rest",
			    vectors[i].what, k);
		}
	}
	free(copy);
}

/* RFC 4231, section 4.  Keys and data are a byte repeated, or text. */
static const struct {
	const char *what, *key;
	size_t keytimes;
	const char *data;
	size_t times;
	const char *hex; /* the fifth is published cut to 128 bits */
} macs[] = {
	{ "4.2", "\x0b", 20, "Hi There", 1,
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7" },
	{ "4.3", "Jefe", 1, "what do ya want for nothing?", 1,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843" },
	{ "4.4", "\xaa", 20, "\xdd", 50,
	    "773ea91e36800e46854db8ebd09181a7"
	    "2959098b3ef8c122d9635514ced565fe" },
	{ "4.5",
	    "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
	    "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19",
	    1, "\xcd", 50,
	    "82558a389a443c0ea4cc819899f2083a"
	    "85f0faa3e578f8077a2e3ff46729665b" },
	{ "4.6", "\x0c", 20, "Test With Truncation", 1,
	    "a3b6167473100ee06e0c796c2955552b" },
	{ "4.7", "\xaa", 131,
	    "Test Using Larger Than Block-Size Key - Hash Key First", 1,
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54" },
	{ "4.8", "\xaa", 131,
	    "This is a test using a larger than block-size key and a larger"
	    " than block-size data. The key needs to be hashed before being"
	    " used by the HMAC algorithm.",
	    1,
	    "9b09ffa71b942fcb27635fbcd5b0e944"
	    "bfdc63644f0713938a7f51535c3a35e2" },
};

/* text, times over, in memory of exactly that size. */
static uint8_t *
repeat(const char *text, size_t times, size_t *n)
{
	size_t i, each = strlen(text);
	uint8_t *p = malloc(each * times);

	*n = each * times;
	for (i = 0; p != NULL && i < *n; i++)
		p[i] = (uint8_t)text[i % each];
	return p;
}

static void
mac(size_t i)
{
	size_t n, keylen;
	uint8_t *key = repeat(macs[i].key, macs[i].keytimes, &keylen);
	uint8_t *data = repeat(macs[i].data, macs[i].times, &n);
	uint8_t out[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];

	is_int(fx_hmac_sha256(out, key, keylen, data, n), 0, "RFC 4231, %s",
	    macs[i].what);
	fx_hex(hex, out, strlen(macs[i].hex) / 2);
	is_str(hex, macs[i].hex, "RFC 4231, %s: value", macs[i].what);
	free(key);
	free(data);
}

/* Its long form, which wallets' phrases are told by. */
static void
mac512(void)
{
	uint8_t out[FX_SHA512_LEN];
	char hex[2 * FX_SHA512_LEN + 1];

	is_int(fx_hmac_sha512(out, "Jefe", 4, "what do ya want for nothing?",
		   28),
	    0, "RFC 4231, case 2 of SHA-512");
	fx_hex(hex, out, sizeof(out));
	is_str(hex,
	    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
	    "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
	    "RFC 4231, case 2 of SHA-512: value");
}

static void
names(void)
{
	static const char *const none[] = { "", "sha-256", "SHA256", "sha25",
		"sha2566", "md4" };
	enum fx_hash_alg alg;
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		const char *name = fx_hash_name((enum fx_hash_alg)i);

		is_int(fx_hash_find(name, &alg), 0, "%s is known", name);
		is_int(alg, i, "%s is itself", name);
		ok(fx_hash_len(alg) <= FX_HASH_MAX, "%s has room", name);
	}
	for (i = 0; i < FX_LEN(none); i++)
		is_int(fx_hash_find(none[i], &alg), -1, "\"%s\" is none",
		    none[i]);
	fx_hash_free(NULL);
}

/* A file of n bytes against the same bytes in memory. */
static void
file(size_t n)
{
	char path[] = "/tmp/hash_hash.XXXXXX";
	uint8_t *p = malloc(n + 1), got[FX_SHA256_LEN], want[FX_SHA256_LEN];
	int fd = mkstemp(path);
	struct fx_err err;
	size_t i;

	if (ok(p != NULL && fd != -1, "a file of %zu bytes", n)) {
		for (i = 0; i < n; i++)
			p[i] = (uint8_t)(i * 7 + i / 256);
		is_int(write(fd, p, n), n, "is written");
		fx_sha256(want, p, n);
		is_int(fx_sha256_file(got, path, &err), 0, "and hashed");
		ok(memcmp(got, want, sizeof(got)) == 0, "like memory");
	}
	free(p);
	close(fd);
	unlink(path);
}

static void
no_file(void)
{
	uint8_t out[FX_SHA256_LEN];
	struct fx_err err = { 0 };

	is_int(fx_sha256_file(out, "/nonexistent\n/x", &err), -1, "no file");
	is_int(err.sys, ENOENT, "no file: errno");
	is_str(err.msg, "/nonexistent?/x: No such file or directory",
	    "no file: words");
	is_int(fx_sha256_file(out, "/tmp", &err), -1, "a folder");
	is_int(err.sys, EISDIR, "a folder: errno");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(vectors); i++)
		vector(i);
	for (i = 0; i < FX_LEN(macs); i++)
		mac(i);
	mac512();
	names();
	file(0);
	file(1);
	file(65535);
	file(65536);
	file(65537);
	file(1000000);
	no_file();
	return done();
}
