/* flatjson.h - the fields of the JSON object around a place of a window */
#ifndef FLATJSON_H
#define FLATJSON_H

#include "forensic/carver.h"

/* A field: its name, and its value without quotes, in the window. */
struct flatjson_field {
	size_t key, nkey;
	size_t at, n;
	bool string;
};

/*
 * Where the fields of the object begin, of which the name of one has its first
 * quote at `at`; that place itself if the beginning is not there.
 */
size_t flatjson_open(const struct fx_window *w, size_t at);

/* The field of that name, from such a place on; objects in it are not read. */
bool flatjson_find(const struct fx_window *w, size_t from, const char *name,
    struct flatjson_field *f);

/* A string's text, with \" \\ and \/ as they are meant, if it fits; else "". */
bool flatjson_text(const struct fx_window *w, size_t from, const char *name,
    char *out, size_t cap);

/* A number without a sign. */
bool flatjson_integer(const struct fx_window *w, size_t from, const char *name,
    int64_t *v);

#endif
