/* wire.c - check what a reader says */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "wire.h"

const char *
wire_why(enum bad why)
{
	static const char *const words[BAD_KINDS] = {
		[BAD_READ] = "read error",
		[BAD_DATA] = "container damaged",
		[BAD_CHECKSUM] = "chunk checksum",
		[BAD_MISSING] = "segment missing",
		[BAD_CUT] = "segment truncated",
		[BAD_PAGE] = "page missing",
		[BAD_ACQUIRED] = "unreadable when acquired",
	};

	return words[why];
}

static int
nonsense(struct fx_err *err)
{
	return fx_fail(err, FX_EFORMAT, 0, "its reader answered nonsense");
}

/* The reader's words, as far as they are plain ASCII. */
static int
its_failure(const struct wire_hello *h, struct fx_err *err)
{
	char words[WIRE_WORDS];
	size_t i;

	for (i = 0; i + 1 < sizeof(words) && h->words[i] != '\0'; i++) {
		words[i] = h->words[i];
		if (!isprint((unsigned char)words[i]))
			words[i] = '?';
	}
	words[i] = '\0';
	if (h->code == FX_ENOMEM)
		return fx_fail(err, FX_ENOMEM, 0, "%s", words);
	return fx_fail(err, FX_EFORMAT, 0, "%s", words);
}

int
wire_hello_check(const struct wire_hello *h, size_t n,
    struct fx_image_info *info, struct fx_err *err)
{
	int i;

	if (n != sizeof(*h))
		return nonsense(err);
	if (h->code != FX_OK)
		return its_failure(h, err);
	if (h->size > INT64_MAX || h->sector < SECTOR_MIN ||
	    h->sector > SECTOR_MAX || (h->sector & (h->sector - 1)) != 0)
		return nonsense(err);
	info->size = h->size;
	info->sector = h->sector;
	for (i = 0; i < FX_HASHES; i++) {
		info->stored[i].known = h->known[i] == 1;
		memcpy(info->stored[i].sum, h->sum[i], FX_HASH_MAX);
	}
	return 0;
}

bool
wire_reply_check(const struct wire_reply *r, size_t n,
    const struct wire_ask *ask)
{
	const struct wire_bad *b;
	uint64_t end = 0;
	size_t i;

	if (n < offsetof(struct wire_reply, bad) || r->serial != ask->serial ||
	    r->len == 0 || r->len > ask->len || r->n > WIRE_BAD ||
	    n != offsetof(struct wire_reply, bad) + r->n * sizeof(r->bad[0]))
		return false;
	for (i = 0; i < r->n; i++) {
		b = &r->bad[i];
		if (b->len == 0 || b->off < end || b->why >= BAD_KINDS)
			return false;
		end = (uint64_t)b->off + b->len;
		if (end > r->len)
			return false;
	}
	return true;
}

bool
wire_bad_add(struct wire_reply *r, size_t off, size_t len, enum bad why)
{
	struct wire_bad *b = r->n > 0 ? &r->bad[r->n - 1] : NULL;

	if (b != NULL && b->off + b->len == off && b->why == (uint32_t)why) {
		b->len += (uint32_t)len;
		return true;
	}
	if (r->n == WIRE_BAD)
		return false;
	b = &r->bad[r->n++];
	b->off = (uint32_t)off;
	b->len = (uint32_t)len;
	b->why = (uint32_t)why;
	return true;
}
