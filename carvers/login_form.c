/*
 * login_form.c - a form that was sent: URL-encoded fields, or an object of JSON
 *
 * As browsers write them (URL Standard, 5.2; RFC 8259): what is not so, is code
 * that makes one.
 */
#include <string.h>

#include "chars.h"
#include "forensic/bytes.h"
#include "login_way.h"
#include "score.h"

enum {
	SIDE_MOST = 900, /* of a form on each side of the password's name */
	FIELDS_MOST = 40,
	NAME_MOST = 64,
	VALUE_MOST = 128,
	HEADERS_MOST = 40, /* lines above a form */
	MORE_MOST = 3,     /* fields that count besides the two */
};

/*
 * Names of fields, or what they end in: "login_password", "user%5Bemail%5D". In
 * languages of Europe, as sites without accents write them.
 */
static const char *const passwords[] = { "password", "pass", "passwd", "pwd",
	"passwort", "kennwort", "contrasena", "clave", "senha", "passe",
	"haslo", "heslo", "parola", "wachtwoord", "sifre", "adgangskode" };
static const char *const users[] = { "login", "user", "username", "userid",
	"user_id", "user_name", "loginid", "login_id", "logon", "email", "mail",
	"e_mail", "account", "onlineid", "customerid", "benutzer",
	"benutzername", "kennung", "anmeldename", "kundennummer", "usuario",
	"correo", "nif", "dni", "identifiant", "utilisateur", "utente",
	"utilizador", "cpf", "uzytkownik", "nik", "uzivatel", "gebruiker",
	"gebruikersnaam", "bruger", "brugernavn", "anvandare", "kayttaja",
	"felhasznalo", "utilizator", "korisnik", "kullanici", "phone",
	"telefon", "mobile" };

struct field {
	struct span name, value;
};

struct form {
	struct span all, url;
	struct field password, user;
	size_t fields;
	bool json, escapes;
};

/* What is glued to a field's own word: "txtpassword", "useremail". */
static bool
is_prefix(const struct fx_window *w, struct span s)
{
	static const char *const known[] = { "j", "my", "txt", "usr", "user",
		"login", "input", "account", "web" };
	size_t i;

	for (i = 0; i < FX_LEN(known); i++)
		if (span_is(w, s, known[i], true))
			return true;
	return false;
}

/* Does the name end in the text, which is a word of it? */
static bool
ends(const struct fx_window *w, struct span name, const char *text)
{
	size_t n = strlen(text);
	struct span end, glued;

	if (span_len(name) > 3 &&
	    span_is(w, (struct span){ name.to - 3, name.to }, "%5D", true))
		name.to -= 3; /* "user[password]" */
	if (span_len(name) < n)
		return false;
	end = (struct span){ name.to - n, name.to };
	if (!span_is(w, end, text, true))
		return false;
	glued = (struct span){ end.from, end.from };
	while (glued.from > name.from && char_alnum(w, glued.from - 1))
		glued.from--;
	return span_len(glued) == 0 || span_is(w, glued, "5B", true) ||
	    (char_upper(w, end.from) && !char_upper(w, end.from - 1)) ||
	    is_prefix(w, glued);
}

static bool
is_one(const struct fx_window *w, struct span name, const char *const *list,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ends(w, name, list[i]))
			return true;
	return false;
}

/* Take a field; false if it makes the form none. */
static bool
add(const struct fx_window *w, size_t at, struct field f, struct form *form)
{
	if (++form->fields > FIELDS_MOST)
		return false;
	if (at >= f.name.from && at < f.name.to) {
		form->password = f;
		return is_one(w, f.name, passwords, FX_LEN(passwords)) &&
		    span_len(f.value) > 0 && span_len(f.value) <= VALUE_MOST;
	}
	if (is_one(w, f.name, passwords, FX_LEN(passwords)))
		return span_len(form->password.name) >
		    0; /* the first is told */
	if (span_len(form->user.value) == 0 &&
	    span_len(f.value) <= VALUE_MOST &&
	    is_one(w, f.name, users, FX_LEN(users)))
		form->user = f;
	return true;
}

/* A character of a form; %XX are three of them. */
static bool
form_char(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) ||
	    (i < w->len && w->p[i] != 0 &&
		strchr("*-._+%&=~!'()@", w->p[i]) != NULL);
}

