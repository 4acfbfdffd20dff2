/*
 * decode_pdf.c - streams of PDF files: dictionaries, filters, text, and what
 * must not be taken for one
 */
#include <zlib.h>

#include "decode_run.h"
#include "forensic/bytes.h"
#include "tap.h"

static const struct fx_decoder *pdf;

/* "1 0 obj << DICT >> stream", n bytes of data, "endstream" */
static size_t
object(struct fx_buf *b, const char *dict, const void *data, size_t n)
{
	size_t at;

	fx_buf_printf(b, "%%PDF-1.7\n1 0 obj\n<< %s >>\nstream\n", dict);
	at = b->len;
	fx_buf_put(b, data, n);
	fx_buf_str(b, "\nendstream\nendobj\n2 0 obj\n(Tj)\nendobj\n");
	return at;
}

/* Decode a copy that ends with its last byte, if the place looks right. */
static void
decode(const struct fx_buf *b, size_t at, size_t step, struct run *r)
{
	uint8_t *copy = malloc(b->len);

	if (copy == NULL || b->failed)
		abort();
	memcpy(copy, b->p, b->len);
	*r = (struct run){ .whole = false };
	if (run_look(pdf, copy, b->len, at, 0))
		run_at(pdf, copy, b->len, at, step, FX_BUF_MAX, r);
	free(copy);
}

static void
is_decoded(const char *dict, const void *data, size_t n, const char *want,
    size_t wanted, const char *what)
{
	struct fx_buf b = { 0 };
	size_t at = object(&b, dict, data, n);
	struct run r;

	decode(&b, at, 7, &r);
	if (!ok(r.whole && r.out.len == wanted &&
		    memcmp(fx_buf_text(&r.out), want, wanted) == 0,
		"%s", what))
		printf("# whole %d, got \"%s\"\n", r.whole,
		    fx_buf_text(&r.out));
	fx_buf_done(&r.out);
	fx_buf_done(&b);
}

/* Content streams, and their text. */
static const struct {
	const char *what, *ops, *text;
} texts[] = {
	{ "one string", "BT (4111111111111111) Tj ET", "4111111111111111" },
	{ "strings in a row", "BT (4111) Tj (1111)Tj(1111)Tj (1111) Tj ET",
	    "4111111111111111" },
	{ "kerning in a number", "BT [(41)-20(11)35.5(11)-120 (1)] TJ ET",
	    "4111111" },
	{ "a wide gap is a space", "BT [(4111)-250(1111)-.5e(1)] TJ ET",
	    "4111 11111" },
	{ "just so wide", "BT [(a)-200(b)-199.9(c)] TJ ET", "a bc" },
	{ "hexadecimal", "BT <34313131> Tj <31 3\n1 3> Tj ET", "4111110" },
	{ "escapes", "BT (\\064\\61\\0611\\(\\)\\\\\\n\\q) Tj ET",
	    "4111()\\\nq" },
	{ "an end of line in a string", "BT (41\\\n11\\\r\n11\\\r11) Tj ET",
	    "41111111" },
	{ "parentheses in each other", "BT (a(b(c)d)e) Tj ET", "a(b(c)d)e" },
	{ "next lines", "BT 12 TL (a) Tj T* (b) Tj (c) ' 1 2 (d) \" ET",
	    "a\nb\nc\nd" },
	{ "next line without leading", "BT (a) Tj T* (b) Tj ET", "a\nb" },
	{ "down is another line",
	    "BT /F1 12 Tf 72 700 Td (a) Tj 0 -14 Td (b) "
	    "Tj ET",
	    "a\nb" },
	{ "each digit placed",
	    "BT /F1 10 Tf 72 700 Td (4) Tj 5.56 0 Td (1) Tj "
	    "5.56 0 Td (1) Tj 5.56 0 Td (1) Tj ET",
	    "4111" },
	{ "each group placed, a space apart",
	    "BT /F1 10 Tf 72 700 Td (4111) Tj 25 0 Td (1111) Tj ET",
	    "4111 1111" },
	{ "a matrix for each word",
	    "BT /F 1 Tf 10 0 0 10 72 700 Tm (4111) Tj 10 0 0 10 94.3 700 Tm "
	    "(1111) Tj 10 0 0 10 72 690 Tm (b) Tj ET",
	    "41111111\nb" },
	{ "back on the same line is another",
	    "BT /F 10 Tf 72 700 Td (4111) Tj 0 0 Td (1111) Tj ET",
	    "4111\n1111" },
	{ "other text objects on the same line",
	    "BT /F 10 Tf 72 700 Td (4111) Tj ET BT 94.3 700 Td (1111) Tj ET",
	    "41111111" },
	{ "other coordinates are another line",
	    "BT (a) Tj ET q 1 0 0 1 0 9 cm BT (b) Tj ET Q", "a\nb" },
	{ "two bytes a character",
	    "BT [<00340031>-300<0031>] TJ T* <0032> Tj "
	    "ET",
	    NULL },
	{ "a comment", "BT (a) Tj % (no) Tj\n(b) Tj ET", "ab" },
	{ "words for readers",
	    "/Span <</ActualText (4111)>> BDC BT (x) Tj ET "
	    "EMC",
	    "4111\nx" },
	{ "a picture in the text",
	    "BT (a) Tj ET BI /W 1 ID \xff(x) Tj \n EIx EI BT (b) Tj ET",
	    "a\nb" },
	{ "no operator at the end", "BT (4111) Tj (1111)", "41111111" },
	{ "a number too long for any line",
	    "BT 99999999999999999999 -99999999999999999999 Td /F "
	    "99999999999999 Tf 9999999999999 0 0 999999999999 1 1 Tm "
	    "9999999999 9999999999 Td (a) Tj 99999999999 0 Td (b) Tj ET",
	    "a b" },
	{ "brackets that do not match", "]]>>)) [[[ << BT (a) Tj ET", "a" },
};

