/*
 * decode_pst.c - the blocks of an Outlook file that is made here, in all three
 * layouts
 *
 * The two disguised texts are by libpst's tables, not ours.  (A real file and
 * its copy in the second disguise were compared with pffexport by hand: all of
 * its 141 bodies and attachments lay in what was decoded.)
 */
#include "decode_run.h"
#include "forensic/bytes.h"
#include "tap.h"

#include <zlib.h>

enum { FILE_BYTES = 160 << 10, ROOT = 4096, LEAF = 8192, DATA = 12288 };

/* The layouts: numbers of 32 bits, of 64, and with pages of 4096 bytes. */
enum kind { NARROW, WIDE, BIG, KINDS };

static const char *const names[] = { "narrow", "wide", "big pages" };

static const char text[] = "card 4111111111111111 12/27\n";
static const char permuted[] =
    "984a06fa4cc83b3b3b3b3b3b3b3b3b3b3b3b3b3b3b4c3b38e73825cc";
/* as block 0x12345678 */
static const char cyclic[] =
    "532f365753e0486ddd9215cc02724fe508b54370fdbcae96acf3e3cb";

/* A file in the making. */
struct made {
	uint8_t p[FILE_BYTES];
	enum kind kind;
	size_t end;   /* of its blocks */
	size_t count; /* of its blocks */
};

static struct made m;

static void
put(size_t at, uint64_t v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		m.p[at + i] = (uint8_t)(v >> (8 * i));
}

static size_t
width(void)
{
	return m.kind == NARROW ? 4 : 8;
}

/* A number or an offset of the file's width at `at`: where it ends. */
static size_t
put_word(size_t at, uint64_t v)
{
	put(at, v, width());
	return at + width();
}

static void
put_page(size_t at, uint64_t id, int count, int level)
{
	static const struct {
		size_t counts, wide, type, id;
	} lies[] = { { 496, 1, 500, 504 }, { 488, 1, 496, 504 },
		{ 4056, 2, 4072, 4080 } };
	size_t c = at + lies[m.kind].counts, w = lies[m.kind].wide;

	put(c, (uint64_t)count, w);
	put(c + w, 20, w);
	m.p[c + 2 * w] = (uint8_t)(3 * width());
	m.p[c + 2 * w + 1] = (uint8_t)level;
	put(at + lies[m.kind].type, 0x8080, 2);
	put_word(at + lies[m.kind].id, id);
}

/* A file of one page over another, and no blocks yet. */
static void
begin(enum kind kind, int method)
{
	static const uint8_t version[] = { 14, 23, 36 };
	bool wide = kind != NARROW;
	size_t root = wide ? 232 : 192;

	memset(&m, 0, sizeof(m));
	m.kind = kind;
	m.end = DATA;
	memcpy(m.p, "!BDN", 4);
	memcpy(m.p + 8, "SM", 2);
	m.p[10] = version[kind];
	m.p[wide ? 512 : 460] = 0x80;
	m.p[wide ? 513 : 461] = (uint8_t)method;
	put_word(put_word(root, 7), ROOT);
	put_page(ROOT, 7, 1, 1);
	put_word(put_word(put_word(ROOT, 4), 9), LEAF);
	put_page(LEAF, 9, 0, 0);
}

/* A block of n bytes that is `unpacked` bytes when it is unpacked. */
static void
add_packed(uint64_t id, const void *p, size_t n, size_t unpacked)
{
	static const size_t trailers[] = { 12, 16, 24 };
	size_t trailer = trailers[m.kind], align = m.kind == BIG ? 512 : 64;
	size_t size = (n + trailer + align - 1) / align * align, at;

	memcpy(m.p + m.end, p, n);
	at = m.end + size - trailer;
	put(at, n, 2);
	put_word(at + (m.kind == NARROW ? 4 : 8), id);
	if (m.kind == BIG)
		put(at + 18, unpacked, 2);
	at = LEAF + m.count++ * 3 * width();
	at = put_word(put_word(at, id), m.end);
	put(at, n, 2);
	put_page(LEAF, 9, (int)m.count, 0);
	m.end += size;
}

static void
add(uint64_t id, const void *p, size_t n)
{
	add_packed(id, p, n, n);
}

/* A list of blocks, of a level. */
static void
add_list(uint64_t id, int level, const uint64_t *ids, size_t n)
{
	uint8_t b[128] = { 1, (uint8_t)level, (uint8_t)n };
	size_t i;

	for (i = 0; i < n; i++)
		b[8 + i * width()] = (uint8_t)ids[i];
	add(id, b, 8 + n * width());
}

