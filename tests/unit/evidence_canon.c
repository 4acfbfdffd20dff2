/* evidence_canon.c - one spelling for each record, and every other refused */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "tap.h"

/* A body that is as long as its bytes, so that ASan sees one byte over. */
static json_t *
parse(const char *text, size_t n, struct fx_err *err)
{
	char *copy = malloc(n > 0 ? n : 1);
	json_t *v;

	memcpy(copy, text, n);
	v = fx_canon_parse(copy, n, err);
	free(copy);
	return v;
}

static const char *const canonical[] = {
	"{}",
	"{\"a\":0}",
	"{\"a\":-1,\"b\":9007199254740991,\"c\":-9007199254740991}",
	"{\"a\":\"\",\"a.b\":[],\"a_\":{},\"aa\":[1,\"x\",[2]]}",
	"{\"a\":{\"b\":{\"c\":1}}}",
	"{\"a\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\"}",
	"{\"a\":\"/\x7f\xc3\xa9\xe2\x80\xa8\xf0\x9f\x92\xb3\"}",
	"{\"card.pan\":812}",
};

static void
good(void)
{
	struct fx_buf out = { 0 };
	struct fx_err err;
	json_t *v, *w;
	size_t i;

	for (i = 0; i < FX_LEN(canonical); i++) {
		v = parse(canonical[i], strlen(canonical[i]), &err);
		if (!ok(v != NULL, "%s is read", canonical[i]))
			continue;
		w = json_loads(canonical[i], JSON_REJECT_DUPLICATES, NULL);
		ok(json_equal(v, w), "as another reader reads it");
		fx_buf_reset(&out);
		ok(fx_canon_write(&out, v, &err) == 0, "and written");
		is_str(fx_buf_text(&out), canonical[i], "the same bytes");
		json_decref(v);
		json_decref(w);
	}
	fx_buf_done(&out);
}

