/*
 * fs_wire.h - what the map's parent and its child say to each other
 *
 * One message is one packet; bulk is in a window of shared memory.  The child
 * parses what an adversary may have made, so its records are taken apart here,
 * from a copy, and each is whole or refused.
 */
#ifndef IMAGE_FS_WIRE_H
#define IMAGE_FS_WIRE_H

#include "forensic/fs.h"

enum {
	FS_BYTES = 1 << 20, /* of the window: the image's bytes */
	FS_TOLD = 1 << 18,  /* behind them: what the child tells */
	FS_WINDOW = FS_BYTES + FS_TOLD,
	FS_TEXT = 4096,  /* longest name */
	FS_KIND = 16,    /* longest name of a file system, and a NUL */
	FS_WORDS = 200,  /* longest words of a failure */
	FS_HEAD = 65536, /* bytes of a file that tell its type */
};

/* Parent to child: do this, then say FS_DONE. */
enum fs_do {
	FS_DO_SLOTS, /* tell the volume system of off, len */
	FS_DO_WALK,  /* open what is at off, len, and tell all of it */
	FS_DO_READ,  /* bytes of a stream to the window, behind FS_BYTES */
	FS_DO_TYPE,  /* the MIME type of a stream, there too */
};
struct fs_order {
	uint32_t what;
	uint32_t sector;
	uint64_t off, len;   /* the volume, in the image */
	uint64_t size;       /* of the image */
	uint64_t pool_block; /* of a volume of an APFS container, else 0 */
	uint64_t address, at;
	uint32_t type, id, n; /* of a stream; bytes wanted */
};

/* Child to parent. */
enum fs_say {
	FS_ASK,  /* n bytes at off of the image into the window; answered */
	FS_TELL, /* n bytes of records are there; answered */
	FS_DONE, /* with the order: see fs_done */
};
struct fs_msg {
	uint32_t say;
	uint32_t n;
	uint64_t off;
	uint8_t landlock, seccomp; /* 1: in force; with FS_DONE */
	uint8_t pad[6];
};
struct fs_answer {
	uint32_t n; /* bytes in the window */
};

/* FS_DONE's off: how it went; n: bytes of words or content behind FS_BYTES. */
enum fs_done {
	FS_WELL,
	FS_FAILED,
};

/* Records: kind and length of what follows, which is a struct and then text. */
enum fs_kind {
	FS_SLOT,
	FS_INSIDE,
	FS_SYSTEM,
	FS_PHASE,
	FS_NAME,
	FS_FILE,
	FS_STREAM,
	FS_RUN,
	FS_AREA,
	FS_SKIP,
	FS_KINDS
};
struct fs_head {
	uint16_t kind, len;
};

/* A volume: where, in the image; pool_block: see fs_order.  Text: its name. */
struct fs_slot {
	uint64_t off, len, pool_block;
	uint32_t sealed; /* 1: encrypted */
	uint32_t pad;
};

struct fs_system {
	uint32_t block;
	uint8_t local, ntfs;
	uint16_t record; /* bytes of an MFT record */
	uint64_t root;   /* address of the root directory */
	char kind[FS_KIND];
};

struct fs_phase {
	uint32_t phase; /* enum fx_map_phase */
};

/* Text: the name itself. */
struct fs_name {
	uint64_t address;
	uint32_t dir; /* number of the directory's name, or FX_MAP_NONE: root */
	uint32_t sequence;
	uint8_t type, deleted, orphan; /* type as in struct fx_map_file */
	uint8_t pad[5];
};

struct fs_file {
	uint64_t address;
	int64_t s[FX_TIMES];
	uint32_t ns[FX_TIMES];
	uint32_t sequence;
	uint8_t type, deleted;
	uint8_t pad[2];
};

/* Of the file told last.  Text: its name. */
struct fs_stream {
	uint64_t size, init;
	uint32_t type;
	uint16_t id, flags;
	uint32_t unit; /* bytes packed together; 0: not known */
	uint32_t pad;
};

/* Of the stream told last; off is in the volume. */
struct fs_run {
	uint64_t at, off, len;
};

/* off is in the volume. */
struct fs_area {
	uint64_t off, len;
	uint32_t state; /* enum fx_state */
	uint32_t pad;
};

/* How often damaged metadata was not read. */
struct fs_skip {
	uint64_t n;
};

struct fs_record {
	enum fs_kind kind;
	union {
		struct fs_slot slot;
		struct fs_system system;
		struct fs_phase phase;
		struct fs_name name;
		struct fs_file file;
		struct fs_stream stream;
		struct fs_run run;
		struct fs_area area;
		struct fs_skip skip;
	} u;
	const char *text; /* n bytes in the copy, no NUL */
	size_t n;
};

/*
 * Take the first record off the n bytes at *p.  Returns 1; 0 at their end; -1:
 * it is no record.
 */
int fs_record_next(const uint8_t **p, size_t *n, struct fs_record *r);

/*
 * Child's side: append a record of kind with text to the n bytes at out, which
 * has room for FS_TOLD; text is cut at FS_TEXT.  Returns n as it is then; the
 * same n when there is no room.
 */
size_t fs_record_put(uint8_t *out, size_t n, enum fs_kind kind,
    const void *body, const char *text);

/* Make the text of n bytes at s fit to show: plain ASCII, one line. */
void fs_words(char out[FS_WORDS], const char *s, size_t n);

#endif
