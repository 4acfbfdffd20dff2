/*
 * wire.h - what parent and reader say to each other
 *
 * The reader may be in an adversary's hands: whatever it says is checked here
 * before anybody believes it.  One message is one packet.
 */
#ifndef IMAGE_WIRE_H
#define IMAGE_WIRE_H

#include "forensic/image.h"

enum {
	WIRE_WINDOW = 4 << 20, /* bytes of the shared memory */
	WIRE_BAD = 64,         /* most bad ranges in one reply */
	WIRE_WORDS = 256,      /* bytes of an error's words */
	SECTOR_MIN = 512,
	SECTOR_MAX = 1 << 16,
};

/* Why a range is bad.  The words are the parent's: see wire_why. */
enum bad {
	BAD_READ,     /* the container's file cannot be read there */
	BAD_DATA,     /* the container cannot be understood there */
	BAD_CHECKSUM, /* the chunk does not match its checksum */
	BAD_MISSING,  /* in a segment that is not there */
	BAD_CUT,      /* in a part of a segment that is not there */
	BAD_PAGE,     /* in a page that is not there */
	BAD_ACQUIRED, /* the acquisition could not read it; bytes as stored */
	BAD_KINDS
};
const char *wire_why(enum bad why);

/* Reader to parent, once: it is confined, and did or did not open the source.
 */
struct wire_hello {
	uint32_t code; /* an fx_code: FX_OK, or why it did not open */
	uint32_t sector;
	uint64_t size;
	uint8_t known[FX_HASHES];
	uint8_t seccomp, landlock; /* 1: in force */
	uint8_t sum[FX_HASHES][FX_HASH_MAX];
	char words[WIRE_WORDS]; /* of the failure */
};

/* Parent to reader: put len bytes at off into the window. */
struct wire_ask {
	uint64_t serial, off;
	uint64_t len; /* 1 to WIRE_WINDOW */
};

/* Reader to parent: len of them are there, but for the bad ranges. */
struct wire_reply {
	uint64_t serial; /* of the ask */
	uint32_t len;    /* 1 to what was asked */
	uint32_t n;      /* ranges, in order, apart or of another kind */
	struct wire_bad {
		uint32_t off, len; /* in the window */
		uint32_t why;      /* an enum bad */
	} bad[WIRE_BAD];
};

/*
 * Check a hello of n bytes.  Returns 0 and *info's size, sector and stored
 * digests; or -1 and err: the reader's own failure, or that it makes no sense.
 */
int wire_hello_check(const struct wire_hello *h, size_t n,
    struct fx_image_info *info, struct fx_err *err);

/* Is a reply of n bytes a true answer to ask in form? */
bool wire_reply_check(const struct wire_reply *r, size_t n,
    const struct wire_ask *ask);

/*
 * Reader's side: add a bad range behind the others of r.  Returns false when
 * there is no room: then the reply must end before it.
 */
bool wire_bad_add(struct wire_reply *r, size_t off, size_t len, enum bad why);

#endif
