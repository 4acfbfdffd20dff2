/* plant.c - sources with values in them, and the truth of what is where */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/scan.h"
#include "plant.h"
#include "text.h"

enum {
	GAP = 9 << 10, /* between pieces: more than a neighbourhood's reach */
	AROUND = 160,  /* characters of prose before and behind a value */
	PACKED_LEAST = 1200, /* prose beside it in a container */
	PACKED_MORE = 5000,
	PAGE_LINES = 40,  /* look-alikes of one page */
	DECOY_PACKED = 4, /* each such page lies in a container */
	KEY = 0xa7,
};

const char *const place_names[PLACES] = { "first byte", "last byte",
	"odd offset", "sector edge", "page edge", "block edge", "container" };

static const uint64_t edges[PLACES] = { [PLACE_SECTOR] = 512,
	[PLACE_PAGE] = 4096,
	[PLACE_BLOCK] = FX_SCAN_BLOCK };

void
field_path(const struct field *f, unsigned int source, char *out, size_t cap)
{
	if (source == 0)
		snprintf(out, cap, "%s/disk", f->dir);
	else
		snprintf(out, cap, "%s/edge-%05u", f->dir, source);
}

static int
source_open(struct field *f, struct fx_err *err)
{
	char path[4096];

	field_path(f, f->sources, path, sizeof(path));
	f->off = 0;
	if ((f->f = fopen(path, "wbx")) == NULL)
		return fx_fail_sys(err, 0, "%s", path);
	return 0;
}

static int
source_close(struct field *f, struct fx_err *err)
{
	FILE *file = f->f;

	f->f = NULL;
	f->sources++;
	f->bytes += f->off;
	if (fclose(file) != 0)
		return fx_fail_sys(err, 0, "a source cannot be written");
	return 0;
}

/* Write n bytes at an offset behind all that was written; zeros lie before. */
static int
put_at(struct field *f, uint64_t at, const void *p, size_t n,
    struct fx_err *err)
{
	if (fseeko(f->f, (off_t)at, SEEK_SET) == -1 ||
	    fwrite(p, 1, n, f->f) != n)
		return fx_fail_sys(err, 0, "a source cannot be written");
	f->off = at + n;
	return 0;
}

static struct plant *
plant_new(struct field *f, struct fx_err *err)
{
	struct plant *more;
	size_t cap = f->cap * 2 + 1024;

	if (f->n == f->cap) {
		more = realloc(f->plants, cap * sizeof(*more));
		if (more == NULL) {
			fx_fail(err, FX_ENOMEM, 0, "out of memory");
			return NULL;
		}
		f->plants = more;
		f->cap = cap;
	}
	memset(&f->plants[f->n], 0, sizeof(f->plants[0]));
	f->plants[f->n].source = f->sources;
	return &f->plants[f->n++];
}

/* One value of a kind in a piece that is about to be laid. */
struct piece {
	const struct kind *kind;
	enum enc enc;
	size_t pack;
	enum place place;
	struct fx_buf bytes; /* of the piece */
	size_t at;           /* of its value's first byte, plain */
	struct made made;
	struct fx_buf shown; /* the value's bytes; empty: not known */
};

static void
piece_done(struct piece *p)
{
	fx_buf_done(&p->bytes);
	fx_buf_done(&p->made.text);
	fx_buf_done(&p->shown);
}

/* Prose, the value with what belongs to it, prose: in the encoding. */
static void
piece_write(struct piece *p, struct rnd *r, struct fx_buf *out, uint8_t key)
{
	size_t n = AROUND;
	struct fx_buf prose = { 0 };
	const struct fx_buf *text = &p->made.text;
	bool cut = p->place == PLACE_LAST && text->len > 0 &&
	    text->p[text->len - 1] == '\n';

	if (p->pack > 0)
		n = PACKED_LEAST + rnd_below(r, PACKED_MORE);
	if (p->place != PLACE_FIRST)
		text_prose(r, &prose, n);
	text_put(out, p->enc, key, fx_buf_text(&prose), prose.len);
	p->at = out->len;
	text_put(out, p->enc, key, fx_buf_text(text), text->len - cut);
	fx_buf_reset(&prose);
	if (p->place != PLACE_LAST)
		text_prose(r, &prose, AROUND);
	text_put(out, p->enc, key, fx_buf_text(&prose), prose.len);
	fx_buf_done(&prose);
}

