/* tables.h - what the user's own files and libraries know of accounts */
#ifndef TABLES_H
#define TABLES_H

#include "forensic/modulus.h"

enum { TABLES_MOST = 1 << 20 }; /* bytes of a file */

/* Read a file of Pay.UK's tables into m; exits CLI_FAIL if it is none. */
void tables_modulus(struct fx_modulus *m, const char *path);

/*
 * Check a bank code of eight digits with an account number of ten behind it, by
 * libktoblzcheck if that can be loaded; else, and for banks that it does not
 * know, FX_NOT_CHECKABLE.
 */
enum fx_answer tables_german(const char *digits);

#endif
