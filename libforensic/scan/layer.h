/*
 * layer.h - a stream of bytes that is not the image, seen through a window
 *
 * It is the output of a decoding, or the file of a job.  The window slides over
 * it from its start to its end; what is carved lies in it with its margins.
 * Decodings that begin in it read it through fx_layer.ahead, which pulls more
 * of it into the window where they ask for it, up to `edge`.
 */
#ifndef SCAN_LAYER_H
#define SCAN_LAYER_H

#include "internal.h"

/* What the decodings of one outermost place may use up together. */
struct fx_purse {
	const struct fx_scan_budget *budget;
	const int *halt;              /* set by another thread: end soon */
	bool halted;                  /* by that something was left out, ever */
	const struct fx_layer *outer; /* the outermost of them, while open */
	uint64_t total;               /* output so far */
	uint64_t starts;              /* decodings tried so far */
	bool spent;                   /* that there were too many is told */
	uint64_t serial;              /* of the last stream that was opened */
};

/* Is it time to end?  Whoever asks leaves something out if it is. */
bool fx_purse_halted(struct fx_purse *p);

/* Is all that they may give together given? */
bool fx_purse_empty(const struct fx_purse *p);

extern const char fx_layer_halted[]; /* the limit that a purse's halt is */

/* After a piece was pulled: output up to `have` was made of input to `at`. */
struct fx_layer_step {
	uint64_t have, at;
};

/* A place of the output that stands in the input as it is. */
struct fx_layer_mark {
	uint64_t off, at; /* in the output, in the source */
	bool any;
};

enum { FX_LAYER_STEPS = 1024 }; /* those that are remembered */

struct fx_layer {
	struct fx_decode *d;
	const struct fx_decoder *decoder; /* NULL: a job's file */
	uint64_t start;                   /* in what it is decoded from */
	uint64_t serial; /* no other stream had it; the image has 0 */
	const struct fx_source *file; /* a job's, instead of d; or NULL */
	uint64_t end;                 /* of it: as far as it is read */
	size_t margin;                /* bytes seen on both sides of it */
	struct fx_purse *purse;

	uint8_t *win; /* cap bytes; [skip, skip + n) are in use */
	size_t cap, skip, n;
	uint64_t off;      /* of the first of them in the stream */
	bool aside;        /* others pull, see lent */
	bool starved;      /* decodings in it came to edge */
	bool ended;        /* nothing comes behind them */
	bool cut;          /* and that is not its proper end */
	const char *limit; /* why it ended before its end: a budget; or NULL */
	bool failed;       /* or an error, with words in err */
	struct fx_err err;

	/*
	 * The same decoding of other bytes, which go on in another way: output
	 * up to `old` is what it gives, too; behind that it has the rest.
	 */
	struct fx_decode *twin; /* NULL: none */
	bool parted;            /* it goes on in another way, or has ended */
	uint8_t *other; /* its output, PULL bytes, and the rest behind it; NULL:
	                   never needed */
	size_t nrest;
	uint64_t old;

	struct fx_source ahead; /* for decodings in it */
	uint64_t edge;          /* where they find their limit */

	/*
	 * A decoding that reads it may have been lent a piece of the window,
	 * and others may make that move: then what was lent stays until it
	 * asks.
	 */
	uint8_t *lent;

	uint64_t nstep; /* pieces so far, those of no new input not counted */
	struct fx_layer_step step[FX_LAYER_STEPS]; /* a ring */
	struct fx_layer_mark value, begun;         /* last ones, see repeat.c */
};

/*
 * Begin with the decoding at start of src, or with bytes [from, to) of a file,
 * of which a margin more on both sides is seen.  An open layer is closed before
 * it is opened again; the window's memory is kept.
 */
int fx_layer_open(struct fx_layer *l, struct fx_box *box,
    const struct fx_decoder *decoder, const struct fx_source *src,
    uint64_t start, struct fx_err *err);
void fx_layer_file(struct fx_layer *l, const struct fx_source *file,
    uint64_t from, uint64_t to);
/* What it gives there is told already: compare.  None, if it cannot open. */
void fx_layer_twin(struct fx_layer *l, struct fx_box *box,
    const struct fx_decoder *decoder, const struct fx_source *src,
    uint64_t start);
/* What the twin gives, as a source: from the window's first byte on. */
struct fx_source fx_layer_twin_source(struct fx_layer *l);

/*
 * The stream for those who look at it while a decoding reads it: what is in the
 * window, and more of it up to edge.
 */
struct fx_source fx_layer_aside(struct fx_layer *l);

/*
 * What input, counted from the decoding's start, did it take since it gave the
 * last byte before output [from, to) until it had given that?  False: that is
 * not known any more.
 */
bool fx_layer_made(const struct fx_layer *l, uint64_t from, uint64_t to,
    struct fx_range *in);

void fx_layer_close(struct fx_layer *l);
void fx_layer_free(struct fx_layer *l); /* its memory too */

/* Where the stream ends, as far as that is known: behind the window. */
static inline uint64_t
fx_layer_have(const struct fx_layer *l)
{
	return l->off + l->n;
}

/* Pull the stream into the window up to offset to, or to its end. */
void fx_layer_fill(struct fx_layer *l, uint64_t to);

/* Bytes before offset at are not needed any more. */
void fx_layer_slide(struct fx_layer *l, uint64_t at);

/* The byte at off, which is in the window. */
static inline const uint8_t *
fx_layer_at(const struct fx_layer *l, uint64_t off)
{
	return l->win + l->skip + (size_t)(off - l->off);
}

/* Input that its decoding has used. */
uint64_t fx_layer_used(const struct fx_layer *l);

/* On how much of it all its output depended; 0: that is not known. */
uint64_t fx_layer_saw(const struct fx_layer *l);

/* Does any of bytes [from, to) not lie so in what it was decoded from? */
bool fx_layer_touched(struct fx_layer *l, uint64_t from, uint64_t to);

#endif
