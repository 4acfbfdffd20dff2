/* card_emv.c - cards in chip data and payment messages: EMV, ISO 8583 */
#include "emv.h"

#include <string.h>

#include "carvers.h"
#include "fields.h"
#include "score.h"
#include "track.h"

static void
tell_expiry(const struct emv *e, struct fx_hit *hit)
{
	char text[EXPIRY_LEN];
	struct expiry x;

	if (e->yymm[0] == '\0' || !expiry_yymm(e->yymm, &x))
		return;
	expiry_text(&x, text);
	fx_hit_why(hit, expiry_ok(x.year, x.month) ? BITS_DATE : BITS_DATE_ODD,
	    "expiry");
	fx_hit_attr(hit, "expiry", text);
}

static void
tell_service(const struct emv *e, struct fx_hit *hit)
{
	char code[4] = "", text[TEXT_FIELD];

	if (!e->track || strlen(e->rest) < 7)
		return;
	memcpy(code, e->rest + 4, 3);
	if (service_ok(code))
		fx_hit_why(hit, BITS_SERVICE, "service:%s", code);
	else
		fx_hit_why(hit, BITS_SERVICE_ODD, "service-unassigned");
	service_text(code, text, sizeof text);
	fx_hit_attr(hit, "service_code", code);
	fx_hit_attr(hit, "service", text);
	fx_hit_attr(hit, "discretionary", e->rest + 7);
}

/* What it is made of, and what stands beside it. */
static void
tell_frame(const struct emv *e, struct fx_hit *hit)
{
	unsigned int tags = e->tags < EMV_TAGS_MOST ? e->tags : EMV_TAGS_MOST;

	if (strcmp(e->source, "iso8583") == 0)
		fx_hit_why(hit, BITS_ISO8583, "iso8583");
	else
		fx_hit_why(hit, e->track ? BITS_EMV_TRACK : BITS_EMV_PAN,
		    "tag:%s", e->source);
	if (e->template)
		fx_hit_why(hit, BITS_EMV_TEMPLATE, "template");
	if (tags > 0)
		fx_hit_why(hit, (int)tags * BITS_EMV_TAG, "tags:%u", e->tags);
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	enum { PAN_LENGTH = 0x16 }; /* 16 digits, in packed decimals */
	const struct pan_iin *iin;
	struct emv e;
	uint8_t c = w->p[at];

	if (w->enc != FX_ASCII ||
	    !(char_digit(w, at)       ? iso_text(w, at, &e)
		    : c == PAN_LENGTH ? iso_packed(w, at, &e)
				      : emv_object(w, at, &e)))
		return false;
	hit->at = e.at;
	hit->len = e.len;
	memcpy(hit->value, e.pan, e.n);
	hit->value[e.n] = '\0';
	if (e.track) {
		hit->value[e.n] = '=';
		memcpy(hit->value + e.n + 1, e.rest, strlen(e.rest) + 1);
	}
	iin = pan_iin(e.pan, e.n);
	fx_hit_why(hit, BITS_LUHN, "luhn");
	fx_hit_why(hit, iin->bits, "iin:%s", iin->scheme);
	fx_hit_attr(hit, "scheme", iin->scheme);
	fx_hit_attr(hit, "source", e.source);
	fx_hit_attr(hit, "pan", e.pan);
	tell_frame(&e, hit);
	tell_expiry(&e, hit);
	tell_service(&e, hit);
	fx_hit_attr(hit, "holder", e.holder);
	fx_hit_attr(hit, "sequence", e.sequence);
	pan_digits_look(e.pan, hit);
	return true;
}

static void
mask(const char *value, char *out, size_t cap)
{
	if (strchr(value, '=') != NULL)
		track_mask(value, out, cap);
	else
		carver_card_pan.mask(value, out, cap);
}

/* Digits, two a byte, follow in so many bytes: a card's number has twelve. */
#define BYTES(first, second, its_mask, digits)                       \
	{                                                            \
		.kind = FX_ANCHOR_BYTES, .n = 2, .packed = (digits), \
		.bytes = { first, second }, .mask = {                \
			0xff,                                        \
			its_mask                                     \
		}                                                    \
	}

const struct fx_carver carver_card_emv = {
	.name = "card.emv",
	.about = "cards in chip data (EMV) and payment messages (ISO 8583)",
	.group = "card",
	.version = 2,
	.reach = EMV_REACH,
	.covers = true,
	.anchors = {
		{ .kind = FX_ANCHOR_DIGITS, .min = 4, .may = iso_may },
		/* tag and length */
		BYTES(0x57, 0x08, 0xf8, 6),
		BYTES(0x57, 0x10, 0xfc, 6),
		BYTES(0x5a, 0x06, 0xfe, 6),
		BYTES(0x5a, 0x08, 0xfc, 6),
		BYTES(0x9f, 0x6b, 0xff, 0), /* its length comes first */
		/* 16 digits follow, and the first of them */
		BYTES(0x16, 0x20, 0xe0, 7),
		BYTES(0x16, 0x40, 0xc0, 7),
	},
	.probe = probe,
	.mask = mask,
	.same = { "card.pan", "pan" },
	.attrs = {
		{ "scheme", FX_PUBLIC, false },
		{ "source", FX_PUBLIC, false },
		{ "service_code", FX_PUBLIC, false },
		{ "service", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
		{ "pan", FX_PRIVATE, false },
		{ "expiry", FX_PRIVATE, false },
		{ "holder", FX_PRIVATE, false },
		{ "sequence", FX_PRIVATE, false },
		{ "discretionary", FX_PRIVATE, true },
	},
};
