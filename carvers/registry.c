/* registry.c - the set of detectors, from list.def */
#include "carvers.h"

const struct fx_carver *const carvers[] = {
#define CARVER(name) &carver_##name,
#include "list.def"
#undef CARVER
	NULL
};
