/* card_track2.c - track 2 of a bank card's magnetic stripe (ISO/IEC 7813) */
#include "carvers.h"
#include "track.h"

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct track t;

	if (!track2_read(w, at, &t) || (w->enc == FX_XOR && !track_sure(w, &t)))
		return false;
	track_hit(w, &t, hit);
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	track_fields(w, hit, 2);
}

const struct fx_carver carver_card_track2 = {
	.name = "card.track2",
	.about = "track 2 of a card's magnetic stripe (ISO/IEC 7813)",
	.group = "card",
	.version = 2,
	.reach = TRACK2_REACH,
	.covers = true,
	.keyed = true,
	.anchors = {
		{ .kind = FX_ANCHOR_DIGITS, .min = PAN_MIN, .may = track2_run },
	},
	.probe = probe,
	.fields = fields,
	.mask = track_mask,
	.same = { "card.pan", "pan" },
	.attrs = {
		{ "scheme", FX_PUBLIC, false },
		{ "service_code", FX_PUBLIC, false },
		{ "service", FX_PUBLIC, false },
		{ "lrc", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
		{ "pan", FX_PRIVATE, false },
		{ "expiry", FX_PRIVATE, false },
		{ "discretionary", FX_PRIVATE, true },
	},
};
