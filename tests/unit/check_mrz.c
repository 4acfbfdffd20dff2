/* check_mrz.c - zones of each kind, their faults, fields and repair */
#include "forensic/bytes.h"
#include "forensic/mrz.h"
#include "schemes.h"

/* Specimens of ICAO Doc 9303, parts 4 to 7, and of the French decree. */
#define TD1                                                              \
	"I<UTOD231458907<<<<<<<<<<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|" \
	"ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
#define TD2                                     \
	"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|" \
	"D231458907UTO7408122F1204159<<<<<<<6"
#define TD3_UPPER "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define TD3_LOWER "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD3 TD3_UPPER "|" TD3_LOWER
#define MRVA                                            \
	"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|" \
	"L8988901C4XXX4009078F96121096ZE184226B<<<<<<"
#define MRVB                                    \
	"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|" \
	"L8988901C4XXX4009078F9612109<<<<<<<<"
#define FRA                                     \
	"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<|" \
	"9409923102854CORINNE<<<<<<<6512068F4"

static const struct scheme_case cases[] = {
	{ "mrz", TD1, FX_VALID, TD1 },
	{ "mrz", TD2, FX_VALID, TD2 },
	{ "mrz", TD3, FX_VALID, TD3 },
	{ "mrz", MRVA, FX_VALID, MRVA },
	{ "mrz", MRVB, FX_VALID, MRVB },
	{ "mrz", FRA, FX_VALID, FRA },
	{ "mrz", TD3_UPPER TD3_LOWER, FX_VALID, TD3 },
	{ "mrz", TD3_UPPER "\\n" TD3_LOWER, FX_VALID, TD3 },
	{ "mrz", TD3_UPPER "||" TD3_LOWER, FX_BAD_LENGTH, NULL },
	{ "mrz", TD3_UPPER "|" TD3_LOWER "<", FX_BAD_LENGTH, NULL },
	{ "mrz", TD3_LOWER, FX_BAD_LENGTH, NULL },
	{ "mrz", "p<uto|l898", FX_BAD_FORMAT, NULL },
	{ "mrz", TD3_UPPER "|L898902C37UTO7408122F1204159ZE184226B<<<<<10",
	    FX_BAD_CHECKSUM, NULL },
	{ "mrz", TD3_UPPER "|L898902C36UTO7408122F1204159ZE184226B<<<<<11",
	    FX_BAD_CHECKSUM, NULL },
	/* one of no state, its check digits whole */
	{ "mrz", "P<UTPERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|" TD3_LOWER,
	    FX_BAD_COMPONENT, NULL },
	{ "mrz", "P<UTO<ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<|" TD3_LOWER,
	    FX_BAD_COMPONENT, NULL },
	/* a month of 13, with the check digits that it has */
	{ "mrz", TD3_UPPER "|L898902C36UTO7413128F1204159ZE184226B<<<<<10",
	    FX_BAD_COMPONENT, NULL },
	/* an empty optional field: a filler for its digit, or 0 */
	{ "mrz", TD3_UPPER "|L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8",
	    FX_VALID, NULL },
	{ "mrz", TD3_UPPER "|L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08",
	    FX_VALID, NULL },
	/* a date of birth that is not known in part */
	{ "mrz", TD3_UPPER "|L898902C36UTO74<<<<1F1204159<<<<<<<<<<<<<<06",
	    FX_VALID, NULL },
};

static const struct {
	const char *text;
	enum fx_mrz_field field;
	const char *want;
} fields[] = {
	{ TD1, FX_MRZ_F_TYPE, "I" },
	{ TD1, FX_MRZ_F_NUMBER, "D23145890" },
	{ TD1, FX_MRZ_F_SURNAME, "ERIKSSON" },
	{ TD1, FX_MRZ_F_GIVEN, "ANNA MARIA" },
	{ TD3, FX_MRZ_F_STATE, "UTO" },
	{ TD3, FX_MRZ_F_NATIONALITY, "UTO" },
	{ TD3, FX_MRZ_F_BIRTH, "740812" },
	{ TD3, FX_MRZ_F_SEX, "F" },
	{ TD3, FX_MRZ_F_EXPIRY, "120415" },
	{ TD3, FX_MRZ_F_OPTIONAL, "ZE184226B" },
	{ FRA, FX_MRZ_F_SURNAME, "BERTHIER" },
	{ FRA, FX_MRZ_F_GIVEN, "CORINNE" },
	{ FRA, FX_MRZ_F_NUMBER, "940992310285" },
	{ FRA, FX_MRZ_F_EXPIRY, "" },
	{ FRA, FX_MRZ_F_NATIONALITY, "" },
};

/* Lines without what parts them. */
static size_t
bare(const char *text, char out[FX_MRZ_MOST + 1])
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		if (*text != '|')
			out[n++] = *text;
	out[n] = '\0';
	return n;
}

