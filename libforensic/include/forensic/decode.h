/*
 * decode.h - bytes to other bytes: what unpacks, unescapes and decompresses
 *
 * A decoder is a const descriptor and a few functions, in one file of decode/
 * and one line of decode/list.def.  It says where its data may begin, reads
 * the stream it lies in from any offset, and is asked for its output piece by
 * piece; what it gives is a stream again, in which carvers and decoders look.
 * So a forensic path is a chain of them: 1048576-GZIP-457-BASE64-12.
 *
 * All it reads may be made by an adversary.  Decoders that are built on a
 * library run in a confined child process; they are written the same way, for
 * the child asks its parent for input.  Budgets count bytes and steps, never
 * seconds: the same bytes give the same output everywhere.
 */
#ifndef FORENSIC_DECODE_H
#define FORENSIC_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "forensic/bytes.h"
#include "forensic/err.h"

enum {
	FX_DECODE_NAME = 12,         /* longest name, in characters */
	FX_DECODE_LOOK = 8 << 10,    /* bytes a look sees on both sides */
	FX_DECODE_DEPTH = 8,         /* decoders in one path */
	FX_DECODE_RATIO = 100,       /* output for each byte of input, */
	FX_DECODE_FREE = 64 << 20,   /* once there are so many bytes of it */
	FX_DECODE_TREE_RATIO = 1000, /* output of all decodings in one place
	                                for each byte that the outermost took */
	FX_DECODE_TREE_FREE = 256 << 20, /* once it is so much */
	FX_DECODE_STEPS = 1 << 20, /* structures that one decoding may visit */
	FX_DECODERS_MOST = 64,     /* decoders in a set */
	FX_MEMBER_MOST = 4096,     /* bytes of a member's name */
};

/* Most bytes of output of one decoding, and of all those in one place. */
#define FX_DECODE_BYTES (UINT64_C(8) << 30)
#define FX_DECODE_TOTAL (UINT64_C(16) << 30)

/* Bytes [from, to) of a stream. */
struct fx_range {
	uint64_t from, to;
};

/*
 * Bytes that can be read from any offset: an image, a file, decoded bytes.
 * read fills up to n bytes at off and returns how many, short only at the end
 * of the stream (0 behind it); or -1 and err.  What could not be read of an
 * image is zeros.  lend, which may be NULL, spares the copy where the bytes lie
 * in memory in one piece: it has *n as read has n, and makes it what read would
 * return; NULL: they do not, then read is asked.  What is lent is there until
 * the source is asked for more.
 */
struct fx_source {
	ssize_t (*read)(void *arg, uint64_t off, void *buf, size_t n,
	    struct fx_err *err);
	void *arg;
	const uint8_t *(*lend)(void *arg, uint64_t off, size_t *n);
};

/* A reader of a source through a window of its own; see fx_in_at. */
struct fx_in {
	const struct fx_source *src;
	uint8_t *own;     /* FX_IN_WINDOW bytes, NULL until they are needed */
	const uint8_t *p; /* the window: own, or lent by the source */
	uint64_t off;     /* of p in the source */
	size_t n;         /* bytes there */
	bool failed;      /* the source said -1: err has why, all reads end */
	struct fx_err err;
};

enum { FX_IN_WINDOW = 64 << 10 };

void fx_in_init(struct fx_in *in, const struct fx_source *src);
void fx_in_done(struct fx_in *in);

/*
 * The bytes at off: *n of them can be had at the pointer returned, at least
 * want (<= FX_IN_WINDOW) unless the source ends before or failed; then fewer,
 * or NULL and *n 0.  Borrowed until the next call.
 */
const uint8_t *fx_in_at(struct fx_in *in, uint64_t off, size_t want, size_t *n);

/* Exactly n (<= FX_IN_WINDOW) bytes at off, borrowed; NULL if not all there. */
const uint8_t *fx_in_all(struct fx_in *in, uint64_t off, size_t n);

/* The source that n bytes of memory are; m is the caller's and must last. */
struct fx_memory {
	const uint8_t *p;
	size_t n;
};
struct fx_source fx_source_memory(struct fx_memory *m);

/* Where a start may be; `look` then says whether it is one. */
enum fx_mark_kind {
	FX_MARK_END,
	FX_MARK_BYTES,  /* n bytes stand at `at` from the start */
	FX_MARK_BASE64, /* first of n or more of A-Z a-z 0-9 + / - _ */
	FX_MARK_HEX,    /* first of n or more of 0-9 A-F a-f */
	FX_MARK_PAIR,   /* two of these by themselves: no letter or digit before
	                   them, a blank, a line's end or : , ; - behind */
	FX_MARK_WIDE,   /* first of n or more of BASE64's in UTF-16: each with
	                   a zero behind it */
	FX_MARK_PLACE,  /* every multiple of align, which is 512 or more: for
	                   what begins at a sector, by no one value of bytes */
};