static bool
is_hex(const struct fx_window *w, size_t i)
{
	return char_digit(w, i) ||
	    (i < w->len && (w->p[i] | 0x20) >= 'a' && (w->p[i] | 0x20) <= 'f');
}

/* Are all escapes whole? */
static bool
is_encoded(const struct fx_window *w, struct form *form)
{
	size_t i;

	for (i = form->all.from; i < form->all.to; i++)
		if (w->p[i] == '%') {
			if (i + 2 >= form->all.to || !is_hex(w, i + 1) ||
			    !is_hex(w, i + 2))
				return false;
			form->escapes = true;
		}
	return true;
}

/* The address that a form stands behind: a query. */
static void
find_url(const struct fx_window *w, struct form *form)
{
	struct span url = { form->all.from, form->all.from };

	if (url.from == 0 || w->p[url.from - 1] != '?')
		return;
	url.to--;
	for (url.from = url.to; url.from > 0 && url.to - url.from < SIDE_MOST &&
	     w->p[url.from - 1] > ' ' && w->p[url.from - 1] < 0x7f &&
	     strchr("\"'<>()", w->p[url.from - 1]) == NULL;)
		url.from--;
	form->url = url;
}

/*
 * Does a field begin with the name at i, and is it the first of its kind as far
 * as the one before it tells?
 */
static bool
is_first(const struct fx_window *w, size_t i)
{
	size_t name = i, from, sign;

	while (name > 0 && i - name < NAME_MOST && form_char(w, name - 1) &&
	    w->p[name - 1] != '&' && w->p[name - 1] != '=')
		name--;
	if (name == 0 || w->p[name - 1] != '&')
		return name == 0 || w->p[name - 1] != '=';
	for (from = sign = --name; from > 0 && name - from < VALUE_MOST &&
	     form_char(w, from - 1) && w->p[from - 1] != '&';)
		if (w->p[--from] == '=')
			sign = from;
	return !is_one(w, (struct span){ from, sign }, passwords,
	    FX_LEN(passwords));
}

static bool
read_encoded(const struct fx_window *w, size_t at, struct form *form)
{
	size_t i, from, sign;

	if (!is_first(w, at))
		return false;
	for (from = at;
	     from > 0 && at - from < SIDE_MOST && form_char(w, from - 1);)
		from--;
	for (i = at; i - at < SIDE_MOST && form_char(w, i);)
		i++;
	form->all = (struct span){ from, i };
	if (!is_encoded(w, form))
		return false;
	for (; from < form->all.to; from = i + 1) {
		for (i = from, sign = 0; i < form->all.to && w->p[i] != '&';
		     i++)
			if (w->p[i] == '=' && sign == 0)
				sign = i;
		if (sign == 0 || sign - from > NAME_MOST || sign == from ||
		    !add(w, at,
			(struct field){ { from, sign }, { sign + 1, i } },
			form))
			return false;
	}
	find_url(w, form);
	return true;
}

static size_t
skip_blanks(const struct fx_window *w, size_t i)
{
	while (i < w->len && w->p[i] != 0 && strchr(" \t\r\n", w->p[i]) != NULL)
		i++;
	return i;
}

/* A string of JSON at i: what is between the quotes; returns behind it, or 0.
 */
static size_t
string_at(const struct fx_window *w, size_t i, struct span *s)
{
	if (i >= w->len || w->p[i] != '"')
		return 0;
	s->from = ++i;
	while (i < w->len && w->p[i] != '"') {
		if (w->p[i] < ' ')
			return 0;
		i += w->p[i] == '\\' ? 2 : 1;
	}
	if (i >= w->len)
		return 0;
	s->to = i;
	return i + 1;
}

/* A value: a string, or a number or a word, which are told as empty. */
static size_t
value_at(const struct fx_window *w, size_t i, struct span *s)
{
	size_t from = i;

	if (i < w->len && w->p[i] == '"')
		return string_at(w, i, s);
	*s = (struct span){ i, i };
	while (char_alnum(w, i) ||
	    (i < w->len && w->p[i] != 0 && strchr("+-.", w->p[i]) != NULL))
		i++;
	return i > from ? i : 0;
}