static int
piece_make(struct piece *p, struct rnd *r, unsigned int n, struct fx_err *err)
{
	uint8_t key = (uint8_t)(KEY ^ (n % 8));
	struct made *m = &p->made;
	struct fx_buf text = { 0 };
	size_t unit = p->enc == ENC_LE || p->enc == ENC_BE ? 2 : 1;
	int rc;

	m->enc = p->enc;
	p->kind->make(r, n, m);
	piece_write(p, r, &text, key);
	p->at += m->at * unit;
	if (m->len > 0)
		text_put(&p->shown, p->enc, key, m->text.p + m->at, m->len);
	rc = fx_buf_check(&m->text, err);
	if (rc == 0)
		rc = fx_buf_check(&text, err);
	if (rc == 0)
		rc = packs[p->pack].put(&packs[p->pack], text.p, text.len,
		    &p->bytes, err);
	fx_buf_done(&text);
	return rc;
}

/* The offset at which a piece lies, behind what is there. */
static uint64_t
piece_place(const struct field *f, const struct piece *p, unsigned int n)
{
	const size_t shifts[] = { 0, 1, p->shown.len / 2,
		p->shown.len - (p->shown.len > 0), p->shown.len };
	uint64_t at = f->off + GAP, edge = edges[p->place];
	size_t back;

	if (p->place == PLACE_FIRST)
		return 0;
	if (p->place == PLACE_ODD)
		return (at + p->at) % 2 == 1 ? at : at + 1;
	if (edge > 0) {
		back = p->at + shifts[n % 5];
		return (at + back + edge - 1) / edge * edge - back;
	}
	edge = packs[p->pack].align;
	if (edge > 0)
		return (at + edge - 1) / edge * edge;
	return at + n * 37 % 512;
}

