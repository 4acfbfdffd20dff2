/* stamp.h - by what it is seen that the files of an image were written to */
#ifndef BATCH_STAMP_H
#define BATCH_STAMP_H

#include "forensic/hash.h"

enum { STAMP_LEN = 2 * FX_SHA256_LEN + 1 };

/*
 * One digest of the size, the time of modification and the time of change of
 * all files that the image at path consists of: whoever sets back the first
 * time cannot set back the other.  "" for what is no file, or not there.
 */
void stamp_of(const char *path, char out[STAMP_LEN]);

#endif
