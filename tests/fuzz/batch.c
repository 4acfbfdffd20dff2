/*
 * batch.c - any bytes as a manifest, as a plan, as a result: what is taken
 * keeps the rules, and says the same when it is written again
 */
#include <stdlib.h>
#include <string.h>

#include "../../cmd/batch/manifest.h"
#include "../../cmd/batch/plan.h"
#include "../../cmd/batch/result.h"
#include "../../cmd/batch/sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
as_manifest(const char *p, size_t n)
{
	struct manifest m = { 0 };
	struct fx_err err;
	size_t i;

	if (manifest_read(&m, p, n, &err) == 0) {
		must(m.n > 0);
		for (i = 0; i < m.n; i++) {
			must(strchr(m.row[i].exhibit, '/') == NULL);
			must(m.row[i].exhibit[0] != '.');
			must(strcspn(m.row[i].path, "\n\t") ==
			    strlen(m.row[i].path));
		}
	}
	manifest_done(&m);
}

static void
as_plan(const char *p, size_t n)
{
	struct plan plan = { 0 };
	struct fx_buf text = { 0 };
	struct fx_err err;

	if (plan_read(&plan, p, n, &err) == 0) {
		must(plan_text(&plan, &text, &err) == 0);
		must(text.len <= n && memcmp(text.p, p, text.len) == 0);
	}
	plan_done(&plan);
	fx_buf_done(&text);
}

static void
as_result(const char *p, size_t n)
{
	struct result r, again;
	struct fx_buf text = { 0 };
	struct fx_err err;

	if (result_read(&r, p, n, 1, "a", &err) == 0) {
		result_put(&text, &r, 1, "a");
		must(fx_buf_check(&text, &err) == 0);
		must(result_read(&again, text.p, text.len, 1, "a", &err) == 0);
		must(result_same(&r, &again));
		result_done(&again);
	}
	result_done(&r);
	fx_buf_done(&text);
}

static void
as_sums(const char *p, size_t n)
{
	struct sums s;
	struct fx_err err;

	if (sums_read(&s, p, n, &err) == 0)
		must(s.have[FX_SHA256] && s.part != NULL);
	sums_done(&s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;

	as_manifest(p, size);
	as_plan(p, size);
	as_result(p, size);
	as_sums(p, size);
	return 0;
}
