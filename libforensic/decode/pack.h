/*
 * pack.h - archives that libarchive takes apart, as one stream
 *
 * For each member, in the order of the archive: its name in UTF-8, PACK_GAP
 * zeros and those up to its place, its data, PACK_GAP zeros.  The zeros keep
 * what ends one member from being read together with what begins the next.
 *
 * The place of data is a multiple of PACK_SECTOR of the output; of data of
 * PACK_PAGE bytes or more, or of no known length, one of PACK_PAGE.  So what
 * begins at sectors or pages of a file is looked for where a volume has it,
 * and many small members do not swell.  Where the data lies depends on what
 * stands before it alone: on names and lengths, never on how they are read.
 */
#ifndef DECODE_PACK_H
#define DECODE_PACK_H

#include <archive.h>
#include <locale.h>

#include "forensic/decode.h"

enum {
	PACK_GAP = 512,
	PACK_SECTOR = 512,
	PACK_PAGE = 4096,
	PACK_NAMES = 1 << 13,
};

/* For open, read and close of a decoder; support is libarchive's. */
int pack_open(struct fx_decoding *d, int (*support)(struct archive *a),
    struct fx_err *err);
ssize_t pack_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err);
void pack_close(struct fx_decoding *d);

/* fx_decoder.member, of the last PACK_NAMES members. */
size_t pack_name(const struct fx_decoding *d, uint64_t at, char *name);

/*
 * The locale that names are converted by, to be freed by freelocale(3).  A
 * process that will not be able to open its files must have had it before.
 */
locale_t pack_locale(void);

#endif
