/* members.c - the members of every line: which, of what form, in what range */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/sys.h"
#include "forensic/utf8.h"
#include "internal.h"

enum {
	NAME_LEN = 64, /* longest kind, format, attribute or option name */
	SECTOR_MOST = 1 << 20,
	ALSO_MOST = 64, /* most addresses in also */
	WHEN_LEN = 19,  /* YYYY-MM-DDThh:mm:ss */
	ENTRY_DIGITS = 10,
};

/* A form returns NULL if v has it, or words that end "'member' ...". */
typedef const char *form_fn(json_t *v);

/* [a-z][a-z0-9_.]*: what may be a key of a record of evidence, too. */
static bool
is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.");

	return s[n] == '\0' && n > 0 && n <= NAME_LEN && s[0] >= 'a' &&
	    s[0] <= 'z';
}

static bool
is_hex(const json_t *v, size_t bytes)
{
	const char *s = json_string_value(v);

	return s != NULL && strlen(s) == 2 * bytes &&
	    strspn(s, "0123456789abcdef") == 2 * bytes;
}

static bool
is_count(const json_t *v)
{
	return json_is_integer(v) && json_integer_value(v) >= 0;
}

static const char *
form_count(json_t *v)
{
	return is_count(v) ? NULL : "is not a count";
}

static const char *
form_length(json_t *v)
{
	return is_count(v) && json_integer_value(v) > 0
	    ? NULL
	    : "is not a length of at least 1";
}

static const char *
form_version(json_t *v)
{
	return json_is_integer(v) && json_integer_value(v) == 1
	    ? NULL
	    : "is not 1, the only version known here";
}

static const char *
form_sector(json_t *v)
{
	return is_count(v) && json_integer_value(v) > 0 &&
		json_integer_value(v) <= SECTOR_MOST
	    ? NULL
	    : "is not a sector size";
}

static const char *
form_score(json_t *v)
{
	return is_count(v) && json_integer_value(v) <= 99
	    ? NULL
	    : "is not a score from 0 to 99";
}

static const char *
form_name(json_t *v)
{
	return json_is_string(v) && is_name(json_string_value(v))
	    ? NULL
	    : "is not a name";
}

static const char *
form_encoding(json_t *v)
{
	return json_is_string(v) &&
		(is_name(json_string_value(v)) ||
		    fx_encoding_ok(json_string_value(v)))
	    ? NULL
	    : "is not an encoding";
}

static const char *
form_words(json_t *v)
{
	return json_is_string(v) && json_string_length(v) > 0 ? NULL
							      : "is not a text";
}

static const char *
form_string(json_t *v)
{
	return json_is_string(v) ? NULL : "is not a string";
}

static const char *
form_text(json_t *v)
{
	return fx_json_is_bytes(v) ? NULL
				   : "is neither a string nor {\"hex\":...}";
}

static const char *
form_member(json_t *v)
{
	const char *hex = json_string_value(json_object_get(v, "hex"));
	size_t n = hex != NULL ? strlen(hex) / 2 : json_string_length(v);

	return fx_json_is_bytes(v) && n > 0 && n <= FX_MEMBER_MOST
	    ? NULL
	    : "is not the name of a member";
}

static const char *
form_sha256(json_t *v)
{
	return is_hex(v, FX_SHA256_LEN) ? NULL : "is not a SHA-256 in hex";
}

static const char *
form_sha1(json_t *v)
{
	return is_hex(v, FX_SHA1_LEN) ? NULL : "is not a SHA-1 in hex";
}

static const char *
form_md5(json_t *v)
{
	return is_hex(v, FX_MD5_LEN) ? NULL : "is not an MD5 in hex";
}

static const char *
form_time(json_t *v)
{
	return json_is_string(v) &&
		fx_time_parse(json_string_value(v), NULL) == 0
	    ? NULL
	    : "is not a UTC time with microseconds";
}

static const char *
form_path(json_t *v)
{
	struct fx_path path;
	struct fx_err err;

	return json_is_string(v) &&
		fx_path_read(&path, json_string_value(v), json_string_length(v),
		    &err) == 0
	    ? NULL
	    : "is not a forensic path";
}

static const char *
form_status(json_t *v)
{
	const char *s = json_string_value(v);

	return s != NULL &&
		(strcmp(s, "complete") == 0 || strcmp(s, "interrupted") == 0 ||
		    strcmp(s, "failed") == 0)
	    ? NULL
	    : "is not complete, interrupted or failed";
}

static const char *
form_state(json_t *v)
{
	static const char *const states[] = { "allocated", "deleted", "slack",
		"metadata", "unallocated", "gap" };
	const char *s = json_string_value(v);
	size_t i;

	for (i = 0; s != NULL && i < FX_LEN(states); i++)
		if (strcmp(s, states[i]) == 0)
			return NULL;
	return "is not a state of a file";
}

