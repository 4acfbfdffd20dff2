/*
 * store.h - a case file, as its one writer sees it (fxevidence.5)
 *
 * Records are collected in a batch and go to disk together: first the openings
 * to the vault, then the records in one transaction.  What fx_store_commit or
 * fx_store_sign returned 0 for is on disk, whatever happens next.  A store that
 * failed to write does nothing more: what it holds in memory is not what the
 * file holds.
 */
#ifndef FORENSIC_STORE_H
#define FORENSIC_STORE_H

#include <jansson.h>
#include <signal.h>

#include "forensic/age.h"
#include "forensic/commit.h"
#include "forensic/key.h"
#include "forensic/note.h"
#include "forensic/signer.h"

enum {
	FX_BATCH_RECORDS = 10000, /* most records of a batch */
	FX_BATCH_LEN = 16 << 20,  /* bytes after which a batch is full */
	FX_BATCH_MS = 1000,       /* how long a record may wait for others */
	FX_SIGN_RECORDS = 100000, /* records after which a head is signed */
};

/* What a new case is told. Text is UTF-8; NULL where nothing is known. */
struct fx_genesis {
	const char *id, *agency, *examiner;
	const char *legal, *exhibit;
	const struct fx_signer *signer; /* signs instead of a key; or NULL */
	/* Whom openings are sealed to; at least one, unless none are kept. */
	const struct fx_age_recipient *custodian;
	size_t custodians;
	bool no_vault;
};

/*
 * Start a case: CASE.evd with its genesis record and a head of size 1 signed by
 * key, CASE.evd.ckpt, CASE.vault unless none is kept.  None of them may exist.
 * Returns 0 and the head's note appended to note; or -1 and err.  A start that
 * breaks off leaves no case file, or a whole one.
 */
int fx_store_create(const char *path, const struct fx_genesis *genesis,
    const struct fx_key *key, struct fx_buf *note, struct fx_err *err);

struct fx_store;

struct fx_store_options {
	const struct fx_key *key; /* must be the one in force; or NULL, and */
	const struct fx_signer *signer; /* this signs, by that one */
	bool keep_vault;   /* nothing is mended in it: FX_EBROKEN */
	bool new_vault;    /* the vault is lost: begin one; there may be none */
	unsigned int wait; /* seconds to wait for another writer to end */
	const volatile sig_atomic_t *stop; /* a signal ends the wait; or NULL */
	/* Told what was found and mended, and the like: whole sentences. */
	void (*say)(const char *words, void *arg);
	void *arg;
};

/*
 * Open a case to append to it.  Only one process at a time may: FX_EIO and
 * EAGAIN in err->sys when another still does after the wait.
 *
 * The chain is checked from its start, and every signed head with it; nothing
 * is ever appended to one that is broken (FX_EBROKEN), nor to a copy that is
 * older than its .ckpt file or its vault, nor beside another case's vault, nor
 * without the vault where one is kept (FX_EARG), unless a new one is asked for.
 * A symbolic link stands for the file it leads to; a case file with more names
 * than one is refused (FX_EARG).  Then what a crash left is mended and said: an
 * unfinished write is rolled back, openings of records that never were are
 * deleted, a run that is open is closed as interrupted, the tail is signed, the
 * .ckpt file is written.  *mended becomes true if anything was. NULL and err on
 * failure.
 */
struct fx_store *fx_store_open(const char *path,
    const struct fx_store_options *opt, bool *mended, struct fx_err *err);

/*
 * Let go of it.  A full batch on its way is waited for, but whether it got to
 * disk is told by a commit alone; what else was not committed is not in the
 * file.  NULL is fine.
 */
void fx_store_close(struct fx_store *store);

/* What is told of the store; text is borrowed until it is closed. */
struct fx_store_info {
	const char *id, *agency, *examiner, *origin;
	uint64_t size;             /* records, those of the batch too */
	uint64_t onfile;           /* records known to be on disk */
	uint64_t runs, sources;    /* numbers given so far */
	struct fx_checkpoint head; /* the latest signed head */
	bool no_vault;             /* openings are not kept */
	const struct fx_age_recipient *custodian; /* whom they are sealed to */
	size_t custodians;
};
void fx_store_info(const struct fx_store *store, struct fx_store_info *info);

/* The note of the latest signed head. Borrowed until the next one. */
const char *fx_store_note(const struct fx_store *store);

/* The numbers of a new source and of a new run. */
uint64_t fx_store_next_source(struct fx_store *store);
uint64_t fx_store_next_run(struct fx_store *store);

/* A value behind a commitment of a record that is being appended. */
struct fx_secret {
	char field[FX_FIELD_LEN + 1];
	uint8_t nonce[FX_NONCE_LEN];
	const void *value;
	size_t len;
};

/*
 * Add a record of that kind, a string constant: v, seq, prev, kind, t and blind
 * are put into members.  secrets are its n openings, which only records within
 * a run have; they are sealed at once to the custodians.  A batch that is full
 * goes to disk, which a thread sees to while the next one is filled; a failure
 * of that is told by the call that next waits for it: one that fills a batch, a
 * commit, a signature.  Returns 0; or -1 and err: with FX_EFORMAT or FX_ELIMIT
 * members have no canonical form, and the store is as before.
 */
int fx_store_append(struct fx_store *store, const char *kind, json_t *members,
    const struct fx_secret *secrets, size_t n, struct fx_err *err);

/*
 * Milliseconds until the batch should be committed, or one that was full seen
 * to be on disk; -1: there is neither.
 */
int fx_store_due(const struct fx_store *store);

/* Put the batch on disk; sign when FX_SIGN_RECORDS are not. 0, or -1. */
int fx_store_commit(struct fx_store *store, struct fx_err *err);

/* Put the batch on disk and sign the head, in the file and in .ckpt. 0 or -1 */
int fx_store_sign(struct fx_store *store, struct fx_err *err);

/*
 * Announce a new key, and seal that with the one in force: from then on the
 * case wants the new one.  The store takes no more records; open it again for
 * that.  Where the seal broke off, the next fx_store_open by the old key makes
 * up for it, and no other key can.  Returns 0; or -1 and err, FX_EARG for a key
 * that this case has or had.
 */
int fx_store_rotate(struct fx_store *store, const struct fx_pub *pub,
    const char *why, struct fx_err *err);

/*
 * Write a closed copy of the case at path to copy, and its latest head to
 * copy.ckpt: mode 0444, flushed to disk, its chain checked, nothing beside it
 * needed.  The case must be at rest: no other writer, no open run, no unsigned
 * tail (FX_EBROKEN tells what to do).  Neither file may exist.  The case is
 * only read.  Returns 0 and its head; or -1 and err.
 */
int fx_store_copy(const char *path, const char *copy,
    struct fx_checkpoint *head, struct fx_err *err);

/*
 * Append to out what the case asks a witness that saw its first old records,
 * or 0, to cosign: its latest head, with the proof (witness.h).  The case is
 * only read.  Returns 0, or -1 and err.
 */
int fx_store_ask_witness(const char *path, uint64_t old, struct fx_buf *out,
    struct fx_err *err);

#endif
