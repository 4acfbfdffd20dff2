/*
 * decode_lz.c - LZNT1, XPRESS, XPHUFF: published examples, what our own packers
 * make, and what must fail
 */
#include "decode_run.h"
#include "forensic/bytes.h"
#include "lz_pack.h"
#include "tap.h"

enum { MOST = 300000, ROOM = 2 * MOST };

static const size_t page = 4096;
static const uint8_t mark[] = { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's' };
static const uint8_t mam[] = { 'M', 'A', 'M', 4 };
static uint8_t plain[MOST], packed[ROOM];
static const struct fx_decoder *lznt1, *xpress, *xphuff;

/* Decode a copy that ends with its last byte: ASan sees an overread. */
static void
decode(const struct fx_decoder *d, const uint8_t *p, size_t n, size_t step,
    struct run *r)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	if (n > 0)
		memcpy(copy, p, n);
	run_at(d, copy, n, 0, step, FX_BUF_MAX, r);
	free(copy);
}

static bool
looks(const struct fx_decoder *d, const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);
	bool is;

	if (copy == NULL)
		abort();
	if (n > 0)
		memcpy(copy, p, n);
	is = n > 0 && run_look(d, copy, n, 0, 0);
	free(copy);
	return is;
}

static bool
same(const struct run *r, const void *p, size_t n)
{
	return r->out.len == n && memcmp(fx_buf_text(&r->out), p, n) == 0;
}

/* Bytes to pack: kinds of content. */
static const char *const kinds[] = { "zeros", "text", "numbers", "noise",
	"a long run in noise" };

static void
fill(size_t kind, size_t n)
{
	uint32_t x = 12345;
	size_t i;

	for (i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		switch (kind) {
		case 0:
			plain[i] = 0;
			break;
		case 1:
			plain[i] = (uint8_t) "card 4111111111111111; "[i % 23];
			break;
		case 2:
			plain[i] = (uint8_t)('0' + (x >> 24) % 2);
			break;
		case 3:
			plain[i] = (uint8_t)(x >> 24);
			break;
		default:
			plain[i] = (uint8_t)(i % 9000 > 500 ? 7 : x >> 24);
		}
	}
}

/* [MS-XCA] 3: the examples. */
static const char song[] = "F# F# G A A G F# E D D E F# F# E E F# F# G A A G "
			   "F# E D D E F# E D D E E F# D E F# G F# D E F# G "
			   "F# E D E A F# F# G A A G F# E D D E F# E D D";
static const uint8_t song_packed[] = { 0x38, 0xb0, 0x88, 0x46, 0x23, 0x20, 0x00,
	0x20, 0x47, 0x20, 0x41, 0x00, 0x10, 0xa2, 0x47, 0x01, 0xa0, 0x45, 0x20,
	0x44, 0x00, 0x08, 0x45, 0x01, 0x50, 0x79, 0x00, 0xc0, 0x45, 0x20, 0x05,
	0x24, 0x13, 0x88, 0x05, 0xb4, 0x02, 0x4a, 0x44, 0xef, 0x03, 0x58, 0x02,
	0x8c, 0x09, 0x16, 0x01, 0x48, 0x45, 0x00, 0xbe, 0x00, 0x9e, 0x00, 0x04,
	0x01, 0x18, 0x90, 0x00 };
static const uint8_t abc_plain[] = { 0x3f, 0, 0, 0, 'a', 'b', 'c', 'd', 'e',
	'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
	't', 'u', 'v', 'w', 'x', 'y', 'z' };
static const uint8_t many_plain[] = { 0xff, 0xff, 0xff, 0x1f, 0x61, 0x62, 0x63,
	0x17, 0x00, 0x0f, 0xff, 0x26, 0x01 };
static const uint8_t abc_huff[] = { 0xd8, 0x52, 0x3e, 0xd7, 0x94, 0x11, 0x5b,
	0xe9, 0x19, 0x5f, 0xf9, 0xd6, 0x7c, 0xdf, 0x8d, 0x04, 0, 0, 0, 0 };
static const uint8_t many_huff[] = { 0xa8, 0xdc, 0x00, 0x00, 0xff, 0x26, 0x01 };

