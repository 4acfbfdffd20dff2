/* age_key.c - keys of age files: as text, and in files (C2SP age.md) */
#include <sodium.h>

#include <stdio.h>
#include <string.h>

#include "age.h"
#include "file.h"
#include "forensic/bech32.h"
#include "forensic/sys.h"

enum { KEY_FILE_LEN = 1 << 16 }; /* longest file of keys read, bytes */

static const char recipient_hrp[] = "age", identity_hrp[] = "age-secret-key-";
static const char identity_start[] = "AGE-SECRET-KEY-1";

void
fx_age_forget(struct fx_age_identities *ids)
{
	explicit_bzero(ids, sizeof(*ids));
}

/* A point of low order shares the same secret, zero, with every key. */
static bool
can_seal(const struct fx_age_recipient *r)
{
	static const uint8_t scalar[FX_AGE_KEY_LEN] = { 8 };
	uint8_t shared[FX_AGE_KEY_LEN];

	return crypto_scalarmult(shared, scalar, r->raw) == 0;
}

int
fx_age_recipient_parse(struct fx_age_recipient *r, const char *s, size_t n,
    struct fx_err *err)
{
	if (fx_bech32_read(recipient_hrp, s, n, r->raw, sizeof(r->raw)) == -1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no X25519 recipient of age (age1 and 58 characters)");
	if (sodium_init() == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libsodium cannot be used");
	if (!can_seal(r))
		return fx_fail(err, FX_EFORMAT, 0,
		    "a recipient that nothing can be sealed to (a point of "
		    "low order)");
	return 0;
}

void
fx_age_recipient_text(const struct fx_age_recipient *r,
    char out[FX_AGE_RECIPIENT_LEN + 1])
{
	char text[FX_BECH32_TEXT + 1];

	fx_bech32_write(recipient_hrp, r->raw, sizeof(r->raw), text);
	memcpy(out, text, FX_AGE_RECIPIENT_LEN + 1);
}

/* The public half of the last identity, which counts from now on. */
static int
complete(struct fx_age_identities *ids, struct fx_err *err)
{
	if (sodium_init() == -1 ||
	    crypto_scalarmult_base(ids->recipient[ids->n].raw,
		ids->raw[ids->n]) != 0)
		return fx_fail(err, FX_ENOMEM, 0, "libsodium cannot be used");
	ids->n++;
	return 0;
}

int
fx_age_identity_new(struct fx_age_identities *ids, struct fx_err *err)
{
	*ids = (struct fx_age_identities){ 0 };
	if (fx_random(ids->raw[0], sizeof(ids->raw[0]), err) == -1)
		return -1;
	return complete(ids, err);
}

int
fx_age_identity_of(struct fx_age_identities *ids,
    const uint8_t secret[FX_AGE_KEY_LEN], struct fx_err *err)
{
	*ids = (struct fx_age_identities){ 0 };
	memcpy(ids->raw[0], secret, FX_AGE_KEY_LEN);
	return complete(ids, err);
}

/* Letters of ASCII in the other case, whatever the locale. */
static void
small(char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			s[i] = (char)(s[i] + ('a' - 'A'));
}

static void
large(char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			s[i] = (char)(s[i] - ('a' - 'A'));
}

/* AGE-SECRET-KEY-1..., n characters, all capitals. */
static int
identity_parse(struct fx_age_identities *ids, const char *s, size_t n,
    struct fx_err *err)
{
	char text[FX_AGE_IDENTITY_LEN];
	int rc = -1;
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			n = 0; /* one case or the other */
	if (n == sizeof(text)) {
		memcpy(text, s, n);
		small(text, n);
		rc = fx_bech32_read(identity_hrp, text, n, ids->raw[ids->n],
		    sizeof(ids->raw[0]));
		explicit_bzero(text, sizeof(text));
	}
	if (rc == -1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no X25519 identity of age (AGE-SECRET-KEY-1 and 58 "
		    "characters)");
	return complete(ids, err);
}

/* What a line of a file of keys is told to. */
typedef int take_line(void *arg, const char *s, size_t n, struct fx_err *err);

/* Each line of the file at path that says something. 0, or -1 and err. */
static int
each_line(const char *path, take_line *take, void *arg, struct fx_err *err)
{
	struct fx_buf text = { .max = KEY_FILE_LEN };
	struct fx_err why;
	const char *s, *end;
	size_t n;
	int rc = file_read(&text, path, err);

	if (rc == 0 && strlen(fx_buf_text(&text)) != text.len)
		rc = fx_fail(err, FX_EFORMAT, 0, "%s: no text", path);
	for (s = fx_buf_text(&text); rc == 0 && *s != '\0'; s = end) {
		n = strcspn(s, "\n");
		end = s[n] == '\n' ? s + n + 1 : s + n;
		while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\r'))
			n--;
		if (n == 0 || *s == '#')
			continue;
		if ((rc = take(arg, s, n, &why)) == -1)
			fx_fail(err, why.code, 0, "%s: %s", path, why.msg);
	}
	if (text.p != NULL)
		explicit_bzero(text.p, text.cap);
	fx_buf_done(&text);
	return rc;
}

static int
take_identity(void *arg, const char *s, size_t n, struct fx_err *err)
{
	struct fx_age_identities *ids = arg;

	if (ids->n == FX_AGE_IDENTITIES)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d identities",
		    FX_AGE_IDENTITIES);
	return identity_parse(ids, s, n, err);
}

int
fx_age_identity_load(struct fx_age_identities *ids, const char *path,
    struct fx_err *err)
{
	int rc;

	*ids = (struct fx_age_identities){ 0 };
	rc = each_line(path, take_identity, ids, err);
	if (rc == 0 && ids->n == 0)
		rc = fx_fail(err, FX_EFORMAT, 0, "%s: holds no identity", path);
	if (rc == -1)
		fx_age_forget(ids);
	return rc;
}

/* Recipients that are being collected. */
struct taken {
	struct fx_age_recipient *r;
	size_t n, most;
};

static int
take_recipient(void *arg, const char *s, size_t n, struct fx_err *err)
{
	struct fx_age_identities ids = { 0 };
	struct taken *t = arg;
	int rc;

	if (t->n == t->most)
		return fx_fail(err, FX_ELIMIT, 0, "more than %zu recipients",
		    t->most);
	if (n >= sizeof(identity_start) - 1 &&
	    memcmp(s, identity_start, sizeof(identity_start) - 1) == 0) {
		rc = identity_parse(&ids, s, n, err);
		t->r[t->n] = ids.recipient[0];
		fx_age_forget(&ids);
	} else {
		rc = fx_age_recipient_parse(&t->r[t->n], s, n, err);
	}
	t->n += rc == 0;
	return rc;
}

int
fx_age_recipient_load(struct fx_age_recipient *r, size_t most, size_t *n,
    const char *path, struct fx_err *err)
{
	struct taken t = { .r = r, .most = most };

	*n = 0;
	if (each_line(path, take_recipient, &t, err) == -1)
		return -1;
	if (t.n == 0)
		return fx_fail(err, FX_EFORMAT, 0, "%s: holds no recipient",
		    path);
	*n = t.n;
	return 0;
}

int
fx_age_identity_save(const struct fx_age_identities *ids, const char *path,
    struct fx_err *err)
{
	char text[FX_BECH32_TEXT + 1] = "", to[FX_AGE_RECIPIENT_LEN + 1];
	char now[FX_TIME_LEN + 1];
	struct fx_buf out = { 0 };
	int rc;

	fx_time_now(now);
	fx_age_recipient_text(&ids->recipient[0], to);
	large(text,
	    fx_bech32_write(identity_hrp, ids->raw[0], FX_AGE_KEY_LEN, text));
	fx_buf_printf(&out, "# created: %.19sZ\n# public key: %s\n", now, to);
	fx_buf_printf(&out, "%s\n", text);
	explicit_bzero(text, sizeof(text));
	if ((rc = fx_buf_check(&out, err)) == 0)
		rc = file_create(path, &out, 0600, err);
	if (out.p != NULL)
		explicit_bzero(out.p, out.cap);
	fx_buf_done(&out);
	return rc;
}
