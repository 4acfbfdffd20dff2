/*
 * statement.h - what people state in a case: hand-overs, corrections, reviews
 *
 * A person may write anything, and the record stands for ever.  So the words
 * are held to a length, are text that shows as it reads, and lose what a
 * detector takes for a value.
 */
#ifndef FORENSIC_STATEMENT_H
#define FORENSIC_STATEMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "forensic/record.h"
#include "forensic/store.h"

enum {
	FX_STATEMENT_LEN = 4096,               /* longest text, bytes */
	FX_REVIEWS_MOST = 1000000,             /* most reviews in one list */
	FX_REVIEWS_LEN = 256 << 20,            /* longest list, bytes */
	FX_REVIEW_LINE = 4 * FX_STATEMENT_LEN, /* its longest line */
};

/*
 * Is it what a person may state: UTF-8 of 1 to FX_STATEMENT_LEN bytes, no
 * control character, no separator of lines, none of the marks that turn the
 * direction of what follows (U+202A to U+202E, U+2066 to U+2069)?  Returns 0;
 * or -1 and err, FX_EFORMAT or FX_ELIMIT, with words that go behind a name.
 */
int fx_statement_check(const char *p, size_t n, struct fx_err *err);

/*
 * Put the text into v as its member key, checked and without the findings in
 * it; *masked becomes true if there were any.  Returns 0; or -1 and err.
 */
int fx_statement_put(json_t *v, const char *key, const char *p, size_t n,
    const struct fx_masker *masker, bool *masked, struct fx_err *err);

/*
 * Put the string text into v as its member key, checked but as it is; nothing
 * when it is NULL.  For words that were masked before.  Returns 0; or -1 and
 * err, FX_EARG or FX_ENOMEM, with the key in its words.
 */
int fx_statement_add(json_t *v, const char *key, const char *text,
    struct fx_err *err);

/*
 * May a record of kind statement ("review", "correct") speak of one of kind of?
 * Findings are reviewed.  What a person or an examiner's command line put into
 * a case is corrected; what a program found is not, nor what has force by
 * itself.
 */
bool fx_statement_fits(const char *statement, const char *of);

/*
 * The same of record seq of the store, which must be on disk.  Returns 0; or -1
 * and err, FX_EARG with words.
 */
int fx_statement_refer(struct fx_store *store, const char *statement,
    uint64_t seq, struct fx_err *err);

/*
 * Who has the thing of that very name, by the hand-overs of the store that are
 * on disk, and that no record corrects: appended to who, with the record that
 * says so in *seq.  Returns 1; 0 where none is of it; or -1 and err.
 */
int fx_store_holder(struct fx_store *store, const char *what,
    struct fx_buf *who, uint64_t *seq, struct fx_err *err);

/* One line of a list of reviews; borrowed for the call. */
struct fx_review {
	uint64_t line, of;
	const char *verdict; /* "accepted", "rejected", "note": a constant */
	const char *by, *why;
	size_t nby, nwhy; /* 0: the line does not say */
};

/*
 * Read a list of n bytes: JSON Lines if its first line begins with "{", else
 * lines of fields that tabs part:
 *
 *	{"of":7,"verdict":"accepted","why":"...","by":"..."}
 *	7	accepted	...	...
 *
 * The last field or two may be missing.  Empty lines are passed over.  fn is
 * called on each, until it returns -1.  Returns 0; or -1 and err: FX_EFORMAT
 *and FX_ELIMIT with the line in their words, or what fn said.
 */
int fx_reviews_read(const char *p, size_t n,
    int (*fn)(const struct fx_review *review, void *arg, struct fx_err *err),
    void *arg, struct fx_err *err);

/* The verdict of that name, as a constant; NULL: there is none. */
const char *fx_review_verdict(const char *name, size_t n);

#endif