/* An array whose elements have the form. */
static bool
each(const json_t *v, size_t most, form_fn *form)
{
	size_t i;

	if (!json_is_array(v) || json_array_size(v) > most)
		return false;
	for (i = 0; i < json_array_size(v); i++)
		if (form(json_array_get(v, i)) != NULL)
			return false;
	return true;
}

/* An object whose keys are names and whose values have the form. */
static bool
each_member(json_t *v, form_fn *form)
{
	const char *key;
	json_t *sub;

	if (!json_is_object(v))
		return false;
	json_object_foreach (v, key, sub)
		if (!is_name(key) || form(sub) != NULL)
			return false;
	return true;
}

static const char *
form_why(json_t *v)
{
	return each(v, FX_LINE_WHY, form_words) ? NULL
						: "is not an array of reasons";
}

static const char *
form_argv(json_t *v)
{
	return each(v, FX_LINE_LEN, form_text) ? NULL
					       : "is not an array of arguments";
}

static const char *
form_option(json_t *v)
{
	return json_is_integer(v) || json_is_string(v) ||
		each(v, FX_LINE_LEN, form_string)
	    ? NULL
	    : "is not an option";
}

static const char *
form_options(json_t *v)
{
	return each_member(v, form_option) ? NULL
					   : "is not an object of options";
}

static const char *
form_libs(json_t *v)
{
	return each_member(v, form_string) ? NULL
					   : "is not an object of versions";
}

static const char *
form_counts(json_t *v)
{
	return each_member(v, form_count) ? NULL : "is not an object of counts";
}

static const char *
form_attrs(json_t *v)
{
	return each_member(v, form_text) ? NULL
					 : "is not an object of attributes";
}

static const char *
form_ranges(json_t *v)
{
	const char *s = json_string_value(v);

	return s != NULL && strspn(s, "0123456789-,") == strlen(s) &&
		strlen(s) <= FX_RANGES_LEN
	    ? NULL
	    : "is not a list of ranges";
}

/* The number of a list and of a line in it: 1:17. */
static const char *
form_entry(json_t *v)
{
	static const char digits[] = "0123456789";
	const char *s = json_string_value(v);
	size_t list = s != NULL ? strspn(s, digits) : 0;
	size_t line = list > 0 && s[list] == ':' ? strspn(s + list + 1, digits)
						 : 0;

	return line > 0 && line <= ENTRY_DIGITS && list <= ENTRY_DIGITS &&
		s[list + 1 + line] == '\0' && s[0] != '0' && s[list + 1] != '0'
	    ? NULL
	    : "is not an entry of a list";
}

struct member {
	const char *key;
	form_fn *form;
	bool optional;
};

static const char *
form_also(json_t *v)
{
	return each(v, ALSO_MOST, form_words) ? NULL
					      : "is not an array of addresses";
}

/* YYYY-MM-DDThh:mm:ss, up to nine digits of a second, Z unless local. */
static const char *
form_when(json_t *v)
{
	const char *s = json_string_value(v);
	char full[FX_TIME_LEN + 1] = "";
	size_t n;

	if (s != NULL && strlen(s) >= WHEN_LEN) {
		memcpy(full, s, WHEN_LEN);
		memcpy(full + WHEN_LEN, ".000000Z", sizeof(".000000Z"));
		s += WHEN_LEN;
		if (*s == '.') {
			n = strspn(++s, "0123456789");
			s = n > 0 && n <= 9 ? s + n : "no";
		}
		if (fx_time_parse(full, NULL) == 0 &&
		    (*s == '\0' || strcmp(s, "Z") == 0))
			return NULL;
	}
	return "is not a time";
}

static const struct member stored_members[] = {
	{ "md5", form_md5, true },
	{ "sha1", form_sha1, true },
	{ "sha256", form_sha256, true },
	{ 0 },
};

static const struct member file_members[] = {
	{ "volume", form_count, true },
	{ "fs", form_words, true },
	{ "inode", form_words, true },
	{ "path", form_text, true },
	{ "links", form_count, true },
	{ "state", form_state, false },
	{ "also", form_also, true },
	{ "type", form_words, true },
	{ "known", form_count, true },
	{ "created", form_when, true },
	{ "modified", form_when, true },
	{ "accessed", form_when, true },
	{ "changed", form_when, true },
	{ 0 },
};

/* Hold an object to its members. Returns NULL or words; *key: about which. */
static const char *
hold(const json_t *json, const struct member *m, const char **key)
{
	const char *bad;
	json_t *v;

	for (; m->key != NULL; m++) {
		*key = m->key;
		if ((v = json_object_get(json, m->key)) == NULL) {
			if (!m->optional)
				return "is missing";
		} else if ((bad = m->form(v)) != NULL) {
			return bad;
		}
	}
	*key = NULL;
	return NULL;
}

static const char *
form_stored(json_t *v)
{
	const char *key;

	return json_is_object(v) && hold(v, stored_members, &key) == NULL
	    ? NULL
	    : "is not an object of digests";
}

static const char *
form_file(json_t *v)
{
	const char *key;

	return json_is_object(v) && hold(v, file_members, &key) == NULL
	    ? NULL
	    : "does not name a file and its state";
}

