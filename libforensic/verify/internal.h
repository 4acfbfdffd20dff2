/* internal.h - what the checks of one case file share */
#ifndef VERIFY_INTERNAL_H
#define VERIFY_INTERNAL_H

#include <jansson.h>
#include <sqlite3.h>

#include "forensic/acquisition.h"
#include "forensic/batch.h"
#include "forensic/buf.h"
#include "forensic/decode.h"
#include "forensic/fp.h"
#include "forensic/image.h"
#include "forensic/merkle.h"
#include "forensic/note.h"
#include "forensic/schema.h"
#include "forensic/stamp.h"
#include "forensic/sys.h"
#include "forensic/vault.h"
#include "forensic/verify.h"

enum fxv_check {
	FXV_FILE = 1,
	FXV_DATABASE,
	FXV_RECORD,
	FXV_CHAIN,
	FXV_GRAMMAR,
	FXV_HEADS,
	FXV_TRUST,
	FXV_TAIL,
	FXV_MEMORY,
	FXV_ANCHORS,
	FXV_VAULT,
	FXV_IMAGE,
	FXV_CHILDREN,
};

enum fxv_kind {
	FXV_GENESIS,
	FXV_SOURCE,
	FXV_RUN_BEGIN,
	FXV_FINDING,
	FXV_ERROR,
	FXV_LIMIT,
	FXV_RUN_END,
	FXV_KEY,
	FXV_SEAL,
	FXV_CUSTODY,
	FXV_REVEAL,
	FXV_EXPORT,
	FXV_PSI,
	FXV_CORRECT,
	FXV_REVIEW,
	FXV_CUSTODIAN,
	FXV_ERASE,
	FXV_BATCH,
	FXV_CHILD,
	FXV_KINDS
};

/* The reasons of one check: the first FX_VERIFY_LINES, and how many more. */
struct fxv_reasons {
	struct fx_reason *p;
	size_t n;
	uint64_t more;
};

/* One SQLite file that is read as hostile: the case file or the vault. */
struct fxv_db {
	const char *what;               /* "the case file", "the vault" */
	enum fxv_check file, structure; /* what to report under */
	uint32_t application_id, version;
	const struct fx_schema_item *schema;
	const char *const *tables; /* NULL-ended: those that will be read */
	sqlite3 *db;
	bool altered;           /* its structure is not that of the format */
	bool broken;            /* an error was said: more would be the same */
	uint64_t steps, budget; /* progress calls made and allowed */
};

/* How a run of the tool stands in the records. */
enum fxv_status { FXV_OPEN, FXV_COMPLETE, FXV_INTERRUPTED, FXV_FAILED };

struct fxv_count {
	char *name; /* of a class */
	uint64_t n;
};

/* Whether the key of a run's openings is to be had. */
enum fxv_key { FXV_KEY_UNTRIED, FXV_KEY_OPEN, FXV_KEY_NONE };

struct fxv_run {
	uint64_t src, begin, end; /* its source; record numbers; end 0: open */
	enum fxv_status status;
	bool broken; /* a complaint was made that makes counts pointless */
	uint64_t findings, errors, limits;
	size_t nclasses;
	struct fxv_count *classes; /* until it ends */
	uint64_t reach;            /* furthest byte that a finding claims */
	uint64_t reach_seq;        /* which finding that is */
	uint64_t last, last_seq;   /* the same, of first bytes; 1 more */
	bool has_bytes, has_sum;
	bool parts;         /* it covered ranges of its source, not all */
	uint64_t parts_end; /* of the last range; 0: not told */
	uint64_t bytes;
	uint8_t sum[FX_SHA256_LEN];
	json_t *about; /* run.begin, kept when images are to be checked */
	bool matched;  /* an image was given that it read */
	bool loose;    /* it recorded no hash: only its findings can tell */
	bool tried;    /* an image was given that might be what it read */
	uint64_t derived, missed, differ, differ_seq; /* check 12 */
	uint64_t compared; /* of the derived, values the vault has */
	enum fxv_key key;  /* check 11 */
	struct fx_dek dek;
	char fp_key[FX_FP_TEXT + 1]; /* that its fps are by; "": it has none */
};

