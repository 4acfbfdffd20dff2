/* carver_config_webinject.c - masks of trojans, lines that are none, masked */
#include "carve.h"
#include "tap.h"
#include "urlmask.h"

#define BLOCK                                                    \
	"data_before\n<b>\ndata_end\ndata_inject\nx\ndata_end\n" \
	"data_after\n</b>\ndata_end\n"
#define BANK "https://online.bank.example/login*"

enum { ANY = 99 };

static const struct carve_case cases[] = {
	{ "a line and its block", "set_url " BANK " GP\n" BLOCK, BANK,
	    "set_url,block,keywords:4 format=zeus host=online.bank.example "
	    "flags=GP action=inject",
	    "country", 28, ANY },
	{ "a grabber", "set_url https://www.bank.es/*/x.asp GL\r\n" BLOCK,
	    "https://www.bank.es/*/x.asp", "country=ES flags=GL action=grab",
	    NULL, 20, ANY },
	{ "comments and empty lines between",
	    "\n  set_url https://*.bank.de/x* GP\n\n;\xcf\xce\n" BLOCK,
	    "https://*.bank.de/x*", "block", NULL, 12, ANY },
	{ "no block: cut", "set_url " BANK " GP", BANK, "set_url", "block", 12,
	    19 },
	{ "a list of them",
	    "set_url " BANK " GP\nset_url https://x.example G\n", BANK, NULL,
	    "block", 12, 19 },
	{ "something else follows", "set_url " BANK " GP\nget_url\n" BLOCK,
	    BANK, NULL, "block", 12, 19 },
	{ "all that a line may have",
	    "set_url " BANK " GPD *a=1* *b=2* https://bank.example/out ctx\n"
	    "data_before\n",
	    BANK, "flags=GPD", NULL, 20, ANY },
	{ "flags that are none", "set_url " BANK " POST\n", BANK, "set_url-odd",
	    NULL, 1, 11 },
	{ "and a block", "set_url " BANK " POST\n" BLOCK, BANK, NULL, NULL, 20,
	    ANY },
	{ "a card's number for a host",
	    "set_url https://4539578763621486.example/x* GP\n" BLOCK,
	    "https://4539578763621486.example/x*", "format=zeus flags=GP",
	    "host=", 20, ANY },
	{ "a short mask", "set_url *hb.pl G\n", "*hb.pl", "country=PL", "host",
	    12, ANY },
	{ "no flags", "set_url " BANK "\n" BLOCK, NULL, NULL, NULL, 0, 0 },
	{ "small flags", "set_url " BANK " gp\n" BLOCK, NULL, NULL, NULL, 0,
	    0 },
	{ "too many flags", "set_url " BANK " GPLDFHICGPL\n", NULL, NULL, NULL,
	    0, 0 },
	{ "no mask", "set_url GP\n" BLOCK, NULL, NULL, NULL, 0, 0 },
	{ "a user in it", "set_url https://me:pw@bank.example/ GP\n" BLOCK,
	    NULL, NULL, NULL, 0, 0 },
	{ "inside of a line", "x set_url " BANK " GP\n" BLOCK, NULL, NULL, NULL,
	    0, 0 },
	{ "inside of a word", "reset_url " BANK " GP\n" BLOCK, NULL, NULL, NULL,
	    0, 0 },
	{ "a command", "set_url http://localhost:8000 DEV\n",
	    "http://localhost:8000", "set_url-odd", NULL, 1, 11 },
	{ "a method", "    $window set_url https://www.example.org X\n", NULL,
	    NULL, NULL, 0, 0 },
	{ "a definition", "def set_url (self, url):\n", NULL, NULL, NULL, 0,
	    0 },
	{ "a list of TrickBot",
	    "<slist><sinj><mm>https://bank.example/*</mm><sm>https://x/*</sm>"
	    "<srv>192.0.2.1:443</srv></sinj></slist>",
	    "https://bank.example/*",
	    "sinj,closed,group format=trickbot-sinj host=bank.example", "flags",
	    20, ANY },
	{ "another",
	    "<igroup>\n<dinj>\n<lm>*://*.bank.co.uk/*</lm>\n<hl>h</hl></dinj>",
	    "*://*.bank.co.uk/*",
	    "dinj,closed,group format=trickbot-dinj host=bank.co.uk country=GB",
	    NULL, 20, ANY },
	{ "cut", "<sinj><mm>https://bank.example/*</mm><sm>",
	    "https://bank.example/*", "sinj", "closed", 12, 19 },
	{ "no mask in it", "<sinj><mm>yes</mm></sinj>", NULL, NULL, NULL, 0,
	    0 },
	{ "its end is another's",
	    "<sinj><mm>https://bank.example/*</mn></sinj>", NULL, NULL, NULL, 0,
	    0 },
	{ "text before the element", "<sinj>a<mm>https://bank.example/*</mm>",
	    NULL, NULL, NULL, 0, 0 },
	{ "nothing in it", "<sinj><", NULL, NULL, NULL, 0, 0 },
	{ "cut off", "<dinj>", NULL, NULL, NULL, 0, 0 },
	{ "cut off", "set_url https://bank.exam", NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *mask, *host, *country; /* host NULL: it is none */
	size_t end;
} urls[] = {
	{ "https://www.bank.example/x", "www.bank.example", "", 24 },
	{ "HTTPS://WWW.Bank.DE", "www.bank.de", "DE", 19 },
	{ "http*://bank.fr*", "bank.fr", "FR", 16 },
	{ "https*bank.fr/x", "", "FR", 13 },
	{ "*://bank.fr/", "bank.fr", "FR", 11 },
	{ "*/my.bank.example/*x", "my.bank.example", "", 17 },
	{ "*.bank.example/*", "bank.example", "", 14 },
	{ "*bank.example/*", "", NULL, 0 },
	{ "https://www#.bank.it/a", "bank.it", "IT", 20 },
	{ "https://easy*.bank.ca/a?b=c", "bank.ca", "CA", 21 },
	{ "www.bank.co.uk*", "www.bank.co.uk", "GB", 15 },
	{ "https://bank.io/", "bank.io", "", 15 },
	{ "https://bank.eu/", "bank.eu", "", 15 },
	{ "https://bank.zz/", "bank.zz", "", 15 },
	{ "bank.example:8443/x", "bank.example", "", 12 },
	{ "httpd.example/x", "httpd.example", "", 13 },
	{ "https://192.0.2.1/x", "", "", 17 },
	{ "https://intranet/x", "", "", 16 },
	{ "https://*/login.aspx*", "", "", 9 },
	{ "https://", NULL, "", 0 },
	{ "http://", NULL, "", 0 },
	{ "https*", NULL, "", 0 },
	{ "******", NULL, "", 0 },
	{ "index.", NULL, "", 0 },
	{ "..bank.de", NULL, "", 0 },
	{ "1.2.3.4/x", NULL, "", 0 },
	{ "word-word", NULL, "", 0 },
	{ "b.de", NULL, "", 0 },
	{ "https://bank.de/a b", NULL, "", 0 },
	{ "https://bank.de/\"", NULL, "", 0 },
	{ "https://a@bank.de/", NULL, "", 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ BANK, "https://online.bank.example********" },
	{ "https://bank.example", "https://bank.example" },
	{ "*.bank.example/4539578763621486", "*.bank.example********" },
	{ "https://4539578763621486.example/", "********" },
	{ "4539578763621486", "********" },
	{ "not a mask", "********" },
	{ "", "" },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	struct urlmask m;
	size_t i;
	bool is;

	carve_cases(&carver_config_webinject, cases, FX_LEN(cases));
	for (i = 0; i < FX_LEN(urls); i++) {
		is = urlmask_read(&m, urls[i].mask, strlen(urls[i].mask));
		ok(is == (urls[i].host != NULL && urls[i].country != NULL),
		    "%s is one or not", urls[i].mask);
		if (!is || urls[i].host == NULL)
			continue;
		is_str(m.host, urls[i].host, "its host");
		is_str(m.country, urls[i].country, "its country");
		is_int(m.end, urls[i].end, "its end");
	}
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_config_webinject, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	return done();
}
