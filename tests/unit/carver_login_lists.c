/* carver_login_lists.c - lines of lists and forms that were sent, and neither
 */
#include "carve.h"
#include "tap.h"

enum { ANY = 99, TEXT = 8192 };

/* One line alone is never probable: its list is what makes it a login. */
static const struct carve_case lines[] = {
	{ "a line", "https://bank.example.de/in:anna:Tulpe-77\n",
	    "anna@bank.example.de",
	    "url=https://bank.example.de/in login=anna password=Tulpe-77", NULL,
	    1, 11 },
	{ "mail as the user", "https://b.de/in:anna@mail.de:Tulpe-77\n",
	    "anna@mail.de@b.de", "mail", NULL, 1, 11 },
	{ "signs in the password", "https://b.de/in:anna:a:b:c\n", "anna@b.de",
	    "password=a:b:c", NULL, 1, 11 },
	{ "a port and a path", "https://b.de:8443/in:anna:Tulpe-77\n",
	    "anna@b.de", "url=https://b.de:8443/in login=anna", NULL, 1, 11 },
	{ "a port and no path", "https://b.de:8443:anna:Tulpe-77\n",
	    "anna@b.de", "url=https://b.de:8443 login=anna password=Tulpe-77",
	    NULL, 1, 11 },
	{ "a number as the user", "https://b.de:79001234:Tulpe\n",
	    "79001234@b.de", "password=Tulpe", NULL, 1, 11 },
	{ "no path", "https://b.de:anna:Tulpe-77\r\n", "anna@b.de",
	    "password=Tulpe-77", "\r", 1, 11 },
	{ "bars", "https://b.de/|anna|Tulpe|77\n", "anna@b.de",
	    "password=Tulpe|77", NULL, 1, 11 },
	{ "semicolons", "http://b.de/x;anna;Tulpe-77", "anna@b.de", NULL, NULL,
	    1, 11 },
	{ "blanks", "http://b.de/x anna Tulpe-77\n", "anna@b.de", NULL, NULL, 1,
	    11 },
	{ "tabs", "http://b.de/x\tanna\tTulpe-77\n", "anna@b.de", NULL, NULL, 1,
	    11 },
	{ "Android", "android://aGFz-_==@com.bank.app/:anna:Tulpe-77\n",
	    "anna@com.bank.app", "host=com.bank.app", NULL, 1, 11 },
	{ "a byte order mark", "\xef\xbb\xbfhttps://b.de/:anna:Tulpe-77\n",
	    "anna@b.de", NULL, NULL, 1, 11 },
	{ "no scheme", "b.de/in:anna@mail.de:Tulpe-77\n", "anna@mail.de@b.de",
	    "url=b.de/in", NULL, 1, 11 },
	{ "mail and password", "anna@mail.de:Tulpe-77\n", "anna@mail.de@",
	    "line:mail-password login=anna@mail.de password=Tulpe-77",
	    "host=", 1, 11 },
	{ "mail; password", "anna@mail.de;Tulpe-77\n", "anna@mail.de@", NULL,
	    NULL, 1, 11 },

	{ "an address", "https://b.de/in\n", NULL, NULL, NULL, 0, 0 },
	{ "an address with a port", "https://b.de:8443/in\n", NULL, NULL, NULL,
	    0, 0 },
	{ "a sentence", "https://b.de/ is a page of a bank\n", NULL, NULL, NULL,
	    0, 0 },
	{ "a place in a program", "https://b.de/app.js:10:1500\n", NULL, NULL,
	    NULL, 0, 0 },
	{ "a log", "http://b.de/in:2024-01-01 10:00:00 GET\n", NULL, NULL, NULL,
	    0, 0 },
	{ "text before it", "see https://b.de/in:anna:Tulpe-77\n", NULL, NULL,
	    NULL, 0, 0 },
	{ "a name space", "http://www.w3.org/2000/svg svg image/svg+xml\n",
	    NULL, NULL, NULL, 0, 0 },
	{ "a repository", "git@forge.de:group/name.git\n", NULL, NULL, NULL, 0,
	    0 },
	{ "a list of people", "anna@mail.de;bert@mail.de\n", NULL, NULL, NULL,
	    0, 0 },
	{ "an author", "anna@mail.de wrote:\n", NULL, NULL, NULL, 0, 0 },
	{ "/etc/passwd", "anna:x:1000:1000:Anna:/home/anna:/bin/sh\n", NULL,
	    NULL, NULL, 0, 0 },
	{ "CSS", "a:hover{background:url(http://b.de/x:y:zzzz)}\n", NULL, NULL,
	    NULL, 0, 0 },
};

