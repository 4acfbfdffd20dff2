/* term.c - text that may be hostile, made fit for a terminal */
#include <sys/ioctl.h>

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "carvers.h"
#include "forensic/bytes.h"
#include "forensic/record.h"
#include "forensic/utf8.h"
#include "term.h"

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
is_hidden(uint32_t cp)
{
	size_t i;

	for (i = 0; i < FX_LEN(hidden); i++)
		if (cp >= hidden[i].lo && cp <= hidden[i].hi)
			return true;
	return false;
}

static bool
shows(uint32_t cp)
{
	return (cp < 0x80 || utf8) && !is_hidden(cp);
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

void
term_json(struct fx_buf *out, const char *json, size_t n)
{
	uint32_t cp;
	size_t i, len;

	for (i = 0; i < n; i += len) {
		len = fx_utf8_decode(json + i, n - i, &cp);
		if (len == 0 || cp < 0x20 || !is_hidden(cp)) {
			len = len > 0 ? len : 1;
			fx_buf_put(out, json + i, len);
		} else if (cp < 0x10000) {
			fx_buf_printf(out, "\\u%04x", (unsigned int)cp);
		} else { /* the two halves of UTF-16 */
			cp -= 0x10000;
			fx_buf_printf(out, "\\u%04x\\u%04x",
			    (unsigned int)(0xd800 + (cp >> 10)),
			    (unsigned int)(0xdc00 + (cp & 0x3ff)));
		}
	}
}

void
term_mask(struct fx_buf *out, const void *p, size_t n)
{
	static struct fx_masker *masker; /* of use until the end */
	const size_t from = out->len;
	struct fx_err err;

	if (masker == NULL)
		masker = fx_masker_new(carvers, &err);
	if (masker != NULL && fx_masker_text(masker, out, p, n, &err) == 0)
		return;
	/* What could not be looked at is not shown. */
	out->len = from;
	fx_buf_str(out, "********");
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