enum { FX_MARK_LEN = 8, FX_MARKS_MOST = 8 };

struct fx_mark {
	enum fx_mark_kind kind;
	uint8_t n; /* 1 to FX_MARK_LEN for BYTES, to 64 for runs; 2 for PAIR;
	              24 or more for WIDE */
	uint8_t bytes[FX_MARK_LEN];
	int16_t at;     /* bytes from the start to the mark, < FX_DECODE_LOOK;
	                   less than 0 for BYTES that stand before the start */
	uint16_t align; /* the start's offset in its stream is a multiple of
	                   it; 0 or 1: anywhere */
};

/*
 * What a look may see: FX_DECODE_LOOK bytes on both sides of p[at], or as many
 * as the stream has.
 */
struct fx_look {
	const uint8_t *p;
	size_t n;
	size_t at;    /* the place in question */
	uint64_t off; /* of p in its stream */
};

/* Bytes [from, to), counted from a start, are a member of that name. */
struct fx_hold {
	uint64_t from, to;
	size_t n; /* bytes of the name; 0: it is longer than may be told */
	char name[FX_MEMBER_MOST];
};

/* One decoding; the decoder's own state is `own`. */
struct fx_decoding {
	const struct fx_decoder *decoder;
	struct fx_in in;
	uint64_t start;    /* in the source */
	uint64_t used;     /* bytes of it that were taken in, from start; the
	                      decoder keeps it: budgets go by it */
	const char *limit; /* set by the decoder: what it refused to follow
	                      ("encrypted", "steps"); a constant, told once */
	/*
	 * What touched would say, as far as that is simple; the decoder may
	 * keep it, to be asked less: output before fresh is all new, and none
	 * is from stale on.  0 and UINT64_MAX at the start.
	 */
	uint64_t fresh, stale;
	/*
	 * All that it gave depends on so many bytes from start on alone, and on
	 * there being no fewer; but for whether it could begin, which look and
	 * open judge by the same bytes.  For the decoder to say when it came to
	 * its end, if it can; 0: it does not.
	 */
	uint64_t saw;
	/*
	 * What was read of the source last ends so many bytes behind start: for
	 * decoders that read on in order, but look at the end before; 0: it
	 * ends where used says.
	 */
	uint64_t at;
	void *own;
};

struct fx_decoder {
	const char *name;  /* its part of a path: A-Z, then A-Z 0-9 */
	const char *about; /* one line, for lists and the manual */
	uint16_t version;  /* +1 when the same bytes may give other output */
	bool confined;     /* built on a library: runs in the child */
	/*
	 * Some of its output may lie in its input as it is (stored, literal),
	 * in the order of both, where it read shortly before it gave it.
	 */
	bool stores;
	struct fx_mark marks[FX_MARKS_MOST]; /* those unused are END */
	/*
	 * What stands behind a mark of one byte where its look agrees, but for
	 * a NUL, which may stand there, too; NULL: any byte.
	 */
	const char *behind;

	/*
	 * May a decoding begin at l->p[l->at], where a mark stands?  Cheap, and
	 * strict enough that random bytes seldom pass.  Of text that goes on
	 * and on (lines of base64, escapes near each other) only its first
	 * place is a start.  Pure: reads nothing but l.
	 */
	bool (*look)(const struct fx_look *l);

	/*
	 * Begin: d has in, start and decoder.  Returns 0 with own set; or -1:
	 * nothing can be decoded here, and nobody is told (own is NULL then).
	 */
	int (*open)(struct fx_decoding *d, struct fx_err *err);

	/*
	 * The next bytes of output, up to cap, into out.  Returns how many; 0
	 * at the end; -1 and err when the data is damaged from here on
	 * (FX_EFORMAT) or memory was refused (FX_ENOMEM): what was given
	 * before stands.
	 */
	ssize_t (*read)(struct fx_decoding *d, uint8_t *out, size_t cap,
	    struct fx_err *err);

	void (*close)(struct fx_decoding *d); /* frees own */

	/*
	 * For decoders that pass on most bytes as they lie (escapes, tags):
	 * does any byte of output [from, to) not lie so in the input?  What
	 * touches none is seen in the input already, and is not told again.
	 * Asked of what was read within the last FX_DECODE_FREE bytes of
	 * output.  NULL: all output is new.
	 */
	bool (
	    *touched)(const struct fx_decoding *d, uint64_t from, uint64_t to);

	/*
	 * For text of which every character is passed on as it lies or stands
	 * for an escape: from where to where does what it made output [from,
	 * to) of lie in the source?  False: it is not known any more, or the
	 * first or last byte does not lie so in the source.  Not for those
	 * confined.
	 */
	bool (*place)(const struct fx_decoding *d, uint64_t from, uint64_t to,
	    struct fx_range *in);

