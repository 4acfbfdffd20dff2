/*
 * seek.h - the anchors of a set of carvers as one program, and its kernels
 *
 * What all carvers look for in a text is compiled once: runs of classes of
 * characters, words, and patterns, which are texts and shapes.  One pass over a
 * text gives all places where something stands, and which carvers are asked
 * there.
 *
 * A kernel turns 64 characters into words of 64 bits: one for each sign (is it
 * a digit, an upper-case letter, ...), one where a pattern may begin, one of
 * zeros.  Everything else is the same for all kernels (seek_loop.h).
 */
#ifndef SCAN_SEEK_H
#define SCAN_SEEK_H

#include "forensic/carver.h"

/* What a kernel tells of characters.  Classes are made of these. */
enum fx_sign {
	FX_SIGN_DIGIT,
	FX_SIGN_UPPER,
	FX_SIGN_LOWER,
	FX_SIGN_LESS,  /* "<" */
	FX_SIGN_URL,   /* "-", "_" */
	FX_SIGN_ALIKE, /* "0", "O", "I", "l" */
	FX_SIGNS
};

enum {
	FX_STEP = 64,    /* characters that a kernel looks at in one go */
	FX_PRINT = 4,    /* of a pattern, by which it is looked for */
	FX_BUCKETS = 16, /* of patterns: a bit each */
	FX_TABLES = 2,   /* of eight of them */
	FX_RUN_LOG = 4,  /* runs are searched up to 2^4, then counted; */
	FX_GROUP = 8,    /* or by groups of so many, counted from the start */
	FX_GROUPS_MOST = 7,
	FX_MINS_MOST = 16, /* different lengths of one class, of words */
	FX_PATTERNS_MOST = 512,
	FX_PRINT_HASHES = 4096,
	FX_SIEVE = 8,     /* half bytes of bits for the digits around a place */
	FX_SHARE = 64,    /* patterns that are told apart by bits */
	FX_GATE_MOST = 4, /* characters by which wide text is told */
};

_Static_assert((int)FX_CLASSES <= 8, "a kernel has a bit for each class");
_Static_assert((int)FX_ANCHOR_TEXT_MOST < 32, "and 32 for lengths of runs");

/* So many characters of a run, or words, are an anchor of these carvers: bits
 * of parts. */
struct fx_want {
	uint16_t min;
	uint64_t parts;
	fx_word_fn *word; /* NULL: any */
	fx_run_fn *may;   /* NULL: any */
};

/*
 * Patterns, and which of them may stand where digits lie around a place as
 * these halves of bytes of fx_around say.  Those that are FX_SHARE apart have
 * one bit.
 */
struct fx_sieve {
	size_t n;
	uint16_t head[FX_SHARE]; /* the first + 1 of each bit; 0: none */
	uint64_t digits[FX_SIEVE][16];
};

struct fx_seek_class {
	enum fx_class chars;
	size_t set;          /* the place of its word, see below */
	uint16_t min, most;  /* the shortest run wanted, the longest */
	unsigned int log;    /* 2^log is at most that; */
	unsigned int more;   /* so many more are, but at most twice as many */
	unsigned int groups; /* whole groups in such a run, if more than one:
	                        it is looked for by these; else 0 */
	size_t n;
	struct fx_want want[FX_MINS_MOST];
	struct fx_sieve hung; /* what hangs on its runs */
};

/* One character of a pattern: one of a set, or c once its mask is set. */
struct fx_letter {
	uint16_t set; /* bits of classes; 0: it is c */
	uint8_t mask, c;
};

struct fx_pattern {
	struct fx_letter letter[FX_ANCHOR_TEXT_MOST];
	uint8_t n, flags;
	uint8_t print; /* where in it those begin by which it is looked for */
	uint8_t bucket;
	uint8_t run; /* or it hangs on a run that begins there, so many */
	enum fx_class chars; /* of these; 0: it does not */
	bool loose; /* its print is more than letters of one or either case */
	uint16_t next;     /* of those with its hash: + 1; 0: none */
	uint32_t key, any; /* its print, once the bits of any are set */
	/* What is known of the characters around its print or run, and what of
	 * that is so: bits of fx_around */
	uint64_t care, is;
	uint64_t parts;
};

