/*
 * custodians.h - recipients, identities, records and fields, as options name
 * them
 */
#ifndef CUSTODIANS_H
#define CUSTODIANS_H

#include <stdint.h>

#include "forensic/access.h"
#include "forensic/age.h"
#include "forensic/vault.h"

/*
 * Take what --custodian names, a recipient age1... or a file of some, behind
 * the n that are in to; one that is among them is not added.  Returns how many
 * there are.  Ends with CLI_USAGE where it is none, or one too many.
 */
size_t custodians_add(struct fx_age_recipient to[FX_CUSTODIANS], size_t n,
    const char *arg);

/* An identity itself has no place among arguments, which others can see. */
void custodians_refuse_identity(const char *arg);

/* Read the file of --identity, or end with CLI_FAIL. */
void custodians_identity(struct fx_age_identities *ids, const char *path);

/*
 * Take a name of --field behind the n that are in field; one that is among them
 * is not added.  Returns how many there are.  Ends with CLI_USAGE where it is
 * none, or one too many.
 */
size_t custodians_field(const char *field[FX_ACCESS_FIELDS], size_t n,
    const char *name);

#endif
