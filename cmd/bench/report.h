/* report.h - what was measured, as JSON and as tables */
#ifndef REPORT_H
#define REPORT_H

#include "result.h"

struct report {
	const char *tool, *version, *build;
	const char *made; /* FX_TIME form */
	int min;
	const struct field *field;
	const struct result *res;
	bool holds;         /* see result_holds, */
	const char *failed; /* and its words */
};

/* One object and a newline.  Rates are in parts of a million. */
void report_json(const struct report *r, struct fx_buf *out);

void report_table(const struct report *r, struct fx_buf *out);

/* Of a corpus: events in a GiB, in thousandths. */
struct report_rate {
	uint64_t rate, low, high;
};
struct report_rate report_rate(uint64_t events, uint64_t bytes);

/* A share in parts of a million, with its interval. */
struct report_share {
	uint64_t share, low, high;
};
struct report_share report_share(const struct tally *t);

#endif
