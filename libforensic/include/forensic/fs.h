/*
 * fs.h - which file owns a byte: volumes, files, and a map of the image
 *
 * Volume systems and file systems are read by libtsk, in a confined child
 * process for each volume, which has no file open: it asks for the image's
 * bytes, and tells names, metadata and runs.  What it tells is checked and
 * becomes a map: sorted ranges of the image, each with its owner.  A child that
 * dies, or works without end, is a notice; what it had told until then stands,
 * and the bytes of its volume are still bytes of the image.
 *
 * Volumes have numbers that never change for the same bytes.  0 is a file
 * system that begins at the first byte of the image, outside of any volume
 * system.  From 1 on: the allocated slots of the volume system in the order of
 * its table; then what lies inside these, in their order: slices of a BSD label
 * in a DOS partition, volumes of an APFS container.
 *
 * After fx_map_new the map does not change: any number of threads may look
 * things up.  fx_map_read and fx_map_type talk to a child, one thread at a time
 * (they wait for each other).
 */
#ifndef FORENSIC_FS_H
#define FORENSIC_FS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "forensic/buf.h"
#include "forensic/err.h"
#include "forensic/image.h"

#define FX_MAP_NONE UINT32_MAX /* no file, no stream, no volume */

struct fx_map;

/* What a range of the image is. */
enum fx_state {
	FX_STATE_UNKNOWN,     /* in a volume of which nothing could be read */
	FX_STATE_ALLOCATED,   /* of a file, or marked used and nobody's */
	FX_STATE_DELETED,     /* of a deleted file, and of no other */
	FX_STATE_SLACK,       /* allocated to a file, behind what it holds */
	FX_STATE_METADATA,    /* of the file system itself */
	FX_STATE_UNALLOCATED, /* free, and no deleted file is known for it */
	FX_STATE_GAP,         /* outside of any volume */
	FX_STATES
};
const char *fx_state_name(enum fx_state state); /* "allocated"; unknown: "" */

/* One volume, by its place in the map; see the numbers above. */
struct fx_volume {
	unsigned int number;
	uint32_t parent;   /* the volume that it lies in, or FX_MAP_NONE */
	uint64_t off, len; /* bytes in the image */
	const char *what;  /* as the volume system calls it, or "" */
	const char *fs; /* "ntfs", "fat16", "ext4", "apfs" ...; NULL: none read
	                 */
	uint32_t block; /* bytes of its allocation unit; 0: no fs */
	uint32_t first, last; /* its files: first to last - 1 */
	bool whole;           /* all of it was read, to the end */
};

/* Seconds since 1970 (UTC unless local) and nanoseconds. */
struct fx_when {
	int64_t s; /* 0: not known */
	uint32_t ns;
};
enum fx_times {
	FX_CREATED,
	FX_MODIFIED,
	FX_ACCESSED,
	FX_CHANGED, /* of its metadata */
	FX_TIMES
};

enum { FX_WHEN_LEN = 80, FX_STREAM_NAME = 1023 };

/* One file, directory or other thing with a metadata address. */
struct fx_map_file {
	uint32_t volume; /* place in the map, not its number */
	uint64_t address;
	uint32_t sequence; /* of an NTFS record */
	char type;         /* of ls(1): - d l c b p s; v: a name for an area of
	                      the file system; ? not known */
	bool deleted;
	bool root;  /* the root directory: its path is / */
	bool local; /* its times are in a zone that nobody knows (FAT) */
	struct fx_when when[FX_TIMES];
	uint32_t names;          /* known paths; 0: an orphan */
	uint32_t first, streams; /* its content: streams from first on */
};

