/* xml.c - XML: the text of office documents (ECMA-376, ISO/IEC 26300) */
#include <stdlib.h>
#include <string.h>

#include "entity.h"
#include "touch.h"
#include "unescape.h"

/*
 * Tags go, what they mean stays: paragraphs, rows and shared strings end with
 * a newline, cells with a tab, runs of one paragraph join.  It is not checked
 * whether tags match; as many must end as have begun.
 */
enum {
	CHUNK = 8 << 10,  /* input that is worked on at a time */
	ROOT = 4096,      /* bytes in which the root names what it is */
	PROLOG = 256,     /* of <?xml ... ?> and what follows before the root */
	NAME = 24,        /* characters of a name that are kept, */
	VALUE = 40,       /* of an attribute and of a number, */
	SPACE = 128,      /* and blanks between two tags */
	SPACES_MOST = 64, /* that one element stands for */
	QUEUE = SPACE + SPACES_MOST + 16,
	/* A number of so many digits may have been a card's. */
	DIGITS_LEAST = 13,
	DIGITS_MOST = 19,
	DIGITS_KEPT = 15, /* by spreadsheets */
};

enum state {
	TEXT,
	BLANK,     /* blanks right behind a tag */
	REFERENCE, /* behind & */
	MARKUP,    /* behind < */
	TAG,       /* in the name */
	IN_TAG,    /* behind it */
	ATTR,      /* in the name of an attribute */
	QUOTED,    /* in its value */
	BANG,      /* behind <! */
	CDATA,
	COMMENT,
	SKIP /* <? and <!DOCTYPE */
};

struct word {
	char s[VALUE + 1];
	size_t n, most; /* what does not fit is left out */
};

struct xml {
	uint64_t pos, out;
	enum state state;
	size_t depth;
	bool done;
	bool ends, empty; /* the tag: </x>, <x/> */
	uint8_t quote, last[2];
	struct word name, attr, value, text;
	bool number; /* text is a cell's number, and is kept */
	bool typed;  /* the cell has a type that is no number */
	unsigned int spaces;
	uint8_t blank[SPACE];
	size_t nblank;
	bool broken; /* there is a newline among them */
	uint8_t queue[QUEUE];
	size_t nqueue, given;
	struct touch touch;
	unsigned int brackets; /* ] that may end a CDATA section */
	struct fx_err err;     /* why it failed */
	int failed;
};

static void
word_begin(struct word *w, size_t most)
{
	w->n = 0;
	w->most = most;
	w->s[0] = '\0';
}

static void
word_add(struct word *w, uint8_t c)
{
	if (w->n < w->most) {
		w->s[w->n++] = (char)c;
		w->s[w->n] = '\0';
	}
}

/* Its last part: w:t and t are alike. */
static const char *
local(const struct word *w)
{
	const char *colon = strchr(w->s, ':');

	return colon != NULL ? colon + 1 : w->s;
}

