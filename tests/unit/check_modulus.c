/*
 * check_modulus.c - UK modulus checking: the test cases of the specification,
 * with the rows that they need, and tables that are none
 */
#include "forensic/bytes.h"
#include "forensic/modulus.h"
#include "tap.h"

/* Rows of these sort codes alone, as in Pay.UK's table of version 5.20. */
static const char table[] =
    "070116 070116 MOD11 0 0 7 6 5 8 9 4 5 6 7 8 9 -1 12\n"
    "070116 070116 MOD10 0 3 2 4 5 8 9 4 5 6 7 8 9 -1 13\n"
    "074456 074456 MOD11 0 0 7 6 5 8 9 4 5 6 7 8 9 -1 12\r\n"
    "074456 074456 MOD10 0 3 2 4 5 8 9 4 5 6 7 8 9 -1 13\r\n"
    "086090 086090 MOD10 0 0 3 7 1 3 7 1 3 7 1 3 7 1   8\n"
    "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1\n"
    "107999 107999 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1\n"
    "118765 118765 DBLAL 0 0 2 1 2 1 2 1 2 1 2 1 2 1   1\n"
    "134020 134020 MOD11 0 0 0 7 5 9 8 4 6 3 5 2 0 0   4\n"
    "180002 180002 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1  14\n"
    "\n"
    "200915 200915 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1   6\n"
    "200915 200915 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1   6\n"
    "202959 203099 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1   6\n"
    "202959 203099 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1   6\n"
    "309070 309070 MOD11 0 0 3 2 9 8 5 7 6 5 4 3 2 1   2\n"
    "309070 309070 MOD11 0 0 3 2 9 8 1 7 6 5 4 3 2 1   9\n"
    "772798 772798 MOD11 0 0 1 2 5 3 6 4 8 7 10 9 3 1  7\n"
    "820000 827999 MOD11 0 0 0 0 0 0 0 0 7 3 4 9 2 1\n"
    "820000 827999 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1   3\n"
    "871427 872427 MOD11 0 0 1 2 5 3 6 4 8 7 10 9 3 1 10\n"
    "871427 872427 MOD11 0 0 5 10 9 8 0 7 6 5 4 3 2 1 11\n"
    "938000 938696 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0   5\n"
    "938000 938696 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0   5";
static const char substitutes[] = "938600 938611\n938654 938621\n";

/* The specification's own test cases, in its order and words. */
static const struct {
	const char *digits;
	enum fx_answer answer;
	const char *what;
} cases[] = {
	{ "08999966374958", FX_VALID, "modulus 10" },
	{ "10799988837491", FX_VALID, "modulus 11" },
	{ "20295963748472", FX_VALID, "modulus 11 and double alternate" },
	{ "87142746238510", FX_VALID, "10 and 11: the first passes" },
	{ "87242746238510", FX_VALID, "10 and 11: the second passes" },
	{ "87142709123496", FX_VALID, "10: ab is 09, g is 9" },
	{ "87142799123496", FX_VALID, "10: ab is 99, g is 9" },
	{ "82000073688637", FX_VALID, "3: c is 6" },
	{ "82799973988638", FX_VALID, "3: c is 9" },
	{ "82710128748352", FX_VALID, "3: both checks" },
	{ "13402063849203", FX_VALID, "4" },
	{ "11876564371389", FX_VALID, "1" },
	/* it says that this passes, since it cannot be checked */
	{ "20091541011166", FX_NOT_CHECKABLE, "6: a foreign currency" },
	{ "93861107806039", FX_VALID, "5" },
	{ "93860042368003", FX_VALID, "5: with substitution" },
	{ "93806355065200", FX_VALID, "5: remainders of 0" },
	{ "77279899345694", FX_VALID, "7" },
	{ "08609006774744", FX_VALID, "8" },
	{ "30907002355688", FX_VALID, "2 and 9: the first passes" },
	{ "30907012345668", FX_VALID, "2 and 9: the second passes" },
	{ "30907012345677", FX_VALID, "2: a is not 0, g is not 9" },
	{ "30907099345694", FX_VALID, "2: a is not 0, g is 9" },
	{ "93806315764273", FX_BAD_CHECKSUM, "5: the second is wrong" },
	{ "93806315764264", FX_BAD_CHECKSUM, "5: the first is wrong" },
	{ "93806315763217", FX_BAD_CHECKSUM, "5: a remainder of 1" },
	{ "11876564371388", FX_BAD_CHECKSUM, "1: fails" },
	{ "20309966831036", FX_BAD_CHECKSUM, "double alternate fails" },
	{ "20309958716970", FX_BAD_CHECKSUM, "modulus 11 fails" },
	{ "08999966374959", FX_BAD_CHECKSUM, "modulus 10 fails" },
	{ "10799988837493", FX_BAD_CHECKSUM, "modulus 11 fails" },
	{ "07445612345112", FX_VALID, "12 and 13: the first passes" },
	{ "07011634012583", FX_VALID, "12 and 13: both pass" },
	{ "07445611104102", FX_VALID, "12 and 13: the second passes" },
	{ "18000200000190", FX_VALID, "14: the second check passes" },
	{ "18000200000192", FX_BAD_CHECKSUM, "14: h is neither 0, 1 nor 9" },
	{ "99999912345678", FX_NOT_CHECKABLE, "a sort code of no row" },
};

