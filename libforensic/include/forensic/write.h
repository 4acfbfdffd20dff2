/* write.h - bytes to a file, all of them */
#ifndef FORENSIC_WRITE_H
#define FORENSIC_WRITE_H

#include <stddef.h>

/*
 * Write n bytes to fd, however many calls of write(2) that takes; a signal
 * handler that ran does not end it.  Returns 0, or -1 and errno: an unknown
 * part of them may be there.
 */
int fx_write_all(int fd, const void *p, size_t n);

#endif
