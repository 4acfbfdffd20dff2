/* kinds.c - check 3: what a record of each kind must have, as one table */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forensic/canon.h"
#include "forensic/finding.h"
#include "internal.h"

enum shape {
	INT,      /* from lo to hi */
	TEXT,     /* any, lo characters or more */
	WORD,     /* one of words, which are separated by single spaces */
	ENCODING, /* as fxfinding(5) names them */
	CLASS,    /* [a-z0-9._]+ */
	HEX,      /* lo bytes in lower-case digits; 0: any number but none */
	TIME,     /* the form of fx_time_now */
	TEXTS,    /* array of texts */
	HEXES,    /* array of HEX 0 */
	SEQS,     /* array of numbers of records */
	COUNTS,   /* object: CLASS to number */
	SUMS,     /* object: to HEX 32, lo members or more */
	STRINGS,  /* object: to text */
	DIGESTS,  /* object: md5, sha1, sha256 to HEX of its length, lo or more
	           */
	LOG,      /* object: as acq below */
	OBJECT,   /* object of anything */
};

struct member {
	const char *name;
	bool need;
	enum shape shape;
	int64_t lo, hi;
	const char *words;
};

#define NUM FX_CANON_INT

static const struct member common[] = {
	{ "v", true, INT, 1, NUM, NULL },
	{ "seq", true, INT, 0, NUM, NULL },
	{ "prev", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "kind", true, TEXT, 1, 0, NULL },
	{ "t", true, TIME, 0, 0, NULL },
	{ "blind", true, HEX, 16, 0, NULL },
	{ 0 },
};

