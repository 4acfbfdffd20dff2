/* ewf_walk.c - the sections of one E01 segment file, damaged or not */
#include <stdlib.h>
#include <string.h>

#include "ewf.h"
#include "forensic/bytes.h"

/*
 * Offsets in what follows a section's descriptor (libewf's "Expert Witness
 * Compression Format specification", 3.2 to 3.16).
 */
enum {
	TYPE = 16, /* bytes of a section's type */
	NEXT_AT = 16,
	SIZE_AT = 24,
	SUM_AT = 72,
	VOLUME_E01 =
	    1052, /* bytes of a volume section; its sum is the last 4 */
	VOLUME_S01 = 94,
	IDENT_AT = 4, /* chunks, sectors a chunk, bytes a sector, sectors */
	IDENT = 20,
	GUID_AT = 64, /* of the set; not in S01 */
	GUID = 16,
	TABLE_HEADER = 24,
	TABLE_SUM_AT = 20,
	TABLE_BASE_AT = 8,
	HASH = 36,   /* MD5, 16 bytes of something, sum */
	DIGEST = 80, /* MD5, SHA-1, 40 bytes of nothing, sum */
	ERROR_HEADER = 520,
	CHUNK_MOST = 1 << 27, /* bytes of a chunk */
	SEARCH = 1 << 16,     /* bytes read at once to find a section */
	NUMBER_AT = 9,        /* of the segment, in the file's header */
};

struct section {
	char type[TYPE + 1];
	uint64_t at, next,
	    end; /* offsets: of it, of the next, behind its data */
};

/* Where a walk through one file stands. */
struct walk {
	struct ewf_map *m;
	size_t seg;
	uint64_t size;  /* of the file */
	uint64_t data;  /* offset of chunks that wait for a table; 0: none */
	uint64_t limit; /* where these end */
	bool loose;     /* what stands before these may be lost */
};

static const char *const types[] = { "header", "header2", "xheader", "volume",
	"disk", "data", "sectors", "table", "table2", "next", "done", "hash",
	"digest", "xhash", "error2", "session", "ltree" };