static bool
is(const char *s, const char *const *set)
{
	while (*set != NULL && strcmp(s, *set) != 0)
		set++;
	return *set != NULL;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
put(struct xml *x, const void *p, size_t n)
{
	memcpy(x->queue + x->nqueue, p, n);
	x->nqueue += n;
	x->out += n;
}

/* Bytes that the input has not so. */
static void
put_new(struct xml *x, const void *p, size_t n)
{
	if (touch_bytes(&x->touch, x->out, n, &x->err) == -1)
		x->failed = -1;
	put(x, p, n);
}

static void
seam(struct xml *x)
{
	if (touch_seam(&x->touch, x->out, &x->err) == -1)
		x->failed = -1;
}

/*
 * Has a number lost digits: 4.53272E+15, or more digits than are kept with
 * nothing but zeros behind those?
 */
static bool
lost(const char *s)
{
	size_t whole = 0, digits = 0, zeros = 0;
	unsigned long exp = 0;
	bool point = false;

	if (*s == '-')
		s++;
	for (; (*s >= '0' && *s <= '9') || *s == '.'; s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		whole += !point;
		digits++;
		zeros = *s == '0' ? zeros + 1 : 0;
	}
	if (*s == 'E' || *s == 'e')
		exp = strtoul(s[1] == '+' ? s + 2 : s + 1, NULL, 10);
	else if (*s != '\0' || point)
		return false;
	if (exp > DIGITS_MOST)
		return false;
	whole += exp;
	if (whole < DIGITS_LEAST || whole > DIGITS_MOST)
		return false;
	if (exp > 0)
		return digits < whole;
	return digits > DIGITS_KEPT && zeros >= digits - DIGITS_KEPT;
}

static void
attr_end(struct fx_decoding *d)
{
	struct xml *x = d->own;
	const char *name = local(&x->attr), *v = x->value.s;

	if (strcmp(name, "value") == 0 && lost(v))
		d->limit = "digits lost";
	else if ((strcmp(x->attr.s, "t") == 0 && strcmp(v, "n") != 0 &&
		     strcmp(x->name.s, "c") == 0) ||
	    (strcmp(name, "Type") == 0 && strcmp(v, "Number") != 0))
		x->typed = true;
	else if (strcmp(name, "c") == 0)
		x->spaces = (unsigned int)strtoul(v, NULL, 10);
}

static void
put_spaces(struct xml *x)
{
	size_t i, n = x->spaces < SPACES_MOST ? x->spaces : SPACES_MOST;

	for (i = 0; i < n || i == 0; i++)
		put_new(x, " ", 1);
}

/* What a tag leaves in the text. */
static void
tag_means(struct xml *x, bool end)
{
	static const char *const lines[] = { "p", "h", "tr", "row", "Row",
		"table-row", "si", "comment", NULL };
	static const char *const cells[] = { "tc", "c", "Cell", "table-cell",
		"f", NULL };
	static const char *const breaks[] = { "br", "cr", "line-break", NULL };
	const char *name = local(&x->name);

	if (is(name, lines) ? end : is(name, breaks) && !x->ends)
		put_new(x, "\n", 1);
	else if (is(name, cells) ? end : strcmp(name, "tab") == 0 && !x->ends)
		put_new(x, "\t", 1);
	else if (!x->ends && strcmp(x->name.s, "text:s") == 0)
		put_spaces(x);
	else
		seam(x);
}

static int
tag_end(struct fx_decoding *d)
{
	struct xml *x = d->own;
	const char *name = local(&x->name);
	bool end = x->ends || x->empty;

	if (x->ends && x->depth == 0)
		return fx_fail(&x->err, FX_EFORMAT, x->pos,
		    "a tag ends that did not begin");
	tag_means(x, end);
	if (x->number && x->ends && lost(x->text.s))
		d->limit = "digits lost";
	x->number = !end && !x->typed &&
	    (strcmp(name, "v") == 0 || strcmp(name, "Data") == 0);
	if (end && (strcmp(name, "c") == 0 || strcmp(name, "Cell") == 0))
		x->typed = false;
	word_begin(&x->text, VALUE);
	if (x->ends)
		x->depth--;
	else if (!x->empty)
		x->depth++;
	x->done = x->depth == 0;
	x->state = BLANK;
	x->nblank = 0;
	x->broken = false;
	return 0;
}

/*
 * Blanks behind a tag have ended.  With a newline among them they lay out the
 * file and are no text, but where they are all there is between <x> and </x>.
 */
static void
blanks_end(struct xml *x, bool layout)
{
	if (layout && x->broken)
		seam(x);
	else
		put(x, x->blank, x->nblank);
	x->nblank = 0;
}

/* A reference has ended, with its ; or what cannot be in one. */
static void
reference_end(struct xml *x)
{
	struct plain plain;
	uint32_t cp;
	size_t n = x->name.n;

	if (entity_read((const uint8_t *)x->name.s, n, &cp) == n) {
		plain_char(&plain, cp);
		put_new(x, plain.p, plain.n);
	} else {
		put(x, x->name.s, n);
	}
	x->state = TEXT;
}

static int
bad(struct xml *x)
{
	return fx_fail(&x->err, FX_EFORMAT, x->pos, "not XML from here on");
}

/* One byte inside < and >. */
static int
step_tag(struct fx_decoding *d, uint8_t c)
{
	struct xml *x = d->own;

	if (c == '<')
		return bad(x);
	if (x->state == QUOTED) {
		if (c != x->quote) {
			word_add(&x->value, c);
			return 0;
		}
		attr_end(d);
		x->state = IN_TAG;
		return 0;
	}
	x->empty = x->last[0] == '/';
	if (c == '>')
		return x->name.n == 0 ? bad(x) : tag_end(d);
	if (c == '"' || c == '\'') {
		x->quote = c;
		word_begin(&x->value, VALUE);
		x->state = QUOTED;
	} else if (is_blank(c) || c == '/' || c == '=') {
		x->state = IN_TAG;
	} else if (x->state == TAG) {
		word_add(&x->name, c);
	} else {
		if (x->state == IN_TAG)
			word_begin(&x->attr, NAME);
		word_add(&x->attr, c);
		x->state = ATTR;
	}
	return 0;
}

/* The byte behind <. */
static int
step_markup(struct xml *x, uint8_t c)
{
	bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    c == '_' || c >= 0x80;

	blanks_end(x, c != '/' || x->ends || x->empty);
	word_begin(&x->name, NAME);
	x->ends = c == '/';
	x->empty = false;
	x->spaces = 0;
	if (c == '?')
		x->state = SKIP;
	else if (c == '!')
		x->state = BANG;
	else if (!x->ends && !letter)
		return bad(x);
	else
		x->state = TAG;
	if (letter)
		word_add(&x->name, c);
	return 0;
}

/* One byte of what is neither a tag nor text. */
static void
step_other(struct xml *x, uint8_t c)
{
	if (x->state == BANG) {
		word_add(&x->name, c);
		if (strcmp(x->name.s, "--") == 0)
			x->state = COMMENT;
		else if (strcmp(x->name.s, "[CDATA[") == 0)
			x->state = CDATA;
		else if (c == '>')
			x->state = TEXT;
		if (x->state != BANG)
			seam(x);
	} else if (x->state == COMMENT) {
		if (c == '>' && x->last[0] == '-' && x->last[1] == '-')
			x->state = TEXT;
	} else if (c == '>') {
		seam(x);
		x->state = TEXT;
	}
}

/* One byte of text. */
static void
step_text(struct xml *x, uint8_t c)
{
	if (x->state == BLANK) {
		if (is_blank(c) && x->nblank < SPACE) {
			x->blank[x->nblank++] = c;
			x->broken |= c == '\n';
			return;
		}
		if (c != '<')
			blanks_end(x, false);
		x->state = TEXT;
	}
	if (c == '<') {
		x->state = MARKUP;
	} else if (c == '&') {
		word_begin(&x->name, NAME);
		word_add(&x->name, c);
		x->state = REFERENCE;
	} else {
		if (x->number)
			word_add(&x->text, c);
		if (x->depth > 0)
			put(x, &c, 1);
	}
}

/* One byte of text in which nothing is a tag, up to ]]>. */
static void
step_cdata(struct xml *x, uint8_t c)
{
	if (c == '>' && x->brackets == 2) {
		seam(x);
		x->state = TEXT;
		x->brackets = 0;
	} else if (c != ']') {
		put(x, "]]", x->brackets);
		put(x, &c, 1);
		x->brackets = 0;
	} else if (x->brackets == 2) {
		put(x, &c, 1);
	} else {
		x->brackets++;
	}
}

static int
step(struct fx_decoding *d, uint8_t c)
{
	struct xml *x = d->own;
	int rc = 0;

	if (c < ' ' && !is_blank(c))
		return bad(x);
	if (x->state == REFERENCE) {
		bool more = c != '<' && c != '&' && !is_blank(c) &&
		    x->name.n < NAME;

		if (more)
			word_add(&x->name, c);
		if (more && c != ';')
			goto done;
		reference_end(x);
		if (more)
			goto done;
	}
	if (x->state == CDATA) {
		step_cdata(x, c);
	} else if (x->state <= BLANK) {
		step_text(x, c);
	} else if (x->state == MARKUP) {
		rc = step_markup(x, c);
	} else if (x->state >= TAG && x->state <= QUOTED) {
		rc = step_tag(d, c);
	} else {
		step_other(x, c);
	}
done:
	x->last[1] = x->last[0];
	x->last[0] = c;
	return rc == -1 ? -1 : x->failed;
}

/* Only blanks between the ?> of <?xml and the root at l->at? */
static bool
has_prolog(const struct fx_look *l)
{
	size_t at = l->at, from = at > PROLOG ? at - PROLOG : 0;

	while (at > from && is_blank(l->p[at - 1]))
		at--;
	if (at - from < 2 || l->p[at - 1] != '>' || l->p[at - 2] != '?')
		return false;
	return memmem(l->p + from, at - from, "<?xml", 5) != NULL;
}

static bool
look(const struct fx_look *l)
{
	static const char *const names[] = { "schemas.openxmlformats.org/",
		"purl.oclc.org/ooxml/", "urn:oasis:names:tc:opendocument:",
		"urn:schemas-microsoft-com:office:",
		"schemas.microsoft.com/office/" };
	const uint8_t *p = l->p + l->at;
	size_t n = l->n - l->at < ROOT ? l->n - l->at : ROOT, i;

	for (i = 0; i < FX_LEN(names); i++)
		if (memmem(p, n, names[i], strlen(names[i])) != NULL)
			return n > 1 && (p[1] == '?' || !has_prolog(l));
	return false;
}

static int
open_xml(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, 2);
	struct xml *x;

	if (d->in.failed) {
		*err = d->in.err;
		return -1;
	}
	if (p == NULL || p[0] != '<')
		return fx_fail(err, FX_EFORMAT, d->start, "no tag here");
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return fx_fail(err, FX_ENOMEM, d->start, "out of memory");
	x->pos = d->start;
	word_begin(&x->name, NAME);
	word_begin(&x->text, VALUE);
	d->own = x;
	return 0;
}

