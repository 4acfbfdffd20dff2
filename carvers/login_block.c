/*
 * login_block.c - a login as lines of labels, as stealers and people write them
 *
 * The labels are those of lexfo/stealer-parser, docs/grammar_passwords.txt
 * (51f4805), and some that mean the same.  Forms of families are those of the
 * examples in megansquire/syntheticInfostealers (5e26943).
 */
#include <string.h>

#include "chars.h"
#include "forensic/bytes.h"
#include "login_way.h"
#include "score.h"
#include "stealer.h"

enum kind { NOTHING, APP, PROFILE, URL, USER, PASSWORD, KINDS };

enum {
	LINES_MOST = 7,  /* above and below the password's */
	LINE_MOST = 600, /* characters of one */
	BANNER_NEAR = 512,
	FORM_MOST = 6,
};

static const struct label_name names[] = {
	{ "soft", APP },
	{ "software", APP },
	{ "browser", APP },
	{ "application", APP },
	{ "app", APP },
	{ "storage", APP },
	{ "profile", PROFILE },
	{ "browser profile", PROFILE },
	{ "url", URL },
	{ "ur1", URL },
	{ "host", URL },
	{ "hostname", URL },
	{ "link", URL },
	{ "site", URL },
	{ "website", URL },
	{ "domain", URL },
	{ "login", USER },
	{ "user", USER },
	{ "usr", USER },
	{ "username", USER },
	{ "user name", USER },
	{ "user login", USER },
	{ "u53rn4m3", USER },
	{ "email", USER },
	{ "password", PASSWORD },
	{ "pass", PASSWORD },
	{ "passwd", PASSWORD },
	{ "pwd", PASSWORD },
	{ "user password", PASSWORD },
	{ "p455w0rd", PASSWORD },
};

/* Labels as they are written, from the first to the last. */
static const struct form {
	const char *families;
	const char *labels[FORM_MOST];
} forms[] = {
	{ "lumma", { "SOFT", "URL", "USER", "PASS" } },
	{ "redline,meta", { "URL", "Username", "Password", "Application" } },
	{ "vidar", { "Soft", "Host", "Login", "Password" } },
	{ "stealc", { "browser", "profile", "url", "login", "password" } },
	{ "atomic", { "URL", "LOGIN", "PASSWORD" } },
};

struct block {
	struct span all;
	struct span value[KINDS];
	bool has[KINDS];
	struct span key[2 * LINES_MOST + 1]; /* above: from the password up */
	size_t above, below;
};

/* ["Browser" = "Profile"], or without quotes. */
static bool
read_header(const struct fx_window *w, struct span line, struct block *b)
{
	size_t i, sign;

	line = span_trim(w, line);
	if (span_len(line) < 5 || w->p[line.from] != '[' ||
	    w->p[line.to - 1] != ']')
		return false;
	for (i = line.from + 1, sign = 0; i < line.to - 1; i++)
		if (w->p[i] == '=')
			sign = i;
	if (sign == 0)
		return false;
	b->value[APP] = span_trim(w, (struct span){ line.from + 1, sign });
	b->value[PROFILE] = span_trim(w,
	    (struct span){ sign + 1, line.to - 1 });
	for (i = APP; i <= PROFILE; i++)
		if (span_len(b->value[i]) >= 2 &&
		    w->p[b->value[i].from] == '"' &&
		    w->p[b->value[i].to - 1] == '"') {
			b->value[i].from++;
			b->value[i].to--;
		}
	b->has[APP] = b->has[PROFILE] = true;
	return true;
}

/* The same where a file may begin with it, too. */
static bool
header(const struct fx_window *w, struct span *line, struct block *b)
{
	return read_header(w, *line, b) ||
	    (line_cut(w, line) && read_header(w, *line, b));
}

/*
 * The kind of a line that may belong to the block.  Of one that is none, what
 * may be a file's beginning is tried, and the line is cut.
 */
static enum kind
kind_of(const struct fx_window *w, struct span *line, struct label *label)
{
	struct span cut = *line;
	int kind = NOTHING;

	if (span_len(*line) <= LINE_MOST && label_read(w, *line, ":", label))
		kind = label_kind(w, label->key, names, FX_LEN(names));
	if (kind == NOTHING && line_cut(w, &cut) &&
	    span_len(cut) <= LINE_MOST && label_read(w, cut, ":", label)) {
		kind = label_kind(w, label->key, names, FX_LEN(names));
		if (kind != NOTHING)
			*line = cut;
	}
	return (enum kind)kind;
}

static void
take(struct block *b, enum kind kind, const struct label *label, size_t *n)
{
	b->has[kind] = true;
	b->value[kind] = label->value;
	b->key[b->above + b->below] = label->key;
	(*n)++;
}

static void
read_above(const struct fx_window *w, struct span line, struct block *b)
{
	struct label label;
	enum kind kind;

	while (b->above < LINES_MOST && line_up(w, &line)) {
		kind = kind_of(w, &line, &label);
		if (kind == NOTHING && !b->has[APP] && header(w, &line, b)) {
			b->all.from = line.from;
			return;
		}
		if (kind == NOTHING || b->has[kind])
			return;
		take(b, kind, &label, &b->above);
		b->all.from = line.from;
	}
}

