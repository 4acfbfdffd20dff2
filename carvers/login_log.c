/* login_log.c - what a stealer reports of its victim's machine */
#include <stdio.h>
#include <string.h>

#include "carvers.h"
#include "score.h"
#include "stealer.h"
#include "told.h"

enum {
	LOG_WINDOW = FX_WINDOW_MOST,
	LOG_REACH = FX_REACH_MOST,
	SIDE_MOST = 1900, /* of a report on each side of a place in it */
	IDLE_MOST = 12,   /* lines in a row that say nothing, */
	IDLE_TEXT = 4,    /* and one of text counts for so many blank ones */
	LINE_MOST = 300,
	BULLETS_MOST = 20, /* characters before a key */
	KEYS_COUNT = 8,    /* more of them say no more */
	KEYS_LEAST = 4,
	ALONE_LEAST = 6, /* without a family */
};

/* A report, or what is near enough to see. */
struct report {
	struct span all;
	struct span value[STEALER_OTHER];
	struct stealer_keys keys;
	int known;    /* different keys of the table */
	size_t first; /* where the first key stands that is an anchor */
};

static bool
is_divider(const struct fx_window *w, struct span line)
{
	struct span s = span_trim(w, line);
	size_t i, marks = 0;

	for (i = s.from; i < s.to; i++)
		marks += w->p[i] == '-' || w->p[i] == '=' || w->p[i] == '*';
	return marks >= 4 ||
	    (span_len(s) > 2 && w->p[s.from] == '[' && w->p[s.to - 1] == ']');
}

/* May the line be one of a report?  Others end it, if they follow each other.
 */
static bool
belongs(const struct fx_window *w, struct span line, struct label *label)
{
	return span_len(line) <= LINE_MOST && label_read(w, line, ":", label);
}

/* A line of a login's block; a report does not go on behind it. */
static bool
is_login(const struct fx_window *w, struct span line)
{
	struct label label;

	return belongs(w, line, &label) &&
	    (span_is(w, label.key, "password", true) ||
		span_is(w, label.key, "pass", true));
}

/*
 * The line's key, or -1; key and value are in label.  If there is one only
 * behind the beginning of a sector, another file begins there: the line is cut.
 */
static int
key_at(const struct fx_window *w, struct span *line, struct label *label,
    enum stealer_field *field)
{
	struct span cut = *line;
	int row = -1;

	*field = STEALER_NONE;
	if (belongs(w, *line, label))
		row = stealer_key(w, label->key, field);
	if (row < 0 && line_cut(w, &cut) && belongs(w, cut, label)) {
		row = stealer_key(w, label->key, field);
		if (row >= 0)
			*line = cut;
	}
	return row;
}

/* How long has there been nothing that a report is made of? */
static size_t
idle_after(const struct fx_window *w, struct span line, size_t idle)
{
	struct label label;

	if (belongs(w, line, &label) || is_divider(w, line))
		return 0;
	return idle + (line_blank(w, line) ? 1 : IDLE_TEXT);
}

/*
 * How far up does the report go?  False if an anchor stands there: that one
 * tells it.
 */
static bool
top_of(const struct fx_window *w, size_t at, size_t *top)
{
	struct span line = line_at(w, at);
	struct label label;
	enum stealer_field field;
	size_t idle = 0, whole = line.from;

	key_at(w, &line, &label, &field);
	*top = line.from;
	while (line.from == whole && idle < IDLE_MOST && line_up(w, &line) &&
	    at - line.from < SIDE_MOST && !is_login(w, line)) {
		whole = line.from;
		if (key_at(w, &line, &label, &field) >= 0) {
			if (stealer_anchor(w, label.key))
				return false;
			*top = line.from;
		}
		idle = idle_after(w, line, idle);
	}
	return true;
}

/* What a line tells.  False if another file begins in it. */
static bool
take(const struct fx_window *w, struct span line, struct report *r)
{
	struct span cut = line;
	struct label label;
	enum stealer_field field;
	int row = key_at(w, &cut, &label, &field);
	struct stealer_keys before = r->keys;

	if (cut.from > line.from && cut.from > r->all.from)
		return false;
	if (row < 0)
		return true;
	r->all.to = line.to;
	if (r->first == SIZE_MAX && stealer_anchor(w, label.key))
		r->first = label.key.from;
	stealer_see(&r->keys, row);
	if (memcmp(&before, &r->keys, sizeof before) == 0)
		return true; /* the first of a kind counts */
	r->known++;
	if (field < STEALER_OTHER && span_len(r->value[field]) == 0)
		r->value[field] = label.value;
	return true;
}

