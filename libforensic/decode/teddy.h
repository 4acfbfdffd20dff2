/*
 * teddy.h - where one of many short strings of bytes may begin
 *
 * Up to three bytes are told by their nibbles, of eight groups of strings at a
 * time: a bit for each group that a nibble is right for, and all six of them
 * must agree (Teddy, of Hyperscan).  What is found so is compared by the
 * caller.
 */
#ifndef DECODE_TEDDY_H
#define DECODE_TEDDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TEDDY_BYTES = 3, /* of a string that are looked at */
	TEDDY_GROUPS = 8,
	TEDDY_STEP = 64, /* places told of at a time, */
	TEDDY_SEES = TEDDY_STEP + TEDDY_BYTES - 1, /* by so many bytes */
};

/* { 0 } finds nothing. */
struct teddy {
	uint8_t low[TEDDY_BYTES][16], high[TEDDY_BYTES][16];
};

/* Look for the n bytes at p, too; n >= 1. */
void teddy_add(struct teddy *t, const uint8_t *p, size_t n);
/* And for a byte with one of n others behind it. */
void teddy_add_two(struct teddy *t, uint8_t first, const uint8_t *next,
    size_t n);

/* Bit i: may a string begin at p[i]?  p has TEDDY_SEES bytes. */
typedef uint64_t teddy_fn(const struct teddy *t, const uint8_t *p);
teddy_fn teddy_portable;
#ifdef __x86_64__
teddy_fn teddy_avx2;
#endif

/* The fast one, if this machine has one; or NULL. */
teddy_fn *teddy_fast(void);

#endif
