/*
 * login_list.c - a line of a list: address, user, password; or mail, password
 *
 * The address is read first, since it may hold the sign that parts the columns;
 * the password is the rest of the line, and may hold it, too.
 */
#include <string.h>

#include "chars.h"
#include "forensic/bytes.h"
#include "login_way.h"
#include "score.h"

enum {
	LINE_MOST = 400,
	FIELD_MOST = 64, /* characters of a user, of a password */
	PASS_LEAST = 4,
	PORT_MOST = 5,  /* digits */
	MARKS_MOST = 3, /* bytes of a byte order mark */
	TLD_LEAST = 2,
	TLD_MOST = 12,
};

/* A line and its columns. */
struct row {
	struct span line, url, user, password;
	size_t anchor;
	bool mail; /* the user is a mail address */
};

static bool
is_sign(uint8_t c)
{
	switch (c) {
	case ':':
	case ';':
	case '|':
	case ' ':
	case '\t':
		return true;
	default:
		return false;
	}
}

static size_t
find(const struct fx_window *w, struct span s, uint8_t c)
{
	size_t i;

	for (i = s.from; i < s.to && w->p[i] != c; i++)
		;
	return i;
}

static bool
mail_char(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) || strchr("._+-", w->p[i]) != NULL;
}

/* name@host.tld, and nothing else. */
static bool
is_mail(const struct fx_window *w, struct span s)
{
	size_t at = find(w, s, '@'), i, dot = 0;

	if (at == s.from || at + 1 >= s.to || !char_alnum(w, at - 1))
		return false;
	for (i = s.from; i < s.to; i++) {
		if (i != at && (w->p[i] == 0 || !mail_char(w, i)))
			return false;
		if (i > at && w->p[i] == '.')
			dot = i;
	}
	if (dot < at + 2 || s.to - dot - 1 < TLD_LEAST ||
	    s.to - dot - 1 > TLD_MOST)
		return false;
	for (i = dot + 1; i < s.to; i++)
		if ((w->p[i] | 0x20) < 'a' || (w->p[i] | 0x20) > 'z')
			return false;
	return char_alnum(w, at + 1);
}

/* Signs of the kind that part the line, in the rest of it. */
static size_t
signs_in(const struct fx_window *w, size_t i, size_t to, uint8_t sign)
{
	size_t n = 0;

	for (; i < to; i++)
		n += w->p[i] == sign;
	return n;
}

/*
 * Where does the address end that has its scheme up to i?  At the first sign,
 * but for that before a port: digits between it and a path, or such that two
 * columns are left.
 */
static size_t
end_of_url(const struct fx_window *w, size_t i, size_t to)
{
	size_t n;

	while (i < to && !is_sign(w->p[i]))
		i++;
	if (i == to || w->p[i] != ':')
		return i;
	for (n = 1; n <= PORT_MOST && i + n < to && char_digit(w, i + n); n++)
		;
	if (n == 1 || i + n >= to)
		return i;
	if (w->p[i + n] == '/')
		for (i += n; i < to && !is_sign(w->p[i]); i++)
			;
	else if (is_sign(w->p[i + n]) &&
	    signs_in(w, i + n, to, w->p[i + n]) >= 2)
		i += n;
	return i;
}

/* A column of a user or of a password. */
static bool
is_field(const struct fx_window *w, struct span s)
{
	size_t i;

	for (i = s.from; i < s.to; i++)
		if (w->p[i] <= ' ' || w->p[i] == 0x7f)
			return false;
	return span_len(s) > 0 && span_len(s) <= FIELD_MOST;
}

static bool
all_digits(const struct fx_window *w, struct span s)
{
	return char_digits(w, s.from, span_len(s));
}