static struct fx_modulus m;

static const struct {
	const char *text;
	enum fx_code code;
	int line;
} broken[] = {
	{ "089999", FX_EFORMAT, 1 },
	{ "\n089999 08999x", FX_EFORMAT, 2 },
	{ "089999 1899990", FX_EFORMAT, 1 },
	{ "089999 089999 MOD12 0 0 0 0 0 0 7 1 3 7 1 3 7 1", FX_EFORMAT, 1 },
	{ "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7", FX_EFORMAT, 1 },
	{ "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1 15", FX_EFORMAT, 1 },
	{ "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1 1 1", FX_EFORMAT,
	    1 },
	{ "089999 089998 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1", FX_EFORMAT, 1 },
	{ "<html>", FX_EFORMAT, 1 },
};

static void
limits(void)
{
	struct fx_err err;
	size_t i;
	int rc = 0;

	memset(&m, 0, sizeof m);
	for (i = 0; i <= FX_MODULUS_SUBS && rc == 0; i++)
		rc = fx_modulus_read(&m, "000001 000002", &err);
	is_int(i, FX_MODULUS_SUBS + 1, "one substitute too many");
	is_int(err.code, FX_ELIMIT, "is a limit");
	for (i = 0, rc = 0; i <= FX_MODULUS_ROWS && rc == 0; i++)
		rc = fx_modulus_read(&m,
		    "000001 000002 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1", &err);
	is_int(i, FX_MODULUS_ROWS + 1, "one row too many");
	is_int(err.code, FX_ELIMIT, "is a limit, too");
}

int
main(void)
{
	struct fx_err err;
	size_t i;

	is_int(fx_modulus_check(&m, cases[0].digits), FX_NOT_CHECKABLE,
	    "without a table");
	is_int(fx_modulus_read(&m, table, &err), 0, "the table is read");
	is_int(fx_modulus_read(&m, substitutes, &err), 0, "and the other");
	for (i = 0; i < FX_LEN(cases); i++)
		is_str(fx_answer_text(fx_modulus_check(&m, cases[i].digits)),
		    fx_answer_text(cases[i].answer), "%s: %s", cases[i].digits,
		    cases[i].what);
	for (i = 0; i < FX_LEN(broken); i++) {
		memset(&m, 0, sizeof m);
		memset(&err, 0, sizeof err);
		is_int(fx_modulus_read(&m, broken[i].text, &err), -1,
		    "no table: %s", broken[i].text);
		ok(err.code == broken[i].code &&
			err.off == (uint64_t)broken[i].line,
		    "and why: %s", err.msg);
		is_int(m.nrows + m.nsubs, 0, "nothing of it is kept");
	}
	limits();
	return done();
}
