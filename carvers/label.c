/* label.c - read lines of "label: value" around a place */
#include "label.h"

#include <string.h>

enum {
	DECOR_MOST = 20, /* characters before a label */
};

static bool
ends_line(uint8_t c)
{
	return c == '\n' || c == '\r' || c == 0;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static uint8_t
fold(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool
is_letter(uint8_t c)
{
	return (fold(c) >= 'a' && fold(c) <= 'z') || c >= 0x80;
}

struct span
line_at(const struct fx_window *w, size_t i)
{
	struct span line = { i, i };

	while (line.from > 0 && i - line.from < LINE_SEEN &&
	    !ends_line(w->p[line.from - 1]))
		line.from--;
	while (line.to < w->len && line.to - i < LINE_SEEN &&
	    !ends_line(w->p[line.to]))
		line.to++;
	return line;
}

bool
line_up(const struct fx_window *w, struct span *line)
{
	size_t end = line->from;

	if (end == 0)
		return false;
	end--;
	if (w->p[end] == '\n' && end > 0 && w->p[end - 1] == '\r')
		end--;
	*line = line_at(w, end);
	return line->from > 0 || w->off < w->unit;
}

bool
line_down(const struct fx_window *w, struct span *line)
{
	size_t next = line->to;

	if (next >= w->len)
		return false;
	next++;
	if (w->p[next - 1] == '\r' && next < w->len && w->p[next] == '\n')
		next++;
	if (next >= w->len)
		return false;
	*line = line_at(w, next);
	return true;
}

bool
line_cut(const struct fx_window *w, struct span *line)
{
	uint64_t end = w->off + line->to * (uint64_t)w->unit, back;

	back = end % FX_SECTOR / w->unit;
	if (back >= span_len(*line))
		return false;
	line->from = line->to - (size_t)back;
	return true;
}

struct span
span_trim(const struct fx_window *w, struct span s)
{
	while (s.from < s.to && is_blank(w->p[s.from]))
		s.from++;
	while (s.to > s.from && is_blank(w->p[s.to - 1]))
		s.to--;
	return s;
}

bool
line_blank(const struct fx_window *w, struct span line)
{
	return span_len(span_trim(w, line)) == 0;
}

bool
label_read(const struct fx_window *w, struct span line, const char *signs,
    struct label *out)
{
	static const char decor[] = " \t-*|+>#=";
	size_t i = line.from, most;
	bool letter = false;

	for (most = i + DECOR_MOST; i < line.to && i < most && w->p[i] != 0 &&
	     strchr(decor, w->p[i]) != NULL;
	     i++)
		;
	out->key.from = i;
	for (most = i + LABEL_MOST; i < line.to && i < most; i++) {
		if (w->p[i] != 0 && strchr(signs, w->p[i]) != NULL)
			break;
		letter |= is_letter(w->p[i]);
	}
	if (!letter || i == line.to || w->p[i] == 0 ||
	    strchr(signs, w->p[i]) == NULL)
		return false;
	out->key.to = i;
	out->key = span_trim(w, out->key);
	out->value = span_trim(w, (struct span){ i + 1, line.to });
	return true;
}

static bool
stands(const struct fx_window *w, size_t at, const char *text, bool folded)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (folded ? fold(w->p[at + i]) != fold((uint8_t)text[i])
			   : w->p[at + i] != (uint8_t)text[i])
			return false;
	return true;
}

bool
span_is(const struct fx_window *w, struct span s, const char *text, bool folded)
{
	return span_len(s) == strlen(text) && stands(w, s.from, text, folded);
}

bool
span_has(const struct fx_window *w, struct span s, const char *text)
{
	size_t n = strlen(text);

	for (; span_len(s) >= n; s.from++)
		if (stands(w, s.from, text, true))
			return true;
	return false;
}

int
label_kind(const struct fx_window *w, struct span key,
    const struct label_name *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (span_is(w, key, names[i].text, true))
			return names[i].kind;
	return 0;
}
