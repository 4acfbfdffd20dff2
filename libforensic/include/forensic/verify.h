/*
 * verify.h - one verdict on a case file, with every reason for it
 *
 * The file comes from the other side of a trial: nothing in it is believed
 * before it is checked.  The checks, in the order in which they are reported:
 *
 *	 1 the file: regular, closed, readable
 *	 2 the database: header, structure, schema
 *	 3 each record: canonical bytes, known kind, members, ranges
 *	 4 the chain: numbers without gaps, hashes, each record naming the last
 *	 5 the grammar: genesis first, sources, runs and their counts, clocks
 *	 6 the signed heads: root, origin, the key in force
 *	 7 trust: is the key one that the caller confirmed
 *	 8 the tail: records that no good signature covers
 *	 9 memory: a head filed elsewhere, a state file of earlier checks
 *	10 anchors: timestamps, signatures of others, their seals in the chain
 *	11 the vault: each opening opens its commitment and fits the mask
 *	12 the image: each finding derived again from the bytes
 *	13 the cases of a batch: each is there, with the head that was recorded
 *
 * Records are streamed: memory grows with runs and keys, and by a byte a
 *record.
 */
#ifndef FORENSIC_VERIFY_H
#define FORENSIC_VERIFY_H

#include <jansson.h>

#include "forensic/age.h"
#include "forensic/carver.h"
#include "forensic/fp.h"
#include "forensic/hash.h"
#include "forensic/sys.h"
#include "forensic/vkey.h"

enum {
	FX_VERIFY_LINES = 100,    /* most reasons listed; the rest is counted */
	FX_VERIFY_CHECKS = 13,    /* the last check's number */
	FX_VERIFY_RUNS = 1 << 20, /* most runs and keys a case file may hold */
	FX_VERIFY_CLASSES = 256,  /* most classes counted in one run */
	FX_VERIFY_HANDOVERS = 1 << 16,  /* most hand-overs that are followed */
	FX_VERIFY_ACTS = 1000,          /* most acts on values listed */
	FX_STATE_LEN = 1 << 20,         /* longest state file, bytes */
	FX_VERIFY_ANCHORS = 4096,       /* most anchors checked */
	FX_VERIFY_STAMPS_LEN = 1 << 24, /* most bytes of timestamps, together */
};

/*
 * What a reason does to the verdict, from nothing to all.  The verdict is the
 * worst of its reasons, where TAMPERED is worse than CANNOT CHECK, which is
 * worse than NOT PROVEN; a NOTE changes nothing.
 */
enum fx_level {
	FX_NOTE,
	FX_NOT_PROVEN,   /* nothing speaks against it, but it was not shown */
	FX_CANNOT_CHECK, /* something that was needed could not be read */
	FX_TAMPERED,     /* the file contradicts itself or what was filed */
};

/* "NOTE", "NOT PROVEN", "CANNOT CHECK", "TAMPERED". */
const char *fx_level_name(enum fx_level level);

/* The verdict whose worst reason is of that level: "INTACT" and so forth. */
const char *fx_verdict_word(enum fx_level worst);

struct fx_reason {
	enum fx_level level;
	unsigned int check; /* 1 to FX_VERIFY_CHECKS */
	int64_t record;     /* the record it is about; -1: none in particular */
	char *text;         /* one line of words, no control characters */
};

/* The closing block: what the verdict rests on, in whole sentences. */
enum fx_closing_part {
	FX_CLOSING_PROVEN,
	FX_CLOSING_UNPROVEN,
	FX_CLOSING_BY,     /* who signed and says so */
	FX_CLOSING_SINCE,  /* from when on the proof holds */
	FX_CLOSING_STATED, /* hand-overs, reviews, corrections, acts on values
	                    */
	FX_CLOSING_PARTS
};

/* "What was proven" and so forth: the title over the sentences of a part. */
const char *fx_closing_title(enum fx_closing_part part);

struct fx_closing {
	enum fx_closing_part part;
	char *text;
};

/*
 * What the checks read is handed on as they read it, so that what is shown of a
 * case is what was checked.  Text is borrowed for the call.
 */
struct fx_verify_hook {
	/*
	 * Each row, in order: its number, its body of len bytes (NULL if there
	 * is none that could be read), and what that says, NULL if it is
	 * unsound.
	 */
	void (*record)(void *arg, int64_t seq, const char *body, size_t len,
	    const json_t *record);
	/* Each signed head, good or not, if it is text. */
	void (*head)(void *arg, uint64_t size, const char *note, size_t len);
	void *arg;
};

/*
 * What a caller may insist on: what is not shown of it is a reason, NOT PROVEN.
 */
enum fx_proof {
	FX_PROOF_KEY,     /* a good head is signed by a key that was given */
	FX_PROOF_EXPECT,  /* the history is that of the filed head */
	FX_PROOF_STATE,   /* and that of an earlier check */
	FX_PROOF_TSA,     /* a timestamp on a head holds */
	FX_PROOF_WITNESS, /* so does another's signature under a head */
	FX_PROOF_CMS,     /* so does somebody's, by a certificate you trust */
	FX_PROOF_VAULT,   /* the vault opens every commitment */
	FX_PROOF_IMAGE,   /* every finding was found again */
	FX_PROOF_CUSTODY, /* hand-overs are recorded, under a signature */
	FX_PROOFS
};

/* Its name, as fxverify(1) --require takes it: "key". */
const char *fx_proof_name(enum fx_proof proof);

/*
 * Check 12 with all that it takes: whoever does not name it need not link what
 * reads images and decodes what is in them.
 */
struct fx_verify_images;
struct fx_child_hook;
struct fx_checkpoint;
extern const struct fx_verify_images fx_verify_images;

