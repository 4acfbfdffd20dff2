/* export_dfxml.c - a run as Digital Forensics XML, version 1.2.0 */
#include <inttypes.h>
#include <string.h>

#include "export.h"
#include "forensic/bytes.h"

static void
libraries(struct fx_buf *b, json_t *libs)
{
	const char *name;
	json_t *version;

	json_object_foreach (libs, name, version) {
		fx_buf_str(b, "<library");
		fxx_attribute(b, "name", name);
		fxx_attribute(b, "version", json_string_value(version));
		fx_buf_str(b, "/>\n");
	}
}

/* Who scanned, with what: the order of elements is the schema's. */
static void
creator(struct fx_buf *b, const json_t *begin)
{
	struct fx_buf line = { 0 };

	fx_buf_str(b, "<creator>\n");
	fxx_element(b, "program", fxr_str(begin, "tool"));
	fxx_element(b, "version", fxr_str(begin, "version"));
	fx_buf_str(b, "<execution_environment>\n");
	fxx_element(b, "host", fxx_name(&line, begin, "host"));
	fx_buf_reset(&line);
	fxx_words(&line, json_object_get(begin, "argv"));
	fxx_element(b, "command_line", fx_buf_text(&line));
	fxx_element(b, "username", fxx_name(&line, begin, "user"));
	fxx_element(b, "start_time", fxr_str(begin, "started"));
	fx_buf_str(b, "</execution_environment>\n");
	libraries(b, json_object_get(begin, "libs"));
	fx_buf_str(b, "</creator>\n");
	if (line.failed)
		b->failed = true;
	fx_buf_done(&line);
}

/* What the schema has no element for stands in a name space of our own. */
static void
image(struct fxx *x)
{
	static const char *const sums[] = { "md5", "sha1", "sha256" };
	const json_t *end = x->end.json;
	struct fx_buf *b = &x->out;
	size_t i;

	fx_buf_str(b, "<fx:image");
	fxx_attribute(b, "exhibit", fxx_exhibit(x));
	fxx_attribute(b, "format", fxr_str(x->source.json, "format"));
	fxx_attribute_int(b, "sector",
	    (uint64_t)fxx_int(x->source.json, "sector"));
	if (json_object_get(end, "bytes") != NULL)
		fxx_attribute_int(b, "bytes", (uint64_t)fxx_int(end, "bytes"));
	for (i = 0; i < FX_LEN(sums); i++)
		fxx_attribute(b, sums[i], fxr_str(end, sums[i]));
	fxx_attribute(b, "ranges", fxr_str(end, "ranges"));
	fxx_attribute(b, "status",
	    end != NULL ? fxr_str(end, "status") : "open");
	fx_buf_str(b, "/>\n");
}

static void
case_of(struct fxx *x)
{
	const struct fx_verdict *v = fx_case_verdict(x->c);
	struct fx_buf *b = &x->out;

	fx_buf_str(b, "<fx:case");
	fxx_attribute(b, "log", v->origin);
	fxx_attribute(b, "examiner", v->examiner);
	fxx_attribute_int(b, "records", v->records);
	fxx_attribute(b, "key", v->key);
	fxx_attribute(b, "verdict", fx_verdict_word(v->worst));
	fx_buf_str(b, "/>\n<fx:export");
	fxx_attribute(b, "version", x->opt->version);
	fxx_attribute(b, "build", x->opt->build);
	fxx_attribute(b, "values", fxx_opens(x) ? "revealed" : "masked");
	fx_buf_str(b, "/>\n");
}

void
fxx_dfxml_head(struct fxx *x)
{
	struct fx_buf *b = &x->out, name = { 0 };

	fx_buf_str(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<dfxml xmlns=\"http://www.forensicswiki.org/wiki/"
	    "Category:Digital_Forensics_XML\"\n"
	    "  xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	    "  xmlns:fx=\"urn:x-fxkit:dfxml:1\" version=\"1.2.0\">\n"
	    "<metadata><dc:type>Findings of stolen financial and identity "
	    "data</dc:type></metadata>\n");
	if (x->begin.json != NULL) {
		creator(b, x->begin.json);
		fx_buf_str(b, "<source>\n");
		fxx_element(b, "image_filename",
		    fxx_name(&name, x->source.json, "name"));
		fx_buf_str(b, "</source>\n");
		image(x);
	}
	case_of(x);
	if (name.failed)
		b->failed = true;
	fx_buf_done(&name);
}

/* Bytes in one run of the image; in a file; or what a decoder made of them. */
static void
byte_run(struct fx_buf *b, const json_t *finding)
{
	const struct fxx_place p = fxx_place(finding);

	fx_buf_str(b, "<byte_runs><byte_run");
	fxx_attribute_int(b, p.stream ? "file_offset" : "img_offset", p.offset);
	fxx_attribute_int(b, p.decoded ? "uncompressed_len" : "len", p.len);
	fx_buf_str(b, "/></byte_runs>\n");
}

