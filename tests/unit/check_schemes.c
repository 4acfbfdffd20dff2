/* check_schemes.c - the set of schemes, hostile values, and how one is taken */
#include "carvers.h"
#include "forensic/bytes.h"
#include "schemes.h"

/* Whatever it is asked, a scheme keeps to its bounds and says the same again.
 */
static void
hostile(const struct fx_scheme *s)
{
	static char wide[4096];
	static const struct {
		const char *p;
		size_t n;
	} texts[] = {
		{ "", 0 },
		{ " ", 1 },
		{ "\0", 1 },
		{ "12\0003", 4 },
		{ "\xff\xfe", 2 },
		{ "\xe2\x80", 2 },
		{ "\xc2", 1 },
		{ "-", 1 },
		{ "0000000000000000000000000000000000", 34 },
		{ "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ", 34 },
		{ wide, sizeof wide },
	};
	struct fx_checked out, again;
	enum fx_answer a;
	size_t i, k, bad = 0;

	memset(wide, '1', sizeof wide);
	for (i = 0; i < FX_LEN(texts); i++) {
		a = scheme_ask(s, texts[i].p, texts[i].n, &out);
		bad += a != scheme_ask(s, texts[i].p, texts[i].n, &again);
		bad += (unsigned int)a >= FX_ANSWERS;
		bad += strlen(out.value) != out.n;
		bad += out.nparts > FX_CHECKED_PARTS;
		for (k = 0; k < out.nparts; k++)
			bad += out.parts[k].key == NULL ||
			    strlen(out.parts[k].value) >= FX_CHECKED_PART;
		bad += i < 8 && (a == FX_VALID || a == FX_NOT_CHECKABLE);
	}
	is_int(bad, 0, "%s: what is no value", s->name);
}

static void
described(const struct fx_scheme *const *set)
{
	const struct fx_scheme *const *s;

	for (s = set; *s != NULL; s++) {
		ok((*s)->about[0] != '\0' && (*s)->standard[0] != '\0' &&
			strpbrk((*s)->name, " \t") == NULL,
		    "%s says what it is and by what standard", (*s)->name);
		ok(fx_scheme_find(set, (*s)->name) == *s, "%s is the only one",
		    (*s)->name);
		hostile(*s);
	}
	ok(fx_scheme_find(set, "none") == NULL, "there is no other");
}

static const struct {
	const char *text, *skip;
	enum fx_answer answer;
	const char *value;
} takes[] = {
	{ " \t12 34\r\n", " ", FX_VALID, "1234" },
	{ "12-34", " ", FX_VALID, "12-34" },
	{ "ab\xc2\xa0"
	  "c",
	    " ", FX_VALID, "ABC" },
	{ "ab\xe2\x80\xaf"
	  "c",
	    " ", FX_VALID, "ABC" },
	{ "1\xe2\x80\x93"
	  "2",
	    "-", FX_VALID, "12" },
	{ "1\xe2\x80\x93"
	  "2",
	    " ", FX_BAD_FORMAT, "" },
	{ "1\xc2\xa0"
	  "2",
	    "-", FX_BAD_FORMAT, "" },
	{ "1\x7f", "", FX_BAD_FORMAT, "" },
	{ "", " ", FX_BAD_LENGTH, "" },
	{ " - ", "-", FX_BAD_LENGTH, "" },
};

static void
taken(void)
{
	struct fx_checked out;
	char most[FX_CHECKED_LEN + 1];
	size_t i;

	memset(&out, 'x', sizeof out);
	for (i = 0; i < FX_LEN(takes); i++) {
		is_int(fx_take(&out, takes[i].text, strlen(takes[i].text),
			   takes[i].skip),
		    takes[i].answer, "take %zu", i);
		is_str(out.value, takes[i].value, "take %zu: the value", i);
	}
	memset(most, 'x', sizeof most);
	is_int(fx_take(&out, most, FX_CHECKED_LEN - 1, ""), FX_VALID,
	    "the longest");
	is_int(fx_take(&out, most, FX_CHECKED_LEN, ""), FX_BAD_LENGTH,
	    "one more");
	is_int(strlen(out.value), out.n, "is cut, and has its end");
	is_int(fx_take_digits(&out, "1 2", 3, " ", 2, 2), FX_VALID, "digits");
	is_int(fx_take_digits(&out, "1x", 2, " ", 3, 3), FX_BAD_FORMAT,
	    "format before length");
	is_int(fx_take_digits(&out, "12", 2, " ", 3, 3), FX_BAD_LENGTH,
	    "length");
}