/* An object of plain values, from its brace to the other. */
static bool
read_json(const struct fx_window *w, size_t at, struct form *form)
{
	size_t i = at, from;
	struct field f;

	while (i > 0 && at - i < SIDE_MOST && w->p[i - 1] != '{' &&
	    w->p[i - 1] != '}')
		i--;
	if (i == 0 || w->p[i - 1] != '{')
		return false;
	from = i - 1;
	form->json = true;
	for (;; i++) {
		if ((i = string_at(w, skip_blanks(w, i), &f.name)) == 0)
			return false;
		i = skip_blanks(w, i);
		if (i >= w->len || w->p[i] != ':')
			return false;
		i = value_at(w, skip_blanks(w, i + 1), &f.value);
		if (i == 0 || i - from > SIDE_MOST || !add(w, at, f, form))
			return false;
		i = skip_blanks(w, i);
		if (i >= w->len || w->p[i] != ',')
			break;
	}
	if (i >= w->len || w->p[i] != '}')
		return false;
	form->all = (struct span){ from, i + 1 };
	return true;
}

/* Headers of HTTP above a form: is it its body, and of which host? */
static bool
read_headers(const struct fx_window *w, struct form *form)
{
	struct span line = line_at(w, form->all.from);
	struct label label;
	bool posted = false;
	size_t n;

	if (line.from != form->all.from || !line_up(w, &line) ||
	    !line_blank(w, line))
		return false;
	for (n = 0; n < HEADERS_MOST && line_up(w, &line); n++) {
		if (!label_read(w, line, ":", &label))
			return posted || span_has(w, line, "HTTP/1.");
		if (span_is(w, label.key, "Host", true))
			form->url = label.value;
		posted |= span_is(w, label.key, "Content-Length", true);
		if (span_has(w, line, "HTTP/1."))
			return true;
	}
	return posted;
}

static bool
is_same(const struct fx_window *w, struct span a, struct span b)
{
	return span_len(a) == span_len(b) &&
	    memcmp(w->p + a.from, w->p + b.from, span_len(a)) == 0;
}

static bool
has_at(const struct fx_window *w, struct span s)
{
	return span_has(w, s, "@") || span_has(w, s, "%40");
}

static void
weigh(const struct fx_window *w, const struct form *form, bool posted,
    struct fx_hit *hit)
{
	size_t more = form->fields - 2;
	struct span host;
	bool absolute;

	fx_hit_why(hit, BITS_FORM, "%s",
	    form->json ? "form:json" : "form:urlencoded");
	if (more > 0)
		fx_hit_why(hit,
		    (int)(more < MORE_MOST ? more : MORE_MOST) * BITS_FORM_MORE,
		    "fields:%zu", form->fields);
	if (form->escapes || form->json)
		fx_hit_why(hit, BITS_FORM_WHOLE, "%s",
		    form->json ? "closed" : "escapes");
	if (has_at(w, form->user.value))
		fx_hit_why(hit, BITS_LIST_USER, "mail");
	if (posted)
		fx_hit_why(hit, BITS_FORM_HTTP, "http");
	if (is_same(w, form->user.value, form->password.value))
		fx_hit_why(hit, BITS_FORM_SAME, "same");
	if ((login_host(w, form->url, &host, &absolute) &&
		login_example(w, host)) ||
	    login_example(w, form->user.value))
		fx_hit_why(hit, BITS_LOGIN_EXAMPLE, "example");
	if (login_placeholder(w, form->password.value) ||
	    login_placeholder(w, form->user.value))
		fx_hit_why(hit, BITS_LOGIN_PLACEHOLDER, "placeholder");
}

bool
login_form(const struct fx_window *w, size_t at, struct login *l,
    struct fx_hit *hit)
{
	struct form form = { .fields = 0 };
	bool json = false, posted;
	size_t i;

	for (i = at; i < w->len && i - at < NAME_MOST && char_alnum(w, i); i++)
		;
	json = i < w->len && w->p[i] == '"';
	if (json ? !read_json(w, at, &form) : !read_encoded(w, at, &form))
		return false;
	if (span_len(form.user.value) == 0 ||
	    span_len(form.password.value) == 0)
		return false;
	posted = read_headers(w, &form);
	*l = (struct login){ .all = form.all,
		.url = form.url,
		.user = form.user.value,
		.password = form.password.value,
		.escaped = !json };
	if (at - l->all.from >= LOGIN_REACH)
		l->all.from = at;
	if (span_len(l->all) > LOGIN_REACH)
		l->all.to = l->all.from + LOGIN_REACH;
	if (hit != NULL)
		weigh(w, &form, posted, hit);
	return true;
}