static void
test_text(void)
{
	static const char wide[] = "\0"
				   "4\0"
				   "1\0 \0"
				   "1\0\n\0"
				   "2";
	const char *text;
	size_t i, n;

	for (i = 0; i < FX_LEN(texts); i++) {
		text = texts[i].text != NULL ? texts[i].text : wide;
		n = texts[i].text != NULL ? strlen(text) : sizeof(wide) - 1;
		is_decoded("/Length 9 0 R", texts[i].ops, strlen(texts[i].ops),
		    text, n, texts[i].what);
	}
}

/* Dictionaries, with "BT (text) Tj ET" in hexadecimal, which has an end. */
static const struct {
	const char *what, *dict;
	bool decoded;
} dicts[] = {
	{ "a name", "/Filter /ASCIIHexDecode", true },
	{ "its abbreviation", "/Filter/AHx", true },
	{ "an array", "/Filter [ /AHx ]", true },
	{ "escapes in a name", "/Fil#74er /AH#78", true },
	{ "a length that is right", "/Length 31 /Filter /AHx", true },
	{ "a length that is wrong", "/Length 3 /Filter /AHx", true },
	{ "a length that is far off", "/Length 1073741824 /Filter /AHx", true },
	{ "a length elsewhere", "/Length 8 0 R /Filter /AHx", true },
	{ "parameters of none", "/Filter /AHx /DecodeParms null", true },
	{ "parameters elsewhere", "/Filter /AHx /DecodeParms 7 0 R /A 1",
	    true },
	{ "a string with brackets",
	    "/T (>> endobj 3 0 obj << \\) ) /Filter "
	    "/AHx",
	    true },
	{ "dictionaries in it",
	    "/R << /F << /F1 2 0 R >> /P [ 1 [ << >> ] ] "
	    ">> /Filter /AHx",
	    true },
	{ "a comment", "/Filter % /DCTDecode >>\n/AHx", true },
	{ "a form", "/Type /XObject /Subtype /Form /Filter /AHx", true },
	{ "a filter elsewhere", "/Filter 5 0 R", false },
	{ "a picture", "/Subtype /Image /Filter /DCTDecode", false },
	{ "a picture in text", "/Filter [/AHx /JPXDecode]", false },
	{ "nine filters",
	    "/Filter [/AHx /AHx /AHx /AHx /AHx /AHx /AHx /AHx "
	    "/AHx]",
	    false },
	{ "an array that does not end", "/Filter [/AHx", false },
	{ "a string that does not end", "/T (x /Filter /AHx", false },
	{ "no dictionary", ">> << /Filter", false },
};

static void
test_dicts(void)
{
	static const char hex[] = "4254202874657874 2920546A204554>";
	struct fx_buf b = { 0 };
	struct run r;
	size_t i, at;

	for (i = 0; i < FX_LEN(dicts); i++) {
		fx_buf_reset(&b);
		at = object(&b, dicts[i].dict, hex, sizeof(hex) - 1);
		decode(&b, at, 100, &r);
		is_int(r.whole && strcmp(fx_buf_text(&r.out), "text") == 0,
		    dicts[i].decoded, "%s", dicts[i].what);
		fx_buf_done(&r.out);
	}
	fx_buf_done(&b);
}

