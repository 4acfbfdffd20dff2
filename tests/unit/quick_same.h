/*
 * quick_same.h - the record that is made of a line the short way, against the
 * one that is made the long way with the same nonces
 */
#ifndef QUICK_SAME_H
#define QUICK_SAME_H

#include <stdlib.h>
#include <string.h>

#include "../../libforensic/evidence/quick.h"
#include "forensic/bytes.h"
#include "forensic/canon.h"
#include "forensic/record.h"

/* What others put in: run and src as ids have them. */
#define SAME_BLIND "00112233445566778899aabbccddeeff"
#define SAME_PREV \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define SAME_SEQ 12
#define SAME_T "2026-11-21T20:59:18.306028Z"

static inline void
same_text(struct fx_buf *out, const struct quick *q,
    const struct fx_run_ids *ids)
{
	char run[24], src[24], seq[24];
	const char *const place[QUICK_PIECES] = { SAME_BLIND, SAME_PREV, run,
		seq, src, SAME_T, "" };
	size_t from = 0, i;

	snprintf(run, sizeof(run), "%llu", (unsigned long long)ids->run);
	snprintf(src, sizeof(src), "%llu", (unsigned long long)ids->src);
	snprintf(seq, sizeof(seq), "%d", SAME_SEQ);
	for (i = 0; i < QUICK_PIECES; i++) {
		fx_buf_put(out, q->text + from, q->end[i] - from);
		fx_buf_str(out, place[i]);
		from = q->end[i];
	}
}

/* Are the openings the same, but for their order and nonces?  Takes these. */
static inline bool
same_secrets(const struct quick *q, const struct fx_secrets *s, json_t *commit)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN];
	size_t i, j;

	for (i = 0; i < q->n; i++) {
		const struct fx_secret *a = &q->list[i];

		for (j = 0; j < s->n; j++)
			if (strcmp(s->list[j].field, a->field) == 0)
				break;
		if (j == s->n || s->list[j].len != a->len ||
		    memcmp(s->list[j].value, a->value, a->len) != 0 ||
		    fx_commit(sum, a->nonce, a->field, a->value, a->len) == -1)
			return false;
		fx_hex(hex, sum, sizeof(sum));
		json_object_set_new(commit, a->field, json_string(hex));
	}
	return s->n == q->n && json_object_size(commit) == q->n;
}

/* The long way. NULL: it refuses the line. */
static inline json_t *
same_slow(const struct fx_run_ids *ids, const char *line, size_t n,
    struct fx_secrets *secrets)
{
	struct fx_line l;
	struct fx_err err;
	json_t *v = NULL;

	if (fx_line_read(&l, line, n, &err) == -1)
		return NULL;
	if (l.type == FX_LINE_FINDING)
		v = fx_record_finding(ids, &l, secrets, &err);
	fx_line_done(&l);
	if (v == NULL)
		return NULL;
	json_object_set_new(v, "v", json_integer(1));
	json_object_set_new(v, "seq", json_integer(SAME_SEQ));
	json_object_set_new(v, "prev", json_string(SAME_PREV));
	json_object_set_new(v, "kind", json_string("finding"));
	json_object_set_new(v, "t", json_string(SAME_T));
	json_object_set_new(v, "blind", json_string(SAME_BLIND));
	return v;
}

static inline bool
same_made(const struct quick *q, const struct fx_run_ids *ids, const char *line,
    size_t n)
{
	struct fx_secrets secrets = { 0 };
	struct fx_buf a = { 0 }, b = { 0 };
	struct fx_err err;
	json_t *v = same_slow(ids, line, n, &secrets);
	bool same = v != NULL &&
	    same_secrets(q, &secrets, json_object_get(v, "commit")) &&
	    strcmp(q->class, json_string_value(json_object_get(v, "class"))) ==
		0 &&
	    fx_canon_write(&a, v, &err) == 0;

	same_text(&b, q, ids);
	same = same && a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
	json_decref(v);
	fx_secrets_done(&secrets);
	fx_buf_done(&a);
	fx_buf_done(&b);
	return same;
}

/*
 * 1: the short way takes the line, and both ways make the same of it; 0: it
 * leaves it to the long way; -1: what it makes is another.
 */
static inline int
same_judge(const struct fx_run_ids *ids, const char *line, size_t n)
{
	const struct quick_of of = { .set = ids->set, .fp = ids->fp };
	static struct fx_chance chance;
	struct quick q = { 0 };
	int rc = 0;

	if (quick_make(&q, &of, line, n, &chance))
		rc = same_made(&q, ids, line, n) ? 1 : -1;
	quick_done(&q);
	return rc;
}

#endif
