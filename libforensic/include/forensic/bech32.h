/* bech32.h - bytes as Bech32 text (BIP-173), with a checksum of 30 bits */
#ifndef FORENSIC_BECH32_H
#define FORENSIC_BECH32_H

#include <stddef.h>
#include <stdint.h>

enum { FX_BECH32_TEXT = 90, FX_BECH32_BYTES = 50 }; /* most of each */

/*
 * Take the n characters at s, small letters and digits, behind the readable
 * part hrp and "1", as exactly len bytes.  Returns 0, or -1 for anything else:
 * another checksum, other lengths, capital letters.
 */
int fx_bech32_read(const char *hrp, const char *s, size_t n, uint8_t *out,
    size_t len);

/*
 * Write len bytes, at most FX_BECH32_BYTES, behind hrp and "1"; the text has a
 * NUL.  Returns its length, or 0 if it would be longer than FX_BECH32_TEXT.
 */
size_t fx_bech32_write(const char *hrp, const uint8_t *p, size_t len,
    char out[FX_BECH32_TEXT + 1]);

#endif
