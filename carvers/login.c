/* login.c - hosts of addresses, and how logins are told and hidden */
#include "login.h"

#include <stdio.h>
#include <string.h>

#include "chars.h"
#include "forensic/utf8.h"

enum {
	SCHEME_MOST = 20,
	DIGITS_SHOWN = 10, /* a host with more of them is hidden */
};

static bool
host_char(uint8_t c)
{
	return (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-' ||
	    c == '_';
}

/* Behind "scheme://" at the span's begin; its begin if there is none. */
static size_t
behind_scheme(const struct fx_window *w, struct span url)
{
	size_t i = url.from;

	while (i < url.to && i - url.from < SCHEME_MOST &&
	    (char_alnum(w, i) || w->p[i] == '+' || w->p[i] == '-' ||
		w->p[i] == '.'))
		i++;
	if (i > url.from && i + 3 <= url.to && memcmp(w->p + i, "://", 3) == 0)
		return i + 3;
	return url.from;
}

/* Behind the user of "user:password@host", if the address has one. */
static size_t
behind_user(const struct fx_window *w, struct span s)
{
	size_t i, at = s.from;

	for (i = s.from; i < s.to && strchr("/?# ", w->p[i]) == NULL; i++)
		if (w->p[i] == '@')
			at = i + 1;
	return at;
}

bool
login_host(const struct fx_window *w, struct span url, struct span *host,
    bool *absolute)
{
	size_t i = behind_scheme(w, url);
	bool dot = false, more;

	*absolute = i > url.from;
	if (*absolute)
		i = behind_user(w, (struct span){ i, url.to });
	host->from = i;
	for (; i < url.to && host_char(w->p[i]); i++)
		dot |= w->p[i] == '.' && i > host->from;
	host->to = i;
	more = i < url.to && strchr(":/?#", w->p[i]) == NULL;
	return span_len(*host) > 0 && span_len(*host) <= LOGIN_HOST_MOST &&
	    !more && char_alnum(w, host->from) && (dot || *absolute);
}

bool
login_example(const struct fx_window *w, struct span host)
{
	static const char *const ends[] = { "example.com", "example.org",
		"example.net", ".example", ".test", ".invalid", "localhost",
		"127.0.0.1" };
	struct span end = host;
	size_t i, n;

	for (i = 0; i < sizeof ends / sizeof *ends; i++) {
		n = strlen(ends[i]);
		if (span_len(host) < n)
			continue;
		end.from = host.to - n;
		if (span_is(w, end, ends[i], true))
			return true;
	}
	return false;
}

static bool
encloses(uint8_t first, uint8_t last)
{
	return (first == '<' && last == '>') || (first == '{' && last == '}') ||
	    (first == '[' && last == ']') ||
	    ((first == '"' || first == '\'' || first == '`') &&
		(last == first || last == ',' || last == ';'));
}

/* One character again and again: "****", "xxxx", "....". */
static bool
one_alone(const struct fx_window *w, struct span s)
{
	size_t i;

	for (i = s.from; i < s.to; i++)
		if (w->p[i] != w->p[s.from])
			return false;
	return span_len(s) >= 3 && strchr("*xX.-_?", w->p[s.from]) != NULL;
}

bool
login_placeholder(const struct fx_window *w, struct span s)
{
	struct span start = s;
	uint8_t first, second;

	if (span_len(s) == 0 || w->p[s.from] == 0)
		return false;
	first = w->p[s.from];
	second = span_len(s) > 1 ? w->p[s.from + 1] : 0;
	if (encloses(first, w->p[s.to - 1]) || one_alone(w, s) ||
	    first == '=' ||
	    (first == '$' && (second == '{' || second == '(')) ||
	    (first == '%' && (second == 's' || second == '(')))
		return true;
	start.to = start.from + (span_len(s) < 4 ? span_len(s) : 4);
	return span_is(w, start, "your", true) ||
	    span_is(w, s, "changeme", true) || span_is(w, s, "redacted", true);
}

bool
login_prose(const struct fx_window *w, struct span s)
{
	enum { WORDS = 4 };
	size_t i, words = 0;

	for (i = s.from; i < s.to; i++)
		words += w->p[i] != ' ' && (i == s.from || w->p[i - 1] == ' ');
	return words >= WORDS;
}

/* A letter, or a byte that may be one's beyond ASCII. */
static bool
name_char(const struct fx_window *w, size_t i)
{
	return w->p[i] >= 0x80 || (char_alnum(w, i) && !char_digit(w, i));
}

/* Letters of one or more parts, a capital only where one begins. */
static bool
is_capitalised(const struct fx_window *w, struct span s)
{
	bool first;
	size_t i;

	for (i = s.from; i < s.to; i++) {
		first = i == s.from || w->p[i - 1] == '-';
		if (w->p[i] == '-'
			? first || i + 1 == s.to
			: w->p[i] < 0x80 && char_upper(w, i) != first)
			return false;
	}
	return true;
}

bool
login_name(const struct fx_window *w, struct span s, struct span user)
{
	enum { DIGITS = 2, NAME_LEAST = 2, SAME_LEAST = 4 };
	size_t digits = 0, i;

	while (s.to > s.from && digits < DIGITS && char_digit(w, s.to - 1)) {
		s.to--;
		digits++;
	}
	for (i = s.from; i < s.to; i++)
		if (w->p[i] != '-' && !name_char(w, i))
			return false;
	if (span_len(s) < NAME_LEAST)
		return false;
	if (is_capitalised(w, s))
		return true;
	for (i = 0; i < span_len(s) && i < span_len(user) &&
	     (w->p[s.from + i] | 0x20) == (w->p[user.from + i] | 0x20);)
		i++;
	return i == span_len(s) && i >= SAME_LEAST;
}

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undo the encoding of a form in place, if what comes out is text. */
static void
unescape(char *text)
{
	char out[FX_ATTR_LEN];
	size_t i, n = 0;
	int high, low;

	for (i = 0; text[i] != '\0' && n < sizeof out - 1; i++) {
		out[n] = text[i];
		if (text[i] == '+')
			out[n] = ' ';
		if (text[i] == '%' && (high = hex_of(text[i + 1])) >= 0 &&
		    (low = hex_of(text[i + 2])) >= 0) {
			out[n] = (char)(high << 4 | low);
			i += 2;
		}
		if ((unsigned char)out[n] < ' ' || out[n] == 0x7f)
			return;
		n++;
	}
	out[n] = '\0';
	if (fx_utf8_ok(out, n))
		memcpy(text, out, n + 1);
}

/* The text of a user or of a password. */
static bool
secret_text(const struct fx_window *w, struct span s, bool escaped, char *out,
    size_t cap)
{
	if (!fx_window_text(w, s.from, s.to, out, cap))
		return false;
	if (escaped)
		unescape(out);
	return true;
}

/* Set an attribute to the span's text, as much of it as fits. */
static void
tell(const struct fx_window *w, struct span s, const char *key,
    struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	while (span_len(s) > 0 &&
	    !fx_window_text(w, s.from, s.to, text, sizeof text))
		s.to -= span_len(s) / 4 + 1;
	if (span_len(s) > 0)
		fx_hit_attr(hit, key, text);
}

/* No control characters, and not too long. */
static bool
is_text(const struct fx_window *w, struct span s)
{
	size_t i;

	for (i = s.from; i < s.to; i++)
		if (w->p[i] < ' ' || w->p[i] == 0x7f)
			return false;
	return span_len(s) <= LOGIN_USER_MOST;
}

/* "user@host"; of the host, the small letters. */
static bool
put_value(const struct fx_window *w, const struct login *l, struct span host,
    char *out)
{
	size_t n, i;

	if (!secret_text(w, l->user, l->escaped, out,
		FX_VALUE_LEN - LOGIN_HOST_MOST - 2))
		return false;
	n = strlen(out);
	out[n++] = '@';
	for (i = host.from; i < host.to; i++)
		out[n++] = (char)(w->p[i] >= 'A' && w->p[i] <= 'Z'
			? w->p[i] | 0x20
			: w->p[i]);
	out[n] = '\0';
	return true;
}

bool
login_tell(const struct fx_window *w, const struct login *l, struct fx_hit *hit)
{
	struct span host = { 0, 0 };
	bool absolute;
	char text[FX_ATTR_LEN];
	const char *at;

	if ((span_len(l->user) == 0 && span_len(l->password) == 0) ||
	    !is_text(w, l->user) || !is_text(w, l->password))
		return false;
	if (!login_host(w, l->url, &host, &absolute))
		host.to = host.from;
	if (!put_value(w, l, host, hit->value))
		return false;
	at = strrchr(hit->value, '@');
	if (at != NULL && login_host_shows(at + 1))
		fx_hit_attr(hit, "host", at + 1);
	tell(w, l->url, "url", hit);
	if (secret_text(w, l->user, l->escaped, text, sizeof text))
		fx_hit_attr(hit, "login", text);
	if (secret_text(w, l->password, l->escaped, text, sizeof text))
		fx_hit_attr(hit, "password", text);
	tell(w, l->app, "application", hit);
	tell(w, l->profile, "profile", hit);
	hit->at = l->all.from;
	hit->len = span_len(l->all);
	return hit->len > 0;
}

/* FNV-1a over the characters, and a mark behind them. */
static uint64_t
add_sum(uint64_t sum, const struct fx_window *w, struct span s)
{
	size_t i;

	for (i = s.from; i < s.to; i++)
		sum = (sum ^ w->p[i]) * 0x100000001b3;
	return (sum ^ 0x100) * 0x100000001b3;
}

uint64_t
login_sum(const struct fx_window *w, const struct login *l)
{
	uint64_t sum = 0xcbf29ce484222325;

	sum = add_sum(sum, w, l->url);
	sum = add_sum(sum, w, l->user);
	return add_sum(sum, w, l->password);
}

bool
login_host_shows(const char *host)
{
	size_t digits = 0, letters = 0, i;

	for (i = 0; host[i] != '\0'; i++) {
		if (!host_char((uint8_t)host[i]))
			return false;
		digits += host[i] >= '0' && host[i] <= '9';
		letters += (host[i] | 0x20) >= 'a' && (host[i] | 0x20) <= 'z';
	}
	return i > 0 && i <= LOGIN_HOST_MOST && letters > 0 &&
	    digits <= DIGITS_SHOWN;
}

void
login_mask(const char *value, char *out, size_t cap)
{
	const char *at = strrchr(value, '@');

	fx_mask(NULL, value, out);
	if (at != NULL && login_host_shows(at + 1))
		snprintf(out, cap, "********%s", at);
}
