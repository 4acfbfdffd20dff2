/* text.h - text in the encodings that are measured, and prose around it */
#ifndef TEXT_H
#define TEXT_H

#include "made.h"

enum { TEXT_DASH = 0x97 }; /* stands for U+2014 in text that is put */

/*
 * Append the n characters of ASCII at p to out in that encoding; key is of
 * ENC_XOR.  RAW is taken as it is.
 */
void text_put(struct fx_buf *out, enum enc enc, uint8_t key, const void *p,
    size_t n);

/*
 * Append about n characters of lines without a digit, and without a word that
 * means anything near a value.
 */
void text_prose(struct rnd *r, struct fx_buf *out, size_t n);

/*
 * Append n bytes as base64 (RFC 4648, 4), with an end of line behind each width
 * characters; none if that is 0.
 */
void text_base64(struct fx_buf *out, const void *p, size_t n, size_t width);

#endif