static void
owner(struct fx_buf *b, const json_t *file)
{
	static const char *const names[] = { "state", "type", "created",
		"modified", "accessed", "changed" };
	struct fx_buf name = { 0 };
	size_t i;

	if (file == NULL)
		return;
	fx_buf_str(b, "<fx:file");
	if (json_object_get(file, "volume") != NULL)
		fxx_attribute_int(b, "volume",
		    (uint64_t)fxx_int(file, "volume"));
	fxx_attribute(b, "fs", fxr_str(file, "fs"));
	fxx_attribute(b, "inode", fxr_str(file, "inode"));
	fxx_attribute(b, "path", fxx_name(&name, file, "path"));
	for (i = 0; i < FX_LEN(names); i++)
		fxx_attribute(b, names[i], fxr_str(file, names[i]));
	fx_buf_str(b, "/>");
	if (name.failed)
		b->failed = true;
	fx_buf_done(&name);
}

static void
told(struct fxx *x, const struct fxx_record *f)
{
	const struct fxx_said said = fxx_said(x, f->seq);
	struct fx_buf *b = &x->out, words = { 0 };
	const char *value;

	fx_buf_str(b, "<fx:finding");
	fxx_attribute_int(b, "record", f->seq);
	fxx_attribute(b, "class", fxr_str(f->json, "class"));
	fxx_attribute(b, "mask", fxr_str(f->json, "mask"));
	value = fxx_value(x, f);
	fxx_attribute(b, "value", value != NULL ? value : "");
	fxx_attribute(b, "encoding", fxr_str(f->json, "enc"));
	fxx_attribute_int(b, "score", (uint64_t)fxx_int(f->json, "score"));
	fxx_attribute(b, "rating", fxr_rating(fxx_int(f->json, "score")));
	fxx_words(&words, json_object_get(f->json, "why"));
	fxx_attribute(b, "why", fx_buf_text(&words));
	fx_buf_reset(&words);
	fxx_words(&words, json_object_get(f->json, "attrs"));
	fxx_attribute(b, "attributes", fx_buf_text(&words));
	fxx_attribute(b, "alert", fxr_str(f->json, "alert"));
	fxx_attribute(b, "member", fxx_name(&words, f->json, "member"));
	fxx_attribute(b, "review", said.review);
	if (said.revealed > 0)
		fxx_attribute_int(b, "revealed", said.revealed);
	fx_buf_byte(b, '>');
	owner(b, json_object_get(f->json, "file"));
	fx_buf_str(b, "</fx:finding>\n");
	if (words.failed)
		b->failed = true;
	fx_buf_done(&words);
}

/* A finding is a carved object, whose name is the path where it was carved. */
static void
dfxml_finding(struct fxx *x, const struct fxx_record *f)
{
	char leaf[2 * FX_SHA256_LEN + 1];
	struct fx_buf *b = &x->out;

	fx_hex(leaf, f->leaf, FX_SHA256_LEN);
	fx_buf_str(b, "<fileobject>\n");
	fxx_element(b, "filename", fxr_str(f->json, "path"));
	fxx_element(b, "id", leaf);
	fx_buf_printf(b, "<filesize>%" PRIi64 "</filesize>\n",
	    fxx_int(f->json, "len"));
	byte_run(b, f->json);
	told(x, f);
	fx_buf_str(b, "</fileobject>\n");
	fxx_sync(x, NULL, b);
}

static void
trouble(struct fxx *x, const struct fxx_record *r)
{
	struct fx_buf *b = &x->out;

	fx_buf_printf(b, "<fx:%s", fxr_str(r->json, "kind"));
	fxx_attribute_int(b, "record", r->seq);
	if (json_object_get(r->json, "off") != NULL)
		fxx_attribute_int(b, "offset",
		    (uint64_t)fxx_int(r->json, "off"));
	if (json_object_get(r->json, "len") != NULL)
		fxx_attribute_int(b, "length",
		    (uint64_t)fxx_int(r->json, "len"));
	fxx_attribute(b, "path", fxr_str(r->json, "path"));
	fxx_attribute(b, "why", fxr_str(r->json, "why"));
	fx_buf_str(b, "/>\n");
	fxx_sync(x, NULL, b);
}

static void
dfxml_run_end(struct fxx *x)
{
	fxx_each(x, "error", true, trouble);
	fxx_each(x, "limit", true, trouble);
}

void
fxx_dfxml_tail(struct fxx *x)
{
	if (x->begin.json == NULL) /* a case without any run */
		fxx_dfxml_head(x);
	fx_buf_str(&x->out, "</dfxml>\n");
}

const struct fxx_format fxx_dfxml = {
	.name = "dfxml",
	.single = true,
	.run = fxx_dfxml_head,
	.finding = dfxml_finding,
	.run_end = dfxml_run_end,
	.end = fxx_dfxml_tail,
};
