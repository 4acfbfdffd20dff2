/*
 * dig_level.h - the streams on the way down, and who digs
 */
#ifndef SCAN_DIG_LEVEL_H
#define SCAN_DIG_LEVEL_H

#include "dig.h"
#include "memo.h"
#include "pages.h"
#include "repeat.h"

enum {
	/* The image, a job's file, one for each decoder in a path; and one to
	 * try whether there would be another. */
	IMAGE,
	JOB,
	FIRST,
	LEVELS = FIRST + FX_DECODE_DEPTH + 1,
	NUMBER = 20, /* digits of an offset */
	PATH = FX_SCAN_PREFIX + NUMBER + 1 +
	    (FX_DECODE_DEPTH + 1) * (NUMBER + FX_DECODE_NAME + 2),
	STARTS = 1024,    /* places handled in one go */
	HOLD = 512 << 10, /* see fx_told_start */
};

struct start {
	uint64_t at; /* in its stream */
	const struct fx_decoder *decoder;
};

/* One stream on the way: the image, a file, the output of a decoding. */
struct level {
	struct fx_layer layer;       /* not of the image */
	const struct fx_source *src; /* what decodings in it read */
	size_t prefix;               /* bytes of the path before a place */
	bool deep;           /* that no decoding in it is followed is told */
	struct start *start; /* of the range at hand */
	size_t nstart;
	struct fx_out pile;
	struct fx_holds holds; /* not of the image: its findings are named when
	                          they are told */
	/* Is any of bytes [from, to) new in it?  NULL: all are. */
	bool (*is_new)(void *arg, uint64_t from, uint64_t to);
	void *is_new_arg;
	bool passes; /* its decoder says what it touched */
	/* Of a job's file, and of decodings in it: */
	struct fx_raw raw; /* the same as the pass over the image has it, */
	uint64_t shift;    /* so much further on; */
	bool twin;         /* if it is compared to that */
	struct level *up;  /* what it is decoded from */
	struct fx_dig *dig;
};

struct fx_dig {
	const struct fx_plan *plan;
	const struct fx_decoder *set[FX_DECODERS_MOST + 1]; /* holders too */
	struct fx_marks *marks;
	struct fx_carve *carve; /* for all levels but the image */
	struct fx_again *again;
	struct fx_repeat *repeat;
	struct fx_box *box; /* NULL: no decoder needs one */
	struct fx_image *img;
	struct fx_pages pages;             /* of it */
	const struct fx_scan_piece *piece; /* all that there is, if not img */
	const struct fx_block *block;      /* at hand */
	struct fx_source image;
	bool lost; /* the image could not be read further: err has why */
	struct fx_err lost_err;
	struct level level[LEVELS];
	void *jobs;             /* its state for plan->jobs; NULL: none */
	struct fx_scan_job job; /* the next one of the range at hand, */
	bool pending;           /* if there is one */
	struct fx_memo *memo;   /* NULL: nothing is kept */
	bool plain; /* since the outermost decoding began nothing of it was
	               taken out, no error was told */
	struct fx_purse purse;
	char path[PATH];
	uint64_t outer; /* what is told has this offset */
	struct fx_out *out;
	const struct fx_taker *taker;
};

/* dig_down.c */

/* Make room in out, if it is full.  Returns 0; or -1 as fx_dig_range. */
int fx_dig_drain(struct fx_dig *dig, struct fx_err *err);

/* Something at a place of a level was not looked at. */
void fx_dig_tell(struct fx_dig *dig, const struct level *lv, uint64_t place,
    bool error, const char *why);

/*
 * The starts in bytes [from, *to) of a block.  Where there are very many, *to
 * moves to the place up to which they are known.  Returns 0, or -1 and err.
 */
int fx_dig_starts(struct fx_dig *dig, struct level *lv,
    const struct fx_block *b, size_t from, size_t *to, struct fx_err *err);

/*
 * Follow a decoding that begins in a level.  Returns 1 if there is one, 0 if
 * not, or -1 and err.
 */
int fx_dig_follow(struct fx_dig *dig, size_t parent, const struct start *s,
    struct fx_err *err);

/* dig.c: bytes [from, to) of a layer, or as many as it has.  0, or -1. */
int fx_dig_layer(struct fx_dig *dig, size_t level, uint64_t from, uint64_t to,
    struct fx_err *err);

/* dig_told.c */

/* A decoding is open at place at of another level: what of it is told? */
void fx_told_begin(struct fx_dig *dig, size_t level, size_t parent, uint64_t at,
    const struct fx_decoder *decoder);

/* Is the decoding l, which begins at start of a level, not told there? */
bool fx_told_start(struct level *up, struct fx_layer *l, uint64_t start);

/* Was a decoding told already, all of it? */
bool fx_told_whole(const struct level *lv);

/*
 * Can anything that begins in bytes [*from, *to) of a level be new?  Of a job
 * they become fewer: those near its joins.
 */
bool fx_told_new(const struct fx_dig *dig, const struct level *lv,
    uint64_t *from, uint64_t *to);

/* fx_carve.wanted of a level. */
bool fx_told_wanted(void *level, const struct fx_cand *cand, uint64_t from,
    uint64_t to);

#endif
