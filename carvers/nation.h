/* nation.h - numbers of persons and documents as a text has them */
#ifndef NATION_H
#define NATION_H

#include "forensic/scheme.h"
#include "text.h"

enum {
	NATION_REACH = 40, /* characters of one with its separators */
	NATION_MOST = 20,  /* of those alone, with a NUL */
	NATION_READS = 64, /* ways to read one place */
	NATION_FORMS = 256,
};

/* A row of nation.def. */
struct nation {
	const char *country, *scheme, *document;
	unsigned int kinds; /* of words, as bits of a set */
	const char *langs, *forms;
};

/* A way to read what stands at a place: the row's form, and its check holds. */
struct nation_read {
	const struct nation *row;
	size_t len;   /* characters in the window */
	bool grouped; /* in groups */
	bool alone;   /* in a form that needs no word near it */
	bool unsure;  /* of a form whose check is not known */
	int bits;     /* of its check */
	char value[NATION_MOST + 1];
	char birth[sizeof "2000-01-01"]; /* or "" */
};

/*
 * Kinds of words that speak for one of the forms that begin as what stands at
 * w->p[at] does, and NATION_ALONE where one needs no word.  0: there is none.
 * Looks at little.
 */
#define NATION_ALONE (1u << 31)
unsigned int nation_may(const struct fx_window *w, size_t at);

/*
 * What stands at w->p[at], its first character, in all ways: how many.  Rows
 * are left out that none of the kinds of words speaks for, but for forms that
 * need no word.
 */
size_t nation_read(const struct fx_window *w, size_t at, unsigned int kinds,
    struct nation_read reads[NATION_READS]);

/* What the words near a number say of it. */
struct nation_words {
	int bits; /* of the best; 0: none */
	const struct word *best;
	bool label;
	bool own;                  /* one of its own language or country */
	const struct word *denied; /* its label says it is something else */
};

void nation_weigh(const struct beside *b, const struct nation *row,
    struct nation_words *out);

/* Does a label for a document stand right before the place? Looks at little. */
bool nation_document(const struct fx_window *w, size_t at);

extern const struct nation nations[];
extern const size_t nations_n;

#endif
