/* take.c - helpers of the schemes: take a value, tell its parts, its form */
#include <ctype.h>
#include <string.h>

#include "forensic/check.h"
#include "forensic/scheme.h"

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * Bytes of a separator at s, of n: one of skip, or what people's programs make
 * of a space (U+00A0 and U+202F) and of a hyphen (U+2010 to U+2015).
 */
static size_t
skipped(const char *s, size_t n, const char *skip)
{
	unsigned char last;

	if (*s != '\0' && strchr(skip, *s) != NULL)
		return 1;
	if (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0 && strchr(skip, ' '))
		return 2;
	if (n < 3 || memcmp(s, "\xe2\x80", 2) != 0)
		return 0;
	last = (unsigned char)s[2];
	if (last == 0xaf && strchr(skip, ' ') != NULL)
		return 3;
	return last >= 0x90 && last <= 0x95 && strchr(skip, '-') ? 3 : 0;
}

enum fx_answer
fx_take(struct fx_checked *out, const char *text, size_t n, const char *skip)
{
	enum fx_answer got = FX_VALID;
	size_t i = 0, len;
	char c;

	while (n > 0 && is_white(text[n - 1]))
		n--;
	while (i < n && is_white(text[i]))
		i++;
	for (out->n = 0; i < n && got == FX_VALID; i += len) {
		if ((len = skipped(text + i, n - i, skip)) != 0)
			continue;
		len = 1;
		c = text[i];
		if (c < ' ' || c > '~')
			got = FX_BAD_FORMAT;
		else if (out->n == FX_CHECKED_LEN - 1)
			got = FX_BAD_LENGTH;
		else
			out->value[out->n++] = (char)toupper(c);
	}
	if (got == FX_BAD_FORMAT)
		out->n = 0;
	out->value[out->n] = '\0';
	return got == FX_VALID && out->n == 0 ? FX_BAD_LENGTH : got;
}

enum fx_answer
fx_take_digits(struct fx_checked *out, const char *text, size_t n,
    const char *skip, size_t lo, size_t hi)
{
	enum fx_answer got = fx_take(out, text, n, skip);

	if (out->n != 0 && strspn(out->value, "0123456789") != out->n)
		return FX_BAD_FORMAT;
	if (got != FX_VALID)
		return got;
	return out->n < lo || out->n > hi ? FX_BAD_LENGTH : FX_VALID;
}

void
fx_tell(struct fx_checked *out, const char *key, const char *value, size_t n)
{
	if (out->nparts == FX_CHECKED_PARTS)
		return;
	if (n >= FX_CHECKED_PART)
		n = FX_CHECKED_PART - 1;
	out->parts[out->nparts].key = key;
	memcpy(out->parts[out->nparts].value, value, n);
	out->parts[out->nparts++].value[n] = '\0';
}

void
fx_tell_str(struct fx_checked *out, const char *key, const char *value)
{
	fx_tell(out, key, value, strlen(value));
}

const char *
fx_checked_part(const struct fx_checked *out, const char *key)
{
	size_t i;

	for (i = 0; i < out->nparts; i++)
		if (strcmp(out->parts[i].key, key) == 0)
			return out->parts[i].value;
	return NULL;
}

/* The next count of a form; its class is at the new *form. */
static size_t
form_count(const char **form)
{
	size_t n = 0;

	while (**form >= '0' && **form <= '9')
		n = n * 10 + (size_t)(*(*form)++ - '0');
	return n;
}

static bool
in_class(char class, char c)
{
	int v = fx_check_value(c);

	if (class == 'n')
		return v >= 0 && v < 10;
	return class == 'a' ? v >= 10 : v >= 0;
}

size_t
fx_form_len(const char *form)
{
	size_t n = 0;

	for (; *form != '\0'; form++)
		n += form_count(&form);
	return n;
}

bool
fx_form_ok(const char *form, const char *s, size_t n)
{
	size_t i = 0, count;

	for (; *form != '\0'; form++)
		for (count = form_count(&form); count > 0; count--)
			if (i >= n || !in_class(*form, s[i++]))
				return false;
	return i == n;
}
