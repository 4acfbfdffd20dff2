/* files.c - lists and keys that a batch goes by, as they were when it was
 * planned */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/statement.h"

int
files_add(struct plan_head *h, const char *option, const char *path,
    struct fx_err *err)
{
	char hex[2 * FX_SHA256_LEN + 1], *whole = realpath(path, NULL);
	uint8_t sum[FX_SHA256_LEN];
	int rc = -1;

	if (whole == NULL)
		return fx_fail_sys(err, 0, "%s", path);
	if (fx_statement_check(whole, strlen(whole), err) == 0 &&
	    fx_sha256_file(sum, whole, err) == 0) {
		fx_hex(hex, sum, sizeof(sum));
		rc = plan_file(h, option, whole, hex, err);
	}
	free(whole);
	return rc;
}

static int
check(const struct plan_file *f, struct fx_err *err)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err why;

	if (fx_sha256_file(sum, f->path, &why) == -1)
		return fx_fail(err, why.code, 0, "%s %s: %s", f->option,
		    f->path, why.msg);
	fx_hex(hex, sum, sizeof(sum));
	return strcmp(hex, f->sum) == 0
	    ? 0
	    : fx_fail(err, FX_EBROKEN, 0,
		  "%s %s: is not what it was when the batch was planned: all "
		  "units go by the same, or it takes a new batch",
		  f->option, f->path);
}

int
files_check(const struct plan_head *h, bool scans, struct fx_err *err)
{
	size_t i;

	for (i = 0; i < h->files; i++)
		if ((scans || !plan_file_scans(h->file[i].option)) &&
		    check(&h->file[i], err) == -1)
			return -1;
	return 0;
}

/* The digests of all files of an option, with commas between. */
static void
put_sums(struct fx_buf *out, const struct plan_head *h, const char *option)
{
	size_t i;

	for (i = 0; i < h->files; i++)
		if (strcmp(h->file[i].option, option) == 0)
			fx_buf_printf(out, "%s%s", out->len > 0 ? "," : "",
			    h->file[i].sum);
}

void
files_told(const struct plan_head *h, const json_t *source, struct result *r)
{
	static const char *const lists[] = { "--alert", "--known", "--stop" };
	const json_t *options = json_object_get(source, "options");
	struct fx_buf want = { 0 };
	const char *told;
	size_t i;

	for (i = 0; i < FX_LEN(lists); i++) {
		fx_buf_reset(&want);
		put_sums(&want, h, lists[i]);
		told = json_string_value(
		    json_object_get(options, lists[i] + 2));
		if (want.failed ||
		    strcmp(want.len > 0 ? want.p : "",
			told != NULL ? told : "") != 0)
			result_fail(r, WHY_CHANGED,
			    "a list of %s was changed since the batch was "
			    "planned",
			    lists[i]);
	}
	fx_buf_done(&want);
}