static const struct carve_case forms[] = {
	{ "a form",
	    "\r\n\r\nlogin_email=max%40mail.de&login_password=Tulpe%2B7",
	    "max@mail.de@", "login=max@mail.de password=Tulpe+7", NULL, 11,
	    ANY },
	{ "with its headers",
	    "POST /in HTTP/1.1\r\nHost: bank.de\r\nContent-Length: 34\r\n\r\n"
	    "user=anna&passwd=Tulpe77&submit=1",
	    "anna@bank.de", "http host=bank.de", NULL, 12, ANY },
	{ "the address of a query",
	    "https://bank.de/in?usuario=anna&contrasena=Tulpe&lang=es HTTP/1.1",
	    "anna@bank.de", "url=https://bank.de/in login=anna password=Tulpe",
	    NULL, 1, 11 },
	{ "French", "identifiant=anna%40m.fr&mot_de_passe=Tulpe&jeton=1&a=2",
	    "anna@m.fr@", "fields:4", NULL, 12, ANY },
	{ "German", "benutzername=anna&kennwort=Tulpe%21&x=1&y=2&z=3", "anna@",
	    "escapes", NULL, 11, ANY },
	{ "brackets",
	    "user%5Bemail%5D=a%40m.pl&user%5Bpassword%5D=Tulpe&commit=x",
	    "a@m.pl@", NULL, NULL, 12, ANY },
	{ "a name glued on", "txtUser=anna%40m.de&txtPassword=Tulpe&c=1",
	    "anna@m.de@", NULL, NULL, 12, ANY },
	{ "a second password",
	    "email=a%40m.de&password=Tulpe&password_confirm=Tulpe&go=1",
	    "a@m.de@", "password=Tulpe", NULL, 12, ANY },
	{ "a bad encoding of UTF-8", "email=a%40m.de&password=%FF%FE",
	    "a@m.de@", "password=%FF%FE", NULL, 1, ANY },
	{ "JSON", "{\"email\":\"anna@m.de\",\"password\":\"Tulpe 77\"}",
	    "anna@m.de@",
	    "form:json,closed,mail login=anna@m.de "
	    "password=Tulpe 77",
	    NULL, 11, ANY },
	{ "JSON, more of it",
	    "{\"username\": \"anna@m.de\", \"password\": \"Tulpe\", "
	    "\"remember\": true, \"n\": 1}",
	    "anna@m.de@", "fields:4", NULL, 12, ANY },
	{ "JSON with headers",
	    "POST /in HTTP/2\r\nhost: bank.de\r\ncontent-length: 40\r\n\r\n"
	    "{\"login\":\"anna\",\"senha\":\"Tulpe\"}",
	    "anna@bank.de", "http", NULL, 12, ANY },

	{ "no user", "lang=de&password=Tulpe&x=1", NULL, NULL, NULL, 0, 0 },
	{ "no password", "user=anna&password=&x=1", NULL, NULL, NULL, 0, 0 },
	{ "a program", "\"user=\" + u + \"&password=\" + p", NULL, NULL, NULL,
	    0, 0 },
	{ "a template", "user=%s&password=%s", NULL, NULL, NULL, 0, 0 },
	{ "another word", "user=anna&keyword=Tulpe", NULL, NULL, NULL, 0, 0 },
	{ "a bypass", "user=anna&bypass=1", NULL, NULL, NULL, 0, 0 },
	{ "a documented address",
	    "jdbc:mysql://localhost/db?user=monty&password=greatsqldb",
	    "monty@", NULL, NULL, -99, 11 },
	{ "an option", "mount -o username=anna,password=Tulpe", NULL, NULL,
	    NULL, 0, 0 },
	{ "a schema",
	    "{\"username\": \"string\", \"password\": \"string\", \"a\": 1, "
	    "\"b\": 2}",
	    "string@", "same", NULL, -99, 11 },
	{ "JSON, nested", "{\"password\": {\"type\": \"string\"}}", NULL, NULL,
	    NULL, 0, 0 },
	{ "JSON, cut", "{\"email\":\"anna@m.de\",\"password\":\"Tul", NULL,
	    NULL, NULL, 0, 0 },
};

/* What a list of n lines makes of its first: bits. */
static int
list_bits(bool mail, size_t n, size_t other)
{
	const struct fx_carver *c = &carver_login_credential;
	char text[TEXT];
	struct carve_text t;
	struct fx_hit hit;
	struct fx_shape s;
	struct fx_near near = { 0, 0 };
	size_t i, len = 0;

	for (i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
		    "%s%zu%s:Tulpe-%zu\n", mail ? "user" : "https://b.de/", i,
		    mail ? "@mail.de" : ":anna", i);
	for (i = 0; i < other; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
		    "https://b.de/page%zu\n", i);
	carve_open(&t, text, len, FX_ASCII);
	if (!carve(c, text, strcspn(text, "\n"), FX_ASCII, &hit))
		return -ANY;
	for (i = strcspn(text, "\n"); i < len; i++)
		if (naive_asked(c, &t.w, i)) {
			c->shape_at(&t.w, i, &s);
			near.others += s.shape == hit.shape;
			near.pass += s.shape == hit.shape && s.pass;
		}
	c->weigh(&near, &hit);
	carve_close(&t);
	return hit.score;
}

