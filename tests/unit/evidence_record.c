/* evidence_record.c - what of a line reaches a record, and what does not */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/record.h"
#include "forensic/utf8.h"
#include "tap.h"

#define PAN "4539578763621486"

/* A carver for names: the first four digits of a run of four or more. */
static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	if (w->len - at < 4)
		return false;
	hit->at = at;
	hit->len = 4;
	hit->score = w->p[at] == '9' ? FX_NAME_MIN - 1 : FX_NAME_MIN;
	memcpy(hit->value, w->p + at, 4);
	hit->value[4] = '\0';
	return true;
}

static void
mask(const char *value, char *out, size_t cap)
{
	snprintf(out, cap, "%.2s**", value);
}

static const struct fx_carver carver = {
	.name = "card.pan",
	.about = "a test",
	.group = "card",
	.version = 1,
	.reach = 4,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4 } },
	.probe = probe,
	.mask = mask,
	.attrs = { { "scheme", FX_PUBLIC, false },
	    { "holder", FX_PRIVATE, false }, { "cvv", FX_PRIVATE, true },
	    { "line", FX_DROPPED, false } },
};

static const struct fx_carver *const set[] = { &carver, NULL };
static const struct fx_run_ids ids = { .run = 2, .src = 3, .set = set };

static json_t *
finding(const char *text, struct fx_secrets *secrets, struct fx_err *err)
{
	struct fx_line line;
	json_t *v;

	if (fx_line_read(&line, text, strlen(text), err) == -1) {
		ok(false, "%s: %s", text, err->msg);
		return NULL;
	}
	v = fx_record_finding(&ids, &line, secrets, err);
	fx_line_done(&line);
	return v;
}

static const char *
str(const json_t *v, const char *key)
{
	const char *s = json_string_value(json_object_get(v, key));

	return s != NULL ? s : "-";
}

/* The secret of that field; NULL if there is none. */
static const struct fx_secret *
secret(const struct fx_secrets *s, const char *field)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->list[i].field, field) == 0)
			return &s->list[i];
	return NULL;
}

static void
opens(const json_t *v, const struct fx_secrets *s, const char *field,
    const void *value, size_t n)
{
	const struct fx_secret *o = secret(s, field);
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];

	if (!ok(o != NULL && o->len == n && memcmp(o->value, value, n) == 0,
		"the opening of %s holds its value", field))
		return;
	fx_commit(sum, o->nonce, field, value, n);
	fx_hex(hex, sum, sizeof(sum));
	is_str(str(json_object_get(v, "commit"), field), hex,
	    "and opens the commitment");
}

#define HEAD                                                           \
	"{\"type\":\"finding\",\"kind\":\"card.pan\",\"value\":\"" PAN \
	"\",\"offset\":10,\"length\":16,\"path\":\"10\","              \
	"\"encoding\":\"utf16le\",\"score\":31,\"why\":[\"luhn\"]"

/* The CVV has a letter, lest a commitment in hex hold it by chance. */
static void
parts(void)
{
	static const char text[] = HEAD
	    ",\"attrs\":{\"scheme\":\"visa\",\"holder\":\"A BC\","
	    "\"cvv\":\"1Z3\",\"line\":\"all\",\"new\":{\"hex\":\"ff00\"}},"
	    "\"file\":{\"volume\":2,\"fs\":\"ntfs\",\"inode\":\"4-5\","
	    "\"path\":\"/a/b\",\"state\":\"deleted\",\"other\":1},"
	    "\"context\":\"" PAN "\"}";
	struct fx_secrets s = { 0 };
	struct fx_buf out = { 0 };
	struct fx_err err;
	json_t *v, *again;

	v = finding(text, &s, &err);
	if (!ok(v != NULL, "a record"))
		return;
	ok(fx_canon_write(&out, v, &err) == 0, "it has a canonical form");
	again = fx_canon_parse(out.p, out.len, &err);
	ok(json_equal(v, again), "which is read again");
	ok(strstr(out.p, PAN) == NULL && strstr(out.p, "A BC") == NULL &&
		strstr(out.p, "1Z3") == NULL && strstr(out.p, "all") == NULL,
	    "nothing clear is in it");
	is_str(str(v, "class"), "card.pan", "class");
	is_str(str(v, "mask"), "45**", "mask");
	is_str(str(v, "enc"), "utf16le", "enc");
	is_int(json_integer_value(json_object_get(v, "run")), 2, "run");
	is_int(json_integer_value(json_object_get(v, "src")), 3, "src");
	is_int(json_integer_value(json_object_get(v, "off")), 10, "off");
	is_int(json_integer_value(json_object_get(v, "len")), 16, "len");
	is_str(str(v, "path"), "10", "path");
	is_int(json_integer_value(json_object_get(v, "score")), 31, "score");
	is_int(json_array_size(json_object_get(v, "why")), 1, "why");
	is_int(json_object_size(json_object_get(v, "attrs")), 1,
	    "one public attribute");
	is_str(str(json_object_get(v, "attrs"), "scheme"), "visa", "scheme");
	is_int(json_object_size(json_object_get(v, "commit")), 4,
	    "commitments to the value and three attributes");
	is_int(s.n, 4, "and as many openings");
	opens(v, &s, "value", PAN, 16);
	opens(v, &s, "holder", "A BC", 4);
	opens(v, &s, "cvv", "1Z3", 3);
	opens(v, &s, "new", "\xff\0", 2);
	is_int(json_object_size(json_object_get(v, "file")), 5,
	    "the file, without what is not known of it");
	json_decref(v);
	json_decref(again);
	fx_buf_done(&out);
	fx_secrets_done(&s);
}

