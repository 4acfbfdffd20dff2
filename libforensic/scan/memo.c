/* memo.c - what decodings gave, by the bytes that they read */
#include <stdlib.h>
#include <string.h>

#include "memo.h"

enum { CHUNK = 64 << 10 };

struct counts {
	uint64_t found, below, stopped;
};

struct entry {
	const struct fx_decoder *decoder; /* NULL: free */
	uint64_t saw;
	uint8_t first[FX_MEMO_FIRST], last[FX_MEMO_LAST], sum[FX_SHA256_LEN];
	char *rec; /* what was told, n bytes; and a `counts` for each part */
	struct counts *counts;
	size_t n, nprefix, size; /* size: of all its memory */
	uint64_t anchors;
};

struct fx_memo {
	struct entry entry[FX_MEMO_SETS][FX_MEMO_WAYS];
	uint8_t next[FX_MEMO_SETS]; /* the way that is taken next */
	size_t hand;                /* the entry that goes next, when full */
	size_t most, used, parts;
	/* When the decoding at hand began. */
	size_t rec;
	struct counts *began;
	uint64_t anchors;
	uint8_t piece[CHUNK];
};

struct fx_memo *
fx_memo_new(size_t most, size_t parts)
{
	struct fx_memo *memo;

	if (most == 0 || (memo = calloc(1, sizeof(*memo))) == NULL)
		return NULL;
	memo->most = most;
	memo->parts = parts;
	memo->began = calloc(parts + 1, sizeof(*memo->began));
	if (memo->began != NULL)
		return memo;
	free(memo);
	return NULL;
}

static void
drop(struct fx_memo *memo, struct entry *e)
{
	memo->used -= e->size;
	free(e->rec);
	free(e->counts);
	*e = (struct entry){ .decoder = NULL };
}

void
fx_memo_free(struct fx_memo *memo)
{
	size_t i;

	if (memo == NULL)
		return;
	for (i = 0; i < (size_t)FX_MEMO_SETS * FX_MEMO_WAYS; i++)
		drop(memo, &memo->entry[i / FX_MEMO_WAYS][i % FX_MEMO_WAYS]);
	free(memo->began);
	free(memo);
}

/* Exactly n bytes at off. */
static bool
read_all(const struct fx_source *src, uint64_t off, uint8_t *p, size_t n)
{
	struct fx_err err;

	return src->read(src->arg, off, p, n, &err) == (ssize_t)n;
}

static size_t
set_of(const uint8_t first[FX_MEMO_FIRST])
{
	uint32_t h = 2166136261U;
	size_t i;

	for (i = 0; i < FX_MEMO_FIRST; i++)
		h = (h ^ first[i]) * 16777619U;
	return (h ^ h >> 16) % FX_MEMO_SETS;
}

/* The digest of what lies at `at`; false if not all of it is there. */
static bool
digest(struct fx_memo *memo, const struct fx_memo_at *at, uint64_t saw,
    uint8_t sum[FX_SHA256_LEN])
{
	struct fx_err err;
	struct fx_hash *h = fx_hash_new(FX_SHA256, &err);
	uint64_t done;
	size_t n;

	for (done = 0; h != NULL && done < saw; done += n) {
		n = saw - done < CHUNK ? (size_t)(saw - done) : CHUNK;
		if (!read_all(at->src, at->start + done, memo->piece, n) ||
		    fx_hash_add(h, memo->piece, n, &err) == -1)
			break;
	}
	if (h == NULL || done < saw || fx_hash_end(h, sum, &err) == -1) {
		fx_hash_free(h);
		return false;
	}
	fx_hash_free(h);
	return true;
}

/* Has the stream a byte behind those that mattered, so that its end did not? */
static bool
goes_on(const struct fx_memo_at *at, uint64_t saw)
{
	uint8_t byte;

	return read_all(at->src, at->start + saw, &byte, 1);
}

static bool
is_same(struct fx_memo *memo, const struct entry *e,
    const struct fx_memo_at *at, const uint8_t first[FX_MEMO_FIRST])
{
	uint8_t last[FX_MEMO_LAST], sum[FX_SHA256_LEN];

	return e->decoder == at->decoder &&
	    memcmp(e->first, first, FX_MEMO_FIRST) == 0 &&
	    read_all(at->src, at->start + e->saw - FX_MEMO_LAST, last,
		sizeof(last)) &&
	    memcmp(e->last, last, sizeof(last)) == 0 && goes_on(at, e->saw) &&
	    digest(memo, at, e->saw, sum) &&
	    memcmp(e->sum, sum, sizeof(sum)) == 0;
}

