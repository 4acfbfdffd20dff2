/*
 * acquisition.h - what the log of an acquisition says of the image it made
 *
 * Known are the logs of ewfacquire and ewfacquirestream (-l, or what they
 * print), Guymager (.info), FTK Imager (.txt beside the image), dc3dd (log=,
 * hlog=) and dcfldd (hashlog=).  fxrecord(1) says what of each is read.
 */
#ifndef FORENSIC_ACQUISITION_H
#define FORENSIC_ACQUISITION_H

#include <jansson.h>
#include <stdbool.h>

#include "forensic/hash.h"

enum {
	FX_ACQ_LEN = 1 << 20, /* longest log, bytes */
	FX_ACQ_TEXT = 256,    /* longest text that is taken from it, bytes */
	FX_ACQ_WORDS = 512,   /* room for fx_stated_compare's words */
};

/* Digests of one thing, by enum fx_hash_alg. */
struct fx_sums {
	bool has[FX_HASHES];
	uint8_t sum[FX_HASHES][FX_HASH_MAX];
};

enum fx_acq_text {
	FX_ACQ_TOOL, /* name and version of what acquired */
	FX_ACQ_CASE,
	FX_ACQ_EXHIBIT,
	FX_ACQ_EXAMINER,
	FX_ACQ_STARTED, /* as the tool writes it: of its own clock and zone */
	FX_ACQ_ENDED,
	FX_ACQ_STATE,   /* how it ended, in the tool's words */
	FX_ACQ_BLOCKER, /* the write blocker; no log tells: the caller may */
	FX_ACQ_TEXTS
};

/* The member of the record that holds a text: "tool", "case" ... */
const char *fx_acq_member(enum fx_acq_text text);

struct fx_acquisition {
	const char *format;         /* "guymager"; a string constant */
	uint8_t log[FX_SHA256_LEN]; /* SHA-256 of the log */
	struct fx_sums digests;     /* of what was acquired; at least one */
	bool has_size;
	uint64_t size; /* bytes acquired */
	/* As the log has them, "" for none; they need not be UTF-8. */
	char text[FX_ACQ_TEXTS][FX_ACQ_TEXT + 1];
};

/*
 * Read a log of n bytes: UTF-8 or one of its ancestors, or UTF-16 with a mark;
 * lines end in LF, CR or both.  Returns 0; or -1 and err: FX_EFORMAT for what
 * is no log of a known tool, states no digest of an image, or two different
 * ones; FX_ELIMIT past the limits above.
 */
int fx_acquisition_read(struct fx_acquisition *acq, const void *p, size_t n,
    struct fx_err *err);

/* What a source record says of the bytes before they are read. */
struct fx_stated {
	bool log, container; /* digests stand below */
	struct fx_sums of_log, of_container;
	bool has_size;
	uint64_t size; /* by the log */
};

/* source: members of a source record, of any shape: what is amiss is not there.
 */
void fx_stated_read(struct fx_stated *stated, const json_t *source);

enum fx_acquired {
	FX_ACQUIRED_UNCOMPARED, /* the run has none of the digests stated */
	FX_ACQUIRED_MATCH,
	FX_ACQUIRED_MISMATCH,
};

/* The word that stands in a run.end record: "match". */
const char *fx_acquired_word(enum fx_acquired acquired);

/*
 * Hold what is stated against the digests and the size of a run.end record's
 * members, and the log against the container.  One difference is enough for a
 * mismatch.  words becomes half a sentence of what was compared, or differs.
 */
enum fx_acquired fx_stated_compare(const struct fx_stated *stated,
    const json_t *end, char words[FX_ACQ_WORDS]);

#endif
