/*
 * decode_hive.c - values of a registry hive that is made here: each type, data
 * in segments, what was deleted, bins that stand alone, and damage
 */
#include "decode_run.h"
#include "forensic/bytes.h"
#include "tap.h"

enum {
	PAGE = 4096,
	FILE_BYTES = 96 << 10,
	SEGMENT = 16344,
	LATIN_KEY = 0x20,
	ROOT_KEY = 0x2c,
	STEP = 999,
	MOST = 1 << 20,
	BITS_OF = PAGE + 600, /* bytes */
};

#define NONE UINT32_MAX

static uint8_t m[FILE_BYTES]; /* the hive in the making */
static uint32_t bin, bin_end; /* the last one: offsets from the first bin */
static uint32_t next;         /* and where its next cell goes */

static uint8_t *
cell_p(uint32_t off)
{
	return m + PAGE + off;
}

static void
put(uint8_t *p, uint32_t v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

static void
put_bytes(uint8_t *p, const void *from, size_t n)
{
	const uint8_t *q = from;

	while (n-- > 0)
		*p++ = *q++;
}

/* What is left of the bin becomes a free cell. */
static void
end_bin(void)
{
	if (next < bin_end)
		put(cell_p(next), bin_end - next, 4);
}

static void
begin_bin(uint32_t size)
{
	end_bin();
	bin = bin_end;
	bin_end += size;
	next = bin + 32;
	put_bytes(cell_p(bin), "hbin", 4);
	put(cell_p(bin) + 4, bin, 4);
	put(cell_p(bin) + 8, size, 4);
	put(m + 40, bin_end, 4);
}

static uint32_t
cell(const void *p, size_t n)
{
	uint32_t off = next, size = (uint32_t)(n + 4 + 7) / 8 * 8;

	next += size;
	put(cell_p(off), 0 - size, 4);
	memcpy(cell_p(off) + 4, p, n);
	return off;
}

/* It was freed; with those behind it, if n is more than its size. */
static void
drop(uint32_t off, uint32_t n)
{
	put(cell_p(off), n != 0 ? n : 0 - fx_le32(cell_p(off)), 4);
}

static uint32_t
value_of(const char *name, uint32_t type, uint32_t size, uint32_t data)
{
	uint8_t p[64] = { 'v', 'k', (uint8_t)strlen(name) };

	put(p + 4, size, 4);
	put(p + 8, data, 4);
	put(p + 12, type, 4);
	p[16] = 1;
	put_bytes(p + 20, name, strlen(name));
	return cell(p, 20 + strlen(name));
}

static uint32_t
value(const char *name, uint32_t type, const void *data, size_t n)
{
	return value_of(name, type, (uint32_t)n, cell(data, n));
}

static uint32_t
key_of(const char *name, uint32_t flags, uint32_t parent, const uint32_t *v,
    uint32_t n)
{
	uint8_t p[128] = { 'n', 'k', (uint8_t)flags }, list[64];
	uint32_t i, at = NONE;

	for (i = 0; i < n; i++)
		put(list + 4 * (size_t)i, v[i], 4);
	if (n > 0)
		at = cell(list, 4 * (size_t)n);
	put(p + 16, parent, 4);
	put(p + 36, n, 4);
	put(p + 40, at, 4);
	p[72] = (uint8_t)strlen(name);
	put_bytes(p + 76, name, strlen(name));
	return cell(p, 76 + strlen(name));
}

/* A hive with a root and one bin. */
static uint32_t
begin(void)
{
	memset(m, 0, sizeof(m));
	put_bytes(m, "regf", 4);
	m[20] = 1;
	m[24] = 5;
	m[32] = 1;
	bin_end = next = 0;
	begin_bin(PAGE);
	return key_of("ROOT", ROOT_KEY, NONE, NULL, 0);
}

static const struct fx_decoder *
decoder(void)
{
	return fx_decoder_find("HIVE", 4);
}

/* Decode what begins at `at` of the file, of which some is cut off. */
static void
run(struct run *r, size_t at, size_t cut)
{
	end_bin();
	run_at(decoder(), m, PAGE + bin_end - cut, at, STEP, MOST, r);
}

/* Does the hive give that? */
static void
gives(const char *want, const char *what)
{
	struct run r;

	run(&r, 0, 0);
	is_str(fx_buf_text(&r.out), want, "%s", what);
	ok(r.whole && r.limit == NULL && r.used <= PAGE + bin_end,
	    "%s: to its end", what);
	fx_buf_done(&r.out);
}

static void
test_types(void)
{
	static const struct {
		const char *name;
		uint32_t type;
		size_t n;
		const char *data, *text;
	} cases[] = {
		{ "sz", 1, 6, "a\0b\0\0", "ab" },
		{ "expand", 2, 8, "%\0\xe9\0%\0\0", "%\xc3\xa9%" },
		{ "pair", 1, 6, "\x3d\xd8\x00\xde\0", "\xf0\x9f\x98\x80" },
		{ "half", 1, 6, "\x3d\xd8\x61\0\0",
		    "\xef\xbf\xbd"
		    "a" },
		{ "multi", 7, 10, "a\0\0\0b\0\0\0\0", "a\nb" },
		{ "narrow", 1, 6, "plain\0", "plain" },
		{ "none", 0, 6, "\1\2abc\3", "\1\2abc\3" },
		{ "binary", 3, 6, "x\ny\tz\xff", "x\ny\tz\xff" },
		{ "dword", 4, 4, "\xff\xff\xff\xff", "4294967295" },
		{ "big", 5, 4, "\1\2\3\4", "16909060" },
		{ "odd", 4, 5, "\1\2abc", "\1\2abc" },
		{ "qword", 11, 8, "\x6e\xb4\xa2\x0b\xb9\x20\x10\0",
		    "4539578763621486" },
		{ "device", 0xffff0012, 5, "dev\1\2", "dev\1\2" },
	};
	char want[128];
	uint32_t root, v;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		root = begin();
		v = value(cases[i].name, cases[i].type, cases[i].data,
		    cases[i].n);
		key_of("K", LATIN_KEY, root, &v, 1);
		snprintf(want, sizeof(want), "\\K\t%s\t%s\n", cases[i].name,
		    cases[i].text);
		gives(want, cases[i].name);
	}
	root = begin();
	v = value_of("short", 3, UINT32_C(1) << 31 | 3, 0x434241);
	key_of("K", LATIN_KEY, root, &v, 1);
	gives("\\K\tshort\tABC\n", "data in the record itself");
}

