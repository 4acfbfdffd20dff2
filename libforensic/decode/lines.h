/*
 * lines.h - text of one alphabet, in one line or wrapped: base64 and plain hex
 *
 * A body is a run of the alphabet and the lines that go on with it.  Whether
 * a line goes on with the one before is told by these two and the next, so
 * that each place decides for itself whether a body begins there.
 */
#ifndef DECODE_LINES_H
#define DECODE_LINES_H

#include "forensic/decode.h"

enum {
	LINES_NOT = 0xff,  /* value of what is not in an alphabet */
	LINES_LEAST = 24,  /* characters of the run that a body begins with */
	LINES_MOST = 1800, /* characters of a line that another may follow */
	LINES_INDENT = 64, /* blanks that a line may begin with */
	LINES_BLANKS = 8,  /* and that may follow it */
	LINES_PEEK = 512,  /* characters that lines_peek gives */
	LINES_SPAN = 3072, /* bytes that they lie in */
	LINES_BACK = LINES_MOST + 2 * LINES_INDENT,
	LINES_AHEAD = 2 * LINES_BACK,
};

struct lines {
	uint8_t value[256]; /* of a character; LINES_NOT */
	unsigned int bits;  /* that a character is worth */
	uint8_t pad;        /* what may end a body; or 0 */
};

/* A place in text, and the bytes that may be seen around it. */
struct lines_at {
	const uint8_t *p;
	size_t n, at;
};

/* Length of the run of the alphabet at l->at, up to most. */
size_t lines_run(const struct lines *k, const struct lines_at *l, size_t most);

/*
 * A run ends at l->at: where the next line goes on with it; 0 if none does.
 * Sees LINES_BACK bytes before and LINES_AHEAD behind.
 */
size_t lines_join(const struct lines *k, const struct lines_at *l);

/* Does the run that begins at l->at begin a body? */
bool lines_first(const struct lines *k, const struct lines_at *l);

/*
 * The first characters of the body at l->at, LINES_PEEK at most, to out as
 * their values.  Returns how many.
 */
size_t lines_peek(const struct lines *k, const struct lines_at *l,
    uint8_t out[LINES_PEEK]);

/* Bytes of n values, the first `skip` of which are left out. */
size_t lines_bytes(const struct lines *k, const uint8_t *value, size_t n,
    size_t skip, uint8_t out[LINES_PEEK]);

/* A body that is read. */
struct lines_reader {
	const struct lines *k;
	uint64_t pos; /* of the next character */
	size_t skip;  /* characters yet to be left out */
	uint32_t acc; /* bits of a byte that is not whole */
	unsigned int bits;
	bool end;
};

/*
 * What may be seen around the start of d; at least `least` bytes from it on.
 * Returns 0, or -1 and err.
 */
int lines_see(struct fx_decoding *d, struct lines_at *l, struct fx_err *err);

ssize_t lines_read(struct fx_decoding *d, struct lines_reader *r, uint8_t *out,
    size_t cap, struct fx_err *err);

#endif
