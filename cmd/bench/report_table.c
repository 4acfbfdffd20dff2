/* report_table.c - what was measured, as tables for people */
#include <inttypes.h>
#include <stdio.h>

#include "report.h"

/* "99.7", rounded down to a tenth: 100.0 is all. */
static void
put_percent(struct fx_buf *out, int width, uint64_t ppm)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64 ".%" PRIu64, ppm / 10000,
	    ppm / 1000 % 10);
	fx_buf_printf(out, "%*s", width, text);
}

static void
put_recall(struct fx_buf *out, const struct tally *t)
{
	struct report_share s = report_share(t);

	if (t->planted == 0) {
		fx_buf_printf(out, " %7s%6s%12s", "-", "", "");
		return;
	}
	fx_buf_printf(out, " %7" PRIu64, t->planted);
	put_percent(out, 6, s.share);
	put_percent(out, 6, s.low);
	fx_buf_byte(out, '-');
	put_percent(out, 5, s.high);
}

static void
recalls(const struct report *r, struct fx_buf *out)
{
	size_t i;

	fx_buf_printf(out, "%-16s %7s%6s%12s %7s%6s%12s %5s %6s %5s\n", "KIND",
	    "PLAIN", "%", "95 %", "PACKED", "%", "95 %", "LABEL", "OFFSET",
	    "TWICE");
	for (i = 0; i < r->res->n; i++) {
		const struct result_kind *k = &r->res->kinds[i];

		fx_buf_printf(out, "%-16s", k->carver->name);
		if (!k->measured) {
			fx_buf_str(out, "  not measured: it has no maker\n");
			continue;
		}
		put_recall(out, &k->text);
		put_recall(out, &k->packed);
		fx_buf_printf(out, " %5" PRIu64 " %6" PRIu64 " %5" PRIu64 "\n",
		    k->wrong_label, k->wrong_offset, k->duplicates);
	}
	for (i = 0; i < r->res->n; i++) {
		const struct result_kind *k = &r->res->kinds[i];

		if (k->other.planted > 0)
			fx_buf_printf(out,
			    "%s in EBCDIC%s: %" PRIu64 " of %" PRIu64
			    " found\n",
			    k->carver->name,
			    k->cells[ENC_XOR][0].planted > 0
				? " and under a key"
				: "",
			    k->other.found, k->other.planted);
	}
}

/* Thousandths of events, to two places. */
static void
put_rate(struct fx_buf *out, uint64_t thousandths)
{
	uint64_t v = (thousandths + 5) / 10;

	fx_buf_printf(out, "%" PRIu64 ".%02" PRIu64, v / 100, v % 100);
}

static void
falses(const struct report *r, struct fx_buf *out)
{
	struct report_rate rate;
	size_t i;

	fx_buf_printf(out, "\n%-16s %11s %9s %7s", "KIND", "LOOK-ALIKES",
	    "BY CHANCE", "BESIDE");
	fx_buf_str(out,
	    r->res->corpus_bytes > 0 ? "  CORPUS FOR TESTS  A GIB (95 %)\n"
				     : "\n");
	for (i = 0; i < r->res->n; i++) {
		const struct result_kind *k = &r->res->kinds[i];

		fx_buf_printf(out, "%-16s %11" PRIu64 " %9" PRIu64 " %7" PRIu64,
		    k->carver->name, k->false_decoy, k->chance, k->stray);
		if (r->res->corpus_bytes > 0) {
			rate = report_rate(k->corpus, r->res->corpus_bytes);
			fx_buf_printf(out, " %7" PRIu64 " %9" PRIu64 "  ",
			    k->corpus, k->corpus_test);
			put_rate(out, rate.rate);
			fx_buf_str(out, " (");
			put_rate(out, rate.low);
			fx_buf_byte(out, '-');
			put_rate(out, rate.high);
			fx_buf_byte(out, ')');
		}
		fx_buf_byte(out, '\n');
	}
}

/* Where something was lost: which encodings, containers and places. */
static void
losses(const struct report *r, struct fx_buf *out)
{
	size_t i, e, p;

	for (i = 0; i < r->res->n; i++) {
		const struct result_kind *k = &r->res->kinds[i];

		for (e = 0; e < ENCS; e++)
			for (p = 0; packs[p].name != NULL; p++) {
				const struct tally *t = &k->cells[e][p];

				if (t->found < t->planted)
					fx_buf_printf(out,
					    "lost: %s, %s, %s: %" PRIu64
					    " of %" PRIu64 "\n",
					    k->carver->name, enc_names[e],
					    packs[p].name,
					    t->planted - t->found, t->planted);
			}
		for (p = 0; p < PLACES; p++)
			if (k->places[p].found < k->places[p].planted &&
			    p != PLACE_PACKED)
				fx_buf_printf(out,
				    "lost: %s, %s: %" PRIu64 " of %" PRIu64
				    "\n",
				    k->carver->name, place_names[p],
				    k->places[p].planted - k->places[p].found,
				    k->places[p].planted);
	}
}

void
report_table(const struct report *r, struct fx_buf *out)
{
	const struct result *res = r->res;
	const char *const *name = res->corpus_names;

	fx_buf_printf(out,
	    "%s %s (%s), %.10s, seed %" PRIu64 ", score %d and more\n", r->tool,
	    r->version, r->build, r->made, r->field->seed, r->min);
	fx_buf_printf(out,
	    "planted in %u sources of %" PRIu64 " bytes, among %" PRIu64
	    " look-alikes\n\n",
	    r->field->sources, r->field->bytes, r->field->lines);
	recalls(r, out);
	falses(r, out);
	if (*name != NULL) {
		fx_buf_printf(out,
		    "corpus: %" PRIu64 " files of %" PRIu64 " bytes, %" PRIu64
		    " unread:",
		    res->corpus_files, res->corpus_bytes, res->corpus_unread);
		for (; *name != NULL; name++)
			fx_buf_printf(out, " %s", *name);
		fx_buf_byte(out, '\n');
	}
	losses(r, out);
	fx_buf_str(out, r->failed);
}