static void
test_paths(void)
{
	uint32_t root = begin(), a, b, c, v[2];

	v[0] = value("one", 3, "11111", 5);
	v[1] = value("", 3, "22222", 5);
	a = key_of("Soft\xe9", LATIN_KEY, root, NULL, 0);
	b = key_of("w\0i\0", 0, a, NULL, 0);
	cell_p(b)[4 + 72] = 4;
	memcpy(cell_p(b) + 4 + 76, "w\0i\0", 4);
	next += 8;
	put(cell_p(b), 0 - (next - b), 4);
	key_of("Leaf", LATIN_KEY, b, v, 2);
	value("lost", 3, "33333", 5);
	gives("\\Soft\xc3\xa9\\wi\\Leaf\tone\t11111\n"
	      "\\Soft\xc3\xa9\\wi\\Leaf\t\t22222\n\tlost\t33333\n",
	    "paths of keys");
	begin();
	v[0] = value("v", 3, "11111", 5);
	c = key_of("A", LATIN_KEY, next, v, 1); /* its own parent */
	put(cell_p(c) + 4 + 16, c, 4);
	end_bin();
	{
		struct run r;

		run(&r, 0, 0);
		ok(r.whole && r.out.len == 2 * 64 + 9,
		    "a key that is its own parent has %zu bytes", r.out.len);
		fx_buf_done(&r.out);
	}
}

