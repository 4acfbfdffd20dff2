/*
 * config_webinject.c - what banking trojans are told to attack
 *
 * The text of Zeus, which its descendants and SpyEye read, too:
 *
 *     set_url https://www.bank.example/login* GP
 *     data_before ... data_end data_inject ... data_end data_after ... data_end
 *
 * and the lists of TrickBot, as they stand in memory: <sinj> and <dinj> with
 * the mask in their first element.
 */
#include <stdio.h>
#include <string.h>

#include "carvers.h"
#include "chars.h"
#include "login.h"
#include "score.h"
#include "urlmask.h"

enum {
	WINDOW = 1024,
	REACH = 512,
	FLAGS_MOST = 10,
	TAG_MOST = 8,
	KEYWORDS = 4,
	DIGITS_SHOWN = 10, /* a longer number is none of a host */
};

static bool
is_blank(const struct fx_window *w, size_t i)
{
	return i < w->len && (w->p[i] == ' ' || w->p[i] == '\t');
}

static bool
is_break(const struct fx_window *w, size_t i)
{
	return i >= w->len || w->p[i] == '\n' || w->p[i] == '\r' ||
	    w->p[i] == '\0';
}

static size_t
skip_blanks(const struct fx_window *w, size_t i)
{
	while (is_blank(w, i))
		i++;
	return i;
}

static bool
stands(const struct fx_window *w, size_t i, const char *text)
{
	size_t n = strlen(text);

	return i < w->len && w->len - i >= n && memcmp(w->p + i, text, n) == 0;
}

/* Does the line begin here, but for blanks or the mark of a byte order? */
static bool
begins_line(const struct fx_window *w, size_t at)
{
	while (at > 0 && !fx_window_sector(w, at) && is_blank(w, at - 1))
		at--;
	return at == 0 || fx_window_sector(w, at) || is_break(w, at - 1) ||
	    w->p[at - 1] >= 0x80;
}

/* The mask at i: characters up to a blank, a break or an angle. */
static size_t
mask_length(const struct fx_window *w, size_t i)
{
	size_t n = 0;

	while (n <= URLMASK_MOST && i + n < w->len && w->p[i + n] > ' ' &&
	    w->p[i + n] < 0x7f && w->p[i + n] != '<')
		n++;
	return n;
}

/* Read the mask into the hit: its value, host and country. */
static bool
take_mask(const struct fx_window *w, size_t i, size_t n, const char *format,
    struct fx_hit *hit)
{
	struct urlmask m;

	if (n > URLMASK_MOST || !urlmask_read(&m, (const char *)w->p + i, n))
		return false;
	memcpy(hit->value, w->p + i, n);
	hit->value[n] = '\0';
	fx_hit_attr(hit, "format", format);
	if (login_host_shows(m.host))
		fx_hit_attr(hit, "host", m.host);
	fx_hit_attr(hit, "country", m.country);
	return true;
}

/* The capitals behind a mask that say when and how: how many, 0 if none. */
static size_t
flags_at(const struct fx_window *w, size_t i, char out[FLAGS_MOST + 1])
{
	size_t n = 0;

	while (n <= FLAGS_MOST && char_upper(w, i + n))
		n++;
	if (n == 0 || n > FLAGS_MOST ||
	    (!is_blank(w, i + n) && !is_break(w, i + n)))
		return 0;
	memcpy(out, w->p + i, n);
	out[n] = '\0';
	return n;
}

/* The place behind the line at i. */
static size_t
next_line(const struct fx_window *w, size_t i)
{
	while (!is_break(w, i))
		i++;
	while (i < w->len && is_break(w, i))
		i++;
	return i;
}

static const char *const keywords[KEYWORDS] = { "data_before", "data_inject",
	"data_after", "data_end" };

static bool
is_keyword(const struct fx_window *w, size_t i, size_t which)
{
	size_t end = i + strlen(keywords[which]);

	return stands(w, i, keywords[which]) &&
	    is_break(w, skip_blanks(w, end));
}

/*
 * Weigh the lines behind set_url: blocks may follow its line, comments and
 * empty lines between.
 */
static void
weigh_blocks(const struct fx_window *w, size_t i, struct fx_hit *hit)
{
	unsigned int seen = 0, which, n;
	bool first = true;

	for (i = next_line(w, i); i < w->len; i = next_line(w, i)) {
		i = skip_blanks(w, i);
		if (stands(w, i, "set_url"))
			break;
		for (which = 0; which < KEYWORDS; which++)
			if (is_keyword(w, i, which))
				seen |= 1U << which;
		if (first && seen == 0 && w->p[i] != ';' && !is_break(w, i))
			return; /* something else follows */
		first = first && seen == 0;
	}
	n = (unsigned int)__builtin_popcount(seen);
	if (n > 0)
		fx_hit_why(hit, BITS_INJECT_BLOCK, "block");
	if (n > 1)
		fx_hit_why(hit, (int)(n - 1) * BITS_INJECT_MORE, "keywords:%u",
		    n);
}