/* Filters one by one: data that are no text come out as they are. */
static const struct {
	const char *what, *filter, *data;
	size_t n;
	const char *out;
	size_t nout;
} filters[] = {
#define CASE(what, filter, data, out)                                      \
	{                                                                  \
		what, filter, data, sizeof(data) - 1, out, sizeof(out) - 1 \
	}
	CASE("hex", "/AHx", "41 42\n4 3 4>zz", "ABC@"),
	CASE("hex without its end", "/AHx", "414243", "ABC"),
	CASE("ASCII85", "/A85", "87cUR\nD]i,\"Ebo80~>x", "Hello World!"),
	CASE("ASCII85, zeros", "/A85", "z!!~>", "\0\0\0\0\0"),
	CASE("runs", "/RL",
	    "\x02"
	    "abc\xfe"
	    "d\x80zz",
	    "abcddd"),
	CASE("runs without their end", "/RL",
	    "\xff"
	    "a",
	    "aa"),
	/* ISO 32000-1, 7.4.4.2, example 1 */
	CASE("LZW", "/LZW", "\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01",
	    "-----A---B"),
	CASE("one over the other", "[/AHx /RL /AHx]", "04363136323E80>", "ab"),
#undef CASE
};

static void
test_filters(void)
{
	char dict[100];
	size_t i;

	for (i = 0; i < FX_LEN(filters); i++) {
		snprintf(dict, sizeof(dict), "/Type /X /Filter %s",
		    filters[i].filter);
		is_decoded(dict, filters[i].data, filters[i].n, filters[i].out,
		    filters[i].nout, filters[i].what);
	}
}

/* Data that are damaged: what was before stands, and it is said. */
static const struct {
	const char *what, *filter, *data;
	size_t n;
	const char *out;
} damaged[] = {
#define CASE(what, filter, data, out)                     \
	{                                                 \
		what, filter, data, sizeof(data) - 1, out \
	}
	CASE("hex", "/AHx", "4142x4", "AB"),
	CASE("hex, half", "/AHx", "41424x", "AB"),
	CASE("ASCII85, too large a word", "/A85", "87cURuuuuu~>", "Hell"),
	CASE("ASCII85, half a byte", "/A85", "87cUR!~>", "Hell"),
	CASE("ASCII85, a zero in a word", "/A85", "87cUR!z", "Hell"),
	CASE("LZW, a code that is not there", "/LZW", "\x80\x0B\x7F\xFF", "-"),
	CASE("Flate that is none", "/Fl", "hello, world", ""),
#undef CASE
};

static void
test_damaged(void)
{
	struct fx_buf b = { 0 };
	char dict[100];
	struct run r;
	size_t i, at;

	for (i = 0; i < FX_LEN(damaged); i++) {
		snprintf(dict, sizeof(dict), "/Type /X /Filter %s",
		    damaged[i].filter);
		fx_buf_reset(&b);
		at = object(&b, dict, damaged[i].data, damaged[i].n);
		decode(&b, at, 100, &r);
		ok(!r.whole && strcmp(fx_buf_text(&r.out), damaged[i].out) == 0,
		    "damaged: %s", damaged[i].what);
		ok(r.err.msg[0] != '\0', "it is said");
		fx_buf_done(&r.out);
	}
	fx_buf_done(&b);
}

/* Rows before and behind a predictor. */
static const struct {
	const char *what, *parms, *data;
	size_t n;
	const char *out;
	size_t nout;
} rows[] = {
#define CASE(what, parms, data, out)                                      \
	{                                                                 \
		what, parms, data, sizeof(data) - 1, out, sizeof(out) - 1 \
	}
	CASE("none", "/Predictor 1 /Columns 3", "abcabc", "abcabc"),
	CASE("PNG, each kind of row", "/Predictor 12 /Columns 3",
	    "\0abc"
	    "\1a\1\1"
	    "\2\0\1\1"
	    "\3\x31\1\1"
	    "\4\1\1\1",
	    "abc"
	    "abc"
	    "acd"
	    "acd"
	    "bde"),
	CASE("PNG, a row that is cut", "/Predictor 15 /Columns 4",
	    "\0abcd\2\1\1", "abcdbc"),
	CASE("PNG, two colours", "/Predictor 11 /Columns 2 /Colors 2",
	    "\1ab\1\1", "abbc"),
	CASE("TIFF, 8 bits", "/Predictor 2 /Columns 3", "a\1\1b\1\1", "abcbcd"),
	CASE("TIFF, 16 bits", "/Predictor 2 /Columns 2 /BitsPerComponent 16",
	    "\0\xff\0\1", "\0\xff\1\0"),
	CASE("TIFF, 4 bits", "/Predictor 2 /Columns 4 /BitsPerComponent 4",
	    "\x31\x11", "\x34\x56"),
	CASE("TIFF, a bit", "/Predictor 2 /Columns 8 /BitsPerComponent 1",
	    "\xff", "\xaa"),
#undef CASE
};

