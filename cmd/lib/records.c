/* records.c - numbers of records, as options and operands name them */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "forensic/canon.h"
#include "records.h"

uint64_t
records_number(const char *what, const char *text, const char *end)
{
	uint64_t n = 0;
	const char *p;

	for (p = text; p < end && n <= FX_CANON_INT / 10; p++) {
		if (*p < '0' || *p > '9')
			break;
		n = n * 10 + (uint64_t)(*p - '0');
	}
	if (p == text || p != end)
		cli_die(CLI_USAGE, "%s%s'%.*s' is not the number of a record",
		    what != NULL ? what : "", what != NULL ? ": " : "",
		    (int)(end - text), text);
	return n;
}

const char *
records_next(const char *what, const char *list, uint64_t *from, uint64_t *to)
{
	const char *end = list + strcspn(list, ",");
	const char *dash = memchr(list, '-', (size_t)(end - list));

	*from = *to = records_number(what, list, dash != NULL ? dash : end);
	if (dash != NULL)
		*to = records_number(what, dash + 1, end);
	if (*from > *to)
		cli_die(CLI_USAGE, "%s%s%.*s ends before it begins",
		    what != NULL ? what : "", what != NULL ? ": " : "",
		    (int)(end - list), list);
	return *end == ',' ? end + 1 : NULL;
}

static void
add(struct records *r, const char *option, uint64_t seq, bool alone)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->seq[i] == seq)
			break;
	if (i == FX_ACCESS_MOST)
		cli_die(CLI_USAGE, "%s: more than %d records", option,
		    FX_ACCESS_MOST);
	if (i == r->n) {
		r->seq[r->n++] = seq;
		r->alone[i] = false;
	}
	r->alone[i] = r->alone[i] || alone;
}

void
records_take(struct records *r, const char *option, const char *list)
{
	uint64_t from, to;

	for (r->n = 0; list != NULL;) {
		list = records_next(option, list, &from, &to);
		add(r, option, from, from == to);
		while (from++ < to)
			add(r, option, from, false);
	}
}

/* Is it there, and something else? */
static bool
is_other(struct fx_store *s, uint64_t seq)
{
	struct fx_store_info info;
	struct fx_err err;
	json_t *finding;

	fx_store_info(s, &info);
	if (seq >= info.onfile)
		return false; /* which is told, as of one that is named alone */
	finding = fx_store_finding(s, seq, &err);
	json_decref(finding);
	return finding == NULL && err.code == FX_EARG;
}

int
records_findings(struct records *r, struct fx_store *s, struct fx_err *err)
{
	size_t i, kept = 0;

	for (i = 0; i < r->n; i++) {
		if (!r->alone[i] && is_other(s, r->seq[i]))
			continue;
		r->seq[kept] = r->seq[i];
		r->alone[kept++] = r->alone[i];
	}
	r->n = kept;
	if (kept == 0)
		return fx_fail(err, FX_EARG, 0,
		    "none of these records is a finding");
	return 0;
}
