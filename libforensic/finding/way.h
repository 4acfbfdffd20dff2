/* way.h - reading again what can only be read from its start */
#ifndef FINDING_WAY_H
#define FINDING_WAY_H

#include "forensic/path.h"

enum {
	REPLAY_BLOCK = 64 << 10, /* bytes that are kept together */
	REPLAY_BLOCKS = 512,     /* of them at most: 32 MiB */
};

/* A stream as it is made: from its start, once more if need be. */
struct replay_maker {
	int (*begin)(void *arg, struct fx_err *err);
	/* Up to cap bytes more; 0 at the end; -1 and err. */
	ssize_t (*next)(void *arg, void *buf, size_t cap, struct fx_err *err);
	void *arg;
};

struct replay_block {
	uint64_t off;
	size_t n; /* bytes there; 0: none yet */
	uint8_t *p;
};

/*
 * The bytes that were made last, each block in its place of a ring.  begin has
 * been called; it is called again when bytes are wanted that are not there any
 * more.
 */
struct replay {
	struct replay_maker make;
	uint64_t at;  /* bytes made since it began */
	uint64_t end; /* where the stream ends; UINT64_MAX until that is seen */
	struct replay_block blocks[REPLAY_BLOCKS];
};

void replay_init(struct replay *r, const struct replay_maker *make);
void replay_done(struct replay *r); /* { 0 } is fine */

/* Up to n bytes at off, short only at the end; or -1 and err. */
ssize_t replay_read(struct replay *r, uint64_t off, void *buf, size_t n,
    struct fx_err *err);

/* The decoder of a step in set; NULL if there is none. */
const struct fx_decoder *path_decoder(const struct fx_path_step *step,
    const struct fx_decoder *const *set);

#endif