static size_t
deflate_of(const void *p, size_t n, uint8_t *out, size_t cap)
{
	uLongf len = cap;

	if (compress(out, &len, p, n) != Z_OK)
		abort();
	return len;
}

static void
test_rows(void)
{
	static uint8_t packed[1000];
	char dict[200];
	size_t i, n;

	for (i = 0; i < FX_LEN(rows); i++) {
		snprintf(dict, sizeof(dict),
		    "/Type /X /Filter /FlateDecode /DecodeParms << %s >>",
		    rows[i].parms);
		n = deflate_of(rows[i].data, rows[i].n, packed, sizeof(packed));
		is_decoded(dict, packed, n, rows[i].out, rows[i].nout,
		    rows[i].what);
		snprintf(dict, sizeof(dict),
		    "/Type /X /Filter [/Fl] /DecodeParms [<< %s >>]",
		    rows[i].parms);
		is_decoded(dict, packed, n, rows[i].out, rows[i].nout,
		    "the same in arrays");
	}
}

/* Sizes that no row can have, and rows of no known kind. */
static void
test_bad_rows(void)
{
	static const char *const parms[] = { "/Predictor 3",
		"/Predictor 12 /Columns 0", "/Predictor 12 /Colors 0",
		"/Predictor 12 /Colors 33", "/Predictor 2 /BitsPerComponent 3",
		"/Predictor 2 /BitsPerComponent 32",
		"/Predictor 12 /Columns 1048577",
		"/Predictor 12 /Columns 1048576 /Colors 2",
		"/Predictor 15 /Columns 1073741823 /Colors 1073741823" };
	struct fx_buf b = { 0 };
	static uint8_t packed[100];
	char dict[200];
	struct run r;
	size_t i, n, at;

	n = deflate_of("\5abc", 4, packed, sizeof(packed));
	for (i = 0; i < FX_LEN(parms) + 1; i++) {
		snprintf(dict, sizeof(dict),
		    "/Type /X /Filter /Fl /DecodeParms << %s >>",
		    i < FX_LEN(parms) ? parms[i] : "/Predictor 12 /Columns 3");
		fx_buf_reset(&b);
		at = object(&b, dict, packed, n);
		decode(&b, at, 100, &r);
		ok(!r.opened && r.err.msg[0] != '\0', "refused: %s",
		    i < FX_LEN(parms) ? parms[i] : "a row of kind 5");
		fx_buf_done(&r.out);
	}
	fx_buf_done(&b);
}

/* Zeros in zeros in zeros: it ends, and says why. */
static void
test_bomb(void)
{
	const size_t zeros = 200 << 20;
	uint8_t *big = calloc(1, zeros), *packed = malloc(1 << 20);
	struct fx_buf b = { 0 };
	struct run r;
	size_t n, at;

	if (big == NULL || packed == NULL)
		abort();
	memset(big, ' ', zeros);
	n = deflate_of(big, zeros, packed, 1 << 20);
	at = object(&b, "/Type /X /Filter [/Fl /AHx]", packed, n);
	decode(&b, at, 100, &r);
	ok(!r.opened && r.out.len == 0, "spaces that are nothing end");
	fx_buf_reset(&b);
	at = object(&b, "/Type /X /Filter /Fl", packed, n);
	decode(&b, at, 1 << 16, &r);
	ok(r.limit != NULL && strcmp(r.limit, "ratio") == 0 &&
		r.out.len < zeros,
	    "more than 64 MiB from little is refused");
	fx_buf_done(&r.out);
	fx_buf_done(&b);
	free(big);
	free(packed);
}

