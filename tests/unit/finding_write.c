/* finding_write.c - what the writers write, byte for byte, and read again */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "tap.h"

#define TIME "2026-11-21T20:59:18.306028Z"

static const struct fx_carver pan = { .name = "card.pan" };
static const struct fx_carver iban = { .name = "bank.iban" };

/* The buffer holds just this line, and the reader takes it. */
static void
is_line(struct fx_buf *out, enum fx_line_type type, const char *want,
    const char *what)
{
	struct fx_line line = { 0 };
	struct fx_err err = { 0 };

	ok(!out->failed && out->len > 0 && out->p[out->len - 1] == '\n',
	    "%s: ends in a newline", what);
	is_int(fx_line_read(&line, out->p, out->len - 1, &err), 0,
	    "%s: is read again", what);
	is_str(err.msg, "", "%s: without a word", what);
	is_int(line.type, type, "%s: its type", what);
	out->p[out->len - 1] = '\0';
	is_str(out->p, want, "%s: its bytes", what);
	fx_line_done(&line);
	fx_buf_reset(out);
}

static void
sources(struct fx_buf *out)
{
	static const char *const carvers[] = { "card.pan", "card.track1",
		NULL };
	struct fx_image_info info = { .format = "ewf", .sector = 512 };
	struct fx_line_source s = {
		.tool = "fxscan",
		.version = "0.1.0",
		.build = "abc",
		.path = "a \"b\"\t\\.E01",
		.info = &info,
		.started = TIME,
		.carvers = carvers,
		.min = 12,
		.context = 32,
	};

	fx_line_put_source(out, &s);
	is_line(out, FX_LINE_SOURCE,
	    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\","
	    "\"version\":\"0.1.0\",\"build\":\"abc\",\"options\":{"
	    "\"carvers\":[\"card.pan\",\"card.track1\"],\"context\":32,\"decoders\":[],"
	    "\"min\":12,\"raw\":0},\"path\":\"a \\\"b\\\"\\t\\\\.E01\","
	    "\"format\":\"ewf\",\"sector\":512,\"started\":\"" TIME "\"}",
	    "source");
	s.path = "\xff";
	s.carvers = carvers + 2;
	s.raw = true;
	info.stored[FX_SHA1].known = true;
	info.stored[FX_MD5].known = true;
	info.stored[FX_MD5].sum[0] = 0xab;
	fx_line_put_source(out, &s);
	is_line(out, FX_LINE_SOURCE,
	    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\","
	    "\"version\":\"0.1.0\",\"build\":\"abc\",\"options\":{"
	    "\"carvers\":[],\"context\":32,\"decoders\":[],\"min\":12,\"raw\":1},"
	    "\"path\":{\"hex\":\"ff\"},\"format\":\"ewf\",\"sector\":512,"
	    "\"started\":\"" TIME "\",\"stored\":{"
	    "\"md5\":\"ab000000000000000000000000000000\","
	    "\"sha1\":\"0000000000000000000000000000000000000000\"}}",
	    "source with digests");
}

static void
runs(struct fx_buf *out)
{
	static const char *const libs[] = { "libtsk", "4.11.1", "zlib", "1.2",
		NULL };
	char name[] = "fxscan", bad[] = "\x80", *argv[] = { name, bad, NULL };
	char *many[40002], *arg = malloc(60);
	struct fx_line_run r = {
		.exe_sha256 = "0123456789abcdef0123456789abcdef"
			      "0123456789abcdef0123456789abcdef",
		.libs = libs,
		.argv = argv,
		.host = "h",
		.user = "u",
		.boot = "",
		.notes = "",
	};
	struct fx_line line = { 0 };
	struct fx_err err = { 0 };
	size_t i;

	fx_line_put_run(out, &r);
	is_line(out, FX_LINE_RUN,
	    "{\"type\":\"run\",\"exe_sha256\":"
	    "\"0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\","
	    "\"libs\":{\"libtsk\":\"4.11.1\",\"zlib\":\"1.2\"},"
	    "\"argv\":[\"fxscan\",{\"hex\":\"80\"}],\"host\":\"h\","
	    "\"user\":\"u\",\"boot\":\"\"}",
	    "run");
	r.notes = "no Landlock";
	r.argv = argv + 2;
	r.host = "\xe4";
	fx_line_put_run(out, &r);
	is_line(out, FX_LINE_RUN,
	    "{\"type\":\"run\",\"exe_sha256\":"
	    "\"0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef\","
	    "\"libs\":{\"libtsk\":\"4.11.1\",\"zlib\":\"1.2\"},\"argv\":[],"
	    "\"host\":{\"hex\":\"e4\"},\"user\":\"u\",\"boot\":\"\","
	    "\"notes\":\"no Landlock\"}",
	    "run with notes");
	memset(arg, 0xff, 59);
	arg[59] = '\0';
	for (i = 0; i < 40001; i++)
		many[i] = arg;
	many[i] = NULL;
	r.argv = many;
	fx_line_put_run(out, &r);
	ok(out->len < FX_LINE_LEN, "a long command line stays a line");
	is_int(fx_line_read(&line, out->p, out->len - 1, &err), 0, "read");
	is_int(fx_line_int(&line, "argv_more") +
		(int64_t)json_array_size(json_object_get(line.json, "argv")),
	    40001, "no argument is uncounted");
	fx_line_done(&line);
	fx_buf_reset(out);
	free(arg);
}

