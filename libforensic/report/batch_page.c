/* batch_page.c - the section of a page that tells of the images of a batch */
#include <inttypes.h>
#include <string.h>

#include "batch.h"

/* notes: a column for them stands behind the exhibit. */
static void
head_notes(struct fxr_out *o, const char *caption, const char *const *names,
    bool notes)
{
	size_t i;

	fxr_html(o, "<table>\n<caption>");
	fxr_html(o, caption);
	fxr_html(o, "</caption>\n<thead><tr>");
	for (i = 0; names[i] != NULL; i++) {
		fxr_html(o, "<th scope=\"col\">");
		fxr_html(o, names[i]);
		fxr_html(o, "</th>");
		if (notes && i == 1)
			fxr_html(o, "<th scope=\"col\">Notes</th>");
	}
	fxr_html(o, "</tr></thead>\n<tbody>\n");
}

static void
head(struct fxr_out *o, const char *caption, const char *const *names)
{
	head_notes(o, caption, names, false);
}

static void
tail(struct fxr_out *o)
{
	fxr_html(o, "</tbody>\n</table>\n");
}

/* So many more are there than rows. */
static void
rest(struct fxr_out *o, uint64_t all, size_t shown)
{
	if (all <= shown)
		return;
	fxr_html(o, "<p>");
	fxr_printf(o, "%" PRIu64 " more are not listed.", all - shown);
	fxr_html(o, "</p>\n");
}

static void
cell(struct fxr_out *o, const char *text)
{
	fxr_html(o, "<td><bdi>");
	fxr_textn(o, text, strlen(text), FX_REPORT_CELL);
	fxr_html(o, "</bdi></td>");
}

static void
cell_number(struct fxr_out *o, uint64_t n)
{
	fxr_html(o, "<td class=\"n\">");
	fxr_printf(o, "%" PRIu64, n);
	fxr_html(o, "</td>");
}

/* Milliseconds, as seconds with one digit behind the point. */
static void
cell_time(struct fxr_out *o, uint64_t ms)
{
	fxr_html(o, "<td class=\"n\">");
	fxr_printf(o, "%" PRIu64 ".%" PRIu64, ms / 1000, ms % 1000 / 100);
	fxr_html(o, "</td>");
}

static void
row_begin(struct fxr_out *o, const struct fxr_image *i)
{
	fxr_html(o, "<tr><th scope=\"row\">");
	fxr_printf(o, "%" PRIu64, i->image);
	fxr_html(o, "</th>");
	cell(o, i->exhibit);
}

static void
row_notes(struct fxr_out *o, const struct fxr_image *i, bool notes)
{
	row_begin(o, i);
	if (notes)
		cell(o, i->notes != NULL ? i->notes : "");
}

static void
put_failed(struct fxr_out *o, const struct fxr_images *all)
{
	static const char *const names[] = { "Image", "Exhibit", "Why", "Words",
		"Attempts", "Seconds", "Memory, KiB", NULL };
	const struct fxr_image *i;

	if (all->n == 0)
		return;
	head_notes(o, "Images that failed: they have no case", names,
	    all->notes);
	for (i = all->p; i < all->p + all->n; i++) {
		row_notes(o, i, all->notes);
		cell(o, i->why);
		cell(o, i->words);
		cell_number(o, i->attempts);
		cell_time(o, i->wall);
		cell_number(o, i->memory);
		fxr_html(o, "</tr>\n");
	}
	tail(o);
	rest(o, all->all, all->n);
}

/* Images whose cases came to the same verdict; doubt: with the reason. */
static void
put_images(struct fxr_out *o, const struct fxr_images *all, enum fx_level level,
    bool doubt)
{
	static const char *const sure[] = { "Image", "Exhibit", "Findings",
		"Errors", "Limits", "Bytes", "Attempts", "Seconds",
		"of processors", "Memory, KiB", NULL };
	static const char *const open[] = { "Image", "Exhibit", "Reason",
		"Findings", NULL };
	const struct fxr_image *i;

	if (all->n == 0)
		return;
	fxr_html(o, "<h3>");
	fxr_html(o, fx_verdict_word(level));
	fxr_html(o, "</h3>\n");
	head_notes(o, "Images whose cases came to this verdict",
	    doubt ? open : sure, all->notes);
	for (i = all->p; i < all->p + all->n; i++) {
		row_notes(o, i, all->notes);
		if (doubt)
			cell(o, i->words != NULL ? i->words : "");
		cell_number(o, i->findings);
		if (!doubt) {
			cell_number(o, i->errors);
			cell_number(o, i->limits);
			cell_number(o, i->bytes);
			cell_number(o, i->attempts);
			cell_time(o, i->wall);
			cell_time(o, i->cpu);
			cell_number(o, i->memory);
		}
		fxr_html(o, "</tr>\n");
	}
	tail(o);
	rest(o, all->all, all->n);
}