/* A size at which the root is wanted, and the root that was filed for it. */
struct fxv_point {
	bool set, reached;
	uint64_t size;
	uint8_t filed[FX_SHA256_LEN], root[FX_SHA256_LEN];
};

struct fxv_heads {
	sqlite3_stmt *stmt;
	bool more; /* size and note are of a head still to be checked */
	int64_t size;
	struct fx_buf note;
	bool is_text;        /* it is, and no longer than a note may be */
	bool unread;         /* the list of heads broke off */
	uint64_t seen;       /* heads met */
	struct fx_pub force; /* the key in force for the next head */
	bool have_force;
	struct fx_pub signer; /* of the last good head */
	const char *later;    /* name of a given key that came later; or NULL */
	uint64_t unsealed;    /* key record without its head, plus 1 */
};

/* What is stated of a source's bytes, by a log or the image file itself. */
struct fxv_stated {
	uint64_t src;
	struct fx_stated stated;
};

/* A correction that the closing block tells. */
struct fxv_correction {
	uint64_t seq, of;
	char *why;
};

enum { FXV_CORRECTIONS = 10 };

/* What people state: people.c. */
struct fxv_people {
	uint8_t *marks; /* of records 0 to nmarks - 1 */
	size_t nmarks, marks_cap;
	struct fxv_handover *list;
	size_t n, cap;
	uint64_t more, gaps;
	struct fxv_correction correction[FXV_CORRECTIONS];
	size_t ncorrection;
	uint64_t corrections; /* all there are */
};

enum { FXV_COUNT_LEN = 64, FXV_WHEN_LEN = 32, FXV_WHO_LEN = 192 };

/* Somebody who vouches that a head was there. */
struct fxv_voucher {
	uint64_t size; /* 0: nobody */
	int64_t time;  /* seconds since 1970 */
	char who[FXV_WHO_LEN];
};

struct fxv_anchors {
	uint8_t note_sum[FX_SHA256_LEN]; /* of the last head met */
	struct fx_buf seals;  /* digests, in the order of the anchors */
	size_t n;             /* anchors met */
	struct fx_buf stamps; /* timestamps met, and their data */
	struct fx_buf data;
	struct fx_tsa *tsa;
	struct fxv_seen *seen;          /* by opt->witnesses */
	struct fxv_voucher first, most; /* the earliest; of the largest head */
	uint64_t stamped, witnessed; /* records under them, at most; 0: none */
	struct fx_buf vouchers;      /* struct fxv_seen_at, all there are */
	struct fx_tsa *cms_ca;       /* signatures by certificates */
	struct fx_buf cms_data, cms_met, cms_shown;
	uint64_t cms_signed;
	uint64_t strangers; /* cosignatures by none that was given */
	char stranger[FX_ORIGIN_LEN + 1];
};

/* Whom openings are sealed to, and by which record: from the next run on. */
struct fxv_custodian {
	struct fx_age_recipient to;
	uint64_t since;
};

struct fxv_vault {
	struct fxv_db db;
	sqlite3_stmt *stmt; /* field, leaf, run, box of record ?1 */
	sqlite3_stmt *key;  /* sealed, of run ?1 for recipient ?2 */
	bool all;           /* every record was held against it */
	uint64_t matched, good, missing, erased;
	uint64_t sealed; /* that no identity given opens */
	/* what the records say */
	size_t custodians;
	struct fxv_custodian custodian[FX_CUSTODIANS];
	size_t ngiven, given_cap;
	struct fxv_given *given; /* earlier runs that custodians got */
	size_t ngone, gone_cap;
	struct fxv_gone *gone; /* openings that were erased */
};

/* A plan that a record of kind batch is of. */
struct fxv_plan {
	uint8_t sum[FX_SHA256_LEN];
	uint64_t images, told; /* how many it has, and are told of */
};

/* What an image that was given is known by. */
struct fxv_sum {
	const char *path;
	bool raw; /* the bytes of a container, not what is in it */
	uint64_t size;
	uint8_t sum[FX_SHA256_LEN];
};

