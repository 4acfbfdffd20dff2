/* decode_text.c - decoders of escapes in text: where they begin, what they give
 */
#include "decode_run.h"
#include "tap.h"

#define OOXML "<?xml version=\"1.0\"?>\n"
#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/x/2006/main\""
#define ODF "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""

struct row {
	const char *name, *in, *want; /* want NULL: nothing begins */
};

/* Each begins once, if at all, and gives the whole text. */
static const struct row rows[] = {
	{ "PERCENT", "pan%3D%34111111111111111", "pan=4111111111111111" },
	{ "PERCENT", "4111%201111%201111%201111", "4111 1111 1111 1111" },
	{ "PERCENT", "a=%3d4&b=1+1&c=+", "a==4&b=1 1&c= " },
	{ "PERCENT", "1+1=2 %41%42 x+y 2+2", "1+1=2 AB x+y 2+2" },
	{ "PERCENT", "%u0034111 %u20AC1234567",
	    "4111 \xe2\x82\xac"
	    "1234567" },
	{ "PERCENT", "caf%C3%A9 caf%E9 123456", "caf\xc3\xa9 caf\xe9 123456" },
	{ "PERCENT", "printf(\"%08x %10d\", x, y)", NULL },
	{ "PERCENT", "%B4111111111111111^DOE/JOHN^2512101", NULL },
	{ "PERCENT", "100% of 4111111111111111", NULL },
	{ "PERCENT", "\1\2%34\3\4\5\6\7\1\2\3\4\5", NULL },
	{ "PERCENT", "some text and %3", NULL },
	{ "PERCENT", "some text and %", NULL },
	{ "ENTITY", "&#52;111&nbsp;1111",
	    "4111\xc2\xa0"
	    "1111" },
	{ "ENTITY", "&#x34;&#X35;&#0054;", "456" },
	{ "ENTITY", "&#52&#53 &amp;#54;", "45 &#54;" },
	{ "ENTITY", "&#150;&#128;&#129;", "\xe2\x80\x93\xe2\x82\xac\xc2\x81" },
	{ "ENTITY", "&#0;&#xD800;&#99999999999;",
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "ENTITY", "&period;&colon;&hyphen;&apos;", ".:\xe2\x80\x90'" },
	{ "ENTITY", "a && b &nosuch; &AMP &amp &#; &#x; &#;", NULL },
	{ "ENTITY", "x&#12345678901234567890;", NULL },
	{ "ENTITY", "&thetasy", NULL },
	{ "ENTITY", "&#", NULL },
	{ "ESCAPE", "{\"exp\":\"12\\/27\"}", "{\"exp\":\"12/27\"}" },
	{ "ESCAPE", "\\u0034\\u0031\\x31\\u{31}", "4111" },
	{ "ESCAPE", "\\ud83d\\ude00\\U0001F600",
	    "\xf0\x9f\x98\x80\xf0\x9f\x98"
	    "\x80" },
	{ "ESCAPE", "\\ud83d\\u0034\\udc00",
	    "\xef\xbf\xbd"
	    "4\xef\xbf\xbd" },
	{ "ESCAPE", "\\064\\061\\061\\061", "4111" },
	{ "ESCAPE", "4111\\0401111\\0401111", "4111 1111 1111" },
	{ "ESCAPE", "caf\\303\\251", "caf\xc3\xa9" },
	{ "ESCAPE", "twice: \\\\u0034 \\\\n", "twice: \\u0034 \\n" },
	{ "ESCAPE", "line one\\nline two\\t3\\\"", "line one\nline two\t3\"" },
	{ "ESCAPE", "C:\\Documents\\0641111111111", NULL },
	{ "ESCAPE", "\1\2\3\\n\1\2\3\4\5\6\7\1", NULL },
	{ "ESCAPE", "short \\", NULL },
	{ "ESCAPE", "\\u123 \\x1 \\400 \\u{} \\u{12", NULL },
	{ "QP", "caf=C3=A9 4111=201111", "caf\xc3\xa9 4111 1111" },
	{ "QP", "=34=31=31=31", "4111" },
	{ "QP", "1111=A02222=A03333",
	    "1111\xa0"
	    "2222\xa0"
	    "3333" },
	{ "QP", "a =3D b=\r\nc=\nd=20\n", "a = bcd \n" },
	{ "QP",
	    "This line is as long as lines of mail can well be; 4111 1111=\n"
	    " 1111 1111\n",
	    "This line is as long as lines of mail can well be; 4111 1111"
	    " 1111 1111\n" },
	{ "QP", "/search?id=12&pan=4111111111111111&x=ab", NULL },
	{ "QP", "<td width=10 height=20 color=ff>", NULL },
	{ "QP", "x = a ==\n  41\n", NULL },
	{ "QP",
	    "UGVyc29uOiA0MTExMTExMTExMTExMTExIHwgMDEvMjcgfCAxMjM0NTY3OA=\nA",
	    NULL },
	{ "QP", "=3", NULL },
	{ "BASE64",
	    "NDExMTExMTExMTExMTExMSAwMS8yNw==", "4111111111111111 01/27" },
	{ "BASE64", "NDExMTExMTExMTExMTExMSAwMS8yNw",
	    "4111111111111111 01/27" },
	{ "BASE64", "NDExMTExMTExMTExMTExMSAwMS8y", "4111111111111111 01/2" },
	{ "BASE64", "/x/NDExMTExMTExMTExMTExMSAwMS8yNw",
	    "4111111111111111 01/27" },
	{ "BASE64",
	    "NDExMTExMTExMTExMTExMSAwMS8yNyBhbmQgc29tZSBtb3JlIHRleHQgdGhhdCBn\r\n"
	    "b2VzIG9uIGFuZCBvbgA=",
	    "4111111111111111 01/27 and some more text that goes on and on" },
	{ "BASE64", "NDExMTExMTExMTExMTExMSA", NULL }, /* 23 */
	{ "BASE64", "/usr/share/locale/de/messages", NULL },
	{ "BASE64", "------------------------------------------------", NULL },
	{ "BASE64", "+----------+-----------+----------------+--------+",
	    NULL },
	{ "BASE64",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
	    "7852b855",
	    NULL },
	{ "BASE64", "getElementsByTagNameAndAttribute", NULL },
	{ "BASE64", "_ZNSt8ios_base4InitD1Ev_and_more_of_it", NULL },
	{ "HEX", "343131313131313131313131", "411111111111" },
	{ "HEX", "34 31 31 31 31 31 31 31 31 31 31 31", "411111111111" },
	{ "HEX", "34:31:31:31:31:31:31:31:31:31:31:41", "41111111111A" },
	{ "HEX",
	    "0x34,0x31, 0x31,\n 0x31,0x31,0x31,0x31,0x31,0x31,0x31,0x31,0x31",
	    "411111111111" },
	{ "HEX", "A343131313131313131313131", "411111111111" },
	{ "HEX", "12:41 34 31 31 31 31 31 31 31 31 31 31 31", "A411111111111" },
	{ "HEX", "34313131313131313131313", NULL },
	{ "HEX", "34 31 31 31 31 31 31 31 31 31 31", NULL },
	{ "HEX", "343131313131313131313131z", NULL },
	{ "HEX", "34 31:31 31 31 31 31 31 31 31 31 31", NULL },
	{ "HEX", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b",
	    NULL },
	{ "HEX", "123e4567-e89b-12d3-a456-426614174000", NULL },
	{ "HEXDUMP",
	    "00000000: 3431 3131 3131 3131 3131 3131 3131 3131  4111111111111111\n"
	    "00000010: 3520                                     5 \n",
	    "41111111111111115 " },
	{ "HEXDUMP",
	    "0000000 34 31 31 31 31 31 31 31 31 31 31 31 31 31 31 31\n"
	    "0000020 35 36",
	    "411111111111111156" },
	{ "HEXDUMP",
	    "0000000 34 31 31 31 31 31 31 31 31 31 31 31 31 31 31 31\n"
	    "0000021 35 36\n",
	    NULL },
	{ "HEXDUMP", "00000000: 3431 3131 3131 3131 3131  4111122222\n", NULL },
	{ "HEXDUMP", "2026 11 22 33 44 55 66 77 88 99 10 11 12 13 14 15\n",
	    NULL },
	{ "XML",
	    OOXML "<w:document " WORD "><w:body><w:p><w:r><w:t>4111 1111"
		  "</w:t></w:r><w:r><w:t> 1111 1111</w:t></w:r></w:p></w:body>"
		  "</w:document>",
	    "4111 1111 1111 1111\n" },
	{ "XML",
	    "<w:document " WORD
	    ">\n <w:p>\n  <w:t>a</w:t>\n  <w:tab/><w:t>&#52;"
	    "1<![CDATA[1]]1]]></w:t><w:br/><w:t>\n</w:t>\n </w:p>\n"
	    "</w:document>",
	    "a\t411]]1\n\n\n" },
	{ "XML",
	    OOXML "<worksheet " WORD
		  "><row><c t=\"n\"><v>4111111111111111</v></c>"
		  "<c><f>A1</f><v>5</v></c></row></worksheet>",
	    "4111111111111111\t"
	    "A1\t5\t\n" },
	{ "XML",
	    "<office:document " ODF
	    "><text:p>a<text:s text:c=\"3\"/>b<text:s/>c"
	    "<text:line-break/>d</text:p></office:document>",
	    "a   b c\nd\n" },
	{ "XML", "<?xml version=\"1.0\"?><html><p>4111</p></html>", NULL },
	{ "XML", "<sst count=\"1\"><si><t>4111</t></si></sst>", NULL },
};

