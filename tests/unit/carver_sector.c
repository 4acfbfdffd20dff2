/* carver_sector.c - what begins a sector is found behind another's letters */
#include "carve.h"
#include "tap.h"

enum { SECTOR = 512 };

static const struct begin {
	const struct fx_carver *carver;
	const char *what, *text;
	const char *value, *has;
	bool number; /* behind a digit it may be the rest of another */
} begins[] = {
	{ &carver_login_log, "a report that begins with its anchor",
	    "User ID: 77AB\nLast seen: Mon Jan 05 2026\nBuild: 12\n"
	    "IP info: DE 192.0.2.7\nSystem Information:\n- Locale: German\n",
	    "77AB", "family=raccoon", false },
	{ &carver_login_log, "a report that begins with another of its keys",
	    "Build: lab\nVersion: 2.0\n\nDate: 1/2/2026\nMachineID: 11-22\n"
	    "HWID: 0F1E\nIP: 192.0.2.7\nWork Dir: C:\\x\nWindows: 10\n",
	    "0F1E", "family=risepro", false },
	{ &carver_login_credential, "a login's password",
	    "Password: Tulpe-77\nUsername: anna\nHostname: https://b.de/in\n",
	    "anna@b.de", "labels:3", false },
	{ &carver_login_credential, "a login's program",
	    "[\"Chrome\" = \"Default\"]\nURL: https://b.de/in\n"
	    "USER LOGIN: anna\nUSER PASSWORD: Tulpe-77\n",
	    "anna@b.de", "application=Chrome", false },
	{ &carver_config_phishkit, "a kit's first field",
	    "Password: Tulpe-77\nUsername: anna7\nIP: 198.51.100.7\n"
	    "User Agent: Mozilla/5.0\n",
	    "anna7", "labels=user,password,ip,agent", false },
	{ &carver_config_webinject, "a mask",
	    "set_url https://online.bank.example/login* GP\ndata_before\n",
	    "https://online.bank.example/login*", "flags=GP", false },
	{ &carver_bank_iban, "an IBAN", "DE89370400440532013000 IBAN\n",
	    "DE89370400440532013000", NULL, false },
	{ &carver_wallet_address, "an address of a wallet",
	    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 bitcoin\n",
	    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", NULL, false },
	{ &carver_id_national, "a number of a person",
	    "131052-308T henkil\xc3\xb6tunnus\n", "131052-308T", NULL, true },
	{ &carver_bank_account, "an account's number",
	    "539-0075470-34 rekeningnummer\n", "539007547034", "country=BE",
	    true },
};

/* The best hit of a text that begins at a place, behind another's bytes. */
static bool
found(const struct begin *b, const char *before, size_t at,
    enum fx_encoding enc, struct fx_hit *hit)
{
	char text[SECTOR + 400];
	size_t n = strlen(before), len = strlen(b->text);

	memset(text, 0, at);
	memcpy(text + at - n, before, n + 1);
	memcpy(text + at, b->text, len + 1);
	return carve(b->carver, text, at + len, enc, hit);
}

static void
check(const struct begin *b, const char *before, enum fx_encoding enc)
{
	size_t at = enc == FX_ASCII ? SECTOR : SECTOR / 2;
	struct fx_hit hit = { .at = 0 };
	char told[4096];
	bool good;

	good = found(b, before, at, enc, &hit);
	carve_told(&hit, told, sizeof(told));
	ok(good && strcmp(hit.value, b->value) == 0 && hit.at == at &&
		(b->has == NULL || strstr(told, b->has) != NULL),
	    "%s behind \"%s\", %d", b->what, before, (int)enc);
	if (good && hit.at == at)
		return;
	printf("# %s at %zu: %s\n", hit.value, hit.at, told);
}

int
main(void)
{
	static const char *const letters[] = { "x", "foo bar", "\xa4o", "." };
	const struct begin *b;
	struct fx_hit hit;
	size_t i;

	for (b = begins; b < begins + FX_LEN(begins); b++) {
		for (i = 0; i < FX_LEN(letters); i++) {
			check(b, letters[i], FX_ASCII);
			check(b, letters[i], FX_UTF16LE);
		}
		if (b->number)
			ok(!found(b, "7", SECTOR, FX_ASCII, &hit),
			    "%s behind a digit: none", b->what);
		else
			check(b, "foo 7", FX_ASCII);
		ok(!found(b, "x", SECTOR - 1, FX_ASCII, &hit) ||
			strcmp(hit.value, b->value) != 0 ||
			hit.at != SECTOR - 1,
		    "%s behind a letter elsewhere: not so", b->what);
	}
	return done();
}
