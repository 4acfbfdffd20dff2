/* evidence_key.c - Ed25519 against RFC 8032, key files, verifier keys */
#include <sys/stat.h>

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/key.h"
#include "forensic/note.h"
#include "tap.h"

/* RFC 8032, 7.1. */
static const struct {
	const char *name, *seed, *pub, *msg, *sig;
} rfc8032[] = {
	{ "TEST 1",
	    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	    "",
	    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "TEST 2",
	    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	    "72",
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ "TEST 3",
	    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	    "af82",
	    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static char dir[] = "/tmp/fxkey.XXXXXX", path[64], pubpath[64];

static void
spill(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	fputs(text, f);
	fclose(f);
}

/* The PKCS#8 PEM form of a seed (RFC 8410, 7), as openssl writes it. */
static struct fx_key *
from_seed(const char *seedhex, struct fx_err *err)
{
	uint8_t der[48] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
		0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
	unsigned char base64[65];
	char text[160];

	fx_unhex(der + 16, seedhex, 32);
	EVP_EncodeBlock(base64, der, sizeof(der));
	snprintf(text, sizeof(text),
	    "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n",
	    (char *)base64);
	spill(path, text);
	return fx_key_load(path, err);
}

static void
vectors(void)
{
	uint8_t msg[2], sig[FX_SIG_LEN];
	char hex[2 * FX_SIG_LEN + 1];
	struct fx_key *key;
	struct fx_pub pub;
	struct fx_err err;
	size_t i, n;

	for (i = 0; i < FX_LEN(rfc8032); i++) {
		n = strlen(rfc8032[i].msg) / 2;
		fx_unhex(msg, rfc8032[i].msg, n);
		key = from_seed(rfc8032[i].seed, &err);
		if (!ok(key != NULL, "%s: the key is read", rfc8032[i].name))
			continue;
		fx_key_pub(key, &pub);
		fx_hex(hex, pub.raw, sizeof(pub.raw));
		is_str(hex, rfc8032[i].pub, "%s: public", rfc8032[i].name);
		ok(fx_key_sign(key, msg, n, sig, &err) == 0, "%s: sign",
		    rfc8032[i].name);
		fx_hex(hex, sig, sizeof(sig));
		is_str(hex, rfc8032[i].sig, "%s: signature", rfc8032[i].name);
		ok(fx_pub_verify(&pub, msg, n, sig) == 0, "%s: good",
		    rfc8032[i].name);
		sig[0] ^= 1;
		ok(fx_pub_verify(&pub, msg, n, sig) == -1, "%s: not good",
		    rfc8032[i].name);
		fx_key_free(key);
	}
}

static void
files(void)
{
	struct fx_key *key, *again;
	struct fx_pub a, b, c;
	struct fx_err err = { 0 };
	struct stat st;

	unlink(path);
	umask(0277); /* the modes do not depend on it */
	key = fx_key_new(&err);
	ok(fx_key_save(key, path, pubpath, &err) == 0, "save");
	umask(022);
	stat(path, &st);
	is_int(st.st_mode & 07777, 0600, "the private key is its owner's");
	stat(pubpath, &st);
	is_int(st.st_mode & 07777, 0644, "the public key is everyone's");
	again = fx_key_load(path, &err);
	ok(again != NULL, "load");
	fx_key_pub(key, &a);
	fx_key_pub(again, &b);
	ok(memcmp(&a, &b, sizeof(a)) == 0, "the same key");
	ok(fx_pub_load(&c, path, &err) == 0 && memcmp(&a, &c, sizeof(a)) == 0,
	    "its public half from the private file");
	ok(fx_pub_load(&c, pubpath, &err) == 0 &&
		memcmp(&a, &c, sizeof(a)) == 0,
	    "and from the public one");
	ok(fx_key_save(key, path, pubpath, &err) == -1, "never overwritten");
	unlink(path);
	ok(fx_key_save(key, path, pubpath, &err) == -1 &&
		access(path, F_OK) == -1 && access(pubpath, F_OK) == 0,
	    "nor half of it");
	fx_key_free(again);
	fx_key_free(key);
	fx_key_free(NULL);
	unlink(pubpath);
}

static const struct {
	const char *name, *text, *says;
} bad[] = {
	{ "empty", "", "no private key" },
	{ "text", "hello\n", "no private key" },
	{ "cut", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n",
	    "no private key" },
	{ "a key with a password",
	    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
	    "MIGjMF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBDGJw==\n"
	    "-----END ENCRYPTED PRIVATE KEY-----\n",
	    "no private key" },
};

/* A good key of another kind. */
static void
other_algorithm(void)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	FILE *f = fopen(path, "w");
	struct fx_err err;
	struct fx_pub pub;

	PEM_write_PKCS8PrivateKey(f, pkey, NULL, NULL, 0, NULL, NULL);
	fclose(f);
	EVP_PKEY_free(pkey);
	ok(fx_key_load(path, &err) == NULL &&
		strstr(err.msg, "not an Ed25519 key") != NULL,
	    "a P-256 key: refused");
	ok(fx_pub_load(&pub, path, &err) == -1 &&
		strstr(err.msg, "not an Ed25519 key") != NULL,
	    "a P-256 key: nor public");
}

static void
bad_files(void)
{
	struct fx_err err;
	struct fx_pub pub;
	size_t i;

	for (i = 0; i < FX_LEN(bad); i++) {
		spill(path, bad[i].text);
		err.msg[0] = '\0';
		ok(fx_key_load(path, &err) == NULL, "%s: refused", bad[i].name);
		ok(strstr(err.msg, bad[i].says) != NULL, "%s: %s", bad[i].name,
		    err.msg);
		ok(fx_pub_load(&pub, path, &err) == -1, "%s: nor public",
		    bad[i].name);
	}
	other_algorithm();
	unlink(path);
	ok(fx_key_load(path, &err) == NULL && err.code == FX_EIO, "missing");
	ok(fx_key_load(dir, &err) == NULL && err.code == FX_EFORMAT,
	    "a directory");
	ok(fx_key_load("/dev/zero", &err) == NULL && err.code == FX_ELIMIT,
	    "without an end");
}

/* The worked example of Go's sumdb/note package (SOURCES.md). */
static const char vkey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

static void
verifier_keys(void)
{
	char name[FX_ORIGIN_LEN + 1], piece[sizeof(vkey)];
	struct fx_buf out = { 0 };
	struct fx_pub pub, again;
	struct fx_err err;
	size_t i, refused = 0;

	ok(fx_vkey_parse(vkey, strlen(vkey), name, &pub, &err) == 0, "parse");
	is_str(name, "PeterNeumann", "its name");
	ok(fx_vkey_text(&out, name, &pub) == 0, "write");
	is_str(fx_buf_text(&out), vkey, "the same text");
	fx_buf_done(&out);
	for (i = 0; i < strlen(vkey); i++) {
		memcpy(piece, vkey, sizeof(vkey));
		piece[i]++;
		refused += fx_vkey_parse(piece, strlen(vkey), name, &again,
			       &err) == -1;
		refused += fx_vkey_parse(vkey, i, name, &again, &err) == -1;
	}
	is_int(refused, 2 * strlen(vkey), "every mangled one is refused");
	spill(path, vkey);
	ok(fx_pub_load(&again, path, &err) == 0 &&
		memcmp(&pub, &again, sizeof(pub)) == 0,
	    "from a file");
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/a.key", dir);
	snprintf(pubpath, sizeof(pubpath), "%s/a.pub", dir);
	vectors();
	files();
	bad_files();
	verifier_keys();
	unlink(path);
	rmdir(dir);
	return done();
}
