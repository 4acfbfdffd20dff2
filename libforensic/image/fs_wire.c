/* fs_wire.c - records of a file system's child: put one, take one apart */
#include <string.h>

#include "forensic/bytes.h"
#include "fs_wire.h"

static const size_t body_len[FS_KINDS] = {
	[FS_SLOT] = sizeof(struct fs_slot),
	[FS_INSIDE] = sizeof(struct fs_slot),
	[FS_SYSTEM] = sizeof(struct fs_system),
	[FS_PHASE] = sizeof(struct fs_phase),
	[FS_NAME] = sizeof(struct fs_name),
	[FS_FILE] = sizeof(struct fs_file),
	[FS_STREAM] = sizeof(struct fs_stream),
	[FS_RUN] = sizeof(struct fs_run),
	[FS_AREA] = sizeof(struct fs_area),
	[FS_SKIP] = sizeof(struct fs_skip),
};

/* Is what stands in the body, apart from places and sizes, of its kind? */
static bool
plausible(const struct fs_record *r)
{
	switch (r->kind) {
	case FS_SYSTEM:
		return memchr(r->u.system.kind, '\0', FS_KIND) != NULL &&
		    r->u.system.kind[0] != '\0';
	case FS_PHASE:
		return r->u.phase.phase <= FX_MAP_SORT;
	case FS_AREA:
		return r->u.area.state < FX_STATES;
	case FS_NAME:
		return r->n > 0;
	default:
		return true;
	}
}

int
fs_record_next(const uint8_t **p, size_t *n, struct fs_record *r)
{
	struct fs_head h;

	if (*n == 0)
		return 0;
	if (*n < sizeof(h))
		return -1;
	memcpy(&h, *p, sizeof(h));
	if (h.kind >= FS_KINDS || h.len > *n - sizeof(h) ||
	    h.len < body_len[h.kind] || h.len - body_len[h.kind] > FS_TEXT)
		return -1;
	r->kind = (enum fs_kind)h.kind;
	memcpy(&r->u, *p + sizeof(h), body_len[h.kind]);
	r->text = (const char *)*p + sizeof(h) + body_len[h.kind];
	r->n = h.len - body_len[h.kind];
	*p += sizeof(h) + h.len;
	*n -= sizeof(h) + h.len;
	return plausible(r) ? 1 : -1;
}

size_t
fs_record_put(uint8_t *out, size_t n, enum fs_kind kind, const void *body,
    const char *text)
{
	size_t ntext = strnlen(text, FS_TEXT), len = body_len[kind] + ntext;
	struct fs_head h = { (uint16_t)kind, (uint16_t)len };

	if (n > FS_TOLD || FS_TOLD - n < sizeof(h) + len)
		return n;
	memcpy(out + n, &h, sizeof(h));
	n += sizeof(h);
	memcpy(out + n, body, body_len[kind]);
	n += body_len[kind];
	memcpy(out + n, text, ntext);
	return n + ntext;
}

void
fs_words(char out[FS_WORDS], const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && i + 1 < FS_WORDS && s[i] != '\0' && s[i] != '\n';
	     i++) {
		out[i] = s[i];
		if (out[i] < ' ' || out[i] > '~')
			out[i] = '?';
	}
	out[i] = '\0';
}