static void
set_length(uint8_t *table, unsigned symbol, unsigned length)
{
	table[symbol / 2] |= (uint8_t)(length << symbol % 2 * 4);
}

/* A MAM file with the example's data; many: the one of 300 bytes. */
static size_t
example(bool many)
{
	uint8_t *table = packed + 8;
	unsigned s;

	memset(packed, 0, 8 + 256);
	memcpy(packed, mam, sizeof(mam));
	packed[4] = many ? 300 & 0xFF : 26;
	packed[5] = many ? 300 >> 8 : 0;
	if (many) {
		set_length(table, 'a', 3);
		set_length(table, 'b', 3);
		set_length(table, 'c', 2);
		set_length(table, 256, 2);
		set_length(table, 287, 2);
		memcpy(table + 256, many_huff, sizeof(many_huff));
		return 264 + sizeof(many_huff);
	}
	for (s = 'a'; s <= 'z'; s++)
		set_length(table, s, s < 'w' ? 5 : 4);
	set_length(table, 256, 4);
	memcpy(table + 256, abc_huff, sizeof(abc_huff));
	return 264 + sizeof(abc_huff);
}

static void
test_examples(void)
{
	struct run r;
	size_t i;

	for (i = 0; i < 300; i++)
		plain[i] = (uint8_t) "abc"[i % 3];
	decode(lznt1, song_packed, sizeof(song_packed), 7, &r);
	ok(r.whole && same(&r, song, sizeof(song)), "[MS-XCA] 3.3, LZNT1");
	is_int(r.used, sizeof(song_packed), "all of it is used");
	fx_buf_done(&r.out);
	memset(packed, 0, 32);
	memcpy(packed, mark, sizeof(mark));
	pack_le(packed + 9, sizeof(abc_plain) * 4 - 1, 4);
	memcpy(packed + 32, abc_plain, sizeof(abc_plain));
	decode(xpress, packed, 32 + sizeof(abc_plain), 7, &r);
	ok(!r.whole && same(&r, abc_plain + 4, 26),
	    "[MS-XCA] 3.1, plain LZ77: 26 letters, and a page is not full");
	fx_buf_done(&r.out);
	pack_le(packed + 9, sizeof(many_plain) * 4 - 1, 4);
	memcpy(packed + 32, many_plain, sizeof(many_plain));
	decode(xpress, packed, 32 + sizeof(many_plain), 7, &r);
	ok(!r.whole && same(&r, plain, 300), "[MS-XCA] 3.1, a long match");
	fx_buf_done(&r.out);
	decode(xphuff, packed, example(false), 7, &r);
	ok(r.whole && same(&r, abc_plain + 4, 26), "[MS-XCA] 3.2, Huffman");
	fx_buf_done(&r.out);
	decode(xphuff, packed, example(true), 7, &r);
	ok(r.whole && same(&r, plain, 300), "[MS-XCA] 3.2, a long match");
	fx_buf_done(&r.out);
}

/* Each packer with each kind of content: what goes in comes out. */
static const struct {
	const char *what;
	size_t (*pack)(const uint8_t *in, size_t n, uint8_t *out);
	const struct fx_decoder **decoder;
	size_t n;
} packers[] = {
	{ "LZNT1 unit", pack_lznt1, &lznt1, 1 << 16 },
	{ "LZNT1, not a whole unit", pack_lznt1, &lznt1, 5000 },
	{ "LZNT1, small", pack_lznt1, &lznt1, 1700 },
	{ "XPRESS, 16 pages", pack_xpress, &xpress, 1 << 16 },
	{ "XPRESS, a page", pack_xpress, &xpress, 4096 },
	{ "MAM, small", pack_mam, &xphuff, 1000 },
	{ "MAM, a block", pack_mam, &xphuff, 1 << 16 },
	{ "MAM, many blocks", pack_mam, &xphuff, MOST },
};

