/* evidence_vault.c - boxes, data keys and the file they lie in */
#include <sys/stat.h>

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/sys.h"
#include "forensic/vault.h"
#include "tap.h"

static char dir[] = "/tmp/fxvault.XXXXXX", path[64];
static const uint8_t leaf[FX_SHA256_LEN] = { 1, 2, 3 };
static const uint8_t nonce[FX_NONCE_LEN] = "a nonce of a commitment, 32 byt";

static void
execute(const char *sql)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		abort();
	sqlite3_close(db);
}

/* A box of a field, from memory of just its size. */
static int
open_exact(struct fx_buf *value, uint8_t got[FX_NONCE_LEN],
    const struct fx_dek *dek, const uint8_t *of, const char *field,
    const void *box, size_t n)
{
	void *exact = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(exact, box, n);
	rc = fx_box_open(value, got, dek, of, field, exact, n);
	free(exact);
	return rc;
}

static void
test_box(void)
{
	static const size_t sizes[] = { 0, 1, 16, 63, 64, 4096 };
	uint8_t got[FX_NONCE_LEN];
	struct fx_err err;
	struct fx_dek dek;
	char *p = calloc(1, 4096);
	size_t i;

	fx_dek_new(&dek, &err);
	for (i = 0; i < FX_LEN(sizes); i++) {
		struct fx_buf box = { 0 }, value = { 0 };

		ok(fx_box_seal(&box, &dek, leaf, "value", nonce, p, sizes[i],
		       NULL, &err) == 0 &&
			box.len == sizes[i] + FX_BOX_MORE,
		    "%zu bytes are sealed", sizes[i]);
		fx_buf_str(&value, "+");
		ok(open_exact(&value, got, &dek, leaf, "value", box.p,
		       box.len) == 0 &&
			value.len == sizes[i] + 1 && value.p[0] == '+' &&
			memcmp(value.p + 1, p, sizes[i]) == 0 &&
			memcmp(got, nonce, sizeof(got)) == 0,
		    "and opened");
		fx_buf_done(&box);
		fx_buf_done(&value);
	}
	free(p);
}

/* The construction, by libsodium alone. */
static void
test_form(void)
{
	static const char ad[] = "evd1|0102030000000000000000000000000000000000"
				 "000000000000000000000000|value";
	uint8_t plain[FX_NONCE_LEN + 3];
	unsigned long long n = 0;
	struct fx_buf box = { 0 };
	struct fx_err err;
	struct fx_dek dek;
	const uint8_t *p;

	fx_dek_new(&dek, &err);
	fx_box_seal(&box, &dek, leaf, "value", nonce, "abc", 3, NULL, &err);
	p = (const uint8_t *)box.p;
	ok(crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, p + 24,
	       box.len - 24, (const uint8_t *)ad, sizeof(ad) - 1, p,
	       dek.key) == 0 &&
		n == sizeof(plain) && memcmp(plain, nonce, 32) == 0 &&
		memcmp(plain + 32, "abc", 3) == 0,
	    "a box is what fxevidence(5) says");
	fx_buf_done(&box);
}

/* Nothing opens but the box of that key, record and field (T24). */
static void
test_false(void)
{
	enum { TRIES = 2000 };
	static const uint8_t other[FX_SHA256_LEN] = { 1, 2, 4 };
	uint8_t got[FX_NONCE_LEN], any[FX_BOX_MORE + 16];
	struct fx_buf box = { 0 }, value = { 0 };
	struct fx_dek dek, wrong;
	struct fx_err err;
	size_t i, opened = 0;

	fx_dek_new(&dek, &err);
	fx_dek_new(&wrong, &err);
	fx_box_seal(&box, &dek, leaf, "value", nonce, "4111", 4, NULL, &err);
	fx_buf_str(&value, "kept");
	for (i = 0; i < box.len; i++) {
		box.p[i] ^= 1;
		opened += open_exact(&value, got, &dek, leaf, "value", box.p,
			      box.len) == 0;
		box.p[i] ^= 1;
		opened += open_exact(&value, got, &dek, leaf, "value", box.p,
			      i) == 0;
	}
	is_int(opened, 0, "no box that is changed or cut opens");
	for (i = 0; i < TRIES; i++) {
		fx_random(any, sizeof(any), &err);
		opened += open_exact(&value, got, &dek, leaf, "value", any,
			      sizeof(any)) == 0;
	}
	is_int(opened, 0, "no random box opens");
	ok(open_exact(&value, got, &wrong, leaf, "value", box.p, box.len) == -1,
	    "another key");
	ok(open_exact(&value, got, &dek, other, "value", box.p, box.len) == -1,
	    "another record");
	ok(open_exact(&value, got, &dek, leaf, "cvv", box.p, box.len) == -1,
	    "another field");
	is_str(fx_buf_text(&value), "kept", "and nothing is appended");
	ok(fx_box_seal(&box, &dek, leaf,
	       "a-field-longer-than-any-may-be-really", nonce, "", 0, NULL,
	       &err) == -1 &&
		err.code == FX_EARG,
	    "a field that is too long");
	fx_buf_done(&box);
	fx_buf_done(&value);
}

