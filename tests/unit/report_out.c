/* report_out.c - text and data in a page: nothing of it is markup */
#include <stdlib.h>

#include "../../libforensic/report/internal.h"
#include "forensic/bytes.h"
#include "tap.h"

#define L "\xe2\x9f\xa8" /* U+27E8 and U+27E9, around what is not shown */
#define R "\xe2\x9f\xa9"

static const struct {
	const char *what, *text;
	size_t most;
	const char *want;
} texts[] = {
	{ "plain", "abc", SIZE_MAX, "abc" },
	{ "nothing", "", SIZE_MAX, "" },
	{ "markup", "</b>&\"'", SIZE_MAX, "&lt;/b&gt;&amp;&quot;'" },
	{ "an entity", "&lt;", SIZE_MAX, "&amp;lt;" },
	{ "letters of two bytes", "M\xc3\xbcller", SIZE_MAX, "M\xc3\xbcller" },
	{ "a line feed", "a\nb", SIZE_MAX, "a" L "U+000A" R "b" },
	{ "an escape", "\x1b[2J", SIZE_MAX, L "U+001B" R "[2J" },
	{ "DEL and C1",
	    "\x7f\xc2\x9b"
	    "x",
	    SIZE_MAX, L "U+007F" R L "U+009B" R "x" },
	{ "a line separator", "\xe2\x80\xa8", SIZE_MAX, L "U+2028" R },
	{ "a mark of direction", "\xe2\x80\x8f", SIZE_MAX, L "U+200F" R },
	{ "a tag character", "\xf3\xa0\x81\x81", SIZE_MAX, L "U+E0041" R },
	{ "no character", "\xef\xbf\xbf", SIZE_MAX, L "U+FFFF" R },
	{ "no UTF-8", "a\xff", SIZE_MAX, "a" L "byte FF" R },
	{ "cut short", "\xe2\x82", SIZE_MAX, L "byte E2" R L "byte 82" R },
	{ "as long as may be", "abc", 3, "abc" },
	{ "longer", "abcd", 3, "abc\xe2\x80\xa6 (4 characters)" },
	{ "characters, not bytes", "\xc3\xbc\xc3\xbc<", 2,
	    "\xc3\xbc\xc3\xbc\xe2\x80\xa6 (3 characters)" },
};

static const struct {
	const char *what, *text, *want;
} blocks[] = {
	{ "plain", "[1,\"a\"]", "[1,\"a\"]" },
	{ "the end of a script", "\"</script>\"", "\"\\u003c/script\\u003e\"" },
	{ "a comment", "\"<!--\"", "\"\\u003c!--\"" },
	{ "an ampersand", "\"&lt;\"", "\"\\u0026lt;\"" },
	{ "line separators", "\"\xe2\x80\xa8\xe2\x80\xa9\"",
	    "\"\\u2028\\u2029\"" },
	{ "DEL and C1", "\"\x7f\xc2\x80\xc2\x9f\"",
	    "\"\\u007f\\u0080\\u009f\"" },
	{ "letters of two bytes", "\"\xc2\xa0\xc3\xbc\"",
	    "\"\xc2\xa0\xc3\xbc\"" },
	{ "letters of three", "\"\xe2\x82\xac\"", "\"\xe2\x82\xac\"" },
};

/* What a reader sees of markup, as the page's script takes it together. */
static const struct {
	const char *what, *markup, *seen;
} sights[] = {
	{ "text", "<p>a b</p>", "ab" },
	{ "white space", "<p>\n\ta  b\r\f</p>", "ab" },
	{ "entities", "<p>&lt;&amp;&gt;&quot;&amp;lt;</p>", "<&>\"&lt;" },
	{ "attributes", "<p class=\"x\">y</p>", "y" },
	{ "nothing", "<p></p>", "" },
};

static char kept[4096];
static size_t kept_len;

static int
keep(void *arg, const void *p, size_t n, struct fx_err *err)
{
	(void)arg;
	if (n >= sizeof(kept) - kept_len)
		return fx_fail(err, FX_ELIMIT, 0, "no room");
	memcpy(kept + kept_len, p, n);
	kept_len += n;
	kept[kept_len] = '\0';
	return 0;
}

static const struct fx_report_options opt = { .write = keep };

static void
begin(struct fxr_out *o)
{
	kept_len = 0;
	kept[0] = '\0';
	if (fxr_begin(o, &opt) == -1)
		abort();
}

/* The digest of a page is that of the words. */
static void
is_seen(struct fxr_out *o, const char *words, const char *what)
{
	uint8_t got[FX_SHA256_LEN], want[FX_SHA256_LEN];
	struct fx_err err;

	if (fx_hash_end(o->seen, got, &err) == -1 ||
	    fx_sha256(want, words, strlen(words)) == -1)
		abort();
	ok(memcmp(got, want, sizeof(got)) == 0, "%s: what is seen", what);
}

static int
refuse(void *arg, const void *p, size_t n, struct fx_err *err)
{
	(void)arg;
	(void)p;
	(void)n;
	return fx_fail(err, FX_EIO, 0, "no");
}

static void
check_failure(void)
{
	static const struct fx_report_options bad = { .write = refuse };
	struct fxr_out o;

	if (fxr_begin(&o, &bad) == -1)
		abort();
	fxr_text(&o, "a");
	is_int(fxr_flush(&o), -1, "what cannot be written is told");
	fxr_text(&o, "b");
	is_int(fxr_flush(&o), -1, "and stays so");
	is_str(o.err.msg, "no", "with the words of the first");
	fxr_done(&o);
}

int
main(void)
{
	struct fxr_out o;
	size_t i;

	for (i = 0; i < FX_LEN(texts); i++) {
		begin(&o);
		fxr_textn(&o, texts[i].text, strlen(texts[i].text),
		    texts[i].most);
		is_int(fxr_flush(&o), 0, "%s: written", texts[i].what);
		is_str(kept, texts[i].want, "%s", texts[i].what);
		fxr_done(&o);
	}
	for (i = 0; i < FX_LEN(blocks); i++) {
		begin(&o);
		fxr_data(&o, blocks[i].text, strlen(blocks[i].text));
		is_int(fxr_flush(&o), 0, "data: %s: written", blocks[i].what);
		is_str(kept, blocks[i].want, "data: %s", blocks[i].what);
		is_seen(&o, blocks[i].want, blocks[i].what);
		fxr_done(&o);
	}
	for (i = 0; i < FX_LEN(sights); i++) {
		begin(&o);
		fxr_html(&o, sights[i].markup);
		is_int(fxr_flush(&o), 0, "%s: written", sights[i].what);
		is_str(kept, sights[i].markup, "%s: as it is", sights[i].what);
		is_seen(&o, sights[i].seen, sights[i].what);
		fxr_done(&o);
	}
	begin(&o);
	fxr_html(&o, "<p>");
	fxr_text(&o, "a <b> c");
	fxr_html(&o, "</p>");
	is_seen(&o, "a<b>c", "text between markup");
	fxr_done(&o);
	check_failure();
	return done();
}