static int
piece_lay(struct field *f, struct piece *p, unsigned int n, struct fx_err *err)
{
	uint64_t at = piece_place(f, p, n);
	struct plant *t = plant_new(f, err);

	if (t == NULL || put_at(f, at, p->bytes.p, p->bytes.len, err) == -1)
		return -1;
	t->from = at;
	t->to = f->off;
	t->kind = p->kind;
	t->enc = p->enc;
	t->pack = p->pack;
	t->place = p->place;
	t->attr = p->made.attr;
	memcpy(t->is, p->made.is, sizeof(t->is));
	t->value = strdup(p->made.value);
	t->value_len = p->shown.len;
	if (p->shown.len > 0 && (t->bytes = malloc(p->shown.len)) != NULL)
		memcpy(t->bytes, p->shown.p, p->shown.len);
	if (t->value == NULL || (p->shown.len > 0 && t->bytes == NULL))
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

static int
plant_one(struct field *f, const struct piece *like, unsigned int n,
    struct fx_err *err)
{
	struct piece p = *like;
	struct rnd r;
	char name[160];
	int rc;

	snprintf(name, sizeof(name), "%s %s %s %s %u", p.kind->name,
	    enc_names[p.enc], packs[p.pack].name, place_names[p.place], n);
	r = rnd_named(f->seed, name);
	rc = piece_make(&p, &r, n, err);
	if (rc == 0)
		rc = piece_lay(f, &p, n, err);
	piece_done(&p);
	return rc;
}

static bool
chosen(const struct field *f, const struct kind *k)
{
	size_t i;

	for (i = 0; f->names[i] != NULL; i++)
		if (strcmp(f->names[i], k->name) == 0)
			return true;
	return false;
}

typedef int each_fn(struct field *f, struct piece *p, struct fx_err *err);

/* Each kind that is asked for, in each encoding that it may have. */
static int
each(struct field *f, each_fn *fn, struct fx_err *err)
{
	const struct kind *k;
	unsigned int e;

	for (k = kinds; k->name != NULL; k++)
		for (e = 0; e < ENCS; e++) {
			struct piece p = { .kind = k, .enc = (enum enc)e };

			if ((k->encs & 1u << e) != 0 && chosen(f, k) &&
			    fn(f, &p, err) == -1)
				return -1;
		}
	return 0;
}

static int
plant_disk(struct field *f, struct piece *p, struct fx_err *err)
{
	unsigned int n, place;

	for (place = PLACE_ODD; place <= PLACE_BLOCK; place++) {
		p->place = (enum place)place;
		for (n = 0; n < f->values; n++)
			if (plant_one(f, p, n, err) == -1)
				return -1;
	}
	p->place = PLACE_PACKED;
	for (p->pack = 1; packs[p->pack].name != NULL; p->pack++)
		for (n = 0; n < f->values; n++)
			if (pack_takes(&packs[p->pack], p->enc) &&
			    plant_one(f, p, n, err) == -1)
				return -1;
	return 0;
}

static int
plant_edges(struct field *f, struct piece *p, struct fx_err *err)
{
	unsigned int n;
	int rc;

	for (n = 0; n < f->values; n++) {
		if (source_open(f, err) == -1)
			return -1;
		p->place = PLACE_FIRST;
		rc = plant_one(f, p, n, err);
		p->place = PLACE_LAST;
		if (rc == 0)
			rc = plant_one(f, p, n, err);
		if (source_close(f, err) == -1 || rc == -1)
			return -1;
	}
	return 0;
}

/* A page of look-alikes, now and then in a container. */
static int
plant_page(struct field *f, const struct decoy *d, unsigned int n,
    struct fx_err *err)
{
	struct fx_buf lines = { 0 }, text = { 0 }, bytes = { 0 };
	struct plant *t = plant_new(f, err);
	struct rnd r;
	unsigned int i;
	int rc = -1;

	if (t == NULL)
		return -1;
	t->decoy = d;
	t->enc = d->kind == DECOY_BYTES
	    ? ENC_RAW
	    : (enum enc)(n % 3); /* ASCII and both UTF-16 */
	t->pack = n % DECOY_PACKED == 3 ? 1 + n / DECOY_PACKED % 8 : 0;
	r = rnd_named(f->seed, d->name);
	r.state += n * UINT64_C(0x5851f42d4c957f2d);
	text_prose(&r, &lines, AROUND);
	for (i = 0; i < PAGE_LINES; i++) {
		d->line(&r, n * PAGE_LINES + i, &lines);
		fx_buf_byte(&lines, '\n');
	}
	text_prose(&r, &lines, AROUND);
	text_put(&text, t->enc, 0, fx_buf_text(&lines), lines.len);
	if (packs[t->pack].put(&packs[t->pack], fx_buf_text(&text), text.len,
		&bytes, err) == 0) {
		t->from = f->off + GAP;
		rc = put_at(f, t->from, bytes.p, bytes.len, err);
		t->to = f->off;
		f->lines += PAGE_LINES;
	}
	fx_buf_done(&lines);
	fx_buf_done(&text);
	fx_buf_done(&bytes);
	return rc;
}

static int
plant_decoys(struct field *f, struct fx_err *err)
{
	const struct decoy *d;
	unsigned int n;

	for (n = 0; f->lines < f->look_alikes; n++)
		for (d = decoys; d->name != NULL; d++)
			if (plant_page(f, d, n, err) == -1)
				return -1;
	return 0;
}

int
field_make(struct field *f, struct fx_err *err)
{
	int rc;

	if (source_open(f, err) == -1)
		return -1;
	rc = each(f, plant_disk, err);
	if (rc == 0)
		rc = plant_decoys(f, err);
	if (source_close(f, err) == -1 || rc == -1)
		return -1;
	return each(f, plant_edges, err);
}

void
field_done(struct field *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->plants[i].value);
		free(f->plants[i].bytes);
		free(f->plants[i].path);
	}
	free(f->plants);
	f->plants = NULL;
	f->n = f->cap = 0;
}

int
field_tell(const struct field *f, const char *path, struct fx_err *err)
{
	FILE *out = fopen(path, "wx");
	const struct plant *t;
	char source[64];
	bool bad;

	if (out == NULL)
		return fx_fail_sys(err, 0, "%s", path);
	for (t = f->plants; t < f->plants + f->n; t++) {
		struct field none = { .dir = "." };

		field_path(&none, t->source, source, sizeof(source));
		fprintf(out, "%s\t%" PRIu64 "\t%" PRIu64 "\t%s\t%s\t%s\t%s\n",
		    source + 2, t->from, t->to - t->from,
		    t->kind != NULL ? t->kind->name : "look-alike",
		    enc_names[t->enc], packs[t->pack].name,
		    t->kind != NULL ? place_names[t->place] : t->decoy->name);
	}
	bad = ferror(out) != 0;
	if (fclose(out) != 0 || bad)
		return fx_fail_sys(err, 0, "%s", path);
	return 0;
}