/* What it gives by steps is what it gives at once. */
static void
test_steps(const struct fx_decoder *d, const struct row *row, size_t at)
{
	static const size_t steps[] = { 1, 2, 3, 7, 100 };
	const uint8_t *in = (const uint8_t *)row->in;
	struct run whole, r;
	size_t i, same = 0;

	run_at(d, in, strlen(row->in), at, 1000, 1 << 20, &whole);
	for (i = 0; i < FX_LEN(steps); i++) {
		run_at(d, in, strlen(row->in), at, steps[i], 1 << 20, &r);
		same += r.used == whole.used && r.out.len == whole.out.len &&
		    memcmp(r.out.p, whole.out.p, r.out.len) == 0;
		fx_buf_done(&r.out);
	}
	is_int(same, i, "%s %s: by steps", row->name, row->in);
	fx_buf_done(&whole.out);
}

/* Does what begins at p[at] begin in UTF-16 as well? */
static bool
is_wide(const struct row *row, const char *p)
{
	size_t i;

	for (i = 0; row->in[i] != '\0'; i++)
		if ((row->in[i] & 0x80) != 0)
			return false;
	if (strcmp(row->name, "HEX") != 0)
		return strcmp(row->name, "XML") != 0 &&
		    strcmp(row->name, "HEXDUMP") != 0;
	return strspn(p, "0123456789abcdefABCDEF") >= 24;
}