static void
told(void)
{
	char text[FX_MRZ_MOST + 1], got[FX_MRZ_FIELD];
	struct fx_mrz m;
	size_t i;

	for (i = 0; i < FX_LEN(fields); i++) {
		ok(fx_mrz_read(&m, text, bare(fields[i].text, text)),
		    "field %zu: is read", i);
		fx_mrz_field(&m, fields[i].field, got);
		is_str(got, fields[i].want, "%s of %s",
		    fx_mrz_field_name(fields[i].field),
		    fx_mrz_kind_name(m.kind));
	}
}

static void
lower(void)
{
	char got[FX_MRZ_FIELD];
	struct fx_mrz m;

	ok(fx_mrz_read_lower(&m, TD3_LOWER, 44), "a second line alone");
	is_str(fx_mrz_kind_name(m.kind), "td3", "its kind");
	is_int(m.faults, 0, "no faults");
	is_int(fx_mrz_hold(&m), 5, "its check digits");
	fx_mrz_field(&m, FX_MRZ_F_SURNAME, got);
	is_str(got, "", "no name");
	ok(fx_mrz_read_lower(&m, "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
	       44) &&
		m.kind == FX_MRZ_MRVA && m.faults == 0,
	    "a visa's");
	ok(fx_mrz_read_lower(&m, "D231458907UTO7408122F1204159<<<<<<<6", 36) &&
		m.kind == FX_MRZ_TD2 && m.faults == 0,
	    "one of 36");
	ok(!fx_mrz_read_lower(&m, TD3_LOWER, 43), "too short");
	ok(!fx_mrz_read_lower(&m,
	       "l898902C36UTO7408122F1204159ZE184226B<<<<<10", 44),
	    "a small letter");
}

/*
 * A change of any one character to any other is seen by the check digits, but
 * for those of the same value modulo ten, and where there are none.
 */
static void
changed(const char *zone)
{
	static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char text[FX_MRZ_MOST + 1];
	size_t n = bare(zone, text), i, k, missed = 0;
	struct fx_mrz m;
	char was;

	for (i = n / 2; i < n; i++) {
		if (i >= 54 && i < 57)
			continue; /* the nationality */
		was = text[i];
		for (k = 0; k < sizeof all - 1; k++) {
			text[i] = all[k];
			fx_mrz_read(&m, text, n);
			missed += (m.faults & FX_MRZ_CHECKS) == 0 &&
			    (strchr(all, was) == NULL
				    ? k % 10 != 0
				    : (size_t)(strchr(all, was) - all) % 10 !=
					k % 10) &&
			    i != 64;
		}
		text[i] = was;
	}
	is_int(missed, 0, "changes of a passport that pass");
}

static const struct {
	const char *what, *text, *fixed;
	size_t changed;
} repairs[] = {
	{ "nothing to do", TD3, NULL, 0 },
	{ "a letter that looks like no digit",
	    TD3_UPPER "|L898902C36UTO74A8122F1204159ZE184226B<<<<<10", NULL,
	    0 },
	{ "the same, each the right one",
	    TD3_UPPER "|L898902C36UTO74O8I22FI204IS9ZE184226B<<<<<1O", TD3, 6 },
	{ "a letter of the number",
	    TD3_UPPER "|L8989O2C36UTO7408122F1204159ZE184226B<<<<<10", NULL,
	    0 },
	{ "the TD1's",
	    "I<UTOD231458907<<<<<<<<<<<<<<<|74O8I22F1204I59UTO<<<<<<<<<<<G|"
	    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
	    TD1, 4 },
};

static void
repair(void)
{
	char text[FX_MRZ_MOST + 1], want[FX_MRZ_MOST + 1];
	struct fx_mrz m, fixed;
	size_t i;

	for (i = 0; i < FX_LEN(repairs); i++) {
		ok(fx_mrz_read(&m, text, bare(repairs[i].text, text)),
		    "%s: is read", repairs[i].what);
		is_int(fx_mrz_repair(&m, &fixed), repairs[i].changed,
		    "%s: characters", repairs[i].what);
		if (repairs[i].fixed == NULL)
			continue;
		bare(repairs[i].fixed, want);
		is_str(fixed.text, want, "%s: what it is", repairs[i].what);
		is_int(fixed.faults, 0, "%s: no faults", repairs[i].what);
	}
}

int
main(void)
{
	scheme_table(fx_schemes, cases, FX_LEN(cases));
	scheme_part(fx_schemes, "mrz", TD1, "document", "td1");
	scheme_part(fx_schemes, "mrz", MRVB, "document", "mrv-b");
	scheme_part(fx_schemes, "mrz",
	    TD3_UPPER "|L898902C37UTO7408122F1204159ZE184226B<<<<<10", "fault",
	    "number");
	/* Belgian cards have numbers of twelve, Portuguese of thirteen. */
	scheme_part(fx_schemes, "mrz",
	    "IDBEL000590240<6013<<<<<<<<<<<|8512017F1311048BEL851201002007|"
	    "REINARTZ<<ULRIKE<KATIA<E<<<<<<",
	    "number", "000590240601");
	told();
	lower();
	changed(TD3);
	repair();
	return done();
}
