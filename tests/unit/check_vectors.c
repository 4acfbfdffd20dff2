/*
 * check_vectors.c - other projects' published vectors, where they are at hand:
 * $SHARED/vectors, else ../shared/vectors
 *
 * Each disagreement is listed here with its reason, and must be one.
 */
#include "forensic/bytes.h"
#include "schemes.h"

enum { COLUMNS = 6, LINE = 1024 };

/* Sets of vectors and the scheme that each is for. */
static const struct {
	const char *file, *set, *args, *scheme;
	size_t value, expected; /* columns */
	size_t least;
} sets[] = {
	{ "commons_validator.tsv", "abanumber", NULL, "bank:us.rtn", 1, 2, 5 },
	{ "commons_validator.tsv", "iban", NULL, "iban", 1, 2, 100 },
	{ "mrz_shared_mit.tsv", "FRA-ID", NULL, "mrz", 1, 2, 2 },
	{ "mrz_shared_mit.tsv", "MRVA", NULL, "mrz", 1, 2, 5 },
	{ "mrz_shared_mit.tsv", "MRVB", NULL, "mrz", 1, 2, 5 },
	{ "mrz_shared_mit.tsv", "TD1", NULL, "mrz", 1, 2, 20 },
	{ "mrz_shared_mit.tsv", "TD2", NULL, "mrz", 1, 2, 10 },
	{ "mrz_shared_mit.tsv", "TD3", NULL, "mrz", 1, 2, 20 },
	{ "presidio.tsv", "ABA_ROUTING_NUMBER", NULL, "bank:us.rtn", 1, 2, 5 },
	{ "presidio.tsv", "IBAN_CODE", NULL, "iban", 1, 2, 100 },
	{ "stdnumjs.tsv", "no.kontonr", NULL, "bank:no.kontonr", 1, 2, 4 },
	{ "validatorjs.tsv", "isAbaRouting", "[]", "bank:us.rtn", 2, 3, 10 },
	{ "validatorjs.tsv", "isBIC", "[]", "bic", 2, 3, 10 },
	{ "validatorjs.tsv", "isIBAN", "[]", "iban", 2, 3, 20 },
	{ "validatorjs.tsv", "isTaxID", "[\"fr-LU\"]", "id:lu.nin", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"hr-HR\"]", "id:hr.oib", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"hu-HU\"]", "id:hu.adoazonosito", 2,
	    3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"ro-RO\"]", "id:ro.cnp", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"fr-FR\"]", "id:fr.nif", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"et-EE\"]", "id:ee.ik", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"el-GR\"]", "id:gr.vat", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"bg-BG\"]", "id:bg.egn", 2, 3, 4 },
	{ "validatorjs.tsv", "isTaxID", "[\"de-DE\"]", "id:de.idnr", 2, 3, 4 },
	{ "validatorjs.tsv", "isLuhnNumber", "[]", "luhn", 2, 3, 10 },
};

/*
 * What we say instead, of which values (by how they begin; "" all), and why.
 */
