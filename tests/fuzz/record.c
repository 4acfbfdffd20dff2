/*
 * record.c - any bytes as the body of a record, and as lines to make records
 * of: one spelling for each value, and no record that its own reader refuses
 */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/verify/quick.h"
#include "../unit/quick_same.h"
#include "carvers.h"
#include "forensic/canon.h"
#include "forensic/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

/* v is written, and what is written is read as v. */
static void
there_and_back(json_t *v, struct fx_buf *out)
{
	struct fx_err err;
	json_t *again;

	must(fx_canon_write(out, v, &err) == 0);
	again = fx_canon_parse(out->p, out->len, &err);
	must(again != NULL && json_equal(v, again));
	json_decref(again);
}

/* What the short way takes is a sound finding, and says the same. */
static void
gist(const char *p, size_t n, json_t *v)
{
	char why[FX_VALUE_LEN];
	struct fxv_gist quick, slow;
	enum fxv_kind kind = FXV_KINDS;
	const char *extra = NULL;

	if (!fxv_quick(&quick, p, n))
		return;
	must(v != NULL && fxv_kind_check(v, &kind, &extra, why) == 0);
	must(kind == FXV_FINDING && extra == NULL);
	fxv_gist(&slow, v);
	must(quick.seq == slow.seq && quick.run == slow.run);
	must(quick.src == slow.src && quick.off == slow.off);
	must(quick.len == slow.len && quick.us == slow.us);
	must(strcmp(quick.t, slow.t) == 0);
	must(strcmp(quick.class, slow.class) == 0);
	must(memcmp(quick.prev, slow.prev, sizeof(slow.prev)) == 0);
	must(quick.plain == slow.plain && quick.in_file == slow.in_file);
	must(quick.fp == slow.fp);
}

/* As a body: read here if, and only if, it is the canonical spelling. */
static void
body(const char *p, size_t n)
{
	struct fx_buf out = { 0 };
	struct fx_err err = { 0 };
	json_t *v = fx_canon_parse(p, n, &err);
	json_t *other = json_loadb(p, n, JSON_REJECT_DUPLICATES, NULL);

	gist(p, n, v);
	if (v != NULL) {
		must(err.msg[0] == '\0' && json_equal(v, other));
		there_and_back(v, &out);
		must(out.len == n && memcmp(out.p, p, n) == 0);
	} else {
		must(err.msg[0] != '\0' && err.off <= n);
		must(other == NULL || !json_is_object(other) ||
		    fx_canon_write(&out, other, &err) == -1 || out.len != n ||
		    memcmp(out.p, p, n) != 0);
	}
	fx_buf_done(&out);
	json_decref(other);
	json_decref(v);
}

/* What is made of a line has a canonical form, or the line is refused. */
static void
made(json_t *v, const struct fx_err *err)
{
	struct fx_buf out = { 0 };
	struct fx_err why;

	if (v == NULL) {
		must(err->code == FX_EFORMAT || err->code == FX_ELIMIT);
		return;
	}
	if (fx_canon_write(&out, v, &why) == 0) {
		fx_buf_reset(&out);
		there_and_back(v, &out);
	} else {
		must(why.code == FX_EFORMAT || why.code == FX_ELIMIT);
	}
	fx_buf_done(&out);
	json_decref(v);
}

static void
finding(const struct fx_run_ids *ids, const struct fx_line *line)
{
	struct fx_secrets secrets = { 0 };
	struct fx_err err;
	uint8_t sum[FX_SHA256_LEN];
	size_t i;
	json_t *v;

	v = fx_record_finding(ids, line, &secrets, &err);
	for (i = 0; v != NULL && i < secrets.n; i++)
		must(
		    fx_commit(sum, secrets.list[i].nonce, secrets.list[i].field,
			secrets.list[i].value, secrets.list[i].len) == 0);
	made(v, &err);
	fx_secrets_done(&secrets);
}

static void
line(const char *p, size_t n, const struct fx_line *source)
{
	static const struct fx_acquisition log = { .format = "dc3dd",
		.digests.has[FX_MD5] = true,
		.has_size = true,
		.text[FX_ACQ_EXAMINER] = "Zo\xeb 4111111111111111" };
	const struct fx_run_ids ids = { .run = 1,
		.src = 1,
		.set = carvers,
		.acq = n % 2 == 0 ? &log : NULL };
	struct fx_run_counts counts = { 0 };
	struct fx_line l;
	struct fx_err err;

	must(same_judge(&ids, p, n) != -1);
	if (fx_line_read(&l, p, n, &err) == -1)
		return;
	switch (l.type) {
	case FX_LINE_SOURCE:
		made(fx_record_source(&ids, &l, "A1", &err), &err);
		made(fx_record_run_begin(&ids, &l, NULL, "x", &err), &err);
		break;
	case FX_LINE_RUN:
		made(fx_record_run_begin(&ids, source, &l, "x", &err), &err);
		break;
	case FX_LINE_FINDING:
		finding(&ids, &l);
		break;
	case FX_LINE_STOPPED:
		break;
	case FX_LINE_LIMIT:
	case FX_LINE_ERROR:
		made(fx_record_trouble(&ids, &l, &err), &err);
		break;
	case FX_LINE_END:
		made(fx_record_run_end(&ids, "complete", &counts, &l, &err),
		    &err);
	}
	fx_line_done(&l);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char text[] =
	    "{\"type\":\"source\",\"v\":1,\"tool\":\"x\",\"version\":\"1\","
	    "\"build\":\"1\",\"options\":{},\"path\":\"x\",\"format\":\"raw\","
	    "\"sector\":512,\"started\":\"2026-11-21T20:59:18.306028Z\"}";
	static struct fx_line source;
	struct fx_err err;
	char *copy;

	if (source.json == NULL)
		must(fx_line_read(&source, text, strlen(text), &err) == 0);
	if ((copy = malloc(size > 0 ? size : 1)) == NULL)
		abort();
	if (size > 0)
		memcpy(copy, data, size);
	body(copy, size);
	line(copy, size, &source);
	free(copy);
	return 0;
}
