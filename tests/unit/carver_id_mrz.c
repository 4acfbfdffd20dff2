/* carver_id_mrz.c - zones in text: what parts the lines, damage, look-alikes */
#include "carve.h"
#include "tap.h"

/* Specimens of ICAO Doc 9303. */
#define U3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define L3 "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define U2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
#define L2 "D231458907UTO7408122F1204159<<<<<<<6"
#define A1 "I<UTOD231458907<<<<<<<<<<<<<<<"
#define B1 "7408122F1204159UTO<<<<<<<<<<<6"
#define C1 "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
#define UF "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<"
#define LF "9409923102854CORINNE<<<<<<<6512068F4"
#define ZEROS "00000000000000000000000000000000000000000000"

enum { ANY = 99 };

static const struct carve_case cases[] = {
	{ "a passport", U3 "\n" L3 "\n", U3 "\n" L3,
	    "checks:5-of-5,dates,states,sex,all-lines,specimen document=td3",
	    "lint", 20, ANY },
	{ "CRLF", "x " U3 "\r\n" L3, U3 "\n" L3, NULL, "lint", 20, ANY },
	{ "a bar", U3 "|" L3, U3 "\n" L3, NULL, "lint", 20, ANY },
	{ "JSON", "{\"mrz\":\"" U3 "\\n" L3 "\"}", U3 "\n" L3, NULL, "lint", 20,
	    ANY },
	{ "nothing between", U3 L3, U3 "\n" L3, NULL, "lint", 20, ANY },
	{ "an identity card", A1 "\n" B1 "\n" C1, A1 "\n" B1 "\n" C1,
	    "checks:4-of-4", "lint", 20, ANY },
	{ "its lines in one", A1 B1 C1, A1 "\n" B1 "\n" C1, NULL, "lint", 20,
	    ANY },
	{ "a smaller one", U2 " " L2, U2 "\n" L2, "document=td2", "lint", 20,
	    ANY },
	{ "the old French one", UF "\n" LF, UF "\n" LF,
	    "surname=BERTHIER given=CORINNE", "lint", 20, ANY },
	{ "a second line alone", "\n" L3 "\n", L3, "checks:5-of-5", "all-lines",
	    20, ANY },
	{ "a first line alone", "\n" U3 "\n", NULL, NULL, NULL, 0, 0 },
	{ "a check digit that does not hold",
	    U3 "\nL898902C37UTO7408122F1204159ZE184226B<<<<<10",
	    U3 "\nL898902C37UTO7408122F1204159ZE184226B<<<<<10",
	    "lint=number,composite", NULL, 12, ANY },
	{ "misread digits", U3 "\nL898902C36UTO74O8I22F1204159ZE184226B<<<<<10",
	    U3 "\nL898902C36UTO74O8I22F1204159ZE184226B<<<<<10",
	    "repaired=" U3 "\n" L3, "lint", 20, ANY },
	{ "a letter before it", "A" U3 "\n" L3, L3, "number=L898902C3",
	    "surname", 20, ANY },
	{ "a line too long", U3 "<\n" L3 "<", NULL, NULL, NULL, 0, 0 },
	{ "zeros", ZEROS "\n" ZEROS, NULL, NULL, NULL, 0, 0 },
	{ "a name in capitals", "CONFIGURATION<ITEM<WITH<36<CHARACTERS", NULL,
	    NULL, NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ U3 "\n" L3, "P<UTO********" },
	{ A1 "\n" B1 "\n" C1, "I<UTO********" },
	{ L3, "********" },
	{ "P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" L3, "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_id_mrz, cases, FX_LEN(cases));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_id_mrz, masks[i].value, out);
		is_str(out, masks[i].masked, "mask %zu", i);
	}
	return done();
}
