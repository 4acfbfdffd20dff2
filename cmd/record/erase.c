/* erase.c - fxrecord --erase: destroy openings, on the record */
#include <inttypes.h>

#include "act.h"
#include "cli.h"
#include "custodians.h"
#include "forensic/access.h"
#include "records.h"
#include "stated.h"

/* The fields that are named, each once. How many? */
static size_t
take_fields(const struct asked *a, const char *field[FX_ACCESS_FIELDS])
{
	const char *arg;
	size_t at = 0, n = 0;

	while ((arg = asked_next(a, OPT_FIELD, &at)) != NULL)
		n = custodians_field(field, n, arg);
	return n;
}

void
erase_check(struct asked *a)
{
	const char *field[FX_ACCESS_FIELDS];
	struct records records;

	take_fields(a, field);
	records_take(&records, "--erase", asked(a, OPT_ERASE));
}

int
erase_run(struct asked *a)
{
	const char *field[FX_ACCESS_FIELDS];
	struct records records;
	struct fx_masker *masker = NULL;
	struct fx_buf who = { 0 };
	struct fx_store_info info;
	struct fx_access what = { .seq = records.seq,
		.field = field,
		.who = asked(a, OPT_BY),
		.why = asked(a, OPT_WHY),
		.legal = asked(a, OPT_LEGAL) };
	struct fx_err err;
	uint64_t n;
	int rc;

	records_take(&records, "--erase", asked(a, OPT_ERASE));
	if (records_findings(&records, a->store, &err) == -1)
		return asked_fail(a, &err);
	what.n = records.n;
	what.fields = take_fields(a, field);
	fx_store_info(a->store, &info);
	if (what.who == NULL) /* of a case whose words nobody held to rules */
		what.who = stated_masked(&who, "by", info.examiner, &masker);
	rc = fx_store_erase(a->store, &what, &n, &err);
	fx_masker_free(masker);
	fx_buf_done(&who);
	if (rc == -1)
		return asked_fail(a, &err);
	if (!a->quiet)
		cli_warn("%s: %" PRIu64 " opening%s erased, as record %" PRIu64
			 " says; copies of the vault still have %s",
		    a->path, n, n == 1 ? " is" : "s are", info.size,
		    n == 1 ? "it" : "them");
	return CLI_OK;
}
