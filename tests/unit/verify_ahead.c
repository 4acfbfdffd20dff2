/* verify_ahead.c - rows come out as they went in, in order, taken apart */
#include <string.h>

#include "../../libforensic/verify/ahead.h"
#include "forensic/merkle.h"
#include "tap.h"

enum { ROWS = 3000, ODD = 7 };

static int64_t next, stop_at;
static unsigned int wrong, judged;

/* The body of a row: some have none, some none that could be a record. */
static const char *
body_of(int64_t i, char text[256])
{
	if (i % ODD == 3)
		return NULL;
	snprintf(text, 256,
	    i % ODD == 5 ? "{\"seq\":%lld" : "{\"kind\":\"x\",\"seq\":%lld}",
	    (long long)i);
	return text;
}

static int
look(struct fxv *v, struct fxv_parsed *p)
{
	uint8_t sum[FX_SHA256_LEN] = { 0 };
	const struct fxv_row *row = &p->row;
	char text[256];
	const char *body = body_of(next, text);

	(void)v;
	judged++;
	wrong += row->seq != next;
	wrong += strcmp(row->kind, "x") != 0;
	wrong += (row->leaf != NULL) != (next % 2 == 0) ||
	    (row->leaf != NULL && row->leaf[0] != (uint8_t)next);
	if (body == NULL) {
		wrong += row->body != NULL || p->hashed || p->record != NULL;
	} else {
		fx_leaf(sum, body, strlen(body));
		wrong += row->body == NULL || strcmp(row->body, body) != 0 ||
		    row->len != strlen(body) || !p->hashed ||
		    memcmp(p->hash, sum, sizeof(sum)) != 0;
		wrong += (p->record != NULL) != (next % ODD != 5);
		wrong += p->record != NULL && fxv_num(p->record, "seq") != next;
	}
	next++;
	return row->seq == stop_at ? -1 : 0;
}

static void
run(int64_t rows, int64_t stop, const char *what)
{
	struct fxv v = { .failed = false };
	struct fxv_ahead *a = fxv_ahead_new(&v, look);
	uint8_t leaf[FX_SHA256_LEN] = { 0 };
	struct fxv_row row = { .kind = "x" };
	char text[256];
	int64_t i;
	int rc = 0;

	next = 0;
	wrong = judged = 0;
	stop_at = stop;
	for (i = 0; i < rows && rc == 0; i++) {
		leaf[0] = (uint8_t)i;
		row.seq = i;
		row.body = body_of(i, text);
		row.len = row.body != NULL ? strlen(text) : 0;
		row.leaf = i % 2 == 0 ? leaf : NULL;
		rc = fxv_ahead_row(&v, &row, a);
	}
	v.failed = rc != 0;
	fxv_ahead_end(a);
	ok(wrong == 0, "%s: each row is as it was", what);
	is_int(judged, stop < 0 ? rows : stop + 1, "%s: and none is left out",
	    what);
}

int
main(void)
{
	run(0, -1, "none");
	run(1, -1, "one");
	run(ROWS, -1, "many");
	run(ROWS, 777, "many, and a stop");
	return done();
}
