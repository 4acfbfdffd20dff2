/*
 * carver_id_national.c - numbers of persons and documents beside their words,
 * without, and beside those of others
 *
 * The numbers are those of specimens and of python-stdnum's documentation, or
 * made.
 */
#include "carve.h"
#include "forensic/scheme.h"
#include "nation.h"
#include "score.h"

enum { PROBABLE = 12, ANY = 99 };

#define FOUND(text, value, country)                                            \
	{                                                                      \
		text, text, value, "country=" country " ", NULL, PROBABLE, ANY \
	}
#define NONE(text)                                 \
	{                                          \
		text, text, NULL, NULL, NULL, 0, 0 \
	}

/* In the words of its country, in the forms that it is written in. */
static const struct carve_case found[] = {
	FOUND("Abgabenkontonummer: 59-119/9013", "591199013", "AT"),
	FOUND("SVNR: 1237 010180", "1237010180", "AT"),
	FOUND("Sozialversicherungsnummer 1237010180", "1237010180", "AT"),
	FOUND("rijksregisternummer: 85.07.30-033.28", "85073003328", "BE"),
	FOUND("registre national 85073003328", "85073003328", "BE"),
	FOUND("NISS 850730 033 28", "85073003328", "BE"),
	FOUND("EGN: 8001010008", "8001010008", "BG"),
	FOUND("AHV-Nr. 756.9217.0769.85", "7569217076985", "CH"),
	FOUND("num\xe9ro AVS 7569217076985", "7569217076985", "CH"),
	FOUND("rodn\xe9 c\xedslo: 710319/2745", "7103192745", "CZ,SK"),
	FOUND("Steuer-ID: 36 574 261 809", "36574261809", "DE"),
	FOUND("IdNr. 36574261809", "36574261809", "DE"),
	FOUND("CPR-nr.: 211062-0629", "2110620629", "DK"),
	FOUND("isikukood 37605030299", "37605030299", "EE"),
	FOUND("DNI: 54362315-K", "54362315K", "ES"),
	FOUND("DNI n\xba 54.362.315-K", "54362315K", "ES"),
	FOUND("NIE X-2482300-W", "X2482300W", "ES"),
	FOUND("henkil\xf6tunnus 131052-308T", "131052-308T", "FI"),
	FOUND("hetu: 010100A2074", "010100A2074", "FI"),
	FOUND("num\xe9ro fiscal : 30 23 217 600 053", "3023217600053", "FR"),
	FOUND("num\xe9ro de s\xe9"
	      "curit\xe9 sociale 2 95 10 99 126 111 93",
	    "295109912611193", "FR"),
	FOUND("NIR: 253072B07300470", "253072B07300470", "FR"),
	FOUND("NHS Number: 943 476 5870", "9434765870", "GB"),
	FOUND("National Insurance number AB 12 34 56 C", "AB123456C", "GB"),
	FOUND("UTR: 19558 39661", "1955839661", "GB"),
	FOUND("OIB: 33392005961", "33392005961", "HR"),
	FOUND("ad\xf3"
	      "azonos\xedt\xf3 jel: 8363730041",
	    "8363730041", "HU"),
	FOUND("TAJ sz\xe1m: 237 164 087", "237164087", "HU"),
	FOUND("PPS No: 6433435F", "6433435F", "IE"),
	FOUND("PPSN 6433435OA", "6433435OA", "IE"),
	FOUND("kennitala: 120174-3399", "1201743399", "IS"),
	FOUND("codice fiscale RCCMNL83S18D969H", "RCCMNL83S18D969H", "IT"),
	FOUND("C.F. RCC MNL 83S18 D969H", "RCCMNL83S18D969H", "IT"),
	FOUND("asmens kodas: 33309240064", "33309240064", "LT"),
	FOUND("matricule: 1893120105732", "1893120105732", "LU"),
	FOUND("personas kods: 161175-19997", "16117519997", "LV"),
	FOUND("personas kods: 32018410955", "32018410955", "LV"),
	FOUND("numru tal-identit\xe0: 0123489M", "0123489M", "MT"),
	FOUND("BSN: 1112.22.333", "111222333", "NL"),
	FOUND("burgerservicenummer 111222333", "111222333", "NL"),
	FOUND("f\xf8"
	      "dselsnummer: 151086 95088",
	    "15108695088", "NO"),
	FOUND("PESEL 44051401359", "44051401359", "PL"),
	FOUND("NIP: 856-734-62-15", "8567346215", "PL"),
	FOUND("NIF: 501 964 843", "501964843", "PT"),
	FOUND("cart\xe3o de cidad\xe3o: 00000000 0 ZZ4", "000000000ZZ4", "PT"),
	FOUND("CNP: 1630615123457", "1630615123457", "RO"),
	FOUND("personnummer: 880320-0016", "8803200016", "SE"),
	FOUND("personnr 19880320-0016", "198803200016", "SE"),
	FOUND("EMSO 0101006500006", "0101006500006", "SI"),
	FOUND("davcna stevilka: 50223054", "50223054", "SI"),
	FOUND("T.C. Kimlik No: 17291716060", "17291716060", "TR"),
	FOUND("SSN: 536-90-4399", "536904399", "US"),
	FOUND("ITIN 912-90-3456", "912903456", "US"),
	/* documents */
	FOUND("Reisepass-Nr.: C01X00T41", "C01X00T41", "DE"),
	FOUND("Passport No. 123405780", "123405780", "BG,DK,GB,HR,IE,RO,US"),
	FOUND("Personalausweis: L01X00T471", "L01X00T471", "DE"),
	FOUND("nr dowodu osobistego: ABS 123456", "ABS123456", "PL"),
	FOUND("identiteitskaart 591-1917064-58", "591191706458", "BE"),
	FOUND("paspoortnummer: SPECI2014", "SPECI2014", "NL"),
	FOUND("num\xe9ro de passeport 14AA12345", "14AA12345", "FR"),
	FOUND("driving licence number: MORGA657054SM9IJ", "MORGA657054SM9IJ",
	    "GB"),
	FOUND("patente di guida: AB1234567C", "AB1234567C", "IT"),
	FOUND("prawo jazdy: 12345/06/2024", "12345062024", "PL"),
	/* alone, in a form that nothing else has */
	FOUND("x 756.9217.0769.85 y", "7569217076985", "CH"),
	FOUND("x 131052-308T y", "131052-308T", "FI"),
	FOUND("x RCCMNL83S18D969H y", "RCCMNL83S18D969H", "IT"),
	FOUND("x 85.07.30-033.28 y", "85073003328", "BE"),
};

