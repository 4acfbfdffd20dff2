/* window.c - a piece of a stream's text, read as UTF-8 */
#include <string.h>

#include "forensic/utf8.h"
#include "internal.h"

static uint32_t
unit_at(const struct fx_window *w, size_t i)
{
	const uint8_t *p = w->raw + 2 * i;

	return w->enc == FX_UTF16LE ? fx_le16(p) : fx_be16(p);
}

/* One character of UTF-16 (RFC 2781, 2.2). */
static size_t
next_wide(const struct fx_window *w, size_t i, size_t to, uint32_t *cp)
{
	uint32_t hi = unit_at(w, i), lo;

	*cp = hi;
	if (hi < 0xd800 || hi > 0xdfff)
		return 1;
	if (hi > 0xdbff || to - i < 2)
		return 0;
	lo = unit_at(w, i + 1);
	if (lo < 0xdc00 || lo > 0xdfff)
		return 0;
	*cp = 0x10000 + ((hi & 0x3ff) << 10 | (lo & 0x3ff));
	return 2;
}

size_t
fx_text_next(const struct fx_window *w, size_t i, size_t to, uint32_t *cp)
{
	switch (w->enc) {
	case FX_UTF16LE:
	case FX_UTF16BE:
		return next_wide(w, i, to, cp);
	case FX_EBCDIC: /* each byte is one of ISO/IEC 8859-1 */
		*cp = w->p[i];
		return 1;
	default:
		return fx_utf8_decode(w->p + i, to - i, cp);
	}
}

/* What a record may hold: neither U+0000 nor a noncharacter. */
static bool
is_fit(uint32_t cp)
{
	return cp != 0 && (cp & 0xfffe) != 0xfffe &&
	    (cp < 0xfdd0 || cp > 0xfdef);
}

bool
fx_window_text(const struct fx_window *w, size_t from, size_t to, char *out,
    size_t cap)
{
	enum { REPLACEMENT = 0xfffd };
	size_t i, n, len = 0, size;
	uint32_t cp = 0;
	char utf8[4];

	if (cap == 0)
		return false;
	if (to > w->len)
		to = w->len;
	for (i = from; i < to; i += n) {
		n = fx_text_next(w, i, to, &cp);
		if (n == 0) {
			n = 1;
			cp = w->unit == 1 ? w->p[i] : REPLACEMENT;
		}
		size = fx_utf8_encode(utf8, is_fit(cp) ? cp : REPLACEMENT);
		if (size >= cap - len) {
			out[0] = '\0';
			return false;
		}
		memcpy(out + len, utf8, size);
		len += size;
	}
	out[len] = '\0';
	return true;
}
