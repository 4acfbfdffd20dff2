/*
 * path.h - forensic paths, and the way to the bytes that they name
 *
 * A path is OFFSET[-DECODER-OFFSET]..., or VOLUME/ADDRESS[@OFFSET]... for bytes
 * that exist only as a file ("V2/4711-128-3@4096-GZIP-0"); see fxfinding(5).
 * It leads from the image through one decoder after another into a stream; its
 * last offset is a place there.
 */
#ifndef FORENSIC_PATH_H
#define FORENSIC_PATH_H

#include "forensic/decode.h"
#include "forensic/err.h"
#include "forensic/fs.h"
#include "forensic/image.h"

enum {
	FX_PATH_LEN = 1024, /* longest path, in characters */
};

/* One decoder of a path: it begins at the offset before it. */
struct fx_path_step {
	const char *name; /* len characters, not ended */
	size_t len;
	uint64_t offset; /* in what it gives */
};

struct fx_path {
	uint64_t offset;  /* in the image, or in the file */
	const char *file; /* "V2/4711-128-3", not ended; NULL: the image */
	size_t file_len;
	size_t nsteps; /* decoders; only FX_DECODE_DEPTH of them are kept */
	struct fx_path_step steps[FX_DECODE_DEPTH];
};

/*
 * Take the n characters at text apart; file and names point into them.  Returns
 * 0, or -1 and err, FX_EFORMAT with the place or FX_ELIMIT.
 */
int fx_path_read(struct fx_path *path, const char *text, size_t n,
    struct fx_err *err);

/* The last offset: the place in the innermost stream. */
uint64_t fx_path_last(const struct fx_path *path);

/*
 * Can this program go that way: 0; or -1 and err, FX_ELIMIT, when the path has
 * a decoder that is not in set, or too many of them.
 */
int fx_path_known(const struct fx_path *path,
    const struct fx_decoder *const *set, struct fx_err *err);

/* What a way leads through.  All of it must last until the way is freed. */
struct fx_way_in {
	struct fx_image *img;
	struct fx_map *map; /* where files are; NULL: none can be had */
	struct fx_box *box; /* where decoders run */
	const struct fx_decoder *const *set; /* NULL: fx_decoders */
	fx_gap_fn *gap; /* told of what cannot be read of the image, once; or
	                   NULL */
	void *arg;
};

/* Most bytes that are decoded for the reads after one fx_way_to. */
#define FX_WAY_WORK (UINT64_C(64) << 30)

/*
 * The way to one place after another.  What decoders gave is kept in memory, 32
 * MiB for each of them; what is read again and is no longer there is decoded
 * again from the start.
 */
struct fx_way;
struct fx_way *fx_way_new(const struct fx_way_in *in, struct fx_err *err);
void fx_way_free(struct fx_way *way); /* NULL is fine */

/*
 * Open the stream that path leads into; path need not last.  Decodings that the
 * path before led through too go on.  Returns 0; or -1 and err: FX_ELIMIT as
 * from fx_path_known; FX_EFORMAT when nothing can be decoded at one of the
 * offsets, or there is no such file; others when something failed.
 */
int fx_way_to(struct fx_way *way, const struct fx_path *path,
    struct fx_err *err);

/*
 * Read up to n bytes at off of the stream; short only at its end.  Returns how
 * many; or -1 and err: FX_ELIMIT when too much would have to be decoded, or of
 * an image that is a stream, when the bytes have gone by.
 */
ssize_t fx_way_read(struct fx_way *way, uint64_t off, void *buf, size_t n,
    struct fx_err *err);

/*
 * Has a decoding on the way ended early, as far as was read: -1 and err with
 * words for all that did, FX_EFORMAT for damage or FX_ELIMIT; else 0.
 */
int fx_way_whole(const struct fx_way *way, struct fx_err *err);

/*
 * Of a path into a file: does the byte at off of the image belong to it?  True
 * where it is not known which do.
 */
bool fx_way_owns(const struct fx_way *way, uint64_t off);

/*
 * Ranges of the image that could not be read since the outermost decoding, or
 * the image itself without one, was opened.
 */
uint64_t fx_way_gaps(const struct fx_way *way);

#endif
