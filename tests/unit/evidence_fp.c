/* evidence_fp.c - keyed fingerprints: over what, by which key, from which file
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/bytes.h"
#include "forensic/fp.h"
#include "forensic/hash.h"
#include "tap.h"

#define DIGITS "000102030405060708090a0b0c0d0e0f"
#define KEY DIGITS "101112131415161718191a1b1c1d1e1f"
#define SIXTY "000000000000000000000000000000000000000000000000000000000000"

static char dir[] = "/tmp/fxfp.XXXXXX", path[64];

static void
spill(const char *text, mode_t mode)
{
	FILE *f;

	unlink(path);
	f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
	chmod(path, mode);
}

static const struct {
	const char *what, *text;
	mode_t mode;
	int code; /* of the error; 0: it is one */
} files[] = {
	{ "a key", KEY "\n", 0600, 0 },
	{ "without its newline", KEY, 0400, 0 },
	{ "nothing", "", 0600, FX_EFORMAT },
	{ "half a key", DIGITS "\n", 0600, FX_EFORMAT },
	{ "a digit less", "00" SIXTY "0\n", 0600, FX_EFORMAT },
	{ "a digit more", KEY "0", 0600, FX_EFORMAT },
	{ "two newlines", KEY "\n\n", 0600, FX_ELIMIT },
	{ "two keys", KEY "\n" KEY "\n", 0600, FX_ELIMIT },
	{ "capitals", DIGITS "101112131415161718191A1B1C1D1E1F\n", 0600,
	    FX_EFORMAT },
	{ "no digit", DIGITS "101112131415161718191g1b1c1d1e1f\n", 0600,
	    FX_EFORMAT },
	{ "zeros", "0000" SIXTY "\n", 0600, FX_EFORMAT },
	{ "for the group to read", KEY "\n", 0640, FX_EARG },
	{ "for all to write", KEY "\n", 0602, FX_EARG },
};

static void
load(size_t i)
{
	struct fx_fp_key key = { 0 };
	struct fx_err err = { 0 };
	uint8_t raw[FX_FP_KEY_LEN];
	int rc;

	spill(files[i].text, files[i].mode);
	rc = fx_fp_key_load(&key, path, &err);
	is_int(rc, files[i].code == 0 ? 0 : -1, "%s", files[i].what);
	if (rc == -1) {
		is_int(err.code, files[i].code, "%s: why", files[i].what);
		is_str(key.id, "", "%s: it has no name", files[i].what);
		return;
	}
	fx_unhex(raw, KEY, sizeof(raw));
	ok(memcmp(raw, key.raw, sizeof(raw)) == 0, "%s: its bytes",
	    files[i].what);
}

/* What the HMAC over that message is, cut. */
static void
hmac(char out[FX_FP_TEXT + 1], const struct fx_fp_key *key, const char *msg,
    size_t n)
{
	uint8_t sum[FX_SHA256_LEN];

	fx_hmac_sha256(sum, key->raw, sizeof(key->raw), msg, n);
	fx_hex(out, sum, FX_FP_LEN);
}

static const struct {
	const char *what, *kind, *value, *msg;
	size_t n, len; /* of value; of msg */
} messages[] = {
#define MESSAGE(what, kind, value, msg)                                    \
	{                                                                  \
		what, kind, value, msg, sizeof(value) - 1, sizeof(msg) - 1 \
	}
	MESSAGE("a card", "card.pan", "4111111111111111",
	    "13:fxevidence fp,8:card.pan,16:4111111111111111,"),
	MESSAGE("no value", "id.mrz", "", "13:fxevidence fp,6:id.mrz,0:,"),
	MESSAGE("a value with a NUL", "x", "a\0,1:b,",
	    "13:fxevidence fp,1:x,7:a\0,1:b,,"),
};

static void
message(size_t i, const struct fx_fp_key *key)
{
	char want[FX_FP_TEXT + 1], got[FX_FP_TEXT + 1];

	hmac(want, key, messages[i].msg, messages[i].len);
	is_int(fx_fp(got, key, messages[i].kind, messages[i].value,
		   messages[i].n),
	    0, "%s", messages[i].what);
	is_str(got, want, "%s: is the HMAC it says it is", messages[i].what);
}

static const struct {
	const char *class, *fields[3], *kind, *field;
} over[] = {
	{ "card.pan", { "value" }, "card.pan", "value" },
	{ "card.track1", { "value", "pan" }, "card.pan", "pan" },
	{ "card.track2", { "value", "pan" }, "card.pan", "pan" },
	{ "card.emv", { "value", "pan" }, "card.pan", "pan" },
	{ "card.emv", { "value" }, "card.emv", "value" },
	{ "bank.iban", { "value", "bank" }, "bank.iban", "value" },
	{ "of.tomorrow", { "value", "pan" }, "of.tomorrow", "value" },
};

static void
what(size_t i)
{
	json_t *commit = json_object();
	const char *const *f;
	struct fx_fp_over o;

	for (f = over[i].fields; *f != NULL; f++)
		json_object_set_new(commit, *f, json_string(""));
	o = fx_fp_over(fx_carver_find(carvers, over[i].class), over[i].class,
	    commit);
	is_str(o.kind, over[i].kind, "%s: its kind", over[i].class);
	is_str(o.field, over[i].field, "%s: its field", over[i].class);
	json_decref(commit);
}

static void
kept(void)
{
	struct fx_fp_key key, again;
	char want[FX_FP_TEXT + 1];
	struct stat st;
	struct fx_err err;

	unlink(path);
	is_int(fx_fp_key_new(&key, &err), 0, "a new key");
	is_int(fx_fp_key_save(&key, path, &err), 0, "is kept");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600,
	    "for its owner alone");
	is_int(fx_fp_key_save(&key, path, &err), -1, "and not overwritten");
	is_int(fx_fp_key_load(&again, path, &err), 0, "and read");
	ok(memcmp(&key, &again, sizeof(key)) == 0, "as it was");
	hmac(want, &key, "17:fxevidence fp key,", 21);
	is_str(key.id, want, "its name is the HMAC it says it is");
	fx_fp_key_forget(&key);
	is_str(key.id, "", "it is forgotten");
}

int
main(void)
{
	struct fx_fp_key key;
	struct fx_err err;
	size_t i;

	if (mkdtemp(dir) == NULL)
		return 99;
	snprintf(path, sizeof(path), "%s/key", dir);
	for (i = 0; i < FX_LEN(files); i++)
		load(i);
	fx_fp_key_new(&key, &err);
	for (i = 0; i < FX_LEN(messages); i++)
		message(i, &key);
	for (i = 0; i < FX_LEN(over); i++)
		what(i);
	kept();
	unlink(path);
	rmdir(dir);
	return done();
}