static void
test_packed(void)
{
	size_t i, k, n;
	struct run r;

	for (i = 0; i < FX_LEN(packers); i++) {
		for (k = 0; k < FX_LEN(kinds); k++) {
			/* what does not pack is stored: none of our business */
			if (k == 3 && *packers[i].decoder != xphuff)
				continue;
			fill(k, packers[i].n);
			n = packers[i].pack(plain, packers[i].n, packed);
			decode(*packers[i].decoder, packed, n, 1000, &r);
			ok(r.whole && same(&r, plain, packers[i].n), "%s: %s",
			    packers[i].what, kinds[k]);
			ok(r.used <= n && r.used + 4 >= n, "%s: %s: used",
			    packers[i].what, kinds[k]);
			ok(looks(*packers[i].decoder, packed, n),
			    "%s: %s: is seen", packers[i].what, kinds[k]);
			fx_buf_done(&r.out);
		}
	}
}

/* Cut at any byte: what was given before is right, and it is said. */
static void
test_cut(void)
{
	size_t i, n, cut, bad;
	struct run r;

	for (i = 0; i < FX_LEN(packers); i++) {
		fill(4, packers[i].n);
		n = packers[i].pack(plain, packers[i].n, packed);
		bad = 0;
		for (cut = 0; cut + 16 < n; cut += 1 + n / 200) {
			decode(*packers[i].decoder, packed, cut, 5000, &r);
			if (r.out.len >= packers[i].n ||
			    memcmp(fx_buf_text(&r.out), plain, r.out.len) != 0)
				bad++;
			if (r.whole && *packers[i].decoder != lznt1)
				bad++;
			fx_buf_done(&r.out);
		}
		is_int(bad, 0, "%s: cut anywhere", packers[i].what);
	}
}

/* Headers and data that must not pass for what they are not. */
static const struct {
	const char *what;
	const struct fx_decoder **decoder;
	size_t n;
	uint8_t p[64];
	bool opens, whole;
	size_t gives;
} bad[] = {
	{ "LZNT1: nothing", &lznt1, 0, { 0 }, false, false, 0 },
	{ "LZNT1: zeros", &lznt1, 16, { 0 }, false, false, 0 },
	{ "LZNT1: another signature", &lznt1, 6, { 3, 0xA0, 0, 'a', 'b', 'c' },
	    false, false, 0 },
	{ "LZNT1: a match at the beginning", &lznt1, 8,
	    { 5, 0xB0, 1, 0, 0, 'a', 'b', 'c' }, false, false, 0 },
	{ "LZNT1: a match too far back", &lznt1, 8,
	    { 5, 0xB0, 2, 'a', 0, 0x10, 'b', 'c' }, true, false, 1 },
	{ "LZNT1: half a match", &lznt1, 5, { 2, 0xB0, 2, 'a', 0 }, true, false,
	    1 },
	{ "LZNT1: a match past the chunk", &lznt1, 10,
	    { 7, 0xB0, 6, 'a', 0xFF, 0x0F, 0xFF, 0x0F, 0, 0 }, true, false, 1 },
	{ "LZNT1: cut in a chunk", &lznt1, 4, { 9, 0xB0, 0, 'a' }, false, false,
	    0 },
	{ "XPRESS: 17 pages", &xpress, 40,
	    { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's', 16, 31 }, false, false,
	    0 },
	{ "XPRESS: stored as it is", &xpress, 40,
	    { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's', 0, 0xff, 0x3f }, false,
	    false, 0 },
	{ "XPRESS: header only", &xpress, 32,
	    { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's', 0, 31 }, false, false,
	    0 },
	{ "XPRESS: a match at the beginning", &xpress, 40,
	    { 0x81, 0x81, 'x', 'p', 'r', 'e', 's', 's', 0, 31, [35] = 0x80 },
	    true, false, 0 },
	{ "MAM: no table", &xphuff, 64, { 'M', 'A', 'M', 4, 1 }, false, false,
	    0 },
	{ "MAM: no size", &xphuff, 64, { 'M', 'A', 'M', 4 }, false, false, 0 },
};