/* T22: no 64 digits of a record tell whether a guessed number is right. */
static void
no_guessing(void)
{
	static const char *const guesses[] = { PAN, PAN "\n", "value" PAN };
	char hex[2 * FX_SHA256_LEN + 1];
	struct fx_secrets s = { 0 };
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err;
	json_t *a, *b;
	size_t i;

	a = finding(HEAD "}", &s, &err);
	b = finding(HEAD "}", &s, &err);
	ok(strcmp(str(json_object_get(a, "commit"), "value"),
	       str(json_object_get(b, "commit"), "value")) != 0,
	    "two findings of one number share no commitment");
	for (i = 0; i < FX_LEN(guesses); i++) {
		fx_sha256(sum, guesses[i], strlen(guesses[i]));
		fx_hex(hex, sum, sizeof(sum));
		ok(strcmp(str(json_object_get(a, "commit"), "value"), hex) != 0,
		    "no plain hash, %zu", i);
	}
	json_decref(a);
	json_decref(b);
	fx_secrets_done(&s);
}

static void
unknown(void)
{
	static const char other[] =
	    "{\"type\":\"finding\",\"kind\":\"bank.x\",\"value\":\"DE12\","
	    "\"offset\":1,\"length\":4,\"path\":\"1\",\"encoding\":\"ascii\","
	    "\"score\":0,\"why\":[],\"attrs\":{\"country\":\"DE\"}}";
	static const char bytes[] =
	    "{\"type\":\"finding\",\"kind\":\"card.pan\","
	    "\"value\":{\"hex\":\"00ff\"},\"offset\":1,\"length\":4,"
	    "\"path\":\"1\",\"encoding\":\"ascii\",\"score\":0,\"why\":[]}";
	struct fx_secrets s = { 0 };
	struct fx_err err;
	json_t *v;

	v = finding(other, &s, &err);
	is_str(str(v, "mask"), "********", "a kind not known here: all hidden");
	ok(json_object_get(v, "attrs") == NULL, "no attribute is public");
	opens(v, &s, "country", "DE", 2);
	json_decref(v);
	v = finding(bytes, &s, &err);
	is_str(str(v, "mask"), "********", "no text: all hidden");
	opens(v, &s, "value", "\0\xff", 2);
	json_decref(v);
	fx_secrets_done(&s);
}

static void
refused(const char *text, const char *says)
{
	struct fx_secrets s = { 0 };
	struct fx_err err = { 0 };
	json_t *v = finding(text, &s, &err);

	ok(v == NULL && (err.code == FX_EFORMAT || err.code == FX_ELIMIT) &&
		strstr(err.msg, says) != NULL,
	    "refused: %s", says);
	json_decref(v);
	fx_secrets_done(&s);
}

/* What is public, but no name of a scheme. */
static void
open_attrs(void)
{
	static const struct {
		const char *in, *out;
	} attrs[] = {
		{ "1-4111", "1-4111" }, /* few digits stand */
		{ "4111-1111 x", "41**-11** x" },
		{ "x 41111111", "x 41**1111" },
	};
	struct fx_secrets secrets = { 0 };
	char text[512];
	struct fx_err err;
	json_t *v;
	size_t i;

	for (i = 0; i < FX_LEN(attrs); i++) {
		snprintf(text, sizeof(text),
		    HEAD ",\"attrs\":{\"scheme\":\"%s\"}}", attrs[i].in);
		v = finding(text, &secrets, &err);
		is_str(str(json_object_get(v, "attrs"), "scheme"), attrs[i].out,
		    "public: \"%s\"", attrs[i].in);
		json_decref(v);
	}
	fx_secrets_done(&secrets);
}