	/*
	 * Of an archive: the name of the member that output byte `at` is of, as
	 * the archive has it, into name, which holds FX_MEMBER_MOST bytes.
	 * Returns how many it has; 0 if the name is longer, or not known (any
	 * more).  Asked of what was read.  NULL: it has no members.
	 */
	size_t (*member)(const struct fx_decoding *d, uint64_t at, char *name);

	/*
	 * Of fx_holders alone, which decode nothing (open to member are NULL):
	 * where l->p[l->at] begins to tell of a member of an archive whose
	 * bytes lie behind it as they are, which are these, and its name?
	 * False: it tells of none, or not of where they are.  Pure, as look.
	 */
	bool (*hold)(const struct fx_look *l, struct fx_hold *h);
};

/* What tells the names of members that lie as they are; NULL-ended. */
extern const struct fx_decoder *const fx_holders[];

/*
 * All decoders, in the order of list.def, NULL-ended.  Where several could
 * begin at one place, the first whose look and open agree has it alone.
 */
extern const struct fx_decoder *const fx_decoders[];

const struct fx_decoder *fx_decoder_find(const char *name, size_t n);

/*
 * Decode in this process, for tests, fuzzers and the child: 0, or -1 and err.
 * End it with fx_decoding_close, also when opening failed.
 */
int fx_decoding_open(struct fx_decoding *d, const struct fx_decoder *decoder,
    const struct fx_source *src, uint64_t start, struct fx_err *err);
void fx_decoding_close(struct fx_decoding *d);

/*
 * A place to decode in: confined decoders run in a child of it.  Made before
 * the process has threads; a box is for one thread.  The child is started when
 * it is first needed, by a small process that was forked when the box was
 * made; one that dies is an error of the decoding it was at, with the reason,
 * and the next decoding has a new one.  notes are as fx_image_info's.
 */
struct fx_box;
struct fx_box *fx_box_new(struct fx_err *err);
void fx_box_free(struct fx_box *box); /* NULL is fine */
const char *fx_box_notes(const struct fx_box *box);

/*
 * A decoding in a box: in this process, or in the child.  Reads are as those
 * of the decoder; FX_EIO and FX_EBROKEN tell that the child died (words for an
 * error line).  src must last until it is closed; a decoding may read from a
 * source that is itself a decoding of the same box.  NULL and err when nothing
 * can be decoded there.
 */
struct fx_decode;
struct fx_decode *fx_decode_open(struct fx_box *box,
    const struct fx_decoder *decoder, const struct fx_source *src,
    uint64_t start, struct fx_err *err);
ssize_t fx_decode_read(struct fx_decode *d, void *buf, size_t cap,
    struct fx_err *err);
uint64_t fx_decode_used(const struct fx_decode *d);
uint64_t fx_decode_saw(const struct fx_decode *d);      /* fx_decoding.saw */
const char *fx_decode_limit(const struct fx_decode *d); /* or NULL */
bool fx_decode_touched(struct fx_decode *d, uint64_t from, uint64_t to);
uint64_t fx_decode_at(const struct fx_decode *d); /* fx_decoding.at, or used */
/* fx_decoder.place; false, too, if it has none. */
bool fx_decode_place(const struct fx_decode *d, uint64_t from, uint64_t to,
    struct fx_range *in);
/* fx_decoder.member; 0, too, if it has none. */
size_t fx_decode_member(struct fx_decode *d, uint64_t at, char *name);
void fx_decode_close(struct fx_decode *d); /* NULL is fine */

/*
 * The marks of a set of decoders, made handy; for one thread at a time.  set
 * must last.  NULL and err: a mark is not sound (it must lie within
 * FX_DECODE_LOOK bytes behind the start), too many decoders, no memory.
 */
struct fx_marks;
struct fx_marks *fx_marks_new(const struct fx_decoder *const *set,
    struct fx_err *err);
void fx_marks_free(struct fx_marks *ms); /* NULL is fine */

/*
 * Find where decodings may begin among bytes [from, to) of the n bytes at p,
 * which lie at off in their stream: calls start for each place p[at] and
 * decoder of the set whose mark and look agree, in order of place, then of set;
 * stops when it returns -1, and returns that.  p must hold FX_DECODE_LOOK bytes
 * more on both sides, as far as the stream has them.
 */
struct fx_starts {
	const uint8_t *p;
	size_t n, from, to;
	uint64_t off;
};
typedef int fx_start_fn(void *arg, size_t at, const struct fx_decoder *decoder);
int fx_starts_find(const struct fx_starts *s, struct fx_marks *ms,
    fx_start_fn *start, void *arg);

#endif
