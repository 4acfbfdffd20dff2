/*
 * check_iban.c - IBANs: the registry's examples, what one change does to them,
 * lengths, forms, unregistered countries, national digits
 */
#include "forensic/bytes.h"
#include "forensic/iban.h"
#include "schemes.h"

/* Examples of the SWIFT IBAN Registry, one a country that has one published. */
static const char *const examples[] = { "AD1200012030200359100100",
	"AE070331234567890123456", "AL47212110090000000235698741",
	"AT611904300234573201", "AZ21NABZ00000000137010001944",
	"BA391290079401028494", "BE68539007547034", "BG80BNBG96611020345678",
	"BH67BMAG00001299123456", "BI4210000100010000332045181",
	"BR1800360305000010009795493C1", "BY13NBRB3600900000002Z00AB00",
	"CH9300762011623852957", "CR05015202001026284066",
	"CY17002001280000001200527600", "CZ6508000000192000145399",
	"DE89370400440532013000", "DJ2100010000000154000100186",
	"DK5000400440116243", "DO28BAGR00000001212453611324",
	"EE382200221020145685", "EG380019000500000000263180002",
	"ES9121000418450200051332", "FI2112345600000785", "FK88SC123456789012",
	"FO6264600001631634", "FR1420041010050500013M02606",
	"GB29NWBK60161331926819", "GE29NB0000000101904917",
	"GI75NWBK000000007099453", "GL8964710001000206",
	"GR1601101250000000012300695", "GT82TRAJ01020000001210029690",
	"HR1210010051863000160", "HU42117730161111101800000000",
	"IE29AIBK93115212345678", "IL620108000000099999999",
	"IQ98NBIQ850123456789012", "IS140159260076545510730339",
	"IT60X0542811101000000123456", "JO94CBJO0010000000000131000302",
	"KW81CBKU0000000000001234560101", "KZ86125KZT5004100100",
	"LB62099900000001001901229114", "LC55HEMM000100010012001200023015",
	"LI21088100002324013AA", "LT121000011101001000", "LU280019400644750000",
	"LV80BANK0000435195001", "LY83002048000020100120361",
	"MC5811222000010123456789030", "MD24AG000225100013104168",
	"ME25505000012345678951", "MK07250120000058984", "MN121234123456789123",
	"MR1300020001010000123456753", "MT84MALT011000012345MTLCAST001S",
	"MU17BOMM0101101030300200000MUR", "NI45BAPR00000013000003558124",
	"NL91ABNA0417164300", "NO9386011117947", "OM810180000001299123456",
	"PK36SCBL0000001123456702", "PL61109010140000071219812874",
	"PS92PALS000000000400123456702", "PT50000201231234567890154",
	"QA58DOHB00001234567890ABCDEFG", "RO49AAAA1B31007593840000",
	"RS35260005601001611379", "RU0304452522540817810538091310419",
	"SA0380000000608010167519", "SC18SSCB11010000000000001497USD",
	"SD8811123456789012", "SE4550000000058398257466", "SI56263300012039086",
	"SK3112000000198742637541", "SM86U0322509800000000270100",
	"SO211000001001000100141", "ST23000100010051845310146",
	"SV62CENR00000000000000700025", "TL380080012345678910157",
	"TN5910006035183598478831", "TR330006100519786457841326",
	"UA213223130000026007233566001", "VA59001123000012345678",
	"VG96VPVG0000012345678901", "XK051212012345678906" };

