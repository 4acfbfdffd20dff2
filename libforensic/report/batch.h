/* batch.h - what the page of a parent case tells of its images */
#ifndef REPORT_BATCH_H
#define REPORT_BATCH_H

#include "forensic/batch.h"
#include "internal.h"

enum {
	FXR_FP = FX_FP_TEXT / 2, /* bytes of a keyed fingerprint */
	FXR_CLASS = 24,          /* room for a kind and for a mask: cut */
	FXR_MASK = 40,
	FXR_PLACES = 12, /* images that are named of a value */
	FXR_SLOW = 10,   /* images that took longest */
};

/* A value on an image, by its keyed fingerprint. */
struct fxr_fp {
	uint8_t fp[FXR_FP];
	uint32_t key, image; /* places in lists */
	uint32_t n;          /* how often */
	char class[FXR_CLASS], mask[FXR_MASK];
};

/*
 * They are sorted outside of memory, in a file: { .fd = it } begins.  Without
 * one (-1) there is as much as memory takes.
 */
struct fxr_fps {
	int fd;
	struct fxr_fp *p; /* those that are not in the file */
	size_t n;
	uint64_t all, lost; /* given; past what is taken */
	bool full;
	uint64_t *runs; /* how many there are in each sorted run */
	size_t nruns;
};

/* Add one. Returns 0, or -1 and err. */
int fxr_fps_add(struct fxr_fps *f, const struct fxr_fp *fp, struct fx_err *err);

/*
 * Call fn on all, by key, fingerprint and image; of one image each once, with
 * their number.  Returns 0, or -1 and err.
 */
int fxr_fps_each(struct fxr_fps *f,
    void (*fn)(const struct fxr_fp *fp, void *arg), void *arg,
    struct fx_err *err);
void fxr_fps_done(struct fxr_fps *f);

/* How the images are sorted: what needs eyes comes first. */
enum fxr_sort {
	FXR_FAILED,
	FXR_TAMPERED,
	FXR_CANNOT_CHECK,
	FXR_NOT_PROVEN,
	FXR_INTACT,
	FXR_SORTS
};

struct fxr_image {
	uint64_t image, attempts, wall, cpu, memory, bytes, findings, errors,
	    limits;
	char *exhibit, *why, *words, *notes; /* the last three: NULL for none */
};

struct fxr_images {
	struct fxr_image *p; /* the first FX_REPORT_IMAGES */
	size_t n;
	uint64_t all;
	bool notes; /* one of them has some */
};

/* A value on several images. */
struct fxr_shared {
	struct fxr_fp of;
	uint64_t images, n;
	uint32_t place[FXR_PLACES];
};

struct fxr_keyed {
	char name[FX_FP_TEXT + 1];
	uint64_t images, last; /* last: the image that it was met in, plus 1 */
};

struct fxr_batch {
	struct fxr_images sort[FXR_SORTS];
	struct fxr_image slow[FXR_SLOW]; /* texts are NULL but for exhibit */
	size_t nslow;
	struct fxr_image sum; /* of all; memory: the most of any */
	size_t nclasses;
	struct fxr_class classes[FX_REPORT_CLASSES + 1];

	struct fxr_fps fps;
	size_t nkeys, key; /* key: in force; FX_REPORT_KEYS: none */
	struct fxr_keyed keys[FX_REPORT_KEYS];
	bool more_keys, keyed; /* keyed: this image has some */
	uint64_t unkeyed;      /* images with findings and without a key */
	bool found;            /* this image has findings */
	char **exhibit;        /* of each image, by its place */
	bool *out;             /* its case is not in order: not counted */
	size_t n, cap;
	size_t nshared;
	struct fxr_shared *shared, now;
	uint64_t shares; /* all there are */

	bool failed;
	struct fx_err err;
};

/* The hook of the reading, over b; scratch: a file for it, or -1. */
void fxr_batch_begin(struct fxr_batch *b, struct fx_child_hook *hook,
    int scratch);

/* The reading is over: find the values on several images. 0, or -1 and err. */
int fxr_batch_end(struct fxr_batch *b, struct fx_err *err);
void fxr_batch_done(struct fxr_batch *b);

/* Count n of that kind more. */
void fxr_batch_count(struct fxr_batch *b, const char *class, uint64_t n);

/* The section. */
void fxr_batch_page(struct fxr_out *o, const struct fxr_batch *b,
    const struct fx_verdict *verdict);

#endif
