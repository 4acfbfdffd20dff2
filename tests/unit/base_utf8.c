/* base_utf8.c - UTF-8: every class of what is not, records' text, lower case */
#include <locale.h>
#include <stdlib.h>
#include <wctype.h>

#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "tap.h"

/* Bytes with their length, so that NULs and cut ends can stand in a table. */
#define B(s) s, sizeof(s) - 1

static const struct {
	const char *what, *bytes;
	size_t n;
	size_t len;  /* what decode says; 0: no character */
	uint32_t cp; /* and of which code point */
	bool fit;    /* what fx_utf8_ok says of all n bytes */
} chars[] = {
	{ "nothing", B(""), 0, 0, true },
	{ "NUL", B("\0"), 1, 0, false },
	{ "first of one byte", B("\x01"), 1, 1, true },
	{ "last of one byte", B("\x7f"), 1, 0x7f, true },
	{ "first of two", B("\xc2\x80"), 2, 0x80, true },
	{ "last of two", B("\xdf\xbf"), 2, 0x7ff, true },
	{ "first of three", B("\xe0\xa0\x80"), 3, 0x800, true },
	{ "last before the surrogates", B("\xed\x9f\xbf"), 3, 0xd7ff, true },
	{ "first behind the surrogates", B("\xee\x80\x80"), 3, 0xe000, true },
	{ "U+FFFD", B("\xef\xbf\xbd"), 3, 0xfffd, true },
	{ "first of four", B("\xf0\x90\x80\x80"), 4, 0x10000, true },
	{ "last that is a character", B("\xf4\x8f\xbf\xbd"), 4, 0x10fffd,
	    true },
	/* Noncharacters decode, and are not fit for a record. */
	{ "U+FFFE", B("\xef\xbf\xbe"), 3, 0xfffe, false },
	{ "U+FFFF", B("\xef\xbf\xbf"), 3, 0xffff, false },
	{ "U+FDCF", B("\xef\xb7\x8f"), 3, 0xfdcf, true },
	{ "U+FDD0", B("\xef\xb7\x90"), 3, 0xfdd0, false },
	{ "U+FDEF", B("\xef\xb7\xaf"), 3, 0xfdef, false },
	{ "U+FDF0", B("\xef\xb7\xb0"), 3, 0xfdf0, true },
	{ "U+1FFFE", B("\xf0\x9f\xbf\xbe"), 4, 0x1fffe, false },
	{ "U+10FFFF", B("\xf4\x8f\xbf\xbf"), 4, 0x10ffff, false },
	/* Overlong forms: the longest and the shortest of each length. */
	{ "NUL in two bytes", B("\xc0\x80"), 0, 0, false },
	{ "slash in two bytes", B("\xc0\xaf"), 0, 0, false },
	{ "U+007F in two bytes", B("\xc1\xbf"), 0, 0, false },
	{ "NUL in three bytes", B("\xe0\x80\x80"), 0, 0, false },
	{ "slash in three bytes", B("\xe0\x80\xaf"), 0, 0, false },
	{ "U+07FF in three bytes", B("\xe0\x9f\xbf"), 0, 0, false },
	{ "NUL in four bytes", B("\xf0\x80\x80\x80"), 0, 0, false },
	{ "U+FFFF in four bytes", B("\xf0\x8f\xbf\xbf"), 0, 0, false },
	{ "five bytes", B("\xf8\x88\x80\x80\x80"), 0, 0, false },
	{ "six bytes", B("\xfc\x84\x80\x80\x80\x80"), 0, 0, false },
	/* Surrogates, single and as a pair (CESU-8). */
	{ "first high surrogate", B("\xed\xa0\x80"), 0, 0, false },
	{ "last high surrogate", B("\xed\xaf\xbf"), 0, 0, false },
	{ "first low surrogate", B("\xed\xb0\x80"), 0, 0, false },
	{ "last low surrogate", B("\xed\xbf\xbf"), 0, 0, false },
	{ "a pair", B("\xed\xa0\x80\xed\xb0\x80"), 0, 0, false },
	{ "U+110000", B("\xf4\x90\x80\x80"), 0, 0, false },
	{ "U+13FFFF", B("\xf4\xbf\xbf\xbf"), 0, 0, false },
	{ "U+140000", B("\xf5\x80\x80\x80"), 0, 0, false },
	{ "0xfe", B("\xfe"), 0, 0, false },
	{ "0xff", B("\xff"), 0, 0, false },
	/* Continuations without a lead, leads without continuation. */
	{ "first continuation alone", B("\x80"), 0, 0, false },
	{ "last continuation alone", B("\xbf"), 0, 0, false },
	{ "two bytes, cut", B("\xc3"), 0, 0, false },
	{ "three bytes, cut after one", B("\xe2"), 0, 0, false },
	{ "three bytes, cut after two", B("\xe2\x82"), 0, 0, false },
	{ "four bytes, cut after one", B("\xf0"), 0, 0, false },
	{ "four bytes, cut after two", B("\xf0\x9f"), 0, 0, false },
	{ "four bytes, cut after three", B("\xf0\x9f\x82"), 0, 0, false },
	{ "a letter for a continuation",
	    B("\xc3"
	      "A"),
	    0, 0, false },
	{ "a lead for a continuation", B("\xc3\xc3"), 0, 0, false },
	{ "a letter for the second",
	    B("\xe2\x82"
	      "A"),
	    0, 0, false },
	{ "a letter for the third",
	    B("\xf0\x9f\x82"
	      "A"),
	    0, 0, false },
	{ "the third is no continuation", B("\xf0\x9f\xc2\x80"), 0, 0, false },
	/* Text of more than one character. */
	{ "letters", B("a\xc3\xa9\xe2\x82\xac"), 1, 'a', true },
	{ "a NUL among them", B("a\0b"), 1, 'a', false },
	{ "a bad byte at the end", B("abc\xff"), 1, 'a', false },
};

