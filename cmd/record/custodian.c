/* custodian.c - fxrecord --custodian: seal values to somebody more */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "custodians.h"
#include "forensic/access.h"

/* Those that are named are some. */
void
custodian_check(struct asked *a)
{
	struct fx_age_recipient to[FX_CUSTODIANS];
	const char *arg;
	size_t at = 0, n = 0;

	while ((arg = asked_next(a, OPT_CUSTODIAN, &at)) != NULL)
		n = custodians_add(to, n, arg);
	if (asked(a, OPT_IDENTITY) != NULL)
		custodians_refuse_identity(asked(a, OPT_IDENTITY));
}

/* One of them. */
static int
add(struct asked *a, const struct fx_age_recipient *to,
    const struct fx_age_identities *ids)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	struct fx_err err;
	uint64_t given;

	fx_age_recipient_text(to, text);
	if (fx_store_custodian(a->store, to, ids, asked(a, OPT_WHY), &given,
		&err) == -1) {
		cli_error(text, &err);
		return CLI_FAIL;
	}
	if (a->quiet)
		return CLI_OK;
	if (ids == NULL)
		cli_warn("%s: values are sealed to %s from the next run on; "
			 "for those before, it takes --identity",
		    a->path, text);
	else
		cli_warn("%s: values are sealed to %s, those of %" PRIu64
			 " run%s before too",
		    a->path, text, given, given == 1 ? "" : "s");
	return CLI_OK;
}

int
custodian_run(struct asked *a)
{
	struct fx_age_recipient to[FX_CUSTODIANS];
	struct fx_age_identities ids = { 0 };
	const char *arg;
	size_t at = 0, n = 0, i;
	int rc = CLI_OK;

	while ((arg = asked_next(a, OPT_CUSTODIAN, &at)) != NULL)
		n = custodians_add(to, n, arg);
	if (asked(a, OPT_IDENTITY) != NULL)
		custodians_identity(&ids, asked(a, OPT_IDENTITY));
	for (i = 0; i < n && rc == CLI_OK; i++)
		rc = add(a, &to[i], ids.n > 0 ? &ids : NULL);
	fx_age_forget(&ids);
	return rc;
}
