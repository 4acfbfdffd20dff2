/* confine.h - take from a reader what it needs not */
#ifndef IMAGE_CONFINE_H
#define IMAGE_CONFINE_H

#include "forensic/child.h"
#include "segment.h"

/* fx_confine, with those files and the memory that their size can ask for. */
struct fx_confined confine(const struct segments *files);

#endif
