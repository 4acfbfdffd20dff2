/* stealer.h - which family of stealers writes what */
#ifndef STEALER_H
#define STEALER_H

#include "label.h"

/* Bits of sets of keys are numbers of rows of the table of keys. */
enum stealer_field {
	STEALER_NONE,
	STEALER_ID,      /* of the machine, as the stealer has it */
	STEALER_ID_LESS, /* taken where there is no other */
	STEALER_HOST,
	STEALER_USER,
	STEALER_USER_HOST, /* both: "user (host)", "user\host" */
	STEALER_IP,
	STEALER_COUNTRY,
	STEALER_IP_INFO, /* "CC 192.0.2.1" */
	STEALER_DATE,
	STEALER_DATE_LESS,
	STEALER_OS,
	STEALER_BUILD, /* what the thieves call this one of their programs */
	STEALER_OTHER, /* no field, but a sign */
};

enum { STEALER_KEYS = 128 };

/* The row of a key, or -1; and what it tells. */
int stealer_key(const struct fx_window *w, struct span key,
    enum stealer_field *field);

/* Keys seen, by row. */
struct stealer_keys {
	uint64_t bits[STEALER_KEYS / 64];
};

void stealer_see(struct stealer_keys *keys, int row);

/*
 * The families whose reports have such keys: names with commas between, or
 * NULL.  More than one if they can't be told apart.
 */
const char *stealer_family(const struct stealer_keys *keys);

/* The family that is named in the span by its own banner, if it is one. */
const char *stealer_named(const struct fx_window *w, struct span s);

/* Is it a key of which a report has one, near its beginning? */
bool stealer_anchor(const struct fx_window *w, struct span key);

#endif
