/* export_csv.c - findings as CSV (RFC 4180) that no spreadsheet computes */
#include <inttypes.h>

#include "export.h"
#include "forensic/bytes.h"

static void
csv_begin(struct fxx *x)
{
	fx_buf_str(&x->out,
	    "record,leaf,run,source,exhibit,class,mask,offset,length,path,"
	    "encoding,score,rating,why,alert,attributes,volume,file_system,"
	    "inode,file,state,type,created,modified,accessed,changed,member,"
	    "review,revealed,value\r\n");
}

static void
text(struct fxx *x, const char *s)
{
	fx_buf_byte(&x->out, ',');
	if (*s != '\0')
		fxx_put_csv(&x->out, s);
}

static void
number(struct fxx *x, uint64_t n)
{
	fx_buf_printf(&x->out, ",%" PRIu64, n);
}

/* The number of that name, if there is one. */
static void
maybe(struct fxx *x, const json_t *record, const char *name)
{
	const json_t *v = json_object_get(record, name);

	fx_buf_byte(&x->out, ',');
	if (json_is_integer(v))
		fx_buf_printf(&x->out, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(v));
}

static void
words(struct fxx *x, struct fx_buf *b, json_t *value)
{
	fx_buf_reset(b);
	fxx_words(b, value);
	text(x, fx_buf_text(b));
}

static void
owner(struct fxx *x, struct fx_buf *b, const json_t *file)
{
	static const char *const names[] = { "state", "type", "created",
		"modified", "accessed", "changed" };
	size_t i;

	maybe(x, file, "volume");
	text(x, fxr_str(file, "fs"));
	text(x, fxr_str(file, "inode"));
	text(x, fxx_name(b, file, "path"));
	for (i = 0; i < FX_LEN(names); i++)
		text(x, fxr_str(file, names[i]));
}

static void
csv_finding(struct fxx *x, const struct fxx_record *f)
{
	const struct fxx_said said = fxx_said(x, f->seq);
	char leaf[2 * FX_SHA256_LEN + 1];
	const json_t *r = f->json;
	const char *value;
	struct fx_buf b = { 0 };

	fx_hex(leaf, f->leaf, FX_SHA256_LEN);
	fx_buf_printf(&x->out, "%" PRIu64 ",%s", f->seq, leaf);
	maybe(x, r, "run");
	text(x, fxx_name(&b, x->source.json, "name"));
	text(x, fxx_exhibit(x));
	text(x, fxr_str(r, "class"));
	text(x, fxr_str(r, "mask"));
	maybe(x, r, "off");
	maybe(x, r, "len");
	text(x, fxr_str(r, "path"));
	text(x, fxr_str(r, "enc"));
	maybe(x, r, "score");
	text(x, fxr_rating(fxx_int(r, "score")));
	words(x, &b, json_object_get(r, "why"));
	text(x, fxr_str(r, "alert"));
	words(x, &b, json_object_get(r, "attrs"));
	owner(x, &b, json_object_get(r, "file"));
	text(x, fxx_name(&b, r, "member"));
	text(x, said.review);
	if (said.revealed > 0)
		number(x, said.revealed);
	else
		text(x, "");
	value = fxx_value(x, f);
	text(x, value != NULL ? value : "");
	fx_buf_str(&x->out, "\r\n");
	if (b.failed)
		fxx_fail(x, FX_ENOMEM, "a row");
	fx_buf_done(&b);
	fxx_sync(x, NULL, &x->out);
}

const struct fxx_format fxx_csv = {
	.name = "csv",
	.begin = csv_begin,
	.finding = csv_finding,
};
