/*
 * decode_sqlite.c - hostile pages, databases and logs of SQLite: what is told
 * is the same by any reads, and a look is not changed by more bytes
 *
 * The first byte says what stands in front of the rest, so that few bytes get
 * far: 0 nothing, 1 a database's header, 2 a journal's, 3 a log's; and in which
 * page size.
 */
#include "decode_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MOST = 70000, OUTPUT_MOST = 8 << 20, HEADS = 512 };

static void
put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* The header of a kind at p, which has HEADS bytes: its length. */
static size_t
head(uint8_t *p, unsigned kind, uint32_t size)
{
	static const uint8_t file[] = { 1, 1, 0, 64, 32, 32 };
	static const uint8_t journal[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1,
		0x63, 0xd7, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 9, 0,
		0, 2, 0 };
	uint32_t s0 = 0, s1 = 0;
	size_t i;

	memset(p, 0, HEADS);
	if (kind == 1) {
		memcpy(p, "SQLite format 3", 16);
		p[16] = (uint8_t)(size >> 8);
		memcpy(p + 18, file, sizeof(file));
		p[35] = 2;
		p[59] = 1;
		return 100;
	}
	if (kind == 2) {
		memcpy(p, journal, sizeof(journal));
		put32(p + 24, size);
		return HEADS;
	}
	put32(p, 0x377f0683);
	put32(p + 4, 3007000);
	put32(p + 8, size);
	for (i = 0; i < 24; i += 8) {
		s0 += get32(p + i) + s1;
		s1 += get32(p + i + 4) + s0;
	}
	put32(p + 24, s0);
	put32(p + 28, s1);
	return 32;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fx_decoder *d = fx_decoder_find("SQLITE", 6);
	uint8_t *p;
	size_t n = 0;

	if (size == 0 || size > INPUT_MOST)
		return 0;
	if ((p = malloc(HEADS + size)) == NULL)
		abort();
	if (data[0] % 4 != 0)
		n = head(p, data[0] % 4, 512U << (data[0] >> 2 & 3));
	memcpy(p + n, data + 1, size - 1);
	n += size - 1;
	if ((p = realloc(p, n > 0 ? n : 1)) == NULL)
		abort();
	fuzz_same(d, p, n, 0, OUTPUT_MOST);
	free(p);
	return 0;
}
