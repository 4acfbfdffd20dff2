/*
 * carver.h - what a detector is: one const descriptor and a few pure functions
 *
 * The scanner shows a carver text, one byte a character, whatever the encoding:
 * bytes as they lie, UTF-16 narrowed, EBCDIC made ISO/IEC 8859-1, or bytes
 * under a key.  So a carver is written once and finds its values in ASCII,
 * UTF-8, UTF-16LE and UTF-16BE at any offset.  In EBCDIC it is shown runs of 13
 * digits and more; under a key such runs that end as a track's number does, and
 * only if it says that it may be (keyed).
 */
#ifndef FORENSIC_CARVER_H
#define FORENSIC_CARVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/bytes.h"

enum fx_encoding {
	FX_ASCII,
	FX_UTF16LE,
	FX_UTF16BE,
	FX_EBCDIC,
	FX_XOR, /* exclusive or with one byte, its key */
	FX_ENCODINGS
};

/* How far, in characters, the steps may see on both sides of a place. */
enum {
	FX_REACH_FIELDS = 256, /* probe and fields, if the carver asks for no
	                          other window */
	FX_WINDOW_MOST = 2048, /* the widest it may ask for */
	FX_REACH_MOST = 1024,  /* the longest hit */
	FX_REACH_NEAR = 4096,  /* the neighbourhood step */
	FX_NEAR_MOST = 16,     /* shapes that count on each side of a value, */
	FX_NEAR_LOOKS = 256,   /* and that are looked at for these */
	FX_NARROW_OTHER = 0xff /* stands for a UTF-16 unit past U+00FF */
};

/*
 * What a step may look at: a piece of a stream's text around a place.  Borrowed
 * for the call.  A step that stays inside its reach gets the same answer for
 * whatever block, shard or thread shows it the place.
 */
struct fx_window {
	const uint8_t *p; /* first readable character */
	size_t len;       /* characters readable at p */
	uint64_t off;     /* offset of p in the stream, in bytes */
	uint8_t unit;     /* bytes a character in the stream: 1 or 2 */
	enum fx_encoding enc;
	const uint8_t *raw; /* the stream's bytes at off, len * unit of them;
	                       for UTF-16 alone: the others have all in p */
	const struct fx_hinter *hinter; /* of a probe; or NULL */
};

/*
 * Where a file may begin: what stands before may be another's and decides
 * nothing.  Sectors count from the beginning of the stream, whatever it is:
 * what is decoded may be the image of a disk, too.
 */
enum { FX_SECTOR = 512 };

/* Does a sector begin with the character whose first byte is at off?  Of wide
 * text at odd places it is the first whole one. */
static inline bool
fx_sector_begins(uint64_t off, uint8_t unit)
{
	return off % FX_SECTOR < unit;
}

static inline bool
fx_window_sector(const struct fx_window *w, size_t i)
{
	return fx_sector_begins(w->off + i * (uint64_t)w->unit, w->unit);
}

enum { FX_WHY_MOST = 24, FX_WHY_LEN = 64, FX_ATTRS_MOST = 12 };
enum { FX_VALUE_LEN = 512, FX_ATTR_LEN = 1024 };

/* Bits from which a finding is confirmed, or probable; else it is possible. */
enum { FX_PROBABLE = 12, FX_CONFIRMED = 20 };

struct fx_attr {
	const char *key; /* one of the carver's declared attributes */
	char value[FX_ATTR_LEN];
};

/* What a carver says of one place. Text is UTF-8 with a NUL. */
struct fx_hit {
	size_t at, len; /* first character in the window, and how many */
	int score;      /* bits of evidence so far; may be negative */
	char value[FX_VALUE_LEN]; /* the canonical value */
	uint32_t shape; /* what its neighbours are compared by; 0: none */
	size_t nwhy, nattrs;
	char why[FX_WHY_MOST][FX_WHY_LEN]; /* reasons, in the order given */
	struct fx_attr attrs[FX_ATTRS_MOST];
};

/*
 * Does a value belong to the anchor at w->p[at]?  Returns true and fills hit
 * (at, len, score, value, shape, why; attrs of its own fields); it comes empty.
 * w is cut to the carver's window on both sides of the anchor.  The hit lies in
 * it, is at most reach long, and begins at the anchor or up to `before`
 * characters before it (a track's sentinel); any other fails the scan.  Pure:
 * no I/O, no allocation, no state, reads nothing but w.
 */
