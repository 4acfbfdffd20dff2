/* people.c - what the acts share by which people state something in a case */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "cli.h"
#include "people.h"

struct fx_masker *
people_masker(const struct asked *a)
{
	struct fx_masker *masker;
	struct fx_err err;

	if ((masker = fx_masker_new(carvers, &err)) == NULL)
		asked_fail(a, &err);
	return masker;
}

int
people_put(const struct asked *a, json_t *v, const struct people_text *texts,
    size_t n)
{
	struct fx_err err;
	size_t i;

	for (i = 0; i < n; i++)
		if (fx_statement_add(v, texts[i].member,
			asked(a, texts[i].option), &err) == -1) {
			asked_fail(a, &err);
			return -1;
		}
	return 0;
}

int
people_sign(const struct asked *a, uint64_t n, const char *words)
{
	struct fx_store_info info;
	struct fx_err err;

	if (fx_store_sign(a->store, &err) == -1)
		return asked_fail(a, &err);
	if (a->quiet)
		return CLI_OK;
	fx_store_info(a->store, &info);
	if (n == 1)
		cli_warn("%s: record %" PRIu64 ": %s", a->path, info.size - 1,
		    words);
	else
		cli_warn("%s: records %" PRIu64 " to %" PRIu64 ": %s", a->path,
		    info.size - n, info.size - 1, words);
	return CLI_OK;
}
