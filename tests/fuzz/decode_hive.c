/*
 * decode_hive.c - hostile registry hives: what is told is the same by any
 * reads, and a look is not changed by more bytes
 *
 * The first byte says what stands in front of the rest, so that few bytes get
 * far: nothing, the header of a lone bin, or a base block and that.  Sizes and
 * kinds of cells are the fuzzer's.
 */
#include "decode_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MOST = 70000, OUTPUT_MOST = 1 << 20, PAGE = 4096, BIN_HEAD = 32 };

/* What stands in front, at p: its length. */
static size_t
head(uint8_t *p, unsigned kind, uint32_t pages)
{
	static const uint8_t regf[] = { 'r', 'e', 'g', 'f' };
	static const uint8_t hbin[] = { 'h', 'b', 'i', 'n' };
	size_t at = 0;

	if (kind == 0)
		return 0;
	if (kind > 1) {
		memcpy(p, regf, sizeof(regf));
		p[20] = 1;
		p[24] = 5;
		p[32] = 1;
		p[41] = (uint8_t)(pages << 4);
		at = PAGE;
	}
	memcpy(p + at, hbin, sizeof(hbin));
	p[at + 9] = (uint8_t)((kind == 2 ? pages : 1) << 4);
	return at + BIN_HEAD;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fx_decoder *d = fx_decoder_find("HIVE", 4);
	uint8_t *p;
	size_t n;

	if (size == 0 || size > INPUT_MOST)
		return 0;
	if ((p = calloc(1, PAGE + BIN_HEAD + size)) == NULL)
		abort();
	n = head(p, data[0] % 4, 1 + (data[0] >> 2) % 8);
	memcpy(p + n, data + 1, size - 1);
	n += size - 1;
	if ((p = realloc(p, n > 0 ? n : 1)) == NULL)
		abort();
	fuzz_same(d, p, n, 0, OUTPUT_MOST);
	free(p);
	return 0;
}
