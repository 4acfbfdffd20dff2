/* pdf_ascii.c - ASCIIHex, ASCII85 and run lengths, 7.4.2, 7.4.3, 7.4.5 */
#include <stdlib.h>
#include <string.h>

#include "pdf.h"

enum { GROUP = 5, WORD = 4, RUN_END = 128, RUN_MOST = 128 };

/* Bytes of output that did not fit yet, and whether the end was seen. */
struct ascii {
	struct pdf_stage s;
	uint8_t out[RUN_MOST];
	size_t n, at;
	bool ended, bad;
};

static int
next_char(struct pdf_stage *s)
{
	int c;

	do
		c = pdf_byte(s);
	while (c >= 0 && pdf_is_space(c));
	return c;
}

/* Repeat `more`, which leaves output in a, until cap is full or it ends. */
static ssize_t
give(struct ascii *a, uint8_t *out, size_t cap, bool (*more)(struct ascii *a))
{
	size_t done = 0;

	while (done < cap) {
		if (a->at == a->n) {
			a->at = a->n = 0;
			if (a->ended)
				break;
			a->bad = !more(a);
			a->ended = a->ended || a->bad;
			if (a->n == 0)
				break;
		}
		out[done++] = a->out[a->at++];
	}
	if (done > 0)
		return (ssize_t)done;
	return a->bad || a->s.bad ? -1 : 0;
}

static int
hex_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
more_hex(struct ascii *a)
{
	int c = next_char(&a->s), high = hex_value(c), low = 0;

	if (c == '>' || c == -1) {
		a->ended = true;
		return true;
	}
	if (high < 0)
		return false;
	c = next_char(&a->s);
	if (c == '>' || c == -1)
		a->ended = true;
	else if ((low = hex_value(c)) < 0)
		return false;
	a->out[a->n++] = (uint8_t)(high << 4 | low);
	return true;
}

static ssize_t
read_hex(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	return give((struct ascii *)s, out, cap, more_hex);
}

/* n characters of a group are n - 1 bytes; false if it is too large. */
static bool
put_group(struct ascii *a, const uint8_t *digit, size_t n)
{
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < GROUP; i++)
		word = word * 85 + (i < n ? digit[i] : 84);
	if (word > UINT32_MAX)
		return false;
	for (i = 0; i + 1 < n; i++)
		a->out[a->n++] = (uint8_t)(word >> (24 - 8 * i));
	return true;
}

static bool
more_a85(struct ascii *a)
{
	uint8_t digit[GROUP];
	size_t n = 0;
	int c;

	while (n < GROUP) {
		c = next_char(&a->s);
		if (c == '~' || c == -1) {
			a->ended = true;
			return n != 1 && (n == 0 || put_group(a, digit, n));
		}
		if (c == 'z' && n == 0) {
			memset(a->out, 0, WORD);
			a->n = WORD;
			return true;
		}
		if (c < '!' || c > 'u')
			return false;
		digit[n++] = (uint8_t)(c - '!');
	}
	return put_group(a, digit, n);
}

static ssize_t
read_a85(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	return give((struct ascii *)s, out, cap, more_a85);
}

static bool
more_run(struct ascii *a)
{
	int c = pdf_byte(&a->s), value;
	size_t n, i;

	if (c == -1 || c == RUN_END) {
		a->ended = true;
		return true;
	}
	if (c > RUN_END) {
		n = (size_t)(257 - c);
		if ((value = pdf_byte(&a->s)) == -1)
			return false;
		memset(a->out, value, n);
		a->n = n;
		return true;
	}
	for (i = 0; i <= (size_t)c; i++) {
		if ((value = pdf_byte(&a->s)) == -1)
			return false;
		a->out[a->n++] = (uint8_t)value;
	}
	return true;
}

static ssize_t
read_run(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	return give((struct ascii *)s, out, cap, more_run);
}

static struct pdf_stage *
ascii_new(ssize_t (*read)(struct pdf_stage *s, uint8_t *out, size_t cap))
{
	struct ascii *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->s.read = read;
	return &a->s;
}

struct pdf_stage *
pdf_hex(void)
{
	return ascii_new(read_hex);
}

struct pdf_stage *
pdf_a85(void)
{
	return ascii_new(read_a85);
}

struct pdf_stage *
pdf_run(void)
{
	return ascii_new(read_run);
}
