/* derive.c - check 12: find again, in the bytes, what the records say */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "claim.h"

enum {
	PLAIN_MOST = 1024,          /* findings looked for in one piece */
	DEEP_MOST = 4096,           /* findings in what was decoded, at once */
	BATCH_SPAN = FX_SCAN_BLOCK, /* bytes between the first and the last */
	PIECE_MOST = BATCH_SPAN + 2 * FX_SCAN_MARGIN + 1,
};

/* Claims that wait; those of one piece are looked for together. */
struct batch {
	size_t n;
	struct fxv_claim *claims;
};

struct derivation {
	struct fxv *v;
	struct fx_image *img;
	struct fx_map *map;
	bool torn; /* not all of the file systems could be read */
	struct fx_way *way;
	uint64_t size;
	const bool *now;
	uint8_t *piece;
	size_t run; /* which of the runs set is of, from 1; 0: none yet */
	bool known; /* all its detectors are known */
	const struct fx_carver *set[FX_SCAN_CARVERS + 1];
	struct batch plain, deep;   /* in the image; in what was decoded */
	struct fxv_claim *at, *end; /* those that are looked for: at is the
	                               first not before what is found next */
};

/* The detectors that a run used, of those that the caller gave. */
static void
choose(struct derivation *d, size_t number)
{
	const struct fx_carver *const *c = d->v->opt->set;
	const json_t *about = d->v->runs[number - 1].about, *names;
	const json_t *name;
	size_t i, n = 0, want;

	d->run = number;
	d->known = true;
	names = json_object_get(json_object_get(about, "options"), "carvers");
	want = json_array_size(names);
	for (; *c != NULL && n < FX_SCAN_CARVERS; c++)
		for (i = 0; i < want; i++) {
			name = json_array_get(names, i);
			if (json_is_string(name) &&
			    strcmp(json_string_value(name), (*c)->name) == 0) {
				d->set[n++] = *c;
				break;
			}
		}
	d->set[n] = NULL;
	if (n == want && n > 0)
		return;
	d->known = false;
	fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
	    "run %" PRIu64 " used detectors that this program does not have: "
	    "its findings were not derived again",
	    d->v->first_run + number);
}

static int
on_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct derivation *d = arg;
	struct fxv_claim *c;

	(void)err;
	/* Both come in order of offset. */
	while (d->at < d->end && d->at->at < f->off)
		d->at++;
	for (c = d->at; c < d->end && c->at == f->off; c++)
		if (!c->found)
			fxv_claim_compare(d->v, c, f);
	return 0;
}

/* Look for n claims, by place, in the stream that the way leads to. */
static int
scan(struct derivation *d, struct fxv_claim *claims, size_t n,
    struct fx_err *err)
{
	const struct fx_scan_options opt = { .threads = 1,
		.min = INT_MIN,
		.nohash = true };
	struct fx_scan_sink sink = { .found = on_found, .arg = d };
	struct fx_scan_result res = { 0 };
	struct fx_scan_piece piece = { .p = d->piece };
	ssize_t got;

	piece.from = claims[0].at;
	piece.to = claims[n - 1].at + 1;
	piece.off = piece.from > FX_SCAN_MARGIN ? piece.from - FX_SCAN_MARGIN
						: 0;
	d->at = claims;
	d->end = claims + n;
	got = fx_way_read(d->way, piece.off, d->piece,
	    (size_t)(piece.to + FX_SCAN_MARGIN - piece.off), err);
	if (got == -1)
		return -1;
	piece.n = (size_t)got;
	if (piece.to > piece.off + piece.n)
		piece.to = piece.off + piece.n;
	if (piece.from >= piece.to)
		return 0; /* past the end */
	return fx_scan_memory(&piece, d->set, &opt, &sink, &res, err);
}

/* How many of the n claims, by place in one stream, fit in one piece? */
static size_t
together(const struct fxv_claim *claims, size_t n)
{
	size_t i = 1;

	while (i < n && fxv_claim_beside(&claims[i], claims) &&
	    claims[i].at - claims[0].at < BATCH_SPAN)
		i++;
	return i;
}

static void
no_offset(struct derivation *d, const struct fxv_claim *c)
{
	d->v->runs[d->run - 1].missed++;
	if (d->v->runs[d->run - 1].loose)
		return;
	fxv_say(d->v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
	    "record %" PRIu64 ": its path %.64s does not lead to its offset",
	    c->seq, fxv_str(c->record, "path"));
}

/* Look for n claims of one piece, and say what came of them. */
static void
look(struct derivation *d, struct fxv_claim *claims, size_t n)
{
	struct fxv_run *run = &d->v->runs[d->run - 1];
	struct fx_err err;
	struct fx_err limit;
	bool gone, read, gaps, cut;
	size_t i;

	gone = fx_way_to(d->way, &claims[0].path, &err) == 0;
	read = gone && scan(d, claims, n, &err) == 0;
	gaps = fx_way_gaps(d->way) > 0 ||
	    (claims[0].path.file != NULL && d->torn);
	/* Behind a limit a scan of this version saw nothing either. */
	cut = read && fx_way_whole(d->way, &limit) == -1 &&
	    limit.code == FX_ELIMIT;
	for (i = 0; i < n; i++)
		if (!read)
			fxv_claim_astray(d->v, run, &claims[i], gaps, &err);
		else if (cut && !claims[i].found)
			fxv_claim_astray(d->v, run, &claims[i], gaps, &limit);
		else if (!fx_way_owns(d->way,
			     (uint64_t)fxv_num(claims[i].record, "off")))
			no_offset(d, &claims[i]);
		else
			fxv_claim_settle(d->v, run, &claims[i], gaps);
}

