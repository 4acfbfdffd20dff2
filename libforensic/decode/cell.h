/* cell.h - one child that decodes, seen from its parent */
#ifndef DECODE_CELL_H
#define DECODE_CELL_H

#include "forensic/child.h"
#include "talk.h"
#include "zygote.h"

struct cell {
	struct cell *next; /* in the list of those that are idle */
	pid_t pid;
	int sock;
	uint8_t *window;
	uint64_t serial; /* of the last ask */
	bool used;       /* it has decoded before */
	struct fx_patience patience;
	int needs; /* times that it may need input for one answer */
};

/* The child's main. */
void inmate_main(int sock, void *window);

/* A new child that runs main, inmate_main but in tests.  NULL and err. */
struct cell *cell_new(const struct zygote *z,
    void (*main)(int sock, void *window), struct fx_err *err);

/*
 * Ask, and serve what it needs of src (NULL: nothing), of which *served is the
 * end of what it has seen; src may fail, failed has why then.  Returns 0 and
 * an answer that was checked; or -1 and err, FX_EBROKEN: it is to be ended.
 */
struct cell_source {
	const struct fx_source *src;
	uint64_t served;
	struct fx_err failed; /* code FX_OK: it did not */
};
int cell_ask(struct cell *c, struct talk_ask *ask, struct cell_source *s,
    struct talk_answer *answer, struct fx_err *err);

/* Put what begins at off into the window, and say so in ask. */
void cell_input(struct cell *c, struct talk_ask *ask, struct cell_source *s,
    uint64_t off);

/* Say something that gets no answer. */
void cell_tell(struct cell *c, enum talk_kind kind);

/*
 * Kill it, reap it, free it.  If err is there and its words are empty, they
 * become how it died.
 */
void cell_end(struct cell *c, const struct zygote *z, struct fx_err *err);

#endif