/* Read the report whose first anchor stands at the place. */
static bool
read_report(const struct fx_window *w, size_t at, struct report *r)
{
	struct span line;
	size_t idle = 0, top;

	*r = (struct report){ .first = SIZE_MAX };
	if (!top_of(w, at, &top))
		return false;
	line = line_at(w, top);
	r->all = (struct span){ top, line.to };
	do {
		if (!take(w, line, r))
			break;
		idle = idle_after(w, line, idle);
	} while (idle < IDLE_MOST && line_down(w, &line) &&
	    !is_login(w, line) &&
	    (line.from < at || line.from - at < SIDE_MOST));
	return r->first == at;
}

static bool
text_of(const struct fx_window *w, struct span s, char *out, size_t cap)
{
	return span_len(s) > 0 && span_len(s) <= LINE_MOST &&
	    fx_window_text(w, s.from, s.to, out, cap) && *out != '\0';
}

static void
tell(const struct fx_window *w, struct span s, const char *key,
    struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	if (text_of(w, s, text, sizeof text))
		fx_hit_attr(hit, key, text);
}

/* Only what has the form of it: this is shown. */
static void
tell_open(const struct fx_window *w, struct span s, const char *key,
    size_t (*told)(const char *), struct fx_hit *hit)
{
	char text[FX_ATTR_LEN];

	if (!text_of(w, s, text, sizeof text))
		return;
	text[told(text)] = '\0';
	fx_hit_attr(hit, key, text);
}

/* Cut "user (host)" and "user\host" in two. */
static void
part_user(const struct fx_window *w, struct report *r)
{
	struct span both = r->value[STEALER_USER_HOST];
	struct span host = { both.to, both.to }, user = both;
	size_t i;

	for (i = both.from; i < both.to; i++)
		if (w->p[i] == '(' || w->p[i] == '\\') {
			user.to = i;
			host.from = i + 1;
			break;
		}
	if (span_len(host) > 0 && w->p[host.to - 1] == ')')
		host.to--;
	if (span_len(r->value[STEALER_USER]) == 0)
		r->value[STEALER_USER] = span_trim(w, user);
	if (span_len(r->value[STEALER_HOST]) == 0)
		r->value[STEALER_HOST] = span_trim(w, host);
}

/* Cut "CC 192.0.2.1" in two. */
static void
part_ip(const struct fx_window *w, struct report *r)
{
	struct span both = r->value[STEALER_IP_INFO], country = both;

	for (country.to = both.from;
	     country.to < both.to && w->p[country.to] != ' ';)
		country.to++;
	both.from = country.to;
	if (span_len(r->value[STEALER_IP]) == 0)
		r->value[STEALER_IP] = span_trim(w, both);
	if (span_len(r->value[STEALER_COUNTRY]) == 0)
		r->value[STEALER_COUNTRY] = country;
}

/* The machine by the best name there is. */
static bool
name_of(const struct fx_window *w, const struct report *r, char *out)
{
	static const enum stealer_field by[] = { STEALER_ID, STEALER_ID_LESS,
		STEALER_HOST, STEALER_USER, STEALER_IP };
	size_t i;

	for (i = 0; i < FX_LEN(by); i++)
		if (text_of(w, r->value[by[i]], out, FX_VALUE_LEN))
			return true;
	return false;
}

static void
tell_all(const struct fx_window *w, const struct report *r, struct fx_hit *hit)
{
	const struct span *v = r->value;

	tell(w, v[STEALER_HOST], "host", hit);
	tell(w, v[STEALER_USER], "user", hit);
	tell(w, v[STEALER_IP], "ip", hit);
	tell_open(w, v[STEALER_COUNTRY], "country", told_country, hit);
	tell_open(w, v[STEALER_DATE], "date", told_date, hit);
	tell_open(w, v[STEALER_DATE_LESS], "date", told_date, hit);
	tell(w, v[STEALER_OS], "os", hit);
	tell(w, v[STEALER_BUILD], "build", hit);
}

