/* rnd.h - numbers from a seed: the same ones on every machine */
#ifndef RND_H
#define RND_H

#include <stddef.h>
#include <stdint.h>

struct rnd {
	uint64_t state;
};

/* A stream of its own for each name: what one draws moves no other. */
struct rnd rnd_named(uint64_t seed, const char *name);

uint64_t rnd_next(struct rnd *r);
unsigned int rnd_below(struct rnd *r, unsigned int n); /* 0 to n - 1 */

/* n random characters of set, from out[0], and a NUL. */
void rnd_chars(struct rnd *r, const char *set, char *out, size_t n);
void rnd_digits(struct rnd *r, char *out, size_t n);

/*
 * A form filled in: "0" becomes a digit, "A" a capital, "X" one of these, "h" a
 * hexadecimal digit in small letters; other characters stand for themselves.
 */
void rnd_form(struct rnd *r, const char *form, char *out, size_t cap);

/* A GUID of version 4, as a form, and filled in. */
#define RND_GUID_FORM "hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"
enum { RND_GUID = sizeof(RND_GUID_FORM) };
void rnd_guid(struct rnd *r, char out[RND_GUID]);

/* One of the strings of an array. */
#define RND_OF(r, array) \
	((array)[rnd_below((r), sizeof(array) / sizeof((array)[0]))])

#endif
