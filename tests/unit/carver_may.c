/* carver_may.c - where a carver is not asked about a run, it would find nothing
 */
#include <stdlib.h>

#include "carvers.h"
#include "scan_fake.h"
#include "scan_naive.h"
#include "tap.h"

enum { TEXTS = 40000, PIECES = 4, MOST = 400 };

/* Values that are found, and what they are put together with. */
static const char *const pieces[] = {
	"4111111111111111",
	"4111 1111 1111 1111",
	"3782-822463-10005",
	"4222.2222.2222.2",
	"%204111111111111111",
	"4111%201111%201111%201111",
	"4111\xa0"
	"1111\xa0"
	"1111\xa0"
	"1111",
	"4111\xc2\xa0"
	"1111\xc2\xa0"
	"1111\xc2\xa0"
	"1111",
	"\\u00204111111111111111",
	"\\x204111111111111111",
	"501800 0000000000009",
	"6304000000000000",
	"6304 0000 0000 0000 000",
	"%B4111111111111111^DOE/JOHN^27121010000000000?",
	"B4111 1111 1111 1111^DOE/JOHN^2712101?",
	";4111111111111111=27121010000000000?",
	"4111111111111111D27121010000000000",
	"02007224000000000000164539578763621486000000000000001000112208301500000"
	"12712",
	"012002007224000000000000164539578763621486000000000000001000112208301500"
	"00012712",
	"ISO0160000400200722400000000000016453957876362148600000000000000100011"
	"220830150000012712",
	"012345678020072240000000000001645395787636214860000000000000010001122083"
	"01500000"
	"12712",
	"20",
	"0",
	"x",
	"-",
	" ",
	"A",
};

static const struct {
	const struct fx_carver *c;
	unsigned int least; /* hits that the texts hold, or more */
} rows[] = {
	{ &carver_card_pan, 2000 },
	{ &carver_card_track1, 500 },
	{ &carver_card_track2, 500 },
	{ &carver_card_emv, 200 },
};

/* Some pieces, one after the other, and now and then another character. */
static size_t
make(uint8_t *p, uint64_t *s)
{
	static const char chars[] = "0123456789 -.+%x^=D\\uB;?";
	size_t n = 0, i, len;

	for (i = 0; i < PIECES; i++) {
		const char *piece =
		    pieces[(fake_next(s) >> 8) % FX_LEN(pieces)];

		len = strlen(piece);
		memcpy(p + n, piece, len);
		n += len;
	}
	for (i = (fake_next(s) >> 8) % 3; i > 0; i--)
		p[(fake_next(s) >> 8) % n] = (uint8_t)
		    chars[(fake_next(s) >> 8) % (sizeof(chars) - 1)];
	return n - (fake_next(s) >> 8) % 8 % n;
}

/* Does a run of digits begin at i that is long enough for the carver? */
static bool
is_run(const struct fx_carver *c, const struct fx_window *w, size_t i)
{
	const struct fx_anchor *a;

	for (a = c->anchors; a->kind != FX_ANCHOR_END; a++)
		if (a->kind == FX_ANCHOR_DIGITS &&
		    naive_run(FX_CLASS_DIGIT, a->min, w->p, w->len, i))
			return true;
	return false;
}

int
main(void)
{
	static struct fx_hit hit;
	size_t k, i, t;

	for (k = 0; k < FX_LEN(rows); k++) {
		const struct fx_carver *c = rows[k].c;
		unsigned int found = 0, lost = 0;
		uint64_t s = 0x9e3779b97f4a7c15;
		uint8_t p[MOST];

		for (t = 0; t < TEXTS; t++) {
			struct fx_window w = { .p = p, .raw = p, .unit = 1 };

			for (w.len = make(p, &s), i = 0; i < w.len; i++) {
				if (!is_run(c, &w, i))
					continue;
				memset(&hit, 0, sizeof(hit));
				if (!c->probe(&w, i, &hit))
					continue;
				found++;
				lost += !naive_asked(c, &w, i);
			}
		}
		ok(found >= rows[k].least && lost == 0,
		    "%s: %u found, %u of them not asked about", c->name, found,
		    lost);
	}
	return done();
}