/* Content of a file: the data, an alternate stream, a fork, an index. */
enum fx_stream_flags {
	FX_STREAM_RESIDENT = 1,   /* inside its metadata */
	FX_STREAM_COMPRESSED = 2, /* runs hold something else than the bytes */
	FX_STREAM_ENCRYPTED = 4,
	FX_STREAM_SPARSE = 8,
	FX_STREAM_DATA = 16, /* what reading the file gives */
	FX_STREAM_PART = 32, /* not all of its runs are known */
};
struct fx_map_stream {
	uint32_t file;
	uint32_t type; /* of the attribute: 128 is $DATA in NTFS */
	uint16_t id;
	unsigned int flags;
	uint64_t size; /* bytes of content */
	uint64_t init; /* of these, bytes that are stored; zeros behind */
	/*
	 * Of a compressed one in NTFS, bytes that are compressed together: a
	 * unit all of which lies in runs is stored as it is.  0: not known.
	 */
	uint32_t unit;
	char name[FX_STREAM_NAME + 1]; /* of an alternate stream; "" */
	size_t runs;
};

/*
 * Bytes at `at` of a stream, `len` of them, lie at `off` of the image.  Runs
 * are in order of `at` and do not overlap; what lies between two, or in none,
 * reads as zeros.  The last may reach past size: into the slack.  Of a
 * compressed stream what is packed lies where its unit begins.  A resident
 * stream has one run where its place is known, for which the bytes on the disk
 * may differ in the last two of a sector (NTFS).
 */
struct fx_map_run {
	uint64_t at, off, len;
};

enum fx_map_phase {
	FX_MAP_VOLUMES, /* looking for volumes */
	FX_MAP_NAMES,   /* directories */
	FX_MAP_FILES,   /* metadata */
	FX_MAP_BLOCKS,  /* what is allocated */
	FX_MAP_ORPHANS, /* deleted files that lost their directory */
	FX_MAP_SORT,
};
struct fx_map_progress {
	enum fx_map_phase phase;
	unsigned int volume;   /* its number */
	uint64_t names, files; /* so far, of all volumes */
};

/* Something could not be read; why is one line, safe to show. */
struct fx_map_notice {
	bool has_volume;
	unsigned int volume;
	uint64_t off, len; /* bytes of the image concerned; len 0: not known */
	bool failed; /* bytes stay without owner; else this is only good to know
	              */
	char why[256];
};

struct fx_map_options {
	bool marked; /* only read a source that bears the mark of a volume or
	                file system at its start */
	bool types;  /* fx_map_type will be asked */
	void (*progress)(const struct fx_map_progress *p, void *arg); /* NULL */
	void (*notice)(const struct fx_map_notice *n, void *arg);     /* NULL */
	void *arg;
	const volatile sig_atomic_t *stop; /* end early; or NULL */
};

/* Limits of a map; what is beyond is a notice. */
enum {
	FX_MAP_VOLUMES_MOST = 256,
	FX_MAP_FILES_MOST = 1 << 24, /* files, and names */
	FX_MAP_RUNS_MOST = 1 << 26,
	FX_MAP_ALSO = 8, /* owners told besides the first */
	FX_ADDRESS_LEN = 64,
};

/*
 * Read the volumes and file systems of img, of which a handle of the map's own
 * is opened.  Call it before threads start.  An image without any is a map
 * without volumes.  Returns the map, to be freed before img is closed; NULL and
 * err: a stream, memory, no process to be had.  When *stop is set, what is
 * known by then is the map.
 */
struct fx_map *fx_map_new(const struct fx_image *img,
    const struct fx_map_options *opt, struct fx_err *err);
void fx_map_free(struct fx_map *map); /* NULL is fine */

/* What weakens the confinement of the children here; "" if nothing. */
const char *fx_map_notes(const struct fx_map *map);

size_t fx_map_volumes(const struct fx_map *map);
size_t fx_map_files(const struct fx_map *map);
size_t fx_map_streams(const struct fx_map *map);

/* Borrowed until fx_map_free; i is a place in the map. */
const struct fx_volume *fx_map_volume(const struct fx_map *map, uint32_t i);
/* The place of the volume with a number, or FX_MAP_NONE. */
uint32_t fx_map_volume_number(const struct fx_map *map, unsigned int number);

