/* evidence_age.c - age files: C2SP's test kit, keys, sizes, damage */
#include <sys/stat.h>

#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/age.h"
#include "forensic/bech32.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "tap.h"

/* Identities of the test kit (C2SP CCTV, age). */
static const char id_a[] = "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36"
			   "S0MYPDRWSVLUL66MV4QX3S7F6",
		  id_b[] = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MM"
			   "DKWYKLMGR48UAWX40Q2P2LM0",
		  id_c[] = "AGE-SECRET-KEY-143WN7DCXU4G8R5AXQSSYD9AEPYDNT3HXSLW"
			   "SPK36CDU6E8M59SSSAGZ3KG";

/* Its headers, the file key of each of which is "YELLOW SUBMARINE". */
static const struct {
	const char *name;
	enum fx_code code;
	const char *identity, *header;
} kit[] = {
	{ "x25519", FX_OK, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	    "--- WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNg\n" },
	{ "x25519_bad_tag", FX_EARG, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw0o\n"
	    "--- tG0k9bg4iIuBdMWb13n7FFYDzoBbtsLppNLhbh22aKg\n" },
	{ "x25519_extra_argument", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc 1234\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "--- hQQySEUXL8pOuIOuw0qXzi66RphDJP9IKMNEChNJIPk\n" },
	{ "x25519_grease", FX_OK, id_a,
	    "age-encryption.org/v1\n"
	    "-> grease\n"
	    "\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> grease\n"
	    "\n"
	    "--- 7NLrfbRUZt6qK0pdtARUf59dHwo12ReldjJKjMlbE3I\n" },
	{ "x25519_identity", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "W3E/OCRme9TiTY97JoK31Z71arNur77WIIdB90XnN3M\n"
	    "--- Pne3IPMDvBj7wRbPMcNViffpVZAx814tgMxp8AwyMhs\n" },
	{ "x25519_long_share", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCcA\n"
	    "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	    "--- QbEwdWirchS37UUOPh7uVddRiOaWjFwRUpaQ4Q+Z1RE\n" },
	{ "x25519_low_order", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfEdc\n"
	    "3E0NpFans/m0WLWF7+54ZBdNj3iqQqpraGDFiaRkvBA\n"
	    "--- sXw327YMT1/ULXe+ZyRMbMY0Z2jnWHGgI9j1we6yQ8A\n" },
	{ "x25519_lowercase", FX_EARG, id_a,
	    "age-encryption.org/v1\n"
	    "-> x25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "--- SwXKO3dXLh9l5QiSgMWgPhCkwstT8oB4jLDv7aBgC+c\n" },
	{ "x25519_multiple_recipients", FX_OK, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 ajtqAvDEkVNr2B7zUOtq2mAQXDSBlNrVAuM/dKb5sT4\n"
	    "0evrK/HQXVsQ4YaDe+659l5OQzvAzD2ytLGHQLQiqxg\n"
	    "-> X25519 0qC7u6AbLxuwnM8tPFOWVtWZn/ZZe7z7gcsP5kgA0FI\n"
	    "T/PZg76MmVt2IaLntrxppzDnzeFDYHsHFcnTnhbRLQ8\n"
	    "--- 7W07ef2PhsTAl74pn+9vSj/Xzukwa6SuTqMc16cdBk0\n" },
	{ "x25519_no_match", FX_EARG, id_c,
	    "age-encryption.org/v1\n"
	    "-> X25519 ajtqAvDEkVNr2B7zUOtq2mAQXDSBlNrVAuM/dKb5sT4\n"
	    "HUKtz0R2j5Bl2ER7HhAZrURikCFpiIjNa0KjHcjbAGU\n"
	    "--- rrpTlvKEKrK3EqhoOPJeP1KE8O1d2arrRez77mwekRc\n" },
	{ "x25519_not_canonical_body", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7V\n"
	    "--- eSjjCjQyp30yHDPwCztKS+1txs+aoCa5ERz8jeEp+9A\n" },
	{ "x25519_not_canonical_share", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCd\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "--- AO6haEGU6BGJ8Tzeqnr2fSLEo31JrWodGtZuCZmijI8\n" },
	{ "x25519_short_share", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 l7o4oTX9X5E3/KODa/7CQ0CrA9fKMWsm9IJjYzSlJg\n"
	    "yUGP5aPob6YJ+vzRfBtDT9D1K/wmyheZE/Xl/mDSKA4\n"
	    "--- Zn1/VRtHpD93HtIXSv1S++POXeKcQF7w1+hpXhMiAbk\n" },
	{ "scrypt_and_x25519", FX_EFORMAT, id_c,
	    "age-encryption.org/v1\n"
	    "-> X25519 ajtqAvDEkVNr2B7zUOtq2mAQXDSBlNrVAuM/dKb5sT4\n"
	    "U+hKlJ4isweJ9PKG7pgscmG3cPASLgTw7SOBpbZ8x2U\n"
	    "-> scrypt 3d9y0G+8q1ffPQ0xJJatIQ 10\n"
	    "foZolxuhRSL7IG7oaR+456IzkHtvue7j4mUjh3DB6EI\n"
	    "--- yp4Z0lV1LEdkm1+uDCuPUV+9hIXbPKrBXKQ/f5Y03As\n" },
	{ "hmac_bad", FX_EBROKEN, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	    "--- 8McE3ix9R34E/vLrQv3yepsHjo/LXhfs22Ab3UyInmg\n" },
	{ "hmac_not_canonical", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	    "--- WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNh\n" },
	{ "stanza_valid_characters", FX_OK, id_a,
	    "age-encryption.org/v1\n"
	    "-> !\"#$%&' ()*+,-./ 01234567 89:;<=>? @ABCDEFG HIJKLMNO\n"
	    "\n"
	    "-> PQRSTUVW XYZ[\\]^_ `abcdefg hijklmno pqrstuvw xyz{|}~\n"
	    "\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "--- x538z9xJq9XEK1aTTTv80aWDVvVdROvaXn2tpqXPC8g\n" },
	{ "stanza_base64_padding", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
	    "QUFBQUFB\n"
	    "QUE=\n"
	    "--- OtG7IuNHaf2SHZuowmxg/fhbhtz0/DI5g5OGd7WH7S0\n" },
	{ "stanza_empty_last_line", FX_OK, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
	    "QUFBQUFB\n"
	    "\n"
	    "--- +3PC416gxa7Mk7WxpX0kb6DVfSuCun0niGre+G4bZhE\n" },
	{ "stanza_missing_body", FX_EFORMAT, id_b,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "hjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
	    "-> empty\n"
	    "--- OaSGgYUB+XR0qCCme0Uwp9GNJXSEgNpbknu3Q9qtL+M\n" },
	{ "stanza_missing_final_line", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAA\n"
	    "--- GRjUy1ShNhFoV3cQikdtUZqDeDEZSrbtNXUgDtDbwC8\n" },
	{ "stanza_multiple_short_lines", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "--- ct87HSIMoTC4nUsQva+8AeKc2bK2q8b9sPjRhjuf1us\n" },
	{ "stanza_long_line", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAA\n"
	    "\n"
	    "--- tnRUR2vmmU92czsjnioF5ujgXUetUhzUoQPPGT9wmug\n" },
	{ "stanza_not_canonical", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza\n"
	    "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
	    "QUFBQUFB\n"
	    "QUF\n"
	    "--- nQM2VCzmNLPrUurNWN+SW9wVp/9uTMQ/6CTUM7l8c84\n" },
	{ "stanza_empty_body", FX_OK, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> empty\n"
	    "\n"
	    "--- 697zSC9pa/ZLNIaXGtuwcUobmxv+Dpx48Hv0papk5c0\n" },
	{ "stanza_empty_argument", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza  argument\n"
	    "\n"
	    "--- bosBxVRBzKF9emyxQ9BERq7+D5JKU+lvbEsL8UHJ/SA\n" },
	{ "stanza_no_arguments", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "->\n"
	    "\n"
	    "--- B0qjnUjVajTa8I4Uia49g1c4DMQQN6u9m9QOSS1HLks\n" },
	{ "stanza_bad_start", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-- stanza\n"
	    "\n"
	    "--- lpxzkyQGe/sA7F1yh4c6KVZV7//jANm5lYefTToioXs\n" },
	{ "stanza_invalid_character", FX_EFORMAT, id_a,
	    "age-encryption.org/v1\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "-> stanza \303\250\n"
	    "\n"
	    "--- sTIB/0Fc74rhpjC4RAxoR3E01eVTTnWruaD+c5QWjKI\n" },
	{ "version_unsupported", FX_EFORMAT, id_a,
	    "age-encryption.org/v1234\n"
	    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"
	    "EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
	    "--- 38AL8Mr4VwmS6CNbM4bc7u3WwGBDqsMTRHOuYJ9ckqs\n" },
};

static char dir[] = "/tmp/fxage.XXXXXX", path[64];

static void
spill(const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

static struct fx_age_identities
identity(const char *text)
{
	struct fx_age_identities ids;
	struct fx_err err;

	spill(text);
	if (fx_age_identity_load(&ids, path, &err) == -1)
		printf("# %s\n", err.msg);
	return ids;
}

/* A payload of three bytes, "age", under the file key of the kit. */
static void
payload(struct fx_buf *out)
{
	static const char file_key[] = "YELLOW SUBMARINE";
	uint8_t nonce[16] = "any nonce serves", prk[32], key[32], sealed[19];
	uint8_t counter[12] = { [11] = 1 };

	fx_hmac_sha256(prk, nonce, sizeof(nonce), file_key, 16);
	fx_hmac_sha256(key, prk, sizeof(prk), "payload\1", 8);
	crypto_aead_chacha20poly1305_ietf_encrypt(sealed, NULL,
	    (const uint8_t *)"age", 3, NULL, 0, NULL, counter, key);
	fx_buf_put(out, nonce, sizeof(nonce));
	fx_buf_put(out, sealed, sizeof(sealed));
}

/* Open the n bytes at p, from memory of just that size. */
static int
open_exact(struct fx_buf *out, const struct fx_age_identities *ids,
    const void *p, size_t n, struct fx_err *err)
{
	void *exact = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(exact, p, n);
	rc = fx_age_open(out, ids, exact, n, err);
	free(exact);
	return rc;
}

static void
test_kit(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(kit); i++) {
		struct fx_age_identities ids = identity(kit[i].identity);
		struct fx_buf file = { 0 }, out = { 0 };
		struct fx_err err = { 0 };
		bool good;

		fx_buf_str(&file, kit[i].header);
		payload(&file);
		if (open_exact(&out, &ids, file.p, file.len, &err) == 0)
			good = kit[i].code == FX_OK && out.len == 3 &&
			    memcmp(out.p, "age", 3) == 0;
		else
			good = err.code == kit[i].code && out.len == 0;
		if (!ok(good, "%s", kit[i].name))
			printf("# %d %s\n", (int)err.code, err.msg);
		fx_buf_done(&file);
		fx_buf_done(&out);
	}
}

/* Sealed and opened again: on both sides of each part's end. */
static void
test_sizes(void)
{
	static const size_t sizes[] = { 0, 1, 32, 65535, 65536, 65537, 131071,
		131072, 131073 };
	struct fx_age_identities two[2];
	struct fx_age_recipient to[2];
	struct fx_err err = { 0 };
	uint8_t *p = calloc(1, 131073);
	size_t i, k;

	for (k = 0; k < 2; k++) {
		fx_age_identity_new(&two[k], &err);
		to[k] = two[k].recipient[0];
	}
	memset(p, 'x', 131073);
	for (i = 0; i < FX_LEN(sizes); i++) {
		struct fx_buf file = { 0 };

		ok(fx_age_seal(&file, to, 2, p, sizes[i], &err) == 0,
		    "%zu bytes are sealed", sizes[i]);
		for (k = 0; k < 2; k++) {
			struct fx_buf out = { 0 };

			ok(open_exact(&out, &two[k], file.p, file.len, &err) ==
				    0 &&
				out.len == sizes[i] &&
				memcmp(fx_buf_text(&out), p, out.len) == 0,
			    "and recipient %zu opens them", k);
			fx_buf_done(&out);
		}
		fx_buf_done(&file);
	}
	free(p);
}

/* Which of the kit's files are for one X25519 key and for nobody else. */
static void
test_for_one(void)
{
	static const char *const alone[] = { "x25519", "x25519_bad_tag",
		"hmac_bad" };
	static const char *const shared[] = { "x25519_grease",
		"x25519_multiple_recipients", "x25519_extra_argument",
		"x25519_lowercase", "scrypt_and_x25519" };
	size_t i, k, n = 0, others = 0;

	for (i = 0; i < FX_LEN(kit); i++) {
		const char *p = kit[i].header;
		bool one = fx_age_is_for_one(p, strlen(p));

		for (k = 0; k < FX_LEN(alone); k++)
			n += one && strcmp(kit[i].name, alone[k]) == 0;
		for (k = 0; k < FX_LEN(shared); k++)
			others += !one && strcmp(kit[i].name, shared[k]) == 0;
	}
	is_int(n, FX_LEN(alone), "one stanza of an X25519 key");
	is_int(others, FX_LEN(shared), "more, or of another kind");
	ok(!fx_age_is_for_one(NULL, 0) && !fx_age_is_for_one("age1", 4),
	    "what is no age file is for nobody");
}

/* Each byte flipped, each length cut: never opened, never anything appended. */
static void
test_damage(void)
{
	struct fx_age_identities ids;
	struct fx_buf file = { 0 }, out = { 0 };
	struct fx_err err;
	size_t i, opened = 0;

	fx_age_identity_new(&ids, &err);
	fx_age_seal(&file, ids.recipient, 1, "0123456789abcdef", 16, &err);
	fx_buf_str(&out, "kept");
	for (i = 0; i < file.len; i++) {
		file.p[i] ^= 1;
		opened += open_exact(&out, &ids, file.p, file.len, &err) == 0;
		file.p[i] ^= 1;
		opened += open_exact(&out, &ids, file.p, i, &err) == 0;
	}
	is_int(opened, 0, "no file that is changed or cut is opened");
	fx_buf_byte(&file, 0);
	ok(open_exact(&out, &ids, file.p, file.len, &err) == -1 &&
		err.code == FX_EBROKEN,
	    "nor one with a byte behind it");
	is_str(fx_buf_text(&out), "kept", "and nothing of them is appended");
	fx_buf_done(&file);
	fx_buf_done(&out);
}

/* The payload's parts: none may go, and none may be the last before it is. */
static void
test_parts(void)
{
	const size_t plain = 131072, part = 65536 + 16;
	struct fx_age_identities ids;
	struct fx_buf file = { 0 }, out = { 0 };
	struct fx_err err;
	uint8_t *p = calloc(1, plain);

	fx_age_identity_new(&ids, &err);
	fx_age_seal(&file, ids.recipient, 1, p, plain, &err);
	ok(fx_age_open(&out, &ids, file.p, file.len - part, &err) == -1 &&
		err.code == FX_EBROKEN,
	    "without its last part");
	ok(fx_age_open(&out, &ids, file.p, file.len - 1, &err) == -1,
	    "without its last byte");
	memmove(file.p + file.len - 2 * part, file.p + file.len - part, part);
	ok(fx_age_open(&out, &ids, file.p, file.len - part, &err) == -1,
	    "without its first part");
	is_int(out.len, 0, "nothing is opened");
	free(p);
	fx_buf_done(&file);
	fx_buf_done(&out);
}

static void
test_limits(void)
{
	struct fx_age_recipient to[FX_AGE_RECIPIENTS + 1] = { 0 };
	struct fx_age_identities ids;
	struct fx_buf file = { 0 }, out = { 0 };
	struct fx_err err;
	size_t i;

	fx_age_identity_new(&ids, &err);
	for (i = 0; i < FX_LEN(to); i++)
		to[i] = ids.recipient[0];
	ok(fx_age_seal(&out, to, 0, "", 0, &err) == -1 && err.code == FX_EARG,
	    "sealed to nobody");
	ok(fx_age_seal(&out, to, FX_LEN(to), "", 0, &err) == -1 &&
		err.code == FX_EARG,
	    "sealed to too many");
	ok(fx_age_seal(&file, to, FX_AGE_RECIPIENTS, "", 0, &err) == 0 &&
		fx_age_open(&out, &ids, file.p, file.len, &err) == 0,
	    "to as many as may be");
	fx_buf_reset(&file);
	fx_buf_str(&file, "age-encryption.org/v1\n");
	for (i = 0; i <= FX_AGE_STANZAS; i++)
		fx_buf_str(&file, "-> a\n\n");
	ok(fx_age_open(&out, &ids, file.p, file.len, &err) == -1 &&
		err.code == FX_ELIMIT,
	    "too many stanzas");
	fx_buf_reset(&file);
	fx_buf_str(&file, "age-encryption.org/v1\n-> a\n");
	for (i = 0; i <= FX_AGE_HEADER_LEN; i++)
		fx_buf_byte(&file, 'A');
	ok(fx_age_open(&out, &ids, file.p, file.len, &err) == -1 &&
		err.code == FX_ELIMIT,
	    "a header that is too long");
	memset(&to[0], 0, sizeof(to[0]));
	ok(fx_age_seal(&out, to, 1, "", 0, &err) == -1 && err.code == FX_EARG,
	    "a recipient of low order");
	fx_buf_done(&file);
	fx_buf_done(&out);
}

/* Texts of keys: what is one, and what is not. */
static void
test_texts(void)
{
	static const char to[] = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye"
				 "869xeexvn73equnujwj";
	static const char *const bad[] = {
		"",
		"age1",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
		"AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw",
		"agf1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
	};
	struct fx_age_recipient r;
	char text[FX_AGE_RECIPIENT_LEN + 1];
	struct fx_err err;
	size_t i;

	ok(fx_age_recipient_parse(&r, to, strlen(to), &err) == 0,
	    "a recipient");
	fx_age_recipient_text(&r, text);
	is_str(text, to, "and its text");
	for (i = 0; i < FX_LEN(bad); i++)
		ok(fx_age_recipient_parse(&r, bad[i], strlen(bad[i]), &err) ==
			    -1 &&
			err.code == FX_EFORMAT,
		    "no recipient: %s", bad[i]);
}

/* BIP-173, "Test vectors", those of no witness program. */
static void
test_bech32(void)
{
	char text[FX_BECH32_TEXT + 1];
	uint8_t p[FX_BECH32_BYTES + 1] = { 0 };
	static const char zeros[] =
	    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
	    "qqqqqqqqqqqqqqqqqqqqqqqqqqc8247j";

	ok(fx_bech32_read("a", "a12uel5l", 8, p, 0) == 0, "no bytes");
	ok(fx_bech32_read("a", "a12uel5m", 8, p, 0) == -1, "another sum");
	ok(fx_bech32_read("1", zeros, 90, p, 51) == -1,
	    "two bits too many are no bytes");
	is_int(fx_bech32_write("a", p, 0, text), 8, "no bytes as text");
	is_str(text, "a12uel5l", "with its sum");
	is_int(fx_bech32_write("age", p, FX_BECH32_BYTES + 1, text), 0,
	    "too many bytes");
	is_int(fx_bech32_write("a-name-that-is-long", p, FX_BECH32_BYTES, text),
	    0, "too long a text");
}

/* Files of keys. */
static const struct {
	const char *what, *text;
	bool good;
} cases[] = {
	{ "one of age-keygen",
	    "# created: x\n# public key: y\n"
	    "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRW"
	    "SVLUL66MV4QX3S7F6\n",
	    true },
	{ "without a line feed",
	    "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRW"
	    "SVLUL66MV4QX3S7F6",
	    true },
	{ "with carriage returns",
	    "#\r\nAGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0M"
	    "YPDRWSVLUL66MV4QX3S7F6\r\n",
	    true },
	{ "in small letters",
	    "age-secret-key-1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrw"
	    "svlul66mv4qx3s7f6\n",
	    false },
	{ "with one letter changed",
	    "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRW"
	    "SVLUL66MV4QX3S7F7\n",
	    false },
	{ "a good one and a bad one",
	    "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRW"
	    "SVLUL66MV4QX3S7F6\nhello\n",
	    false },
	{ "no identity", "# nothing\n\n", false },
	{ "an empty file", "", false },
};

static void
test_files(void)
{
	struct fx_age_recipient to[2];
	struct fx_age_identities ids;
	struct fx_err err;
	size_t i, n;

	for (i = 0; i < FX_LEN(cases); i++) {
		spill(cases[i].text);
		ok((fx_age_identity_load(&ids, path, &err) == 0) ==
			    cases[i].good &&
			ids.n == cases[i].good,
		    "a file of identities: %s", cases[i].what);
		ok((fx_age_recipient_load(to, 2, &n, path, &err) == 0) ==
			cases[i].good,
		    "and its recipients");
	}
	spill(
	    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n"
	    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n");
	ok(fx_age_recipient_load(to, 2, &n, path, &err) == 0 && n == 2,
	    "a file of recipients");
	ok(fx_age_recipient_load(to, 1, &n, path, &err) == -1 &&
		err.code == FX_ELIMIT,
	    "more of them than are wanted");
}

static void
test_save(void)
{
	struct fx_age_identities ids;
	struct fx_age_recipient to;
	struct fx_err err;
	struct stat st;

	unlink(path);
	ok(fx_age_identity_load(&ids, path, &err) == -1 && err.code == FX_EIO,
	    "no file");
	fx_age_identity_new(&ids, &err);
	to = ids.recipient[0];
	ok(fx_age_identity_save(&ids, path, &err) == 0, "an identity is saved");
	ok(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600,
	    "for its owner alone");
	ok(fx_age_identity_save(&ids, path, &err) == -1,
	    "but not over another");
	ok(fx_age_identity_load(&ids, path, &err) == 0 && ids.n == 1 &&
		memcmp(&ids.recipient[0], &to, sizeof(to)) == 0,
	    "and read again");
	fx_age_forget(&ids);
	is_int(ids.n, 0, "and forgotten");
}

/* The points of low order, which share nothing with anybody (RFC 7748, 6.1):
 * whatever is sealed to one of them fails, so none may become a recipient. */
static void
test_low_order(void)
{
	static const char *const points[] = {
		"00000000000000000000000000000000"
		"00000000000000000000000000000000",
		"01000000000000000000000000000000"
		"00000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46a"
		"da098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b"
		"04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffff"
		"ffffffffffffffffffffffffffffff7f",
	};
	char text[FX_AGE_RECIPIENT_LEN + 1];
	struct fx_age_recipient r, got;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(points); i++) {
		fx_unhex(r.raw, points[i], sizeof(r.raw));
		fx_age_recipient_text(&r, text);
		ok(fx_age_recipient_parse(&got, text, strlen(text), &err) ==
			    -1 &&
			err.code == FX_EFORMAT &&
			strstr(err.msg, "low order") != NULL,
		    "%.20s... is refused", text);
	}
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 99;
	snprintf(path, sizeof(path), "%s/keys", dir);
	test_low_order();
	test_kit();
	test_for_one();
	test_sizes();
	test_damage();
	test_parts();
	test_limits();
	test_texts();
	test_bech32();
	test_files();
	test_save();
	unlink(path);
	rmdir(dir);
	return done();
}
