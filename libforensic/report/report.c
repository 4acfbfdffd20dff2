/* report.c - a page from a case file: read once for its facts, once into it */
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "forensic/json.h"

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
    const struct fx_verify_hook *hook, const struct fx_child_hook *child,
    struct fx_err *err)
{
	struct fx_verify_options with = *opt->verify;

	with.hook = hook;
	with.descend = child != NULL && opt->verify->descend;
	with.child_hook = child;
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
	/* Children are looked at once: what is said of them comes from there.
	 */
	if (memcmp(x, y, sizeof(x)) != 0 || a->records != b->records ||
	    a->signed_size != b->signed_size ||
	    (!a->children.followed &&
		(a->worst != b->worst || a->nreasons != b->nreasons)))
		return fx_fail(err, FX_EBROKEN, 0,
		    "it changed while it was read");
	return 0;
}

/* A page that holds no records: what it shows is what was read once. */
static int
write_bare(struct fxr_out *out, const struct fxr_facts *f,
    const struct fx_verdict *verdict)
{
	fxr_page_top(out, f, verdict);
	out->unseen = true;
	fxr_page_end(out, f);
	return fxr_flush(out);
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
	again = read_case(path, out->opt, &hook, NULL, &out->err);
	if (again == NULL)
		goto done;
	close_block(&p);
	fxr_page_end(out, first);
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
	struct fxr_batch *batch = calloc(1, sizeof(*batch));
	struct fx_child_hook child;
	struct fx_verdict *verdict = NULL;
	struct fxr_out out = { 0 };
	int rc = -1;

	*written = false;
	if (f == NULL || batch == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "a page");
		free(f);
		free(batch);
		return NULL;
	}
	fxr_batch_begin(batch, &child, opt->scratch);
	f->batch = batch;
	if (fxr_facts_begin(f, err) == 0 &&
	    (verdict = read_case(path, opt, &hook, &child, err)) != NULL) {
		rc = fxr_batch_end(batch, err);
		*written = rc == 0 && f->rows > 0;
		f->bare = verdict->children.followed &&
		    f->rows > FX_REPORT_POUR;
	}
	if (*written) {
		rc = fxr_begin(&out, opt);
		if (rc == 0)
			rc = f->bare ? write_bare(&out, f, verdict)
				     : write_page(path, &out, f, verdict);
		if (rc == -1)
			*err = out.err;
		fxr_done(&out);
	}
	if (rc == -1) {
		fx_verdict_free(verdict);
		verdict = NULL;
	}
	fxr_facts_done(f);
	fxr_batch_done(batch);
	free(f);
	free(batch);
	return verdict;
}
