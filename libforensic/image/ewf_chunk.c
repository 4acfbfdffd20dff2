/* ewf_chunk.c - one chunk of an E01 image, proven by its checksum */
#include <libdeflate.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "ewf.h"
#include "forensic/bytes.h"

enum {
	SUM = 4,                /* bytes of the checksum behind a plain chunk */
	PACKED_SLACK = 1 << 12, /* a packed chunk is at most so much longer */
};

/*
 * Offsets from the entries of a table: 31 bits and one for "packed".  EnCase
 * 6.7 wrote segments past 2 GiB, and let the offsets run into that bit: from
 * the first chunk that ends beyond, entries have 32 bits and nothing is packed.
 */
static void
offsets(const struct ewf_run *r, const uint8_t *e, uint64_t *at)
{
	uint64_t off, next, size;
	bool wide = false;
	uint32_t i;

	for (i = 0; i < r->n; i++, e += 4) {
		off = fx_le32(e) & (wide ? UINT32_MAX : INT32_MAX);
		if (i + 1 == r->n) {
			next = r->end > r->base ? r->end - r->base : 0;
		} else {
			next = fx_le32(e + 4) & (wide ? UINT32_MAX : INT32_MAX);
			if (!wide && next < off)
				next = fx_le32(e + 4);
		}
		size = next > off ? next - off : 0;
		at[i] = size == 0 || !fx_add(r->base, off, &at[i]) ||
			at[i] > INT64_MAX
		    ? 0
		    : at[i] |
			(!wide && fx_le32(e) > INT32_MAX ? EWF_PACKED : 0);
		if (off + size > INT32_MAX)
			wide = true;
	}
	at[r->n] = r->end;
}

const uint64_t *
ewf_offsets(struct ewf_map *m, size_t i)
{
	const struct ewf_run *r = &m->run[i];
	uint8_t *e;

	if (r->at != NULL)
		return r->at;
	if (m->have_run == i)
		return m->at;
	m->have_run = SIZE_MAX;
	free(m->at);
	m->at = calloc((size_t)r->n + 1, sizeof(*m->at));
	e = malloc((size_t)r->n * 4);
	if (m->at != NULL && e != NULL &&
	    ewf_file_read(m, r->seg, r->table, e, (size_t)r->n * 4)) {
		offsets(r, e, m->at);
		m->have_run = i;
	}
	free(e);
	return m->have_run == i ? m->at : NULL;
}

/* The run that holds chunk c; SIZE_MAX: none. */
static size_t
run_of(const struct ewf_map *m, uint64_t c)
{
	size_t lo = 0, hi = m->runs, mid;

	while (lo < hi) { /* all before lo begin at or before c */
		mid = lo + (hi - lo) / 2;
		if (m->run[mid].first <= c)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || c - m->run[lo - 1].first >= m->run[lo - 1].n)
		return SIZE_MAX;
	return lo - 1;
}

/* Why is there no place for chunk c? */
static enum bad
why_nowhere(const struct ewf_map *m, uint64_t c)
{
	size_t from = 0, to = m->files->n, i;
	bool cut = false;

	for (i = 0; i < m->runs; i++) {
		if (m->run[i].first <= c)
			from = m->run[i].seg;
		else if (m->run[i].seg < to)
			to = m->run[i].seg;
	}
	for (i = from; i < to; i++) {
		if (m->ends[i] == EWF_MISSING)
			return BAD_MISSING;
		cut = cut || m->ends[i] == EWF_CUT;
	}
	if (to == m->files->n && m->ends[to - 1] == EWF_NEXT)
		return BAD_MISSING;
	return cut ? BAD_CUT : BAD_DATA;
}

/* Room for one chunk, plain and packed. */
static bool
room(struct ewf_map *m)
{
	if (m->data == NULL)
		m->data = malloc((size_t)m->chunk + SUM);
	if (m->packed == NULL)
		m->packed = malloc((size_t)m->chunk + PACKED_SLACK);
	return m->data != NULL && m->packed != NULL;
}

/* The same as unpack, by zlib: it takes what an odd encoder may have made. */
static size_t
unpack_slow(struct ewf_map *m, size_t n, size_t least, size_t most)
{
	z_stream *z = m->inflater;

	if (inflateReset(z) != Z_OK)
		return 0;
	z->next_in = m->packed;
	z->avail_in = (uInt)n;
	z->next_out = m->data;
	z->avail_out = (uInt)most + SUM; /* room to see that it is longer */
	if (inflate(z, Z_FINISH) != Z_STREAM_END || z->total_out < least ||
	    z->total_out > most)
		return 0;
	return (size_t)z->total_in;
}

