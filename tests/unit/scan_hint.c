/* scan_hint.c - hints of stretches: who is asked, how often, what is lacking */
#include "../../libforensic/scan/hint.h"
#include "forensic/bytes.h"
#include "tap.h"

enum {
	LEN = FX_HINT_LEN,
	TWO = 2 * LEN,
	TENTH = 10 * LEN,
	NEAR = FX_HINT_NEAR,
	FAR = FX_HINTS * LEN, /* to the stretch that has the first one's slot */
	TEXT = FAR + 3 * LEN + 50,
};

static uint8_t text[TEXT];
static const struct fx_window whole = { .p = text, .len = TEXT, .unit = 1 };

static struct {
	int calls;
	bool wrong; /* not a stretch of the text that it is about */
	size_t from, to;
} asked;

static uint32_t
bit(size_t stretch)
{
	return UINT32_C(1) << (stretch % 32);
}

/* What begins in a stretch: the bit of its number. */
static uint32_t
hints(const struct fx_window *w, size_t from, size_t to)
{
	asked.calls++;
	asked.from = from;
	asked.to = to;
	asked.wrong |= w != &whole || from % LEN != 0 || to > w->len ||
	    (to - from != LEN && to != w->len);
	return bit(from / LEN);
}

/* In this order: a window; its stretches, none: not asked; of which are new */
static const struct {
	const char *what;
	size_t from, len, first, n;
	int calls;
} steps[] = {
	{ "one window stands alone", 0, 100, 0, 0, 0 },
	{ "a second", 10, 100, 0, 0, 0 },
	{ "a third", 10, 100, 0, 0, 0 },
	{ "with a fourth there are many", 20, 100, 0, 1, 1 },
	{ "in the same stretch", 30, LEN - 30, 0, 1, 0 },
	{ "over its end", 30, LEN - 29, 0, 2, 1 },
	{ "over two ends", LEN - 1, LEN + 2, 0, 3, 1 },
	{ "as far as near is", LEN + NEAR - 2, 1, 4, 1, 1 },
	{ "a character more", LEN + 2 * NEAR - 2, 1, 0, 0, 0 },
	{ "then many again", TENTH, 1, 0, 0, 0 },
	{ "the second of them", TENTH, 1, 0, 0, 0 },
	{ "the third", TENTH, 1, 0, 0, 0 },
	{ "the fourth", TENTH, TWO, 10, 2, 2 },
	{ "before the last one is far", 10 * LEN - 1, 1, 0, 0, 0 },
	{ "where another has the slot", FAR, 10, 0, 0, 0 },
	{ "there, the second", FAR, 10, 0, 0, 0 },
	{ "there, the third", FAR, 10, 0, 0, 0 },
	{ "there, the fourth", FAR, 10, 0, 0, 0 },
	{ "there, the fifth", FAR, 10, FX_HINTS, 1, 1 },
	{ "to the end of the text", FAR + 2 * LEN, LEN + 50, FX_HINTS + 2, 2,
	    2 },
	{ "the first, far back", 0, 10, 0, 0, 0 },
	{ "it, the second time", 0, 10, 0, 0, 0 },
	{ "it, the third", 0, 10, 0, 0, 0 },
	{ "it, the fourth", 0, 10, 0, 0, 0 },
	{ "it, asked again", 0, 10, 0, 1, 1 },
	{ "and its neighbour, which was not lost", LEN, 10, 1, 1, 0 },
};

static uint32_t
lacking(const struct fx_hints *h, size_t from, size_t len)
{
	const struct fx_window w = { .p = text + from,
		.len = len,
		.unit = 1,
		.hinter = &h->hinter };

	return fx_window_lacking(&w);
}

static void
check_steps(struct fx_hints *h)
{
	uint32_t want, got;
	size_t i, k;

	for (i = 0; i < FX_LEN(steps); i++) {
		for (want = 0, k = 0; k < steps[i].n; k++)
			want |= bit(steps[i].first + k);
		if (steps[i].n > 0)
			want = ~want;
		asked.calls = 0;
		got = lacking(h, steps[i].from, steps[i].len);
		ok(got == want && asked.calls == steps[i].calls,
		    "%s: %08" PRIx32 " by %d calls", steps[i].what, got,
		    asked.calls);
	}
	ok(!asked.wrong, "whole stretches of the text were asked about");
}

int
main(void)
{
	struct fx_window w = whole;
	struct fx_hints h;
	int i;

	is_int(fx_window_lacking(&w), 0, "nobody to ask");
	fx_hints_start(&h, &whole, hints);
	check_steps(&h);
	asked.calls = 0;
	ok(lacking(&h, LEN, 0) == UINT32_MAX && asked.calls == 0,
	    "in a window of nothing all is lacking");

	fx_hints_start(&h, &whole, hints);
	for (i = 0; i < FX_HINT_RUN; i++)
		lacking(&h, FAR + 3 * LEN, 50);
	asked.calls = 0;
	is_int(lacking(&h, FAR + 3 * LEN, 50), ~bit(FX_HINTS + 3),
	    "begun anew, the last stretch");
	ok(asked.calls == 1 && asked.from == FAR + 3 * LEN && asked.to == TEXT,
	    "which is shorter");
	return done();
}