static void
place(const struct report *r, size_t at, struct fx_hit *hit)
{
	hit->at = at - r->all.from < LOG_REACH ? r->all.from : at;
	hit->len = r->all.to - hit->at;
	if (hit->len > LOG_REACH)
		hit->len = LOG_REACH;
}

/* One of a set may name itself; two sources that differ are not certain. */
static const char *
family_of(const struct fx_window *w, const struct report *r)
{
	const char *family = stealer_family(&r->keys);
	const char *named = stealer_named(w, (struct span){ 0, w->len });

	if (named != NULL && (family == NULL || strstr(family, named) != NULL))
		return named;
	return family;
}

/* Does a line begin there, but for bullets, or what may be a file? */
static bool
begins(const struct fx_window *w, size_t at)
{
	size_t i = at;

	while (i > 0 && at - i < BULLETS_MOST && !fx_window_sector(w, i) &&
	    w->p[i - 1] != 0 && strchr(" \t-*|+>#=", w->p[i - 1]) != NULL)
		i--;
	return i == 0 || fx_window_sector(w, i) || w->p[i - 1] == '\n' ||
	    w->p[i - 1] == '\r' || w->p[i - 1] == 0;
}

static bool
probe(const struct fx_window *all, size_t at, struct fx_hit *hit)
{
	size_t from = at > LOG_WINDOW ? at - LOG_WINDOW : 0;
	struct fx_window w = fx_window_cut(all, from, at + 1 + LOG_WINDOW);
	struct report r;
	const char *family;

	at -= from;
	if (!begins(&w, at) || !read_report(&w, at, &r) || r.known < KEYS_LEAST)
		return false;
	family = family_of(&w, &r);
	if (family == NULL && r.known < ALONE_LEAST)
		return false;
	part_user(&w, &r);
	part_ip(&w, &r);
	if (!name_of(&w, &r, hit->value))
		return false;
	fx_hit_why(hit,
	    (r.known < KEYS_COUNT ? r.known : KEYS_COUNT) * BITS_LOG_KEY,
	    "keys:%d", r.known);
	if (family != NULL) {
		fx_hit_why(hit, BITS_LOG_FAMILY, "family:%.24s", family);
		fx_hit_attr(hit, "family", family);
	}
	tell_all(&w, &r, hit);
	place(&r, at, hit);
	hit->at += from;
	return true;
}

/* Who it is, is hidden. */
static void
mask(const char *value, char *out, size_t cap)
{
	(void)cap;
	fx_mask(NULL, value, out);
}

#define KEY(key)                                       \
	{                                              \
		.kind = FX_ANCHOR_TEXT, .text = (key), \
		.flags = FX_ANCHOR_BEGINS              \
	}

/* The keys that stealer.def has as FIRST, as far as an anchor is long. */
const struct fx_carver carver_login_log = {
	.name = "login.log",
	.about = "stealers' reports on the machines of their victims",
	.group = "login",
	.version = 2,
	.reach = LOG_REACH,
	.window = LOG_WINDOW,
	.before = LOG_REACH - 1,
	.anchors = {
		KEY("HWID:"),
		KEY("Hardware ID:"),
		KEY("MachineID:"),
		KEY("Bot_ID:"),
		KEY("User ID:"),
		KEY("Work Dir:"),
		KEY("Operation System"),
		KEY("System Summary:"),
		KEY("UserName (Comput"),
		KEY("UserName [Comput"),
		KEY("MetaMask Info:"),
		KEY("Userinfo:"),
		KEY("LANIP:"),
		KEY("PC Name:"),
		KEY("Public IP Addres"),
		KEY("Traffic Name:"),
	},
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "family", FX_PUBLIC, false },
		{ "host", FX_PRIVATE, false },
		{ "user", FX_PRIVATE, false },
		{ "ip", FX_PRIVATE, false },
		{ "country", FX_PUBLIC, false },
		{ "date", FX_PUBLIC, false },
		{ "os", FX_PRIVATE, false },
		{ "build", FX_PRIVATE, false },
	},
};
