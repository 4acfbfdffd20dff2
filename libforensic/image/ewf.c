/* ewf.c - E01 and S01 images, in the confined child */
#include <libewf.h>

#include <stdlib.h>
#include <string.h>

#include "ewf.h"
#include "forensic/bytes.h"
#include "reader.h"

enum { HASH_TEXT = 65 }; /* bytes of a stored hash in hexadecimal, and NUL */

struct ewf {
	struct ewf_map map;
};

/* The first acquisition error that ends behind a sector. */
static size_t
error_at(const struct ewf_map *m, uint64_t sector)
{
	size_t lo = 0, hi = m->errors, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (m->error[mid].first + m->error[mid].n <= sector)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/*
 * Note in r what the acquisition could not read among n bytes at off, which
 * stand at "at" in the window.  Returns how many bytes could be told of.
 */
static size_t
acquired(const struct ewf_map *m, uint64_t off, size_t n, size_t at,
    struct wire_reply *r)
{
	uint64_t lo, hi, end = off + n;
	size_t i;

	for (i = error_at(m, off / m->sector); i < m->errors; i++) {
		lo = m->error[i].first * m->sector;
		hi = lo + m->error[i].n * m->sector;
		if (lo >= end)
			break;
		lo = lo < off ? off : lo;
		hi = hi > end ? end : hi;
		if (!wire_bad_add(r, at + (size_t)(lo - off), (size_t)(hi - lo),
			BAD_ACQUIRED))
			return (size_t)(lo - off);
	}
	return n;
}

/*
 * Bytes at off from the map, within one chunk.  Returns how many; 0: one more
 * bad range has no room in r.
 */
static size_t
piece(struct ewf *e, uint64_t off, uint8_t *buf, size_t len, size_t at,
    struct wire_reply *r)
{
	uint64_t c = off / e->map.chunk;
	size_t in = (size_t)(off % e->map.chunk), n;
	const uint8_t *p;
	enum bad why;

	p = ewf_chunk(&e->map, c, &n, &why);
	n = n - in < len ? n - in : len;
	if (p != NULL) {
		memcpy(buf, p + in, n);
		return acquired(&e->map, off, n, at, r);
	}
	if (!wire_bad_add(r, at, n, why))
		return 0;
	memset(buf, 0, n);
	return n;
}

static size_t
ewf_read(struct reader *rd, uint64_t off, uint8_t *buf, size_t len,
    struct wire_reply *r)
{
	struct ewf *e = rd->own;
	size_t done = 0, n = 1;

	for (; done < len && n > 0; done += n)
		n = piece(e, off + done, buf + done, len - done, done, r);
	return done;
}

/* A digest that libewf knows as text under that name. */
static void
hash_text(libewf_handle_t *h, const char *name, enum fx_hash_alg alg,
    struct fx_stored_hash *to)
{
	uint8_t text[HASH_TEXT] = { 0 };
	libewf_error_t *why = NULL;
	size_t n = fx_hash_len(alg), i;

	if (!to->known &&
	    libewf_handle_get_utf8_hash_value(h, (const uint8_t *)name,
		strlen(name), text, sizeof(text), &why) == 1) {
		for (i = 0; i < 2 * n && i < HASH_TEXT - 1; i++)
			text[i] |= text[i] >= 'A' && text[i] <= 'F' ? 0x20 : 0;
		to->known = strlen((char *)text) == 2 * n &&
		    fx_unhex(to->sum, (char *)text, n) == 0;
	}
	libewf_error_free(&why);
}

/* Does libewf see the same image as the map? */
static bool
agrees(libewf_handle_t *h, const struct ewf_map *m)
{
	libewf_error_t *why = NULL;
	size64_t size = 0;
	size32_t chunk = 0;
	bool same;

	same = libewf_handle_segment_files_corrupted(h, &why) == 0 &&
	    libewf_handle_get_media_size(h, &size, &why) == 1 &&
	    libewf_handle_get_chunk_size(h, &chunk, &why) == 1 &&
	    size == m->size && chunk == m->chunk;
	libewf_error_free(&why);
	return same;
}

/* Of what the map found whole: the digests that libewf reads, if it will. */
static void
digests(struct ewf *e, const struct segments *files, struct reader *rd)
{
	libewf_error_t *why = NULL;
	libewf_handle_t *h = NULL;
	char **names = calloc(files->n, sizeof(*names));
	size_t i;

	if (names == NULL)
		return;
	for (i = 0; i < files->n; i++)
		names[i] = files->v[i].path;
	if (libewf_handle_initialize(&h, &why) == 1 &&
	    libewf_handle_set_maximum_number_of_open_handles(h, EWF_FILES,
		&why) == 1 &&
	    libewf_handle_open(h, names, (int)files->n, LIBEWF_OPEN_READ,
		&why) == 1 &&
	    agrees(h, &e->map)) {
		hash_text(h, "MD5", FX_MD5, &rd->stored[FX_MD5]);
		hash_text(h, "SHA1", FX_SHA1, &rd->stored[FX_SHA1]);
		hash_text(h, "SHA256", FX_SHA256, &rd->stored[FX_SHA256]);
	}
	if (h != NULL)
		libewf_handle_free(&h, NULL);
	libewf_error_free(&why);
	free(names);
}

int
ewf_reader(struct reader *rd, const struct segments *files, struct fx_err *err)
{
	struct ewf *e = calloc(1, sizeof(*e));

	if (e == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	rd->own = e;
	if (ewf_map_open(&e->map, files, err) == -1)
		return -1;
	rd->size = e->map.size;
	if (e->map.sector >= SECTOR_MIN && e->map.sector <= SECTOR_MAX &&
	    (e->map.sector & (e->map.sector - 1)) == 0)
		rd->sector = e->map.sector;
	memcpy(rd->stored, e->map.stored, sizeof(rd->stored));
	rd->read = ewf_read;
	if (e->map.whole)
		digests(e, files, rd);
	return 0;
}
