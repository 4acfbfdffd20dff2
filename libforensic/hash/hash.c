/* hash.c - running digests and one-shot ones, over libcrypto */
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/hash.h"

struct fx_hash {
	EVP_MD_CTX *ctx;
};

static const struct {
	const char *name;
	size_t len;
	const EVP_MD *(*md)(void);
} algs[FX_HASHES] = {
	[FX_SHA256] = { "sha256", FX_SHA256_LEN, EVP_sha256 },
	[FX_SHA1] = { "sha1", FX_SHA1_LEN, EVP_sha1 },
	[FX_MD5] = { "md5", FX_MD5_LEN, EVP_md5 },
};

const char *
fx_hash_name(enum fx_hash_alg alg)
{
	return algs[alg].name;
}

size_t
fx_hash_len(enum fx_hash_alg alg)
{
	return algs[alg].len;
}

int
fx_hash_find(const char *name, enum fx_hash_alg *alg)
{
	int i;

	for (i = 0; i < FX_HASHES; i++)
		if (strcmp(name, algs[i].name) == 0) {
			*alg = (enum fx_hash_alg)i;
			return 0;
		}
	return -1;
}

static int
fail(struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused a digest");
}

struct fx_hash *
fx_hash_new(enum fx_hash_alg alg, struct fx_err *err)
{
	struct fx_hash *h;

	if ((h = calloc(1, sizeof(*h))) == NULL ||
	    (h->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex(h->ctx, algs[alg].md(), NULL) != 1) {
		fx_hash_free(h);
		fail(err);
		return NULL;
	}
	return h;
}

void
fx_hash_free(struct fx_hash *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

int
fx_hash_add(struct fx_hash *h, const void *p, size_t n, struct fx_err *err)
{
	return EVP_DigestUpdate(h->ctx, p, n) == 1 ? 0 : fail(err);
}

int
fx_hash_end(struct fx_hash *h, uint8_t *out, struct fx_err *err)
{
	return EVP_DigestFinal_ex(h->ctx, out, NULL) == 1 ? 0 : fail(err);
}

int
fx_sha256(uint8_t out[FX_SHA256_LEN], const void *p, size_t n)
{
	return fx_sha256_2(out, p, n, NULL, 0);
}

/*
 * SHA-256 of short texts is asked for by the million: to find the algorithm,
 * and memory for it, took longer than the digest.  Each thread keeps both.
 */
static EVP_MD *short_md;
static pthread_key_t short_ctx;

static void
short_free(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

static void
short_begin(void)
{
	if (pthread_key_create(&short_ctx, short_free) == 0)
		short_md = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static EVP_MD_CTX *
short_get(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	EVP_MD_CTX *ctx;

	pthread_once(&once, short_begin);
	if (short_md == NULL)
		return NULL;
	if ((ctx = pthread_getspecific(short_ctx)) != NULL)
		return ctx;
	if ((ctx = EVP_MD_CTX_new()) != NULL &&
	    pthread_setspecific(short_ctx, ctx) != 0) {
		EVP_MD_CTX_free(ctx);
		return NULL;
	}
	return ctx;
}

int
fx_sha256_2(uint8_t out[FX_SHA256_LEN], const void *p, size_t n, const void *q,
    size_t m)
{
	EVP_MD_CTX *ctx = short_get();

	return ctx != NULL && EVP_DigestInit_ex(ctx, short_md, NULL) == 1 &&
		EVP_DigestUpdate(ctx, p, n) == 1 &&
		EVP_DigestUpdate(ctx, q, m) == 1 &&
		EVP_DigestFinal_ex(ctx, out, NULL) == 1
	    ? 0
	    : -1;
}

static int
hmac(const EVP_MD *md, uint8_t *out, const void *key, size_t keylen,
    const void *p, size_t n)
{
	unsigned int len;

	if (keylen > INT_MAX)
		return -1;
	return HMAC(md, key, (int)keylen, p, n, out, &len) != NULL ? 0 : -1;
}

enum { HMAC_BLOCK = 64, INNER = 0x36, OUTER = 0x5c };

/*
 * RFC 2104, by two digests: commitments are made by the million, and HMAC of
 * libcrypto looks for its algorithm, and for memory, each time.
 */
static int
hmac_short(uint8_t out[FX_SHA256_LEN], const void *key, size_t keylen,
    const void *p, size_t n)
{
	uint8_t block[HMAC_BLOCK] = { 0 }, inner[FX_SHA256_LEN];
	size_t i;
	int rc;

	memcpy(block, key, keylen);
	for (i = 0; i < sizeof(block); i++)
		block[i] ^= INNER;
	if ((rc = fx_sha256_2(inner, block, sizeof(block), p, n)) == 0) {
		for (i = 0; i < sizeof(block); i++)
			block[i] ^= INNER ^ OUTER;
		rc = fx_sha256_2(out, block, sizeof(block), inner,
		    sizeof(inner));
	}
	explicit_bzero(block, sizeof(block));
	explicit_bzero(inner, sizeof(inner));
	return rc;
}

int
fx_hmac_sha256(uint8_t out[FX_SHA256_LEN], const void *key, size_t keylen,
    const void *p, size_t n)
{
	if (keylen > 0 && keylen <= HMAC_BLOCK)
		return hmac_short(out, key, keylen, p, n);
	return hmac(EVP_sha256(), out, key, keylen, p, n);
}

int
fx_hmac_sha512(uint8_t out[FX_SHA512_LEN], const void *key, size_t keylen,
    const void *p, size_t n)
{
	return hmac(EVP_sha512(), out, key, keylen, p, n);
}

enum { CHUNK = 1 << 16 };

/* Add what is left of fd, by way of buf, CHUNK bytes. Returns 0, or -1, err. */
static int
add_file(struct fx_hash *h, int fd, uint8_t *buf, const char *path,
    struct fx_err *err)
{
	uint64_t off = 0;
	ssize_t n;

	while ((n = read(fd, buf, CHUNK)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return fx_fail_sys(err, off, "%s", path);
		if (fx_hash_add(h, buf, (size_t)n, err) == -1)
			return -1;
		off += (uint64_t)n;
	}
	return 0;
}

int
fx_sha256_file(uint8_t out[FX_SHA256_LEN], const char *path, struct fx_err *err)
{
	struct fx_hash *h = NULL;
	uint8_t *buf;
	int fd, rc = -1;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return fx_fail_sys(err, 0, "%s", path);
	if ((buf = malloc(CHUNK)) == NULL)
		fx_fail(err, FX_ENOMEM, 0, "%s: out of memory", path);
	else if ((h = fx_hash_new(FX_SHA256, err)) != NULL &&
	    add_file(h, fd, buf, path, err) == 0)
		rc = fx_hash_end(h, out, err);
	fx_hash_free(h);
	free(buf);
	close(fd);
	return rc;
}
