/* finding_read.c - lines that are accepted, and hostile ones that are not */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/finding.h"
#include "tap.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TIME "2026-11-21T20:59:18.306028Z"
#define SOURCE                                                  \
	"{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\","     \
	"\"version\":\"0.1.0\",\"build\":\"x\",\"options\":{}," \
	"\"path\":\"a.raw\",\"format\":\"raw\",\"sector\":512," \
	"\"started\":\"" TIME "\"}"
#define OPEN_FINDING                                                 \
	"{\"type\":\"finding\",\"kind\":\"card.pan\","               \
	"\"value\":\"4111111111111111\",\"offset\":7,\"length\":16," \
	"\"path\":\"7\",\"encoding\":\"ascii\",\"score\":31,"        \
	"\"why\":[\"luhn\"]"
#define FINDING OPEN_FINDING "}"
#define RUN                                                     \
	"{\"type\":\"run\",\"exe_sha256\":\"" HASH "\","        \
	"\"libs\":{\"zlib\":\"1\"},\"argv\":[\"a\",{\"hex\":\"" \
	"ff\"}],\"host\":\"h\",\"user\":\"u\",\"boot\":\"\"}"
#define END                                                  \
	"{\"type\":\"end\",\"status\":\"complete\","         \
	"\"bytes\":9,\"sha256\":\"" HASH "\",\"findings\":{" \
	"\"card.pan\":1},\"below\":{},\"limits\":0,"         \
	"\"errors\":0,\"ended\":\"" TIME "\"}"
#define LIMIT "{\"type\":\"limit\",\"path\":\"7-ZIP-0\",\"why\":\"ratio\"}"
#define ERROR                                                 \
	"{\"type\":\"error\",\"offset\":512,\"length\":4096," \
	"\"why\":\"read error\"}"

/* Read an exact-size copy, so that a sanitizer sees one byte too far. */
static int
read_copy(const char *text, size_t n, struct fx_line *line, struct fx_err *err)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(copy, text, n);
	rc = fx_line_read(line, copy, n, err);
	free(copy);
	return rc;
}

static void
accepted(void)
{
	static const struct {
		const char *text;
		enum fx_line_type type;
	} cases[] = {
		{ SOURCE, FX_LINE_SOURCE },
		{ RUN, FX_LINE_RUN },
		{ FINDING, FX_LINE_FINDING },
		{ OPEN_FINDING ",\"alert\":\"1:17\"}", FX_LINE_FINDING },
		{ OPEN_FINDING ",\"member\":\"a/b.txt\"}", FX_LINE_FINDING },
		{ OPEN_FINDING ",\"member\":{\"hex\":\"ff00\"}}",
		    FX_LINE_FINDING },
		{ "{\"type\":\"stopped\",\"kind\":\"card.pan\","
		  "\"value\":\"4111111111111111\",\"offset\":7,"
		  "\"length\":16,\"path\":\"7\",\"encoding\":\"ascii\","
		  "\"score\":31,\"why\":[],\"stop\":\"16:4294967295\"}",
		    FX_LINE_STOPPED },
		{ LIMIT, FX_LINE_LIMIT },
		{ ERROR, FX_LINE_ERROR },
		{ END, FX_LINE_END },
		{ "{\"type\":\"error\",\"why\":\"x\"}", FX_LINE_ERROR },
		{ " { \"why\" : \"x\" , \"type\" : \"error\" }\r",
		    FX_LINE_ERROR },
		{ "{\"type\":\"error\",\"why\":\"x\",\"new\":[{\"a\":[1]}]}",
		    FX_LINE_ERROR },
		{ "{\"type\":\"limit\",\"offset\":9007199254740990,"
		  "\"length\":1,\"path\":\"9007199254740990\",\"why\":\"x\"}",
		    FX_LINE_LIMIT },
		{ "{\"type\":\"limit\",\"offset\":7,\"path\":\"7-ZIP-0\","
		  "\"why\":\"x\",\"file\":{\"volume\":1,\"path\":\"/a.zip\","
		  "\"state\":\"allocated\"}}",
		    FX_LINE_LIMIT },
		{ "{\"type\":\"error\",\"offset\":7,\"length\":1,"
		  "\"why\":\"x\",\"file\":{\"state\":\"slack\"}}",
		    FX_LINE_ERROR },
		{ "{\"type\":\"error\",\"why\":\"x\",\"n\":-1}",
		    FX_LINE_ERROR },
	};
	struct fx_line line;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		err.msg[0] = '\0';
		is_int(read_copy(cases[i].text, strlen(cases[i].text), &line,
			   &err),
		    0, "read: %.40s", cases[i].text);
		is_str(err.msg, "", "without a word");
		is_int(line.type, cases[i].type, "type");
		fx_line_done(&line);
	}
}

