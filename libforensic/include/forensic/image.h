/*
 * image.h - a source of evidence as one flat, read-only range of bytes
 *
 * A source is a file, a device or raw pieces (read directly), a stream
 * (standard input or a pipe), or a container: E01 by libewf and by our own map
 * of its chunks where it is damaged; AFF, VMDK, VHD and VHDX by libtsk.  Those
 * libraries parse what an adversary may have made, so they run in confined
 * child processes that serve bytes through shared memory; a child can open
 * nothing but the image's own files and can write nothing.  A child that dies
 * takes no finding with it: what it did not serve is a gap with the reason.
 */
#ifndef FORENSIC_IMAGE_H
#define FORENSIC_IMAGE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "forensic/err.h"
#include "forensic/hash.h"

struct fx_image;

/* What a container's own header says the digest of its media is. */
struct fx_stored_hash {
	bool known;
	uint8_t sum[FX_HASH_MAX];
};

struct fx_image_info {
	const char *format; /* "raw", "split", "ewf", "aff", "vmdk", "vhd",
	                       "vhdx", "stream" */
	uint64_t
	    size; /* bytes of media; 0 for a stream, whose end is not known */
	uint32_t sector; /* bytes a sector; 512 where the source does not say */
	bool stream;     /* bytes can only be read once, from start to end */
	bool raw;        /* a recognised container opened as bytes (--raw) */
	bool confined;   /* served by a child under seccomp and Landlock */
	const char *notes; /* what weakens the confinement here ("" if nothing),
	                      e.g. no Landlock */
	struct fx_stored_hash stored[FX_HASHES];
};

enum fx_image_flags {
	FX_IMAGE_RAW = 1, /* the container's own bytes, whatever its format */
	FX_IMAGE_NOFOLLOW = 2, /* refuse a path that is a symbolic link */
};

/*
 * Open a source read-only.  path is a file, a device, the first segment of a
 * set (image.E01, image.001, image.raw.000: the others are found beside it), or
 * "-" for standard input.  What is recognised but cannot be read (qcow2, VDI,
 * AFF4, Ex01, L01, AD1, DMG, LUKS, BitLocker ...) is refused with FX_EFORMAT
 * and words that say what opens it; FX_IMAGE_RAW takes it as bytes. Directories
 * and files that are neither regular, block or character device, nor pipe are
 * refused.  An empty file is a source of size 0.  The caller closes it.  NULL
 * and err on failure; the words do not repeat path.
 */
struct fx_image *fx_image_open(const char *path, unsigned int flags,
    struct fx_err *err);
void fx_image_close(struct fx_image *img); /* NULL is fine */

const struct fx_image_info *fx_image_info(const struct fx_image *img);

/*
 * The path of the file at place i, from 0, of those that a set of segments
 * consists of; NULL behind the last, and for a source that is one file.
 */
const char *fx_image_file(const struct fx_image *img, size_t i);

/*
 * One more handle on the same source for another thread, with a child of its
 * own where there is one.  FX_EARG for a stream.  Call it before threads start.
 */
struct fx_image *fx_image_again(const struct fx_image *img, struct fx_err *err);

/*
 * End the reads of a stream once *stop is not 0, as if it ended there: its
 * writer may say nothing for long.  Other sources need no such help.
 */
void fx_image_stop(struct fx_image *img, const volatile sig_atomic_t *stop);

/*
 * A stream that can be read from any offset, and with fx_image_again by several
 * threads: what comes is kept in a file without a name, in the folder that
 * TMPDIR names or in /var/tmp, until it is forgotten.  The new image has the
 * stream, which is closed with it; on failure (NULL and err) it stays the
 * caller's.
 */
struct fx_image *fx_image_spool(struct fx_image *stream, struct fx_err *err);

/* Nobody will read bytes before that offset any more. */
void fx_image_forget(struct fx_image *img, uint64_t before);

enum { FX_GAP_WHY = 96 };

/*
 * A range that could not be read: the caller's buffer holds zeros there; or,
 * where why is "unreadable when acquired", what the acquisition put there.
 */
struct fx_gap {
	uint64_t off, len;    /* bytes in the image; len > 0 */
	char why[FX_GAP_WHY]; /* "read error", "chunk checksum", "segment
	                         missing" ... */
};
typedef void fx_gap_fn(const struct fx_gap *gap, void *arg);

/*
 * Read len bytes at off; short only at the end of the media.  Of a stream, off
 * must be where the last read ended.  An unreadable range does not fail the
 * call: it is filled with zeros and told to gap (in order, merged, clipped to
 * what was asked).  Returns the bytes delivered; or -1 and err, when nothing
 * more can be had from this handle (a stream's read failed, memory).  Of a
 * stream that failed, err's off is where: the bytes before it are in buf.
 */
ssize_t fx_image_read(struct fx_image *img, uint64_t off, void *buf, size_t len,
    fx_gap_fn *gap, void *arg, struct fx_err *err);

#endif