/* A value in segments: the text that lies across two is told, and is new. */
static void
test_segments(void)
{
	static uint8_t big[2 * SEGMENT + 100];
	struct fx_memory mem = { m, 0 };
	struct fx_source src = fx_source_memory(&mem);
	uint32_t seg[3], list, db, v, root = begin();
	uint8_t p[16] = { 'd', 'b', 3 };
	struct fx_decoding d;
	struct fx_err err;
	uint8_t *out = malloc(MOST);
	size_t i, got = 0;
	ssize_t n;

	for (i = 0; i < sizeof(big); i++)
		big[i] = (uint8_t)('a' + i % 23);
	for (i = 0; i < 3; i++) {
		if (i < 2)
			begin_bin(5 * PAGE);
		seg[i] = cell(big + i * SEGMENT, i < 2 ? SEGMENT : 100);
	}
	for (i = 0; i < 3; i++)
		put(p + 4 * i, seg[i], 4);
	list = cell(p, 12);
	put_bytes(p, "db\3", 4);
	put(p + 4, list, 4);
	db = cell(p, 8);
	v = value_of("big", 3, sizeof(big), db);
	key_of("K", LATIN_KEY, root, &v, 1);
	end_bin();
	mem.n = PAGE + bin_end;
	ok(fx_decoding_open(&d, decoder(), &src, 0, &err) == 0, "a hive");
	while ((n = decoder()->read(&d, out + got, STEP, &err)) > 0)
		got += (size_t)n;
	ok(got == 7 + sizeof(big) + 1 && memcmp(out, "\\K\tbig\t", 7) == 0 &&
		memcmp(out + 7, big, sizeof(big)) == 0,
	    "three segments are one value");
	ok(decoder()->touched(&d, 7 + SEGMENT - 9, 7 + SEGMENT + 9),
	    "what lies across two is new");
	ok(decoder()->touched(&d, 7 + 2 * SEGMENT - 1, 7 + 2 * SEGMENT + 1),
	    "the second time, too");
	ok(!decoder()->touched(&d, 7, 7 + SEGMENT - 1) &&
		!decoder()->touched(&d, 8 + SEGMENT, 7 + 2 * SEGMENT - 1),
	    "what lies in one is not");
	fx_decoding_close(&d);
	free(out);
	put(cell_p(list) + 4 + 4, seg[0], 4);
	put(cell_p(list) + 4 + 8, list, 4);
	{
		struct run r;

		run(&r, 0, 0);
		ok(r.whole && r.out.len == 7 + SEGMENT + 1,
		    "a segment named twice is told once");
		fx_buf_done(&r.out);
	}
}

static void
test_touched(void)
{
	struct fx_memory mem = { m, 0 };
	struct fx_source src = fx_source_memory(&mem);
	uint32_t v[3], root = begin();
	struct fx_decoding d;
	struct fx_err err;
	uint8_t out[256];

	v[0] = value("t", 1,
	    "4\0"
	    "1\0"
	    "1\0\0",
	    8);
	v[1] = value("b", 3, "12 345\0\0", 8);
	v[2] = value("q", 11, "\1\0\0\0\0\0\0\0", 8);
	key_of("K", LATIN_KEY, root, v, 3);
	end_bin();
	mem.n = PAGE + bin_end;
	ok(fx_decoding_open(&d, decoder(), &src, 0, &err) == 0 &&
		decoder()->read(&d, out, sizeof(out), &err) > 0,
	    "values to be told");
	while (decoder()->read(&d, out, sizeof(out), &err) > 0)
		;
	/* \K t t TAB 411 NL | \K TAB b TAB 12 345 00 NL | ... */
	ok(!decoder()->touched(&d, 0, 4), "a path is not new");
	ok(!decoder()->touched(&d, 5, 8), "nor is text as it lies");
	ok(decoder()->touched(&d, 4, 9), "but where it begins and ends is");
	ok(!decoder()->touched(&d, 9, 23), "nor are bytes, ends and all");
	ok(decoder()->touched(&d, 28, 29), "a number is");
	fx_decoding_close(&d);
}

static void
test_deleted(void)
{
	uint32_t root = begin(), a, b, v, list, k;

	a = value("kept", 3, "11111", 5);
	v = value("gone", 3, "22222", 5);
	b = next;
	key_of("Old", LATIN_KEY, root, &v, 1);
	list = b;
	k = b + 8;
	key_of("K", LATIN_KEY, root, &a, 1);
	drop(v, 0);
	gives("\\K\tkept\t11111\n",
	    "data that is in use is not a deleted one's");
	drop(v - 16, 0);
	gives("\\K\tkept\t11111\n\\Old\tgone\t22222\n",
	    "a deleted value of a key in use: no path is lost");
	drop(list, 0);
	drop(k, 0);
	gives("\\K\tkept\t11111\n\\Old\tgone\t22222\n", "one of a deleted key");
	drop(v - 16, k - v + 16 + 88);
	gives("\\K\tkept\t11111\n\\Old\tgone\t22222\n",
	    "cells that became one free cell");
	cell_p(v)[4 + 12] = 99;
	gives("\\K\tkept\t11111\n", "of no type there is: no value");
}

