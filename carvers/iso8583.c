/* iso8583.c - messages of ISO 8583:1987 with a card number in them */
#include <ctype.h>
#include <string.h>

#include "emv.h"
#include "forensic/check.h"

enum {
	FIELDS = 35, /* no later one is looked at */
	LLVAR = 0x80,
	SIGNED = 0x40, /* a sign before the digits */
};

/* Digits of fields 2 to 35 (ISO 8583:1987, table 4); most, if LLVAR. */
static const uint8_t fields[FIELDS + 1] = { 0, 0, LLVAR | 19, 6, 12, 12, 12, 10,
	8, 8, 8, 6, 6, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 1, SIGNED | 8,
	SIGNED | 8, SIGNED | 8, SIGNED | 8, LLVAR | 11, LLVAR | 11, LLVAR | 28,
	LLVAR | 37 };

static const char *const types[] = { "0100", "0110", "0120", "0130", "0200",
	"0210", "0220", "0230", "0400", "0410", "0420", "0430" };

static bool
type_ok(const char *type)
{
	size_t i;

	for (i = 0; i < FX_LEN(types); i++)
		if (memcmp(types[i], type, 4) == 0)
			return true;
	return false;
}

static bool
has(uint64_t bitmap, unsigned int field)
{
	return (bitmap >> (64 - field) & 1) != 0;
}

/* Does every message of these types have the fields that this one has? */
static bool
bitmap_ok(uint64_t bitmap)
{
	return (has(bitmap, 2) || has(bitmap, 35)) && has(bitmap, 3) &&
	    has(bitmap, 11);
}

/* A message being read: i is where the next field begins. */
struct message {
	const struct fx_window *w;
	size_t i;
	bool packed;
	struct emv *e;
};

/* n digits from here on to out; false if they are none. */
static bool
take(struct message *m, size_t n, char *out)
{
	size_t bytes = m->packed ? (n + 1) / 2 : n, k;

	if (m->i > m->w->len || m->w->len - m->i < bytes)
		return false;
	if (m->packed && n % 2 != 0) { /* to the right, behind a zero */
		if (emv_digits(m->w->p + m->i, n + 1, out) != n + 1 ||
		    out[0] != '0')
			return false;
		memmove(out, out + 1, n + 1);
	} else if (m->packed) {
		if (emv_digits(m->w->p + m->i, n, out) != n)
			return false;
	} else {
		for (k = 0; k < n; k++)
			if (!char_digit(m->w, m->i + k))
				return false;
		memcpy(out, m->w->p + m->i, n);
		out[n] = '\0';
	}
	m->i += bytes;
	return true;
}

static bool
pan_ok(const char *digits, size_t n)
{
	return n >= PAN_MIN && n <= PAN_MAX && fx_luhn_ok(digits, n) &&
	    pan_iin(digits, n) != NULL;
}

/* Track 2 of n characters as text. */
static bool
text_track(struct message *m, size_t n)
{
	const uint8_t *p = m->w->p + m->i;
	struct emv *e = m->e;
	size_t i, k;

	for (i = 0; i < n && i < PAN_MAX && isdigit(p[i]); i++)
		e->pan[i] = (char)p[i];
	e->pan[i] = '\0';
	e->n = i;
	if (i == n || (p[i] != '=' && p[i] != 'D') || n - i - 1 > EMV_TRACK ||
	    n - i - 1 < 4)
		return false;
	for (i++, k = 0; i < n; i++, k++) {
		if (!isdigit(p[i]))
			return false;
		e->rest[k] = (char)p[i];
	}
	e->rest[k] = '\0';
	memcpy(e->yymm, e->rest, 4);
	e->track = true;
	return pan_ok(e->pan, e->n);
}

static bool
read_track(struct message *m, size_t n)
{
	size_t bytes = m->packed ? (n + 1) / 2 : n;

	if (m->i > m->w->len || m->w->len - m->i < bytes)
		return false;
	if (!(m->packed ? emv_track(m->w->p + m->i, bytes, m->e)
			: text_track(m, n)))
		return false;
	m->i += bytes;
	return true;
}

/* A field of variable length. */
static bool
read_var(struct message *m, unsigned int field, size_t most)
{
	char digits[40];
	size_t n;

	if (!take(m, 2, digits))
		return false;
	n = (size_t)(digits[0] - '0') * 10 + (size_t)(digits[1] - '0');
	if (n == 0 || n > most)
		return false;
	if (field == 35)
		return read_track(m, n);
	if (!take(m, n, digits))
		return false;
	if (field != 2)
		return true;
	memcpy(m->e->pan, digits, n + 1);
	m->e->n = n;
	return pan_ok(digits, n);
}

