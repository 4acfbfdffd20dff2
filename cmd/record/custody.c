/* custody.c - fxrecord --custody: somebody hands something over */
#include "cli.h"
#include "forensic/bytes.h"
#include "people.h"

static const struct people_text texts[] = {
	{ OPT_FROM, "--from", "from" },
	{ OPT_TO, "--to", "to" },
	{ OPT_WHAT, "--what", "what" },
	{ OPT_WHY, "--why", "why" },
	{ OPT_SEAL_NO, "--seal-no", "seal_no" },
};

int
custody_run(struct asked *a)
{
	json_t *v = json_object();
	int rc = CLI_FAIL;
	struct fx_err err;

	if (people_put(a, v, texts, FX_LEN(texts)) == 0) {
		if (fx_store_append(a->store, "custody", v, NULL, 0, &err) ==
		    -1)
			rc = asked_fail(a, &err);
		else
			rc = people_sign(a, 1, "a hand-over");
	}
	json_decref(v);
	return rc;
}
