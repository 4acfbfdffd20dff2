/*
 * carvers.h - the registry: every detector, in the order of list.def, and the
 * schemes that need what only carvers know
 */
#ifndef CARVERS_H
#define CARVERS_H

#include "forensic/carver.h"
#include "forensic/scheme.h"

#define CARVER(name) extern const struct fx_carver carver_##name;
#include "list.def"
#undef CARVER

extern const struct fx_carver *const carvers[]; /* ends with NULL */

/* "card", "track1", "track2"; ends with NULL. */
extern const struct fx_scheme *const carver_schemes[];

#endif