static void
test_dek(void)
{
	struct fx_age_identities ids, others;
	struct fx_buf sealed = { 0 };
	struct fx_dek dek, got;
	struct fx_err err;

	fx_age_identity_new(&ids, &err);
	fx_age_identity_new(&others, &err);
	fx_dek_new(&dek, &err);
	ok(fx_dek_seal(&sealed, &dek, ids.recipient, &err) == 0 &&
		sealed.len <= FX_SEALED_LEN &&
		fx_dek_open(&got, &ids, sealed.p, sealed.len, &err) == 0 &&
		memcmp(&got, &dek, sizeof(dek)) == 0,
	    "a data key is sealed and opened");
	ok(fx_dek_open(&got, &others, sealed.p, sealed.len, &err) == -1 &&
		err.code == FX_EARG,
	    "not by another identity");
	fx_buf_reset(&sealed);
	fx_age_seal(&sealed, ids.recipient, 1, dek.key, 31, &err);
	ok(fx_dek_open(&got, &ids, sealed.p, sealed.len, &err) == -1 &&
		err.code == FX_EBROKEN,
	    "31 bytes are no data key");
	ok(fx_dek_open(&got, &ids, sealed.p, FX_SEALED_LEN + 1, &err) == -1 &&
		err.code == FX_ELIMIT,
	    "nor is what is too long");
	fx_buf_done(&sealed);
}

static const struct fx_vault_seen told = { { 7 }, 3, { 8 } };

/* A vault with the openings of records 3 to 5, of runs 1 and 2. */
static struct fx_vault *
filled(const struct fx_age_identities *ids)
{
	uint8_t box[FX_BOX_MORE] = { 0 };
	struct fx_opening o[3];
	struct fx_vault *v = NULL;
	struct fx_dek dek;
	struct fx_err err;
	bool others = true;
	size_t i;

	unlink(path);
	ok(fx_vault_create(path, &err) == 0 &&
		(v = fx_vault_open(path, &others, &err)) != NULL && !others,
	    "a new vault");
	fx_dek_new(&dek, &err);
	for (i = 1; i <= 2; i++)
		ok(fx_vault_add_dek(v, i, &dek, ids->recipient, 1, &err) == 0,
		    "the data key of run %zu", i);
	for (i = 0; i < 3; i++)
		o[i] = (struct fx_opening){ 3 + i, 1 + i / 2, "value", leaf,
			box, sizeof(box) };
	ok(fx_vault_add(v, o, 3, &told, &err) == 0, "and three openings");
	return v;
}

static void
test_find(void)
{
	static const uint8_t other[FX_SHA256_LEN] = { 9 };
	struct fx_age_identities ids, others;
	struct fx_buf box = { 0 }, sealed = { 0 };
	struct fx_vault *v;
	struct fx_err err;
	struct fx_dek dek;
	uint64_t run = 0;

	fx_age_identity_new(&ids, &err);
	fx_age_identity_new(&others, &err);
	v = filled(&ids);
	ok(fx_vault_find(v, 5, "value", leaf, &run, &box, &err) == 1 &&
		run == 2 && box.len == FX_BOX_MORE,
	    "an opening is found");
	ok(fx_vault_find(v, 5, "cvv", leaf, &run, &box, &err) == 0 &&
		fx_vault_find(v, 6, "value", leaf, &run, &box, &err) == 0 &&
		fx_vault_find(v, 5, "value", other, &run, &box, &err) == 0,
	    "no other is");
	ok(fx_vault_find_dek(v, 2, &ids, &sealed, &err) == 1 &&
		fx_dek_open(&dek, &ids, sealed.p, sealed.len, &err) == 0,
	    "its data key opens");
	ok(fx_vault_find_dek(v, 2, &others, &sealed, &err) == 0 &&
		fx_vault_find_dek(v, 3, &ids, &sealed, &err) == 0,
	    "there is no other");
	ok(fx_vault_add_dek(v, 2, &dek, ids.recipient, 1, &err) == -1 &&
		err.code == FX_EBROKEN,
	    "none takes the place of one");
	run = 0;
	ok(fx_vault_next_run(v, &run, &err) == 0 && run == 1 &&
		fx_vault_next_run(v, &run, &err) == 0 && run == 2 &&
		fx_vault_next_run(v, &run, &err) == 0 && run == 0,
	    "the runs in their order");
	fx_buf_done(&box);
	fx_buf_done(&sealed);
	fx_vault_close(v);
}

