/* exhibit_make.c - single records of a case, with what proves them */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exhibit.h"
#include "forensic/exhibit.h"

enum { NAME_LEN = 64 };

/* A source or a run that a record names, and where it is described. */
struct told {
	uint64_t number;  /* of the source, of the run; 0: none */
	uint64_t at, end; /* its records, and 1; 0: not under the head */
};

/* What a record names. */
struct names {
	uint64_t src, run;
};

/* A change of keys: the head that sealed it, as a proof. */
struct seal {
	uint64_t seq;
	struct fx_buf text;
};

struct maker {
	struct fx_case *c;
	const uint64_t *seq;
	size_t n;
	bool bare;
	uint64_t size; /* of the head */
	struct fx_buf note;
	struct fx_note head;
	struct told *srcs, *runs; /* ascending, once each; n of them at most */
	size_t nsrcs, nruns;
	struct names *named; /* by each record */
	struct seal *seals;
	size_t nseals;
	uint64_t *need; /* records to prove, ascending */
	size_t nneed;
	struct fx_inclusions *proofs;
	uint64_t of; /* the record whose folder is being made */
	fx_exhibit_put *put;
	void *arg;
	struct fx_err *err;
};

static int
by_number(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static int
by_seq(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static struct told *
find(struct told *list, size_t n, uint64_t number)
{
	const struct told key = { .number = number };

	return number == 0 ? NULL
			   : bsearch(&key, list, n, sizeof(*list), by_number);
}

static int
check_seqs(struct maker *m)
{
	const struct fx_verdict *v = fx_case_verdict(m->c);
	size_t i;

	if (m->size == 0)
		return fx_fail(m->err, FX_EARG, 0,
		    "no good signed head covers any record");
	if (m->n > FX_EXHIBITS_MOST)
		return fx_fail(m->err, FX_EARG, 0,
		    "more than %d records at once", FX_EXHIBITS_MOST);
	for (i = 0; i < m->n; i++) {
		if (i > 0 && m->seq[i] <= m->seq[i - 1])
			return fx_fail(m->err, FX_EARG, 0,
			    "records out of order");
		if (m->seq[i] >= v->records)
			return fx_fail(m->err, FX_EARG, 0,
			    "there is no record %" PRIu64
			    ": the last is %" PRIu64,
			    m->seq[i], v->records - 1);
		if (m->seq[i] >= m->size)
			return fx_fail(m->err, FX_EARG, 0,
			    "record %" PRIu64
			    " is behind the signed head, which is over %" PRIu64
			    " records%s",
			    m->seq[i], m->size,
			    m->size == v->signed_size
				? ": fxrecord --recover signs the rest"
				: "");
	}
	return 0;
}

static int
read_head(struct maker *m)
{
	if (fx_case_note(m->c, m->size, &m->note, m->err) == -1)
		return -1;
	return fx_note_parse(&m->head, m->note.p, m->note.len, m->err);
}

static int
allocate(struct maker *m)
{
	m->srcs = calloc(m->n + 1, sizeof(*m->srcs));
	m->runs = calloc(m->n + 1, sizeof(*m->runs));
	m->named = calloc(m->n + 1, sizeof(*m->named));
	m->seals = calloc(FX_EXHIBIT_KEYS, sizeof(*m->seals));
	m->need = calloc(1 + 4 * m->n + FX_EXHIBIT_KEYS, sizeof(*m->need));
	if (m->srcs == NULL || m->runs == NULL || m->named == NULL ||
	    m->seals == NULL || m->need == NULL)
		return fx_fail(m->err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

/* Keep each number once, in order. */
static size_t
settle(struct told *list, size_t n)
{
	size_t i, kept = 0;

	qsort(list, n, sizeof(*list), by_number);
	for (i = 0; i < n; i++)
		if (kept == 0 || list[kept - 1].number != list[i].number)
			list[kept++] = list[i];
	return kept;
}

/* Which sources and runs do the records name? */
static int
read_named(struct maker *m)
{
	json_t *record;
	size_t i;

	for (i = 0; i < m->n && !m->bare; i++) {
		record = fx_case_record(m->c, m->seq[i], m->err);
		if (record == NULL)
			return -1;
		m->named[i].src = (uint64_t)fxv_num(record, "src");
		m->named[i].run = (uint64_t)fxv_num(record, "run");
		m->srcs[m->nsrcs++].number = m->named[i].src;
		m->runs[m->nruns++].number = m->named[i].run;
		json_decref(record);
	}
	m->nsrcs = settle(m->srcs, m->nsrcs);
	m->nruns = settle(m->runs, m->nruns);
	return 0;
}

/* A record of the case's structure: is it one that is needed? */
static int
on_structure(struct maker *m, const struct fx_case_row *row)
{
	bool source = strcmp(row->kind, "source") == 0;
	bool begin = strcmp(row->kind, "run.begin") == 0;
	bool end = strcmp(row->kind, "run.end") == 0;
	struct told *told;
	json_t *record;

	/* One that the head's last record announces is not in force for it. */
	if (strcmp(row->kind, "key") == 0 && row->seq + 1 < m->size) {
		if (m->nseals == FX_EXHIBIT_KEYS)
			return fx_fail(m->err, FX_ELIMIT, 0,
			    "more than %d changes of keys", FX_EXHIBIT_KEYS);
		m->seals[m->nseals++].seq = row->seq;
	}
	if (!source && !begin && !end)
		return 0;
	if ((record = fx_case_record(m->c, row->seq, m->err)) == NULL)
		return -1;
	told = source
	    ? find(m->srcs, m->nsrcs, (uint64_t)fxv_num(record, "src"))
	    : find(m->runs, m->nruns, (uint64_t)fxv_num(record, "run"));
	json_decref(record);
	if (told != NULL && end)
		told->end = row->seq + 1;
	else if (told != NULL)
		told->at = row->seq + 1;
	return 0;
}

static int
read_structure(struct maker *m)
{
	struct fx_case_row row;
	struct fx_rows *rows;
	int rc;

	if (m->bare)
		return 0;
	if ((rows = fx_rows_new(m->c, 0, m->size, NULL, m->err)) == NULL)
		return -1;
	while ((rc = fx_rows_next(rows, &row, m->err)) == 1)
		if (on_structure(m, &row) == -1) {
			rc = -1;
			break;
		}
	fx_rows_free(rows);
	return rc;
}

static void
need(struct maker *m, uint64_t seq)
{
	m->need[m->nneed++] = seq;
}

/* All records that are to be proven, in order. */
static void
list_needed(struct maker *m)
{
	size_t i, kept = 0;

	for (i = 0; i < m->n; i++)
		need(m, m->seq[i]);
	if (!m->bare)
		need(m, 0);
	for (i = 0; i < m->nsrcs; i++)
		if (m->srcs[i].at > 0)
			need(m, m->srcs[i].at - 1);
	for (i = 0; i < m->nruns; i++) {
		if (m->runs[i].at > 0)
			need(m, m->runs[i].at - 1);
		if (m->runs[i].end > 0)
			need(m, m->runs[i].end - 1);
	}
	for (i = 0; i < m->nseals; i++)
		need(m, m->seals[i].seq);
	qsort(m->need, m->nneed, sizeof(m->need[0]), by_seq);
	for (i = 0; i < m->nneed; i++)
		if (kept == 0 || m->need[kept - 1] != m->need[i])
			m->need[kept++] = m->need[i];
	m->nneed = kept;
}

/* The head just behind a change of keys: tree has all before it. */
static int
seal(struct maker *m, struct seal *s, const struct fx_merkle *tree)
{
	uint8_t hashes[FX_INCLUSION_MOST][FX_SHA256_LEN];
	struct fx_buf note = { 0 };
	unsigned int i;
	int rc;

	/* Of the last leaf, all neighbours stand to the left: the peaks. */
	for (i = 0; i < tree->peaks; i++)
		memcpy(hashes[i], tree->peak[tree->peaks - 1 - i],
		    FX_SHA256_LEN);
	rc = fx_case_note(m->c, s->seq + 1, &note, m->err);
	if (rc == 0)
		fx_tlog_proof_text(&s->text, s->seq, hashes[0], tree->peaks,
		    fx_buf_text(&note));
	fx_buf_done(&note);
	return rc == -1 ? -1 : fx_buf_check(&s->text, m->err);
}

static int
add_leaves(struct maker *m, struct fx_rows *rows)
{
	struct fx_merkle tree = { 0 };
	struct fx_case_row row;
	size_t k = 0;
	int rc;

	while ((rc = fx_rows_next(rows, &row, m->err)) == 1) {
		if (k < m->nseals && m->seals[k].seq == row.seq &&
		    seal(m, &m->seals[k++], &tree) == -1)
			return -1;
		if (fx_inclusions_add(m->proofs, row.leaf, m->err) == -1)
			return -1;
		if (k < m->nseals && fx_merkle_add(&tree, row.leaf) == -1)
			return fx_fail(m->err, FX_EIO, 0, "libcrypto refused");
	}
	return rc;
}

/* All leaves under the head go by; they must be what was signed. */
static int
prove(struct maker *m)
{
	uint8_t root[FX_SHA256_LEN];
	struct fx_rows *rows;
	int rc;

	m->proofs = fx_inclusions_new(m->size, m->need, m->nneed, m->err);
	if (m->proofs == NULL)
		return -1;
	if ((rows = fx_rows_new(m->c, 0, m->size, NULL, m->err)) == NULL)
		return -1;
	rc = add_leaves(m, rows);
	fx_rows_free(rows);
	if (rc == -1 || fx_inclusions_end(m->proofs, root, m->err) == -1)
		return -1;
	if (memcmp(root, m->head.head.root, sizeof(root)) != 0)
		return fx_fail(m->err, FX_EBROKEN, 0,
		    "the records are no longer those that were checked");
	return 0;
}

static int
put(struct maker *m, uint64_t of, const char *name, const char *ending,
    const void *p, size_t n)
{
	char file[NAME_LEN];

	snprintf(file, sizeof(file), "%s.%s", name, ending);
	return m->put(of, file, p, n, m->arg, m->err);
}

/* The record seq with its proof, as files of that name in the folder of `of`.
 */
static int
put_record(struct maker *m, uint64_t of, const char *name, uint64_t seq)
{
	const uint64_t *at = bsearch(&seq, m->need, m->nneed,
	    sizeof(m->need[0]), by_seq);
	struct fx_buf text = { 0 };
	struct fx_case_row row;
	struct fx_rows *rows;
	const uint8_t *hashes;
	size_t n;
	int rc;

	if ((rows = fx_rows_new(m->c, seq, seq + 1, NULL, m->err)) == NULL)
		return -1;
	if ((rc = fx_rows_next(rows, &row, m->err)) == 0)
		rc = fx_fail(m->err, FX_EBROKEN, 0, "a record is gone");
	if (rc == 1)
		rc = put(m, of, name, "json", row.body, row.len);
	fx_rows_free(rows);
	if (rc == -1)
		return -1;
	hashes = fx_inclusions_proof(m->proofs, (size_t)(at - m->need), &n);
	fx_tlog_proof_text(&text, seq, hashes, n, fx_buf_text(&m->note));
	rc = fx_buf_check(&text, m->err);
	if (rc == 0)
		rc = put(m, of, name, "proof", text.p, text.len);
	fx_buf_done(&text);
	return rc;
}

/* seq1: the record's number and 1, or 0 for none; itself is there already. */
static int
put_about(struct maker *m, uint64_t of, const char *name, uint64_t seq1)
{
	return seq1 == 0 || seq1 - 1 == of ? 0
					   : put_record(m, of, name, seq1 - 1);
}

static int
put_keys(struct maker *m, uint64_t of)
{
	char name[NAME_LEN / 2];
	const struct seal *s;

	for (s = m->seals; s < m->seals + m->nseals; s++) {
		snprintf(name, sizeof(name), "key.%" PRIu64, s->seq);
		if (put_record(m, of, name, s->seq) == -1 ||
		    put(m, of, name, "seal", s->text.p, s->text.len) == -1)
			return -1;
	}
	return 0;
}

/* What others vouch for of the head: for the folder that is being made. */
static int
put_anchor(int64_t id, const char *type, const void *data, size_t n, void *arg)
{
	const char *ending = fxv_exhibit_ending(type);
	struct maker *m = arg;
	char name[NAME_LEN / 2];

	snprintf(name, sizeof(name), "anchor.%" PRId64, id);
	return ending == NULL ? 0 : put(m, m->of, name, ending, data, n);
}

static int
put_exhibit(struct maker *m, size_t i)
{
	const struct told *src = find(m->srcs, m->nsrcs, m->named[i].src);
	const struct told *run = find(m->runs, m->nruns, m->named[i].run);
	uint64_t of = m->seq[i];

	if (put_record(m, of, "record", of) == -1)
		return -1;
	if (m->bare)
		return 0;
	if (put_about(m, of, "genesis", 1) == -1 ||
	    (src != NULL && put_about(m, of, "source", src->at) == -1))
		return -1;
	if (run != NULL &&
	    (put_about(m, of, "run.begin", run->at) == -1 ||
		put_about(m, of, "run.end", run->end) == -1))
		return -1;
	m->of = of;
	return put_keys(m, of) == 0
	    ? fx_case_anchors(m->c, m->size, put_anchor, m, m->err)
	    : -1;
}

static int
make(struct maker *m)
{
	size_t i;

	if (check_seqs(m) == -1 || allocate(m) == -1 || read_head(m) == -1 ||
	    read_named(m) == -1 || read_structure(m) == -1)
		return -1;
	list_needed(m);
	if (prove(m) == -1)
		return -1;
	for (i = 0; i < m->n; i++)
		if (put_exhibit(m, i) == -1)
			return -1;
	return 0;
}

int
fx_exhibit_make(struct fx_case *c, const uint64_t *seq, size_t n,
    const struct fx_exhibit_options *opt, fx_exhibit_put *fn, void *arg,
    struct fx_err *err)
{
	struct maker m = { .c = c,
		.seq = seq,
		.n = n,
		.bare = opt->bare,
		.size = opt->head != 0 ? opt->head
				       : fx_case_verdict(c)->signed_size,
		.put = fn,
		.arg = arg,
		.err = err };
	size_t i;
	int rc = make(&m);

	fx_inclusions_free(m.proofs);
	for (i = 0; i < m.nseals; i++)
		fx_buf_done(&m.seals[i].text);
	fx_buf_done(&m.note);
	free(m.need);
	free(m.seals);
	free(m.named);
	free(m.runs);
	free(m.srcs);
	return rc;
}