static void
forms(void)
{
	is_int(fx_form_len("4a6n12c"), 22, "characters of a form");
	ok(fx_form_ok("4a2n1c", "ABCD12Z", 7), "a form");
	ok(fx_form_ok("4a2n1c", "ABCD129", 7), "c is either");
	ok(!fx_form_ok("4a2n1c", "ABC112Z", 7), "a is no digit");
	ok(!fx_form_ok("4a2n1c", "ABCD1ZZ", 7), "n is no letter");
	ok(!fx_form_ok("4a2n1c", "ABCD12-", 7), "c is no hyphen");
	ok(!fx_form_ok("4a2n1c", "ABCD12", 6), "too short");
	ok(!fx_form_ok("4a2n1c", "ABCD1234", 8), "too long");
}

static void
parts(void)
{
	static char wide[2 * FX_CHECKED_PART];
	struct fx_checked out = { .n = 0 };
	size_t i;

	memset(wide, 'x', sizeof wide - 1);
	fx_tell_str(&out, "wide", wide);
	is_int(strlen(out.parts[0].value), FX_CHECKED_PART - 1,
	    "a part's room");
	for (i = 0; i < FX_CHECKED_PARTS; i++)
		fx_tell_str(&out, "more", "y");
	is_int(out.nparts, FX_CHECKED_PARTS, "no more parts than there may be");
	ok(fx_checked_part(&out, "less") == NULL, "a part that is not there");
}

static const struct scheme_case luhn[] = {
	{ "luhn", "18", FX_VALID, "18" },
	{ "luhn", "1 8", FX_VALID, "18" },
	{ "luhn", "19", FX_BAD_CHECKSUM, "19" },
	{ "luhn", "0", FX_VALID, "0" },
	{ "luhn", "1a", FX_BAD_FORMAT, NULL },
	{ "luhn", "4992-7398-716", FX_VALID, "49927398716" },
};

static const struct scheme_case cards[] = {
	{ "card", "4111 1111 1111 1111", FX_VALID, "4111111111111111" },
	{ "card", "4111111111111112", FX_BAD_CHECKSUM, NULL },
	{ "card", "41111111111", FX_BAD_LENGTH, NULL },
	{ "card", "41111111111111111111", FX_BAD_LENGTH, NULL },
	{ "card", "4111/1111/1111/1111", FX_BAD_FORMAT, NULL },
	{ "card", "9000000000000001", FX_VALID, NULL }, /* unknown issuer */
	{ "card", "214900000000001", FX_NOT_CHECKABLE, NULL },
	{ "track1", "%B4111111111111111^DOE/JOHN^2512101?", FX_VALID,
	    "B4111111111111111^DOE/JOHN^2512101" },
	{ "track1", "B4111111111111112^DOE/JOHN^2512101", FX_BAD_CHECKSUM,
	    NULL },
	{ "track1", "B4111111111111111^DOE/JOHN^2513101", FX_BAD_COMPONENT,
	    "B4111111111111111^DOE/JOHN^2513101" },
	{ "track1", "4111111111111111", FX_BAD_FORMAT, NULL },
	{ "track1", "x%B4111111111111111^DOE/JOHN^2512101?", FX_BAD_FORMAT,
	    NULL },
	{ "track1", "509941987091^646^:49?7", FX_VALID,
	    "509941987091^646^:49" },
	{ "track1", "509941987091^646^:49", FX_VALID, "509941987091^646^:49" },
	{ "track1", "060156677324^1997574d776p6677324^1# ?", FX_VALID,
	    "060156677324^1997574D776P6677324^1#" },
	{ "track2", ";4111111111111111=2512101?", FX_VALID,
	    "4111111111111111=2512101" },
	{ "track2", "4111111111111111D2512101", FX_VALID,
	    "4111111111111111=2512101" },
	{ "track2", ";4111111111111112=2512101?", FX_BAD_CHECKSUM, NULL },
	{ "track2", "4111111111111111=2500101", FX_BAD_COMPONENT,
	    "4111111111111111=2500101" },
	{ "track2", "4111111111111111=2512101x", FX_BAD_FORMAT, NULL },
	{ "track2", "=", FX_BAD_FORMAT, NULL },
};

int
main(void)
{
	described(fx_schemes);
	described(carver_schemes);
	taken();
	forms();
	parts();
	scheme_table(fx_schemes, luhn, FX_LEN(luhn));
	scheme_table(carver_schemes, cards, FX_LEN(cards));
	scheme_part(carver_schemes, "card", "4111111111111111", "scheme",
	    "visa");
	scheme_part(carver_schemes, "track2", "4111111111111111=2512101",
	    "yymm", "2512");
	scheme_part(carver_schemes, "track1",
	    "B4111111111111111^DOE/JOHN^2513101", "name", "DOE/JOHN");
	return done();
}
