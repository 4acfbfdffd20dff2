/*
 * custodians.c - recipients, identities, records and fields, as options name
 * them
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "custodians.h"
#include "forensic/bytes.h"

void
custodians_refuse_identity(const char *arg)
{
	/* However it is spelt, and wherever it stands: it would be told. */
	static const char *const starts[] = { "AGE-SECRET-KEY-1",
		"AGE-SECRET-KEY-PQ-1" };
	size_t i;

	for (i = 0; i < FX_LEN(starts); i++)
		if (strcasestr(arg, starts[i]) != NULL)
			cli_die(CLI_USAGE,
			    "an identity has no place among arguments, which "
			    "others can see: name its file, and make another "
			    "one");
}

size_t
custodians_add(struct fx_age_recipient to[FX_CUSTODIANS], size_t n,
    const char *arg)
{
	struct fx_age_recipient more[FX_CUSTODIANS];
	struct fx_err err;
	size_t found = 1, i, k;

	custodians_refuse_identity(arg);
	if (strncmp(arg, "age1", 4) == 0 && access(arg, F_OK) == -1 &&
	    fx_age_recipient_parse(&more[0], arg, strlen(arg), &err) == -1)
		cli_die(CLI_USAGE, "--custodian: %s: %s", arg, err.msg);
	if (fx_age_recipient_parse(&more[0], arg, strlen(arg), &err) == -1 &&
	    fx_age_recipient_load(more, FX_CUSTODIANS, &found, arg, &err) == -1)
		cli_die(CLI_USAGE, "--custodian: %s", err.msg);
	for (i = 0; i < found; i++) {
		for (k = 0; k < n; k++)
			if (memcmp(&to[k], &more[i], sizeof(to[k])) == 0)
				break;
		if (k < n)
			continue;
		if (n == FX_CUSTODIANS)
			cli_die(CLI_USAGE, "--custodian: more than %d",
			    FX_CUSTODIANS);
		to[n++] = more[i];
	}
	return n;
}

/* lab.agekey, beside lab.key. */
void
custodians_path(struct fx_buf *out, const char *key)
{
	const size_t n = strlen(key);
	const bool tail = n > 4 &&
	    (strcmp(key + n - 4, ".key") == 0 ||
		strcmp(key + n - 4, ".pub") == 0);

	fx_buf_put(out, key, tail ? n - 4 : n);
	fx_buf_str(out, ".agekey");
}

int
custodians_own(const char *path, struct fx_age_recipient to[FX_CUSTODIANS],
    size_t *n, bool *made, struct fx_err *err)
{
	struct fx_age_identities ids;
	int rc;

	*made = access(path, F_OK) == -1;
	if (!*made)
		return fx_age_recipient_load(to, FX_CUSTODIANS, n, path, err);
	if ((rc = fx_age_identity_new(&ids, err)) == 0)
		rc = fx_age_identity_save(&ids, path, err);
	to[0] = ids.recipient[0];
	*n = 1;
	fx_age_forget(&ids);
	return rc;
}

void
custodians_identity(struct fx_age_identities *ids, const char *path)
{
	struct fx_err err;

	custodians_refuse_identity(path);
	if (fx_age_identity_load(ids, path, &err) == 0)
		return;
	cli_error(NULL, &err);
	exit(CLI_FAIL);
}

size_t
custodians_field(const char *field[FX_ACCESS_FIELDS], size_t n,
    const char *name)
{
	size_t i;

	if (name[0] == '\0')
		cli_die(CLI_USAGE, "--field is empty");
	for (i = 0; i < n; i++)
		if (strcmp(field[i], name) == 0)
			return n;
	if (n == FX_ACCESS_FIELDS)
		cli_die(CLI_USAGE, "--field: more than %d", FX_ACCESS_FIELDS);
	field[n] = name;
	return n + 1;
}