/* Bins without a base block. */
static void
test_alone(void)
{
	uint32_t root = begin(), v[2];
	static uint8_t alone[FILE_BYTES];
	struct run r;

	v[0] = value("one", 3, "11111", 5);
	begin_bin(2 * PAGE);
	v[1] = value("two", 3, "22222", 5);
	key_of("K", LATIN_KEY, root, v, 2);
	begin_bin(PAGE);
	value("three", 3, "33333", 5);
	end_bin();
	is_int(run_next(decoder(), m, PAGE + bin_end, 0), 0, "a hive begins");
	is_int(run_next(decoder(), m, PAGE + bin_end, 1), PAGE + bin_end,
	    "and no other: its bins do not stand alone");
	memcpy(alone + 512, m + PAGE, bin_end);
	is_int(run_next(decoder(), alone, 512 + bin_end, 0), 512,
	    "without it its first bin does");
	is_int(run_next(decoder(), alone, 512 + bin_end, 513), 512 + bin_end,
	    "and those behind it do not");
	run_at(decoder(), alone, 512 + bin_end, 512, STEP, MOST, &r);
	is_str(fx_buf_text(&r.out),
	    "\\K\tone\t11111\n\\K\ttwo\t22222\n\tthree\t33333\n",
	    "three bins in a row");
	ok(r.whole && r.used == bin_end, "and all of them is used");
	fx_buf_done(&r.out);
	memset(alone + 512, 0, PAGE);
	is_int(run_next(decoder(), alone, 512 + bin_end, 0), 512 + PAGE,
	    "the second one, then");
	run_at(decoder(), alone, 512 + bin_end, 512 + PAGE, STEP, MOST, &r);
	is_str(fx_buf_text(&r.out), "\\K\ttwo\t22222\n\tthree\t33333\n",
	    "two of them");
	fx_buf_done(&r.out);
	run_at(decoder(), m, PAGE + bin_end, PAGE + PAGE, STEP, MOST, &r);
	ok(!r.opened, "a bin of a hive cannot be opened");
	fx_buf_done(&r.out);
	memset(m + PAGE + PAGE, 0xee, 16);
	run(&r, 0, 0);
	is_str(fx_buf_text(&r.out), "\tone\t11111\n\tthree\t33333\n",
	    "behind a damaged bin the hive goes on");
	ok(!r.whole, "and says that it is damaged");
	fx_buf_done(&r.out);
	run_at(decoder(), m, PAGE + bin_end, PAGE + 3 * PAGE, STEP, MOST, &r);
	ok(!r.opened, "and no bin behind it stands alone");
	fx_buf_done(&r.out);
}

static void
test_sizes(void)
{
	static const uint32_t bad[] = { 0, 4, 12, 0x7fffffff, 0x80000000,
		0 - UINT32_C(4), 0 - UINT32_C(12), 0 - UINT32_C(5000) };
	uint32_t root, v;
	struct run r;
	size_t i;

	for (i = 0; i < FX_LEN(bad); i++) {
		root = begin();
		v = value("v", 3, "11111", 5);
		key_of("K", LATIN_KEY, root, &v, 1);
		put(cell_p(32), bad[i], 4);
		run(&r, 0, 0);
		is_str(fx_buf_text(&r.out), "\\K\tv\t11111\n",
		    "behind a cell of an impossible size");
		fx_buf_done(&r.out);
	}
	root = begin();
	v = value("v", 3, "11111", 5);
	begin_bin(PAGE);
	value("w", 3, "22222", 5);
	key_of("K", LATIN_KEY, root, &v, 1);
	put(cell_p(8), 0x7ffff000, 4);
	run(&r, 0, 0);
	is_str(fx_buf_text(&r.out), "\\K\tv\t11111\n\tw\t22222\n",
	    "a bin of 2 GiB ends where another begins");
	fx_buf_done(&r.out);
	run(&r, 0, PAGE);
	is_str(fx_buf_text(&r.out), "\tv\t11111\n", "cut off");
	fx_buf_done(&r.out);
}

