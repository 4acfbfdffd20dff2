/*
 * hive.h - bins, cells, keys and values of a registry hive
 *
 *	base block | bin: header, cell, cell, ... | bin | ...
 *
 * A cell is its size in 4 bytes, less than 0 while it is in use, and a record:
 * a key (nk), a value (vk), a list, or data.  Records name each other by the
 * offset of the cell from the first bin.  Layout as in Maxim Suhanov's "Windows
 * registry file format specification".  What hive.c walks, hive_cell.c takes
 * apart, hive_index.c gives a path and hive_value.c tells as text.  Nothing
 * here is trusted: each offset and size is checked against what is there, and
 * no record is followed but to a bounded depth.
 */
#ifndef DECODE_HIVE_H
#define DECODE_HIVE_H

#include "forensic/buf.h"
#include "forensic/decode.h"
#include "seen.h"

enum {
	HIVE_PAGE = 4096,     /* bytes of the base block; bins are of pages */
	HIVE_BIN_HEAD = 32,   /* bytes before the first cell of a bin */
	HIVE_CELL_HEAD = 4,   /* and before the record of a cell */
	HIVE_LEAST = 8,       /* bytes of a cell, a multiple of them */
	HIVE_KEY = 76,        /* bytes of a key's record before its name */
	HIVE_VALUE = 20,      /* of a value's */
	HIVE_SEGMENT = 16344, /* most bytes of data that one cell holds */
	HIVE_BIN = 4 << 20, /* longest bin of a hive; and of one that stands */
	HIVE_BACK =
	    64 << 10, /* alone: another behind it can look back so far */
	HIVE_NAME = 32 << 10,  /* longest name, in bytes */
	HIVE_KEYS = 1 << 20,   /* keys that have a path, */
	HIVE_NAMES = 64 << 20, /* bytes of their names, */
	HIVE_LISTED = 1 << 21, /* and values that have a key */
	HIVE_FREES = 1 << 21,  /* free cells in which data may lie */
	HIVE_DEPTH = 64,       /* keys in a path: the last of it are told */
	HIVE_PATH = 256,       /* bytes of one: what context is looked for in */
	HIVE_DATA = 32 << 20,  /* most bytes of a value that are joined */
};

/* Where offsets end: those from here on are of keys that were never stored. */
#define HIVE_END (UINT32_C(1) << 31)

struct hive_bin {
	uint32_t off, size;
};

/* A cell; or bytes where one was: of a free cell each place is shown. */
struct hive_cell {
	uint32_t off;
	uint32_t size; /* of a free one: up to its end */
	bool free;
	bool first; /* of the places in a free one */
};

struct hive_walk {
	size_t bin;
	uint32_t cell; /* next one; 0: the first of the bin */
	uint32_t free; /* the place is in a free cell that ends there; or 0 */
};

struct hive_key {
	uint32_t off, parent;
	uint32_t list, count; /* of its values */
	uint32_t name;        /* where it is in the names */
	uint16_t len;
	bool root, free;
};

struct hive_listed {
	uint32_t value, key; /* offset of the one, number of the other */
};

struct hive_span {
	uint32_t from, to;
};

struct hive {
	struct fx_decoding *d;
	struct fx_in data; /* a second window: data lies apart from values */
	uint64_t at;       /* where the first bin lies in the stream */
	uint32_t from, to; /* offsets of the bins that are there */
	bool damaged;      /* there should be more */
	struct hive_bin *bin;
	size_t bins, room_bins;

	struct hive_key *key; /* by offset */
	size_t keys, room_keys;
	struct fx_buf names;
	struct hive_listed *listed; /* by value */
	size_t nlisted, room_listed;
	struct hive_span *free; /* by offset */
	size_t frees, room_frees;

	uint8_t *claimed; /* a bit for 8 bytes: a cell of data that was told */
	struct hive_walk walk;
	struct fx_buf value; /* the data at hand */
	struct fx_buf path;  /* of the key at hand */
	uint32_t path_key;   /* its number; UINT32_MAX: none */
	struct fx_buf out;
	struct seen seen;
	size_t given; /* bytes of out that were read */
};

/* A value's record. */
struct hive_value {
	uint32_t off;
	bool free;
	bool latin;    /* its name is in bytes, not in UTF-16 */
	uint16_t name; /* bytes of it */
	uint32_t type, size;
	uint32_t data; /* offset of its cell; or the data, */
	bool resident; /* if it is so short */
};

/* Is that the base block of a hive?  The length of its bins, or 0. */
uint32_t hive_head(const uint8_t *p, size_t n);

/* The offset and size of the bin whose header that is; or size 0. */
struct hive_bin hive_bin_head(const uint8_t *p, size_t n);

/* n (<= FX_IN_WINDOW / 2) bytes at an offset, borrowed; or NULL. */
const uint8_t *hive_at(struct hive *h, uint32_t off, size_t n);

/* The same by the window for data. */
const uint8_t *hive_data_at(struct hive *h, uint32_t off, size_t n);

/*
 * Bytes of the record in the cell at off, which must be in use, or free; 0 if
 * it is not.
 */
uint32_t hive_room(struct hive *h, uint32_t off, bool free);

/* The next cell, or place in a free one: false if there are no more. */
bool hive_next(struct hive *h, struct hive_walk *w, struct hive_cell *c);

/* The key's or value's record in a cell: false if there is none. */
bool hive_key_read(struct hive *h, const struct hive_cell *c,
    struct hive_key *k);
bool hive_value_read(struct hive *h, const struct hive_cell *c,
    struct hive_value *v);

/*
 * Find all keys, free cells, and whose values are whose.  Returns 0; or -1: no
 * memory.
 */
int hive_index(struct hive *h);
void hive_index_done(struct hive *h);

/* Have the path of the key of that value in h->path. */
void hive_path(struct hive *h, uint32_t value);

/* Append a name, or a path's part, to b in UTF-8. */
void hive_put_name(struct fx_buf *b, const uint8_t *p, size_t n, bool latin);

/* Tell a value: path, name and data with tabs between, and a newline. */
void hive_tell(struct hive *h, const struct hive_value *v);

#endif
