/*
 * batch.h - a parent case: what its records say of the images of a batch
 *
 * fxbatch(1) writes it: a record of kind batch for the plan, and one of kind
 * child for each image, of several with one plan and number the last counts.
 */
#ifndef FORENSIC_BATCH_H
#define FORENSIC_BATCH_H

#include <jansson.h>

#include "forensic/case.h"
#include "forensic/note.h"

enum {
	FX_CHILDREN = 1 << 20, /* most images that are looked at */
	FX_CHILD_PLANS = 64,   /* most plans of one parent case */
	FX_CHILD_FILE = 255,   /* longest name of a child's file, bytes */
};

/* What a parent says of an image.  Text is borrowed for the call. */
struct fx_child {
	uint64_t image, record; /* its number in the plan; which record it is */
	bool done;              /* else it failed */
	const char *exhibit;
	const char *file;          /* of the one that is done, else NULL */
	const char *why, *words;   /* of the one that failed, else NULL */
	struct fx_checkpoint head; /* of the case, if it is done */
	const json_t *told;        /* the whole record */
};

/* What a record of kind child says, which must have been checked as such. */
void fx_child_take(struct fx_child *child, const json_t *record);

/* Is it a name that a file of one folder can have, and nothing more? */
bool fx_child_file_ok(const char *file);

/*
 * The folder that the cases of a parent case at path lie in, ending in "/", or
 * "" for the current one; dir: the one that was named instead, or NULL.
 */
void fx_child_folder(struct fx_buf *out, const char *path, const char *dir);

/*
 * Call fn on what the parent case says of each image, by plan and number, until
 * it returns -1.  A case that is no parent has none.  0, or -1 and err; fn that
 * gives up fills err by itself.
 */
int fx_case_children(struct fx_case *c,
    int (*fn)(const struct fx_child *child, void *arg), void *arg,
    struct fx_err *err);

/* Does the case speak of images of a batch? */
bool fx_case_is_parent(const struct fx_case *c);

/*
 * What is told of the cases of a batch while a parent case is verified: of each
 * image in turn begin, its records as in fx_verify_hook, and end with what came
 * of it.  words: the reason, NULL if there is none.
 */
struct fx_child_hook {
	void (*begin)(void *arg, const struct fx_child *child);
	void (*record)(void *arg, int64_t seq, const char *body, size_t len,
	    const json_t *record);
	void (*end)(void *arg, const struct fx_child *child,
	    enum fx_level level, const char *words);
	void *arg;
};

#endif