static void
test_bad(void)
{
	struct run r;
	size_t i;

	for (i = 0; i < FX_LEN(bad); i++) {
		decode(*bad[i].decoder, bad[i].p, bad[i].n, 100, &r);
		is_int(r.opened, bad[i].opens, "%s: begins", bad[i].what);
		is_int(r.whole, bad[i].whole, "%s: whole", bad[i].what);
		ok(r.opened || r.err.msg[0] != '\0', "%s: words", bad[i].what);
		ok(r.out.len >= bad[i].gives, "%s: gives", bad[i].what);
		ok(!looks(*bad[i].decoder, bad[i].p, bad[i].n) ||
			*bad[i].decoder == xpress,
		    "%s: is not looked at", bad[i].what);
		fx_buf_done(&r.out);
	}
}

/* A code that is too full or not full, and a size that is too large. */
static void
test_table(void)
{
	struct run r;
	size_t n = example(false);

	ok(looks(xphuff, packed, n), "a full code");
	set_length(packed + 8, 'A', 9);
	ok(!looks(xphuff, packed, n), "one code too many");
	n = example(false);
	packed[8 + 'z' / 2] = 0;
	ok(!looks(xphuff, packed, n), "a code missing");
	n = example(false);
	ok(looks(xphuff, packed, n), "as it was");
	pack_le(packed + 4, (64 << 20) + 1, 4);
	ok(!looks(xphuff, packed, n), "more than 64 MiB are refused");
	n = example(false);
	memmove(packed + 12, packed + 8, n - 8);
	packed[3] = 0x84;
	decode(xphuff, packed, n + 4, 100, &r);
	ok(r.whole && same(&r, abc_plain + 4, 26), "with a checksum");
	fx_buf_done(&r.out);
	n = example(true);
	pack_le(packed + 4, 301, 4);
	decode(xphuff, packed, n, 100, &r);
	is_int(r.out.len, 301, "the end is a match as well, if more is due");
	fx_buf_done(&r.out);
	n = example(true);
	packed[n - 2] = 14; /* a length in two bytes, that needs none */
	packed[n - 1] = 0;
	decode(xphuff, packed, n, 100, &r);
	ok(!r.whole && same(&r, "abc", 3), "a length of too many bytes");
	fx_buf_done(&r.out);
}

/* Units in clusters of all sizes, and what lies across two of them. */
static void
test_units(size_t cluster)
{
	size_t unit = cluster * 16, n, end;
	struct fx_decoding d;
	struct fx_memory m;
	struct fx_source src = fx_source_memory(&m);
	uint8_t out[1000];
	struct fx_err err;
	size_t len = 0;
	ssize_t got;

	fill(4, 3 * unit);
	memset(packed, 0xEE, sizeof(packed)); /* slack is not zeros */
	n = pack_lznt1(plain, unit, packed);
	n = (n + cluster - 1) / cluster * cluster;
	end = n + pack_lznt1(plain + unit, unit, packed + n);
	m = (struct fx_memory){ packed, end };
	ok(fx_decoding_open(&d, lznt1, &src, 0, &err) == 0,
	    "a unit in clusters of %zu begins", cluster);
	while ((got = lznt1->read(&d, out, sizeof(out), &err)) > 0) {
		if (len + (size_t)got > 3 * unit ||
		    memcmp(plain + len, out, (size_t)got) != 0)
			break;
		len += (size_t)got;
	}
	is_int(got, 0, "it is read to its end");
	is_int(len, unit + 8192, "with the beginning of the next");
	ok(lznt1->touched(&d, 10, 20), "it is new");
	ok(lznt1->touched(&d, unit - 10, unit + 10), "so is what crosses over");
	ok(!lznt1->touched(&d, unit, unit + 10), "the next has its own");
	fx_decoding_close(&d);
}

/* A chunk that is stored is seen in the input. */
static void
test_stored(void)
{
	struct fx_decoding d;
	struct fx_memory m;
	struct fx_source src = fx_source_memory(&m);
	struct fx_err err;
	uint8_t out[4096];
	size_t n;

	fill(3, 8192);
	memset(plain + 4096, 'x', 4096);
	n = pack_lznt1(plain, 8192, packed);
	m = (struct fx_memory){ packed, n };
	ok(looks(lznt1, packed, n), "a unit may begin with a stored chunk");
	ok(!looks(lznt1, packed, 4098), "not if nothing follows");
	packed[4098] = 0;
	ok(!looks(lznt1, packed, n), "nor if what follows is no chunk");
	m.n = pack_lznt1(plain, 8192, packed);
	ok(fx_decoding_open(&d, lznt1, &src, 0, &err) == 0, "it begins");
	while (lznt1->read(&d, out, sizeof(out), &err) > 0)
		;
	ok(!lznt1->touched(&d, 0, 4096), "the stored chunk is not new");
	ok(lznt1->touched(&d, 4095, 4097), "what leaves it is");
	ok(lznt1->touched(&d, 4096, 5000), "so is the other");
	fx_decoding_close(&d);
}