/* The same text in UTF-16, at an odd place: the same comes out. */
static void
test_wide(const struct fx_decoder *d, const struct row *row, size_t at)
{
	size_t n = 2 * strlen(row->in) + 3, i;
	/* Escapes are given with what stands before them. */
	size_t pre = strcmp(row->name, "BASE64") != 0 &&
	    strcmp(row->name, "HEX") != 0;
	uint8_t *in = calloc(1, n);
	struct run r;

	if (in == NULL)
		abort();
	in[0] = 0xff;
	in[1] = '\n';
	for (i = 0; row->in[i] != '\0'; i++)
		in[3 + 2 * i] = (uint8_t)row->in[i];
	if (row->want == NULL) {
		is_int(run_next(d, in, n, 0), n, "%s %s: nor in UTF-16",
		    row->name, row->in);
	} else {
		at = 3 + 2 * at;
		is_int(run_next(d, in, n, 0), at, "%s %s: in UTF-16", row->name,
		    row->in);
		run_at(d, in, n, at, 7, 1 << 20, &r);
		ok(r.whole && r.used == n - at &&
			strncmp(fx_buf_text(&r.out) + pre, row->want,
			    r.out.len) == 0,
		    "%s %s: gives the same", row->name, row->in);
		fx_buf_done(&r.out);
	}
	free(in);
}

static void
test_row(const struct row *row)
{
	const struct fx_decoder *d = fx_decoder_find(row->name,
	    strlen(row->name));
	size_t n = strlen(row->in), at;
	uint8_t *in = malloc(n);
	struct run r;

	if (in == NULL)
		abort();
	memcpy(in, row->in, n);
	at = run_next(d, in, n, 0);
	if (row->want == NULL) {
		is_int(at, n, "%s %s: nothing begins", row->name, row->in);
		if (is_wide(row, row->in))
			test_wide(d, row, 0);
		free(in);
		return;
	}
	run_at(d, in, n, at, 1000, 1 << 20, &r);
	ok(r.whole, "%s %s: to its end", row->name, row->in);
	is_str(fx_buf_text(&r.out), row->want, "%s %s", row->name, row->in);
	is_int(r.used, n - at, "%s %s: used", row->name, row->in);
	is_int(run_next(d, in, n, at + 1), n, "%s %s: once", row->name,
	    row->in);
	fx_buf_done(&r.out);
	test_steps(d, row, at);
	if (is_wide(row, row->in + at))
		test_wide(d, row, at);
	free(in);
}

