/* sep.c - what stands between two groups of a number */
#include "sep.h"

#include <string.h>

static bool
is_text(const struct fx_window *w, size_t i, const char *text, size_t n)
{
	return i < w->len && w->len - i >= n && memcmp(w->p + i, text, n) == 0;
}

enum sep
sep_at(const struct fx_window *w, size_t i, size_t *len)
{
	*len = 1;
	switch (i < w->len ? w->p[i] : 0) {
	case ' ':
		return SEP_SPACE;
	case '-':
		return SEP_DASH;
	case '.':
		return SEP_DOT;
	case '+':
		return SEP_PLUS;
	case 0xa0: /* no-break space in ISO/IEC 8859-1 and in UTF-16 */
		return SEP_NBSP;
	case 0xc2: /* and in UTF-8 */
		*len = 2;
		return is_text(w, i, "\xc2\xa0", 2) ? SEP_NBSP : SEP_NONE;
	case '%':
		*len = 3;
		return is_text(w, i, "%20", 3) ? SEP_URL : SEP_NONE;
	default:
		return SEP_NONE;
	}
}