/* Where a stream begins, and where none does. */
static void
test_places(void)
{
	static const struct {
		const char *text;
		bool is;
	} all[] = {
		{ "1 0 obj<</A 1>>stream\n", true },
		{ "1 0 obj<</A 1>>stream\r\n", true },
		{ "1 0 obj<</A 1>>stream\r", true },
		{ "1 0 obj\r\n<< /A 1 >>\r\n stream\n", true },
		{ "1 0 obj<</A 1>>endstream\n", false },
		{ "1 0 obj<</A 1>>stream", false },
		{ "1 0 obj<</A 1>> 2 stream\n", false },
		{ "obj<</A 1>>stream\n", false },
		{ "1 0 obj (<</A 1>>stream\n", false },
		{ "stream\n", false },
		{ ">>stream\n", false },
	};
	struct fx_buf b = { 0 };
	size_t i, at, found;

	for (i = 0; i < FX_LEN(all); i++) {
		fx_buf_reset(&b);
		fx_buf_str(&b, all[i].text);
		at = b.len;
		fx_buf_str(&b, "BT (a) Tj ET endstream");
		found = run_next(pdf, (const uint8_t *)b.p, b.len, 0);
		is_int(found == at, all[i].is, "place %zu", i + 1);
		is_int(found < b.len, all[i].is, "and no other");
	}
	fx_buf_reset(&b);
	fx_buf_str(&b, "1 0 obj<<");
	for (i = 0; i < 900; i++)
		fx_buf_str(&b, "/A (xyz)\n");
	fx_buf_str(&b, ">>stream\n");
	at = b.len;
	fx_buf_str(&b, "BT (a) Tj ET");
	ok(run_look(pdf, (const uint8_t *)b.p, b.len, at, 0),
	    "a dictionary of 8 KiB is seen");
	fx_buf_done(&b);
}

/* Text without a filter: what lies in one string is in the file already. */
static void
test_touched(void)
{
	static const char ops[] =
	    "BT (4111) Tj (1111) Tj T* (5\\065) Tj T* [(66)] TJ T* [(7)-9(7)] "
	    "TJ ET";
	static const char text[] = "41111111\n55\n66\n77";
	static const struct {
		uint64_t from, to;
		bool new;
	} all[] = {
		{ 0, 4, false },
		{ 1, 3, false },
		{ 4, 8, false },
		{ 3, 5, true },
		{ 0, 8, true },
		{ 7, 9, true },
		{ 9, 11, true }, /* an escape */
		{ 12, 14, false },
		{ 15, 17, true }, /* two strings */
		{ 16, 17, true },
	};
	struct fx_buf b = { 0 };
	size_t at = object(&b, "/Length 1 0 R", ops, sizeof(ops) - 1), i;
	struct fx_memory m = { (const uint8_t *)b.p, b.len };
	struct fx_source src = fx_source_memory(&m);
	struct fx_decoding d;
	struct fx_err err;
	uint8_t out[100];

	ok(fx_decoding_open(&d, pdf, &src, at, &err) == 0, "it begins");
	is_int(pdf->read(&d, out, sizeof(out), &err), sizeof(text) - 1,
	    "it has so much text");
	ok(memcmp(out, text, sizeof(text) - 1) == 0, "which is right");
	for (i = 0; i < FX_LEN(all); i++)
		is_int(pdf->touched(&d, all[i].from, all[i].to), all[i].new,
		    "bytes %d to %d", (int)all[i].from, (int)all[i].to);
	fx_decoding_close(&d);
	fx_buf_done(&b);
}

/* What is no text and has no filter is seen as it lies; nor is a reference
 * followed, be it to itself. */
static void
test_nothing(void)
{
	struct fx_buf b = { 0 };
	struct run r;
	size_t at;

	at = object(&b, "/Type /Metadata", "<x>4111</x>", 11);
	decode(&b, at, 100, &r);
	ok(!r.opened, "metadata without a filter");
	fx_buf_reset(&b);
	at = object(&b, "/Length 5", "1 0 0 1 0 0 cm 5 5 l S", 22);
	decode(&b, at, 100, &r);
	ok(!r.opened, "a drawing without a filter");
	fx_buf_reset(&b);
	at = object(&b,
	    "/Length 1 0 R /Filter 1 0 R /DecodeParms 1 0 R /Prev 1 0 R",
	    "BT (a) Tj ET", 12);
	decode(&b, at, 100, &r);
	ok(!r.opened, "an object that refers to itself");
	fx_buf_reset(&b);
	at = object(&b, "/Length 1 0 R /Prev 1 0 R /Kids [1 0 R]",
	    "BT (a) Tj /F1 Do ET", 19);
	decode(&b, at, 100, &r);
	ok(r.whole && strcmp(fx_buf_text(&r.out), "a") == 0,
	    "and one that shows itself");
	fx_buf_done(&r.out);
	fx_buf_done(&b);
}

int
main(void)
{
	pdf = fx_decoder_find("PDF", 3);
	if (!ok(pdf != NULL, "it is there"))
		return done();
	ok(pdf->confined, "it is confined, for zlib is");
	test_text();
	test_dicts();
	test_filters();
	test_damaged();
	test_rows();
	test_bad_rows();
	test_bomb();
	test_places();
	test_touched();
	test_nothing();
	return done();
}