/* In the order of fxevidence(5), which says what each of them means. */
static const struct member genesis[] = {
	{ "case", true, TEXT, 1, 0, NULL },
	{ "agency", true, TEXT, 1, 0, NULL },
	{ "examiner", true, TEXT, 1, 0, NULL },
	{ "alg", true, TEXT, 1, 0, NULL },
	{ "key", true, HEX, FX_PUB_LEN, 0, NULL },
	{ "origin", true, TEXT, 1, 0, NULL },
	{ "schema", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "legal", false, TEXT, 0, 0, NULL },
	{ "exhibit", false, TEXT, 0, 0, NULL },
	{ "beacon", false, TEXT, 0, 0, NULL },
	{ "custodians", false, TEXTS, 0, 0, NULL },
	{ "vault", false, WORD, 0, 0, "none" },
	{ 0 },
};
static const struct member source[] = {
	{ "src", true, INT, 1, NUM, NULL },
	{ "name", false, TEXT, 0, 0, NULL },
	{ "name_hex", false, HEX, 0, 0, NULL },
	{ "format", true, TEXT, 1, 0, NULL },
	{ "sector", true, INT, 1, NUM, NULL },
	{ "exhibit", false, TEXT, 0, 0, NULL },
	{ "stored", false, DIGESTS, 0, 0, NULL },
	{ "acq", false, LOG, 0, 0, NULL },
	{ "stream", false, INT, 1, 1, NULL },
	{ 0 },
};
/* In a source: the log of its acquisition. */
static const struct member acq[] = {
	{ "format", true, WORD, 0, 0,
	    "dc3dd dcfldd ewfacquire ftkimager guymager" },
	{ "log", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "digests", true, DIGESTS, 1, 0, NULL },
	{ "size", false, INT, 0, NUM, NULL },
	{ "tool", false, TEXT, 1, 0, NULL },
	{ "tool_hex", false, HEX, 0, 0, NULL },
	{ "case", false, TEXT, 1, 0, NULL },
	{ "case_hex", false, HEX, 0, 0, NULL },
	{ "exhibit", false, TEXT, 1, 0, NULL },
	{ "exhibit_hex", false, HEX, 0, 0, NULL },
	{ "examiner", false, TEXT, 1, 0, NULL },
	{ "examiner_hex", false, HEX, 0, 0, NULL },
	{ "started", false, TEXT, 1, 0, NULL },
	{ "started_hex", false, HEX, 0, 0, NULL },
	{ "ended", false, TEXT, 1, 0, NULL },
	{ "ended_hex", false, HEX, 0, 0, NULL },
	{ "state", false, TEXT, 1, 0, NULL },
	{ "state_hex", false, HEX, 0, 0, NULL },
	{ "blocker", false, TEXT, 1, 0, NULL },
	{ 0 },
};
static const struct member run_begin[] = {
	{ "run", true, INT, 1, NUM, NULL },
	{ "src", true, INT, 1, NUM, NULL },
	{ "tool", true, TEXT, 1, 0, NULL },
	{ "version", true, TEXT, 0, 0, NULL },
	{ "build", true, TEXT, 0, 0, NULL },
	{ "options", true, OBJECT, 0, 0, NULL },
	{ "examiner", true, TEXT, 1, 0, NULL },
	{ "started", true, TIME, 0, 0, NULL },
	{ "boot", true, TEXT, 0, 0, NULL },
	{ "up", true, INT, 0, NUM, NULL },
	{ "validation", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "fp_key", false, HEX, FX_FP_LEN, 0, NULL },
	{ "exe_sha256", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "libs", false, STRINGS, 0, 0, NULL },
	{ "argv", false, TEXTS, 0, 0, NULL },
	{ "argv_hex", false, HEXES, 0, 0, NULL },
	{ "argv_more", false, INT, 0, NUM, NULL },
	{ "host", false, TEXT, 0, 0, NULL },
	{ "host_hex", false, HEX, 0, 0, NULL },
	{ "user", false, TEXT, 0, 0, NULL },
	{ "user_hex", false, HEX, 0, 0, NULL },
	{ "scan_boot", false, TEXT, 0, 0, NULL },
	{ "notes", false, TEXT, 0, 0, NULL },
	{ 0 },
};
static const struct member finding[] = {
	{ "run", true, INT, 1, NUM, NULL },
	{ "src", true, INT, 1, NUM, NULL },
	{ "class", true, CLASS, 0, 0, NULL },
	{ "mask", true, TEXT, 1, 0, NULL },
	{ "off", true, INT, 0, NUM, NULL },
	{ "len", true, INT, 1, NUM, NULL },
	{ "path", true, TEXT, 1, 0, NULL },
	{ "enc", true, ENCODING, 0, 0, NULL },
	{ "score", true, INT, 0, 99, NULL },
	{ "why", true, TEXTS, 0, 0, NULL },
	{ "alert", false, TEXT, 3, 0, NULL },
	{ "commit", true, SUMS, 1, 0, NULL },
	{ "fp", false, HEX, FX_FP_LEN, 0, NULL },
	{ "attrs", false, STRINGS, 0, 0, NULL },
	{ "file", false, OBJECT, 0, 0, NULL },
	{ "member", false, TEXT, 1, 0, NULL },
	{ "member_hex", false, HEX, 0, 0, NULL },
	{ 0 },
};
static const struct member error[] = {
	{ "run", true, INT, 1, NUM, NULL },
	{ "src", true, INT, 1, NUM, NULL },
	{ "why", true, TEXT, 1, 0, NULL },
	{ "off", false, INT, 0, NUM, NULL },
	{ "len", false, INT, 0, NUM, NULL },
	{ "path", false, TEXT, 0, 0, NULL },
	{ "file", false, OBJECT, 0, 0, NULL },
	{ 0 },
};
static const struct member limit[] = {
	{ "run", true, INT, 1, NUM, NULL },
	{ "src", true, INT, 1, NUM, NULL },
	{ "why", true, TEXT, 1, 0, NULL },
	{ "off", false, INT, 0, NUM, NULL },
	{ "len", false, INT, 0, NUM, NULL },
	{ "path", false, TEXT, 0, 0, NULL },
	{ "file", false, OBJECT, 0, 0, NULL },
	{ 0 },
};
static const struct member run_end[] = {
	{ "run", true, INT, 1, NUM, NULL },
	{ "src", true, INT, 1, NUM, NULL },
	{ "status", true, WORD, 0, 0, "complete interrupted failed" },
	{ "findings", true, COUNTS, 0, 0, NULL },
	{ "below", true, COUNTS, 0, 0, NULL },
	{ "stopped", false, COUNTS, 0, 0, NULL },
	{ "known", false, COUNTS, 0, 0, NULL },
	{ "errors", true, INT, 0, NUM, NULL },
	{ "limits", true, INT, 0, NUM, NULL },
	{ "boot", true, TEXT, 0, 0, NULL },
	{ "up", true, INT, 0, NUM, NULL },
	{ "bytes", false, INT, 0, NUM, NULL },
	{ "sha256", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "sha1", false, HEX, FX_SHA1_LEN, 0, NULL },
	{ "md5", false, HEX, FX_MD5_LEN, 0, NULL },
	{ "ranges", false, TEXT, 0, 0, NULL },
	{ "ranges_sha256", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "ended", false, TIME, 0, 0, NULL },
	{ "acquired", false, WORD, 0, 0, "match mismatch uncompared" },
	{ 0 },
};
static const struct member key[] = {
	{ "key", true, HEX, FX_PUB_LEN, 0, NULL },
	{ "reason", true, TEXT, 0, 0, NULL },
	{ 0 },
};
static const struct member seal[] = {
	{ "note", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "anchors", false, HEXES, 0, 0, NULL },
	{ 0 },
};
static const struct member custody[] = {
	{ "from", true, TEXT, 1, 0, NULL },
	{ "to", true, TEXT, 1, 0, NULL },
	{ "what", true, TEXT, 1, 0, NULL },
	{ "why", true, TEXT, 0, 0, NULL },
	{ "seal_no", false, TEXT, 0, 0, NULL },
	{ 0 },
};
static const struct member reveal[] = {
	{ "of", true, SEQS, 0, 0, NULL },
	{ "fields", true, TEXTS, 0, 0, NULL },
	{ "who", true, TEXT, 1, 0, NULL },
	{ "why", true, TEXT, 1, 0, NULL },
	{ "legal", true, TEXT, 0, 0, NULL },
	{ 0 },
};
static const struct member export[] = {
	{ "to", true, TEXT, 1, 0, NULL },
	{ "format", true, TEXT, 1, 0, NULL },
	{ "count", true, INT, 0, NUM, NULL },
	{ "sha256", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "masked", true, INT, 0, 1, NULL },
	{ "recipients", true, TEXTS, 0, 0, NULL },
	{ 0 },
};
static const struct member psi[] = {
	{ "session", false, TEXT, 1, 0, NULL },
	{ "role", false, TEXT, 1, 0, NULL },
	{ "peer", false, TEXT, 1, 0, NULL },
	{ "n", true, INT, 0, NUM, NULL },
	{ "set_root", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "result", false, INT, 0, NUM, NULL },
	{ 0 },
};
static const struct member correct[] = {
	{ "of", true, INT, 0, NUM, NULL },
	{ "why", true, TEXT, 1, 0, NULL },
	{ 0 },
};
static const struct member review[] = {
	{ "of", true, INT, 0, NUM, NULL },
	{ "verdict", true, WORD, 0, 0, "accepted rejected note" },
	{ "by", true, TEXT, 1, 0, NULL },
	{ "why", true, TEXT, 0, 0, NULL },
	{ 0 },
};

