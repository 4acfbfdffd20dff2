/* facts.c - what the first reading of a case file tells: counts, first findings
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/carver.h"
#include "forensic/json.h"
#include "internal.h"

/* In the place of kinds past FX_REPORT_CLASSES. */
static const char others[] = "(others)";

int
fxr_facts_begin(struct fxr_facts *f, struct fx_err *err)
{
	f->sum = fx_hash_new(FX_SHA256, err);
	return f->sum == NULL ? -1 : 0;
}

const char *
fxr_str(const json_t *record, const char *name)
{
	const char *s = json_string_value(json_object_get(record, name));

	return s != NULL ? s : "";
}

/* The place of a kind in the list, in the order in which they come. */
static struct fxr_class *
find(struct fxr_facts *f, const char *name)
{
	struct fxr_class *c;
	size_t i;

	for (i = 0; i < f->nclasses; i++)
		if (strcmp(f->classes[i].name, name) == 0)
			return &f->classes[i];
	if (f->nclasses == FX_REPORT_CLASSES)
		name = others;
	c = &f->classes[f->nclasses];
	if (f->nclasses > FX_REPORT_CLASSES)
		return c - 1;
	if ((c->name = strdup(name)) == NULL) {
		fx_fail(&f->err, FX_ENOMEM, 0, "a name");
		f->failed = true;
		return NULL;
	}
	f->nclasses++;
	return c;
}

static void
add_finding(struct fxr_facts *f, const json_t *record)
{
	int64_t score = json_integer_value(json_object_get(record, "score"));
	struct fxr_class *c = find(f, fxr_str(record, "class"));

	if (c == NULL)
		return;
	c->all++;
	c->confirmed += score >= FX_CONFIRMED;
	c->probable += score >= FX_PROBABLE && score < FX_CONFIRMED;
	if (f->nfirst < FX_REPORT_ROWS)
		f->first[f->nfirst++] = json_deep_copy(record);
	f->findings++;
}

/* To be the same at the second reading. */
static void
add_sum(struct fxr_facts *f, const void *p, size_t n)
{
	if (!f->failed &&
	    (fx_hash_add(f->sum, &n, sizeof(n), &f->err) == -1 ||
		fx_hash_add(f->sum, p, n, &f->err) == -1))
		f->failed = true;
}

void
fxr_facts_record(void *arg, int64_t seq, const char *body, size_t len,
    const json_t *record)
{
	const char *kind = fxr_str(record, "kind");
	struct fxr_facts *f = arg;

	add_sum(f, body != NULL ? body : "", body != NULL ? len : 0);
	f->rows++;
	if (record == NULL || f->failed)
		return;
	if (seq == 0 && strcmp(kind, "genesis") == 0 && f->genesis == NULL)
		f->genesis = json_deep_copy(record);
	else if (strcmp(kind, "finding") == 0)
		add_finding(f, record);
	f->sources += strcmp(kind, "source") == 0;
	f->runs += strcmp(kind, "run.begin") == 0;
	f->errors += strcmp(kind, "error") == 0;
	f->limits += strcmp(kind, "limit") == 0;
}

void
fxr_facts_head(void *arg, uint64_t size, const char *note, size_t len)
{
	struct fxr_facts *f = arg;
	struct fx_json j = { .out = &f->heads };

	(void)size;
	add_sum(f, note, len);
	if (f->heads.len > FX_REPORT_HEADS) {
		fx_fail(&f->err, FX_ELIMIT, 0,
		    "more signed heads than a page may hold");
		f->failed = true;
	}
	if (f->failed)
		return;
	fx_buf_byte(&f->heads, f->heads.len == 0 ? '[' : ',');
	fx_json_bytes(&j, note, len);
	if (fx_buf_check(&f->heads, &f->err) == -1)
		f->failed = true;
}

void
fxr_facts_done(struct fxr_facts *f)
{
	size_t i;

	json_decref(f->genesis);
	for (i = 0; i < f->nclasses; i++)
		free(f->classes[i].name);
	for (i = 0; i < f->nfirst; i++)
		json_decref(f->first[i]);
	fx_buf_done(&f->heads);
	fx_hash_free(f->sum);
}
