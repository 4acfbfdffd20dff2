/*
 * pdf.h - a stream of a PDF file: its dictionary, its filters, its text
 *
 * Clauses are those of ISO 32000-1.  No reference to another object is ever
 * followed, so no file can lead in a circle.
 */
#ifndef DECODE_PDF_H
#define DECODE_PDF_H

#include "forensic/buf.h"
#include "forensic/decode.h"

enum {
	PDF_BEFORE = FX_DECODE_LOOK, /* bytes in which the dictionary must be */
	PDF_FILTERS = 8,             /* most filters of one stream */
	PDF_NEST = 32,               /* arrays and dictionaries in each other */
	PDF_ROW = 1 << 20,           /* longest row of a predictor, bytes */
	PDF_BLIND = 16 << 20,        /* bytes read for want of an end */
	PDF_PIECE = 4096,            /* bytes that filters pass on at a time */
};

enum pdf_filter { PDF_FLATE, PDF_LZW, PDF_A85, PDF_HEX, PDF_RUN, PDF_OTHER };

/* One filter, 7.4, with its parameters. */
struct pdf_spec {
	enum pdf_filter filter;
	unsigned predictor, colors, bits, columns;
	bool late; /* LZW: EarlyChange is 0 */
};

struct pdf_dict {
	struct pdf_spec spec[PDF_FILTERS];
	unsigned nspec;
	bool refused;    /* filters that are no text's, or too many */
	bool has_length; /* written here and not elsewhere */
	uint64_t length;
	bool content; /* nothing says that it is something else */
};

/*
 * The dictionary of the stream whose data would begin at p[at]; false if none
 * stands before it.
 */
bool pdf_dict_before(const uint8_t *p, size_t at, struct pdf_dict *dict);

/* White space and delimiters, 7.2.2. */
bool pdf_is_space(int c);
bool pdf_is_regular(int c);

/*
 * A filter, which reads from the one below it.  read gives up to cap (> 0)
 * bytes; 0 at the end; -1 when the data is damaged.
 */
struct pdf_stage {
	ssize_t (*read)(struct pdf_stage *s, uint8_t *out, size_t cap);
	void (*done)(struct pdf_stage *s); /* frees what s has; may be NULL */
	struct pdf_stage *below;
	struct pdf_work *work;
	uint64_t given;
	uint8_t in[PDF_PIECE]; /* from below: n bytes, of which `at` are used */
	size_t n, at;
	bool bad; /* the one below is damaged */
};

/* What all filters of a stream may give, so that none runs for ever. */
struct pdf_work {
	struct fx_decoding *d;
	uint64_t at, end; /* of the data in the source; end if it is known */
	bool known, blind;
	bool over; /* refused: d->limit says why */
};

/* Up to cap bytes of s's output, within the budget. */
ssize_t pdf_pull(struct pdf_stage *s, uint8_t *out, size_t cap);

/* The next byte from below; -1 at the end, with s->bad if it is damaged. */
int pdf_byte(struct pdf_stage *s);

/* Have bytes at s->in + s->at, if there are any: how many. */
size_t pdf_fill(struct pdf_stage *s);

/* Filters by kind; NULL when out of memory. */
struct pdf_stage *pdf_flate(void);
struct pdf_stage *pdf_lzw(const struct pdf_spec *spec);
struct pdf_stage *pdf_a85(void);
struct pdf_stage *pdf_hex(void);
struct pdf_stage *pdf_run(void);
struct pdf_stage *pdf_predict(const struct pdf_spec *spec);

/* All filters of dict over the data; NULL when out of memory. */
struct pdf_stage *pdf_chain_new(const struct pdf_dict *dict,
    struct pdf_work *work);
void pdf_chain_free(struct pdf_stage *s);

/*
 * The text of a content stream, 9.4: what its operators show, joined to lines.
 */
struct pdf_text;
struct pdf_text *pdf_text_new(bool places); /* NULL: out of memory */
void pdf_text_free(struct pdf_text *t);
void pdf_text_feed(struct pdf_text *t, const uint8_t *p, size_t n);
void pdf_text_end(struct pdf_text *t);
/* Text that is ready; and that it was taken. */
const struct fx_buf *pdf_text_ready(const struct pdf_text *t);
void pdf_text_taken(struct pdf_text *t);
bool pdf_text_shown(const struct pdf_text *t); /* was any text shown? */
/* With places: do bytes [from, to) of all the text lie so in the stream? */
bool pdf_text_as_is(const struct pdf_text *t, uint64_t from, uint64_t to);

#endif