/* A valid line with one thing replaced: what is said, and of which byte. */
static const struct {
	const char *line, *from, *to, *say;
	int code;
} replacements[] = {
	{ FINDING, "\"card.pan\"", "\"Card\"", "'kind' is not a name",
	    FX_EFORMAT },
	{ FINDING, "\"card.pan\"", "\"card-pan\"", "'kind' is not a name",
	    FX_EFORMAT },
	{ FINDING, "\"card.pan\"", "1", "'kind' is not a name", FX_EFORMAT },
	{ FINDING, "\"4111111111111111\"", "4111111111111111",
	    "'value' is neither a string nor {\"hex\":...}", FX_EFORMAT },
	{ FINDING, "\"4111111111111111\"", "{\"hex\":\"4\"}",
	    "'value' is neither a string nor {\"hex\":...}", FX_EFORMAT },
	{ FINDING, "\"4111111111111111\"", "{\"hex\":\"FF\"}",
	    "'value' is neither a string nor {\"hex\":...}", FX_EFORMAT },
	{ FINDING, "\"4111111111111111\"", "{\"hex\":\"\",\"b\":1}",
	    "'value' is neither a string nor {\"hex\":...}", FX_EFORMAT },
	{ FINDING, "\"4111111111111111\"", "null", "null, true or false",
	    FX_EFORMAT },
	{ FINDING, ":7,", ":7,\"member\":\"\",",
	    "'member' is not the name of a member", FX_EFORMAT },
	{ FINDING, ":7,", ":7,\"member\":{\"hex\":\"\"},",
	    "'member' is not the name of a member", FX_EFORMAT },
	{ FINDING, ":7,", ":7,\"member\":[\"a\"],",
	    "'member' is not the name of a member", FX_EFORMAT },
	{ FINDING, ":7,", ":-7,", "'offset' is not a count", FX_EFORMAT },
	{ FINDING, ":7,", ":7.0,", "a number that is no integer", FX_EFORMAT },
	{ FINDING, ":7,", ":7e0,", "a number that is no integer", FX_EFORMAT },
	{ FINDING, ":7,", ":\"7\",", "'offset' is not a count", FX_EFORMAT },
	{ FINDING, ":7,", ":9007199254740992,", "a number past 2^53 - 1",
	    FX_EFORMAT },
	{ FINDING, ":7,", ":99999999999999999999,", "a number out of range",
	    FX_EFORMAT },
	{ FINDING, ":7,", ":9007199254740991,",
	    "'length' reaches past the largest offset", FX_EFORMAT },
	{ FINDING, ":7,", ":07,", "not JSON", FX_EFORMAT },
	{ FINDING, ":7,", ":8,", "'path' is not the offset", FX_EFORMAT },
	{ FINDING, ":7,", ":-0,", "negative zero", FX_EFORMAT },
	{ FINDING, "\"7\"", "\"7-gzip-0\"", "'path' is not a forensic path",
	    FX_EFORMAT },
	{ FINDING, ":16,", ":0,", "'length' is not a length of at least 1",
	    FX_EFORMAT },
	{ FINDING, ":31,", ":100,", "'score' is not a score from 0 to 99",
	    FX_EFORMAT },
	{ FINDING, ":31,", ":true,", "null, true or false", FX_EFORMAT },
	{ FINDING, "[\"luhn\"]", "\"luhn\"", "'why' is not an array of reasons",
	    FX_EFORMAT },
	{ FINDING, "[\"luhn\"]", "[\"\"]", "'why' is not an array of reasons",
	    FX_EFORMAT },
	{ FINDING, "[\"luhn\"]", "[[]]", "'why' is not an array of reasons",
	    FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":17}", "'alert' is not an entry of a list",
	    FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"17\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"1:\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\":1\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"0:1\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"1:01\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"1:1x\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"alert\":\"1:12345678901\"}",
	    "'alert' is not an entry of a list", FX_EFORMAT },
	{ FINDING, "]}", "],\"attrs\":{\"a\":1}}",
	    "'attrs' is not an object of attributes", FX_EFORMAT },
	{ FINDING, "]}", "],\"attrs\":{\"A\":\"\"}}",
	    "'attrs' is not an object of attributes", FX_EFORMAT },
	{ FINDING, "]}", "],\"file\":{}}",
	    "'file' does not name a file and its state", FX_EFORMAT },
	{ FINDING, "]}", "],\"file\":{\"state\":\"lost\"}}",
	    "'file' does not name a file and its state", FX_EFORMAT },
	{ FINDING, "]}", "],\"path\":\"7\"}", "a key stands twice",
	    FX_EFORMAT },
	{ FINDING, "]}", "],\"x\":{\"a\":1,\"a\":1}}", "a key stands twice",
	    FX_EFORMAT },
	{ FINDING, "]}", "],\"x\":[[[[[[1]]]]]]}",
	    "nested deeper than 6 levels", FX_ELIMIT },
	{ FINDING, "]}", "],\"x\":\"\\u0000\"}", "a NUL in a string",
	    FX_EFORMAT },
	{ FINDING, "]}", "],\"x\":\"\\ud800\"}", "not JSON", FX_EFORMAT },
	{ FINDING, "]}", "],\"x\":\"\\uffff\"}",
	    "a string with a character that is none", FX_EFORMAT },
	{ FINDING, "]}", "],\"\\uffff\":1}",
	    "a key with a character that is none", FX_EFORMAT },
	{ FINDING, "]}", "],\"x\":\"\xff\"}", "not UTF-8", FX_EFORMAT },
	{ FINDING, "]}", "]} {}", "more than one value", FX_EFORMAT },
	{ FINDING, "]}", "]", "the line ends too early", FX_EFORMAT },
	{ FINDING, "\"finding\"", "\"note\"",
	    "'type' is none of source, run, finding, stopped, limit, "
	    "error, end",
	    FX_EFORMAT },
	{ FINDING, "\"finding\"", "1", "'type' is missing", FX_EFORMAT },
	{ FINDING, "\"length\":16,", "", "'length' is missing", FX_EFORMAT },
	{ SOURCE, "\"v\":1", "\"v\":2",
	    "'v' is not 1, the only version known here", FX_EFORMAT },
	{ SOURCE, "\"v\":1,", "", "'v' is missing", FX_EFORMAT },
	{ SOURCE, ":512,", ":0,", "'sector' is not a sector size", FX_EFORMAT },
	{ SOURCE, ":512,", ":1048577,", "'sector' is not a sector size",
	    FX_EFORMAT },
	{ SOURCE, "{},", "{\"a\":[1]},",
	    "'options' is not an object of options", FX_EFORMAT },
	{ SOURCE, "{},", "{\"a\":{}},", "'options' is not an object of options",
	    FX_EFORMAT },
	{ SOURCE, "-21T", "-31T",
	    "'started' is not a UTC time with microseconds", FX_EFORMAT },
	{ SOURCE, "Z\"}", "Z\",\"stored\":{\"md5\":\"00\"}}",
	    "'stored' is not an object of digests", FX_EFORMAT },
	{ SOURCE, "\"a.raw\"", "{\"hex\":\"zz\"}",
	    "'path' is neither a string nor {\"hex\":...}", FX_EFORMAT },
	{ RUN, "89abcdef\"", "89ABCDEF\"",
	    "'exe_sha256' is not a SHA-256 in hex", FX_EFORMAT },
	{ RUN, "[\"a\"", "[1", "'argv' is not an array of arguments",
	    FX_EFORMAT },
	{ RUN, "\"1\"", "1", "'libs' is not an object of versions",
	    FX_EFORMAT },
	{ LIMIT, "\"ratio\"", "\"\"", "'why' is not a text", FX_EFORMAT },
	{ LIMIT, "\"path\":\"7-ZIP-0\",", "", "'path' is missing", FX_EFORMAT },
	{ ERROR, "\"length\":4096,", "",
	    "'offset' stands with 'length' or 'path' or not at all",
	    FX_EFORMAT },
	{ LIMIT, "\"why\"", "\"offset\":7,\"file\":{\"volume\":1},\"why\"",
	    "'file' does not name a file and its state", FX_EFORMAT },
	{ ERROR, "\"offset\":512,", "",
	    "'length' stands with 'offset' or not at all", FX_EFORMAT },
	{ END, "\"complete\"", "\"done\"",
	    "'status' is not complete, interrupted or failed", FX_EFORMAT },
	{ END, "\"card.pan\":1", "\"card.pan\":-1",
	    "'findings' is not an object of counts", FX_EFORMAT },
	{ END, "\"below\":{},", "", "'below' is missing", FX_EFORMAT },
	{ END, ":9,", ":\"9\",", "'bytes' is not a count", FX_EFORMAT },
};