/* Cut what stands behind the address at its first sign. */
static bool
part(const struct fx_window *w, struct row *r, size_t i)
{
	uint8_t sign;

	if (i >= r->line.to || !is_sign(w->p[i]))
		return false;
	sign = w->p[i];
	r->user = (struct span){ i + 1, r->line.to };
	r->user.to = find(w, r->user, sign);
	if (r->user.to == r->line.to)
		return false;
	r->password = (struct span){ r->user.to + 1, r->line.to };
	r->mail = is_mail(w, r->user);
	if (!is_field(w, r->user) || !is_field(w, r->password) ||
	    span_len(r->password) < PASS_LEAST)
		return false;
	/* a line and a column of a program, a part of a path or of another
	   address, or markup */
	return !(all_digits(w, r->user) && all_digits(w, r->password)) &&
	    find(w, r->user, '/') == r->user.to &&
	    find(w, r->user, '<') == r->user.to &&
	    w->p[r->password.from] != '/' &&
	    ((sign != ' ' && sign != '\t') ||
		find(w, r->password, '/') == r->password.to) &&
	    (sign == '|' || sign == ';' || w->p[r->password.from] != sign);
}

/* scheme://…, a user, a password. */
static bool
read_url(const struct fx_window *w, size_t at, struct row *r)
{
	struct span host;
	bool absolute;
	size_t i;

	r->anchor = at;
	for (i = r->line.from; i < at; i++)
		if (!char_alnum(w, i))
			return false;
	if (at == r->line.from || at + 3 >= r->line.to)
		return false;
	r->url = (struct span){ r->line.from,
		end_of_url(w, at + 3, r->line.to) };
	return login_host(w, r->url, &host, &absolute);
}

/* host/path, a mail address, a password. */
static bool
read_host(const struct fx_window *w, size_t at, struct row *r)
{
	struct span host;
	bool absolute;
	size_t i;

	r->anchor = at;
	i = end_of_url(w, r->line.from, r->line.to);
	r->url = (struct span){ r->line.from, i };
	return i < at && login_host(w, r->url, &host, &absolute) &&
	    part(w, r, i) && r->mail && at >= r->user.from && at < r->user.to;
}

/* A mail address, a password. */
static bool
read_mail(const struct fx_window *w, size_t at, struct row *r, bool *fits)
{
	size_t i = r->line.from;
	struct span *pass = &r->password;

	while (i < r->line.to && !is_sign(w->p[i]))
		i++;
	r->anchor = at;
	r->url = (struct span){ r->line.from, r->line.from };
	r->user = (struct span){ r->line.from, i };
	r->mail = is_mail(w, r->user);
	if (!r->mail || at < r->user.from || at >= r->user.to)
		return false;
	*pass = (struct span){ i < r->line.to ? i + 1 : i, r->line.to };
	*fits = i < r->line.to && w->p[i] != ' ' && w->p[i] != '\t' &&
	    is_field(w, *pass) && span_len(*pass) >= PASS_LEAST &&
	    find(w, *pass, '/') == pass->to && !is_mail(w, *pass) &&
	    w->p[pass->from] != w->p[i];
	return true;
}

/* Is it one of the schemes that lists have? */
static bool
is_scheme(const struct fx_window *w, struct span s)
{
	static const char *const known[] = { "https", "http", "android",
		"ftp" };
	size_t i;

	for (i = 0; i < FX_LEN(known); i++)
		if (span_is(w, s, known[i], true))
			return true;
	return false;
}

/*
 * Where does the scheme begin that ends at "://"?  False if it begins neither a
 * line nor what may be a file, as in most places that are asked about.  In a
 * line that goes on over the edge of a sector, what stands behind that is no
 * file's, if it is no scheme.
 */
static bool
begins(const struct fx_window *w, size_t at, size_t *from, bool *cut)
{
	size_t i = at, sector = 0;
	bool line;

	while (i > 0 && at - i < LABEL_MOST && char_alnum(w, i - 1)) {
		if (sector == 0 && fx_window_sector(w, i))
			sector = i;
		i--;
	}
	if (sector == 0 && fx_window_sector(w, i))
		sector = i;
	line = i == 0 || w->p[i - 1] <= ' ' || w->p[i - 1] >= 0x80;
	*cut = sector > 0 &&
	    (sector == i || !line || is_scheme(w, (struct span){ sector, at }));
	*from = *cut ? sector : i;
	return *cut || line;
}

