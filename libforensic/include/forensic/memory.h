/*
 * memory.h - a file that remembers of each log the last head that was seen
 *
 *	TITLE\n
 *	ORIGIN SP SIZE SP HEX(ROOT)\n ...
 *
 * Who remembers is a witness: whoever shows an older copy, or another history,
 * is found out.  So no head is ever forgotten by accident: the file is replaced
 * as a whole, and two writers take turns.
 */
#ifndef FORENSIC_MEMORY_H
#define FORENSIC_MEMORY_H

#include <stdbool.h>

#include "forensic/err.h"
#include "forensic/hash.h"

enum { FX_MEMORY_LEN = 1 << 20 }; /* longest such file, bytes */

struct fx_memory;

/*
 * Read the file at path, whose first line is title (which must stay), and keep
 * every other writer away until it is closed.  One that is not there is empty.
 * NULL and err: FX_EFORMAT for a file of another kind.
 */
struct fx_memory *fx_memory_open(const char *path, const char *title,
    struct fx_err *err);

/* What is remembered of origin. True if anything is. */
bool fx_memory_get(const struct fx_memory *m, const char *origin,
    uint64_t *size, uint8_t root[FX_SHA256_LEN]);

/*
 * Remember this head of origin, and all others as before: on disk, flushed,
 * when it returns 0; else -1 and err, and the file is as it was.
 */
int fx_memory_put(struct fx_memory *m, const char *origin, uint64_t size,
    const uint8_t root[FX_SHA256_LEN], struct fx_err *err);

void fx_memory_close(struct fx_memory *m); /* NULL is fine */

/*
 * Find origin in text of n bytes that such a file holds.  Returns 1 when it is
 * there, 0 when it is not, -1 when the text is not that of such a file.
 */
int fx_memory_find(const char *text, size_t n, const char *title,
    const char *origin, uint64_t *size, uint8_t root[FX_SHA256_LEN]);

#endif
