/*
 * ewf.h - where the chunks of an E01 image stand, found without libewf
 *
 * libewf 20140813 puts chunks at wrong offsets, or opens nothing, when a
 * section, a table or a segment is damaged.  So the structure is read here, and
 * the media chunk by chunk from this map, each chunk proven by its own
 * checksum; libewf tells the digests that are stored in other ways.
 */
#ifndef IMAGE_EWF_H
#define IMAGE_EWF_H

#include "segment.h"
#include "wire.h"

#include "forensic/image.h"

enum {
	EWF_FILE_HEADER = 13, /* bytes before the first section */
	EWF_SECTION = 76,     /* bytes of a section's descriptor */
	EWF_FILES = 8,        /* segment files open at once */
	EWF_RUNS = 1 << 20,   /* most runs of chunks */
	EWF_ERRORS = 1 << 20, /* most ranges noted by the acquisition */
};

#define EWF_NOWHERE UINT64_MAX
#define EWF_SIGNATURE "EVF\x09\x0d\x0a\xff"

/* Chunks that stand one behind the other in a segment file. */
struct ewf_run {
	uint64_t first; /* number of the first in the media, or EWF_NOWHERE */
	size_t seg;
	uint32_t n;
	bool loose;     /* what stands before it may be lost */
	uint64_t table; /* offset of its table's entries; 0: it was walked */
	uint64_t base;  /* what the entries count from */
	uint64_t end;   /* offset behind the last chunk */
	uint64_t *at;   /* walked: n + 1 offsets */
};

/* How the sections of a segment file end. */
enum ewf_end { EWF_MISSING, EWF_NEXT, EWF_DONE, EWF_CUT };

struct ewf_range {
	uint64_t first, n; /* sectors */
};

struct ewf_map {
	const struct segments *files;
	enum ewf_end *ends;     /* one a file */
	uint64_t size;          /* bytes of media, as the header says */
	uint32_t sector, chunk; /* bytes */
	uint64_t chunks;        /* in the media */
	bool volume;            /* size, sector and chunk are known */
	bool whole;             /* nothing is damaged or lacks */
	bool loose;        /* what stands behind the last run may be lost */
	uint8_t ident[36]; /* what must be alike in each segment */
	struct fx_stored_hash stored[FX_HASHES];
	struct ewf_range *error; /* unreadable when acquired */
	size_t errors;
	struct ewf_run *run;
	size_t runs;
	int fd[EWF_FILES]; /* of a segment number that has this rest */
	size_t fd_seg[EWF_FILES];
	/* The one chunk and the one table that were needed last. */
	uint8_t *data, *packed;
	uint64_t have; /* chunk in data, or EWF_NOWHERE */
	uint64_t *at;  /* of the run have_run: n + 1 offsets, bit 63: packed */
	size_t have_run;
	void *inflater;                        /* a z_stream */
	struct libdeflate_decompressor *quick; /* tried before it */
};

/*
 * Read the structure of files.  Returns 0; or -1 and err: no size of the media
 * is to be found, memory.  To be freed in both cases.
 */
int ewf_map_open(struct ewf_map *m, const struct segments *files,
    struct fx_err *err);
void ewf_map_done(struct ewf_map *m);

/* Add the sections of segment file seg to m.  Returns 0, or -1 for memory. */
int ewf_walk(struct ewf_map *m, size_t seg);

/* Read exactly n bytes at off of a segment file. */
bool ewf_file_read(struct ewf_map *m, size_t seg, uint64_t off, void *buf,
    size_t n);

/* Is sum the Adler-32 (RFC 1950) of the n bytes at p? */
bool ewf_sum(const uint8_t *p, size_t n, uint32_t sum);

/*
 * Offsets of run i's chunks, n + 1 of them, bit 63 set where one is packed;
 * an impossible one is 0.  Borrowed until the next call.  NULL: not readable.
 */
const uint64_t *ewf_offsets(struct ewf_map *m, size_t i);
#define EWF_PACKED (UINT64_C(1) << 63)

/*
 * The media's bytes of chunk number c, or NULL and *why.  *len: how many.
 * Borrowed until the next call.
 */
const uint8_t *ewf_chunk(struct ewf_map *m, uint64_t c, size_t *len,
    enum bad *why);

/*
 * Where in a segment file does a chunk end that begins at off and holds len
 * bytes of media?  It is tried packed, then plain, and its checksum decides.
 * limit: where the data ends.  Returns the offset; 0: there is no such chunk.
 */
uint64_t ewf_chunk_end(struct ewf_map *m, size_t seg, uint64_t off,
    uint64_t limit, size_t len, bool *packed);

#endif