static void
fact(struct fxr_out *o, const char *name, const char *unit, uint64_t n)
{
	fxr_html(o, "<div><dt>");
	fxr_html(o, name);
	fxr_html(o, "</dt><dd>");
	fxr_printf(o, "%" PRIu64 "%s", n, unit);
	fxr_html(o, "</dd></div>\n");
}

static void
put_sums(struct fxr_out *o, const struct fxr_batch *b,
    const struct fx_verdict *v)
{
	static const char *const names[] = { "Kind", "Findings", NULL };
	const struct fxr_class *c;

	fxr_html(o, "<dl>\n");
	fact(o, "Images", "", v->children.images);
	fact(o, "Failed", "", v->children.failed);
	fact(o, "Cases: intact", "", v->children.level[FX_NOTE]);
	fact(o, "Cases: not proven", "", v->children.level[FX_NOT_PROVEN]);
	fact(o, "Cases: cannot be checked", "",
	    v->children.level[FX_CANNOT_CHECK]);
	fact(o, "Cases: tampered", "", v->children.level[FX_TAMPERED]);
	fact(o, "Cases that have grown since", "", v->children.grown);
	fact(o, "Images without a record", "", v->children.untold);
	fact(o, "Bytes read", "", b->sum.bytes);
	fact(o, "Findings", "", b->sum.findings);
	fact(o, "Errors", "", b->sum.errors);
	fact(o, "Limits", "", b->sum.limits);
	fact(o, "Attempts", "", b->sum.attempts);
	fact(o, "Time, of all together", " s", b->sum.wall / 1000);
	fact(o, "Time of processors", " s", b->sum.cpu / 1000);
	fact(o, "Memory, most of any process", " KiB", b->sum.memory);
	fxr_html(o, "</dl>\n");
	if (b->nclasses == 0)
		return;
	head(o, "Findings of all images by kind, as the parent case tells them",
	    names);
	for (c = b->classes; c < b->classes + b->nclasses; c++) {
		fxr_html(o, "<tr>");
		cell(o, c->name);
		cell_number(o, c->all);
		fxr_html(o, "</tr>\n");
	}
	tail(o);
}

static void
put_slow(struct fxr_out *o, const struct fxr_batch *b)
{
	static const char *const names[] = { "Image", "Exhibit", "Seconds",
		"of processors", "Memory, KiB", "Bytes", NULL };
	const struct fxr_image *i;

	if (b->nslow == 0)
		return;
	fxr_html(o, "<h3>Time and memory</h3>\n");
	head(o, "Images that took longest", names);
	for (i = b->slow; i < b->slow + b->nslow; i++) {
		row_begin(o, i);
		cell_time(o, i->wall);
		cell_time(o, i->cpu);
		cell_number(o, i->memory);
		cell_number(o, i->bytes);
		fxr_html(o, "</tr>\n");
	}
	tail(o);
}

