/* bytes.h - numbers from bytes, sums that do not wrap, hexadecimal */
#ifndef FORENSIC_BYTES_H
#define FORENSIC_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FX_LEN(array) (sizeof(array) / sizeof((array)[0]))

static inline uint16_t
fx_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
fx_le32(const uint8_t *p)
{
	return (uint32_t)fx_le16(p) | (uint32_t)fx_le16(p + 2) << 16;
}

static inline uint64_t
fx_le64(const uint8_t *p)
{
	return (uint64_t)fx_le32(p) | (uint64_t)fx_le32(p + 4) << 32;
}

static inline uint16_t
fx_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t
fx_be32(const uint8_t *p)
{
	return (uint32_t)fx_be16(p) << 16 | (uint32_t)fx_be16(p + 2);
}

static inline uint64_t
fx_be64(const uint8_t *p)
{
	return (uint64_t)fx_be32(p) << 32 | (uint64_t)fx_be32(p + 4);
}

/* Store the sum or product in *out; true if it fits, else *out is undefined. */
static inline bool
fx_add(uint64_t a, uint64_t b, uint64_t *out)
{
	return !__builtin_add_overflow(a, b, out);
}

static inline bool
fx_mul(uint64_t a, uint64_t b, uint64_t *out)
{
	return !__builtin_mul_overflow(a, b, out);
}

/* Write 2n lower-case hex digits and a NUL to out, which has 2n + 1 bytes. */
void fx_hex(char *out, const void *p, size_t n);

/*
 * Read n bytes from 2n lower-case hex digits at hex.  Returns 0; or -1 if one
 * of them is something else (upper case too: a canonical form has one case).
 */
int fx_unhex(uint8_t *out, const char *hex, size_t n);

#endif
