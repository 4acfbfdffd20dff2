/* base_json.c - JSON as it is written: escapes, commas, depth, bytes */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/json.h"
#include "tap.h"

#define B(s) s, sizeof(s) - 1

static const struct {
	const char *what, *bytes;
	size_t n;
	const char *json; /* of fx_json_bytes */
} strings[] = {
	{ "nothing", B(""), "\"\"" },
	{ "plain", B("abc"), "\"abc\"" },
	{ "quotes and backslash", B("\"\\"), "\"\\\"\\\\\"" },
	{ "a slash stands", B("</script>"), "\"</script>\"" },
	{ "delete stands", B("\x7f"), "\"\x7f\"" },
	{ "first of two bytes", B("\xc2\x80"), "\"\xc2\x80\"" },
	{ "euro", B("\xe2\x82\xac"), "\"\xe2\x82\xac\"" },
	{ "line separator stands", B("\xe2\x80\xa8"), "\"\xe2\x80\xa8\"" },
	{ "four bytes", B("\xf0\x9f\x82\xa1"), "\"\xf0\x9f\x82\xa1\"" },
	{ "escapes at both ends", B("\na\n"), "\"\\na\\n\"" },
	{ "escapes in a row", B("\n\n"), "\"\\n\\n\"" },
	{ "NUL makes it hex", B("a\0"), "{\"hex\":\"6100\"}" },
	{ "a bad byte makes it hex", B("\xff\n\""), "{\"hex\":\"ff0a22\"}" },
	{ "a surrogate makes it hex", B("\xed\xa0\x80"),
	    "{\"hex\":\"eda080\"}" },
	{ "overlong makes it hex", B("\xc0\xaf"), "{\"hex\":\"c0af\"}" },
	{ "a noncharacter makes it hex", B("\xef\xbf\xbf"),
	    "{\"hex\":\"efbfbf\"}" },
	{ "a cut character makes it hex", B("x\xe2\x82"),
	    "{\"hex\":\"78e282\"}" },
};

static void
string(size_t i)
{
	size_t n = strings[i].n;
	char *copy = malloc(n); /* exact: ASan sees an overread */
	struct fx_buf b = { 0 };
	struct fx_json j = { .out = &b };

	if (n > 0 && copy != NULL)
		memcpy(copy, strings[i].bytes, n);
	fx_json_bytes(&j, copy, n);
	is_str(fx_buf_text(&b), strings[i].json, "%s", strings[i].what);
	fx_buf_done(&b);
	free(copy);
}

/* RFC 8785, 3.2.2.2: five controls by letter, the others by number. */
static void
controls(void)
{
	static const char letters[0x20] = { ['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r' };
	unsigned int c;

	for (c = 1; c < 0x20; c++) {
		struct fx_buf b = { 0 };
		struct fx_json j = { .out = &b };
		char in[2] = { (char)c, '\0' }, want[16];

		if (letters[c] != '\0')
			snprintf(want, sizeof(want), "\"\\%c\"", letters[c]);
		else
			snprintf(want, sizeof(want), "\"\\u%04x\"", c);
		fx_json_str(&j, in);
		is_str(fx_buf_text(&b), want, "U+%04X", c);
		fx_buf_done(&b);
	}
}

/* A NUL inside a string of known length is escaped, not taken for its end. */
static void
nul(void)
{
	struct fx_buf b = { 0 };
	struct fx_json j = { .out = &b };

	fx_json_strn(&j, "a\0b", 3);
	is_str(fx_buf_text(&b), "\"a\\u0000b\"", "U+0000 in strn");
	fx_buf_done(&b);
}

static void
structure(void)
{
	struct fx_buf b = { 0 };
	struct fx_json j = { .out = &b };

	fx_json_open(&j, '{');
	fx_json_kint(&j, "low", INT64_MIN);
	fx_json_kint(&j, "high", INT64_MAX);
	fx_json_kstr(&j, "k\"", "v");
	fx_json_key(&j, "raw");
	fx_json_raw(&j, "[1]");
	fx_json_key(&j, "none");
	fx_json_open(&j, '[');
	fx_json_close(&j, ']');
	fx_json_key(&j, "list");
	fx_json_open(&j, '[');
	fx_json_int(&j, 0);
	fx_json_str(&j, "");
	fx_json_bytes(&j, "\xff", 1);
	fx_json_open(&j, '{');
	fx_json_close(&j, '}');
	fx_json_int(&j, -1);
	fx_json_close(&j, ']');
	fx_json_kint(&j, "after", 1);
	fx_json_close(&j, '}');
	is_str(fx_buf_text(&b),
	    "{\"low\":-9223372036854775808,\"high\":9223372036854775807,"
	    "\"k\\\"\":\"v\",\"raw\":[1],\"none\":[],\"list\":[0,\"\",{\"hex\":\"ff\"},{},"
	    "-1],\"after\":1}",
	    "commas stand where they must");
	is_int(j.depth, 0, "all is closed");
	fx_buf_done(&b);
}

static void
deep(void)
{
	struct fx_buf b = { 0 };
	struct fx_json j = { .out = &b };
	struct fx_err err = { 0 };
	int i;

	for (i = 0; i < FX_JSON_DEPTH; i++)
		fx_json_open(&j, '[');
	for (i = 0; i < FX_JSON_DEPTH; i++)
		fx_json_close(&j, ']');
	is_str(fx_buf_text(&b), "[[[[[[[[]]]]]]]]", "as deep as it goes");
	is_int(fx_buf_check(&b, &err), 0, "and that is fine");
	fx_buf_reset(&b);
	for (i = 0; i < FX_JSON_DEPTH + 5; i++)
		fx_json_open(&j, '[');
	for (i = 0; i < FX_JSON_DEPTH + 9; i++)
		fx_json_close(&j, ']');
	is_int(fx_buf_check(&b, &err), -1, "deeper is refused");
	fx_buf_done(&b);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(strings); i++)
		string(i);
	controls();
	nul();
	structure();
	deep();
	return done();
}
