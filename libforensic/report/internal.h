/* internal.h - what the parts of a page share */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include <jansson.h>

#include "forensic/buf.h"
#include "forensic/hash.h"
#include "forensic/report.h"

/*
 * The page as it is written.  A failure is sticky: what follows does nothing.
 * The digest is over the text that a reader sees, without white space, so that
 * the page's script can tell whether somebody changed a word.
 */
struct fxr_out {
	const struct fx_report_options *opt;
	struct fx_buf buf;
	struct fx_hash *seen;
	bool in_tag; /* of our own markup, between < and > */
	bool unseen; /* what comes is not text that a reader sees */
	bool failed;
	struct fx_err err;
};

/* 0, or -1 and o->err. */
int fxr_begin(struct fxr_out *o, const struct fx_report_options *opt);
int fxr_flush(struct fxr_out *o);
void fxr_done(struct fxr_out *o);
int fxr_fail(struct fxr_out *o, enum fx_code code, const char *words);

/* Our own markup: text in it has no entities but &lt; &gt; &amp; &quot;. */
void fxr_html(struct fxr_out *o, const char *markup);
void fxr_htmln(struct fxr_out *o, const char *markup, size_t n);

/*
 * Text from anywhere: nothing in it is markup.  What is no UTF-8, steers or
 * turns direction, is shown by its number.  With most, characters past that are
 * cut, and counted.
 */
void fxr_text(struct fxr_out *o, const char *s);
void fxr_textn(struct fxr_out *o, const char *s, size_t n, size_t most);
void fxr_printf(struct fxr_out *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A control, or what turns direction or takes no room. */
bool fxr_hidden(uint32_t cp);

/*
 * JSON into a script element that is data: nothing in it can end that.  Unless
 * it is unseen, the digest is over it, too, as it stands there.
 */
void fxr_data(struct fxr_out *o, const char *p, size_t n);

/* What stands beside the sources of this folder, and goes into each page. */
struct fxr_asset {
	const char *p, *end;
};
extern const struct fxr_asset fxr_css, fxr_page;
extern const struct fxr_asset fxr_scripts[]; /* ended by p NULL */

/* Append what a Content-Security-Policy calls it: 'sha256-...'. 0 or -1. */
int fxr_asset_source(struct fx_buf *out, const struct fxr_asset *asset);

struct fxr_batch;

/* What the first reading of a case file tells. */
struct fxr_class {
	char *name;
	uint64_t all, confirmed, probable;
};

struct fxr_facts {
	json_t *genesis; /* record 0; NULL: unsound */
	uint64_t rows, sources, runs, findings, errors, limits;
	size_t nclasses;
	struct fxr_class classes[FX_REPORT_CLASSES + 1];
	size_t nfirst;
	json_t *first[FX_REPORT_ROWS]; /* findings */
	struct fx_buf heads;           /* a JSON array of notes, not closed */
	struct fx_hash *sum;           /* over all bodies and heads */
	const struct fxr_batch *batch; /* of a parent case; or NULL */
	bool bare;                     /* the page holds no records */
	bool failed;
	struct fx_err err;
};

int fxr_facts_begin(struct fxr_facts *f, struct fx_err *err); /* 0 or -1 */
/* The hook of the first reading; arg is the facts. */
void fxr_facts_record(void *arg, int64_t seq, const char *body, size_t len,
    const json_t *record);
void fxr_facts_head(void *arg, uint64_t size, const char *note, size_t len);
void fxr_facts_done(struct fxr_facts *f);

/* A member of a record: "" where there is no string of that name. */
const char *fxr_str(const json_t *record, const char *name);

/* "confirmed", "probable" or "possible". */
const char *fxr_rating(int64_t score);

/* The page up to the records, and behind them. */
void fxr_page_top(struct fxr_out *o, const struct fxr_facts *f,
    const struct fx_verdict *verdict);
void fxr_page_end(struct fxr_out *o, const struct fxr_facts *f);

/* Sections that stand there without script. */
void fxr_summary(struct fxr_out *o, const struct fxr_facts *f,
    const struct fx_verdict *verdict);
void fxr_verdict(struct fxr_out *o, const struct fx_verdict *verdict);
void fxr_findings(struct fxr_out *o, const struct fxr_facts *f);

#endif