static void
findings(struct fx_buf *out)
{
	static const char *const why[] = { "luhn", "iin:visa" };
	static const struct fx_found_attr attrs[] = {
		{ "scheme", "visa" },
		{ "holder", "M\xfcller" },
	};
	struct fx_found f = {
		.carver = &pan,
		.off = 1048603,
		.len = 19,
		.score = 31,
		.value = "4539578763621486",
		.nwhy = 2,
		.why = why,
		.nattrs = 2,
		.attrs = attrs,
		.context = "x\0y",
		.context_len = 3,
	};

	fx_line_put_finding(out, &f, NULL);
	is_line(out, FX_LINE_FINDING,
	    "{\"type\":\"finding\",\"kind\":\"card.pan\","
	    "\"value\":\"4539578763621486\",\"offset\":1048603,\"length\":19,"
	    "\"path\":\"1048603\",\"encoding\":\"ascii\",\"score\":31,"
	    "\"why\":[\"luhn\",\"iin:visa\"],\"attrs\":{\"scheme\":\"visa\","
	    "\"holder\":{\"hex\":\"4dfc6c6c6572\"}},"
	    "\"context\":{\"hex\":\"780079\"}}",
	    "finding");
	f = (struct fx_found){
		.carver = &iban,
		.enc = FX_UTF16BE,
		.len = 1,
		.value = "\x7f\n\x01 \xe2\x82\xac",
	};
	fx_line_put_finding(out, &f, NULL);
	is_line(out, FX_LINE_FINDING,
	    "{\"type\":\"finding\",\"kind\":\"bank.iban\","
	    "\"value\":\"\x7f\\n\\u0001 \xe2\x82\xac\",\"offset\":0,"
	    "\"length\":1,\"path\":\"0\",\"encoding\":\"utf16be\",\"score\":0,"
	    "\"why\":[]}",
	    "least finding");
}

/* What lists make of a finding. */
static void
marks(struct fx_buf *out)
{
	static const char *const why[] = { "luhn", "iin:visa" };
	struct fx_found f = {
		.carver = &pan,
		.off = 1048603,
		.len = 19,
		.score = 31,
		.value = "4539578763621486",
		.nwhy = 2,
		.why = why,
	};

	f.mark.kind = FX_ALERTED;
	f.mark.list = 16;
	f.mark.line = UINT32_MAX;
	fx_line_put_finding(out, &f, NULL);
	is_line(out, FX_LINE_FINDING,
	    "{\"type\":\"finding\",\"kind\":\"card.pan\","
	    "\"value\":\"4539578763621486\",\"offset\":1048603,\"length\":19,"
	    "\"path\":\"1048603\",\"encoding\":\"ascii\",\"score\":31,"
	    "\"why\":[\"luhn\",\"iin:visa\"],\"alert\":\"16:4294967295\"}",
	    "on an alert list");
	f.mark.kind = FX_STOPPED;
	f.mark.list = f.mark.line = 1;
	fx_line_put_finding(out, &f, NULL);
	is_line(out, FX_LINE_STOPPED,
	    "{\"type\":\"stopped\",\"kind\":\"card.pan\","
	    "\"value\":\"4539578763621486\",\"offset\":1048603,\"length\":19,"
	    "\"path\":\"1048603\",\"encoding\":\"ascii\",\"score\":31,"
	    "\"why\":[\"luhn\",\"iin:visa\"],\"stop\":\"1:1\"}",
	    "stopped");
}

