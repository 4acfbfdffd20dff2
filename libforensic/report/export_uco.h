/* export_uco.h - things of UCO as JSON-LD */
#ifndef REPORT_EXPORT_UCO_H
#define REPORT_EXPORT_UCO_H

#include "export.h"
#include "forensic/json.h"

/* In the place of a type in a finding's name: others name it before its record
 * is read. */
#define FXU_FINDING "kb:Finding"

/*
 * A thing is made from a record, by its leaf hash, and has a type and, where a
 * record tells of several of that type, a part.  So each has one name.
 */
struct fxu {
	struct fxx *x;
	struct fx_json j;
};

/* Begin and end a line of the graph with a thing of that type in it. */
struct fxu fxu_begin(struct fxx *x, const char *type, const uint8_t *leaf,
    const char *part);
struct fxu fxu_begin_finding(struct fxx *x, const char *type,
    const uint8_t *leaf);
void fxu_end(struct fxu *u);

/* A line with the name of a thing, in an array that is long. */
void fxu_item(struct fxx *x, const char *type, const uint8_t *leaf);

/* A thing inside another: as the value of a key, or in an array. */
void fxu_open(struct fxu *u, const char *type, const uint8_t *leaf,
    const char *part);
void fxu_close(struct fxu *u);

/* {"@id":...}: one that stands elsewhere. */
void fxu_ref(struct fxu *u, const char *type, const uint8_t *leaf,
    const char *part);
void fxu_kref(struct fxu *u, const char *key, const char *type,
    const uint8_t *leaf, const char *part);

/* Literals of a type; a string, a number and a truth have none to be told.
 * Nothing where text is "". */
void fxu_str(struct fxu *u, const char *key, const char *text);
void fxu_typed(struct fxu *u, const char *key, const char *type,
    const char *text);

#endif
