/* fp.c - keyed fingerprints: equal for equal values, under one key */
#include <string.h>

#include "file.h"
#include "forensic/bytes.h"
#include "forensic/fp.h"
#include "forensic/hash.h"
#include "forensic/sys.h"

enum { KEY_FILE_LEN = 2 * FX_FP_KEY_LEN + 1 }; /* its newline, too */

/* What keeps a fingerprint, and the key's name, from meaning anything else. */
static const char of_value[] = "fxevidence fp", of_key[] = "fxevidence fp key";

/* Lengths first: no two lists of strings have the same spelling. */
static void
put(struct fx_buf *msg, const void *p, size_t n)
{
	fx_buf_printf(msg, "%zu:", n);
	fx_buf_put(msg, p, n);
	fx_buf_byte(msg, ',');
}

/* The message's HMAC, cut, in digits; the message is wiped. 0, or -1. */
static int
end(char out[FX_FP_TEXT + 1], const uint8_t key[FX_FP_KEY_LEN],
    struct fx_buf *msg)
{
	uint8_t sum[FX_SHA256_LEN];
	int rc = -1;

	if (!msg->failed)
		rc = fx_hmac_sha256(sum, key, FX_FP_KEY_LEN, msg->p, msg->len);
	if (rc == 0)
		fx_hex(out, sum, FX_FP_LEN);
	if (msg->p != NULL)
		explicit_bzero(msg->p, msg->cap);
	fx_buf_done(msg);
	return rc;
}

/* The name that the key goes by. */
static int
name(struct fx_fp_key *key, struct fx_err *err)
{
	struct fx_buf msg = { 0 };

	put(&msg, of_key, sizeof(of_key) - 1);
	if (end(key->id, key->raw, &msg) == 0)
		return 0;
	fx_fp_key_forget(key);
	return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
}

void
fx_fp_key_forget(struct fx_fp_key *key)
{
	explicit_bzero(key, sizeof(*key));
}

int
fx_fp_key_new(struct fx_fp_key *key, struct fx_err *err)
{
	if (fx_random(key->raw, sizeof(key->raw), err) == -1)
		return -1;
	return name(key, err);
}

/* A key of one byte again and again is what somebody typed. */
static bool
is_typed(const uint8_t key[FX_FP_KEY_LEN])
{
	return memcmp(key, key + 1, FX_FP_KEY_LEN - 1) == 0;
}

/* Digits, and perhaps a newline. 0, or -1 and err. */
static int
parse(struct fx_fp_key *key, const struct fx_buf *text, const char *path,
    struct fx_err *err)
{
	size_t n = text->len;

	if (n == KEY_FILE_LEN && text->p[n - 1] == '\n')
		n--;
	if (n != KEY_FILE_LEN - 1 ||
	    fx_unhex(key->raw, fx_buf_text(text), FX_FP_KEY_LEN) == -1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "%s: no key of fingerprints (64 hexadecimal digits, small "
		    "letters)",
		    path);
	if (is_typed(key->raw))
		return fx_fail(err, FX_EFORMAT, 0,
		    "%s: a key that anybody can guess", path);
	return 0;
}

int
fx_fp_key_load(struct fx_fp_key *key, const char *path, struct fx_err *err)
{
	struct fx_buf text = { .max = KEY_FILE_LEN };
	bool others;
	int rc = file_read_secret(&text, path, &others, err);

	if (rc == 0)
		rc = parse(key, &text, path, err);
	if (rc == 0 && others)
		rc = fx_fail(err, FX_EARG, 0,
		    "%s: others than its owner can get at it: make another "
		    "one, or its mode 600 if nobody did",
		    path);
	if (rc == 0)
		rc = name(key, err);
	else
		fx_fp_key_forget(key);
	if (text.p != NULL)
		explicit_bzero(text.p, text.cap);
	fx_buf_done(&text);
	return rc;
}

int
fx_fp_key_save(const struct fx_fp_key *key, const char *path,
    struct fx_err *err)
{
	char hex[2 * FX_FP_KEY_LEN + 1];
	struct fx_buf text = { 0 };
	int rc;

	fx_hex(hex, key->raw, FX_FP_KEY_LEN);
	fx_buf_printf(&text, "%s\n", hex);
	explicit_bzero(hex, sizeof(hex));
	if ((rc = fx_buf_check(&text, err)) == 0)
		rc = file_create(path, &text, 0600, err);
	if (text.p != NULL)
		explicit_bzero(text.p, text.cap);
	fx_buf_done(&text);
	return rc;
}

struct fx_fp_over
fx_fp_over(const struct fx_carver *c, const char *class, const json_t *commit)
{
	if (c != NULL && c->same.kind != NULL &&
	    json_object_get(commit, c->same.attr) != NULL)
		return (struct fx_fp_over){ c->same.kind, c->same.attr };
	return (struct fx_fp_over){ class, "value" };
}

int
fx_fp(char out[FX_FP_TEXT + 1], const struct fx_fp_key *key, const char *kind,
    const void *value, size_t n)
{
	struct fx_buf msg = { 0 };

	put(&msg, of_value, sizeof(of_value) - 1);
	put(&msg, kind, strlen(kind));
	put(&msg, value, n);
	return end(out, key->raw, &msg);
}