static void
test_delete(void)
{
	static const uint8_t other[FX_SHA256_LEN] = { 9 };
	static const struct {
		const char *what, *says;
		struct fx_vault_case of;
	} more[] = {
		{ "openings far behind the last record", "newest copy",
		    { 4, 1, 1, 2, false } },
		{ "those of two runs", "openings of run 1",
		    { 3, 10, 1, 2, false } },
		{ "those of another run than the open one", "of run 2",
		    { 5, 10, 3, 3, false } },
		{ "the key of a run that is not the next", "key of run 2",
		    { 6, 10, 0, 1, false } },
		{ "what a crash left, where nothing may be deleted",
		    "--recover", { 5, 10, 1, 2, true } },
		{ "and a key alone", "--recover", { 6, 10, 1, 2, true } },
	};
	static const struct fx_vault_case crash = { 5, 10, 1, 2, false };
	uint64_t last = 1;
	size_t i;
	struct fx_age_identities ids;
	struct fx_buf box = { 0 };
	struct fx_vault *v;
	struct fx_err err;
	uint64_t n = 0, run = 0;

	fx_age_identity_new(&ids, &err);
	v = filled(&ids);
	ok(fx_vault_erase(v, 4, "value", other, &n, &err) == 0 && n == 0 &&
		fx_vault_erase(v, 4, "value", leaf, &n, &err) == 0 && n == 1 &&
		fx_vault_erase(v, 4, "value", leaf, &n, &err) == 0 && n == 1 &&
		fx_vault_find(v, 4, "value", leaf, &run, &box, &err) == 0,
	    "an opening is erased, once, and of no other record");
	for (i = 0; i < FX_LEN(more); i++)
		ok(fx_vault_trim(v, &more[i].of, &n, &err) == -1 &&
			err.code == FX_EBROKEN && n == 0 &&
			strstr(err.msg, more[i].says) != NULL,
		    "left: %s", more[i].what);
	ok(fx_vault_find(v, 5, "value", leaf, &run, &box, &err) == 1 &&
		fx_vault_next_run(v, &last, &err) == 0 && last == 2,
	    "all is there");
	ok(fx_vault_trim(v, &crash, &n, &err) == 0 && n == 1 &&
		fx_vault_find(v, 3, "value", leaf, &run, &box, &err) == 1,
	    "those that a crash left go");
	run = 1;
	ok(fx_vault_next_run(v, &run, &err) == 0 && run == 0,
	    "and the data key of a run that is not there");
	ok(fx_vault_create(path, &err) == -1 &&
		strstr(err.msg, "another case") != NULL,
	    "a vault that holds something is not made anew");
	fx_buf_done(&box);
	fx_vault_close(v);
}

/* Whose a vault is, and how much of the case it has seen. */
static void
test_seen(void)
{
	static const struct fx_vault_seen more = { { 7 }, 9, { 1 } };
	struct fx_age_identities ids;
	struct fx_vault_seen got;
	struct fx_vault *v;
	struct fx_err err;
	bool others;

	fx_age_identity_new(&ids, &err);
	unlink(path);
	fx_vault_create(path, &err);
	v = fx_vault_open(path, &others, &err);
	ok(fx_vault_seen(v, &got, &err) == 0 && got.size == 0,
	    "a new vault is nobody's");
	fx_vault_close(v);
	v = filled(&ids);
	ok(fx_vault_seen(v, &got, &err) == 0 &&
		memcmp(&got, &told, sizeof(got)) == 0,
	    "openings come with their case");
	ok(fx_vault_see(v, &more, &err) == 0 &&
		fx_vault_see(v, &more, &err) == 0 &&
		fx_vault_seen(v, &got, &err) == 0 &&
		memcmp(&got, &more, sizeof(got)) == 0,
	    "and what is seen later takes its place");
	fx_vault_close(v);
	execute("DELETE FROM seen");
	v = fx_vault_open(path, &others, &err);
	ok(fx_vault_seen(v, &got, &err) == -1 && err.code == FX_EBROKEN,
	    "openings of no case are refused");
	fx_vault_close(v);
}

/* The clear form of old. */
static void
test_old(void)
{
	struct fx_vault *v;
	struct fx_err err;
	bool others;
	FILE *f;

	unlink(path);
	fx_vault_create(path, &err);
	f = fopen(path, "r+");
	fseek(f, 60, SEEK_SET);
	fwrite("\0\0\0\1", 1, 4, f);
	fclose(f);
	v = fx_vault_open(path, &others, &err);
	ok(v == NULL && err.code == FX_EFORMAT &&
		strstr(err.msg, "in clear") != NULL,
	    "a vault that holds values in clear is refused");
}

int
main(void)
{
	if (mkdtemp(dir) == NULL || sodium_init() == -1)
		return 99;
	snprintf(path, sizeof(path), "%s/a.vault", dir);
	test_box();
	test_form();
	test_false();
	test_dek();
	test_find();
	test_delete();
	test_seen();
	test_old();
	unlink(path);
	rmdir(dir);
	return done();
}
