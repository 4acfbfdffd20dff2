/* internal.h - what the files of this folder share: the kinds of a source */
#ifndef IMAGE_INTERNAL_H
#define IMAGE_INTERNAL_H

#include <sys/stat.h>

#include "forensic/image.h"
#include "segment.h"

enum { SECTOR = 512 }; /* bytes, where the source does not say */

/*
 * Gaps on their way to the caller of one fx_image_read: neighbours with the
 * same reason become one.
 */
struct gaps {
	fx_gap_fn *fn; /* NULL: nobody asked */
	void *arg;
	struct fx_gap last; /* not told yet; len 0 for none */
};

/* One more range, behind all earlier ones.  len 0 is nothing. */
void image_gap(struct gaps *g, uint64_t off, uint64_t len, const char *why);
void image_gap_flush(struct gaps *g); /* tell what is still kept */

/* One kind of source. */
struct image_kind {
	/*
	 * Fill len bytes at off, all of them inside the media unless this is a
	 * stream; what cannot be had is zeros and a gap.  Returns the bytes
	 * delivered, or -1 and err as fx_image_read.
	 */
	ssize_t (*read)(struct fx_image *img, uint64_t off, uint8_t *buf,
	    size_t len, struct gaps *g, struct fx_err *err);

	/* Give img, which has info and own 0, a state like from's; or NULL. */
	int (*again)(struct fx_image *img, const struct fx_image *from,
	    struct fx_err *err);

	void (*close)(struct fx_image *img); /* own may be NULL */

	/* The files it is made of; or NULL where that is one without a name. */
	const struct segments *(*files)(const struct fx_image *img);

	/* As fx_image_stop and fx_image_forget; or NULL. */
	void (*stop)(struct fx_image *img, const volatile sig_atomic_t *stop);
	void (*forget)(struct fx_image *img, uint64_t before);
};

struct fx_image {
	const struct image_kind *kind;
	struct fx_image_info info;
	void *own; /* the kind's */
};

/*
 * Take the open descriptor fd, of what st says, as img's source.  fd is the
 * image's from the call on, also when that fails.  Return 0, or -1 and err.
 */
int raw_open(struct fx_image *img, int fd, const struct stat *st,
    struct fx_err *err);
int stream_open(struct fx_image *img, int fd, bool any, struct fx_err *err);

/* Take raw pieces, in order, of which list is emptied.  0, or -1 and err. */
int split_open(struct fx_image *img, struct segments *list, struct fx_err *err);

enum sig_kind { SIG_EWF, SIG_AFF, SIG_VMDK, SIG_VHD, SIG_VHDX, SIG_REFUSED };
enum sig_from { SIG_HEAD, SIG_TAIL };
enum { SIG_REACH = 4096 }; /* bytes to look at, at the start and at the end */

/* A container's mark: see signature.def. */
struct signature {
	enum sig_kind kind;
	enum sig_from from;
	size_t at, len; /* where the bytes stand, and how many */
	const char *bytes, *is, *help;
};

/*
 * What a source is by its first and its last bytes (ntail 0 where there are
 * none to see); NULL: plain bytes.
 */
const struct signature *image_signature(const uint8_t *head, size_t nhead,
    const uint8_t *tail, size_t ntail);

/* What a file of that name claims to be, if its bytes are a container's. */
const char *image_named(const char *path);

/* Fail with the words for a container that is not read.  Returns -1. */
int image_refuse(const struct signature *s, struct fx_err *err);

/* Open path, which bears the mark of kind, in confined readers. */
int contained_open(struct fx_image *img, const char *path, enum sig_kind kind,
    struct fx_err *err);

/*
 * The files that an image is made of, path first, into list, which is empty.
 * Return 0; or -1 and err: what it needs is not there or is not read.
 */
/* Are the n bytes an E01's behind a spoilt signature? */
bool ewf_spoilt(const uint8_t *head, size_t n);

int ewf_segments(struct segments *list, const char *path, struct fx_err *err);
int vmdk_segments(struct segments *list, const char *path, struct fx_err *err);

/* An open file or device whose bytes are read in place. */
struct raw_file {
	int fd;
	int direct;      /* the same past the page cache; -1: not opened */
	uint32_t sector; /* bytes that fail together; a power of two */
};

/*
 * Read len bytes at pos of f, which stand at off in the image.  A range that
 * fails is narrowed to its bad sectors, zero-filled and told to g; so is what
 * the file no longer has.
 */
void raw_fill(struct raw_file *f, uint64_t pos, uint64_t off, uint8_t *buf,
    size_t len, struct gaps *g);

#endif