static const struct member custodian[] = {
	{ "recipient", true, TEXT, 1, 0, NULL },
	{ "runs", false, SEQS, 0, 0, NULL },
	{ "why", false, TEXT, 0, 0, NULL },
	{ 0 },
};
static const struct member erase[] = {
	{ "of", true, SEQS, 0, 0, NULL },
	{ "fields", true, TEXTS, 0, 0, NULL },
	{ "who", true, TEXT, 1, 0, NULL },
	{ "why", true, TEXT, 1, 0, NULL },
	{ "legal", false, TEXT, 0, 0, NULL },
	{ 0 },
};

static const struct member batch[] = {
	{ "plan", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "manifest", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "tool", true, TEXT, 1, 0, NULL },
	{ "version", true, TEXT, 0, 0, NULL },
	{ "build", true, TEXT, 0, 0, NULL },
	{ "images", true, INT, 1, NUM, NULL },
	{ "units", true, INT, 1, NUM, NULL },
	{ "split", true, INT, 0, NUM, NULL },
	{ "scan", true, TEXTS, 0, 0, NULL },
	{ 0 },
};
static const struct member child[] = {
	{ "plan", true, HEX, FX_SHA256_LEN, 0, NULL },
	{ "image", true, INT, 1, NUM, NULL },
	{ "exhibit", true, TEXT, 1, 0, NULL },
	{ "case", true, TEXT, 1, 0, NULL },
	{ "notes", false, TEXT, 1, 0, NULL },
	{ "status", true, WORD, 0, 0, "done failed" },
	{ "attempts", true, INT, 0, NUM, NULL },
	{ "wall_ms", true, INT, 0, NUM, NULL },
	{ "cpu_ms", true, INT, 0, NUM, NULL },
	{ "memory_kib", true, INT, 0, NUM, NULL },
	{ "why", false, CLASS, 0, 0, NULL },
	{ "words", false, TEXT, 1, 0, NULL },
	{ "file", false, TEXT, 1, 0, NULL },
	{ "origin", false, TEXT, 1, 0, NULL },
	{ "size", false, INT, 1, NUM, NULL },
	{ "root", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "sha256", false, HEX, FX_SHA256_LEN, 0, NULL },
	{ "bytes", false, INT, 0, NUM, NULL },
	{ "findings", false, COUNTS, 0, 0, NULL },
	{ "errors", false, INT, 0, NUM, NULL },
	{ "limits", false, INT, 0, NUM, NULL },
	{ 0 },
};

