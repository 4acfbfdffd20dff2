/*
 * unescape.h - text with escapes in it: what all decoders of such text share
 *
 * There are four kinds of escapes, each a decoder: QP, PERCENT, ENTITY and
 * ESCAPE.  Texts mix them, so a decoding undoes all of them in one go; it has
 * the name of the kind that comes first.  What is left in its output are
 * escapes that were escaped themselves.  (One kind at a time, there would be a
 * decoding for each order of the kinds.)
 *
 * A decoding begins at an escape that has no other within the UNESCAPE_GAP
 * bytes before it, and goes on while the next one begins within so many bytes
 * of the last.  So each place decides for itself, from the bytes around it,
 * whether it is a start, and every escape belongs to one decoding.  The output
 * begins with the UNESCAPE_GAP bytes before the first escape, as they lie, and
 * ends with as many behind the last: room for a value of FX_REACH_FIELDS
 * characters and its context.
 */
#ifndef DECODE_UNESCAPE_H
#define DECODE_UNESCAPE_H

#include "forensic/decode.h"

enum {
	UNESCAPE_GAP = 512,
	UNESCAPE_OUT = 8, /* most bytes that one escape stands for */
};

/* A place in text, and the bytes that may be seen around it. */
struct place {
	const uint8_t *p;
	size_t n, at;
};

/* What an escape stands for. */
struct plain {
	char p[UNESCAPE_OUT];
	size_t n;
};

/* One kind. */
struct escapes {
	uint8_t lead; /* every escape begins with it, and holds no other */
	uint8_t also; /* a byte that is replaced inside a decoding; or 0 */

	const char *behind; /* what may stand behind it */

	/* Bytes that `find` sees: so many before p[at], so many from it on. */
	uint16_t back, ahead;

	/*
	 * The length of the escape that begins at p[at], and what it stands
	 * for; 0 if none does.  p[at] is the lead.  Pure.
	 */
	size_t (*find)(const struct place *l, struct plain *out);

	/* The same for p[at] being `also`.  It neither begins nor prolongs. */
	size_t (*find_also)(const struct place *l, struct plain *out);
};

extern const struct escapes escapes_qp, escapes_percent, escapes_entity,
    escapes_backslash;

/* The most that any of them sees. */
enum { UNESCAPE_BACK = 320, UNESCAPE_AHEAD = 320 };

/* The functions of a decoder of such text; its marks are leads. */
bool unescape_look(const struct fx_look *l);
int unescape_open(struct fx_decoding *d, struct fx_err *err);
ssize_t unescape_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err);
void unescape_close(struct fx_decoding *d);
bool unescape_touched(const struct fx_decoding *d, uint64_t from, uint64_t to);
bool unescape_place(const struct fx_decoding *d, uint64_t from, uint64_t to,
    struct fx_range *in);

/* The character cp as UTF-8; U+FFFD for what is none. */
void plain_char(struct plain *out, uint32_t cp);

/*
 * Does p[at] stand among n or more bytes of text, ASCII or UTF-8?  The bytes
 * of programs hold many a short escape by chance.
 */
bool place_in_text(const struct place *l, size_t n);

#endif
