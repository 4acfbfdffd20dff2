/* store_internal.h - an open case file, for the files that make up the store */
#ifndef EVIDENCE_STORE_INTERNAL_H
#define EVIDENCE_STORE_INTERNAL_H

#include "chain.h"
#include "db.h"
#include "forensic/record.h"
#include "forensic/signer.h"
#include "forensic/store.h"
#include "forensic/sys.h"
#include "forensic/vault.h"
#include "quick.h"

enum { BLIND_LEN = 16 };

/* A record that waits for its batch. */
struct pending {
	const char *kind;
	size_t at, len; /* in bodies */
	uint8_t leaf[FX_SHA256_LEN];
};

/* An opening that does, in its box. */
struct pending_opening {
	char field[FX_FIELD_LEN + 1];
	uint64_t run;
	size_t record;  /* in batch */
	size_t at, len; /* in boxes */
};

/* Records that go to disk together, and their openings. { 0 } is none. */
struct batch {
	struct pending *record; /* FX_BATCH_RECORDS of them */
	size_t n;
	struct fx_buf bodies;
	struct pending_opening *openings;
	size_t nopenings, openings_cap;
	struct fx_buf boxes;
};

struct writer; /* of a batch, on a thread of its own: store_writer.c */

struct fx_store {
	struct fx_buf path, ckpt; /* the case file, its .ckpt file */
	struct fx_store_options opt;
	struct fx_signer by; /* who signs heads */
	int lock;
	sqlite3 *db; /* this and the vault: while a writer writes, its own */
	sqlite3_stmt *last, *insert, *insert_head;
	struct fx_vault *vault; /* NULL: none is kept */
	struct chain chain;     /* those of the batch included */

	uint64_t onfile; /* records on disk, and the last one's leaf */
	uint8_t onfile_leaf[FX_SHA256_LEN];
	struct batch batch;    /* that is being filled */
	struct writer *writer; /* NULL: none was needed yet */
	uint64_t run;          /* whose records are coming; 0: of none */
	bool have_dek;
	struct fx_dek dek;       /* of that run */
	struct fx_chance chance; /* for blinds and boxes to come */
	int64_t since; /* fx_time_up when the batch began; none: was given */
	bool dead;     /* a write failed */
	bool rotated;  /* or another key is to go on */
};

/* Nothing more is written: why. Returns -1. */
int store_dead(const struct fx_store *s, struct fx_err *err);

/*
 * A batch that is full goes to disk while the next one is filled: -1 and err
 * may tell of the one before.  So do others, and heads, while the caller waits.
 */
int store_full(struct fx_store *s, struct fx_err *err);

/* Put a batch on disk, openings first. Returns 0, or -1 and err. */
int store_write(struct fx_store *s, const struct batch *b, struct fx_err *err);

/* Records of the batch are on disk, or never will be: count, or only forget. */
void store_written(struct fx_store *s, struct batch *b);
void records_empty(struct batch *b);
void records_done(struct batch *b);

/* Memory for records. Returns 0, or -1 and err. */
int records_ready(struct batch *b, struct fx_err *err);

/*
 * Hand the full batch to the writer, which has none, and go on with an empty
 * one.  Returns 0; or 1: there can be no writer here.
 */
int writer_give(struct fx_store *s);

/* Wait for what the writer has. Returns 0, or -1 and err: then s is dead. */
int writer_settle(struct fx_store *s, struct fx_err *err);
bool writer_has(const struct fx_store *s); /* a batch that is not settled */
void writer_free(struct fx_store *s);      /* once it has written */

/* Hand words on to opt.say. */
void store_say(const struct fx_store *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Append what bodies has from p->at on, p being the batch's next: its kind and
 * len are told.  As fx_store_append does, but for the batch that is full.
 */
int store_keep(struct fx_store *s, struct pending *p,
    const struct fx_secret *secrets, size_t n, struct fx_err *err);

/* fx_store_append for the record of a finding that was made ready. */
int store_quick(struct fx_store *s, const struct quick *q, uint64_t run,
    uint64_t src, struct fx_err *err);

/* Prepare what commits need. Returns 0, or -1 and err. */
int store_ready(struct fx_store *s, struct fx_err *err);

/* Inside the transaction: is the file as this writer left it? 0, or -1. */
int store_unchanged(struct fx_store *s, struct fx_err *err);

/*
 * Begin the batch with seals of the anchors that none holds yet: they go to
 * disk with what is recorded next, or are forgotten with it.  0, or -1 and err.
 */
int store_seal(struct fx_store *s, struct fx_err *err);

/* The leaf hash of a record that is on disk. Returns 0, or -1 and err. */
int store_leaf(struct fx_store *s, uint64_t seq, uint8_t leaf[FX_SHA256_LEN],
    struct fx_err *err);

/* What the vault is to have seen of what is on disk. */
void store_seen(const struct fx_store *s, struct fx_vault_seen *seen);

/* Tell the vault, if there is one. Returns 0, or -1 and err. */
int store_see(struct fx_store *s, struct fx_err *err);

/* Put a head into its table, on disk. Returns 0, or -1 and err. */
int store_write_head(struct fx_store *s, const struct fx_checkpoint *head,
    const struct fx_buf *note, struct fx_err *err);

/* Write the latest head to the .ckpt file. Returns 0, or -1 and err. */
int store_write_ckpt(struct fx_store *s, struct fx_err *err);

/* A record of that kind was appended: a run begins or ends with it? */
void sealing_run(struct fx_store *s, const char *kind, const json_t *members);

/*
 * Keep n openings of the record that comes next into the batch, whose leaf hash
 * it is: sealed at once, so that no value waits in clear.  0, or -1 and err.
 */
int sealing_keep(struct fx_store *s, const uint8_t leaf[FX_SHA256_LEN],
    const struct fx_secret *secrets, size_t n, struct fx_err *err);

/* Put the batch's openings on disk, before its records are. 0, or -1. */
int sealing_write(struct fx_store *s, const struct batch *b,
    struct fx_err *err);
void sealing_done(struct fx_store *s); /* let go of all, the key wiped */

/*
 * Delete what records say was erased, and that is there: a start that broke
 * off, or a vault from a backup.  *n is how many openings.  0, or -1 and err.
 */
int erase_again(struct fx_store *s, uint64_t *n, struct fx_err *err);

/* What an act did not find out: a finding on file, its leaf hash. NULL and err.
 */
json_t *store_finding(struct fx_store *s, uint64_t seq,
    uint8_t leaf[FX_SHA256_LEN], struct fx_err *err);

/* Mend what a crash left, and say so. Returns 0, or -1 and err. */
int store_recover(struct fx_store *s, bool *mended, struct fx_err *err);

/*
 * Take the lock of the case at path: exclusive to write, shared to copy.  A
 * file descriptor that must outlive every SQLite handle on the file, since
 * closing it drops SQLite's own locks; -1 and err, with EAGAIN in err->sys when
 * a writer holds it.
 */
int lock_take(const char *path, bool exclusive,
    const struct fx_store_options *wait, struct fx_err *err);

/* A case that is only read, under a shared lock. */
struct view {
	int lock;
	sqlite3 *db;
	struct chain chain; /* whole, with a signed head */
};

/*
 * Keep one anchor, that is not there yet, in a transaction of its own.  Returns
 * 0, or -1 and err.
 */
int anchor_insert(struct fx_store *s, uint64_t size, const char *type,
    const void *data, size_t n, struct fx_err *err);

/* Returns 0, or -1 and err; then there is nothing to close. */
int view_open(struct view *v, const char *path, struct fx_err *err);
void view_close(struct view *v);

#endif