/* Pairs of members of which only one may stand, or, when need, one must. */
static const struct {
	enum fxv_kind kind;
	bool need;
	const char *one, *other;
} either[] = {
	{ FXV_SOURCE, true, "name", "name_hex" },
	{ FXV_RUN_BEGIN, false, "argv", "argv_hex" },
	{ FXV_RUN_BEGIN, false, "host", "host_hex" },
	{ FXV_RUN_BEGIN, false, "user", "user_hex" },
};

static const struct {
	const char *name;
	const struct member *members;
} kinds[FXV_KINDS] = {
	[FXV_GENESIS] = { "genesis", genesis },
	[FXV_SOURCE] = { "source", source },
	[FXV_RUN_BEGIN] = { "run.begin", run_begin },
	[FXV_FINDING] = { "finding", finding },
	[FXV_ERROR] = { "error", error },
	[FXV_LIMIT] = { "limit", limit },
	[FXV_RUN_END] = { "run.end", run_end },
	[FXV_KEY] = { "key", key },
	[FXV_SEAL] = { "seal", seal },
	[FXV_CUSTODY] = { "custody", custody },
	[FXV_REVEAL] = { "reveal", reveal },
	[FXV_EXPORT] = { "export", export },
	[FXV_PSI] = { "psi", psi },
	[FXV_CORRECT] = { "correct", correct },
	[FXV_REVIEW] = { "review", review },
	[FXV_CUSTODIAN] = { "custodian", custodian },
	[FXV_ERASE] = { "erase", erase },
	[FXV_BATCH] = { "batch", batch },
	[FXV_CHILD] = { "child", child },
};

const char *
fxv_kind_name(enum fxv_kind kind)
{
	return kinds[kind].name;
}

const char *
fxv_str(const json_t *record, const char *name)
{
	const char *s = json_string_value(json_object_get(record, name));

	return s != NULL ? s : "";
}

int64_t
fxv_num(const json_t *record, const char *name)
{
	return json_integer_value(json_object_get(record, name));
}

/* bytes 0: any number of them, but not none */
static bool
is_hex(const json_t *value, size_t bytes)
{
	const char *s = json_string_value(value);
	size_t n;

	if (s == NULL)
		return false;
	n = strlen(s);
	return n == strspn(s, "0123456789abcdef") && n % 2 == 0 && n > 0 &&
	    (bytes == 0 || n == 2 * bytes);
}

static bool
is_int(const json_t *value, int64_t lo, int64_t hi)
{
	return json_is_integer(value) && json_integer_value(value) >= lo &&
	    json_integer_value(value) <= hi;
}

static bool
is_class(const char *s)
{
	return s != NULL && *s != '\0' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._")] == '\0';
}