/*
 * What stands below is another block's, if a password ends it; but for the
 * program, which stands below in some forms.
 */
static void
read_below(const struct fx_window *w, struct span line, struct block *b)
{
	struct block more = *b;
	struct label label;
	enum kind kind = NOTHING;

	while (more.below < LINES_MOST && line_down(w, &line)) {
		kind = kind_of(w, &line, &label);
		if (kind == NOTHING || more.has[kind])
			break;
		take(&more, kind, &label, &more.below);
		more.all.to = line.to;
	}
	if (kind != PASSWORD)
		*b = more;
}

static bool
read_block(const struct fx_window *w, size_t at, struct block *b)
{
	struct span line = line_at(w, at);
	struct label label;
	size_t n = 0;

	if (line.from == 0 && w->off >= w->unit)
		return false; /* it may begin elsewhere */
	if (kind_of(w, &line, &label) != PASSWORD || at < label.key.from ||
	    at >= label.key.to)
		return false;
	*b = (struct block){ .all = line };
	if (at > label.key.from && !char_begins(w, at))
		return false;
	b->has[PASSWORD] = true;
	b->value[PASSWORD] = label.value;
	b->key[n] = label.key;
	b->below = 1; /* the password's own key comes first */
	read_above(w, line, b);
	read_below(w, line, b);
	return b->has[USER] || b->has[URL];
}

/* The i-th label of the block from above. */
static struct span
key_of(const struct block *b, size_t i)
{
	if (i < b->above)
		return b->key[b->above - i];
	return b->key[i == b->above ? 0 : i];
}

static const char *
form_of(const struct fx_window *w, const struct block *b)
{
	size_t n = b->above + b->below, i, k;

	for (i = 0; i < FX_LEN(forms); i++) {
		for (k = 0;
		     k < n && k < FORM_MOST && forms[i].labels[k] != NULL &&
		     span_is(w, key_of(b, k), forms[i].labels[k], false);
		     k++)
			;
		if (k == n && (k == FORM_MOST || forms[i].labels[k] == NULL))
			return forms[i].families;
	}
	return NULL;
}

static bool
is_browser(const struct fx_window *w, struct span app)
{
	static const char *const browsers[] = { "chrome", "firefox", "edge",
		"opera", "brave", "chromium", "vivaldi", "yandex", "safari",
		"explorer", "filezilla", "winscp", "outlook", "thunderbird" };
	size_t i;

	if (span_len(app) > LINE_MOST)
		return false;
	for (i = 0; i < FX_LEN(browsers); i++)
		if (span_has(w, app, browsers[i]))
			return true;
	return false;
}

static void
weigh(const struct fx_window *w, const struct block *b, struct fx_hit *hit)
{
	const char *form = form_of(w, b);
	struct span host, near = b->all;
	bool absolute = false;
	int n = 0, i;

	for (i = APP; i < KINDS; i++)
		n += b->has[i];
	fx_hit_why(hit, n * BITS_LOGIN_LABEL, "labels:%d", n);
	if (login_host(w, b->value[URL], &host, &absolute)) {
		fx_hit_why(hit, absolute ? BITS_LOGIN_URL : BITS_LOGIN_HOST,
		    absolute ? "url" : "host");
		if (login_example(w, host))
			fx_hit_why(hit, BITS_LOGIN_EXAMPLE, "example");
	}
	if (is_browser(w, b->value[APP]))
		fx_hit_why(hit, BITS_LOGIN_BROWSER, "program");
	if (login_placeholder(w, b->value[PASSWORD]) ||
	    login_placeholder(w, b->value[USER]))
		fx_hit_why(hit, BITS_LOGIN_PLACEHOLDER, "placeholder");
	if (login_prose(w, b->value[PASSWORD]) ||
	    login_prose(w, b->value[USER]))
		fx_hit_why(hit, BITS_LOGIN_PROSE, "prose");
	if (form != NULL) {
		fx_hit_why(hit, BITS_LOGIN_FORM, "form:%.24s", form);
		fx_hit_attr(hit, "family", form);
		return;
	}
	near.from -= near.from < BANNER_NEAR ? near.from : BANNER_NEAR;
	near.to += w->len - near.to < BANNER_NEAR ? w->len - near.to
						  : BANNER_NEAR;
	form = stealer_named(w, near);
	if (form != NULL)
		fx_hit_attr(hit, "family", form);
}

bool
login_block(const struct fx_window *w, size_t at, struct login *l,
    struct fx_hit *hit)
{
	struct block b;

	if (!read_block(w, at, &b))
		return false;
	if (at - b.all.from >= LOGIN_REACH)
		b.all.from = at;
	if (span_len(b.all) > LOGIN_REACH)
		b.all.to = b.all.from + LOGIN_REACH;
	*l = (struct login){ .all = b.all,
		.url = b.value[URL],
		.user = b.value[USER],
		.password = b.value[PASSWORD],
		.app = b.value[APP],
		.profile = b.value[PROFILE] };
	if (hit != NULL)
		weigh(w, &b, hit);
	return true;
}
