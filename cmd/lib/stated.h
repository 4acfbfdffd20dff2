/* stated.h - the words of an option that a record is to hold */
#ifndef STATED_H
#define STATED_H

#include "forensic/record.h"
#include "forensic/statement.h"

/* Is text what may be stated?  If not, CLI_USAGE naming the option. */
void stated_check(const char *option, const char *text);

/*
 * The same, and text (NULL: none) without the findings in it, kept in out;
 * warns if it held any.  masker is made when it is first wanted (*masker is
 * NULL), and the caller's to free.  Ends with CLI_FAIL where that can't be
 * done.
 */
const char *stated_masked(struct fx_buf *out, const char *option,
    const char *text, struct fx_masker **masker);

/* Are there findings in it?  Otherwise as stated_masked. */
bool stated_holds(const char *option, const char *text,
    struct fx_masker **masker);

/*
 * The name that somebody signs under, which stands as it is: CLI_USAGE if it is
 * not fit for one, or if there are findings in it.
 */
void stated_name(const char *option, const char *name,
    struct fx_masker **masker);

#endif