typedef bool fx_probe(const struct fx_window *w, size_t at, struct fx_hit *hit);
enum { FX_BEFORE_MOST = 8 };

/*
 * What begins at characters [from, to) of w, all of a text, that a probe would
 * look for around its anchor: bits that mean something to the carver alone.
 * May look at all of w.  Pure.
 */
typedef uint32_t fx_hints_fn(const struct fx_window *w, size_t from, size_t to);

/* Tells what begins in none of the stretches of text that a window is of. */
struct fx_hinter {
	uint32_t (*lacking)(void *arg, const struct fx_window *w);
	void *arg;
};

/*
 * What a probe need not look for in its window: bits that the carver's hints
 * have not for it.  Each stretch of text is looked at once, however many
 * windows hold it; 0 where there is nobody to ask.
 */
static inline uint32_t
fx_window_lacking(const struct fx_window *w)
{
	return w->hinter != NULL ? w->hinter->lacking(w->hinter->arg, w) : 0;
}

/*
 * Read the fields and words around a hit: w is cut to the carver's window on
 * both sides of it.  Adds to its score, why and attrs. Pure.
 */
typedef void fx_fields(const struct fx_window *w, struct fx_hit *hit);

/* One value-like thing near a hit, whether or not its check digits hold. */
struct fx_shape {
	uint32_t
	    shape; /* comparable with fx_hit.shape; 0: nothing stands here */
	uint64_t value; /* equal for equal values: repeats count once */
	bool pass;      /* its check holds */
};

/*
 * What stands at the anchor w->p[at], as a neighbour sees it; w is cut as for
 * probe.  Asked of all the carver's anchors within FX_REACH_NEAR characters of
 * a hit, and of the hit's own, whose value does not count as another. Pure.
 */
typedef void fx_shape_at(const struct fx_window *w, size_t at,
    struct fx_shape *shape);

/* Distinct neighbours of the hit's shape and how many of them pass. */
struct fx_near {
	unsigned int others, pass;
};

/* Weigh the neighbourhood: add to the hit's score and why. Pure. */
typedef void fx_weigh(const struct fx_near *near, struct fx_hit *hit);

/* How much of an attribute may leave the working stream. */
enum fx_privacy {
	FX_PUBLIC, /* into records and reports: scheme, country, service code */
	FX_PRIVATE, /* a commitment in the record, clear only in the vault */
	FX_DROPPED, /* in the working stream alone */
};

struct fx_attr_rule {
	const char *key;
	enum fx_privacy privacy;
	bool secret; /* nothing of it is ever shown on a terminal (CVV, PIN) */
};

/*
 * Write the masked form of value to out (cap >= FX_VALUE_LEN bytes), NUL-ended.
 * Must hide any value it cannot parse as a whole.
 */
typedef void fx_mask_fn(const char *value, char *out, size_t cap);

/*
 * Where it is worth asking: the scanner calls probe only at these places, once
 * at each, however many of a carver's anchors stand there.
 *
 * All but FX_ANCHOR_BYTES are looked for in every text: bytes as ASCII, and
 * UTF-16 in both orders, where a unit past U+00FF is no character of any class.
 * In EBCDIC and under a key there are FX_ANCHOR_DIGITS alone, of 13 digits and
 * more.  Whether an anchor stands at a place is told by the characters it is
 * made of, by the one before it (and behind it, with FX_ANCHOR_ENDS) and by its
 * place in the stream, so that a block's edge does not change it; what lies
 * outside of a stream is no character of any class.
 */
enum fx_anchor_kind {
	FX_ANCHOR_END,
	FX_ANCHOR_DIGITS, /* first digit of a maximal run of min or more digits
	                   */
	FX_ANCHOR_BYTES,  /* n bytes of the stream as they lie, whatever it is:
	                     shown as ASCII */
	FX_ANCHOR_RUN,    /* first character of a maximal run of min or more of
	                     a class: no such character stands before it */
	FX_ANCHOR_SHAPE,  /* first character of a sequence of classes, text */
	FX_ANCHOR_TEXT,   /* first character of a string, text */
	FX_ANCHOR_WORDS,  /* first letter of min words that follow each other,
	                     A to Z or a to z: of FX_WORD_LEAST to FX_WORD_MOST
	                     letters, at most FX_WORD_GAP other characters
	                     between; no letter stands before or behind them */
};

