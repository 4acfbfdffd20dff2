/*
 * record.h - from the lines of a scan to the records of a case (fxevidence.5)
 *
 * Builders return the members that are a kind's own; fx_store_append adds those
 * that every record has.  No clear value leaves them but through secrets, for
 * the vault: values and private attributes become commitments, and text that
 * may hold a finding by accident (names, arguments) is masked.
 */
#ifndef FORENSIC_RECORD_H
#define FORENSIC_RECORD_H

#include "forensic/acquisition.h"
#include "forensic/carver.h"
#include "forensic/finding.h"
#include "forensic/fp.h"
#include "forensic/store.h"
#include "forensic/sys.h"

enum {
	FX_SECRETS_MOST = 64, /* most commitments of one record */
	/*
	 * Score from which a finding in a name is masked: check digits and an
	 * issuer's range.  Less than in an image, since a name has no context.
	 */
	FX_NAME_MIN = 5,
	FX_ATTR_DIGITS = 7, /* a public attribute with more is masked alike */
};

/*
 * Append the n bytes of text with each finding in it that scores FX_NAME_MIN or
 * more replaced by its mask; "_" is read as a space, for which it stands in
 * names.  set ends with NULL.  Returns 0, or -1 and err.
 */
int fx_mask_text(struct fx_buf *out, const void *text, size_t n,
    const struct fx_carver *const *set, struct fx_err *err);

/*
 * The same for many texts: fx_masker_new makes the set ready once.  It returns
 * NULL and err on error; set must live as long.
 */
struct fx_masker;
struct fx_masker *fx_masker_new(const struct fx_carver *const *set,
    struct fx_err *err);
int fx_masker_text(const struct fx_masker *m, struct fx_buf *out,
    const void *text, size_t n, struct fx_err *err);
void fx_masker_free(struct fx_masker *m); /* NULL is fine */

/*
 * May a public attribute have a finding in it?  Its carver tells only what has
 * the form that it should have; this is asked once more of what is shown, since
 * a line of findings may come from anywhere.  Those with few digits stand.
 */
bool fx_attr_masked(const void *text, size_t n);

/* What records of a run have in common. */
struct fx_run_ids {
	uint64_t run, src;
	const struct fx_carver *const *set; /* ends with NULL */
	/* SHA-256 of a report on error rates, 64 digits; NULL: none. */
	const char *validation;
	const struct fx_acquisition *acq; /* of the source; NULL: no log */
	const struct fx_masker *masker;   /* of the set; NULL: made as needed */
	const struct fx_fp_key *fp; /* findings are told by it; NULL: not */
};

/* What a run has recorded so far. { 0 } is none; ended by fx_counts_done. */
struct fx_run_counts {
	json_t *findings; /* class to count; NULL: none */
	uint64_t errors, limits;
};
int fx_counts_add(struct fx_run_counts *c, const char *class,
    struct fx_err *err);
void fx_counts_done(struct fx_run_counts *c);

/* The openings of one record; values are in text. { 0 } is none. */
struct fx_secrets {
	size_t n;
	struct fx_secret list[FX_SECRETS_MOST];
	struct fx_buf text;
	struct fx_chance chance; /* for nonces to come */
};
void fx_secrets_done(struct fx_secrets *s); /* wipe and free; { 0 } again */

/*
 * Each returns a new object, which the caller json_decref()s; NULL and err:
 * FX_EFORMAT or FX_ELIMIT where a line says what no record can hold.
 */

/* line: the source line. exhibit: NULL for none. */
json_t *fx_record_source(const struct fx_run_ids *ids,
    const struct fx_line *line, const char *exhibit, struct fx_err *err);

/* run: the run line, NULL when there was none. */
json_t *fx_record_run_begin(const struct fx_run_ids *ids,
    const struct fx_line *source, const struct fx_line *run,
    const char *examiner, struct fx_err *err);

/* A finding line; its openings go to secrets, which was { 0 } or used before.
 */
json_t *fx_record_finding(const struct fx_run_ids *ids,
    const struct fx_line *line, struct fx_secrets *secrets, struct fx_err *err);

/* An error or a limit line: both become what they say. */
json_t *fx_record_trouble(const struct fx_run_ids *ids,
    const struct fx_line *line, struct fx_err *err);

/* end: the end line; NULL when there was none. */
json_t *fx_record_run_end(const struct fx_run_ids *ids, const char *status,
    const struct fx_run_counts *counts, const struct fx_line *end,
    struct fx_err *err);

/* How one run was recorded. Borrowed for the call. */
struct fx_run_told {
	uint64_t run, src;
	const char *name;   /* of the source, masked, as it is recorded */
	const char *status; /* of run.end */
	uint64_t findings, errors, limits;
	/* The bytes against what was stated of them; NULL: nothing was. */
	const char *acquired; /* as run.end has it */
	const char *words;    /* what was compared, or differs */
};

struct fx_stream_options {
	const struct fx_carver *const *set; /* every carver; ends with NULL */
	const char *exhibit;                /* of the sources; NULL: none */
	const char *validation;             /* as struct fx_run_ids has it */
	const struct fx_acquisition *acq;   /* of the first source; or NULL */
	const struct fx_fp_key *fp;         /* as struct fx_run_ids has it */
	const volatile sig_atomic_t *stop;  /* set by a signal; or NULL */
	/* Told when a run's end is signed, and of what is amiss: sentences. */
	void (*ended)(const struct fx_run_told *run, void *arg);
	void (*say)(const char *words, void *arg);
	void *arg;
};

enum {
	FX_STOP_QUIET_MS =
	    2000,           /* after a signal: silence that ends a stream */
	FX_STOP_MS = 10000, /* and how long it may go on at most */
};

/*
 * Record the findings that come from fd: each source line begins a run, the
 * end line ends it, and its end is signed.  A stream that breaks off, has a
 * line that is no finding, or announces other counts than came, ends its run
 * as interrupted; *partial becomes true and say tells why.  So it does for a
 * run that the scanner itself did not complete, and where the bytes read are
 * not those that the acquisition log, or the image file itself, states; or
 * where there is a log and they could not be compared.
 *
 * Returns 0 when at least one run was recorded and all is signed; or -1 and
 * err: FX_EFORMAT when nothing was recorded because no stream of findings came,
 * else a failure to write (what fx_store_commit has put on disk stays there).
 */
int fx_record_stream(struct fx_store *store, int fd,
    const struct fx_stream_options *opt, bool *partial, struct fx_err *err);

#endif
