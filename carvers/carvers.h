/* carvers.h - the registry: every detector, in the order of list.def */
#ifndef CARVERS_H
#define CARVERS_H

#include "forensic/carver.h"

#define CARVER(name) extern const struct fx_carver carver_##name;
#include "list.def"
#undef CARVER

extern const struct fx_carver *const carvers[]; /* ends with NULL */

#endif