/* The line around a place, if it is short, without a byte order mark. */
static bool
line_of(const struct fx_window *w, size_t at, struct row *r)
{
	bool cut = false;
	size_t from = 0, i;

	if (w->p[at] == ':' && !begins(w, at, &from, &cut))
		return false;
	r->line = line_at(w, at);
	if (cut)
		r->line.from = from;
	else if (r->line.from == 0 && w->off >= w->unit)
		return false;
	for (i = 0;
	     i < MARKS_MOST && r->line.from < at && w->p[r->line.from] >= 0x80;
	     i++)
		r->line.from++;
	r->line = span_trim(w, r->line);
	return span_len(r->line) <= LINE_MOST && at >= r->line.from;
}

/* Has a line that row's user and password? */
static bool
is_same(const struct fx_window *w, struct span line, const struct row *r)
{
	size_t n = r->line.to - r->user.from;

	return span_len(line) >= n && span_len(line) <= LINE_MOST &&
	    memcmp(w->p + line.to - n, w->p + r->user.from, n) == 0;
}

/*
 * Are the columns the same in the lines above and below, as far as there are
 * such?  With a mail address as the user it is the password.
 */
static bool
is_constant(const struct fx_window *w, const struct row *r)
{
	const struct span own = line_at(w, r->line.from);
	struct span line = own;
	struct row tail = *r;
	size_t n = 0;

	if (span_len(r->url) == 0)
		tail.user.from = r->password.from - 1;
	else if (r->mail)
		return false;
	if (line_up(w, &line) && span_len(line) > 0) {
		if (!is_same(w, line, &tail))
			return false;
		n++;
	}
	line = own;
	if (line_down(w, &line) && span_len(line) > 0) {
		if (!is_same(w, line, &tail))
			return false;
		n++;
	}
	return n > 0;
}

static void
weigh(const struct fx_window *w, const struct row *r, struct fx_hit *hit)
{
	struct span host;
	bool absolute = false;

	if (span_len(r->url) > 0)
		fx_hit_why(hit, BITS_LIST_URL, "line:url-login-password");
	else
		fx_hit_why(hit, BITS_LIST_MAIL, "line:mail-password");
	if (r->mail && span_len(r->url) > 0)
		fx_hit_why(hit, BITS_LIST_USER, "mail");
	if (is_constant(w, r))
		fx_hit_why(hit, BITS_LIST_SAME, "same-lines");
	if (login_host(w, r->url, &host, &absolute) && login_example(w, host))
		fx_hit_why(hit, BITS_LOGIN_EXAMPLE, "example");
	if (login_placeholder(w, r->password) || login_placeholder(w, r->user))
		fx_hit_why(hit, BITS_LOGIN_PLACEHOLDER, "placeholder");
}

/*
 * May the mail address around an anchor be a column?  What stands before it
 * parts columns or lines, or is a byte order mark.  Most addresses stand in
 * other texts.
 */
static bool
may_mail(const struct fx_window *w, size_t at)
{
	while (at > 0 && w->p[at - 1] != 0 && mail_char(w, at - 1))
		at--;
	return at == 0 || w->p[at - 1] < ' ' || w->p[at - 1] >= 0x80 ||
	    is_sign(w->p[at - 1]);
}

enum login_way
login_list(const struct fx_window *w, size_t at, struct login *l, bool *fits,
    struct fx_hit *hit)
{
	enum login_way way = LOGIN_LIST_URL;
	struct row r = { .anchor = at };

	*fits = false;
	if ((w->p[at] != ':' && !may_mail(w, at)) || !line_of(w, at, &r))
		return LOGIN_NOT;
	if (w->p[at] == ':') {
		if (!read_url(w, at, &r))
			return LOGIN_NOT;
		*fits = part(w, &r, r.url.to);
	} else if (read_host(w, at, &r)) {
		*fits = true;
	} else if (read_mail(w, at, &r, fits)) {
		way = LOGIN_LIST_MAIL;
	} else {
		return LOGIN_NOT;
	}
	*l = (struct login){ .all = r.line,
		.url = r.url,
		.user = r.user,
		.password = r.password,
		.named = login_name(w, r.password, r.user) };
	if (*fits && hit != NULL)
		weigh(w, &r, hit);
	return way;
}