/* Files are in order of volume, address, then sequence. */
void fx_map_file(const struct fx_map *map, uint32_t i, struct fx_map_file *out);
void fx_map_stream(const struct fx_map *map, uint32_t i,
    struct fx_map_stream *out);

/* Run number n of stream i. */
void fx_map_run(const struct fx_map *map, uint32_t i, size_t n,
    struct fx_map_run *out);

/*
 * Append path number n of file i: from its volume's root, "/" first, bytes as
 * they stand.  Paths are in order: those that are allocated first, then by
 * their bytes.  Returns false if that name is deleted.
 */
bool fx_map_path(const struct fx_map *map, uint32_t i, uint32_t n,
    struct fx_buf *out);

/*
 * Names as the directories have them, those of deleted files and of files that
 * were replaced since; a file with two links has two.  What is in a directory
 * stands together and behind the directory's name, as ls -R lists it.
 */
struct fx_map_name {
	uint32_t volume;   /* place in the map */
	uint32_t file;     /* whose it is, or FX_MAP_NONE */
	uint64_t address;  /* where the directory points to */
	uint32_t sequence; /* of NTFS */
	char type;         /* as of a file, but what the directory says */
	bool deleted;
	bool reused; /* deleted, and its metadata is another file's now */
};
size_t fx_map_names(const struct fx_map *map);
void fx_map_name(const struct fx_map *map, uint32_t i, struct fx_map_name *out);
void fx_map_name_path(const struct fx_map *map, uint32_t i, struct fx_buf *out);

/*
 * The metadata address of stream i as ifind(1) prints it: "4711-128-3" in NTFS,
 * else "4711" for a file's data and "4711-TYPE-ID" for its other streams.
 */
void fx_map_address(const struct fx_map *map, uint32_t i,
    char out[FX_ADDRESS_LEN]);

/*
 * The stream with that address, of n characters, in the volume with that
 * number; "4711" alone is the file's data.  FX_MAP_NONE: there is none.
 */
uint32_t fx_map_by_address(const struct fx_map *map, unsigned int volume,
    const char *address, size_t n);

/* Who owns a byte. */
struct fx_owner {
	enum fx_state state;
	uint32_t volume;   /* place in the map, or FX_MAP_NONE */
	uint32_t stream;   /* whose it is, or FX_MAP_NONE */
	uint64_t off, len; /* the range of the image of which all this is so */
	uint64_t at;       /* of off in the stream; 0 where that is not known */
	/* Streams that claim the byte at `find` as well, some of them. */
	size_t nalso;
	uint32_t also[FX_MAP_ALSO];
};

/*
 * Who owns the byte at off?  Every byte below the image's size has an answer.
 * Where several files claim it, an allocated one is the owner; among equals the
 * one with the smallest place in the map.
 */
void fx_map_find(const struct fx_map *map, uint64_t off,
    struct fx_owner *owner);

/*
 * Read n bytes at off of stream i: the content as the file system gives it,
 * decompressed, zeros where nothing is stored.  Returns the bytes delivered:
 * less than n at the end of the stream, or where no more can be read; or -1 and
 * err: nothing can be read there, or the child that reads it died.
 */
ssize_t fx_map_read(struct fx_map *map, uint32_t i, uint64_t off, void *buf,
    size_t n, struct fx_err *err);

/*
 * The MIME type of stream i by its first 64 KiB, as libmagic says, or "" when
 * that cannot be told.  Borrowed until fx_map_free.  It is found out once.
 */
const char *fx_map_type(struct fx_map *map, uint32_t i);

/*
 * w as YYYY-MM-DDThh:mm:ss[.fraction], with Z unless it is local; "" when it is
 * not known or past the year 9999.
 */
void fx_when_text(char out[FX_WHEN_LEN], const struct fx_when *w, bool local);

#endif