/* Give what is queued: returns how many bytes. */
static size_t
give(struct xml *x, uint8_t *out, size_t cap)
{
	size_t n = x->nqueue - x->given;

	if (n > cap)
		n = cap;
	memcpy(out, x->queue + x->given, n);
	x->given += n;
	if (x->given == x->nqueue)
		x->given = x->nqueue = 0;
	return n;
}

/* Pass on text up to what is special: how many bytes. */
static size_t
copy(struct xml *x, const uint8_t *p, size_t n, uint8_t *out)
{
	size_t i = 0;

	if (x->state != TEXT || x->number || x->depth == 0)
		return 0;
	while (i < n && p[i] >= ' ' && p[i] != '<' && p[i] != '&')
		i++;
	memcpy(out, p, i);
	x->out += i;
	if (i > 0)
		x->last[0] = p[i - 1];
	return i;
}

/* Work through what is at p; returns how many bytes it gave. */
static size_t
some(struct fx_decoding *d, const uint8_t *p, size_t n, uint8_t *out,
    size_t cap)
{
	struct xml *x = d->own;
	size_t i = 0, len = 0, k;

	while (i < n && len < cap && !x->done && x->failed == 0) {
		k = copy(x, p + i, n - i < cap - len ? n - i : cap - len,
		    out + len);
		len += k;
		i += k;
		x->pos += k;
		if (i == n || len == cap)
			break;
		x->failed = step(d, p[i]);
		i++;
		x->pos += x->failed == 0;
		len += give(x, out + len, cap - len);
	}
	return len;
}