/* What words leave open, and what they settle. */
static const struct carve_case sets[] = {
	{ "two that share an algorithm", "national id: 37605030299",
	    "37605030299", "country=EE,LT scheme=ee.ik,lt.asmens birth=1976",
	    NULL, PROBABLE, ANY },
	{ "its language settles it", "asmens kodas: 37605030299", "37605030299",
	    "country=LT scheme=lt.asmens ", "EE", PROBABLE, ANY },
	{ "a German one is a Croatian one", "tax id: 36574261809",
	    "36574261809", "country=DE,HR ", NULL, PROBABLE, ANY },
	{ "a long label", "Steuer-Identifikationsnummer: 36 574 261 809",
	    "36574261809", "near:Steuer Identifikationsnummer", NULL, PROBABLE,
	    ANY },
	{ "not under its own label", "Steuer-ID: 36574261809", "36574261809",
	    "country=DE ", "HR", PROBABLE, ANY },
	{ "nor behind it", "36574261809 (OIB)", "36574261809", "country=HR ",
	    "DE", 0, ANY },
	{ "a word of another country", "PESEL: 33392005961", "33392005961",
	    "country=HR", "PL", 0, 11 },
	{ "an Icelandic label before what is none", "Kennitala: 131052-4329",
	    "1310524329", "scheme=dk.cpr", NULL, 0, 11 },
	{ "the same, Danish", "CPR-nr: 131052-4329", "1310524329",
	    "scheme=dk.cpr", NULL, PROBABLE, ANY },
	{ "Icelandic", "Kennitala: 120174-3399", "1201743399",
	    "scheme=is.kennitala", NULL, PROBABLE, ANY },
	{ "label and another word", "PESEL 44051401358, NIP: 8567346215",
	    "8567346215", "scheme=pl.nip", NULL, PROBABLE, ANY },
	{ "the label of another number", "PESEL brak, konto: 44051401359",
	    "44051401359", "label:Konto", NULL, 0, 11 },
	{ "a phone", "BSN onbekend, tel: 111222333", "111222333", "label:tel",
	    NULL, 0, 11 },
	{ "a word on another line", "NIP\nxxx 8567346215", "8567346215",
	    "near:NIP", NULL, 0, 11 },
	{ "an example", "SSN: 111-22-3333", "111223333", "test=example", NULL,
	    0, 11 },
	{ "a sequence", "NIF: 123456789", "123456789", "sequence", NULL, 0,
	    11 },
	{ "few digits", "BSN: 111111110", "111111110", "few-digits", NULL, 0,
	    11 },
	{ "a passport or identity card", "Personalausweis: C01X00T41",
	    "C01X00T41", "document=identity-card", "passport", PROBABLE, ANY },
};

