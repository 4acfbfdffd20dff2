/*
 * scan.h - run a set of carvers over a source once, hashing as it goes
 *
 * A reader fills a ring of blocks, one thread hashes them in order, workers
 * carve them, and the caller's thread gets events in order of offset: the same
 * events for every number of threads and every block size.
 *
 * Memory is bounded, whatever the source holds.  With T workers there are 2T +
 * 4 blocks of FX_SCAN_BLOCK bytes and two margins; a block's findings take 1
 * MiB, and what 128 KiB of the source give more, then its worker waits until
 * the caller has taken them; each worker keeps at most 8 MiB beside that.  Text
 * full of numbers takes about 6 MiB a block, anything else 1 MiB.  Places where
 * carvers are asked take 12 bytes each: where every character is one, 40 MiB a
 * worker.
 *
 * What is decoded passes through a window, so that streams of any length can be
 * followed.  A worker has one for each level, of some 200 KiB; only where a
 * decoding in it wants to see ahead it grows, by FX_SCAN_AHEAD in the first
 * level and half as much in each next: with all levels at their most a worker
 * has 110 MiB of them, and 1 MiB a level when they are done.  What decodings
 * gave is kept for their copies in FX_SCAN_MEMO more, and 400 KiB; what they
 * read of the image beside the block at hand, in 2 MiB.
 */
#ifndef FORENSIC_SCAN_H
#define FORENSIC_SCAN_H

#include <signal.h>

#include "forensic/carver.h"
#include "forensic/decode.h"
#include "forensic/err.h"
#include "forensic/hash.h"
#include "forensic/image.h"

enum {
	FX_SCAN_BLOCK = 1 << 20, /* bytes of a block, its margins apart */
	FX_SCAN_MARGIN = 32
	    << 10, /* most bytes of context a block carries on each side */
	FX_SCAN_THREADS = 64,     /* most workers */
	FX_SCAN_CARVERS = 64,     /* most carvers in a set */
	FX_CONTEXT_MOST = 256,    /* most characters of context on each side */
	FX_SCAN_PREFIX = 128,     /* longest name of a job, with its NUL */
	FX_SCAN_STARTS = 1 << 20, /* see fx_scan_budget */
	FX_SCAN_AHEAD = 32 << 20,
	FX_SCAN_AHEAD_LEAST = 1 << 20,
	FX_SCAN_MEMO = 2 << 20, /* see fx_scan_budget */
};

/* What lists of the caller's make of a finding, see fx_scan_marks. */
enum fx_marked { FX_UNMARKED, FX_ALERTED, FX_STOPPED };
struct fx_scan_mark {
	enum fx_marked kind;
	unsigned int list; /* the entry: in which list, from 1, */
	uint32_t line;     /* and in which line of it */
	bool open;         /* it could not be told for certain */
};

/*
 * A finding as the scanner reports it.  Borrowed for the call.  What was
 * decoded, or is a job's, has a path; then off is where the outermost run of
 * bytes that holds it begins, and len counts bytes of its own stream.
 */
struct fx_found {
	const struct fx_carver *carver;
	uint64_t off, len; /* bytes in the source */
	const char *path;  /* "1048576-GZIP-457"; NULL: off, plainly */
	enum fx_encoding enc;
	uint8_t key; /* of FX_XOR, else 0 */
	int score;   /* 0-99 */
	struct fx_scan_mark
	    mark; /* FX_STOPPED: it is none, see fx_scan_marks */
	const char *value;
	size_t nwhy;
	const char *const *why;
	size_t nattrs;
	const struct fx_found_attr {
		const char *key, *value;
	} * attrs;
	const char *context; /* bytes around it as UTF-8 or as they are; NULL:
	                        none asked */
	size_t context_len;
	/*
	 * The name of the member that it was found in, of the innermost archive
	 * on its path, as that has it, member_len bytes; NULL: of none, or it
	 * has no name that is known.
	 */
	const char *member;
	size_t member_len;
	/*
	 * Where that name stands in the source, before off, if it is told by
	 * that alone: the bytes at off are those of the member only if what
	 * lies from there on is one file.  UINT64_MAX: it is not.
	 */
	uint64_t member_head;
};

/*
 * A place behind which was not looked: a budget of decode.h was spent, or
 * (error) the child that decoded it died, or its bytes could not be had.
 */
struct fx_scan_limit {
	bool error;
	uint64_t off;     /* as a finding's */
	const char *path; /* of the first byte that was not looked at */
	const char *why;  /* "ratio", or the error's words */
};

struct fx_scan_progress {
	uint64_t bytes, size; /* done; in all, 0 when not known */
	uint64_t hits;        /* reported so far */
	uint64_t gaps;        /* unreadable ranges so far */
};

