/* scan_window.c - windows, hits and masks: what every carver leans on */
#include <stdlib.h>

#include "forensic/carver.h"
#include "tap.h"

#define B(text) text, sizeof(text) - 1

static const struct {
	const char *what, *bytes;
	size_t n;
	enum fx_encoding enc;
	size_t from, to, cap;
	const char *want; /* NULL: does not fit */
} texts[] = {
	{ "ASCII", B("abc"), FX_ASCII, 0, 3, 4, "abc" },
	{ "a piece", B("abcdef"), FX_ASCII, 2, 4, 9, "cd" },
	{ "clipped", B("abc"), FX_ASCII, 1, 9, 9, "bc" },
	{ "past the end", B("abc"), FX_ASCII, 5, 9, 9, "" },
	{ "backwards", B("abc"), FX_ASCII, 2, 1, 9, "" },
	{ "no room", B("abc"), FX_ASCII, 0, 3, 3, NULL },
	{ "room for the NUL alone", B("abc"), FX_ASCII, 0, 0, 1, "" },
	{ "UTF-8", B("\xc5\x82x"), FX_ASCII, 0, 3, 9, "\xc5\x82x" },
	{ "Latin-1", B("\xe9t\xe9"), FX_ASCII, 0, 3, 9, "\xc3\xa9t\xc3\xa9" },
	{ "UTF-8 cut by the range", B("\xc5\x82"), FX_ASCII, 0, 1, 9,
	    "\xc3\x85" },
	{ "U+0000", B("a\0b"), FX_ASCII, 0, 3, 9,
	    "a\xef\xbf\xbd"
	    "b" },
	{ "a noncharacter", B("\xef\xbf\xbf"), FX_ASCII, 0, 3, 9,
	    "\xef\xbf\xbd" },
	{ "UTF-16LE", B("a\0B\1"), FX_UTF16LE, 0, 2, 9, "a\xc5\x82" },
	{ "UTF-16BE", B("\0a\1B"), FX_UTF16BE, 0, 2, 9, "a\xc5\x82" },
	{ "a surrogate pair", B("\x3d\xd8\x00\xde"), FX_UTF16LE, 0, 2, 9,
	    "\xf0\x9f\x98\x80" },
	{ "half a pair",
	    B("\x3d\xd8"
	      "a\0"),
	    FX_UTF16LE, 0, 2, 9,
	    "\xef\xbf\xbd"
	    "a" },
	{ "a pair cut by the range", B("\xd8\x3d\xde\x00"), FX_UTF16BE, 0, 1, 9,
	    "\xef\xbf\xbd" },
	{ "a low half first", B("\xde\x00"), FX_UTF16BE, 0, 1, 9,
	    "\xef\xbf\xbd" },
};

static void
check_text(size_t i)
{
	size_t unit = texts[i].enc == FX_ASCII ? 1 : 2;
	size_t len = texts[i].n / unit, k;
	uint8_t *raw = malloc(texts[i].n), *p = malloc(len);
	char *out = malloc(texts[i].cap);
	struct fx_window w = { p, len, 0, (uint8_t)unit, texts[i].enc, raw,
		NULL };
	bool fits;

	memcpy(raw, texts[i].bytes, texts[i].n);
	for (k = 0; k < len; k++)
		p[k] = unit == 1 ? raw[k] : 'x'; /* only raw tells a unit */
	fits = fx_window_text(&w, texts[i].from, texts[i].to, out,
	    texts[i].cap);
	is_int(fits, texts[i].want != NULL, "text, %s: fits", texts[i].what);
	is_str(out, texts[i].want != NULL ? texts[i].want : "", "text, %s",
	    texts[i].what);
	free(raw);
	free(p);
	free(out);
}

static void
check_cut(void)
{
	static const uint8_t raw[20] = "a\0b\0c\0d\0", p[10] = "abcd";
	struct fx_window w = { p, 10, 100, 2, FX_UTF16LE, raw, NULL }, cut;

	cut = fx_window_cut(&w, 2, 6);
	is_int(cut.len, 4, "cut: length");
	is_int(cut.off, 104, "cut: offset counts bytes");
	ok(cut.p == p + 2 && cut.raw == raw + 4, "cut: pointers");
	cut = fx_window_cut(&w, 8, SIZE_MAX);
	is_int(cut.len, 2, "cut: clipped at the end");
	cut = fx_window_cut(&w, 11, 12);
	is_int(cut.len, 0, "cut: nothing there");
	is_int(cut.off, 120, "cut: at the end of what there is");
}