/*
 * Escapes `gap` bytes apart, in much other text: one decoding as long as the
 * next is near, then another.
 */
static void
test_regions(const char *name, const char *escape)
{
	static const struct {
		size_t gap, starts;
	} cases[] = { { 100, 1 }, { 512, 1 }, { 513, 10 }, { 9000, 10 } };
	const struct fx_decoder *d = fx_decoder_find(name, strlen(name));
	size_t n = 90000, len = strlen(escape), i, k, at, starts, same;
	char *p = malloc(n);

	if (p == NULL)
		abort();
	for (i = 0; i < FX_LEN(cases); i++) {
		memset(p, 'a', n);
		for (k = 0; k < 10 * len; k++)
			p[k / len * cases[i].gap + k % len] = escape[k % len];
		starts = same = 0;
		for (at = 0; at < n; at++) {
			const uint8_t *q = (const uint8_t *)p;
			bool is = run_look(d, q, n, at, 0);

			starts += is;
			same += is == run_look(d, q, n, at, 100000);
		}
		is_int(starts, cases[i].starts, "%s: starts, %zu apart", name,
		    cases[i].gap);
		is_int(same, n, "%s: whatever is shown besides", name);
	}
	free(p);
}

/* Which bytes of output are not those of the input. */
static void
test_touched(void)
{
	static const char in[] = "abc=3D and =\nd=C3=A4e=\n";
	static const struct {
		size_t from, to;
		bool touched;
	} cases[] = {
		/* abc= and dXXe */
		{ 0, 3, false },
		{ 0, 4, true },
		{ 3, 4, true },
		{ 4, 9, false },
		{ 4, 10, true },
		{ 9, 10, false },
		{ 10, 12, true },
		{ 12, 13, false },
		{ 0, 13, true },
		{ 20, 90, false },
		{ 5, 5, false },
	};
	const struct fx_decoder *d = fx_decoder_find("QP", 2);
	struct fx_memory mem = { (const uint8_t *)in, sizeof(in) - 1 };
	struct fx_source src = fx_source_memory(&mem);
	struct fx_decoding dec;
	uint8_t out[100];
	struct fx_err err;
	size_t i;

	fx_decoding_open(&dec, d, &src, 3, &err);
	is_int(d->read(&dec, out, sizeof(out), &err), 13, "QP: output");
	for (i = 0; i < FX_LEN(cases); i++)
		is_int(d->touched(&dec, cases[i].from, cases[i].to),
		    cases[i].touched, "QP: touched in %zu to %zu",
		    cases[i].from, cases[i].to);
	fx_decoding_close(&dec);
}

/* Longer than what is remembered: what is forgotten is said to be touched. */
static ssize_t
read_long(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	const uint64_t *size = arg;
	size_t i;

	(void)err;
	for (i = 0; i < n && off + i < *size; i++)
		((char *)buf)[i] = "aaaaaaaaaaaaaaa%34%35"[(off + i) % 21];
	return (ssize_t)i;
}

static void
test_long(void)
{
	const struct fx_decoder *d = fx_decoder_find("PERCENT", 7);
	uint64_t size = (uint64_t)21 << 23, got = 0;
	struct fx_source src = { read_long, &size, NULL };
	static uint8_t out[1 << 16];
	struct fx_decoding dec;
	struct fx_err err;
	ssize_t n;

	fx_decoding_open(&dec, d, &src, 15, &err);
	while ((n = d->read(&dec, out, sizeof(out), &err)) > 0)
		got += (uint64_t)n;
	is_int(got, (uint64_t)17 << 23, "long: output");
	is_int(dec.used, size - 15, "long: used");
	ok(d->touched(&dec, 0, 1), "long: forgotten");
	ok(!d->touched(&dec, got - 17, got - 2), "long: not touched");
	ok(d->touched(&dec, got - 2, got), "long: touched");
	ok(!d->touched(&dec, got - (17 << 21), got - (17 << 21) + 15),
	    "long: not touched long ago");
	ok(d->touched(&dec, got - (17 << 21), got - (17 << 21) + 16),
	    "long: touched long ago");
	fx_decoding_close(&dec);
}

/* A source that fails. */
static ssize_t
read_failing(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	(void)arg;
	if (off > 0)
		return fx_fail(err, FX_EIO, off, "no more");
	memcpy(buf, "some text %34%35%36%37 and more", 31);
	return n < 31 ? (ssize_t)n : 31;
}

