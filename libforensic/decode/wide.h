/*
 * wide.h - decoders of text, for text in UTF-16 too
 *
 * What is text in memory of programs, in documents and the registry is often
 * UTF-16.  A decoder of text begins there at a character that has a zero behind
 * it, and reads units instead of bytes: what is no byte is a question mark, if
 * it is of a script, or else no text.  In text of the other byte order the
 * zeros stand before; there, too, each character has one behind it, the next
 * one's.
 */
#ifndef DECODE_WIDE_H
#define DECODE_WIDE_H

#include "forensic/decode.h"

/* The functions of a decoder of text, for bytes. */
struct wide_base {
	size_t back, ahead; /* units that look may see */
	bool (*look)(const struct fx_look *l);
	int (*open)(struct fx_decoding *d, struct fx_err *err);
	ssize_t (*read)(struct fx_decoding *d, uint8_t *out, size_t cap,
	    struct fx_err *err);
	void (*close)(struct fx_decoding *d);
	bool (
	    *touched)(const struct fx_decoding *d, uint64_t from, uint64_t to);
	bool (*place)(const struct fx_decoding *d, uint64_t from, uint64_t to,
	    struct fx_range *in); /* or NULL */
};

/* And for both. */
bool wide_look(const struct wide_base *base, const struct fx_look *l);
int wide_open(const struct wide_base *base, struct fx_decoding *d,
    struct fx_err *err);
ssize_t wide_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err);
void wide_close(struct fx_decoding *d);
bool wide_touched(const struct fx_decoding *d, uint64_t from, uint64_t to);
bool wide_place(const struct fx_decoding *d, uint64_t from, uint64_t to,
    struct fx_range *in);

#endif
