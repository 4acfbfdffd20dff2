/* scan.c - the work of a unit that is an image: fxscan image | fxrecord case */
#include "pair.h"

static int
start(struct attempt *a, struct pair *p, void *arg, struct fx_err *err)
{
	(void)arg;
	return pair_scan(a, p, NULL, err);
}

int
scan_image(struct attempt *a, struct fx_err *err)
{
	return pair_make(a, start, NULL, err);
}
