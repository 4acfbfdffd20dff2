/* vouched.h - what a caller vouches for: keys, a filed head, others that sign
 */
#ifndef VOUCHED_H
#define VOUCHED_H

#include <stdbool.h>

#include "forensic/verify.h"
#include "keyring.h"

/* --key and so forth, as numbers for a table of options; a tool's own begin
 * at VOUCHED_END. */
enum {
	VOUCHED_KEY = 256,
	VOUCHED_KEYRING,
	VOUCHED_EXPECT,
	VOUCHED_TSA_CA,
	VOUCHED_CMS_CA,
	VOUCHED_WITNESS,
	VOUCHED_END
};

/* Begins empty. */
struct vouched {
	struct keyring keys;
	const char *expect;
	const char **tsa;
	size_t ntsa;
	const char **cms;
	size_t ncms;
	struct fx_vkey *witnesses;
	size_t nwitnesses;
};

/*
 * Take the option ch with its argument, which stays the caller's.  False if it
 * is none of these.  Ends the program where a key cannot be read.
 */
bool vouched_take(struct vouched *v, int ch, const char *arg);

/* Tell opt of all of it, which is borrowed until vouched_drop. */
void vouched_give(const struct vouched *v, struct fx_verify_options *opt);
void vouched_drop(struct vouched *v);

#endif
