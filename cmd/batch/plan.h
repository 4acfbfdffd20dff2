/*
 * plan.h - the frozen plan of a batch: its images, and the units of its work
 *
 * A plan is a function of the manifest, the options and the sizes of the
 * images: made twice it has the same bytes.  It is written once and never
 * changed; whatever is done later names it by its digest.
 */
#ifndef BATCH_PLAN_H
#define BATCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/buf.h"
#include "forensic/hash.h"

enum {
	PLAN_LEN = 1 << 30,    /* longest plan, bytes */
	PLAN_LINE = 1 << 17,   /* its longest line */
	PLAN_UNITS = 2000000,  /* most units */
	PLAN_RANGES = 1 << 16, /* most ranges of an image */
	PLAN_WORDS = 64,       /* most arguments for the scanner */
	PLAN_FILES = 48, /* most files that it and the recorder are given */
	PLAN_ALIGN = 1 << 20, /* ranges begin at multiples of it */
};

/* What is to be done in a unit. */
enum plan_act {
	PLAN_SCAN,  /* scan an image, and record it */
	PLAN_HASH,  /* read all of an image that is scanned in ranges */
	PLAN_RANGE, /* scan one of them */
	PLAN_JOIN,  /* record the findings of all */
	PLAN_ACTS
};

struct plan_image {
	char *exhibit, *id, *path, *notes; /* id: of the case */
	char *format;
	uint64_t size;       /* bytes of media */
	size_t first, units; /* its units: numbers from first on */
};

struct plan_unit {
	size_t image; /* from 0 */
	enum plan_act act;
	uint64_t from, to; /* of a range */
};

/*
 * A file that the tools are given with an option, by its path from the root and
 * its SHA-256: the same content for every unit, or none is done.
 */
struct plan_file {
	char *option, *path;
	char sum[2 * FX_SHA256_LEN + 1];
};

/* What the whole batch has in common; texts belong to the plan. */
struct plan_head {
	char *version, *build;                /* of fxbatch, that made it */
	char *id, *agency, *examiner, *legal; /* legal: "" for none */
	char manifest[2 * FX_SHA256_LEN + 1];
	uint64_t split;             /* bytes of a range; 0: images stay whole */
	char *word[PLAN_WORDS + 1]; /* arguments for fxscan, NULL-ended */
	size_t words;
	char *custodian[PLAN_WORDS + 1]; /* recipients, NULL-ended */
	size_t custodians;               /* 0: no vault is kept */
	struct plan_file file[PLAN_FILES];
	size_t files;
};

/* Are images scanned in part, so that no digest of all of them is known? */
bool plan_parts(const struct plan_head *h);

/* { 0 } is empty. Units are numbered from 1: number n is unit[n - 1]. */
struct plan {
	struct plan_head head;
	struct plan_image *image;
	size_t images, images_cap;
	struct plan_unit *unit;
	size_t units, units_cap;
	char sum[2 * FX_SHA256_LEN + 1]; /* its digest, once it has text */
};

/*
 * Add an image, with its units: one, or where it is larger than head.split one
 * that reads it, ranges of that many bytes, and one that joins them.  Texts are
 * copied.  Returns 0, or -1 and err.
 */
int plan_add(struct plan *p, const struct plan_image *image,
    struct fx_err *err);

/* Append the text of the plan to out; p->sum becomes known. 0, or -1 and err */
int plan_text(struct plan *p, struct fx_buf *out, struct fx_err *err);

/*
 * Read a plan of n bytes.  It must be what plan_text would write for what it
 * says; else FX_EFORMAT, with the line in the words.  Returns 0, or -1 and err;
 * the caller ends it with plan_done, come what may.
 */
int plan_read(struct plan *p, const char *given, size_t n, struct fx_err *err);

void plan_done(struct plan *p);

/* "scan", "hash", "range", "join". */
const char *plan_act_name(enum plan_act act);

/*
 * Add a file, by an option of the tools that takes one.  Returns 0; or -1 and
 * err, FX_EARG for an option that is none.
 */
int plan_file(struct plan_head *h, const char *option, const char *path,
    const char *sum, struct fx_err *err);

/* Is it the scanner that has such an option?  Else it is the recorder. */
bool plan_file_scans(const char *option);

/* Add a word to head.word or to head.custodian. Returns 0, or -1 and err. */
int plan_word(char *list[PLAN_WORDS + 1], size_t *n, const char *word,
    struct fx_err *err);

#endif
