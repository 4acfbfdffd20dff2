/* batch_plan.c - plans say what they are made of, and are read back whole */
#include <stdlib.h>
#include <string.h>

#include "../../cmd/batch/plan.h"
#include "tap.h"

#define MIB (UINT64_C(1) << 20)

static char a1[] = "A1", a2[] = "A2", c1[] = "C-1", path[] = "/x/a.dd",
	    none[] = "", raw[] = "raw", name[] = "lab", word[] = "-e";

/* A plan of two images, in ranges of split bytes. */
static void
make(struct plan *p, uint64_t split, uint64_t size)
{
	const struct plan_image image[] = {
		{ .exhibit = a1,
		    .id = c1,
		    .path = path,
		    .notes = none,
		    .format = raw,
		    .size = size },
		{ .exhibit = a2,
		    .id = c1,
		    .path = path,
		    .notes = name,
		    .format = raw,
		    .size = 1 },
	};
	struct plan_head *h = &p->head;
	struct fx_err err;

	*p = (struct plan){ 0 };
	h->version = strdup("1");
	h->build = strdup("2");
	h->id = strdup(c1);
	h->agency = strdup(name);
	h->examiner = strdup("e");
	h->legal = strdup("");
	memset(h->manifest, 'a', sizeof(h->manifest) - 1);
	h->split = split;
	is_int(plan_word(h->word, &h->words, word, &err), 0, "a word");
	is_int(plan_add(p, &image[0], &err), 0, "an image");
	is_int(plan_add(p, &image[1], &err), 0, "another one");
}

/* Ranges touch, cover all, and end with it; the images have units in order. */
static void
check_units(const struct plan *p, size_t want)
{
	uint64_t at = 0;
	size_t i;

	is_int(p->units, want, "%zu units", want);
	for (i = 0; i < p->units; i++) {
		const struct plan_unit *u = &p->unit[i];

		if (u->act != PLAN_RANGE)
			continue;
		if (u->from != at || u->to <= u->from)
			break;
		at = u->to;
	}
	ok(i == p->units && (at == 0 || at == p->image[0].size),
	    "ranges cover the image");
	is_int(p->image[1].first, want, "the last unit is of the last image");
}

static void
check_round(uint64_t split, uint64_t size, size_t units)
{
	struct plan p, back = { 0 };
	struct fx_buf text = { 0 }, again = { 0 };
	struct fx_err err = { 0 };

	make(&p, split, size);
	check_units(&p, units);
	is_int(plan_text(&p, &text, &err), 0, "its text");
	is_int(plan_read(&back, text.p, text.len, &err), 0, "is read: %s",
	    err.msg);
	is_int(plan_text(&back, &again, &err), 0, "and written");
	ok(text.len == again.len && memcmp(text.p, again.p, text.len) == 0,
	    "as it was");
	is_str(back.sum, p.sum, "with that digest");
	plan_done(&p);
	plan_done(&back);
	fx_buf_done(&text);
	fx_buf_done(&again);
}

/* Cut anywhere, or with any byte another one, it is no plan. */
static void
check_damage(void)
{
	struct plan p, back;
	struct fx_buf text = { 0 };
	struct fx_err err;
	size_t i, taken = 0;
	char *copy;

	make(&p, MIB, 2 * MIB + 1);
	is_int(plan_text(&p, &text, &err), 0, "a plan to damage");
	for (i = 0; i < text.len; i++) {
		copy = malloc(i > 0 ? i : 1);
		memcpy(copy, text.p, i);
		back = (struct plan){ 0 };
		taken += plan_read(&back, copy, i, &err) == 0;
		plan_done(&back);
		free(copy);
		text.p[i] ^= 1;
		back = (struct plan){ 0 };
		taken += plan_read(&back, text.p, text.len, &err) == 0;
		plan_done(&back);
		text.p[i] ^= 1;
	}
	is_int(taken, 0, "none of %zu damaged plans is taken", 2 * text.len);
	plan_done(&p);
	fx_buf_done(&text);
}

static void
check_limits(void)
{
	struct plan_image image = { .exhibit = a1,
		.id = c1,
		.path = path,
		.notes = none,
		.format = raw };
	struct plan p = { .head.split = MIB };
	struct fx_err err;

	image.size = PLAN_RANGES * MIB;
	is_int(plan_add(&p, &image, &err), -1, "too many ranges");
	is_str(err.msg,
	    "the exhibit A1 has more than 65536 ranges of that size", "why");
	plan_done(&p);
}

int
main(void)
{
	check_round(0, 5 * MIB, 2);
	check_round(MIB, MIB, 2);
	check_round(MIB, MIB + 1, 5);
	check_round(MIB, 3 * MIB, 6);
	check_damage();
	check_limits();
	return done();
}