static void
add_hex(uint64_t id, const char *hex)
{
	uint8_t b[64];

	fx_unhex(b, hex, strlen(hex) / 2);
	add(id, b, strlen(hex) / 2);
}

/* Decode the file, behind some bytes of something else. */
static void
run(struct run *r, size_t cut)
{
	const struct fx_decoder *d = fx_decoder_find("PST", 3);
	static uint8_t all[FILE_BYTES + 100];

	memcpy(all + 99, m.p, FILE_BYTES);
	is_int(run_next(d, all, 99 + m.end - cut, 0), 99, "it begins");
	run_at(d, all, 99 + m.end - cut, 99, 11, 1 << 20, r);
}

static void
test_methods(enum kind kind)
{
	static const int methods[] = { 0, 1, 2 };
	struct run r;
	size_t i;

	for (i = 0; i < FX_LEN(methods); i++) {
		begin(kind, methods[i]);
		if (methods[i] == 0)
			add(0x12345678, text, strlen(text));
		else
			add_hex(0x12345678, i == 1 ? permuted : cyclic);
		run(&r, 0);
		ok(r.whole && r.out.len == strlen(text) + 1 &&
			memcmp(r.out.p, text, strlen(text)) == 0,
		    "%s, way %d", names[kind], methods[i]);
		ok(r.used == m.end, "all of it is used");
		fx_buf_done(&r.out);
	}
}

/* Blocks of lists are joined, in the order of the list, and told once. */
static void
lists(enum kind kind)
{
	static const uint64_t a[] = { 20, 8, 99 }, b[] = { 12 };
	static const uint64_t both[] = { 26, 30 };

	begin(kind, 0);
	add(4, "four", 4);
	add(8, "1111", 4);
	add(12, "two", 3);
	add(20, "4111", 4);
	add_list(26, 1, a, kind != NARROW ? 2 : 3);
	add_list(30, 1, b, 1);
	add_list(34, 2, both, 2);
}

static void
test_lists(enum kind kind)
{
	const struct fx_decoder *decoder = fx_decoder_find("PST", 3);
	struct fx_memory mem = { m.p, 0 };
	struct fx_source src = fx_source_memory(&mem);
	struct fx_decoding d;
	struct fx_err err;
	struct run r;
	uint8_t out[64];
	ssize_t n;
	size_t got = 0;

	lists(kind);
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "four\n41111111two\n", "lists are joined");
	is_int(r.whole, kind != NARROW,
	    "a block that is named but not there is damage");
	fx_buf_done(&r.out);
	mem.n = m.end;
	ok(fx_decoding_open(&d, decoder, &src, 0, &err) == 0, "again");
	while ((n = decoder->read(&d, out + got, 5, &err)) > 0)
		got += (size_t)n;
	ok(!decoder->touched(&d, 1, 4) && decoder->touched(&d, 1, 5),
	    "what is not disguised is not new, a newline is");
	ok(decoder->touched(&d, 5, 13), "and what lies across two blocks is");
	ok(!decoder->touched(&d, 6, 8), "not what lies in one of them");
	fx_decoding_close(&d);
}

static void
test_damage(void)
{
	struct run r;
	size_t i;
	int crashed = 0;

	lists(WIDE);
	run(&r, 64);
	is_str(fx_buf_text(&r.out), "four\n41111111\ntwo\n",
	    "cut off: what a lost list held is told without it");
	ok(!r.whole, "and that it is damaged");
	fx_buf_done(&r.out);
	lists(WIDE);
	m.p[DATA + 64 - 8] ^= 4;
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "41111111two\n",
	    "a block with another number in its trailer is not told");
	ok(!r.whole, "and that it is damaged");
	fx_buf_done(&r.out);
	lists(WIDE);
	m.p[m.end - 64 + 8] = 34;
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "four\n41111111\ntwo\n\n\n",
	    "a list in itself: what it had is told without it");
	fx_buf_done(&r.out);
	lists(WIDE);
	put_page(ROOT, 7, 1, 7);
	run(&r, 0);
	ok(!r.whole && r.out.len == 0, "a page of the wrong level");
	fx_buf_done(&r.out);
	lists(WIDE);
	put_word(put_word(put_word(ROOT, 4), 7), ROOT);
	run(&r, 0);
	ok(!r.whole && r.out.len == 0, "a tree that is a loop");
	fx_buf_done(&r.out);
	for (i = 0; i < m.end * 8; i += 3) {
		lists(WIDE);
		m.p[i / 8] ^= (uint8_t)(1U << (i & 7));
		run_at(fx_decoder_find("PST", 3), m.p, m.end, 0, 100, 1 << 20,
		    &r);
		crashed += r.out.len > 100;
		fx_buf_done(&r.out);
	}
	is_int(crashed, 0, "a bit changed: never more than there is");
}