/*
 * Unpack the n bytes in m->packed to m->data.  Returns how many packed bytes
 * gave so many bytes, of which the media has the least, and a good checksum;
 * 0: they did not.
 */
static size_t
unpack(struct ewf_map *m, size_t n, size_t least, size_t most)
{
	size_t used, len;

	if (libdeflate_zlib_decompress_ex(m->quick, m->packed, n, m->data, most,
		&used, &len) == LIBDEFLATE_SUCCESS &&
	    len >= least)
		return used;
	return unpack_slow(m, n, least, most);
}

/* Is it a plain chunk: len bytes in m->packed and their sum? */
static bool
plain(const struct ewf_map *m, size_t n, size_t len)
{
	return n >= len + SUM &&
	    ewf_sum(m->packed, len, fx_le32(m->packed + len));
}

uint64_t
ewf_chunk_end(struct ewf_map *m, size_t seg, uint64_t off, uint64_t limit,
    size_t len, bool *packed)
{
	uint64_t left = limit > off ? limit - off : 0;
	size_t n, used;

	if (!room(m))
		return 0;
	n = (size_t)m->chunk + PACKED_SLACK;
	if (n > left)
		n = (size_t)left;
	if (n == 0 || !ewf_file_read(m, seg, off, m->packed, n))
		return 0;
	m->have = EWF_NOWHERE; /* data is used */
	*packed = false;
	if (plain(m, n, len))
		return off + len + SUM;
	*packed = true;
	used = unpack(m, n, len, len);
	return used > 0 ? off + used : 0;
}

/*
 * Is it the last plain chunk of the media, with more in it than that?  It may
 * be padded; or a source that was no whole number of sectors, as from a pipe,
 * goes on in it behind the last one.
 */
static bool
plain_last(const struct ewf_map *m, size_t n, size_t len)
{
	if (len == m->chunk)
		return false;
	return plain(m, n, m->chunk) ||
	    (n > len + SUM && n - SUM <= m->chunk && plain(m, n, n - SUM));
}

/* Fetch chunk number i of a run into m->data. */
static bool
fetch(struct ewf_map *m, size_t run, size_t i, size_t len, enum bad *why)
{
	const struct ewf_run *r = &m->run[run];
	const uint64_t *at = ewf_offsets(m, run);
	uint64_t off, end;
	size_t n;

	*why = BAD_DATA;
	if (at == NULL || at[i] == 0)
		return false;
	off = at[i] & ~EWF_PACKED;
	/* An impossible neighbour says nothing of where this one ends. */
	end = at[i + 1] == 0 ? r->end : at[i + 1] & ~EWF_PACKED;
	if (end <= off)
		end = r->end;
	n = (size_t)m->chunk + PACKED_SLACK;
	if (end <= off)
		return false;
	if (end - off < n)
		n = (size_t)(end - off);
	*why = BAD_CUT;
	if (off > m->files->v[r->seg].size ||
	    n > m->files->v[r->seg].size - off)
		return false;
	*why = BAD_READ;
	if (!ewf_file_read(m, r->seg, off, m->packed, n))
		return false;
	*why = BAD_CHECKSUM;
	if ((at[i] & EWF_PACKED) != 0)
		return unpack(m, n, len, m->chunk) > 0;
	if (!plain(m, n, len) && !plain_last(m, n, len))
		return false;
	memcpy(m->data, m->packed, len);
	return true;
}

const uint8_t *
ewf_chunk(struct ewf_map *m, uint64_t c, size_t *len, enum bad *why)
{
	uint64_t left = m->size - c * m->chunk; /* c is in the media */
	size_t run;

	*len = left < m->chunk ? (size_t)left : m->chunk;
	if (m->have == c)
		return m->data;
	m->have = EWF_NOWHERE;
	*why = BAD_DATA;
	if (!room(m))
		return NULL;
	if ((run = run_of(m, c)) == SIZE_MAX) {
		*why = why_nowhere(m, c);
		return NULL;
	}
	if (!fetch(m, run, (size_t)(c - m->run[run].first), *len, why))
		return NULL;
	m->have = c;
	return m->data;
}
