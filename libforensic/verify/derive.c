/* derive.c - check 12: find again, in the bytes, what the records say */
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/finding.h"
#include "forensic/scan.h"
#include "internal.h"

enum {
	BATCH_MOST = 1024,          /* findings looked for in one piece */
	BATCH_SPAN = FX_SCAN_BLOCK, /* bytes between the first and the last */
	PIECE_MOST = BATCH_SPAN + 2 * FX_SCAN_MARGIN + 1,
};

/* A record that waits for its bytes. */
struct claim {
	uint64_t seq, off;
	json_t *record;
	bool near;   /* something of that kind stands there */
	bool found;  /* just this stands there */
	bool same;   /* with the same score and reasons */
	bool attrs;  /* and the same attributes, as far as they can be seen */
	bool opened; /* the vault has its value */
	bool value;  /* and says no other than what stands there */
};

struct derivation {
	struct fxv *v;
	struct fx_image *img;
	uint64_t size;
	const bool *now;
	uint8_t *piece;
	bool gaps;  /* some of the piece could not be read */
	size_t run; /* number of the run that set is of; 0: none yet */
	bool known; /* all its detectors are known */
	const struct fx_carver *set[FX_SCAN_CARVERS + 1];
	size_t n, at; /* at: claims before it lie before what is found next */
	struct claim claims[BATCH_MOST];
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
	    "run %zu used detectors that this program does not have: its "
	    "findings were not derived again",
	    number);
}

/* Are two lists of reasons alike? */
static bool
same_why(const json_t *why, const struct fx_found *f)
{
	const char *s;
	size_t i;

	if (json_array_size(why) != f->nwhy)
		return false;
	for (i = 0; i < f->nwhy; i++) {
		s = json_string_value(json_array_get(why, i));
		if (s == NULL || strcmp(s, f->why[i]) != 0)
			return false;
	}
	return true;
}

/* Has the vault this value for the field, or no word on it? */
static bool
opens_to(struct fxv *v, uint64_t seq, const char *field, const char *value,
    bool *opened)
{
	struct fx_buf text = { 0 };
	bool same;

	*opened = fxv_vault_value(v, (int64_t)seq, field, &text);
	same = text.len == strlen(value) &&
	    memcmp(fx_buf_text(&text), value, text.len) == 0;
	fx_buf_done(&text);
	return !*opened || same;
}

/* One attribute: in clear, or committed to and open in the vault. */
static bool
same_attr(struct fxv *v, const struct claim *c, const char *key,
    const char *value, enum fx_privacy privacy)
{
	const json_t *told;
	bool opened;

	if (privacy == FX_PUBLIC) {
		told = json_object_get(json_object_get(c->record, "attrs"),
		    key);
		return told != NULL &&
		    strcmp(json_string_value(told), value) == 0;
	}
	told = json_object_get(json_object_get(c->record, "commit"), key);
	return told != NULL && opens_to(v, c->seq, key, value, &opened);
}

static bool
same_attrs(struct fxv *v, const struct claim *c, const struct fx_found *f)
{
	const struct fx_attr_rule *rule;
	size_t i, open = 0, closed = 1; /* the value itself */

	for (i = 0; i < f->nattrs; i++) {
		rule = fx_carver_attr(f->carver, f->attrs[i].key);
		if (rule == NULL || rule->privacy == FX_DROPPED)
			continue;
		if (!same_attr(v, c, f->attrs[i].key, f->attrs[i].value,
			rule->privacy))
			return false;
		open += rule->privacy == FX_PUBLIC;
		closed += rule->privacy == FX_PRIVATE;
	}
	return json_object_size(json_object_get(c->record, "attrs")) == open &&
	    json_object_size(json_object_get(c->record, "commit")) == closed;
}

static void
compare(struct derivation *d, struct claim *c, const struct fx_found *f)
{
	const json_t *r = c->record;
	char mask[FX_VALUE_LEN];

	if (strcmp(fxv_str(r, "class"), f->carver->name) != 0)
		return;
	c->near = true;
	fx_mask(f->carver, f->value, mask);
	if ((uint64_t)fxv_num(r, "len") != f->len ||
	    strcmp(fxv_str(r, "enc"), fx_encoding_name(f->enc, f->key)) != 0 ||
	    strcmp(fxv_str(r, "mask"), mask) != 0)
		return;
	c->found = true;
	c->same = fxv_num(r, "score") == f->score &&
	    same_why(json_object_get(r, "why"), f);
	c->attrs = same_attrs(d->v, c, f);
	c->value = opens_to(d->v, c->seq, "value", f->value, &c->opened);
}

static int
on_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct derivation *d = arg;
	size_t i;

	(void)err;
	/* Both come in order of offset. */
	while (d->at < d->n && d->claims[d->at].off < f->off)
		d->at++;
	for (i = d->at; i < d->n && d->claims[i].off == f->off; i++)
		if (!d->claims[i].found)
			compare(d, &d->claims[i], f);
	return 0;
}

static void
on_gap(const struct fx_gap *gap, void *arg)
{
	struct derivation *d = arg;

	(void)gap;
	d->gaps = true;
}