struct fxv_sums {
	struct fxv_sum *p;
	size_t n;
};

/* The record of an image. */
struct fxv_child {
	uint64_t image, seq;
	size_t plan;
};

/* Of one image the last counts: once they are settled, it alone is there. */
struct fxv_children {
	struct fxv_plan plan[FX_CHILD_PLANS];
	struct fxv_child *p;
	size_t nplans, last; /* last: the plan that was met last */
	size_t n, cap, settled;
	bool more;         /* there are others, past what is looked at */
	bool raw, content; /* how their images were scanned */
};

struct fxv {
	const struct fx_verify_options *opt;
	struct fx_verdict *out;
	struct fx_err err;
	bool failed; /* memory or libcrypto: err says */
	struct fxv_reasons reasons[FX_VERIFY_CHECKS + 1];

	struct fxv_db evd;
	struct fx_merkle tree;
	struct fxv_heads heads;
	struct fx_pub genesis;

	/* the chain */
	uint64_t next;               /* number that the next record must bear */
	uint8_t leaf[FX_SHA256_LEN]; /* of the record before: as stored */
	uint8_t hash[FX_SHA256_LEN]; /* and as computed from its body */

	/* the grammar */
	uint64_t sources; /* met so far */
	struct fxv_run *runs;
	size_t nruns, runs_cap;
	uint64_t first_run;         /* number of the first of them, less 1 */
	const struct fxv_row *only; /* an exhibit's record; NULL: a case file */
	struct fxv_stated *stated;  /* by source */
	size_t nstated, stated_cap;
	uint64_t acquired[FX_ACQUIRED_MISMATCH + 1]; /* runs, by outcome */
	size_t open_run; /* number of the one that has not ended; 0: none */
	char t_first[FX_TIME_LEN + 1], t_last[FX_TIME_LEN + 1];
	int64_t t_us;               /* t of the record before */
	char boot[FX_BOOT_LEN + 1]; /* at the last begin or end of a run */
	int64_t up, up_t;
	uint64_t up_seq;
	bool have_genesis;
	char *exhibit; /* by the first record, "" if it tells none; or NULL */
	bool all_read; /* the stream of records came to its end */
	bool lost;     /* a record was unreadable: what follows is not judged */
	bool noted[FXV_KINDS]; /* unknown members were said of this kind */
	bool files;            /* a finding has a path into a file */
	uint64_t findings;
	uint64_t fps, fps_good; /* keyed fingerprints; those of their values */
	uint64_t custody, custody_seq; /* hand-overs; the last one's record */
	struct fxv_people people;

	/* memory */
	struct fxv_point expect, state;
	struct fx_note expect_note;
	struct fx_buf expect_text, state_text;
	bool expect_signed; /* by the key in force at its size */
	bool state_ok;      /* it was read, or there is none yet */
	bool stored;        /* and it remembers this head now */
	bool no_vault;      /* record 0 says that none is kept */

	struct fxv_point told; /* the head that a parent case recorded */

	struct fxv_anchors anchors;
	struct fxv_vault vault;
	struct fxv_children children;
	struct fx_box *box;  /* where findings are decoded again */
	struct fx_box *lent; /* a parent case's, in its place; or NULL */
	const struct fxv_sums *known; /* images that were read; or NULL */
	uint64_t derived, compared;   /* findings; those with their value */
};

/* verify.c */

/*
 * All checks. v is zeroed, and keeps the file open; the verdict is the
 * caller's.  NULL and err as from fx_verify.  fxv_end in any case.
 */
struct fx_verdict *fxv_verdict(struct fxv *v, const char *path,
    const struct fx_verify_options *opt, struct fx_err *err);
void fxv_end(struct fxv *v); /* all but the verdict; { 0 } is fine */

/* reasons.c */