static bool
is_word(const json_t *value, const char *words)
{
	const char *s = json_string_value(value);
	size_t n;

	if (s == NULL)
		return false;
	while (*words != '\0') {
		n = strcspn(words, " ");
		if (strlen(s) == n && memcmp(s, words, n) == 0)
			return true;
		words += n + strspn(words + n, " ");
	}
	return false;
}

static bool
is_digest(const char *name, const json_t *value)
{
	enum fx_hash_alg alg;

	return fx_hash_find(name, &alg) == 0 && is_hex(value, fx_hash_len(alg));
}

/* Is a member of an object of that shape as it must be? */
static bool
is_item(enum shape shape, const char *name, const json_t *value)
{
	switch (shape) {
	case COUNTS:
		return is_class(name) && is_int(value, 0, NUM);
	case SUMS:
		return is_hex(value, FX_SHA256_LEN);
	case STRINGS:
		return json_is_string(value);
	case DIGESTS:
		return is_digest(name, value);
	default:
		return true;
	}
}

static bool
is_object(json_t *value, enum shape shape, int64_t least)
{
	const char *name;
	json_t *item;

	if (!json_is_object(value) || json_object_size(value) < (size_t)least)
		return false;
	json_object_foreach (value, name, item)
		if (!is_item(shape, name, item))
			return false;
	return true;
}

static bool
is_array(const json_t *value, enum shape shape)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return false;
	for (i = 0; i < json_array_size(value); i++) {
		item = json_array_get(value, i);
		if (shape == TEXTS       ? !json_is_string(item)
			: shape == HEXES ? !is_hex(item, 0)
					 : !is_int(item, 0, NUM))
			return false;
	}
	return true;
}

static bool fits(const struct member *m, json_t *value);

/* A log's texts stand as text or as digits, not as both. */
static bool
is_log(json_t *value)
{
	const struct member *m;
	const json_t *text = NULL;
	json_t *item;

	if (!json_is_object(value))
		return false;
	for (m = acq; m->name != NULL; m++) {
		item = json_object_get(value, m->name);
		if (item == NULL ? m->need : !fits(m, item))
			return false;
		if (m->shape == HEX && !m->need && item != NULL && text != NULL)
			return false;
		text = item; /* digits follow the text of that name */
	}
	return true;
}

static bool
fits(const struct member *m, json_t *value)
{
	switch (m->shape) {
	case INT:
		return is_int(value, m->lo, m->hi);
	case TEXT:
		return json_is_string(value) &&
		    json_string_length(value) >= (size_t)m->lo;
	case ENCODING:
		return json_is_string(value) &&
		    fx_encoding_ok(json_string_value(value));
	case WORD:
		return is_word(value, m->words);
	case CLASS:
		return is_class(json_string_value(value));
	case HEX:
		return is_hex(value, (size_t)m->lo);
	case TIME:
		return json_is_string(value) &&
		    fx_time_parse(json_string_value(value), NULL) == 0;
	case TEXTS:
	case HEXES:
	case SEQS:
		return is_array(value, m->shape);
	case LOG:
		return is_log(value);
	default:
		return is_object(value, m->shape, m->lo);
	}
}

/* Returns how many of them the record has; or -1 and why. */
static int
check(const json_t *record, const struct member *members,
    char why[FX_VALUE_LEN])
{
	const struct member *m;
	json_t *value;
	int n = 0;

	for (m = members; m->name != NULL; m++) {
		value = json_object_get(record, m->name);
		if (value == NULL && m->need) {
			snprintf(why, FX_VALUE_LEN, "lacks the member %s",
			    m->name);
			return -1;
		}
		if (value != NULL && !fits(m, value)) {
			snprintf(why, FX_VALUE_LEN,
			    "has a member %s that is not as it must be",
			    m->name);
			return -1;
		}
		n += value != NULL;
	}
	return n;
}

