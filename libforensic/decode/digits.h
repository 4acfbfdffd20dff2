/* digits.h - numbers in text, as escapes write them */
#ifndef DECODE_DIGITS_H
#define DECODE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/* The value of a digit of base 36; 36 for what is none. */
unsigned int digit_value(uint8_t c);

/*
 * Read the digits of a base at p: least to most of them, as many as there are,
 * n bytes may be seen.  Returns how many and their value, which stays at
 * UINT32_MAX once it is past it; 0 if they are too few.
 */
size_t digits_read(const uint8_t *p, size_t n, unsigned int base, size_t least,
    size_t most, uint32_t *value);

#endif