/* In the order in which they are written. */
static const struct member source_members[] = {
	{ "v", form_version, false },
	{ "tool", form_name, false },
	{ "version", form_words, false },
	{ "build", form_words, false },
	{ "options", form_options, false },
	{ "path", form_text, false },
	{ "format", form_name, false },
	{ "sector", form_sector, false },
	{ "started", form_time, false },
	{ "stored", form_stored, true },
	{ 0 },
};

static const struct member run_members[] = {
	{ "exe_sha256", form_sha256, false },
	{ "libs", form_libs, false },
	{ "argv", form_argv, false },
	{ "argv_more", form_count, true },
	{ "host", form_text, false },
	{ "user", form_text, false },
	{ "boot", form_string, false },
	{ "notes", form_words, true },
	{ 0 },
};

static const struct member finding_members_[] = {
	{ "kind", form_name, false },
	{ "value", form_text, false },
	{ "offset", form_count, false },
	{ "length", form_length, false },
	{ "path", form_path, false },
	{ "encoding", form_encoding, false },
	{ "score", form_score, false },
	{ "why", form_why, false },
	{ "alert", form_entry, true },
	{ "stop", form_entry, true },
	{ "attrs", form_attrs, true },
	{ "file", form_file, true },
	{ "member", form_member, true },
	{ "context", form_text, true },
	{ 0 },
};

static const struct member limit_members[] = {
	{ "offset", form_count, true },
	{ "length", form_length, true },
	{ "path", form_path, false },
	{ "why", form_words, false },
	{ "file", form_file, true },
	{ 0 },
};

static const struct member error_members[] = {
	{ "offset", form_count, true },
	{ "length", form_length, true },
	{ "path", form_path, true },
	{ "why", form_words, false },
	{ "file", form_file, true },
	{ 0 },
};

static const struct member end_members[] = {
	{ "status", form_status, false },
	{ "bytes", form_count, false },
	{ "sha256", form_sha256, true },
	{ "sha1", form_sha1, true },
	{ "md5", form_md5, true },
	{ "ranges", form_ranges, true },
	{ "ranges_sha256", form_sha256, true },
	{ "covered_sha256", form_sha256, true },
	{ "findings", form_counts, false },
	{ "below", form_counts, false },
	{ "stopped", form_counts, true },
	{ "known", form_counts, true },
	{ "limits", form_count, false },
	{ "errors", form_count, false },
	{ "ended", form_time, false },
	{ 0 },
};

static const struct {
	const char *name;
	const struct member *members;
} types[] = {
	[FX_LINE_SOURCE] = { "source", source_members },
	[FX_LINE_RUN] = { "run", run_members },
	[FX_LINE_FINDING] = { "finding", finding_members_ },
	[FX_LINE_STOPPED] = { "stopped", finding_members_ },
	[FX_LINE_LIMIT] = { "limit", limit_members },
	[FX_LINE_ERROR] = { "error", error_members },
	[FX_LINE_END] = { "end", end_members },
};

/* What holds between members of a finding, a limit or an error. */
static const char *
agree(const json_t *json, const char **key)
{
	const json_t *off = json_object_get(json, "offset");
	const json_t *len = json_object_get(json, "length");
	const json_t *path = json_object_get(json, "path");
	struct fx_path p;
	struct fx_err err;

	*key = "length";
	if (off == NULL && len != NULL)
		return "stands with 'offset' or not at all";
	if (off == NULL)
		return NULL;
	if (len != NULL &&
	    json_integer_value(off) > FINDING_INT_MAX - json_integer_value(len))
		return "reaches past the largest offset";
	*key = "offset";
	if (len == NULL && path == NULL)
		return "stands with 'length' or 'path' or not at all";
	*key = "path";
	if (path != NULL &&
	    fx_path_read(&p, json_string_value(path), json_string_length(path),
		&err) == 0 &&
	    p.nsteps == 0 && p.file == NULL &&
	    p.offset != (uint64_t)json_integer_value(off))
		return "is not the offset";
	return NULL;
}

const char *
finding_members(const json_t *json, enum fx_line_type *type, const char **key)
{
	const char *bad;
	const char *name;
	size_t i;

	*key = NULL;
	if (!json_is_object(json))
		return "the line is not an object";
	*key = "type";
	if ((name = json_string_value(json_object_get(json, "type"))) == NULL)
		return "is missing";
	for (i = 0; i < FX_LEN(types); i++)
		if (strcmp(name, types[i].name) == 0)
			break;
	if (i == FX_LEN(types))
		return "is none of source, run, finding, stopped, limit, "
		       "error, end";
	*type = (enum fx_line_type)i;
	if ((bad = hold(json, types[i].members, key)) != NULL)
		return bad;
	if (*type == FX_LINE_FINDING || *type == FX_LINE_STOPPED ||
	    *type == FX_LINE_LIMIT || *type == FX_LINE_ERROR)
		if ((bad = agree(json, key)) != NULL)
			return bad;
	*key = NULL;
	return NULL;
}
