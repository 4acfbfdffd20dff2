/* mrz_layout.h - where the fields of each kind of zone are, for mrz*.c */
#ifndef CHECK_MRZ_LAYOUT_H
#define CHECK_MRZ_LAYOUT_H

#include <stdint.h>

#include "forensic/mrz.h"

/* n characters from at on, of all lines together; n 0: there is none. */
struct mrz_span {
	uint8_t at, n;
};

struct mrz_layout {
	const char *name;
	uint8_t lines, width;
	struct mrz_span state, number, nationality, birth, sex, expiry;
	struct mrz_span optional, more; /* more: of TD1, in its second line */
	struct mrz_span names, given;   /* given: where it has its own place */
	/* Places of check digits; 0: there is none. */
	uint8_t number_check, birth_check, expiry_check, optional_check;
	uint8_t composite;
	struct mrz_span over[4]; /* what the composite one is over */
	bool grows; /* a long number goes on in the optional field */
};

extern const struct mrz_layout mrz_layouts[FX_MRZ_KINDS];

/* Look at every field again: fill faults and checks. */
void mrz_look(struct fx_mrz *m);

#endif