static ssize_t
read_xml(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct xml *x = d->own;
	const uint8_t *p;
	size_t len, n;

	len = give(x, out, cap);
	while (len < cap && !x->done && x->failed == 0) {
		p = fx_in_at(&d->in, x->pos, CHUNK, &n);
		if (n == 0)
			break;
		len += some(d, p, n, out + len, cap - len);
	}
	d->used = x->pos - d->start;
	if (len > 0 || (x->done && x->failed == 0))
		return (ssize_t)len;
	if (cap > 0 && x->failed == 0)
		x->failed = d->in.failed ? -1
					 : fx_fail(&x->err, FX_EFORMAT, x->pos,
					       "the document ends too early");
	*err = d->in.failed ? d->in.err : x->err;
	return x->failed;
}

static void
close_xml(struct fx_decoding *d)
{
	struct xml *x = d->own;

	touch_done(&x->touch);
	free(x);
}

static bool
touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	const struct xml *x = d->own;

	return touch_any(&x->touch, from, to);
}

const struct fx_decoder decode_xml = {
	.name = "XML",
	.about = "text of office documents: OOXML, OpenDocument, SpreadsheetML",
	.version = 1,
	.stores = true,
	.marks = { { FX_MARK_BYTES, 5, "<?xml", 0, 0 },
	    { FX_MARK_BYTES, 8, "<w:docum", 0, 0 },
	    { FX_MARK_BYTES, 5, "<sst ", 0, 0 },
	    { FX_MARK_BYTES, 8, "<workshe", 0, 0 },
	    { FX_MARK_BYTES, 8, "<office:", 0, 0 },
	    { FX_MARK_BYTES, 8, "<Workboo", 0, 0 } },
	.look = look,
	.open = open_xml,
	.read = read_xml,
	.close = close_xml,
	.touched = touched,
};
