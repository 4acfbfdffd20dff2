/*
 * carvers.c - any bytes, any carver, any place
 *
 * No look outside the window, no hit outside its reach, nothing that is no
 * text, the same answer from the least window that the scanner gives, and no
 * mask that shows more than ten digits of a number.  A login's host is public:
 * of that the letters don't count.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "carvers.h"
#include "forensic/utf8.h"
#include "scan_naive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SHOWN = 11, TEXT_MOST = 4096 }; /* ten digits and a format code */

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
check_text(const char *s, size_t cap)
{
	size_t n = strnlen(s, cap);

	must(n < cap && fx_utf8_ok(s, n));
}

static void
check_mask(const struct fx_carver *c, const char *value)
{
	char out[FX_VALUE_LEN];
	/* a host is told by its name: only its digits count */
	int (*counts)(int) = strcmp(c->group, "config") == 0 ? isdigit
							     : isalnum;
	const char *host;
	size_t shown = 0, i;

	fx_mask(c, value, out);
	check_text(out, sizeof(out));
	host = strcmp(c->group, "login") == 0 ? strchr(out, '@') : NULL;
	for (i = 0; out[i] != '\0'; i++)
		shown += host != NULL && out + i > host
		    ? isdigit((unsigned char)out[i]) != 0
		    : counts((unsigned char)out[i]) != 0;
	must(shown <= SHOWN);
	must(host == NULL || strspn(out, "*") == (size_t)(host - out));
}

static void
check_hit(const struct fx_carver *c, const struct fx_window *w, size_t at,
    const struct fx_hit *hit)
{
	size_t i;

	must(hit->at <= at && at - hit->at <= fx_carver_before(c) &&
	    hit->len > 0 && hit->len <= c->reach &&
	    hit->at + hit->len <= w->len);
	must(hit->nwhy <= FX_WHY_MOST && hit->nattrs <= FX_ATTRS_MOST);
	check_text(hit->value, FX_VALUE_LEN);
	must(hit->value[0] != '\0');
	for (i = 0; i < hit->nwhy; i++)
		check_text(hit->why[i], FX_WHY_LEN);
	for (i = 0; i < hit->nattrs; i++) {
		check_text(hit->attrs[i].value, FX_ATTR_LEN);
		must(fx_carver_attr(c, hit->attrs[i].key) != NULL);
	}
	check_mask(c, hit->value);
}

static void
same(const struct fx_hit *a, const struct fx_hit *b, size_t shift)
{
	must(a->at == b->at + shift && a->len == b->len &&
	    a->score == b->score && a->shape == b->shape &&
	    a->nwhy == b->nwhy && a->nattrs == b->nattrs &&
	    strcmp(a->value, b->value) == 0);
}

/* As the scanner hands it to a probe. */
static void
empty(struct fx_hit *hit)
{
	hit->at = hit->len = hit->nwhy = hit->nattrs = 0;
	hit->score = 0;
	hit->shape = 0;
	hit->value[0] = '\0';
}

/* What a carver's hints say of a piece of a text: by them it finds the same. */
struct piece {
	const struct fx_carver *c;
	const struct fx_window *w;
	size_t from;
};

static uint32_t
lacking(void *arg, const struct fx_window *w)
{
	const struct piece *p = arg;

	return ~p->c->hints(p->w, p->from, p->from + w->len);
}

static void
ask_hinted(const struct fx_carver *c, const struct fx_window *w,
    const struct fx_window *cut, size_t from, size_t at)
{
	struct piece piece = { c, w, from };
	const struct fx_hinter hinter = { lacking, &piece };
	struct fx_window hinted = *cut;
	struct fx_hit hit = { 0 }, plain = { 0 };
	bool found;

	empty(&hit);
	empty(&plain);
	hinted.hinter = &hinter;
	found = c->probe(cut, at - from, &plain);
	must(c->probe(&hinted, at - from, &hit) == found);
	if (found)
		same(&hit, &plain, 0);
}

static void
ask(const struct fx_carver *c, const struct fx_window *w, size_t at)
{
	const struct fx_near near[] = { { 0, 0 }, { 5, 5 }, { 32, 1 } };
	struct fx_shape shape, least;
	struct fx_hit hit = { 0 }, cut_hit = { 0 };
	struct fx_window cut;
	const size_t side = fx_carver_window(c);
	size_t from = at > side ? at - side : 0, i;

	cut = fx_window_cut(w, from, at + 1 + side);
	if (c->shape_at != NULL) {
		c->shape_at(w, at, &shape);
		c->shape_at(&cut, at - from, &least);
		must(shape.shape == least.shape && shape.value == least.value &&
		    shape.pass == least.pass);
	}
	if (c->hints != NULL)
		ask_hinted(c, w, &cut, from, at);
	empty(&hit);
	empty(&cut_hit);
	if (!c->probe(w, at, &hit)) {
		must(!c->probe(&cut, at - from, &cut_hit));
		return;
	}
	must(c->probe(&cut, at - from, &cut_hit));
	same(&hit, &cut_hit, from);
	check_hit(c, w, at, &hit);
	from = hit.at > side ? hit.at - side : 0;
	cut = fx_window_cut(w, from, hit.at + hit.len + side);
	hit.at -= from;
	if (c->fields != NULL)
		c->fields(&cut, &hit);
	for (i = 0; c->weigh != NULL && i < FX_LEN(near); i++) {
		cut_hit = hit;
		c->weigh(&near[i], &cut_hit);
	}
	hit.at += from;
	check_hit(c, w, at, &hit);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum fx_encoding enc;
	const struct fx_carver *const *c;
	struct fx_window w = { 0 };
	uint8_t *raw, *narrow;
	char value[FX_VALUE_LEN];
	size_t unit, i;

	if (size == 0 || size > TEXT_MOST)
		return 0;
	enc = (enum fx_encoding)(data[0] % FX_ENCODINGS);
	w.off = (uint64_t)(data[0] / FX_ENCODINGS) *
	    12; /* a sector begins somewhere */
	data++;
	size--;
	unit = enc == FX_UTF16LE || enc == FX_UTF16BE ? 2 : 1;
	w.len = size / unit;
	raw = malloc(w.len * unit + (w.len == 0));
	narrow = malloc(w.len + (w.len == 0));
	must(raw != NULL && narrow != NULL);
	memcpy(raw, data, w.len * unit);
	for (i = 0; i < w.len; i++) {
		uint8_t low = raw[i * unit + (enc == FX_UTF16BE)];
		uint8_t high = unit == 1 ? 0
					 : raw[i * unit + (enc == FX_UTF16LE)];

		narrow[i] = high == 0 ? low : FX_NARROW_OTHER;
	}
	w.p = narrow;
	w.raw = raw;
	w.unit = (uint8_t)unit;
	w.enc = enc;
	for (c = carvers; *c != NULL; c++)
		for (i = 0; i < w.len; i++)
			if (naive_asked(*c, &w, i))
				ask(*c, &w, i);
	/* a mask must bear any text, not only what its carver found */
	i = size < sizeof(value) - 1 ? size : sizeof(value) - 1;
	memcpy(value, data, i);
	value[i] = '\0';
	for (c = carvers; fx_utf8_ok(value, strlen(value)) && *c != NULL; c++)
		check_mask(*c, value);
	free(raw);
	free(narrow);
	return 0;
}
