/* internal.h - shared by the files of finding/ */
#ifndef FINDING_INTERNAL_H
#define FINDING_INTERNAL_H

#include "forensic/finding.h"

/* Largest integer of the format, 2^53 - 1: exact in every JSON reader. */
#define FINDING_INT_MAX INT64_C(9007199254740991)

/*
 * Look at the n bytes of a line before they are parsed: nesting no deeper than
 * FX_LINE_DEPTH and no "-0".  Returns 0, or -1 and err with the offset.
 */
int finding_syntax(const char *text, size_t n, struct fx_err *err);

/*
 * Where the value of the outermost object's member key begins in a line that
 * parses; 0 when it has no such member.
 */
size_t finding_where(const char *text, size_t n, const char *key);

/*
 * Hold a parsed line to the members of its type.  Returns NULL and the type, or
 * words for what is wrong; *key is then the member they are about, or NULL.
 */
const char *finding_members(const json_t *json, enum fx_line_type *type,
    const char **key);

#endif