static void
check_why(void)
{
	struct fx_hit hit = { .score = 3 };
	int i;

	fx_hit_why(&hit, 4, "iin:%s", "visa");
	is_int(hit.score, 7, "why: bits are added");
	is_str(hit.why[0], "iin:visa", "why: words");
	fx_hit_why(&hit, -9, "%s",
	    "a reason of many more characters than the sixty-three that there is room for");
	is_int(hit.score, -2, "why: bits may be negative");
	is_str(hit.why[1],
	    "a reason of many more characters than the sixty-three that ther",
	    "why: cut");
	fx_hit_why(&hit, 0, "%s",
	    "a reason that is as long as a reason may be, with a letter: \xd0\x96\xd0\x96");
	is_str(hit.why[2],
	    "a reason that is as long as a reason may be, with a letter: \xd0\x96",
	    "why: cut at a whole character");
	for (i = 3; i < 40; i++)
		fx_hit_why(&hit, 1, "r%d", i);
	is_int(hit.nwhy, FX_WHY_MOST, "why: as many as there is room for");
	is_int(hit.score, -2 + 37, "why: and the bits of all");
	is_str(hit.why[FX_WHY_MOST - 1], "r23", "why: the first stay");
}

static void
check_attr(void)
{
	struct fx_hit hit = { .score = 0 };
	char big[FX_ATTR_LEN + 300];

	ok(fx_hit_get(&hit, "a") == NULL, "attr: none");
	fx_hit_attr(&hit, "a", "1");
	fx_hit_attr(&hit, "a", "2");
	fx_hit_attr(&hit, "b", "");
	is_str(fx_hit_get(&hit, "a"), "1", "attr: the first setting stays");
	ok(fx_hit_get(&hit, "b") == NULL, "attr: \"\" is not set");
	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	memcpy(big + FX_ATTR_LEN - 2, "\xe2\x82\xac", 3);
	fx_hit_attr(&hit, "c", big);
	is_int(strlen(fx_hit_get(&hit, "c")), FX_ATTR_LEN - 2,
	    "attr: cut at a whole character");
	memset(big, 0x80, sizeof(big) - 1);
	fx_hit_attr(&hit, "d", big);
	is_int(strlen(fx_hit_get(&hit, "d")), FX_ATTR_LEN - 1,
	    "attr: no character to be whole");
	while (hit.nattrs < FX_ATTRS_MOST)
		fx_hit_attr(&hit,
		    (const char *[]){ "0", "1", "2", "3", "4", "5", "6", "7",
			"8", "9", "10", "11" }[hit.nattrs],
		    "v");
	fx_hit_attr(&hit, "late", "v");
	is_int(hit.nattrs, FX_ATTRS_MOST, "attr: no more than there is room");
}

static void
stars(const char *value, char *out, size_t cap)
{
	(void)cap;
	snprintf(out, FX_VALUE_LEN, "<%zu>", strlen(value));
}

static void
check_set(void)
{
	static const struct fx_carver one = { .name = "a.one",
		.mask = stars,
		.attrs = { { "x", FX_PRIVATE, true } } };
	static const struct fx_carver two = { .name = "a.two" };
	static const struct fx_carver *const set[] = { &one, &two, NULL };
	char out[FX_VALUE_LEN];

	ok(fx_carver_find(set, "a.two") == &two, "set: found by name");
	ok(fx_carver_find(set, "a") == NULL, "set: no such name");
	ok(fx_carver_attr(&one, "x") == &one.attrs[0], "rule: declared");
	ok(fx_carver_attr(&one, "y") == NULL, "rule: not declared");
	fx_mask(&one, "secret", out);
	is_str(out, "<6>", "mask: the carver's own");
	fx_mask(&two, "secret", out);
	is_str(out, "********", "mask: a carver that has none hides all");
	fx_mask(NULL, "se", out);
	is_str(out, "********", "mask: and so does no carver, with its length");
	fx_mask(NULL, "", out);
	is_str(out, "", "mask: nothing stays nothing");
}

static const struct {
	const char *digits, *want;
} masks[] = {
	{ "1234567890123456789", "123456*********6789" },
	{ "4111111111111111", "411111******1111" },
	{ "378282246310005", "37828******0005" },
	{ "4222222222222", "422******2222" },
	{ "123456789012", "12******9012" },
	{ "1234567890", "******7890" },
	{ "12345678", "******78" },
	{ "123456", "******" },
	{ "1", "*" },
	{ "", "" },
};

int
main(void)
{
	char *out;
	size_t i, n;

	for (i = 0; i < FX_LEN(texts); i++)
		check_text(i);
	check_cut();
	check_why();
	check_attr();
	check_set();
	for (i = 0; i < FX_LEN(masks); i++) {
		n = strlen(masks[i].digits);
		out = malloc(n + 1);
		fx_mask_digits(masks[i].digits, n, out);
		is_str(out, masks[i].want, "%zu digits", n);
		free(out);
	}
	return done();
}
