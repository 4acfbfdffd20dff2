/* report.c - a page from a case file: read once for its facts, once into it */
#include <stdlib.h>
#include <string.h>

#include "forensic/json.h"
#include "internal.h"

enum { BLOCK = 512 << 10 }; /* bytes of records in one script element */

/* The second reading: the records go into the page, in blocks. */
struct pour {
	struct fxr_out *out;
	struct fxr_facts *sum; /* its digest alone */
	struct fx_buf record;
	size_t block; /* bytes in the block that is open; 0: none is */
};

static void
close_block(struct pour *p)
{
	if (p->block > 0)
		fxr_html(p->out, "]</script>\n");
	p->block = 0;
}

/* A body is a string of JSON, so that the script has its very bytes again. */
static void
pour_record(void *arg, int64_t seq, const char *body, size_t len,
    const json_t *record)
{
	struct pour *p = arg;
	struct fx_json j = { .out = &p->record };

	fxr_facts_record(p->sum, seq, body, len, record);
	if (p->out->failed)
		return;
	fx_buf_reset(&p->record);
	if (body != NULL)
		fx_json_bytes(&j, body, len);
	else
		fx_json_int(&j, seq); /* too long, or no text */
	if (fx_buf_check(&p->record, &p->out->err) == -1) {
		p->out->failed = true;
		return;
	}
	if (p->block > BLOCK)
		close_block(p);
	fxr_html(p->out,
	    p->block > 0
		? ",\n"
		: "<script type=\"application/json\" class=\"records\">[");
	fxr_data(p->out, p->record.p, p->record.len);
	p->block += p->record.len;
}

static void
pour_head(void *arg, uint64_t size, const char *note, size_t len)
{
	struct pour *p = arg;

	fxr_facts_head(p->sum, size, note, len);
}

static struct fx_verdict *
read_case(const char *path, const struct fx_report_options *opt,
    const struct fx_verify_hook *hook, struct fx_err *err)
{
	struct fx_verify_options with = *opt->verify;

	with.hook = hook;
	return fx_verify(path, &with, err);
}

/* The digest of what a reading met; ends it. */
static int
sum_up(struct fxr_facts *f, uint8_t sum[FX_SHA256_LEN], struct fx_err *err)
{
	if (f->failed) {
		*err = f->err;
		return -1;
	}
	return fx_hash_end(f->sum, sum, err);
}

/* Is what the second reading met what the first one had? */
static int
compare(struct fxr_facts *first, struct fxr_facts *second,
    const struct fx_verdict *a, const struct fx_verdict *b, struct fx_err *err)
{
	uint8_t x[FX_SHA256_LEN], y[FX_SHA256_LEN];

	if (sum_up(first, x, err) == -1 || sum_up(second, y, err) == -1)
		return -1;
	if (memcmp(x, y, sizeof(x)) != 0 || a->worst != b->worst ||
	    a->records != b->records || a->signed_size != b->signed_size ||
	    a->nreasons != b->nreasons)
		return fx_fail(err, FX_EBROKEN, 0,
		    "it changed while it was read");
	return 0;
}

static int
write_page(const char *path, struct fxr_out *out, struct fxr_facts *first,
    const struct fx_verdict *verdict)
{
	struct fxr_facts *second = calloc(1, sizeof(*second));
	struct pour p = { .out = out, .sum = second };
	const struct fx_verify_hook hook = { pour_record, pour_head, &p };
	struct fx_verdict *again = NULL;
	int rc = -1;

	if (second == NULL)
		return fx_fail(&out->err, FX_ENOMEM, 0, "a page");
	if (fxr_facts_begin(second, &out->err) == -1)
		goto done;
	fxr_page_top(out, first, verdict);
	out->unseen = true;
	again = read_case(path, out->opt, &hook, &out->err);
	if (again == NULL)
		goto done;
	close_block(&p);
	fxr_page_end(out);
	if (fxr_flush(out) == 0)
		rc = compare(first, second, verdict, again, &out->err);
done:
	fx_verdict_free(again);
	fx_buf_done(&p.record);
	fxr_facts_done(second);
	free(second);
	return rc;
}

struct fx_verdict *
fx_report(const char *path, const struct fx_report_options *opt, bool *written,
    struct fx_err *err)
{
	struct fxr_facts *f = calloc(1, sizeof(*f));
	const struct fx_verify_hook hook = { fxr_facts_record, fxr_facts_head,
		f };
	struct fx_verdict *verdict = NULL;
	struct fxr_out out = { 0 };
	int rc = -1;

	*written = false;
	if (f == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "a page");
		return NULL;
	}
	if (fxr_facts_begin(f, err) == 0 &&
	    (verdict = read_case(path, opt, &hook, err)) != NULL) {
		rc = 0;
		*written = f->rows > 0;
	}
	if (*written) {
		rc = fxr_begin(&out, opt);
		if (rc == 0)
			rc = write_page(path, &out, f, verdict);
		if (rc == -1)
			*err = out.err;
		fxr_done(&out);
	}
	if (rc == -1) {
		fx_verdict_free(verdict);
		verdict = NULL;
	}
	fxr_facts_done(f);
	free(f);
	return verdict;
}