static const struct {
	const char *scheme;
	enum fx_answer answer;
	const char *text, *why;
} differ[] = {
	{ "iban", FX_BAD_COMPONENT, "",
	    "MOD 97-10 holds; no country of the "
	    "registry" },
	/* commons-validator's tests of the check digits alone */
	{ "iban", FX_BAD_LENGTH, "BI43", "not Burundi's length any more" },
	{ "iban", FX_BAD_LENGTH, "CH59 ", "not Switzerland's length" },
	{ "iban", FX_BAD_LENGTH, "CR05 1520", "not Costa Rica's any more" },
	/* the electronic format has capitals; people type otherwise */
	{ "iban", FX_VALID, "FR1420041010050500013m", "small letters" },
	{ "iban", FX_VALID, "LI21088100002324013aa", "small letters" },
	{ "iban", FX_VALID, "MT84MALT011000012345mtl", "small letters" },
	{ "iban", FX_VALID, "QA58DOHB00001234567890abc", "small letters" },
	{ "iban", FX_VALID, "RO49AAAA1b31007593840000", "small letters" },
	{ "iban", FX_VALID, "LV80 bANK", "a small letter" },
	{ "iban", FX_VALID, "G T82 TRAJ", "spaces may stand anywhere" },
	/* Presidio looks for one in a text */
	{ "iban", FX_BAD_LENGTH, "this is an iban", "a sentence" },
	{ "iban", FX_BAD_FORMAT, "Dash as iban separator", "a sentence" },
	{ "iban", FX_BAD_LENGTH, "AL47212110090000000235698741 ALL",
	    "words behind it" },
	/* the check digits are looked at there, and nothing else */
	{ "mrz", FX_BAD_COMPONENT, "I<CHED231458907ABC<<<<<<<<<<<<|",
	    "no name" },
	{ "mrz", FX_BAD_COMPONENT, "I<UTOD231458907<<<<<<<<<<<<<<<|7408122X",
	    "X for a sex, which is a filler in the zone" },
	{ "mrz", FX_BAD_COMPONENT, "P<IND<<FIRST", "no surname" },
	{ "mrz", FX_BAD_COMPONENT, "P<TRC", "no state of Doc 9303" },
	{ "id:ro.cnp", FX_BAD_CHECKSUM, "9", "it looks at the form alone" },
	{ "id:fr.nif", FX_VALID, "30 2 3", "spaces may stand anywhere" },
	{ "id:de.idnr", FX_VALID, "6592997048-9", "a separator" },
};

static size_t
split(char *line, char *column[COLUMNS])
{
	static char none[] = "";
	size_t n;

	for (n = 0; n < COLUMNS; n++)
		column[n] = none;
	n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < COLUMNS) {
		column[n++] = line;
		if ((line = strchr(line, '\t')) == NULL)
			break;
		*line++ = '\0';
	}
	return n;
}

static bool
differs(const char *scheme, const char *text, enum fx_answer answer)
{
	size_t i;

	for (i = 0; i < FX_LEN(differ); i++)
		if (strcmp(differ[i].scheme, scheme) == 0 &&
		    differ[i].answer == answer &&
		    strncmp(text, differ[i].text, strlen(differ[i].text)) == 0)
			return true;
	return false;
}

static void
row(const char *scheme, const char *text, const char *expected)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, scheme);
	bool want = strcmp(expected, "valid") == 0 ||
	    strcmp(expected, "all-check-digits-ok") == 0 ||
	    strcmp(expected, "1") == 0;
	struct fx_checked out;
	enum fx_answer got = scheme_ask(s, text, strlen(text), &out);

	ok((got == FX_VALID) == want || differs(scheme, text, got),
	    "%s: %s is %s: %s", scheme, text, expected, fx_answer_text(got));
}

static void
rows(size_t k)
{
	const char *shared = getenv("SHARED");
	char path[4096], line[LINE];
	char *column[COLUMNS];
	size_t count = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/vectors/%s",
	    shared != NULL ? shared : "../shared", sets[k].file);
	if ((f = fopen(path, "r")) == NULL) {
		ok(true, "# skip no %s", sets[k].file);
		return;
	}
	while (fgets(line, sizeof line, f) != NULL) {
		if (split(line, column) <= sets[k].expected ||
		    strcmp(column[0], sets[k].set) != 0 ||
		    (sets[k].args != NULL &&
			strcmp(column[1], sets[k].args) != 0))
			continue;
		row(sets[k].scheme, column[sets[k].value],
		    column[sets[k].expected]);
		count++;
	}
	fclose(f);
	ok(count >= sets[k].least, "%s: %zu of %s", sets[k].file, count,
	    sets[k].set);
}

int
main(void)
{
	size_t k;

	for (k = 0; k < FX_LEN(sets); k++)
		rows(k);
	return done();
}
