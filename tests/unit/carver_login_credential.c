/* carver_login_credential.c - blocks of labels: forms, orders, what is none */
#include "carve.h"
#include "tap.h"

enum { ANY = 99 };

#define LUMMA                                                              \
	"SOFT: Chrome Default (130.0.0.0)\nURL: https://bank.example/in\n" \
	"USER: anna\nPASS: Tulpe-77\n"
#define REDLINE                                                          \
	"URL: https://bank.example/in\r\nUsername: anna\r\n"             \
	"Password: Tulpe-77\r\nApplication: Google_[Chrome]_Default\r\n" \
	"===============\r\n"
#define VIDAR                                                         \
	"Soft: Google Chrome [Default]\nHost: https://bank.example\n" \
	"Login: anna\nPassword: Tulpe-77\n\n"
#define STEALC                                       \
	"browser: Google Chrome\nprofile: Default\n" \
	"url: https://bank.example/in\nlogin: anna\npassword: Tulpe-77\n\n"
#define ATOMIC "URL: https://bank.example\nLOGIN: anna\nPASSWORD: Tulpe-77\n"
#define ANNA "anna@bank.example"

/* Forms are those of login_block.c's sources; hosts and people are invented. */
static const struct carve_case cases[] = {
	{ "lumma", LUMMA, ANNA,
	    "family=lumma host=bank.example url=https://bank.example/in "
	    "login=anna password=Tulpe-77 application=Chrome Default",
	    NULL, 20, ANY },
	{ "redline", REDLINE, ANNA, "family=redline,meta", NULL, 20, ANY },
	{ "vidar", VIDAR, ANNA, "family=vidar", "\r", 20, ANY },
	{ "stealc", STEALC, ANNA, "profile=Default", NULL, 20, ANY },
	{ "stealc's family", STEALC, ANNA, "family=stealc", NULL, 20, ANY },
	{ "atomic", ATOMIC, ANNA, "family=atomic", NULL, 16, ANY },
	{ "atomic, no line end",
	    "URL: https://bank.example\nLOGIN: anna\n"
	    "PASSWORD: Tulpe-77",
	    ANNA, "password=Tulpe-77", NULL, 16, ANY },
	{ "no form of a family",
	    "URL: https://bank.example\nUSR: anna\nPASS: Tulpe-77\n", ANNA,
	    "labels:3", "family", 12, ANY },
	{ "no form, but a banner",
	    "Racc0_0n | 1.8.0\n\nURL: https://bank.example\nUSR: anna\n"
	    "PASS: Tulpe-77\n",
	    ANNA, "family=raccoon", NULL, 12, ANY },
	{ "two banners",
	    "Racc0_0n LummaC2\n\nURL: https://bank.example\nUSR: anna\n"
	    "PASS: Tulpe-77\n",
	    ANNA, "labels:3", "family", 12, ANY },
	{ "digits for letters",
	    "UR1: https://bank.example\nU53RN4M3: anna\nP455W0RD: x\n", ANNA,
	    "password=x", NULL, 12, ANY },
	{ "browser and profile in brackets",
	    "[\"Chrome\" = \"Default\"]\nURL: https://bank.example\n"
	    "USER LOGIN: anna\nUSER PASSWORD: x\n",
	    ANNA, "application=Chrome profile=Default", "family", 16, ANY },
	{ "the password first",
	    "Password: x\nLogin: anna\nURL: https://bank.example\n\n", ANNA,
	    "labels:3", NULL, 12, ANY },
	{ "the next block is another's",
	    "Password: x\nURL: https://a.example\nLogin: bert\nPassword: y\n",
	    "bert@a.example", "password=y", NULL, 12, ANY },
	{ "bars before labels",
	    "| URL: https://bank.example\n| USER: anna\n| PASS: x\n", ANNA,
	    "labels:3", NULL, 12, ANY },
	{ "an app of Android",
	    "URL: android://aGFzaA==@com.bank.app/\nUSER: anna\nPASS: x\n",
	    "anna@com.bank.app", "host=com.bank.app", NULL, 12, ANY },
	{ "a user in the address",
	    "URL: ftp://u:p@files.example:21/\nUSER: anna\nPASS: x\n",
	    "anna@files.example", NULL, NULL, 12, ANY },
	{ "a number as a host is not told of a host",
	    "SOFT: Chrome\nURL: https://4539578763621486.example/in\n"
	    "USER: anna\nPASS: x1\n",
	    "anna@4539578763621486.example",
	    "family=lumma url=https://4539578763621486.example/in", NULL, 12,
	    ANY },
	{ "no host", "SOFT: Chrome\nURL: \nUSER: anna\nPASS: x\n", "anna@",
	    "labels:4", "host=", 12, ANY },
	{ "no user", "URL: https://bank.example\nUSER: \nPASS: x\n",
	    "@bank.example", "password=x", "login=", 12, ANY },
	{ "neither user nor password",
	    "URL: https://bank.example\nUSER: \nPASS: \n", NULL, NULL, NULL, 0,
	    0 },
	{ "two labels, less than probable", "Login: anna\nPassword: x\n",
	    "anna@", "labels:2", NULL, 1, 11 },
	{ "a blank line between", "URL: https://bank.example\n\nPassword: x\n",
	    NULL, NULL, NULL, 0, 0 },
	{ "a password alone", "Password: x\n", NULL, NULL, NULL, 0, 0 },
	{ "a sentence", "Enter your password: it is secret\nuser: none\n", NULL,
	    NULL, NULL, 0, 0 },
	{ "a template",
	    "url: https://bank.example\nusername: ${USER}\n"
	    "password: ${PASSWORD}\n",
	    "${USER}@bank.example", "placeholder", NULL, -99, 11 },
	{ "a configuration",
	    "  host: localhost\n  username: root\n  password: \"\"\n", "root@",
	    "placeholder", NULL, -99, 11 },
	{ "help, with a host",
	    "Site: https://forum.example.de/\n"
	    "Login: between 3 and 20 letters\n"
	    "Password: at least 8 characters long\n",
	    "between 3 and 20 letters@forum.example.de", "prose", NULL, 1, 11 },
	{ "a password of four words, in a family's form",
	    "Soft: Chrome\nHost: https://b.de/\nLogin: anna\n"
	    "Password: correct horse battery staple\n",
	    "anna@b.de", "prose", NULL, 12, ANY },
	{ "/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", NULL, NULL, NULL,
	    0, 0 },
	{ "a man page", "passwd: password updated successfully\n", NULL, NULL,
	    NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ ANNA, "********@bank.example" },
	{ "anna@mail.example@bank.example", "********@bank.example" },
	{ "anna@mail.example@", "********" },
	{ "anna@bank example", "********" },
	{ "anna@4539578763621486.example", "********" },
	{ "anna@192.0.2.1", "********" },
	{ "anna", "********" },
	{ "", "" },
};