static void
replaced(void)
{
	struct fx_line line;
	struct fx_err err;
	char text[2048];
	const char *at;
	size_t i;

	for (i = 0; i < FX_LEN(replacements); i++) {
		at = strstr(replacements[i].line, replacements[i].from);
		ok(at != NULL, "row %zu has its part", i);
		snprintf(text, sizeof(text), "%.*s%s%s",
		    (int)(at - replacements[i].line), replacements[i].line,
		    replacements[i].to, at + strlen(replacements[i].from));
		is_int(read_copy(text, strlen(text), &line, &err), -1, "%s",
		    replacements[i].say);
		is_str(err.msg, replacements[i].say, "its words");
		is_int(err.code, replacements[i].code, "its code");
		ok(err.off <= strlen(text), "its place is in the line");
		ok(line.json == NULL, "nothing is left to end");
	}
}

static void
hostile(void)
{
	static const char *const cases[] = { "", " ", "\n", "1", "\"", "[]",
		"{", "}", "{}", "nul", "{\"type\"", "{\"type\":\"error\"",
		"{\"type\":\"error\",\"why\":\"\\", "]]]]]]]]]", "[[[[[[[[[[[[",
		"{\"\\", "\xef\xbb\xbf{}", "-0", "-",
		"{\"type\":\"error\",\"why\":\"x\"}{" };
	struct fx_line line;
	struct fx_err err;
	size_t i, n;
	char *big;

	for (i = 0; i < FX_LEN(cases); i++)
		is_int(read_copy(cases[i], strlen(cases[i]), &line, &err), -1,
		    "refused: %zu", i);
	is_int(read_copy("{\"type\":\"error\",\"why\":\"x\"}\0 ", 29, &line,
		   &err),
	    -1, "refused: a NUL behind");
	for (n = 1; n < sizeof(FINDING) - 1; n++)
		if (read_copy(FINDING, n, &line, &err) == 0)
			break;
	is_int(n, sizeof(FINDING) - 1, "no torn finding is taken for one");
	big = malloc(FX_LINE_LEN);
	memset(big, ' ', FX_LINE_LEN);
	memcpy(big, ERROR, sizeof(ERROR) - 1);
	is_int(fx_line_read(&line, big, FX_LINE_LEN - 1, &err), 0,
	    "as long as may be");
	fx_line_done(&line);
	is_int(fx_line_read(&line, big, FX_LINE_LEN, &err), -1, "too long");
	is_int(err.code, FX_ELIMIT, "is a limit");
	memset(big, '[', FX_LINE_LEN);
	is_int(fx_line_read(&line, big, FX_LINE_LEN - 1, &err), -1, "too deep");
	is_int(err.off, FX_LINE_DEPTH, "where");
	free(big);
}

