/* read.c - take a line of findings apart, and hold it to the format */
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "internal.h"

/* jansson's own words quote the input, which may be evidence: say it in ours.
 */
static const char *
syntax_words(const json_error_t *je)
{
	switch (json_error_code(je)) {
	case json_error_out_of_memory:
		return "out of memory";
	case json_error_premature_end_of_input:
		return "the line ends too early";
	case json_error_end_of_input_expected:
		return "more than one value";
	case json_error_invalid_utf8:
		return "not UTF-8";
	case json_error_null_character:
		return "a NUL in a string";
	case json_error_duplicate_key:
		return "a key stands twice";
	case json_error_numeric_overflow:
		return "a number out of range";
	default:
		return "not JSON";
	}
}

/* What no part of a line may be, whatever its key. NULL or words. */
static const char *
scalar(const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		return NULL;
	case JSON_STRING:
		return fx_utf8_ok(json_string_value(v), json_string_length(v))
		    ? NULL
		    : "a string with a character that is none";
	case JSON_INTEGER:
		return json_integer_value(v) <= FINDING_INT_MAX &&
			json_integer_value(v) >= -FINDING_INT_MAX
		    ? NULL
		    : "a number past 2^53 - 1";
	case JSON_REAL:
		return "a number that is no integer";
	default:
		return "null, true or false";
	}
}

/* The same for all below v; finding_syntax has bounded the depth. */
static const char *
scalars(json_t *v)
{
	const char *bad = scalar(v), *key;
	json_t *sub;
	size_t i;

	if (bad != NULL)
		return bad;
	if (json_is_array(v)) {
		json_array_foreach (v, i, sub)
			if ((bad = scalars(sub)) != NULL)
				return bad;
	} else if (json_is_object(v)) {
		json_object_foreach (v, key, sub)
			if (!fx_utf8_ok(key, strlen(key)) ||
			    (bad = scalars(sub)) != NULL)
				return bad != NULL
				    ? bad
				    : "a key with a character that is none";
	}
	return NULL;
}

/* The line parses: hold it to the format. */
static int
check(struct fx_line *line, const char *text, size_t n, struct fx_err *err)
{
	const char *bad, *key;

	if ((bad = scalars(line->json)) != NULL)
		return fx_fail(err, FX_EFORMAT, 0, "%s", bad);
	if ((bad = finding_members(line->json, &line->type, &key)) == NULL)
		return 0;
	if (key == NULL)
		return fx_fail(err, FX_EFORMAT, 0, "%s", bad);
	return fx_fail(err, FX_EFORMAT, finding_where(text, n, key), "'%s' %s",
	    key, bad);
}

int
fx_line_read(struct fx_line *line, const char *text, size_t n,
    struct fx_err *err)
{
	json_error_t je;

	*line = (struct fx_line){ 0 };
	if (n >= FX_LINE_LEN)
		return fx_fail(err, FX_ELIMIT, FX_LINE_LEN,
		    "longer than %d bytes", FX_LINE_LEN);
	if (finding_syntax(text, n, err) == -1)
		return -1;
	line->json = json_loadb(text, n, JSON_REJECT_DUPLICATES, &je);
	if (line->json == NULL)
		return fx_fail(err, FX_EFORMAT,
		    je.position > 0 ? (uint64_t)je.position : 0, "%s",
		    syntax_words(&je));
	if (check(line, text, n, err) == 0)
		return 0;
	fx_line_done(line);
	return -1;
}

void
fx_line_done(struct fx_line *line)
{
	json_decref(line->json);
	*line = (struct fx_line){ 0 };
}

const char *
fx_line_str(const struct fx_line *line, const char *key)
{
	const char *s = json_string_value(json_object_get(line->json, key));

	return s != NULL ? s : "";
}

int64_t
fx_line_int(const struct fx_line *line, const char *key)
{
	const json_t *v = json_object_get(line->json, key);

	return json_is_integer(v) ? json_integer_value(v) : -1;
}

void
fx_finding_get(struct fx_finding *f, const struct fx_line *line)
{
	*f = (struct fx_finding){
		.kind = fx_line_str(line, "kind"),
		.path = fx_line_str(line, "path"),
		.encoding = fx_line_str(line, "encoding"),
		.offset = (uint64_t)fx_line_int(line, "offset"),
		.length = (uint64_t)fx_line_int(line, "length"),
		.score = (int)fx_line_int(line, "score"),
		.alert = fx_line_str(line, "alert"),
		.value = json_object_get(line->json, "value"),
		.why = json_object_get(line->json, "why"),
		.attrs = json_object_get(line->json, "attrs"),
		.file = json_object_get(line->json, "file"),
		.member = json_object_get(line->json, "member"),
	};
}

bool
fx_json_is_bytes(const json_t *v)
{
	const char *hex;
	size_t n;

	if (json_is_string(v))
		return true;
	if (!json_is_object(v) || json_object_size(v) != 1 ||
	    (hex = json_string_value(json_object_get(v, "hex"))) == NULL)
		return false;
	n = strlen(hex);
	return n % 2 == 0 && strspn(hex, "0123456789abcdef") == n;
}

int
fx_json_get_bytes(const json_t *v, struct fx_buf *out)
{
	const char *hex;
	uint8_t byte;

	if (!fx_json_is_bytes(v))
		return -1;
	if (json_is_string(v)) {
		fx_buf_put(out, json_string_value(v), json_string_length(v));
		return 0;
	}
	for (hex = json_string_value(json_object_get(v, "hex")); *hex != '\0';
	     hex += 2) {
		fx_unhex(&byte, hex, 1);
		fx_buf_put(out, &byte, 1);
	}
	return 0;
}
