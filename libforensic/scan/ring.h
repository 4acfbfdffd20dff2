/*
 * ring.h - the ring of blocks between the reader, the hasher, the workers and
 * the caller's thread
 *
 * A slot is filled, hashed and carved, and told to the caller, in this order
 * but for hashing and carving, which go side by side; then it is filled again.
 * Slots are counted from the start of the source: block i is slot i modulo n,
 * and four counters say how far each thread has come.  All of it is guarded by
 * one lock, which is taken a few times a block.
 */
#ifndef SCAN_RING_H
#define SCAN_RING_H

#include <pthread.h>

#include "dig.h"

enum {
	FX_PAGE = 4096, /* blocks are aligned to this */
};

enum fx_slot_state {
	FX_SLOT_BUSY, /* being filled or carved, or empty */
	FX_SLOT_FULL, /* carved in part: tell what it has, then it goes on */
	FX_SLOT_DONE,
	FX_SLOT_FAILED, /* err says why; what it has is sound */
};

struct fx_slot {
	uint8_t *mem;         /* a margin, the core, a margin */
	struct fx_block b;    /* what of it is filled */
	const uint8_t *fresh; /* bytes that no slot before this one had */
	size_t nfresh;
	struct fx_gap *gap; /* unreadable ranges among these */
	size_t ngap, capgap;
	struct fx_out out;
	enum fx_slot_state state;
	struct fx_err err;
};

struct fx_ring {
	const struct fx_plan *plan;
	struct fx_image *img;
	struct fx_slot *slot;
	size_t n;
	struct fx_hash *hash[FX_HASHES]; /* NULL: not asked for */
	bool hashing;

	/* The reader's own. */
	const struct fx_range *ranges; /* NULL: all of the source */
	size_t nranges, range;         /* in all; the one at hand */
	uint64_t next;                 /* where in it the next block begins */
	uint64_t pos;                  /* bytes read */
	bool eof;                      /* no more will be read */
	bool cut;                      /* because it was told to stop */

	pthread_mutex_t lock;
	pthread_cond_t room;    /* told, hashed moved on: for the reader */
	pthread_cond_t filled;  /* read moved on: for hasher and workers */
	pthread_cond_t carved;  /* a slot has something to tell */
	pthread_cond_t drained; /* a full slot was told */
	uint64_t read, hashed, taken, told; /* blocks */
	bool stop;   /* read no more, finish what is read */
	bool dead;   /* drop everything */
	int halt;    /* either: for those inside of a decoding, without lock */
	bool ended;  /* no more blocks will be read */
	bool whole;  /* the source was read to its end */
	bool failed; /* err says why the source or the hash ended */
	struct fx_err err;
};

static inline struct fx_slot *
fx_ring_slot(const struct fx_ring *r, uint64_t i)
{
	return &r->slot[i % r->n];
}

/* A ring for so many workers. Returns 0, or -1 and err; free it either way. */
int fx_ring_init(struct fx_ring *r, const struct fx_plan *plan,
    struct fx_image *img, const struct fx_scan_options *opt,
    unsigned int workers, struct fx_err *err);
void fx_ring_free(struct fx_ring *r);

/* Make every thread end soon, with an error when err is not NULL. */
void fx_ring_kill(struct fx_ring *r, const struct fx_err *err);

/*
 * The next block for the counter *next, which moves on: waits for it.  NULL
 * when there is none any more.
 */
struct fx_slot *fx_ring_take(struct fx_ring *r, uint64_t *next);

/* The threads' functions. */
void *fx_reader(void *ring);
void *fx_hasher(void *ring);

/* The reader shall read no more, and decodings end. The lock is held. */
void fx_ring_stop(struct fx_ring *r);

struct fx_worker {
	struct fx_ring *ring;
	struct fx_carve *carve;
	struct fx_dig *dig; /* NULL: nothing is decoded */
	pthread_t thread;
};
void *fx_worker(void *worker);

#endif