bool
fx_memo_tell(struct fx_memo *memo, const struct fx_memo_at *at,
    struct fx_out *out)
{
	uint8_t first[FX_MEMO_FIRST];
	const struct entry *e, *set;
	size_t i;

	if (memo == NULL || !read_all(at->src, at->start, first, sizeof(first)))
		return false;
	set = memo->entry[set_of(first)];
	for (e = set; e < set + FX_MEMO_WAYS; e++)
		if (is_same(memo, e, at, first))
			break;
	if (e == set + FX_MEMO_WAYS)
		return false;
	fx_pack_again(e->rec, e->n, e->nprefix, at->path, at->nprefix,
	    at->outer, out);
	for (i = 0; i < memo->parts; i++) {
		out->found[i] += e->counts[i].found;
		out->below[i] += e->counts[i].below;
		out->stopped[i] += e->counts[i].stopped;
	}
	out->anchors += e->anchors;
	return true;
}

void
fx_memo_begin(struct fx_memo *memo, const struct fx_out *out)
{
	size_t i;

	if (memo == NULL)
		return;
	memo->rec = out->rec.len;
	for (i = 0; i < memo->parts; i++)
		memo->began[i] = (struct counts){ out->found[i], out->below[i],
			out->stopped[i] };
	memo->anchors = out->anchors;
}

/* Make room for so many bytes more. */
static void
make_room(struct fx_memo *memo, size_t size)
{
	struct entry *e;

	while (memo->used > 0 && memo->used + size > memo->most) {
		e = &memo->entry[memo->hand / FX_MEMO_WAYS]
				[memo->hand % FX_MEMO_WAYS];
		drop(memo, e);
		memo->hand = (memo->hand + 1) %
		    ((size_t)FX_MEMO_SETS * FX_MEMO_WAYS);
	}
}

/* The memory of an entry: what was told since. */
static bool
fill(const struct fx_memo *memo, struct entry *e, const struct fx_out *out)
{
	size_t i;

	e->rec = malloc(e->n + 1);
	e->counts = calloc(memo->parts + 1, sizeof(*e->counts));
	if (e->rec == NULL || e->counts == NULL) {
		free(e->rec);
		free(e->counts);
		return false;
	}
	if (e->n > 0)
		memcpy(e->rec, out->rec.p + memo->rec, e->n);
	for (i = 0; i < memo->parts; i++)
		e->counts[i] = (struct counts){ out->found[i] -
			    memo->began[i].found,
			out->below[i] - memo->began[i].below,
			out->stopped[i] - memo->began[i].stopped };
	e->anchors = out->anchors - memo->anchors;
	return true;
}

void
fx_memo_keep(struct fx_memo *memo, const struct fx_memo_at *at, uint64_t saw,
    const struct fx_out *out)
{
	struct entry e = { .decoder = at->decoder,
		.saw = saw,
		.nprefix = at->nprefix };
	struct entry *to;
	size_t set;

	if (memo == NULL || saw < FX_MEMO_FIRST || saw > FX_MEMO_SAW ||
	    out->rec.len < memo->rec || out->rec.len - memo->rec > FX_MEMO_ONE)
		return;
	e.n = out->rec.len - memo->rec;
	e.size = e.n + (memo->parts + 1) * sizeof(*e.counts) + 1;
	if (e.size > memo->most || !goes_on(at, saw) ||
	    !read_all(at->src, at->start, e.first, sizeof(e.first)) ||
	    !read_all(at->src, at->start + saw - FX_MEMO_LAST, e.last,
		sizeof(e.last)) ||
	    !digest(memo, at, saw, e.sum) || !fill(memo, &e, out))
		return;
	make_room(memo, e.size);
	set = set_of(e.first);
	to = &memo->entry[set][memo->next[set]++ % FX_MEMO_WAYS];
	drop(memo, to);
	*to = e;
	memo->used += e.size;
}