static const struct scheme_case cases[] = {
	{ "iban", "DE89 3704 0044 0532 0130 00", FX_VALID,
	    "DE89370400440532013000" },
	{ "iban", "de89-3704-0044-0532-0130-00", FX_VALID,
	    "DE89370400440532013000" },
	{ "iban", "DE88 3704 0044 0532 0130 00", FX_BAD_CHECKSUM, NULL },
	{ "iban", "DE89 3704 0044 0532 0130 0", FX_BAD_LENGTH, NULL },
	{ "iban", "DE89 3704 0044 0532 0130 000", FX_BAD_LENGTH, NULL },
	{ "iban", "DE89 3704 0044 0532 013X 00", FX_BAD_FORMAT, NULL },
	{ "iban", "DE89/3704/0044", FX_BAD_FORMAT, NULL },
	{ "iban", "1289370400440532013000", FX_BAD_FORMAT, NULL },
	{ "iban", "DEX9370400440532013000", FX_BAD_FORMAT, NULL },
	{ "iban", "DE", FX_BAD_LENGTH, NULL },
	{ "iban", "GB82WEST12345698765432", FX_VALID, NULL },
	{ "iban", "GB82 WEST 1234 5698 7654 33", FX_BAD_CHECKSUM, NULL },
	{ "iban", "XX0000", FX_BAD_CHECKSUM, NULL },
	/* not in the registry, MOD 97-10 holds */
	{ "iban", "AO06000600000100037131174", FX_BAD_COMPONENT, NULL },
	{ "iban", "AO06000600000100037131175", FX_BAD_CHECKSUM, NULL },
	/* check digits that are never given, though they agree modulo 97 */
	{ "iban", "ZZ02ZZZZZZZZZZZZZZZZZZZZZZZZZ04", FX_BAD_COMPONENT, NULL },
	{ "iban", "ZZ99ZZZZZZZZZZZZZZZZZZZZZZZZZ04", FX_BAD_CHECKSUM, NULL },
	{ "iban", "AA9700000000089", FX_BAD_COMPONENT, NULL },
	{ "iban", "AA0000000000089", FX_BAD_CHECKSUM, NULL },
	{ "iban", "AA9800000000071", FX_BAD_COMPONENT, NULL },
	{ "iban", "AA0100000000071", FX_BAD_CHECKSUM, NULL },
	/* MOD 97-10 holds, the national digits do not, and decide */
	{ "iban", "ES1512341234171234567890", FX_BAD_CHECKSUM, NULL },
	{ "iban", "NO2386011117946", FX_BAD_CHECKSUM, NULL },
};

/* No other digit at the end of an example, and no swap of the last two. */
static size_t
passing(const struct fx_scheme *s, const char *good)
{
	char bad[FX_IBAN_MOST + 1];
	struct fx_checked out;
	size_t n = strlen(good), count = 0, i;

	snprintf(bad, sizeof bad, "%s", good);
	for (i = 0; i < 10; i++) {
		bad[n - 1] = (char)('0' + i);
		count += bad[n - 1] != good[n - 1] &&
		    scheme_ask(s, bad, n, &out) == FX_VALID;
	}
	bad[n - 1] = good[n - 2];
	bad[n - 2] = good[n - 1];
	return count +
	    (good[n - 1] != good[n - 2] &&
		scheme_ask(s, bad, n, &out) == FX_VALID);
}

static void
registry(const struct fx_scheme *s)
{
	struct fx_checked out;
	const char *national;
	size_t i;

	for (i = 0; i < FX_LEN(examples); i++) {
		is_int(scheme_ask(s, examples[i], strlen(examples[i]), &out),
		    FX_VALID, "%s is valid", examples[i]);
		national = fx_checked_part(&out, "national");
		ok(national == NULL || strcmp(national, "ok") == 0,
		    "its national digits hold, where it has any");
		is_int(passing(s, examples[i]), 0, "and no neighbour of it");
	}
}

static void
table(void)
{
	const struct fx_iban_row *row;
	size_t i, n, bad = 0;

	for (i = 0; i < fx_iban_count; i++) {
		row = &fx_iban_rows[i];
		n = fx_iban_len(row);
		bad += i > 0 && strcmp(row[-1].cc, row->cc) >= 0;
		bad += fx_iban_row(row->cc) != row;
		bad += n < FX_IBAN_LEAST || n > FX_IBAN_MOST;
		bad += 4 + (size_t)row->bank + row->nbank > n ||
		    4 + (size_t)row->branch + row->nbranch > n;
	}
	is_int(bad, 0, "%zu rows, sorted, and their parts lie in them", i);
	ok(fx_iban_row("ZZ") == NULL && fx_iban_row("AA") == NULL,
	    "countries without IBANs have no row");
}

int
main(void)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, "iban");

	if (!ok(s != NULL, "there is the scheme"))
		return done();
	table();
	registry(s);
	scheme_table(fx_schemes, cases, FX_LEN(cases));
	scheme_part(fx_schemes, "iban", "IT60X0542811101000000123456", "bank",
	    "05428");
	scheme_part(fx_schemes, "iban", "IT60X0542811101000000123456", "branch",
	    "11101");
	scheme_part(fx_schemes, "iban", "IT60X0542811101000000123456",
	    "national", "ok");
	scheme_part(fx_schemes, "iban", "IT43K0310412701000000820420",
	    "country", "IT");
	return done();
}