static void
test_refused(void)
{
	struct run r;

	begin(WIDE, 0x10);
	run(&r, 0);
	ok(r.whole && r.limit != NULL && strcmp(r.limit, "encrypted") == 0,
	    "protected: encrypted");
	fx_buf_done(&r.out);
	begin(WIDE, 0);
	m.p[10] = 3;
	ok(run_next(fx_decoder_find("PST", 3), m.p, m.end, 0) == m.end,
	    "no version: no start");
}

/* A text as zlib packs it. */
static size_t
pack(uint8_t *out, size_t room, const void *p, size_t n)
{
	uLongf len = room;

	if (compress(out, &len, p, n) != Z_OK)
		abort();
	return len;
}

static uint8_t big[65000], out[70000];

static void
test_packed(void)
{
	uint8_t plain[64], list[24] = { 1, 1, 2 };
	size_t i, n, len = strlen(text);
	struct run r;

	begin(BIG, 1);
	fx_unhex(plain, permuted, len);
	n = pack(out, sizeof(out), plain, len);
	add_packed(0x1000, out, n, len);
	run(&r, 0);
	ok(r.whole && r.out.len == len + 1 && memcmp(r.out.p, text, len) == 0,
	    "a block is unpacked, then its disguise undone");
	fx_buf_done(&r.out);

	begin(BIG, 0);
	for (i = 0; i < sizeof(big); i++)
		big[i] = (uint8_t)('a' + i % 25);
	n = pack(out, sizeof(out), big, sizeof(big));
	add_packed(4, out, n, sizeof(big));
	add(8, big, 60000);
	list[8] = 8;
	list[16] = 4;
	n = pack(out, sizeof(out), list, sizeof(list));
	add_packed(14, out, n, sizeof(list));
	run(&r, 0);
	ok(r.whole && r.out.len == 60000 + sizeof(big) + 1 &&
		memcmp(r.out.p, big, 60000) == 0 &&
		memcmp(r.out.p + 60000, big, sizeof(big)) == 0,
	    "a large block and a packed one, joined by a packed list");
	fx_buf_done(&r.out);
}

/* Of the file that test_packed left. */
static void
test_packed_seen(void)
{
	const struct fx_decoder *decoder = fx_decoder_find("PST", 3);
	struct fx_memory mem = { m.p, m.end };
	struct fx_source src = fx_source_memory(&mem);
	struct fx_decoding d;
	struct fx_err err;

	ok(fx_decoding_open(&d, decoder, &src, 0, &err) == 0, "again");
	while (decoder->read(&d, out, sizeof(out), &err) > 0)
		;
	ok(!decoder->touched(&d, 1, 9), "what is plain is told there");
	ok(!decoder->touched(&d, 60100, 60200), "a zlib stream is, by ZLIB");
	ok(decoder->touched(&d, 59990, 60010), "what lies across is not");
	fx_decoding_close(&d);
}

static void
test_packed_damage(void)
{
	struct run r;
	size_t n;

	begin(BIG, 0);
	n = pack(out, sizeof(out), big, sizeof(big));
	out[n / 2] ^= 0x55;
	add_packed(4, out, n, sizeof(big));
	add(8, "after", 5);
	run(&r, 0);
	ok(!r.whole && r.out.len > 7 && r.out.len < sizeof(big) &&
		memcmp(r.out.p + r.out.len - 6, "after\n", 6) == 0,
	    "a damaged one is told as far as it goes, and those behind it");
	fx_buf_done(&r.out);

	begin(BIG, 0);
	n = pack(out, sizeof(out), big, 5000);
	add_packed(4, out, n, 4000);
	run(&r, 0);
	ok(!r.whole && r.out.len == 4001, "one that is longer than it says");
	fx_buf_done(&r.out);

	begin(BIG, 0);
	add(4, "text", 4);
	put(LEAF + 4056, 170, 2);
	run(&r, 0);
	ok(!r.whole && r.out.len == 0, "a page with more than fits into it");
	fx_buf_done(&r.out);

	begin(BIG, 0);
	add(4, "text", 4);
	m.p[10] = 23;
	run(&r, 0);
	ok(!r.whole && r.out.len == 0,
	    "big pages of a version with small ones");
	fx_buf_done(&r.out);
}

int
main(void)
{
	int kind;

	for (kind = 0; kind < KINDS; kind++) {
		test_methods((enum kind)kind);
		test_lists((enum kind)kind);
	}
	test_packed();
	test_packed_seen();
	test_packed_damage();
	test_damage();
	test_refused();
	return done();
}