/* Add a reason; record -1: of none in particular. */
void fxv_say(struct fxv *v, enum fxv_check check, enum fx_level level,
    int64_t record, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void fxv_close(struct fxv *v, enum fx_closing_part part, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool fxv_said(const struct fxv *v, enum fx_level level); /* so far */
void fxv_finish(struct fxv *v); /* move the reasons to the verdict */
void fxv_drop(struct fxv *v);   /* free them */

/* Memory or libcrypto failed: nothing more can be known. Returns -1. */
int fxv_fail(struct fxv *v, enum fx_code code, const char *what);
/* Say on a string what may not reach a terminal. In place. */
void fxv_clean(char *text);
/* "1 finding", "12 findings". Returns out. */
const char *fxv_count(char out[FXV_COUNT_LEN], uint64_t n, const char *what);
/* "2026-11-21 00:00:00 UTC", from a record's t; "" stays so. Returns out. */
const char *fxv_utc(char out[FXV_WHEN_LEN], const char *t);
/* A copy that the caller frees; NULL after fxv_fail. */
char *fxv_copy(struct fxv *v, const char *s);

/* file.c: checks 1 and 2 */

/* Open path as db describes. 0; or -1 when the reasons are said. */
int fxv_db_open(struct fxv *v, struct fxv_db *db, const char *path);
void fxv_db_close(struct fxv_db *db);

/* A statement, or NULL when the reason is said. */
sqlite3_stmt *fxv_db_prepare(struct fxv *v, struct fxv_db *db, const char *sql);

/* SQLITE_ROW, SQLITE_DONE, SQLITE_TOOBIG; SQLITE_ERROR when said. */
int fxv_db_step(struct fxv *v, struct fxv_db *db, sqlite3_stmt *stmt);

/* Read a small regular file whole. 0; or -1 and words in v->err. */
int fxv_slurp(struct fxv *v, struct fx_buf *out, const char *path, size_t most);

/* schema.c: 0 when the tables to be read are as they must be, else -1. */
int fxv_schema(struct fxv *v, struct fxv_db *db);

/* kinds.c */

/*
 * Hold a record to the table of its kind.  Returns 0 and the kind; or words,
 * behind "record 7 ", in why: and -1 for what no version of the format allows,
 * 1 for what a later one may.  extra: a member that the table does not have, or
 * NULL.
 */
int fxv_kind_check(json_t *record, enum fxv_kind *kind, const char **extra,
    char why[FX_VALUE_LEN]);
const char *fxv_kind_name(enum fxv_kind kind);

/* Members of a record that passed: "" and 0 where there is none. */
const char *fxv_str(const json_t *record, const char *name);
int64_t fxv_num(const json_t *record, const char *name);

enum { FXV_CLASS_LEN = 64 };

/* What the chain and the runs want of a record: 0 and "" where it has none. */
struct fxv_gist {
	int64_t seq, run, src, off, len;
	char t[FX_TIME_LEN + 1];
	int64_t us; /* of t */
	uint8_t prev[FX_SHA256_LEN];
	const char *class;
	char name[FXV_CLASS_LEN + 1]; /* where class may stand */
	bool plain;   /* its bytes lie in the source itself, nothing decoded */
	bool in_file; /* its path leads into a file */
	bool fp;      /* it has a keyed fingerprint */
};

/* quick.c: of a record that passed, which must live as long */
void fxv_gist(struct fxv_gist *g, const json_t *record);

/* records.c: checks 3 and 4, and all that rides on the stream */

struct fxv_row {
	int64_t seq;
	const char *kind; /* NULL: not text */
	const char *body; /* len bytes; NULL: not text, or too long */
	size_t len;
	bool too_long;
	const uint8_t *leaf; /* FX_SHA256_LEN bytes; NULL: not that */
};
typedef int fxv_row_fn(struct fxv *v, const struct fxv_row *row, void *arg);

/*
 * Call fn on each record in order of number, until it returns -1; of an exhibit
 * on the one that it proves.  Returns 0
 * when the end was reached, -1 otherwise (a reason is said if it was not fn).
 */
int fxv_rows(struct fxv *v, fxv_row_fn *fn, void *arg);
void fxv_records(struct fxv *v);

/* The row again, if it is a sound finding: the caller json_decref()s it. */
json_t *fxv_finding(struct fxv *v, const struct fxv_row *row);

/* grammar.c, runs.c: check 5 */
/* record: NULL where the gist is all that is wanted, of a finding. */
void fxv_grammar(struct fxv *v, const json_t *record, const struct fxv_gist *g,
    enum fxv_kind kind, uint64_t seq);
void fxv_run_begin(struct fxv *v, const json_t *record, uint64_t seq);
void fxv_run_item(struct fxv *v, const struct fxv_gist *g, enum fxv_kind kind,
    uint64_t seq);
void fxv_run_end(struct fxv *v, const json_t *record, uint64_t seq);
void fxv_grammar_end(struct fxv *v);
void fxv_runs_done(struct fxv *v);
struct fxv_run *fxv_run_find(struct fxv *v, int64_t run); /* or NULL */

/* people.c: check 5, of what people state */
void fxv_people(struct fxv *v, const json_t *record, enum fxv_kind kind,
    uint64_t seq);
void fxv_people_end(struct fxv *v);
void fxv_people_closing(struct fxv *v);
void fxv_people_done(struct fxv *v);

/* acts.c: what records say was done with values */
void fxv_act(struct fxv *v, const json_t *record, enum fx_act_kind kind,
    uint64_t seq);
void fxv_acts_closing(struct fxv *v);

/* acquired.c: check 5, of sources and runs */
void fxv_stated(struct fxv *v, const json_t *source);
void fxv_acquired(struct fxv *v, const json_t *end, uint64_t seq);
void fxv_acquired_proven(struct fxv *v); /* sentences of the closing block */
void fxv_acquired_unproven(struct fxv *v);

/* heads.c: checks 6 to 8 */
void fxv_heads_begin(struct fxv *v);
void fxv_heads_genesis(struct fxv *v); /* its key is known */
/* The tree has grown by record; key is its key, if it announces one. */
void fxv_heads_grown(struct fxv *v, const struct fx_pub *key);
void fxv_heads_end(struct fxv *v);
/* The history announces that key: is it one that was given? */
void fxv_heads_announced(struct fxv *v, const struct fx_pub *key);
void fxv_trust(struct fxv *v);
/* What a key that was given is called: "" if not told; NULL: none of them. */
const char *fxv_key_name(const struct fxv *v, const struct fx_pub *pub);
void fxv_tail(struct fxv *v);

/* memory.c: check 9 */
void fxv_memory_begin(struct fxv *v);
void fxv_memory_genesis(struct fxv *v); /* the origin is known */
void fxv_memory_grown(struct fxv *v);
void fxv_memory_end(struct fxv *v);
void fxv_memory_store(struct fxv *v);

/* state.c: the file that remembers heads */

/* Find origin in text of n bytes. 1 found, 0 not, -1 not a state file. */
int fxv_state_find(const char *text, size_t n, const char *origin,
    uint64_t *size, uint8_t root[FX_SHA256_LEN]);
/* Store the head in the file at path, all others kept. 0, or -1 and err. */
int fxv_state_store(const char *path, const char *origin, uint64_t size,
    const uint8_t root[FX_SHA256_LEN], struct fx_err *err);

/* anchors.c: check 10 */
void fxv_anchors_head(struct fxv *v, const char *note, size_t len);
void fxv_anchors_seal(struct fxv *v, const json_t *record, uint64_t seq);
void fxv_anchors(struct fxv *v);
void fxv_anchors_proven(struct fxv *v); /* sentences of the closing block */
void fxv_anchors_unproven(struct fxv *v);
bool fxv_anchors_since(struct fxv *v); /* true if it says any */
void fxv_anchors_done(struct fxv *v);

/* witnesses.c: the same for signatures of others; the head is a good one */
void fxv_witnesses_head(struct fxv *v, const struct fx_note *note,
    const char *text);
void fxv_witnesses_key(struct fxv *v, const struct fx_pub *key); /* the log's */
void fxv_witnesses_proven(struct fxv *v);

/* signatures.c: the same for signatures by certificates */
void fxv_signatures_proven(struct fxv *v);

/* vault.c: check 11 */
void fxv_vault(struct fxv *v);
void fxv_vault_close(struct fxv *v);

/* fp.c: checks 5 and 11 */

/* Has a finding of that run a keyed fingerprint, where it must have one? */
void fxv_fp_item(struct fxv *v, const struct fxv_run *run,
    const struct fxv_gist *g, uint64_t seq);
/* Is it that of the value which the vault has for the field? */
void fxv_fp_value(struct fxv *v, const struct fxv_run *run,
    const json_t *record, const char *field, const struct fx_buf *value);
void fxv_fp_end(struct fxv *v); /* was the caller's key of any use? */
void fxv_fp_proven(struct fxv *v);
void fxv_fp_unproven(struct fxv *v);

/* vault_custodians.c */

/* What records say of whom the vault is sealed to, as they are read. */
void fxv_vault_genesis(struct fxv *v, const json_t *record);
void fxv_vault_custodian(struct fxv *v, const json_t *record, uint64_t seq);

/* Look at whom the keys are sealed to. 0, or -1 when said. */
int fxv_vault_custodians(struct fxv *v);

/* vault_keys.c */
void fxv_wipe(struct fx_buf *value); /* and free it */

/* What a record says was erased, as it is read. */
void fxv_vault_erased(struct fxv *v, const json_t *record, uint64_t seq);

/* The record that says that this opening was erased; 0: none does. */
uint64_t fxv_erased(const struct fxv *v, int64_t seq, const char *field);

/* What was read of keys is complete: be ready for them. 0; -1 when said. */
int fxv_vault_keys(struct fxv *v);

/* The run with its key open; NULL, when said: it cannot be. */
const struct fxv_run *fxv_vault_key(struct fxv *v, int64_t number);

/* Append the value of a record's field; false if there is none to be had.
 * leaf: the opening is of the record with that hash; NULL: of any of that
 * number. */
bool fxv_vault_value(struct fxv *v, int64_t seq, const uint8_t *leaf,
    const char *field, struct fx_buf *out);

/* image.c: check 12 */
struct fx_verify_images {
	int (*begin)(struct fxv *v); /* -1: v->failed */
	void (*check)(struct fxv *v);
	void (*end)(struct fxv *v);
	/* What the image is known by. 0; -1 when said, or v->failed */
	int (*sum)(struct fxv *v, const char *path, bool raw,
	    struct fxv_sum *sum);
};

/*
 * derive.c: find again what the records say of the runs of this image, those
 * marked in now (by number - 1).  size: its bytes.
 */
void fxv_derive(struct fxv *v, struct fx_image *img, uint64_t size,
    const bool *now);

/* children.c: check 5, of what a case says of a batch */
void fxv_children_batch(struct fxv *v, const json_t *record, uint64_t seq);
void fxv_children_child(struct fxv *v, const json_t *record, uint64_t seq);
/* Call fn on each image, as fx_case_children does. 0; -1 and err. */
int fxv_children_each(struct fxv *v,
    int (*fn)(const struct fx_child *child, void *arg), void *arg,
    struct fx_err *err);
void fxv_children_done(struct fxv *v);

/*
 * means.c: are images, or vaults, that were given those of children?  Those of
 * a parent that has runs of its own are its own.
 */
bool fxv_images_of_children(const struct fxv *v);
bool fxv_vaults_of_children(const struct fxv *v);
/* Is there nothing to read where a parent case is to have them?  Says so. */
bool fxv_vaults_gone(struct fxv *v);

/* descend.c: check 13 */
void fxv_descend(struct fxv *v, const char *path);
void fxv_descend_proven(struct fxv *v); /* sentences of the closing block */
void fxv_descend_unproven(struct fxv *v);
/* Is that shown of each case there is? */
bool fxv_descend_shows(const struct fxv *v, enum fx_proof proof);

/* require.c: what of all that can be insisted on is shown, and what is not */
void fxv_require(struct fxv *v);

/* closing.c */
void fxv_closing(struct fxv *v);

#endif
