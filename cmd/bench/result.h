/* result.h - what was measured: counts by detector, and what they must hold */
#ifndef RESULT_H
#define RESULT_H

#include "forensic/scan.h"
#include "plant.h"
#include "stat.h"

enum {
	PACKS_MOST = 24, /* rows of packs */
	/* What is asked of every detector, in percent, and of all together. */
	LEAST_PLAIN = 99,
	LEAST_PACKED = 98,
	MOST_FALSE = 10,
	MOST_FALSE_OF = 100000, /* look-alikes and fewer */
};

struct tally {
	uint64_t planted, found;
};

struct result_kind {
	const struct fx_carver *carver;
	bool measured; /* it has a maker */
	struct tally cells[ENCS][PACKS_MOST];
	struct tally places[PLACES];
	struct tally text, packed; /* ASCII and UTF-16 (or RAW); containers */
	struct tally other;        /* EBCDIC and under a key */
	uint64_t wrong_label, wrong_offset, duplicates, judged;
	uint64_t stray;       /* found beside what was planted, and is none */
	uint64_t false_decoy; /* look-alikes that were found */
	uint64_t chance;      /* of random digits: valid in every respect */
	uint64_t corpus, corpus_test; /* found there; test numbers */
};

struct result {
	size_t n; /* kinds, in the order of the set */
	struct result_kind kinds[FX_SCAN_CARVERS];
	uint64_t errors, limits; /* of the scans of what was planted */
	uint64_t corpus_bytes, corpus_files, corpus_unread;
	uint8_t corpus_sum[FX_SHA256_LEN];  /* see corpus.h */
	uint8_t planted_sum[FX_SHA256_LEN]; /* over the sources' digests */
	const char *const *corpus_names;    /* NULL-ended */
};

struct result_kind *result_of(struct result *res,
    const struct fx_carver *carver);

/* Put what was found of each plant into the counts. */
void result_count(struct result *res, const struct field *f);

/* All look-alikes found but those that are valid by chance. */
uint64_t result_false(const struct result *res);

/*
 * Does it hold what is asked?  Of what does not a line of words each is
 * appended to say.
 */
bool result_holds(const struct result *res, uint64_t look_alikes,
    struct fx_buf *say);

#endif