/*
 * Events, all on the caller's thread, in order of off.  At the same one come
 * first the plain findings, then what was decoded there, then the jobs there in
 * their order.  In each stream it is the same again, by the place in it: the
 * plain findings of a place, then what was decoded there; a limit stands at its
 * place too, behind the findings.  Findings at one place of one stream are in
 * order of kind, encoding and length.
 *
 * A gap comes before the findings that begin at its end or behind it; ranges
 * that touch and have the same reason are one.  Return -1 to end the scan, with
 * words in err or without.  gap, limit and progress may be NULL.
 */
struct fx_scan_sink {
	int (*found)(const struct fx_found *f, void *arg, struct fx_err *err);
	int (*gap)(const struct fx_gap *gap, void *arg, struct fx_err *err);
	int (*limit)(const struct fx_scan_limit *l, void *arg,
	    struct fx_err *err);
	void (*progress)(const struct fx_scan_progress *p, void *arg);
	void *arg;
};

/*
 * Bytes that do not lie in one run of the image: a file in fragments, or
 * compressed, or kept in a record of its file system.  There is one job for
 * each run of such a file, and what begins in that run is found at the place
 * where it begins, with off at.  Findings have the path "V2/4711-128-3@4096",
 * what is decoded there "V2/4711-128-3@4096-GZIP-12".
 */
struct fx_scan_job {
	uint64_t at;                 /* in the image: where the run begins */
	char prefix[FX_SCAN_PREFIX]; /* "V2/4711-128-3" */
	struct fx_source src;        /* the bytes of the whole file */
	uint64_t from, to; /* of the file: where what is told begins */
	/*
	 * Can bytes [from, to) of the file not be seen in the image in one
	 * piece, as they are?  Only findings and decodings of which that is
	 * true are told.  NULL: none can be seen.
	 */
	bool (*unseen)(void *arg, uint64_t from, uint64_t to);
	void *arg;
};

/*
 * Who knows the jobs.  A worker has a state of its own, made before threads
 * start and used by its thread alone; image are the bytes of the image, for as
 * long: those of the block at hand are not read again.  next gives the job
 * behind the one it gave last, or the first after seek, of those with at in the
 * range that seek was told: in ascending order of at, then prefix (bytes), then
 * from.  A job and its source last until the next call.
 */
struct fx_scan_jobs {
	void *(*worker)(void *arg, const struct fx_source *image,
	    struct fx_err *err); /* NULL: failed */
	void (*gone)(void *worker);
	int (*seek)(void *worker, uint64_t from, uint64_t to,
	    struct fx_err *err); /* 0, or -1 and err: the scan ends */
	int (*next)(void *worker, struct fx_scan_job *job,
	    struct fx_err *err); /* 1; 0: no more; -1 as seek */
	/*
	 * Would a decoding that begins at a place of the image tell what a job
	 * tells whole?  Then it is not followed.  NULL: never.
	 */
	bool (*claims)(void *worker, uint64_t at,
	    const struct fx_decoder *decoder);
	void *arg;
};

/* A finding that is about to be told. Borrowed for the call. */
struct fx_scan_item {
	const struct fx_carver *carver;
	const char *value;
	size_t nattrs;
	const struct fx_found_attr *attrs;
	/*
	 * Its own n bytes, and FX_CONTEXT_MOST characters on both sides, as
	 * UTF-8; what is no character stands as it lies.  The value is len
	 * bytes at at.  NULL: not asked for.
	 */
	const char *text;
	size_t n, at, len;
};

/*
 * Who knows lists of values.  mark is asked of each finding, after all that a
 * score and a place depend on, on the workers' threads: it must be a pure
 * function of the item.  What it marks FX_ALERTED is told whatever its
 * score.  What it marks FX_STOPPED, and what would have been told, is counted
 * in stopped and not in found; it is told only if tell is set.  Where it leaves
 * open whether there is a mark, none is set, and a limit with the reason "list"
 * is told of the place.
 */
struct fx_scan_marks {
	void (*mark)(const void *arg, const struct fx_scan_item *item,
	    struct fx_scan_mark *mark); /* which comes as { 0 } */
	const void *arg;
	bool text;  /* it wants the text around */
	bool below; /* it may mark FX_ALERTED: ask of low scores, too */
	bool tell;
};

/* Budgets of decodings, see decode.h and below. */
struct fx_scan_budget {
	unsigned int depth;      /* decoders in one path, <= FX_DECODE_DEPTH */
	unsigned int ratio;      /* output for each byte of input, */
	uint64_t free;           /* once there is so much */
	uint64_t bytes;          /* of output of one decoding, */
	uint64_t total;          /* of all in one outermost place */
	unsigned int tree_ratio; /* of all in one, for each byte it took in, */
	uint64_t tree_free;      /* once there is so much */
	uint64_t starts;         /* decodings tried in one outermost place */
	uint64_t ahead;          /* bytes that a decoding in a decoding may see
	                            behind its start, half as many in each next
	                            level, at least FX_SCAN_AHEAD_LEAST */
	size_t memo;             /* bytes in which a worker keeps what
	                            decodings gave, for their copies; 0: no
	                            matter, the same is told */
};

