/*
 * worth.h - could bytes hold what a carver looks for?
 *
 * Names, paths and digests look like base64 and hex.  There are more of them
 * in a file of programs than can be decoded one by one; what comes of so short
 * a text is judged before a decoding of it begins.
 */
#ifndef DECODE_WORTH_H
#define DECODE_WORTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WORTH_ALL = 256, /* so many bytes are always worth it */
};

/* The longest run of text among n bytes, ASCII and UTF-8, in bytes. */
size_t worth_text(const uint8_t *p, size_t n);

/*
 * Are there digits among n bytes, packed or under a key, or UTF-16?
 */
bool worth_digits(const uint8_t *p, size_t n);

/* The same, byte by byte. */
size_t worth_text_slow(const uint8_t *p, size_t n);
bool worth_digits_slow(const uint8_t *p, size_t n);

/* Do n bytes begin as compressed data do? */
bool worth_magic(const uint8_t *p, size_t n);

/*
 * May a value be in the n bytes that a decoding gives, all of them, or as many
 * as WORTH_ALL?  Not if they have no text in any encoding, EBCDIC and an
 * unknown XOR key among them, no packed digits, and begin nothing compressed.
 * text is worth_text's answer.
 */
bool worth_bytes(const uint8_t *p, size_t n, size_t text);

#endif