struct fx_seek {
	/* The classes whose characters a kernel tells, each once; the place of
	 * letters, if words are anchors; their signs, a bit each. */
	size_t nset, letters;
	enum fx_class set[FX_CLASSES];
	unsigned int signs;
	/* Of which of these is a character, a bit each?  The last is for all
	 * behind it, too: no class has them. */
	uint8_t sets[2 * FX_STEP];
	unsigned int gate; /* characters of the shortest anchor, at most
	                      FX_GATE_MOST; 0: nothing is looked for */
	size_t nclass, npattern;
	struct fx_seek_class class[FX_CLASSES];
	size_t nword; /* so many words are anchors of these; 0: none are */
	unsigned int words; /* the fewest of them */
	struct fx_want word[FX_MINS_MOST];
	struct fx_pattern pattern[FX_PATTERNS_MOST];
	uint16_t head[FX_PRINT_HASHES]; /* patterns + 1, by print; 0: none */
	struct fx_sieve loose;
	/* Of which loose patterns may a character be, at each place of a
	 * print?  Bits of their sieve. */
	uint64_t shared[FX_PRINT][256];
	/* Buckets that a character may be of, at each place of a print. */
	uint16_t exact[FX_PRINT][256];
	unsigned int ntable; /* tables in use; 0: no prints are looked for */
	/* Of all, by a character's halves, for eight buckets. */
	struct fx_table {
		uint8_t low[FX_PRINT][16], high[FX_PRINT][16];
		uint8_t all[FX_PRINT][128]; /* or by the whole of it; the last
		                               is for all behind it, too */
	} table[FX_TABLES];
	uint16_t kinds[256]; /* bits of classes */
	bool known[256];     /* characters of any anchor */
};

/* Capitals are as good as small letters: a print that is not loose is told by
 * its own, too. */
static inline size_t
fx_print_hash(uint32_t print)
{
	return (print | 0x20202020U) * 0x9e3779b1U >> 20;
}

/* Begin with nothing; add an anchor of the carver that is bit part. */
void fx_seek_init(struct fx_seek *s);
bool fx_seek_add(struct fx_seek *s, const struct fx_anchor *a,
    unsigned int part); /* false: not sound, or too many */
/* All are added. brief: the text is so short that false prints do not matter */
void fx_seek_ready(struct fx_seek *s, bool brief);

/* Steps of that, each in a file of its own: prints and buckets are chosen. */
void fx_seek_choose(struct fx_seek *s, bool brief);

/* Call put for each character that the letter may be. */
void fx_each_char(const struct fx_seek *s, const struct fx_letter *l,
    void (*put)(void *arg, uint8_t c), void *arg);

/* Is it none of what a program can look for? */
static inline bool
fx_seek_empty(const struct fx_seek *s)
{
	return s->gate == 0;
}

/* Places of a text, ascending, and who is asked there: bits of parts. */
struct fx_asked {
	uint32_t *at;
	uint64_t *parts;
	size_t n, cap;
	bool failed; /* out of memory */
};

void fx_asked_put(struct fx_asked *asked, size_t at, uint64_t parts);
void fx_asked_done(struct fx_asked *asked);

/* Stretches of bytes, ascending, apart from each other. */
struct fx_stretch {
	uint32_t from, to;
};

struct fx_stretches {
	struct fx_stretch *p;
	size_t n, cap;
	bool failed; /* out of memory */
};

void fx_stretches_put(struct fx_stretches *s, size_t from, size_t to);

/* Ways in which UTF-16 may lie: the order, and where its low bytes are. */
enum { FX_WIDE_BE = 2, FX_WIDES = 4 };

static inline unsigned int
fx_wide(bool big, size_t low)
{
	return (big ? FX_WIDE_BE : 0) | (low & 1);
}

/* A text, n characters, and what is found in it: added to what is there. */
struct fx_search {
	const uint8_t *p;
	size_t n;
	size_t shift; /* added to all places */
	uint64_t off; /* of the text in the stream, in bytes, */
	uint8_t unit; /* and bytes a character there */
	struct fx_asked *asked;
	/*
	 * NULL when not asked: where UTF-16 may stand that holds an anchor, by
	 * fx_wide.  A stretch holds the character before an anchor and behind
	 * it, too.
	 */
	struct fx_stretches *wide;
};

typedef void fx_seek_fn(const struct fx_seek *s, const struct fx_search *find);
fx_seek_fn fx_seek_run, fx_seek_portable;
#ifdef __SSE2__
fx_seek_fn fx_seek_sse2, fx_seek_avx2, fx_seek_avx512;
#endif

/* What kernels share, out of their loops: bits are places behind base. */
void fx_seek_edges(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t base, uint64_t bits);
void fx_seek_groups(const struct fx_seek *s, const struct fx_search *find,
    const struct fx_seek_class *c, size_t base, uint64_t bits);
unsigned int fx_seek_words(const struct fx_seek *s,
    const struct fx_search *find, size_t base, uint64_t ends,
    unsigned int thought);
void fx_seek_prints(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t bits);
void fx_seek_gates(const struct fx_seek *s, const struct fx_search *find,
    size_t base, uint64_t little, uint64_t big);

#endif
