/*
 * diff.h - do two runs say the same of one source?
 *
 * Compared is what a scan determines: the size and digest of the source, and of
 * each finding class, off, len, path, mask, enc, score, why, attrs and file.
 * Times, random bits, commitments, hosts and arguments differ between any two
 * runs and are left out.
 */
#ifndef FORENSIC_DIFF_H
#define FORENSIC_DIFF_H

#include "forensic/case.h"

enum { FX_DIFF_SIDES = 2 };
enum {
	FX_DIFF_PLACE = 1 << 6,   /* most findings of one class at one place */
	FX_DIFF_SOURCES = 1 << 20 /* most sources of a case */
};

enum fx_diff_kind {
	FX_DIFF_PAIR,    /* two runs are compared from here on */
	FX_DIFF_LONE,    /* a source that only one side has a run over */
	FX_DIFF_SKIPPED, /* a run that is not compared: why */
	FX_DIFF_SOURCE,  /* the runs read different bytes */
	FX_DIFF_TOLD,    /* an option, a version, a count that differs: why */
	FX_DIFF_ONLY,    /* a finding that one side has */
	FX_DIFF_DIFFERS, /* the same place and class: members tells in what */
	FX_DIFF_BROKEN,  /* the runs cannot be compared further: why */
	FX_DIFF_END,     /* of the two runs: counts */
};

struct fx_diff_counts {
	uint64_t same, differ, only[FX_DIFF_SIDES];
};

/* JSON and text are borrowed for the call. */
struct fx_diff_event {
	enum fx_diff_kind kind;
	unsigned int side;           /* of LONE, SKIPPED, ONLY: 0 or 1 */
	uint64_t run[FX_DIFF_SIDES]; /* numbers; 0: none */
	/* PAIR, LONE: the records of the run; end is NULL if it has none. */
	const json_t *source[FX_DIFF_SIDES], *begin[FX_DIFF_SIDES],
	    *end[FX_DIFF_SIDES];
	const char *name; /* TOLD: "carvers", "version", "errors" */
	/* TOLD: the values, NULL for none; ONLY, DIFFERS: the findings. */
	const json_t *value[FX_DIFF_SIDES];
	const char *const *members; /* DIFFERS: nmembers of them */
	size_t nmembers;
	const char *why; /* SKIPPED, BROKEN: whole words */
	bool by_number;  /* SKIPPED: it can be, if its number is given */
	struct fx_diff_counts counts;
};
typedef void fx_diff_fn(const struct fx_diff_event *e, void *arg);

struct fx_diff_side {
	struct fx_case *c; /* both may be the same */
	uint64_t run;      /* to compare; 0 on both sides: by source */
};

struct fx_diff_result {
	struct fx_diff_counts counts; /* of all pairs */
	uint64_t pairs;
	bool differs;  /* findings, or the sources */
	bool unproven; /* a run is not complete, or could not be compared */
};

/*
 * Compare two runs; or, where none is named, of each source that both cases
 * know by size and SHA-256 the latest complete run on either side.  Memory
 * grows with runs, not with findings.  Returns 0; or -1 and err: FX_EARG for a
 * run that is not there, others when a case cannot be read.
 */
int fx_diff(const struct fx_diff_side side[FX_DIFF_SIDES], fx_diff_fn *fn,
    void *arg, struct fx_diff_result *res, struct fx_err *err);

#endif