/* Thirty lines: "#" becomes a number, "~" a name. */
static size_t
fill(char *text, const char *line)
{
	static const char *const names[] = { "Anna", "Bernd", "Carla", "David",
		"Emma", "Franz", "Gerda" };
	size_t i, len = 0;
	const char *p;

	for (i = 0; i < 30; i++)
		for (p = line; *p != '\0'; p++) {
			if (*p == '#')
				len += (size_t)snprintf(text + len, TEXT - len,
				    "%zu", i);
			else if (*p == '~')
				len += (size_t)snprintf(text + len, TEXT - len,
				    "%s", names[i % FX_LEN(names)]);
			else
				text[len++] = *p;
		}
	return len;
}

/* The bits of its second line. */
static int
second_bits(const char *line)
{
	const struct fx_carver *c = &carver_login_credential;
	struct fx_hit hit, second;
	struct fx_near near = { 0, 0 };
	size_t i, len, found = 0;
	char text[TEXT];
	struct carve_text t;
	struct fx_shape s;

	len = fill(text, line);
	carve_open(&t, text, len, FX_ASCII);
	for (i = 0; i < len; i++) {
		if (!naive_asked(c, &t.w, i))
			continue;
		if (carve_at(c, &t.w, i, &hit) && ++found == 2)
			second = hit;
		c->shape_at(&t.w, i, &s);
		near.others += s.shape != 0;
		near.pass += s.shape != 0 && s.pass;
	}
	carve_close(&t);
	if (found < 2)
		return -ANY;
	c->weigh(&near, &second);
	return second.score;
}

/* Lists that have the form: of logins, and of something else. */
static void
others(void)
{
	static const struct {
		const char *line, *what;
		bool probable;
	} lists[] = {
		{ "u#@mail.de;tulpe-#\n", "passwords", true },
		{ "u#@mail.de;tulpe\nv#@mail.de;Rose#!x\n", "some of them",
		    true },
		{ "https://b#.de/;anna;tulpe-#\n", "passwords of one user",
		    true },
		{ "https://b#.de/;a@m.de;tulpe-7\n", "one login, many hosts",
		    true },
		{ "https://b#.de/;EUR;brutto\n", "always the same", false },
		{ "u#@mail.de;Newsletter\n", "one word", false },
		{ "u#@mail.de;news-7!x\n", "one password", false },
		{ "u#@mail.de;~\n", "names", false },
		{ "u#@mail.de;~1\n", "names and a digit", false },
		{ "u#@mail.de;~-~\n", "double names", false },
		{ "~#@mail.de;~#\n", "users", false },
		{ "https://b.de/in/#;~;~\n", "first and last names", false },
	};
	size_t i;
	int bits;

	for (i = 0; i < FX_LEN(lists); i++) {
		bits = second_bits(lists[i].line);
		ok((bits >= 12) == lists[i].probable, "a list of %s: %d bits",
		    lists[i].what, bits);
	}
}

static void
lists(void)
{
	ok(list_bits(false, 1, 0) < 12, "a line alone is not probable");
	ok(list_bits(false, 5, 0) < 12, "nor are five");
	ok(list_bits(false, 10, 0) >= 12, "ten are");
	ok(list_bits(false, 20, 0) >= 20, "twenty are confirmed");
	ok(list_bits(false, 10, 10) < 12, "not among as many that are none");
	ok(list_bits(true, 5, 0) < 12, "five of mail and password are not");
	ok(list_bits(true, 20, 0) >= 12, "twenty are probable");
	ok(list_bits(true, 20, 0) < 20, "and never confirmed");
}

/* The edge of a sector, where a file may begin: in a scheme, and before one. */
static void
sectors(void)
{
	static const char line[] = "https://b.de/in:anna:Tulpe-77\n";
	static const struct {
		const char *before;
		size_t at;
		const char *what;
	} edge[] = {
		{ "\n", 508, "in the scheme" },
		{ "\n", 512, "where the line begins" },
		{ "foo", 512, "behind a letter" },
	};
	char text[512 + sizeof(line)];
	struct carve_text t;
	struct fx_hit hit;
	size_t i, n;

	for (i = 0; i < FX_LEN(edge); i++) {
		n = strlen(edge[i].before);
		memset(text, '.', sizeof(text));
		memcpy(text + edge[i].at - n, edge[i].before, n);
		memcpy(text + edge[i].at, line, sizeof(line) - 1);
		carve_open(&t, text, edge[i].at + sizeof(line) - 1, FX_ASCII);
		if (!carve_at(&carver_login_credential, &t.w,
			edge[i].at + strlen("https"), &hit))
			hit = (struct fx_hit){ .value = "none" };
		is_str(hit.value, "anna@b.de", "an edge %s", edge[i].what);
		is_int(hit.at, edge[i].at, "  and it begins there");
		is_str(fx_hit_get(&hit, "url"), "https://b.de/in",
		    "  with its address");
		carve_close(&t);
	}
}

int
main(void)
{
	carve_cases(&carver_login_credential, lines, FX_LEN(lines));
	carve_cases(&carver_login_credential, forms, FX_LEN(forms));
	lists();
	others();
	sectors();
	return done();
}