/* What could be compared, and what not. */
static void
put_keys(struct fxr_out *o, const struct fxr_batch *b)
{
	size_t i;

	if (b->nkeys == 0) {
		fxr_html(o,
		    "<p>No case has keyed fingerprints: which values are on "
		    "several images was not compared.</p>\n");
		return;
	}
	fxr_html(o, "<ul>\n");
	for (i = 0; i < b->nkeys; i++) {
		fxr_html(o, "<li>");
		fxr_printf(o,
		    "%" PRIu64 " cases have keyed fingerprints by the key %s",
		    b->keys[i].images, b->keys[i].name);
		fxr_html(o, "</li>\n");
	}
	if (b->nkeys > 1 || b->more_keys)
		fxr_html(o,
		    "<li>Only cases of one key are compared: by different keys "
		    "one value has different fingerprints.</li>\n");
	if (b->more_keys) {
		fxr_html(o, "<li>");
		fxr_printf(o,
		    "There are more than %d keys: cases of others are not "
		    "compared.",
		    FX_REPORT_KEYS);
		fxr_html(o, "</li>\n");
	}
	if (b->unkeyed > 0) {
		fxr_html(o, "<li>");
		fxr_printf(o,
		    "%" PRIu64
		    " cases with findings have none: their values are not "
		    "compared.",
		    b->unkeyed);
		fxr_html(o, "</li>\n");
	}
	if (b->fps.lost > 0) {
		fxr_html(o, "<li>");
		fxr_printf(o,
		    "%" PRIu64
		    " findings are past what can be compared, and were not.",
		    b->fps.lost);
		fxr_html(o, "</li>\n");
	}
	fxr_html(o, "</ul>\n");
}

static void
put_shared_row(struct fxr_out *o, const struct fxr_batch *b,
    const struct fxr_shared *s)
{
	char hex[FX_FP_TEXT + 1];
	size_t i;

	fxr_html(o, "<tr>");
	cell(o, s->of.class);
	cell(o, s->of.mask);
	cell_number(o, s->images);
	cell_number(o, s->n);
	fxr_html(o, "<td>");
	for (i = 0; i < s->images && i < FXR_PLACES; i++) {
		fxr_html(o, i > 0 ? ", <bdi>" : "<bdi>");
		fxr_textn(o, b->exhibit[s->place[i]],
		    strlen(b->exhibit[s->place[i]]), FX_REPORT_CELL);
		fxr_html(o, "</bdi>");
	}
	if (s->images > FXR_PLACES)
		fxr_printf(o, " and %" PRIu64 " more", s->images - FXR_PLACES);
	fxr_html(o, "</td>");
	fx_hex(hex, s->of.fp, sizeof(s->of.fp));
	cell(o, hex);
	fxr_html(o, "</tr>\n");
}

static void
put_shared(struct fxr_out *o, const struct fxr_batch *b)
{
	static const char *const names[] = { "Kind", "Value", "Images",
		"Findings", "Exhibits", "Keyed fingerprint", NULL };
	size_t i;

	fxr_html(o, "<h3>Values on several images</h3>\n");
	put_keys(o, b);
	if (b->nkeys == 0)
		return;
	if (b->nshared == 0) {
		fxr_html(o, "<p>No value is on two images.</p>\n");
		return;
	}
	head(o, "The same value on several images, masked", names);
	for (i = 0; i < b->nshared; i++)
		put_shared_row(o, b, &b->shared[i]);
	tail(o);
	rest(o, b->shares, b->nshared);
}

void
fxr_batch_page(struct fxr_out *o, const struct fxr_batch *b,
    const struct fx_verdict *v)
{
	if (!v->children.followed)
		return;
	fxr_html(o,
	    "<section id=\"batch\" aria-labelledby=\"batch-title\" "
	    "class=\"fixed\">\n"
	    "<h2 id=\"batch-title\">Batch</h2>\n"
	    "<p>This case ties the cases of a batch together: one of each "
	    "image. They were looked at when this page was written, each by "
	    "itself and against the head that is recorded here. The page does "
	    "not hold their records, and cannot check them: fxverify "
	    "does.</p>\n");
	put_failed(o, &b->sort[FXR_FAILED]);
	put_images(o, &b->sort[FXR_TAMPERED], FX_TAMPERED, true);
	put_images(o, &b->sort[FXR_CANNOT_CHECK], FX_CANNOT_CHECK, true);
	put_images(o, &b->sort[FXR_NOT_PROVEN], FX_NOT_PROVEN, true);
	fxr_html(o, "<h3>All together</h3>\n");
	put_sums(o, b, v);
	put_shared(o, b);
	put_slow(o, b);
	put_images(o, &b->sort[FXR_INTACT], FX_NOTE, false);
	fxr_html(o, "</section>\n\n");
}
