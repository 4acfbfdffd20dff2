/* carver_card_track1.c - track 1: fields, check character, damage, masks */
#include "carve.h"
#include "tap.h"

#define VISA "4539578763621486" /* made */
#define TAIL "28092011200000"

enum { ANY = 99 };

/* least and most are the bits it must have; why and attributes as told. */
static const struct carve_case cases[] = {
	{ "whole, with LRC", "%B" VISA "^DOE/JANE^" TAIL "?6",
	    "B" VISA "^DOE/JANE^" TAIL,
	    "lrc=ok expiry=2028-09 service_code=201 "
	    "service=international, chip; normal authorization; "
	    "no restrictions holder=JANE DOE discretionary=1200000",
	    NULL, 30, ANY },
	{ "whole, LRC does not hold", "%B" VISA "^DOE/JANE^" TAIL "?7",
	    "B" VISA "^DOE/JANE^" TAIL, "lrc=bad", "lrc=ok", 20, ANY },
	{ "whole, none behind", "%B" VISA "^DOE/JANE^" TAIL "?",
	    "B" VISA "^DOE/JANE^" TAIL, "end-sentinel", "lrc", 20, ANY },
	{ "whole, a line end behind", "%B" VISA "^DOE/JANE^" TAIL "?\r\n",
	    "B" VISA "^DOE/JANE^" TAIL, "end-sentinel", "lrc", 20, ANY },
	{ "LRC that is a sign", "%B" VISA "^O'HARA/SAM X.MR ^2809201?/",
	    "B" VISA "^O'HARA/SAM X.MR ^2809201",
	    "lrc=ok expiry=2028-09 service_code=201 service=international, "
	    "chip; normal authorization; no restrictions "
	    "holder=MR SAM X O'HARA",
	    "discretionary", 30, ANY },
	{ "spaces in the PAN", "%B3714 496353 98431^LI/BO^2809201123?G",
	    "B3714 496353 98431^LI/BO^2809201123", "iin:amex", NULL, 20, ANY },
	{ "no sentinels", "B" VISA "^DOE/JANE^" TAIL,
	    "B" VISA "^DOE/JANE^" TAIL, "holder=JANE DOE", "sentinel", 20,
	    ANY },
	{ "no format code", VISA "^DOE/JANE^" TAIL, VISA "^DOE/JANE^" TAIL,
	    "holder=JANE DOE", "format", 20, ANY },
	{ "ends behind the name", "%B" VISA "^DOE/JANE^", "B" VISA "^DOE/JANE^",
	    "holder=JANE DOE", "expiry", 12, ANY },
	{ "ends within the name", "%B" VISA "^DOE/JA", "B" VISA "^DOE/JA",
	    "holder=JA DOE", "expiry", 12, ANY },
	{ "no expiry, no service code", "%B" VISA "^DOE/JANE^^^123?",
	    "B" VISA "^DOE/JANE^^^123", "discretionary=123", "expiry", 20,
	    ANY },
	{ "a name without a slash", "%B" VISA "^ACME GIFT CARD^2809201?",
	    "B" VISA "^ACME GIFT CARD^2809201", "holder=ACME GIFT CARD", NULL,
	    20, ANY },
	{ "small letters", "%b" VISA "^doe/jane^" TAIL "?",
	    "b" VISA "^doe/jane^" TAIL, "holder=jane doe", "lrc", 20, ANY },
	{ "other text behind", "B" VISA "^DOE/JANE^" TAIL " and more",
	    "B" VISA "^DOE/JANE^" TAIL, "discretionary=1200000", NULL, 20,
	    ANY },
	{ "track 2 behind it",
	    "%B" VISA "^DOE/JANE^" TAIL "?;" VISA "=" TAIL "?",
	    "B" VISA "^DOE/JANE^" TAIL, "sibling", "lrc", 60, ANY },
	{ "track 2 of another expiry",
	    "%B" VISA "^DOE/JANE^" TAIL "?;" VISA "=29092011200000?",
	    "B" VISA "^DOE/JANE^" TAIL, "track1", "sibling", 20, 40 },
	{ "unassigned service code", "%B" VISA "^DOE/JANE^2809301?",
	    "B" VISA "^DOE/JANE^2809301", "service-unassigned", "service=", 12,
	    ANY },
	{ "a year that is not plausible", "%B" VISA "^DOE/JANE^7509201?",
	    "B" VISA "^DOE/JANE^7509201", "expiry=2075-09", NULL, 12, ANY },
	{ "no such month", "%B" VISA "^DOE/JANE^2813201?",
	    "B" VISA "^DOE/JANE^2813201", "track1", "expiry", 12, ANY },
	{ "published test number",
	    "%B4111111111111111^CARDUSER/JOHN^1803101000000000020000831000000?",
	    "B4111111111111111^CARDUSER/JOHN^1803101000000000020000831000000",
	    "test=common", NULL, 20, ANY },
	{ "wrong check digit", "%B4539578763621487^DOE/JANE^" TAIL "?",
	    "B4539578763621487^DOE/JANE^" TAIL, "luhn-bad", "luhn,", -9, 11 },
	{ "wrong check digit, no format code",
	    "4539578763621487^DOE/JANE^" TAIL, NULL, NULL, NULL, 0, 0 },
	{ "no name", "%B" VISA "^^" TAIL "?", NULL, NULL, NULL, 0, 0 },
	{ "name past 26", "%B" VISA "^ABCDEFGHIJKLMNOPQRSTUVWXYZABC^" TAIL "?",
	    NULL, NULL, NULL, 0, 0 },
	{ "text that is no name", VISA "^a b", NULL, NULL, NULL, 0, 0 },
	{ "PAN too short", "%B45395787636^DOE/JANE^" TAIL "?", NULL, NULL, NULL,
	    0, 0 },
	{ "PAN too long", "%B45395787636214860000^DOE/JANE^" TAIL "?", NULL,
	    NULL, NULL, 0, 0 },
	{ "track 2", ";" VISA "=" TAIL "?", NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "B" VISA "^DOE/JANE^" TAIL,
	    "B453957******1486^********^**************" },
	{ VISA "^DOE/JANE", "453957******1486^********" },
	{ "B3714 496353 98431^LI/BO^2809201123",
	    "B3714 4***** *8431^*****^**********" },
	{ "B^DOE", "********" },
	{ "B4539^DOE", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_card_track1, cases, FX_LEN(cases));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_card_track1, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