static void
refusals(void)
{
	struct fx_buf many = { 0 };
	int i;

	refused("{\"type\":\"finding\",\"kind\":\"bank.x\",\"value\":\"DE12\","
		"\"offset\":1,\"length\":4,\"path\":\"1\",\"encoding\":"
		"\"utf32\",\"score\":0,\"why\":[]}",
	    "encoding");
	refused(HEAD ",\"attrs\":{\"value\":\"x\"}}", "called value");
	refused(HEAD ",\"attrs\":{\"a2345678901234567890123456789012345\":"
		     "\"x\"}}",
	    "longer than 32");
	fx_buf_str(&many, HEAD ",\"attrs\":{");
	for (i = 0; i < FX_SECRETS_MOST; i++)
		fx_buf_printf(&many, "%s\"a%d\":\"x\"", i > 0 ? "," : "", i);
	fx_buf_str(&many, "}}");
	refused(many.p, "more than 64");
	fx_buf_done(&many);
}

/* Text that may hold a finding by accident. */
static const struct {
	const char *in, *out;
} names[] = {
	{ "", "" },
	{ "plain.dd", "plain.dd" },
	{ "4111", "41**" },
	{ "a4111b", "a41**b" },
	{ "/x/4111/5222y", "/x/41**/52**y" },
	{ "123", "123" },
	{ "9111", "9111" }, /* too low a score */
	{ "a_4111_b_", "a_41**_b_" },
};

static void
masks(void)
{
	struct fx_buf out = { 0 };
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(names); i++) {
		fx_buf_reset(&out);
		ok(fx_mask_text(&out, names[i].in, strlen(names[i].in), set,
		       &err) == 0,
		    "mask");
		is_str(fx_buf_text(&out), names[i].out, "\"%s\"", names[i].in);
	}
	fx_buf_done(&out);
}

static json_t *
source(const char *path, const char *exhibit)
{
	struct fx_buf text = { 0 };
	struct fx_line line;
	struct fx_err err;
	json_t *v = NULL;

	fx_buf_printf(&text,
	    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\",\"version\":\"1\""
	    ",\"build\":\"x\",\"options\":{\"min\":12},\"path\":%s,"
	    "\"format\":\"stream\",\"sector\":512,"
	    "\"started\":\"2026-11-21T20:59:18.306028Z\","
	    "\"stored\":{\"md5\":\"d41d8cd98f00b204e9800998ecf8427e\"}}",
	    path);
	if (ok(fx_line_read(&line, text.p, text.len, &err) == 0, "a line")) {
		v = fx_record_source(&ids, &line, exhibit, &err);
		fx_line_done(&line);
	}
	fx_buf_done(&text);
	return v;
}

static void
sources(void)
{
	json_t *v;

	v = source("\"seized.E01\"", "A1");
	is_str(str(v, "name"), "seized.E01", "name");
	is_str(str(v, "exhibit"), "A1", "exhibit");
	is_str(str(v, "format"), "stream", "format");
	is_int(json_integer_value(json_object_get(v, "stream")), 1, "stream");
	is_str(str(json_object_get(v, "stored"), "md5"),
	    "d41d8cd98f00b204e9800998ecf8427e", "stored");
	json_decref(v);
	v = source("{\"hex\":\"ff3431313161\"}", NULL);
	is_str(str(v, "name_hex"), "ff34312a2a61",
	    "a name that is no text, masked all the same");
	ok(json_object_get(v, "name") == NULL, "and no other");
	ok(json_object_get(v, "exhibit") == NULL, "no exhibit");
	json_decref(v);
}

