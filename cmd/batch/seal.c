/* seal.c - lines with clear values, kept until the ranges of an image are
 * joined */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/key.h"
#include "forensic/write.h"
#include "seal.h"

enum { LENGTH = 4 }; /* bytes before a piece */

/* What is signed begins as no head of a case does, which has no blank in it. */
static const char about[] = "fxbatch: the key of the lines of ranges\n";

int
seal_begin(struct seal *s, const struct batch *b, struct fx_err *err)
{
	struct fx_key *key = fx_key_load(b->key, err);
	uint8_t sig[FX_SIG_LEN], secret[FX_SHA256_LEN];
	struct fx_buf text = { 0 };
	int rc = key != NULL ? 0 : -1;

	*s = (struct seal){ 0 };
	/* Of Ed25519 the same text has the same signature, everywhere. */
	fx_buf_printf(&text, "%s%s\n", about, b->plan.sum);
	if (rc == 0)
		rc = fx_buf_check(&text, err);
	if (rc == 0)
		rc = fx_key_sign(key, text.p, text.len, sig, err);
	if (rc == 0 && fx_sha256(secret, sig, sizeof(sig)) == -1)
		rc = fx_fail(err, FX_EIO, 0, "libcrypto");
	if (rc == 0)
		rc = fx_age_identity_of(&s->ids, secret, err);
	explicit_bzero(sig, sizeof(sig));
	explicit_bzero(secret, sizeof(secret));
	fx_buf_done(&text);
	fx_key_free(key);
	return rc;
}

void
seal_done(struct seal *s)
{
	fx_age_forget(&s->ids);
}

int
seal_put(const struct seal *s, int fd, const char *p, size_t n,
    struct fx_err *err)
{
	struct fx_buf out = { 0 };
	size_t len;
	unsigned int i;
	int rc;

	for (i = 0; i < LENGTH; i++)
		fx_buf_byte(&out, 0);
	rc = fx_age_seal(&out, s->ids.recipient, 1, p, n, err);
	if (rc == 0)
		rc = fx_buf_check(&out, err);
	if (rc == 0 && out.len - LENGTH > SEAL_PIECE)
		rc = fx_fail(err, FX_ELIMIT, 0, "lines too long to be kept");
	if (rc == 0) {
		len = out.len - LENGTH;
		for (i = 0; i < LENGTH; i++)
			out.p[i] = (char)(len >> (8 * i) & UINT8_MAX);
		if (fx_write_all(fd, out.p, out.len) == -1)
			rc = fx_fail_sys(err, 0, "the lines of a range");
	}
	fx_buf_done(&out);
	return rc;
}

int
seal_open(struct seal_lines *l, const struct seal *s, const char *path,
    struct fx_err *err)
{
	*l = (struct seal_lines){ .seal = s };
	l->fd = open(path, O_RDONLY | O_CLOEXEC);
	return l->fd != -1 ? 0 : fx_fail_sys(err, 0, "%s", path);
}

/* Up to n bytes, fewer at the end alone; -1 and err. */
static ssize_t
read_all(int fd, char *p, size_t n, struct fx_err *err)
{
	size_t have = 0;
	ssize_t got = 1;

	while (have < n && got != 0) {
		got = read(fd, p + have, n - have);
		if (got == -1 && errno != EINTR)
			return fx_fail_sys(err, 0, "the lines of a range");
		have += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)have;
}

static int
broken(struct fx_err *err)
{
	return fx_fail(err, FX_EBROKEN, 0, "the lines of a range are damaged");
}

/* One piece more. Returns 1; 0 at the end; or -1 and err. */
static int
next_piece(struct seal_lines *l, struct fx_err *err)
{
	char head[LENGTH], piece[1 << 14];
	ssize_t got = read_all(l->fd, head, sizeof(head), err);
	size_t left, n;

	fx_buf_reset(&l->sealed);
	fx_buf_reset(&l->clear);
	l->at = 0;
	if (got <= 0)
		return (int)got;
	left = got == LENGTH ? fx_le32((const uint8_t *)head) : 0;
	if (left == 0 || left > SEAL_PIECE)
		return broken(err);
	for (; left > 0; left -= n) {
		n = left < sizeof(piece) ? left : sizeof(piece);
		got = read_all(l->fd, piece, n, err);
		if (got != (ssize_t)n)
			return got == -1 ? -1 : broken(err);
		fx_buf_put(&l->sealed, piece, n);
	}
	if (fx_buf_check(&l->sealed, err) == -1 ||
	    fx_age_open(&l->clear, &l->seal->ids, l->sealed.p, l->sealed.len,
		err) == -1 ||
	    fx_buf_check(&l->clear, err) == -1)
		return -1;
	return l->clear.len > 0 && l->clear.p[l->clear.len - 1] == '\n'
	    ? 1
	    : broken(err);
}

int
seal_next(struct seal_lines *l, const char **p, size_t *n, struct fx_err *err)
{
	const char *nl;
	int rc;

	if (l->at == l->clear.len && (rc = next_piece(l, err)) != 1)
		return rc;
	*p = l->clear.p + l->at;
	nl = memchr(*p, '\n', l->clear.len - l->at);
	if (nl == NULL)
		return broken(err);
	*n = (size_t)(nl - *p);
	l->at += *n + 1;
	return 1;
}

void
seal_close(struct seal_lines *l)
{
	if (l->fd != -1)
		close(l->fd);
	fx_buf_done(&l->sealed);
	fx_buf_done(&l->clear);
	l->fd = -1;
}
