/* hexdump.h - lines of a hex dump: offset, bytes, their characters */
#ifndef DECODE_HEXDUMP_H
#define DECODE_HEXDUMP_H

#include "lines.h"

enum {
	HEXDUMP_LINE = 320, /* bytes of a line at most, its end among them */
	HEXDUMP_BYTES = 64, /* and bytes that it shows */
	/* what hexdump_has sees on both sides */
	HEXDUMP_SEES = 3 * HEXDUMP_LINE,
};

/* Is l->at in a line that is part of a hex dump? */
bool hexdump_has(const struct lines_at *l);

#endif
