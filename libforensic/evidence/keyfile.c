/* keyfile.c - keys in files: PEM as openssl writes it, C2SP verifier keys */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forensic/buf.h"
#include "forensic/note.h"
#include "key_internal.h"

enum { KEY_FILE_LEN = 1 << 16 }; /* longest key file read, bytes */

int
key_no_password(char *buf, int size, int rwflag, void *arg)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)arg;
	return -1;
}

static void
wipe(struct fx_buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap);
	fx_buf_done(b);
}

/* The private key in PEM text; NULL if there is none that can be read. */
static EVP_PKEY *
private_key(const struct fx_buf *text)
{
	BIO *bio = BIO_new_mem_buf(fx_buf_text(text), (int)text->len);
	EVP_PKEY *pkey = NULL;

	if (bio != NULL)
		pkey = PEM_read_bio_PrivateKey(bio, NULL, key_no_password,
		    NULL);
	BIO_free(bio);
	ERR_clear_error();
	return pkey;
}

static EVP_PKEY *
public_key(const struct fx_buf *text)
{
	BIO *bio = BIO_new_mem_buf(fx_buf_text(text), (int)text->len);
	EVP_PKEY *pkey = NULL;

	if (bio != NULL)
		pkey = PEM_read_bio_PUBKEY(bio, NULL, key_no_password, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return pkey;
}

struct fx_key *
fx_key_load(const char *path, struct fx_err *err)
{
	struct fx_buf text = { .max = KEY_FILE_LEN };
	struct fx_key *key = NULL;
	EVP_PKEY *pkey = NULL;

	if (file_read(&text, path, err) == -1)
		goto out;
	if ((pkey = private_key(&text)) == NULL) {
		fx_fail(err, FX_EFORMAT, 0,
		    "%s: no private key in PEM form, without a password", path);
		goto out;
	}
	if (EVP_PKEY_get_id(pkey) != EVP_PKEY_ED25519) {
		fx_fail(err, FX_EFORMAT, 0, "%s: not an Ed25519 key", path);
		EVP_PKEY_free(pkey);
		goto out;
	}
	key = key_wrap(pkey, err);
out:
	wipe(&text);
	return key;
}

/* A verifier key that is the whole of the text, one newline aside. */
static int
vkey_load(struct fx_pub *pub, const struct fx_buf *text, struct fx_err *err)
{
	char name[FX_ORIGIN_LEN + 1];
	size_t n = text->len;

	if (n > 0 && text->p[n - 1] == '\n')
		n--;
	return fx_vkey_parse(fx_buf_text(text), n, name, pub, err);
}

int
fx_pub_load(struct fx_pub *pub, const char *path, struct fx_err *err)
{
	struct fx_buf text = { .max = KEY_FILE_LEN };
	EVP_PKEY *pkey;
	size_t len = FX_PUB_LEN;
	int rc = -1;

	if (file_read(&text, path, err) == -1)
		goto out;
	if ((pkey = public_key(&text)) == NULL)
		pkey = private_key(&text);
	if (pkey == NULL) {
		rc = vkey_load(pub, &text, err);
		if (rc == -1)
			fx_fail(err, FX_EFORMAT, 0,
			    "%s: neither a key in PEM form nor a verifier key",
			    path);
		goto out;
	}
	if (EVP_PKEY_get_id(pkey) == EVP_PKEY_ED25519 &&
	    EVP_PKEY_get_raw_public_key(pkey, pub->raw, &len) == 1)
		rc = 0;
	else
		fx_fail(err, FX_EFORMAT, 0, "%s: not an Ed25519 key", path);
	EVP_PKEY_free(pkey);
out:
	wipe(&text);
	return rc;
}

/* The PEM text of a key, private or public, into out. */
static int
pem(const struct fx_key *key, bool private, struct fx_buf *out,
    struct fx_err *err)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	char *p = NULL;
	long n;
	int good;

	good = bio != NULL &&
	    (private ? PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL,
			   0, NULL, NULL)
		     : PEM_write_bio_PUBKEY(bio, key->pkey)) == 1;
	if (good && (n = BIO_get_mem_data(bio, &p)) > 0)
		fx_buf_put(out, p, (size_t)n);
	BIO_free(bio);
	if (!good || out->len == 0)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto wrote no key");
	return fx_buf_check(out, err);
}

int
fx_key_save(const struct fx_key *key, const char *path, const char *pubpath,
    struct fx_err *err)
{
	struct fx_buf text = { 0 }, pubtext = { 0 };
	int rc = -1;

	if (pem(key, true, &text, err) == -1 ||
	    pem(key, false, &pubtext, err) == -1)
		goto out;
	if (file_create(path, &text, 0600, err) == -1)
		goto out;
	if (file_create(pubpath, &pubtext, 0644, err) == -1) {
		unlink(path); /* this call made it a moment ago */
		goto out;
	}
	rc = 0;
out:
	wipe(&text);
	fx_buf_done(&pubtext);
	return rc;
}
