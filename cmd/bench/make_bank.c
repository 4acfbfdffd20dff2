/* make_bank.c - bank accounts as they are traded: IBANs, numbers, codes */
#include <stdio.h>
#include <string.h>

#include "forensic/scheme.h"
#include "made.h"
#include "sums.h"

enum { TRIES = 100000 };

/*
 * Forms of the IBAN Registry, of countries without check digits of their own:
 * an account in which those fail is rare, and not what is measured.
 */
static const char *const forms[] = {
	"DE00000000000000000000",
	"AT000000000000000000",
	"CH0000000XXXXXXXXXXXX",
	"GR000000000XXXXXXXXXXXXXXXX",
	"RO00AAAAXXXXXXXXXXXXXXXX",
	"LV00AAAAXXXXXXXXXXXXX",
	"LT000000000000000000",
	"LU00000XXXXXXXXXXXXX",
	"MT00AAAA00000XXXXXXXXXXXXXXXXXX",
	"CY0000000000XXXXXXXXXXXXXXXX",
	"IE00AAAA00000000000000",
	"DK0000000000000000",
};

static void
iban_make(struct rnd *r, char *out, size_t cap)
{
	char turned[64];
	unsigned int check;
	const char *form = RND_OF(r, forms);
	size_t n;

	snprintf(out, cap, "%s", form);
	rnd_form(r, form + 4, out + 4, cap - 4);
	n = strlen(out);
	memcpy(turned, out + 4, n - 4);
	memcpy(turned + n - 4, out, 2);
	turned[n - 2] = '0';
	turned[n - 1] = '0';
	check = 98 - sums_97(turned, n);
	out[2] = (char)('0' + check / 10);
	out[3] = (char)('0' + check % 10);
}

void
make_bank_iban(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const before[] = { "IBAN: ", "IBAN ",
		"Kontonummer/IBAN: ", "Bank account (IBAN): ", "iban=",
		"Empfaenger Konto " };
	char value[48], shown[64], country[4];

	iban_make(r, value, sizeof(value));
	snprintf(country, sizeof(country), "%.2s", value);
	made_attr(m, "country", country);
	made_group(shown, sizeof(shown), value, 4, ' ');
	made_put(m, "%s", RND_OF(r, before));
	made_value(m, n % 3 == 0 ? shown : value, value);
	made_put(m, "\n");
}

/*
 * Accounts as their countries write them.  Which digits pass is asked of the
 * library: how it compares with others' is shown elsewhere.
 */
static const struct {
	const char *scheme, *country, *before, *form, *behind;
} accounts[] = {
	{ "bank:no.kontonr", "NO", "Kontonummer: ", "0000.00.00000", "" },
	{ "bank:cz", "CZ", "cislo uctu: ", "0000000000/0800", "" },
	{ "bank:es.ccc", "ES", "CCC ", "0000 0000 00 0000000000", "" },
	{ "bank:nl", "NL", "Rekeningnummer ", "00.00.00.000", "" },
	{ "bank:fr.rib", "FR", "RIB: ", "00000 00000 00000000000 00", "" },
	{ "bank:pl", "PL", "numer konta ", "00 0000 0000 0000 0000 0000 0000",
	    "" },
	{ "bank:pt.nib", "PT", "NIB ", "0000.0000.00000000000.00", "" },
	{ "bank:hr", "HR", "broj racuna ", "0000000-0000000000", "" },
	{ "bank:be", "BE", "rekening ", "000-0000000-00", "" },
	{ "bank:gb", "GB", "sort code ", "20-00-00 account number 00000000",
	    "" },
	{ "bank:de.blz", "DE", "Bankverbindung ", "37000000/0000000000", "" },
};

/* Without what stands between a sort code and its account. */
static void
without_words(const char *text, char *out)
{
	for (; *text != '\0'; text++)
		if ((*text < 'a' || *text > 'z') && *text != ' ')
			*out++ = *text;
	*out = '\0';
}

void
make_bank_account(struct rnd *r, unsigned int n, struct made *m)
{
	size_t k = n % (sizeof(accounts) / sizeof(accounts[0]));
	const struct fx_scheme *s = fx_scheme_find(fx_schemes,
	    accounts[k].scheme);
	struct fx_checked checked;
	enum fx_answer answer;
	char text[64], bare[64];
	int i;

	/* One in 97 passes, or more: it comes to an end. */
	for (i = 0; i < TRIES; i++) {
		rnd_form(r, accounts[k].form, text, sizeof(text));
		without_words(text, bare);
		answer = fx_scheme_check(s, bare, strlen(bare), &checked);
		if (answer == FX_VALID || answer == FX_NOT_CHECKABLE)
			break;
	}
	made_attr(m, "country", accounts[k].country);
	made_put(m, "%s", accounts[k].before);
	made_value(m, text, checked.value);
	made_put(m, "%s\n", accounts[k].behind);
}

void
make_bank_bic(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const before[] = { "BIC: ", "SWIFT code: ",
		"SWIFT: ", "BIC/SWIFT: " };
	static const char *const countries[] = { "DE", "FR", "PL", "GB", "IT",
		"ES", "NL", "AT" };
	char value[16], bank[8], place[4], branch[4];

	rnd_form(r, "AAAA", bank, sizeof(bank));
	rnd_form(r, "AX", place, sizeof(place));
	rnd_form(r, "000", branch, sizeof(branch));
	if (place[1] == '0' || place[1] == '1' || place[1] == 'O')
		place[1] = 'F'; /* 0 tests, 1 is passive, O is none */
	snprintf(value, sizeof(value), "%s%s%s%s", bank, RND_OF(r, countries),
	    place, n % 2 == 0 ? "" : branch);
	made_put(m, "%s", RND_OF(r, before));
	made_value(m, value, value);
	made_put(m, "\n");
}

void
make_bank_routing(struct rnd *r, unsigned int n, struct made *m)
{
	static const char *const before[] = { "ABA routing number: ",
		"Routing number: ", "routing transit number ", "ABA no. " };
	char value[12], two[4];

	rnd_digits(r, value, 8);
	snprintf(two, sizeof(two), "%02u", 1 + rnd_below(r, 12));
	if (n % 3 == 1)
		snprintf(two, sizeof(two), "%02u", 21 + rnd_below(r, 12));
	memcpy(value, two, 2);
	value[8] = sums_routing(value);
	value[9] = '\0';
	made_put(m, "%s", RND_OF(r, before));
	made_value(m, value, value);
	made_put(m, "\n");
}