/* A short chunk before another: the rest of it are zeros. */
static void
test_short(void)
{
	struct run r;
	size_t n;

	memset(plain, 'x', 100);
	n = pack_chunk(plain, 100, packed);
	n += pack_chunk(plain, 100, packed + n);
	decode(lznt1, packed, n, 1000, &r);
	memset(plain + 100, 0, 4096);
	memset(plain + 4096, 'x', 100);
	ok(r.whole && same(&r, plain, 4196), "a short chunk is filled up");
	fx_buf_done(&r.out);
}

/* Sets of pages, as newer hibernation files have them. */
static void
test_sets(unsigned method)
{
	size_t n, one;
	struct run r;

	fill(4, 12 * page);
	one = pack_set(plain, 8 * page, 1000, method, packed);
	n = one +
	    pack_set(plain + 8 * page, 4 * page, 1008, method, packed + one);
	memset(packed + n, 0, page);
	ok(looks(xphuff, packed, n), "method %u: sets are seen", method);
	decode(xphuff, packed, n + page, 5000, &r);
	ok(r.whole && same(&r, plain, 12 * page), "neighbours are joined");
	is_int(r.used, n, "as long as they go on");
	fx_buf_done(&r.out);
	n = one +
	    pack_set(plain + 8 * page, 4 * page, 2000, method, packed + one);
	decode(xphuff, packed, n, 5000, &r);
	memmove(plain + 9 * page, plain + 8 * page, 4 * page);
	memset(plain + 8 * page, 0, page);
	ok(r.whole && same(&r, plain, 13 * page), "others are not");
	fx_buf_done(&r.out);
	decode(xphuff, packed, n - 100, 5000, &r);
	ok(!r.whole && r.out.len < 13 * page &&
		memcmp(fx_buf_text(&r.out), plain, r.out.len) == 0,
	    "cut in its last set");
	fx_buf_done(&r.out);
	packed[0] = 17;
	ok(!looks(xphuff, packed, n), "17 runs are none");
	packed[0] = 1;
	packed[11] = 1;
	ok(!looks(xphuff, packed, n), "nor is there so much memory");
}

/* A row of sets at `at`, behind so many zeros: is it seen? */
static bool
seen_at(size_t at, size_t zeros, unsigned method)
{
	size_t n;

	memset(packed, 0xa5, at);
	memset(packed + at - zeros, 0, zeros);
	n = at + pack_set(plain, 8 * page, 1000, method, packed + at);
	return run_look(xphuff, packed, n, at, 0);
}

/* A page of a file is a sector of what holds it. */
static void
test_places(void)
{
	fill(4, 8 * page);
	ok(seen_at(2 * page, 0, 0), "sets are seen at a page");
	ok(seen_at(2 * page + 512, 16, 2), "at a sector behind zeros");
	ok(!seen_at(2 * page + 512, 15, 2), "not behind less of them");
	ok(!seen_at(2 * page + 512, 16, 0), "not without codes");
	ok(!seen_at(2 * page + 100, 16, 2), "not elsewhere");
}

int
main(void)
{
	size_t cluster;

	lznt1 = fx_decoder_find("LZNT1", 5);
	xpress = fx_decoder_find("XPRESS", 6);
	xphuff = fx_decoder_find("XPHUFF", 6);
	if (!ok(lznt1 != NULL && xpress != NULL && xphuff != NULL, "are there"))
		return done();
	test_examples();
	test_packed();
	test_cut();
	test_bad();
	test_table();
	for (cluster = 512; cluster <= page; cluster *= 2)
		test_units(cluster);
	test_stored();
	test_short();
	test_sets(0);
	test_sets(2);
	test_places();
	return done();
}
