/* card_pan.c - payment card numbers, and what stands around them */
#include <string.h>

#include "carvers.h"
#include "near.h"
#include "score.h"

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct pan pan;

	if (!pan_read(w, at, &pan) ||
	    (!pan.luhn && (pan.iin == NULL || pan.iin->luhn)))
		return false;
	memset(hit, 0, sizeof *hit);
	hit->at = pan.at - pan.escape;
	hit->len = pan.escape + pan.len;
	hit->shape = pan_shape(w, &pan);
	memcpy(hit->value, pan.digits, pan.n + 1);
	if (pan.luhn)
		fx_hit_why(hit, BITS_LUHN, "luhn");
	else
		fx_hit_why(hit, BITS_NO_LUHN, "no-luhn-range");
	if (pan.iin != NULL) {
		fx_hit_why(hit, pan.iin->bits, "iin:%s", pan.iin->scheme);
		fx_hit_attr(hit, "scheme", pan.iin->scheme);
	}
	if (pan.group != NULL)
		fx_hit_why(hit, pan.mixed ? 0 : pan.group_bits, "group:%s",
		    pan.group);
	if (w->enc == FX_EBCDIC)
		fx_hit_why(hit, BITS_EBCDIC, "ebcdic");
	if (pan.ambiguous)
		fx_hit_why(hit, BITS_AMBIGUOUS, "ambiguous-length");
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	struct pan pan;

	if (!pan_again(w, hit, &pan))
		return;
	near_fields(w, &pan, hit);
	pan_lookalike(w, &pan, hit);
	if (pan.luhn)
		near_row(w, &pan, hit);
}

static void
shape_at(const struct fx_window *w, size_t at, struct fx_shape *shape)
{
	struct pan pan;

	memset(shape, 0, sizeof *shape);
	if (!pan_read(w, at, &pan))
		return;
	shape->shape = pan_shape(w, &pan);
	shape->value = pan_value(&pan);
	shape->pass = pan.luhn && pan.iin != NULL;
}

static void
weigh(const struct fx_near *near, struct fx_hit *hit)
{
	near_weigh(near, "list", hit);
}

static void
mask(const char *value, char *out, size_t cap)
{
	size_t n = strlen(value);

	if (n < PAN_MIN || n > PAN_MAX || n >= cap ||
	    strspn(value, "0123456789") != n)
		fx_mask(NULL, value, out);
	else
		fx_mask_digits(value, n, out);
}

const struct fx_carver carver_card_pan = {
	.name = "card.pan",
	.about = "payment card numbers (ISO/IEC 7812-1)",
	.group = "card",
	.version = 6,
	.reach = PAN_REACH,
	.covers = true, /* the last groups of a number may be one by themselves */
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4, .may = pan_may } },
	.probe = probe,
	.fields = fields,
	.shape_at = shape_at,
	.weigh = weigh,
	.mask = mask,
	.attrs = {
		{ "scheme", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
		{ "expiry", FX_PRIVATE, false },
		{ "cvv", FX_PRIVATE, true },
		{ "holder", FX_PRIVATE, false },
	},
};
