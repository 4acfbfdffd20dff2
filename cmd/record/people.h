/* people.h - what the acts share by which people state something in a case */
#ifndef RECORD_PEOPLE_H
#define RECORD_PEOPLE_H

#include "act.h"
#include "forensic/statement.h"

/* A text that an option gives, and the member of the record it becomes. */
struct people_text {
	int option;
	const char *name, *member; /* "--seal-no", "seal_no" */
};

/* Make ready to mask. NULL when that is said. */
struct fx_masker *people_masker(const struct asked *a);

/*
 * Put those of n texts that were given into v, as texts_take left them.
 * Returns 0; or -1 when that is said.
 */
int people_put(const struct asked *a, json_t *v,
    const struct people_text *texts, size_t n);

/*
 * Sign what was appended: n records, called words.  Tells, and returns what
 * fxrecord exits with.
 */
int people_sign(const struct asked *a, uint64_t n, const char *words);

#endif
