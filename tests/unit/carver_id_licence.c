/* carver_id_licence.c - bar codes of licences in text: versions, damage, lint
 */
#include "carve.h"
#include "tap.h"

#define HEAD        \
	"@\n\x1e\r" \
	"ANSI "
/* The example of AAMVA's standard, from version 4 on. */
#define SHOWN(version, rest)                                              \
	HEAD "636000" version "0002DL00410278ZV03190008DLDAQT64235789\n"  \
	     "DCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCUJR\n"  \
	     "DCAD\nDCBK\nDCDPH\nDBD06062008\nDBB06061986\nDBA12102012\n" \
	     "DBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\n"       \
	     "DAIRICHMOND\nDAJVA\nDAK232690000  \n"                       \
	     "DCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAM\n"    \
	     "DDB06062008\nDDC06062009\nDDD1\r" rest
/* And that of 2000. */
#define FIRST                                                             \
	HEAD "6360000102DL00390187ZV02260031DLDAQ0123456789ABC\n"         \
	     "DAAPUBLIC,JOHN,Q\nDAG123 MAIN STREET\nDAIANYTOWN\nDAJVA\n"  \
	     "DAK123459999  \nDARDM  \nDAS          \nDAT     \nDAU509\n" \
	     "DAW175\nDAYBL \nDAZBR \nDBA20011201\nDBB19761123\nDBCM\n"   \
	     "DBD19961201\rZVZVAJURISDICTIONDEFINEDELEMENT\r"
/* Made, in the form of others. */
#define CARD(head, between)                                                \
	head "DLDAQD1234567" between "DCSDOE" between "DACJANE" between    \
	     "DADNONE" between "DBB03281974" between "DBA04252031" between \
	     "DBD04252023" between "DAG1 OAK AVE" between "DAJCA" between  \
	     "DCGUSA" between
#define CA "636014090102DL00410097ZC01380008"

enum { ANY = 99 };

