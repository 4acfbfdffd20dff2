/* replace.h - small files that are replaced whole */
#ifndef FORENSIC_REPLACE_H
#define FORENSIC_REPLACE_H

#include "forensic/buf.h"
#include "forensic/err.h"

/*
 * Make path hold text, mode 0644 less the umask: a reader sees the old content
 * or the new one, a crash leaves one of them.  Uses path.new.  Returns 0, or -1
 * and err.
 */
int fx_file_replace(const char *path, const struct fx_buf *text,
    struct fx_err *err);

#endif
