/*
 * decode_pst.c - the blocks of an Outlook file that is made here, both widths
 *
 * The two disguised texts are by libpst's tables, not ours.  (A real file and
 * its copy in the second disguise were compared with pffexport by hand: all of
 * its 141 bodies and attachments lay in what was decoded.)
 */
#include "decode_run.h"
#include "forensic/bytes.h"
#include "tap.h"

enum { FILE_BYTES = 64 << 10, ROOT = 1024, LEAF = 2048, DATA = 4096 };

static const char text[] = "card 4111111111111111 12/27\n";
static const char permuted[] =
    "984a06fa4cc83b3b3b3b3b3b3b3b3b3b3b3b3b3b3b4c3b38e73825cc";
/* as block 0x12345678 */
static const char cyclic[] =
    "532f365753e0486ddd9215cc02724fe508b54370fdbcae96acf3e3cb";

/* A file in the making. */
struct made {
	uint8_t p[FILE_BYTES];
	bool wide;
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
	return m.wide ? 8 : 4;
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
	size_t c = at + (m.wide ? 488 : 496), type = c + (m.wide ? 8 : 4);

	m.p[c] = (uint8_t)count;
	m.p[c + 1] = m.wide ? 20 : 40;
	m.p[c + 2] = (uint8_t)(3 * width());
	m.p[c + 3] = (uint8_t)level;
	m.p[type] = m.p[type + 1] = 0x80;
	put_word(at + 504, id);
}

/* A file of one page over another, and no blocks yet. */
static void
begin(bool wide, int method)
{
	size_t root = wide ? 232 : 192;

	memset(&m, 0, sizeof(m));
	m.wide = wide;
	m.end = DATA;
	memcpy(m.p, "!BDN", 4);
	memcpy(m.p + 8, "SM", 2);
	m.p[10] = wide ? 23 : 14;
	m.p[wide ? 512 : 460] = 0x80;
	m.p[wide ? 513 : 461] = (uint8_t)method;
	put_word(put_word(root, 7), ROOT);
	put_page(ROOT, 7, 1, 1);
	put_word(put_word(put_word(ROOT, 4), 9), LEAF);
	put_page(LEAF, 9, 0, 0);
}

static void
add(uint64_t id, const void *p, size_t n)
{
	size_t trailer = m.wide ? 16 : 12, at;
	size_t size = (n + trailer + 63) / 64 * 64;

	memcpy(m.p + m.end, p, n);
	at = m.end + size - trailer;
	put(at, n, 2);
	put_word(at + (m.wide ? 8 : 4), id);
	at = LEAF + m.count++ * 3 * width();
	at = put_word(put_word(at, id), m.end);
	put(at, n, 2);
	put_page(LEAF, 9, (int)m.count, 0);
	m.end += size;
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
test_methods(bool wide)
{
	static const int methods[] = { 0, 1, 2 };
	struct run r;
	size_t i;

	for (i = 0; i < FX_LEN(methods); i++) {
		begin(wide, methods[i]);
		if (methods[i] == 0)
			add(0x12345678, text, strlen(text));
		else
			add_hex(0x12345678, i == 1 ? permuted : cyclic);
		run(&r, 0);
		ok(r.whole && r.out.len == strlen(text) + 1 &&
			memcmp(r.out.p, text, strlen(text)) == 0,
		    "%s, way %d", wide ? "wide" : "narrow", methods[i]);
		ok(r.used == m.end, "all of it is used");
		fx_buf_done(&r.out);
	}
}

/* Blocks of lists are joined, in the order of the list, and told once. */
static void
lists(bool wide)
{
	static const uint64_t a[] = { 20, 8, 99 }, b[] = { 12 };
	static const uint64_t both[] = { 26, 30 };

	begin(wide, 0);
	add(4, "four", 4);
	add(8, "1111", 4);
	add(12, "two", 3);
	add(20, "4111", 4);
	add_list(26, 1, a, wide ? 2 : 3);
	add_list(30, 1, b, 1);
	add_list(34, 2, both, 2);
}

static void
test_lists(bool wide)
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

	lists(wide);
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "four\n41111111two\n", "lists are joined");
	is_int(r.whole, wide, "a block that is named but not there is damage");
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

	lists(true);
	run(&r, 64);
	is_str(fx_buf_text(&r.out), "four\n41111111\ntwo\n",
	    "cut off: what a lost list held is told without it");
	ok(!r.whole, "and that it is damaged");
	fx_buf_done(&r.out);
	lists(true);
	m.p[DATA + 64 - 8] ^= 4;
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "41111111two\n",
	    "a block with another number in its trailer is not told");
	ok(!r.whole, "and that it is damaged");
	fx_buf_done(&r.out);
	lists(true);
	m.p[m.end - 64 + 8] = 34;
	run(&r, 0);
	is_str(fx_buf_text(&r.out), "four\n41111111\ntwo\n\n\n",
	    "a list in itself: what it had is told without it");
	fx_buf_done(&r.out);
	lists(true);
	put_page(ROOT, 7, 1, 7);
	run(&r, 0);
	ok(!r.whole && r.out.len == 0, "a page of the wrong level");
	fx_buf_done(&r.out);
	lists(true);
	put_word(put_word(put_word(ROOT, 4), 7), ROOT);
	run(&r, 0);
	ok(!r.whole && r.out.len == 0, "a tree that is a loop");
	fx_buf_done(&r.out);
	for (i = 0; i < m.end * 8; i += 3) {
		lists(true);
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

	begin(true, 0);
	m.p[10] = 36;
	run(&r, 0);
	ok(r.whole && r.out.len == 0 && r.limit != NULL,
	    "pages of 4096 bytes: %s", r.limit != NULL ? r.limit : "nothing");
	fx_buf_done(&r.out);
	begin(true, 0x10);
	run(&r, 0);
	ok(r.whole && r.limit != NULL && strcmp(r.limit, "encrypted") == 0,
	    "protected: encrypted");
	fx_buf_done(&r.out);
	begin(true, 0);
	m.p[10] = 3;
	ok(run_next(fx_decoder_find("PST", 3), m.p, m.end, 0) == m.end,
	    "no version: no start");
}

int
main(void)
{
	test_methods(false);
	test_methods(true);
	test_lists(false);
	test_lists(true);
	test_damage();
	test_refused();
	return done();
}