/* Hives that say they are long, and are not: little of what follows is read. */
static void
test_short(void)
{
	static uint8_t image[4 << 20];
	uint32_t root = begin(), v;
	struct run r;

	v = value("v", 3, "11111", 5);
	key_of("K", LATIN_KEY, root, &v, 1);
	end_bin();
	put(m + 40, 0x7ffff000, 4);
	memset(image, 0x55, sizeof(image));
	memcpy(image, m, PAGE + bin_end);
	run_at(decoder(), image, sizeof(image), 0, STEP, MOST, &r);
	is_str(fx_buf_text(&r.out), "\\K\tv\t11111\n", "a hive of 2 GiB");
	ok(!r.whole && r.used / PAGE < 80, "takes in %zu bytes",
	    (size_t)r.used);
	fx_buf_done(&r.out);
	put(image + PAGE + 8, 0x7ffff000, 4);
	run_at(decoder(), image, sizeof(image), 0, STEP, MOST, &r);
	is_str(fx_buf_text(&r.out), "\\K\tv\t11111\n", "a bin of 2 GiB");
	fx_buf_done(&r.out);
	memset(image, 0x55, PAGE);
	run_at(decoder(), image, sizeof(image), PAGE, STEP, MOST, &r);
	is_str(fx_buf_text(&r.out), "\\K\tv\t11111\n", "and one alone");
	ok(r.used / PAGE < 20, "takes in %zu bytes", (size_t)r.used);
	fx_buf_done(&r.out);
}

/* The name of a deleted value ends within a character, and the image there. */
static void
test_half(void)
{
	uint32_t root = begin(), v;
	uint8_t *image;
	size_t n;
	struct run r;

	key_of("K", LATIN_KEY, root, NULL, 0);
	v = value_of("a", 3, 5, NONE);
	cell_p(v)[4 + 16] = 0;
	drop(v, PAGE - v);
	n = PAGE + v + 4 + 21;
	image = malloc(n);
	if (image == NULL)
		abort();
	memcpy(image, m, n);
	run_at(decoder(), image, n, 0, STEP, MOST, &r);
	ok(r.opened && r.out.len == 0, "half a character is no name");
	fx_buf_done(&r.out);
	free(image);
}

static void
test_refused(void)
{
	static const struct {
		size_t at;
		uint8_t byte;
		const char *what;
	} cases[] = {
		{ 0, 'R', "another word" },
		{ 20, 2, "another version" },
		{ 24, 7, "a minor version that there is none of" },
		{ 28, 1, "a log" },
		{ 32, 2, "another format" },
		{ 40, 1, "bins of a length that is not of pages" },
		{ PAGE, 'H', "no bin behind it" },
	};
	uint32_t root, v;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		root = begin();
		v = value("v", 3, "11111", 5);
		key_of("K", LATIN_KEY, root, &v, 1);
		m[cases[i].at] = cases[i].byte;
		ok(run_next(decoder(), m, PAGE + bin_end, 0) != 0,
		    "%s: no hive", cases[i].what);
	}
}

/* Each bit of a hive with all there is, changed: bounded, and no more. */
static void
test_bits(void)
{
	uint32_t root, v[2];
	int most = 0;
	struct run r;
	size_t i;

	for (i = 0; i / 8 < BITS_OF; i += 5) {
		root = begin();
		v[0] = value("one", 3, "11111", 5);
		v[1] = value("two", 1,
		    "2\0"
		    "2\0"
		    "2\0\0",
		    8);
		key_of("K", LATIN_KEY, root, v, 2);
		drop(v[1], 0);
		end_bin();
		m[i / 8] ^= (uint8_t)(1U << (i & 7));
		run(&r, 0, 0);
		if (r.out.len > (size_t)most)
			most = (int)r.out.len;
		fx_buf_done(&r.out);
	}
	ok(most < PAGE, "a bit changed: %d bytes at most", most);
}

int
main(void)
{
	test_types();
	test_paths();
	test_segments();
	test_touched();
	test_deleted();
	test_alone();
	test_sizes();
	test_short();
	test_half();
	test_refused();
	test_bits();
	return done();
}
