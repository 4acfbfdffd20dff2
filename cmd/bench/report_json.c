/* report_json.c - what was measured, as one object of JSON */
#include <stdio.h>

#include "forensic/json.h"
#include "report.h"

enum { MILLION = 1000000, THOUSAND = 1000 };

static uint64_t
parts(double x, double of)
{
	return (uint64_t)(x * of + 0.5);
}

struct report_share
report_share(const struct tally *t)
{
	struct interval in = stat_wilson(t->found, t->planted);
	struct report_share s = { 0, parts(in.low, MILLION),
		parts(in.high, MILLION) };

	if (t->planted > 0)
		s.share = t->found * MILLION / t->planted;
	return s;
}

struct report_rate
report_rate(uint64_t events, uint64_t bytes)
{
	double gib = (double)bytes / (double)(1 << 30);
	struct interval in = stat_poisson(events);
	struct report_rate r = { 0 };

	if (bytes > 0) {
		r.rate = parts((double)events / gib, THOUSAND);
		r.low = parts(in.low / gib, THOUSAND);
		r.high = parts(in.high / gib, THOUSAND);
	}
	return r;
}

static void
put_int(struct fx_json *j, const char *key, uint64_t v)
{
	fx_json_kint(j, key, (int64_t)v);
}

static void
put_tally(struct fx_json *j, const char *key, const struct tally *t)
{
	struct report_share s = report_share(t);

	if (t->planted == 0)
		return;
	fx_json_key(j, key);
	fx_json_open(j, '{');
	put_int(j, "planted", t->planted);
	put_int(j, "found", t->found);
	put_int(j, "recall_ppm", s.share);
	put_int(j, "low_ppm", s.low);
	put_int(j, "high_ppm", s.high);
	fx_json_close(j, '}');
}

static void
put_cells(struct fx_json *j, const struct result_kind *k)
{
	size_t e, p;

	fx_json_key(j, "cells");
	fx_json_open(j, '[');
	for (e = 0; e < ENCS; e++)
		for (p = 0; packs[p].name != NULL; p++) {
			const struct tally *t = &k->cells[e][p];

			if (t->planted == 0)
				continue;
			fx_json_open(j, '{');
			fx_json_kstr(j, "encoding", enc_names[e]);
			fx_json_kstr(j, "container", packs[p].name);
			put_int(j, "planted", t->planted);
			put_int(j, "found", t->found);
			fx_json_close(j, '}');
		}
	fx_json_close(j, ']');
}

static void
put_places(struct fx_json *j, const struct result_kind *k)
{
	size_t i;

	fx_json_key(j, "places");
	fx_json_open(j, '{');
	for (i = 0; i < PLACES; i++)
		put_tally(j, place_names[i], &k->places[i]);
	fx_json_close(j, '}');
}

static void
put_corpus_kind(struct fx_json *j, const struct result_kind *k, uint64_t bytes)
{
	struct report_rate r = report_rate(k->corpus, bytes);

	fx_json_key(j, "corpus");
	fx_json_open(j, '{');
	put_int(j, "findings", k->corpus);
	put_int(j, "test_numbers", k->corpus_test);
	put_int(j, "per_1000_gib", r.rate);
	put_int(j, "low_per_1000_gib", r.low);
	put_int(j, "high_per_1000_gib", r.high);
	fx_json_close(j, '}');
}

static void
put_kind(struct fx_json *j, const struct result_kind *k, uint64_t bytes)
{
	fx_json_open(j, '{');
	fx_json_kstr(j, "kind", k->carver->name);
	put_int(j, "version", k->carver->version);
	put_int(j, "measured", k->measured);
	put_tally(j, "plain", &k->text);
	put_tally(j, "containers", &k->packed);
	put_tally(j, "ebcdic_and_keyed", &k->other);
	if (k->measured) {
		put_int(j, "wrong_label", k->wrong_label);
		put_int(j, "wrong_offset", k->wrong_offset);
		put_int(j, "offsets_judged", k->judged);
		put_int(j, "duplicates", k->duplicates);
		put_places(j, k);
		put_cells(j, k);
	}
	put_int(j, "false_beside_planted", k->stray);
	put_int(j, "false_look_alikes", k->false_decoy);
	put_int(j, "valid_by_chance", k->chance);
	if (bytes > 0)
		put_corpus_kind(j, k, bytes);
	fx_json_close(j, '}');
}

static void
put_digest(struct fx_json *j, const uint8_t sum[FX_SHA256_LEN])
{
	char hex[2 * FX_SHA256_LEN + 1];
	size_t i;

	for (i = 0; i < FX_SHA256_LEN; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	fx_json_kstr(j, "sha256", hex);
}

static void
put_corpus(struct fx_json *j, const struct result *res)
{
	const char *const *name = res->corpus_names;

	if (*name == NULL)
		return;
	fx_json_key(j, "corpus");
	fx_json_open(j, '{');
	fx_json_key(j, "names");
	fx_json_open(j, '[');
	for (; *name != NULL; name++)
		fx_json_str(j, *name);
	fx_json_close(j, ']');
	put_int(j, "files", res->corpus_files);
	put_int(j, "unread", res->corpus_unread);
	put_int(j, "bytes", res->corpus_bytes);
	put_digest(j, res->corpus_sum);
	fx_json_close(j, '}');
}

void
report_json(const struct report *r, struct fx_buf *out)
{
	struct fx_json j = { .out = out };
	const struct field *f = r->field;
	size_t i;

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "errors");
	put_int(&j, "v", 1);
	fx_json_kstr(&j, "tool", r->tool);
	fx_json_kstr(&j, "version", r->version);
	fx_json_kstr(&j, "build", r->build);
	fx_json_kstr(&j, "made", r->made);
	put_int(&j, "min", (uint64_t)r->min);
	fx_json_key(&j, "planted");
	fx_json_open(&j, '{');
	put_int(&j, "seed", f->seed);
	put_int(&j, "values", f->values);
	put_int(&j, "look_alikes", f->lines);
	put_int(&j, "sources", f->sources);
	put_int(&j, "bytes", f->bytes);
	put_digest(&j, r->res->planted_sum);
	put_int(&j, "limits", r->res->limits);
	put_int(&j, "errors", r->res->errors);
	fx_json_close(&j, '}');
	put_corpus(&j, r->res);
	fx_json_key(&j, "kinds");
	fx_json_open(&j, '[');
	for (i = 0; i < r->res->n; i++)
		put_kind(&j, &r->res->kinds[i], r->res->corpus_bytes);
	fx_json_close(&j, ']');
	put_int(&j, "false_in_all", result_false(r->res));
	put_int(&j, "holds", r->holds);
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}
