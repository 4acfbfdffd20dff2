/* tables.h - tables that the user's own files hold */
#ifndef TABLES_H
#define TABLES_H

#include "forensic/modulus.h"

enum { TABLES_MOST = 1 << 20 }; /* bytes of a file */

/* Read a file of Pay.UK's tables into m; exits CLI_FAIL if it is none. */
void tables_modulus(struct fx_modulus *m, const char *path);

#endif
