/* decode_worth.c - what decoded bytes are worth: by cases, and byte by byte */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/decode/worth.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct {
	const char *what, *bytes;
	size_t n, text;
	bool digits;
} cases[] = {
	{ "nothing", "", 0, 0, false },
	{ "one letter", "a", 1, 1, false },
	{ "a control character", "\1", 1, 0, false },
	{ "words among others", "jk\xfflmnop\xfez", 10, 5, false },
	{ "tab, CR, LF and DEL", "a\t\r\n~\x7f", 6, 5, false },
	{ "UTF-8 of two and three bytes", "a\xc3\xa4\xe2\x82\xac.", 7, 7,
	    false },
	{ "of four", "\xf0\x9f\x98\x80", 4, 4, false },
	{ "cut short", "ab\xe2\x82", 4, 2, false },
	{ "too long for what it is", "\xc0\xaf\xe0\x80\xaf", 5, 0, false },
	{ "a surrogate", "\xed\xa0\x80z", 4, 1, false },
	{ "packed digits", "\x45\x39\x57\x87\x63\x62\x14", 7, 3, true },
	{ "six bytes of them", "\x45\x39\x57\x87\x63\x62", 6, 3, false },
	{ "packed zeros", "\0\0\0\0\0\0\0\0", 8, 0, false },
	{ "zeros before another", "\0\0\0\0\0\0\x10", 7, 0, true },
	{ "a high half for twelve",
	    "\xf1\xfa\xfb\xf4\xf5\xf6\xf7\xf8\xf9\xfc"
	    "\xfd\xfe",
	    12, 0, true },
	{ "for eleven", "\xf1\xfa\xfb\xf4\xf5\xf6\xf7\xf8\xf9\xfc\xfd", 11, 0,
	    false },
	{ "one of zeros", "\xa\xb\xc\xa\xb\xc\xa\xb\xc\xa\xb\xc", 12, 1,
	    false },
	{ "six units of UTF-16", "j\0k\0l\0m\0n\0o\0", 12, 1, true },
	{ "of the other order", "\0j\0k\0l\0m\0n\0o", 12, 1, true },
	{ "five", "\xffz\0j\0k\0l\0m\0", 10, 1, false },
};

static void
check_case(size_t i)
{
	uint8_t *p = malloc(cases[i].n + (cases[i].n == 0));

	if (p == NULL) /* no byte more is there: ASan would tell */
		abort();
	memcpy(p, cases[i].bytes, cases[i].n);
	ok(worth_text(p, cases[i].n) == cases[i].text &&
		worth_digits(p, cases[i].n) == cases[i].digits,
	    "%s: %zu bytes of text, %s", cases[i].what,
	    worth_text(p, cases[i].n),
	    worth_digits(p, cases[i].n) ? "digits" : "none");
	ok(worth_text_slow(p, cases[i].n) == cases[i].text &&
		worth_digits_slow(p, cases[i].n) == cases[i].digits,
	    "%s: the same byte by byte", cases[i].what);
	free(p);
}

/* Bytes of a few kinds, each of which goes on for a while. */
static void
make(uint8_t *p, size_t n, uint64_t *seed)
{
	static const uint8_t some[] = { 0, 'a', '5', 0x45, 0x99, 0xc3, 0xa4,
		0xe2, 0x82, 0xf0, 0x9f, 0xf5, 0xf9, 0x10, 0x7f, '\n' };
	uint64_t x = *seed;
	size_t i;

	for (i = 0; i < n; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		if (i >= 2 && x % 4 == 0)
			p[i] = p[i - 2];
		else if (x % 4 == 1)
			p[i] = some[(x >> 8) % sizeof(some)];
		else if (x % 4 == 2)
			p[i] = (uint8_t)((x >> 40 & 0xf) |
			    (i > 0 ? p[i - 1] & 0xf0 : 0x30));
		else
			p[i] = (uint8_t)(x >> 24);
	}
	*seed = x;
}

/* Of every length up to some behind what is judged at once. */
static void
check_same(void)
{
	uint64_t seed = 88172645463325252U;
	unsigned int wrong = 0, digits = 0, rounds = 0;
	uint8_t p[80];
	size_t n;
	int r;

	for (r = 0; r < 400; r++)
		for (n = 0; n <= sizeof(p); n++) {
			make(p, n, &seed);
			wrong += worth_text(p, n) != worth_text_slow(p, n);
			wrong += worth_digits(p, n) != worth_digits_slow(p, n);
			digits += worth_digits(p, n);
			rounds++;
		}
	is_int(wrong, 0, "%u texts, as byte by byte", rounds);
	ok(digits > rounds / 10 && digits < rounds - rounds / 10,
	    "of which %u have digits", digits);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check_case(i);
	check_same();
	return done();
}