static void
places(void)
{
	static const struct {
		const char *text;
		uint64_t off;
	} cases[] = {
		{ "{\"type\":\"error\",\"why\":7}", 22 },
		{ "{\"x\":{\"why\":7},\"type\":\"error\",\"why\" : 7}", 38 },
		{ "{\"x\":\"why\",\"type\":\"error\",\"why\":7}", 32 },
		{ "{\"type\":\"error\"}", 0 },
		{ "{\"type\":\"error\",\"why\":}", 23 },
		{ "{\"type\":\"error\",\"why\":\"x\",\"n\":[-0]}", 31 },
	};
	struct fx_line line;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		is_int(fx_line_read(&line, cases[i].text, strlen(cases[i].text),
			   &err),
		    -1, "refused: %s", cases[i].text);
		is_int(err.off, cases[i].off, "at its byte (%s)", err.msg);
	}
}

static void
members(void)
{
	struct fx_buf buf = { 0 };
	struct fx_finding f;
	struct fx_line line;
	struct fx_err err;
	json_t *v;

	is_int(fx_line_read(&line, FINDING, sizeof(FINDING) - 1, &err), 0,
	    "a finding");
	fx_finding_get(&f, &line);
	is_str(f.kind, "card.pan", "kind");
	is_str(f.path, "7", "path");
	is_str(f.encoding, "ascii", "encoding");
	is_int(f.offset, 7, "offset");
	is_int(f.length, 16, "length");
	is_int(f.score, 31, "score");
	ok(f.attrs == NULL && f.file == NULL, "no attrs, no file");
	is_int(json_array_size(f.why), 1, "why");
	is_int(fx_json_get_bytes(f.value, &buf), 0, "value");
	is_str(fx_buf_text(&buf), "4111111111111111", "its bytes");
	is_str(fx_line_str(&line, "offset"), "", "an integer is no string");
	is_int(fx_line_int(&line, "kind"), -1, "a string is no integer");
	is_int(fx_json_get_bytes(f.why, &buf), -1, "an array is no bytes");
	fx_line_done(&line);
	fx_line_done(&line);
	v = json_pack("{s:s}", "hex", "00ff41");
	fx_buf_reset(&buf);
	is_int(fx_json_get_bytes(v, &buf), 0, "hex");
	ok(buf.len == 3 && memcmp(buf.p, "\0\xff\x41", 3) == 0, "its bytes");
	json_decref(v);
	fx_buf_done(&buf);
}

int
main(void)
{
	accepted();
	replaced();
	hostile();
	places();
	members();
	return done();
}
