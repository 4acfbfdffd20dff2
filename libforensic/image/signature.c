/* signature.c - tell containers from plain bytes, by their own marks alone */
#include <string.h>
#include <strings.h>

#include "forensic/bytes.h"
#include "internal.h"

enum {
	ZIP_NAME = 30, /* offset of the first name in a zip archive, bytes */
	ZIP_END = 22,  /* bytes of its end record without the comment */
};

#define SIG(kind, from, at, bytes, is, help) \
	{ SIG_##kind, SIG_##from, at, sizeof(bytes) - 1, bytes, is, help },
static const struct signature signatures[] = {
#include "signature.def"
};
#undef SIG

static const struct signature aff4 = { SIG_REFUSED, SIG_HEAD, 0, 4,
	"PK\x03\x04", "an AFF4 image", "aff4imager makes a raw image of it" };

static bool
names(const uint8_t *p, size_t n, size_t at, const char *name)
{
	size_t len = strlen(name);

	return at <= n && len <= n - at && memcmp(p + at, name, len) == 0;
}

/*
 * AFF4 is a zip archive: its first member or its comment says so (AFF4
 * Standard 1.0, 4.1: container.description holds the volume's name, as does the
 * archive's comment).
 */
static bool
is_aff4(const uint8_t *head, size_t nhead, const uint8_t *tail, size_t ntail)
{
	size_t i;

	if (!names(head, nhead, 0, aff4.bytes))
		return false;
	if (names(head, nhead, ZIP_NAME, "container.description") ||
	    names(head, nhead, ZIP_NAME, "aff4%3A%2F%2F"))
		return true;
	for (i = 0; i + ZIP_END <= ntail; i++)
		if (names(tail, ntail, i, "PK\x05\x06") &&
		    names(tail, ntail, i + ZIP_END, "aff4://"))
			return true;
	return ntail > 0 &&
	    memmem(tail, ntail, "information.turtle", 18) != NULL;
}

const struct signature *
image_signature(const uint8_t *head, size_t nhead, const uint8_t *tail,
    size_t ntail)
{
	const struct signature *s;
	const uint8_t *p;
	size_t i, n;

	for (i = 0; i < FX_LEN(signatures); i++) {
		s = &signatures[i];
		p = s->from == SIG_HEAD ? head : tail;
		n = s->from == SIG_HEAD ? nhead : ntail;
		if (s->at > n)
			continue;
		p += s->from == SIG_HEAD ? s->at : n - s->at;
		n = s->from == SIG_HEAD ? n - s->at : s->at;
		if (s->len <= n && memcmp(p, s->bytes, s->len) == 0)
			return s;
	}
	return is_aff4(head, nhead, tail, ntail) ? &aff4 : NULL;
}

/* Extensions of formats that are never the media's bytes as they are. */
static const struct {
	const char *ext, *is;
} extensions[] = {
	{ ".e01", "an E01 image" },
	{ ".s01", "an S01 image" },
	{ ".ex01", "an Ex01 image" },
	{ ".l01", "an L01 logical evidence file" },
	{ ".lx01", "an Lx01 logical evidence file" },
	{ ".ad1", "an AD1 logical image" },
	{ ".aff", "an AFF image" },
	{ ".aff4", "an AFF4 image" },
	{ ".qcow2", "a QEMU qcow image" },
	{ ".vdi", "a VirtualBox VDI image" },
	{ ".vhdx", "a VHDX image" },
};

const char *
image_named(const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot != NULL && i < FX_LEN(extensions); i++)
		if (strcasecmp(dot, extensions[i].ext) == 0)
			return extensions[i].is;
	return NULL;
}

int
image_refuse(const struct signature *s, struct fx_err *err)
{
	return fx_fail(err, FX_EFORMAT, 0,
	    "is %s, which is not read here: %s; or take its bytes as they are "
	    "(raw)",
	    s->is, s->help);
}