static int
check_either(const json_t *record, enum fxv_kind kind, char why[FX_VALUE_LEN])
{
	bool one, other;
	size_t i;

	for (i = 0; i < FX_LEN(either); i++) {
		if (either[i].kind != kind)
			continue;
		one = json_object_get(record, either[i].one) != NULL;
		other = json_object_get(record, either[i].other) != NULL;
		if ((one && other) || (either[i].need && !one && !other)) {
			snprintf(why, FX_VALUE_LEN, "has %s %s and %s",
			    one ? "both" : "neither of", either[i].one,
			    either[i].other);
			return -1;
		}
	}
	return 0;
}

/* What an image of a batch that is done has, and one that failed. */
static int
check_child(const json_t *record, char why[FX_VALUE_LEN])
{
	static const char *const done[] = { "file", "origin", "size", "root",
		"bytes", "findings", "errors", "limits", NULL };
	static const char *const failed[] = { "why", "words", NULL };
	const bool good = strcmp(fxv_str(record, "status"), "done") == 0;
	const char *const *m;

	for (m = good ? done : failed; *m != NULL; m++)
		if (json_object_get(record, *m) == NULL) {
			snprintf(why, FX_VALUE_LEN,
			    "%s, and lacks the member %s",
			    good ? "is done" : "has failed", *m);
			return -1;
		}
	return 0;
}

/* More than the table can say. */
static int
check_more(const json_t *record, enum fxv_kind kind, char why[FX_VALUE_LEN])
{
	const json_t *commit = json_object_get(record, "commit");
	bool off = json_object_get(record, "off") != NULL;
	bool len = json_object_get(record, "len") != NULL;

	if (kind == FXV_FINDING && json_object_get(commit, "value") == NULL) {
		snprintf(why, FX_VALUE_LEN, "has no commitment to its value");
		return -1;
	}
	if (kind == FXV_ERROR && off != len) {
		snprintf(why, FX_VALUE_LEN, "has one of off and len");
		return -1;
	}
	if (kind == FXV_GENESIS && !fx_origin_ok(fxv_str(record, "origin"))) {
		snprintf(why, FX_VALUE_LEN, "has an origin that cannot be one");
		return -1;
	}
	if (kind == FXV_CHILD && check_child(record, why) == -1)
		return -1;
	return check_either(record, kind, why);
}

static bool
has(const struct member *m, const char *name)
{
	for (; m->name != NULL; m++)
		if (strcmp(m->name, name) == 0)
			return true;
	return false;
}

static const char *
find_extra(json_t *record, const struct member *members)
{
	const char *name;
	json_t *value;

	json_object_foreach (record, name, value)
		if (!has(common, name) && !has(members, name))
			return name;
	return NULL;
}

/*
 * What this program cannot judge, because a later one may have written it.
 * Numbers, hashes and heads do not change with the version.
 */
static int
later(const json_t *record, bool known, char why[FX_VALUE_LEN])
{
	int64_t version = fxv_num(record, "v");
	const char *alg = fxv_str(record, "alg");

	if (version > 1)
		snprintf(why, FX_VALUE_LEN,
		    "is of version %" PRId64 " of the format", version);
	else if (!known)
		snprintf(why, FX_VALUE_LEN, "is of no known kind (%.40s)",
		    fxv_str(record, "kind"));
	else if (strcmp(fxv_str(record, "kind"), "genesis") == 0 &&
	    alg[0] != '\0' && strcmp(alg, "sha256/rfc6962/ed25519") != 0)
		snprintf(why, FX_VALUE_LEN,
		    "names other hashes and signatures (%.60s)", alg);
	else
		return 0;
	return 1;
}

int
fxv_kind_check(json_t *record, enum fxv_kind *kind, const char **extra,
    char why[FX_VALUE_LEN])
{
	const char *name;
	unsigned int i;
	int all, own;

	if ((all = check(record, common, why)) == -1)
		return -1;
	name = fxv_str(record, "kind");
	for (i = 0; i < FXV_KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			break;
	*kind = (enum fxv_kind)i;
	if (later(record, i < FXV_KINDS, why) != 0 || i == FXV_KINDS)
		return 1;
	if ((own = check(record, kinds[i].members, why)) == -1 ||
	    check_more(record, *kind, why) == -1)
		return -1;
	*extra = (size_t)all + (size_t)own < json_object_size(record)
	    ? find_extra(record, kinds[i].members)
	    : NULL;
	return 0;
}
