/*
 * pack.h - containers in which what is planted lies, each with its writer
 *
 * By the libraries that are linked in anyway, or by own encoders of a few
 * lines; what neither can write (RAR, PST, hives ...) is not measured here.
 */
#ifndef PACK_H
#define PACK_H

#include "forensic/err.h"
#include "made.h"

struct pack {
	const char *name;
	bool text;          /* of text alone: ENC_ASCII */
	unsigned int align; /* where one must lie; 0: anywhere */
	/*
	 * Append a container with the n bytes at p in it to out.  Returns 0, or
	 * -1 and err.
	 */
	int (*put)(const struct pack *pack, const void *p, size_t n,
	    struct fx_buf *out, struct fx_err *err);
	int filter, format; /* libarchive's, for pack_archive */
};

extern const struct pack packs[]; /* ends with name NULL; [0] is plain */

/* Is what is written so ever put in there? */
bool pack_takes(const struct pack *pack, enum enc enc);

typedef int pack_fn(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err);
pack_fn pack_archive, pack_zlib, pack_pdf, pack_base64, pack_hex, pack_quoted,
    pack_percent, pack_html, pack_escape, pack_sqlite, pack_ooxml;

/* An archive of libarchive's with one member. */
int pack_member(const struct pack *pack, const char *name, const void *p,
    size_t n, struct fx_buf *out, struct fx_err *err);

#endif
