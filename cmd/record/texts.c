/* texts.c - what people give in words: held to what may stand, and masked */
#include "act.h"
#include "cli.h"
#include "stated.h"

/* Options whose words become, or are part of, a text of the case. */
static const int stated[] = { OPT_ANCHOR_FILED, OPT_BLOCKER, OPT_BY,
	OPT_EXAMINER, OPT_EXHIBIT, OPT_FROM, OPT_LEGAL, OPT_SEAL_NO, OPT_TO,
	OPT_WHAT, OPT_WHY, 0 };

/* Those that name the log when a case begins, and for as long as it lasts. */
static const int naming[] = { OPT_AGENCY, OPT_CASE, OPT_EXHIBIT, 0 };

void
texts_take(struct asked *a, bool begins, const struct option *table)
{
	struct fx_masker *masker = NULL;
	size_t i;

	for (i = 0; i < a->ngiven; i++) {
		struct given *g = &a->given[i];

		if (begins && act_lists(naming, g->option)) {
			if (stated_holds(act_name(table, g->option), g->arg,
				&masker))
				cli_die(CLI_USAGE,
				    "--%s holds what looks like a value: it "
				    "names the log, and can't be masked",
				    act_name(table, g->option));
		} else if (act_lists(stated, g->option)) {
			g->arg = stated_masked(&g->masked,
			    act_name(table, g->option), g->arg, &masker);
		}
	}
	fx_masker_free(masker);
}