static bool
read_field(struct message *m, unsigned int field)
{
	char digits[40];
	uint8_t c;

	if ((fields[field] & LLVAR) != 0)
		return read_var(m, field, fields[field] & 0x7f);
	if ((fields[field] & SIGNED) != 0) {
		c = pan_char(m->w, m->i++);
		if (c != 'C' && c != 'D')
			return false;
	}
	if (!take(m, fields[field] & 0x3f, digits))
		return false;
	if (field == 14)
		memcpy(m->e->yymm, digits, 5);
	return true;
}

/*
 * Read the fields from the first on to the last with an account in it.  Both
 * the PAN and track 2, where there are both, must be the same card's.
 */
static bool
read_fields(struct message *m, uint64_t bitmap)
{
	unsigned int field,
	    last = has(bitmap, 35) ? 35
	    : has(bitmap, 14)      ? 14
				   : 11;
	char pan[PAN_MAX + 1] = "";

	for (field = 2; field <= last; field++) {
		if (!has(bitmap, field))
			continue;
		if (!read_field(m, field))
			return false;
		if (field == 2)
			memcpy(pan, m->e->pan, sizeof pan);
	}
	if (pan[0] != '\0' && strcmp(pan, m->e->pan) != 0)
		return false;
	m->e->source = "iso8583";
	m->e->len = m->i - m->e->at;
	return m->e->len <= EMV_REACH;
}

/* The bitmap in digits at p[at]; false if they are none. */
static bool
text_bitmap(const struct fx_window *w, size_t at, uint64_t *bitmap)
{
	enum { DIGITS = 16 };
	size_t i;
	uint8_t c;

	for (*bitmap = 0, i = 0; i < DIGITS; i++) {
		c = pan_char(w, at + i);
		if (!isdigit(c) && !(c >= 'A' && c <= 'F') &&
		    !(c >= 'a' && c <= 'f'))
			return false;
		*bitmap = *bitmap << 4 |
		    (isdigit(c) ? c - (unsigned int)'0' : (c & 0x0fU) + 9);
	}
	return true;
}

/* A message of text whose type is at place i; the bitmap may be bytes. */
static bool
text_message(const struct fx_window *w, size_t i, struct emv *e)
{
	struct message m = { w, i + 4, false, e };
	uint64_t bitmap;
	size_t size = 8;

	if (w->len - i < 4 + 8)
		return false;
	if (text_bitmap(w, i + 4, &bitmap) && bitmap_ok(bitmap))
		size = 16;
	else if (bitmap = fx_be64(w->p + i + 4), !bitmap_ok(bitmap))
		return false;
	m.i += has(bitmap, 1) ? 2 * size : size;
	return read_fields(&m, bitmap);
}

/* In front of the type may stand its length, or a header. */
static const uint8_t header[] = { 0, 4, 9 };
_Static_assert(9 + 4 <= (int)FX_RUN_BEHIND, "a type is seen behind a run");

bool
iso_may(const struct fx_run *run)
{
	const uint8_t *p;
	size_t k;

	for (k = 0; k < FX_LEN(header); k++) {
		p = run->p + header[k];
		if (run->seen >= header[k] + 4U && p[0] == '0' && p[3] == '0' &&
		    type_ok((const char *)p))
			return true;
	}
	return false;
}

bool
iso_text(const struct fx_window *w, size_t at, struct emv *e)
{
	size_t i, k;

	for (k = 0; k < FX_LEN(header); k++) {
		i = at + header[k];
		if (i + 4 > w->len || w->p[i] != '0' ||
		    !type_ok((const char *)w->p + i))
			continue;
		memset(e, 0, sizeof *e);
		e->at = at;
		if (text_message(w, i, e))
			return true;
	}
	return false;
}

/* The bitmap that ends at place i, with the type before it? */
static bool
packed_bitmap(const struct fx_window *w, size_t i, size_t size,
    uint64_t *bitmap)
{
	char type[5];

	if (i < size + 2)
		return false;
	*bitmap = fx_be64(w->p + i - size);
	return has(*bitmap, 1) == (size == 16) && has(*bitmap, 2) &&
	    bitmap_ok(*bitmap) &&
	    emv_digits(w->p + i - size - 2, 4, type) == 4 && type_ok(type);
}

bool
iso_packed(const struct fx_window *w, size_t at, struct emv *e)
{
	struct message m = { w, at, true, e };
	uint64_t bitmap;

	memset(e, 0, sizeof *e);
	e->at = at;
	return (packed_bitmap(w, at, 8, &bitmap) ||
		   packed_bitmap(w, at, 16, &bitmap)) &&
	    read_fields(&m, bitmap);
}