struct fx_verify_options {
	const struct fx_pub *keys; /* those the caller vouches for */
	size_t nkeys;
	const char *const *names; /* nkeys: what they are called; or NULL */
	bool require[FX_PROOFS];
	const char *expect; /* file with a signed head, filed elsewhere; NULL */
	const char *state;  /* memory across checks: read, then written; NULL */
	const char *const *tsa; /* PEM files: who may issue for timestamps */
	size_t ntsa;
	const char *const *cms; /* the same: for those of others who sign */
	size_t ncms;
	const struct fx_vkey *witnesses; /* others whose signatures count */
	size_t nwitnesses;
	const char *vault;                          /* vault file; NULL */
	const struct fx_age_identities *identities; /* that open it; or NULL */
	const struct fx_fp_key *fp; /* of keyed fingerprints; or NULL */
	const char *const *images;  /* sources to derive findings from */
	size_t nimages;
	const struct fx_verify_images *look; /* NULL: images can't be checked */
	const struct fx_carver *const *set;  /* NULL-ended: masks, derivation */
	const char *version, *build; /* of the tool, for run.begin's; or NULL */
	const struct fx_verify_hook *hook; /* or NULL */
	/*
	 * A case that ties those of a batch together: are they looked at, too,
	 * each by itself and against what the parent says?  By the keys, one
	 * of which is then the parent's; with the images, each of which is
	 * matched by its digest; by state; and where vault is a folder, with
	 * the one that lies there under the name of the case.
	 */
	bool descend;
	const char *children; /* folder they lie in; NULL: that of the parent */
	const struct fx_child_hook *child_hook; /* batch.h; or NULL */
	/* What a parent case says of this one; or NULL. */
	const struct fx_checkpoint *told;
};

/* The images of a batch, as far as a parent case was followed. */
struct fx_verify_children {
	bool followed;
	uint64_t images; /* of which it tells */
	uint64_t failed; /* those that it says failed: they have no case */
	uint64_t grown;  /* cases that were written on to since */
	uint64_t level[FX_TAMPERED + 1]; /* cases, by what came of each */
	uint64_t untold;  /* images of which nothing is recorded */
	uint64_t derived; /* cases, all findings of which were found again */
	uint64_t opened;  /* those whose vaults open every commitment */
};

/* Reviews by people: of a finding the last one that accepts or rejects. */
struct fx_verify_reviews {
	uint64_t findings, reviewed, accepted, rejected;
	uint64_t corrected; /* records of which a correction speaks */
};

/* Who has a thing, by the hand-overs of what has that very name. */
struct fx_custody {
	char *what, *from, *to;  /* of the last of them; may be cut */
	char t[FX_TIME_LEN + 1]; /* of its record */
	uint64_t record;         /* which that is */
	uint64_t times, gaps;    /* hand-overs; those by who did not have it */
};

/* What was done with values, each by a record of its own. */
enum fx_act_kind {
	FX_ACT_REVEAL,    /* shown to somebody */
	FX_ACT_ERASE,     /* deleted from the vault */
	FX_ACT_CUSTODIAN, /* sealed to one more */
	FX_ACT_KINDS
};

enum { FX_ACT_LEN = 120, FX_ACT_WHY_LEN = 240 }; /* room for texts, cut */

struct fx_act {
	enum fx_act_kind kind;
	uint64_t record;
	char t[FX_TIME_LEN + 1];
	uint64_t count; /* values shown; findings erased of; runs handed on */
	char of[FX_ACT_LEN];      /* "3, 5 and 7 more": records, or runs */
	char fields[FX_ACT_LEN];  /* "value, cvv" */
	char who[FX_ACT_LEN];     /* to or by whom; or the recipient */
	char why[FX_ACT_WHY_LEN]; /* "": not told, as legal */
	char legal[FX_ACT_WHY_LEN];
};

/* All acts of a kind. */
struct fx_acts {
	uint64_t records, count;
	struct fx_act last;
};

struct fx_verdict {
	enum fx_level worst;       /* FX_NOTE: the case file is intact */
	size_t nreasons;           /* at most FX_VERIFY_LINES */
	struct fx_reason *reasons; /* by check; within it the worst first */
	uint64_t unlisted;         /* reasons past the cap */
	size_t nclosing;
	struct fx_closing *closing; /* by part */

	/* What the file says of itself: "" and 0 where it could not be read. */
	char *case_id, *agency, *examiner, *origin;
	char key[FX_FINGERPRINT_LEN + 1]; /* of the genesis record's key */
	uint64_t records;
	uint64_t signed_size; /* records under the last good head; 0: none */
	uint8_t signed_root[FX_SHA256_LEN];
	bool confirmed; /* the genesis record's key is among the given ones */
	char *key_name; /* what that one is called; "" if that is not told */
	struct fx_verify_reviews reviews;
	size_t ncustody;
	struct fx_custody *custody; /* by record */
	size_t nacts;
	struct fx_act *act; /* by record, the first of them */
	struct fx_acts acts[FX_ACT_KINDS];
	struct fx_verify_children children;
	bool proven[FX_PROOFS]; /* whether it was required or not */
};

/*
 * Check the case file at path.  Whatever is wrong with it, or with the files
 * the options name, is a reason in the verdict, not a failure.  The state file
 * is written (whole, or not at all) when the verdict is not TAMPERED and a good
 * head was found.  Nothing else is ever written.  The caller frees the verdict
 * with fx_verdict_free.  Returns NULL and err when memory or libcrypto fails:
 * then nothing is known.
 */
struct fx_verdict *fx_verify(const char *path,
    const struct fx_verify_options *opt, struct fx_err *err);
void fx_verdict_free(struct fx_verdict *verdict); /* NULL is fine */

#endif