/* Each block of several is found once, and all of them. */
static void
counts(void)
{
	static const char text[] = LUMMA
	    "\n" LUMMA "\n" REDLINE VIDAR STEALC ATOMIC ATOMIC;
	struct carve_text t;
	struct fx_hit hit;
	size_t i, n = 0;

	carve_open(&t, text, sizeof text - 1, FX_ASCII);
	for (i = 0; i < sizeof text - 1; i++)
		if (carve_at(&carver_login_credential, &t.w, i, &hit)) {
			is_str(hit.value, ANNA, "block %zu", ++n);
			ok(memchr("SUb", text[hit.at], 3) != NULL,
			    "begins at its first label");
		}
	is_int(n, 7, "each is found once");
	carve_close(&t);
}

/* Of a cut log there is what is whole. */
static void
cuts(void)
{
	struct fx_hit hit;
	size_t n, found = 0;

	for (n = 0; n < sizeof VIDAR; n++)
		found += carve(&carver_login_credential, VIDAR, n, FX_ASCII,
		    &hit);
	ok(found > 0 && found < 20,
	    "a cut block is found once its password "
	    "begins (%zu)",
	    found);
	for (n = 1; n < 40; n++)
		if (!carve(&carver_login_credential, VIDAR + n,
			sizeof VIDAR - 1 - n, FX_ASCII, &hit))
			break;
	is_int(n, 40, "and without its first lines");
}

int
main(void)
{
	char out[FX_VALUE_LEN];
	size_t i;

	carve_cases(&carver_login_credential, cases, FX_LEN(cases));
	counts();
	cuts();
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_login_credential, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
