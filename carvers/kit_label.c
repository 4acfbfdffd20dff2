/* kit_label.c - read a line of "label: value", and find its label */
#include <string.h>

#include "chars.h"
#include "forensic/utf8.h"
#include "kit.h"
#include "text.h"

const struct kit_word kit_words[] = {
#define KIT(lang, text, kind, bits) { text, KIT_##kind, bits },
#include "kit.def"
#undef KIT
};
const size_t kit_nwords = FX_LEN(kit_words);

enum { PICTURES = 0x1f000 }; /* emoji and other pictures begin there */

const char *
kit_name(enum kit_kind kind)
{
	static const char *const names[KIT_KINDS] = { [KIT_USER] = "user",
		[KIT_EMAIL] = "email",
		[KIT_PASSWORD] = "password",
		[KIT_CODE] = "code",
		[KIT_SECRET] = "secret",
		[KIT_CARD] = "card",
		[KIT_EXPIRY] = "expiry",
		[KIT_ACCOUNT] = "account",
		[KIT_QUESTION] = "question",
		[KIT_HOLDER] = "holder",
		[KIT_BIRTH] = "birth",
		[KIT_PLACE] = "place",
		[KIT_IP] = "ip",
		[KIT_HOST] = "host",
		[KIT_AGENT] = "agent",
		[KIT_DATE] = "date" };

	return names[kind] != NULL ? names[kind] : "";
}

void
kit_put(char *list, size_t cap, const char *text)
{
	size_t n = strlen(list), len = strlen(text);

	if (len < cap - n)
		memcpy(list + n, text, len + 1);
}

void
kit_list(char *list, size_t cap, enum kit_kind kind)
{
	if (list[0] != '\0')
		kit_put(list, cap, ",");
	kit_put(list, cap, kit_name(kind));
}

size_t
kit_line_from(const struct fx_window *w, size_t i)
{
	size_t n;

	for (n = 0; n < KIT_LINE_MOST && i > 0 && !kit_break(w, i - 1); n++)
		i--;
	return i;
}

size_t
kit_line_to(const struct fx_window *w, size_t i)
{
	size_t n;

	for (n = 0; n < KIT_LINE_MOST && !kit_break(w, i); n++)
		i++;
	return i;
}

/* A letter or digit of ASCII, or what may be a letter beyond it. */
static bool
is_wordy(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) || (i < w->len && w->p[i] >= 0x80);
}

/* The sign between label and value in [from, to); to: there is none. */
static size_t
find_sign(const struct fx_window *w, size_t from, size_t to)
{
	size_t end = to - from > KIT_WIDE ? from + KIT_WIDE : to, i;

	for (i = from; i < end; i++)
		if (kit_among(w, i, ":="))
			return i;
	while (from < end && !is_wordy(w, from))
		from++;
	for (i = from; i < end; i++)
		if (kit_among(w, i, "|>") ||
		    (kit_among(w, i, "-") && i > from && kit_blank(w, i - 1)))
			return i;
	return to;
}

static bool
is_letter(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp < PICTURES && text_letter(cp));
}

/* Fold the characters [from, to) into the name. */
static bool
fold(const struct fx_window *w, size_t from, size_t to, struct kit_line *line)
{
	char text[KIT_WIDE * 3 + 1];
	size_t i, len, left;
	bool gap = false;
	uint32_t cp = 0;

	if (!fx_window_text(w, from, to, text, sizeof(text)))
		return false;
	left = strlen(text);
	for (i = 0; left > 0; i += len, left -= len) {
		len = fx_utf8_decode(text + i, left, &cp);
		if (len == 0)
			return false;
		if (cp >= 0x300 && cp <= 0x36f) /* combining marks */
			continue;
		if (!is_letter(cp)) {
			gap = line->n > 0;
			continue;
		}
		if (line->n + 2 > KIT_NAME)
			return false;
		if (gap)
			line->name[line->n++] = ' ';
		gap = false;
		line->name[line->n++] = text_fold(cp);
	}
	return line->n > 0;
}

bool
kit_read(const struct fx_window *w, size_t from, size_t to,
    struct kit_line *line)
{
	size_t sign = find_sign(w, from, to);

	line->n = 0;
	if (sign == to)
		return false;
	line->at = from;
	while (line->at < sign && !is_wordy(w, line->at))
		line->at++;
	if (!fold(w, line->at, sign, line))
		return false;
	while (sign < to && (kit_among(w, sign, ":=|>-") || kit_blank(w, sign)))
		sign++;
	line->value = sign;
	while (to > sign && kit_blank(w, to - 1))
		to--;
	line->end = to;
	return true;
}

/* The next folded character of a text of a table. */
static uint32_t
next(const char **text, size_t *left)
{
	uint32_t cp = 0;
	size_t n = fx_utf8_decode(*text, *left, &cp);

	*text += n;
	*left -= n;
	return n == 0 ? 0 : text_fold(cp);
}

/* Does text stand in the name from i to n? */
static bool
matches(const struct kit_line *line, const char *text, size_t i, size_t n)
{
	size_t left = strlen(text);

	while (left > 0) {
		if (*text == ' ') {
			i += i < n && line->name[i] == ' ';
			text++;
			left--;
		} else if (i >= n || line->name[i++] != next(&text, &left)) {
			return false;
		}
	}
	return i == n;
}

/* The folded character that a row's text begins with: most are of ASCII. */
static uint32_t
initial(size_t row)
{
	const char *text = kit_words[row].text;
	size_t left;

	if ((*text & 0x80) == 0)
		return text_fold((uint8_t)*text);
	left = strlen(text);
	return next(&text, &left);
}

/* The first row whose text begins with that letter or a later one. */
static size_t
first_row(uint32_t letter)
{
	size_t lo = 0, hi = kit_nwords, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (initial(mid) < letter)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Is the second letter another?  That tells most rows apart at once. */
static bool
is_other(const struct kit_line *line, const char *text, size_t i, size_t n)
{
	if (((text[0] | text[1]) & 0x80) != 0 || text[1] == ' ')
		return false;
	return i + 1 < n ? line->name[i + 1] != text_fold((uint8_t)text[1])
			 : text[1] != '\0';
}

/* The row that the name from i to n is. */
static const struct kit_word *
row_at(const struct kit_line *line, size_t i, size_t n)
{
	size_t row;

	for (row = first_row(line->name[i]); row < kit_nwords; row++) {
		if (initial(row) != line->name[i])
			break;
		if (!is_other(line, kit_words[row].text, i, n) &&
		    matches(line, kit_words[row].text, i, n))
			return &kit_words[row];
	}
	return NULL;
}

/* Only as a whole label: elsewhere it is said of many things. */
static bool
must_be_whole(const struct kit_word *word)
{
	return word->kind >= KIT_HOLDER || word->bits < 2;
}

const struct kit_word *
kit_find(const struct kit_line *line, int *bits)
{
	const struct kit_word *word;
	size_t n = line->n, i;

	while (n > 1 && line->name[n - 1] >= '0' && line->name[n - 1] <= '9')
		n--; /* "Password 2" */
	if (n > 1 && line->name[n - 1] == ' ')
		n--;
	if ((word = row_at(line, 0, line->n)) != NULL ||
	    (n < line->n && (word = row_at(line, 0, n)) != NULL)) {
		*bits = word->bits;
		return word;
	}
	for (i = 1; i < n; i++) {
		if (line->name[i - 1] != ' ')
			continue;
		word = row_at(line, i, n);
		if (word != NULL && !must_be_whole(word)) {
			*bits = word->bits - 1;
			return word;
		}
	}
	return NULL;
}
