/* term.c - text that may be hostile, made fit for a terminal */
#include <sys/ioctl.h>

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "term.h"

/* How digits in a name are masked: as those of a card (PCI DSS 4.0.1, 3.4.1).
 */
enum {
	MANY = 12,  /* fewer are no card number */
	HEAD = 6,   /* most that stand at the front */
	TAIL = 4,   /* that stand at the end */
	FEWEST = 6, /* hidden between them at least */
};

static bool utf8;

void
term_init(void)
{
	setlocale(LC_CTYPE, "");
	utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Characters that a terminal may not show as one visible column. */
static const struct {
	uint32_t lo, hi;
} hidden[] = {
	{ 0x00, 0x1f },       /* C0 controls */
	{ 0x7f, 0x9f },       /* DEL and C1 controls */
	{ 0xad, 0xad },       /* soft hyphen */
	{ 0x300, 0x36f },     /* combining: stacks of them hide lines */
	{ 0x61c, 0x61c },     /* Arabic letter mark */
	{ 0x180e, 0x180e },   /* Mongolian vowel separator */
	{ 0x200b, 0x200f },   /* zero width, direction marks */
	{ 0x2028, 0x202e },   /* separators, embeddings, overrides */
	{ 0x2060, 0x206f },   /* joiners, isolates */
	{ 0xfe00, 0xfe0f },   /* variation selectors */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff0, 0xffff },   /* specials */
	{ 0xe0000, 0xeffff }, /* tags, variation selectors */
};

static bool
shows(uint32_t cp)
{
	size_t i;

	if (cp >= 0x80 && !utf8)
		return false;
	for (i = 0; i < FX_LEN(hidden); i++)
		if (cp >= hidden[i].lo && cp <= hidden[i].hi)
			return false;
	return true;
}

/*
 * What stands for the character at p: out, with its columns.  Returns the bytes
 * of p that it stands for.
 */
static size_t
glyph(const uint8_t *p, size_t n, struct fx_buf *out, size_t *columns)
{
	uint32_t cp;
	size_t len = fx_utf8_decode(p, n, &cp), i;

	fx_buf_reset(out);
	if (len > 0 && cp == '\\') {
		fx_buf_str(out, "\\\\");
		*columns = 2;
	} else if (len > 0 && shows(cp)) {
		fx_buf_put(out, p, len);
		*columns = 1;
	} else {
		len = len > 0 ? len : 1;
		for (i = 0; i < len; i++)
			fx_buf_printf(out, "\\x%02x", p[i]);
		*columns = 4 * len;
	}
	return len;
}

size_t
term_text(struct fx_buf *out, const void *p, size_t n, size_t most)
{
	size_t i, columns, all = 0, cut = 0, fit = out->len;
	struct fx_buf one = { 0 };

	for (i = 0; i < n && (most == 0 || all <= most);) {
		i += glyph((const uint8_t *)p + i, n - i, &one, &columns);
		fx_buf_put(out, one.p, one.len);
		all += columns;
		if (all < most) { /* "~" has room behind it */
			cut = all;
			fit = out->len;
		}
	}
	fx_buf_done(&one);
	if (most == 0 || all <= most || out->failed)
		return all;
	out->len = fit;
	fx_buf_byte(out, '~');
	return cut + 1;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * The length of the run that begins with the digit s[0]: digits, or groups of
 * them with one and the same separator between.  Their number goes to *digits.
 */
static size_t
digit_run(const char *s, size_t n, size_t *digits)
{
	size_t i;
	char sep = '\0';

	*digits = 0;
	for (i = 0; i < n; i++) {
		if (digit(s[i])) {
			(*digits)++;
			continue;
		}
		if (strchr(" -._", s[i]) == NULL || s[i] == '\0' ||
		    (sep != '\0' && s[i] != sep) || i + 1 == n ||
		    !digit(s[i + 1]))
			break;
		sep = s[i];
	}
	return i;
}

void
term_mask(struct fx_buf *out, const void *p, size_t n)
{
	size_t i = 0, len, digits, head, seen;
	const char *s = p;

	while (i < n) {
		if (!digit(s[i])) {
			fx_buf_byte(out, s[i++]);
			continue;
		}
		len = digit_run(s + i, n - i, &digits);
		head = digits >= MANY ? digits - FEWEST - TAIL : digits;
		head = head > HEAD && digits >= MANY ? HEAD : head;
		for (seen = 0; len > 0; len--, i++) {
			seen += digit(s[i]);
			if (digit(s[i]) && seen > head && seen + TAIL <= digits)
				fx_buf_byte(out, '*');
			else
				fx_buf_byte(out, s[i]);
		}
	}
}

size_t
term_name(struct fx_buf *out, const void *p, size_t n, size_t most)
{
	struct fx_buf name = { 0 };
	size_t columns;

	term_mask(&name, p, n);
	columns = term_text(out, name.p, name.len, most);
	if (name.failed)
		out->failed = true;
	fx_buf_done(&name);
	return columns;
}

void
term_pad(struct fx_buf *out, size_t columns, size_t want)
{
	for (; columns < want; columns++)
		fx_buf_byte(out, ' ');
}

unsigned int
term_width(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void
term_size(char out[TERM_SIZE_LEN], uint64_t bytes)
{
	static const char units[] = "kMGTPE";
	uint64_t tenths = bytes / 100; /* of a kB */
	size_t i = 0;

	if (bytes < 1000) {
		snprintf(out, TERM_SIZE_LEN, "%u B", (unsigned int)bytes);
		return;
	}
	for (; tenths >= 10000 && units[i + 1] != '\0'; i++)
		tenths /= 1000;
	snprintf(out, TERM_SIZE_LEN, "%u.%u %cB", (unsigned int)(tenths / 10),
	    (unsigned int)(tenths % 10), units[i]);
}