static const struct carve_case cases[] = {
	{ "the standard's", SHOWN("04", "ZVZVA01\r"), "US-VA T64235789",
	    "aamva:4,issuer,subfiles,dates,date-order,test-number "
	    "jurisdiction=US-VA document=DL surname=SAMPLE "
	    "given=MICHAEL JOHN birth=1986-06-06 issued=2008-06-06 "
	    "expiry=2012-12-10 "
	    "address=2300 WEST BROAD STREET, RICHMOND, VA, 232690000 "
	    "discriminator=2424244747474786102204 test=aamva",
	    "lint", 20, ANY },
	{ "of version 10", "\"" SHOWN("10", "ZVZVA01\r") "\"",
	    "US-VA T64235789", "aamva:10", "lint", 20, ANY },
	{ "of a version that there is not", SHOWN("42", "ZVZVA01\r"),
	    "US-VA T64235789", "lint=version", NULL, 20, ANY },
	{ "its second part missing", SHOWN("04", ""), "US-VA T64235789",
	    "lint=subfile-length", NULL, 20, ANY },
	{ "the first standard's", FIRST, "US-VA 0123456789ABC",
	    "surname=PUBLIC,JOHN,Q birth=1976-11-23 issued=1996-12-01 "
	    "expiry=2001-12-01 address=123 MAIN STREET, ANYTOWN, VA",
	    "lint", 20, ANY },
	{ "before that, by its type",
	    "@\n\x1e\r"
	    "AAMVA6360030101DL00290192DLDAQK-134-123-145-103\n"
	    "DAAJOHNSON,JACK,,3RD\nDAJMD\nDBA20170209\nDBB19910209\n"
	    "DBC1\nDBD20120210\r",
	    "US-MD K-134-123-145-103", "lint=subfile-length", NULL, 20, ANY },
	{ "without the name of its part",
	    "@\n\nAAMVA6360060101DL00290179DAACTLIC,ADULT,A\n"
	    "DAJCT\nDAQ990000001\nDBA20150101\nDBB19610101\nDBD20090223\n",
	    "US-CT 990000001", "damaged-header", "lint", 20, ANY },
	{ "of Canada",
	    HEAD "636012030001DL00000367DLDCAG1 \nDCBX\nDBA20210520\n"
		 "DCSDOE,\nDCTJANE\nDBD20160627\nDBB19800306\nDBC2\n"
		 "DAJON\nDAKM4N 1B6\nDAQM0233-60409-25311\n"
		 "DCFDN2962102\nDCGCAN\n\r",
	    "CA-ON M0233-60409-25311",
	    "birth=1980-03-06 issued=2016-06-27 expiry=2021-05-20", "date-form",
	    20, ANY },
	{ "its offsets are those of a form",
	    HEAD "636012030001DL00000367DLDAQM0233\nDBB19800306\nDCGCAN\n",
	    "CA-ON M0233", "lint=subfile-offset,subfile-length,no-dates", NULL,
	    12, ANY },
	{ "whole", CARD(HEAD CA, "\n") "\rZCZCABRO\r", "US-CA D1234567",
	    "issuer,dates,date-order", "given=JANE NONE", 20, ANY },
	{ "a length that does not fit",
	    CARD(HEAD "636014090001DL00310288", "\n") "\r", "US-CA D1234567",
	    "lint=subfile-length", "damaged", 20, ANY },
	{ "parts that do not follow",
	    CARD(HEAD "636014090002DL00410100ZC03290015", "\n") "\r",
	    "US-CA D1234567", "subfile-offset", "damaged", 20, ANY },
	{ "fewer entries than it says",
	    CARD(HEAD "636014090003DL00410101ZC01420008", "\n") "\r",
	    "US-CA D1234567", "lint=entries", NULL, 20, ANY },
	{ "line feeds alone", CARD("@\n\nANSI " CA, "\n"), "US-CA D1234567",
	    "damaged-header", "lint", 20, ANY },
	{ "CRLF", CARD("@\r\n\x1e\r\nANSI " CA, "\r\n"), "US-CA D1234567",
	    "surname=DOE given=JANE", "lint", 20, ANY },
	{ "bars", CARD("@|\x1e|ANSI " CA, "|"), "US-CA D1234567",
	    "surname=DOE given=JANE", "lint", 20, ANY },
	{ "blanks", CARD("@ ANSI " CA, " "), "US-CA D1234567",
	    "surname=DOE given=JANE birth=1974-03-28 issued=2023-04-25 "
	    "expiry=2031-04-25 address=1 OAK AVE, CA",
	    "lint", 20, ANY },
	{ "escapes", "{\"t\":\"" CARD("@\\n\\u001e\\rANSI " CA, "\\n") "\"}",
	    "US-CA D1234567", "surname=DOE given=JANE", "lint", 20, ANY },
	{ "nothing before it", CARD("ANSI " CA, "\n"), "US-CA D1234567",
	    "damaged-header", "lint", 20, ANY },
	{ "an issuer that there is not",
	    CARD(HEAD "636099090102DL00410097ZC01380008", "\n") "\rZCZCABRO\r",
	    "636099 D1234567", "lint=issuer", "US-", 20, ANY },
	{ "another state's issuer",
	    CARD(HEAD "636001090102DL00410097ZC01380008", "\n") "\rZCZCABRO\r",
	    "US-NY D1234567", "lint=subfile-length,address-state", NULL, 20,
	    ANY },
	{ "another country's issuer",
	    CARD(HEAD "636012090102DL00410097ZC01380008", "\n") "\rZCZCABRO\r",
	    "CA-ON D1234567", "country", NULL, 20, ANY },
	{ "dates of another country",
	    HEAD "636014090001DL00310060DLDAQX1\nDBB19740328\nDBD20230425\n"
		 "DBA20310425\n",
	    "US-CA X1", "date-form", NULL, 20, ANY },
	{ "dates that do not follow",
	    HEAD "636014090001DL00310060DLDAQX1\nDBB03282024\nDBD04252023\n"
		 "DBA04252031\n",
	    "US-CA X1", "date-order", NULL, 20, ANY },
	{ "no days",
	    HEAD "636014090001DL00310060DLDAQX1\nDBB02301980\nDBD04312023\n"
		 "DBA13132031\n",
	    "US-CA X1", "birth-date,issue-date,expiry-date", "birth=", 0, 19 },
	{ "a leap day",
	    HEAD "636014090001DL00310060DLDAQX1\nDBB02292000\nDBD04302023\n"
		 "DBA02282031\n",
	    "US-CA X1", "birth=2000-02-29", "birth-date", 20, ANY },
	{ "an identity card",
	    HEAD "636001080001ID00310060IDDAQ123456789\nDBB02291980\n",
	    "US-NY 123456789", "document=ID", NULL, 12, ANY },
	{ "no number", HEAD "636014090001DL00310060DLDCSDOE\nDBB02292000\n",
	    NULL, NULL, NULL, 0, 0 },
	{ "no designator", HEAD "636014090001DLDAQX1\n", NULL, NULL, NULL, 0,
	    0 },
	{ "a short header", HEAD "63601409", NULL, NULL, NULL, 0, 0 },
	{ "a header that ends", HEAD "636014090001DL00310060", NULL, NULL, NULL,
	    0, 0 },
	{ "words about one", "ANSI 636000 is Virginia's number", NULL, NULL,
	    NULL, 0, 0 },
	{ "another standard", "ANSI 60110-2007DL00310060", NULL, NULL, NULL, 0,
	    0 },
};

/* It ends with its last element. */
static void
ends(void)
{
	static const char text[] = CARD("x@\n\nANSI " CA,
	    "\n") "\n\n\nDear all";
	static const char lines[] = "DCGUSA";
	struct fx_hit hit;

	ok(carve(&carver_id_licence, text, sizeof(text) - 1, FX_ASCII, &hit) &&
		hit.at == 1 &&
		hit.at + hit.len ==
		    (size_t)(strstr(text, lines) - text) + strlen(lines),
	    "its first and last character");
}

/* However long it is, it ends where a hit must. */
static void
longest(void)
{
	static const char head[] = HEAD CA "DLDAQX1\n";
	char text[4096];
	struct fx_hit hit;
	size_t n;

	memcpy(text, head, sizeof(head));
	for (n = sizeof(head) - 1; n + 7 < sizeof text; n += 6)
		snprintf(text + n, sizeof text - n, "DCBXX\n");
	ok(carve(&carver_id_licence, text, n, FX_ASCII, &hit) &&
		hit.len <= carver_id_licence.reach && hit.len > 1000,
	    "a long one");
}

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "US-VA T64235789", "US-VA ********" },
	{ "US T64235789", "US ********" },
	{ "636099 D1", "636099 ********" },
	{ "D1234567", "********" },
	{ "DOE12 34", "********" },
	{ "US-VA ", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_id_licence, cases, FX_LEN(cases));
	ends();
	longest();
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_id_licence, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
