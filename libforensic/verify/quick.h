/*
 * quick.h - what the chain and the runs want of a record, and a short way to it
 */
#ifndef VERIFY_QUICK_H
#define VERIFY_QUICK_H

#include "internal.h"

/*
 * The gist of n bytes, if they are a sound finding: canonical, and with all
 * members as they must be and no other.  False: they are not, or this reader
 * cannot tell; g is then of no use.
 */
bool fxv_quick(struct fxv_gist *g, const char *body, size_t n);

#endif
