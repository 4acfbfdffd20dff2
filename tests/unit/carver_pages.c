/*
 * carver_pages.c - every word of the lexicon is found in every code page that
 * can write it; iconv(3) says which, and how
 */
#include <iconv.h>

#include "carve.h"
#include "forensic/bytes.h"
#include "forensic/utf8.h"
#include "tap.h"
#include "text.h"

enum { BYTES = 256 };

static const struct {
	const char *name;
	uint16_t high[0x80];
} pages[] = {
#define PAGE(id, name, ...) { name, { __VA_ARGS__ } },
#include "pages.def"
#undef PAGE
};

/* Text in the page, or 0 bytes if it cannot be written there. */
static size_t
write_in(iconv_t cd, const char *text, char out[BYTES])
{
	char in[BYTES], *from = in, *to = out;
	size_t n = strlen(text), room = BYTES;

	memcpy(in, text, n + 1);
	iconv(cd, NULL, NULL, NULL, NULL);
	return iconv(cd, &from, &n, &to, &room) == 0 ? BYTES - room : 0;
}

/* The same letters as they are written where there is no comma below. */
static void
cedilla(const char *text, char out[BYTES])
{
	size_t n = strlen(text), i;

	memcpy(out, text, n + 1);
	for (i = 0; i + 1 < n; i++)
		if (memcmp(out + i, "\xc8\x99", 2) == 0)
			memcpy(out + i, "\xc5\x9f", 2);
		else if (memcmp(out + i, "\xc8\x9b", 2) == 0)
			memcpy(out + i, "\xc5\xa3", 2);
}

static bool
is_found(const char *bytes, size_t n, const struct word *word)
{
	struct carve_text c;
	struct text t;
	size_t i;

	carve_open(&c, bytes, n, FX_ASCII);
	text_read(&t, &c.w, 0, c.w.len);
	carve_close(&c);
	for (i = 0; i < t.nfound; i++)
		if (t.found[i].word == word)
			return true;
	return false;
}

/* Letters of the table are those of iconv, and it has no others. */
static size_t
differing(size_t page, iconv_t back)
{
	char in, utf8[8], *from, *to;
	size_t n, room, wrong = 0, b;
	uint32_t cp;

	for (b = 0x80; b < 0x100; b++) {
		in = (char)b;
		from = &in;
		to = utf8;
		n = 1;
		room = sizeof utf8;
		if (iconv(back, &from, &n, &to, &room) == (size_t)-1 ||
		    fx_utf8_decode(utf8, sizeof utf8 - room, &cp) == 0)
			cp = 0;
		if (cp >= 0xe000 && cp <= 0xf8ff) /* Apple's sign */
			cp = 0;
		if (cp == 0x394 && pages[page].high[b - 0x80] == 0x2206)
			cp = 0x2206; /* Mac: "increment" in newer tables */
		if (text_letter(cp) || text_letter(pages[page].high[b - 0x80]))
			wrong += cp != pages[page].high[b - 0x80];
		iconv(back, NULL, NULL, NULL, NULL);
	}
	return wrong;
}

/*
 * A row in a page: behind it stands a letter of it that is no UTF-8, as in any
 * text of more than a word or two.
 */
static bool
row(iconv_t cd, const struct word *word, char stray, size_t *asked)
{
	char text[BYTES], bytes[BYTES + 8];
	size_t n;

	cedilla(word->text, text);
	n = write_in(cd, word->text, bytes);
	if (n == 0)
		n = write_in(cd, text, bytes);
	if (n == 0)
		return true;
	++*asked;
	memcpy(bytes + n, ": \x01 1", 6);
	bytes[n + 2] = stray;
	return is_found(bytes, n + 5, word);
}

static void
page(size_t p)
{
	iconv_t cd, back;
	size_t i, asked = 0, missed = 0;
	char stray = 0;

	cd = iconv_open(pages[p].name, "UTF-8");
	back = iconv_open("UTF-8", pages[p].name);
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): its word for no */
	if (cd == (iconv_t)-1 || back == (iconv_t)-1) {
		ok(false, "iconv knows %s", pages[p].name);
		return;
	}
	is_int(differing(p, back), 0, "%s: letters", pages[p].name);
	for (i = 0; i < 0x80 && stray == 0; i++)
		if (text_letter(pages[p].high[i]))
			stray = (char)(0x80 + i);
	for (i = 0; i < words_n; i++)
		if (!row(cd, &words[i], stray, &asked)) {
			printf("# %s: %s\n", pages[p].name, words[i].text);
			missed++;
		}
	ok(missed == 0 && asked > words_n / 3, "%s: %zu words, %zu missed",
	    pages[p].name, asked, missed);
	iconv_close(cd);
	iconv_close(back);
}

/* What no page makes a word of. */
static void
none(void)
{
	static const struct {
		const char *what, *bytes, *word;
		bool found;
	} some[] = {
		{ "CP1251", "\xed\xee\xec\xe5\xf0 \xea\xe0\xf0\xf2\xfb: 1",
		    "номер карты", true },
		{ "CP1251, capitals",
		    "\xcd\xce\xcc\xc5\xd0 \xca\xc0\xd0\xd2\xdb: 1",
		    "номер карты", true },
		{ "CP866 between lines",
		    "\xb3\xad\xae\xac\xa5\xe0 \xaa\xa0\xe0\xe2\xeb\xb3 1",
		    "номер карты", true },
		{ "half of it KOI8-R",
		    "\xed\xee\xec\xe5\xf0 \xcb\xc1\xd2\xd4\xd9: 1",
		    "номер карты", false },
		{ "inside of a word",
		    "\xe9\xed\xee\xec\xe5\xf0 \xea\xe0\xf0\xf2\xfb: 1",
		    "номер карты", false },
		{ "before a letter",
		    "\xed\xee\xec\xe5\xf0 \xea\xe0\xf0\xf2\xfb\xe0: 1",
		    "номер карты", false },
		{ "behind a small letter",
		    "\xe9\xcd\xce\xcc\xc5\xd0 \xca\xc0\xd0\xd2\xdb: 1",
		    "номер карты", true },
		{ "CP1250", "\xe8\xedslo karty: 1", "číslo karty", true },
		{ "CP852", "\x9f\xa1slo karty: 1", "číslo karty", true },
		{ "one letter of CP852, one of CP1250", "\x9f\xedslo karty: 1",
		    "číslo karty", false },
		{ "beside UTF-8", "\xff číslo karty \xff", "číslo karty",
		    true },
	};
	size_t i, k, n;

	for (i = 0; i < FX_LEN(some); i++) {
		n = strlen(some[i].bytes);
		for (k = 0; k < words_n; k++)
			if (strcmp(words[k].text, some[i].word) == 0)
				break;
		is_int(k < words_n && is_found(some[i].bytes, n, &words[k]),
		    some[i].found, "%s", some[i].what);
	}
}

int
main(void)
{
	size_t p;

	for (p = 0; p < FX_LEN(pages); p++)
		page(p);
	none();
	return done();
}