/* "set_url MASK FLAGS", a line. */
static bool
probe_zeus(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	static const char known[] = "PGLDFHIC";
	size_t i = at + strlen("set_url"), n, nflags;
	char flags[FLAGS_MOST + 1];

	if (!begins_line(w, at) || !is_blank(w, i))
		return false;
	i = skip_blanks(w, i);
	n = mask_length(w, i);
	if (!is_blank(w, i + n) || !take_mask(w, i, n, "zeus", hit))
		return false;
	i = skip_blanks(w, i + n);
	nflags = flags_at(w, i, flags);
	if (nflags == 0 || i + nflags - at > REACH)
		return false;
	hit->at = at;
	hit->len = i + nflags - at;
	if (strspn(flags, known) == nflags && strpbrk(flags, "PG") != NULL)
		fx_hit_why(hit, BITS_INJECT_LINE, "set_url");
	else
		fx_hit_why(hit, BITS_INJECT_ODD, "set_url-odd");
	weigh_blocks(w, i, hit);
	fx_hit_attr(hit, "flags", flags);
	fx_hit_attr(hit, "action",
	    strchr(flags, 'L') != NULL ? "grab" : "inject");
	return true;
}

/* Is there a text in the window? */
static bool
holds(const struct fx_window *w, const char *text)
{
	return memmem(w->p, w->len, text, strlen(text)) != NULL;
}

/* "<sinj><mm>MASK</mm>": the list's name, and the first element in it. */
static bool
probe_trick(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	const bool dynamic = w->p[at + 1] == 'd';
	char close[TAG_MOST + 4];
	size_t i = at + strlen("<sinj>"), name, k, n;

	while (i < w->len && (is_blank(w, i) || is_break(w, i)) &&
	    i - at < REACH / 8)
		i++;
	if (i >= w->len || w->p[i] != '<')
		return false;
	for (name = i + 1, n = 0; n < TAG_MOST && char_alnum(w, name + n);)
		n++;
	if (n == 0 || name + n >= w->len || w->p[name + n] != '>')
		return false;
	snprintf(close, sizeof(close), "</%.*s>", (int)n,
	    (const char *)w->p + name);
	k = name + n + 1;
	n = mask_length(w, k);
	if (!stands(w, k + n, close) || k + n - at > REACH ||
	    !take_mask(w, k, n, dynamic ? "trickbot-dinj" : "trickbot-sinj",
		hit))
		return false;
	hit->at = at;
	hit->len = k + n - at;
	fx_hit_why(hit, BITS_INJECT_TAG, dynamic ? "dinj" : "sinj");
	if (holds(w, dynamic ? "</dinj>" : "</sinj>"))
		fx_hit_why(hit, BITS_INJECT_CLOSED, "closed");
	if (holds(w, dynamic ? "<igroup>" : "<slist>"))
		fx_hit_why(hit, BITS_INJECT_GROUP, "group");
	return true;
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	return w->p[at] == '<' ? probe_trick(w, at, hit)
			       : probe_zeus(w, at, hit);
}

/* A bank's host is what is to be told; the rest of the mask is hidden. */
static void
mask(const char *value, char *out, size_t cap)
{
	size_t n = strlen(value), digits = 0, i;
	struct urlmask m;

	fx_mask(NULL, value, out);
	if (!urlmask_read(&m, value, n) || m.end + sizeof("********") > cap)
		return;
	for (i = 0; i < m.end; i++)
		digits += value[i] >= '0' && value[i] <= '9';
	if (digits > DIGITS_SHOWN)
		return;
	snprintf(out, cap, "%.*s%s", (int)m.end, value,
	    m.end < n ? "********" : "");
}

const struct fx_carver carver_config_webinject = {
	.name = "config.webinject",
	.about = "what banking trojans are told to attack",
	.group = "config",
	.version = 2,
	.reach = REACH,
	.window = WINDOW,
	.anchors = {
		{ .kind = FX_ANCHOR_TEXT, .text = "set_url",
		    .flags = FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS },
		{ .kind = FX_ANCHOR_TEXT, .text = "<sinj>" },
		{ .kind = FX_ANCHOR_TEXT, .text = "<dinj>" },
	},
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "format", FX_PUBLIC, false },
		{ "host", FX_PUBLIC, false },
		{ "country", FX_PUBLIC, false },
		{ "flags", FX_PUBLIC, false },
		{ "action", FX_PUBLIC, false },
	},
};
