/*
 * locked.c - documents that are encrypted: nothing comes of them but a limit
 *
 * What says so stands in the clear: in the trailer or the cross-reference
 * stream of a PDF file (ISO 32000-1, 7.5.5 and 7.6.1), in the directory of the
 * compound file that an encrypted OOXML document is ([MS-OFFCRYPTO] 2.3.4.4),
 * in the manifest of OpenDocument (part 2, 3.4.1).
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/decode.h"

enum {
	NEAR = 2048, /* bytes on both sides in which a trailer has its root */
	BLANKS = 64,
	DIGITS = 10, /* of an object's number */
	/* An entry of a directory, [MS-CFB] 2.6.1. */
	ENTRY = 128,
	NAME = 64,
	NAME_LEN = 34,
	KIND = 66,
	STREAM = 2,
};

static bool
stands(const struct fx_look *l, size_t at, const char *text)
{
	size_t n = strlen(text);

	return at <= l->n && l->n - at >= n && memcmp(l->p + at, text, n) == 0;
}

static size_t
behind_blanks(const struct fx_look *l, size_t at)
{
	size_t i;

	for (i = 0; i < BLANKS && at < l->n; i++, at++)
		if (l->p[at] == 0 || strchr(" \t\r\n\f", l->p[at]) == NULL)
			break;
	return at;
}

/* Behind a number and the blanks that follow; `at` if there is none. */
static size_t
behind_number(const struct fx_look *l, size_t at)
{
	size_t i;

	for (i = 0; i < DIGITS && at + i < l->n; i++)
		if (l->p[at + i] < '0' || l->p[at + i] > '9')
			break;
	return i == 0 ? at : behind_blanks(l, at + i);
}

/* "/Encrypt 12 0 R" or "/Encrypt <<", where the /Root of the file is named. */
static bool
pdf(const struct fx_look *l)
{
	static const char root[] = "/Root";
	size_t at = behind_blanks(l, l->at + strlen("/Encrypt"));
	size_t from = l->at > NEAR ? l->at - NEAR : 0;
	size_t to = l->n - l->at > NEAR ? l->at + NEAR : l->n, next, last;

	if (!stands(l, l->at, "/Encrypt") ||
	    memmem(l->p + from, to - from, root, sizeof(root) - 1) == NULL)
		return false;
	next = behind_number(l, at);
	last = behind_number(l, next);
	return stands(l, at, "<<") ||
	    (next > at && last > next && stands(l, last, "R"));
}

/* The entry of the stream EncryptedPackage. */
static bool
package(const struct fx_look *l)
{
	static const char name[] = "EncryptedPackage";
	const uint8_t *p = l->p + l->at;
	size_t i;

	if (l->n - l->at < ENTRY || fx_le16(p + NAME) != NAME_LEN ||
	    p[KIND] != STREAM)
		return false;
	for (i = 0; i < sizeof(name); i++)
		if (fx_le16(p + 2 * i) != (uint8_t)name[i])
			return false;
	return true;
}

/* The first file of a manifest that is encrypted: it speaks for all. */
static bool
manifest(const struct fx_look *l)
{
	static const char data[] = "<manifest:encryption-data";
	size_t from = l->at > FX_DECODE_LOOK ? l->at - FX_DECODE_LOOK : 0;

	return stands(l, l->at, data) &&
	    memmem(l->p + from, l->at - from, data, sizeof(data) - 1) == NULL;
}

static bool
look(const struct fx_look *l)
{
	return l->at < l->n && (pdf(l) || package(l) || manifest(l));
}

static int
open_locked(struct fx_decoding *d, struct fx_err *err)
{
	uint64_t back = d->start < FX_DECODE_LOOK ? d->start : FX_DECODE_LOOK;
	struct fx_look l = { .at = (size_t)back, .off = d->start - back };

	l.p = fx_in_at(&d->in, l.off, (size_t)back + FX_DECODE_LOOK, &l.n);
	if (l.n > l.at + FX_DECODE_LOOK)
		l.n = l.at + FX_DECODE_LOOK;
	if (l.p == NULL || l.n <= l.at || !look(&l))
		return fx_fail(err, FX_EFORMAT, d->start,
		    "no encrypted document");
	if ((d->own = malloc(1)) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	d->used = 1;
	d->limit = "encrypted";
	return 0;
}

static ssize_t
read_locked(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	(void)d, (void)out, (void)cap, (void)err;
	return 0;
}

static void
close_locked(struct fx_decoding *d)
{
	free(d->own);
}

const struct fx_decoder decode_locked = {
	.name = "LOCKED",
	.about = "nothing of encrypted PDF, OOXML and OpenDocument: a limit",
	.version = 1,
	.marks = { { FX_MARK_BYTES, 8, "/Encrypt", 0, 0 },
	    { FX_MARK_BYTES, 8, { 'E', 0, 'n', 0, 'c', 0, 'r', 0 }, 0, 0 },
	    { FX_MARK_BYTES, 8, ":encrypt", 9, 0 } },
	.look = look,
	.open = open_locked,
	.read = read_locked,
	.close = close_locked,
};