/* What came of a claim. */
static void
settle(struct derivation *d, const struct claim *c)
{
	struct fxv_run *run = &d->v->runs[d->run - 1];

	if (c->found && c->value) {
		run->derived++;
		d->v->derived++;
		d->v->compared += c->opened;
		if (!c->same && run->differ++ == 0)
			run->differ_seq = c->seq;
		if (!c->attrs)
			fxv_say(d->v, FXV_IMAGE, FX_NOT_PROVEN, (int64_t)c->seq,
			    "record %" PRIu64
			    ": its attributes do not derive from the bytes "
			    "around offset %" PRIu64,
			    c->seq, c->off);
		return;
	}
	run->missed++;
	if (c->found)
		fxv_say(d->v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
		    "record %" PRIu64 ": the value at offset %" PRIu64
		    " is not the one in the vault",
		    c->seq, c->off);
	else if (d->gaps)
		fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, (int64_t)c->seq,
		    "record %" PRIu64 ": the image cannot be read around "
		    "offset %" PRIu64,
		    c->seq, c->off);
	else
		fxv_say(d->v, FXV_IMAGE, FX_TAMPERED, (int64_t)c->seq,
		    "record %" PRIu64 ": no such data at offset %" PRIu64 "%s",
		    c->seq, c->off,
		    c->near ? " (but something of that kind)" : "");
}

/* Scan the bytes that the waiting claims are about. */
static int
scan(struct derivation *d, struct fx_err *err)
{
	const struct fx_scan_options opt = { .threads = 1,
		.min = INT_MIN,
		.nohash = true };
	struct fx_scan_sink sink = { .found = on_found, .arg = d };
	struct fx_scan_result res = { 0 };
	struct fx_scan_piece piece = { .p = d->piece };
	ssize_t n;

	piece.from = d->claims[0].off;
	piece.to = d->claims[d->n - 1].off + 1;
	piece.off = piece.from > FX_SCAN_MARGIN ? piece.from - FX_SCAN_MARGIN
						: 0;
	d->gaps = false;
	d->at = 0;
	n = fx_image_read(d->img, piece.off, d->piece,
	    (size_t)(piece.to + FX_SCAN_MARGIN - piece.off), on_gap, d, err);
	if (n == -1)
		return -1;
	piece.n = (size_t)n;
	return fx_scan_memory(&piece, d->set, &opt, &sink, &res, err);
}

static void
flush(struct derivation *d)
{
	struct fx_err err;
	bool read;
	size_t i;

	if (d->n == 0)
		return;
	read = scan(d, &err) == 0;
	if (!read)
		fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "%zu findings from record %" PRIu64
		    " on were not derived again: %s",
		    d->n, d->claims[0].seq, err.msg);
	for (i = 0; i < d->n; i++) {
		if (read)
			settle(d, &d->claims[i]);
		json_decref(d->claims[i].record);
	}
	d->n = 0;
}

/* Take the record on; claims wait in order of offset. */
static void
claim(struct derivation *d, uint64_t seq, json_t *record)
{
	uint64_t off = (uint64_t)fxv_num(record, "off");

	if (d->n > 0 &&
	    (d->n == BATCH_MOST || off < d->claims[d->n - 1].off ||
		off - d->claims[0].off >= BATCH_SPAN))
		flush(d);
	d->claims[d->n++] = (struct claim){ .seq = seq,
		.off = off,
		.record = json_incref(record) };
}

static void
on_finding(struct derivation *d, uint64_t seq, json_t *record)
{
	size_t number = (size_t)fxv_num(record, "run");

	if (number > d->v->nruns || !d->now[number - 1])
		return;
	if (number != d->run) {
		flush(d);
		choose(d, number);
	}
	if (!d->known)
		return;
	if (!fxv_is_plain(record)) {
		fxv_say(d->v, FXV_IMAGE, FX_CANNOT_CHECK, (int64_t)seq,
		    "record %" PRIu64 ": nothing here decodes the path %.64s",
		    seq, fxv_str(record, "path"));
		return;
	}
	if ((uint64_t)fxv_num(record, "off") < d->size) {
		claim(d, seq, record);
		return;
	}
	d->v->runs[number - 1].missed++;
	fxv_say(d->v, FXV_IMAGE, FX_TAMPERED, (int64_t)seq,
	    "record %" PRIu64 ": no such data at offset %" PRId64
	    ", which lies past the end",
	    seq, fxv_num(record, "off"));
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

void
fxv_derive(struct fxv *v, struct fx_image *img, uint64_t size, const bool *now)
{
	struct derivation *d = calloc(1, sizeof(*d));

	if (d == NULL || (d->piece = malloc(PIECE_MOST)) == NULL) {
		free(d);
		fxv_fail(v, FX_ENOMEM, "a piece of the image");
		return;
	}
	d->v = v;
	d->img = img;
	d->size = size;
	d->now = now;
	fxv_rows(v, on_row, d);
	flush(d);
	free(d->piece);
	free(d);
}
