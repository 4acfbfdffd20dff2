/*
 * made.h - one value as it is traded or stored, with what stands around it
 *
 * A maker fills a struct made from its numbers; make_*.c has them, a file a
 * family, and kinds.def the table of them.  Text is one byte a character, of
 * ASCII; what is binary, or a file of its own form, is RAW.
 */
#ifndef MADE_H
#define MADE_H

#include <stdbool.h>

#include "forensic/buf.h"
#include "forensic/carver.h"
#include "rnd.h"

/* How what is planted is written. */
enum enc { ENC_ASCII, ENC_LE, ENC_BE, ENC_EBCDIC, ENC_XOR, ENC_RAW, ENCS };

extern const char *const enc_names[ENCS];

/* Sets of them, for kinds.def. */
enum {
	RAW = 1 << ENC_RAW,
	TEXT = 1 << ENC_ASCII | 1 << ENC_LE | 1 << ENC_BE,
	DIGITS = TEXT | 1 << ENC_EBCDIC, /* in one piece of 13 and more */
	KEYED = DIGITS | 1 << ENC_XOR,
};

struct made {
	enum enc enc; /* as which it will be written; come before it is made */
	struct fx_buf text;
	/*
	 * Where the finding is to begin, and how many characters it has.  len
	 * 0: that is not the maker's to say (a file of a form of its own).
	 */
	size_t at, len;
	char value[FX_VALUE_LEN];
	const char *attr; /* of the finding, that must be so; or NULL */
	char is[64];
};

/* The next value of a kind, for the n'th time. */
typedef void maker(struct rnd *r, unsigned int n, struct made *m);

struct kind {
	const char *name;
	unsigned int encs; /* bits by enum enc */
	maker *make;
};

#define KIND(name, encs, make) maker make_##make;
#include "kinds.def"
#undef KIND

extern const struct kind kinds[]; /* ends with name NULL */

/* For makers: append text; the value begins here, and is all from there on. */
void made_put(struct made *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void made_value(struct made *m, const char *shown, const char *value);
void made_attr(struct made *m, const char *key, const char *value);
/* Shown in groups of so many characters: "444" of 12, with sep between. */
void made_group(char *out, size_t cap, const char *value, size_t every,
    char sep);

/* One of some hosts where logins are. */
const char *made_host(struct rnd *r);

/* A name of nobody, in capitals or not: "Anna Muster". */
void made_name(struct rnd *r, bool capitals, char *given, char *family,
    size_t cap);

#endif
