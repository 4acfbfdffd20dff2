/* findings.h - for the benches: a stream of findings for fxrecord */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <stdint.h>

#include "carvers.h"
#include "child.h"
#include "forensic/finding.h"

enum { FINDINGS_STRIDE = 100 }; /* bytes between findings */

/* A stream of n findings, as fxscan writes one. */
static inline void
findings_make(const char *path, uint64_t n)
{
	static const char *const why[] = { "luhn", "iin:visa", "near:card" };
	static const struct fx_found_attr attrs[] = { { "scheme", "visa" },
		{ "expiry", "2028-09" }, { "cvv", "417" } };
	const char *const names[] = { "card.pan", NULL };
	const struct fx_image_info info = { .format = "raw",
		.size = (n + 1) * FINDINGS_STRIDE,
		.sector = 512 };
	const struct fx_carver *const set[] = {
		fx_carver_find(carvers, "card.pan"), NULL
	};
	struct fx_line_source source = { .tool = "fxscan",
		.version = "0",
		.build = "bench",
		.path = "bench.dd",
		.info = &info,
		.started = "2026-11-21T20:59:18.306028Z",
		.carvers = names,
		.min = 12 };
	struct fx_found f = { .carver = set[0],
		.len = 16,
		.score = 31,
		.nwhy = 3,
		.why = why,
		.nattrs = 3,
		.attrs = attrs };
	struct fx_scan_result res = { .complete = true,
		.bytes = info.size,
		.found = { n } };
	struct fx_line_end end = { .status = "complete",
		.res = &res,
		.set = set,
		.ended = "2026-11-21T20:59:19.306028Z" };
	struct fx_buf out = { 0 };
	FILE *file = fopen(path, "w");
	char pan[32];
	uint64_t i;

	if (file == NULL || f.carver == NULL)
		err(4, "%s", path);
	fx_line_put_source(&out, &source);
	for (i = 0; i <= n; i++) {
		if (i < n) {
			snprintf(pan, sizeof pan, "4539%012ju", (uintmax_t)i);
			f.value = pan;
			f.off = i * FINDINGS_STRIDE;
			fx_line_put_finding(&out, &f, NULL);
		} else {
			fx_line_put_end(&out, &end);
		}
		if (fwrite(out.p, 1, out.len, file) != out.len || out.failed)
			err(4, "%s", path);
		fx_buf_reset(&out);
	}
	fx_buf_done(&out);
	if (fclose(file) != 0)
		err(4, "%s", path);
}

#endif
