/* kit_rows.h - the lines of a kit's result, and where one victim's end */
#ifndef KIT_ROWS_H
#define KIT_ROWS_H

#include "kit.h"

enum { ROWS_MOST = 40 };

enum row_class {
	ROW_OTHER, /* some text */
	ROW_BLANK,
	ROW_RULE,  /* "|---- by X ----|" */
	ROW_EMPTY, /* a label without a value that fits it */
	ROW_STOP,  /* a line of a mail's header: not of its text */
	ROW_LABEL,
};

struct row {
	enum row_class class;
	size_t from, to;       /* the line */
	size_t at, value, end; /* of its label and value, if it has them */
	const struct kit_word *word;
	int bits; /* what the label is worth with this value */
};

/* One victim's. */
struct rows {
	size_t n;
	bool ruled; /* lines among or above them are */
	bool geo; /* a link that tells where an address is stands among them */
	struct row row[ROWS_MOST];
};

enum address {
	ADDRESS_NONE,
	ADDRESS_LOCAL,
	ADDRESS_PUBLIC,
};

/* What address of the internet is [from, to), or begins it? */
enum address kit_address(const struct fx_window *w, size_t from, size_t to);

/* Read one line. */
void kit_row(const struct fx_window *w, size_t from, size_t to,
    struct row *row);

/*
 * Read the lines around `at` that belong to one victim: up to where labels
 * begin again, or something else.  Returns false if no label with a value
 * stands in the line of `at`.
 */
bool kit_rows(const struct fx_window *w, size_t at, struct rows *rows);

#endif