/* Each a change that keeps the meaning, or nearly, of {"a":"A","b":1000}. */
static const struct {
	const char *what, *text;
	size_t n; /* 0: up to its NUL */
} mutated[] = {
	{ "nothing", "", 0 },
	{ "a byte order mark", "\xef\xbb\xbf{\"a\":\"A\",\"b\":1000}", 0 },
	{ "a leading space", " {\"a\":\"A\",\"b\":1000}", 0 },
	{ "a trailing space", "{\"a\":\"A\",\"b\":1000} ", 0 },
	{ "a trailing newline", "{\"a\":\"A\",\"b\":1000}\n", 0 },
	{ "a space behind the colon", "{\"a\": \"A\",\"b\":1000}", 0 },
	{ "a space behind the comma", "{\"a\":\"A\", \"b\":1000}", 0 },
	{ "a tab before the brace", "{\"a\":\"A\",\"b\":1000\t}", 0 },
	{ "a second object", "{\"a\":\"A\",\"b\":1000}{}", 0 },
	{ "a NUL at the end", "{\"a\":\"A\",\"b\":1000}", 19 },
	{ "a duplicate key", "{\"a\":\"A\",\"b\":1000,\"b\":1000}", 0 },
	{ "a duplicate key first", "{\"a\":\"B\",\"a\":\"A\",\"b\":1000}", 0 },
	{ "keys out of order", "{\"b\":1000,\"a\":\"A\"}", 0 },
	{ "a trailing comma", "{\"a\":\"A\",\"b\":1000,}", 0 },
	{ "a leading comma", "{,\"a\":\"A\",\"b\":1000}", 0 },
	{ "an exponent", "{\"a\":\"A\",\"b\":1e3}", 0 },
	{ "an exponent with a capital", "{\"a\":\"A\",\"b\":1E3}", 0 },
	{ "a fraction", "{\"a\":\"A\",\"b\":1000.0}", 0 },
	{ "a leading zero", "{\"a\":\"A\",\"b\":01000}", 0 },
	{ "a plus sign", "{\"a\":\"A\",\"b\":+1000}", 0 },
	{ "minus nothing", "{\"a\":\"A\",\"b\":-}", 0 },
	{ "minus zero", "{\"a\":\"A\",\"b\":-0}", 0 },
	{ "two zeros", "{\"a\":\"A\",\"b\":00}", 0 },
	{ "2^53", "{\"a\":\"A\",\"b\":9007199254740992}", 0 },
	{ "-2^53", "{\"a\":\"A\",\"b\":-9007199254740992}", 0 },
	{ "2^64 and more", "{\"a\":\"A\",\"b\":18446744073709552616}", 0 },
	{ "hexadecimal", "{\"a\":\"A\",\"b\":0x3e8}", 0 },
	{ "true", "{\"a\":\"A\",\"b\":true}", 0 },
	{ "false", "{\"a\":\"A\",\"b\":false}", 0 },
	{ "null", "{\"a\":\"A\",\"b\":null}", 0 },
	{ "NaN", "{\"a\":\"A\",\"b\":NaN}", 0 },
	{ "an escaped letter", "{\"a\":\"\\u0041\",\"b\":1000}", 0 },
	{ "an escaped letter in a key", "{\"\\u0061\":\"A\",\"b\":1000}", 0 },
	{ "an escaped slash", "{\"a\":\"\\/\",\"b\":1000}", 0 },
	{ "an unknown escape", "{\"a\":\"\\x41\",\"b\":1000}", 0 },
	{ "a newline by number", "{\"a\":\"\\u000a\",\"b\":1000}", 0 },
	{ "a tab by number", "{\"a\":\"\\u0009\",\"b\":1000}", 0 },
	{ "an escape in capitals", "{\"a\":\"\\u001F\",\"b\":1000}", 0 },
	{ "an escape cut", "{\"a\":\"\\u00", 0 },
	{ "a raw newline", "{\"a\":\"\n\",\"b\":1000}", 0 },
	{ "a raw control", "{\"a\":\"\x01\",\"b\":1000}", 0 },
	{ "an escaped U+0000", "{\"a\":\"\\u0000\",\"b\":1000}", 0 },
	{ "a raw U+0000", "{\"a\":\"\0\",\"b\":1000}", 17 },
	{ "a lone surrogate, escaped", "{\"a\":\"\\ud800\",\"b\":1000}", 0 },
	{ "a surrogate, raw", "{\"a\":\"\xed\xa0\x80\",\"b\":1000}", 0 },
	{ "a pair of surrogates", "{\"a\":\"\\ud83d\\udcb3\",\"b\":1000}", 0 },
	{ "overlong UTF-8", "{\"a\":\"\xc1\x81\",\"b\":1000}", 0 },
	{ "UTF-8 cut by the quote", "{\"a\":\"\xe2\x80\",\"b\":1000}", 0 },
	{ "past U+10FFFF", "{\"a\":\"\xf4\x90\x80\x80\",\"b\":1000}", 0 },
	{ "a noncharacter", "{\"a\":\"\xef\xbf\xbe\",\"b\":1000}", 0 },
	{ "another noncharacter", "{\"a\":\"\xef\xb7\x90\",\"b\":1000}", 0 },
	{ "a key in capitals", "{\"A\":\"A\",\"b\":1000}", 0 },
	{ "an empty key", "{\"\":\"A\",\"b\":1000}", 0 },
	{ "a key that starts with a digit", "{\"1\":\"A\",\"b\":1000}", 0 },
	{ "a key with a hyphen", "{\"a-\":\"A\",\"b\":1000}", 0 },
	{ "a bare key", "{a:\"A\",\"b\":1000}", 0 },
	{ "single quotes", "{'a':'A','b':1000}", 0 },
	{ "a comment", "{\"a\":\"A\",/**/\"b\":1000}", 0 },
	{ "an array", "[\"A\",1000]", 0 },
	{ "a string", "\"A\"", 0 },
	{ "four levels", "{\"a\":{\"a\":{\"a\":{}}}}", 0 },
	{ "four levels of arrays", "{\"a\":[[[]]]}", 0 },
	{ "an unclosed object", "{\"a\":\"A\",\"b\":1000", 0 },
	{ "an unclosed array", "{\"a\":[1,2}", 0 },
	{ "an unclosed string", "{\"a\":\"A", 0 },
	{ "a bracket for a brace", "{\"a\":\"A\",\"b\":1000]", 0 },
	{ "no colon", "{\"a\" \"A\",\"b\":1000}", 0 },
	{ "no value", "{\"a\":,\"b\":1000}", 0 },
};