static void
test_failing(void)
{
	const struct fx_decoder *d = fx_decoder_find("PERCENT", 7);
	struct fx_source src = { read_failing, NULL, NULL };
	struct fx_decoding dec;
	uint8_t out[100];
	struct fx_err err = { 0 };

	is_int(fx_decoding_open(&dec, d, &src, 10, &err), 0, "failing: opens");
	is_int(d->read(&dec, out, sizeof(out), &err), 23, "failing: output");
	is_int(d->read(&dec, out, sizeof(out), &err), -1, "failing: fails");
	is_int(err.code, FX_EIO, "failing: with the source's error");
	fx_decoding_close(&dec);
	is_int(fx_decoding_open(&dec, d, &src, 9, &err), -1, "none: fails");
	is_int(err.code, FX_EFORMAT, "none: there is no escape");
	fx_decoding_close(&dec);
}

/* Numbers of cells, and whether they have lost digits. */
static void
test_lost(void)
{
	static const struct {
		const char *cell;
		bool lost;
	} cases[] = {
		{ "<c><v>4.53272E+15</v></c>", true },
		{ "<c><v>4.539578763621486E+15</v></c>", false },
		{ "<c><v>4.5e3</v></c>", false },
		{ "<c><v>4111111111111110</v></c>", true },
		{ "<c><v>4111111111111111</v></c>", false },
		{ "<c><v>411111111111110</v></c>", false },
		{ "<c><v>4539578763621400000</v></c>", true },
		{ "<c><v>4539578763621400001</v></c>", false },
		{ "<c t=\"str\"><v>4111111111111110</v></c>", false },
		{ "<c t=\"str\"><v>1</v></c><c><v>4.1E+15</v></c>", true },
		{ "<v>4.53272E+99</v>", false },
		{ "<v>4.53272E+99999999999999999999</v>", false },
		{ "<v>12.5</v><v/><v>-</v><v>E</v>", false },
		{ "<Cell><Data ss:Type=\"Number\">4.1E15</Data></Cell>", true },
		{ "<Cell><Data ss:Type=\"String\">4.1E15</Data></Cell>",
		    false },
		{ "<table-cell office:value=\"4.1E+15\"/>", true },
	};
	const struct fx_decoder *d = fx_decoder_find("XML", 3);
	char doc[400];
	struct run r;
	size_t i;
	int n;

	for (i = 0; i < FX_LEN(cases); i++) {
		n = snprintf(doc, sizeof(doc),
		    "<w:document " WORD ">%s"
		    "</w:document>",
		    cases[i].cell);
		run_at(d, (const uint8_t *)doc, (size_t)n, 0, 1000, 9999, &r);
		ok(r.whole && (r.limit != NULL) == cases[i].lost, "%s: %s",
		    cases[i].cell, cases[i].lost ? "lost" : "whole");
		fx_buf_done(&r.out);
	}
}

/* Documents that are damaged or cut: what stood before is given. */
static void
test_broken(void)
{
	static const struct {
		const char *doc, *want;
	} cases[] = {
		{ "<w:document " WORD "><w:t>4111</w:t>", "4111" },
		{ "<w:document " WORD "><w:t>4111<<w:t>", "4111" },
		{ "<w:document " WORD "><w:t>4111\1</w:t>", "4111" },
		{ "<w:document " WORD "><w:t a=\"<\">4111</w:t>", "" },
		{ "<w:document " WORD "><w:t>4111</>", "4111" },
		{ "<w:document " WORD "><w:t>4111<1>", "4111" },
		{ "<w:document " WORD, "" },
		{ "</w:document " WORD ">", "" },
	};
	const struct fx_decoder *d = fx_decoder_find("XML", 3);
	struct run r;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		run_at(d, (const uint8_t *)cases[i].doc, strlen(cases[i].doc),
		    0, 1000, 9999, &r);
		ok(r.opened && !r.whole && r.err.code == FX_EFORMAT,
		    "damaged: %s", cases[i].doc);
		is_str(fx_buf_text(&r.out), cases[i].want, "given: %s",
		    cases[i].doc);
		fx_buf_done(&r.out);
	}
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(rows); i++)
		test_row(&rows[i]);
	test_regions("PERCENT", "%34");
	test_regions("ENTITY", "&#52;");
	test_regions("ESCAPE", "\\u0034");
	test_regions("QP", "=3D");
	test_touched();
	test_long();
	test_failing();
	test_lost();
	test_broken();
	return done();
}
