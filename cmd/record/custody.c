/* custody.c - fxrecord --custody: somebody hands something over */
#include <inttypes.h>
#include <string.h>

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

/*
 * Somebody hands over what another has, on record: that may be how it was, and
 * is then the next record's to tell; or a name was mistaken.  0, or -1.
 */
static int
warn_gap(const struct asked *a)
{
	const char *what = asked(a, OPT_WHAT), *from = asked(a, OPT_FROM);
	struct fx_buf who = { 0 };
	uint64_t seq = 0;
	struct fx_err err;
	int has = fx_store_holder(a->store, what, &who, &seq, &err);

	if (has == -1)
		asked_fail(a, &err);
	else if (has == 1 && strcmp(fx_buf_text(&who), from) != 0)
		cli_warn("%s: warning: by record %" PRIu64
			 " it is %s who has %s, not %s: a verifier will tell "
			 "of a gap",
		    a->path, seq, fx_buf_text(&who), what, from);
	fx_buf_done(&who);
	return has == -1 ? -1 : 0;
}

int
custody_run(struct asked *a)
{
	json_t *v = json_object();
	int rc = CLI_FAIL;
	struct fx_err err;

	if (people_put(a, v, texts, FX_LEN(texts)) == 0 && warn_gap(a) == 0) {
		if (fx_store_append(a->store, "custody", v, NULL, 0, &err) ==
		    -1)
			rc = asked_fail(a, &err);
		else
			rc = people_sign(a, 1, "a hand-over");
	}
	json_decref(v);
	return rc;
}