static void
refused(void)
{
	struct fx_err err;
	json_t *v;
	size_t i, n;

	for (i = 0; i < FX_LEN(mutated); i++) {
		n = mutated[i].n != 0 ? mutated[i].n : strlen(mutated[i].text);
		err.code = FX_OK;
		v = parse(mutated[i].text, n, &err);
		ok(v == NULL && err.code == FX_EBROKEN, "refused: %s",
		    mutated[i].what);
		json_decref(v);
	}
}

/* Every cut and every changed byte of a record is another record or none. */
static void
every_byte(void)
{
	static const char body[] =
	    "{\"blind\":\"26af\",\"commit\":{\"value\":\"ea93\"},\"kind\":"
	    "\"finding\",\"len\":16,\"note\":\"M\xc3\xbc \\t\",\"seq\":7}";
	struct fx_buf out = { 0 };
	char copy[sizeof(body)];
	struct fx_err err;
	size_t i, twice = 0, cut = 0;
	json_t *v;
	int c;

	for (i = 0; i + 1 < sizeof(body); i++) {
		v = parse(body, i, &err);
		cut += v != NULL;
		json_decref(v);
		memcpy(copy, body, sizeof(body));
		for (c = 0; c < 256; c++) {
			copy[i] = (char)c;
			v = parse(copy, sizeof(body) - 1, &err);
			if (v == NULL)
				continue;
			fx_buf_reset(&out);
			fx_canon_write(&out, v, &err);
			twice += out.len != sizeof(body) - 1 ||
			    memcmp(out.p, copy, out.len) != 0;
			json_decref(v);
		}
	}
	is_int(cut, 0, "cut anywhere: refused");
	is_int(twice, 0, "what is read is written the same");
	fx_buf_done(&out);
}

static void
not_written(json_t *v, const char *what)
{
	struct fx_buf out = { 0 };
	struct fx_err err;

	fx_buf_str(&out, "before");
	ok(fx_canon_write(&out, v, &err) == -1, "not written: %s", what);
	is_str(fx_buf_text(&out), "before", "and nothing of it");
	fx_buf_done(&out);
	json_decref(v);
}

static void
writer(void)
{
	struct fx_buf out = { 0 };
	char *big = malloc(FX_CANON_LEN + 1);
	struct fx_err err;
	json_t *v;

	v = json_pack("{s:i, s:i, s:i}", "b", 2, "a.b", 1, "a", 0);
	ok(fx_canon_write(&out, v, &err) == 0, "write");
	is_str(fx_buf_text(&out), "{\"a\":0,\"a.b\":1,\"b\":2}", "sorted");
	json_decref(v);
	fx_buf_done(&out);
	not_written(json_pack("{s:n}", "a"), "null");
	not_written(json_pack("{s:b}", "a", 1), "true");
	not_written(json_pack("{s:f}", "a", 1.0), "a real number");
	not_written(json_pack("{s:i}", "A", 1), "a key in capitals");
	not_written(json_pack("{s:{s:i}}", "a", "b-c", 1), "a key inside");
	not_written(json_pack("{s:I}", "a", (json_int_t)1 << 53), "2^53");
	not_written(json_pack("{s:[[[]]]}", "a"), "four levels");
	not_written(json_pack("{s:o}", "a", json_string_nocheck("\xff")),
	    "a string that is not UTF-8");
	not_written(json_pack("{s:o}", "a", json_stringn_nocheck("\0", 1)),
	    "U+0000");
	memset(big, 'x', FX_CANON_LEN);
	big[FX_CANON_LEN] = '\0';
	not_written(json_pack("{s:s}", "a", big), "more than a record holds");
	free(big);
}

int
main(void)
{
	good();
	refused();
	every_byte();
	writer();
	return done();
}