static void
flush(struct derivation *d, struct batch *b)
{
	size_t i, n;

	qsort(b->claims, b->n, sizeof(b->claims[0]), fxv_claim_order);
	for (i = 0; i < b->n; i += n) {
		n = together(&b->claims[i], b->n - i);
		look(d, &b->claims[i], n);
	}
	for (i = 0; i < b->n; i++)
		json_decref(b->claims[i].record);
	b->n = 0;
}

/* Take the claim on: plain ones wait in order of offset. */
static void
claim(struct derivation *d, const struct fxv_claim *c)
{
	bool deep = c->path.nsteps > 0 || c->path.file != NULL;
	struct batch *b = deep ? &d->deep : &d->plain;
	size_t most = b == &d->plain ? PLAIN_MOST : DEEP_MOST;

	if (b->n == most)
		flush(d, b);
	b->claims[b->n] = *c;
	json_incref(c->record);
	b->n++;
}

/* Is the place of the claim one at all? */
static bool
is_place(struct derivation *d, const struct fxv_claim *c)
{
	struct fx_err err;
	bool known = fx_path_known(&c->path, fx_decoders, &err) == 0;

	if (known && (c->path.file != NULL || c->path.offset < d->size))
		return true;
	if (!known)
		fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, (int64_t)c->seq,
		    "record %" PRIu64
		    ": nothing here decodes the path %.64s: %s",
		    c->seq, fxv_str(c->record, "path"), err.msg);
	else if (!d->v->runs[d->run - 1].loose)
		fxv_say(d->v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
		    "record %" PRIu64 ": no such data at offset %" PRIu64
		    ", which lies past the end",
		    c->seq, c->path.offset);
	d->v->runs[d->run - 1].missed += known;
	return false;
}

static void
on_finding(struct derivation *d, uint64_t seq, json_t *record)
{
	struct fxv_claim c = { .seq = seq, .record = record };
	size_t number = (size_t)((uint64_t)fxv_num(record, "run") -
	    d->v->first_run);
	const char *path = fxv_str(record, "path");
	struct fx_err err;

	if (number < 1 || number > d->v->nruns || !d->now[number - 1])
		return;
	if (number != d->run) {
		flush(d, &d->plain);
		flush(d, &d->deep);
		choose(d, number);
	}
	if (!d->known)
		return;
	if (fx_path_read(&c.path, path, strlen(path), &err) == -1 ||
	    (c.path.file == NULL &&
		c.path.offset != (uint64_t)fxv_num(record, "off"))) {
		no_offset(d, &c);
		return;
	}
	c.at = fx_path_last(&c.path);
	if (is_place(d, &c))
		claim(d, &c);
}

static int
on_row(struct fxv *v, const struct fxv_row *row, void *arg)
{
	struct derivation *d = arg;
	json_t *record = fxv_finding(v, row);

	if (record != NULL && row->seq >= 0)
		on_finding(d, (uint64_t)row->seq, record);
	json_decref(record);
	return v->failed ? -1 : 0;
}

static void
on_notice(const struct fx_map_notice *n, void *arg)
{
	struct derivation *d = arg;

	d->torn = d->torn || n->failed;
}

/* Where the files are, if there are findings in them. */
static void
find_files(struct derivation *d)
{
	struct fx_map_options opt = { .notice = on_notice, .arg = d };
	struct fx_err err;

	if (!d->v->files)
		return;
	if ((d->map = fx_map_new(d->img, &opt, &err)) == NULL)
		fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "the files of the image cannot be had: %s", err.msg);
}

/* Returns 0; or -1 when memory fails. */
static int
begin(struct derivation *d)
{
	struct fx_way_in in = { .img = d->img, .box = d->v->box };
	struct fx_err err;

	find_files(d);
	in.map = d->map;
	d->piece = malloc(PIECE_MOST);
	d->plain.claims = calloc(PLAIN_MOST, sizeof(d->plain.claims[0]));
	d->deep.claims = calloc(DEEP_MOST, sizeof(d->deep.claims[0]));
	d->way = fx_way_new(&in, &err);
	return d->piece != NULL && d->plain.claims != NULL &&
		d->deep.claims != NULL && d->way != NULL
	    ? 0
	    : -1;
}

void
fxv_derive(struct fxv *v, struct fx_image *img, uint64_t size, const bool *now)
{
	struct derivation d = { .v = v, .img = img, .size = size, .now = now };

	if (begin(&d) == 0) {
		fxv_rows(v, on_row, &d);
		flush(&d, &d.plain);
		flush(&d, &d.deep);
	} else {
		fxv_fail(v, FX_ENOMEM, "a piece of the image");
	}
	fx_way_free(d.way);
	fx_map_free(d.map);
	free(d.deep.claims);
	free(d.plain.claims);
	free(d.piece);
}