static json_t *
begin(const char *argv, const char *boot)
{
	struct fx_buf text = { 0 };
	struct fx_line src, run;
	struct fx_err err;
	json_t *v;

	fx_buf_printf(&text,
	    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\",\"version\":\"1\""
	    ",\"build\":\"x\",\"options\":{\"min\":12},\"path\":\"a\","
	    "\"format\":\"raw\",\"sector\":512,"
	    "\"started\":\"2026-11-21T20:59:18.306028Z\"}");
	fx_line_read(&src, text.p, text.len, &err);
	fx_buf_reset(&text);
	fx_buf_printf(&text,
	    "{\"type\":\"run\",\"exe_sha256\":\"%064d\",\"libs\":{\"a\":\"1\"},"
	    "\"argv\":%s,\"host\":{\"hex\":\"ff\"},\"user\":\"u\","
	    "\"boot\":\"%s\",\"argv_more\":7}",
	    0, argv, boot);
	ok(fx_line_read(&run, text.p, text.len, &err) == 0, "a run line");
	v = fx_record_run_begin(&ids, &src, &run, "badge 1", &err);
	fx_line_done(&src);
	fx_line_done(&run);
	fx_buf_done(&text);
	return v;
}

static void
runs(void)
{
	json_t *v;

	v = begin("[\"fxscan\",\"a\"]", "other");
	is_str(str(v, "examiner"), "badge 1", "examiner");
	is_str(str(v, "tool"), "fxscan", "tool");
	is_str(str(v, "started"), "2026-11-21T20:59:18.306028Z", "started");
	is_int(json_array_size(json_object_get(v, "argv")), 2, "argv");
	is_str(str(v, "scan_boot"), "other", "scanned on another machine");
	is_str(str(v, "host_hex"), "ff", "a host that is no text");
	is_int(json_integer_value(json_object_get(v, "argv_more")), 7,
	    "arguments left out");
	ok(json_integer_value(json_object_get(v, "up")) > 0, "up");
	json_decref(v);
	v = begin("[\"fxscan\",{\"hex\":\"ff\"}]", "");
	ok(json_object_get(v, "argv") == NULL, "an argument that is no text");
	is_str(json_string_value(
		   json_array_get(json_object_get(v, "argv_hex"), 0)),
	    "66787363616e", "all as digits");
	is_str(str(v, "scan_boot"), "-", "no boot, no other boot");
	json_decref(v);
}

static void
ends(void)
{
	static const char text[] =
	    "{\"type\":\"end\",\"status\":\"complete\",\"bytes\":99,"
	    "\"sha256\":\"000000000000000000000000000000000000000000000000"
	    "0000000000000000\",\"findings\":{\"card.pan\":7},"
	    "\"below\":{\"card.pan\":1},\"stopped\":{\"card.pan\":3},"
	    "\"known\":{\"card.pan\":4},\"limits\":0,\"errors\":0,"
	    "\"ended\":\"2026-11-21T20:59:18.306028Z\"}";
	struct fx_run_counts counts = { 0 };
	struct fx_line line;
	struct fx_err err;
	json_t *v;

	fx_counts_add(&counts, "card.pan", &err);
	fx_counts_add(&counts, "card.pan", &err);
	counts.errors = 4;
	v = fx_record_run_end(&ids, "interrupted", &counts, NULL, &err);
	is_str(str(v, "status"), "interrupted", "status");
	is_int(json_integer_value(
		   json_object_get(json_object_get(v, "findings"), "card.pan")),
	    2, "as many findings as were counted");
	is_int(json_object_size(json_object_get(v, "below")), 0,
	    "nothing is known below");
	is_int(json_integer_value(json_object_get(v, "errors")), 4, "errors");
	ok(json_object_get(v, "bytes") == NULL, "nor how many bytes");
	json_decref(v);
	ok(fx_line_read(&line, text, strlen(text), &err) == 0, "an end line");
	v = fx_record_run_end(&ids, "complete", &counts, &line, &err);
	is_int(json_integer_value(
		   json_object_get(json_object_get(v, "findings"), "card.pan")),
	    2, "what is recorded counts, not what is announced");
	is_int(json_integer_value(json_object_get(v, "bytes")), 99, "bytes");
	is_int(json_integer_value(
		   json_object_get(json_object_get(v, "stopped"), "card.pan")),
	    3, "what was on stop lists");
	is_int(json_integer_value(
		   json_object_get(json_object_get(v, "known"), "card.pan")),
	    4, "what was in known files");
	is_str(str(v, "ended"), "2026-11-21T20:59:18.306028Z", "ended");
	json_decref(v);
	fx_line_done(&line);
	fx_counts_done(&counts);
}

int
main(void)
{
	parts();
	no_guessing();
	unknown();
	open_attrs();
	refusals();
	masks();
	sources();
	runs();
	ends();
	return done();
}