static void
one(size_t i)
{
	size_t n = chars[i].n;
	uint8_t *copy = malloc(n); /* exact: ASan sees an overread */
	char back[4];
	uint32_t cp = 0;
	size_t len;

	if (copy == NULL && n > 0)
		return;
	if (n > 0)
		memcpy(copy, chars[i].bytes, n);
	len = fx_utf8_decode(copy, n, &cp);
	is_int(len, chars[i].len, "%s: bytes", chars[i].what);
	is_int(cp, chars[i].cp, "%s: code point", chars[i].what);
	is_int(fx_utf8_ok(copy, n), chars[i].fit, "%s: fit for a record",
	    chars[i].what);
	if (len > 0) {
		is_int(fx_utf8_encode(back, cp), len, "%s: and back: bytes",
		    chars[i].what);
		ok(memcmp(back, copy, len) == 0, "%s: and back", chars[i].what);
	}
	free(copy);
}

/* All of Unicode goes there and back; the surrogates do not come back. */
static void
all(void)
{
	uint32_t cp, got, bad = 0;
	char out[4];
	size_t n;

	for (cp = 0; cp <= 0x10ffff; cp++) {
		bool surrogate = cp >= 0xd800 && cp <= 0xdfff;

		n = fx_utf8_encode(out, cp);
		got = 0;
		if (surrogate)
			bad += fx_utf8_decode(out, n, &got) != 0;
		else
			bad += fx_utf8_decode(out, n, &got) != n || got != cp;
	}
	is_int(bad, 0, "every code point");
}

/* The capitals of alphabets; each must fold as the C library folds it. */
static const struct {
	const char *language, *capitals;
} alphabets[] = {
	{ "English", "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
	{ "Bulgarian", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯЍ" },
	{ "Croatian", "ČĆĐŠŽ" },
	{ "Czech", "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ" },
	{ "Danish", "ÆØÅ" },
	{ "Estonian", "ŠŽÕÄÖÜ" },
	{ "French", "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ" },
	{ "German", "ÄÖÜẞ" },
	{ "Greek", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ" },
	{ "Hungarian", "ÁÉÍÓÖŐÚÜŰ" },
	{ "Irish, Spanish", "ÁÉÍÓÚÜÑ" },
	{ "Italian", "ÀÈÉÌÎÒÙ" },
	{ "Latvian", "ĀČĒĢĪĶĻŅŌŖŠŪŽ" },
	{ "Lithuanian", "ĄČĘĖĮŠŲŪŽ" },
	{ "Maltese", "ĊĠĦŻ" },
	{ "Polish", "ĄĆĘŁŃÓŚŹŻ" },
	{ "Portuguese", "ÁÂÃÀÇÉÊÍÓÔÕÚ" },
	{ "Romanian", "ĂÂÎȘȚŞŢ" },
	{ "Slovak", "ÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ" },
	{ "Swedish", "ÅÄÖ" },
	{ "Russian", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" },
	{ "Ukrainian", "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ" },
};

static void
alphabet(size_t i)
{
	const char *p = alphabets[i].capitals;
	size_t len, n = strlen(p);
	uint32_t cp = 0, low;

	for (; n > 0; p += len, n -= len) {
		len = fx_utf8_decode(p, n, &cp);
		low = fx_utf8_lower(cp);
		is_int(low, towlower((wint_t)cp), "%s: U+%04X is folded",
		    alphabets[i].language, (unsigned int)cp);
		ok(low != cp, "%s: U+%04X is a capital", alphabets[i].language,
		    (unsigned int)cp);
	}
}

/* Where it folds, it folds as the C library does, in all of Unicode. */
static void
folds(void)
{
	uint32_t cp, bad = 0;

	for (cp = 0; cp <= 0x10ffff; cp++)
		if (fx_utf8_lower(cp) != cp &&
		    fx_utf8_lower(cp) != (uint32_t)towlower((wint_t)cp))
			bad++;
	is_int(bad, 0, "nothing is folded that the C library would not");
	is_int(fx_utf8_lower(0x130), 0x130, "a dotted capital I stays");
	is_int(fx_utf8_lower('@'), '@', "before A");
	is_int(fx_utf8_lower('['), '[', "after Z");
	is_int(fx_utf8_lower(0xd7), 0xd7, "a multiplication sign stays");
	is_int(fx_utf8_lower(0x3a2), 0x3a2, "a hole in Greek stays");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(chars); i++)
		one(i);
	all();
	if (!ok(setlocale(LC_CTYPE, "C.UTF-8") != NULL, "a locale to compare"))
		return done();
	for (i = 0; i < FX_LEN(alphabets); i++)
		alphabet(i);
	folds();
	return done();
}