struct fx_scan_options {
	/* NULL-ended; NULL: nothing is decoded. */
	const struct fx_decoder *const *decoders;
	const struct fx_scan_jobs *jobs;     /* or NULL */
	const struct fx_scan_marks *marks;   /* or NULL */
	const struct fx_scan_budget *budget; /* NULL: the usual; others are for
	                                        tests */
	unsigned int
	    threads; /* workers, 1 to FX_SCAN_THREADS; 0: as many as cores */
	int min;     /* findings below this score are counted, not reported */
	unsigned int context; /* characters of context on each side; 0: none */
	bool hash[FX_HASHES]; /* digests to compute besides SHA-256 */
	bool nohash;          /* none at all: for measurement */
	size_t block;         /* 0: FX_SCAN_BLOCK; others are for tests, >= 1 */
	const volatile sig_atomic_t
	    *stop; /* set by a signal: end early; or NULL */

	/*
	 * Scan these alone: not empty, ascending, apart, within the source; no
	 * digest of it is computed.  A finding belongs to the range in which
	 * its first byte lies; what is around it is seen on both sides.  NULL:
	 * all of the source.  A stream has no ranges: FX_EARG.
	 */
	const struct fx_range *ranges;
	size_t nranges;
	bool hash_ranges; /* SHA-256 of their bytes alone: covered */
};

struct fx_scan_result {
	bool complete;  /* the source was read to its end, and the stop flag
	                   kept no decoding or job in it from being followed */
	uint64_t bytes; /* covered: from the start, or of the ranges */
	uint64_t found[FX_SCAN_CARVERS], below[FX_SCAN_CARVERS],
	    stopped[FX_SCAN_CARVERS]; /* by place in the set */
	uint64_t gaps;                /* unreadable ranges, merged */
	uint64_t limits, errors;      /* told of decodings, see fx_scan_limit */
	uint64_t anchors;             /* places looked at */
	bool have[FX_HASHES];
	uint8_t sum[FX_HASHES]
		   [FX_HASH_MAX]; /* over the bytes covered, zeros for gaps */
	bool have_covered; /* the same over the bytes of ranges, in order */
	uint8_t covered[FX_SHA256_LEN];
};

/*
 * Scan img from its start with the carvers of set (ends with NULL).  Returns 0
 * when the source was covered as far as it goes (gaps are events, no failure)
 * or the stop flag ended it: then what was read is carved and told still,
 * decodings and jobs end where they are, and unless that was all, complete is
 * false.  Returns -1 and err when the sink, memory, a thread or the source
 * failed: res then tells what was covered until then.  When the source fails,
 * that is all that was read of it, digests too.  The threads take no signals;
 * the stop flag is looked at on the caller's thread, several times a second.
 */
int fx_scan(struct fx_image *img, const struct fx_carver *const *set,
    const struct fx_scan_options *opt, const struct fx_scan_sink *sink,
    struct fx_scan_result *res, struct fx_err *err);

/*
 * Scan n bytes of memory that lie at offset off of some stream: the same
 * findings in the same order, on the caller's thread.  The verifier derives
 * findings again with it; fuzzers and tests use it.  Only findings whose first
 * byte lies in [from, to) of the stream are reported; the piece must hold
 * FX_SCAN_MARGIN bytes more on both sides of that, as far as the stream has
 * them.  No digests are computed.  Returns 0, or -1 and err.
 */
struct fx_scan_piece {
	const uint8_t *p;
	size_t n;
	uint64_t off, from, to;
};
int fx_scan_memory(const struct fx_scan_piece *piece,
    const struct fx_carver *const *set, const struct fx_scan_options *opt,
    const struct fx_scan_sink *sink, struct fx_scan_result *res,
    struct fx_err *err);

/*
 * For many short pieces: a set and options made ready once, which takes longer
 * than to scan a name.  fx_plan_new returns NULL and err on error; set and what
 * opt points to must live as long.  fx_scan_planned is fx_scan_memory with
 * it, but what is packed stays so, and opt's stop is not looked at.  A plan is
 * not changed by its use.
 */
struct fx_plan;
struct fx_plan *fx_plan_new(const struct fx_carver *const *set,
    const struct fx_scan_options *opt, struct fx_err *err);
int fx_scan_planned(const struct fx_plan *plan,
    const struct fx_scan_piece *piece, const struct fx_scan_sink *sink,
    struct fx_scan_result *res, struct fx_err *err);
void fx_plan_free(struct fx_plan *plan); /* NULL is fine */

#endif
