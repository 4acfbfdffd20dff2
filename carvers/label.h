/* label.h - text in lines of "label: value", and what the labels are called */
#ifndef LABEL_H
#define LABEL_H

#include "forensic/carver.h"

/* Characters [from, to) of a window. */
struct span {
	size_t from, to;
};

static inline size_t
span_len(struct span s)
{
	return s.to - s.from;
}

enum { LINE_SEEN = 640 }; /* characters of a line on each side of a place */

/*
 * The line that holds character i, without its end, or as much of it as is
 * seen from there.  Lines end with a line feed, a carriage return, both, or a
 * NUL.
 */
struct span line_at(const struct fx_window *w, size_t i);

/*
 * Go to the line above, or below.  False where the window ends; and above also
 * where it cuts the line, since a cut label may be another.
 */
bool line_up(const struct fx_window *w, struct span *line);
bool line_down(const struct fx_window *w, struct span *line);

/*
 * Cut off what a line has before the last sector of 512 bytes that begins in
 * it: what is left may be where a file begins, behind another's bytes.  False
 * if none begins there.
 */
bool line_cut(const struct fx_window *w, struct span *line);

/* Is there nothing but blanks? */
bool line_blank(const struct fx_window *w, struct span line);

/* The same span without blanks on both sides. */
struct span span_trim(const struct fx_window *w, struct span s);

enum { LABEL_MOST = 40 }; /* characters of a label */

struct label {
	struct span key, value; /* without blanks around them */
};

/*
 * Read a line as a label, one of the signs and a value, which may be empty.
 * Bullets, bars, arrows and blanks may stand before the label; it has a letter
 * of ASCII, or a byte that may be one of another alphabet.
 */
bool label_read(const struct fx_window *w, struct span line, const char *signs,
    struct label *out);

/* A row of a table of labels. */
struct label_name {
	const char *text; /* of ASCII */
	int kind;         /* what the table's owner has it for; not 0 */
};

/*
 * Does the text stand in the span, the whole of it?  Letters of ASCII may be in
 * either case if fold.
 */
bool span_is(const struct fx_window *w, struct span s, const char *text,
    bool fold);

/* Does it stand somewhere in the span, in either case? */
bool span_has(const struct fx_window *w, struct span s, const char *text);

/* The kind of the row with that text in either case, or 0. */
int label_kind(const struct fx_window *w, struct span key,
    const struct label_name *names, size_t n);

#endif