static bool
known(const char *type)
{
	size_t i;

	for (i = 0; i < FX_LEN(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* Is p a descriptor that stands at off?  Then into *s. */
static bool
section_is(struct section *s, const uint8_t p[EWF_SECTION], uint64_t off)
{
	uint64_t size;

	if (!ewf_sum(p, SUM_AT, fx_le32(p + SUM_AT)))
		return false;
	memcpy(s->type, p, TYPE);
	s->type[TYPE] = '\0';
	s->at = off;
	s->next = fx_le64(p + NEXT_AT);
	size = fx_le64(p + SIZE_AT);
	if (!known(s->type) || !fx_add(off, size, &s->end))
		return false;
	if (size < EWF_SECTION) /* next and done say 0 */
		s->end = off + EWF_SECTION;
	return true;
}

/*
 * The first descriptor at off or behind it, with *lost set if it is behind.
 * Returns false when there is none.
 */
static bool
section_find(struct walk *w, uint64_t off, struct section *s, bool *lost)
{
	uint8_t buf[SEARCH + EWF_SECTION];
	uint64_t left;
	size_t n, i;

	if (off <= w->size && w->size - off >= EWF_SECTION &&
	    ewf_file_read(w->m, w->seg, off, buf, EWF_SECTION) &&
	    section_is(s, buf, off))
		return true;
	*lost = true;
	for (; off < w->size && w->size - off >= EWF_SECTION; off += SEARCH) {
		left = w->size - off;
		n = left < sizeof(buf) ? (size_t)left : sizeof(buf);
		if (!ewf_file_read(w->m, w->seg, off, buf, n))
			continue;
		for (i = 0; i + EWF_SECTION <= n && i < SEARCH; i++)
			/* Most bytes are not the start of a type. */
			if (buf[i] >= 'd' && buf[i] <= 'x' &&
			    buf[i + TYPE - 1] == '\0' &&
			    section_is(s, buf + i, off + i))
				return true;
	}
	return false;
}

/* Read n bytes of a section that must have them behind its descriptor. */
static bool
body(struct walk *w, const struct section *s, void *buf, size_t n)
{
	return s->end - s->at >= EWF_SECTION + (uint64_t)n &&
	    ewf_file_read(w->m, w->seg, s->at + EWF_SECTION, buf, n);
}

static bool
volume_take(struct ewf_map *m, const uint8_t *p, bool e01)
{
	uint32_t per = fx_le32(p + 8), sector = fx_le32(p + 12);
	uint64_t sectors = e01 ? fx_le64(p + 16) : fx_le32(p + 16);
	uint64_t chunk, size;

	if (!fx_mul(per, sector, &chunk) || chunk == 0 || chunk > CHUNK_MOST ||
	    !fx_mul(sectors, sector, &size) || size > INT64_MAX)
		return false;
	m->sector = sector;
	m->chunk = (uint32_t)chunk;
	m->size = size;
	m->chunks = size / chunk + (size % chunk != 0);
	m->whole = m->whole && fx_le32(p + 4) == (uint32_t)m->chunks;
	memcpy(m->ident, p + IDENT_AT, IDENT);
	if (e01)
		memcpy(m->ident + IDENT, p + GUID_AT, GUID);
	m->volume = true;
	return true;
}

/* Does a volume section speak of the same set as the first one? */
static bool
same_set(const struct ewf_map *m, const uint8_t *p, bool e01)
{
	return memcmp(m->ident, p + IDENT_AT, IDENT) == 0 &&
	    (!e01 || memcmp(m->ident + IDENT, p + GUID_AT, GUID) == 0);
}

/* volume, disk and data: the media's size.  Returns false: of another image. */
static bool
volume(struct walk *w, const struct section *s)
{
	uint8_t p[VOLUME_E01];
	size_t n = s->end - s->at >= EWF_SECTION + VOLUME_E01 ? VOLUME_E01
							      : VOLUME_S01;

	if (!body(w, s, p, n) || !ewf_sum(p, n - 4, fx_le32(p + n - 4))) {
		w->m->whole = false;
		return true;
	}
	if (w->m->volume)
		return w->seg == 0 || same_set(w->m, p, n == VOLUME_E01);
	if (!volume_take(w->m, p, n == VOLUME_E01))
		w->m->whole = false;
	return true;
}

/* Append a run.  Returns NULL when there is no room. */
static struct ewf_run *
run_add(struct walk *w, uint32_t n, bool loose)
{
	struct ewf_map *m = w->m;
	struct ewf_run *v;

	if (m->runs == EWF_RUNS)
		return NULL;
	if ((m->runs & (m->runs - 1)) == 0) {
		v = realloc(m->run,
		    (m->runs == 0 ? 1 : m->runs * 2) * sizeof(*v));
		if (v == NULL)
			return NULL;
		m->run = v;
	}
	v = &m->run[m->runs++];
	memset(v, 0, sizeof(*v));
	v->first = EWF_NOWHERE;
	v->seg = w->seg;
	v->n = n;
	v->loose = loose;
	return v;
}

/* How many bytes of media a chunk holds that may be the last one. */
static uint64_t
walk_step(struct walk *w, uint64_t off, bool *packed)
{
	struct ewf_map *m = w->m;
	uint64_t end;
	size_t last = (size_t)(m->size % m->chunk);

	end = ewf_chunk_end(m, w->seg, off, w->limit, m->chunk, packed);
	if (end == 0 && last != 0)
		end = ewf_chunk_end(m, w->seg, off, w->limit, last, packed);
	return end;
}

/* Chunks that have no table: go from one to the next as checksums allow. */
static int
walk_chunks(struct walk *w)
{
	uint64_t off = w->data, end, *at = NULL, *more;
	uint32_t n = 0;
	struct ewf_run *r;
	bool packed;

	w->data = 0;
	w->m->whole = false;
	while (w->m->volume && n < UINT32_MAX && n <= w->m->chunks &&
	    off < w->limit && (end = walk_step(w, off, &packed)) != 0) {
		if ((n & (n + 1)) == 0) { /* room for n + 2, doubled */
			more = realloc(at, ((size_t)n * 2 + 2) * sizeof(*at));
			if (more == NULL) {
				free(at);
				return -1;
			}
			at = more;
		}
		at[n++] = off | (packed ? EWF_PACKED : 0);
		at[n] = off = end;
	}
	/* Short of the section's end; or of the file's, which is an accident.
	 */
	if (off < w->limit || w->limit == w->size)
		w->m->loose = true;
	if (n > 0 && (r = run_add(w, n, w->loose)) != NULL) {
		r->at = at;
		r->end = off;
		return 0;
	}
	free(at);
	return n > 0 ? -1 : 0;
}

/* Are the entries of a table what their sum says? */
static bool
entries_good(struct walk *w, uint64_t off, uint32_t n)
{
	size_t len = (size_t)n * 4;
	uint8_t *p = malloc(len + 4);
	bool good;

	good = p != NULL && ewf_file_read(w->m, w->seg, off, p, len + 4) &&
	    ewf_sum(p, len, fx_le32(p + len));
	free(p);
	return good;
}

/* Does a table whose entries stand at off tell of the chunks that wait? */
static bool
is_theirs(struct walk *w, uint64_t off, uint64_t base)
{
	uint8_t e[4];
	uint64_t first;

	return ewf_file_read(w->m, w->seg, off, e, sizeof(e)) &&
	    fx_add(base, fx_le32(e) & INT32_MAX, &first) && first >= w->data &&
	    first < w->limit;
}

/* The table t of n entries is good: make it a run.  Returns 0, or -1. */
static int
table_take(struct walk *w, const struct section *s, uint32_t n, uint64_t base,
    bool inside)
{
	struct ewf_map *m = w->m;
	bool waited = w->data != 0;
	struct ewf_run *r;

	if (!waited) {
		/* Behind a lost descriptor; or the copy of one that was good.
		 */
		if (strcmp(s->type, "table2") == 0 && !m->loose)
			return 0;
		m->whole = m->whole && inside;
	}
	if ((r = run_add(w, n, waited ? w->loose : m->loose)) == NULL)
		return -1;
	r->table = s->at + EWF_SECTION + TABLE_HEADER;
	r->base = base;
	r->end = inside ? s->end : waited ? w->limit : s->at;
	if (!waited)
		m->loose = false;
	w->data = 0;
	return 0;
}

/* A table, or its copy.  Returns 0, or -1 for memory. */
static int
table(struct walk *w, const struct section *s)
{
	uint64_t entries = s->at + EWF_SECTION + TABLE_HEADER, room, base;
	uint8_t p[TABLE_HEADER];
	bool inside; /* the chunks are in the table's own section (S01) */
	uint32_t n;

	if (!body(w, s, p, sizeof(p)) ||
	    !ewf_sum(p, TABLE_SUM_AT, fx_le32(p + TABLE_SUM_AT))) {
		w->m->whole = false;
		return 0;
	}
	n = fx_le32(p);
	base = fx_le64(p + TABLE_BASE_AT);
	room = s->end - entries;
	if (n == 0)
		return 0;
	inside = w->data == 0 && room / 4 > n && room - (uint64_t)n * 4 > 4;
	if (room / 4 < n || s->end > w->size ||
	    (!inside && !entries_good(w, entries, n))) {
		w->m->whole = false;
		return 0;
	}
	if (w->data != 0 && !is_theirs(w, entries, base)) {
		if (walk_chunks(w) == -1)
			return -1;
		w->m->loose = true;
	}
	return table_take(w, s, n, base, inside);
}

static void
hash(struct walk *w, const struct section *s)
{
	bool both = strcmp(s->type, "digest") == 0;
	size_t n = both ? DIGEST : HASH;
	struct fx_stored_hash *h = w->m->stored;
	uint8_t p[DIGEST];

	if (!body(w, s, p, n) || !ewf_sum(p, n - 4, fx_le32(p + n - 4)))
		return;
	if (!h[FX_MD5].known) {
		h[FX_MD5].known = true;
		memcpy(h[FX_MD5].sum, p, FX_MD5_LEN);
	}
	if (both) {
		h[FX_SHA1].known = true;
		memcpy(h[FX_SHA1].sum, p + FX_MD5_LEN, FX_SHA1_LEN);
	}
}

/* What the acquisition could not read. */
static int
errors(struct walk *w, const struct section *s)
{
	struct ewf_map *m = w->m;
	uint8_t p[ERROR_HEADER], e[8];
	uint64_t off = s->at + EWF_SECTION + ERROR_HEADER;
	struct ewf_range *v;
	uint32_t n, i;

	if (!body(w, s, p, sizeof(p)) ||
	    !ewf_sum(p, ERROR_HEADER - 4, fx_le32(p + ERROR_HEADER - 4)))
		return 0;
	n = fx_le32(p);
	if (n == 0 || (s->end - off) / 8 < n || n > EWF_ERRORS - m->errors)
		return 0;
	v = realloc(m->error, (m->errors + n) * sizeof(*v));
	if (v == NULL)
		return -1;
	m->error = v;
	for (i = 0; i < n; i++, off += 8) {
		if (!ewf_file_read(m, w->seg, off, e, sizeof(e)))
			break;
		v[m->errors].first = fx_le32(e);
		v[m->errors++].n = fx_le32(e + 4);
	}
	return 0;
}

/* One section.  Returns 0; 1: the file's last; 2: of another image; -1. */
static int
section(struct walk *w, const struct section *s)
{
	const char *t = s->type;

	if (strcmp(t, "table") == 0 || strcmp(t, "table2") == 0)
		return table(w, s);
	if (w->data != 0 && walk_chunks(w) == -1) /* no table was good */
		return -1;
	if (strcmp(t, "sectors") == 0) {
		w->data = s->at + EWF_SECTION;
		w->limit = s->end < w->size ? s->end : w->size;
		w->loose = w->m->loose;
		w->m->loose = false;
	} else if (strcmp(t, "volume") == 0 || strcmp(t, "disk") == 0 ||
	    strcmp(t, "data") == 0) {
		return volume(w, s) ? 0 : 2;
	} else if (strcmp(t, "hash") == 0 || strcmp(t, "digest") == 0) {
		hash(w, s);
	} else if (strcmp(t, "error2") == 0) {
		return errors(w, s);
	} else if (strcmp(t, "next") == 0 || strcmp(t, "done") == 0) {
		w->m->ends[w->seg] = *t == 'n' ? EWF_NEXT : EWF_DONE;
		return 1;
	}
	return 0;
}

/* Is this the file of that number in its set?  Its name said so. */
static bool
right_number(struct walk *w)
{
	uint8_t head[EWF_FILE_HEADER];

	if (!ewf_file_read(w->m, w->seg, 0, head, sizeof(head)))
		return false;
	if (memcmp(head, EWF_SIGNATURE, sizeof(EWF_SIGNATURE)) != 0) {
		w->m->whole = false;
		return true;
	}
	return fx_le16(head + NUMBER_AT) == (uint16_t)(w->seg + 1);
}

/* A segment of another image is none of this. */
static void
foreign(struct ewf_map *m, size_t seg, size_t before)
{
	while (m->runs > before)
		free(m->run[--m->runs].at);
	m->ends[seg] = EWF_MISSING;
	m->whole = false;
	m->loose = true;
}

int
ewf_walk(struct ewf_map *m, size_t seg)
{
	struct walk w = { .m = m, .seg = seg, .size = m->files->v[seg].size };
	uint64_t off = EWF_FILE_HEADER;
	size_t before = m->runs;
	struct section s;
	bool lost;
	int rc = 0;

	m->ends[seg] = EWF_MISSING;
	if (m->files->v[seg].missing || !right_number(&w)) {
		foreign(m, seg, before);
		return 0;
	}
	m->ends[seg] = EWF_CUT;
	while (rc == 0) {
		lost = false;
		if (!section_find(&w, off, &s, &lost))
			break;
		if (lost) {
			m->whole = false;
			m->loose = true;
		}
		rc = section(&w, &s);
		off = s.next > s.at ? s.next : s.end;
		if (s.end > w.size)
			off = w.size;
	}
	if (rc == 2) {
		foreign(m, seg, before);
		return 0;
	}
	if (rc == 0 && w.data != 0)
		rc = walk_chunks(&w);
	if (m->ends[seg] == EWF_CUT) {
		m->whole = false;
		m->loose = true;
	}
	return rc == -1 ? -1 : 0;
}
