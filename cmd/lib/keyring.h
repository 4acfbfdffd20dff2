/* keyring.h - public keys that somebody vouches for, and what he calls them */
#ifndef KEYRING_H
#define KEYRING_H

#include "forensic/key.h"

enum { KEYRING_MOST = 10000 };

/* Begins empty. */
struct keyring {
	struct fx_pub *keys;
	char **names; /* of the files, without their folder */
	size_t n, cap;
};

/* Add the key in a file. Ends the program if there is none. */
void keyring_file(struct keyring *k, const char *path);

/*
 * Add the keys in a folder: of its files those that end in .pub or .vkey, in
 * the order of their names; other files and folders are left alone.  Ends the
 * program if one of them is no key, or if there is none.
 */
void keyring_folder(struct keyring *k, const char *path);
void keyring_drop(struct keyring *k);

#endif