/* Classes of ASCII characters, for FX_ANCHOR_RUN. */
enum fx_class {
	FX_CLASS_DIGIT,
	FX_CLASS_UPPER,       /* A to Z */
	FX_CLASS_LETTER,      /* A to Z, a to z */
	FX_CLASS_UPPER_DIGIT, /* A to Z, 0 to 9 */
	FX_CLASS_ALNUM,       /* letters and digits */
	FX_CLASS_MRZ,         /* A to Z, 0 to 9, "<" */
	FX_CLASS_BASE58,      /* letters and digits but "0", "O", "I", "l" */
	FX_CLASS_BASE64URL,   /* letters, digits, "-" and "_" */
	FX_CLASSES
};

enum fx_anchor_flags {
	FX_ANCHOR_FOLD = 1,   /* letters in either case */
	FX_ANCHOR_BEGINS = 2, /* no letter or digit right before it, or a sector
	                         begins with it */
	FX_ANCHOR_ENDS = 4,   /* and none right behind it */
};

enum {
	FX_ANCHORS_MOST = 32,
	FX_ANCHOR_LEN = 4,        /* most bytes of FX_ANCHOR_BYTES */
	FX_ANCHOR_TEXT_LEAST = 2, /* characters of a text or shape */
	FX_ANCHOR_TEXT_MOST = 16,
	FX_WORD_LEAST = 3, /* what a word of FX_ANCHOR_WORDS has */
	FX_WORD_MOST = 8,
	FX_WORD_GAP = 15,
	FX_WORDS_LEAST = 2, /* of them */
	FX_WORDS_MOST = 24,
};

/*
 * A run as its anchor sees it, wherever a text is cut.  n characters are told,
 * FX_RUN_TOLD at most: then it may be longer, and nothing behind it is seen.
 */
enum { FX_RUN_TOLD = 20, FX_RUN_BEHIND = 16 };
struct fx_run {
	const uint8_t *p; /* its first character */
	size_t n;
	size_t seen;    /* readable at p: n, and up to FX_RUN_BEHIND behind it;
	                   fewer where the text ends */
	uint8_t before; /* what stands right before it; 0: nothing */
};

/* Is a run worth a probe?  Pure, and quick: it is asked of very many. */
typedef bool fx_run_fn(const struct fx_run *run);

/* Is it a word of FX_ANCHOR_WORDS?  n letters, all of them small. Pure. */
typedef bool fx_word_fn(const char *word, size_t n);

struct fx_anchor {
	enum fx_anchor_kind kind;
	uint16_t min; /* of digits, of a run: 1 to FX_REACH_FIELDS; of words */
	uint8_t n;    /* of bytes: 2 to FX_ANCHOR_LEN */
	uint8_t bytes[FX_ANCHOR_LEN];
	uint8_t mask[FX_ANCHOR_LEN]; /* bits that count; of the first all do */
	uint8_t packed; /* so many bytes behind them, at most 8, are two decimal
	                   digits each (BCD): else it is no anchor */
	enum fx_class chars; /* of a run */
	unsigned int flags;  /* of a text or shape */
	fx_word_fn *word;    /* of words; NULL: any will do */
	fx_run_fn *may; /* of digits, of a run: where it says no there is no
	                   anchor; not asked in EBCDIC and under a key.  NULL:
	                   any will do */
	/*
	 * Characters U+0020 to U+007E.  In a shape "0" stands for a digit, "A"
	 * for a letter A to Z, "X" for one of these or a digit, "." for a
	 * separator: a space, "-", "." or "/"; signs stand for themselves.
	 * With FX_ANCHOR_FOLD letters are a to z, too.  What stands around it
	 * is free, but for FX_ANCHOR_BEGINS and FX_ANCHOR_ENDS.
	 */
	const char *text;
};

/*
 * Of what a value is a form: a track of a card, whose number stands in that
 * private attribute as that kind has it.
 */
struct fx_same {
	const char *kind, *attr;
};

