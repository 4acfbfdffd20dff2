/*
 * custodians.h - recipients, identities, records and fields, as options name
 * them
 */
#ifndef CUSTODIANS_H
#define CUSTODIANS_H

#include <stdbool.h>
#include <stdint.h>

#include "forensic/access.h"
#include "forensic/age.h"
#include "forensic/buf.h"
#include "forensic/vault.h"

/*
 * Take what --custodian names, a recipient age1... or a file of some, behind
 * the n that are in to; one that is among them is not added.  Returns how many
 * there are.  Ends with CLI_USAGE where it is none, or one too many.
 */
size_t custodians_add(struct fx_age_recipient to[FX_CUSTODIANS], size_t n,
    const char *arg);

/* Append the name of the identity beside a signing key: lab.agekey. */
void custodians_path(struct fx_buf *out, const char *key);

/*
 * No custodian was named: the one identity at path serves, made if it is not
 * there (*made).  to and n become whom it stands for.  Returns 0, or -1 and
 * err.
 */
int custodians_own(const char *path, struct fx_age_recipient to[FX_CUSTODIANS],
    size_t *n, bool *made, struct fx_err *err);

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
