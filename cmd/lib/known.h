/* known.h - files that are known by their digest, from --known */
#ifndef KNOWN_H
#define KNOWN_H

#include "forensic/buf.h"
#include "forensic/fs.h"
#include "forensic/hashset.h"

/* Files past this size are not looked up: no list of known files has any. */
#define KNOWN_MOST (UINT64_C(16) << 30)

enum { KNOWN_LISTS = 16 }; /* most lists on a command line */

struct known {
	struct fx_hashset *list[KNOWN_LISTS];
	struct fx_buf sums; /* SHA-256 of each list, with commas between */
	size_t n;
	bool skip; /* findings in them are counted, not told */

	uint8_t *seen; /* of the map at hand: what is known of each stream */
	size_t nseen;
};

/* Load a list; what is none ends the tool. */
void known_add(struct known *k, const char *path);

/* Is the content of stream i in a list? */
bool known_stream(struct known *k, struct fx_map *map, uint32_t i);

/* Is the content of a whole source, such as a file of a folder? */
bool known_image(const struct known *k, struct fx_image *img);

void known_forget(struct known *k); /* the map is gone */
void known_free(struct known *k);

#endif