static void
others(struct fx_buf *out)
{
	const struct fx_scan_limit limit = { .off = 7,
		.path = "7-ZIP-0",
		.why = "encrypted" };
	const struct fx_line_file file = { .volume = 2,
		.fs = "fat16",
		.path = "/a.zip",
		.path_len = 6,
		.state = "allocated" };
	struct fx_gap gap = { .off = 733184, .len = 4096, .why = "read error" };

	fx_line_put_error(out, &gap, NULL);
	is_line(out, FX_LINE_ERROR,
	    "{\"type\":\"error\",\"offset\":733184,\"length\":4096,"
	    "\"why\":\"read error\"}",
	    "error");
	fx_line_put_limit(out, &limit, &file);
	is_line(out, FX_LINE_LIMIT,
	    "{\"type\":\"limit\",\"offset\":7,\"path\":\"7-ZIP-0\","
	    "\"why\":\"encrypted\",\"file\":{\"volume\":2,\"fs\":\"fat16\","
	    "\"path\":\"/a.zip\",\"state\":\"allocated\"}}",
	    "limit in a file");
	fx_line_put_notice(out, "stored MD5 differs from the bytes read");
	is_line(out, FX_LINE_ERROR,
	    "{\"type\":\"error\",\"why\":"
	    "\"stored MD5 differs from the bytes read\"}",
	    "notice");
}

static void
ends(struct fx_buf *out)
{
	const struct fx_carver *const set[] = { &iban, &pan, NULL };
	struct fx_scan_result res = { .bytes = 12 };
	struct fx_line_end e = {
		.status = "interrupted",
		.res = &res,
		.set = set,
		.ended = TIME,
	};

	fx_line_put_end(out, &e);
	is_line(out, FX_LINE_END,
	    "{\"type\":\"end\",\"status\":\"interrupted\",\"bytes\":12,"
	    "\"findings\":{},\"below\":{},\"limits\":0,\"errors\":0,"
	    "\"ended\":\"" TIME "\"}",
	    "end");
	res.have[FX_SHA256] = true;
	res.have[FX_MD5] = true;
	res.sum[FX_MD5][15] = 0xcd;
	res.found[0] = 40;
	res.found[1] = 812;
	res.below[1] = 31;
	e.status = "complete";
	e.errors = 1;
	e.limits = 2;
	fx_line_put_end(out, &e);
	is_line(out, FX_LINE_END,
	    "{\"type\":\"end\",\"status\":\"complete\",\"bytes\":12,"
	    "\"sha256\":\"00000000000000000000000000000000"
	    "00000000000000000000000000000000\","
	    "\"md5\":\"000000000000000000000000000000cd\","
	    "\"findings\":{\"bank.iban\":40,\"card.pan\":812},"
	    "\"below\":{\"card.pan\":31},\"limits\":2,\"errors\":1,"
	    "\"ended\":\"" TIME "\"}",
	    "end with digests");
	memset(res.have, 0, sizeof(res.have));
	res.stopped[0] = 3;
	e.stopped = true;
	fx_line_put_end(out, &e);
	is_line(out, FX_LINE_END,
	    "{\"type\":\"end\",\"status\":\"complete\",\"bytes\":12,"
	    "\"findings\":{\"bank.iban\":40,\"card.pan\":812},"
	    "\"below\":{\"card.pan\":31},\"stopped\":{\"bank.iban\":3},"
	    "\"limits\":2,\"errors\":1,\"ended\":\"" TIME "\"}",
	    "end with stop lists");
}

int
main(void)
{
	struct fx_buf out = { 0 };

	is_str(fx_encoding_name(FX_UTF16LE, 0), "utf16le", "an encoding");
	is_str(fx_encoding_name(FX_EBCDIC, 0), "ebcdic", "EBCDIC");
	is_str(fx_encoding_name(FX_XOR, 0x5a), "xor-5a", "a key");
	is_str(fx_encoding_name(FX_XOR, 0xff), "xor-ff", "the last key");
	ok(fx_encoding_ok("ascii") && fx_encoding_ok("ebcdic") &&
		fx_encoding_ok("xor-01") && fx_encoding_ok("xor-ff"),
	    "names of encodings");
	ok(!fx_encoding_ok("") && !fx_encoding_ok("xor") &&
		!fx_encoding_ok("xor-00") && !fx_encoding_ok("xor-5A") &&
		!fx_encoding_ok("xor-5a0") && !fx_encoding_ok("utf32"),
	    "and none");
	sources(&out);
	runs(&out);
	findings(&out);
	marks(&out);
	others(&out);
	ends(&out);
	fx_buf_done(&out);
	return done();
}