struct fx_carver {
	const char *name;  /* the kind: "card.pan" */
	const char *about; /* one line, for lists and the manual */
	const char *group; /* "card", "bank", "login", "id", "wallet",
	                      "config" */
	uint16_t version;  /* +1 when the same bytes may give other findings */
	uint16_t reach;    /* longest hit in characters, <= its window, and
	                      <= FX_REACH_MOST */
	/*
	 * How far its steps may see on both sides, in characters: at most
	 * FX_WINDOW_MOST; 0: FX_REACH_FIELDS.  And how far before its anchor a
	 * hit may begin: at most reach; 0: FX_BEFORE_MOST.  Neither may be
	 * asked for by one that is keyed.
	 */
	uint16_t window, before;
	/*
	 * Hits of the same group inside one of its are part of it: they are not
	 * reported, and it never scores less than they would have.
	 */
	bool covers;
	/* Its hits are sure enough to be looked for under any key of a byte. */
	bool keyed;
	struct fx_anchor anchors[FX_ANCHORS_MOST]; /* unused: FX_ANCHOR_END */
	fx_probe *probe;
	fx_hints_fn *hints;    /* or NULL; not for one that is keyed */
	fx_fields *fields;     /* or NULL */
	fx_shape_at *shape_at; /* or NULL, then weigh too */
	fx_weigh *weigh;
	fx_mask_fn *mask;
	struct fx_same same; /* what its keyed fingerprint is of, or NULLs */
	struct fx_attr_rule attrs[FX_ATTRS_MOST]; /* ends with key NULL */
};

/* What a carver's window and before come to. */
static inline size_t
fx_carver_window(const struct fx_carver *c)
{
	return c->window != 0 ? c->window : FX_REACH_FIELDS;
}

static inline size_t
fx_carver_before(const struct fx_carver *c)
{
	return c->before != 0 ? c->before : FX_BEFORE_MOST;
}

/* Helpers for carvers, in scan/window.c, scan/letters.c and scan/hit.c. */

/*
 * What up to FX_LETTERS characters at p are, a bit each: of n characters, if
 * there are fewer; behind them there is nothing of it.
 */
enum { FX_LETTERS = 64 };
struct fx_letters {
	uint64_t letter;  /* A to Z, a to z */
	uint64_t capital; /* A to Z */
	uint64_t high;    /* no ASCII */
	uint64_t plain;   /* a sign, letter or digit of ASCII, or a space */
};
struct fx_letters fx_letters_at(const uint8_t *p, size_t n);

/*
 * Characters [from, to) of w, clipped to what there is, as UTF-8 in out, cap
 * bytes with the NUL.  Bytes that are not UTF-8 are taken for ISO/IEC 8859-1;
 * half a surrogate pair, U+0000 and noncharacters become U+FFFD, so that the
 * text is fit for a record.  Returns false if it does not fit (out is "").
 */
bool fx_window_text(const struct fx_window *w, size_t from, size_t to,
    char *out, size_t cap);

/*
 * w cut to [from, to), clipped to what there is.  Character i of w is character
 * i - from of the result.
 */
static inline struct fx_window
fx_window_cut(const struct fx_window *w, size_t from, size_t to)
{
	struct fx_window cut = *w;

	if (to > w->len)
		to = w->len;
	if (from > to)
		from = to;
	cut.p = w->p + from;
	cut.raw = w->raw + from * w->unit;
	cut.off = w->off + from * w->unit;
	cut.len = to - from;
	return cut;
}

/* Add a reason and its bits. Reasons past FX_WHY_MOST lose words, not bits. */
void fx_hit_why(struct fx_hit *hit, int bits, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Set an attribute; the first setting stays.  "" is not set.  key is kept by
 * reference; a value past FX_ATTR_LEN is cut at a whole character.
 */
void fx_hit_attr(struct fx_hit *hit, const char *key, const char *value);
const char *fx_hit_get(const struct fx_hit *hit, const char *key); /* or NULL */

/* The carver of that name in a NULL-ended set, or NULL. */
const struct fx_carver *fx_carver_find(const struct fx_carver *const *set,
    const char *name);

/* The rule of an attribute; NULL for one the carver does not declare. */
const struct fx_attr_rule *fx_carver_attr(const struct fx_carver *c,
    const char *key);

/*
 * Mask a value for terminal, record and report by its carver's rule; all of it
 * is hidden when c is NULL.  out has FX_VALUE_LEN bytes.
 */
void fx_mask(const struct fx_carver *c, const char *value,
    char out[FX_VALUE_LEN]);

/* Is mask what the value, n bytes with a NUL behind, shows by its carver? */
bool fx_mask_fits(const struct fx_carver *c, const char *value, size_t n,
    const char *mask);

/* Mask n digits: the last four and at most the first six stand, at least six
 * are hidden (PCI DSS 4.0.1, 3.4.1).  out has n + 1 bytes. */
void fx_mask_digits(const char *digits, size_t n, char *out);

#endif
