/* exhibit.h - the parts of an exhibit while it is checked */
#ifndef VERIFY_EXHIBIT_H
#define VERIFY_EXHIBIT_H

#include "forensic/exhibit.h"
#include "internal.h"

/* The files of a folder by their names; keys stand behind them. */
enum fxv_part {
	FXV_PART_RECORD,
	FXV_PART_GENESIS,
	FXV_PART_SOURCE,
	FXV_PART_BEGIN,
	FXV_PART_END,
	FXV_PARTS
};

/* A record with its proof. */
struct fxv_item {
	char name[40];  /* "record", "key.16" */
	bool there;     /* its files are */
	bool good;      /* it is sound, and under the head of its proof */
	json_t *record; /* NULL: unsound */
	enum fxv_kind kind;
	uint64_t seq;
	uint8_t leaf[FX_SHA256_LEN];
};

/* A change of keys: also the proof that the key before sealed it. */
struct fxv_change {
	uint64_t seq; /* as the file is called */
	struct fxv_item item;
};

/* A file with what somebody vouches for. */
struct fxv_exhibit_anchor {
	int64_t id;  /* of the case file */
	size_t kind; /* as its ending tells */
};

struct fxv_exhibit {
	struct fxv *v;
	const char *folder;
	struct fxv_item items[FXV_PARTS];
	struct fxv_change *changes; /* in ascending order */
	size_t nchanges;
	uint64_t strangers;          /* files that no exhibit has */
	char stranger[FX_VALUE_LEN]; /* the first of them */
	struct fx_buf body;          /* of the record */
	struct fx_buf anchors;       /* struct fxv_exhibit_anchor, all */

	bool have_head;
	struct fx_buf note; /* the head that all proofs bear */
	struct fx_note head;
	bool signed_good;
};

/* The one among the items that is of that kind and sound, or NULL. */
const struct fxv_item *fxv_exhibit_of(const struct fxv_exhibit *x,
    enum fxv_kind kind);

/* exhibit_files.c: what is in the folder. */
void fxv_exhibit_read(struct fxv_exhibit *x);
void fxv_exhibit_drop(struct fxv_exhibit *x);

/*
 * Read the file NAME.ENDING of the folder whole.  Returns 0; 1 if there is no
 * such file; or -1 when the reason is said.
 */
int fxv_exhibit_file(struct fxv_exhibit *x, const char *name,
    const char *ending, size_t most, struct fx_buf *out);

/*
 * Read the proof NAME.ENDING of the folder.  Returns 0; 1 if there is no such
 * file; or -1 when the reason is said.  text is what it was read from.
 */
int fxv_exhibit_proof(struct fxv_exhibit *x, const char *name,
    const char *ending, struct fx_buf *text, struct fx_tlog_proof *proof);

/* exhibit_head.c: the head that all is under, and who signed it. */
void fxv_exhibit_head(struct fxv_exhibit *x);

/*
 * exhibit_anchors.c: who else vouches for the head.  Is a file called as one of
 * these is?  Then it is noted, to be checked when the head is known.
 */
bool fxv_exhibit_anchor_name(struct fxv_exhibit *x, const char *name);
void fxv_exhibit_anchors(struct fxv_exhibit *x);

/* A sentence of that part, of who saw it first; false: nobody did. */
bool fxv_exhibit_vouched(struct fxv_exhibit *x, enum fx_closing_part part);

/* How the file of an anchor of that type ends; NULL: it goes into none. */
const char *fxv_exhibit_ending(const char *type);

/* exhibit_opening.c: values that are shown with it. */
void fxv_exhibit_opening(struct fxv_exhibit *x);

/* exhibit_story.c: do the records belong together? */
void fxv_exhibit_story(struct fxv_exhibit *x);

/* exhibit_closing.c */
void fxv_exhibit_closing(struct fxv_exhibit *x);

#endif
