/* correct.c - fxrecord --correct: what a record says was a mistake */
#include <string.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "people.h"
#include "records.h"

static const struct people_text texts[] = {
	{ OPT_WHY, "--why", "why" },
};

static uint64_t
which(const struct asked *a)
{
	const char *of = asked(a, OPT_CORRECT);

	return records_number("--correct", of, of + strlen(of));
}

void
correct_check(struct asked *a)
{
	which(a);
}

int
correct_run(struct asked *a)
{
	const uint64_t of = which(a);
	json_t *v = json_object();
	int rc = CLI_FAIL;
	struct fx_err err;

	if (fx_statement_refer(a->store, "correct", of, &err) == -1) {
		json_decref(v);
		return asked_fail(a, &err);
	}
	json_object_set_new(v, "of", json_integer((json_int_t)of));
	if (people_put(a, v, texts, FX_LEN(texts)) == 0) {
		if (fx_store_append(a->store, "correct", v, NULL, 0, &err) ==
		    -1)
			rc = asked_fail(a, &err);
		else
			rc = people_sign(a, 1, "a correction");
	}
	json_decref(v);
	return rc;
}
