/* list_regex.c - regular expressions of a list, over PCRE2, within limits */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"

enum { NESTED = 64 }; /* most parentheses in one another */

/*
 * The interpreter alone searches: its limits bound time and memory, and none of
 * the compiled code of PCRE2's JIT knows them all.
 */
struct list_regex {
	pcre2_code *code;
	pcre2_match_context *limits;
};

struct list_match {
	pcre2_match_data *data;
};

static int
no_memory(struct fx_err *err)
{
	return fx_fail(err, FX_ENOMEM, 0,
	    "out of memory for a regular expression");
}

static int
compile(struct list_regex *r, const char *p, size_t n, bool nocase,
    struct fx_err *err)
{
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
	    PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |
	    (nocase ? PCRE2_CASELESS : 0);
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	PCRE2_UCHAR words[160];
	PCRE2_SIZE at;
	int code;

	if (context == NULL)
		return no_memory(err);
	pcre2_set_parens_nest_limit(context, NESTED);
	pcre2_set_max_pattern_length(context, FX_LIST_REGEX);
	r->code = pcre2_compile((PCRE2_SPTR)p, n, options, &code, &at, context);
	pcre2_compile_context_free(context);
	if (r->code != NULL)
		return 0;
	pcre2_get_error_message(code, words, sizeof(words));
	return fx_fail(err, FX_EFORMAT, 0,
	    "no regular expression, at its byte %zu: %s", at,
	    (const char *)words);
}

/* Is it sound: small enough, and not in every value? */
static int
check(const struct list_regex *r, struct fx_err *err)
{
	struct list_match *m = NULL;
	enum fx_listed empty;
	size_t size = 0;

	pcre2_pattern_info(r->code, PCRE2_INFO_SIZE, &size);
	if (size > FX_LIST_COMPILED)
		return fx_fail(err, FX_ELIMIT, 0,
		    "a regular expression that takes more than %d bytes",
		    FX_LIST_COMPILED);
	empty = list_regex_find(r, &m, "", 0);
	list_match_free(m);
	if (empty != FX_LISTED_NOT)
		return fx_fail(err, FX_EFORMAT, 0,
		    "a regular expression that is found in no text at all, "
		    "and so in every value");
	return 0;
}

struct list_regex *
list_regex_new(const char *p, size_t n, bool nocase, struct fx_err *err)
{
	struct list_regex *r = calloc(1, sizeof(*r));

	if (r == NULL ||
	    (r->limits = pcre2_match_context_create(NULL)) == NULL) {
		no_memory(err);
		list_regex_free(r);
		return NULL;
	}
	pcre2_set_match_limit(r->limits, FX_LIST_STEPS);
	pcre2_set_depth_limit(r->limits, FX_LIST_DEPTH);
	pcre2_set_heap_limit(r->limits, FX_LIST_HEAP);
	if (compile(r, p, n, nocase, err) == -1 || check(r, err) == -1) {
		list_regex_free(r);
		return NULL;
	}
	return r;
}

void
list_regex_free(struct list_regex *r)
{
	if (r == NULL)
		return;
	pcre2_code_free(r->code);
	pcre2_match_context_free(r->limits);
	free(r);
}

static struct list_match *
match_new(void)
{
	struct list_match *m = malloc(sizeof(*m));

	if (m != NULL && (m->data = pcre2_match_data_create(1, NULL)) == NULL) {
		free(m);
		m = NULL;
	}
	return m;
}

enum fx_listed
list_regex_find(const struct list_regex *r, struct list_match **m,
    const char *value, size_t n)
{
	int rc;

	if (*m == NULL && (*m = match_new()) == NULL)
		return FX_LISTED_OPEN;
	rc = pcre2_match(r->code, (PCRE2_SPTR)value, n, 0, 0, (*m)->data,
	    r->limits);
	if (rc == PCRE2_ERROR_NOMATCH)
		return FX_LISTED_NOT;
	return rc >= 0 ? FX_LISTED : FX_LISTED_OPEN;
}

void
list_match_free(struct list_match *m)
{
	if (m == NULL)
		return;
	pcre2_match_data_free(m->data);
	free(m);
}
