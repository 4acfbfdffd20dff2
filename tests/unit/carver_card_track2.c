/* carver_card_track2.c - track 2: fields, service codes, damage, masks */
#include "carve.h"
#include "tap.h"
#include "track.h"

#define VISA "4539578763621486" /* made */
#define TAIL "28092011200000"

enum { ANY = 99 };

static const struct carve_case cases[] = {
	{ "whole, with LRC", ";" VISA "=" TAIL "?6", VISA "=" TAIL,
	    "lrc=ok expiry=2028-09 service_code=201 "
	    "service=international, chip; normal authorization; "
	    "no restrictions discretionary=1200000",
	    NULL, 25, ANY },
	{ "whole, LRC does not hold", ";" VISA "=" TAIL "?7", VISA "=" TAIL,
	    "lrc=bad", "lrc=ok", 20, ANY },
	{ "whole, none behind", ";" VISA "=" TAIL "?", VISA "=" TAIL,
	    "start-sentinel,end-sentinel", "lrc", 20, ANY },
	{ "track 1 right behind", ";" VISA "=" TAIL "?%B", VISA "=" TAIL,
	    "end-sentinel", "lrc", 20, ANY },
	{ "bare", VISA "=" TAIL, VISA "=" TAIL, "service:201", "sentinel", 12,
	    ANY },
	{ "bare, D for =", VISA "D" TAIL "F", VISA "=" TAIL, "service:201",
	    "in-word", 12, ANY },
	{ "D for =, its own LRC", ";" VISA "D" TAIL "?6", VISA "=" TAIL,
	    "lrc=ok", NULL, 20, ANY },
	{ "bare, weak issuer, 101", "6759649826438453=2809101123",
	    "6759649826438453=2809101123", "test=common", NULL, 12, ANY },
	{ "bare, unknown issuer", "1000000000000008=2809101123",
	    "1000000000000008=2809101123", "luhn", "iin", 12, ANY },
	{ "expiry alone", VISA "=2809", VISA "=2809", "track2-short", "service",
	    12, ANY },
	{ "no expiry", ";" VISA "==201123?", VISA "==201123", "service:201",
	    "expiry", 12, ANY },
	{ "no expiry, no sentinels", VISA "==201123", NULL, NULL, NULL, 0, 0 },
	{ "no service code", ";" VISA "=2809=123?", VISA "=2809=123",
	    "discretionary=123", "service", 12, ANY },
	{ "unassigned service code", ";" VISA "=2809301123?",
	    VISA "=2809301123", "service-unassigned", "service=", 12, ANY },
	{ "amex", ";371449635398431=2809201123?1", "371449635398431=2809201123",
	    "iin:amex", NULL, 20, ANY },
	{ "track 1 before it",
	    "%B" VISA "^DOE/JANE^" TAIL "?;" VISA "=" TAIL "?", VISA "=" TAIL,
	    "sibling", "in-word", 60, ANY },
	{ "track 1 of another card",
	    "%B5398228707871527^DOE/JANE^" TAIL "?;" VISA "=" TAIL "?",
	    VISA "=" TAIL, "track2", "sibling", 20, 40 },
	{ "in hexadecimal", "a1" VISA "D" TAIL "e9", NULL, NULL, NULL, 0, 0 },
	{ "in hexadecimal, letters beside it", "0a" VISA "D" TAIL "e9",
	    VISA "=" TAIL, "in-word", NULL, -9, 14 },
	{ "wrong check digit", ";4539578763621487=" TAIL "?",
	    "4539578763621487=" TAIL, "luhn-bad", NULL, -9, 11 },
	{ "wrong check digit, bare", "4539578763621487=" TAIL, NULL, NULL, NULL,
	    0, 0 },
	{ "no such month", VISA "=2813201", NULL, NULL, NULL, 0, 0 },
	{ "a base and a number", VISA "=1", NULL, NULL, NULL, 0, 0 },
	{ "too long for a stripe", VISA "=2809201000000000000000000000000000",
	    NULL, NULL, NULL, 0, 0 },
	{ "PAN too short", ";45395787636=" TAIL "?", NULL, NULL, NULL, 0, 0 },
	{ "PAN too long", ";45395787636214860000=" TAIL "?", NULL, NULL, NULL,
	    0, 0 },
	{ "nothing behind", VISA "=", NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "4111111111111111=251210112345", "411111******1111=************" },
	{ "371449635398431=2809=123", "37144******8431=****=***" },
	{ VISA "==201123", "453957******1486==******" },
	{ VISA, "********" },
	{ "4539=2809", "********" },
	{ "", "" },
};

static const struct {
	const char *code, *text;
} services[] = {
	{ "101", "international; normal authorization; no restrictions" },
	{ "201", "international, chip; normal authorization; no restrictions" },
	{ "220",
	    "international, chip; authorization by issuer; no restrictions, "
	    "PIN required" },
	{ "121", "international; authorization by issuer; no restrictions" },
	{ "601", "national, chip; normal authorization; no restrictions" },
	{ "206",
	    "international, chip; normal authorization; no restrictions, "
	    "PIN if possible" },
	{ "126",
	    "international; authorization by issuer; no restrictions, PIN "
	    "if possible" },
	{ "543",
	    "national; authorization by issuer unless agreed; ATM only, "
	    "PIN required" },
	{ "704", "private; normal authorization; cash only" },
	{ "902", "test; normal authorization; goods and services only" },
	{ "111", "" },
	{ "301", "" },
	{ "108", "" },
	{ "000", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_card_track2, cases, FX_LEN(cases));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_card_track2, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	for (i = 0; i < FX_LEN(services); i++) {
		service_text(services[i].code, out, sizeof out);
		is_str(out, services[i].text, "service code %s",
		    services[i].code);
	}
	return done();
}