static const struct carve_case none[] = {
	/* no word */
	NONE("37605030299"),
	NONE("x 8567346215 y"),
	NONE("211062-0629"),
	NONE("943 476 5870"),
	NONE("536-90-4399"),
	NONE("AB 12 34 56 C"),
	NONE("C01X00T47"),
	NONE("54362315K"),
	NONE("1630615123457"),
	/* documents without a label */
	NONE("passport of somebody 123405780"),
	NONE("123405780 passport"),
	NONE("passport C01X00T47A"),
	NONE("passport DEADBEEFA"),
	NONE("Reisepass ABCDEFGHI"),
	/* near misses */
	NONE("PESEL 44051401358"),
	NONE("PESEL 44057401359"),
	NONE("NIP: 856-734-62-16"),
	NONE("NIP: 856-73-462-15"),
	NONE("DNI: 54362315-L"),
	NONE("hetu: 131052-308U"),
	NONE("hetu: 310252-308T"),
	NONE("hetu: 131052*308T"),
	NONE("AHV 757.9217.0769.85"),
	NONE("AHV 756.9217.0769.84"),
	NONE("codice fiscale RCCMNL83S18D969I"),
	NONE("codice fiscale RCCMNL83S78D969H"),
	NONE("NINO GB 12 34 56 C"),
	NONE("NINO AB 12 34 56 E"),
	NONE("SSN 666-90-4399"),
	NONE("SSN 078-05-1120"),
	NONE("CNP: 1631315123457"),
	NONE("isikukood 37605030298"),
	NONE("numru tal-identit\xe0: 0123489X"),
	NONE("dow\xf3"
	     "d osobisty ABS 523456"),
	NONE("identiteitskaart 591-1917064-59"),
	NONE("Personalausweis: L01X00T472"),
	NONE("prawo jazdy: 12345/06/202"),
	/* the number goes on */
	NONE("PESEL 440514013590"),
	NONE("PESEL 44051401359-1"),
	NONE("PESEL 1.44051401359"),
	NONE("PESEL A44051401359"),
	NONE("PESEL 44051401359A"),
	NONE("BSN 111222333.5"),
	/* nobody's day of birth */
	NONE("CNP: 3630615123455"),
};

static size_t
forms(void)
{
	const char *p;
	size_t i, n = 0;

	for (i = 0; i < nations_n; i++)
		for (n++, p = nations[i].forms; (p = strchr(p, '|')) != NULL;)
			n++, p++;
	return n;
}

/* Is there a row of the scheme, or of one that is checked as it is? */
static bool
used(const struct fx_scheme *scheme)
{
	const struct fx_scheme *s;
	size_t i;

	for (i = 0; i < nations_n; i++) {
		s = nations[i].scheme == NULL
		    ? NULL
		    : fx_scheme_find(fx_schemes, nations[i].scheme);
		if (s != NULL && s->check == scheme->check)
			return true;
	}
	return false;
}

/* Every scheme and every country is in the table, and what it names exists. */
static void
rows(void)
{
	static const char countries[] =
	    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU "
	    "LV MT NL NO PL PT RO SE SI SK US";
	const struct fx_scheme *const *s;
	char cc[3] = "";
	size_t i, k;

	ok(forms() <= NATION_FORMS, "%zu forms", forms());
	for (s = fx_schemes; *s != NULL; s++)
		if (strncmp((*s)->name, "id:", 3) == 0)
			ok(used(*s), "%s has a row", (*s)->name);
	for (i = 0; i < nations_n; i++)
		ok(nations[i].scheme == NULL ||
			fx_scheme_find(fx_schemes, nations[i].scheme) != NULL,
		    "row %zu has a scheme", i);
	for (k = 0; k < sizeof countries; k += 3) {
		memcpy(cc, countries + k, 2);
		for (i = 0; i < nations_n; i++)
			if (nations[i].scheme != NULL &&
			    strcmp(nations[i].country, cc) == 0)
				break;
		ok(i < nations_n, "%s has a scheme", cc);
	}
}

static void
masks(void)
{
	char out[FX_VALUE_LEN];

	fx_mask(&carver_id_national, "44051401359", out);
	ok(strspn(out, "*") == strlen(out), "nothing of a number is shown");
	fx_mask(&carver_id_national, "131052-308T", out);
	ok(strspn(out, "*") == strlen(out), "nor of one with letters");
}

int
main(void)
{
	struct fx_hit hit;

	carve_cases(&carver_id_national, found, FX_LEN(found));
	carve_cases(&carver_id_national, sets, FX_LEN(sets));
	carve_cases(&carver_id_national, none, FX_LEN(none));
	ok(carve(&carver_id_national, "CNP 1630615123457", 17, FX_EBCDIC, &hit),
	    "13 digits in EBCDIC");
	rows();
	masks();
	return done();
}
