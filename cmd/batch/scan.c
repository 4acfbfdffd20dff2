/* scan.c - the work of a unit that is an image: fxscan image | fxrecord case */
#include <stdlib.h>

#include "pair.h"

int
scan_image(struct attempt *a, struct fx_err *err)
{
	struct pair p = PAIR_NONE;
	struct flow f = { .sink = pair_to_pipe,
		.arg = &p.to,
		.size = batch_image(a->b, a->unit)->size,
		.head = &a->b->plan.head };
	char *path = pair_case(a);
	int rc = pair_case_start(a, path, err);

	if (rc == 0 && a->result.why == WHY_NONE) {
		rc = pair_scan(a, &p, NULL, err);
		if (rc == 0)
			rc = pair_record(a, &p, path, err);
		if (rc == 0)
			rc = pair_run(a, &p, &f, err);
		if (rc == 0 && a->result.why == WHY_NONE)
			pair_head(a, path);
	}
	pair_close(&p);
	free(path);
	return rc;
}
